"""Closing a table: the laws of the propagation, and made-up tables that close, do not, or leave room."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cases import SETTING

from conflict_ledger import dates
from conflict_ledger.text.sentences import sentence
from conflict_ledger.totals import Question, Sheets, contradicted, totals
from conflict_ledger.totals.closing import OPEN, Bound, Equation, Ratio, closed
from conflict_ledger.totals.equations import Table, tilings

if TYPE_CHECKING:
    from conftest import LedgerOf

    from conflict_ledger.ledger import Ledger
    from conflict_ledger.totals.derived import Derived

# --- laws ----------------------------------------------------------------------------------------------------------

ROWS, COLUMNS = ("army", "rebels", "others"), ("killed", "injured", "rest")
EQUATIONS = [
    *(Equation(((row, "all"),), tuple((row, column) for column in COLUMNS)) for row in (*ROWS, "all")),
    *(Equation((("all", column),), tuple((row, column) for row in ROWS)) for column in COLUMNS),
]
CELLS = [(row, column) for row in ROWS for column in COLUMNS]


def true_table(numbers: list[int]) -> dict[Any, int]:
    """A table that adds up in both directions."""
    table: dict[Any, int] = dict(zip(CELLS, numbers, strict=True))
    for row in ROWS:
        table[row, "all"] = sum(table[row, column] for column in COLUMNS)
    for column in (*COLUMNS, "all"):
        table["all", column] = sum(table[row, column] for row in ROWS)
    return table


@st.composite
def published(draw: st.DrawFn) -> tuple[dict[Any, int], dict[Any, Bound]]:
    """A true table, and what a source printed of it: some cells, exactly or as a range or a floor that holds them."""
    table = true_table(draw(st.lists(st.integers(0, 60), min_size=9, max_size=9)))
    known = {}
    for name, number in table.items():
        how = draw(st.sampled_from(("silent", "silent", "exact", "floor", "range")))
        if how != "silent":
            low = number if how == "exact" else max(0, number - draw(st.integers(0, 9)))
            high = {"exact": number, "floor": None}.get(how, number + draw(st.integers(0, 9)))
            known[name] = Bound(low, high, frozenset((name,)), frozenset((name,)))
    return table, known


def ends(bounds: dict[Any, Bound]) -> dict[Any, tuple[int, int | None]]:
    return {name: (one.low, one.high) for name, one in bounds.items() if (one.low, one.high) != (0, None)}


@given(published())
@settings(max_examples=120, deadline=None)
def test_no_true_table_is_excluded_and_no_bound_widens(drawn: tuple[dict[Any, int], dict[Any, Bound]]) -> None:
    table, known = drawn
    closing = closed(known, EQUATIONS)
    assert closing.clashes == []
    for name, number in table.items():
        now, before = closing.of(name), known.get(name, OPEN)
        assert now.low <= number
        assert now.high is None or number <= now.high
        assert now.low >= before.low
        assert before.high is None or (now.high is not None and now.high <= before.high)


@given(published(), st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_the_order_does_not_matter_and_closing_twice_is_closing_once(drawn: Any, random: Any) -> None:
    _, known = drawn
    once = closed(known, EQUATIONS)
    shuffled = random.sample(EQUATIONS, len(EQUATIONS))
    assert ends(closed(known, shuffled).bounds) == ends(once.bounds)
    assert ends(closed(once.bounds, EQUATIONS).bounds) == ends(once.bounds)


@given(published(), st.sampled_from(CELLS))
@settings(max_examples=80, deadline=None)
def test_knowing_more_never_leaves_more_room(drawn: Any, name: Any) -> None:
    table, known = drawn
    more = {**known, name: Bound(table[name], table[name])}
    less, narrower = closed(known, EQUATIONS), closed(more, EQUATIONS)
    for cell in table:
        assert narrower.of(cell).low >= less.of(cell).low
        assert less.of(cell).high is None or (narrower.of(cell).high or 0) <= (less.of(cell).high or 0)


def test_what_cannot_be_met_changes_nothing_and_is_reported_with_both_sides() -> None:
    known = {
        name: Bound(size, size, frozenset(name), frozenset(name)) for name, size in (("w", 812), ("a", 543), ("b", 214))
    }
    closing = closed(known, [Equation(("w",), ("a", "b"))])
    assert closing.bounds == known
    (clash,) = closing.clashes
    assert (clash.name, clash.stands.by, clash.leaves.low, clash.leaves.by) == ("w", {"w"}, 757, {"a", "b"})


def test_a_ratio_bounds_both_sides() -> None:
    known = {"now": Bound(14, 14, frozenset("n"), frozenset("n"))}
    closing = closed(known, [Ratio("now", "before", Fraction("1.1545"), Fraction("1.17"))])
    assert (closing.of("before").low, closing.of("before").high) == (12, 12)


def test_bounds_that_creep_up_for_ever_stop() -> None:
    known = {"gap": Bound(1, 1)}
    closing = closed(known, [Equation(("a",), ("b", "gap")), Equation(("b",), ("a", "gap"))])
    assert closing.of("a").high is None


@pytest.mark.parametrize(
    ("periods", "ways"),
    [
        (["2022-H1", "2022-H2"], 1),
        (["2022-Q1", "2022-Q2", "2022-H2"], 1),
        (["2022-Q1", "2022-Q2", "2022-H1", "2022-H2"], 2),
        (["2022-Q1", "2022-Q2", "2022-Q4"], 0),
        (["2022-01", "2022-02/2022-12"], 1),
        (["2021-Q4", "2022-H1", "2022-H2"], 1),
        ([f"2022-{month:02}" for month in range(1, 13)] + [f"2022-Q{number}" for number in range(1, 5)], 16),
    ],
)
def test_how_periods_make_up_a_year(periods: list[str], ways: int) -> None:
    tables = [Table(when.first, when.last, text) for text in periods if (when := dates.parse(text))]
    year = dates.parse("2022")
    found = tilings(Table(year.first, year.last, "2022"), sorted(tables))
    assert len(found) == ways
    for way in found:
        assert sum((table.last - table.first).days + 1 for table in way) == 365


# --- made-up tables ------------------------------------------------------------------------------------------------


CASE = """
title: Case
date: 2022-01-09
place: {name: Tindara, country: ML}
facts: {deaths: {measure: killed, claims: [{source: hrw, document: hrw-april, count: 5}]}}
"""


def ledger_with(ledger_of: LedgerOf, case: str = CASE, **tables: str) -> Ledger:
    """Tables by id; each is `period: head keys | cells`, the cells in flow style, by MINUSMA in its own note."""
    files = dict(SETTING)
    files["data/incidents/case.yaml"] = case
    for name, text in tables.items():
        head, _, cells = text.partition("|")
        lines = "".join(f"  - {{{_cell(cell)}}}\n" for cell in cells.split(";"))
        keys = "".join(f"{key.strip()}\n" for key in head.split(","))
        files[f"data/totals/{name.replace('_', '-')}.yaml"] = (
            f"title: Table\nplace: {{country: ML}}\nvictims: civilians\n{keys}claims:\n{lines}"
        )
    ledger = ledger_of(files)
    assert [one for one in ledger.findings if one.severity == "error"] == []
    return ledger


def _cell(text: str) -> str:
    given = text.strip()
    source = "" if "source:" in given else "source: minusma, "
    document = "" if "document:" in given else "document: un-note, "
    return f"{source}{document}{given}"


def rows(ledger: Ledger, period: str, measure: str = "killed") -> dict[str, str]:
    found = totals(Question(dates.parse(period), measure), "range", ledger, sheets=Sheets(ledger))
    said = [one for table in found.tables if table.said for one in table.said.derived]
    said += [one for table in found.between for one in table.derived]
    return {_name(one): one.figure.text for one in said}


def _name(one: Derived) -> str:
    return ("among: " if one.among else "") + (one.category or "total")


def told(ledger: Ledger, kind: str = "totals") -> list[str]:
    return [sentence(one, ledger) for one in contradicted(ledger) if one.kind == kind]


PARTS = "measure: killed, count: 543; measure: injured, count: 107; measure: abducted, count: 107; measure: affected, count: 812"
TABLE = f"period: 2022-Q1, complete: true | {PARTS}"


def test_a_complete_table_that_lacks_the_detained_cannot_close(ledger_of: LedgerOf) -> None:
    """543 and 107 and 107 make 757, and not 812, until the 55 detained are entered."""
    assert told(ledger_with(ledger_of, q1=TABLE)) == [
        "MINUSMA published 812 affected for 2022-Q1; 107 abducted, 107 injured and 543 killed make 757."
    ]


def test_it_closes_with_the_detained(ledger_of: LedgerOf) -> None:
    assert told(ledger_with(ledger_of, q1=f"{TABLE}; measure: detained, count: 55")) == []


def test_a_table_that_is_not_complete_leaves_the_rest_open(ledger_of: LedgerOf) -> None:
    assert told(ledger_with(ledger_of, q1=TABLE.replace(", complete: true", ""))) == []


def test_parts_that_exceed_the_whole_never_close(ledger_of: LedgerOf) -> None:
    cells = "measure: killed, count: 100; measure: killed, category: army, count: 60; measure: killed, category: jihadist, count: at least 50"
    assert told(ledger_with(ledger_of, q1=f"period: 2022-Q1 | {cells}")) == [
        "MINUSMA published 100 killed for 2022-Q1; 60 killed by army and at least 50 killed by jihadist allow at least 110."
    ]


Q2 = """period: 2022-Q2 | measure: killed, count: 317; measure: killed, category: army, count: 96;
    measure: affected, count: 467; measure: affected, category: army, count: 122; measure: affected, category: jihadist, count: 297;
    measure: affected, category: foreign, count: 48; measure: killed, category: jihadist, victims: people, count: at least 200"""


def test_bounds_that_the_table_forces(ledger_of: LedgerOf) -> None:
    """All 467 are broken down, so of the 221 killed by others than the army at most 48 are not the jihadists'."""
    assert rows(ledger_with(ledger_of, q2=Q2), "2022-Q2") == {
        "not broken down": "221",
        "among: foreign": "at most 48",
        "among: jihadist": "173 to 221",
    }


