"""The command `totals`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from conflict_ledger import totals as room
from conflict_ledger import words
from conflict_ledger.cli.output import width, write, write_text
from conflict_ledger.cli.session import NOTHING, USAGE, closing, commit, opened, stop, when
from conflict_ledger.findings import one_of
from conflict_ledger.totals.rules import RANGE, RULES
from conflict_ledger.totals.tables import periods as published

if TYPE_CHECKING:
    from collections.abc import Iterable

    import typer

    from conflict_ledger.history import Commit
    from conflict_ledger.ledger import Ledger


def totals(
    context: typer.Context,
    typed: list[str],
    rule: str | None,
    measure: str,
    victims: str,
    as_of: str | None,
    at: str | None,
    form: str,
) -> int:
    _among(form, ("text", "json"), "format")
    _among(measure, words.MEASURES, "measure")
    _among(victims, words.VICTIMS, "victims word")
    ledger = opened(context, as_of, at)
    if rule:
        _among(rule, [*(word for word in RULES if word.islower()), *ledger.actors], "rule or source")
    asked = [when(text, "PERIOD") for text in typed] or published(ledger)
    if not asked:
        raise stop(NOTHING, "no total is published here; name a period", "ledger totals 2022-Q2")
    questions = [room.Question(period, measure, victims) for period in asked]
    sheets = room.Sheets(ledger, asked)
    found = [room.totals(one, rule or RANGE, ledger, by_rule=rule is not None, sheets=sheets) for one in questions]
    stands = commit(ledger)
    if form == "json":
        from conflict_ledger import wire

        write_text(wire.dumps(wire.totals(found, rule or RANGE, ledger, stands)))
        return closing(ledger)
    from conflict_ledger.text.totals import totals as text

    for number, one in enumerate(found):
        write([[]] if number else [])
        write(text(one, ledger, width(), by_rule=rule is not None))
    reported = rule is None and all(one.tables or one.between for one in found)
    write([[], [(provenance("itemised by source" if reported else f"rule {rule or RANGE}", ledger, stands), "dim")]])
    return closing(ledger)


def provenance(how: str, ledger: Ledger, stands: Commit | None) -> str:
    """What every total is printed with: the rule, the ledger's commit and the day it is seen from."""
    at = (
        "not under git"
        if stands is None
        else f"commit {stands.id[:12]}{' with uncommitted edits' if stands.modified else ''}"
    )
    return f"{how} · {at} · as of {ledger.as_of or date.today()}"


def _among(word: str, known: Iterable[str], what: str) -> None:
    if word not in known:
        raise stop(USAGE, f"no such {what}: {word}", one_of(word, known))
