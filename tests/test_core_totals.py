"""Totals, the rest: bounds, equations and percentages one by one, tables over time, and the words that readers are shown."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from test_cases import SETTING
from test_closing import ledger_with, rows, told
from test_totals import ARMY, Q2, aside, facts, sums

from conflict_ledger import dates
from conflict_ledger.totals import (
    REASONS,
    RULES,
    Question,
    Sheets,
    contradicted,
    explained,
    over_time,
    shares,
    tally,
    totals,
)
from conflict_ledger.totals.account import Unaccounted, account
from conflict_ledger.totals.closing import OPEN, Bound, Closing, Equation, Ratio, closed
from conflict_ledger.totals.equations import OTHERS, TOTAL, Missing, Spot, Table, bears, nothing_else, within
from conflict_ledger.totals.near import near, spans
from conflict_ledger.totals.published import ratio
from conflict_ledger.totals.sheets import scopes
from conflict_ledger.totals.tables import periods
from conflict_ledger.totals.tally import BY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conftest import LedgerOf

    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Cell, Statement
    from conflict_ledger.totals.derived import Derived, Said
    from conflict_ledger.totals.published import Verdict
    from conflict_ledger.totals.sheets import Sheet

COUNTING = Path(__file__).parent.parent / "docs" / "counting.md"

# --- words that readers are shown ----------------------------------------------------------------------------------


def test_the_reasons_stand_in_the_order_of_the_page_on_counting() -> None:
    table = COUNTING.read_text(encoding="utf-8").partition("| reason | the claim |")[2].partition("\n\n")[0]
    assert list(REASONS) == [line.split("`")[1] for line in table.splitlines() if "`" in line]


def test_the_words_for_each_reason() -> None:
    assert list(REASONS.values()) == [
        "the desk withdrew it",
        "the published total leaves the incident or fact out",
        "it answers a question and counts nobody",
        "it counts something else",
        "these people are counted in the fact that theirs is part of",
        "its source gave a later figure",
        "a document changed its source's figure on the way",
        "its source's figure is counted once already",
        "another source's figure is summed",
        "the desk has not judged between the rival claims",
        "it covers only a part of the fact, or more than it",
        "it denies what others say",
        "it takes no position",
        "its victims are others",
        "its perpetrator is in another category",
    ]


def test_the_words_for_each_rule_and_each_way_to_sum_by() -> None:
    page = " ".join(COUNTING.read_text(encoding="utf-8").split())
    assert f"rule range: {RULES['range']} figure facts" in page
    assert RULES["preferred"] == "each fact's assessed claim; facts without an assessment are left out and counted"
    assert RULES["SOURCE"] == "the claims of that source alone"
    assert BY == {
        "category": "the perpetrator's category",
        "actor": "the lead perpetrator",
        "source": "each source's own account; accounts are rivals and never added up",
        "place": "the incident's place",
        "month": "calendar months; a fact over the edge of one adds to the upper end only",
        "incident": "the incident",
    }


def test_a_strange_reason_is_named() -> None:
    with pytest.raises(Unaccounted, match=r"^no such reason: \['lost', 'mislaid'\]$"):
        account({"a/b/c": "mislaid", "a/b/d": "lost", "a/b/e": None, "a/b/f": "drift"})


def test_an_account_is_sorted_and_in_the_order_of_the_reasons() -> None:
    found = account({"z": None, "b": "drift", "c": "excluded", "a": "drift", "y": None})
    assert (found.counted, list(found.aside.items()), found.read) == (
        ("y", "z"),
        [("excluded", ("c",)), ("drift", ("a", "b"))],
        5,
    )


# --- bounds --------------------------------------------------------------------------------------------------------


def given(low: int, high: int | None, *names: str) -> Bound:
    return Bound(low, high, frozenset(names), frozenset(names))


@pytest.mark.parametrize(
    ("other", "left"),
    [
        (given(5, 9, "b"), given(5, 9, "a")),
        (given(4, None, "b"), given(5, 9, "a")),
        (given(5, 7, "b"), Bound(5, 7, frozenset("a"), frozenset("b"))),
        (given(6, 9, "b"), Bound(6, 9, frozenset("b"), frozenset("a"))),
        (given(6, 8, "b"), given(6, 8, "b")),
    ],
)
def test_an_end_that_does_not_move_rests_on_what_it_rested_on(other: Bound, left: Bound) -> None:
    assert given(5, 9, "a").narrowed(other) == left


def test_an_open_end_takes_whatever_end_there_is() -> None:
    assert given(5, None, "a").narrowed(given(0, 9, "b")) == Bound(5, 9, frozenset("a"), frozenset("b"))


@pytest.mark.parametrize(
    ("known", "met"),
    [
        ({"whole": given(10, 10), "one": given(4, 4), "two": given(6, 6)}, True),
        ({"whole": given(10, 10), "one": given(4, 4), "two": given(7, 7)}, False),
        ({"whole": given(10, 10), "one": given(4, 4), "two": given(5, 5)}, False),
        ({"whole": given(10, 10), "one": given(4, 4), "two": given(6, None)}, None),
        ({"whole": given(10, None), "one": given(4, 4), "two": given(6, 6)}, None),
        ({"whole": given(10, 10), "one": given(10, 10)}, None),  # the other may be zero
        ({"whole": given(10, 10), "one": given(11, 11)}, False),
        ({"whole": given(10, 10), "one": given(4, None), "two": given(6, 9)}, None),
        ({"one": given(4, 4), "two": given(6, 6)}, None),
    ],
)
def test_whether_the_figures_as_they_stand_make_the_sum(known: dict[str, Bound], met: bool | None) -> None:
    assert Equation(("whole",), ("one", "two")).met(known) is met


def test_what_a_sum_leaves_each_of_its_parts_and_on_what_that_rests() -> None:
    known = {"whole": given(10, 12, "w"), "one": given(3, 4, "1"), "two": given(5, None, "2")}
    assert dict(Equation(("whole",), ("one", "two")).forced(known)) == {
        "whole": Bound(8, None, frozenset("12")),
        "one": Bound(0, 7, frozenset(), frozenset("w2")),
        "two": Bound(6, 9, frozenset("w1"), frozenset("w1")),
    }


SHARE = Ratio("part", "whole", Fraction(1, 2), Fraction(3, 4), "printed")


def test_what_a_ratio_leaves_both_and_on_what_that_rests() -> None:
    known = {"part": given(31, 40, "p"), "whole": given(51, 101, "w")}
    assert dict(SHARE.forced(known)) == {
        "part": given(26, 75, "w", "printed"),
        "whole": given(42, 80, "p", "printed"),
    }
    unnamed = Ratio("part", "whole", Fraction(1, 2), Fraction(3, 4))
    assert dict(unnamed.forced(known)) == {"part": given(26, 75, "w"), "whole": given(42, 80, "p")}


def test_a_ratio_of_open_figures_stays_open() -> None:
    known = {"part": given(30, None, "p"), "whole": given(48, None, "w")}
    bounds = {name: (one.low, one.high) for name, one in SHARE.forced(known)}
    assert bounds == {"part": (24, None), "whole": (40, None)}


def test_a_share_of_nothing_bounds_no_whole() -> None:
    nothing = Ratio("part", "whole", Fraction(0), Fraction(0))
    bounds = {name: (one.low, one.high) for name, one in nothing.forced({"part": given(0, 5), "whole": given(7, 9)})}
    assert bounds == {"part": (0, 0), "whole": (0, None)}


def test_a_constraint_that_cannot_be_met_leaves_no_trace() -> None:
    """It narrows three names before another constraint rules it out; all are as before, and it bounds nothing later."""
    known = {"s": given(8, None), "p": given(0, 5), "q": given(0, 5), "t": given(0, 7), "five": given(5, 5)}
    closing = closed(known, [Equation(("s",), ("p", "q"))])
    before = dict(closing.bounds)
    assert (closing.of("p").low, closing.of("s").high) == (3, 10)
    wrong = Equation(("t",), ("p", "q"))
    assert not closing.add(wrong)
    assert closing.bounds == before
    assert closing.add(Equation(("p",), ("five",)))
    assert [clash.constraint for clash in closing.clashes] == [wrong]
    assert (closing.of("p").low, closing.of("t")) == (5, given(0, 7))


def test_what_was_never_bounded_is_open() -> None:
    assert Closing({}).of("anything") == Bound(0, None)


# --- equations -----------------------------------------------------------------------------------------------------


def a_table(period: str, measures: Iterable[str] = (), categories: Iterable[str] = ()) -> Table:
    when = dates.parse(period)
    return Table(when.first, when.last, period, (), frozenset(measures), frozenset(categories))


def written(equation: Equation) -> str:
    """`killed = killed.army + killed.rest`; spots of other periods have these before the measure."""

    def name(one: object) -> str:
        if isinstance(one, Missing):
            return "missing"
        assert isinstance(one, Spot)
        return f"{one.table.id} {one.measure}{'.' if one.category else ''}{one.category}"

    return f"{' + '.join(map(name, equation.left))} = {' + '.join(map(name, equation.right))}"


def test_rows_and_columns_of_a_table_that_gives_the_affected() -> None:
    table = a_table("2022", ["killed", "affected"], ["army"])
    found = within(table, ["killed", "injured", "displaced", "affected"], ["army"], affected=True)
    assert [written(one).replace("2022 ", "") for one in found] == [
        "killed = killed.army + killed.not broken down",
        "injured = injured.army + injured.not broken down",
        "displaced = displaced.army + displaced.not broken down",
        "affected = affected.army + affected.not broken down",
        "other harm = other harm.army + other harm.not broken down",
        "affected = killed + injured + other harm",
        "affected.army = killed.army + injured.army + other harm.army",
        "affected.not broken down = killed.not broken down + injured.not broken down + other harm.not broken down",
    ]


def test_what_makes_those_affected_as_the_page_on_counting_has_it() -> None:
    """Whoever was released or driven from home is in no sum, nor is a body that nobody has called a death."""
    from conflict_ledger.words import MEASURES

    *_, whole, others = within(a_table("2022", MEASURES), list(MEASURES), [], affected=True)
    summed = ("killed", "injured", "arrested", "detained", "abducted", "missing", "tortured", "sexual-violence")
    parts = [*summed, "other harm"]
    assert written(whole) == f"2022 affected = {' + '.join(f'2022 {one}' for one in parts)}"
    assert [one.category for one in others.right if isinstance(one, Spot)] == [OTHERS] * 9


def test_without_the_affected_only_the_table_s_own_rows_add_up() -> None:
    table = a_table("2022", ["killed"], ["army"])
    found = within(table, ["killed", "injured"], ["army", "rebels"], affected=False)
    assert [written(one) for one in found] == [
        "2022 killed = 2022 killed.army + 2022 killed.rebels + 2022 killed.not broken down"
    ]


def test_what_a_complete_table_has_no_room_for() -> None:
    table = a_table("2022", ["killed", "affected"], ["army"])
    found = [(one.measure, one.category) for one in nothing_else(table, ["killed", "injured"], ["army", "rebels"])]
    assert found == [
        ("killed", "rebels"),
        ("killed", OTHERS),
        *(("injured", name) for name in (TOTAL, "army", "rebels", OTHERS)),
        *(("other harm", name) for name in (TOTAL, "army", "rebels", OTHERS)),
    ]


def test_a_complete_table_without_categories_says_nothing_of_by_whom() -> None:
    table = a_table("2022", ["killed"])
    found = [(one.measure, one.category) for one in nothing_else(table, ["killed", "injured"], ["army"])]
    assert found == [("injured", TOTAL), ("other harm", TOTAL)]


def test_the_first_of_a_hundred_tilings() -> None:
    """Three ways for each half of a year make nine, and more for each quarter: 64 are enough, the shortest first."""
    from conflict_ledger.totals.equations import tilings

    months = [f"2022-{month:02}" for month in range(1, 13)]
    days = [f"2022-{month:02}-01/2022-{month + 1:02}-{28 if month == 1 else 30}" for month in (1, 3, 5, 8, 10)]
    tables = [
        a_table(text)
        for text in (
            *months,
            *(f"2022-Q{n}" for n in range(1, 5)),
            "2022-H1",
            "2022-H2",
            *days,
            "2022",
            "2021-12/2022-01",
        )
    ]
    ways = tilings(a_table("2022"), sorted(tables))
    assert len(ways) == 64
    assert [table.id for table in ways[0]] == ["2022-H1", "2022-H2"]
    assert [len(way) for way in ways] == sorted(len(way) for way in ways)


DATED = """
title: Case
date: 2022-03-30/2022-04-02
facts:
  deaths: {measure: killed, claims: [{source: hrw, count: 5}]}
  wounded: {measure: injured, date: 2022-03-30, claims: [{source: hrw, count: 5}]}
  harmed: {measure: affected, date: 2022-07-01, claims: [{source: hrw, count: 5}]}
  homeless: {measure: displaced, claims: [{source: hrw, count: 5}]}