def test_what_a_relay_adds_is_said(ledger_of: LedgerOf) -> None:
    relayed = f"{Q2}; document: afp-august, measure: killed, category: jihadist, count: 200"
    ledger = ledger_with(ledger_of, q2=relayed)
    found = totals(Question(dates.parse("2022-Q2")), "range", ledger, sheets=Sheets(ledger))
    (table,) = found.tables
    assert table.said
    (rest,) = table.said.derived
    assert (rest.category, rest.figure.text, rest.relay, rest.share) == ("foreign", "21", True, (7, 7))
    assert [(name, left.text) for name, left in table.said.alone] == [("jihadist", "173 to 221")]


def test_an_approximate_figure_says_so_also_when_derived(ledger_of: LedgerOf) -> None:
    cells = "measure: killed, count: 300; measure: killed, category: army, count: about 100"
    assert rows(ledger_with(ledger_of, q1=f"period: 2022-Q1 | {cells}"), "2022-Q1") == {
        "not broken down": "about 180 to 220"
    }


def test_quarters_add_to_years_and_what_is_left_is_derived(ledger_of: LedgerOf) -> None:
    tables = {f"q{number}": f"period: 2022-Q{number} | measure: killed, count: {number}00" for number in (1, 2, 3)}
    ledger = ledger_with(ledger_of, year="period: 2022 | measure: killed, count: 1000", **tables)
    found = totals(Question(dates.parse("2022-Q4")), "range", ledger, sheets=Sheets(ledger, [dates.parse("2022-Q4")]))
    assert [one.figure.text for gap in found.between for one in gap.derived] == ["400"]
    assert told(ledger) == []


