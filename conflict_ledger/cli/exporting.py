"""The command `export`: the ledger in the files that other tools open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from conflict_ledger.cli import placing
from conflict_ledger.cli.output import in_actions, note, write_text
from conflict_ledger.cli.session import NOTHING, USAGE, closing, commit, opened, stop, when
from conflict_ledger.export import csvtext, jsonlines
from conflict_ledger.export.formats import FORMATS, csv, zipped
from conflict_ledger.export.selection import Selection
from conflict_ledger.export.tables import Export, export
from conflict_ledger.export.xlsx import TooLarge
from conflict_ledger.findings import one_of
from conflict_ledger.text.phrases import many
from conflict_ledger.totals.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable

    import typer

    from conflict_ledger.export.formats import Files, Format
    from conflict_ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Asked:
    """What `ledger export` is to write, and where. None is nothing said."""

    form: str
    output: str | None
    table: str | None
    dialect: str
    rule: str
    start: str | None = None
    end: str | None = None
    place: str | None = None
    source: str | None = None
    category: str | None = None


def handed_on(context: typer.Context, asked: Asked, as_of: str | None, at: str | None) -> int:
    _among(asked.form, FORMATS, "format")
    _among(asked.dialect, csvtext.DIALECTS, "dialect")
    form = (
        replace(FORMATS["csv"], make=csv(csvtext.DIALECTS[asked.dialect]))
        if asked.form == "csv"
        else FORMATS[asked.form]
    )
    _whereto(asked, form)
    ledger = opened(context, as_of, at)
    found = export(ledger, commit(ledger), rule=_rule(asked.rule, ledger), selection=_selection(asked, ledger))
    if not found.ledger.incidents:
        raise stop(NOTHING, "no incident matches")
    if asked.table:
        _one_table(found, asked)
    else:
        _all(found, form, asked, ledger.root)
    return closing(ledger)


def _whereto(asked: Asked, form: Format) -> None:
    """Ends with 2 where what is asked for cannot go where it is to go."""
    if asked.table and asked.form not in ("csv", "jsonl"):
        raise stop(USAGE, f"--table is for csv and jsonl; {asked.form} holds all tables")
    if asked.output is None and not (asked.table or form.piped):
        name = "FOLDER" if form.folder else f"ledger.{asked.form}"
        one = ", or --table claims for one table here" if asked.form == "csv" else ""
        raise stop(
            USAGE, f"{asked.form} is {'several files' if form.folder else 'no text'}: say where", f"-o {name}{one}"
        )
    if asked.output is None and asked.form == "csv" and in_actions():
        raise stop(USAGE, "here the log obeys commands that CSV may hold", f"write a file: -o {asked.table}.csv")


def _rule(rule: str, ledger: Ledger) -> str:
    _among(rule, [*(word for word in RULES if word.islower()), *ledger.actors], "rule or source")
    return rule


def _selection(asked: Asked, ledger: Ledger) -> Selection:
    if asked.category:
        _among(asked.category, [*ledger.settings.categories, "unattributed"], "category")
    if asked.source:
        _among(asked.source, ledger.actors, "source")
    return Selection(
        when(asked.start, "--from") if asked.start else None,
        when(asked.end, "--to") if asked.end else None,
        asked.place,
        asked.source,
        asked.category,
    )


def _one_table(found: Export, asked: Asked) -> None:
    tables = {one.name: one for one in found.everything()}
    _among(asked.table or "", tables, "table")
    table = tables[asked.table or ""]
    content = (
        csvtext.text(table, csvtext.DIALECTS[asked.dialect]) if asked.form == "csv" else jsonlines.lines(table).encode()
    )
    if asked.output:
        _placed(asked.output, {"": content}, found.ledger.root)
        note(f"{asked.output}: {many(len(table.rows), 'row')}")
    else:
        write_text(content.decode())


def _all(found: Export, form: Format, asked: Asked, root: Path) -> None:
    try:
        files = form.make(found, Path(asked.output or "").stem)
    except ModuleNotFoundError:
        raise stop(
            USAGE, f"{asked.form} needs one more package", f"pip install 'conflict-ledger[{form.needs}]'"
        ) from None
    except TooLarge as no:
        raise stop(USAGE, str(no), "narrow it with --from and --to, or take csv, sqlite or parquet") from None
    if asked.output is None:
        write_text(files[""].decode())
        return
    if form.folder and asked.output.endswith(".zip"):
        files = {"": zipped(files)}
    _placed(asked.output, files, root)
    rows = sum(len(one.rows) for one in found.tables.values())
    note(
        f"{asked.output}: {many(len(found.ledger.incidents), 'incident')}, {many(rows, 'row')} in {many(len(found.tables), 'table')}"
    )


def _placed(output: str, files: Files, root: Path) -> None:
    """Writes the files. Ends with 2 where that would overwrite what is no export, or cannot be done."""
    target = Path(output)
    if target.resolve().is_relative_to((root / "data").resolve()):
        raise stop(USAGE, f"{output} is in the ledger's own data", "write it somewhere else")
    try:
        placing.placed(target, files)
    except placing.Taken as no:
        raise stop(USAGE, str(no), "name a new folder, or remove this one first") from None
    except OSError as error:
        raise stop(USAGE, f"{output} cannot be written: {error.strerror}") from None


def _among(word: str, known: Iterable[str], what: str) -> None:
    if word not in known:
        raise stop(USAGE, f"no such {what}: {word}", one_of(word, known))
