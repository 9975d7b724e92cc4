"""Who acts and speaks in UCDP's events, by the ids they have in the ledger: those who are in it already keep theirs."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from conflict_ledger.lookup import fold
from conflict_ledger.readers import bad_id
from conflict_ledger.words import UNATTRIBUTED

if TYPE_CHECKING:
    from conflict_ledger.ledger import Ledger

    Data = dict[str, Any]

UCDP = {
    "name": "Uppsala Conflict Data Program",
    "aka": ["UCDP"],
    "in_text": "UCDP",
    "kind": "other",
    "url": "https://ucdp.uu.se/",
}


class Actors:
    """Ids by name, case and accents folded; `new` holds the records of those whom the ledger does not have yet."""

    def __init__(self, ledger: Ledger, government: str, others: str) -> None:
        self.categories = (others, government)
        self.ids: dict[str, str] = {}
        self.taken = set(ledger.actors) | {UNATTRIBUTED}
        self.uncategorised: set[str] = set()
        self.new: dict[str, Data] = {}
        for actor in ledger.actors.values():
            for name in (actor.name, *actor.aka):
                self.ids.setdefault(fold(name), actor.id)
        self.bare = {name for name in ledger.actors if ledger.category(name) == UNATTRIBUTED}
        self.ucdp = self.ids.get("uppsala-conflict-data-program") or self.ids.get("ucdp") or self._added("UCDP", UCDP)

    def side(self, name: str, *, government: bool) -> str:
        """The id of one side of a dyad, which has a category."""
        kind = "government" if government else "armed-group"
        found = self.ids.get(fold(name)) or self._added(name, {"name": name, "kind": kind})
        if found in self.new:
            self.new[found].setdefault("category", self.categories[government])
            self.new[found]["kind"] = kind
        elif found in self.bare:
            self.uncategorised.add(found)
        return found

    def speaker(self, name: str) -> str:
        """The id of somebody who published a report."""
        return self.ids.get(fold(name)) or self._added(name, {"name": name, "kind": "other"})

    def _added(self, name: str, record: Data) -> str:
        plain = fold(name)
        found = plain[:60].strip("-")
        if not found or bad_id(found) or found in self.taken:
            found = f"actor-{hashlib.sha256(name.encode()).hexdigest()[:10]}"
        self.taken.add(found)
        self.ids[plain] = found
        self.new[found] = dict(record)
        return found
