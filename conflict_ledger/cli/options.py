"""Options that many commands share, and how incidents are completed."""

from typing import Annotated

import typer


def incidents(incomplete: str) -> list[str]:
    """Ids that begin with what was typed."""
    from conflict_ledger.cli import completing

    return completing.incidents(incomplete)


AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DAY", help="Only what was said and published by that day.")
]
At = Annotated[str | None, typer.Option("--at", metavar="REV", help="The ledger as committed then: a git revision.")]
