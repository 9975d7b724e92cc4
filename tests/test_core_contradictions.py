"""Contradictions, the rest of the table: who replied what, drift in published tables, what denies and what does not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from test_cases import SETTING, WHO_BURIED, fact, kinds

from conflict_ledger.contradictions import contradictions, relations, right_of_reply
from conflict_ledger.contradictions.replies import Reply, accused, party

if TYPE_CHECKING:
    from conftest import LedgerOf

    from conflict_ledger.ledger import Ledger

BY_ARMY = "source: minusma, count: 50, perpetrator: malian-army"


def replies(ledger: Ledger) -> dict[str, list[str]]:
    """What each accused actor's side said, by status, firmest first."""
    assert not ledger.findings
    found = right_of_reply(ledger.incidents["case"], ledger)
    return {reply.actor: [status for status, _ in reply.said] or [reply.status] for reply in found}


REPLIES = {
    "nothing": ([BY_ARMY], {"malian-army": ["not on record"]}),
    "its government denies the event": ([BY_ARMY, "source: malian-state, denies: event"], {"malian-army": ["denied"]}),
    "it says nobody": ([BY_ARMY, "source: malian-army, count: none"], {"malian-army": ["denied"]}),
    "it takes no position": ([BY_ARMY, "source: malian-army, no_position: true"], {"malian-army": ["no position"]}),
    "it names itself": (
        [BY_ARMY, "source: malian-army, count: 18, perpetrator: malian-army"],
        {"malian-army": ["admitted"]},
    ),
    "it names its part": (
        ["source: malian-state, count: 18, perpetrator: malian-army"],
        {"malian-army": ["admitted"]},
    ),
    "it admits without naming anybody": (
        [BY_ARMY, "source: malian-army, count: 18, attribution: admits"],
        {"malian-army": ["admitted"]},
    ),
    "it claims the deed": (
        ["source: minusma, count: 5, perpetrator: jnim", "source: jnim, count: 5, attribution: claims-own"],
        {"jnim": ["admitted"]},
    ),
    "it counts, and names others": (
        [BY_ARMY, "source: malian-army, count: 50, perpetrator: jnim"],
        {"malian-army": ["not on record"], "jnim": ["not on record"]},
    ),
    "it alleges": (
        [BY_ARMY, "source: malian-army, count: 18, attribution: alleges"],
        {"malian-army": ["not on record"]},
    ),
    "one who denies accuses nobody": (
        ["source: malian-army, denies: perpetrator, perpetrator: jnim"],
        {},
    ),
    "what is withdrawn accuses nobody": ([f"{BY_ARMY}, withdrawn: {{date: 2024-01-01, reason: misread}}"], {}),
    "nobody named": (["source: minusma, count: 5, perpetrator: unattributed"], {}),
    "named alongside": (
        [f"{BY_ARMY}, alongside: [wagner]"],
        {"malian-army": ["not on record"], "wagner": ["not on record"]},
    ),
    "its government rejects the document": (
        [f"{BY_ARMY}, document: un-note"],
        {"malian-army": ["rejects the document"]},
    ),
    "its government rejects a relay": (
        [f"{BY_ARMY}, document: un-report, also_in: [un-note]"],
        {"malian-army": ["rejects the document"]},
    ),
    "what is rejected accuses others": (
        [BY_ARMY, "source: minusma, id: other, document: un-note, count: 5, perpetrator: jnim"],
        {"malian-army": ["not on record"], "jnim": ["not on record"]},
    ),
    "the firmest first": (
        [
            f"{BY_ARMY}, document: un-note",
            "source: malian-army, no_position: true",
            "source: malian-state, denies: event",
        ],
        {"malian-army": ["denied", "rejects the document", "no position"]},
    ),
}


@pytest.mark.parametrize("case", REPLIES)
def test_right_of_reply(case: str, ledger_of: LedgerOf) -> None:
    claims, expected = REPLIES[case]
    assert replies(fact(ledger_of, claims)) == expected


