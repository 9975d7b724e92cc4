"""Dates, the edges: every month by its name, messages at their longest, and what a date is that nobody wrote."""

from __future__ import annotations

from datetime import date

import pytest

from conflict_ledger import dates
from conflict_ledger.dates import NotADate, When, parse, spoken


def test_every_month_has_its_name() -> None:
    said = [spoken(parse(f"2022-{month:02}")).removesuffix(" 2022") for month in range(1, 13)]
    assert said == [date(2022, month, 1).strftime("%B") for month in range(1, 13)]


@pytest.mark.parametrize(("length", "message"), [(40, f"'{'9' * 40}' is not a date"), (41, "this is not a date")])
def test_a_long_text_is_not_repeated(length: int, message: str) -> None:
    with pytest.raises(NotADate) as refused:
        parse("9" * length)
    assert str(refused.value) == message


def test_a_date_that_was_worked_out_has_no_text() -> None:
    assert When(date(2022, 4, 19), date(2022, 4, 19)).text == ""
    assert spoken(When(date(2022, 4, 1), date(2022, 4, 30))) == "April 2022"


# --- periods -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("2022-Q2", ["2022-Q2"]),
        ("2021-Q4..2022-Q2", ["2021-Q4", "2022-Q1", "2022-Q2"]),
        ("2021-12..2022-02", ["2021-12", "2022-01", "2022-02"]),
        ("2021-H2..2022-H1", ["2021-H2", "2022-H1"]),
        ("2020..2022", ["2020", "2021", "2022"]),
        ("2022-Q1..2022-Q1", ["2022-Q1"]),
        ("../2022-04-19", ["../2022-04-19"]),
    ],
)
def test_a_run_of_periods(text: str, names: list[str]) -> None:
    assert [one.text for one in dates.periods(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        *("2022-Q2..2022-06", "2022-Q2..2022-Q1", "2022-04-01..2022-04-03", "..2022", "2022..", "2022-Q1..x"),
        "2022-01/2022-03..2022-Q4",
    ],
)
def test_no_run_of_periods(text: str) -> None:
    with pytest.raises(NotADate):
        dates.periods(text)


@pytest.mark.parametrize(
    "text", ["2022", "2021-H2", "2022-Q3", "2022-02", "2022-02-28", "2022-03-27/2022-04-01", "../2022-04-19"]
)
def test_a_period_is_named_as_it_is_typed(text: str) -> None:
    assert dates.short(dates.parse(text)) == text


def test_months_of_a_period() -> None:
    assert [one.text for one in dates.months(dates.parse("2021-12-30/2022-02-01"))] == ["2021-12", "2022-01", "2022-02"]


def test_what_is_no_run_of_periods_is_said_in_full() -> None:
    with pytest.raises(NotADate, match=r"^reversed range: 2022-Q2 is after 2022-Q1$") as found:
        dates.periods("2022-Q2..2022-Q1")
    assert found.value.hint == "2022-Q1..2022-Q2"
    with pytest.raises(NotADate, match=r"^2022-Q2 and 2022-06 are not periods of one length$") as found:
        dates.periods("2022-Q2..2022-06")
    assert found.value.hint == "2020-Q1..2023-Q1, 2022-01..2022-12 or 2019..2022"
