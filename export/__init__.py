"""Documents: one list of blocks composed from a report, and one writer per file format."""