ANSWERS = {
    "it names itself": (
        ["source: residents, answer: wagner", "source: foreign-military, answer: wagner"],
        {"wagner": ["admitted"]},
    ),
    "it names the other": (
        ["source: residents, answer: wagner", "source: wagner, answer: french-military"],
        {"wagner": ["denied"], "french-military": ["not on record"]},
    ),
    "it takes no position": (
        ["source: residents, answer: wagner", "source: wagner, no_position: true"],
        {"wagner": ["no position"]},
    ),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_right_of_reply_to_an_answer(case: str, ledger_of: LedgerOf) -> None:
    claims, expected = ANSWERS[case]
    assert replies(fact(ledger_of, claims, WHO_BURIED)) == expected


def test_an_answer_that_names_nobody_is_no_reply(ledger_of: LedgerOf) -> None:
    who = "question: Who was the dead man?\n    answers: {soldier: A soldier, wagner: Wagner}"
    ledger = fact(ledger_of, ["source: residents, answer: wagner", "source: wagner, answer: soldier"], who)
    assert replies(ledger) == {"wagner": ["not on record"]}


def test_a_withdrawn_fact_accuses_nobody(ledger_of: LedgerOf) -> None:
    asks = "measure: killed\n    withdrawn: {date: 2024-01-01, reason: misread}"
    assert replies(fact(ledger_of, [BY_ARMY], asks)) == {}


def test_a_reply_pairs_the_status_with_what_was_said(ledger_of: LedgerOf) -> None:
    ledger = fact(ledger_of, [f"{BY_ARMY}, document: un-note", "source: malian-army, count: none"])
    (reply,) = right_of_reply(ledger.incidents["case"], ledger)
    (denied, claim), (rejects, (document, dispute)) = reply.said
    assert (denied, claim.address) == ("denied", "case/fact/malian-army")
    assert (rejects, document.id, dispute.by) == ("rejects the document", "un-note", "malian-state")
    assert (reply.status, Reply("jnim", ()).status) == ("denied", "not on record")


def test_a_party_is_accused_itself_or_part_or_whole_of_one_who_is(ledger_of: LedgerOf) -> None:
    ledger = fact(ledger_of, [BY_ARMY, "source: malian-state, count: 18", "source: hrw, count: 20"])
    case = ledger.incidents["case"].facts["fact"]
    assert accused(case, ledger) == ["malian-army"]
    assert [party(claim, case, ledger) for claim in case.claims] == [False, True, False]


# --- published tables --------------------------------------------------------------------------------------------------


def table(ledger_of: LedgerOf, cells: list[str], more: str = "") -> list[tuple[str, str, list[str], bool | None]]:
    """Kind, severity, claims and fit of what is found in a published table, its cells given in flow style."""
    lines = "".join(f"\n  - {{{cell}}}" for cell in cells)
    total = f"title: Civilians killed\nperiod: 2022-Q2\nvictims: civilians\n{more}claims:{lines}\n"
    ledger = ledger_of({**SETTING, "data/totals/mali.yaml": total})
    assert not ledger.findings
    return [
        (one.kind, one.severity, [claim.address for claim in one.claims], one.fits) for one in contradictions(ledger)
    ]


OWN = "source: minusma, document: un-note, measure: killed"
RELAYED = "source: minusma, document: afp-august, measure: killed"


def test_drift_in_a_table_is_within_one_cell(ledger_of: LedgerOf) -> None:
    found = table(ledger_of, [f"{OWN}, count: at least 96", f"{RELAYED}, count: 100"])
    assert found == [("drift", "drift", ["mali/killed/minusma@afp-august", "mali/killed/minusma@un-note"], True)]


def test_drift_in_a_table_that_does_not_fit(ledger_of: LedgerOf) -> None:
    assert [one[3] for one in table(ledger_of, [f"{OWN}, count: 96", f"{RELAYED}, count: 100"])] == [False]


def test_two_cells_are_no_drift(ledger_of: LedgerOf) -> None:
    assert table(ledger_of, [f"{OWN}, count: 96", f"{RELAYED}, category: army, count: 100"]) == []


def test_revision_in_a_table(ledger_of: LedgerOf) -> None:
    later = "source: minusma, stated: 2023-01-05, measure: killed, count: 99"
    found = table(ledger_of, [f"{OWN}, count: 96", later])
    assert found == [("revision", "revision", ["mali/killed/minusma", "mali/killed/minusma@un-note"], None)]


def test_a_withdrawn_table_has_no_drift(ledger_of: LedgerOf) -> None:
    more = "withdrawn: {date: 2024-01-01, reason: misread}\n"
    assert table(ledger_of, [f"{OWN}, count: 96", f"{RELAYED}, count: 100"], more) == []


def test_a_trend_that_a_relay_turns_round(ledger_of: LedgerOf) -> None:
    """There is no number that could fit."""
    found = table(ledger_of, [f"{OWN}, trend: down, since: 2022-Q1", f"{RELAYED}, trend: up, since: 2022-Q1"])
    assert [(kind, fits) for kind, _, _, fits in found] == [("drift", False)]


def test_a_cell_that_names_more_than_it_counts(ledger_of: LedgerOf) -> None:
    """It contradicts itself, unless it is withdrawn."""
    wrong = f"{OWN}, count: 5, including: {{women: 6}}"
    assert table(ledger_of, [wrong]) == [("parts", "contradiction", ["mali/killed/minusma"], None)]
    assert table(ledger_of, [f"{wrong}, withdrawn: {{date: 2024-01-01, reason: misread}}"]) == []
    assert table(ledger_of, [f"{OWN}, count: 6, including: {{women: 6}}"]) == []


def test_drift_fits_where_every_changed_number_does(ledger_of: LedgerOf) -> None:
    """A part of them is at least that many; one of two that does not fit is enough."""
    for own, relayed, fits in (
        ("at least 20", ["30", "40"], True),
        ("at least 20", ["30", "10"], False),
        ("20, scope: part", ["30, scope: part"], True),
        ("20", ["30"], False),
    ):
        documents = ["afp-august", "apa-september"]
        claims = [f"source: hrw, document: hrw-april, count: {own}"]
        claims += [f"source: hrw, document: {doc}, count: {one}" for doc, one in zip(documents, relayed, strict=False)]
        found = contradictions(fact(ledger_of, claims))
        assert [(one.kind, one.fits) for one in found] == [("drift", fits)]


def test_pairs_are_sorted_by_address(ledger_of: LedgerOf) -> None:
    ledger = fact(ledger_of, ["source: ohchr, count: 5", "source: minusma, count: 6", "source: hrw, count: 7"])
    assert kinds(ledger)["count"] == [["minusma", "hrw"], ["ohchr", "hrw"], ["ohchr", "minusma"]]


def test_one_incident_s_are_without_the_tables(ledger_of: LedgerOf) -> None:
    total = f"title: T\nperiod: 2022-Q2\nclaims:\n- {{{OWN}, count: 96}}\n- {{{RELAYED}, count: 9}}\n"
    ledger = ledger_of({**SETTING, "data/totals/mali.yaml": total})
    assert contradictions(ledger, "case") == []
    assert len(contradictions(ledger)) == 1


# --- denials and zeros -------------------------------------------------------------------------------------------------

PAIRS = {  # what one says, what the other says: how they stand
    ("denies: event", "count: 5"): "denial",
    ("denies: event", "count: none"): "compatible",
    ("denies: event", "count: unknown"): "denial",
    ("denies: event", "count: 5, scope: wider"): "compatible",
    ("denies: event", "count: 5, scope: part"): "denial",
    ("denies: event", "count: at most 5, including: {women: at least 1}"): "denial",
    ("denies: event", "denies: count"): "compatible",
    ("denies: event", "no_position: true"): "no position",
    ("denies: count", "count: at most 5"): "denial",
    ("denies: count", "denies: perpetrator, perpetrator: jnim"): "compatible",
    ("denies: perpetrator, perpetrator: malian-army", "count: 5, perpetrator: jnim"): "compatible",
    ("denies: victims", "count: 5"): "compatible",
    ("denies: victims", "count: none, victims: civilians"): "compatible",
    ("denies: victims", "count: 5, including: {civilians: 2}"): "denial",
    ("denies: victims", "count: 5, including: {civilians: none}"): "compatible",
    ("denies: victims", "count: 5, including: {women: 2}"): "compatible",
    ("denies: victims, victims: fighters", "count: 5, victims: fighters"): "denial",
    ("denies: victims, victims: fighters", "count: 5, victims: civilians"): "compatible",
    ("denies: perpetrator", "count: 5"): "compatible",
    ("denies: perpetrator, perpetrator: malian-army", "count: 5, perpetrator: malian-state"): "compatible",
    ("denies: perpetrator, perpetrator: malian-state", "count: 5, perpetrator: malian-army"): "denial",
    ("count: none", "count: 5"): "denial",
    ("count: none", "count: at most 5, including: {girls: 1}"): "denial",
    ("count: none, victims: fighters", "count: 5, including: {civilians: 2}"): "compatible",
    ("count: none, victims: civilians", "count: 5"): "compatible",
    ("count: none, victims: civilians", "count: 5, including: {aid-workers: 1}"): "denial",
    ("count: none, victims: civilians", "count: 5, including: {women: 1}"): "compatible",
    ("count: 5, including: {women: none}", "count: 9, including: {girls: 2}"): "count",
    ("count: 5, including: {women: none}", "count: 5, including: {women: at most 2}"): "agree",
    ("count: 5, including: {aid-workers: none}", "count: 5, victims: aid-workers"): "denial",
    ("count: 5, victims: civilians", "count: 5, victims: soldiers"): "victims",
    ("count: 5, victims: civilians", "count: none, victims: soldiers"): "compatible",
    ("count: 5, including: {fighters: 1}", "count: 5, victims: civilians"): "victims",
    ("count: 5, including: {fighters: none}", "count: 5, victims: civilians"): "compatible",
    ("count: 5, victims: civilians", "count: 6, including: {civilians: 5}"): "compatible",
    ("count: 5, victims: civilians", "count: 6, including: {civilians: 4}"): "count",
    ("count: 5", "count: 6"): "count",
    ("count: 5 to 6", "count: 6 to 7"): "compatible",
    ("count: 5, perpetrator: jnim", "count: 5"): "compatible",
    ("count: 5, perpetrator: jnim", "count: 5, perpetrator: jnim"): "agree",
}


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_how_two_claims_stand(one: str, other: str, ledger_of: LedgerOf) -> None:
    ledger = fact(ledger_of, [f"source: ohchr, {one}", f"source: hrw, {other}"])
    assert not ledger.findings
    first, second = ledger.incidents["case"].facts["fact"].claims
    assert relations(first, second, ledger) == relations(second, first, ledger) == (PAIRS[one, other],)


def test_several_kinds_in_their_order(ledger_of: LedgerOf) -> None:
    ledger = fact(
        ledger_of,
        [
            "source: ohchr, count: 5, victims: civilians, perpetrator: malian-army, date: 2022-04-19",
            "source: hrw, count: 6, victims: fighters, perpetrator: jnim, date: 2022-04-20",
        ],
    )
    one, other = ledger.incidents["case"].facts["fact"].claims
    assert relations(one, other, ledger) == ("count", "victims", "perpetrator", "date")
    assert list(kinds(ledger)) == ["count", "victims", "perpetrator", "date"]


# --- a source's own arithmetic -----------------------------------------------------------------------------------------

SUMS = {
    "made_of: {one: 2, other: 3}": False,
    "made_of: {one: 2, other: 2}": True,
    "made_of: {one: 3, other: 3}": True,
    "made_of: {one: at least 2, other: 1}": False,
    "made_of: {one: at least 6}": True,
    "including: {women: 5}": False,
    "including: {women: 6}": True,
    "including: {women: at most 9}": False,
    "including: {women: 3, men: 3}": False,
    "including: {women: most}": False,
}


@pytest.mark.parametrize("parts", SUMS)
def test_the_parts_of_five(parts: str, ledger_of: LedgerOf) -> None:
    assert ("parts" in kinds(fact(ledger_of, [f"source: hrw, count: 5, {parts}"]))) is SUMS[parts]


def test_a_withdrawn_sum_is_not_checked(ledger_of: LedgerOf) -> None:
    gone = "withdrawn: {date: 2024-01-01, reason: misread}"
    assert kinds(fact(ledger_of, [f"source: hrw, count: 5, including: {{women: 6}}, {gone}"])) == {}


WHOLES = {
    "the same source, more than the whole": ("source: hrw, count: 6", [["camp/hrw", "all/hrw"]]),
    "the same source, as many": ("source: hrw, count: 5", []),
    "the same source, at least more": ("source: hrw, count: at least 6", [["camp/hrw", "all/hrw"]]),
    "the same source, only some of them": ("source: hrw, count: 6, scope: part", [["camp/hrw", "all/hrw"]]),
    "the same source, and others": ("source: hrw, count: 6, scope: wider", []),
    "another source": ("source: ohchr, count: 6", []),
    "no figure": ("source: hrw, count: unknown", []),
}


@pytest.mark.parametrize("case", WHOLES)
def test_a_part_and_its_whole(case: str, ledger_of: LedgerOf) -> None:
    claim, expected = WHOLES[case]
    incident = f"""
        title: Case
        date: 2022-04-19
        facts:
          all: {{measure: killed, claims: [{{source: hrw, count: 5}}]}}
          camp: {{measure: killed, part_of: all, claims: [{{{claim}}}]}}
          arrests: {{measure: arrested, part_of: all, claims: [{{source: hrw, count: 500}}]}}
        """
    ledger = ledger_of({**SETTING, "data/incidents/case.yaml": incident})
    found = contradictions(ledger)
    assert [one.kind for one in found] == ["parts"] * len(expected)
    pairs = [[claim.address.removeprefix("case/") for claim in pair] for one in found for pair in one.pairs]
    assert pairs == expected
    assert all([claim.address for claim in one.claims] == ["case/all/hrw", "case/camp/hrw"] for one in found)


def test_who_is_a_party_is_the_same_where_it_is_kept(ledger_of: LedgerOf) -> None:
    """Asked again, asked of another source, and asked of another fact of the same name; one of several accused is enough."""
    ledger = fact(ledger_of, [BY_ARMY, "source: malian-army, count: 18, perpetrator: jnim"])
    kept = ledger.whole()
    found = kept.incidents["case"].facts["fact"]
    for one in (ledger, kept, kept):
        assert [party(claim, found, one) for claim in found.claims] == [False, True]
    other = replace(found, claims=tuple(replace(claim, perpetrator=None) for claim in found.claims))
    assert [party(claim, other, kept) for claim in other.claims] == [False, False]
    assert [party(claim, found, kept) for claim in found.claims] == [False, True]
