"""The command `plot`."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from conflict_ledger import dates
from conflict_ledger.cli.output import note, width, write
from conflict_ledger.cli.reading import one_incident
from conflict_ledger.cli.session import NOTHING, USAGE, closing, opened, stop
from conflict_ledger.findings import one_of

if TYPE_CHECKING:
    import typer

    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Fact, Incident
    from conflict_ledger.plots import Spec

KINDS = ("totals", "timeline", "claims")


class Asked(NamedTuple):
    """What `ledger plot` is asked for; `names` are periods, or one incident."""

    kind: str
    names: list[str]
    fact: str | None
    rule: str | None
    measure: str
    victims: str
    out: str | None


def plot(context: typer.Context, asked: Asked, as_of: str | None, at: str | None) -> int:
    if asked.kind not in KINDS:
        raise stop(USAGE, f"no such plot: {asked.kind}", one_of(asked.kind, KINDS))
    form = _form(asked.out) if asked.out else ""
    ledger = opened(context, as_of, at)
    if asked.kind == "totals":
        _totals(asked, form, ledger)
    else:
        _incident(asked, form, ledger)
    return closing(ledger)


def _form(out: str) -> str:
    """The format that the file's name asks for."""
    form = Path(out).suffix.lower().removeprefix(".")
    if form not in ("svg", "png"):
        raise stop(USAGE, f"--out: {out} is neither .svg nor .png")
    return form


def _totals(asked: Asked, form: str, ledger: Ledger) -> None:
    from conflict_ledger.cli import summing

    question = summing.Asked(
        asked.names or _quarters(ledger), None, None, asked.rule, "category", asked.measure, asked.victims, None, "text"
    )
    if not form:
        summing.over_time(question, ledger)
        return
    from conflict_ledger.plots.totals import chart

    course, answer = summing.course(question, ledger)
    questions = [one.question for one in answer.found]
    _save(chart(course, questions, answer.rule, answer.provenance, ledger), asked.out or "", form)


def _quarters(ledger: Ledger) -> list[str]:
    """From the first to the last quarter for which something is published."""
    found = sorted(dates.short(total.period) for total in ledger.totals.values() if "-Q" in dates.short(total.period))
    if not found:
        raise stop(NOTHING, "no quarter is published here; name a period", "ledger plot totals 2022-01..2022-12")
    return [f"{found[0]}..{found[-1]}" if found[0] != found[-1] else found[0]]


def _incident(asked: Asked, form: str, ledger: Ledger) -> None:
    if len(asked.names) != 1:
        raise stop(USAGE, f"plot {asked.kind} takes one incident", f"ledger plot {asked.kind} hombori")
    incident = one_incident(asked.names[0], ledger)
    facts = _facts(incident, asked.fact)
    if not form:
        from conflict_ledger.text import plots as text

        write(
            text.claims(incident, facts, ledger, width())
            if asked.kind == "claims"
            else text.timeline(incident, facts, ledger, width())
        )
        return
    if asked.kind == "claims":
        from conflict_ledger.plots import claims as drawn

        spec = drawn.plot(incident, facts, ledger)
    else:
        from conflict_ledger.plots import timeline

        spec = timeline.plot(incident, facts, ledger)
    if not spec["vconcat"]:
        raise stop(
            NOTHING,
            f"nothing to draw in {incident.id}",
            "no claim gives a figure" if asked.kind == "claims" else "no claim has a day",
        )
    _save(spec, asked.out or "", form)


def _facts(incident: Incident, wanted: str | None) -> list[Fact]:
    if wanted is None:
        return list(incident.facts.values())
    if wanted not in incident.facts:
        raise stop(NOTHING, f"{incident.id} has no fact {wanted}", one_of(wanted, list(incident.facts)))
    return [incident.facts[wanted]]


def _save(spec: Spec, out: str, form: str) -> None:
    """Draws into the file: it is there whole, or as it was before."""
    from conflict_ledger import plots

    try:
        data = plots.render(spec, form)
    except plots.NoPlotter:
        raise stop(USAGE, "drawing needs a library that is not installed", plots.INSTALL) from None
    path = Path(out)
    try:
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as no:
        raise stop(USAGE, f"--out: {out} cannot be written: {no.strerror}") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(draft, 0o644)
        os.replace(draft, path)
    except OSError as no:
        Path(draft).unlink(missing_ok=True)
        raise stop(USAGE, f"--out: {out} cannot be written: {no.strerror}") from None
    note(f"drawn: {out}")
