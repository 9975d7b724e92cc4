"""What is raised where a file is not written."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - it is what happened to the edit
    """Nothing was written, or not what was asked for. `path` is the file's from the ledger's root, `hint` what to do."""

    def __init__(self, path: str, message: str, hint: str = "", line: int | None = None) -> None:
        super().__init__(message)
        self.path, self.message, self.hint, self.line = path, message, hint, line

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}" if place else self.message


class Unfit(Refused):
    """What was asked for cannot be: an id that is none, or is taken."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__("", message, hint)


class Unknown(Unfit):
    """Nothing is called so."""
