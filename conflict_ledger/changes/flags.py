"""What a reviewer should look at twice. A flag is no finding: each of these edits can be right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflict_ledger.changes.keys import meaning
from conflict_ledger.distances import kilometres
from conflict_ledger.model import Actor, Incident, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conflict_ledger.figures import Figure

FAR = 25  # kilometres: within these, two incidents of a day may be one

_LOOK = {
    "victims": "the victims word changed",
    "perpetrator": "the perpetrator changed",
    "category": "the category changed",
    "excludes": "what the total leaves out changed",
    "complete": "whether the table is complete changed",
    "series": "which series the table belongs to changed",
    "measure": "the measure changed",
    "part_of": "what it is part of changed",
    "source": "who said it changed",
    "scope": "the scope changed",
}
_OF_A_STATEMENT = ("count", "answer", "denies", "no_position", "trend", "change", "share")


def removed(record: Any) -> Iterator[str]:
    """Nothing is deleted: what should not stand is withdrawn. Actors and documents that nothing uses may go."""
    if hasattr(record, "withdrawn"):
        yield "deleted, not withdrawn"


def revised(before: Any, after: Any, keys: Sequence[str]) -> Iterator[str]:
    """Flags of a record whose meaning changed in these keys."""
    if isinstance(after, Statement):
        yield from _figure(before, after, keys)
    if isinstance(after, Incident) and "place" in keys and (distance := _moved(before, after)) > FAR:
        yield f"the coordinates moved {distance} km"
    yield from (_LOOK[key] for key in keys if key in _LOOK and not (isinstance(after, Actor) and key == "part_of"))
    if isinstance(after, Actor) and "part_of" in keys:
        yield "whom the actor belongs to changed: its category and its contradictions may"


def _figure(before: Any, after: Any, keys: Sequence[str]) -> Iterator[str]:
    said = [key for key in _OF_A_STATEMENT if key in keys]
    if said and not {"stated", "document"} & set(keys):
        yield (
            "the figure changed, and neither `stated` nor the document did"
            if "count" in said
            else ("the answer changed, and neither `stated` nor the document did")
        )
    if before.count and after.count and (word := _opened(before.count, after.count)):
        yield word


def _opened(before: Figure, after: Figure) -> str:
    """Where a figure lost what kept it open, or gained it."""
    if before.high is None and after.high is not None:
        return "an open figure is closed now"
    if before.approximate and not after.approximate:
        return "an approximate figure is exact now"
    return "a closed figure is open now" if before.high is not None and after.high is None else ""


def _moved(before: Incident, after: Incident) -> int:
    """The greatest distance, in kilometres, from a place as it is now to the nearest that there was."""
    gone = [place for place in before.place if meaning(place) not in {meaning(one) for one in after.place}]
    new = [place for place in after.place if meaning(place) not in {meaning(one) for one in before.place}]
    nearest = [min((d for old in gone if (d := kilometres(old, one)) is not None), default=0.0) for one in new]
    return round(max(nearest, default=0.0))
