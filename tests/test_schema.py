"""The JSON Schemas: as committed, as complete as the model, and of one mind with the reader about the shape of a file."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from conftest import DEFAULTS, WriteLedger
from hypothesis import example as case
from hypothesis import given
from hypothesis import strategies as st
from test_cli import ledger
from test_docs import RECORDS, example, section
from test_shape import ACTOR, DOCUMENT, FAULTS, GOOD, KINDS, LEDGER, QUESTION, TOTAL

from conflict_ledger import dates, figures, model, words
from conflict_ledger.meanings import KEYS
from conflict_ledger.meanings import RECORDS as DESCRIBED
from conflict_ledger.reading import load
from conflict_ledger.schema import NAMES, schema, text
from conflict_ledger.schema.values import FIGURES, value_of
from conflict_ledger.shape import keys_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "schemas"
PATHS = {
    "incident": "incidents/**/*.yaml",
    "total": "totals/**/*.yaml",
    "actors": "actors*/**/*.yaml",
    "documents": "documents*/**/*.yaml",
    "ledger": "ledger.yaml",
}


def files(root: Path, name: str) -> list[Path]:
    """The ledger's files that the schema describes."""
    beside = [root / "data" / f"{name}.yaml"] if name in ("actors", "documents") else []
    return sorted({*(root / "data").glob(PATHS[name]), *(path for path in beside if path.exists())})


def refused(name: str, paths: list[Path]) -> dict[str, list[str]]:
    """For each file that check-jsonschema refuses: where, and why. A file that it cannot parse fails the test."""
    command = [sys.executable, "-m", "check_jsonschema", "-o", "json", "--schemafile", str(FOLDER / f"{name}.json")]
    done = subprocess.run([*command, *map(str, paths)], capture_output=True, encoding="utf-8")
    assert paths
    assert done.returncode in (0, 1), done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert report.get("parse_errors", []) == []
    found: dict[str, list[str]] = {}
    for error in report.get("errors", []):
        found.setdefault(Path(error["filename"]).name, []).append(f"{error['path']}: {error['message']}")
    return found


def inside(node: Any) -> Iterator[dict[str, Any]]:
    """The schema and every schema in it."""
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from inside(child)


# --- committed and well formed -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_file_is_what_the_command_prints(name: str, request: pytest.FixtureRequest) -> None:
    done = ledger("schema", name)
    assert (done.code, done.err) == (0, "")
    path = FOLDER / f"{name}.json"
    if request.config.getoption("--rewrite"):
        path.write_text(done.out, encoding="utf-8", newline="\n")
    assert path.read_bytes() == done.out.encode()


def test_nothing_else_is_committed() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == {*NAMES, "answers"}


@pytest.mark.parametrize("name", NAMES)
def test_it_is_a_schema_of_draft_7(name: str) -> None:
    jsonschema.Draft7Validator.check_schema(schema(name))
    assert schema(name)["$schema"] == "http://json-schema.org/draft-07/schema#"
    references = [node["$ref"] for node in inside(schema(name)) if isinstance(node.get("$ref"), str)]
    assert {one.removeprefix("#/definitions/") for one in references} <= set(schema(name)["definitions"])


@pytest.mark.parametrize("name", NAMES)
def test_it_names_no_host(name: str) -> None:
    assert schema(name)["$id"] == f"urn:conflict-ledger:{name}"
    hosts = set(re.findall(r"https?://[a-z.-]+[a-z]", text(name)))
    assert hosts <= {"http://json-schema.org", "https://example.org"}


def test_the_command_lists_the_schemas() -> None:
    done = ledger("schema")
    assert [line.split()[0] for line in done.out.splitlines()] == list(NAMES)
    assert "incident   data/incidents/**/*.yaml\n" in done.out
    assert done.code == 0


def test_a_schema_that_is_not_there() -> None:
    done = ledger("schema", "incidnet")
    assert (done.code, done.out) == (3, "")
    assert done.err == "error: no schema is called incidnet\ndid you mean incident?\n"
    assert "one of: incident, total, actors, documents, ledger" in ledger("schema", "xyz").err


# --- complete ----------------------------------------------------------------------------------------------------------


def test_every_key_of_every_record_has_its_meaning() -> None:
    kinds = {kind for kind in vars(model).values() if hasattr(kind, "__dataclass_fields__")}
    own = {kind for kind in kinds if kind.__module__ == model.__name__} - {model.Statement}
    assert set(DESCRIBED) == set(KEYS) == own
    assert {kind: set(KEYS[kind]) for kind in own} == {kind: set(keys_of(kind)) for kind in own}


