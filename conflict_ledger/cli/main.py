"""Runs a command and turns whatever happens into an exit code (page 3)."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from typer import Abort
from typer.exceptions import TyperException

from conflict_ledger.cli.app import app
from conflict_ledger.cli.output import Closed, note

if TYPE_CHECKING:
    from collections.abc import Sequence

OK, FINDINGS, USAGE, NOTHING, BUG, INTERRUPTED, CLOSED = 0, 1, 2, 3, 4, 130, 141


def main(arguments: Sequence[str]) -> int:
    """The exit code of `ledger` with these arguments. Everything it says goes to stdout and stderr."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return int(app(list(arguments), prog_name="ledger", standalone_mode=False) or OK)
    except (Closed, BrokenPipeError):
        return _closed()
    except (KeyboardInterrupt, Abort):
        return INTERRUPTED
    except TyperException as error:
        return _usage(error)
    except Exception as error:
        return _bug(error)


def _usage(error: Any) -> int:
    """A mistake in the arguments, with the command's own usage line."""
    if usage := getattr(getattr(error, "ctx", None), "get_usage", None):
        note(usage())
    note(f"error: {error.format_message()}")
    return USAGE


def _closed() -> int:
    """The reader went away: nothing more is written, not even by the interpreter's last flush."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return CLOSED


def _bug(error: Exception) -> int:
    """What went wrong and where, without local values: they may hold what is not to be published."""
    import traceback

    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{os.path.basename(last.filename)}:{last.lineno} in {last.name}"
    note(f"this is a bug in ledger: {type(error).__name__} at {where}")
    note("please report it with the command that you ran")
    return BUG
