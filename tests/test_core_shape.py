"""Shape, the rest: a value of the wrong kind under every reader, and facts that ask nothing that can be answered."""

from __future__ import annotations

import pytest
from test_shape import ACTOR, GOOD, QUESTION, built

from conflict_ledger import model


def said(content: str, kind: type = model.Incident) -> list[tuple[str, str, int]]:
    """Check, message and line of every finding."""
    return [(finding.check, finding.message, finding.line) for finding in built(content, kind)[1]]


WRONG = {
    "date": GOOD.replace("2022-04-19", "[2022, 4]"),
    "latitude": GOOD.replace("15.28", "[15, 28]"),
    "country": GOOD.replace("XK", "[XK]"),
    "precision": GOOD.replace("town", "[town]"),
    "count": GOOD.replace("at least 50", "[50]"),
    "source": GOOD.replace("un-mission", "[un-mission]"),
    "title": GOOD.replace("Attack on Tindara", "[Attack]"),
}


@pytest.mark.parametrize("key", WRONG)
def test_a_list_where_a_text_belongs(key: str) -> None:
    (line,) = [number for number, text in enumerate(WRONG[key].split("\n"), 1) if f"{key}: [" in text]
    assert said(WRONG[key]) == [("wrong-type", "a list where a text belongs", line)]


def test_facts_that_are_no_mapping() -> None:
    content = "title: Attack\ndate: 2022\nfacts: [deaths]\n"
    assert said(content) == [("wrong-type", "a list where facts belong", 3)]


def test_a_place_that_is_none() -> None:
    content = GOOD.replace(
        "{name: Tindara, country: XK, latitude: 15.28, longitude: -1.70, precision: town}", "Tindara"
    )
    assert said(content) == [("wrong-type", "a text where a place belongs", 3)]


def test_answers_where_people_are_counted() -> None:
    content = GOOD.replace("measure: killed", "measure: killed\n    answers: {army: The army}")
    record, findings = built(content)
    assert [(one.check, one.message, one.line, one.hint) for one in findings] == [
        ("fact-asks-one-thing", "`answers` where people are counted", 7, "remove them, or ask a `question`")
    ]
    assert record.facts == {}


def test_a_question_with_a_fault_in_its_answers_is_no_fact() -> None:
    record, findings = built(QUESTION.replace("rebels: The rebels", "rebels: [a]"))
    assert [one.check for one in findings] == ["wrong-type"]
    assert record.facts == {}


def test_an_actor_that_is_no_mapping() -> None:
    assert said("- " + ACTOR.replace("\n", "\n  "), model.Actor) == [
        ("wrong-type", "a list where keys and values belong", 1)
    ]