"""


@pytest.mark.parametrize(
    ("name", "period", "measure", "bearing"),
    [
        ("case", "2022-Q1", "killed", True),
        ("case/deaths", "2022-Q1", "killed", True),
        ("case/deaths", "2022-Q1", "injured", False),
        ("case/wounded", "2022-Q1", "killed", False),
        ("case/wounded", "2022-Q1", "injured", True),
        ("case/wounded", "2022-Q1", "affected", True),
        ("case/wounded", "2022-Q2", "injured", False),
        ("case/homeless", "2022-Q1", "affected", False),
        ("case/homeless", "2022-Q1", "displaced", True),
        ("case/harmed", "2022-Q3", "killed", True),
        ("case/harmed", "2022-Q3", "affected", True),
        ("case/deaths", "2022-04-02/2022-05-01", "killed", True),
        ("case/deaths", "2022-04-03/2022-05-01", "killed", False),
        ("case/deaths", "2022-03-01/2022-03-30", "killed", True),
        ("case/deaths", "2022-03-01/2022-03-29", "killed", False),
        ("case", "2021", "killed", False),
        ("moon", "2021", "killed", True),
        ("moon/deaths", "2021", "killed", True),
    ],
)
def test_whether_leaving_something_out_can_matter(
    name: str, period: str, measure: str, bearing: bool, ledger_of: LedgerOf
) -> None:
    """Of what this ledger does not have nobody knows, so it can."""
    ledger = ledger_with(ledger_of, DATED, year="period: 2022 | measure: killed, count: 100")
    assert bears(name, a_table(period), measure, ledger) is bearing


def sums_over_time(ledger: Ledger) -> list[str]:
    (sheet,) = Sheets(ledger).all()
    return [written(one) for one in sheet.equations if len({n.table for n in one.names if isinstance(n, Spot)}) > 1]


HALVES = {
    "h1": "period: 2022-H1 | measure: killed, count: 50",
    "h2": "period: 2022-H2 | measure: killed, count: 30",
}


@pytest.mark.parametrize(
    ("year", "excluded", "found"),
    [
        ("period: 2022", "", ["year killed = h1 killed + h2 killed"]),
        ("period: 2022", ", excludes: [case]", ["year killed = h1 killed + h2 killed + missing"]),
        ("period: 2022, excludes: [case]", "", ["year killed + missing = h1 killed + h2 killed"]),
        ("period: 2022, excludes: [case]", ", excludes: [case]", ["year killed = h1 killed + h2 killed"]),
        ("period: 2022, excludes: [moon]", ", excludes: [case]", []),
        ("period: 2022~", "", []),
    ],
)
def test_what_a_year_and_its_halves_leave_out(year: str, excluded: str, found: list[str], ledger_of: LedgerOf) -> None:
    halves = {**HALVES, "h1": HALVES["h1"].replace(" |", f"{excluded} |")}
    ledger = ledger_with(ledger_of, year=f"{year} | measure: killed, count: 80", **halves)
    assert sums_over_time(ledger) == found


@pytest.mark.parametrize("excluding", ["h1", "year"])
def test_leaving_out_what_cannot_matter_changes_no_sum(excluding: str, ledger_of: LedgerOf) -> None:
    """The incident left out has deaths only; the tables are of the injured."""
    periods_ = {"h1": "2022-H1", "h2": "2022-H2", "year": "2022"}
    tables = {
        name: f"period: {text}{', excludes: [case]' if name == excluding else ''} | measure: injured, count: 5"
        for name, text in periods_.items()
    }
    assert sums_over_time(ledger_with(ledger_of, **tables)) == ["year injured = h1 injured + h2 injured"]


def test_periods_add_up_only_where_the_whole_or_every_part_is_published(ledger_of: LedgerOf) -> None:
    """The year has no injured and one half has none: nothing is carried. Both have killed, which makes the year's."""
    tables = {
        "h1": "period: 2022-H1 | measure: killed, count: 50; measure: injured, count: 7",
        "h2": "period: 2022-H2 | measure: killed, count: 30; measure: arrested, count: 3",
        "year": "period: 2022 | measure: arrested, count: 9",
    }
    assert sums_over_time(ledger_with(ledger_of, **tables)) == [
        "year killed = h1 killed + h2 killed",
        "year arrested = h1 arrested + h2 arrested",
    ]


def test_of_two_tables_for_a_period_the_one_that_has_the_measure_is_added(ledger_of: LedgerOf) -> None:
    tables = {
        **HALVES,
        "a-h1": "period: 2022-H1 | measure: injured, count: 7",
        "year": "period: 2022 | measure: killed, count: 80",
    }
    assert "year killed = h1 killed + h2 killed" in sums_over_time(
        ledger_with(ledger_of, **{name.replace("-", "_"): text for name, text in tables.items()})
    )


# --- what a table says without printing it -------------------------------------------------------------------------


def saying(ledger: Ledger, period: str, measure: str = "killed") -> Said:
    found = totals(Question(dates.parse(period), measure), "range", ledger, sheets=Sheets(ledger))
    said = found.tables[0].said
    assert said
    return said


def line(one: Derived) -> str:
    share = "" if one.share is None else f", {one.share[0]} to {one.share[1]} %"
    left = "" if one.residual is None else f", {one.residual.text} left"
    return f"{'among: ' if one.among else ''}{one.category or 'total'}: {one.figure.text}{share}{left}"


def test_a_category_that_another_period_forces_is_said_once(ledger_of: LedgerOf) -> None:
    tables = {
        "year": "period: 2022 | measure: killed, count: 500; measure: killed, category: army, count: 100",
        "h1": "period: 2022-H1 | measure: killed, count: 200; measure: killed, category: army, count: 40",
        "h2": "period: 2022-H2 | measure: killed, count: 300",
    }
    said = saying(ledger_with(ledger_of, **tables), "2022-H2")
    assert list(map(line, said.derived)) == [
        "army: 60, 20 to 20 %, 60 left",
        "not broken down: 240, 80 to 80 %, 240 left",
    ]
    assert [[cell.address for cell in one.behind] for one in said.derived] == [
        ["h1/killed.army/minusma", "year/killed.army/minusma"],
        ["h1/killed.army/minusma", "h2/killed/minusma", "year/killed.army/minusma"],
    ]


@pytest.mark.parametrize(
    ("army", "rest"),
    [
        ("at least 50", "at most 250"),
        ("50 to 400", "at most 250"),
        ("50 to 299", "1 to 250"),
        ("120", "180"),
        ("at most 20", "280 to 300"),
    ],
)
def test_what_is_not_broken_down_is_what_the_categories_leave(army: str, rest: str, ledger_of: LedgerOf) -> None:
    cells = f"measure: killed, count: 300; measure: killed, category: army, count: {army}"
    assert rows(ledger_with(ledger_of, q1=f"period: 2022-Q1 | {cells}"), "2022-Q1") == {"not broken down": rest}


KILLED_BY = """
title: Case
date: 2022-01-09
place: {name: Tindara, country: ML}
facts:
  one: {measure: killed, claims: [{source: minusma, count: 10, victims: civilians, perpetrator: malian-army}]}
  two: {measure: killed, claims: [{source: minusma, count: 20, victims: civilians, perpetrator: jnim}]}
  three: {measure: killed, claims: [{source: minusma, count: 3, victims: civilians, perpetrator: wagner}]}
"""


def test_what_is_itemised_under_no_category_of_the_table_is_taken_off_the_rest(ledger_of: LedgerOf) -> None:
    cells = "measure: killed, count: 300; measure: killed, category: army, count: 100"
    said = saying(ledger_with(ledger_of, KILLED_BY, q1=f"period: 2022-Q1 | {cells}"), "2022-Q1")
    assert list(map(line, said.derived)) == ["not broken down: 200, 67 to 67 %, 177 left"]


