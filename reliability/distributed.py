"""The totals as one query over a large export: the same numbers in `ledger totals`, in DuckDB and, where it is installed, in Spark.

    python -m reliability.distributed 100000

makes so many incidents up, exports them as Parquet, runs `totals.sql` unchanged, and compares every period with what the program's own
counting says. Spark is looked for as `pyspark` and needs Java. What was measured is in docs/exports.md.
"""

from __future__ import annotations

import importlib.util
import random
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from conflict_ledger import dates
from conflict_ledger.export import parquet
from conflict_ledger.export.tables import Export, export
from conflict_ledger.figures import parse
from conflict_ledger.ledger import Ledger
from conflict_ledger.model import Actor, Claim, Document, Fact, Incident, Settings

Key = tuple[Any, ...]
COMPARED = ("civilians", "people")
_SIDES = {"army": "army", "rebels": "rebels", "militia": "militia"}
_FIGURES = (
    "1",
    "2",
    "7",
    "12",
    "at least 5",
    "more than 20",
    "up to 9",
    "3 to 8",
    "about 30",
    "dozens",
    "none",
    "unknown",
)
_WORDS = (None, "people", "civilians", "civilians", "fighters", "soldiers", "detainees", "aid-workers")


def made_up(count: int, seed: int = 1) -> Ledger:
    """A ledger of so many incidents in one made-up country over five years, with rivals, denials, parts and vague dates."""
    chance = random.Random(seed)
    actors = {
        name: Actor(name=name, kind="armed-group", category=category, id=name) for name, category in _SIDES.items()
    }
    actors["mission"] = Actor(name="mission", kind="un", id="mission")
    papers = {
        f"{name}-paper": Document(title="x", publisher=name, published=dates.parse("2025-01-01"), id=f"{name}-paper")
        for name in actors
    }
    incidents = {}
    for number in range(count):
        one = _incident(f"i{number}", chance, number)
        incidents[one.id] = one
    return Ledger(
        Path(), Settings(title="Kelouma", categories=_SIDES), actors, papers, incidents, {}, {}, (), date(2026, 1, 1)
    )


def _incident(name: str, chance: random.Random, number: int) -> Incident:
    first = date(2020, 1, 1) + timedelta(days=chance.randrange(1826))
    text = first.isoformat()
    if chance.random() < 0.1:
        text += f"/{first + timedelta(days=chance.randrange(40))}"
    facts = {"f": _fact(name, "f", None, chance)}
    if chance.random() < 0.2:
        facts["g"] = _fact(name, "g", chance.choice(["f", f"i{chance.randrange(max(1, number))}/f"]), chance)
    return Incident(title="x", date=dates.parse(text), facts=facts, id=name)


def _fact(incident: str, name: str, part_of: str | None, chance: random.Random) -> Fact:
    sources = chance.sample(["army", "rebels", "militia", "mission"], chance.choice([1, 1, 2, 3]))
    claims = tuple(_claim(f"{incident}/{name}/{source}", source, chance) for source in sources)
    return Fact(measure="killed", claims=claims, part_of=part_of, id=name, incident=incident)


def _claim(address: str, source: str, chance: random.Random) -> Claim:
    common: dict[str, Any] = {"source": source, "document": f"{source}-paper", "address": address}
    if chance.random() < 0.05:
        return Claim(**common, denies=chance.choice(["event", "count", "victims"]))
    scope = chance.choice(["part", "wider"]) if chance.random() < 0.1 else None
    who = chance.choice([None, *_SIDES])
    return Claim(
        **common, count=parse(chance.choice(_FIGURES)), victims=chance.choice(_WORDS), scope=scope, perpetrator=who
    )


def expected(one: Export) -> dict[Key, Key]:
    """What the program's own counting says, from the table of totals."""
    return {
        (row["period"], row["measure"], row["victims"], row["category"]): (
            row["low"],
            row["high"],
            int(bool(row["approximate"])),
        )
        for row in one.tables["totals"].dicts()
    }


def found(rows: Any) -> dict[Key, Key]:
    kept = (tuple(row) for row in rows)
    return {
        row[:4]: tuple(None if cell is None else int(cell) for cell in row[4:7]) for row in kept if row[2] in COMPARED
    }


def in_duckdb(folder: Path) -> dict[Key, Key]:
    import duckdb

    with duckdb.connect() as database:
        for name in _tables(folder):
            database.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{folder}/{name}/**/*.parquet')")
        return found(database.execute((folder / "totals.sql").read_text(encoding="utf-8")).fetchall())


def in_spark(folder: Path) -> dict[Key, Key]:
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[2]").appName("totals").config("spark.ui.enabled", "false").getOrCreate()
    try:
        for name in _tables(folder):
            spark.read.parquet(str(folder / name)).createOrReplaceTempView(name)
        return found(spark.sql((folder / "totals.sql").read_text(encoding="utf-8")).collect())
    finally:
        spark.stop()


def _tables(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_dir())


def main(count: int) -> int:
    """0 where every engine gives what the program does; prints seconds and the number of cells compared."""
    start = time.perf_counter()
    one = export(made_up(count), None)
    wanted = expected(one)
    print(
        f"{count} incidents, {len(one.tables['claims'].rows)} claims: {len(wanted)} cells counted in {time.perf_counter() - start:.1f} s"
    )
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = time.perf_counter()
        for path, content in parquet.files(one).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        print(f"Parquet written in {time.perf_counter() - start:.1f} s")
        engines = {"DuckDB": in_duckdb} | ({"Spark": in_spark} if importlib.util.find_spec("pyspark") else {})
        for engine, run in engines.items():
            start = time.perf_counter()
            got = run(folder)
            differing = sum(1 for key in wanted.keys() | got.keys() if wanted.get(key) != got.get(key))
            print(f"{engine}: {differing} cells differ, in {time.perf_counter() - start:.1f} s")
            wrong += differing
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
