"""What can go wrong in the world around the program, one class per cause."""

from __future__ import annotations


class AppError(Exception):
    """The world refuses: a file, a disk, a format.

    The first argument is one Chinese sentence for the user that says what happened and what to do.
    Wrong contents of a report are never an ``AppError``; they are findings.
    """

    @property
    def sentence(self) -> str:
        """Return the sentence that is shown to the user."""
        return str(self.args[0])