def test_a_total_that_its_parts_make_has_no_share_and_what_is_itemised_is_taken_off(ledger_of: LedgerOf) -> None:
    tables = {
        "q1": "period: 2022-Q1 | measure: killed, count: 40",
        "q2": "period: 2022-Q2 | measure: killed, count: 60",
    }
    ledger = ledger_with(ledger_of, KILLED_BY, **tables)
    half = dates.parse("2022-H1")
    (gap,) = totals(Question(half), "range", ledger, sheets=Sheets(ledger, [half])).between
    assert list(map(line, gap.derived)) == ["total: 100, 67 left"]


def test_a_clash_is_told_of_the_measure_and_the_table_that_it_is_in(ledger_of: LedgerOf) -> None:
    tables = {
        "q1": "period: 2022-Q1 | measure: killed, count: 9; measure: killed, category: army, count: 10; measure: injured, count: 4",
        "q2": "period: 2022-Q2 | measure: killed, count: 9",
    }
    ledger = ledger_with(ledger_of, **tables)
    clashes = {
        (period, measure): [(one.name.measure, one.leaves.low) for one in saying(ledger, period, measure).clashes]
        for period, measure in (("2022-Q1", "killed"), ("2022-Q1", "injured"), ("2022-Q2", "killed"))
    }
    assert clashes == {("2022-Q1", "killed"): [("killed", 10)], ("2022-Q1", "injured"): [], ("2022-Q2", "killed"): []}
    assert told(ledger) == ["MINUSMA published 9 killed for 2022-Q1; 10 killed by army allow at least 10."]


def test_nothing_is_left_where_the_categories_exceed_the_total(ledger_of: LedgerOf) -> None:
    cells = "measure: killed, count: 9; measure: killed, category: army, count: at least 10"
    assert rows(ledger_with(ledger_of, q1=f"period: 2022-Q1 | {cells}"), "2022-Q1") == {}


def test_what_is_left_of_figures_that_their_quarters_do_not_make(ledger_of: LedgerOf) -> None:
    """Neither total nor floor bounds anybody any more, but both were printed."""
    army = "measure: killed, category: army, count:"
    tables = {
        "h1": f"period: 2021-H1 | measure: killed, count: 425; {army} at least 50",
        "q1": f"period: 2021-Q1 | measure: killed, count: 181; {army} 10",
        "q2": f"period: 2021-Q2 | measure: killed, count: 220; {army} 20",
    }
    assert rows(ledger_with(ledger_of, **tables), "2021-H1") == {"not broken down": "at most 375"}


ADDED = {
    "killed": ["killed = killed.army 60 + killed.jihadist 40", "affected = killed 100 + injured 20, 5 left"],
    "injured": ["affected = killed 100 + injured 20, 5 left"],
    "affected": ["affected = killed 100 + injured 20, 5 left", "affected = affected.army 75 + affected.jihadist 50"],
}


@pytest.mark.parametrize("measure", ADDED)
def test_the_sums_that_a_table_makes_of_what_is_asked(measure: str, ledger_of: LedgerOf) -> None:
    """The rest is told of all the affected only; of the army's 75 it would be 15, and of a row it is not broken down."""
    by = "measure: {}, category: {}, count: {}"
    cells = [
        *("measure: killed, count: 100", "measure: injured, count: 20", "measure: affected, count: 125"),
        *(
            by.format("killed", "army", 60),
            by.format("killed", "jihadist", 40),
            by.format("injured", "army", "at least 17"),
        ),
        *(
            by.format("affected", "army", 75),
            by.format("affected", "jihadist", 50),
            by.format("injured", "jihadist", 3),
        ),
    ]
    other = "period: 2022-Q2 | measure: killed, count: 10; measure: killed, category: army, count: 10"
    ledger = ledger_with(ledger_of, q1=f"period: 2022-Q1 | {'; '.join(cells)}", q2=other)

    def name(one: Spot) -> str:
        return f"{one.measure}{'.' if one.category else ''}{one.category}"

    found = [
        f"{name(one.whole)} = {' + '.join(f'{name(part)} {value.low}' for part, value in one.parts)}"
        + (f", {one.rest.low} left" if one.rest else "")
        for one in saying(ledger, "2022-Q1", measure).sums
    ]
    assert sorted(found) == sorted(ADDED[measure])
    assert not saying(ledger, "2022-Q2").sums


def test_what_other_figures_leave_of_a_printed_one(ledger_of: LedgerOf) -> None:
    by = "measure: {}, category: {}, count: {}"
    cells = [
        *(
            "measure: killed, count: 100 to 500",
            by.format("killed", "army", 50),
            by.format("killed", "jihadist", "at most 100"),
        ),
        "measure: injured, count: 7",
    ]
    ledger = ledger_with(ledger_of, q1=f"period: 2022-Q1, complete: true | {'; '.join(cells)}")
    left = {measure: saying(ledger, "2022-Q1", measure).left for measure in ("killed", "injured")}
    assert [(name, figure.text) for name, figure in left["killed"]] == [(None, "100 to 150"), ("jihadist", "50 to 100")]
    assert left["injured"] == ()


def test_what_the_source_s_own_documents_leave_open_is_not_told(ledger_of: LedgerOf) -> None:
    """Its own floor of 60 bounds the relayed 100 from below only; the relayed 30 it leaves no bound at all."""
    cells = [
        "document: afp-august, measure: killed, count: 100",
        "measure: killed, category: army, count: at least 60",
        "document: afp-august, measure: injured, count: 30",
    ]
    ledger = ledger_with(ledger_of, q1=f"period: 2022-Q1 | {'; '.join(cells)}")
    assert saying(ledger, "2022-Q1").alone == ()
    assert saying(ledger, "2022-Q1", "injured").alone == ()


# --- rivals --------------------------------------------------------------------------------------------------------

THEIRS = "source: ohchr, document: un-report, measure: killed"
RIVALS = {
    "figures with no number in common": (
        "period: 2022-Q1 | measure: killed, count: 100",
        f"period: 2022-Q1 | {THEIRS}, count: 269",
        2,
    ),
    "figures that meet": (
        "period: 2022-Q1 | measure: killed, count: at least 100",
        f"period: 2022-Q1 | {THEIRS}, count: 269",
        0,
    ),
    "the lower leaves out an incident": (
        "period: 2022-Q1, excludes: [case] | measure: killed, count: 100",
        f"period: 2022-Q1 | {THEIRS}, count: 269",
        0,
    ),
    "the higher leaves out an incident": (
        "period: 2022-Q1 | measure: killed, count: 100",
        f"period: 2022-Q1, excludes: [case] | {THEIRS}, count: 269",
        2,
    ),
    "the higher leaves it out, the other way round": (
        "period: 2022-Q1, excludes: [case] | measure: killed, count: 269",
        f"period: 2022-Q1 | {THEIRS}, count: 100",
        2,
    ),
    "both leave it out": (
        "period: 2022-Q1, excludes: [case] | measure: killed, count: 100",
        f"period: 2022-Q1, excludes: [case] | {THEIRS}, count: 269",
        2,
    ),
    "it is of another period": (
        "period: 2022-Q2, excludes: [case] | measure: killed, count: 100",
        f"period: 2022-Q2 | {THEIRS}, count: 269",
        2,
    ),
    "over other people": (
        "period: 2022-Q1 | measure: killed, victims: people, count: 100",
        f"period: 2022-Q1 | {THEIRS}, victims: fighters, count: 269",
        0,
    ),
    "over other people than the table": (
        "period: 2022-Q1 | measure: killed, victims: people, count: 100",
        f"period: 2022-Q1 | {THEIRS}, count: 269",
        0,
    ),
    "other harm": ("period: 2022-Q1 | measure: injured, count: 100", f"period: 2022-Q1 | {THEIRS}, count: 269", 0),
    "of another category": (
        "period: 2022-Q1 | measure: killed, category: army, count: 100",
        f"period: 2022-Q1 | {THEIRS}, category: jihadist, count: 269",
        0,
    ),
    "another period": ("period: 2022-Q1 | measure: killed, count: 100", f"period: 2022-Q2 | {THEIRS}, count: 269", 0),
    "days that are not certain": (
        "period: 2022~ | measure: killed, count: 100",
        f"period: 2022~ | {THEIRS}, count: 269",
        0,
    ),
    "witnesses, who are many speakers": (
        "period: 2022-Q1 | source: residents, measure: killed, count: 100",
        "period: 2022-Q1 | source: residents, measure: killed, count: 269",
        0,
    ),
}


@pytest.mark.parametrize("name", RIVALS)
def test_when_the_tables_of_two_sources_contradict_each_other(name: str, ledger_of: LedgerOf) -> None:
    ours, theirs, cells = RIVALS[name]
    found = [one for one in contradicted(ledger_with(ledger_of, ours=ours, theirs=theirs)) if one.pairs]
    assert sum(len(one.claims) for one in found) == cells
    for one in found:
        assert (one.kind, one.incident, one.fact) == ("totals", None, None)
        assert [claim.address for claim in one.claims] == sorted(claim.address for claim in one.claims)


def test_each_table_that_contradicts_another_is_named_once(ledger_of: LedgerOf) -> None:
    found = told(
        ledger_with(
            ledger_of,
            a="period: 2022-Q1 | measure: killed, count: 100",
            b=f"period: 2022-Q1 | {THEIRS}, count: 269",
            c="period: 2022-Q1 | source: hrw, document: hrw-april, measure: killed, count: 300",
        )
    )
    parts = ["MINUSMA published 100", "OHCHR published 269", "HRW published 300"]
    said = "; ".join(f"{part} killed for 2022-Q1" for part in parts)
    assert found == [f"{said}; these cannot be figures for the same people."]


# --- percentages ---------------------------------------------------------------------------------------------------


def of_cell(text: str, ledger_of: LedgerOf) -> Cell:
    ledger = ledger_with(ledger_of, q1=f"period: 2022-Q1 | measure: killed, {text}")
    return ledger.totals["q1"].claims[0]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("share: 64%", "0.6345", "0.65"),
        ("share: 24.5%", "0.24445", "0.246"),
        ("share: 0%", "0", "0.01"),
        ("change: +54%, since: 2021-Q1", "1.5345", "1.55"),
        ("change: +16.5%, since: 2021-Q1", "1.16445", "1.166"),
        ("change: -42%, since: 2021-Q1", "0.57", "0.5855"),
        ("change: -100%, since: 2021-Q1", "0", "0.0055"),
    ],
)
def test_what_a_printed_percentage_may_be(text: str, low: str, high: str, ledger_of: LedgerOf) -> None:
    """Rounded, cut off, or rounded twice: from 0.55 below to 1 above, in units of the last digit."""
    assert ratio(of_cell(text, ledger_of)) == (Fraction(low), Fraction(high))


