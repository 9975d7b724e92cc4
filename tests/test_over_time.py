"""Totals over time and by other things, every claim behind a row, and the formats that leave the terminal."""

from __future__ import annotations

import csv
import io
import json

import jsonschema
import pytest
from test_cli import ROOT, SCHEMA, ledger

from conflict_ledger import dates, figures
from conflict_ledger.reading import load
from conflict_ledger.text.over_time import bar
from conflict_ledger.text.published import change
from conflict_ledger.totals import Question, Sheets, explained, over_time, tally, totals
from conflict_ledger.totals.tally import BY
from conflict_ledger.wire.flat import COLUMNS, as_csv, as_markdown

YEAR = dates.parse("2022")

# --- bars and changes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "drawn"),
    [(10, 10, "█████"), (4, 10, "██░░░"), (0, 10, "░░░░░"), (4, None, "██→"), (0, None, "→"), (0, 0, ""), (1, 1, "█")],
)
def test_a_bar_shows_what_is_open(low: int, high: int | None, drawn: str) -> None:
    assert bar(figures.figure(low, high), 10, 5) == drawn


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ((584, 584), (1277, 1277), "+119 %"),
        ((248, 248), (96, 96), "−61 %"),
        ((100, 100), (100, 100), "0 %"),
        ((50, None), (72, 72), "−100 to +44 %"),
        ((50, 50), (72, None), "at least +44 %"),
        ((10, 20), (15, 15), "−25 to +50 %"),
        ((0, 9), (15, 15), "more than can be said"),
        ((0, 0), (15, 15), "from none"),
    ],
)
def test_a_change_is_an_interval(before: tuple[int, int | None], now: tuple[int, int | None], said: str) -> None:
    assert change(figures.figure(*before), figures.figure(*now)) == said


# --- over time -----------------------------------------------------------------------------------------------------


def test_gaps_stay_gaps_and_derived_figures_say_so() -> None:
    record = load(ROOT)
    periods = dates.periods("2020-Q1..2023-Q1")
    course = over_time.published(periods, "killed", "civilians", Sheets(record, periods))[0]
    total = {point.period.text: point for point in course.runs[0].points}
    assert {name: point.figure.text if point.figure else None for name, point in total.items()} == {
        **dict.fromkeys(("2020-Q1", "2020-Q2", "2020-Q3", "2020-Q4", "2023-Q1")),
        "2021-Q1": "106",
        "2021-Q2": "160",
        "2021-Q3": "190",
        "2021-Q4": "128",
        "2022-Q1": "543",
        "2022-Q2": "317",
        "2022-Q3": "243",
        "2022-Q4": "174",
    }
    assert [name for name, point in total.items() if point.derived] == ["2021-Q3"]
    assert [(when.text, word, count.text) for when, word, count in course.besides] == [
        ("2020-Q1", "people", "380"),
        ("2020-Q2", "people", "323"),
        ("2020-Q4", "people", "96"),
        ("2023-Q1", "people", "at least 95"),
    ]


def test_the_table_over_time_fits_every_width() -> None:
    for width in ("60", "80", "120"):
        done = ledger("totals", "2020-Q1..2023-Q1", COLUMNS=width)
        assert done.code == 0
        assert max(map(len, done.out.splitlines())) <= int(width)
        assert all(text in done.out for text in ("158 to 295", "2021-Q3", "190", "−42 %", "at least 95 people"))


# --- by ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["actor", "place", "incident"])
def test_the_total_is_the_same_by_whatever_it_is_summed(by: str) -> None:
    """A part of a counted fact is in the row of its whole; every claim is accounted for in the same way."""
    record = load(ROOT)
    plain, other = tally(Question(YEAR), "range", record), tally(Question(YEAR), "range", record, by)
    assert other.rows[None].figure == plain.rows[None].figure
    assert other.account.read == plain.account.read
    named = [row.figure for name, row in other.rows.items() if name]
    assert sum(one.low for one in named) <= other.rows[None].figure.low or by == "actor"


def test_by_incident_adds_up() -> None:
    record = load(ROOT)
    rows = tally(Question(YEAR), "minusma", record, "incident").rows
    total = figures.total(row.figure for name, row in rows.items() if name)
    assert total == rows[None].figure


def test_by_source_has_no_total_and_each_row_is_that_source_alone() -> None:
    record = load(ROOT)
    rows = tally(Question(dates.parse("2022-Q2")), "range", record, "source").rows
    assert None not in rows
    assert rows["minusma"].figure.text == "at least 72"
    assert rows["minusma"].figure == tally(Question(dates.parse("2022-Q2")), "minusma", record).rows[None].figure


@pytest.mark.parametrize(
    ("by", "form"), [*((by, "json") for by in BY), ("source", "text"), ("actor", "csv"), ("place", "markdown")]
)
def test_every_way_to_sum_by_is_answered(by: str, form: str) -> None:
    done = ledger("totals", "2022-Q2", "--by", by, "--format", form)
    assert (done.code, done.err) == (0, "")
    assert done.out.strip()
    if form == "json":
        jsonschema.validate(json.loads(done.out), SCHEMA)


