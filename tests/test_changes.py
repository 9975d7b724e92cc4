"""What an edit changes in meaning: one table of edits to a made-up ledger, and the laws that hold of any edit."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conflict_ledger import dates
from conflict_ledger.changes import KINDS, Change, changes, effects
from conflict_ledger.changes.keys import meaning
from conflict_ledger.changes.listing import layout
from conflict_ledger.contradictions import contradictions
from conflict_ledger.reading import load, read
from conflict_ledger.totals import Question, contradicted, tally, totals

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import WriteLedger

    from conflict_ledger.ledger import Ledger

RAID, CAMP, TOTAL = "data/incidents/tindara.yaml", "data/incidents/camp.yaml", "data/totals/q2.yaml"
ACTORS, DOCUMENTS, SETTINGS = "data/actors.yaml", "data/documents.yaml", "data/ledger.yaml"
FILES = {
    RAID: """
        title: Raid on Tindara
        date: 2022-04-19
        place: {name: Tindara, country: ML, latitude: 15.28, longitude: -1.7}
        facts:
          deaths:
            measure: killed
            claims:
              - source: un-mission
                document: un-report
                count: at least 50
                victims: civilians
                perpetrator: kelouma-army
                quote: at least 50 civilians
              - source: kelouma-army
                document: army-statement
                count: 18
                victims: fighters
                perpetrator: kelouma-army
          arrests:
            measure: arrested
            claims:
              - {source: un-mission, document: un-report, count: more than 500, perpetrator: kelouma-army}
              - {source: kelouma-army, document: army-statement, count: 611, perpetrator: kelouma-army}
          who:
            question: Who buried the bodies?
            answers: {hill-rebels: the rebels, kelouma-army: the army}
            claims:
              - {source: un-mission, document: un-report, answer: kelouma-army}
        """,
    CAMP: """
        title: Deaths in the camp
        date: 2022-04-24
        place: {name: Oumou, country: ML}
        facts:
          deaths:
            measure: killed
            claims:
              - {source: un-mission, document: un-report, count: 20, victims: detainees, perpetrator: kelouma-army}
          bodies:
            measure: killed
            part_of: tindara/deaths
            claims:
              - {source: un-mission, document: un-report, count: 3, victims: civilians, perpetrator: kelouma-army}
        """,
    TOTAL: """
        title: Civilians in Kelouma
        period: 2022-Q2
        place: {country: ML}
        victims: civilians
        claims:
          - {source: un-mission, document: un-report, measure: killed, count: 317}
          - {source: un-mission, document: un-report, measure: killed, category: army, count: 96}
        """,
}
DEATHS = "tindara/deaths/un-mission"


@pytest.fixture
def texts(write_ledger: WriteLedger) -> dict[str, bytes]:
    root = write_ledger(FILES)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted((root / "data").rglob("*.yaml"))}


def ledger(texts: dict[str, bytes], root: Path) -> Ledger:
    found = read(root, texts, date(2026, 1, 1))
    assert found.findings == ()
    return found


def edited(texts: dict[str, bytes], path: str, old: str, new: str) -> dict[str, bytes]:
    assert old.encode() in texts[path]
    return {**texts, path: texts[path].replace(old.encode(), new.encode(), 1)}


# --- the table -------------------------------------------------------------------------------------------------------

EDITS: list[tuple[str, str, str, str, list[tuple[Any, ...]]]] = [
    ("a toll is raised", RAID, "at least 50\n", "at least 60\n", [("revised", DEATHS, ("count",))]),
    ("at least is dropped", RAID, "count: at least 50\n", "count: 50\n", [("revised", DEATHS, ("count",))]),
    ("at least is dropped, worded as the same interval", RAID, "more than 500", "at least 501",
     [("reworded", "tindara/arrests/un-mission", ("count",))]),
    ("a figure is approximate now", RAID, "count: 18", "count: about 18",
     [("revised", "tindara/deaths/kelouma-army", ("count",))]),
    ("an unknown is no at least 1", RAID, "more than 500", "unknown",
     [("revised", "tindara/arrests/un-mission", ("count",))]),
    ("a victims word flips", RAID, "victims: civilians\n", "victims: fighters\n", [("revised", DEATHS, ("victims",))]),
    ("another perpetrator", RAID, "perpetrator: kelouma-army\n", "perpetrator: hill-rebels\n",
     [("revised", DEATHS, ("perpetrator",))]),
    ("a quote", RAID, "quote: at least 50 civilians", "quote: at least 50 civilians killed",
     [("reworded", DEATHS, ("quote",))]),
    ("a claim is withdrawn", RAID, "quote: at least", "withdrawn: {date: 2022-10-01, reason: misread}\n        quote: at least",
     [("withdrawn", DEATHS, ("withdrawn",))]),
    ("an answer", RAID, "answer: kelouma-army", "answer: hill-rebels", [("revised", "tindara/who/un-mission", ("answer",))]),
    ("the day", RAID, "date: 2022-04-19", "date: 2022-04-19/2022-04-20", [("revised", "tindara", ("date",))]),
    ("a title", RAID, "title: Raid on", "title: Killings in", [("reworded", "tindara", ("title",))]),
    ("a fact is renamed", RAID, "  arrests:", "  people-arrested:", [("renamed", "tindara/people-arrested", ("id",))]),
    ("a fact is part of another", CAMP, "part_of: tindara/deaths", "part_of: deaths", [("revised", "camp/bodies", ("part_of",))]),
    ("a published cell", TOTAL, "count: 96", "count: 106",
     [("revised", "q2/killed.army/un-mission", ("count",))]),
    ("what a table leaves out", TOTAL, "victims: civilians", "victims: civilians\nexcludes: [camp]",
     [("revised", "q2", ("excludes",))]),
    ("another category", ACTORS, "state-forces, category: army", "state-forces, category: militia",
     [("revised", "kelouma-army", ("category",))]),
    ("an actor's name", ACTORS, "name: Hill Rebels", "name: Rebels of the Hills", [("reworded", "hill-rebels", ("name",))]),
    ("a document's day", DOCUMENTS, "published: 2022-08-31", "published: 2022-09-01", [("revised", "un-report", ("published",))]),
    ("a category more", SETTINGS, "  militia:", "  others: Others\n  militia:", [("revised", "ledger", ("categories",))]),
    ("quotes around a text", RAID, "title: Raid on Tindara", "title: 'Raid on Tindara'  # as the mission has it", []),
    ("a list in another order", TOTAL, "place: {country: ML}", "place: [{country: ML}]", []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"), [edit[1:] for edit in EDITS], ids=[edit[0] for edit in EDITS]
)
def test_an_edit(
    path: str, old: str, new: str, expected: list[tuple[Any, ...]], texts: dict[str, bytes], tmp_path: Path
) -> None:
    after = edited(texts, path, old, new)
    found = changes(ledger(texts, tmp_path), ledger(after, tmp_path))
    assert [(one.kind, one.address, one.keys) for one in found] == expected
    assert layout([path], found) == ([] if expected else [path])


def test_every_kind_of_change_has_an_edit(texts: dict[str, bytes], tmp_path: Path) -> None:
    told = {kind for edit in EDITS for kind, *_ in edit[4]}
    less = {path: text for path, text in texts.items() if path != CAMP}
    told |= {one.kind for one in changes(ledger(texts, tmp_path), ledger(less, tmp_path))}
    told |= {one.kind for one in changes(ledger(less, tmp_path), ledger(texts, tmp_path))}
    withdrawn = edited(texts, RAID, "quote:", "withdrawn: {date: 2022-10-01, reason: misread}\n        quote:")
    told |= {one.kind for one in changes(ledger(withdrawn, tmp_path), ledger(texts, tmp_path))}
    assert told == set(KINDS)


# --- which claim is which --------------------------------------------------------------------------------------------


def test_a_second_document_of_a_source_renames_its_claim_and_changes_nothing_of_it(
    texts: dict[str, bytes], tmp_path: Path
) -> None:
    more = "- {source: un-mission, document: gazette-report, count: 50, perpetrator: kelouma-army}\n      - source: kelouma-army"
    found = changes(ledger(texts, tmp_path), ledger(edited(texts, RAID, "- source: kelouma-army", more), tmp_path))
    assert [(one.kind, one.address) for one in found] == [("added", "tindara/deaths/un-mission@gazette-report")]


def test_another_figure_in_another_document_is_a_revision(texts: dict[str, bytes], tmp_path: Path) -> None:
    after = edited(
        texts, RAID, "document: un-report\n        count: at least 50", "document: gazette-report\n        count: 70"
    )
    (found,) = changes(ledger(texts, tmp_path), ledger(after, tmp_path))
    assert (found.kind, found.keys) == ("revised", ("document", "count"))
    assert found.flags == ("an open figure is closed now",)


def test_a_renamed_incident_is_the_same(texts: dict[str, bytes], tmp_path: Path) -> None:
    moved = {path.replace("tindara", "tindara-raid"): text for path, text in texts.items()}
    moved[CAMP] = moved[CAMP].replace(b"tindara/deaths", b"tindara-raid/deaths")
    moved = edited(moved, "data/incidents/tindara-raid.yaml", "at least 50\n", "at least 55\n")
    before, after = ledger(texts, tmp_path), ledger(moved, tmp_path)
    found = changes(before, after)
    assert sorted((one.kind, one.address, one.keys) for one in found) == [
        ("renamed", "tindara-raid", ("id",)),
        ("revised", "camp/bodies", ("part_of",)),
        ("revised", "tindara-raid/deaths/un-mission", ("count",)),
    ]
    moved_totals = effects(found, before, after)
    assert (moved_totals.opened, moved_totals.closed) == ((), ())  # the same contradictions under another name


def test_two_incidents_of_one_day_and_place_are_not_taken_for_each_other(
    texts: dict[str, bytes], tmp_path: Path
) -> None:
    other = texts[CAMP].replace(b"Oumou", b"Dembara")
    found = changes(
        ledger(texts, tmp_path),
        ledger({**{k: v for k, v in texts.items() if k != CAMP}, "data/incidents/dembara.yaml": other}, tmp_path),
    )
    assert {one.kind for one in found if one.what == "incident"} == {
        "renamed",
        "revised",
    }  # same facts, sources and documents
    unlike = other.replace(b"un-mission", b"gazette")
    found = changes(
        ledger(texts, tmp_path),
        ledger({**{k: v for k, v in texts.items() if k != CAMP}, "data/incidents/dembara.yaml": unlike}, tmp_path),
    )
    assert {one.kind for one in found} == {"added", "removed"}


# --- flags -----------------------------------------------------------------------------------------------------------

FLAGS = [
    (RAID, "at least 50\n", "at least 60\n", "the figure changed, and neither `stated` nor the document did"),
    (RAID, "count: at least 50\n", "count: 50\n", "an open figure is closed now"),
    (RAID, "count: 18", "count: at least 18", "a closed figure is open now"),
    (RAID, "victims: civilians\n", "victims: fighters\n", "the victims word changed"),
    (RAID, "perpetrator: kelouma-army\n", "perpetrator: hill-rebels\n", "the perpetrator changed"),
    (
        RAID,
        "answer: kelouma-army",
        "answer: hill-rebels",
        "the answer changed, and neither `stated` nor the document did",
    ),
    (RAID, "latitude: 15.28", "latitude: 16.28", "the coordinates moved 111 km"),
    (ACTORS, "category: rebels", "category: militia", "the category changed"),
]


@pytest.mark.parametrize(("path", "old", "new", "flag"), FLAGS, ids=[flag for *_, flag in FLAGS])
def test_what_a_reviewer_should_look_at(
    path: str, old: str, new: str, flag: str, texts: dict[str, bytes], tmp_path: Path
) -> None:
    (found,) = changes(ledger(texts, tmp_path), ledger(edited(texts, path, old, new), tmp_path))
    assert flag in found.flags


def test_a_new_statement_is_no_flag(texts: dict[str, bytes], tmp_path: Path) -> None:
    after = edited(texts, RAID, "count: at least 50\n", "stated: 2022-09-05\n        count: at least 60\n")
    (found,) = changes(ledger(texts, tmp_path), ledger(after, tmp_path))
    assert found.flags == ()


def test_deleted_and_not_withdrawn(texts: dict[str, bytes], tmp_path: Path) -> None:
    after = edited(
        texts,
        RAID,
        "      - {source: kelouma-army, document: army-statement, count: 611, perpetrator: kelouma-army}\n",
        "",
    )
    (found,) = changes(ledger(texts, tmp_path), ledger(after, tmp_path))
    assert (found.kind, found.flags) == ("removed", ("deleted, not withdrawn",))


def test_coordinates_that_move_a_little_are_no_flag(texts: dict[str, bytes], tmp_path: Path) -> None:
    (found,) = changes(ledger(texts, tmp_path), ledger(edited(texts, RAID, "15.28", "15.3"), tmp_path))
    assert (found.keys, found.flags) == (("place",), ())


# --- totals that move, contradictions that open and close ------------------------------------------------------------


def moved(texts: dict[str, bytes], after: dict[str, bytes], root: Path) -> set[tuple[Any, ...]]:
    before, now = ledger(texts, root), ledger(after, root)
    return {
        (one.question.period.text, one.question.measure, one.question.victims, one.how, one.category,
         one.before and one.before.text, one.after and one.after.text)
        for one in effects(changes(before, now), before, now).totals
    }  # fmt: skip


def test_the_totals_that_a_toll_moves(texts: dict[str, bytes], tmp_path: Path) -> None:
    after = edited(texts, RAID, "count: at least 50\n", "count: 70\n")
    assert {one for one in moved(texts, after, tmp_path) if one[2] == "civilians"} == {
        ("2022-Q2", "killed", "civilians", "itemised", None, "at least 70", "90"),
        ("2022-Q2", "killed", "civilians", "itemised", "army", "at least 70", "90"),
        ("2022-Q2", "killed", "civilians", "not yet itemised", None, "at most 247", "227"),
        ("2022-Q2", "killed", "civilians", "not yet itemised", "army", "at most 26", "6"),
        ("2022-Q2", "killed", "civilians", "range", None, "at least 20", "20 to 90"),
        ("2022-Q2", "killed", "civilians", "range", "army", "at least 20", "20 to 90"),
    }


def test_a_document_of_tables_alone_moves_them(texts: dict[str, bytes], tmp_path: Path) -> None:
    """The later of two documents is the one that counts, so a day on which one was published moves what it reports."""
    later = "later-report: {title: Again, publisher: un-mission, published: 2022-09-30}\n"
    early = "early-report: {title: First, publisher: un-mission, published: 2022-07-30}\n"
    cells = texts[TOTAL].decode().replace("un-report", "early-report")
    cells += "  - {source: un-mission, document: later-report, measure: killed, category: army, count: 99}\n"
    before = {**texts, TOTAL: cells.encode(), DOCUMENTS: texts[DOCUMENTS] + (later + early).encode()}
    after = edited(before, DOCUMENTS, "2022-09-30", "2022-06-30")
    found = moved(before, after, tmp_path)
    assert ("2022-Q2", "killed", "civilians", "reported", "army", "99", "96") in found


def test_what_the_desk_prefers_moves_the_preferred_total(texts: dict[str, bytes], tmp_path: Path) -> None:
    judged = "assessment: {prefer: un-mission, reason: on site, by: desk, date: 2022-09-02}\n  arrests:\n    measure: arrested"
    before = edited(texts, RAID, "  arrests:\n    measure: arrested", f"    {judged}")
    after = edited(before, RAID, "prefer: un-mission", "prefer: kelouma-army")
    found = {one for one in moved(before, after, tmp_path) if one[3] == "preferred"}
    assert found == {
        ("2022-Q2", "killed", "civilians", "preferred", None, "at least 50", None),
        ("2022-Q2", "killed", "civilians", "preferred", "army", "at least 50", None),
        ("2022-Q2", "killed", "people", "preferred", None, "at least 50", "18"),
        ("2022-Q2", "killed", "people", "preferred", "army", "at least 50", "18"),
    }


def opened(texts: dict[str, bytes], after: dict[str, bytes], root: Path) -> tuple[list[tuple[Any, ...]], ...]:
    before, now = ledger(texts, root), ledger(after, root)
    found = effects(changes(before, now), before, now)
    return tuple([(one.incident, one.fact, one.kind) for one in group] for group in (found.opened, found.closed))


def test_a_raised_toll_opens_what_the_published_table_cannot_hold(texts: dict[str, bytes], tmp_path: Path) -> None:
    after = edited(texts, RAID, "count: at least 50\n", "count: at least 90\n")
    assert opened(texts, after, tmp_path) == ([(None, None, "totals")], [])


def test_a_victims_word_closes_one_contradiction(texts: dict[str, bytes], tmp_path: Path) -> None:
    after = edited(texts, RAID, "victims: civilians\n", "victims: fighters\n")
    assert opened(texts, after, tmp_path) == ([], [("tindara", "deaths", "victims")])


def test_a_part_that_exceeds_its_whole_opens_in_the_other_incident(texts: dict[str, bytes], tmp_path: Path) -> None:
    after = edited(texts, RAID, "count: at least 50\n", "count: 2\n")
    assert ("camp", "bodies", "parts") in opened(texts, after, tmp_path)[0]


def test_a_category_moves_the_sums_of_all_its_facts(texts: dict[str, bytes], tmp_path: Path) -> None:
    after = edited(texts, ACTORS, "state-forces, category: army", "state-forces, category: militia")
    found = moved(texts, after, tmp_path)
    assert ("2022-Q2", "killed", "civilians", "itemised", "army", "at least 70", None) in found
    assert ("2022-Q2", "killed", "civilians", "itemised", "militia", None, "at least 70") in found


def test_a_third_source_joins_a_contradiction(texts: dict[str, bytes], tmp_path: Path) -> None:
    more = "- {source: gazette, document: gazette-report, count: 70, victims: civilians}\n      - source: kelouma-army"
    after = edited(texts, RAID, "- source: kelouma-army", more)
    assert ("tindara", "deaths", "count") in opened(texts, after, tmp_path)[0]
    assert opened(after, texts, tmp_path)[1] == opened(texts, after, tmp_path)[0]


# --- laws ------------------------------------------------------------------------------------------------------------

SWAPS: list[tuple[str, tuple[str, ...]]] = [
    (RAID, ("count: at least 50\n", "count: 50\n", "count: about 300\n", "count: unknown\n", "count: none\n")),
    (RAID, ("victims: civilians\n", "victims: people\n", "victims: soldiers\n")),
    (RAID, ("count: 18\n", "count: 17 to 19\n")),
    (RAID, ("date: 2022-04-19", "date: 2022-03-30/2022-04-19", "date: 2022-04~", "date: ../2022-04-19", "date: 2021-07/2021-11")),
    (RAID, ("quote: at least 50 civilians\n", "note: read again\n        quote: at least 50 civilians\n",
            "withdrawn: {date: 2022-10-01, reason: misread}\n", "scope: part\n", "including: {women: some}\n")),
    (RAID, ("country: ML", "country: NE")),
    (RAID, ("count: 611", "count: 5", "denies: count")),
    (CAMP, ("part_of: tindara/deaths", "part_of: deaths", "date: 2022-07-01")),
    (CAMP, ("count: 20", "count: 200", "no_position: true")),
    (TOTAL, ("count: 96", "count: 60", "count: about 96")),
    (TOTAL, ("period: 2022-Q2", "period: 2022", "period: 2022-Q1")),
    (ACTORS, ("category: army", "category: rebels")),
    (ACTORS, ("kind: un}", "kind: witness}")),
    (DOCUMENTS, ("published: 2022-08-31", "published: 2022-04-20")),
]  # fmt: skip
EDIT = st.lists(st.tuples(*(st.integers(0, len(words) - 1) for _, words in SWAPS)), min_size=2, max_size=2)
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
QUARTERS = [dates.parse(f"{year}-Q{quarter}") for year in (2021, 2022) for quarter in (1, 2, 3, 4)]


def swapped(texts: dict[str, bytes], choice: tuple[int, ...]) -> dict[str, bytes]:
    for (path, words), number in zip(SWAPS, choice, strict=True):
        texts = edited(texts, path, words[0], words[number])
    return texts


def sides(texts: dict[str, bytes], choices: list[tuple[int, ...]], root: Path) -> tuple[Ledger, Ledger]:
    before, after = (read(root, swapped(texts, choice), date(2026, 1, 1)) for choice in choices)
    return before, after


@given(choices=EDIT)
@FEW
def test_a_ledger_and_itself_differ_in_nothing(
    choices: list[tuple[int, ...]], texts: dict[str, bytes], tmp_path: Path
) -> None:
    one, _ = sides(texts, choices, tmp_path)
    other, _ = sides(texts, choices, tmp_path)
    assert changes(one, other) == []
    assert effects([], one, other).totals == ()


@given(choices=EDIT)
@FEW
def test_the_two_sides_exchanged_are_a_mirror(
    choices: list[tuple[int, ...]], texts: dict[str, bytes], tmp_path: Path
) -> None:
    before, after = sides(texts, choices, tmp_path)
    there, back = changes(before, after), changes(after, before)

    def plain(found: list[Change]) -> list[str]:
        return sorted(repr((one.kind, one.before, one.after, one.keys)) for one in found)

    assert plain(there) == sorted(repr(one.mirrored()) for one in back)
    out, home = effects(there, before, after), effects(back, after, before)
    assert {(one.question, one.how, one.total, one.category, one.before, one.after) for one in out.totals} == {
        (one.question, one.how, one.total, one.category, one.after, one.before) for one in home.totals
    }
    assert (out.opened, out.closed) == (home.closed, home.opened)


@given(choices=EDIT)
@FEW
def test_the_totals_shown_are_those_of_totals_and_none_is_missing(
    choices: list[tuple[int, ...]], texts: dict[str, bytes], tmp_path: Path
) -> None:
    before, after = sides(texts, choices, tmp_path)
    found = effects(changes(before, after), before, after)
    shown = {(one.question.period.text, one.question.measure, one.question.victims, one.category)
             for one in found.totals if one.how == "range"}  # fmt: skip
    first = min(
        incident.when(fact).first
        for side in (before, after)
        for incident, fact in side.facts()
        if incident.when(fact).first != dates.EVER
    )
    on_record = [quarter for quarter in QUARTERS if quarter.last >= first]
    for period, measure, victims in product(on_record, ("killed", "arrested"), ("civilians", "people")):
        question = Question(period, measure, victims)
        rows = [tally(question, "range", side).rows for side in (before, after)]
        for category in rows[0].keys() | rows[1].keys():
            ends = [meaning(row[category].figure) if category in row else None for row in rows]
            assert ((period.text, measure, victims, category) in shown) == (ends[0] != ends[1])
    for one in found.totals:
        if one.how == "itemised":
            for side, figure in ((before, one.before), (after, one.after)):
                tables = totals(one.question, "range", side).tables
                rows_ = [row for table in tables if table.total.id == one.total for row in table.itemised.rows.values()]
                assert figure in [row.figure for row in rows_ if row.category == one.category] or figure is None


@given(choices=EDIT)
@FEW
def test_what_moves_a_total_or_a_contradiction_is_never_layout(
    choices: list[tuple[int, ...]], texts: dict[str, bytes], tmp_path: Path
) -> None:
    before, after = sides(texts, choices, tmp_path)
    found = changes(before, after)
    if not any(change.bears for change in found):
        kinds = [
            {(one.kind, one.fact) for one in [*contradictions(side), *contradicted(side)]} for side in (before, after)
        ]
        assert kinds[0] == kinds[1]
        for period in QUARTERS:
            assert (
                totals(Question(period), "range", before).ruled.rows
                == totals(Question(period), "range", after).ruled.rows
            )


@given(seed=st.integers(0, 1000))
@FEW
def test_order_is_no_change(seed: int, texts: dict[str, bytes], tmp_path: Path) -> None:
    before = ledger(texts, tmp_path)
    shuffled = {}
    for name, incident in before.incidents.items():
        facts = list(incident.facts.values())
        random.Random(seed).shuffle(facts)
        mixed = [
            replace(fact, claims=tuple(random.Random(seed).sample(fact.claims, len(fact.claims)))) for fact in facts
        ]
        shuffled[name] = replace(incident, facts={fact.id: fact for fact in mixed})
    assert changes(before, replace(before, incidents=shuffled)) == []


def test_the_real_record_and_itself_differ_in_nothing() -> None:
    from test_cli import ROOT

    assert changes(load(ROOT), load(ROOT)) == []
