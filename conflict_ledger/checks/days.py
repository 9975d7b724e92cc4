"""Days that cannot be in that order: events, statements, publications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_ledger.checks.known import statements
from conflict_ledger.checks.registry import Problem, check
from conflict_ledger.findings import ERROR, WARNING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflict_ledger.dates import When
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Statement


@check(ERROR, acceptable=True)
def stated_before_event(ledger: Ledger) -> Iterator[Problem]:
    """A claim was stated, or printed, before what it speaks of began.

    One of the two dates is wrong, and totals over time rest on both. A claim with an earlier date of its own (`date`) disagrees about
    the day, and is measured by that. Of a published table the period's first day counts.

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
                stated: 2022-03-31   # <- stated on 2022-03-31, before it began (2022-04-19)
                count: 12

    Good:

                stated: 2022-08-31
    """
    for incident, fact in ledger.facts():
        for claim in fact.claims:
            began = min((incident.date, claim.date or incident.date), key=lambda when: when.first)
            yield from _too_early(claim, began, ledger)
    for total in ledger.totals.values():
        for cell in total.claims:
            yield from _too_early(cell, total.period, ledger)


def _too_early(claim: Statement, began: When, ledger: Ledger) -> Iterator[Problem]:
    known = ledger.known(claim)
    if known and known.before(began):
        key, verb = ("stated", "stated") if claim.stated else ("document", "published")
        message = f"{verb} on {known.text}, before it began ({began.text})"
        yield Problem(claim.at, message, "one of the two dates is wrong", key, claim.address)


@check(WARNING)
def stated_after_document(ledger: Ledger) -> Iterator[Problem]:
    """A document was published before the day on which, the claim says, its words were spoken.

    The same holds for the relays in `also_in`: none can pass on what was not said yet.

    Bad:

        # data/incidents/tindara.yaml
        title: Raid on Tindara
        date: 2022-04-19
        facts:
          deaths:
            measure: killed
            claims:
              - source: kelouma-army
                document: army-statement   # <- army-statement was published on 2022-04-22, before this was stated (2022-04-25)
                stated: 2022-04-25
                count: 12

    Good:

                document: gazette-report
    """
    for claim in statements(ledger):
        for key, name in _documents(claim):
            document = ledger.documents.get(name)
            if claim.stated and document and document.published and document.published.before(claim.stated):
                day = document.published.text
                message = f"{name} was published on {day}, before this was stated ({claim.stated.text})"
                yield Problem(claim.at, message, "one of the two dates is wrong", key, claim.address)


@check(WARNING)
def dated_after_document(ledger: Ledger) -> Iterator[Problem]:
    """A claim's own date lies after its document's publication.

    Sources do print wrong dates: then keep the date that the source gives, and say so in a `note`.

    Bad:

        # data/incidents/tindara.yaml
        title: Raid on Tindara
        date: 2022-04-19
        facts:
          deaths:
            measure: killed
            claims:
              - source: kelouma-army
                document: army-statement
                date: 2022-04-29   # <- 2022-04-29 is after army-statement was published (2022-04-22)
                count: 12

    Good:

                date: 2022-04-19
    """
    for _, fact in ledger.facts():
        for claim in fact.claims:
            document = ledger.documents.get(claim.document or "")
            if claim.date and document and document.published and document.published.before(claim.date):
                message = f"{claim.date.text} is after {document.id} was published ({document.published.text})"
                yield Problem(claim.at, message, "one of the two dates is wrong", "date", claim.address)


@check(WARNING)
def fact_outside_incident(ledger: Ledger) -> Iterator[Problem]:
    """A fact's date does not lie within its incident's.

    A fact's date narrows the incident's. What came later belongs to another incident, or the incident lasted longer.

    Bad:

        # data/incidents/tindara.yaml
        title: Raid on Tindara
        date: 2022-04-19
        facts:
          deaths:
            measure: killed
            date: 2022-04-24   # <- 2022-04-24 is not within the incident's date (2022-04-19)
            claims: []

    Good:

            date: 2022-04-19
    """
    for incident, fact in ledger.facts():
        if fact.date and fact.date not in incident.date:
            message = f"{fact.date.text} is not within the incident's date ({incident.date.text})"
            yield Problem(fact.at, message, "widen the incident's date, or correct this one", "date", fact.address)


@check(WARNING)
def accessed_before_published(ledger: Ledger) -> Iterator[Problem]:
    """A document was read before it was published.

    Bad:

        # data/documents.yaml
        un-report:
          title: Human rights in Kelouma
          publisher: un-mission
          published: 2022-08-31
          accessed: 2022-08-13   # <- accessed on 2022-08-13, before it was published (2022-08-31)

    Good:

          accessed: 2022-09-13
    """
    for document in ledger.documents.values():
        if document.accessed and document.published and document.accessed.before(document.published):
            message = f"accessed on {document.accessed.text}, before it was published ({document.published.text})"
            yield Problem(document.at, message, "one of the two dates is wrong", "accessed", document.id)


def _documents(claim: Statement) -> Iterator[tuple[str, str]]:
    """The documents that the claim is on record in, each with its key."""
    if claim.document:
        yield "document", claim.document
    yield from ((f"also_in.{number}", name) for number, name in enumerate(claim.also_in))
