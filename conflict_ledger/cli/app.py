"""The commands. Each imports what it uses when it runs, so that start-up is not felt.

Annotations here are no strings (`from __future__`): typer would have to evaluate each.
"""

from typing import Annotated

import typer

from conflict_ledger.cli import handing, writers
from conflict_ledger.cli.options import AsOf, At, incidents

app = typer.Typer(
    name="ledger",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

Folder = Annotated[
    str | None, typer.Option("-C", "--ledger", metavar="DIR", help="The ledger's folder. Also: CONFLICT_LEDGER.")
]
Form = Annotated[str, typer.Option("--format", metavar="FORMAT", help="text or json.")]


@app.callback()
def ledger(
    context: typer.Context,
    folder: Folder = None,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Read every file, whatever is remembered of it.")
    ] = False,
    version: bool = typer.Option(False, "--version", "-V"),
) -> None:
    """Who was killed, by whom, how many, and who says so: sourced claims, their contradictions, their totals."""
    context.obj = folder
    context.meta["no_cache"] = no_cache
    if version:
        from conflict_ledger import __version__
        from conflict_ledger.cli.output import write_text

        write_text(f"ledger {__version__}\n")
        raise typer.Exit


@app.command()
def show(
    context: typer.Context,
    incident: Annotated[
        str, typer.Argument(help="Its id, its beginning, an alias or its place.", autocompletion=incidents)
    ],
    as_of: AsOf = None,
    at: At = None,
    full: Annotated[
        bool, typer.Option("--full", help="With the desk's notes, every relay's words and addresses.")
    ] = False,
    form: Form = "text",
) -> int:
    """What is known, from whom, and what is disputed."""
    from conflict_ledger.cli import reading

    return reading.show(context, incident, as_of, at, full, form)


@app.command("list")
def list_(
    context: typer.Context,
    start: Annotated[str | None, typer.Option("--from", metavar="DAY", help="Not before this date.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DAY", help="Not after this date.")] = None,
    place: Annotated[str | None, typer.Option(help="A place, district, region or country.")] = None,
    source: Annotated[str | None, typer.Option(help="The id of a source that speaks.")] = None,
    category: Annotated[str | None, typer.Option(help="A perpetrator category.")] = None,
    disputed: Annotated[bool, typer.Option("--disputed", help="Only where sources contradict each other.")] = False,
    as_of: AsOf = None,
    at: At = None,
    form: Form = "text",
) -> int:
    """Which incidents there are."""
    from conflict_ledger.cli import reading

    wanted = reading.Wanted(start, end, place, source, category, disputed)
    return reading.listing(context, wanted, as_of, at, form)


@app.command()
def validate(
    context: typer.Context,
    files: Annotated[
        list[str] | None, typer.Argument(help="Only findings in these files; all are read. - is stdin.")
    ] = None,
    changed: Annotated[
        str | None, typer.Option(metavar="REV", help="Only findings in files that changed since; all are read.")
    ] = None,
    stdin_filename: Annotated[
        str | None, typer.Option(metavar="PATH", help="The file in whose place - is read.")
    ] = None,
    fail_on: Annotated[
        str, typer.Option(metavar="SEVERITY", help="error, warning or note: what makes the exit code 1.")
    ] = "error",
    form: Annotated[
        str,
        typer.Option("--format", metavar="FORMAT", help="auto, text, concise, json, github, sarif, junit or markdown."),
    ] = "auto",
) -> int:
    """May these files be merged? If not, why."""
    from conflict_ledger.cli import validating

    asked = validating.Asked(files or [], changed, stdin_filename, fail_on, form)
    return validating.validate(context, asked)