def judged(ledger: Ledger) -> Verdict:
    (verdict,) = [verdict for sheet in Sheets(ledger).all() for verdict in sheet.verdicts]
    return verdict


@pytest.mark.parametrize(
    ("before", "now", "trend", "holds"),
    [
        ("50", "51", "up", True),
        ("50", "50", "up", False),
        ("at least 50", "50", "up", False),
        ("50", "at least 20", "up", True),
        ("at most 50", "1", "up", True),
        ("50", "49", "down", True),
        ("50", "50", "down", False),
        ("50", "at least 50", "down", False),
        ("50", "at least 20", "down", True),
        ("at least 50", "900", "down", True),
        ("100", "110", "stable", True),
        ("100", "111", "stable", False),
        ("100", "90", "stable", True),
        ("100", "89", "stable", False),
        ("100", "at least 105", "stable", True),
        ("100", "at least 111", "stable", False),
        ("100", None, "up", None),
        (None, "100", "down", None),
    ],
)
def test_whether_a_trend_holds(
    before: str | None, now: str | None, trend: str, holds: bool | None, ledger_of: LedgerOf
) -> None:
    figure = f"measure: killed, count: {now}; " if now else ""
    tables = {"q2": f"period: 2022-Q2 | {figure}measure: killed, trend: {trend}, since: 2022-Q1"}
    if before:
        tables["q1"] = f"period: 2022-Q1 | measure: killed, count: {before}"
    verdict = judged(ledger_with(ledger_of, **tables))
    assert (verdict.kind, verdict.holds, verdict.shares, verdict.of_new) == ("trend", holds, (), False)
    assert [one.kind for one in contradicted(ledger_with(ledger_of, **tables))] == (["trend"] if holds is False else [])


@pytest.mark.parametrize(
    ("before", "now", "change", "holds", "would", "of_new"),
    [
        ("584", "1277", "+54%", False, (824, 832), True),
        ("584", "1277", "+118%", True, (0, None), False),
        ("584", "1277", "+120%", False, (578, 581), False),
        ("248", "96", "-61%", True, (0, None), False),
        ("248", "96", "-42%", False, (164, 168), False),
        ("at least 248", "96", "-42%", False, (164, 168), False),
        ("at least 100", "96", "-42%", True, (0, None), False),
        ("100", "at least 200", "+54%", False, (0, None), False),
        ("1277", "584", "-54%", True, (0, None), False),
        ("0", "10", "+50%", False, (0, None), False),
        ("931", "2000", "+54%", False, (1291, 1303), True),
        ("45", "100", "+54%", False, (65, 65), True),
        ("584", "at least 1277", "+54%", False, (0, None), False),
        ("584 to 600", "1277", "+54%", False, (824, 832), False),
        ("at most 100", "10", "+54%", False, (0, None), False),  # no number of people grows by so much to ten
    ],
)
def test_whether_a_change_holds_and_what_base_would_give_it(
    before: str, now: str, change: str, holds: bool, would: tuple[int, int | None], of_new: bool, ledger_of: LedgerOf
) -> None:
    verdict = judged(
        ledger_with(
            ledger_of,
            q1=f"period: 2022-Q1 | measure: killed, count: {before}",
            q2=f"period: 2022-Q2 | measure: killed, count: {now}; measure: killed, change: {change}, since: 2022-Q1",
        )
    )
    assert (verdict.kind, verdict.holds, verdict.of_new) == ("change", holds, of_new)
    assert (verdict.would.low, verdict.would.high) == would
    assert (verdict.leaves is None) is not (holds and "at least" in before + now)
    assert verdict.shares == ()


AFFECTED = "measure: killed, count: 32; measure: affected, count: 50; measure: injured, count: 18"


@pytest.mark.parametrize(
    ("cells", "holds", "elsewhere"),
    [
        (f"{AFFECTED}; measure: killed, share: 64%", True, {}),
        (f"{AFFECTED}; measure: killed, share: 63%", True, {}),
        (f"{AFFECTED}; measure: killed, share: 62%", False, {"injured": False}),
        (f"{AFFECTED}; measure: killed, share: 36%", False, {"injured": True}),
        ("measure: killed, count: at most 5; measure: affected, count: 1; measure: killed, share: 64%", False, {}),
        ("measure: killed, count: 32; measure: killed, share: 64%", None, {}),
        ("measure: affected, count: 50; measure: affected, share: 64%", None, {}),
    ],
)
def test_a_share_without_a_category_is_of_the_affected(
    cells: str, holds: bool | None, elsewhere: dict[str, bool], ledger_of: LedgerOf
) -> None:
    verdict = judged(ledger_with(ledger_of, q1=f"period: 2022-Q1 | {cells}"))
    assert (verdict.kind, verdict.holds) == ("share", holds)
    if not holds:
        assert verdict.elsewhere == elsewhere


@pytest.mark.parametrize(
    ("cells", "judged_of"),
    [
        (
            "trend: up, since: 2022-Q1, stated: 2022-05-01; measure: killed, id: later, trend: down, since: 2022-Q1, stated: 2022-08-01",
            ["down"],
        ),
        ("trend: down, since: 2022-Q1, withdrawn: {date: 2022-09-01, reason: misread}", []),
        ("share: 64%, stated: 2022-05-01; measure: killed, id: later, share: 60%, stated: 2022-08-01", ["60%"]),
    ],
)
def test_only_what_a_source_still_says_is_judged(cells: str, judged_of: list[str], ledger_of: LedgerOf) -> None:
    ledger = ledger_with(ledger_of, q2=f"period: 2022-Q2 | measure: killed, count: 5; measure: killed, {cells}")
    sheet = only(ledger)
    assert [one.cell.trend or one.cell.share for one in sheet.verdicts] == judged_of
    assert bool(sheet.percentages) == bool(judged_of)


def test_what_a_document_made_of_a_percentage_is_judged_and_bounds_nothing(ledger_of: LedgerOf) -> None:
    """AFP has 50 % where the note has 20 %: both are judged, and only the note's bounds the total."""
    cells = [
        "measure: killed, category: army, count: 100",
        "measure: killed, category: army, share: 20%",
        "document: afp-august, measure: killed, category: army, share: 50%",
        "measure: killed, count: at least 400",
    ]
    sheet = only(ledger_with(ledger_of, q1=f"period: 2022-Q1 | {'; '.join(cells)}"))
    assert [(one.cell.share, one.current, one.holds, one.kind) for one in sheet.verdicts] == [
        ("20%", True, True, "share"),
        ("50%", False, False, "share"),
    ]
    total = sheet.bound(sheet.table("q1"), "killed", None)
    assert (total.low, total.high) == (477, 514)


def test_a_trend_of_one_category_is_told_with_its_share_then_and_now(ledger_of: LedgerOf) -> None:
    by = "measure: killed, category: army"
    verdict = judged(
        ledger_with(
            ledger_of,
            q1=f"period: 2022-Q1 | measure: killed, count: 500; {by}, count: 200",
            q2=f"period: 2022-Q2 | measure: killed, count: 300; {by}, count: 90; {by}, trend: down, since: 2022-Q1",
        )
    )
    assert [(part.low, whole.low) for part, whole in verdict.shares] == [(200, 500), (90, 300)]


def test_a_change_that_fits_other_harm_and_not_the_dead(ledger_of: LedgerOf) -> None:
    """The injured went from 100 to 154, and from another table of the same quarter the abducted from 100 to 200."""
    verdict = judged(
        ledger_with(
            ledger_of,
            q1="period: 2022-Q1 | measure: killed, count: 100; measure: injured, count: 100; measure: abducted, count: 100; measure: missing, count: 4",
            q2="period: 2022-Q2 | measure: killed, count: 300; measure: injured, count: 154; measure: killed, change: +54%, since: 2022-Q1",
            q2_abducted="period: 2022-Q2 | measure: abducted, count: 200",
        )
    )
    assert (verdict.holds, verdict.elsewhere) == (False, {"injured": True, "abducted": False})


def test_a_percentage_bounds_what_has_no_figure_and_says_so(ledger_of: LedgerOf) -> None:
    """14 is 16 % more than 12; and what is bounded so rests on the percentage and on the figure."""
    ledger = ledger_with(
        ledger_of,
        q1="period: 2022-Q1 | measure: injured, count: 3",
        q2="period: 2022-Q2 | measure: killed, count: 14; measure: killed, change: +16%, since: 2022-Q1",
    )
    (sheet,) = Sheets(ledger).all()
    (verdict,) = sheet.verdicts
    assert (verdict.holds, verdict.part.exact, verdict.whole) == (None, True, OPEN)
    before = sheet.bound(sheet.table("q1"), "killed", None)
    assert (before.low, before.high, [cell.address for cell in sheet.behind(before)]) == (
        12,
        12,
        ["q2/killed.change/minusma", "q2/killed/minusma"],
    )
    assert rows(ledger, "2022-Q1") == {"total": "12"}


def test_a_percentage_between_two_unknown_figures_bounds_nothing(ledger_of: LedgerOf) -> None:
    by = "measure: killed, category: jihadist"
    ledger = ledger_with(
        ledger_of,
        q1="period: 2022-Q1 | measure: killed, category: army, count: 9",
        q2=f"period: 2022-Q2 | measure: killed, category: army, count: 12; {by}, change: +16%, since: 2022-Q1",
    )
    (sheet,) = Sheets(ledger).all()
    (verdict,) = sheet.verdicts
    assert (verdict.holds, verdict.part, verdict.whole) == (None, OPEN, OPEN)
    assert "q2/killed.jihadist.change/minusma" not in sheet.cells
    assert sheet.bound(sheet.table("q1"), "killed", "jihadist") == OPEN


def test_a_percentage_of_an_open_figure_leaves_both_sides_narrower(ledger_of: LedgerOf) -> None:
    ledger = ledger_with(
        ledger_of,
        q1="period: 2022-Q1 | measure: killed, count: at least 100; measure: killed, category: army, count: 100 to 200; measure: killed, category: army, share: 50%",
    )
    verdict = judged(ledger)
    assert verdict.holds
    assert verdict.leaves
    assert [(one.low, one.high) for one in verdict.leaves] == [(100, 200), (197, 404)]


