"""What a claim says in plain words that never say more than it does: figures, people, actors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_ledger.figures import Figure
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Claim, Fact

_ONE = {
    "people": "person",
    "civilians": "civilian",
    "fighters": "fighter",
    "soldiers": "soldier",
    "detainees": "detainee",
}
_ONE |= {"peacekeepers": "peacekeeper", "aid-workers": "aid worker"}
_VERBS = {
    "sexual-violence": ("suffered sexual violence", "suffered sexual violence"),
    "missing": ("is missing", "are missing"),
    "displaced": ("was driven from home", "were driven from home"),
    "bodies": ("body was found", "bodies were found"),
}
_DONE = {"sexual-violence": "subjected to sexual violence", "displaced": "driven from home"}
_SCOPES = {"part": " (for a part of them)", "wider": " (for more than these)"}
_OF = ("dozens", "scores", "hundreds", "thousands")


def figure(count: Figure) -> str:
    """The figure in words that stand before a noun or alone: `~300` is about 300, `40-60` is 40 to 60."""
    text = count.text
    if text[:1].isdigit():
        return text.replace("-", " to ")
    if text.startswith("~"):
        return f"about {text[1:]}"
    for start in ("around ", "some "):
        if text.startswith(start):
            return f"about {text.removeprefix(start)}"
    return text.removeprefix("between ").replace(" and ", " to ") if text.startswith("between ") else text


def noun(word: str, *, one: bool = False) -> str:
    return _ONE.get(word, word) if one else word.replace("-", " ")


def people(count: Figure, word: str) -> str:
    """The figure with whom it counts: "at least 50 civilians", "no civilians", "dozens of people", "1 soldier"."""
    if count.zero:
        return f"no {noun(word)}"
    if count.unknown:
        return f"an unknown number of {noun(word)}"
    return f"{figure(count)} {whom(count, word)}"


def whom(count: Figure, word: str) -> str:
    """The victims word as it stands behind the figure: "civilians", "civilian", "of people" behind dozens."""
    return f"{'of ' if count.text in _OF else ''}{noun(word, one=count.low == count.high == 1)}"


def what(claim: Claim, fact: Fact, ledger: Ledger, *, verb: bool = False) -> str:
    """What the claim says: "at least 50 civilians killed"; with `verb`, as a clause: "at least 50 civilians were killed"."""
    if claim.answer:
        return fact.answers.get(claim.answer, claim.answer)
    if claim.denies:
        return _denied(claim, fact, ledger)
    if claim.no_position or claim.count is None:
        return "takes no position"
    return counted(claim.count, claim.who, fact.measure or "", verb=verb) + scope(claim)


def scope(claim: Any) -> str:
    """What stands behind a figure that is not for exactly these people."""
    return _SCOPES.get(getattr(claim, "scope", None) or "", "")


def counted(count: Figure, word: str, measure: str, *, verb: bool = False) -> str:
    """A figure with whom it counts and what happened to them."""
    one = count.low == count.high == 1
    if measure == "bodies":
        found = people(count, "bodies").replace("bodies", "body" if one else "bodies")
        found += "" if word == "people" else f" of {noun(word)}"
        return f"{found} {'was' if one else 'were'} found" if verb else found
    if not verb:
        return f"{people(count, word)} {_DONE.get(measure, measure)}"
    done = _VERBS.get(measure, (f"was {measure}", f"were {measure}"))
    return f"{people(count, word)} {done[0 if one else 1]}"


def _denied(claim: Claim, fact: Fact, ledger: Ledger) -> str:
    match claim.denies:
        case "event":
            return "denies that it happened"
        case "count":
            return "denies the figure"
        case "victims":
            return f"denies that the victims were {noun(claim.victims or 'civilians')}"
        case "perpetrator":
            return f"denies that {in_text(claim.perpetrator or claim.source, ledger)} did it"
        case answer:
            return f"denies this answer: {fact.answers.get(answer or '', answer)}"


def name(actor: str, ledger: Ledger) -> str:
    """The actor as a label."""
    return ledger.actor(actor).name


def in_text(actor: str, ledger: Ledger) -> str:
    """The actor as it stands within a sentence."""
    found = ledger.actor(actor)
    return found.in_text or found.name


def listed(parts: Sequence[str], last: str = "and") -> str:
    """One; one and two; one, two and three."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def perpetrators(claim: Claim, ledger: Ledger) -> str:
    """The lead and who took part: "Malian army, with Foreign military personnel"; empty where nobody is named."""
    if not claim.perpetrator:
        return ""
    lead = "unattributed" if claim.perpetrator == "unattributed" else name(claim.perpetrator, ledger)
    partners = [in_text(actor, ledger) for actor in claim.alongside]
    return f"{lead}, with {listed(partners)}" if partners else lead


def many(number: int, what: str) -> str:
    """`1 source`, `2 sources`."""
    return f"{number} {what}{'' if number == 1 else 's'}"