@app.command()
def contradictions(
    context: typer.Context,
    incident: Annotated[str | None, typer.Argument(help="Only of this incident.", autocompletion=incidents)] = None,
    kind: Annotated[list[str] | None, typer.Option(help="Only of this kind: count, victims, answer, drift, …")] = None,
    open_: Annotated[bool, typer.Option("--open", help="Only what the desk has not assessed.")] = False,
    new_since: Annotated[
        str | None, typer.Option("--new-since", metavar="REV", help="Only those that what came since REV opened.")
    ] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 where there is one.")] = False,
    as_of: AsOf = None,
    at: At = None,
    form: Form = "text",
) -> int:
    """Where sources contradict each other."""
    from conflict_ledger.cli import reading

    asked = reading.Asked(incident, kind or [], open_, new_since, exit_code)
    return reading.contradictions(context, asked, as_of, at, form)


@app.command()
def totals(
    context: typer.Context,
    periods: Annotated[
        list[str] | None, typer.Argument(metavar="[PERIOD]...", help="2022-Q2, 2022-04, 2022, 2020-Q1..2023-Q1, …")
    ] = None,
    start: Annotated[str | None, typer.Option("--from", metavar="DAY", help="One period from this day on.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DAY", help="The last day of that period.")] = None,
    rule: Annotated[
        str | None, typer.Option(help="range, preferred or a source's id: sum this ledger's incidents.")
    ] = None,
    by: Annotated[str, typer.Option(help="category, actor, source, place, month or incident.")] = "category",
    measure: Annotated[str, typer.Option(help="What happened to them.")] = "killed",
    victims: Annotated[str, typer.Option(help="To whom.")] = "civilians",
    row: Annotated[
        str | None,
        typer.Option("--explain-row", metavar="ROW", help="Every claim behind one row, and those set aside."),
    ] = None,
    as_of: AsOf = None,
    at: At = None,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text, json, csv or markdown.")] = "text",
) -> int:
    """How many, by whom: reported and itemised."""
    from conflict_ledger.cli import summing

    asked = summing.Asked(periods or [], start, end, rule, by, measure, victims, row, form)
    return summing.totals(context, asked, as_of, at)


@app.command()
def diff(
    context: typer.Context,
    base: Annotated[
        str | None, typer.Argument(metavar="[BASE]", help="A revision, A..B or A...B. Without one, HEAD.")
    ] = None,
    head: Annotated[
        str | None, typer.Argument(metavar="[HEAD]", help="A revision. Without one, the work tree.")
    ] = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 where what the ledger says changes.")
    ] = False,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text, json or markdown.")] = "text",
) -> int:
    """What an edit changes in meaning."""
    from conflict_ledger.cli import reviewing

    return reviewing.diff(context, base, head, exit_code, form)


@app.command("history")
def history_(
    context: typer.Context,
    incident: Annotated[
        str, typer.Argument(help="Its id, its beginning, an alias or its place.", autocompletion=incidents)
    ],
    at: At = None,
    form: Form = "text",
) -> int:
    """What the ledger said about it, commit by commit, and who changed it."""
    from conflict_ledger.cli import reviewing

    return reviewing.history(context, incident, at, form)


@app.command()
def sources(
    context: typer.Context,
    source: Annotated[str | None, typer.Argument(help="Only this source, with all that it says.")] = None,
    as_of: AsOf = None,
    at: At = None,
    form: Form = "text",
) -> int:
    """Who says what; how often contradicted."""
    from conflict_ledger.cli import reading

    return reading.sources(context, source, as_of, at, form)


@app.command()
def explain(
    name: Annotated[str | None, typer.Argument(help="A check, a contradiction kind or a counting rule.")] = None,
) -> int:
    """A check, a kind of contradiction or a rule."""
    from conflict_ledger.cli import explaining

    return explaining.explain(name)


@app.command()
def schema(
    name: Annotated[str | None, typer.Argument(help="incident, total, actors, documents or ledger.")] = None,
) -> int:
    """The JSON Schema of a data file, for editors."""
    from conflict_ledger.cli import schemas

    return schemas.schema(name)


handing.add_to(app)
writers.add_to(app)
