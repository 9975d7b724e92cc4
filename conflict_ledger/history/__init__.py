"""The ledger's second clock: git. What differs from a revision, the ledger as committed then, who changed what."""

from conflict_ledger.history.git import Unreadable
from conflict_ledger.history.journal import Journal, Step, beside, journal
from conflict_ledger.history.log import Edit, Log, log, uncommitted
from conflict_ledger.history.revisions import Pair, Sides, at, common, compared
from conflict_ledger.history.worktree import Commit, changed, commit

__all__ = [
    "Commit",
    "Edit",
    "Journal",
    "Log",
    "Pair",
    "Sides",
    "Step",
    "Unreadable",
    "at",
    "beside",
    "changed",
    "commit",
    "common",
    "compared",
    "journal",
    "log",
    "uncommitted",
]
