"""The commands that write. Each imports what it uses when it runs."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup


def _facts(incomplete: str) -> list[str]:
    from conflict_ledger.cli.completing import facts

    return facts(incomplete)


class _Adding(TyperGroup):
    """Record an incident, a fact, a claim, a document or an actor."""

    def list_commands(self, ctx: Any) -> list[str]:
        return ["incident", "fact", "claim", "document", "actor"]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        from conflict_ledger.cli.adding import command

        return command(cmd_name)


def withdraw(
    context: typer.Context,
    address: Annotated[
        str,
        typer.Argument(help="incident, incident/fact, incident/fact/source, total or cell.", autocompletion=_facts),
    ],
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why the desk no longer stands by it.")] = None,
    day: Annotated[
        str | None, typer.Option("--date", metavar="DAY", help="From which day on. Without it: today.")
    ] = None,
    yes: Annotated[bool, typer.Option("-y", "--yes", help="Do not ask.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be written, and write nothing.")] = False,
) -> int:
    """Take a record out of the count; it stays on file."""
    from conflict_ledger.cli import writing

    return writing.withdraw(context, address, reason, day, writing.How(yes, dry_run))


def fmt(
    context: typer.Context,
    files: Annotated[list[str] | None, typer.Argument(help="Only these files of the ledger.")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 where a file would change.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; show what would change.")] = False,
) -> int:
    """Lay the files out in the one layout."""
    from conflict_ledger.cli import laying

    return laying.fmt(context, files or [], check, diff)


def init(
    folder: Annotated[str, typer.Argument(metavar="[DIR]", help="Where; it is made if it is not there.")] = ".",
    tool: Annotated[
        str | None,
        typer.Option(metavar="REQUIREMENT", help="What CI installs: conflict-ledger==0.1.0, or git+URL@COMMIT."),
    ] = None,
) -> int:
    """A new ledger, with CI, hooks and editor settings."""
    from conflict_ledger.cli import starting

    return starting.init(folder, tool)


def add_to(app: typer.Typer) -> None:
    """Puts the commands behind those that read."""
    app.add_typer(
        typer.Typer(cls=_Adding, no_args_is_help=True, rich_markup_mode=None), name="add", help=_Adding.__doc__
    )
    for command in (withdraw, fmt, init):
        app.command()(command)
