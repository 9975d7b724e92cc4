"""Page 2.2's table: what must come out exactly so. Each case carries its name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from conflict_ledger.contradictions import contradictions, relations, right_of_reply
from conflict_ledger.dates import parse
from conflict_ledger.model import Withdrawn
from conflict_ledger.standing import standings

if TYPE_CHECKING:
    from conftest import LedgerOf

    from conflict_ledger.ledger import Ledger

SETTING = {
    "data/ledger.yaml": """
        title: The cases of the counting rules
        categories: {army: Army, foreign: Foreign military, jihadist: Jihadist groups}
        """,
    "data/actors.yaml": """
        minusma: {name: MINUSMA, kind: un}
        ohchr: {name: OHCHR, kind: un}
        hrw: {name: HRW, kind: ngo}
        malian-state: {name: Malian government, kind: government}
        malian-army: {name: Malian army, kind: state-forces, category: army, part_of: malian-state}
        french-military: {name: French military, kind: state-forces, category: foreign}
        foreign-military: {name: Foreign military, kind: other, category: foreign}
        wagner: {name: Wagner, kind: company, category: foreign, part_of: foreign-military}
        jnim: {name: JNIM, kind: armed-group, category: jihadist}
        afp-sources: {name: Sources of AFP, kind: anonymous}
        residents: {name: Residents, kind: witness}
        afp: {name: AFP, kind: media}
        apa: {name: APA, kind: media}
        """,
    "data/documents.yaml": """
        un-note: {title: UN note, publisher: minusma, published: 2022-08-31, disputed: [{by: malian-state, document: reply}]}
        un-report: {title: UN report, publisher: ohchr, published: 2023-05-12}
        un-release: {title: UN press release, publisher: ohchr, published: 2023-05-12}
        hrw-april: {title: HRW report, publisher: hrw, published: 2022-04-05}
        army: {title: Communiqué, publisher: malian-army, published: 2022-04-22}
        army-evening: {title: Communiqué no. 2, publisher: malian-army, published: 2022-04-22}
        reply: {title: Reply, publisher: malian-state, published: 2022-09-02}
        state-2023: {title: Statement, publisher: malian-state, published: 2023-05-13}
        afp-august: {title: AFP story, publisher: afp, published: 2022-08-31}
        apa-september: {title: APA story, publisher: apa, published: 2022-09-01}
        """,
}


def fact(ledger_of: LedgerOf, claims: list[str], asks: str = "measure: killed") -> Ledger:
    """A ledger of one fact, `case/fact`, its claims given in flow style."""
    lines = "".join(f"\n      - {{{claim}}}" for claim in claims)
    incident = f"title: Case\ndate: 2022-04-19\nfacts:\n  fact:\n    {asks}\n    claims:{lines}\n"
    return ledger_of({**SETTING, "data/incidents/case.yaml": incident})


def kinds(ledger: Ledger) -> dict[str, list[list[str]]]:
    """The contradictions of the fact by kind, each pair by the ends of the addresses."""
    assert not ledger.findings
    found = contradictions(ledger, "case")
    return {one.kind: [[claim.address.split("/")[2] for claim in pair] for pair in one.pairs] for one in found}


WHO_BURIED = (
    "question: Who buried the bodies?\n    answers: {wagner: Russian mercenaries, french-military: French soldiers}"
)
WHO_DIED = "question: Who was the dead man?\n    answers: {malian: A Malian soldier, russian: A Russian}"
ARRESTED = "measure: arrested"

CASES = {
    "Hombori: at least 50 civilians, 18 fighters": (
        "measure: killed",
        [
            "source: minusma, count: at least 50, victims: civilians",
            "source: malian-army, count: 18, victims: fighters",
        ],
        {"count", "victims"},
    ),
    "Hombori arrests: more than 500, 611": (
        ARRESTED,
        ["source: minusma, count: more than 500", "source: malian-army, count: 611"],
        set(),
    ),
    "611 made of 546 released, 64 handed over, 1 died": (
        ARRESTED,
        ["source: malian-army, count: 611, made_of: {released: 546, handed over: 64, died: 1}"],
        set(),
    ),
    "546 and 64, the dead man among the 64": (
        ARRESTED,
        ["source: malian-army, count: 611, made_of: {released: 546, handed over: 64}"],
        {"parts"},
    ),
    "Hombori, the dead of the blast: Malian soldier, Russian": (
        WHO_DIED,
        ["source: malian-army, answer: malian", "source: afp-sources, answer: russian"],
        {"answer"},
    ),
    "Moura in the AFP story: 300 civilians, more than 200 fighters": (
        "measure: killed",
        ["source: hrw, count: 300, victims: civilians", "source: malian-army, count: more than 200, victims: fighters"],
        {"victims"},
    ),
    "Moura: at least 500 people, 203 fighters": (
        "measure: killed",
        ["source: ohchr, count: at least 500, victims: people", "source: malian-army, count: 203, victims: fighters"],
        {"count"},
    ),
    "Moura: none, civilians; at least 20 civilians on the first day": (
        "measure: killed",
        [
            "source: malian-state, count: none, victims: civilians",
            "source: ohchr, count: at least 20, victims: civilians",
        ],
        {"denial"},
    ),
    "Gossi: wagner, french-military": (
        WHO_BURIED,
        ["source: french-military, answer: wagner", "source: malian-army, answer: french-military"],
        {"answer"},
    ),
    "a zero of civilians is compatible with other groups": (
        "measure: killed",
        ["source: malian-state, count: none, victims: civilians", "source: malian-army, count: 203, victims: fighters"],
        set(),
    ),
    "a zero of everyone denies any number": (
        "measure: killed",
        ["source: malian-state, count: none", "source: malian-army, count: 203, victims: fighters"],
        {"denial"},
    ),
    "zero and unknown": (
        "measure: killed",
        ["source: malian-state, count: none", "source: hrw, count: unknown"],
        {"denial"},
    ),
    "zero and at most 20": (
        "measure: killed",
        ["source: malian-state, count: none", "source: hrw, count: at most 20"],
        set(),
    ),
    "a group of zero denies the same group": (
        "measure: killed",
        [
            "source: minusma, count: 50, including: {women: none}",
            "source: hrw, count: 50, including: {women: at least 1}",
        ],
        {"denial"},
    ),
    "HRW's men, some of them suspected fighters, against the army's fighters": (
        "measure: killed",
        [
            "source: hrw, count: about 300, including: {civilians: most, fighters: some}",
            "source: malian-army, count: 203, victims: fighters",
        ],
        {"victims"},
    ),
    "a group that the other counts is compared instead": (
        "measure: killed",
        ["source: ohchr, count: 500, including: {civilians: 20}", "source: hrw, count: 300, victims: civilians"],
        {"count"},
    ),
    "a part is at least its figure": (
        "measure: killed",
        ["source: hrw, count: 20, scope: part", "source: minusma, count: 50"],
        set(),
    ),
    "a part that exceeds": (
        "measure: killed",
        ["source: hrw, count: 60, scope: part", "source: minusma, count: 50"],
        {"count"},
    ),
    "what is wider is at most its figure": (
        "measure: killed",
        ["source: hrw, count: 60, scope: wider", "source: minusma, count: 50"],
        set(),
    ),
    "wider, and still fewer": (
        "measure: killed",
        ["source: hrw, count: 40, scope: wider", "source: minusma, count: 50"],
        {"count"},
    ),
    "no position contradicts nobody": (
        "measure: killed",
        ["source: jnim, no_position: true", "source: minusma, count: 50"],
        set(),
    ),
    "denies the event": (
        "measure: killed",
        ["source: malian-state, denies: event", "source: minusma, count: 50"],
        {"denial"},
    ),
    "denies the event, of which another has at most 20": (
        "measure: killed",
        ["source: malian-state, denies: event", "source: minusma, count: at most 20"],
        set(),
    ),
    "denies the count": (
        "measure: killed",
        ["source: malian-state, denies: count", "source: minusma, count: 50"],
        {"denial"},
    ),
    "denies that they were civilians, of detainees": (
        "measure: killed",
        ["source: malian-state, denies: victims", "source: minusma, count: 50, victims: detainees"],
        set(),
    ),
    "denies that they were civilians, of aid workers": (
        "measure: killed",
        ["source: malian-state, denies: victims", "source: minusma, count: 5, victims: aid-workers"],
        {"denial"},
    ),
    "denies the perpetrator, of whom a part is named": (
        "measure: killed",
        ["source: malian-state, denies: perpetrator", "source: minusma, count: 50, perpetrator: malian-army"],
        {"denial"},
    ),
    "denies the perpetrator, named alongside": (
        "measure: killed",
        [
            "source: malian-army, denies: perpetrator, perpetrator: foreign-military",
            "source: hrw, count: 50, perpetrator: malian-army, alongside: [wagner]",
        ],
        {"denial"},
    ),
    "denies another perpetrator": (
        "measure: killed",
        ["source: jnim, denies: perpetrator", "source: minusma, count: 50, perpetrator: malian-army"],
        set(),
    ),
    "denies an answer": (
        WHO_BURIED,
        ["source: malian-army, denies: wagner", "source: french-military, answer: wagner"],
        {"denial"},
    ),
    "denies one answer, another is given": (
        WHO_BURIED,
        ["source: malian-army, denies: french-military", "source: french-military, answer: wagner"],
        set(),
    ),
    "a denial against others": (
        "measure: killed",
        ["source: malian-state, denies: event, against: [hrw]", "source: minusma, count: 50"],
        set(),
    ),
    "two leads": (
        "measure: killed",
        ["source: minusma, count: 50, perpetrator: malian-army", "source: malian-army, count: 50, perpetrator: jnim"],
        {"perpetrator"},
    ),
    "a lead that the other names alongside": (
        "measure: killed",
        [
            "source: minusma, count: 50, perpetrator: malian-army, alongside: [foreign-military]",
            "source: hrw, count: 50, perpetrator: foreign-military",
        ],
        set(),
    ),
    "a part that leads, its whole alongside": (
        "measure: killed",
        [
            "source: minusma, count: 50, perpetrator: malian-army, alongside: [foreign-military]",
            "source: hrw, count: 50, perpetrator: wagner",
        ],
        set(),
    ),
    "a lead that is part of the other's": (
        "measure: killed",
        ["source: minusma, count: 50, perpetrator: foreign-military", "source: hrw, count: 50, perpetrator: wagner"],
        set(),
    ),
    "unattributed contradicts nobody": (
        "measure: killed",
        ["source: minusma, count: 50, perpetrator: unattributed", "source: hrw, count: 50, perpetrator: jnim"],
        set(),
    ),
    "naming fewer partners is silence": (
        "measure: killed",
        [
            "source: minusma, count: 50, perpetrator: malian-army, alongside: [foreign-military]",
            "source: hrw, count: 50, perpetrator: malian-army",
        ],
        set(),
    ),
    "an actor and its whole agree": (
        "question: Who buried the bodies?\n    answers: {wagner: Wagner, foreign-military: Foreign soldiers}",
        ["source: french-military, answer: wagner", "source: minusma, answer: foreign-military"],
        set(),
    ),
    "own dates that do not meet": (
        "measure: killed",
        ["source: minusma, count: 50, date: 2022-04-19", "source: hrw, count: 50, date: 2022-04-20"],
        {"date"},
    ),
    "a doubtful date is not widened": (
        "measure: killed",
        ["source: minusma, count: 50, date: 2022-04-19~", "source: hrw, count: 50, date: 2022-04-20"],
        {"date"},
    ),
    "one source twice is no contradiction": (
        "measure: killed",
        ["source: residents, id: one, count: 5", "source: residents, id: two, count: 50"],
        set(),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_case(case: str, ledger_of: LedgerOf) -> None:
    asks, claims, expected = CASES[case]
    assert set(kinds(fact(ledger_of, claims, asks))) == expected


@pytest.mark.parametrize("case", CASES)
def test_a_contradiction_does_not_depend_on_the_order_of_claims(case: str, ledger_of: LedgerOf) -> None:
    asks, claims, _ = CASES[case]
    one, other = kinds(fact(ledger_of, claims, asks)), kinds(fact(ledger_of, claims[::-1], asks))
    assert {kind: sorted(map(sorted, pairs)) for kind, pairs in one.items()} == {
        kind: sorted(map(sorted, pairs)) for kind, pairs in other.items()
    }


@pytest.mark.parametrize("case", CASES)
def test_a_relation_is_the_same_from_both_sides(case: str, ledger_of: LedgerOf) -> None:
    asks, claims, _ = CASES[case]
    ledger = fact(ledger_of, claims, asks)
    found = [standing.claim for standing in standings(ledger.incidents["case"].facts["fact"], ledger)]
    for one in found:
        for other in found:
            if one is not other:
                assert set(relations(one, other, ledger)) == set(relations(other, one, ledger))


def test_same_figure_victims_and_lead_agree(ledger_of: LedgerOf) -> None:
    ledger = fact(
        ledger_of, ["source: minusma, count: 40 to 60", "source: hrw, count: between 40 and 60, victims: people"]
    )
    one, other = ledger.incidents["case"].facts["fact"].claims
    assert relations(one, other, ledger) == ("agree",)


# --- what is current -----------------------------------------------------------------------------------------------


def states(ledger: Ledger) -> list[str]:
    assert not ledger.findings
    return [standing.state for standing in standings(ledger.incidents["case"].facts["fact"], ledger)]


STANDING = {
    "APA's 50 for MINUSMA's at least 50: drift, not a second source": (
        [
            "source: minusma, document: un-note, count: at least 50",
            "source: minusma, document: apa-september, count: 50",
        ],
        ["current", "drift"],
    ),
    "OHCHR: at least 500 and more than 500 on one day": (
        [
            "source: ohchr, document: un-report, count: at least 500",
            "source: ohchr, document: un-release, count: more than 500",
        ],
        ["current", "drift"],
    ),
    "AFP's August retelling of HRW's April figure revises nothing": (
        [
            "source: hrw, document: hrw-april, count: about 300",
            "source: hrw, document: afp-august, count: 300, victims: civilians",
        ],
        ["current", "drift"],
    ),
    "MINUSMA: more than 100, later cannot confirm": (
        [
            "source: minusma, stated: 2022-06-20, count: more than 100, document: afp-august",
            "source: minusma, document: un-note, no_position: true",
        ],
        ["current", "current"],
    ),
    "a figure, later unknown": (
        [
            "source: minusma, document: afp-august, stated: 2022-06-20, count: 100",
            "source: minusma, document: un-note, count: unknown",
        ],
        ["current", "current"],
    ),
    "unknown, later a figure": (
        [
            "source: minusma, document: afp-august, stated: 2022-06-20, count: unknown",
            "source: minusma, document: un-note, count: 100",
        ],
        ["revised", "current"],
    ),
    "Tessit: army 4, then 17 the same evening": (
        [
            "source: malian-army, document: army, count: 4",
            "source: malian-army, document: army-evening, count: 17, revises: malian-army",
        ],
        ["revised", "current"],
    ),
    "a government restating its army": (
        [
            "source: malian-army, document: army, count: 17",
            "source: malian-state, document: reply, count: 42, revises: malian-army",
        ],
        ["revised", "current"],
    ),
    "the same source on a later day": (
        ["source: malian-state, document: reply, count: 20", "source: malian-state, document: state-2023, count: none"],
        ["revised", "current"],
    ),
    "the same figure stated again is no revision": (
        ["source: malian-state, document: reply, count: 20", "source: malian-state, document: state-2023, count: 20"],
        ["repeated", "current"],
    ),
    "a withdrawn revision revives what it revised": (
        [
            "source: malian-state, document: reply, count: 20",
            "source: malian-state, document: state-2023, count: 30, withdrawn: {date: 2024-01-01, reason: misread}",
        ],
        ["current", "withdrawn"],
    ),
    "witnesses are not one speaker": (
        [
            "source: residents, id: first, stated: 2022-04-20, count: 5",
            "source: residents, id: later, stated: 2022-05-20, count: 50",
        ],
        ["current", "current"],
    ),
    "witnesses who say that they revise": (
        [
            "source: residents, id: first, stated: 2022-04-20, count: 5",
            "source: residents, id: later, stated: 2022-05-20, count: 50, revises: case/fact/first",
        ],
        ["revised", "current"],
    ),
    "without its own document, the widest": (
        ["source: hrw, document: afp-august, count: 300", "source: hrw, document: apa-september, count: at least 300"],
        ["drift", "current"],
    ),
    "equally wide, the first document by id": (
        ["source: hrw, document: apa-september, count: 310", "source: hrw, document: afp-august, count: 300"],
        ["drift", "current"],
    ),
    "a relay's figure for more people is no drift of the figure for these": (
        ["source: hrw, document: hrw-april, count: 29", "source: hrw, document: afp-august, count: 43, scope: wider"],
        ["current", "current"],
    ),
    "the source's own document, though a relay of that day is wider": (
        [
            "source: minusma, document: un-note, count: 50",
            "source: minusma, document: afp-august, stated: 2022-08-31, count: at least 50",
        ],
        ["current", "drift"],
    ),
    "without its own document, a wider closed figure": (
        [
            "source: hrw, document: afp-august, count: 300 to 310",
            "source: hrw, document: apa-september, count: 290 to 320",
        ],
        ["drift", "current"],
    ),
    "another lead on one day": (
        [
            "source: minusma, document: un-note, count: 50, perpetrator: malian-army",
            "source: minusma, document: apa-september, count: 50, perpetrator: jnim",
        ],
        ["current", "drift"],
    ),
    "people and nobody named are the same word": (
        [
            "source: minusma, document: un-note, count: 50",
            "source: minusma, document: apa-september, count: 50, victims: people",
        ],
        ["current", "repeated"],
    ),
    "unknown twice is said once": (
        ["source: hrw, document: afp-august, count: unknown", "source: hrw, document: apa-september, count: unknown"],
        ["current", "repeated"],
    ),
    "unknown may be revised by name": (
        ["source: residents, id: first, count: unknown", "source: residents, id: later, count: 5, revises: first"],
        ["revised", "current"],
    ),
    "a denial revises nothing": (
        [
            "source: malian-army, document: army, count: 4",
            "source: malian-state, document: reply, denies: event, revises: malian-army",
        ],
        ["current", "current"],
    ),
    "nothing revises what was said later": (
        [
            "source: malian-army, id: early, document: army, count: 4, revises: malian-state",
            "source: malian-state, document: reply, count: 9",
        ],
        ["current", "current"],
    ),
    "vague days that overlap are one day, and a day after them another": (
        [
            "source: hrw, id: a, document: afp-august, stated: 2022-04, count: 10",
            "source: hrw, id: b, document: afp-august, stated: 2022-04-05, count: 11",
            "source: hrw, id: c, document: afp-august, stated: 2022-04-29, count: 12",
            "source: hrw, id: d, document: afp-august, stated: 2022-05-02, count: 13",
        ],
        ["revised", "drift", "drift", "current"],
    ),
    "three that revise each other in a circle revise nothing": (
        [
            "source: residents, id: a, count: 4, revises: b",
            "source: residents, id: b, count: 5, revises: c",
            "source: residents, id: c, count: 6, revises: a",
        ],
        ["current", "current", "current"],
    ),
    "two that revise each other revise nothing": (
        [
            "source: malian-army, id: a, document: army, count: 4, revises: b",
            "source: malian-army, id: b, document: army-evening, count: 4, revises: a",
        ],
        ["current", "repeated"],
    ),
}


@pytest.mark.parametrize("case", STANDING)
def test_standing(case: str, ledger_of: LedgerOf) -> None:
    claims, expected = STANDING[case]
    assert states(fact(ledger_of, claims)) == expected
    assert states(fact(ledger_of, claims[::-1])) == expected[::-1]


ANSWERS = {
    "another answer on a later day": (
        [
            "source: malian-state, document: reply, answer: wagner",
            "source: malian-state, document: state-2023, answer: french-military",
        ],
        ["revised", "current"],
    ),
    "the same answer again": (
        [
            "source: malian-state, document: reply, answer: wagner",
            "source: malian-state, document: state-2023, answer: wagner",
        ],
        ["repeated", "current"],
    ),
    "another answer in a relay": (
        [
            "source: minusma, document: un-note, answer: wagner",
            "source: minusma, document: apa-september, answer: french-military",
        ],
        ["current", "drift"],
    ),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_standing_of_answers(case: str, ledger_of: LedgerOf) -> None:
    claims, expected = ANSWERS[case]
    assert states(fact(ledger_of, claims, WHO_BURIED)) == expected


def test_each_revision_is_by_the_next(ledger_of: LedgerOf) -> None:
    days = ("2022-04-20", "2022-05-20", "2022-06-20")
    claims = [f"source: hrw, id: on-{day}, document: afp-august, stated: {day}, count: {day[6]}" for day in days]
    found = standings((ledger := fact(ledger_of, claims)).incidents["case"].facts["fact"], ledger)
    assert [standing.by and standing.by.id for standing in found] == ["on-2022-05-20", "on-2022-06-20", None]


WITHDRAWN = "withdrawn: {date: 2024-01-01, reason: misread}"


@pytest.mark.parametrize("asks", [f"measure: killed\n    {WITHDRAWN}", "measure: killed"])
def test_what_stands_in_something_withdrawn_is_withdrawn(asks: str, ledger_of: LedgerOf) -> None:
    ledger = fact(ledger_of, ["source: hrw, count: 5", "source: minusma, count: 50"], asks)
    if WITHDRAWN not in asks:
        incident = replace(ledger.incidents["case"], withdrawn=Withdrawn(date=parse("2024-01-01"), reason="misread"))
        ledger = replace(ledger, incidents={"case": incident})
    assert states(ledger) == ["withdrawn", "withdrawn"]
    assert not contradictions(ledger)


def test_a_part_that_only_a_relay_made_too_large_is_no_misfit(ledger_of: LedgerOf) -> None:
    incident = """
        title: Case
        date: 2022-04-19
        facts:
          whole:
            measure: killed
            claims: [{source: minusma, document: un-note, count: 20}]
          part:
            measure: killed
            part_of: whole
            claims: [{source: minusma, document: un-note, count: 3}, {source: minusma, document: apa-september, count: 30}]
        """
    ledger = ledger_of({**SETTING, "data/incidents/case.yaml": incident})
    assert [one.kind for one in contradictions(ledger)] == ["drift"]


@pytest.mark.parametrize(
    ("claims", "fits"),
    [
        (
            [
                "source: minusma, document: un-note, count: at least 50",
                "source: minusma, document: apa-september, count: 50",
            ],
            True,
        ),
        (
            [
                "source: ohchr, document: un-report, count: at least 500",
                "source: ohchr, document: un-release, count: more than 500",
            ],
            True,
        ),
        (
            [
                "source: minusma, document: un-note, count: more than 500",
                "source: minusma, document: apa-september, count: 500",
            ],
            False,
        ),
    ],
)
def test_drift_says_whether_the_number_still_fits(claims: list[str], fits: bool, ledger_of: LedgerOf) -> None:
    (drift,) = contradictions(fact(ledger_of, claims), "case")
    assert (drift.kind, drift.severity, drift.fits) == ("drift", "drift", fits)


def test_mali_rejects_the_whole_note_and_contradicts_nothing(ledger_of: LedgerOf) -> None:
    ledger = fact(
        ledger_of,
        [
            "source: minusma, document: un-note, count: at least 50, perpetrator: malian-army",
            "source: malian-army, document: army, count: at least 18, perpetrator: malian-army",
        ],
    )
    assert not contradictions(ledger, "case")
    (reply,) = right_of_reply(ledger.incidents["case"], ledger)
    assert [status for status, _ in reply.said] == ["rejects the document", "admitted"]


def test_against_the_note_and_never_against_the_army(ledger_of: LedgerOf) -> None:
    claims = [
        "source: malian-state, document: reply, denies: event, against: [minusma]",
        "source: minusma, document: un-note, count: at least 18",
        "source: malian-army, document: army, count: 18",
    ]
    assert kinds(fact(ledger_of, claims)) == {"denial": [["malian-state", "minusma"]]}


def test_a_part_that_must_exceed_its_whole(ledger_of: LedgerOf) -> None:
    incident = """
        title: Case
        date: 2022-04-19
        facts:
          whole:
            measure: killed
            claims: [{source: hrw, count: 20}, {source: minusma, count: 90}]
          part:
            measure: killed
            part_of: whole
            claims: [{source: hrw, count: at least 30}, {source: minusma, count: 30}]
          of-another-measure:
            measure: bodies
            part_of: whole
            claims: [{source: hrw, count: at least 40}]
        """
    ledger = ledger_of({**SETTING, "data/incidents/case.yaml": incident})
    (parts,) = [one for one in contradictions(ledger) if one.kind == "parts"]
    assert (parts.fact, parts.kind) == ("part", "parts")
    assert [claim.address for claim in parts.claims] == ["case/part/hrw", "case/whole/hrw"]


def test_including_more_than_everyone(ledger_of: LedgerOf) -> None:
    claims = [
        "source: hrw, count: 20, including: {women: at least 21}",
        "source: minusma, count: 20, including: {women: 20}",
    ]
    (parts,) = contradictions(fact(ledger_of, claims), "case")
    assert (parts.kind, [claim.source for claim in parts.claims]) == ("parts", ["hrw"])


def test_what_rests_on_an_approximate_figure_says_so(ledger_of: LedgerOf) -> None:
    (count,) = contradictions(fact(ledger_of, ["source: hrw, count: about 300", "source: minusma, count: 500"]), "case")
    assert count.approximate
    (count,) = contradictions(fact(ledger_of, ["source: hrw, count: 300", "source: minusma, count: 500"]), "case")
    assert not count.approximate
