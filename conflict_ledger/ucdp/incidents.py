"""An event as an incident, in plain data: what UCDP says of it is one claim, and the reports that it names are on record beside it.

- `count` is UCDP's low to high; `made_of` are its deaths_a, deaths_b, deaths_civilians and deaths_unknown, which add up to its best estimate.
- In one-sided violence side a leads as perpetrator (codebook: violence by a government or an organised group against civilians). In state-based
  and non-state violence both sides took part, and the codebook names nobody as having killed: unattributed, both sides alongside.
- `victims` is civilians where that is all there are: one-sided violence without deaths of other or unknown status. Else people, and
  `including` says how many civilians there are among them: as many as low, high and the unknown leave sure and leave possible.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from conflict_ledger.lookup import fold
from conflict_ledger.readers import bad_id
from conflict_ledger.ucdp.countries import COUNTRIES
from conflict_ledger.ucdp.events import DEATHS, KINDS, ONE_SIDED

if TYPE_CHECKING:
    from conflict_ledger.ucdp.actors import Actors
    from conflict_ledger.ucdp.events import Article, Event

Data = dict[str, Any]

PRECISIONS = {1: "town", 2: "district", 3: "district", 4: "region", 5: "region", 6: "country", 7: "country"}
FACT, REPORTS, REPORTED = "deaths", "reports", "reported"


def incident_id(event: Event) -> str:
    """The place first, so that typing it finds the incident; UCDP's own number makes it unique."""
    start = fold(event.place)[:50].strip("-")
    name = f"{start}-ucdp-{event.id}"
    return name if start and not bad_id(name) else f"ucdp-{event.id}"


def path(event: Event) -> str:
    return f"data/incidents/ucdp/{fold(event.country)[:60] or 'nowhere'}/{incident_id(event)}.yaml"


def incident(event: Event, document: str, release: str, actors: Actors) -> Data:
    """The whole file of a new incident."""
    where = event.place or event.country
    data: Data = {
        "title": f"{KINDS[event.kind]} at {where}: {event.dyad}",
        "date": day(event),
        "place": _place(event),
        "external": {"ucdp": event.id},
        "facts": {FACT: {"measure": "killed", "claims": [claim(event, document, release, actors)]}},
    }
    if reports(event):
        data["facts"][REPORTS] = {
            "title": "Reports named by UCDP",
            "question": "Who reported the event, by UCDP's list?",
            "answers": {REPORTED: "It was reported"},
            "claims": [
                {"source": actors.speaker(one.office), "document": document_id(one), "answer": REPORTED}
                for one in reports(event)
            ],
        }
    return data


def reports(event: Event) -> list[Article]:
    """The reports that can be of the event. One that is dated before it began is cited in the note: one of the two days is wrong."""
    return [one for one in event.articles if one.day >= event.start]


def day(event: Event) -> str:
    """The day, or the first and last; approximate where UCDP gives one day and says that it is not exact."""
    if event.start != event.end:
        return f"{event.start}/{event.end}"
    return f"{event.start}~" if event.date_prec > 1 else str(event.start)


def _place(event: Event) -> Data:
    named = {
        "name": event.place or event.country,
        "country": COUNTRIES.get(event.country_id),
        "admin1": event.admin1,
        "admin2": event.admin2,
    }
    where = {"latitude": _degrees(event.latitude), "longitude": _degrees(event.longitude)}
    return (
        {key: value for key, value in named.items() if value}
        | where
        | {"precision": PRECISIONS.get(event.where_prec, "country")}
    )


def _degrees(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


def claim(event: Event, document: str, release: str, actors: Actors) -> Data:
    """What UCDP says of the dead."""
    data: Data = {"source": actors.ucdp, "document": document, "count": _range(event.low, event.high)}
    civilians = event.deaths[DEATHS.index("deaths_civilians")]
    data["victims"] = "civilians" if _all_civilian(event) else "people"
    if civilians and data["victims"] == "people":
        data["including"] = {"civilians": _civilians(event, civilians)}
    data["made_of"] = dict(zip(DEATHS, map(str, event.deaths), strict=True))
    if event.kind == ONE_SIDED:
        data["perpetrator"] = actors.side(event.sides[0], government=event.governments[0])
    else:
        data["perpetrator"] = "unattributed"
        sides = (actors.side(name, government=own) for name, own in zip(event.sides, event.governments, strict=True))
        data["alongside"] = list(dict.fromkeys(sides))
    data["note"] = _note(event, release)
    return data


def _range(low: int, high: int) -> str:
    first, last = sorted((low, high))
    return str(first) if first == last else f"{first} to {last}"


def _all_civilian(event: Event) -> bool:
    others = sum(event.deaths) - event.deaths[DEATHS.index("deaths_civilians")]
    return event.kind == ONE_SIDED and not others


def _civilians(event: Event, best: int) -> str:
    """How many of the dead were civilians: what low and high add to or take from best, and the unknown, may all be civilians."""
    most = max(event.low, event.high)
    low = max(0, best - max(0, event.best - min(event.low, event.high)))
    high = min(most, best + event.deaths[DEATHS.index("deaths_unknown")] + max(0, most - event.best))
    return _range(min(low, high), high) if low or high == low else f"at most {high}"


def _note(event: Event, release: str) -> str:
    """Everything that has no field of its own, in UCDP's words and numbers."""
    first, second = event.sides
    said = [
        f"UCDP GED {release}, event {event.id}: low {event.low}, best {event.best}, high {event.high}.",
        f"Side a: {first}; side b: {second}. Dyad: {event.dyad}. In {event.country}.",
        f"where_prec {event.where_prec}, date_prec {event.date_prec}, event_clarity {event.clarity or 'not given'}.",
    ]
    if event.description and event.description != event.place:
        said.append(f"Where: {event.description}.")
    if event.original:
        said.append(f"Original source: {event.original}.")
    if event.cited:
        said.append(f"Cited: {event.cited}.")
    for one in event.articles:
        if one.day < event.start:
            said.append(f"Cited, dated before the event: {one.office}, {one.day}, {one.headline}.")
    if not event.ordered:
        said.append("Low, best and high do not stand in that order: an aggregate (codebook, 5.5), left as it is.")
    return " ".join(said)


def document_id(article: Article) -> str:
    """One id for one report, whichever event names it."""
    digest = hashlib.sha256(f"{article.office}\n{article.day}\n{article.headline}".encode()).hexdigest()[:10]
    name = f"{fold(article.office)[:40].strip('-')}-{article.day}-{digest}"
    return f"report-{article.day}-{digest}" if bad_id(name) else name


def document(article: Article, actors: Actors) -> Data:
    """The report as a document."""
    return {"title": article.headline, "publisher": actors.speaker(article.office), "published": str(article.day)}
