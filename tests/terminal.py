"""A person at a terminal: a command in a real pseudo-terminal, and what they type when it asks."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Typed = Sequence[str | Callable[[], str]]

PROMPT = "> "
PATIENCE = 120.0  # seconds; a busy machine takes its time


def environment(**more: str) -> dict[str, str]:
    """A plain terminal of 88 columns."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    base = {"PATH": path, "HOME": "/nonexistent", "COLUMNS": "88", "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}
    return {**base, "TERM": "dumb", "INPUTRC": os.devnull, **more}


def session(command: Sequence[str], folder: Path, typed: Typed, **more: str) -> tuple[int, str]:
    """The exit code, and all that stood on the screen. Each typed line is sent when the prompt stands there for it.

    `\\x04` (Ctrl-D) and `\\x03` (Ctrl-C) are sent without a newline; a function is called for its line.
    """
    process, screen = pty.fork()
    if not process:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # what runs the tests in the background has it ignored
        os.chdir(folder)
        os.execvpe(command[0], list(command), environment(**more))
    attributes = termios.tcgetattr(screen)
    attributes[1] &= ~termios.ONLCR
    termios.tcsetattr(screen, termios.TCSANOW, attributes)
    shown, waiting, sent, when = "", list(typed), b"", 0.0
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if not select.select([screen], [], [], 0.01)[0]:
            if waiting and (shown == PROMPT or shown.endswith(f"\n{PROMPT}")):
                line = waiting.pop(0)
                line = line() if callable(line) else line
                sent = (line if line.endswith(("\x03", "\x04")) else line + "\n").encode()
                when = time.monotonic()
                os.write(screen, sent)
            elif sent == b"\x03" and shown.endswith(PROMPT) and time.monotonic() - when > 3:
                when = time.monotonic()  # it was pressed before anybody listened: as a person would, once more
                os.write(screen, sent)
            continue
        try:
            read = os.read(screen, 65536)
        except OSError:
            break
        if not read:
            break
        shown += read.decode("utf-8", "replace").replace("\r\n", "\n")
    else:
        os.kill(process, signal.SIGKILL)
        shown += "\n(it did not end)"
    os.close(screen)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), shown
