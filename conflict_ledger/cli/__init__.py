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
    from conflict_ledger.cli.remembering import asked

    try:
        question = asked(sys.argv[1:])
        code = question.answer() if question else None
    except KeyboardInterrupt:
        sys.exit(130)
    if code is None:
        from conflict_ledger.cli.main import main

        code = main(sys.argv[1:])
        if question and code in (0, 1):
            from conflict_ledger.cli.output import said

            question.remember(said, code)
    gc.freeze()  # the interpreter looks for circles once more when it ends, through every record that is left
    sys.exit(code)
