"""Standing, the rest: claims of one day, days that overlap, claims without a day, and those that name each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from test_cases import SETTING, fact

from conflict_ledger.standing import current, figured, reached, says_same, standings, standings_of, standings_of_cells

if TYPE_CHECKING:
    from conftest import LedgerOf

    from conflict_ledger.ledger import Ledger


def stand(ledger: Ledger) -> list[str]:
    """State of each claim in the order of the file, with the number of the claim it gives way to."""
    assert not ledger.findings
    found = standings(ledger.incidents["case"].facts["fact"], ledger)
    claims = [standing.claim for standing in found]
    return [f"{one.state} {claims.index(one.by) + 1}" if one.by else one.state for one in found]


GONE = "withdrawn: {date: 2024-01-01, reason: misread}"
STATES = {
    "two that revise each other revise nothing": (
        [
            "source: hrw, id: one, stated: 2022-05-01, count: 5, revises: two",
            "source: hrw, id: two, stated: 2022-05-01, count: 6, revises: one",
        ],
        ["current", "drift 1"],
    ),
    "three in a circle": (
        [
            "source: residents, id: one, count: 5, revises: three",
            "source: residents, id: two, count: 6, revises: one",
            "source: residents, id: three, count: 7, revises: two",
        ],
        ["current", "current", "current"],
    ),
    "a chain": (
        [
            "source: residents, id: one, count: 5",
            "source: residents, id: two, count: 6, revises: one",
            "source: residents, id: three, count: 7, revises: two",
        ],
        ["revised 2", "revised 3", "current"],
    ),
    "witnesses are not one speaker": (
        ["source: residents, id: one, count: 5", "source: residents, id: two, count: 6"],
        ["current", "current"],
    ),
    "what is anonymous is not one speaker": (
        ["source: afp-sources, id: one, count: 5", "source: afp-sources, id: two, count: 6"],
        ["current", "current"],
    ),
    "naming one that was stated later revises nothing": (
        [
            "source: malian-army, document: army, count: 5, revises: malian-state",
            "source: malian-state, document: reply, count: 6",
        ],
        ["current", "current"],
    ),
    "naming one of the same day": (
        [
            "source: malian-army, document: army, count: 5",
            "source: malian-state, stated: 2022-04-22, count: 6, revises: malian-army",
        ],
        ["revised 2", "current"],
    ),
    "naming one without a day": (
        [
            "source: malian-army, document: afp-august, count: 5",
            "source: malian-state, document: reply, count: 6, revises: malian-army",
        ],
        ["revised 2", "current"],
    ),
    "naming one by its address": (
        [
            "source: malian-army, document: army, count: 5",
            "source: malian-state, document: reply, count: 6, revises: case/fact/malian-army",
        ],
        ["revised 2", "current"],
    ),
    "the same figure, by name": (
        [
            "source: malian-army, document: army, count: 5",
            "source: malian-state, document: reply, count: 5, revises: malian-army",
        ],
        ["repeated 2", "current"],
    ),
    "a denial revises no figure": (
        [
            "source: malian-army, document: army, count: 5",
            "source: malian-state, document: reply, denies: count, revises: malian-army",
        ],
        ["current", "current"],
    ),
    "unknown revises no figure": (
        [
            "source: malian-army, document: army, count: 5",
            "source: malian-state, document: reply, count: unknown, revises: malian-army",
        ],
        ["current", "current"],
    ),
    "a figure revises unknown, by name": (
        [
            "source: malian-army, document: army, count: unknown",
            "source: malian-state, document: reply, count: 5, revises: malian-army",
        ],
        ["revised 2", "current"],
    ),
    "a figure revises no denial": (
        [
            "source: malian-army, document: army, denies: event",
            "source: malian-state, document: reply, count: 5, revises: malian-army",
        ],
        ["current", "current"],
    ),
    "three days: each by the next": (
        [
            "source: hrw, document: afp-august, stated: 2022-05-03, count: 7",
            "source: hrw, document: apa-september, stated: 2022-05-01, count: 5",
            "source: hrw, stated: 2022-05-02, count: 6",
        ],
        ["current", "revised 3", "revised 1"],
    ),
    "a month that holds the day is one with it": (
        [
            "source: hrw, document: afp-august, stated: 2022-05, count: 7",
            "source: hrw, document: apa-september, stated: 2022-05-31, count: 5",
        ],
        ["current", "drift 1"],
    ),
    "a month, and the day after": (
        [
            "source: hrw, document: afp-august, stated: 2022-05, count: 7",
            "source: hrw, document: apa-september, stated: 2022-06-01, count: 5",
        ],
        ["revised 2", "current"],
    ),
    "days that overlap in a row are one": (
        [
            "source: hrw, id: a, document: afp-august, stated: 2022-05-01/2022-05-10, count: 7",
            "source: hrw, id: b, document: apa-september, stated: 2022-05-02/2022-05-03, count: 5",
            "source: hrw, id: c, document: apa-september, stated: 2022-05-09/2022-05-12, count: 4",
        ],
        ["current", "drift 1", "drift 1"],
    ),
    "its own document before a wider figure": (
        [
            "source: hrw, document: afp-august, stated: 2022-04-05, count: at least 1",
            "source: hrw, document: hrw-april, count: 300",
        ],
        ["drift 2", "current"],
    ),
    "an open figure before a wide one": (
        [
            "source: hrw, document: afp-august, stated: 2022-05-01, count: 1 to 900",
            "source: hrw, document: apa-september, stated: 2022-05-01, count: at least 899",
        ],
        ["drift 2", "current"],
    ),
    "the lower of two open ones": (
        [
            "source: hrw, document: afp-august, stated: 2022-05-01, count: at least 9",
            "source: hrw, document: apa-september, stated: 2022-05-01, count: at least 8",
        ],
        ["drift 2", "current"],
    ),
    "the wider of two closed ones": (
        [
            "source: hrw, document: afp-august, stated: 2022-05-01, count: 8 to 9",
            "source: hrw, document: apa-september, stated: 2022-05-01, count: 7 to 9",
        ],
        ["drift 2", "current"],
    ),
    "the first document by its id": (
        [
            "source: hrw, document: apa-september, stated: 2022-05-01, count: 8",
            "source: hrw, document: afp-august, stated: 2022-05-01, count: 9",
        ],
        ["drift 2", "current"],
    ),
    "the first claim by its name": (
        [
            "source: hrw, id: two, document: afp-august, stated: 2022-05-01, count: 8",
            "source: hrw, id: one, document: afp-august, stated: 2022-05-01, count: 9",
        ],
        ["drift 2", "current"],
    ),
    "a relay without a day beside a day": (
        [
            "source: hrw, document: afp-august, count: 9",
            "source: hrw, document: hrw-april, count: 8",
        ],
        ["drift 2", "current"],
    ),
    "a relay of the same": (
        ["source: hrw, document: afp-august, count: 8", "source: hrw, document: hrw-april, count: 8"],
        ["repeated 2", "current"],
    ),
    "relays without any day": (
        [
            "source: hrw, document: apa-september, count: 8",
            "source: hrw, document: afp-august, count: 9",
        ],
        ["drift 2", "current"],
    ),
    "other victims are another figure": (
        [
            "source: hrw, document: afp-august, count: 8, victims: civilians",
            "source: hrw, document: hrw-april, count: 8",
        ],
        ["drift 2", "current"],
    ),
    "people said and people not said": (
        [
            "source: hrw, document: afp-august, count: 8, victims: people",
            "source: hrw, document: hrw-april, count: 8",
        ],
        ["repeated 2", "current"],
    ),
    "another perpetrator": (
        [
            "source: hrw, document: afp-august, count: 8, perpetrator: jnim",
            "source: hrw, document: hrw-april, count: 8",
        ],
        ["drift 2", "current"],
    ),
    "a part stands beside the whole": (
        [
            "source: hrw, document: afp-august, stated: 2022-05-01, count: 3, scope: part",
            "source: hrw, document: hrw-april, count: 8",
        ],
        ["current", "current"],
    ),
    "two unknown are one": (
        [
            "source: hrw, document: afp-august, stated: 2022-05-02, count: unknown",
            "source: hrw, document: hrw-april, count: unknown",
        ],
        ["repeated 2", "current"],
    ),
    "unknown before, on and after the day of the figure": (
        [
            "source: hrw, id: a, stated: 2022-04-04, count: unknown",
            "source: hrw, document: hrw-april, count: 8",
            "source: hrw, id: b, stated: 2022-04-05, count: unknown",
        ],
        ["revised 2", "current", "current"],
    ),
    "unknown without a day": (
        ["source: hrw, document: afp-august, count: unknown", "source: hrw, document: hrw-april, count: 8"],
        ["current", "current"],
    ),
    "a denial stands beside a figure": (
        ["source: malian-state, document: reply, denies: event", "source: malian-state, stated: 2023, count: 8"],
        ["current", "current"],
    ),
    "two relays of one day: the document whose id comes first": (
        [
            "source: hrw, document: apa-september, id: a, stated: 2022-05-01, count: 6",
            "source: hrw, document: afp-august, id: b, stated: 2022-05-01, count: 5",
        ],
        ["drift 2", "current"],
    ),
    "what is withdrawn gives way to nobody": (
        [f"source: hrw, document: afp-august, count: 9, {GONE}", "source: hrw, document: hrw-april, count: 8"],
        ["withdrawn", "current"],
    ),
}


@pytest.mark.parametrize("case", STATES)
def test_standing(case: str, ledger_of: LedgerOf) -> None:
    claims, expected = STATES[case]
    assert stand(fact(ledger_of, claims)) == expected


def test_answers_are_revised_and_drift_like_figures(ledger_of: LedgerOf) -> None:
    who = "question: Who?\n    answers: {army: The army, rebels: Rebels}"
    claims = [
        "source: hrw, document: hrw-april, answer: army",
        "source: hrw, stated: 2022-06-01, answer: rebels",
        "source: hrw, document: afp-august, answer: army",
    ]
    assert stand(fact(ledger_of, claims, who)) == ["revised 2", "current", "drift 2"]


@pytest.mark.parametrize("where", ["incident", "fact"])
def test_nothing_is_current_in_what_is_withdrawn(where: str, ledger_of: LedgerOf) -> None:
    withdrawn = {"incident": f"{GONE}", "fact": "note: x"}[where]
    inner = {"incident": "note: x", "fact": f"{GONE}"}[where]
    incident = f"""
        title: Case
        date: 2022-04-19
        {withdrawn}
        facts:
          fact:
            measure: killed
            {inner}
            claims: [{{source: hrw, count: 5}}, {{source: ohchr, count: 6}}]
        """
    ledger = ledger_of({**SETTING, "data/incidents/case.yaml": incident})
    assert stand(ledger) == ["withdrawn", "withdrawn"]
    assert current(ledger.incidents["case"].facts["fact"], ledger) == []


def test_reached() -> None:
    links = {"a": {"b", "c"}, "b": {"d"}, "d": {"a"}, "e": {"a"}}
    assert reached("a", links) == {"a", "b", "c", "d"}
    assert reached("c", links) == set()
    assert reached("e", links) == {"a", "b", "c", "d"}


def test_what_is_a_figure_and_what_says_the_same(ledger_of: LedgerOf) -> None:
    claims = ["source: hrw, count: 5", "source: ohchr, count: unknown", "source: jnim, denies: event"]
    found = fact(ledger_of, claims).incidents["case"].facts["fact"].claims
    assert [figured(claim) for claim in found] == [True, False, False]
    assert [says_same(found[0], claim) for claim in found] == [True, False, False]


def test_cells_without_a_count(ledger_of: LedgerOf) -> None:
    """Trends, changes and shares are revised and drift as counts do."""
    for key, one, other in (("trend", "down", "up"), ("change", "-6%", "+6%"), ("share", "30%", "33%")):
        since = "" if key == "share" else ", since: 2022-Q1"
        cells = [
            f"{{source: minusma, document: un-note, measure: killed, {key}: {one}{since}}}",
            f"{{source: minusma, document: afp-august, measure: killed, {key}: {other}{since}}}",
            f"{{source: minusma, document: apa-september, measure: killed, {key}: {one}{since}}}",
        ]
        total = f"title: T\nperiod: 2022-Q2\nclaims: [{', '.join(cells)}]\n"
        ledger = ledger_of({**SETTING, "data/totals/mali.yaml": total})
        assert not ledger.findings
        found = standings_of(ledger.totals["mali"].claims, ledger)
        assert [standing.state for standing in found] == ["current", "drift", "repeated"]


def test_cells_of_one_spot_are_rivals_in_whatever_file_they_stand(ledger_of: LedgerOf) -> None:
    """A figure and a percentage are two spots, and so are two victims words; a table's own word need not be said again."""
    early, late = (
        "source: minusma, document: un-note, measure: killed",
        "source: minusma, stated: 2023-01-05, measure: killed",
    )
    assert tables(ledger_of, [f"{early}, count: 5"], [f"{late}, count: 6, victims: civilians"]) == [
        ["revised", "current"]
    ]
    assert tables(ledger_of, [f"{early}, count: 5"], [f"{late}, share: 6%"]) == [["current"], ["current"]]
    assert tables(ledger_of, [f"{early}, count: 5"], [f"{late}, count: 6, victims: people"]) == [["current"]] * 2
    down, less = (f"{said}, since: 2022-Q1" for said in (f"{early}, trend: down", f"{late}, change: -6%"))
    assert tables(ledger_of, [down], [less]) == [["current"], ["current"]]


