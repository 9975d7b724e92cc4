"""Days, vague dates and periods: each a pair of the earliest and the latest day it may mean (ISO 8601 / EDTF subset)."""

from __future__ import annotations

import calendar
import contextlib
from datetime import date
from functools import lru_cache
from typing import ClassVar

from conflict_ledger.expressions import Expression
from conflict_ledger.records import Record

EVER = date.min
MONTHS = (
    "",
    *(
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ]
    ),
)


class NotADate(ValueError):  # noqa: N818 - the name is what the reader of a finding is told
    """The text is no date. `hint` says what to write instead, or is empty."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class When(Record, frozen=True):
    """From `first` to `last`, both included; `first` is `EVER` where the start is open. `text` is as it was written."""

    first: date
    last: date
    text: str = ""

    aside: ClassVar[tuple[str, ...]] = ("text",)

    def __contains__(self, other: When) -> bool:
        return self.first <= other.first and other.last <= self.last

    def meets(self, other: When) -> bool:
        return self.first <= other.last and other.first <= self.last

    def before(self, other: When) -> bool:
        """True where every day of this one is earlier than every day of the other."""
        return self.last < other.first


def parse(text: str, today: date | None = None) -> When:
    """The date, range or period written in `text` (page 1.4). Raises NotADate; with `today`, for a date after it too."""
    when, latest = _parsed(text)
    if today and latest > today:
        raise NotADate(f"{text} is in the future (today is {today})")
    return when


@lru_cache(1 << 14)
def _parsed(text: str) -> tuple[When, date]:
    """The date, and the latest day on which it may begin."""
    start, slash, end = text.partition("/")
    first, last = _span(start, text) if start != ".." or not slash else (EVER, EVER)
    latest = first
    if slash:
        latest, last = _span(end, text)
        if last < first:
            raise NotADate(f"reversed range: {start} is after {end}", f"{end}/{start}")
    return When(first, last, text), max(first, latest)


def periods(text: str) -> list[When]:
    """The period, or with `2020-Q1..2023-Q1` every one from the first to the last, all of one length. Raises NotADate."""
    start, dots, end = text.partition("..")
    if not (start and dots and end) or "/" in text:
        return [parse(text)]
    first, last = parse(start), parse(end)
    count = _whole_months(first)
    if not count or _whole_months(last) != count:
        raise NotADate(
            f"{start} and {end} are not periods of one length", "2020-Q1..2023-Q1, 2022-01..2022-12 or 2019..2022"
        )
    if last.first < first.first:
        raise NotADate(f"reversed range: {start} is after {end}", f"{end}..{start}")
    starts = range(12 * first.first.year + first.first.month - 1, 12 * last.first.year + last.first.month, count)
    return [named(When(*_months(number // 12, number % 12 + 1, count))) for number in starts]


def months(when: When) -> list[When]:
    """The calendar months that the period touches."""
    first, last = when.first, when.last
    starts = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    return [named(When(*_months(number // 12, number % 12 + 1, 1))) for number in starts]


def named(when: When) -> When:
    """The same days, with the name by which such a period is typed."""
    return When(when.first, when.last, short(when))


def _whole_months(when: When) -> int:
    """1, 3, 6 or 12 where it is a month, a quarter, a half or a year; else 0."""
    first = when.first
    spans = (count for count in (1, 3, 6, 12) if first.day == 1 and (first.month - 1) % count == 0)
    return next((count for count in spans if _months(first.year, first.month, count) == (first, when.last)), 0)


FORM = Expression(r"([0-9]{4})(?:-(?:(Q[1-4])|(H[12])|([0-9]{2})(?:-([0-9]{2}))?))?[~?]?")


def _span(text: str, whole: str) -> tuple[date, date]:
    match = FORM.fullmatch(text)
    if not match:
        raise NotADate(f"{whole!r} is not a date" if len(whole) <= 40 else "this is not a date", _instead(whole))
    year, quarter, half, month, day = match.groups()
    if year == "0000":
        raise NotADate(f"{text} does not exist: there is no year 0")
    if quarter:
        return _months(int(year), 3 * int(quarter[1]) - 2, 3)
    if half:
        return _months(int(year), 6 * int(half[1]) - 5, 6)
    if not month:
        return _months(int(year), 1, 12)
    if not 1 <= int(month) <= 12:
        raise NotADate(f"{text} does not exist: there is no month {month}")
    if not day:
        return _months(int(year), int(month), 1)
    try:
        exact = date(int(year), int(month), int(day))
    except ValueError:
        days = calendar.monthrange(int(year), int(month))[1]
        raise NotADate(f"{text} does not exist: {MONTHS[int(month)]} {year} has {days} days") from None
    return exact, exact


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    end = month + count - 1
    return date(year, month, 1), date(year, end, calendar.monthrange(year, end)[1])


_NEARLY = Expression(
    r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})(?:[T ].*)?|/([0-9]{1,2})/([0-9]{1,2})|([0-9]{2})([0-9]{2}))"
)


def _instead(text: str) -> str:
    """The same date in ISO form, where it is plain which one is meant; or else the forms there are."""
    if match := _NEARLY.fullmatch(text.strip()):
        with contextlib.suppress(ValueError):
            return date(*(int(part) for part in match.groups() if part)).isoformat()
    return "a day 2022-04-19, a month 2022-04, a year 2022 or a range 2022-03-27/2022-04-01"


def short(when: When) -> str:
    """The period as it is typed: 2022-Q2, 2021-H2, 2022-04, 2022, or else its first and last day."""
    first, last = when.first, when.last
    names = {
        12: str(first.year),
        6: f"{first.year}-H{first.month // 6 + 1}",
        3: f"{first.year}-Q{first.month // 3 + 1}",
        1: f"{first.year}-{first.month:02}",
    }
    if name := names.get(_whole_months(when)):
        return name
    return first.isoformat() if first == last else f"{'..' if first == EVER else first}/{last}"


def spoken(when: When) -> str:
    """The date as a reader says it: "19–24 April 2022", "April–June 2022", "2022"; what was doubtful stays marked."""
    return _spoken(when.first, when.last, when.text)


@lru_cache(1 << 14)
def _spoken(first: date, last: date, text: str) -> str:
    marks = "".join(sorted({mark for mark in text if mark in "~?"}))
    doubt = {"": "", "~": " (approximate)", "?": " (uncertain)", "?~": " (approximate, uncertain)"}[marks]
    if first == EVER:
        return f"by {_day(last)}{doubt}"
    return _between(first, last) + doubt


def _between(first: date, last: date) -> str:
    if first == last:
        return _day(first)
    if first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]:
        return _between_months(first, last)
    if first.year != last.year:
        return f"{_day(first)} – {_day(last)}"
    if first.month != last.month:
        return f"{first.day} {MONTHS[first.month]} – {_day(last)}"
    return f"{first.day}–{_day(last)}"


def _between_months(first: date, last: date) -> str:
    if first.year != last.year:
        return f"{MONTHS[first.month]} {first.year} – {MONTHS[last.month]} {last.year}"
    if (first.month, last.month) == (1, 12):
        return str(first.year)
    if first.month == last.month:
        return f"{MONTHS[first.month]} {first.year}"
    return f"{MONTHS[first.month]}–{MONTHS[last.month]} {first.year}"


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month]} {day.year}"
