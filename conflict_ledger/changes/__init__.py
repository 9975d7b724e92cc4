"""What an edit changes in meaning: records, then the totals that move and the contradictions that open and close.

A pure function of two ledgers. What is no change of a record is layout: order, comments, quoting, where a file stands.
"""

from conflict_ledger.changes.chronicle import Chapter, chronicle
from conflict_ledger.changes.effects import Effects, Moved, effects
from conflict_ledger.changes.listing import (
    ADDED,
    KINDS,
    REMOVED,
    RENAMED,
    RESTORED,
    REVISED,
    REWORDED,
    WITHDRAWN,
    Change,
    changes,
)
from conflict_ledger.changes.review import Review, review

__all__ = [
    "ADDED",
    "KINDS",
    "REMOVED",
    "RENAMED",
    "RESTORED",
    "REVISED",
    "REWORDED",
    "WITHDRAWN",
    "Change",
    "Chapter",
    "Effects",
    "Moved",
    "Review",
    "changes",
    "chronicle",
    "effects",
    "review",
]
