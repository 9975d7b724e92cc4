"""How far apart two places are."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conflict_ledger.model import Place

_EARTH = 6371  # kilometres, the mean radius


def kilometres(one: Place, other: Place) -> float | None:
    """Along a great circle (the haversine formula); None where one of them has no coordinates."""
    ends = (one.latitude, other.latitude, one.longitude, other.longitude)
    degrees = [math.radians(degree) for degree in ends if degree is not None]
    if len(degrees) < 4:
        return None
    south, north, west, east = degrees
    haversine = (
        math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    )
    return 2 * _EARTH * math.asin(min(1, math.sqrt(haversine)))
