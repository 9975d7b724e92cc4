"""The map: where incidents are, each as wide as its place is vague, over outlines that are no more exact than that.

The outlines are Natural Earth's at 1:50 million (public domain), thinned by `scripts/outlines.py`. A place known only by its
country is on no map.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflict_ledger.site.filters import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conflict_ledger.model import Incident, Place

WIDTH = 720
RADIUS = {"exact": 2, "town": 5, "district": 40, "region": 110}  # kilometres around the point, as `precision` means it
_MOST = 600  # marks; beyond that neighbours share one
_DEGREE = 111.2  # kilometres


@dataclass(frozen=True, slots=True)
class Spot:
    """One place of an incident: pixels, the radius of what its precision leaves open, and how many incidents share it."""

    x: float
    y: float
    radius: float
    incident: str
    title: str
    precision: str
    many: int = 1


@dataclass(frozen=True, slots=True)
class Map:
    height: int
    countries: list[tuple[str, str, float, float, bool]]  # path, name, and where that stands; whether it is shown
    spots: list[Spot]
    nowhere: list[Incident]
    scale: tuple[int, float]  # kilometres, and how wide they are
    source: str


def drawn(incidents: Iterable[Incident]) -> Map | None:
    """The map of the incidents; None where none has coordinates."""
    found = [(one, place) for one in incidents for place in one.place if _placed(place)]
    placed = {one.id for one, _ in found}
    if not found:
        return None
    view = _View([place for _, place in found])
    spots = sorted(_spots(found, view), key=lambda one: -one.radius)
    outlines = json.loads((Path(__file__).parent / "static" / "outlines.json").read_text(encoding="utf-8"))
    countries = [drawn for country in outlines["countries"] if (drawn := view.country(country))]
    size = 200 if view.pixels * 200 < WIDTH / 3 else 100
    nowhere = [one for one in incidents if one.id not in placed]
    return Map(view.height, countries, spots, nowhere, (size, round(view.pixels * size, 1)), outlines["source"])


def _placed(place: Place) -> bool:
    return place.latitude is not None and place.longitude is not None and place.precision != "country"


def _spots(found: list[tuple[Incident, Place]], view: _View) -> Iterator[Spot]:
    cells: dict[tuple[int, int], list[Spot]] = {}
    for incident, place in found:
        x, y = view.at(place.longitude or 0.0, place.latitude or 0.0)
        precision = place.precision or "town"
        spot = Spot(x, y, round(RADIUS[precision] * view.pixels, 1), incident.id, plain(incident.title), precision)
        cells.setdefault((int(x // 12), int(y // 12)), []).append(spot)
    if len(found) <= _MOST:
        yield from (spot for spots in cells.values() for spot in spots)
        return
    for (column, row), spots in cells.items():
        size = round(2 + math.sqrt(len(spots)), 1)
        yield Spot(column * 12 + 6, row * 12 + 6, size, "", f"{len(spots)} incidents", "", len(spots))


class _View:
    """An equirectangular view that holds all the places with some land around them."""

    def __init__(self, places: list[Place]) -> None:
        xs, ys = [place.longitude or 0.0 for place in places], [place.latitude or 0.0 for place in places]
        west, east, south, north = min(xs) - 1.5, max(xs) + 1.5, min(ys) - 1.2, max(ys) + 1.2
        self.squeeze = max(math.cos(math.radians((south + north) / 2)), 0.2)
        lacking = max(4 - (east - west), (north - south) * self.squeeze - (east - west), 0) / 2
        self.west, self.north = west - lacking, north
        self.east, self.south = east + lacking, south
        self.per_degree = WIDTH / (self.east - self.west)
        self.height = min(max(round((north - south) * self.per_degree / self.squeeze), 200), 2 * WIDTH)

    @property
    def pixels(self) -> float:
        """Of one kilometre."""
        return self.per_degree / (_DEGREE * self.squeeze)

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        x = (longitude - self.west) * self.per_degree
        return round(x, 1), round((self.north - latitude) * self.per_degree / self.squeeze, 1)

    def country(self, record: dict[str, Any]) -> tuple[str, str, float, float, bool] | None:
        """The path of the outline, and where the name stands: amid what is in view of it."""
        rings = [ring for ring in record["rings"] if self._meets(ring)]
        if not rings:
            return None
        path = "".join(f"M{' '.join(self._steps(ring))}z" for ring in rings)
        largest = max(rings, key=len)
        inside = [self.at(*point) for point in largest if self._sees(*point)]
        if len(inside) < 8:
            return path, record["name"], 0, 0, False
        x, y = (round(sum(point[axis] for point in inside) / len(inside)) for axis in (0, 1))
        return path, record["name"], x, y, 60 < x < WIDTH - 60 and 20 < y < self.height - 20

    def _steps(self, ring: list[list[float]]) -> Iterator[str]:
        for longitude, latitude in ring:
            x, y = self.at(longitude, latitude)
            yield f"{round(x)} {round(y)}"

    def _meets(self, ring: list[list[float]]) -> bool:
        xs, ys = [point[0] for point in ring], [point[1] for point in ring]
        return min(xs) < self.east and max(xs) > self.west and min(ys) < self.north and max(ys) > self.south

    def _sees(self, longitude: float, latitude: float) -> bool:
        return self.west < longitude < self.east and self.south < latitude < self.north
