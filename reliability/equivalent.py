"""Mutants that no test can notice, each with the reason: the changed program says the same of every ledger."""

from __future__ import annotations

EQUIVALENT: dict[str, str] = {}
