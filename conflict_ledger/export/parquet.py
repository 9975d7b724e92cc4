"""Parquet: one folder a table, claims, facts and what they count partitioned by the quarter in which the fact begins.

Written and read by DuckDB (`pip install 'conflict-ledger[parquet]'`); any engine that knows Hive partitions reads it. Beside the
tables lies `totals.sql`: the totals as one query.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from conflict_ledger.export.columns import BOOLEAN, DATE, INTEGER, NUMBER, TEXT, Table, Value
from conflict_ledger.export.sqlite import query

if TYPE_CHECKING:
    from conflict_ledger.export.tables import Export

PARTITIONED = ("facts", "claims", "counted")
UNDATED = "undated"
_TYPES = {TEXT: "VARCHAR", INTEGER: "BIGINT", NUMBER: "DOUBLE", BOOLEAN: "BOOLEAN", DATE: "DATE"}


def files(export: Export) -> dict[str, bytes]:
    """The files by their path in the export's folder. Raises ImportError without DuckDB."""
    import duckdb

    quarters = {str(row["fact"]): _quarter(row["date_first"]) for row in export.tables["facts"].dicts()}
    found = {"totals.sql": query().encode()}
    with TemporaryDirectory() as folder, duckdb.connect() as database:
        database.execute("SET threads = 1")
        for one in export.everything():
            found |= _written(one, quarters, export.about, Path(folder), database)
    return found


def _quarter(first: Value) -> str:
    return f"{first.year:04}-Q{(first.month + 2) // 3}" if isinstance(first, date) else UNDATED


def _written(
    table: Table, quarters: dict[str, str], about: dict[str, str], folder: Path, database: Any
) -> dict[str, bytes]:
    """The files of one table: one for each quarter, where the table is partitioned."""
    groups: dict[str, list[tuple[Value, ...]]] = {} if table.name in PARTITIONED else {"": table.rows}
    if table.name in PARTITIONED:
        fact = table.names.index("fact")
        for row in table.rows:
            groups.setdefault(f"quarter={quarters[str(row[fact])]}/", []).append(row)
        groups = groups or {f"quarter={UNDATED}/": []}
    said = ", ".join(f"{name}: {_literal(value)}" for name, value in about.items())
    names = {column.name: _TYPES[column.kind] for column in table.columns}
    found = {}
    for where, rows in sorted(groups.items()):
        source, target = folder / "rows.jsonl", folder / "rows.parquet"
        _lines(source, table.names, rows)
        columns = ", ".join(f"{_literal(name)}: {_literal(kind)}" for name, kind in names.items())
        size = max(1 << 20, 2 * max((len(str(row)) for row in rows), default=0) * 6)
        reading = f"read_json({_literal(str(source))}, format = 'newline_delimited', columns = {{{columns}}}, maximum_object_size = {size})"
        database.execute(
            f"COPY (SELECT * FROM {reading}) TO {_literal(str(target))} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{said}}})"
        )
        found[f"{table.name}/{where}{table.name}.parquet"] = target.read_bytes()
    return found


def _lines(path: Path, names: list[str], rows: list[tuple[Value, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write(json.dumps(dict(zip(names, row, strict=True)), default=date.isoformat) + "\n")


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
