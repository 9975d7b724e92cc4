"""GeoJSON (RFC 7946): one feature an incident, with how far from its point it may be, and what it adds to the dead.

An incident in several places is one MultiPoint, so that no sum over features counts it twice; one without coordinates has no
geometry and is there all the same. Longitude comes first.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from conflict_ledger.export.records import radius
from conflict_ledger.reports.jsontext import dumps

if TYPE_CHECKING:
    from conflict_ledger.export.tables import Export
    from conflict_ledger.model import Place


def text(export: Export) -> bytes:
    """A FeatureCollection; `ledger` and `dictionary` are foreign members that say what it is and what properties mean."""
    table = export.tables["incidents"]
    severe: dict[str, int] = {}
    for row in export.tables["contradictions"].dicts():
        if row["severity"] == "contradiction" and row["incident"]:
            severe[str(row["incident"])] = severe.get(str(row["incident"]), 0) + 1
    features = [_feature(row, export, severe.get(str(row["incident"]), 0)) for row in table.dicts()]
    meanings = {column.name: column.meaning for column in table.columns}
    meanings |= {
        "radius_km": "how far from the point it may be, for drawing: the vaguest of its places; empty for a country",
        "contradictions": "how many contradictions between sources",
    }
    document = {"type": "FeatureCollection", "ledger": export.about, "dictionary": meanings, "features": features}
    return dumps(json.loads(json.dumps(document, default=date.isoformat))).encode()


def _feature(row: dict[str, Any], export: Export, contradictions: int) -> dict[str, Any]:
    places = export.ledger.incidents[row["incident"]].place
    located = [place for place in places if place.latitude is not None and place.longitude is not None]
    radii = [radius(place) for place in located]
    widest = None if None in radii or not radii else max(one for one in radii if one is not None)
    return {
        "type": "Feature",
        "id": row["incident"],
        "geometry": _geometry(located),
        "properties": {**row, "radius_km": widest, "contradictions": contradictions},
    }


def _geometry(located: list[Place]) -> dict[str, Any] | None:
    points = [[place.longitude, place.latitude] for place in located]
    if not points:
        return None
    return (
        {"type": "Point", "coordinates": points[0]}
        if len(points) == 1
        else {"type": "MultiPoint", "coordinates": points}
    )
