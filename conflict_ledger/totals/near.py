"""The part of a ledger that a period's totals can rest on: no sum has to read the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conflict_ledger.dates import When

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Incident


def spans(ledger: Ledger) -> dict[str, When]:
    """For each incident the days from its first fact to its last."""
    return {one.id: _span(one) for one in ledger.incidents.values()}


def _span(incident: Incident) -> When:
    days = [incident.date, *(fact.date for fact in incident.facts.values() if fact.date)]
    return When(min(day.first for day in days), max(day.last for day in days))


def near(ledger: Ledger, spanned: Mapping[str, When], period: When) -> Ledger:
    """The ledger with the incidents that touch the period, and those of which their facts are part, at any depth.

    `spanned` are the `spans` of the same ledger.
    """
    touching = {name: ledger.incidents[name] for name, span in spanned.items() if span.meets(period)}
    found, new = dict(touching), list(touching.values())
    while new:
        named = {fact.part_of.partition("/")[0] for one in new for fact in one.facts.values() if fact.part_of}
        new = [ledger.incidents[name] for name in named - found.keys() if name in ledger.incidents]
        found |= {one.id: one for one in new}
    if len(found) > len(touching):
        found = {name: found[name] for name in ledger.incidents if name in found}
    return replace(ledger, incidents=found)
