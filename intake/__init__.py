"""Reads what others produced into a report to be confirmed: Word, Excel, PDF, web pages, text."""

from __future__ import annotations

from intake.reader import read_source
from intake.reading import Difference, Doubtful, Identities, Reading, Unread
from intake.source import Place

__all__ = ["Difference", "Doubtful", "Identities", "Place", "Reading", "Unread", "read_source"]
