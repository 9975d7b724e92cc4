"""The only function that writes a file of the ledger: the old text or the new one is there, whole, whatever happens.

The new text goes to a temporary file beside the old one, reaches the disk, and only then takes its name; what stood there must
still be what was read. Writers wait for each other at one lock beside the data: at the file itself they could not, since the
file that they wait at is no longer the one of that name. A writer that died leaves its temporary file behind; its name starts
with a dot, so nothing reads it, and the next writer in that folder removes it. Where a system has no such locks (Windows) what was read is
compared all the same.
"""

from __future__ import annotations

import contextlib
import errno
import os
import random
import re
import stat
import time
from typing import TYPE_CHECKING

from conflict_ledger import files
from conflict_ledger.edit.refused import Refused
from conflict_ledger.yamltext import Refusal

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK = "data/.lock"
PATIENCE = 60.0  # seconds to wait for another writer

_FLAGS = sum(getattr(os, name, 0) for name in ("O_CLOEXEC", "O_NOFOLLOW", "O_BINARY"))
_LEFT = re.compile(r"\.[^/]+\.[0-9a-f]{8}\.tmp")
_WHY = {
    errno.ENOSPC: ("the disk is full", "make room, then do it again"),
    errno.EDQUOT: ("your share of the disk is used up", "make room, then do it again"),
    errno.EFBIG: ("a file may not be that large here", "see the limits of this system (ulimit -f)"),
    errno.EROFS: ("the disk can only be read", "work on a copy that can be written"),
    errno.EACCES: ("that is not permitted here", "ask whoever owns the folder"),
    errno.EPERM: ("that is not permitted here", "ask whoever owns the folder"),
    errno.EIO: ("the disk reports an error", "save what you can to another disk"),
}


@contextlib.contextmanager
def locked(root: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Keeps other writers out of the ledger. Raises Refused where they do not come to an end, or no lock can be made."""
    if fcntl is None:
        yield
        return
    path = root / LOCK
    try:
        held = _held(path, time.monotonic() + patience)
    except OSError as error:
        said, hint = _why(error)
        raise Refused(LOCK, f"nothing was written, for no lock can be made: {said}", hint) from None
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            os.unlink(path)
        with contextlib.suppress(OSError):
            os.close(held)


def _held(path: Path, until: float) -> int:
    """The lock, open: of the file that has its name, for whoever let go of it removed it."""
    while True:
        opened = os.open(path, os.O_RDWR | os.O_CREAT | _FLAGS, 0o666)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(opened), os.stat(path)):
                return opened
        except (BlockingIOError, FileNotFoundError):
            pass
        except BaseException:
            os.close(opened)
            raise
        os.close(opened)
        if time.monotonic() > until:
            raise Refused(LOCK, "somebody else is writing here and does not come to an end", "try again later")
        time.sleep(random.uniform(0.002, 0.02))


def write(root: Path, path: str, data: bytes, seen: bytes | None) -> None:
    """Writes a file of the ledger whose lock is held. `seen` is what was read, None where there was no such file.

    When it returns, the file is on the disk. Raises Refused: then the file is as it was, unless the message says otherwise.
    """
    target = _target(root, path)
    try:
        about = os.stat(target) if seen is not None else None
        _writable(path, target, about)
        _swept(os.path.dirname(target))
        temporary = os.path.join(os.path.dirname(target), f".{os.path.basename(target)}.{os.urandom(4).hex()}.tmp")
        try:
            _filled(temporary, data, about)
            _unchanged(root, path, target, seen)
            _named(temporary, target, new=seen is None)
        finally:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
    except OSError as error:
        raise _failed(path, error) from None
    try:
        _settled(os.path.dirname(target))
    except OSError as error:
        why = f"was written, but the disk does not confirm it: {error.strerror}"
        raise Refused(path, why, "look at the file before you go on") from None


def folders(root: Path, path: str) -> None:
    """Makes the folders that the file is to stand in. Raises Refused."""
    missing = []
    folder = root / os.path.dirname(path)
    while not os.path.isdir(folder):
        missing.append(folder)
        folder = folder.parent
    try:
        for folder in reversed(missing):
            os.mkdir(folder)
            _settled(folder.parent)
    except OSError as error:
        raise _failed(path, error) from None


def _target(root: Path, path: str) -> str:
    """The file that is written: where a link in the ledger leads, the link itself stays. Raises Refused outside the root."""
    top = os.path.realpath(root)
    folder = os.path.dirname(path)
    if os.path.realpath(os.path.join(top, folder)) != os.path.normpath(os.path.join(top, folder)) or ".." in path.split(
        "/"
    ):
        raise Refused(path, "a link to a folder, or a path that leads out of the ledger", "put the folder itself here")
    full = os.path.join(top, path)
    try:
        return files.target(root, path) if os.path.islink(full) else full
    except Refusal as no:
        raise Refused(path, no.message, no.hint) from None


def _writable(path: str, target: str, about: os.stat_result | None) -> None:
    if about and not (about.st_mode & 0o222 and os.access(target, os.W_OK)):
        raise Refused(path, "the file is read-only", "make it writable, if it is meant to change")


def _swept(folder: str) -> None:
    """Removes what writers that died have left in the folder; nobody else writes while the lock is held."""
    if fcntl is None:
        return
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        for one in found:
            if _LEFT.fullmatch(one.name) and one.is_file(follow_symlinks=False):
                os.unlink(one.path)


def _filled(temporary: str, data: bytes, about: os.stat_result | None) -> None:
    """The temporary file with the text, the mode and the owner of the file that it replaces, on the disk."""
    opened = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FLAGS, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(opened, rest) :]
        if about:
            if hasattr(os, "fchown") and (about.st_uid, about.st_gid) != (os.geteuid(), os.getegid()):
                with contextlib.suppress(PermissionError):
                    os.fchown(opened, about.st_uid, about.st_gid)
            os.chmod(opened if os.chmod in os.supports_fd else temporary, stat.S_IMODE(about.st_mode))
        os.fsync(opened)
    finally:
        os.close(opened)


def _unchanged(root: Path, path: str, target: str, seen: bytes | None) -> None:
    """Raises Refused where somebody wrote the file since it was read."""
    if seen is None:
        if os.path.lexists(target):
            raise Refused(path, "the file is there already", "choose another id, or edit that file")
        return
    try:
        now = files.content(root, path)
    except Refusal as no:
        raise Refused(path, no.message, no.hint) from None
    if now != seen:
        raise Refused(path, "somebody changed the file since it was read; it is left as it is", "do it again")


def _named(temporary: str, target: str, *, new: bool) -> None:
    """The temporary file in the place of its target; of a new file only where still nothing has its name."""
    if new and hasattr(os, "link"):
        try:
            os.link(temporary, target)
        except FileExistsError:
            raise
        except OSError as error:  # a disk that knows no second name for a file
            if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.ENOSYS):
                raise
        else:
            return
    os.replace(temporary, target)


def _settled(folder: str | Path) -> None:
    """Waits until the names in the folder are on the disk, where the system can open a folder."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | _FLAGS)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _why(error: OSError) -> tuple[str, str]:
    """What happened, and what to do about it."""
    return _WHY.get(error.errno or 0, ((error.strerror or str(error)).lower(), ""))


def _failed(path: str, error: OSError) -> Refused:
    said, hint = _why(error)
    return Refused(path, f"could not be written, and is as it was: {said}", hint)
