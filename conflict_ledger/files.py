"""The ledger's files on disk. The only room that lists and opens them, and it never leaves the ledger's root.

The root is the user's to name, links in its path included. Below it a stranger may have put anything: a link is followed
only where it leads to a plain file below the root, and never to a folder, whose files would be read twice or be somebody
else's. A pipe, a socket or a device has no end and is not opened. Of a file no more is read than a file may hold. (A hard link
cannot be told from the file itself; git carries none.)
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from typing import TYPE_CHECKING

from conflict_ledger.expressions import Expression
from conflict_ledger.yamltext import MAX_BYTES, Refusal, character

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

MAX_FOLDERS = 32  # above a file: a longer path is no order that a person keeps, and systems refuse it

_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))
_RESERVED = Expression(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_FORBIDDEN = Expression(r'[<>:"|?*\\]')


def below(root: Path, unopened: Callable[[str, str], None], top: str = "data") -> Iterator[str]:
    """The paths, from the root, of what is in `data/`, or a folder in it, and is no folder, links to folders among it.

    Names that start with a dot are left out. `unopened` is told the path of each folder that cannot be listed, and why.
    """

    def failed(error: OSError) -> None:
        unopened(_from(root, error.filename), error.strerror or "")

    if os.path.islink(root / top):
        yield top
        return
    for folder, folders, names in os.walk(root / top, onerror=failed):
        base = _from(root, folder)
        if base.count("/") > MAX_FOLDERS:
            unopened(base, f"more than {MAX_FOLDERS} folders stand one in another")
            folders[:] = names = []
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        yield from (f"{base}/{name}" for name in (*names, *links) if not name.startswith("."))


def _from(root: Path, path: str) -> str:
    return os.path.relpath(path, root).replace(os.sep, "/")


def content(root: Path, path: str) -> bytes:
    """What the file holds, or as much of it as is more than a file may hold. Raises Refusal."""
    try:
        file = str(root / path)
        about = os.lstat(file)
        if stat.S_ISLNK(about.st_mode):
            file = target(root, path)
            about = os.lstat(file)
        if not stat.S_ISREG(about.st_mode):
            raise _refused("unreadable", "cannot be read: it is no plain file", "put a file here")
        with os.fdopen(os.open(file, _FLAGS), "rb") as opened:
            found = opened.read(min(about.st_size, MAX_BYTES) + 1)  # room is made for no more than the file needs
            grown = len(found) > about.st_size
            return found + opened.read(MAX_BYTES + 1 - len(found)) if grown else found
    except OSError as error:
        raise _refused("unreadable", f"cannot be read: {error.strerror}", "make the file readable") from None


def target(root: Path, path: str) -> str:
    """The plain file that a link leads to. Raises Refusal where that is something else, or lies outside the root."""
    top, end = os.path.realpath(root), os.path.realpath(root / path)
    if not end.startswith(os.path.join(top, "")):
        raise _refused("outside-the-ledger", "a link that leads out of the ledger", "put the file itself here")
    if os.path.isdir(end):
        raise _refused("linked-folder", "a link to a folder is not followed", "put the folder itself here")
    if not os.path.exists(end):
        raise _refused("unreadable", "cannot be read: the link leads nowhere", "put the file itself here")
    return end


def _refused(check: str, message: str, hint: str) -> Refusal:
    return Refusal(check, message, 1, 1, hint)


def odd(name: str) -> str:
    """Why some system cannot have a file or folder of this name, or shows another; or an empty string."""
    if any("\udc80" <= char <= "\udcff" for char in name):
        return "is not UTF-8"
    if char := next((char for char in name if not char.isprintable()), ""):
        return f"contains {character(char)}"
    if match := _FORBIDDEN.search(name):
        return f"contains {match[0]}, which Windows does not allow"
    if name != name.strip() or name.endswith("."):
        return "starts or ends with a blank, or ends with a dot"
    if _RESERVED.fullmatch(name):
        return "is reserved on Windows"
    return ""


def alike(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each path that some systems cannot tell from another of them, with the first of those."""
    groups: dict[str, list[str]] = {}
    for path in sorted(paths):
        groups.setdefault(unicodedata.normalize("NFC", path).casefold(), []).append(path)
    for first, *others in groups.values():
        if others:
            yield first, others[0]
            yield from ((other, first) for other in others)
