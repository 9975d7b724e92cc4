"""The hostile and odd files of the corpus, each with the verdict of its manifest.

Layers bytes, yaml and subset hold for any format: the file as it stands is read or refused. The rows of the other layers are
about the fields of a simple incident (`id`, `killed`, `location`); they are carried over to ours: its claims become the
claims of a fact, its web address that of a document, its id a claim's, and the verdict must be the same.
"""

from __future__ import annotations

import csv
import re
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from conflict_ledger import model, shape, yamltext
from conflict_ledger.readers import Report

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
CONTROL = "2024-01-15-testville-001"
TODAY = date(2026, 1, 1)

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="no ../shared/corpus beside the repository")

OTHERWISE = {  # row: whether it is accepted here, and why that is right
    "type_killed_quoted.yaml": (True, "all values are text here: a quoted number is the same number"),
    "type_killed_approx.yaml": (True, "`~3` is how this format writes about 3"),
    "type_date_year_only.yaml": (True, "a year is a vague date here"),
    "type_date_year_month.yaml": (True, "a month is a vague date here"),
    "type_date_future.yaml": (False, "dates in the future are errors here (page 1.4)"),
    "homo_source_cyrillic.yaml": (False, "a source is an actor's id here, never a name in other letters"),
    "homo_fullwidth_source.yaml": (False, "a source is an actor's id here, never a name in other letters"),
    "out_csv_at.yaml": (False, "a source is an actor's id here, never a formula"),
    "claim_identical_twice.yaml": (False, "the same source twice in one document needs an `id` each"),
    "id_duplicate_a.yaml": (True, "the other file is not there; test_reading has both"),
    "id_duplicate_b.yaml": (True, "the other file is not there; test_reading has both"),
    "ref_missing.yaml": (True, "one file alone does not show what is missing; the checks see all"),
}


@dataclass(frozen=True)
class Row:
    file: str
    expected: str
    layer: str

    @property
    def accepted(self) -> bool:
        return self.expected.startswith("accept")

    @property
    def data(self) -> bytes:
        return (CORPUS / "files" / self.file).read_bytes()


def rows() -> list[Row]:
    if not CORPUS.is_dir():
        return []
    with (CORPUS / "manifest.tsv").open(encoding="utf-8", newline="") as manifest:
        table = csv.DictReader(manifest, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Row(row["file"], row["expected"], row["layer"]) for row in table]


ROWS = rows()
AS_IT_STANDS = [row for row in ROWS if row.layer in ("bytes", "yaml", "subset")]
CARRIED = [row for row in ROWS if row not in AS_IT_STANDS]


def faults(data: bytes, kind: type = model.Incident) -> list[tuple[int, int, str]]:
    """Where and why the file is not read as a record of that kind: from yamltext, or else from shape."""
    try:
        text = yamltext.read(data)
    except yamltext.Refusal as no:
        return [(no.line, no.column, no.message)]
    report = Report("data/incidents/tindara.yaml", text, TODAY)
    shape.record(report, kind, text.tree, ())
    return [(finding.line, finding.column, finding.message) for finding in report.findings]


RENAMED = (
    (r"^id:.*\n", ""),
    (r"^location:", "place:"),
    (r"^tags:", "aka:"),
    (r"\blat:", "latitude:"),
    (r"\blon:", "longitude:"),
    (r"^related: \[([^{]*)\]", r"related: [{incident: y\1, as: see-also}]"),
    (r"\"?id\"?: ?[^,]*, ?", ""),  # in brackets
    (r"\"?claims\"?: ?(\[.*\])", r"facts: {deaths: {measure: killed, claims: \1}}"),
    (r"killed\b(\"?):", r"count\1:"),
)


def incident(text: str) -> str:
    """The simple incident as one of ours: what is said of it otherwise is left as it stands."""
    for pattern, ours in RENAMED:
        text = re.sub(pattern, ours, text, flags=re.MULTILINE)
    if text.startswith("{"):
        return text
    head, claims, rest = re.split(r"^(claims:.*\n(?:(?:[ -].*)?\n)*)", text, maxsplit=1, flags=re.MULTILINE)
    claims = re.sub(r"^ +(?:url|accessed):.*\n", "", claims, flags=re.MULTILINE)
    claims = claims.replace("Example Wire", "wire")
    return head + "facts:\n  deaths:\n    measure: killed\n    " + claims.replace("\n", "\n    ").rstrip(" ") + rest


def document(text: str) -> str:
    """A document with the web address of the simple incident."""
    url = re.search(r"\burl:(.*\n)", text)
    return f"title: Example\npublisher: wire\nurl:{url[1]}" if url else ""


def carried(data: bytes) -> list[tuple[int, int, str]]:
    if found := faults_of_text(data):
        return found
    text = data.decode()
    if not re.search(r"^claims:|\bclaims\"?: ?\[\{", text, re.MULTILINE):
        return faults(data)
    found = faults(incident(text).encode())
    name = re.search(r"^id:(.*\n)", text, re.MULTILINE)
    if name and name[1].strip() != CONTROL:
        letter = name[1].replace(" 2024", " y2024")  # ours start with a letter
        found += faults(f"source: wire\ncount: 3\nid:{letter}".encode(), model.Claim)
    if address := document(text):
        found += faults(address.encode(), model.Document)
    return found


def faults_of_text(data: bytes) -> list[tuple[int, int, str]]:
    try:
        yamltext.read(data)
    except yamltext.Refusal as no:
        return [(no.line, no.column, no.message)]
    return []


def settled(row: Row, found: list[tuple[int, int, str]], accepted: bool) -> None:
    assert accepted == (not found), found[:3]
    lines = row.data.count(b"\n") + 8
    for line, column, message in found:
        assert 1 <= line <= lines
        assert column >= 1
        assert 0 < len(message) < 400


@pytest.mark.parametrize("row", AS_IT_STANDS, ids=lambda row: row.file)
def test_as_it_stands(row: Row) -> None:
    start = time.process_time()
    found = faults_of_text(row.data)
    assert time.process_time() - start < 1
    settled(row, found, row.accepted)


@pytest.mark.parametrize("row", CARRIED, ids=lambda row: row.file)
def test_carried_over(row: Row) -> None:
    start = time.process_time()
    found = carried(row.data)
    assert time.process_time() - start < 2
    settled(row, found, OTHERWISE[row.file][0] if row.file in OTHERWISE else row.accepted)


def test_the_exceptions_are_exceptions() -> None:
    expected = {row.file: row.accepted for row in CARRIED}
    assert {file: not accepted for file, (accepted, _) in OTHERWISE.items()} == {f: expected[f] for f in OTHERWISE}


def test_the_corpus_is_whole() -> None:
    assert len(ROWS) > 400
    assert {row.file for row in ROWS} == {path.name for path in (CORPUS / "files").iterdir()}
