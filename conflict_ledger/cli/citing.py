"""The command `cite`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_ledger.cli.output import write, write_text
from conflict_ledger.cli.reading import one_incident
from conflict_ledger.cli.session import NOTHING, USAGE, closing, commit, opened, stop
from conflict_ledger.findings import one_of
from conflict_ledger.text.cite import LANGUAGES, citable, sentences
from conflict_ledger.text.layout import span
from conflict_ledger.text.references import csl, footnotes

if TYPE_CHECKING:
    from collections.abc import Iterable

    import typer

    from conflict_ledger.model import Fact, Incident

STYLES = ("sentence", "footnote", "csl")


def cite(context: typer.Context, typed: str, style: str, language: str, as_of: str | None, at: str | None) -> int:
    _among(style, STYLES, "style")
    _among(language, LANGUAGES, "language")
    ledger = opened(context, as_of, at)
    name, _, fact = typed.partition("/")
    incident = one_incident(name, ledger)
    facts = [_fact(fact, incident)] if fact else citable(incident, ledger)
    if not any(fact.claims for fact in facts):
        raise stop(NOTHING, f"nobody gives a figure for {incident.id}", "ledger show says what is on record")
    if style == "csl":
        from conflict_ledger import wire

        write_text(wire.dumps(csl(facts, ledger)))
    else:
        made = (
            sentences(facts, ledger, language)
            if style == "sentence"
            else footnotes(facts, ledger, language, commit(ledger))
        )
        for line in made:
            write([[span(line)]])  # on one line, however long: it is to be pasted
    return closing(ledger, {incident.at.path, "data/ledger.yaml", "data/actors.yaml", "data/documents.yaml"})


def _fact(name: str, incident: Incident) -> Fact:
    _among(name, incident.facts, f"fact in {incident.id}")
    return incident.facts[name]


def _among(word: str, known: Iterable[str], what: str) -> None:
    if word not in known:
        raise stop(USAGE, f"no such {what}: {word}", one_of(word, list(known)))