def test_months_that_do_not_make_their_quarter(ledger_of: LedgerOf) -> None:
    tables = {f"m{number}": f"period: 2022-0{number} | measure: killed, count: 10" for number in (1, 2, 3)}
    ledger = ledger_with(ledger_of, q1="period: 2022-Q1 | measure: killed, count: 40", **tables)
    assert told(ledger) == [
        "MINUSMA published 40 killed for 2022-Q1; 10 for 2022-01, 10 for 2022-02 and 10 for 2022-03 make 30."
    ]


@pytest.mark.parametrize(
    ("year", "clash"), [("count: 90", False), ("count: 79", True), ("count: at least 100", False), ("count: 80", False)]
)
def test_what_a_quarter_leaves_out_may_be_in_the_year(year: str, clash: bool, ledger_of: LedgerOf) -> None:
    halves = {
        "h1": "period: 2022-H1, excludes: [case] | measure: killed, count: 50",
        "h2": "period: 2022-H2 | measure: killed, count: 30",
    }
    ledger = ledger_with(ledger_of, year=f"period: 2022 | measure: killed, {year}", **halves)
    assert bool(told(ledger)) == clash


def test_what_both_leave_out_differently_says_nothing(ledger_of: LedgerOf) -> None:
    """Neither incident is in this ledger, so each may make a difference."""
    tables = {
        "h1": "period: 2022-H1, excludes: [moon] | measure: killed, count: 50",
        "h2": "period: 2022-H2 | measure: killed, count: 30",
        "year": "period: 2022, excludes: [sun] | measure: killed, count: 10",
    }
    assert told(ledger_with(ledger_of, **tables)) == []


