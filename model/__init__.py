"""The subject: figures, forms, reports, their evaluation and their archive. Pure Python, no file formats, no Qt."""
