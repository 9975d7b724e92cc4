"""The commands that hand the ledger on, and take the field's data in. Each imports what it uses when it runs.

Annotations here are no strings (`from __future__`): typer would have to evaluate each.
"""

from typing import Annotated

import typer

from conflict_ledger.cli.options import AsOf, At, incidents


def plot(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="WHAT", help="totals, timeline or claims.")],
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[PERIOD]... | INCIDENT", help="2020-Q1..2023-Q1, …; or one incident.")
    ] = None,
    out: Annotated[
        str | None, typer.Option("--out", metavar="FILE", help="An .svg or .png file; without it, signs.")
    ] = None,
    fact: Annotated[str | None, typer.Option(help="timeline, claims: only this fact.")] = None,
    rule: Annotated[str | None, typer.Option(help="totals: sum this ledger's incidents under the rule.")] = None,
    measure: Annotated[str, typer.Option(help="totals: what happened to them.")] = "killed",
    victims: Annotated[str, typer.Option(help="totals: to whom.")] = "civilians",
    as_of: AsOf = None,
    at: At = None,
) -> int:
    """A picture of it, for print or for the terminal."""
    from conflict_ledger.cli import plotting

    asked = plotting.Asked(kind, names or [], fact, rule, measure, victims, out)
    return plotting.plot(context, asked, as_of, at)


def cite(
    context: typer.Context,
    incident: Annotated[
        str, typer.Argument(help="As for show; incident/fact is that fact alone.", autocompletion=incidents)
    ],
    style: Annotated[str, typer.Option(help="sentence, footnote or csl.")] = "sentence",
    language: Annotated[str, typer.Option("--lang", metavar="LANGUAGE", help="en or fr.")] = "en",
    as_of: AsOf = None,
    at: At = None,
) -> int:
    """A sourced sentence or footnote to paste."""
    from conflict_ledger.cli import citing

    return citing.cite(context, incident, style, language, as_of, at)


def export(
    context: typer.Context,
    form: Annotated[str, typer.Argument(metavar="FORMAT", help="csv, xlsx, jsonl, geojson, sqlite or parquet.")],
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="PATH", help="The file or folder to write.")
    ] = None,
    table: Annotated[str | None, typer.Option(help="Only this table, of csv or jsonl.")] = None,
    dialect: Annotated[str, typer.Option("--csv-dialect", help="rfc4180, excel or excel-fr.")] = "rfc4180",
    rule: Annotated[str, typer.Option(help="range, preferred or a source's id: how incidents are summed.")] = "range",
    start: Annotated[str | None, typer.Option("--from", metavar="DAY", help="Not before this date.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DAY", help="Not after this date.")] = None,
    place: Annotated[str | None, typer.Option(help="A place, district, region or country.")] = None,
    source: Annotated[str | None, typer.Option(help="The id of a source that speaks.")] = None,
    category: Annotated[str | None, typer.Option(help="A perpetrator category.")] = None,
    as_of: AsOf = None,
    at: At = None,
) -> int:
    """The ledger as files that other tools open."""
    from conflict_ledger.cli import exporting

    asked = exporting.Asked(form, output, table, dialect, rule, start, end, place, source, category)
    return exporting.handed_on(context, asked, as_of, at)


def site(
    context: typer.Context,
    out: Annotated[
        str, typer.Argument(metavar="OUT", help="The folder for it: new, or one that a site was written to.")
    ],
    base_url: Annotated[
        str, typer.Option("--base-url", metavar="URL", help="Where it will stand, for the links of the feed.")
    ] = "",
    downloads: Annotated[
        str | None,
        typer.Option(metavar="FORMATS", help="csv,xlsx,jsonl,geojson,sqlite or none, of which tables are made."),
    ] = None,
    as_of: AsOf = None,
    at: At = None,
) -> int:
    """The ledger as a static site."""
    from conflict_ledger.cli import siting

    return siting.site(context, siting.Asked(out, base_url, downloads), as_of, at)


def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="0 takes any that is free.")] = 8000,
) -> int:
    """A preview of the site on this machine."""
    from conflict_ledger.cli import serving

    return serving.serve(context, port)


def import_(
    context: typer.Context,
    what: Annotated[str, typer.Argument(metavar="WHAT", help="ucdp: events of UCDP GED, CSV or GeoJSON.")],
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file, as UCDP publishes it.")],
    release: Annotated[
        str | None, typer.Option(metavar="RELEASE", help="The release, where the file does not name it: 23.1.")
    ] = None,
    government: Annotated[str | None, typer.Option(metavar="CATEGORY", help="The category of governments.")] = None,
    non_state: Annotated[str | None, typer.Option(metavar="CATEGORY", help="The category of all other sides.")] = None,
    writing: Annotated[bool, typer.Option("--write", help="Write it; without this, only say what would be.")] = False,
) -> int:
    """The field's data taken in: shown first, written with --write."""
    from conflict_ledger.cli import importing

    return importing.taken_in(context, importing.Asked(what, file, release, government, non_state, writing))


def add_to(app: typer.Typer) -> None:
    """Puts the commands behind those that read."""
    for command in (plot, cite, export, site, serve):
        app.command()(command)
    app.command("import")(import_)