def test_a_percentage_that_others_leave_no_room_does_not_hold(ledger_of: LedgerOf) -> None:
    """Each fits the open total by itself; together they do not, and the first stands."""
    cells = [
        "measure: killed, count: 100 to 1000",
        *(f"measure: killed, category: {name}, count: 100" for name in ("army", "jihadist")),
        "measure: killed, category: army, share: 50%",
        "measure: killed, category: jihadist, share: 20%",
    ]
    sheet = only(ledger_with(ledger_of, q1=f"period: 2022-Q1 | {'; '.join(cells)}"))
    assert [(one.cell.address, one.holds) for one in sheet.verdicts] == [
        ("q1/killed.army.share/minusma", True),
        ("q1/killed.jihadist.share/minusma", False),
    ]
    total = sheet.bound(sheet.table("q1"), "killed", None)
    assert (total.low, total.high) == (200, 202)


# --- sheets --------------------------------------------------------------------------------------------------------


def only(ledger: Ledger) -> Sheet:
    (sheet,) = Sheets(ledger).all()
    return sheet


def test_the_scopes_of_a_ledger(ledger_of: LedgerOf) -> None:
    ledger = ledger_with(
        ledger_of,
        a="period: 2022-Q1 | measure: killed, count: 9; measure: killed, victims: people, count: 10",
        b="period: 2022-Q1, series: protection | source: ohchr, document: un-report, measure: killed, count: 9",
    )
    assert [(one.source, one.victims, one.series) for one in scopes(ledger)] == [
        ("minusma", "civilians", ""),
        ("minusma", "people", ""),
        ("ohchr", "civilians", "protection"),
    ]


def test_a_sheet_has_the_cells_of_its_series_and_its_source_only(ledger_of: LedgerOf) -> None:
    ledger = ledger_with(
        ledger_of,
        a="period: 2022-Q1 | measure: killed, count: 9; measure: killed, victims: people, count: 10; measure: killed, trend: up, since: 2021-Q1",
        b="period: 2022-Q1, series: protection | measure: killed, count: 3; measure: killed, trend: up, since: 2021-Q1",
        c="period: 2022-Q2 | source: ohchr, document: un-report, measure: killed, count: 9",
    )
    found = {
        (sheet.scope.source, sheet.scope.victims, sheet.scope.series): (
            sorted(sheet.cells),
            [table.id for table in sheet.tables],
            [cell.address for cell, _ in sheet.percentages],
        )
        for sheet in Sheets(ledger).all()
    }
    ours = ["a/killed.people/minusma", "a/killed/minusma"]
    assert found == {
        ("minusma", "civilians", ""): (ours, ["a", ""], ["a/killed.trend/minusma"]),
        ("minusma", "people", ""): (ours, ["a"], []),
        ("minusma", "civilians", "protection"): (["b/killed/minusma"], ["b", ""], ["b/killed.trend/minusma"]),
        ("ohchr", "civilians", ""): (["c/killed/ohchr"], ["c"], []),
    }


def test_where_a_sheet_has_its_figures(ledger_of: LedgerOf) -> None:
    sheet = only(
        ledger_with(
            ledger_of,
            injured="period: 2022-Q1 | measure: injured, count: about 30",
            killed="period: 2022-Q1 | measure: killed, category: army, count: dozens; measure: killed, count: 100",
            later="period: 2022-Q2 | measure: killed, count: 5",
        )
    )
    q1 = dates.parse("2022-Q1")
    assert [getattr(sheet.of(q1, measure), "id", None) for measure in ("killed", "injured", "arrested")] == [
        "killed",
        "injured",
        "injured",
    ]
    assert sheet.of(dates.parse("2022-Q3"), "killed") is None
    assert sheet.table("nothing") is None
    killed = sheet.table("killed")
    assert killed
    assert [(one.measure, one.category) for one in sheet.published_in(killed)] == [("killed", ""), ("killed", "army")]
    bound = sheet.bound(killed, "killed", "army")
    assert (bound.low, bound.high, sheet.printed(bound).text, sheet.figure(bound).text) == (
        12,
        99,
        "dozens",
        "about 12 to 99",
    )
    assert sheet.bound(None, "killed", "army") == OPEN
    assert sheet.figure(sheet.bound(killed, "killed", None)).text == "100"


def test_witnesses_in_one_table_allow_what_any_of_them_allows(ledger_of: LedgerOf) -> None:
    sheet = only(
        ledger_with(
            ledger_of,
            a="period: 2022-Q1 | source: residents, measure: killed, count: 9",
            b="period: 2022-Q2 | source: residents, id: one, measure: killed, count: 5 to 9; source: residents, id: two, measure: killed, count: 7 to 12",
            c="period: 2022-Q3 | source: residents, id: one, measure: killed, count: at least 4; source: residents, id: two, measure: killed, count: 7",
            d="period: 2022-Q4 | source: residents, id: one, measure: killed, count: none; source: residents, id: two, measure: killed, count: at most 3",
        )
    )
    bounds = {table.id: sheet.published[Spot(table, "killed", "")] for table in sheet.tables}
    assert [sheet.printed(bounds[name]).text for name in "abcd"] == ["9", "5 to 12", "at least 4", "at most 3"]
    assert {name: (one.low, one.high, len(one.low_by), len(one.high_by)) for name, one in bounds.items()} == {
        "a": (9, 9, 1, 1),
        "b": (5, 12, 2, 2),
        "c": (4, None, 2, 1),
        "d": (0, 3, 1, 2),
    }


@pytest.mark.parametrize(
    ("beside", "bounds"),
    [
        ("victims: people, count: 60", (40, 60)),
        ("victims: people, count: at least 60", (40, None)),
        ("victims: aid-workers, count: 60", (60, None)),
        ("victims: aid-workers, count: at most 60", (40, None)),
        ("victims: fighters, count: 60", (40, None)),
    ],
)
def test_figures_over_more_or_fewer_people_bound_those_of_civilians(
    beside: str, bounds: tuple[int, int | None], ledger_of: LedgerOf
) -> None:
    text = f"period: 2022-Q1 | measure: killed, count: at least 40; measure: killed, {beside}"
    ledger = ledger_with(ledger_of, q1=text)
    sheet = next(one for one in Sheets(ledger).all() if one.scope.victims == "civilians")
    found = sheet.bound(sheet.table("q1"), "killed", None)
    assert (found.low, found.high) == bounds


def test_figures_that_contradict_one_another_carry_nothing_further(ledger_of: LedgerOf) -> None:
    """425 is not 181 and 220; the year is not worked out from any of the three."""
    sheet = only(
        ledger_with(
            ledger_of,
            h1="period: 2021-H1 | measure: abducted, count: 425",
            q1="period: 2021-Q1 | measure: abducted, count: 181",
            q2="period: 2021-Q2 | measure: abducted, count: 220",
            h2="period: 2021-H2 | measure: abducted, count: 343",
            year="period: 2021 | measure: killed, count: 584",
        )
    )
    assert [(one.stands.low, one.leaves.low) for one in sheet.clashes] == [(425, 401)]
    bounds = {table.id: sheet.bound(table, "abducted", None) for table in sheet.tables}
    assert {name: (one.low, one.high) for name, one in bounds.items()} == {
        **dict.fromkeys(("h1", "q1", "q2"), (0, None)),
        "h2": (343, 343),
        "year": (343, None),
    }


def test_a_figure_that_its_months_bear_out_stands_and_still_bounds_nothing_that_it_contradicts(
    ledger_of: LedgerOf,
) -> None:
    months = {f"m{number}": f"period: 2021-0{number} | measure: abducted, count: {60 + number}" for number in (1, 2, 3)}
    sheet = only(
        ledger_with(
            ledger_of,
            h1="period: 2021-H1 | measure: abducted, count: 425",
            q1="period: 2021-Q1 | measure: abducted, count: 186",
            q2="period: 2021-Q2 | measure: abducted, count: 220",
            **months,
        )
    )
    bounds = {table.id: sheet.bound(table, "abducted", None) for table in sheet.tables}
    assert {name: (bounds[name].low, bounds[name].high) for name in ("h1", "q1", "q2", "m1")} == {
        "h1": (0, None),
        "q1": (186, 186),
        "q2": (0, None),
        "m1": (61, 61),
    }


def test_without_relays_only_the_source_s_own_documents_count(ledger_of: LedgerOf) -> None:
    ledger = ledger_with(
        ledger_of,
        q1="period: 2022-Q1 | measure: killed, count: 100; document: afp-august, measure: killed, category: army, count: 60",
    )
    sheets = Sheets(ledger)
    (scope,) = scopes(ledger)
    assert sheets.of(scope) is sheets.of(scope)
    assert set(sheets.of(scope).cells) == {"q1/killed/minusma", "q1/killed.army/minusma"}
    assert set(sheets.of(scope, relays=False).cells) == {"q1/killed/minusma"}


# --- the sum over incidents ----------------------------------------------------------------------------------------

HERE = "place: {country: ML, admin1: Mopti, admin2: Douentza, name: Hombori}"
TWO = {
    "data/incidents/hombori.yaml": f"""
        title: One
        date: 2022-04-19
        {HERE}
        facts:
          deaths: {{measure: killed, claims: [
            {{source: minusma, count: 50, victims: civilians, perpetrator: malian-army, alongside: [wagner]}},
            {{source: hrw, count: 40, victims: civilians, perpetrator: wagner}},
            {{source: malian-army, document: army, count: 18, victims: fighters, perpetrator: malian-army}}]}}
          bodies: {{measure: killed, date: 2022-06-30/2022-07-02, claims: [{{source: minusma, count: 7, victims: civilians}}]}}
        """,
    "data/incidents/nowhere.yaml": """
        title: Two
        date: 2022-05-01
        facts:
          deaths: {measure: killed, claims: [{source: hrw, count: 3, victims: civilians, perpetrator: jnim}]}
        """,
    "data/incidents/places.yaml": """
        title: Three
        date: 2022-05-02
        place: [{country: ML, admin1: Gao}, {country: NE, admin1: Tahoua, admin2: Tillia}, {country: BF}]
        facts:
          deaths: {measure: killed, claims: [{source: hrw, count: 2, victims: civilians, perpetrator: jnim}]}
        """,
}


