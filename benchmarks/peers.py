"""What others take for the same files: each a whole program, run as `python -m benchmarks.peers NAME DIR`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

YAMALE = """
title: str()
date: any(str(), day())
place: map()
summary: str()
facts: map(include('fact'))
---
fact:
  measure: str()
  claims: list(include('claim'))
claim:
  source: str()
  document: str()
  also_in: list(str(), required=False)
  stated: any(str(), day())
  count: any(int(), str())
  victims: str()
  perpetrator: str()
  quote: str()
  including: map(required=False)
  note: str(required=False)
"""


def incidents(root: Path) -> list[Path]:
    return sorted((root / "data" / "incidents").rglob("*.yaml"))


def yamale(root: Path) -> None:
    import yamale as peer

    schema = peer.make_schema(content=YAMALE, parser="pyyaml")
    for path in incidents(root):
        peer.validate(schema, peer.make_data(path, parser="pyyaml"))


def ruamel_pydantic(root: Path) -> None:
    from pydantic import BaseModel, ConfigDict
    from ruamel.yaml import YAML

    class Claim(BaseModel):
        model_config = ConfigDict(extra="forbid")
        source: str
        document: str
        also_in: list[str] = []
        stated: Any
        count: int | str
        victims: str
        perpetrator: str
        quote: str
        including: dict[str, str] = {}
        note: str | None = None

    class Fact(BaseModel):
        measure: str
        claims: list[Claim]

    class Incident(BaseModel):
        title: str
        date: Any
        place: dict[str, Any]
        summary: str
        facts: dict[str, Fact]

    for path in incidents(root):
        Incident.model_validate(YAML().load(path.read_bytes()))


def check_jsonschema(root: Path) -> None:
    schema = Path(__file__).parent.parent / "schemas" / "incident.json"
    paths = map(str, incidents(root))
    os.execv(sys.executable, [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema), *paths])


def libyaml(root: Path) -> None:
    """Reading the bytes and libyaml's bare event stream: no event reaches Python."""
    from yaml._yaml import CParser

    for path in incidents(root):
        CParser(path.read_bytes()).raw_parse()


def csafeloader(root: Path) -> None:
    import yaml

    for path in incidents(root):
        yaml.load(path.read_bytes(), yaml.CSafeLoader)


def strict(root: Path) -> None:
    """This program's reader by itself: text to plain data, with places."""
    from conflict_ledger import yamltext

    for path in incidents(root):
        yamltext.read(path.read_bytes())


def read(root: Path) -> None:
    """This program's whole reading, from the files to the records."""
    from conflict_ledger.packed import Known
    from conflict_ledger.reading import load

    load(root, known=Known())


def bare(root: Path) -> None:
    """A bare `scandir` and `stat` of the tree."""
    waiting = [str(root / "data")]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                entry.stat(follow_symlinks=False)
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)


def homemade(root: Path) -> None:
    """The sum of a year's killed per source over the YAML itself, as one would write it in an afternoon."""
    import yaml

    sums: dict[str, int] = {}
    for path in incidents(root):
        incident = yaml.load(path.read_bytes(), yaml.CSafeLoader)
        for fact in incident["facts"].values():
            for claim in fact["claims"] if fact["measure"] == "killed" else ():
                sums[claim["source"]] = sums.get(claim["source"], 0) + int(str(claim["count"]).split()[-1])


def parquet(root: Path) -> None:
    """The same sum in DuckDB, over the Parquet file that `exported` wrote."""
    import duckdb

    duckdb.sql(
        f"select source, sum(low) from '{root}/claims.parquet' where measure = 'killed' group by source"
    ).fetchall()


def exported(root: Path) -> None:
    """Writes the ledger's claims as one Parquet file: what DuckDB is asked needs it first."""
    import csv

    import duckdb

    from conflict_ledger.reading import load

    with open(root / "claims.csv", "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["incident", "measure", "source", "low", "high"])
        for incident, fact in load(root).facts():
            for claim in fact.claims:
                if claim.count:
                    rows.writerow([incident.id, fact.measure, claim.source, claim.count.low, claim.count.high])
    duckdb.sql(f"copy (from '{root}/claims.csv') to '{root}/claims.parquet'")


if __name__ == "__main__":
    globals()[sys.argv[1].replace("-", "_")](Path(sys.argv[2]))
