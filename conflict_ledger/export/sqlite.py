"""SQLite: the tables with their keys, views for totals and contradictions, and full-text search; metadata for Datasette."""

from __future__ import annotations

import json
import sqlite3
from importlib.resources import files
from typing import TYPE_CHECKING

from conflict_ledger.export.columns import BOOLEAN, DATE, INTEGER, NUMBER, TEXT, Table
from conflict_ledger.export.csvtext import reference

if TYPE_CHECKING:
    from conflict_ledger.export.tables import Export

_TYPES = {TEXT: "TEXT", INTEGER: "INTEGER", NUMBER: "REAL", BOOLEAN: "INTEGER", DATE: "TEXT"}
_SEARCHED = {
    "incidents": (
        "incident",
        "title || ' ' || COALESCE(aka, '') || ' ' || COALESCE(place, '')",
        "COALESCE(summary, '')",
    ),
    "claims": (
        "claim",
        "fact || ' ' || source",
        "COALESCE(quote, '') || ' ' || COALESCE(translation, '') || ' ' || COALESCE(note, '')",
    ),
    "documents": ("document", "title", "publisher"),
    "actors": ("actor", "name", "COALESCE(aka, '')"),
}
_DISPUTED = """CREATE VIEW contradictions_in_full AS
SELECT k.contradiction, k.kind, k.severity, k.sentence, i.claim, c.source, a.name AS source_name, c.words, c.victims,
       c.quote, c.document, d.title AS document_title, c.known
FROM contradictions k
JOIN contradiction_claims i ON i.contradiction = k.contradiction
JOIN claims c ON c.claim = i.claim
JOIN actors a ON a.actor = c.source
LEFT JOIN documents d ON d.document = c.document"""


def query() -> str:
    """The totals as one query over the tables."""
    return files("conflict_ledger.export").joinpath("totals.sql").read_text(encoding="utf-8")


def database(export: Export) -> bytes:
    """The bytes of the database file."""
    database = sqlite3.connect(":memory:")
    try:
        with database:
            for one in export.everything():
                database.execute(_definition(one))
                marks = ", ".join("?" * len(one.columns))
                database.executemany(f"INSERT INTO {one.name} VALUES ({marks})", map(_values, one.rows))
            for one in export.everything():
                for column in one.columns:
                    if column.refers:
                        database.execute(f"CREATE INDEX {one.name}_{column.name} ON {one.name} ({column.name})")
            database.execute(f"CREATE VIEW totals_by_query AS\n{query()}")
            database.execute(_DISPUTED)
            _search(database)
        database.execute("VACUUM")
        return database.serialize()
    finally:
        database.close()


def _definition(table: Table) -> str:
    """The table's CREATE statement, with the meaning of each column as a comment that `.schema` shows."""
    columns = [
        f"  {column.name} {_TYPES[column.kind]}"
        + (f" REFERENCES {column.refers} ({reference(column.refers)})" if column.refers else "")
        for column in table.columns
    ]
    key = [f"  PRIMARY KEY ({', '.join(table.key)})"] if table.key else []
    return f"CREATE TABLE {table.name} (\n" + ",\n".join([*columns, *key]) + "\n)"


def _values(row: tuple[object, ...]) -> list[object]:
    return [value.isoformat() if hasattr(value, "isoformat") else value for value in row]


def _search(database: sqlite3.Connection) -> None:
    """The table `search`, where SQLite was built with full-text search: accents are folded as names are."""
    options = database.execute("PRAGMA compile_options").fetchall()
    if not any(option == "ENABLE_FTS5" for (option,) in options):
        return
    database.execute(
        "CREATE VIRTUAL TABLE search USING fts5(kind UNINDEXED, name UNINDEXED, title, body, tokenize = 'unicode61 remove_diacritics 2')"
    )
    for table, (key, title, body) in _SEARCHED.items():
        database.execute(f"INSERT INTO search SELECT '{table}', {key}, {title}, {body} FROM {table} ORDER BY {key}")


def metadata(export: Export, name: str) -> bytes:
    """What Datasette shows of the database called `name` (a file's name without its ending): YAML, every text quoted as in JSON."""
    about = export.about
    said = f"{about['title']}. {about['read_first']} Rule {about['rule']}; commit {about['commit']}; as of: {about['as_of']}."
    lines = [
        f"title: {_quoted(about['title'])}",
        f"description: {_quoted(said)}",
        f"license: {_quoted(about['licence'])}",
        "databases:",
        f"  {_quoted(name)}:",
        "    tables:",
    ]
    for one in export.everything():
        lines += [f"      {one.name}:", f"        description: {_quoted(one.title)}", "        columns:"]
        lines += [f"          {column.name}: {_quoted(column.meaning)}" for column in one.columns]
    return ("\n".join(lines) + "\n").encode()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
