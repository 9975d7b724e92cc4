"""Dates: every form of page 1.4, what the wrong ones are told, and how they are said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_ledger.dates import EVER, NotADate, When, parse, spoken

TODAY = date(2022, 9, 2)
FORMS = "a day 2022-04-19, a month 2022-04, a year 2022 or a range 2022-03-27/2022-04-01"

WRITTEN = [  # text, first, last, spoken
    ("2022-04-19", date(2022, 4, 19), date(2022, 4, 19), "19 April 2022"),
    ("2022-04", date(2022, 4, 1), date(2022, 4, 30), "April 2022"),
    ("2022", date(2022, 1, 1), date(2022, 12, 31), "2022"),
    ("2020-02", date(2020, 2, 1), date(2020, 2, 29), "February 2020"),
    ("2020-02-29", date(2020, 2, 29), date(2020, 2, 29), "29 February 2020"),
    ("2022-03-27/2022-04-01", date(2022, 3, 27), date(2022, 4, 1), "27 March – 1 April 2022"),
    ("2022-04-19/2022-04-24", date(2022, 4, 19), date(2022, 4, 24), "19–24 April 2022"),
    ("2021-12-31/2022-01-02", date(2021, 12, 31), date(2022, 1, 2), "31 December 2021 – 2 January 2022"),
    ("2022-04/2022-06", date(2022, 4, 1), date(2022, 6, 30), "April–June 2022"),
    ("2021-11/2022-02", date(2021, 11, 1), date(2022, 2, 28), "November 2021 – February 2022"),
    ("2022-04-10/2022-05", date(2022, 4, 10), date(2022, 5, 31), "10 April – 31 May 2022"),
    ("2022-04-10/2022-04", date(2022, 4, 10), date(2022, 4, 30), "10–30 April 2022"),
    ("../2022-04-19", EVER, date(2022, 4, 19), "by 19 April 2022"),
    ("../2022-04", EVER, date(2022, 4, 30), "by 30 April 2022"),
    ("2022-Q1", date(2022, 1, 1), date(2022, 3, 31), "January–March 2022"),
    ("2022-Q2", date(2022, 4, 1), date(2022, 6, 30), "April–June 2022"),
    ("2021-Q4", date(2021, 10, 1), date(2021, 12, 31), "October–December 2021"),
    ("2021-H1", date(2021, 1, 1), date(2021, 6, 30), "January–June 2021"),
    ("2021-H2", date(2021, 7, 1), date(2021, 12, 31), "July–December 2021"),
    ("2022-04-19~", date(2022, 4, 19), date(2022, 4, 19), "19 April 2022 (approximate)"),
    ("2022-04?", date(2022, 4, 1), date(2022, 4, 30), "April 2022 (uncertain)"),
    ("2022-04~/2022-05?", date(2022, 4, 1), date(2022, 5, 31), "April–May 2022 (approximate, uncertain)"),
    ("../2022?", EVER, date(2022, 12, 31), "by 31 December 2022 (uncertain)"),
]

REFUSED = [  # text, message, hint
    ("2022-02-29", "2022-02-29 does not exist: February 2022 has 28 days", ""),
    ("2022-04-31", "2022-04-31 does not exist: April 2022 has 30 days", ""),
    ("2022-04-00", "2022-04-00 does not exist: April 2022 has 30 days", ""),
    ("2022-13", "2022-13 does not exist: there is no month 13", ""),
    ("2022-00-10", "2022-00-10 does not exist: there is no month 00", ""),
    ("0000-01-01", "0000-01-01 does not exist: there is no year 0", ""),
    ("2022-04-24/2022-04-19", "reversed range: 2022-04-24 is after 2022-04-19", "2022-04-19/2022-04-24"),
    ("2022-05/2022-04", "reversed range: 2022-05 is after 2022-04", "2022-04/2022-05"),
    ("2022-4-9", "'2022-4-9' is not a date", "2022-04-09"),
    ("2022-4-45", "'2022-4-45' is not a date", FORMS),
    ("20220419", "'20220419' is not a date", "2022-04-19"),
    ("20221345", "'20221345' is not a date", FORMS),
    ("2022/04/19", "'2022/04/19' is not a date", "2022-04-19"),
    ("2022-04-19T23:30:00+03:00", "'2022-04-19T23:30:00+03:00' is not a date", "2022-04-19"),
    ("2022-04-19 10:00", "'2022-04-19 10:00' is not a date", "2022-04-19"),
    ("2022-04-19\n", "'2022-04-19\\n' is not a date", "2022-04-19"),
    ("2022-04-19\u00a0", "'2022-04-19\\xa0' is not a date", "2022-04-19"),
    ("19/04/2022", "'19/04/2022' is not a date", FORMS),
    ("19 April 2022", "'19 April 2022' is not a date", FORMS),
    ("2022-W03-1", "'2022-W03-1' is not a date", FORMS),
    ("2022-015", "'2022-015' is not a date", FORMS),
    ("2022-Q5", "'2022-Q5' is not a date", FORMS),
    ("2022-H3", "'2022-H3' is not a date", FORMS),
    ("-0044-03-15", "'-0044-03-15' is not a date", FORMS),
    ("2022-04-19/..", "'2022-04-19/..' is not a date", FORMS),
    ("2022-04-19/", "'2022-04-19/' is not a date", FORMS),
    ("..", "'..' is not a date", FORMS),
    ("", "'' is not a date", FORMS),
    ("\uff12022", "'\uff12022' is not a date", FORMS),
    ("2" * 500, "this is not a date", FORMS),
]


@pytest.mark.parametrize(("text", "first", "last", "words"), WRITTEN)
def test_written_date(text: str, first: date, last: date, words: str) -> None:
    when = parse(text)
    assert (when.first, when.last, when.text) == (first, last, text)
    assert spoken(when) == words


@pytest.mark.parametrize(("text", "message", "hint"), REFUSED)
def test_refused_date(text: str, message: str, hint: str) -> None:
    with pytest.raises(NotADate) as refused:
        parse(text, TODAY)
    assert (str(refused.value), refused.value.hint) == (message, hint)


@pytest.mark.parametrize("hint", sorted({hint for _, _, hint in REFUSED if hint} - {FORMS}))
def test_a_hint_is_a_date(hint: str) -> None:
    assert parse(hint, TODAY).text == hint


@pytest.mark.parametrize(
    "text", ["2022-09-03", "2022-10", "2023", "2022-Q4", "2022-09-01/2022-09-03", "../2023", "2022-12-01/2022"]
)
def test_future_date(text: str) -> None:
    with pytest.raises(NotADate) as refused:
        parse(text, TODAY)
    assert str(refused.value) == f"{text} is in the future (today is 2022-09-02)"
    assert parse(text).text == text  # without a today there is no future


@pytest.mark.parametrize("text", ["2022-09-02", "2022-09", "2022", "2022-Q3", "2022-H2", "2022-08-30/2022-09"])
def test_a_period_that_has_begun_is_not_in_the_future(text: str) -> None:
    assert parse(text, TODAY).text == text


@pytest.mark.parametrize(
    ("one", "other", "inside", "meets", "before"),
    [
        ("2022", "2022-04-19", True, True, False),
        ("2022-04-19", "2022", False, True, False),
        ("2022-Q1", "2022-03-27/2022-04-01", False, True, False),
        ("2022-Q1", "2022-Q2", False, False, True),
        ("2022-Q2", "2022-Q1", False, False, False),
        ("../2022-04-19", "2019", True, True, False),
        ("2022-04-19~", "2022-04-19", True, True, False),
    ],
)
def test_how_dates_lie(one: str, other: str, inside: bool, meets: bool, before: bool) -> None:
    left, right = parse(one), parse(other)
    assert (right in left) is inside
    assert left.meets(right) is right.meets(left) is meets
    assert left.before(right) is before


def test_doubt_takes_no_part_in_equality() -> None:
    assert parse("2022-04-19?") == parse("2022-04-19")


# --- laws --------------------------------------------------------------------------------------------------------------


def partition(whole: When, parts: list[When]) -> bool:
    ends = [whole.first - timedelta(days=1), *(part.last for part in parts)]
    starts = [*(part.first for part in parts), whole.last + timedelta(days=1)]
    return all(start - end == timedelta(days=1) for end, start in zip(ends, starts, strict=True))


@given(st.integers(2, 9998))
def test_halves_quarters_and_months_partition_a_year(year: int) -> None:
    whole = parse(f"{year:04}")
    assert partition(whole, [parse(f"{year:04}-H{half}") for half in (1, 2)])
    assert partition(whole, [parse(f"{year:04}-Q{quarter}") for quarter in (1, 2, 3, 4)])
    assert partition(whole, [parse(f"{year:04}-{month:02}") for month in range(1, 13)])


@given(st.integers(1, 9999), st.integers(1, 4))
def test_months_partition_a_quarter(year: int, quarter: int) -> None:
    if (year, quarter) in ((1, 1), (9999, 4)):  # no day before the first, none after the last
        return
    months = [parse(f"{year:04}-{month:02}") for month in range(3 * quarter - 2, 3 * quarter + 1)]
    assert partition(parse(f"{year:04}-Q{quarter}"), months)


@given(st.dates(date(1, 1, 2)), st.dates(date(1, 1, 2)))
def test_any_two_days_are_a_range(one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert parse(f"{first}/{last}") == When(first, last)
    assert spoken(parse(f"{first}")) == f"{first.day} {first:%B} {first.year}"


@given(st.text() | st.text(alphabet="0123456789-/.~?QHTW ", max_size=25))
def test_parse_raises_nothing_but_not_a_date(text: str) -> None:
    try:
        when = parse(text, TODAY)
    except NotADate as refused:
        assert "\n" not in str(refused)  # noqa: PT017
    else:
        assert when.first <= when.last
        assert spoken(when)