@pytest.mark.parametrize("name", NAMES)
def test_every_property_is_explained(name: str) -> None:
    records = [node for node in inside(schema(name)) if "title" in node and "properties" in node]
    keys = [(key, value) for node in records for key, value in node["properties"].items()]
    assert len(keys) >= 5
    assert [key for key, value in keys if not (value["title"] and value["description"].endswith("."))] == []
    assert [node["title"] for node in records if node["additionalProperties"] is not False] == []


PLAIN = re.compile(r"\[(.*?)\]\(.*?\)|[`*]")


@pytest.mark.parametrize("heading", RECORDS)
def test_the_page_says_the_same(heading: str) -> None:
    meanings = KEYS[RECORDS[heading]]
    rows = re.findall(r"^\| `(\w+)`(?: \*)? \| (.+) \|$", section(heading), re.MULTILINE)
    said = {key: re.sub(r"[;,]? ?\bsee \w+$", "", PLAIN.sub(r"\1", meaning)) for key, meaning in rows}
    said = {key: meaning for key, meaning in said.items() if meaning}
    assert len(said) >= 1
    assert said == {key: meanings[key] for key in said}


def test_every_word_is_there_with_its_meaning() -> None:
    shown: set[tuple[str, str]] = set()
    for node in (node for name in NAMES for node in inside(schema(name))):
        shown |= set(zip(node.get("enum", []), node.get("enumDescriptions", []), strict=True))
        shown |= {
            (word, said["description"]) for word, said in node.get("properties", {}).items() if said and "title" in said
        }
    lists = {name: known for name, known in vars(words).items() if name.isupper() and isinstance(known, dict)}
    assert len(lists) >= 10
    for word, meaning in (pair for name, known in lists.items() if name != "SHARES" for pair in known.items()):
        heading = f"{meaning[0].upper()}{meaning[1:]}. "
        assert any(one == word and (said == meaning or said.startswith(heading)) for one, said in shown), word
    assert all(re.fullmatch(value_of("Share")["pattern"], share) for share in words.SHARES)


# --- what is right is accepted -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_data_and_the_example_of_the_page_are_accepted(name: str, tmp_path: Path) -> None:
    ours, page = files(ROOT, name), files(example(tmp_path), name)
    assert ours
    assert page
    assert refused(name, ours + page) == {}


def test_no_file_of_the_ledger_is_left_out() -> None:
    known = {path for name in NAMES for path in files(ROOT, name)}
    assert known == set((ROOT / "data").rglob("*.yaml"))
    assert len(known) > 60


NUMBERS = """\
title: 2022
date: 2022
place:
  - {name: 12, latitude: 15, longitude: -1.7}
  - {name: Tindara, country: NO, latitude: "15.28"}
external: {example-database: 20417}
facts:
  deaths:
    measure: killed
    date: 2022-04-19
    claims:
      - {source: un-mission, count: 50, page: 12, including: {women: 3, girls: some}, made_of: {killed: 49, died: 1}}
      - {source: gazette, count: "50", stated: 2022-04, page: 12.5}
"""


def test_numbers_and_dates_need_no_quotes(write_ledger: WriteLedger) -> None:
    root = write_ledger({"data/incidents/tindara.yaml": NUMBERS})
    assert load(root).findings == ()
    assert refused("incident", files(root, "incident")) == {}


# --- what is wrong is refused ------------------------------------------------------------------------------------------

NAMED = {
    GOOD: "incident",
    QUESTION: "incident",
    TOTAL: "total",
    ACTOR: "actors",
    DOCUMENT: "documents",
    LEDGER: "ledger",
}
UNSEEN = {  # what takes a calendar, a comparison or another line to see
    "reversed range: 9 is above 3",
    "2022-02-29 does not exist: February 2022 has 28 days",
    "2022-09-03 is in the future (today is 2022-09-02)",
    "`amry` is not among the answers here",
    "`count` is not among the answers here",
    "un-mission speaks twice here in one document",
}