@pytest.mark.parametrize(
    ("by", "found"),
    [
        (
            "category",
            {
                "army": "at most 50",
                "foreign": "at most 40",
                "jihadist": "5",
                "unattributed": "at most 7",
                "all": "5 to 62",
            },
        ),
        (
            "actor",
            {
                "malian-army": "at most 50",
                "wagner": "at most 40",
                "jnim": "5",
                "unattributed": "at most 7",
                "all": "5 to 62",
            },
        ),
        ("place", {"Hombori": "at most 57", "no place": "3", "Gao; Tillia; BF": "2", "all": "5 to 62"}),
        ("incident", {"hombori": "at most 57", "nowhere": "3", "places": "2", "all": "5 to 62"}),
        ("source", {"hrw": "at most 45", "minusma": "at most 57"}),
    ],
)
def test_the_same_claims_by_what_they_are_summed(by: str, found: dict[str, str], ledger_of: LedgerOf) -> None:
    """The army's fighters make no civilian certain; rivals about who did it make each of them possible only."""
    ledger = ledger_of({**SETTING, **TWO})
    assert not [one for one in ledger.findings if one.severity == "error"]
    answer = tally(Question(Q2), "range", ledger, by)
    assert {row: figure for row, figure in sums(answer).items() if by != "source"} == {
        row: figure for row, figure in found.items() if by != "source"
    }
    assert set(sums(answer)) == set(found)
    assert answer.account.aside == {"other victims": ("hombori/deaths/malian-army",)}
    assert len(answer.account.counted) == 5


def test_each_source_s_own_account_side_by_side(ledger_of: LedgerOf) -> None:
    """The army speaks of fighters only, so it has no account of civilians; and nothing is added up."""
    answer = tally(Question(Q2), "range", ledger_of({**SETTING, **TWO}), "source")
    assert {row.category: row.figure.text for row in answer.rows.values()} == {"hrw": "45", "minusma": "50 to 57"}
    assert list(answer.rows) == ["hrw", "minusma"]


def test_rows_name_their_facts_and_those_over_the_edge(ledger_of: LedgerOf) -> None:
    rows_ = tally(Question(Q2), "minusma", ledger_of({**SETTING, **TWO})).rows
    assert {row.category: (row.facts, row.straddling) for row in rows_.values()} == {
        None: (("hombori/deaths", "hombori/bodies"), ("hombori/bodies",)),
        "army": (("hombori/deaths",), ()),
        "unattributed": (("hombori/bodies",), ("hombori/bodies",)),
    }


def test_the_shares_of_the_facts_add_up_to_their_row(ledger_of: LedgerOf) -> None:
    found = shares(Question(Q2), "hrw", ledger_of({**SETTING, **TWO}))
    assert {key: figure.text for key, figure in found.items()} == {
        ("foreign", "hombori/deaths"): "40",
        (None, "hombori/deaths"): "40",
        ("jihadist", "nowhere/deaths"): "3",
        (None, "nowhere/deaths"): "3",
        ("jihadist", "places/deaths"): "2",
        (None, "places/deaths"): "2",
    }


def test_accounts_are_of_those_who_speak_of_what_the_rule_counts(ledger_of: LedgerOf) -> None:
    ledger = facts(
        ledger_of,
        """
        one: {measure: killed, claims: [{source: hrw, count: 4, victims: civilians}, {source: minusma, count: 5, victims: civilians}]}
        two: {measure: killed, claims: [{source: ohchr, count: 7, victims: civilians}]}
        """,
    )
    assert {name: row.figure.text for name, row in tally(Question(Q2), "minusma", ledger, "source").rows.items()} == {
        "hrw": "4",
        "minusma": "5",
    }


PART_FIRST = """
    inside: {{measure: killed, part_of: whole, claims: [{{source: hrw, count: 3, victims: civilians, perpetrator: malian-army}}]}}
    whole: {{measure: killed, {date}part_of: {of}, claims: [{{source: hrw, count: 10, victims: civilians, perpetrator: {by}}}]}}
    """


@pytest.mark.parametrize(
    ("date", "by", "army", "all_"),
    [
        ("", "malian-army", "10", "10"),
        ("", "jnim", "3", "10"),
        ("date: 2022-01-09, ", "malian-army", "3", "3"),
    ],
)
def test_a_part_that_stands_before_its_whole_is_counted_once(
    date: str, by: str, army: str, all_: str, ledger_of: LedgerOf
) -> None:
    """Unless the whole is outside of the period: then the part is all that is known of it."""
    ledger = facts(ledger_of, PART_FIRST.format(date=date, of="", by=by).replace("part_of: , ", ""))
    found = sums(tally(Question(Q2), "hrw", ledger))
    assert (found["army"], found["all"]) == (army, all_)
    given_ = {key: figure.text for key, figure in shares(Question(Q2), "hrw", ledger).items()}
    assert (given_.get(("army", "case/inside")), given_.get((None, "case/inside"))) == {
        ("", "malian-army"): (None, None),
        ("", "jnim"): ("3", None),
    }.get((date, by), ("3", "3"))


def test_by_actor_a_part_is_set_aside_in_the_row_of_its_own_actor_only(ledger_of: LedgerOf) -> None:
    ledger = facts(ledger_of, PART_FIRST.format(date="", of="", by="jnim").replace("part_of: , ", ""))
    assert sums(tally(Question(Q2), "hrw", ledger, "actor")) == {"malian-army": "3", "jnim": "10", "all": "10"}
    assert sums(tally(Question(Q2), "hrw", ledger, "incident")) == {"case": "10", "all": "10"}


GONE = "withdrawn: {date: 2022-05-01, reason: misread}"


@pytest.mark.parametrize(("of_claim", "of_fact", "of_incident"), [(GONE, "", ""), ("", GONE, ""), ("", "", GONE)])
def test_what_is_withdrawn_is_so_before_anything_else(
    of_claim: str, of_fact: str, of_incident: str, ledger_of: LedgerOf
) -> None:
    """Though a table leaves the incident out, and the question is of other harm."""
    claim = f"{{source: hrw, count: 4, victims: civilians{', ' if of_claim else ''}{of_claim}}}"
    incident = (
        f"title: Case\ndate: 2022-04-19\n{of_incident}\nfacts:\n  deaths:\n    measure: killed\n    {of_fact}\n"
        f"    claims: [{claim}]\n"
    )
    ledger = ledger_of({**SETTING, "data/incidents/case.yaml": incident})
    found = tally(Question(Q2, "injured", excludes=("case",)), "range", ledger)
    assert aside(found) == {"withdrawn": ["deaths/hrw"]}


def test_a_withdrawn_part_is_withdrawn_before_it_is_part_of_anything(ledger_of: LedgerOf) -> None:
    ledger = facts(
        ledger_of,
        f"""
        all: {{measure: killed, claims: [{{source: hrw, count: 9, {ARMY}}}]}}
        camp: {{measure: killed, part_of: all, {GONE}, claims: [{{source: hrw, count: 4, {ARMY}}}]}}
        """,
    )
    assert aside(tally(Question(Q2, victims="people"), "range", ledger)) == {"withdrawn": ["camp/hrw"]}


def test_facts_that_are_part_of_each_other_end_and_are_counted_once(ledger_of: LedgerOf) -> None:
    body = PART_FIRST.format(date="", of="inside", by="malian-army").strip()
    lines = "\n".join(f"  {line.strip()}" for line in body.split("\n"))
    incident = f"title: Case\ndate: 2022-04-19\nfacts:\n{lines}\n"
    ledger = ledger_of({**SETTING, "data/incidents/case.yaml": incident})
    assert [one.check for one in ledger.findings] == []  # circles are found by the checks, not by reading
    found = tally(Question(Q2), "hrw", ledger)
    assert len(found.account.counted) == 1
    assert found.account.read == 2


@pytest.mark.parametrize(
    ("wanted", "read"),
    [
        ({"country": "ML"}, 5),
        ({"country": "ML", "admin1": "Mopti"}, 4),
        ({"admin1": "Gao"}, 1),
        ({"country": "NE"}, 1),
        ({"country": "NE", "admin1": "Gao"}, 0),
        ({"admin2": "Douentza"}, 4),
        ({"admin2": "Tillia"}, 1),
        ({"name": "Hombori"}, 4),
        ({"name": "Hombori", "country": "NE"}, 0),
        ({"country": "TD"}, 0),
    ],
)
def test_only_incidents_in_the_place_are_read(wanted: dict[str, Any], read: int, ledger_of: LedgerOf) -> None:
    from conflict_ledger.model import Place

    question = Question(Q2, places=(Place(country="TD", name="Nowhere"), Place(**wanted)))
    assert tally(question, "range", ledger_of({**SETTING, **TWO})).account.read == read


@pytest.mark.parametrize(
    ("claim", "victims", "figure"),
    [
        ("count: 60", "civilians", "at most 60"),
        ("count: 60", "people", "60"),
        ("count: 60, victims: aid-workers", "civilians", "60"),
        ("count: 60, victims: detainees", "civilians", "60"),
        ("count: 60, victims: detainees", "fighters", "at most 60"),
        ("count: 60, victims: soldiers", "fighters", None),
        ("count: 60, including: {civilians: 20}", "civilians", "20"),
        ("count: 60, including: {civilians: at least 20}", "civilians", "20 to 60"),
        ("count: 60, including: {aid-workers: 20, detainees: 30}", "civilians", "30 to 60"),
        ("count: 60, including: {women: 20, children: 30}", "civilians", "at most 60"),
        ("count: 60, including: {fighters: 20}", "civilians", "at most 60"),
        ("count: 60, including: {civilians: some}", "civilians", "1 to 60"),
        ("count: about 300, including: {civilians: 20}", "civilians", "about 20"),
        ("count: none, victims: civilians", "people", None),
        ("count: none", "civilians", "0"),
        ("count: none, victims: people", "people", "none"),
    ],
)
def test_what_a_claim_gives_a_total_over_the_victims_asked_about(
    claim: str, victims: str, figure: str | None, ledger_of: LedgerOf
) -> None:
    ledger = facts(ledger_of, f"deaths: {{measure: killed, claims: [{{source: hrw, {claim}, {ARMY}}}]}}")
    found = tally(Question(Q2, victims=victims), "hrw", ledger)
    assert sums(found).get("all") == figure
    assert aside(found) == ({} if figure else {"other victims": ["deaths/hrw"]})


