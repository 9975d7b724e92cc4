"""The command line: arguments in; text and an exit code out. The only room that prints, exits or knows a terminal.

`--version` is answered before the command-line library is imported.
"""

import gc
import sys


class Closed(Exception):  # noqa: N818 - it is what happened to the pipe
    """The reader of stdout went away."""


def run() -> None:
    """The `ledger` command. Nothing here refers to itself in a circle, so that there is nothing for the collector to find."""
    gc.disable()
    if sys.argv[1:] in (["--version"], ["-V"]):
        from conflict_ledger import __version__

        print(f"ledger {__version__}")
        return
    from conflict_ledger.cli.main import main

    sys.exit(main(sys.argv[1:]))
