"""CSV: one file a table, with a data package that says what the columns are, for a spreadsheet or for any program.

Text that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, CSV injection); numbers are numbers.
French Excel wants semicolons, a byte order mark, decimal commas and no zone of its own; the default is RFC 4180.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflict_ledger.export.columns import BOOLEAN, DATE, INTEGER, NUMBER, TEXT, Table, Value

if TYPE_CHECKING:
    from conflict_ledger.export.tables import Export


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table is written: what is between the cells, what marks a decimal, whether the text begins with a mark."""

    delimiter: str = ","
    decimal: str = "."
    mark: bool = False


DIALECTS = {"excel-fr": Dialect(";", ",", mark=True), "excel": Dialect(mark=True), "rfc4180": Dialect()}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", "'")
_TYPES = {TEXT: "string", INTEGER: "integer", NUMBER: "number", BOOLEAN: "boolean", DATE: "date"}


def files(export: Export, dialect: Dialect) -> dict[str, bytes]:
    """Every table as `<name>.csv`, and `datapackage.json`."""
    found = {f"{one.name}.csv": text(one, dialect) for one in export.everything()}
    return {**found, "datapackage.json": _package(export, dialect)}


def text(table: Table, dialect: Dialect) -> bytes:
    """The table as UTF-8 with CRLF line ends."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=dialect.delimiter, lineterminator="\r\n")
    writer.writerow(table.names)
    writer.writerows([cell(value, dialect) for value in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig" if dialect.mark else "utf-8")


def cell(value: Value, dialect: Dialect) -> str:
    """The value as it stands in a cell: nothing for None, true or false, ISO days, text that is no formula."""
    if isinstance(value, str):
        return harmless(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value).replace(".", dialect.decimal) if isinstance(value, float) else str(value)


def harmless(text: str) -> str:
    """The text as no spreadsheet runs it: with an apostrophe before what could begin a formula, and before an apostrophe.

    So what was written is got back by taking one apostrophe away.
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def _package(export: Export, dialect: Dialect) -> bytes:
    """The tables described for programs: Frictionless Data Package, version 1."""
    described = {
        "profile": "tabular-data-package",
        "name": "conflict-ledger",
        "title": export.about["title"],
        "licenses": [{"name": export.about["licence"]}],
        "ledger": export.about,
        "resources": [_resource(one, dialect) for one in export.everything()],
    }
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()


def _resource(table: Table, dialect: Dialect) -> dict[str, object]:
    fields = [
        {"name": column.name, "type": _TYPES[column.kind], "description": column.meaning}
        | ({"decimalChar": dialect.decimal} if column.kind == NUMBER else {})
        for column in table.columns
    ]
    keys = [
        {"fields": column.name, "reference": {"resource": column.refers, "fields": reference(column.refers)}}
        for column in table.columns
        if column.refers
    ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": table.title,
        "encoding": "utf-8",
        "dialect": {"delimiter": dialect.delimiter, "lineTerminator": "\r\n"},
        "schema": {"fields": fields, "missingValues": [""], **({"primaryKey": list(table.key)} if table.key else {})}
        | ({"foreignKeys": keys} if keys else {}),
    }


def reference(table: str) -> str:
    """The column that is the key of a table that others refer to: the table's name in the singular."""
    return {"published_totals": "total"}.get(table, table.removesuffix("s"))