MORE = [  # of what is good, what is replaced, by what, where the schema says so
    (GOOD, "count: 18", "count: 18\n        denies: event", "$.facts.deaths.claims[1]"),
    (GOOD, "count: 18", "answer: army", "$.facts.deaths.claims[1]"),
    (GOOD, "count: 18", "denies: evnt", "$.facts.deaths.claims[1].denies"),
    (QUESTION, "answer: army", "count: 5", "$.facts.burial.claims[0]"),
    (QUESTION, "    question", "    measure: killed\n    question", "$.facts.burial"),
    (QUESTION, "{army:", '{"a\\nb": x, army:', "$.facts.burial.answers"),
    (GOOD, "count: 18", "count: -5", "$.facts.deaths.claims[1].count"),
    (GOOD, "count: 18", "count: 18.5", "$.facts.deaths.claims[1].count"),
    (GOOD, "count: 18", "count: 1,000", "$.facts.deaths.claims[1].count"),
    (GOOD, "count: 18", "count: true", "$.facts.deaths.claims[1].count"),
    (GOOD, "count: 18", "count: up to 018", "$.facts.deaths.claims[1].count"),
    (GOOD, "count: 18", "count: 18\n        including: {women: many}", "$.facts.deaths.claims[1].including.women"),
    (GOOD, "2022-04-19", "2022-13", "$.date"),
    (GOOD, "2022-04-19", "2022-04-19/..", "$.date"),
    (GOOD, "place: {name: Tindara", "place: [Tindara]\nsummary: {name: Tindara", "$.place"),
    (GOOD, "place:", "withdrawn: {date: 2022-05-01}\nplace:", "$.withdrawn"),
    (TOTAL, "count: 96", "count: 96, share: 64%", "$.claims[0]"),
    (LEDGER, "{army:", "{Army:", "$.categories"),
]


