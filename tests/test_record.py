"""What the ledger's own data must say: the real Hombori, Gossi and Moura, and the quarters around them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conflict_ledger import dates
from conflict_ledger.asof import as_of
from conflict_ledger.checks import findings
from conflict_ledger.contradictions import contradictions, right_of_reply
from conflict_ledger.disputes import CONTRADICTION, Contradiction
from conflict_ledger.findings import NOTE
from conflict_ledger.lookup import matches
from conflict_ledger.reading import load
from conflict_ledger.totals import Question, tally, totals

if TYPE_CHECKING:
    from conflict_ledger.ledger import Ledger

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return load(ROOT)


def between(ledger: Ledger, fact: str) -> dict[str, set[frozenset[str]]]:
    """The contradictions of a fact: by kind, the pairs of sources."""
    incident, _, name = fact.partition("/")
    return {
        one.kind: {frozenset(claim.source for claim in pair) for pair in one.pairs}
        for one in contradictions(ledger, incident)
        if one.fact == name and one.severity == CONTRADICTION
    }


def test_it_passes_validate_with_no_warnings(ledger: Ledger) -> None:
    assert [one for one in findings(ledger) if one.severity != NOTE] == []


def test_the_army_killed_96_of_317_and_72_of_them_are_itemised(ledger: Ledger) -> None:
    found = totals(Question(dates.parse("2022-Q2")), "range", ledger)
    table = next(table for table in found.tables if table.total.id == "mali-2022-q2")
    reported = {one.cell.category: one for one in table.reported}
    assert {name: one.cell.count and one.cell.count.text for name, one in reported.items()} == {
        None: "317",
        "army": "96",
        "jihadist": "200",
    }
    assert reported["army"].share == (30, 30)
    assert reported["jihadist"].relay
    assert reported["jihadist"].cell.document == "afp-2022-08-31"
    assert table.itemised.rows["army"].figure.text == "at least 72"
    assert {one.category: one.figure and one.figure.text for one in table.residual}["army"] == "at most 24"
    assert [cell.count and cell.count.text for cell in table.beside] == ["at least 200"]


def test_moura_is_not_in_the_second_quarter(ledger: Ledger) -> None:
    found = totals(Question(dates.parse("2022-Q2")), "range", ledger)
    read = [*found.account.counted, *(address for addresses in found.account.aside.values() for address in addresses)]
    assert read
    assert not [address for address in read if address.startswith("moura/")]


def test_moura_is_left_out_of_the_first_quarter_by_its_source(ledger: Ledger) -> None:
    found = totals(Question(dates.parse("2022-Q1")), "range", ledger)
    table = next(table for table in found.tables if table.total.id == "mali-2022-q1")
    assert "moura" in table.total.excludes
    assert any(address.startswith("moura/") for address in table.itemised.account.aside["excluded"])


def test_hombori_contradicts_twice_between_minusma_and_the_army(ledger: Ledger) -> None:
    found = between(ledger, "hombori/operation-deaths")
    pair = frozenset({"minusma", "malian-army"})
    assert found["count"] == {pair}
    assert pair in found["victims"]


def test_nothing_between_611_and_more_than_500(ledger: Ledger) -> None:
    assert not any(
        between(ledger, "hombori/arrests").get(kind) for kind in ("count", "victims", "perpetrator", "denial")
    )


def test_relays_of_hombori_are_drift_and_no_sources(ledger: Ledger) -> None:
    drift = next(
        one for one in contradictions(ledger, "hombori") if (one.fact, one.kind) == ("operation-deaths", "drift")
    )
    assert {claim.source for claim in drift.claims} == {"minusma"}
    assert {own.count.text for _, own in drift.pairs} == {"at least 50"}
    assert "50" in {claim.count.text for claim, _ in drift.pairs}
    assert drift.fits


@pytest.mark.parametrize("rule", ["range", "preferred", "minusma", "malian-army"])
@pytest.mark.parametrize("victims", ["civilians", "people", "fighters"])
def test_nothing_sums_18_and_50(rule: str, victims: str, ledger: Ledger) -> None:
    """The rivals on one fact never add up: without the other facts, no row is above the highest of them."""
    only = ("hombori/torture-deaths", "hombori/camp-killings", "hombori/convoy-deaths")
    found = tally(Question(dates.parse("2022-04-19/2022-04-24"), victims=victims, excludes=only), rule, ledger)
    for row in found.rows.values():
        assert (row.figure.low, row.figure.high) in {(50, None), (18, None), (18, 18), (0, None), (1, None)}


def test_hombori_as_of_may_2022(ledger: Ledger) -> None:
    then = as_of(ledger, date(2022, 5, 1))
    claims = {claim.address: claim for fact in then.incidents["hombori"].facts.values() for claim in fact.claims}
    assert not [claim for claim in claims.values() if claim.source == "minusma"]
    army = {claim.count.text for claim in claims.values() if claim.source == "malian-army" and claim.count}
    assert {"18", "611"} <= army


def test_the_army_s_611_are_made_of_three_parts(ledger: Ledger) -> None:
    claims = ledger.incidents["hombori"].facts["arrests"].claims
    army = next(claim for claim in claims if claim.address == "hombori/arrests/malian-army@army-communique-2022-04-22")
    assert sorted(share.low for share in army.made_of.values()) == [1, 64, 546]
    (parts,) = [one for one in contradictions(ledger, "hombori") if one.kind == "parts"]
    assert [claim.document for claim in parts.claims] == ["trt-2022-04"]


def test_the_dead_man_of_the_blast(ledger: Ledger) -> None:
    assert (
        frozenset({"malian-army", "afp-security-and-hospital-sources"})
        in between(ledger, "hombori/who-died-in-the-blast")["answer"]
    )


def test_the_rival_stories_of_gossi(ledger: Ledger) -> None:
    assert frozenset({"french-military", "malian-army"}) in between(ledger, "gossi/who-buried-the-bodies")["answer"]
    assert frozenset({"minusma", "malian-army"}) in between(ledger, "gossi/where-the-bodies-came-from")["answer"]
    assert ledger.incidents["gossi"].facts["bodies"].part_of == "hombori/operation-deaths"


def test_moura(ledger: Ledger) -> None:
    found = between(ledger, "moura/deaths")
    assert frozenset({"ohchr", "malian-army"}) in found["count"]
    assert frozenset({"hrw", "malian-army"}) in found["victims"]
    assert frozenset({"hrw", "malian-army"}) not in found["count"]
    assert frozenset({"ohchr", "malian-state"}) in between(ledger, "moura/first-day-civilians")["denial"]


def test_the_army_is_a_party_and_the_government_rejects_the_note(ledger: Ledger) -> None:
    replies = {reply.actor: reply for reply in right_of_reply(ledger.incidents["hombori"], ledger)}
    assert [status for status, _ in replies["malian-army"].said][:2] == ["rejects the document", "admitted"]
    assert replies["wagner"].status == "not on record"


def test_the_rejected_note_contradicts_nothing_of_the_army(ledger: Ledger) -> None:
    involved: list[Contradiction] = [one for one in contradictions(ledger, "hombori") if one.severity == CONTRADICTION]
    assert not [one for one in involved if "malian-state" in {claim.source for claim in one.claims}]


@pytest.mark.parametrize("typed", ["hombori", "humburi", "Hombori massacre", "HOMB", "homburi", "Hómbori"])
def test_hombori_is_found(typed: str, ledger: Ledger) -> None:
    assert [incident.id for incident in matches(typed, ledger)] == ["hombori"]


def test_every_claim_of_every_quarter_is_accounted_for(ledger: Ledger) -> None:
    for quarter in ("2022-Q1", "2022-Q2"):
        asked = Question(dates.parse(quarter))
        found = tally(asked, "range", ledger).account
        touching = [
            claim
            for incident, fact in ledger.facts()
            if incident.when(fact).meets(asked.period)
            for claim in fact.claims
        ]
        assert found.read == len(touching)
