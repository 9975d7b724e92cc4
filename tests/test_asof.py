"""As of a day: only what was stated and published by then, and the ledger's own prose left out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from conflict_ledger.asof import as_of

if TYPE_CHECKING:
    from conflict_ledger.ledger import Ledger
    from tests.conftest import LedgerOf

ACTORS = """
    un-mission: {name: UN Mission, kind: un, note: It left in 2024.}
    kelouma-army: {name: Army, kind: state-forces}
    gazette: {name: The Gazette, kind: media}
    """
DOCUMENTS = """
    army-statement: {title: Statement, publisher: kelouma-army, published: 2022-04-22, note: Later deleted.}
    first-story:
      title: Deaths in Tindara
      publisher: gazette
      published: 2022-05-10
      disputed:
        - {by: kelouma-army, document: army-answer, note: It came late.}
        - {by: un-mission, stated: 2022-05-11}
    un-report: {title: Report, publisher: un-mission, published: 2022-08-31}
    army-answer: {title: Answer, publisher: kelouma-army, published: 2022-09}
    undated: {title: Leaflet, publisher: gazette}
    """
TINDARA = """
    title: Attack on Tindara
    date: 2022-04-19
    summary: What is known, and what came out in August.
    note: To be split.
    related:
      - {incident: kelouma, as: follows}
      - {incident: nowhere, as: see-also}
    facts:
      deaths:
        measure: killed
        note: See the report.
        claims:
          - {source: kelouma-army, document: army-statement, count: 18, also_in: [first-story, un-report], note: N}
          - {source: un-mission, document: un-report, count: at least 50}
          - {source: residents, document: first-story, count: dozens}
          - {source: gazette, document: undated, count: 20}
          - {source: mayor, document: first-story, stated: 2022-04-20, count: 30}
          - {source: minister, document: un-report, stated: 2022-04-21, count: 31}
          - {source: witness, stated: 2022-04-25, count: 12}
          - {source: nobody, count: 13}
        assessment: {prefer: un-mission, reason: It was there., by: desk, date: 2022-09-02}
      arrests:
        measure: arrested
        claims:
          - source: kelouma-army
            document: army-statement
            count: 611
            withdrawn: {date: 2022-06-01, reason: Entered twice.}
        withdrawn: {date: 2022-07, reason: Not of this incident.}
      burial:
        question: Who buried them?
        answers: {army: The army}
        claims: [{source: un-mission, document: un-report, answer: army}]
    withdrawn: {date: 2022-10-01, reason: One with Kelouma.}
    """
KELOUMA = """
    title: Attack on Kelouma
    date: 2022-07-01/2022-07-03
    facts: {deaths: {measure: killed, claims: [{source: kelouma-army, document: army-answer, count: 2}]}}
    """
TOTAL = """
    title: Kelouma, second quarter
    period: 2022-Q2
    note: Of the annex.
    claims:
      - {source: un-mission, document: un-report, measure: killed, count: 96}
      - {source: un-mission, document: first-story, measure: killed, count: 90, id: early}
    withdrawn: {date: 2022-10-01, reason: Replaced.}
    """


@pytest.fixture
def ledger(ledger_of: LedgerOf) -> Ledger:
    return ledger_of(
        {
            "data/ledger.yaml": "title: Kelouma ledger\nnote: Kept by three people.\n",
            "data/actors.yaml": ACTORS,
            "data/documents.yaml": DOCUMENTS,
            "data/incidents/tindara.yaml": TINDARA,
            "data/incidents/kelouma.yaml": KELOUMA,
            "data/totals/kelouma-2022-q2.yaml": TOTAL,
        }
    )


def sources(ledger: Ledger, fact: str = "deaths") -> list[str]:
    facts = ledger.incidents["tindara"].facts
    return [claim.source for claim in facts[fact].claims] if fact in facts else []


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2022, 4, 21), []),
        (date(2022, 4, 22), ["kelouma-army"]),
        (date(2022, 4, 25), ["kelouma-army", "witness"]),
        (date(2022, 5, 9), ["kelouma-army", "witness"]),
        (date(2022, 5, 10), ["kelouma-army", "residents", "mayor", "witness"]),
        (date(2022, 8, 30), ["kelouma-army", "residents", "mayor", "witness"]),
        (date(2022, 8, 31), ["kelouma-army", "un-mission", "residents", "mayor", "minister", "witness"]),
        (date(2025, 1, 1), ["kelouma-army", "un-mission", "residents", "mayor", "minister", "witness"]),
    ],
)
def test_what_was_known(ledger: Ledger, day: date, expected: list[str]) -> None:
    assert sources(as_of(ledger, day)) == expected


def test_the_ledger_itself_is_as_it_was(ledger: Ledger) -> None:
    assert ledger.findings == ()
    as_of(ledger, date(2022, 5, 1))
    assert len(sources(ledger)) == 8
    assert ledger.as_of is None
    assert ledger.incidents["tindara"].summary


def test_documents_and_relays(ledger: Ledger) -> None:
    then = as_of(ledger, date(2022, 5, 10))
    assert set(then.documents) == {"army-statement", "first-story"}
    assert then.incidents["tindara"].facts["deaths"].claims[0].also_in == ("first-story",)
    assert set(as_of(ledger, date(2022, 9, 29)).documents) == {"army-statement", "first-story", "un-report"}
    assert "army-answer" in as_of(ledger, date(2022, 9, 30)).documents  # of some day in September


def test_disputes(ledger: Ledger) -> None:
    days = (date(2022, 5, 10), date(2022, 5, 11), date(2022, 9, 30))
    disputes = [as_of(ledger, day).documents["first-story"].disputed for day in days]
    assert [[dispute.by for dispute in found] for found in disputes] == [
        [],
        ["un-mission"],
        ["kelouma-army", "un-mission"],
    ]


def test_incidents_facts_and_relations(ledger: Ledger) -> None:
    before, during = as_of(ledger, date(2022, 6, 30)), as_of(ledger, date(2022, 7, 1))
    assert (set(before.incidents), set(during.incidents)) == ({"tindara"}, {"tindara", "kelouma"})
    assert [link.incident for link in before.incidents["tindara"].related] == []
    assert [link.incident for link in during.incidents["tindara"].related] == ["kelouma"]
    assert set(during.incidents["tindara"].facts) == {"deaths", "arrests"}  # nobody had said who buried them
    assert as_of(ledger, date(2022, 4, 18)).incidents == {}


@pytest.mark.parametrize(
    ("day", "claim", "fact", "incident", "total"),
    [
        (date(2022, 5, 31), False, False, False, False),
        (date(2022, 6, 1), True, False, False, False),
        (date(2022, 7, 1), True, True, False, False),
        (date(2022, 9, 30), True, True, False, False),
        (date(2022, 10, 1), True, True, True, True),
    ],
)
def test_what_was_withdrawn_later_stands_again(
    ledger: Ledger, day: date, claim: bool, fact: bool, incident: bool, total: bool
) -> None:
    then = as_of(ledger, day)
    found = then.incidents["tindara"]
    arrests = found.facts["arrests"]
    records = (arrests.claims[0], arrests, found, then.totals["kelouma-2022-q2"])
    assert tuple(record.withdrawn is not None for record in records) == (claim, fact, incident, total)


def test_the_assessment_has_its_day(ledger: Ledger) -> None:
    assert as_of(ledger, date(2022, 9, 1)).incidents["tindara"].facts["deaths"].assessment is None
    assert as_of(ledger, date(2022, 9, 2)).incidents["tindara"].facts["deaths"].assessment


def test_totals(ledger: Ledger) -> None:
    early, late = (as_of(ledger, day).totals["kelouma-2022-q2"] for day in (date(2022, 5, 10), date(2022, 8, 31)))
    assert [cell.id for cell in early.claims] == ["early"]
    assert [cell.id for cell in late.claims] == [None, "early"]


def test_prose_is_left_out(ledger: Ledger) -> None:
    then = as_of(ledger, date(2025, 1, 1))
    tindara = then.incidents["tindara"]
    deaths = tindara.facts["deaths"]
    prose = [
        then.settings.note,
        then.actors["un-mission"].note,
        then.documents["army-statement"].note,
        then.documents["first-story"].disputed[0].note,
        then.totals["kelouma-2022-q2"].note,
        tindara.summary,
        tindara.note,
        deaths.note,
        deaths.claims[0].note,
    ]
    assert prose == [None] * 9
    assert then.as_of == date(2025, 1, 1)


def test_what_is_known_stays_known(ledger: Ledger) -> None:
    known: set[str] = set()
    for number in range(0, 200, 5):
        then = as_of(ledger, date(2022, 4, 15) + timedelta(days=number))
        now = {claim.address for _, fact in then.facts() for claim in fact.claims}
        assert known <= now
        known = now
        assert as_of(then, then.as_of or date.max) == then
    assert len(known) == 9
