"""The folder of a site while it is filled: a file is there whole or not at all, and so is a folder that was not there.

Nothing is waited for until it is on the disk: the next build makes it again.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LISTED = ".ledger-site"  # in the site's folder: the files that it consists of, by which a site is known to be one


class Folder:
    """To be entered before anything is placed in it; what is left behind when that fails, the next build removes."""

    def __init__(self, target: Path) -> None:
        self.target, self.top = target, str(target)
        self.before: list[str] = []
        self.paths: dict[str, None] = {}
        self.new: dict[str, str] = {}  # folders that are not there yet, and where each is filled: beside its place

    def __enter__(self) -> Self:
        self.target.mkdir(parents=True, exist_ok=True)
        self.before = listed(self.target)
        return self

    def __exit__(self, failed: object, *_: object) -> None:
        for folder, fresh in self.new.items():
            if failed:
                shutil.rmtree(fresh, ignore_errors=True)
            else:
                os.rename(fresh, f"{self.top}/{folder}")

    def expect(self, paths: Iterable[str]) -> None:
        """Lists these files too, before one of them is there, and makes the folders that they are in."""
        self.paths |= dict.fromkeys(paths)
        self._list({*self.before, *self.paths})
        folders = {path.rpartition("/")[0] for path in self.paths if "/" in path}
        for folder in sorted(folders - self.new.keys()):
            if not os.path.lexists(f"{self.top}/{folder}"):
                fresh = f"{self.top}/{folder}.new"
                shutil.rmtree(fresh, ignore_errors=True)  # of a build that was killed
                os.mkdir(fresh)
                self.new[folder] = fresh

    def place(self, path: str, content: bytes) -> bool:
        """Whether the file had to be written."""
        folder, _, name = path.rpartition("/")
        if folder not in self.new:
            return _write(f"{self.top}/{path}", content)
        with open(f"{self.new[folder]}/{name}", "wb") as file:
            file.write(content)
        return True

    def clear(self) -> int:
        """Removes what the last build wrote and is expected no more; how many files."""
        stale = [path for path in self.before if path not in self.paths]
        for path in stale:
            with contextlib.suppress(FileNotFoundError):
                (self.target / path).unlink()
        self._list(self.paths)
        return len(stale)

    def _list(self, paths: Iterable[str]) -> None:
        _write(os.path.join(self.top, LISTED), "".join(f"{path}\n" for path in sorted(paths)).encode())


def listed(target: Path) -> list[str]:
    """What the last build wrote, as far as it is in the folder: nobody's list leads out of it."""
    try:
        lines: Iterable[str] = (target / LISTED).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return []
    top = target.resolve()
    return [line for line in lines if line and (top / line).resolve().is_relative_to(top)]


def _write(path: str, content: bytes) -> bool:
    """Whether the file had to be written."""
    try:
        with open(path, "rb") as file:
            if file.read() == content:
                return False
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
    fresh = f"{path}.new"
    try:
        with open(fresh, "wb") as file:
            file.write(content)
        os.replace(fresh, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(fresh)
        raise
    return True