def written(folder: Path, good: str, content: str, name: str) -> Path:
    """The content as a file; an actor or document below an id."""
    if NAMED[good] in ("actors", "documents"):
        content = "tindara:\n" + "".join(f"  {line}" for line in content.splitlines(keepends=True))
    path = folder / f"{name}.yaml"
    path.write_text(content, encoding="utf-8", newline="\n")
    return path


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What check-jsonschema says of the good ones, every fault of test_shape, and MORE: good-0.yaml, fault-0.yaml, more-0.yaml."""
    folder = tmp_path_factory.mktemp("faults")
    contents = [(good, good, f"good-{number}") for number, good in enumerate(KINDS)]
    contents += [(good, good.replace(old, new), f"fault-{i}") for i, (good, old, new, *_) in enumerate(FAULTS)]
    contents += [(good, good.replace(old, new), f"more-{i}") for i, (good, old, new, _) in enumerate(MORE)]
    paths: dict[str, list[Path]] = {}
    for good, content, name in contents:
        paths.setdefault(NAMED[good], []).append(written(folder, good, content, name))
    return {file: said for name in paths for file, said in refused(name, paths[name]).items()}


@pytest.mark.parametrize("number", range(len(FAULTS)), ids=[f"{row[3]}-{row[2].strip()[:20]}" for row in FAULTS])
def test_a_fault_of_shape_is_refused(number: int, verdicts: dict[str, list[str]]) -> None:
    assert (f"fault-{number}.yaml" in verdicts) == (FAULTS[number][6] not in UNSEEN)


def test_what_is_unseen_is_among_the_faults() -> None:
    assert {row[6] for row in FAULTS} >= UNSEEN
    assert len(FAULTS) - len(UNSEEN) >= 50


def test_the_good_ones_are_accepted(verdicts: dict[str, list[str]]) -> None:
    assert [file for file in verdicts if file.startswith("good-")] == []


@pytest.mark.parametrize(("number", "good", "old", "new", "where"), [(i, *row) for i, row in enumerate(MORE)])
def test_it_is_refused_where_it_is_wrong(
    number: int, good: str, old: str, new: str, where: str, verdicts: dict[str, list[str]]
) -> None:
    assert good.count(old) == 1
    assert new not in good
    assert where in {said.partition(": ")[0] for said in verdicts[f"more-{number}.yaml"]}


def test_the_key_that_does_not_go_with_another_is_named() -> None:
    fact = {"measure": "killed", "question": "Who did it?", "claims": []}
    incident = {"title": "Attack on Tindara", "date": "2022", "facts": {"deaths": fact}}
    said = {error.message for error in jsonschema.Draft7Validator(schema("incident")).iter_errors(incident)}
    assert said == {"False schema does not allow 'Who did it?'", "'answers' is a required property"}


# --- of one mind with the reader ---------------------------------------------------------------------------------------

PIECES = [
    "at least ",
    "more than ",
    "about ",
    "~",
    " to ",
    "-",
    "between ",
    " and ",
    "less than ",
    "0",
    "1",
    "9",
    "10000000",
]
FIGURE = st.sampled_from([*FIGURES, "10000001", "012", "50+"]) | st.lists(
    st.sampled_from([*PIECES, *figures.VAGUE]), max_size=4
).map("".join)
DATE_PIECES = ["2022", "0000", "-", "/", "..", "04", "13", "Q2", "Q5", "H1", "31", "32", "~", "?"]
DATE = st.from_regex(
    r"[0-2][09]2[0-9](-[01][0-9](-[0-3][0-9])?)?[~?]?(/20[0-9]{2}(-(Q[1-4]|[01][0-9]))?)?", fullmatch=True
)
DATES = DATE | st.lists(st.sampled_from(DATE_PIECES), max_size=7).map("".join)


def fault(parse: Any, written: str) -> str:
    """Why it cannot be read, or nothing."""
    try:
        parse(written)
    except (figures.NotAFigure, dates.NotADate) as no:
        return str(no)
    return ""


@given(FIGURE)
@case("10000000")
@case("up to 0")
def test_a_figure_fits_where_it_can_be_read(written: str) -> None:
    why = fault(figures.parse, written)
    unseen = re.search("reversed range|leaves nobody|nothing is about zero", why)
    assert bool(re.search(value_of("Figure")["pattern"], written)) == (not why or bool(unseen))


@given(DATES)
@case("2022-02-30")
@case("../2022-Q2?")
def test_a_date_fits_where_it_can_be_read(written: str) -> None:
    why = fault(dates.parse, written)
    unseen = re.search("reversed range|does not exist: .* has [0-9]+ days", why)
    fits = bool(re.search(value_of("When")["pattern"], written))
    assert fits == (not why) or (fits and unseen)


def test_no_pattern_takes_long() -> None:
    patterns = {
        node["pattern"] for name in NAMES for node in inside(schema(name)) if isinstance(node.get("pattern"), str)
    }
    assert len(patterns) >= 10
    start = time.process_time()
    for pattern in patterns:
        for piece in (" ", "a", "-a", "0", "\n", "a\n", "at least ", "2022-", "fr-ab", "/a", "http://a:1/"):
            assert re.search(pattern, piece * 20_000 + "\x00\n!") is None or "\\S" in pattern
    assert time.process_time() - start < 2


# --- what an editor offers ---------------------------------------------------------------------------------------------


def filled(body: Any) -> Any:
    """The snippet as it stands where nothing is typed over."""
    if isinstance(body, dict):
        return {filled(key): filled(value) for key, value in body.items()}
    if isinstance(body, list):
        return [filled(item) for item in body]
    return re.sub(r"\$\{\d+:(.*?)\}", r"\1", body) if isinstance(body, str) else body


OFFERED = [
    (name, snippet["label"], definition, snippet["body"])
    for name in NAMES
    for definition, one in [("", schema(name)), *schema(name)["definitions"].items()]
    for snippet in one.get("defaultSnippets", [])
]


@pytest.mark.parametrize(("name", "label", "definition", "body"), OFFERED, ids=[row[1] for row in OFFERED])
def test_a_new_record_is_right_as_it_is_offered(name: str, label: str, definition: str, body: Any) -> None:
    whole = schema(name)
    part = {**whole["definitions"][definition], "definitions": whole["definitions"]} if definition else whole
    jsonschema.Draft7Validator(part).validate(filled(body))


def test_what_is_offered() -> None:
    labels = {label for _, label, _, _ in OFFERED}
    assert labels >= {"new incident", "new claim: a figure", "new claim: an answer", "new cell", "new total"}


def test_a_new_incident_is_read_without_a_fault(write_ledger: WriteLedger) -> None:
    (body,) = [body for _, label, _, body in OFFERED if label == "new incident"]
    root = write_ledger({**DEFAULTS, "data/incidents/tindara.yaml": json.dumps(filled(body), ensure_ascii=False)})
    assert load(root).findings == ()
    facts = schema("incident")["properties"]["facts"]
    for snippet in facts["defaultSnippets"]:
        incident = {**filled(body), "facts": filled(snippet["body"])}
        jsonschema.Draft7Validator(schema("incident")).validate(incident)
        (root / "data/incidents/tindara.yaml").write_text(json.dumps(incident), encoding="utf-8")
        assert load(root).findings == ()


def test_the_places_to_type_are_numbered_in_order() -> None:
    for _, _, _, body in OFFERED:
        numbers = [int(number) for number in re.findall(r"\$\{(\d+):", json.dumps(body))]
        assert numbers == list(range(1, len(numbers) + 1))
        assert numbers


def test_each_figure_offered_can_be_read() -> None:
    offered = [filled(snippet["body"]) for snippet in value_of("Figure")["defaultSnippets"]]
    assert [figures.parse(figure).text for figure in offered] == list(FIGURES[1:])
