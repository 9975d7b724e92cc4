"""Runs a command and turns whatever happens into an exit code (page 3)."""

from __future__ import annotations

import errno
import os
import sys
from copy import copy
from typing import TYPE_CHECKING, Any

from typer import Abort
from typer.exceptions import TyperException

from conflict_ledger.cli import Closed
from conflict_ledger.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from typer import Typer

OK, FINDINGS, USAGE, NOTHING, BUG, INTERRUPTED, CLOSED = 0, 1, 2, 3, 4, 130, 141
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_COMPLETED = ("_TYPER_COMPLETE_ARGS", "COMP_WORDS")  # what a shell asks typer to complete: zsh and fish, bash


def main(arguments: Sequence[str]) -> int:
    """The exit code of `ledger` with these arguments. Everything it says goes to stdout and stderr."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return int(_built(app, arguments)(list(arguments), prog_name="ledger", standalone_mode=False) or OK)
    except (Closed, BrokenPipeError):
        return _closed()
    except (KeyboardInterrupt, Abort):
        return INTERRUPTED
    except TyperException as error:
        return _usage(error)
    except Exception as error:
        return _full(error) if getattr(error, "errno", None) in _FULL else _bug(error)


def _built(whole: Typer, arguments: Sequence[str]) -> Typer:
    """The application, the parameters only of those commands built that the arguments name: each takes a millisecond."""
    words = {*arguments, *(word for name in _COMPLETED for word in os.environ.get(name, "").split())}
    built = copy(whole)
    built.registered_commands = [_command(one, words) for one in whole.registered_commands]
    return built


def _command(info: Any, words: Collection[str]) -> Any:
    """The command, or as much of it as the list of commands shows."""
    if (info.name or info.callback.__name__) in words:
        return info
    listed = copy(info)
    listed.name, listed.help = info.name or info.callback.__name__, info.help or info.callback.__doc__
    listed.callback = lambda: None
    return listed


def _usage(error: Any) -> int:
    """A mistake in the arguments, with the command's own usage line."""
    from conflict_ledger.cli.output import note

    if usage := getattr(getattr(error, "ctx", None), "get_usage", None):
        note(usage())
    note(f"error: {error.format_message()}")
    return USAGE


def _closed() -> int:
    """The reader went away: nothing more is written, not even by the interpreter's last flush."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return CLOSED


def _full(error: Exception) -> int:
    """No room for what is written, or put aside while a large ledger is read."""
    import tempfile

    from conflict_ledger.cli.output import note

    note(f"error: there is no room to write: {getattr(error, 'strerror', '')}")
    note(f"make room; temporary files are in {tempfile.gettempdir()}, and TMPDIR names another folder")
    return FINDINGS


def _bug(error: Exception) -> int:
    """What went wrong and where, without local values: they may hold what is not to be published."""
    import traceback

    from conflict_ledger.cli.output import note

    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{os.path.basename(last.filename)}:{last.lineno} in {last.name}"
    note(f"this is a bug in ledger: {type(error).__name__} at {where}")
    note("please report it with the command that you ran")
    return BUG
