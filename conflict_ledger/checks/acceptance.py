"""Findings that stay: accepted beside what they are about, with a reason, a name and a day.

An acceptance names one check and silences what that check finds on its record and on all that is inside it; of two
acceptances the one that stands nearer does. It changes no record and no sum. So only what a reader may disagree with can be
accepted: warnings, notes, and those errors that are registered so. What cannot be read, what refers to nothing and what a
sum rests on has no exception, or a total would be wrong with somebody's blessing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from conflict_ledger.checks.known import hints
from conflict_ledger.checks.registry import CHECKS, READING, Problem, check
from conflict_ledger.findings import ERROR, WARNING, At
from conflict_ledger.readers import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Accepted


class Acceptance(NamedTuple):
    """The entry with that number under `accepted` of the record at `at`."""

    at: At
    address: str
    number: int
    accepted: Accepted

    def problem(self, key: str, message: str, hint: str) -> Problem:
        return Problem(self.at, message, hint, f"accepted.{self.number}.{key}", self.address)


def standing(ledger: Ledger) -> dict[tuple[str, At], Acceptance]:
    """The acceptances that hold today, by check and record; of two on one record the first."""
    found: dict[tuple[str, At], Acceptance] = {}
    for one in _acceptances(ledger):
        if _holds(one, ledger):
            found.setdefault((one.accepted.check, one.at), one)
    return found


def silencing(name: str, problem: Problem, acceptances: Mapping[tuple[str, At], Acceptance]) -> Acceptance | None:
    """The acceptance that silences what the check found: the nearest, on the record itself or on one that holds it."""
    path, route = problem.at
    records = (At(path, route[:length]) for length in range(len(route), -1, -1))
    return next((found for record in records if (found := acceptances.get((name, record)))), None)


@check(ERROR)
def unknown_check(ledger: Ledger) -> Iterator[Problem]:
    """An acceptance names a check that does not exist.

    It would silence nothing, and nobody would know what was meant to stay.

    Bad:

        # data/incidents/tindara.yaml
        title: Raid on Tindara
        date: 2022-04-19
        facts:
          deaths:
            measure: killed
            claims:
              - {source: un-mission, document: un-report, count: 12}
        accepted:
          - check: one-sorce   # <- no check is called `one-sorce`
            reason: The army has been asked twice.
            by: desk
            date: 2022-09-02

    Good:

          - check: one-source
    """
    names = sorted({*CHECKS, *READING})
    hint = hints(names, "ledger explain lists all checks")
    for one in _acceptances(ledger):
        name = one.accepted.check
        if name not in names:
            yield one.problem("check", f"no check is called `{shortened(name)}`", hint(name))


@check(ERROR)
def not_acceptable(ledger: Ledger) -> Iterator[Problem]:
    """An acceptance names a check whose findings may never be accepted.

    Warnings and notes may be accepted. Of the errors only two may: `copy-missing`, where a copy is kept and may not be published, and
    `stated-before-event`, where a document bears the wrong day in print. Never what cannot be read, what refers to nothing, and what a sum
    rests on: such a finding is mended, or no total that includes it can be trusted. Findings about acceptances cannot be accepted either.

    Bad:

        # data/incidents/tindara.yaml
        title: Raid on Tindara
        date: 2022-04-19
        facts:
          deaths:
            measure: killed
            claims:
              - source: gazete
                document: gazette-report
                count: 12
                accepted:
                  - check: unknown-source   # <- what unknown-source finds may not be accepted
                    reason: The paper is not listed yet.
                    by: desk
                    date: 2022-09-02

    Good:

                  - check: nobody-named
    """
    for one in _acceptances(ledger):
        name = one.accepted.check
        if name in {*CHECKS, *READING} and not _acceptable(name):
            yield one.problem("check", f"what {name} finds may not be accepted", "mend what it finds")


@check(WARNING, acceptable=False)
def unused_acceptance(ledger: Ledger) -> Iterator[Problem]:
    """An acceptance silences nothing.

    What it was written for has been mended, or stands elsewhere. Left there, it would hide the next such mistake. Nothing is said while
    some file cannot be read as it stands, since that may hide what was accepted.

    Bad:

        # data/incidents/tindara.yaml
        title: Raid on Tindara
        date: 2022-04-19
        facts:
          deaths:
            measure: killed
            claims:
              - source: un-mission
                document: un-report
                count: 12
                accepted:
                  - check: count-not-in-quote   # <- count-not-in-quote finds nothing here
                    reason: The figure stands in a table beside the quote.
                    by: desk
                    date: 2022-09-02

    Good:

                  - check: nobody-named
    """
    if ledger.findings:
        return
    acceptances = standing(ledger)
    names = {name for name, _ in acceptances}
    used = {silencing(name, problem, acceptances) for name in names for problem in CHECKS[name].problems(ledger)}
    for one in _acceptances(ledger):
        if _holds(one, ledger) and one not in used:
            yield one.problem("check", f"{one.accepted.check} finds nothing here", "remove the acceptance")


@check(WARNING, acceptable=False)
def expired_acceptance(ledger: Ledger) -> Iterator[Problem]:
    """An acceptance has run out: the last day of its `until` is past.

    It silences nothing any more. Whoever accepted the finding wanted it looked at again.

    Bad:

        # data/incidents/tindara.yaml
        title: Raid on Tindara
        date: 2022-04-19
        facts:
          deaths:
            measure: killed
            claims:
              - {source: un-mission, document: un-report, count: 12}
        accepted:
          - check: one-source
            reason: The army has been asked twice.
            by: desk
            date: 2022-09-02
            until: 2023-06   # <- accepted until 2023-06

    Good:

            until: 2035-06
    """
    for one in _acceptances(ledger):
        if _expired(one, ledger) and one.accepted.until:
            hint = "settle the finding, or accept it again with a new date"
            yield one.problem("until", f"accepted until {one.accepted.until.text}", hint)


def _acceptable(name: str) -> bool:
    return name in CHECKS and CHECKS[name].acceptable


def _holds(one: Acceptance, ledger: Ledger) -> bool:
    return _acceptable(one.accepted.check) and not _expired(one, ledger)


def _expired(one: Acceptance, ledger: Ledger) -> bool:
    return one.accepted.until is not None and one.accepted.until.last < ledger.today


def _acceptances(ledger: Ledger) -> Iterator[Acceptance]:
    for incident in ledger.incidents.values():
        yield from _on(incident.at, incident.id, incident.accepted)
        for fact in incident.facts.values():
            yield from _on(fact.at, fact.address, fact.accepted)
            for claim in fact.claims:
                yield from _on(claim.at, claim.address, claim.accepted)
    for total in ledger.totals.values():
        yield from _on(total.at, total.id, total.accepted)
        for cell in total.claims:
            yield from _on(cell.at, cell.address, cell.accepted)
    for listed in (ledger.actors, ledger.documents):
        for record in listed.values():
            yield from _on(record.at, record.id, record.accepted)


def _on(at: At, address: str, entries: tuple[Accepted, ...]) -> Iterator[Acceptance]:
    return (Acceptance(at, address, number, accepted) for number, accepted in enumerate(entries))