RIVAL = {
    "nobody is wider than what is wider": (
        "count: 40, victims: civilians",
        "count: 40, victims: civilians, scope: wider",
        "40",
    ),
    "fewer, and wider": ("count: 40, victims: civilians", "count: 39, victims: civilians, scope: wider", "at most 40"),
    "a part as large as the whole": (
        "count: 40, victims: civilians",
        "count: 40, victims: civilians, scope: part",
        "40",
    ),
    "a part that is larger": (
        "count: 40, victims: civilians",
        "count: 41, victims: civilians, scope: part",
        "at least 40",
    ),
    "a part of an open figure": (
        "count: at least 40, victims: civilians",
        "count: 90, victims: civilians, scope: part",
        "at least 40",
    ),
    "a wider figure that is open": (
        "count: 40, victims: civilians",
        "count: at least 3, victims: civilians, scope: wider",
        "40",
    ),
    "a part of the fighters": (
        "count: 40, victims: civilians",
        "count: 90, victims: fighters, scope: part",
        "at most 40",
    ),
    "no aid worker": ("count: 40, victims: civilians", "count: none, victims: aid-workers", "40"),
    "no civilian, where aid workers are counted": (
        "count: 40, victims: aid-workers",
        "count: none, victims: civilians",
        "at most 40",
    ),
    "the victims are denied": ("count: 40, victims: civilians", "denies: victims", "40"),
}


@pytest.mark.parametrize("name", RIVAL)
def test_how_a_rival_makes_a_sum_less_certain(name: str, ledger_of: LedgerOf) -> None:
    first, second, expected = RIVAL[name]
    by = "" if "denies" in second else f", {ARMY}"
    ledger = facts(
        ledger_of,
        f"deaths: {{measure: killed, claims: [{{source: hrw, {first}, {ARMY}}}, {{source: minusma, {second}{by}}}]}}",
    )
    assert sums(tally(Question(Q2), "range", ledger))["all"] == expected


def test_what_a_source_has_since_revised_is_no_rival(ledger_of: LedgerOf) -> None:
    ledger = facts(
        ledger_of,
        f"""
        deaths: {{measure: killed, claims: [{{source: hrw, count: 40, victims: civilians, {ARMY}}},
        {{source: malian-state, document: reply, count: none, victims: civilians, {ARMY}}},
        {{source: malian-state, document: state-2023, count: 38, victims: civilians, {ARMY}}}]}}
        """,
    )
    found = tally(Question(Q2), "range", ledger)
    assert sums(found) == {"army": "38 to 40", "all": "38 to 40"}
    assert aside(found) == {"revised": ["deaths/malian-state@reply"]}


def test_facts_that_the_desk_has_not_judged_are_told_under_preferred_only(ledger_of: LedgerOf) -> None:
    ledger = facts(
        ledger_of,
        f"""
        deaths: {{measure: killed, claims: [{{source: hrw, count: 4, victims: civilians, {ARMY}}}]}}
        wounded: {{measure: injured, claims: [{{source: hrw, count: 4, victims: civilians, {ARMY}}}]}}
        """,
    )
    assert tally(Question(Q2), "preferred", ledger).unassessed == ("case/deaths",)
    assert tally(Question(Q2), "range", ledger).unassessed == ()
    assert not tally(Question(Q2), "preferred", ledger).rows


# --- beside incidents ----------------------------------------------------------------------------------------------


def test_the_periods_that_are_published_earliest_first(ledger_of: LedgerOf) -> None:
    tables = {
        name: f"period: {text} | measure: killed, count: 9"
        for name, text in (("a", "2022-Q2"), ("b", "2021"), ("c", "2022-Q1"), ("d", "2021"))
    }
    assert [one.text for one in periods(ledger_with(ledger_of, **tables))] == ["2021", "2022-Q1", "2022-Q2"]


def test_tables_of_one_period_fullest_first_and_one_account_of_both(ledger_of: LedgerOf) -> None:
    tables = {
        "a": "period: 2022-Q1 | source: hrw, document: hrw-april, measure: killed, count: 9",
        "b": "period: 2022-Q1 | measure: killed, count: 90; measure: killed, category: army, count: 50",
        "c": "period: 2022-Q1 | source: ohchr, document: un-report, measure: killed, count: 80",
        "d": "period: 2022-Q2 | measure: killed, count: 8",
    }
    ledger = ledger_with(ledger_of, KILLED_BY, **tables)
    found = totals(Question(dates.parse("2022-Q1")), "range", ledger)
    assert [table.total.id for table in found.tables] == ["b", "a", "c"]
    assert len(found.account.counted) == 3
    assert not found.account.aside
    assert [table.itemised.account.read for table in found.tables] == [3, 3, 3]
    by_rule = totals(Question(dates.parse("2022-Q1")), "hrw", ledger, by_rule=True)
    assert (by_rule.account, by_rule.between) == (by_rule.ruled.account, ())
    assert list(by_rule.account.aside) == ["other source"]


def test_each_source_of_one_file_has_its_own_table(ledger_of: LedgerOf) -> None:
    theirs = "source: ohchr, document: un-report, measure: killed"
    cells = [
        *("measure: killed, category: army, count: 50", "measure: killed, count: 200"),
        *(f"{theirs}, count: 80", f"{theirs}, category: army, count: 60"),
        *("measure: killed, victims: people, count: 300", "measure: killed, victims: fighters, count: 40"),
    ]
    ledger = ledger_with(ledger_of, q1=f"period: 2022-Q1 | {'; '.join(cells)}")
    found = {
        table.source: (
            [(one.cell.category, one.cell.count and one.cell.count.text, one.share) for one in table.reported],
            [cell.count and cell.count.text for cell in table.beside],
        )
        for table in totals(Question(dates.parse("2022-Q1")), "range", ledger).tables
    }
    assert found == {
        "minusma": ([("army", "50", (25, 25)), (None, "200", None)], ["300", "40"]),
        "ohchr": ([("army", "60", (75, 75)), (None, "80", None)], []),
    }


def test_the_account_is_of_the_rule_where_no_table_is_published(ledger_of: LedgerOf) -> None:
    """MINUSMA's table sets HRW's claim aside; the rule counts it."""
    ledger = ledger_with(ledger_of, q1="period: 2022-Q1 | measure: killed, count: 9")
    with_table = totals(Question(dates.parse("2022-Q1"), victims="civilians"), "range", ledger)
    assert (with_table.account.counted, with_table.account.aside) == ((), {"other source": ("case/deaths/hrw",)})
    without = totals(Question(dates.parse("2022-H1")), "range", ledger)
    assert (without.tables, without.account.counted, without.account) == (
        (),
        ("case/deaths/hrw",),
        without.ruled.account,
    )


def test_what_other_periods_leave_is_told_of_the_place_and_people_asked_about(ledger_of: LedgerOf) -> None:
    from conflict_ledger.model import Place

    tables = {"q1": "period: 2022-Q1 | measure: killed, count: 4", "q2": "period: 2022-Q2 | measure: killed, count: 5"}
    ledger = ledger_with(ledger_of, **tables)
    half = dates.parse("2022-H1")
    sheets = Sheets(ledger, [half])
    for question, told_of in (
        (Question(half), ["9"]),
        (Question(half, places=(Place(country="ML"),)), ["9"]),
        (Question(half, places=(Place(country="NE"),)), []),
        (Question(half, victims="people"), []),
        (Question(half, "injured"), []),
        (Question(dates.parse("2022-Q1")), []),
    ):
        found = totals(question, "range", ledger, sheets=sheets).between
        assert [one.figure.text for gap in found for one in gap.derived] == told_of
    assert totals(Question(half), "range", ledger, sheets=sheets, by_rule=True).between == ()


def test_a_table_of_another_place_answers_only_its_own(ledger_of: LedgerOf) -> None:
    from conflict_ledger.model import Place

    ledger = ledger_with(ledger_of, q1="period: 2022-Q1 | measure: killed, count: 9")
    q1 = dates.parse("2022-Q1")
    assert len(totals(Question(q1, places=(Place(country="ML"),)), "range", ledger).tables) == 1
    assert not totals(Question(q1, places=(Place(country="NE"),)), "range", ledger).tables
    assert not totals(Question(q1, "injured"), "range", ledger).tables
    assert not totals(Question(q1, victims="people"), "range", ledger).tables


def test_more_in_incidents_than_published_names_the_cell_and_each_claim(ledger_of: LedgerOf) -> None:
    cells = "measure: killed, count: 30; measure: killed, category: army, count: 10; measure: killed, category: jihadist, count: 21"
    rival = "{source: hrw, count: 9, victims: civilians}"
    case = KILLED_BY.replace("perpetrator: wagner}]", f"perpetrator: wagner}}, {rival}]")
    ledger = ledger_with(ledger_of, case, q1=f"period: 2022-Q1 | {cells}")
    found = [one for one in contradicted(ledger) if one.added]
    assert [(one.added and one.added.text, [claim.address for claim in one.claims]) for one in found] == [
        ("33", ["q1/killed/minusma", "case/one/minusma", "case/three/minusma", "case/two/minusma"])
    ]


# --- rows and what is behind them ----------------------------------------------------------------------------------

BEHIND = "measure: killed, count: 300; measure: killed, category: army, count: 100; measure: killed, category: jihadist, victims: people, count: 90"


def behind(ledger: Ledger, row: str, **how: bool) -> list[explained.Explanation]:
    found = totals(Question(dates.parse("2022-Q1")), "range", ledger, sheets=Sheets(ledger))
    return explained.explained(found, row, ledger, "category", **{"by_rule": False, **how})


def names(claims: Iterable[Statement]) -> list[str]:
    return [claim.address for claim in claims]


def test_what_is_behind_a_sources_own_account(ledger_of: LedgerOf) -> None:
    rival = "{source: hrw, count: 9, victims: civilians}"
    case = KILLED_BY.replace("perpetrator: wagner}]", f"perpetrator: wagner}}, {rival}]")
    ledger = ledger_with(ledger_of, case)
    found = totals(Question(dates.parse("2022-Q1")), "range", ledger, by="source")
    (one,) = explained.explained(found, "hrw", ledger, "source", by_rule=True)
    assert (one.itemised and one.itemised.text, names(one.counted)) == ("9", ["case/three/hrw"])


