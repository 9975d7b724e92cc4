"""Files put where they are to be, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MARKS = ("datapackage.json", "totals.sql")  # by one of them a folder is known to be an export


class Taken(Exception):  # noqa: N818 - it is what the folder is
    """A folder with other things in it stands where an export is to be."""


def placed(target: Path, files: Mapping[str, bytes]) -> None:
    """Writes the files: the one without a name as `target`, endings beside it, all others in a folder called `target`.

    An earlier export is replaced as a whole, so that nothing of it is left among the new. Raises Taken and OSError.
    """
    if "" not in files:
        _folder(target, files)
        return
    for ending, content in files.items():
        written(target if not ending else target.with_name(target.stem + ending), content)


def written(path: Path, content: bytes) -> None:
    """The file, whole or not at all: what stood there stays until all of it is on disk. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_mask())
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _folder(target: Path, files: Mapping[str, bytes]) -> None:
    if target.exists() and not (
        target.is_dir() and (not any(target.iterdir()) or any((target / mark).is_file() for mark in MARKS))
    ):
        raise Taken(f"{target} is there already, and is no export")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name[:40]}.") as folder:
        fresh = Path(folder) / "new"
        for name, content in files.items():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            (fresh / name).write_bytes(content)
        fresh.chmod(0o777 & ~_mask())
        if target.exists():
            target.rename(Path(folder) / "old")
        fresh.rename(target)
        shutil.rmtree(Path(folder) / "old", ignore_errors=True)