# --- every claim behind a row --------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", ["army", "total", "jihadist", "not broken down", "militia"])
def test_every_claim_read_is_behind_the_row_or_set_aside(row: str) -> None:
    record = load(ROOT)
    found = totals(Question(dates.parse("2022-Q2")), "range", record, sheets=Sheets(record))
    for table, one in zip(
        found.tables, explained.explained(found, row, record, "category", by_rule=False), strict=True
    ):
        behind = [*one.counted, *(claim for claims in one.aside.values() for claim in claims)]
        assert len(behind) == len({claim.address for claim in behind}) == table.itemised.account.read


def test_the_row_of_another_category_is_set_aside_as_such() -> None:
    record = load(ROOT)
    found = totals(Question(dates.parse("2022-Q2")), "range", record, sheets=Sheets(record))
    one = explained.explained(found, "jihadist", record, "category", by_rule=False)[0]
    assert [cell.document for cell in one.cells] == ["afp-2022-08-31"]
    assert not one.counted
    assert len(one.aside["other category"]) == 3


def test_explain_row_in_json_and_an_unknown_row() -> None:
    done = ledger("totals", "2022-Q2", "--explain-row", "army", "--format", "json")
    document = json.loads(done.out)
    jsonschema.validate(document, SCHEMA)
    first = document["explained"][0]
    assert (first["reported"]["low"], first["itemised"]["text"], len(first["counted"])) == (96, "at least 72", 3)
    wrong = ledger("totals", "2022-Q2", "--explain-row", "arny")
    assert (wrong.code, wrong.err) == (2, "error: no such row: arny\ndid you mean army?\n")


# --- formats -------------------------------------------------------------------------------------------------------


def test_csv_keeps_open_ends_open_and_names_how_it_was_counted() -> None:
    done = ledger("totals", "2022-Q2", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert tuple(rows[0]) == COLUMNS
    army = {row["what"]: row for row in rows if row["row"] == "army"}
    assert (army["reported"]["low"], army["reported"]["high"]) == ("96", "96")
    assert (army["itemised"]["low"], army["itemised"]["high"], army["itemised"]["figure"]) == ("72", "", "at least 72")
    assert all("as of" in row["counted_as"] for row in rows)
    assert {row["relay"] for row in rows if row["row"] == "not broken down" and row["what"] == "derived"} == {"yes"}


def test_csv_over_time_has_changes_and_gaps() -> None:
    done = ledger("totals", "2020-Q2..2022-Q2", "--format", "csv")
    rows = [
        row
        for row in csv.DictReader(io.StringIO(done.out))
        if row["what"] in ("reported", "derived", "nothing published")
    ]
    gaps = [row["period"] for row in rows if row["what"] == "nothing published"]
    assert gaps == ["2020-Q2", "2020-Q3", "2020-Q4"]
    total = {
        row["period"]: row
        for row in rows
        if (row["source"], row["row"], row["place"]) == ("minusma", "total", "ML")
        if row["low"] == row["high"]
    }
    assert [(name, row["low"], row["change_low"]) for name, row in total.items()] == [
        ("2021-Q1", "106", ""),
        ("2021-Q2", "160", "51"),
        ("2021-Q3", "190", "19"),
        ("2021-Q4", "128", "-33"),
        ("2022-Q1", "543", "324"),
        ("2022-Q2", "317", "-42"),
    ]


def test_text_of_anyones_is_data_in_csv_and_markdown() -> None:
    row = {**dict.fromkeys(COLUMNS, ""), "row": "=1+1", "figure": "96", "share": "", "source": "a|b*"}
    assert "'=1+1" in as_csv([row])
    assert "a&#124;b&#42;" in as_markdown([row], "rule")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("--by", "village"),
            "error: no such way to sum by: village\none of: category, actor, source, place, month, incident\n",
        ),
        (("--by", "month"), "error: --by month needs a period\nledger totals 2022-Q2 --by month\n"),
        (("--format", "xlsx"), "error: no such format: xlsx\none of: text, json, csv, markdown\n"),
        (
            ("2022-Q2..2022-06",),
            "error: PERIOD: 2022-Q2 and 2022-06 are not periods of one length\nwrite: 2020-Q1..2023-Q1, 2022-01..2022-12 or 2019..2022\n",
        ),
    ],
)
def test_what_cannot_be_asked(arguments: tuple[str, ...], message: str) -> None:
    done = ledger("totals", *arguments)
    assert (done.code, done.err) == (2, message)


def test_from_and_to_are_one_period() -> None:
    asked, typed = (
        ledger("totals", "--from", "2022-04-20", "--to", "2022-06-30", "--rule", "minusma"),
        ledger("totals", "2022-04-20/2022-06-30", "--rule", "minusma"),
    )
    assert asked.out == typed.out
    assert "20 to 22" in asked.out


def test_a_month_takes_a_fact_over_its_edge_to_the_upper_end_only() -> None:
    done = ledger(
        "totals", "2022-03-31/2022-04-30", "--by", "month", "--rule", "ohchr", "--victims", "people", "--format", "csv"
    )
    rows = {row["period"]: row["figure"] for row in csv.DictReader(io.StringIO(done.out)) if row["row"] == "total"}
    assert rows == {"2022-03": "at least 500"}
