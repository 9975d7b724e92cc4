"""What is raised where a file is not written."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - it is what happened to the edit
    """Nothing was written, or not what was asked for. `path` is the file's from the ledger's root, `hint` what to do."""

    def __init__(self, path: str, message: str, hint: str = "", line: int | None = None) -> None:
        super().__init__(message)
        self.path, self.message, self.hint, self.line = path, message, hint, line

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"
