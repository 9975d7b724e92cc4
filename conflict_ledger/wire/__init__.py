"""Answers as JSON documents for machines: a versioned contract, whatever the model behind it becomes (page 3)."""

from conflict_ledger.wire.answers import contradictions, incidents, show, sources, totals, validate
from conflict_ledger.wire.records import dumps

__all__ = ["contradictions", "dumps", "incidents", "show", "sources", "totals", "validate"]
