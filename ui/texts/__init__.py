"""The editors of the report's texts: chapters of prose, title, preface and closing."""
