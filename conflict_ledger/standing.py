"""Which claims are current: what was withdrawn, what its source revised, what a document changed on the way (page 2.2).

The same rules hold for the claims of a fact and for the rival claims to one cell of a published table. Position in the
file never matters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conflict_ledger.words import NOT_ONE_SPEAKER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Cell, Fact, Place, PublishedTotal, Statement

CURRENT, WITHDRAWN, REVISED, DRIFT, REPEATED = "current", "withdrawn", "revised", "drift", "repeated"


@dataclass(frozen=True, slots=True)
class Standing:
    """How one claim stands; `by` is the claim of the same source that stands instead of it, if one does."""

    claim: Any
    state: str
    by: Any = None


def standings(fact: Fact, ledger: Ledger) -> list[Standing]:
    """How each claim of the fact stands, in the order of the file."""
    if ledger.kept is None:
        return _standings(fact, ledger)
    known: tuple[Fact, list[Standing]] | None = ledger.kept.get(key := (fact.incident, fact.id))
    if known is None or known[0] is not fact:
        known = ledger.kept[key] = fact, _standings(fact, ledger)
    return known[1]


def _standings(fact: Fact, ledger: Ledger) -> list[Standing]:
    incident = ledger.incidents.get(fact.incident)
    withdrawn = bool(fact.withdrawn or (incident and incident.withdrawn))
    return standings_of(fact.claims, ledger, withdrawn=withdrawn)


def current(fact: Fact, ledger: Ledger) -> list[Any]:
    """The claims of the fact that are compared and summed."""
    return [standing.claim for standing in standings(fact, ledger) if standing.state == CURRENT]


def standings_of(claims: Sequence[Statement], ledger: Ledger, *, withdrawn: bool = False) -> list[Standing]:
    """How each of these rival claims stands."""
    alive = [claim for claim in claims if not (withdrawn or claim.withdrawn)]
    found = _revised_by_name(alive, ledger)
    speaking: dict[tuple[str, str | None], list[Statement]] = {}
    for claim in alive:
        if claim.address not in found:
            speaking.setdefault(_speaker(claim), []).append(claim)
    for (source, _), own in speaking.items():
        if len(own) > 1 and ledger.actor(source).kind not in NOT_ONE_SPEAKER:
            found.update(_of_one_source(own, ledger))
    gone = {claim.address: Standing(claim, WITHDRAWN) for claim in claims if withdrawn or claim.withdrawn}
    return [gone.get(claim.address) or found.get(claim.address) or Standing(claim, CURRENT) for claim in claims]


def spot(cell: Cell, total: PublishedTotal) -> tuple[Any, ...]:
    """What the cell speaks of: cells of one spot are rivals, in whatever file they stand; a later one of one source revises."""
    kind = next(key for key in ("count", "trend", "change", "share") if getattr(cell, key) is not None)
    whom = cell.victims or total.victims
    since = cell.since and (cell.since.first, cell.since.last)
    scope = (total.period, where(total.place), total.excludes, total.series)
    return (*scope, whom, cell.measure, cell.category, kind, since)


def where(places: Iterable[Place]) -> tuple[tuple[str | None, ...], ...]:
    """The places as they are compared, in no order: by name, without coordinates and other spellings."""
    return tuple(sorted(((one.country, one.admin1, one.admin2, one.name) for one in places), key=str))


def standings_of_cells(cells: Iterable[tuple[Cell, PublishedTotal]], ledger: Ledger) -> Iterator[list[Standing]]:
    """How the cells of each spot stand, spot by spot; those of a withdrawn table are withdrawn."""
    rivals: dict[tuple[Any, ...], list[tuple[Cell, PublishedTotal]]] = {}
    for cell, total in cells:
        rivals.setdefault(spot(cell, total), []).append((cell, total))
    for group in rivals.values():
        gone = [Standing(cell, WITHDRAWN) for cell, total in group if total.withdrawn]
        yield [*gone, *standings_of([cell for cell, total in group if not total.withdrawn], ledger)]


def _speaker(claim: Any) -> tuple[str, str | None]:
    """Whose figure it is, and for whom: a figure for a part of these people never replaces one for all of them."""
    return claim.source, getattr(claim, "scope", None)


def says_same(one: Statement, other: Statement) -> bool:
    """True where figure, victims and lead perpetrator, or the answer, are the same."""
    return _content(one) == _content(other)


def figured(claim: Any) -> bool:
    """True where the claim gives a figure; `unknown` is none."""
    return claim.count is not None and not claim.count.unknown


def _content(claim: Any) -> tuple[Any, ...]:
    said = tuple(getattr(claim, key, None) for key in ("count", "answer", "perpetrator", "trend", "change", "share"))
    return (*said, claim.victims or "people")


def _replaceable(claim: Any) -> bool:
    """Only a figure replaces a figure and an answer an answer: denials and refusals stand beside them."""
    others = ("answer", "trend", "change", "share")
    return figured(claim) or any(getattr(claim, key, None) is not None for key in others)


def _revised_by_name(claims: Sequence[Statement], ledger: Ledger) -> dict[str, Standing]:
    """The claims that another one revises by naming its source or address; claims that lead round in a circle revise nothing."""
    targets = {claim.address: _targets(claim, claims, ledger) for claim in claims if claim.revises}
    links = {address: {target.address for target in revised} for address, revised in targets.items()}
    found = {}
    for claim in claims:
        for target in targets.get(claim.address, ()):
            if claim.address not in reached(target.address, links):
                state = REPEATED if says_same(claim, target) else REVISED
                found[target.address] = Standing(target, state, claim)
    return found


def reached(start: str, links: Mapping[str, set[str]]) -> set[str]:
    """All that the links lead to from `start`, at any depth."""
    found: set[str] = set()
    new = set(links.get(start, ()))
    while new:
        found |= new
        new = {name for address in new for name in links.get(address, ())} - found
    return found


def _targets(claim: Statement, claims: Iterable[Statement], ledger: Ledger) -> list[Statement]:
    """What the claim revises: of the source or address that it names, what was not stated later than itself."""
    day = ledger.stated(claim)
    if not _replaceable(claim):
        return []
    return [
        other
        for other in claims
        if claim.revises in other.names
        and other is not claim
        and (_replaceable(other) or other.count)
        and not (day and (then := ledger.stated(other)) and day.before(then))
    ]


def _of_one_source(claims: Sequence[Statement], ledger: Ledger) -> dict[str, Standing]:
    speaking = [claim for claim in claims if _replaceable(claim)]
    dated = [claim for claim in speaking if ledger.stated(claim)]
    said = [_the_one(group, ledger) for group in _days(dated, ledger)]
    latest = said[-1][0] if said else None
    undated = [claim for claim in speaking if claim not in dated]
    if latest is None and undated:
        latest, rest = _the_one(undated, ledger)
    else:
        rest = undated
    found = {claim.address: _instead(claim, latest, DRIFT) for claim in rest}
    for day, (claim, others) in enumerate(said):
        found.update({other.address: _instead(other, claim, DRIFT) for other in others})
        if claim is not latest:
            found[claim.address] = _instead(claim, said[day + 1][0], REVISED)
    return found | _unknowns(claims, latest, ledger)


def _unknowns(claims: Iterable[Statement], figure: Statement | None, ledger: Ledger) -> dict[str, Standing]:
    """A figure stated later replaces `unknown`; an `unknown` stated later stands beside the figure, once."""
    unknown = [claim for claim in claims if claim.count and claim.count.unknown]
    found = {}
    day = ledger.stated(figure) if figure else None
    for claim in unknown:
        if day and (then := ledger.stated(claim)) and then.before(day):
            found[claim.address] = Standing(claim, REVISED, figure)
    beside = [claim for claim in unknown if claim.address not in found]
    if beside:
        kept, others = _the_one(beside, ledger)
        found.update({claim.address: Standing(claim, REPEATED, kept) for claim in others})
    return found


def _instead(claim: Statement, by: Statement | None, state: str) -> Standing:
    """The same figure stated again is neither a revision nor drift."""
    return Standing(claim, REPEATED if by and says_same(claim, by) else state, by)


def _days(claims: Iterable[Statement], ledger: Ledger) -> list[list[Statement]]:
    """The claims in groups of one day, earliest first; vague days that overlap are one."""
    groups: list[list[Statement]] = []
    last = None
    for claim in sorted(claims, key=_by_day(ledger)):
        when = ledger.stated(claim)
        assert when
        if last and when.first <= last:
            groups[-1].append(claim)
            last = max(last, when.last)
        else:
            groups.append([claim])
            last = when.last
    return groups


def _by_day(ledger: Ledger) -> Callable[[Statement], Any]:
    def key(claim: Statement) -> Any:
        when = ledger.stated(claim)
        return (when and (when.first, when.last), claim.address)

    return key


def _the_one(claims: Sequence[Statement], ledger: Ledger) -> tuple[Statement, list[Statement]]:
    """Of several claims of one day: the one from the source's own document, else the widest, else by document id."""

    def key(claim: Statement) -> tuple[Any, ...]:
        document = ledger.documents.get(claim.document or "")
        own = document is not None and document.publisher == claim.source
        is_open, size = claim.count.width if claim.count else (False, 0)
        return (not own, not is_open, -size, claim.document or "", claim.address)

    one, *others = sorted(claims, key=key)
    return one, others
