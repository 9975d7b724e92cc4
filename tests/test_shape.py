"""Shape: what is wrong with a record is said with its place and a hint; what stands beside it is still read."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conflict_ledger import model, shape, yamltext
from conflict_ledger.findings import ERROR, Finding
from conflict_ledger.readers import CHECKS, FAULT, MOST, Report

TODAY = date(2022, 9, 2)
PATH = "data/incidents/tindara.yaml"
GOOD = """\
title: Attack on Tindara
date: 2022-04-19
place: {name: Tindara, country: XK, latitude: 15.28, longitude: -1.70, precision: town}
facts:
  deaths:
    measure: killed
    claims:
      - source: un-mission
        count: at least 50
        victims: civilians
      - source: kelouma-army
        count: 18
"""
QUESTION = """\
title: Attack on Tindara
date: 2022-04-19
facts:
  burial:
    question: Who buried the dead?
    answers: {army: The army, rebels: The rebels}
    claims:
      - source: un-mission
        answer: army
"""
TOTAL = """\
title: Civilians killed in Kelouma
period: 2022-Q2
claims:
  - {source: un-mission, measure: killed, count: 96}
"""
ACTOR = "name: Army of Kelouma\nkind: state-forces\n"
DOCUMENT = "title: Statement no. 7\npublisher: kelouma-army\npublished: 2022-04-22\n"
LEDGER = "title: Kelouma ledger\ncategories: {army: The army}\n"
KINDS = {
    GOOD: model.Incident,
    QUESTION: model.Incident,
    TOTAL: model.PublishedTotal,
    ACTOR: model.Actor,
    DOCUMENT: model.Document,
    LEDGER: model.Settings,
}


def built(content: str, kind: Any = model.Incident) -> tuple[Any, list[Finding]]:
    text = yamltext.read(content.encode())
    report = Report(PATH, text, TODAY)
    record = shape.record(report, kind, text.tree, ())
    return record, report.findings + report.rest()


@pytest.mark.parametrize("content", KINDS)
def test_the_good_ones_are_read(content: str) -> None:
    record, findings = built(content, KINDS[content])
    assert isinstance(record, KINDS[content])
    assert findings == []


MEASURES = (
    "one of: abducted, affected, arrested, bodies, detained, displaced, injured, killed, missing, released,"
    " sexual-violence, tortured"
)
ONE_COUNT = "give exactly one of count, answer, denies, no_position"

FAULTS = [  # good, what of it is replaced, by what, check, line, column, message, hint
    (GOOD, "precision", "precison", "unknown-key", 3, 72, "unknown key `precison`", "did you mean precision?"),
    (GOOD, "victims:", "victim:", "unknown-key", 10, 9, "unknown key `victim`", "did you mean victims?"),
    (
        GOOD,
        "title: ",
        "id: tindara\ntitle: ",
        "unknown-key",
        1,
        1,
        "unknown key `id`",
        "remove it: the name above it, or the file's, is the id",
    ),
    (
        GOOD,
        "    measure",
        "    xyz:\n    measure",
        "unknown-key",
        6,
        5,
        "unknown key `xyz`",
        "keys here: title, measure, question, answers, date, part_of, claims, assessment, note, withdrawn, accepted",
    ),
    (
        GOOD,
        "victims:",
        "vict\u0456ms:",
        "unknown-key",
        10,
        9,
        "unknown key `vict\u0456ms`",
        "did you mean victims? the key contains U+0456 CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I",
    ),
    (GOOD, "title: Attack on Tindara\n", "", "missing-key", 1, 1, "`title` is missing", "add `title:`"),
    (GOOD, "source: un-mission\n        ", "", "missing-key", 8, 9, "`source` is missing", "add `source:`"),
    (
        GOOD,
        "facts:",
        "facts:\n  arrests: {measure: arrested}",
        "missing-key",
        5,
        12,
        "`claims` is missing",
        "add `claims:`",
    ),
    (
        QUESTION,
        "    answers: {army: The army, rebels: The rebels}\n",
        "",
        "missing-key",
        4,
        3,
        "a question without `answers`",
        "list them: `word: what it means`",
    ),
    (
        QUESTION,
        "{army: The army, rebels: The rebels}",
        "{}",
        "missing-key",
        4,
        3,
        "a question without `answers`",
        "list them: `word: what it means`",
    ),
    (GOOD, "at least 50", "", "empty-value", 9, 9, "`count` has no value", "write one, or remove the key"),
    (GOOD, "at least 50", "~", "empty-value", 9, 9, "`count` has no value", "write one, or remove the key"),
    (GOOD, "at least 50", "' '", "empty-value", 9, 9, "`count` has no value", "write one, or remove the key"),
    (
        GOOD,
        "      - source: kelouma",
        "      -\n      - source: kelouma",
        "empty-value",
        11,
        8,
        "item 2 is empty",
        None,
    ),
    (GOOD, "date:", "aka: [Tin, '']\ndate:", "empty-value", 2, 12, "item 2 is empty", "write it, or remove it"),
    (
        GOOD,
        "at least 50",
        "[50]",
        "wrong-type",
        9,
        16,
        "a list where a text belongs",
        "write one text; quote it if needed",
    ),
    (GOOD, "killed", "{a: 1}", "wrong-type", 6, 14, "keys and values where a text belongs", None),
    (
        GOOD,
        "{name: Tindara",
        "Tindara # {",
        "wrong-type",
        3,
        8,
        "a text where a place belongs",
        "write `name:` below `place:`",
    ),
    (GOOD, "date:", "aka: Tin\ndate:", "wrong-type", 2, 6, "a text where a list belongs", None),
    (
        QUESTION,
        "{army: The army, rebels: The rebels}",
        "[army]",
        "wrong-type",
        6,
        14,
        "a list where keys and values belong",
        None,
    ),
    (
        GOOD,
        "un-mission",
        "UN Mission",
        "bad-id",
        8,
        17,
        "`UN Mission` is not an id: lower-case a-z, 0-9 and -, starting with a letter",
        "",
    ),
    (
        GOOD,
        "  deaths:",
        "  Deaths:",
        "bad-id",
        5,
        3,
        "`Deaths` is not an id: lower-case a-z, 0-9 and -, starting with a letter",
        "",
    ),
    (
        GOOD,
        "un-mission",
        "un\u2011mission",
        "bad-id",
        8,
        17,
        "`un\u2011mission` is not an id: it contains U+2011 NON-BREAKING HYPHEN",
        "",
    ),
    (GOOD, "un-mission", "a" * 81, "bad-id", 8, 17, "an id has at most 80 characters; this one has 81", ""),
    (GOOD, "un-mission", "con", "bad-id", 8, 17, "`con` cannot be a file's name on Windows", ""),
    (GOOD, "at least 50", "50+", "bad-figure", 9, 16, "'50+' is not a figure", "write: at least 50"),
    (GOOD, "at least 50", "9 to 3", "bad-figure", 9, 16, "reversed range: 9 is above 3", "write: 3 to 9"),
    (GOOD, "at least 50", "10000001", "bad-figure", 9, 16, "'10000001' is more than 10 000 000 people", ""),
    (GOOD, "2022-04-19", "2022-02-29", "bad-date", 2, 7, "2022-02-29 does not exist: February 2022 has 28 days", ""),
    (GOOD, "2022-04-19", "2022-4-9", "bad-date", 2, 7, "'2022-4-9' is not a date", "write: 2022-04-09"),
    (GOOD, "2022-04-19", "2022-09-03", "bad-date", 2, 7, "2022-09-03 is in the future (today is 2022-09-02)", ""),
    (GOOD, "15.28", "95.28", "bad-value", 3, 47, "`95.28` is not a latitude", "degrees from -90 to 90"),
    (GOOD, "-1.70", "1,70", "unknown-key", 3, 67, "unknown key `70`", None),
    (GOOD, "-1.70", "W1", "bad-value", 3, 65, "`W1` is not a longitude", "degrees from -180 to 180"),
    (GOOD, "XK", "Kelouma", "bad-value", 3, 33, "`Kelouma` is not a country", "such as ML (ISO 3166-1 alpha-2)"),
    (GOOD, "Attack on Tindara", '"a\\nb"', "bad-value", 1, 8, "`title` is one line", "put it on one line"),
    (GOOD, "18", "18\n        page: |\n          a\n          b", "bad-value", 13, 15, "`page` is one line", None),
    (
        GOOD,
        "count: 18",
        "no_position: yes",
        "bad-value",
        12,
        22,
        "`no_position` is `true` or is left out",
        "write: true",
    ),
    (
        GOOD,
        "count: 18",
        "no_position: false",
        "bad-value",
        12,
        22,
        "`no_position` is `true` or is left out",
        "remove the key",
    ),
    (
        DOCUMENT,
        "published",
        "url: javascript:x\npublished",
        "bad-value",
        3,
        6,
        "`javascript:x` is not a web address",
        None,
    ),
    (
        DOCUMENT,
        "published",
        "language: French\npublished",
        "bad-value",
        3,
        11,
        "`French` is not a language",
        "such as fr or en",
    ),
    (DOCUMENT, "published", "sha256: abc\npublished", "bad-value", 3, 9, "`abc` is not a SHA-256 digest", None),
    (TOTAL, "count: 96", "share: 64", "bad-value", 4, 50, "`64` is not a percentage", "such as 64% or -42%"),
    (GOOD, "killed", "kiled", "unknown-word", 6, 14, "`kiled` is no measure", "did you mean killed?"),
    (GOOD, "killed", "x", "unknown-word", 6, 14, "`x` is no measure", MEASURES),
    (
        GOOD,
        "civilians",
        "Civilians",
        "unknown-word",
        10,
        18,
        "`Civilians` is no victims word",
        "did you mean civilians?",
    ),
    (ACTOR, "state-forces", "army", "unknown-word", 2, 7, "`army` is no kind of actor", None),
    (
        GOOD,
        "count: 18",
        "count: 18\n        including: {womens: 2}",
        "unknown-word",
        13,
        21,
        "`womens` is no group of people",
        "did you mean women?",
    ),
    (GOOD, "        count: 18\n", "", "claim-says-one-thing", 11, 9, "the claim says nothing", ONE_COUNT),
    (
        GOOD,
        "count: 18",
        "count: 18\n        denies: event",
        "claim-says-one-thing",
        11,
        9,
        "the claim says count and denies",
        ONE_COUNT,
    ),
    (
        TOTAL,
        ", count: 96",
        "",
        "claim-says-one-thing",
        4,
        5,
        "the claim says nothing",
        "give exactly one of count, trend, change, share",
    ),
    (
        GOOD,
        "    measure: killed\n",
        "",
        "fact-asks-one-thing",
        5,
        3,
        "the fact has neither `measure` nor `question`",
        "give one of the two",
    ),
    (
        QUESTION,
        "    question",
        "    measure: killed\n    question",
        "fact-asks-one-thing",
        4,
        3,
        "the fact has both `measure` and `question`",
        "give one of the two",
    ),
    (
        GOOD,
        "count: 18",
        "answer: army",
        "claim-answers-its-fact",
        12,
        9,
        "an answer where people are counted",
        "write `count:`",
    ),
    (
        QUESTION,
        "answer: army",
        "count: 5",
        "claim-answers-its-fact",
        9,
        9,
        "a count where a question is asked",
        "write `answer:`",
    ),
    (
        GOOD,
        "count: 18",
        "denies: event\n        scope: part",
        "claim-answers-its-fact",
        13,
        9,
        "`scope` without a count",
        "give the count it speaks of",
    ),
    (
        QUESTION,
        "answer: army",
        "answer: amry",
        "unknown-answer",
        9,
        17,
        "`amry` is not among the answers here",
        "did you mean army?",
    ),
    (
        QUESTION,
        "answer: army",
        "denies: count",
        "unknown-answer",
        9,
        17,
        "`count` is not among the answers here",
        "one of: army, rebels",
    ),
    (
        GOOD,
        "count: 18",
        "denies: evnt",
        "unknown-answer",
        12,
        17,
        "`evnt` is not among the answers here",
        "did you mean event?",
    ),
    (
        GOOD,
        "kelouma-army",
        "un-mission",
        "same-source-twice",
        11,
        9,
        "un-mission speaks twice here in one document",
        "give each an `id:` of its own",
    ),
]


@pytest.mark.parametrize(("good", "old", "new", "check", "line", "column", "message", "hint"), FAULTS)
def test_fault(
    good: str, old: str, new: str, check: str, line: int, column: int, message: str, hint: str | None
) -> None:
    assert good.count(old) == 1
    _, (finding, *more) = built(good.replace(old, new), KINDS[good])
    assert more == []
    assert (finding.check, finding.line, finding.column, finding.message) == (check, line, column, message)
    assert finding.hint if hint is None else finding.hint == hint
    assert (finding.path, finding.severity) == (PATH, ERROR)


def test_every_check_is_shown_above() -> None:
    assert {row[3] for row in FAULTS} == set(CHECKS)


def test_several_faults_are_all_reported() -> None:
    content = GOOD
    for old, new in (("Attack on Tindara", ""), ("2022-04-19", "2022-4-9"), ("killed", "kiled"), ("18", "1,000")):
        content = content.replace(old, new)
    record, findings = built(content + "extra: 1\n")
    assert record is FAULT
    assert [(finding.check, finding.line) for finding in findings] == [
        ("empty-value", 1),
        ("bad-date", 2),
        ("unknown-word", 6),
        ("bad-figure", 12),
        ("unknown-key", 13),
    ]


@pytest.mark.parametrize(("old", "new"), [("at least 50", "50+"), ("victims", "victim"), ("un-mission", "~")])
def test_beside_a_broken_claim_the_others_are_read(old: str, new: str) -> None:
    incident, findings = built(GOOD.replace(old, new))
    assert [claim.source for claim in incident.facts["deaths"].claims] == ["kelouma-army"]
    assert len(findings) == 1


def test_beside_a_broken_fact_the_others_are_read() -> None:
    other = "  arrests:\n    measure: arested\n    claims: [{source: un-mission, count: 3}]\n"
    incident, findings = built(GOOD + other)
    assert list(incident.facts) == ["deaths"]
    assert [finding.check for finding in findings] == ["unknown-word"]


def test_beside_a_broken_field_that_may_be_left_out_the_record_is_read() -> None:
    incident, findings = built(GOOD.replace("15.28", "95.28"))
    assert (incident.place[0].name, incident.place[0].latitude) == ("Tindara", None)
    assert len(findings) == 1


def test_beside_a_broken_cell_the_others_are_read() -> None:
    total, findings = built(
        TOTAL + "  - {source: un-mission, measure: killed, count: 1e3}\n  - {source: u, measure: injured, count: 5}\n",
        model.PublishedTotal,
    )
    assert [cell.address for cell in total.claims] == ["tindara/killed/un-mission", "tindara/injured/u"]
    assert [(finding.check, finding.line) for finding in findings] == [("bad-figure", 5)]


def test_addresses() -> None:
    claims = (
        "[{source: a, count: 1}, {source: b, document: d1, count: 1}, {source: b, document: d2, count: 2},"
        " {source: c, document: d1, id: night, count: 1}, {source: c, document: d1, id: morning, count: 2}]"
    )
    content = f"title: t\ndate: 2022\nfacts: {{deaths: {{measure: killed, claims: {claims}}}}}\n"
    incident, findings = built(content)
    base = "tindara/deaths"
    assert [claim.address for claim in incident.facts["deaths"].claims] == [
        f"{base}/a",
        f"{base}/b@d1",
        f"{base}/b@d2",
        f"{base}/night",
        f"{base}/morning",
    ]
    assert findings == []


def test_where_a_record_stands_takes_no_part_in_equality() -> None:
    lower, _ = built("# a comment\n" + GOOD)
    assert lower == built(GOOD)[0]
    assert built(GOOD.replace("18", "19"))[0] != lower


def test_a_report_is_capped_and_quick() -> None:
    content = GOOD + "".join(f"key-{number}: 1\n" for number in range(20_000))
    start = time.process_time()
    incident, findings = built(content)
    assert time.process_time() - start < 2
    assert len(incident.facts) == 1
    assert len(findings) == MOST + 1
    assert findings[-1].message == f"and {20_000 - MOST} more of the same"


def test_many_claims_take_linear_time() -> None:
    claims = "".join(f"      - {{source: s{number}, count: {number}}}\n" for number in range(5_000))
    start = time.process_time()
    incident, findings = built(GOOD + claims)
    assert time.process_time() - start < 3
    assert (len(incident.facts["deaths"].claims), findings) == (5_002, [])


@pytest.mark.parametrize("content", ["~\n", "text\n", "[]\n", "''\n"])
@pytest.mark.parametrize("kind", set(KINDS.values()))
def test_a_document_that_is_no_mapping(content: str, kind: Any) -> None:
    record, (finding,) = built(content, kind)
    assert record is FAULT
    assert (finding.check, finding.line, finding.hint) == ("wrong-type", 1, "write `key: value` lines")


# --- nothing raises ----------------------------------------------------------------------------------------------------

FIELDS = """title date place name aka related incident as external facts measure question answers claims source document
count answer denies no_position including made_of scope women id withdrawn assessment period share sha256 categories"""
KEYS = st.sampled_from(FIELDS.split()) | st.text(max_size=5)
TEXTS = st.sampled_from(["killed", "at least 5", "50+", "2022", "true", "event", "civilians", "a", ""]) | st.text(
    max_size=9
)
TREES = st.recursive(
    st.none() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=30,
)
CLAIMS = st.lists(TREES | st.dictionaries(KEYS, TREES, max_size=5), max_size=4)
FACTS = st.fixed_dictionaries({"claims": CLAIMS}, optional={"measure": TEXTS, "question": TREES, "answers": TREES})
INCIDENTS = st.fixed_dictionaries(
    {"title": TEXTS, "date": TEXTS, "facts": st.dictionaries(KEYS, TREES | FACTS, max_size=3)}
)


@settings(max_examples=300)
@given(TREES | INCIDENTS, st.sampled_from([*KINDS.values(), model.Claim, model.Cell]))
@example({"including": {"women": []}}, model.Claim)
def test_no_tree_raises(tree: Any, kind: Any) -> None:
    report = Report(PATH, yamltext.Text("", tree, []), TODAY)
    record = shape.record(report, kind, tree, ())
    assert record is FAULT or isinstance(record, kind)
    assert record is not FAULT or report.findings
    assert all(finding.check in CHECKS and finding.message for finding in report.findings)
