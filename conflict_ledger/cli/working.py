"""One line at the foot of a terminal while an answer takes longer than a moment: what is done, how far, for how long."""

from __future__ import annotations

import atexit
import os
import signal
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_MOMENT = 0.5  # seconds
_now: list[tuple[float, str]] = []  # since when, and what; empty where nothing is shown


def progress() -> Callable[[int, int], None] | None:
    """Whom to tell how many files of how many are read. From a moment on it is shown, until something is said."""
    return _read if on("reading") else None


def on(what: str) -> bool:
    """Lets the line say this from now on; whether there is a terminal for it."""
    if not _now:
        if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb" or not hasattr(signal, "setitimer"):
            return False
        signal.signal(signal.SIGALRM, _show)
        signal.siginterrupt(signal.SIGALRM, False)
        signal.setitimer(signal.ITIMER_REAL, _MOMENT)
        atexit.register(ended)  # an alarm that nobody hears any more would end the process
    _now[:] = [(_now[0][0] if _now else time.monotonic(), what)]
    return True


def ended() -> None:
    """Takes the line away, where there is one: now something is said, or all is over."""
    if _now:
        _now.clear()
        signal.setitimer(signal.ITIMER_REAL, 0)
        _write("")


def _read(done: int, of: int) -> None:
    on("working it out" if done == of else f"reading {done} of {of} files")


def _show(*_: object) -> None:
    """What the timer calls: once, and then again, so that one never meets another in a terminal that is held."""
    if _now:
        since, what = _now[0]
        _write(f"{what}, {time.monotonic() - since:.0f} s")
        signal.setitimer(signal.ITIMER_REAL, _MOMENT)


def _write(text: str) -> None:
    with suppress(OSError):  # whoever looked has gone
        os.write(sys.stderr.fileno(), f"\r\x1b[K{text}".encode())
