"""Small ledgers of made-up places, written to disk and read as the program reads them."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from conflict_ledger.ledger import Ledger
from conflict_ledger.reading import load

for name in [name for name in os.environ if name.startswith(("GITHUB_", "GIT_"))]:
    del os.environ[name]  # what runs the tests is not what they are about

TODAY = date(2026, 1, 1)
DEFAULTS = {
    "data/ledger.yaml": """
        title: Kelouma ledger
        licence: CC-BY-4.0
        categories:
          army: Army of Kelouma
          rebels: Rebel groups
          militia: Community militias
        """,
    "data/actors.yaml": """
        un-mission: {name: UN Mission in Kelouma, in_text: the UN mission, kind: un}
        kelouma-state: {name: Government of Kelouma, in_text: the government, kind: government}
        kelouma-army: {name: Army of Kelouma, in_text: the army, kind: state-forces, category: army, part_of: kelouma-state}
        hill-rebels: {name: Hill Rebels, in_text: the Hill Rebels, kind: armed-group, category: rebels}
        river-militia: {name: River Militia, in_text: the River Militia, kind: militia, category: militia}
        residents: {name: Residents of Tindara, in_text: residents of Tindara, kind: witness}
        gazette: {name: The Gazette, in_text: the Gazette, kind: media}
        """,
    "data/documents.yaml": """
        un-report: {title: Human rights in Kelouma, publisher: un-mission, published: 2022-08-31, language: en}
        army-statement: {title: Statement no. 7, publisher: kelouma-army, published: 2022-04-22, language: fr}
        gazette-report: {title: Killings in Tindara, publisher: gazette, published: 2022-09-01, language: en}
        """,
}

WriteLedger = Callable[[dict[str, str]], Path]
LedgerOf = Callable[[dict[str, str]], Ledger]


@pytest.fixture
def write_ledger(tmp_path: Path) -> WriteLedger:
    """Writes a ledger from texts by path (`data/incidents/tindara.yaml`), with DEFAULTS for what is not given."""

    def write(files: dict[str, str]) -> Path:
        (tmp_path / "data" / "incidents").mkdir(parents=True, exist_ok=True)
        for path, text in {**DEFAULTS, **files}.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(dedent(text).lstrip("\n"), encoding="utf-8", newline="\n")
        return tmp_path

    return write


@pytest.fixture
def ledger_of(write_ledger: WriteLedger) -> LedgerOf:
    """Writes a ledger as `write_ledger` does, and reads it; today is TODAY."""
    return lambda files: load(write_ledger(files), TODAY)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite", action="store_true", help="write today's output into the transcripts of the documentation"
    )
