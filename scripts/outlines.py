"""Country outlines for the site's map, from Natural Earth (public domain) in the form of the npm package `world-atlas`.

    npm pack world-atlas && tar xzf world-atlas-*.tgz
    python scripts/outlines.py package/countries-50m.json > conflict_ledger/site/static/outlines.json

The scale is 1:50 million. Points are thinned to a hundredth of a degree (about a kilometre), which is finer than what is drawn.
"""

import json
import sys
from pathlib import Path

WEST, SOUTH, EAST, NORTH = -18.0, 4.0, 17.0, 28.0  # West Africa and the Sahara
TOLERANCE = 0.02  # degrees

Point = tuple[float, float]
Ring = list[Point]


def arcs(topology: dict) -> list[Ring]:
    """The arcs in degrees: they are stored as steps on a grid."""
    (kx, ky), (x0, y0) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * kx + x0, y * ky + y0))
        found.append(thinned(line))
    return found


def thinned(line: Ring) -> Ring:
    """Douglas and Peucker: the ends stay, so that neighbours go on sharing their border."""
    if len(line) < 3:
        return line
    (x1, y1), (x2, y2) = line[0], line[-1]
    size = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5

    def off(point: Point) -> float:
        if not size:
            return ((point[0] - x1) ** 2 + (point[1] - y1) ** 2) ** 0.5
        return abs((x2 - x1) * (y1 - point[1]) - (x1 - point[0]) * (y2 - y1)) / size

    far = max(range(1, len(line) - 1), key=lambda number: off(line[number]))
    if off(line[far]) <= TOLERANCE:
        return [line[0], line[-1]]
    return [*thinned(line[: far + 1])[:-1], *thinned(line[far:])]


def ring(numbers: list[int], known: list[Ring]) -> Ring:
    points: Ring = []
    for number in numbers:
        arc = known[number] if number >= 0 else known[~number][::-1]
        points += arc[1:] if points else arc
    return [(round(x, 2), round(y, 2)) for x, y in points]


def near(line: Ring) -> bool:
    return any(WEST <= x <= EAST and SOUTH <= y <= NORTH for x, y in line)


def main(path: str) -> None:
    topology = json.loads(Path(path).read_text(encoding="utf-8"))
    known = arcs(topology)
    found = []
    for country in topology["objects"]["countries"]["geometries"]:
        polygons = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
        rings = [line for polygon in polygons for one in polygon if near(line := ring(one, known)) and len(line) > 3]
        if rings:
            found.append({"name": country["properties"]["name"], "rings": rings})
    source = "Natural Earth, 1:50 million, public domain"
    print(json.dumps({"source": source, "countries": found}, separators=(",", ":"), ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1])
