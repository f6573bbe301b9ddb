"""Chinese page setting for printed documents: characters, lines, tables and pages, free of any file format."""
