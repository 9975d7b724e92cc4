"""Every contradiction, drift and revision of a ledger: one record per fact and kind."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from conflict_ledger import figures
from conflict_ledger.contradictions.parts import contradicts_itself, misfits
from conflict_ledger.contradictions.relations import CONTRADICTING, relations
from conflict_ledger.disputes import CONTRADICTION, DRIFT, REVISION, Contradiction
from conflict_ledger.standing import CURRENT, REVISED, WITHDRAWN, standings, standings_of_cells
from conflict_ledger.standing import DRIFT as DRIFTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Fact
    from conflict_ledger.standing import Standing

    Pairs = list[tuple[Any, Any]]


def contradictions(ledger: Ledger, incident: str | None = None) -> list[Contradiction]:
    """Of the whole ledger, or of one incident. A contradiction does not depend on the order of claims."""
    one = ledger.incidents.get(incident) if incident is not None else None
    facts = (fact for _, fact in ledger.facts()) if incident is None else one.facts.values() if one else ()
    found = [contradiction for fact in facts for contradiction in of_fact(fact, ledger)]
    if incident is None:
        found += of_tables(ledger)
    return sorted(found, key=lambda contradiction: contradiction.order)


def of_fact(fact: Fact, ledger: Ledger) -> Iterator[Contradiction]:
    """One fact's: between its current claims, within its claims' arithmetic, and within each source."""
    where = (fact.incident, fact.id)
    assessed = fact.assessment is not None
    found = standings(fact, ledger)
    now = [standing.claim for standing in found if standing.state == CURRENT]
    kinds: dict[str, Pairs] = {}
    for one, other in combinations(now, 2):
        for kind in relations(one, other, ledger) if one.source != other.source else ():
            kinds.setdefault(kind, []).append((one, other))
    for kind in CONTRADICTING:
        if kind in kinds:
            pairs = kinds[kind]
            yield Contradiction(kind, CONTRADICTION, *where, _sorted(pairs), _ordered(pairs), assessed)
    if wrong := list(misfits(fact, ledger)):
        pairs = [(claims[0], claims[1]) for claims in wrong if len(claims) == 2]
        yield Contradiction("parts", CONTRADICTION, *where, _sorted(wrong), _ordered(pairs), assessed)
    yield from _within_sources(found, *where)


def _within_sources(found: Iterable[Standing], incident: str | None, fact: str | None) -> Iterator[Contradiction]:
    """What documents changed on the way, and what sources changed themselves."""
    by_state: dict[str, Pairs] = {}
    for standing in found:
        by_state.setdefault(standing.state, []).append((standing.claim, standing.by))
    if pairs := by_state.get(DRIFTED):
        fits = all(_number_fits(*pair) for pair in pairs)
        yield Contradiction("drift", DRIFT, incident, fact, _sorted(pairs), _ordered(pairs), fits=fits)
    if pairs := by_state.get(REVISED):
        yield Contradiction("revision", REVISION, incident, fact, _sorted(pairs), _ordered(pairs))


def of_tables(ledger: Ledger) -> Iterator[Contradiction]:
    """Drift and revision of what is published for one spot, in one table or in several, and cells against themselves."""
    cells = [(cell, total) for total in ledger.totals.values() for cell in total.claims]
    for found in standings_of_cells(cells, ledger):
        yield from _within_sources(found, None, None)
        for standing in found:
            if standing.state != WITHDRAWN and contradicts_itself(standing.claim):
                yield Contradiction("parts", CONTRADICTION, None, None, (standing.claim,))


def _number_fits(claim: Any, own: Any) -> bool:
    """Whether the changed number lies within the source's own figure."""
    mine, theirs = (getattr(one, "bearing", one.count) for one in (claim, own))
    return mine is not None and theirs is not None and figures.meet(mine, theirs)


def _ordered(pairs: Iterable[tuple[Any, Any]]) -> tuple[tuple[Any, Any], ...]:
    return tuple(sorted(pairs, key=lambda pair: (pair[0].address, pair[1].address)))


def _sorted(groups: Iterable[tuple[Any, ...]]) -> tuple[Any, ...]:
    claims = {claim.address: claim for group in groups for claim in group}
    return tuple(claims[address] for address in sorted(claims))