def test_series_are_never_added_up(ledger_of: LedgerOf) -> None:
    tables = {
        "h1": "period: 2022-H1 | measure: killed, count: 50",
        "h2": "period: 2022-H2 | measure: killed, count: 30",
        "year": "period: 2022, series: protection | measure: killed, count: 99",
    }
    assert told(ledger_with(ledger_of, **tables)) == []


def test_a_figure_restated_in_another_table_is_a_revision(ledger_of: LedgerOf) -> None:
    from conflict_ledger.contradictions import contradictions

    tables = {
        "first": "period: 2022-Q1 | measure: killed, count: 50, stated: 2022-05-01",
        "later": "period: 2022-Q1 | measure: killed, count: 54, stated: 2022-08-01",
        "h1": "period: 2022-H1 | measure: killed, count: 80",
        "q2": "period: 2022-Q2 | measure: killed, count: 26",
    }
    ledger = ledger_with(ledger_of, **tables)
    assert told(ledger) == []
    (found,) = contradictions(ledger)
    assert (found.kind, [claim.address for claim in found.claims]) == (
        "revision",
        ["first/killed/minusma", "later/killed/minusma"],
    )


def test_publishers_who_cannot_both_be_right(ledger_of: LedgerOf) -> None:
    tables = {
        "ours": "period: 2022-Q1 | measure: injured, count: 107; measure: killed, count: 543",
        "theirs": "period: 2022-Q1 | source: ohchr, document: un-report, measure: injured, count: 269;"
        " source: ohchr, document: un-report, measure: killed, count: at least 500",
    }
    assert told(ledger_with(ledger_of, **tables)) == [
        "MINUSMA published 107 injured for 2022-Q1; OHCHR published 269 injured for 2022-Q1; these cannot be figures for the same people."
    ]


def test_a_cell_against_its_own_parts(ledger_of: LedgerOf) -> None:
    from conflict_ledger.contradictions import contradictions

    cells = "measure: killed, count: 10, made_of: {executions: 4, shelling: 5}"
    ledger = ledger_with(ledger_of, q1=f"period: 2022-Q1 | {cells}")
    assert [one.kind for one in contradictions(ledger)] == ["parts"]


def test_a_series_is_no_rival_of_another_source_s_total(ledger_of: LedgerOf) -> None:
    tables = {
        "ours": "period: 2022-Q1, series: protection | measure: injured, count: 107",
        "theirs": "period: 2022-Q1 | source: ohchr, document: un-report, measure: injured, count: 269",
    }
    assert told(ledger_with(ledger_of, **tables)) == []
