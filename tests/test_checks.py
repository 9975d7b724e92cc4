"""What was typed, beyond its shape. Every page of a check holds a bad and a good example; the first test reads them all."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conflict_ledger import readers, reading, yamltext
from conflict_ledger.checks import CHECKS, SUBJECTS, findings, pages
from conflict_ledger.checks.numerals import numbers
from conflict_ledger.checks.places import BOXES
from conflict_ledger.findings import ERROR, NOTE, SEVERITIES, Finding

if TYPE_CHECKING:
    from conftest import LedgerOf, WriteLedger

    from conflict_ledger.ledger import Ledger

MARK = re.compile(r" *# <- (.*)$")
HEADING = re.compile(r"^# ((?:data|evidence)/\S+)$", re.MULTILINE)


def found(ledger: Ledger, name: str) -> list[Finding]:
    return [finding for finding in findings(ledger) if finding.check == name]


def example(page: str, title: str) -> str:
    """The indented block under `Bad:` or `Good:`, its own indentation kept."""
    block = re.search(rf"^{title}:\n\n((?: {{4}}.*\n?|\n)+)", page, re.MULTILINE)
    assert block, f"no {title} example"
    return "".join(line[4:] for line in block[1].rstrip().splitlines(keepends=True)) + "\n"


def files(text: str) -> dict[str, str]:
    """The files of an example: each starts with its path as a comment, which is no line of it."""
    _, *parts = HEADING.split(text)
    return {path: body.lstrip("\n") for path, body in zip(parts[::2], parts[1::2], strict=True)}


def marks(wanted: dict[str, str]) -> list[tuple[str, int, str]]:
    lines = [(path, number, line) for path, body in wanted.items() for number, line in enumerate(body.split("\n"), 1)]
    return [(path, number, mark[1]) for path, number, line in lines if (mark := MARK.search(line))]


def good(page: str) -> dict[str, str]:
    """The good example: whole files, or what to write from the first marked line of the bad one to the last."""
    instead = example(page, "Good")
    if HEADING.match(instead):
        return files(instead)
    lines = example(page, "Bad").split("\n")
    bad = [number for number, line in enumerate(lines) if MARK.search(line)]
    return files("\n".join([*lines[: bad[0]], instead.rstrip("\n"), *lines[bad[-1] + 1 :]]))


@pytest.mark.parametrize("name", CHECKS)
def test_each_page_shows_what_its_check_finds(name: str, ledger_of: LedgerOf) -> None:
    wanted = files(example(CHECKS[name].page, "Bad"))
    ledger = ledger_of(wanted)
    assert ledger.findings == ()
    assert marks(wanted)
    assert [(finding.path, finding.line, finding.message) for finding in found(ledger, name)] == sorted(marks(wanted))


@pytest.mark.parametrize("name", CHECKS)
def test_each_page_shows_what_to_write_instead(name: str, ledger_of: LedgerOf) -> None:
    ledger = ledger_of(good(CHECKS[name].page))
    assert ledger.findings == ()
    assert found(ledger, name) == []


@pytest.mark.parametrize("name", CHECKS)
def test_each_page_starts_with_one_sentence(name: str) -> None:
    first, blank, *_ = CHECKS[name].page.split("\n")
    assert first.endswith(".")
    assert blank == ""
    assert CHECKS[name].severity in SEVERITIES


def test_every_subject_holds_a_check_and_every_check_has_one_page() -> None:
    rooms = {check.problems.__module__ for check in CHECKS.values()}
    assert rooms == {subject.__name__ for subject in SUBJECTS}
    folder = Path(SUBJECTS[0].__file__ or "").parent
    registering = {path.stem for path in folder.glob("*.py") if "@check(" in path.read_text(encoding="utf-8")}
    assert {f"conflict_ledger.checks.{name}" for name in registering} == rooms
    lower = [*yamltext.CHECKS, *readers.CHECKS, *reading.CHECKS]
    assert sorted([*lower, *CHECKS]) == list(pages())
    assert len(set(lower) | CHECKS.keys()) == len(lower) + len(CHECKS)
    assert all(pages().values())


def test_findings_of_the_reading_and_of_the_checks_stand_together_in_file_order(ledger_of: LedgerOf) -> None:
    ledger = ledger_of({"data/incidents/tindara.yaml": TINDARA.replace("12", "twelve").replace("un-mission", "nobody")})
    names = [finding.check for finding in findings(ledger) if finding.path == "data/incidents/tindara.yaml"]
    assert names == ["bad-figure"]
    ledger = ledger_of({"data/incidents/tindara.yaml": TINDARA.replace("un-mission", "nobody") + "odd: 1\n"})
    every = findings(ledger)
    assert every == sorted(every, key=lambda finding: finding.order)
    assert {"unknown-key", "unknown-source"} <= {finding.check for finding in every}


# --- where it stands, and what to write ----------------------------------------------------------------------------------

TINDARA = """
    title: Raid on Tindara
    date: 2022-04-19
    facts:
      deaths:
        measure: killed
        claims:
          - source: un-mission
            document: un-report
            also_in: [gazette-report]
            count: 12
            perpetrator: hill-rebels
          - source: kelouma-army
            document: army-statement
            count: none
    """


def tindara(**instead: str) -> dict[str, str]:
    """The incident above, with one word of it replaced by another."""
    text = TINDARA
    for old, new in instead.items():
        old = old.replace("_", "-")
        assert old in text
        text = text.replace(old, new)
    return {"data/incidents/tindara.yaml": text}


def test_a_finding_names_line_column_hint_and_address(ledger_of: LedgerOf) -> None:
    (finding,) = found(ledger_of(tindara(un_report="un-reports")), "unknown-document")
    assert (finding.path, finding.line, finding.column) == ("data/incidents/tindara.yaml", 8, 19)
    assert finding.hint == "did you mean un-report?"
    assert finding.address == "tindara/deaths/un-mission"
    assert finding.severity == ERROR


def test_a_finding_in_a_list_stands_at_its_item(ledger_of: LedgerOf) -> None:
    (finding,) = found(ledger_of(tindara(gazette_report="gazette-report, radio")), "unknown-document")
    assert (finding.line, finding.column) == (9, 35)
    assert finding.hint == "add it to data/documents.yaml"


def test_a_hint_is_given_for_the_first_fifty_unknown_ids_only(ledger_of: LedgerOf) -> None:
    names = ", ".join(f"un-report-{number}" for number in range(60))
    every = found(ledger_of(tindara(gazette_report=names)), "unknown-document")
    assert [finding.hint.startswith("did you mean un-report") for finding in every] == [True] * 50 + [False] * 10


@pytest.mark.parametrize(
    ("file", "text", "name", "message"),
    [
        ("incidents/x", "{claims: [{source: gazette, alongside: [nobody], count: 1}]}", "unknown-actor", "nobody"),
        ("incidents/x", "{claims: [{source: gazette, against: [nobody], denies: count}]}", "unknown-actor", "nobody"),
        (
            "incidents/x",
            "{claims: [{source: gazette, perpetrator: unattributed, alongside: [unattributed], count: 1}]}",
            "unknown-actor",
            "unattributed",
        ),
        ("incidents/x", "{part_of: kelouma/deaths, claims: []}", "unknown-incident", "kelouma"),
        ("actors", "militia: {name: M, kind: militia, part_of: nobody}", "unknown-actor", "nobody"),
        ("documents", "un: {title: T, publisher: nobody}", "unknown-actor", "nobody"),
        ("documents", "un: {title: T, publisher: gazette, disputed: [{by: nobody}]}", "unknown-actor", "nobody"),
        (
            "documents",
            "un: {title: T, publisher: gazette, disputed: [{by: gazette, document: none}]}",
            "unknown-document",
            "none",
        ),
        ("totals/q2", "{measure: killed, count: 5, source: nobody}", "unknown-source", "nobody"),
        ("totals/q2", "{measure: killed, count: 5, source: gazette, document: no}", "unknown-document", "no"),
        ("totals/q2", "{measure: killed, count: 5, source: gazette, category: no}", "unknown-category", "no"),
    ],
)
def test_names_are_looked_up_wherever_they_stand(
    file: str, text: str, name: str, message: str, ledger_of: LedgerOf
) -> None:
    if file.startswith("incidents"):
        text = f"title: T\ndate: 2022-04-19\nfacts:\n  deaths: {text.replace('{', '{measure: killed, ', 1)}\n"
    elif file.startswith("totals"):
        text = f"title: T\nperiod: 2022-Q2\nclaims:\n  - {text}\n"
    ledger = ledger_of({f"data/{file}.yaml": text})
    assert ledger.findings == ()
    messages = [finding.message for finding in found(ledger, name) if finding.path == f"data/{file}.yaml"]
    assert len(messages) == 1
    assert messages[0].endswith(f" is called `{message}`")


def test_what_a_total_leaves_out_must_be_there(ledger_of: LedgerOf) -> None:
    total = """
        title: Killed
        period: 2022-Q2
        excludes: [tindara, tindara/deaths, tindara/dead, moon, moon/deaths]
        claims: [{source: un-mission, document: un-report, measure: killed, count: 40}]
        """
    ledger = ledger_of({**tindara(), "data/totals/q2.yaml": total})
    assert [finding.message for finding in found(ledger, "unknown-fact")] == ["no fact of tindara is called `dead`"]
    assert [finding.column for finding in found(ledger, "unknown-fact")] == [37]
    assert [finding.message for finding in found(ledger, "unknown-incident")] == ["no incident is called `moon`"] * 2


# --- what could not be read hides nothing and accuses nobody --------------------------------------------------------------


@pytest.mark.parametrize(
    ("broken", "check"),
    [
        ("data/actors.yaml", "unknown-source"),
        ("data/actors.yaml", "unknown-actor"),
        ("data/documents.yaml", "unknown-document"),
        ("data/ledger.yaml", "unknown-category"),
    ],
)
def test_a_list_that_cannot_be_read_is_not_taken_to_be_empty(broken: str, check: str, ledger_of: LedgerOf) -> None:
    ledger = ledger_of({**tindara(), broken: "a: [\n"})
    assert [finding.check for finding in ledger.findings] == ["yaml-syntax"]
    assert found(ledger, check) == []


def test_a_list_that_is_not_there_is_empty(ledger_of: LedgerOf, tmp_path: Path) -> None:
    ledger_of(tindara())
    (tmp_path / "data" / "documents.yaml").unlink()
    messages = [finding.message for finding in found(reading.load(tmp_path), "unknown-document")]
    assert messages == [f"no document is called `{name}`" for name in ("un-report", "gazette-report", "army-statement")]


def test_a_record_that_could_not_be_built_is_known(ledger_of: LedgerOf) -> None:
    documents = """
        un-report: {title: T, publisher: un-mission, color: blue}
        army-statement: {publisher: kelouma-army}
        gazette-report: {title: T}
        """
    ledger = ledger_of({**tindara(), "data/documents.yaml": documents})
    assert len(ledger.documents) == 1
    assert found(ledger, "unknown-document") == []


NAMING = """
    title: Shelling of Kelouma
    date: 2022-04-22
    related: [{incident: tindara, as: follows}]
    facts:
      deaths: {measure: killed, part_of: tindara/deaths, claims: []}
    """


@pytest.mark.parametrize(
    "text", ["a: [\n", "title: T\n", "title: T\ndate: 2022\nfacts: {deaths: {measure: odd, claims: []}}\n"]
)
def test_an_incident_that_could_not_be_built_is_known(text: str, ledger_of: LedgerOf) -> None:
    ledger = ledger_of({"data/incidents/tindara.yaml": text, "data/incidents/kelouma.yaml": NAMING})
    assert ledger.findings
    assert found(ledger, "unknown-incident") == []
    wanted = ["no fact of tindara is called `deaths`"] if text == "title: T\n" else []
    assert [finding.message for finding in found(ledger, "unknown-fact")] == wanted


def test_nothing_is_called_unused_while_a_file_cannot_be_read(ledger_of: LedgerOf) -> None:
    ledger = ledger_of({"data/incidents/kelouma.yaml": "a: [\n"})
    assert found(ledger, "unused-actor") == found(ledger, "unused-document") == []
    ledger = ledger_of({"data/incidents/kelouma.yaml": "title: T\ndate: 2022\nfacts: {}\n"})
    assert len(found(ledger, "unused-document")) == 3
    assert len(found(ledger, "unused-actor")) == 3  # the others publish a document, or are the whole of one who does


def test_a_claim_that_could_not_be_built_still_uses_its_names_and_may_be_revised(ledger_of: LedgerOf) -> None:
    text = """
        title: Raid on Tindara
        date: 2022-04-19
        facts:
          deaths:
            measure: killed
            claims:
              - {source: river-militia, document: gazette-report, count: twelve}
              - {source: un-mission, document: un-report, count: 12, revises: river-militia}
            assessment: {prefer: river-militia, reason: R, by: desk, date: 2022-09-02}
        """
    ledger = ledger_of({"data/incidents/tindara.yaml": text})
    assert [finding.check for finding in ledger.findings] == ["bad-figure"]
    assert found(ledger, "revises-nothing") == found(ledger, "prefers-no-claim") == found(ledger, "one-source") == []
    assert "nothing names river-militia" not in [finding.message for finding in found(ledger, "unused-actor")]


@pytest.mark.parametrize(
    ("path", "text", "check"),
    [
        ("data/ledger.yaml", "title: T\ncategories: army\n", "unknown-category"),
        ("data/ledger.yml", "title: T\n", "unknown-category"),
        (
            "data/actors.yaml",
            "hill-rebels: {name: R, kind: armed-group, category: The Rebels}\n",
            "perpetrator-without-category",
        ),
        ("data/documents.yaml", "r: {title: T, publisher: gazette, file: r.txt, sha256: 12}\n", "copy-without-hash"),
        (
            "data/incidents/tindara-2.yaml",
            "title: T\ndate: 2022-04-19\nplace: {name: Tindara}\nrelated: [{incident: tindara}]\nfacts: {}\n",
            "unrelated-neighbours",
        ),
    ],
)
def test_a_value_that_could_not_be_read_is_not_taken_to_be_missing(
    path: str, text: str, check: str, ledger_of: LedgerOf, tmp_path: Path
) -> None:
    incident = TINDARA.replace("facts:", "place: {name: Tindara}\n    facts:")
    ledger = ledger_of({"data/incidents/tindara.yaml": incident, path: text})
    if path.endswith(".yml"):
        (tmp_path / "data" / "ledger.yaml").unlink()
        ledger = reading.load(tmp_path)
    assert ledger.findings
    assert found(ledger, check) == []


# --- circles, revisions, assessments ---------------------------------------------------------------------------------------


def facts(**wholes: str) -> dict[str, str]:
    lines = [f"  {name}: {{measure: killed, part_of: {whole}, claims: []}}" for name, whole in wholes.items()]
    return {"data/incidents/tindara.yaml": "\n".join(["title: T", "date: 2022-04-19", "facts:", *lines]) + "\n"}


@pytest.mark.parametrize(
    ("wholes", "messages"),
    [
        ({"a": "a"}, ["tindara/a is part of tindara/a"]),
        ({"a": "tindara/a"}, ["tindara/a is part of tindara/a"]),
        (
            {"c": "b", "b": "a", "a": "c"},
            ["tindara/a is part of tindara/c, which is part of tindara/b, which is part of tindara/a"],
        ),
        ({"a": "b", "b": "c", "c": "b"}, ["tindara/b is part of tindara/c, which is part of tindara/b"]),
        ({"a": "b", "b": "c"}, []),
    ],
)
def test_each_circle_is_told_once(wholes: dict[str, str], messages: list[str], ledger_of: LedgerOf) -> None:
    assert [finding.message for finding in found(ledger_of(facts(**wholes)), "fact-in-circle")] == messages


def claims(*written: str, assessment: str = "") -> dict[str, str]:
    """An incident with one fact, its claims as flow mappings."""
    lines = ["title: T", "date: 2022-04-19", "facts:", "  deaths:", "    measure: killed", "    claims:"]
    lines += [f"      - {{{claim}}}" for claim in written]
    if assessment:
        lines.append(f"    assessment: {{prefer: {assessment}, reason: R, by: desk, date: 2022-09-02}}")
    return {"data/incidents/tindara.yaml": "\n".join(lines) + "\n"}


ARMY, STATE = "source: kelouma-army, document: army-statement", "source: kelouma-state, document: gazette-report"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"{ARMY}, count: 4, id: a", f"{STATE}, count: 17, revises: a"),
        (f"{ARMY}, count: 4", f"{STATE}, count: 17, revises: tindara/deaths/kelouma-army"),
        (f"{ARMY}, count: unknown", f"{STATE}, count: 17, stated: 2022-09-01, revises: kelouma-army"),
        (f"{ARMY}, count: 4, id: a", f"{ARMY}, count: 17, id: b, revises: kelouma-army"),
        (f"{ARMY}, count: 4, stated: 2022-04-21", f"{STATE}, count: 17, stated: 2022-04, revises: kelouma-army"),
    ],
)
def test_a_revision_that_finds_its_claim_is_no_finding(first: str, second: str, ledger_of: LedgerOf) -> None:
    ledger = ledger_of(claims(first, second))
    assert ledger.findings == ()
    assert [finding for finding in findings(ledger) if finding.check.startswith("revises")] == []


@pytest.mark.parametrize(
    ("first", "second", "check", "message"),
    [
        (f"{ARMY}, count: 4", f"{STATE}, count: 17, revises: kelouma-state", "revises-nothing", "`kelouma-state` names no other claim here"),
        (f"{ARMY}, denies: event", f"{STATE}, count: 17, revises: kelouma-army", "revises-without-figure", "`kelouma-army` gives no figure and no answer to revise"),
        (f"{ARMY}, count: 4", f"{STATE}, denies: event, revises: kelouma-army", "revises-without-figure", "a claim without a figure or an answer revises nothing"),
        (f"{ARMY}, count: 4", f"{STATE}, count: unknown, revises: kelouma-army", "revises-without-figure", "a claim without a figure or an answer revises nothing"),
    ],
)  # fmt: skip
def test_a_revision_without_effect_is_found(
    first: str, second: str, check: str, message: str, ledger_of: LedgerOf
) -> None:
    assert [finding.message for finding in found(ledger_of(claims(first, second)), check)] == [message]


def test_three_claims_that_revise_in_a_circle_are_found(ledger_of: LedgerOf) -> None:
    ledger = ledger_of(
        claims(
            *(
                f"{ARMY}, id: {one}, count: {n}, revises: {other}"
                for n, (one, other) in enumerate(("ab", "bc", "ca"), 1)
            )
        )
    )
    messages = [finding.message for finding in found(ledger, "revises-each-other")]
    assert messages == ["`c` revises this one", "`a` revises this one", "`b` revises this one"]


def test_claims_of_a_source_that_each_revise_what_it_said_before_are_no_circle(ledger_of: LedgerOf) -> None:
    days = [
        f"{ARMY}, id: {name}, stated: 2022-04-{20 + n}, count: {n}, revises: kelouma-army"
        for n, name in enumerate("abc")
    ]
    ledger = ledger_of(claims(*days))
    assert found(ledger, "revises-each-other") == []
    assert [finding.line for finding in found(ledger, "revises-later-claim")] == [7]


def test_cells_of_one_table_revise_within_their_cell(ledger_of: LedgerOf) -> None:
    total = """
        title: Killed
        period: 2022-04
        claims:
          - {source: un-mission, document: un-report, measure: killed, count: 40}
          - {source: kelouma-state, document: un-report, measure: killed, count: 30, revises: un-mission}
          - {source: kelouma-state, document: un-report, measure: injured, count: 30, revises: un-mission}
        """
    ledger = ledger_of({"data/totals/april.yaml": total})
    assert [finding.line for finding in found(ledger, "revises-nothing")] == [6]


@pytest.mark.parametrize(
    ("prefer", "messages"),
    [
        ("kelouma-state", []),
        ("tindara/deaths/kelouma-state", []),
        ("b", []),
        ("kelouma-army", ["`kelouma-army` is no current claim on this fact"]),
    ],
)
def test_the_desk_prefers_a_current_claim(prefer: str, messages: list[str], ledger_of: LedgerOf) -> None:
    first, second = f"{ARMY}, count: 4, id: a", f"{STATE}, count: 17, revises: kelouma-army"
    second += ", id: b" if prefer == "b" else ""
    every = found(ledger_of(claims(first, second, assessment=prefer)), "prefers-no-claim")
    assert [finding.message for finding in every] == messages


def test_two_passages_of_one_document_are_not_said_twice(ledger_of: LedgerOf) -> None:
    pair = (f"{ARMY}, count: 4, id: a, quote: 4 dead", f"{ARMY}, count: 4, id: b, quote: 4 were killed")
    assert found(ledger_of(claims(*pair)), "said-twice") == []
    pair = (f"{ARMY}, count: 4, id: a, quote: 4 dead", f"{ARMY}, count: 4, id: b, quote: 4 dead, note: N")
    (finding,) = found(ledger_of(claims(*pair)), "said-twice")
    assert (finding.message, finding.address) == ("the same as a", "tindara/deaths/b")


# --- days --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "check", "message"),
    [
        ("source: gazette, document: early, count: 4", "stated-before-event", "published on 2022-04, before it began (2022-05-02)"),
        ("source: gazette, document: early, date: 2022-04-30, count: 4", "stated-before-event", None),
        ("source: gazette, document: undated, count: 4", "stated-before-event", None),
        ("source: gazette, document: early, stated: 2022-05-02, also_in: [early], count: 4", "stated-after-document",
         "early was published on 2022-04, before this was stated (2022-05-02)"),
        ("source: gazette, document: undated, stated: 2022-05-02, count: 4", "stated-after-document", None),
        ("source: gazette, document: late, stated: 2022-05-02~, count: 4", "stated-after-document", None),
        ("source: gazette, document: late, date: 2022-05/2022-06, count: 4", "dated-after-document", None),
        ("source: gazette, document: late, date: 2022-07?, count: 4", "dated-after-document",
         "2022-07? is after late was published (2022-05)"),
    ],
)  # fmt: skip
def test_days_are_compared_as_far_as_they_are_known(
    claim: str, check: str, message: str | None, ledger_of: LedgerOf
) -> None:
    documents = """
        early: {title: T, publisher: gazette, published: 2022-04}
        late: {title: T, publisher: gazette, published: 2022-05}
        undated: {title: T, publisher: gazette}
        """
    incident = claims(claim)["data/incidents/tindara.yaml"].replace("2022-04-19", "2022-05-02")
    ledger = ledger_of({"data/documents.yaml": documents, "data/incidents/tindara.yaml": incident})
    assert ledger.findings == ()
    wanted = [message] * (1 + ("also_in" in claim)) if message else []
    assert [finding.message for finding in found(ledger, check)] == wanted


def test_a_figure_for_a_period_is_not_published_before_it(ledger_of: LedgerOf) -> None:
    total = """
        title: Killed
        period: 2022-Q4
        claims:
          - {source: un-mission, document: un-report, measure: killed, count: 40}
        """
    (finding,) = found(ledger_of({"data/totals/q4.yaml": total}), "stated-before-event")
    assert finding.message == "published on 2022-08-31, before it began (2022-Q4)"


# --- numbers in quotes ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("1,277 people", "en", {1277}),
        ("1.277 personnes", "fr", {1277}),
        ("1\u202f277 personnes", "fr", {1, 277, 1277}),
        ("le 19 avril 2022, 543 civils", "fr", {19, 2022, 543}),
        ("12,50 or 1,2777", "en", {12, 50, 1, 2777} - {12, 50}),
        ("٥٠ مدنيا و ٢٠٢٢", "ar", {50, 2022}),
        ("02 blessés, 01 mort", "fr", {1, 2}),
        ("40–60, 70-80, 90/95", "en", {40, 60, 70, 80, 90, 95}),
        ("forty-seven", "en", {47}),
        ("One hundred and forty-five", "en", {145, 100, 45}),
        ("two thousand three hundred", "en", {2300}),
        ("twenty-two hundred", "en", {2200}),
        ("three million, one", "en", {3_000_000, 1}),
        ("1.2 million people, 3 million more", "en", {1_200_000, 3, 3_000_000}),
        ("two dozen, half a dozen, a score, a dozen", "en", {24, 6, 20, 12}),
        ("hundreds, dozens, thousands, several", "en", set()),
        ("12 per cent of a hundred UN staff", "en", {12, 100}),
        ("one or possibly two", "en", {1, 2}),
        ("sixty and five", "en", {60, 5, 65}),
        ("une cinquantaine de morts, une vingtaine de femmes et sept enfants", "fr", {50, 20, 7}),
        ("deux cents, deux cent quarante-huit, cent quarante-cinq", "fr", {200, 248, 145}),
        ("vingt et un", "fr", {20, 1, 21}),
        ("soixante-dix-sept, quatre-vingts, quatre-vingt-dix-neuf, nonante-deux", "fr", {77, 80, 99, 92}),
        ("mille deux cents, deux mille, cent mille", "fr", {1200, 2000, 100_000}),
        ("deux centaines, trois milliers, une douzaine, une demi-douzaine", "fr", {200, 3000, 12, 6}),
        ("des centaines, plusieurs dizaines, des milliers, pour cent", "fr", set()),
        ("douze, thirty", "", {12, 30}),
        ("cincuenta a veinte", "es", set()),
        ("mille mille cent cent", "fr", {1000, 1100, 100}),
        ("2 vingt, 7 8", "fr", {2, 20, 7, 8}),
        (f"12 {'9' * 5000} 13", "en", {12, 13}),
        (" ".join(["111"] * 3000) + " 7", "en", {7, 111, 111_111_111_111}),
        ("million " * 3000, "en", {1_000_000}),
    ],
)  # fmt: skip
def test_numbers_in_a_text(text: str, language: str, wanted: set[int]) -> None:
    assert numbers(text, language) - ({1} if 1 not in wanted else set()) == wanted


def _listed(words: str) -> list[str]:
    return words.split()


def _spoken(number: int) -> str:
    """The number in English, as far as 9 999."""
    ones = _listed("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen")
    ones += ["sixteen", "seventeen", "eighteen", "nineteen"]
    tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    if number >= 1000:
        return f"{_spoken(number // 1000)} thousand" + (f" {_spoken(number % 1000)}" if number % 1000 else "")
    if number >= 100:
        return f"{ones[number // 100]} hundred" + (f" and {_spoken(number % 100)}" if number % 100 else "")
    return ones[number] if number < 20 else tens[number // 10] + (f"-{ones[number % 10]}" if number % 10 else "")


def _dit(number: int) -> str:
    """The number in French, as far as 9 999."""
    words = _listed("zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize")
    tens = [
        "",
        "dix",
        "vingt",
        "trente",
        "quarante",
        "cinquante",
        "soixante",
        "soixante",
        "quatre-vingt",
        "quatre-vingt",
    ]
    if number >= 1000:
        whole = "mille" if number < 2000 else f"{_dit(number // 1000)} mille"
        return whole + (f" {_dit(number % 1000)}" if number % 1000 else "")
    if number >= 100:
        whole = "cent" if number < 200 else f"{words[number // 100]} cent"
        return whole + (f" {_dit(number % 100)}" if number % 100 else "s" * (number > 199))
    if number < 17:
        return words[number]
    ten, rest = (number // 10, number % 10 + 10 * (number // 10 in (7, 9)))
    if not rest:
        return tens[ten] + "s" * (number == 80)
    return f"{tens[ten]} et {_dit(rest)}" if rest in (1, 11) and number < 80 else f"{tens[ten]}-{_dit(rest)}"


def test_every_number_is_read_as_it_is_spoken() -> None:
    for number in [*range(1, 1200), *range(1200, 10_000, 37)]:
        assert number in numbers(f"killed {_spoken(number)} people", "en"), _spoken(number)
        assert number in numbers(f"tué {_dit(number)} personnes", "fr"), _dit(number)


@pytest.mark.parametrize(
    ("claim", "missing"),
    [
        ("count: 40 to 60, quote: between forty and 60 dead", []),
        ("count: 40 to 60, quote: between 4 and 6 dead", [40, 60]),
        ("count: at least 1277, quote: 1 277 morts", []),
        ("count: 20, made_of: {killed: 16, died: 4}, quote: '16 were killed, four succumbed'", []),
        ("count: 20, made_of: {killed: 16, died: 4}, quote: '15 were killed, four succumbed'", [20]),
        ("count: dozens, quote: bodies everywhere", []),
        ("count: none, quote: nobody died", []),
        ("count: 0, quote: nobody died", []),
        ("count: unknown, quote: some died", []),
        ("count: 12", []),
        ("count: 50, quote: خمسون مدنيا, quote_language: ar", []),
        ("count: 50, quote: خمسون مدنيا, quote_language: ar, translation: fifty civilians", []),
        ("count: 50, quote: خمسون مدنيا, quote_language: ar, translation: fifteen civilians", [50]),
        ("count: 50, quote: ٥٠ مدنيا, quote_language: ar", []),
        ("count: 50, quote: ٥١ مدنيا, quote_language: ar", [50]),
        ("count: 1, quote: a soldier was killed, quote_language: en-GB", []),
        ("count: 1, quote: des soldats ont été tués, quote_language: fr", [1]),
    ],
)  # fmt: skip
def test_a_count_stands_in_its_quote(claim: str, missing: list[int], ledger_of: LedgerOf) -> None:
    ledger = ledger_of(claims(f"source: gazette, document: gazette-report, {claim}"))
    assert ledger.findings == ()
    messages = [finding.message for finding in found(ledger, "count-not-in-quote")]
    assert messages == [f"{number} is not in the quote" for number in missing]


# --- local copies ----------------------------------------------------------------------------------------------------------

HASH = "20dda71890e7896f597798ed44e23502992779feb3768960159a0fd3d8469aaa"
COPY = {"evidence/gazette.txt": "Twelve people were killed in Tindara.\n"}


def gazette(file: str, quote: str = "killed", **extra: str) -> dict[str, str]:
    """A ledger whose gazette-report has the file as its copy, and a claim that quotes it."""
    documents = (
        f"gazette-report: {{title: T, publisher: gazette, file: {file}, sha256: {HASH}}}\n"
        "radio: {title: T, publisher: gazette}\n"
    )
    claim = f"source: gazette, document: gazette-report, also_in: [radio], count: several, quote: '{quote}'"
    return {**COPY, "data/documents.yaml": documents, **claims(claim), **extra}


@pytest.mark.parametrize(
    "file",
    [
        "evidence/none.txt",
        "evidence",
        "../outside.txt",
        "/etc/hostname",
        "evidence/link.txt",
        "evidence/loop",
        "a" * 300,
    ],
)
def test_a_copy_is_a_file_within_the_ledger(file: str, write_ledger: WriteLedger, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("killed", encoding="utf-8")
    root = write_ledger({f"ledger/{path}": text for path, text in gazette(file).items()}) / "ledger"
    (root / "evidence" / "link.txt").symlink_to(tmp_path / "outside.txt")
    (root / "evidence" / "loop").symlink_to(root / "evidence" / "loop")
    ledger = reading.load(root)
    assert [finding.message for finding in found(ledger, "copy-missing")] == [f"there is no file {file}"]
    assert found(ledger, "copy-changed") == found(ledger, "quote-not-in-copy") == []


def test_the_hash_to_record_is_in_the_hint(ledger_of: LedgerOf) -> None:
    changed = gazette("evidence/gazette.txt", **{"evidence/gazette.txt": "Thirteen.\n"})
    (finding,) = found(ledger_of(changed), "copy-changed")
    assert re.search(r"[0-9a-f]{64}$", finding.hint)
    right = {path: text.replace(HASH, finding.hint[-64:]) for path, text in changed.items()}
    assert found(ledger_of(right), "copy-changed") == []


def test_a_hash_without_a_file_hashes_nothing(ledger_of: LedgerOf) -> None:
    documents = f"gazette-report: {{title: T, publisher: gazette, sha256: {HASH}}}\n"
    (finding,) = found(ledger_of({"data/documents.yaml": documents}), "copy-without-hash")
    assert finding.message == "`sha256` without `file`"


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("people  were\tkilled", True),
        ("Twelve people […] in Tindara", True),
        ("Twelve … (...) Tindara.", True),
        ("in Tindara … Twelve", False),
        ("twelve people", False),
        ("Twelve people …  killed by", False),
    ],
)
def test_a_quote_stands_in_the_copy(quote: str, stands: bool, ledger_of: LedgerOf) -> None:
    ledger = ledger_of(gazette("evidence/gazette.txt", quote))
    assert (found(ledger, "quote-not-in-copy") == []) is stands


def test_a_quote_may_stand_in_the_copy_of_a_relay(ledger_of: LedgerOf) -> None:
    files = gazette("evidence/gazette.txt", "douze morts")
    assert found(ledger_of(files), "quote-not-in-copy")
    files["data/documents.yaml"] = files["data/documents.yaml"].replace(
        "radio: {title: T,", f"radio: {{title: T, file: evidence/radio.txt, sha256: {HASH},"
    )
    assert found(ledger_of({**files, "evidence/radio.txt": "Au moins douze\n  morts"}), "quote-not-in-copy") == []


def test_typographic_marks_count_as_plain_ones_and_pictures_are_not_searched(ledger_of: LedgerOf) -> None:
    copy = {"evidence/gazette.txt": "l’armée “kills” non\u2011combatants\n"}
    assert (
        found(
            ledger_of(gazette("evidence/gazette.txt", "l''armée \"kills\" non-combatants", **copy)), "quote-not-in-copy"
        )
        == []
    )
    assert found(ledger_of(gazette("evidence/scan.pdf", **{"evidence/scan.pdf": "%PDF"})), "quote-not-in-copy") == []


def test_the_words_of_a_dispute_stand_in_its_own_document(ledger_of: LedgerOf) -> None:
    files = gazette("evidence/gazette.txt")
    files["data/documents.yaml"] += (
        "army-statement: {title: T, publisher: kelouma-army,"
        " disputed: [{by: gazette, document: gazette-report, quote: lies}]}\n"
    )
    (finding,) = found(ledger_of(files), "quote-not-in-copy")
    assert (finding.path, finding.address) == ("data/documents.yaml", "army-statement")


# --- places ----------------------------------------------------------------------------------------------------------------


def raid(place: str, date: str = "2022-04-19", more: str = "") -> str:
    return f"title: Raid\ndate: {date}\nplace: {place}\n{more}facts: {{}}\n"


@pytest.mark.parametrize(
    ("place", "hint"),
    [
        ("{country: ML, latitude: -1.70, longitude: 15.28}", "latitude and longitude are swapped"),
        ("{country: SN, latitude: 14.7, longitude: 17.4}", "did you mean 14.7, -17.4?"),
        ("{country: ML, latitude: 48.8, longitude: 2.3}", "latitudes there are 10 to 25.1, longitudes -12.4 to 4.4"),
        ("{country: ML, latitude: 15.28, longitude: -1.70}", None),
        ("{country: XK, latitude: 15.28, longitude: -1.70}", None),
        ("{latitude: 15.28, longitude: -1.70}", None),
        ("{country: SN, latitude: 15.28}", None),
    ],
)
def test_coordinates_lie_in_their_country(place: str, hint: str | None, ledger_of: LedgerOf) -> None:
    ledger = ledger_of({"data/incidents/tindara.yaml": raid(place)})
    assert [finding.hint for finding in found(ledger, "outside-country")] == ([hint] if hint else [])


def test_a_place_in_a_list_is_marked_where_it_stands(ledger_of: LedgerOf) -> None:
    places = "\n- {country: ML, latitude: 15.28, longitude: -1.70}\n- {country: ML, latitude: 15.28, longitude: 71.70}"
    (finding,) = found(ledger_of({"data/incidents/tindara.yaml": raid(places)}), "outside-country")
    assert (finding.line, finding.column) == (5, 27)


def test_boxes_are_boxes() -> None:
    assert all(box.south < box.north and box.west < box.east for box in BOXES.values())
    assert BOXES["ML"].holds(12.65, -8.0)
    assert not BOXES["ML"].holds(12.37, 8.0)


AT = "{{name: Tindara, latitude: {}, longitude: -1.7, precision: {}}}"


@pytest.mark.parametrize(
    ("one", "other", "within"),
    [
        (raid(AT.format("15.28", "town")), raid(AT.format("15.28", "exact")), 25),
        (raid(AT.format("15.28", "town")), raid(AT.format("15.50", "town")), 25),
        (raid(AT.format("15.28", "town")), raid(AT.format("15.51", "town")), None),
        (raid(AT.format("15.28", "town")), raid(AT.format("15.51", "district")), 50),
        (raid(AT.format("15.28", "district")), raid(AT.format("16.28", "region")), 150),
        (raid(AT.format("15.28", "town")), raid(AT.format("15.28", "country")), None),
        (raid(AT.format("15.28", "town"), "2022-04-19"), raid(AT.format("15.28", "town"), "2022-04-20"), 25),
        (raid(AT.format("15.28", "town"), "2022-04-19"), raid(AT.format("15.28", "town"), "2022-04-21"), None),
        (raid(AT.format("15.28", "town"), "../2022-04-19"), raid(AT.format("15.28", "town"), "2021"), 25),
        (raid("{name: Tindara}"), raid("{name: tíndara}"), 25),
        (raid("{name: Tindara}"), raid("{name: Tindara, country: ML}"), None),
        (raid("{name: Tindara}"), raid("{name: Kelouma}"), None),
        (raid("{country: ML}"), raid("{country: ML}"), None),
        (raid("[{name: Kelouma}, {name: Tindara}]"), raid("[{name: Bakessi}, {name: Tindara}]"), 25),
        (raid("{name: T}", more="related: [{incident: b, as: separate}]\n"), raid("{name: T}"), None),
        (raid("{name: T}"), raid("{name: T}", more="related: [{incident: a, as: separate}]\n"), None),
        (raid("{name: T}"), raid("{name: T}", more="withdrawn: {date: 2022-05-01, reason: R}\n"), None),
    ],
)  # fmt: skip
def test_neighbours_in_time_and_place_name_each_other(
    one: str, other: str, within: int | None, ledger_of: LedgerOf
) -> None:
    ledger = ledger_of({"data/incidents/a.yaml": one, "data/incidents/b.yaml": other})
    assert ledger.findings == ()
    wanted = [f"within a day and {within} km of a"] if within else []
    assert [finding.message for finding in found(ledger, "unrelated-neighbours")] == wanted


# --- what nothing uses, and what is thin -------------------------------------------------------------------------------------


def test_whoever_is_only_an_answer_a_whole_or_a_dispute_is_used(ledger_of: LedgerOf) -> None:
    incident = """
        title: Burial in Tindara
        date: 2022-04-19
        facts:
          who:
            question: Who?
            answers: {river-militia: The militia, hill-rebels: The rebels}
            claims: [{source: kelouma-army, document: army-statement, answer: hill-rebels}]
        """
    documents = """
        army-statement:
          {title: T, publisher: kelouma-army, disputed: [{by: un-mission, document: gazette-report}]}
        gazette-report: {title: T, publisher: gazette}
        """
    ledger = ledger_of({"data/incidents/tindara.yaml": incident, "data/documents.yaml": documents})
    assert ledger.findings == ()
    assert [finding.address for finding in found(ledger, "unused-actor")] == ["residents"]
    assert found(ledger, "unused-document") == []


def test_a_part_has_the_category_of_its_whole(ledger_of: LedgerOf) -> None:
    actors = """
        gazette: {name: G, kind: media}
        hill-rebels: {name: R, kind: armed-group, category: rebels}
        tindara-unit: {name: U, kind: armed-group, part_of: hill-rebels}
        stray-unit: {name: U, kind: armed-group, part_of: unheard-of}
        lone-unit: {name: U, kind: armed-group, part_of: gazette}
        helpers: {name: H, kind: other}
        """
    claim = "source: gazette, document: gazette-report, count: 1, id: {0}, perpetrator: {0}, alongside: [helpers]"
    ledger = ledger_of(
        {"data/actors.yaml": actors, **claims(*map(claim.format, ("tindara-unit", "stray-unit", "lone-unit")))}
    )
    assert [finding.address for finding in found(ledger, "perpetrator-without-category")] == ["lone-unit"]


@pytest.mark.parametrize(
    ("claim", "named"),
    [
        (f"{ARMY}, count: 4", False),
        (f"{ARMY}, count: unknown", False),
        (f"{ARMY}, count: none", True),
        (f"{ARMY}, denies: event", True),
        (f"{ARMY}, no_position: true", True),
        (f"{ARMY}, count: 4, perpetrator: unattributed", True),
    ],
)
def test_who_counts_the_dead_says_by_whom(claim: str, named: bool, ledger_of: LedgerOf) -> None:
    assert (found(ledger_of(claims(claim)), "nobody-named") == []) is named


def test_sources_are_counted_over_all_facts_and_without_what_was_withdrawn(ledger_of: LedgerOf) -> None:
    pair = (f"{ARMY}, count: 4", f"{STATE}, count: 17")
    assert found(ledger_of(claims(*pair)), "one-source") == []
    pair = (f"{ARMY}, count: 4", f"{STATE}, count: 17, withdrawn: {{date: 2022-05-01, reason: R}}")
    (finding,) = found(ledger_of(claims(*pair)), "one-source")
    assert finding.message == "only kelouma-army speaks of this"


# --- where little is known --------------------------------------------------------------------------------------------------

BARE = """
    title: Raid on Tindara
    date: 2022-04-19
    place: {country: ML}
    facts:
      deaths:
        measure: killed
        claims:
          - {source: residents, count: 12, quote: seven, stated: 2022-04-20, date: 2022-04-19}
          - {source: gazette, document: lost, count: 12, quote: seven, stated: 2022-04-20, date: 2022-04-19}
          - {source: un-mission, document: undated, count: 12, stated: 2022-04-20, date: 2022-04-19, revises: relayed}
          - {source: hill-rebels, document: undated, count: 12, id: relayed, revises: residents}
          - {source: kelouma-army, count: 12, revises: relayed}
      who:
        question: Who came?
        answers: {hill-rebels: The rebels, river-militia: The militia}
        claims:
          - {source: residents, answer: hill-rebels, quote: the rebels}
          - {source: gazette, answer: river-militia, revises: residents}
    """
UNDATED = """
    undated: {title: T, publisher: un-mission, accessed: 2022-05-01}
    pdf: {title: T, publisher: un-mission, file: evidence/report.pdf}
    """


def test_what_is_not_given_is_no_fault(ledger_of: LedgerOf) -> None:
    ledger = ledger_of(
        {"data/incidents/tindara.yaml": BARE, "data/documents.yaml": UNDATED, "evidence/report.pdf": "%PDF"}
    )
    assert ledger.findings == ()
    incident = [finding for finding in findings(ledger) if finding.path == "data/incidents/tindara.yaml"]
    assert [(finding.check, finding.line) for finding in incident if finding.severity != NOTE] == [
        ("count-not-in-quote", 8),
        ("unknown-document", 9),
        ("count-not-in-quote", 9),
    ]
    documents = [finding for finding in findings(ledger) if finding.path == "data/documents.yaml"]
    assert [finding.check for finding in documents] == ["unused-document", "copy-without-hash"]


@pytest.mark.parametrize("level", ["", "      "])
def test_what_was_withdrawn_needs_no_second_source_and_no_current_claim(level: str, ledger_of: LedgerOf) -> None:
    text = claims(f"{ARMY}, count: 4", assessment="kelouma-army")["data/incidents/tindara.yaml"]
    withdrawn = "withdrawn: {date: 2022-05-01, reason: R}\n"
    text = text + "    " + withdrawn if level else withdrawn + text
    ledger = ledger_of({"data/incidents/tindara.yaml": text})
    assert ledger.findings == ()
    assert found(ledger, "one-source") == found(ledger, "prefers-no-claim") == []


def test_the_hint_lists_what_there_is(ledger_of: LedgerOf) -> None:
    ledger = ledger_of(claims(f"{ARMY}, count: 4", f"{STATE}, count: 17, revises: zzz", assessment="qqq"))
    assert found(ledger, "revises-nothing")[0].hint == "claims here: kelouma-army, tindara/deaths/kelouma-army"
    assert found(ledger, "prefers-no-claim")[0].hint == "current claims: kelouma-army, kelouma-state"
    alone = ledger_of(claims(f"{ARMY}, count: 4, revises: zzz"))
    assert found(alone, "revises-nothing")[0].hint == "there is no other claim here"


def test_a_quote_is_in_the_language_of_its_document_unless_it_says_another(ledger_of: LedgerOf) -> None:
    quote = "count: 12, quote: douze morts"
    assert found(ledger_of(claims(f"{ARMY}, {quote}")), "count-not-in-quote") == []
    assert found(ledger_of(claims(f"{ARMY}, {quote}, quote_language: en")), "count-not-in-quote")
    assert found(ledger_of(claims(f"{STATE}, {quote}")), "count-not-in-quote")


def test_a_misspelt_ledger_file_hides_no_categories_that_were_read(ledger_of: LedgerOf) -> None:
    settings = "title: T\ncolour: blue\ncategories: {army: A, militia: M}\n"
    ledger = ledger_of({"data/ledger.yaml": settings})
    assert [finding.address for finding in found(ledger, "unknown-category")] == ["hill-rebels"]
    settings = "title: T\n"
    ledger = ledger_of({"data/ledger.yaml": settings})
    assert len(found(ledger, "unknown-category")) == 3


@pytest.mark.parametrize("file", [".git/config", "evidence/.secret", "../outside.txt", "evidence"])
def test_a_copy_is_never_read_where_a_secret_may_stand(file: str, write_ledger: WriteLedger) -> None:
    root = write_ledger({".git/config": "token", "evidence/.secret": "token", "evidence/a.txt": "x"})
    (root.parent / "outside.txt").write_text("token", encoding="utf-8")
    documents = f"un-report: {{title: x, publisher: un-mission, published: 2022-08-31, file: {file}}}\n"
    (root / "data/documents.yaml").write_text(documents, encoding="utf-8")
    found = [one for one in findings(reading.load(root)) if one.check.startswith("copy-")]
    assert [one.check for one in found] == ["copy-missing", "copy-without-hash"]
    assert not any("sha256: " in one.hint for one in found)


def test_a_copy_of_any_size_is_not_waited_for(write_ledger: WriteLedger) -> None:
    documents = "un-report: {title: x, publisher: un-mission, published: 2022-08-31, file: evidence/big.txt}\n"
    root = write_ledger({"data/documents.yaml": documents, "evidence/big.txt": "x"})
    with (root / "evidence/big.txt").open("ab") as file:
        file.truncate(5 << 30)
    assert "copy-missing" in {one.check for one in findings(reading.load(root))}
