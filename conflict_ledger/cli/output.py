"""How answers reach the world: width, colour, streams."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

from typer import Exit

from conflict_ledger.cli import Closed, working
from conflict_ledger.text.layout import STYLES, plain, safe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conflict_ledger.text.layout import Line, Width

_NARROWEST = 40
said: list[tuple[int, str]] = []  # what was written, with its stream: 1 stdout, 2 stderr; 0: not to be kept


def width() -> Width:
    """The columns there are: of the terminal, or as `COLUMNS` says; none in a pipe, where nothing wraps."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return max(int(columns), _NARROWEST)
    return max(shutil.get_terminal_size().columns, _NARROWEST) if sys.stdout.isatty() else None


def write(lines: Iterable[Line]) -> None:
    """An answer on stdout, painted where a person reads a terminal. Raises Closed."""
    write_text(_unheard(_painted(lines) if _coloured() else plain(lines)))


def write_text(text: str) -> None:
    """A machine format on stdout, exactly as it is. Raises Closed, and Exit where it cannot be written."""
    said.append((1, text))
    working.ended()
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise Closed from None
    except OSError as error:
        note(f"error: the answer could not be written: {error.strerror}")
        raise Exit(1) from None


def note(text: str) -> None:
    """A summary or hint on stderr; where that cannot be written either, nobody is told."""
    shown = _unheard("\n".join(safe(line) for line in text.split("\n")))
    said.append((2, f"{shown}\n"))
    try:
        working.ended()
        print(shown, file=sys.stderr, flush=True)
    except BrokenPipeError:
        raise
    except OSError:
        pass


def interactive() -> bool:
    """Whether a person sits at a terminal, to be asked."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def in_actions() -> bool:
    """Whether GitHub Actions runs this."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def _unheard(text: str) -> str:
    """The text without the commands that the runner of GitHub Actions would read in it, where that runs this."""
    if not in_actions():
        return text
    from conflict_ledger.reports import guard

    return guard.lines(text)


def _coloured() -> bool:
    """`NO_COLOR` and `FORCE_COLOR` decide where they are set to something; else whether stdout is a capable terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")


def _painted(lines: Iterable[Line]) -> str:
    from rich.color import ColorSystem
    from rich.style import Style

    styles = {name: Style.parse(style or "none") for name, style in STYLES.items()}
    return "".join(
        "".join(
            styles[style].render(text, color_system=ColorSystem.STANDARD) if style else text for text, style in line
        )
        + "\n"
        for line in lines
    )
