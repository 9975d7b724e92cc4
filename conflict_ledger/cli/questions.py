"""What `add` asks for each kind of record; who and what is not on file yet is asked for on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflict_ledger import model, words
from conflict_ledger.checks import known
from conflict_ledger.cli.asking import actors, agreed, answer, denials, documents, listed, of_key, say
from conflict_ledger.edit.records import (
    Written,
    add_claim,
    add_fact,
    add_incident,
    add_listed,
    found,
    free,
    incident_at,
)
from conflict_ledger.edit.refused import Unfit
from conflict_ledger.findings import ERROR
from conflict_ledger.lookup import fold
from conflict_ledger.text.layout import BAD, HEAD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conflict_ledger.edit.draft import Draft

Values = dict[str, Any]
_FACTS = {"killed": ("deaths", "Deaths"), "injured": ("injured", "Injured"), "arrested": ("arrests", "Arrests")}


def ask(draft: Draft, what: str, name: str | None, given: Values) -> None:
    """Asks for what is not given, and adds it to the draft."""
    {"incident": incident, "fact": fact, "claim": claim, "document": document, "actor": actor}[what](draft, name, given)


def incident(draft: Draft, name: str | None, given: Values) -> None:
    values = dict(given)
    _ask(values, model.Incident, "title", needed=True)
    _ask(
        values,
        model.Incident,
        "date",
        needed=True,
        meaning="the day: 2022-04-19; a month or 2022-04-19/2022-04-24 will do",
    )
    if "place" not in values:
        place: Values = {}
        _ask(place, model.Place, "name", meaning="the town, village or district", head="place")
        _ask(place, model.Place, "country")
        values |= {"place": place} if place else {}
    ids = known.incidents(draft.ledger())
    day = values["date"][:10]
    where = fold(str(values.get("place", {}).get("name") or values["title"]))[:60].strip("-")
    name = name or _id(ids, "incident", where if where not in ids else f"{where}-{day}")
    add_incident(draft, name, Written(values))
    say(f"The first fact of {name}: one question, to which each source gives its answer.", HEAD)
    fact(draft, name, {})


def fact(draft: Draft, name: str | None, given: Values) -> None:
    values = dict(given)
    top, _, own = (name or "").partition("/")
    top = top or answer("incident", "its id", needed=True, known=dict.fromkeys(draft.ledger().incidents, ""))
    incident_at(draft.ledger(), top)
    taken = known.facts(draft.ledger()).get(top, set())
    if own:
        free(own, taken, f"fact of {top}")
    if "measure" not in values and "question" not in values:
        choices = {**listed("Measure"), "question": "no people are counted: a question, with answers to choose from"}
        chosen = answer(
            "measure",
            "what happened to the people counted; or question",
            default="killed",
            known=choices,
            wrong=_among(choices),
        )
        values |= _question() if chosen == "question" else {"measure": chosen}
    usual, title = _FACTS.get(values.get("measure", ""), (values.get("measure", ""), ""))
    own = own or _id(taken, f"fact of {top}", usual if usual not in taken else "")
    _ask(values, model.Fact, "title", default=title)
    add_fact(draft, f"{top}/{own}", Written(values))
    say("Now what each source says.", HEAD)
    while True:
        claim(draft, f"{top}/{own}", {})
        if not agreed(
            "Another claim, of another source or in another document?", yes=len(_claims(draft, f"{top}/{own}")) < 2
        ):
            return


def _question() -> Values:
    values: Values = {}
    _ask(values, model.Fact, "question", needed=True)
    answers: dict[str, str] = {}
    while word := answer(
        "answer", "a short word or an actor's id for an answer that was given", needed=len(answers) < 2
    ):
        answers[fold(word)] = answer(fold(word), "the answer in words", needed=True)
    return {**values, "answers": answers}


def claim(draft: Draft, name: str | None, given: Values) -> None:
    values = dict(given)
    if not name:
        addresses = {one.address: one.title or one.question or "" for _, one in draft.ledger().facts()}
        name = answer("fact", "the fact that it answers, as incident/fact", needed=True, known=addresses)
    if name not in {one.address for _, one in draft.ledger().facts()}:
        found(draft.ledger(), name)
    values["source"] = values.get("source") or _actor(draft, "source", "the actor who asserts it")
    values["document"] = values.get("document") or _document(draft, values["source"])
    if any((one.source, one.document) == (values["source"], values["document"]) for one in _claims(draft, name)):
        _ask(
            values,
            model.Claim,
            "id",
            needed=True,
            meaning="a name of its own: this source speaks here in this document already",
        )
    while not _claimed(draft, name, dict(values)):
        say("Once more, from there:", HEAD)


def _claimed(draft: Draft, name: str, values: Values) -> bool:
    """Asks what the source says, and adds it; whether it can stand. If not, the draft is as it was."""
    record = draft.ledger().documents.get(values["document"])
    if record and record.publisher != values["source"]:
        _ask(values, model.Claim, "stated", meaning="the day on which the source said it, where the relay gives it")
    _said(draft, name, values)
    again = any(one.source == values["source"] for one in _claims(draft, name))
    if again and ("count" in values or "answer" in values):
        _ask(values, model.Claim, "revises")
    _ask(values, model.Claim, "quote")
    before = dict(draft.before), dict(draft.after)
    add_claim(draft, name, Written(values))
    wrong = [one for one in draft.findings() if one.severity == ERROR]
    if wrong:
        draft.reset(*before)
    for one in wrong:
        say(f"{one.message}{'; ' if one.hint else ''}{one.hint}", BAD)
    return not wrong


def _said(draft: Draft, name: str, values: Values) -> None:
    """The figure or answer, and what goes with it; or the denial, or that no position was taken."""
    asked = draft.ledger().fact(name)
    says = ("count", "answer", "denies", "no_position")
    if not any(key in values for key in says):
        if asked and asked.question:
            _ask(values, model.Claim, "answer", known=asked.answers, wrong=_among(asked.answers))
        else:
            _ask(values, model.Claim, "count", meaning="how many: 50, at least 50, 40 to 60, about 300, unknown")
        if not any(key in values for key in says):
            what = denials(asked.answers if asked else {})
            _ask(values, model.Claim, "denies", known=what, wrong=_among(what), meaning="what it denies")
        if not any(key in values for key in says):
            say("Asked, and gave no figure: no_position.")
            values["no_position"] = "true"
    if "count" in values:
        _ask(values, model.Claim, "victims", known=words.VICTIMS)
        if "perpetrator" not in values:
            who = _actor(
                draft, "perpetrator", "the actor who led; unattributed where the source names nobody", needed=False
            )
            values |= {"perpetrator": who} if who else {}


def document(draft: Draft, name: str | None, given: Values) -> None:
    _new_document(draft, name, given, "")


def actor(draft: Draft, name: str | None, given: Values, into: str | None = None) -> None:
    values = dict(given)
    into = values.pop("into", into)
    say("A new actor.", HEAD)
    name = name or _id(known.listed(draft.ledger(), "actors"), "actor", "")
    _ask(values, model.Actor, "name", needed=True)
    _ask(values, model.Actor, "kind", needed=True, known=words.ACTOR_KINDS)
    categories = draft.ledger().settings.categories
    if categories and values["kind"] in ("state-forces", "armed-group", "militia", "company", "government", "other"):
        _ask(
            values,
            model.Actor,
            "category",
            known=categories,
            wrong=_among(categories),
            meaning="for a perpetrator: one of the ledger's categories",
        )
    add_listed(draft, "actor", name, Written(values), into)


def _new_document(draft: Draft, name: str | None, given: Values, source: str) -> str:
    values = dict(given)
    into = values.pop("into", None)
    say("A new document.", HEAD)
    _ask(values, model.Document, "title", needed=True)
    values["publisher"] = values.get("publisher") or _actor(
        draft, "publisher", "the actor who published it", default=source
    )
    _ask(values, model.Document, "published", meaning="the day: 2022-04-19; a month or a year will do")
    _ask(values, model.Document, "url")
    usual = fold(f"{values['publisher']} {values.get('published', '')}")
    taken = known.listed(draft.ledger(), "documents")
    name = name or _id(taken, "document", usual if usual not in taken else "")
    add_listed(draft, "document", name, Written(values), into)
    return name


def _actor(draft: Draft, head: str, meaning: str, *, default: str = "", needed: bool = True) -> str:
    """The id of an actor that is on file, or is put there now; unattributed where one leads and nobody is named."""
    while True:
        on_file = actors(draft.ledger())
        extra = {words.UNATTRIBUTED: "nobody is named"} if head == "perpetrator" else {}
        name = answer(head, meaning, default=default, needed=needed, known={**on_file, **extra})
        if not name or name in on_file or name in extra:
            return name
        if match := _match(name, on_file):
            return match
        if agreed(f"{name} is not on file. Is it someone new?"):
            shown = name
            new = name if not _why(name, on_file) else _id(on_file, "actor", fold(name))
            actor(draft, new, {"name": shown} if shown != new else {})
            return new


def _document(draft: Draft, source: str) -> str:
    while True:
        on_file = documents(draft.ledger())
        name = answer("document", "where it was read", empty="a new document", known=on_file)
        if name in on_file:
            return name
        if match := _match(name, on_file) if name else "":
            return match
        if not name or agreed(f"{name} is not on file. Is it a new document?"):
            return _new_document(draft, name if name and not _why(name, on_file) else None, {}, source)


def _match(name: str, on_file: dict[str, str]) -> str:
    """The id meant by a name, or by an id in another case; or nothing."""
    return next((one for one, said in on_file.items() if fold(name) in (one, fold(said))), "")


def _id(taken: Iterable[str], what: str, usual: str) -> str:
    return answer(
        "id", "a-z, 0-9 and -, to name it by", default=usual, needed=True, wrong=lambda text: _why(text, taken, what)
    )


def _why(name: str, taken: Iterable[str], what: str = "") -> str:
    try:
        free(name, taken, what)
    except Unfit as no:
        return f"{no.message}{'; ' if no.hint else ''}{no.hint}"
    return ""


def _among(choices: Iterable[str]) -> Callable[[str], str]:
    return lambda text: "" if text in choices else f"one of: {', '.join(choices)}"


def _ask(values: Values, record: type, key: str, **how: Any) -> None:
    """Asks for the key where it is not given yet."""
    if key not in values and (text := of_key(record, key, **how)):
        values[key] = text


def _claims(draft: Draft, name: str) -> tuple[model.Claim, ...]:
    asked = draft.ledger().fact(name)
    return asked.claims if asked else ()
