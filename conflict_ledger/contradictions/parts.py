"""A source's own arithmetic: what it names as parts and cannot be parts (page 2.2). It is recorded, never refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_ledger import figures
from conflict_ledger.standing import WITHDRAWN, current, figured, standings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Claim, Fact, Statement


def misfits(fact: Fact, ledger: Ledger) -> Iterator[tuple[Claim, ...]]:
    """The claims whose parts cannot fit: one claim against itself, or a claim and the same source's claim on the whole."""
    for standing in standings(fact, ledger):
        if standing.state != WITHDRAWN and contradicts_itself(standing.claim):
            yield (standing.claim,)
    for whole in ledger.wholes(fact):
        if whole.measure == fact.measure and fact.measure:
            yield from _exceeding(fact, whole, ledger)


def contradicts_itself(claim: Statement) -> bool:
    """Whether what it is made of cannot sum to its count, or a group among them must exceed it."""
    if claim.count is None:
        return False
    if claim.made_of and not figures.meet(figures.total(claim.made_of.values()), claim.count):
        return True
    return any(_exceeds(figure, claim.count) for figure in claim.groups.values())


def _exceeding(fact: Fact, whole: Fact, ledger: Ledger) -> Iterator[tuple[Claim, Claim]]:
    wider = [claim for claim in current(whole, ledger) if figured(claim)]
    for claim in current(fact, ledger):
        for other in wider:
            mine, theirs = claim.bearing, other.bearing
            if claim.source == other.source and mine and theirs and _exceeds(mine, theirs):
                yield (claim, other)


def _exceeds(part: figures.Figure, whole: figures.Figure) -> bool:
    return whole.high is not None and part.low > whole.high