def test_what_a_withdrawn_table_has_stands_for_nothing(ledger_of: LedgerOf) -> None:
    cell = "source: minusma, document: un-note, measure: killed, count"
    assert tables(ledger_of, [f"{cell}: 5"], [f"{cell}: 6"], withdrawn=0) == [["withdrawn", "current"]]
    assert tables(ledger_of, [f"{cell}: 5"], [f"{cell}: 6"], withdrawn=1) == [["withdrawn", "current"]]


def tables(ledger_of: LedgerOf, *cells: list[str], withdrawn: int | None = None) -> list[list[str]]:
    """The states of the cells of each spot; the cells given in flow style, those of each table in a file of its own."""
    files = {}
    for number, own in enumerate(cells):
        gone = f"{GONE}\n" if number == withdrawn else ""
        claims = ", ".join(f"{{{cell}}}" for cell in own)
        files[f"data/totals/t{number}.yaml"] = (
            f"title: T\nperiod: 2022-Q2\nvictims: civilians\n{gone}claims: [{claims}]\n"
        )
    ledger = ledger_of({**SETTING, **files})
    assert not ledger.findings
    pairs = [(cell, total) for total in ledger.totals.values() for cell in total.claims]
    return [[standing.state for standing in found] for found in standings_of_cells(pairs, ledger)]


def test_what_was_found_is_kept_for_that_fact_alone(ledger_of: LedgerOf) -> None:
    ledger = fact(
        ledger_of, ["source: hrw, document: hrw-april, count: 5", "source: hrw, stated: 2022-06-01, count: 6"]
    ).whole()
    one = ledger.incidents["case"].facts["fact"]
    found = standings(one, ledger)
    assert standings(one, ledger) is found
    other = replace(one, claims=one.claims[:1])
    for _ in range(2):
        assert [standing.state for standing in standings(other, ledger)] == ["current"]
        assert [standing.state for standing in standings(one, ledger)] == ["revised", "current"]
