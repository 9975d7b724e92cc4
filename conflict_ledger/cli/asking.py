"""Questions to a person at a terminal: what the key means, then `> `; Tab completes, `?` lists, nothing leaves it out."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import typer

from conflict_ledger import words, yamltext
from conflict_ledger.cli.output import width, write
from conflict_ledger.meanings import KEYS
from conflict_ledger.readers import WORDS, Report
from conflict_ledger.shape import keys_of
from conflict_ledger.text.layout import BAD, DIM, HEAD, span, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from conflict_ledger.findings import Finding
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.yamltext import Tree

Known = dict[str, str]  # what may be answered, and what each means


def question(head: str, meaning: str = "") -> None:
    """What is asked, and what it means."""
    write(wrap([span(head, HEAD), *([span(f": {meaning}", DIM)] if meaning else [])], width()))


def say(text: str, style: str = DIM) -> None:
    write(wrap([span(text, style)], width(), 2))


def typed(known: Iterable[str] = ()) -> str:
    """One line that a person types. Raises Abort where there is no more."""
    _completing(known)
    try:
        return input("> ").strip()
    except EOFError:
        write([[]])
        raise typer.Abort from None


def answer(
    head: str,
    meaning: str,
    *,
    default: str = "",
    needed: bool = False,
    empty: str = "leave it out",
    known: Known | None = None,
    wrong: Callable[[str], str] = lambda _: "",
) -> str:
    """The answer, asked for until it is one; nothing where it may be left out. `wrong` says what is wrong with it, or nothing.

    `empty` says what Enter alone means.
    """
    question(head, meaning + (f" (Enter: {default})" if default else "" if needed else f" (Enter: {empty})"))
    while True:
        text = typed(known or ()) or default
        if text == "?" and known:
            for word, said in known.items():
                say(f"{word}: {said}" if said and said != word else word)
        elif text and (why := wrong(text)):
            say(why, BAD)
        elif text or not needed:
            return text
        else:
            say("this is needed", BAD)


def agreed(head: str, *, yes: bool = True) -> bool:
    """Yes or no."""
    question(f"{head} [{'Y/n' if yes else 'y/N'}]")
    while True:
        text = typed(("yes", "no")).lower()
        if not text or text in ("y", "yes", "n", "no"):
            return text in ("y", "yes") if text else yes
        say("y or n")


def of_key(record: type, key: str, **how: Any) -> str:
    """The answer to what stands under a key, held to what the key takes; `head` is what it is called where not by its key."""
    how.setdefault("wrong", lambda text: fault(record, key, text))
    return answer(how.pop("head", key), how.pop("meaning", KEYS[record][key]), **how)


def fault(record: type, key: str, value: Tree) -> str:
    """Why the key cannot have the value, and what to write instead; or nothing."""
    found = report(record, key, value)
    return f"{found[0].message}{'; ' if found[0].hint else ''}{found[0].hint}" if found else ""


def report(record: type, key: str, value: Tree) -> list[Finding]:
    """What the key's reader finds wrong with the value."""
    from datetime import date

    said = Report("", _nothing(), date.today())
    keys_of(record)[key][1](said, value, (key,))
    return said.findings


@cache
def _nothing() -> yamltext.Text:
    return yamltext.read(b"nothing:\n")


def actors(ledger: Ledger) -> Known:
    return {name: actor.name for name, actor in ledger.actors.items()}


def documents(ledger: Ledger) -> Known:
    return {name: document.title for name, document in ledger.documents.items()}


def listed(annotation: str) -> Known:
    """A closed list of the field."""
    return dict(WORDS[annotation][1])


def denials(answers: Mapping[str, str]) -> Known:
    """What may be denied: of people counted, or under a question."""
    return {**answers, "event": words.DENIALS["event"]} if answers else dict(words.DENIALS)


def _completing(known: Iterable[str]) -> None:
    """Tab offers these, where the system can."""
    try:
        import readline
    except ImportError:
        return
    names = sorted(known)

    def complete(text: str, number: int) -> str | None:
        return next(iter([name for name in names if name.startswith(text)][number:]), None)

    readline.set_completer(complete)
    readline.set_completer_delims(" ,")
    readline.parse_and_bind("tab: complete")
