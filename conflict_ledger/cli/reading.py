"""The commands that answer from the record: show, list, contradictions, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from conflict_ledger.cli.output import note, width, write, write_text
from conflict_ledger.cli.session import NOTHING, USAGE, about, closing, commit, opened, stop, then, when
from conflict_ledger.contradictions import contradictions as found_in
from conflict_ledger.disputes import CONTRADICTION, KINDS
from conflict_ledger.findings import one_of
from conflict_ledger.lookup import fold, matches, suggestion

if TYPE_CHECKING:
    import typer

    from conflict_ledger.disputes import Contradiction
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Incident


def show(context: typer.Context, typed: str, as_of: str | None, at: str | None, full: bool, form: str) -> int:
    _known(form)
    ledger = about(context, typed, as_of, at)
    incident = one_incident(typed, ledger)
    if form == "json":
        from conflict_ledger import wire

        write_text(wire.dumps(wire.show(incident, ledger, commit(ledger))))
    else:
        from conflict_ledger.text.show import show as text

        write(text(incident, ledger, width(), full=full))
    return closing(ledger, {incident.at.path, "data/ledger.yaml", "data/actors.yaml", "data/documents.yaml"})


def one_incident(typed: str, ledger: Ledger) -> Incident:
    """The incident meant. Ends with 3 where there is none, with 2 where there are several."""
    found = matches(typed, ledger)
    if len(found) == 1:
        return found[0]
    if found:
        listed = [f"  {incident.id}: {incident.title}" for incident in found]
        raise stop(USAGE, f"{len(found)} incidents match {typed}; which one?", *listed)
    if broken := [one for one in ledger.findings if one.path.endswith(f"/{typed}.yaml")]:
        raise stop(
            1,
            f"{broken[0].path} could not be read: {broken[0].message} (line {broken[0].line})",
            "ledger validate says more",
        )
    after = " by then" if ledger.as_of else ""
    raise stop(NOTHING, f"no incident matches {typed}{after}", suggestion(typed, ledger) or "ledger list shows all")


class Wanted(NamedTuple):
    """What `ledger list` is narrowed to; None is everything."""

    start: str | None
    end: str | None
    place: str | None
    source: str | None
    category: str | None
    disputed: bool


def listing(context: typer.Context, wanted: Wanted, as_of: str | None, at: str | None, form: str) -> int:
    _known(form)
    ledger = opened(context, as_of, at)
    first = when(wanted.start, "--from").first if wanted.start else None
    last = when(wanted.end, "--to").last if wanted.end else None
    found = [
        incident
        for incident in sorted(ledger.incidents.values(), key=lambda one: (one.date.first, one.id))
        if (first is None or incident.date.last >= first)
        and (last is None or incident.date.first <= last)
        and _meets(incident, wanted, ledger)
    ]
    if form == "json":
        from conflict_ledger import wire

        write_text(wire.dumps(wire.incidents(found, ledger, commit(ledger))))
    else:
        from conflict_ledger.text.incidents import incidents

        write(incidents(found, ledger, width()))
    if not found:
        note("no incident matches")
    return closing(ledger) or (0 if found else NOTHING)


def _meets(incident: Incident, wanted: Wanted, ledger: Ledger) -> bool:
    claims = [claim for fact in incident.facts.values() for claim in fact.claims]
    if wanted.place and not any(fold(wanted.place) in _places(incident) for _ in (1,)):
        return False
    if wanted.source and wanted.source not in {claim.source for claim in claims}:
        return False
    if wanted.category and wanted.category not in {
        ledger.category(claim.perpetrator) for claim in claims if claim.count
    }:
        return False
    return not wanted.disputed or any(one.severity == CONTRADICTION for one in found_in(ledger, incident.id))


def _places(incident: Incident) -> set[str]:
    named = [(place.name, *place.aka, place.admin1, place.admin2, place.country) for place in incident.place]
    return {fold(name) for names in named for name in names if name}


class Asked(NamedTuple):
    """Which contradictions `ledger contradictions` is to list; None is nothing said."""

    incident: str | None
    kinds: list[str]
    open: bool
    new_since: str | None
    exit_code: bool


def contradictions(context: typer.Context, asked: Asked, as_of: str | None, at: str | None, form: str) -> int:
    _known(form)
    for kind in asked.kinds:
        if kind not in KINDS:
            raise stop(USAGE, f"no such kind of contradiction: {kind}", one_of(kind, KINDS))
    ledger = opened(context, as_of, at)
    incident = one_incident(asked.incident, ledger).id if asked.incident else None
    if asked.new_since is None:
        found = _disputes(ledger, incident)
    else:
        found = [one for one in _opened_since(asked.new_since, ledger, as_of) if incident in (None, one.incident)]
    found = [one for one in found if one.kind in (asked.kinds or KINDS) and not (asked.open and one.assessed)]
    if form == "json":
        from conflict_ledger import wire

        write_text(wire.dumps(wire.contradictions(found, ledger, commit(ledger))))
    else:
        from conflict_ledger.text.contradictions import listing as text
        from conflict_ledger.text.contradictions import summary

        write(text(found, ledger, width()))
        note(summary(found))
    clash = asked.exit_code and any(one.severity == CONTRADICTION for one in found)
    return closing(ledger) or int(clash)


def _disputes(ledger: Ledger, incident: str | None) -> list[Contradiction]:
    """Of one incident, or of the whole ledger with its published totals."""
    if incident:
        return found_in(ledger, incident)
    from conflict_ledger.totals import contradicted

    return sorted([*found_in(ledger), *contradicted(ledger)], key=lambda one: one.order)


def _opened_since(revision: str, ledger: Ledger, as_of: str | None) -> list[Contradiction]:
    """What the ledger has and did not have at the last commit that it has in common with the revision. Ends with 2 where git cannot tell."""
    from conflict_ledger import history
    from conflict_ledger.changes import changes, effects

    try:
        since = history.common(ledger.root, revision, ledger.commit or "HEAD")
        before, after = (then(side, as_of) for side in history.compared(ledger.root, since, ledger.commit).whole())
    except history.Unreadable as no:
        raise stop(USAGE, no.message, no.hint) from None
    return list(effects(changes(before, after), before, after).opened)


def sources(context: typer.Context, typed: str | None, as_of: str | None, at: str | None, form: str) -> int:
    from conflict_ledger.sources import sources as all_sources
    from conflict_ledger.text import sources as text

    _known(form)
    ledger = opened(context, as_of, at)
    found = all_sources(ledger)
    if typed:
        found = [source for source in found if source.id == typed or fold(ledger.actor(source.id).name) == fold(typed)]
    if not found:
        raise stop(NOTHING, f"no source {typed}", one_of(typed or "", [source.id for source in all_sources(ledger)]))
    if form == "json":
        from conflict_ledger import wire

        write_text(wire.dumps(wire.sources(found, ledger, commit(ledger))))
    else:
        write(text.one(found[0], ledger, width()) if typed else text.listing(ledger, width()))
    return closing(ledger)


def _known(form: str) -> None:
    if form not in ("text", "json"):
        raise stop(USAGE, f"no such format: {form}", "text or json")
