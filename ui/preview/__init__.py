"""The report as it will be printed, beside the place where it is typed."""
