"""Which of a fact's rival claims a total takes: all of them, the one the desk prefers, or one source's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_ledger.standing import CURRENT, DRIFT, REPEATED, REVISED, WITHDRAWN, figured, standings

if TYPE_CHECKING:
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Claim, Fact
    from conflict_ledger.standing import Standing

RANGE, PREFERRED = "range", "preferred"
RULES = {
    RANGE: "fact by fact, from the lowest lower end to the highest upper end of the rival claims; the lower end is 0 where a"
    " rival says that these people were others, were killed by others, or were not killed",
    PREFERRED: "each fact's assessed claim; facts without an assessment are left out and counted",
    "SOURCE": "the claims of that source alone",
}
_STATES = {WITHDRAWN: "withdrawn", REVISED: "revised", DRIFT: "drift", REPEATED: "repeated"}


def chosen(fact: Fact, rule: str, ledger: Ledger) -> dict[str, str | None]:
    """For each claim of the fact, by address: why the rule does not take it, None where it does."""
    found = standings(fact, ledger)
    return {
        standing.claim.address: _STATES.get(standing.state)
        or _unchosen(standing.claim, fact, rule)
        or ("repeated" if _beside(standing.claim, found) else None)
        for standing in found
    }


def _beside(claim: Claim, found: list[Standing]) -> bool:
    """Whether the claim is an `unknown` that stands beside its source's own figure."""
    if not (claim.count and claim.count.unknown):
        return False
    return any(
        standing.state == CURRENT and standing.claim.source == claim.source and figured(standing.claim)
        for standing in found
    )


def _unchosen(claim: Claim, fact: Fact, rule: str) -> str | None:
    if rule == RANGE:
        return None
    if rule != PREFERRED:
        return None if claim.source == rule else "other source"
    if fact.assessment is None:
        return "no assessment"
    return None if fact.assessment.prefer in claim.names else "other source"
