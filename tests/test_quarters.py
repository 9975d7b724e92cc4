"""Every published quarter: what the totals report is what the evidence has (its tables A to C), cell by cell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conflict_ledger import dates
from conflict_ledger.reading import load
from conflict_ledger.totals import Question, totals

if TYPE_CHECKING:
    from conflict_ledger.ledger import Ledger

PEOPLE = {"2020-Q1", "2020-Q2", "2020-Q4", "2023-Q1"}  # these notes speak of people, the others of civilians
CELLS = {
    "2020-Q1": {"affected": {None: "598", "jihadist": "103"}, "killed": {None: "380", "army": "101"}},
    "2020-Q2": {"affected": {None: "632", "army": "126"}, "killed": {None: "323", "army": "94"}},
    "2020-Q4": {"affected": {None: "378"}, "killed": {None: "96"}},
    "2021-Q1": {
        "affected": {None: "421", "jihadist": "182", "militia": "117", "army": "58", "international": "27"},
        "killed": {None: "106"},
        "injured": {None: "94"},
        "abducted": {None: "181"},
    },
    "2021-Q2": {
        "affected": {None: "527", "jihadist": "287", "signatory": "6", "army": "46"},
        "killed": {None: "160"},
        "injured": {None: "147"},
        "abducted": {None: "220"},
    },
    "2021-Q4": {
        "affected": {None: "323", "army": "31"},
        "killed": {None: "128"},
        "injured": {None: "115"},
        "abducted": {None: "80"},
    },
    "2022-Q1": {
        "affected": {None: "812", "jihadist": "410", "army": "320", "militia": "15"},
        "killed": {None: "543", "army": "248"},
        "injured": {None: "107"},
        "abducted": {None: "107"},
        "detained": {None: "55"},
    },
    "2022-Q2": {
        "affected": {None: "467", "jihadist": "297", "militia": "34", "signatory": "14", "army": "122"},
        "killed": {None: "317", "army": "96", "jihadist": "200"},
        "injured": {None: "77", "army": "19"},
        "abducted": {None: "73", "army": "7"},
    },
    "2022-Q3": {
        "affected": {None: "375", "jihadist": "163", "militia": "33", "signatory": "17", "army": "162"},
        "killed": {None: "243"},
        "injured": {None: "77"},
        "abducted": {None: "55"},
    },
    "2022-Q4": {
        "affected": {None: "347", "jihadist": "222", "militia": "13"},
        "killed": {None: "174"},
        "injured": {None: "91"},
    },
    "2023-Q1": {
        "affected": {None: "224", "jihadist": "170"},
        "killed": {None: "at least 95"},
        "abducted": {None: "42"},
    },
    "2021-H2": {"killed": {None: "318", "jihadist": "206", "militia": "70", "army": "25", "international": "5"}},
    "2021": {"killed": {None: "584", "jihadist": "331", "militia": "122", "army": "67", "international": "50"}},
    "2022": {"killed": {None: "1277"}},
}


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return load(Path(__file__).parent.parent)


def reported(ledger: Ledger, period: str, measure: str) -> dict[str | None, str]:
    """MINUSMA's cells for the whole country, in the victims word of the period's note."""
    victims = "people" if period in PEOPLE else "civilians"
    found = totals(Question(dates.parse(period), measure, victims), "range", ledger).tables
    named = (f"mali-{period.lower()}", f"mali-{period.lower()}-violations")  # in 2020 a table of their own
    cells = [one.cell for table in found if table.total.id in named for one in table.reported]
    return {cell.category: cell.count.text for cell in cells if cell.source == "minusma" and cell.count}


@pytest.mark.parametrize(
    ("period", "measure"), [(period, measure) for period, table in CELLS.items() for measure in table]
)
def test_a_published_cell_is_what_the_evidence_has(period: str, measure: str, ledger: Ledger) -> None:
    found = reported(ledger, period, measure)
    assert {category: found.get(category) for category in CELLS[period][measure]} == CELLS[period][measure]


def test_what_could_not_be_read_is_not_there(ledger: Ledger) -> None:
    assert "mali-2020-q3" not in ledger.totals
    assert "mali-2021-q3" not in ledger.totals


@pytest.mark.parametrize(("year", "parts"), [("2021", None), ("2022", ("2022-Q1", "2022-Q2", "2022-Q3", "2022-Q4"))])
def test_the_quarters_make_the_year(year: str, parts: tuple[str, ...] | None, ledger: Ledger) -> None:
    if parts is None:
        parts = ("2021-H1", "2021-H2")
        assert (
            int(reported(ledger, "2021-Q1", "killed")[None]) + int(reported(ledger, "2021-Q2", "killed")[None]) == 266
        )
    found = [reported(ledger, part, "killed").get(None, "266") for part in parts]
    assert str(sum(map(int, found))) == reported(ledger, year, "killed")[None]
