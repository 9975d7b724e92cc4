"""The relation between two current claims of different sources, in the order of page 2.2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_ledger import figures, words
from conflict_ledger.words import UNATTRIBUTED

if TYPE_CHECKING:
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Claim

NO_POSITION, AGREE, COMPATIBLE = "no position", "agree", "compatible"
CONTRADICTING = ("denial", "answer", "count", "victims", "perpetrator", "date")


def relations(one: Claim, other: Claim, ledger: Ledger) -> tuple[str, ...]:
    """How the two claims stand to each other: one word, or several kinds of contradiction. The order does not matter."""
    if one.no_position or other.no_position:
        return (NO_POSITION,)
    if _denial(one, other, ledger) or _denial(other, one, ledger):
        return ("denial",)
    if one.denies or other.denies:
        return (COMPATIBLE,)
    if one.answer and other.answer and not _same_answer(one.answer, other.answer, ledger):
        return ("answer",)
    kinds = tuple([kind for kind, differs in _COMPARED.items() if differs(one, other, ledger)])
    return kinds or ((AGREE,) if _agree(one, other) else (COMPATIBLE,))


# --- denial --------------------------------------------------------------------------------------------------------


def _denial(denier: Claim, other: Claim, ledger: Ledger) -> bool:
    """Whether `denier` denies what `other` affirms."""
    if any(_certain(other, group) for group in _zeros(denier)):
        return True
    if not denier.denies or (denier.against and other.source not in denier.against):
        return False
    match denier.denies:
        case "event":
            return bool(other.answer) or _certain(other, "people")
        case "count":
            return other.count is not None
        case "victims":
            return _affirmed(other, denier.victims or "civilians")
        case "perpetrator":
            return _names(other, denier.perpetrator or denier.source, ledger)
        case answer:
            return other.answer == answer


def _zeros(claim: Claim) -> list[str]:
    """The groups of which the claim says that there was nobody."""
    zeros = [claim.who] if claim.count and claim.count.zero else []
    return zeros + [group for group, figure in claim.groups.items() if figure.zero]


def _certain(claim: Claim, group: str) -> bool:
    """Whether the claim's lower end for the group is above zero."""
    whole = claim.bearing
    if whole and words.contains(group, claim.who) and whole.low:
        return True
    return any(figure.low and _within(group, inner) for inner, figure in claim.groups.items())


def _within(group: str, inner: str) -> bool:
    """Whether everyone called `inner` belongs to the group: women, children and the like are people, and themselves."""
    return group in ("people", inner) or (inner in words.VICTIMS and words.contains(group, inner))


def _affirmed(claim: Claim, group: str) -> bool:
    """Whether the claim calls its victims, or some of them, by the word or one inside it."""
    if claim.count is None or claim.count.zero:
        return False
    inner = [group for group, figure in claim.groups.items() if not figure.zero]
    return any(words.contains(group, name) for name in (claim.who, *inner) if name in words.VICTIMS)


def _names(claim: Claim, actor: str, ledger: Ledger) -> bool:
    """Whether the claim names the actor, or a part of it, as lead or alongside."""
    named = [claim.perpetrator, *claim.alongside]
    return any(actor in ledger.lineage(name) for name in named if name)


# --- answer, count, victims, perpetrator, date ---------------------------------------------------------------------


def _same_answer(one: str, other: str, ledger: Ledger) -> bool:
    return one == other or (one in ledger.actors and other in ledger.actors and ledger.same_side(one, other))


def _silent(one: Claim, other: Claim) -> bool:
    """True where there are not two figures to compare: a zero is denied or compatible, and never compared."""
    return not (one.count and other.count) or one.count.zero or other.count.zero


def _count(one: Claim, other: Claim, _: Ledger) -> bool:
    mine, theirs = one.bearing, other.bearing
    if _silent(one, other) or mine is None or theirs is None:
        return False
    if one.who != other.who:
        mine = figures.within(one.groups.get(other.who, mine), mine)
        theirs = figures.within(other.groups.get(one.who, theirs), theirs)
    return not figures.meet(mine, theirs)


def _victims(one: Claim, other: Claim, _: Ledger) -> bool:
    if _silent(one, other):
        return False
    return words.excludes(one.who, other.who) or _excluded(one, other) or _excluded(other, one)


def _excluded(one: Claim, other: Claim) -> bool:
    """Whether one includes anyone whom the other's word excludes."""
    return any(words.excludes(other.who, group) for group, figure in one.groups.items() if not figure.zero)


def _perpetrator(one: Claim, other: Claim, ledger: Ledger) -> bool:
    mine, theirs = one.perpetrator, other.perpetrator
    if not mine or not theirs or UNATTRIBUTED in (mine, theirs):
        return False
    known = ((mine, (theirs, *other.alongside)), (theirs, one.alongside))
    return not any(ledger.same_side(lead, name) for lead, names in known for name in names)


def _date(one: Claim, other: Claim, _: Ledger) -> bool:
    return one.date is not None and other.date is not None and not one.date.meets(other.date)


def _agree(one: Claim, other: Claim) -> bool:
    return (
        one.count == other.count
        and one.answer == other.answer
        and one.who == other.who
        and one.perpetrator == other.perpetrator
    )


_COMPARED = {"count": _count, "victims": _victims, "perpetrator": _perpetrator, "date": _date}
