"""The published totals of this ledger: every sum that the documents bear out, and every disagreement between them.

`DISAGREEMENTS.md` lists the disagreements, what the program says of each, and the test that holds it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conflict_ledger import dates
from conflict_ledger.contradictions import contradictions
from conflict_ledger.reading import load
from conflict_ledger.text.published import recomputed, sums
from conflict_ledger.text.sentences import sentence
from conflict_ledger.totals import Question, Sheets, contradicted, totals

if TYPE_CHECKING:
    from conflict_ledger.disputes import Contradiction
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.totals.tables import Table

TABLE = Path(__file__).parent / "DISAGREEMENTS.md"
PEOPLE = {"2020-Q1", "2020-Q2", "2020-Q4", "2023-Q1"}
QUARTERS = dates.periods("2020-Q1..2023-Q1")


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return load(Path(__file__).parent.parent)


@pytest.fixture(scope="module")
def sheets(ledger: Ledger) -> Sheets:
    return Sheets(ledger, QUARTERS)


@pytest.fixture(scope="module")
def found(ledger: Ledger, sheets: Sheets) -> list[Contradiction]:
    return contradicted(ledger, sheets)


def table(sheets: Sheets, period: str, measure: str = "killed", source: str = "minusma") -> Table:
    victims = "people" if period in PEOPLE else "civilians"
    tables = totals(Question(dates.parse(period), measure, victims), "range", sheets.ledger, sheets=sheets).tables
    return next(one for one in tables if one.source == source and len(one.total.place) == 1)


def derived(sheets: Sheets, period: str, measure: str = "killed") -> dict[str, str]:
    """What is worked out for MINUSMA, in a table or between its tables, by row."""
    victims = "people" if period in PEOPLE else "civilians"
    answer = totals(Question(dates.parse(period), measure, victims), "range", sheets.ledger, sheets=sheets)
    said = [one for each in answer.tables if each.source == "minusma" and each.said for one in each.said.derived]
    said += [
        one for gap in answer.between if gap.scope.source == "minusma" and not gap.scope.series for one in gap.derived
    ]
    return {one.category or "total": one.figure.text for one in said}


def added(sheets: Sheets, period: str, measure: str) -> set[str]:
    said = table(sheets, period, measure).said
    return {sums(list(one.parts), one.whole, one.total, one.rest) for one in said.sums} if said else set()


def told(found: list[Contradiction], kind: str, words: str, ledger: Ledger) -> list[str]:
    return [text for one in found if one.kind == kind and words in (text := sentence(one, ledger))]


def verdicts(sheets: Sheets, period: str, measure: str) -> dict[str, tuple[bool | None, str]]:
    said = table(sheets, period, measure).said
    assert said
    return {
        f"{one.cell.category or 'all'} {one.cell.change or one.cell.share or one.cell.trend}": (
            one.holds,
            recomputed(one),
        )
        for one in said.verdicts
    }


def drifts(ledger: Ledger) -> set[str]:
    return {
        claim.address.rpartition("/")[0]
        for one in contradictions(ledger)
        if one.kind == "drift"
        for claim in one.claims
        if one.fact is None
    }


# --- what adds up --------------------------------------------------------------------------------------------------

SUMS = [
    ("2021-Q2", "affected", "killed 160 + injured 147 + abducted 220 = affected 527"),
    ("2021-Q4", "affected", "killed 128 + injured 115 + abducted 80 = affected 323"),
    ("2022-Q1", "affected", "killed 543 + injured 107 + detained 55 + abducted 107 = affected 812"),
    ("2022-Q2", "affected", "killed 317 + injured 77 + abducted 73 = affected 467"),
    ("2022-Q3", "affected", "killed 243 + injured 77 + abducted 55 = affected 375"),
    (
        "2021-Q1",
        "affected",
        "killed 106 + injured 94 + arrested 24 + abducted 181 = 405 of affected 421, 16 of other harm",
    ),
    ("2022-Q2", "killed", "killed 96 + injured 19 + abducted 7 = affected by army 122"),
    ("2022-Q2", "affected", "army 122 + jihadist 297 + militia 34 + signatory 14 = affected 467"),
    ("2022-Q3", "affected", "army 162 + jihadist 163 + militia 33 + signatory 17 = affected 375"),
    ("2021", "killed", "2021-H1 266 + 2021-H2 318 = killed 584"),
    ("2021", "killed", "2021-Q1 106 + 2021-Q2 160 + 2021-H2 318 = killed 584"),
    ("2021-H1", "killed", "2021-Q1 106 + 2021-Q2 160 = killed 266"),
    ("2021", "abducted", "2021-Q1 181 + 2021-Q2 220 + 2021-H2 343 = abducted 744"),
    ("2021", "injured", "2021-Q1 94 + 2021-Q2 147 + 2021-H2 225 = injured 466"),
    ("2022", "killed", "2022-Q1 543 + 2022-Q2 317 + 2022-Q3 243 + 2022-Q4 174 = killed 1277"),
    ("2022", "injured", "2022-Q1 107 + 2022-Q2 77 + 2022-Q3 77 + 2022-Q4 91 = injured 352"),
    ("2022", "affected", "2022-Q1 812 + 2022-Q2 467 + 2022-Q3 375 + 2022-Q4 347 = affected 2001"),
]


@pytest.mark.parametrize(("period", "measure", "text"), SUMS)
def test_a_sum_that_comes_out_is_said(period: str, measure: str, text: str, sheets: Sheets) -> None:
    assert text in added(sheets, period, measure)


DERIVED = [
    ("2021-Q3", "affected", {"total": "563"}),
    ("2021-Q3", "killed", {"total": "190"}),
    ("2021-Q3", "injured", {"total": "110"}),
    ("2021-Q3", "abducted", {"total": "263"}),
    ("2022-Q4", "abducted", {"total": "at most 82"}),
    (
        "2021-H1",
        "killed",
        {"jihadist": "125", "militia": "52", "army": "42", "international": "45", "not broken down": "2"},
    ),
    ("2021-H2", "killed", {"not broken down": "12"}),
    ("2021", "killed", {"not broken down": "14"}),
    ("2021-Q1", "affected", {"not broken down": "37"}),
    ("2021-Q2", "affected", {"international": "29 to 31", "not broken down": "31"}),
    ("2021-Q4", "affected", {"jihadist": "230 to 231"}),
    ("2022-Q1", "affected", {"signatory": "12", "not broken down": "55"}),
    ("2022-Q1", "killed", {"not broken down": "295"}),
    ("2022-Q2", "killed", {"not broken down": "21"}),
    ("2022-Q4", "affected", {"army": "90", "not broken down": "22"}),
    ("2022", "affected", {"jihadist": "1092"}),
    ("2021-H1", "affected", {"total": "948"}),
]


@pytest.mark.parametrize(("period", "measure", "rows"), DERIVED)
def test_what_the_documents_force_without_printing_it(
    period: str, measure: str, rows: dict[str, str], sheets: Sheets
) -> None:
    have = derived(sheets, period, measure)
    assert {name: have.get(name) for name in rows} == rows


def test_what_nothing_bounds_stays_a_gap(sheets: Sheets) -> None:
    for measure in ("killed", "injured", "abducted", "affected"):
        answer = totals(Question(dates.parse("2020-Q3"), measure, "people"), "range", sheets.ledger, sheets=sheets)
        assert (answer.tables, answer.between) == ((), ())


# --- D1 to D24 -----------------------------------------------------------------------------------------------------


def test_d01(ledger: Ledger, sheets: Sheets) -> None:
    one = table(sheets, "2022-Q2")
    assert one.said
    assert [(name, left.text) for name, left in one.said.alone] == [("jihadist", "173 to 221")]
    assert [cell.count.text for cell in one.beside if cell.count] == ["at least 200"]
    assert [
        (each.figure.text, each.relay, each.share) for each in one.said.derived if each.category == "not broken down"
    ] == [("21", True, (7, 7))]
    assert "mali-2022-q2/killed.army" in drifts(ledger)


def test_d02(sheets: Sheets) -> None:
    said = verdicts(sheets, "2022-Q2", "affected")
    assert said["jihadist 64%"] == (True, "297 of 467 is 64 %; it does not fit the killed")
    assert said["army 26%"] == (True, "122 of 467 is 26 %; it does not fit the killed")


def test_d03(ledger: Ledger) -> None:
    (one,) = [
        each
        for each in contradictions(ledger)
        if each.kind == "drift" and each.claims[0].address.startswith("mali-2022-q1/killed/")
    ]
    assert {claim.count.text for claim in one.claims} == {"543", "512", "573", "248"}


def test_d04(found: list[Contradiction], ledger: Ledger) -> None:
    assert told(found, "totals", "269", ledger) == [
        "The UN Panel of Experts published 269 injured for 2022-Q1; MINUSMA published 107 injured for 2022-Q1; these cannot be figures for the same people."
    ]


def test_d05(found: list[Contradiction], ledger: Ledger, sheets: Sheets) -> None:
    assert table(sheets, "2022-Q1", source="un-secretary-general").reported
    assert not [one for one in found for claim in one.claims if claim.address.startswith("mali-2022-q1-unsg")]


def test_d06(sheets: Sheets) -> None:
    assert all("moura" in table(sheets, period).total.excludes for period in ("2022-Q1", "2022"))


def test_d07(found: list[Contradiction], ledger: Ledger) -> None:
    assert not [one for one in found for claim in one.claims if claim.source == "acled"]
    assert "mali-2022-01-04-acled/killed.army" in drifts(ledger)


def test_d08(sheets: Sheets) -> None:
    (scope,) = [one.scope for one in sheets.all() if "mali-2021-12-2022-03-hrw" in {each.id for each in one.tables}]
    sheet = sheets.of(scope)
    one = sheet.table("mali-2021-12-2022-03-hrw")
    assert sheet.bound(one, "killed", None).low == 107
    assert not sheet.clashes


def test_d09(found: list[Contradiction], ledger: Ledger, sheets: Sheets) -> None:
    assert told(found, "change", "+54%", ledger) == [
        "MINUSMA published +54% killed for 2022 since 2021; from 584 to 1277 is +119 %; a base of 824 to 832 would give +54%; it is the increase as a share of the new figure."
    ]
    assert told(found, "change", "-58%", ledger) == [
        "MINUSMA published -58% abducted for 2022 since 2021; from 744 to 372 is −50 %; a base of 875 to 907 would give -58%."
    ]
    assert verdicts(sheets, "2022", "injured")["all -25%"][0]
    assert verdicts(sheets, "2022", "killed")["all +118%"][0]


def test_d10(found: list[Contradiction], ledger: Ledger) -> None:
    (text,) = told(found, "totals", "372 abducted", ledger)
    assert text.endswith("allow 235 to 317.")
    assert "174 killed for 2022-Q4" in text


def test_d11(found: list[Contradiction], ledger: Ledger) -> None:
    assert told(found, "totals", "425", ledger) == [
        "MINUSMA published 425 abducted for 2021-H1; 181 for 2021-Q1 and 220 for 2021-Q2 make 401.",
        "MINUSMA published 744 abducted for 2021; 425 for 2021-H1 and 343 for 2021-H2 make 768.",
    ]


def test_d12(found: list[Contradiction], ledger: Ledger) -> None:
    (text,) = told(found, "change", "+49%", ledger)
    assert "from 106 to 160 is +51 %; a base of 107 would give +49%" in text
    assert {"mali-2021-q1/killed", "mali-2021-q1/affected"} <= drifts(ledger)


def test_d13(sheets: Sheets, ledger: Ledger) -> None:
    assert derived(sheets, "2021-H1", "affected")["total"] == "948"
    assert verdicts(sheets, "2021-H2", "affected")["all -7%"] == (True, "from 948 to 886 is −7 %")


def test_d14(found: list[Contradiction], ledger: Ledger) -> None:
    (text,) = told(found, "change", "+6%", ledger)
    assert "from 380 to 323 is −15 %" in text
    assert text.endswith("it fits the affected.")


def test_d15(ledger: Ledger, found: list[Contradiction]) -> None:
    assert not [one for one in contradictions(ledger) if one.kind == "parts" and one.incident is None]
    assert not [one for one in found for claim in one.claims if "unsg" in claim.address]


def test_d16(found: list[Contradiction], ledger: Ledger) -> None:
    assert ledger.totals["mali-2021-07-2022-06-poc"].series
    assert not [one for one in found for claim in one.claims if "-poc/" in claim.address]


def test_d17(found: list[Contradiction]) -> None:
    assert not [one for one in found for claim in one.claims if claim.source == "srsg-wane"]


def test_d19(found: list[Contradiction], ledger: Ledger) -> None:
    (text,) = told(found, "share", "33%", ledger)
    assert "33 of 375 is 9 %" in text
    assert "mali-2022-q3/affected.militia.share" in drifts(ledger)


def test_d21(ledger: Ledger) -> None:
    assert all(ledger.documents[note].disputed for note in ("un-note-2022-q1", "un-note-2022-q2"))


def test_d22(sheets: Sheets) -> None:
    assert verdicts(sheets, "2022-Q2", "killed")["army down"] == (
        True,
        "the figures on record go from 248 to 96, and its share from 46 % to 30 %",
    )


def test_d24(found: list[Contradiction], ledger: Ledger, sheets: Sheets) -> None:
    (text,) = told(found, "share", "56%", ledger)
    assert "1092 of 2001 is 55 %; a total of 1916 to 1969 would give 56%" in text
    assert verdicts(sheets, "2022", "affected")["army 35%"][0]


def test_nothing_else_is_reported(found: list[Contradiction]) -> None:
    """Four of kind totals, four changes, three shares (with the 20 % of 2021-Q2, which is none of the list)."""
    kinds = [one.kind for one in found]
    assert {kind: kinds.count(kind) for kind in kinds} == {"totals": 4, "change": 4, "share": 3}


def test_every_disagreement_is_on_the_page_with_its_test() -> None:
    rows = re.findall(r"^\| (D\d+) \|.*\| (?:`(test_d\d+)`|–) \|$", TABLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for name, _ in rows] == [f"D{number}" for number in range(1, 25)]
    assert {test for _, test in rows if test} == {name for name in globals() if re.fullmatch(r"test_d\d+", name)}
