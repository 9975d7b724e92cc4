"""Where incidents lie: within their country, and not on top of one another."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from conflict_ledger.checks.known import faulty
from conflict_ledger.checks.registry import Problem, check
from conflict_ledger.distances import kilometres
from conflict_ledger.findings import WARNING
from conflict_ledger.lookup import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Incident, Place, PublishedTotal

_APART = {"exact": 25, "town": 25, "district": 50, "region": 150}  # kilometres; of a whole country nothing follows


class Box(NamedTuple):
    """Degrees, rounded outwards: a place outside is not in the country; one inside may still be abroad."""

    south: float
    north: float
    west: float
    east: float

    def holds(self, latitude: float, longitude: float) -> bool:
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east


BOXES = {
    "BD": Box(20.5, 26.8, 87.9, 92.8),
    "BF": Box(9.3, 15.2, -5.7, 2.5),
    "BJ": Box(6.1, 12.5, 0.7, 3.9),
    "CF": Box(2.1, 11.1, 14.3, 27.5),
    "CI": Box(4.2, 10.8, -8.7, -2.4),
    "CM": Box(1.6, 13.2, 8.3, 16.3),
    "DZ": Box(18.9, 37.2, -8.8, 12.1),
    "GH": Box(4.6, 11.3, -3.4, 1.3),
    "GM": Box(13.0, 13.9, -16.9, -13.7),
    "GN": Box(7.1, 12.8, -15.2, -7.5),
    "GW": Box(10.8, 12.8, -16.9, -13.5),
    "LR": Box(4.2, 8.7, -11.6, -7.3),
    "LY": Box(19.4, 33.3, 9.2, 25.3),
    "ML": Box(10.0, 25.1, -12.4, 4.4),
    "MR": Box(14.6, 27.4, -17.2, -4.7),
    "NE": Box(11.6, 23.7, 0.1, 16.1),
    "NG": Box(4.1, 14.0, 2.6, 14.8),
    "SD": Box(8.6, 22.4, 21.7, 38.8),
    "SL": Box(6.8, 10.1, -13.5, -10.2),
    "SN": Box(12.2, 16.8, -17.7, -11.2),
    "TD": Box(7.3, 23.6, 13.4, 24.1),
    "TG": Box(6.0, 11.3, -0.3, 1.9),
}


@check(WARNING)
def outside_country(ledger: Ledger) -> Iterator[Problem]:
    """Coordinates lie outside the box around their country.

    Most often latitude and longitude are swapped, or a minus is missing: Mali lies west of Greenwich for the most part. Boxes are on record
    for Mali and the countries around it; elsewhere nothing is checked.

    Bad:

        # data/incidents/tindara.yaml
        title: Raid on Tindara
        date: 2022-04-19
        place: {name: Tindara, country: ML, latitude: -1.7, longitude: 15.28}   # <- -1.7, 15.28 is not in ML
        facts: {}

    Good:

        place: {name: Tindara, country: ML, latitude: 15.28, longitude: -1.7}
    """
    records: list[Incident | PublishedTotal] = [*ledger.incidents.values(), *ledger.totals.values()]
    for record in records:
        for number, place in enumerate(record.place):
            if problem := _outside(place):
                yield Problem(record.at, *problem, f"{_key(ledger, record, number)}.latitude", record.id)


def _outside(place: Place) -> tuple[str, str] | None:
    """What is wrong with the place's coordinates, and what may have been meant."""
    box = BOXES.get(place.country or "")
    if box is None or place.latitude is None or place.longitude is None or box.holds(place.latitude, place.longitude):
        return None
    message = f"{place.latitude:g}, {place.longitude:g} is not in {place.country}"
    return message, _slip(place.latitude, place.longitude, box)


def _slip(latitude: float, longitude: float, box: Box) -> str:
    if box.holds(longitude, latitude):
        return "latitude and longitude are swapped"
    signs = ((latitude, -longitude), (-latitude, longitude), (-latitude, -longitude))
    if slip := next((pair for pair in signs if box.holds(*pair)), None):
        return "did you mean {:g}, {:g}?".format(*slip)
    return f"latitudes there are {box.south:g} to {box.north:g}, longitudes {box.west:g} to {box.east:g}"


def _key(ledger: Ledger, record: Incident | PublishedTotal, number: int) -> str:
    """The key of the record's place with that number: it may be written alone, or in a list."""
    text = ledger.texts.get(record.at.path)
    listed = text and isinstance(text.tree, dict) and isinstance(text.tree.get("place"), list)
    return f"place.{number}" if listed else "place"


@check(WARNING)
def unrelated_neighbours(ledger: Ledger) -> Iterator[Problem]:
    """Two incidents lie within a day and 25 km of each other, and neither names the other.

    They may be one, recorded twice under two names of the place: then its dead are counted twice. If they are not, `related` says
    so (`as: separate`, `follows` or `see-also`), in either file. The distance widens with the `precision` of the vaguer place: 50 km for a
    district, 150 km for a region; where only the country is known nothing is said. Places without coordinates are taken to be near where
    they have the same name.

    Bad:

        # data/incidents/tindara.yaml
        title: Raid on Tindara
        date: 2022-04-19
        place: {name: Tindara, latitude: 15.28, longitude: -1.7}
        facts: {}
        # data/incidents/tindara-market.yaml
        title: Killings at the market   # <- within a day and 25 km of tindara
        date: 2022-04-20
        place: {name: Tin Dara, latitude: 15.3, longitude: -1.72}
        facts: {}

    Good:

        title: Killings at the market
        related: [{incident: tindara, as: separate}]
    """
    for one, other in _same_days(ledger):
        within = min((d for a in one.place for b in other.place if (d := _near(a, b))), default=0)
        if within and other.id not in _named(one) and one.id not in _named(other):
            message = f"within a day and {within} km of {one.id}"
            hint = f"one incident, or related: [{{incident: {one.id}, as: separate}}]"
            yield Problem(other.at, message, hint, "title", other.id)


def _same_days(ledger: Ledger) -> Iterator[tuple[Incident, Incident]]:
    """Every two incidents with at most a day between them, the earlier one first; those withdrawn left out."""
    recent: list[Incident] = []
    paths = faulty(ledger)  # where what was written under `related` may not have been read
    standing = [one for one in ledger.incidents.values() if not one.withdrawn and one.at.path not in paths]
    for incident in sorted(standing, key=lambda incident: (incident.date.first, incident.id)):
        recent = [other for other in recent if incident.date.first - other.date.last <= timedelta(days=1)]
        yield from ((other, incident) for other in recent)
        recent.append(incident)


def _named(incident: Incident) -> set[str]:
    return {link.incident for link in incident.related}


def _near(one: Place, other: Place) -> int:
    """The distance in kilometres within which the two places lie, as far as their precision can tell; 0 where they do not."""
    precisions = [place.precision or "town" for place in (one, other)]
    if "country" in precisions:
        return 0
    within = max(_APART[precision] for precision in precisions)
    return within if _distance(one, other) <= within else 0


def _distance(one: Place, other: Place) -> float:
    """Kilometres between the places; without coordinates none where names and countries are the same, else very far."""
    distance = kilometres(one, other)
    if distance is not None:
        return distance
    same = one.name and other.name and fold(one.name) == fold(other.name) and one.country == other.country
    return 0 if same else math.inf
