"""A contradiction as a record: what it is about, every claim involved, and in which pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conflict_ledger.figures import Figure

CONTRADICTION, DRIFT, REVISION = "contradiction", "drift", "revision"
KINDS = (
    "count",
    "victims",
    "perpetrator",
    "date",
    "answer",
    "denial",
    "parts",
    "totals",
    "drift",
    "revision",
    "trend",
    "change",
    "share",
)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One contradiction per fact and kind. `incident` and `fact` are None for totals.

    `claims` are sorted by address; `assessed` tells whether the desk has judged the fact. `fits` is for drift: whether
    every changed number still fits the source's own. `added` is for totals: what the claims on incidents add up to;
    `because` is for published tables: the clash or verdict of the room `totals`.
    """

    kind: str
    severity: str
    incident: str | None
    fact: str | None
    claims: tuple[Any, ...]
    pairs: tuple[tuple[Any, Any], ...] = ()
    assessed: bool = False
    fits: bool | None = None
    added: Figure | None = None
    because: Any = None

    @property
    def approximate(self) -> bool:
        return any(claim.count.approximate for claim in self.claims if claim.count)

    @property
    def order(self) -> tuple[str, str, int]:
        return (self.incident or "~", self.fact or "", KINDS.index(self.kind))
