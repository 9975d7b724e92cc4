"""Answers as JSON documents for machines: a versioned contract, whatever the model behind it becomes (page 3)."""

from conflict_ledger.reports.jsontext import dumps
from conflict_ledger.wire.answers import contradictions, incidents, show, sources, validate
from conflict_ledger.wire.review import diff, history
from conflict_ledger.wire.totals import explained, totals

__all__ = [
    "contradictions",
    "diff",
    "dumps",
    "explained",
    "history",
    "incidents",
    "show",
    "sources",
    "totals",
    "validate",
]
