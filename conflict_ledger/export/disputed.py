"""Contradictions as tables: each in one sentence, and every claim that is involved in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_ledger.contradictions import contradictions
from conflict_ledger.export.columns import Table, flag, table, text
from conflict_ledger.text.sentences import sentence
from conflict_ledger.totals import exceeded

if TYPE_CHECKING:
    from conflict_ledger.disputes import Contradiction
    from conflict_ledger.ledger import Ledger

Named = tuple[str, "Contradiction"]


def tables(ledger: Ledger) -> list[Table]:
    found = [
        (_name(one), one) for one in sorted([*contradictions(ledger), *exceeded(ledger)], key=lambda one: one.order)
    ]
    return [_contradictions(found, ledger), _involved(found), _pairs(found)]


def _name(one: Contradiction) -> str:
    """`incident/fact:kind`; between published figures, their first claim's address takes the fact's place."""
    where = f"{one.incident}/{one.fact}" if one.fact else str(one.claims[0].address)
    return f"{where}:{one.kind}"


def _contradictions(found: list[Named], ledger: Ledger) -> Table:
    columns = (
        text("contradiction", "its name: incident/fact:kind", lambda one: one[0]),
        text("incident", "the incident; empty for published totals", lambda one: one[1].incident, "incidents"),
        text(
            "fact",
            "the fact; empty for published totals",
            lambda one: f"{one[1].incident}/{one[1].fact}" if one[1].fact else None,
            "facts",
        ),
        text("kind", "what is contradicted: count, victims, perpetrator, …", lambda one: one[1].kind),
        text(
            "severity",
            "contradiction: between sources; drift: a document changed its source's words; revision: a source changed its own",
            lambda one: one[1].severity,
        ),
        text("sentence", "in one sentence", lambda one: sentence(one[1], ledger)),
        flag("approximate", "whether it rests on a word such as about or dozens", lambda one: one[1].approximate),
        flag("assessed", "whether the desk has judged it", lambda one: one[1].assessed),
        flag("fits", "of drift: whether every changed number still fits the source's own", lambda one: one[1].fits),
    )
    return table("contradictions", "Where sources contradict each other, one a row", columns, found, ("contradiction",))


def _involved(found: list[Named]) -> Table:
    columns = (
        text("contradiction", "the contradiction", lambda one: one[0], "contradictions"),
        text("claim", "a claim or published cell involved in it", lambda one: one[1]),
    )
    rows = [(name, claim.address) for name, one in found for claim in one.claims]
    return table("contradiction_claims", "The claims involved in each contradiction", columns, rows)


def _pairs(found: list[Named]) -> Table:
    columns = (
        text("contradiction", "the contradiction", lambda one: one[0], "contradictions"),
        text("claim", "a claim or cell", lambda one: one[1]),
        text(
            "other",
            "the one that it contradicts; of drift and revisions, the one that stands instead",
            lambda one: one[2],
        ),
    )
    rows = [(name, mine.address, theirs.address) for name, one in found for mine, theirs in one.pairs]
    return table("contradiction_pairs", "Which claims contradict which", columns, rows)
