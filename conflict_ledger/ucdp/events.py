"""One row of GED as an event: typed, or refused with the column that is wrong. Nothing in it is put right."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3
KINDS = {STATE_BASED: "State-based violence", NON_STATE: "Non-state violence", ONE_SIDED: "One-sided violence"}
DEATHS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
NEEDED = (
    *(
        "id",
        "type_of_violence",
        "dyad_name",
        "side_a",
        "side_b",
        "where_prec",
        "where_coordinates",
        "country",
        "country_id",
    ),
    *("date_prec", "date_start", "date_end", *DEATHS, "low", "best", "high"),
)
PLACED = ("latitude", "longitude")  # in GeoJSON they may be the geometry's
_LIMIT = 10_000_000
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]00:00:00(?:\.0+)?)?")
_ARTICLE = re.compile(r"(.+?),\s*([0-9]{4}-[0-9]{2}-[0-9]{2}),\s*(.+)", re.DOTALL)


class NotAnEvent(ValueError):  # noqa: N818 - it is what the row is
    """The row cannot be taken: which column is wrong, and how."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(f"{column}: {message}")


@dataclass(frozen=True, slots=True)
class Article:
    """A report that UCDP names: who published it, when, under which headline."""

    office: str
    day: date
    headline: str


@dataclass(frozen=True, slots=True)
class Event:
    """One event as UCDP codes it. `low`, `best`, `high` and `deaths` (in the order of DEATHS) are numbers of people killed."""

    id: str
    kind: int
    dyad: str
    sides: tuple[str, str]
    governments: tuple[bool, bool]
    place: str
    description: str
    admin1: str
    admin2: str
    country: str
    country_id: int
    latitude: float
    longitude: float
    where_prec: int
    start: date
    end: date
    date_prec: int
    clarity: str
    deaths: tuple[int, ...]
    low: int
    best: int
    high: int
    articles: tuple[Article, ...]
    cited: str
    original: str

    @property
    def ordered(self) -> bool:
        """Whether low, best and high stand in that order.

        In a few rows in a hundred they do not, and they are left as they are: these are aggregates (GED codebook, 5.5), deaths reported for
        several places or days together and spread over events in whole numbers.
        """
        return self.low <= self.best <= self.high

    @property
    def reversed(self) -> bool:
        return self.low > self.high


def event(row: Mapping[str, str]) -> Event:
    """The event in the row. Raises NotAnEvent."""
    start, end = _day(row, "date_start"), _day(row, "date_end")
    if end < start:
        raise NotAnEvent("date_end", f"{end} is before date_start {start}")
    kind = _number(row, "type_of_violence")
    if kind not in KINDS:
        raise NotAnEvent("type_of_violence", f"{kind} is none of 1, 2, 3")
    deaths = tuple(_number(row, name) for name in DEATHS)
    articles, cited = _articles(row.get("source_article", ""))
    return Event(
        id=_id(row),
        kind=kind,
        dyad=_line(row, "dyad_name"),
        sides=(_named(row, "side_a"), _named(row, "side_b")),
        governments=(bool(row.get("gwnoa", "").strip()), bool(row.get("gwnob", "").strip())),
        place=_line(row, "where_coordinates"),
        description=_line(row, "where_description"),
        admin1=_line(row, "adm_1"),
        admin2=_line(row, "adm_2"),
        country=_line(row, "country"),
        country_id=_number(row, "country_id"),
        latitude=_degrees(row, "latitude", 90),
        longitude=_degrees(row, "longitude", 180),
        where_prec=_number(row, "where_prec"),
        start=start,
        end=end,
        date_prec=_number(row, "date_prec"),
        clarity=_line(row, "event_clarity"),
        deaths=deaths,
        low=_number(row, "low"),
        best=_number(row, "best"),
        high=_number(row, "high"),
        articles=articles,
        cited=cited,
        original=_line(row, "source_original"),
    )


def _line(row: Mapping[str, str], name: str) -> str:
    return " ".join((row.get(name) or "").split())


def _named(row: Mapping[str, str], name: str) -> str:
    return _line(row, name) or _refuse(name, "is empty")


def _refuse(column: str, message: str) -> str:
    raise NotAnEvent(column, message)


def _id(row: Mapping[str, str]) -> str:
    found = _line(row, "id")
    if not re.fullmatch(r"[0-9]{1,12}", found):
        raise NotAnEvent("id", f"{found[:40]!r} is not a number" if found else "is empty")
    return found


def _number(row: Mapping[str, str], name: str) -> int:
    """A whole number; some releases write 652.0."""
    text = (row.get(name) or "").strip()
    match = re.fullmatch(r"([0-9]{1,9})(?:\.0+)?", text)
    if not match or int(match[1]) > _LIMIT:
        raise NotAnEvent(
            name, f"{text[:40]!r} is not a whole number from 0 to {_LIMIT}" if text else "is empty, which is not zero"
        )
    return int(match[1])


def _degrees(row: Mapping[str, str], name: str, limit: int) -> float:
    text = (row.get(name) or "").strip()
    if not re.fullmatch(r"-?[0-9]{1,3}(?:\.[0-9]+)?", text) or abs(float(text)) > limit:
        raise NotAnEvent(name, f"{text[:40]!r} is not a number of degrees from -{limit} to {limit}")
    return float(text)


def _day(row: Mapping[str, str], name: str) -> date:
    text = (row.get(name) or "").strip()
    match = _DAY.fullmatch(text)
    try:
        return date.fromisoformat(match[1] if match else text[:40])
    except ValueError:
        raise NotAnEvent(name, f"{text[:40]!r} is not a day such as 2022-04-19") from None


def _articles(text: str) -> tuple[tuple[Article, ...], str]:
    """The reports that are named as office, day, headline; and all else that is cited, as it stands."""
    found, other = [], []
    for piece in re.split(r'"\s*;\s*"', " ".join(text.split())):
        bare = piece.strip().strip('"').strip()
        match = _ARTICLE.fullmatch(bare)
        try:
            day = date.fromisoformat(match[2]) if match else None
        except ValueError:
            day = None
        if match and day and day <= date.today() and len(match[1]) <= 80:
            found.append(Article(match[1].strip().strip('"'), day, match[3].strip()))
        elif bare:
            other.append(bare)
    return tuple(dict.fromkeys(found)), "; ".join(other)