def test_what_is_behind_a_printed_row_a_derived_one_and_one_that_is_only_itemised(ledger_of: LedgerOf) -> None:
    ledger = ledger_with(ledger_of, KILLED_BY, q1=f"period: 2022-Q1 | {BEHIND}")
    told_of = {}
    for row in ("army", "total", OTHERS, "foreign", "jihadist"):
        (one,) = behind(ledger, row)
        assert (one.source, one.total) == ("minusma", "q1")
        told_of[row] = (
            one.reported and one.reported.text,
            one.derived,
            names(one.cells),
            one.itemised and one.itemised.text,
            names(one.counted),
            {reason: names(claims) for reason, claims in one.aside.items()},
        )
    army, jihadist, foreign = "case/one/minusma", "case/two/minusma", "case/three/minusma"
    printed = ["q1/killed.army/minusma", "q1/killed/minusma"]
    assert told_of == {
        "army": ("100", False, printed[:1], "10", [army], {"other category": [foreign, jihadist]}),
        "total": ("300", False, printed[1:], "33", [army, foreign, jihadist], {}),
        OTHERS: ("200", True, printed, None, [], {"other category": [army, foreign, jihadist]}),
        "foreign": (None, False, [], "3", [foreign], {"other category": [army, jihadist]}),
        "jihadist": (None, False, [], "20", [jihadist], {"other category": [army, foreign]}),
    }


def test_behind_a_sum_under_a_rule_stands_no_publisher(ledger_of: LedgerOf) -> None:
    (without,) = behind(ledger_with(ledger_of, KILLED_BY), "army")
    assert (without.source, names(without.counted)) == (None, ["case/one/minusma"])
    ledger = ledger_with(ledger_of, KILLED_BY, q1=f"period: 2022-Q1 | {BEHIND}")
    (one,) = behind(ledger, "army", by_rule=True)
    assert (one.source, one.total, one.reported, one.derived, one.cells) == (None, None, None, False, ())
    assert names(one.counted) == ["case/one/minusma"]


def test_the_rows_that_can_be_asked_for(ledger_of: LedgerOf) -> None:
    ledger = ledger_with(ledger_of, KILLED_BY, q1=f"period: 2022-Q1 | {BEHIND}")
    question = Question(dates.parse("2022-Q1"))
    with_sheets = totals(question, "range", ledger, sheets=Sheets(ledger))
    assert explained.rows([with_sheets]) == ["total", "army", OTHERS, "foreign", "jihadist"]
    assert explained.rows([totals(question, "range", ledger)]) == ["total", "army", "foreign", "jihadist"]


def test_a_total_that_is_derived_is_asked_for_as_total(ledger_of: LedgerOf) -> None:
    tables = {
        "h1": "period: 2022-H1 | measure: killed, category: army, count: 6",
        "q1": "period: 2022-Q1 | measure: killed, count: 4",
        "q2": "period: 2022-Q2 | measure: killed, count: 5",
    }
    ledger = ledger_with(ledger_of, **tables)
    found = totals(Question(dates.parse("2022-H1")), "range", ledger, sheets=Sheets(ledger))
    assert explained.rows([found]) == ["total", "army", OTHERS, "unattributed"]
    (one,) = explained.explained(found, "total", ledger, "category", by_rule=False)
    assert (one.reported and one.reported.text, one.derived) == ("9", True)
    assert names(one.cells) == ["q1/killed/minusma", "q2/killed/minusma"]


# --- over time -----------------------------------------------------------------------------------------------------


def course(ledger: Ledger, text: str) -> list[over_time.Course]:
    asked = dates.periods(text)
    return over_time.published(asked, "killed", "civilians", Sheets(ledger, asked))


def points(run: over_time.Run) -> list[str]:
    return [
        "–"
        if point.figure is None
        else f"{point.figure.text}{' derived' * point.derived}{' relay' * point.relay}"
        + ("" if point.share is None else f" {point.share[0]}-{point.share[1]} %")
        for point in run.points
    ]


OVER_TIME = {
    "old": "period: 2019 | measure: killed, category: foreign, count: 3",
    "q1": "period: 2022-Q1 | measure: killed, count: 100; measure: killed, category: army, count: about 60",
    "q2": "period: 2022-Q2 | document: afp-august, measure: killed, count: 50; measure: killed, category: army, count: at least 10",
    "h1": "period: 2022-H1 | measure: injured, count: 4",
    "year": "period: 2022 | measure: killed, count: 400; measure: killed, category: jihadist, count: none",
    "h2": "period: 2022-H2 | document: afp-august, measure: killed, count: 250",
    "q4": "period: 2022-Q4 | measure: killed, count: 90; measure: killed, category: jihadist, count: 30",
    "people": "period: 2023-Q1 | measure: killed, victims: people, count: at least 95",
    "theirs": "period: 2022-Q1 | source: ohchr, document: un-report, measure: killed, count: at least 70",
    "injured": "period: 2022-Q1 | source: hrw, document: hrw-april, measure: injured, count: 7",
}


def test_figures_over_time_printed_derived_relayed_and_missing(ledger_of: LedgerOf) -> None:
    ours, theirs = course(ledger_with(ledger_of, **OVER_TIME), "2022-Q1..2023-Q1")
    assert ours.scope
    assert theirs.scope
    assert (ours.scope.source, theirs.scope.source) == ("minusma", "ohchr")
    assert {run.row: points(run) for run in ours.runs} == {
        None: ["100", "50 relay", "160 derived relay", "90", "–"],
        "army": ["about 60 48-72 %", "at least 10 20-None %", "–", "–", "–"],
        "jihadist": ["–", "–", "–", "30 33-33 %", "–"],
    }
    assert [run.row for run in ours.runs] == [None, "army", "jihadist"]
    assert (ours.filled, theirs.filled) == (4, 1)
    assert [(when.text, word, figure.text) for when, word, figure in ours.besides] == [
        ("2023-Q1", "people", "at least 95")
    ]
    assert not theirs.besides


def test_a_period_of_which_no_table_says_anything_is_a_gap(ledger_of: LedgerOf) -> None:
    ledger = ledger_with(ledger_of, q1="period: 2022-Q1 | measure: killed, count: 100")
    (ours,) = over_time.published(dates.periods("2021-Q4..2022-Q1"), "killed", "civilians", Sheets(ledger))
    assert [points(run) for run in ours.runs] == [["–", "100"]]
    assert [point.period.text for point in ours.runs[0].points] == ["2021-Q4", "2022-Q1"]


def test_of_a_total_of_which_only_a_floor_is_known_the_share_may_be_anything(ledger_of: LedgerOf) -> None:
    ledger = ledger_with(ledger_of, q1="period: 2022-Q1 | measure: killed, category: army, count: 60")
    (ours,) = course(ledger, "2022-Q1..2022-Q1")
    assert {run.row: points(run) for run in ours.runs} == {"army": ["60 0-100 %"]}


def test_sums_over_time_are_in_one_order_whenever_a_row_begins(ledger_of: LedgerOf) -> None:
    case = KILLED_BY.replace("one: {measure: killed,", "one: {measure: killed, date: 2022-04-09,")
    ledger = ledger_with(ledger_of, case)
    found = [totals(Question(when), "range", ledger) for when in dates.periods("2022-Q1..2022-Q2")]
    assert [(run.row, points(run)) for run in over_time.ruled(found).runs] == [
        (None, ["23", "10"]),
        ("army", ["–", "10 100-100 %"]),
        ("foreign", ["3 13-13 %", "–"]),
        ("jihadist", ["20 87-87 %", "–"]),
    ]


def test_only_what_is_printed_or_worked_out_to_one_number_is_known() -> None:
    from conflict_ledger.figures import figure

    when = dates.parse("2022")
    shown = [over_time.Point(when)]
    shown += [over_time.Point(when, figure(*ends), derived) for ends in ((5, 5), (5, 9)) for derived in (False, True)]
    found = over_time.Course(None, (over_time.Run("army", tuple(shown)),))
    assert found.known == [("army", one) for one in (shown[1], shown[2], shown[3])]
    assert (shown[0].derived, shown[0].relay, found.filled) == (False, False, 1)


def test_sums_over_time_have_the_total_first_and_each_row_its_share(ledger_of: LedgerOf) -> None:
    ledger = ledger_with(ledger_of, KILLED_BY)
    found = [totals(Question(when), "range", ledger) for when in dates.periods("2022-Q1..2022-Q2")]
    ruled = over_time.ruled(found)
    assert ruled.scope is None
    assert [(run.row, points(run)) for run in ruled.runs] == [
        (None, ["33", "–"]),
        ("army", ["10 30-30 %", "–"]),
        ("foreign", ["3 9-9 %", "–"]),
        ("jihadist", ["20 61-61 %", "–"]),
    ]


# --- what is near a period -----------------------------------------------------------------------------------------

NEAR = {  # of each incident its date, the date of its fact, and what that is part of
    "begins-before": ("2022-01-01", "2022-04-02", ""),
    "a-whole": ("2021-01-01", "2021-01-01", "b-whole/deaths"),
    "b-whole": ("2020-01-01", "2020-01-01", "begins-before/deaths"),
    "ends-after": ("2022-08-01", "2022-06-30", ""),
    "inside": ("2022-05-01", "", "a-whole/deaths"),
    "before": ("2021-12-31", "2022-03-31", ""),
    "after": ("2022-07-01", "", "inside/deaths"),
}


def test_what_is_near_a_period(ledger_of: LedgerOf) -> None:
    """What touches it by its own day or a fact's, and what that is part of, at any depth, in the order of the ledger."""
    files = {
        f"data/incidents/{name}.yaml": f"title: {name}\ndate: {day}\nfacts:\n  deaths: {{measure: killed, "
        f"{f'date: {own}, ' if own else ''}{f'part_of: {whole}, ' if whole else ''}claims: [{{source: hrw, count: 3}}]}}\n"
        for name, (day, own, whole) in NEAR.items()
    }
    ledger = ledger_of({**SETTING, **files})
    assert not ledger.findings
    days = spans(ledger)
    assert days["begins-before"] == dates.parse("2022-01-01/2022-04-02")
    assert days["ends-after"] == dates.parse("2022-06-30/2022-08-01")
    assert list(near(ledger, days, Q2).incidents) == ["a-whole", "b-whole", "begins-before", "ends-after", "inside"]
    assert list(near(ledger, days, dates.parse("2021-12-31")).incidents) == ["before"]
    assert list(near(ledger, days, dates.parse("2023")).incidents) == []
