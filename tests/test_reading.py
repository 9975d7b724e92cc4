"""Reading a tree of files: one bad file never hides the others, and nothing depends on an order."""

from __future__ import annotations

import gc
import os
from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from conflict_ledger import __version__
from conflict_ledger.reading import CHECKS, find, load

if TYPE_CHECKING:
    from conflict_ledger.ledger import Ledger
    from tests.conftest import WriteLedger

TODAY = date(2026, 1, 1)
TINDARA = """\
title: Attack on Tindara
date: 2022-04-19
place: {name: Tindara, country: XK}
facts:
  deaths:
    measure: killed
    claims:
      - {source: un-mission, document: un-report, count: at least 50, victims: civilians}
      - {source: kelouma-army, document: army-statement, count: 18, victims: fighters}
  arrests:
    measure: arrested
    claims:
      - {source: kelouma-army, document: army-statement, count: 611}
"""
KELOUMA = TINDARA.replace("Tindara", "Kelouma")
TOTAL = """\
title: Civilians killed in Kelouma
period: 2022-Q2
claims:
  - {source: un-mission, document: un-report, measure: killed, count: 96}
"""


def said(ledger: Ledger) -> list[tuple[str, str, int, int, str, str]]:
    return [(one.check, one.path, one.line, one.column, one.message, one.hint) for one in ledger.findings]


def test_a_ledger(write_ledger: WriteLedger) -> None:
    files = {"data/incidents/tindara.yaml": TINDARA, "data/incidents/2022/kelouma.yaml": KELOUMA}
    ledger = load(write_ledger({**files, "data/totals/kelouma-2022-q2.yaml": TOTAL}), TODAY)
    assert said(ledger) == []
    assert set(ledger.incidents) == {"tindara", "kelouma"}
    assert set(ledger.totals) == {"kelouma-2022-q2"}
    claim = ledger.incidents["kelouma"].facts["deaths"].claims[1]
    assert claim.address == "kelouma/deaths/kelouma-army"
    assert claim.at.path == "data/incidents/2022/kelouma.yaml"
    assert ledger.place(claim.at, "count") == (9, 65)
    assert ledger.settings.title == "Kelouma ledger"
    assert "un-mission" in ledger.actors
    assert "un-report" in ledger.documents


def test_actors_and_documents_may_be_in_several_files(write_ledger: WriteLedger) -> None:
    more = {"data/actors/press.yaml": "daily: {name: Daily, kind: media}\n"}
    ledger = load(write_ledger({**more, "data/documents/2022/a.yaml": "d: {title: D, publisher: daily}\n"}), TODAY)
    assert said(ledger) == []
    assert {"daily", "un-mission"} <= set(ledger.actors)
    assert {"d", "un-report"} <= set(ledger.documents)


@pytest.mark.parametrize(
    ("content", "check", "line", "column"),
    [
        (b"title: \xff\n", "encoding", 1, 8),
        (b"title: a: b\n", "yaml-syntax", 1, 9),
        (b"", "empty-file", 1, 1),
        (b"[]\n", "wrong-type", 1, 1),
        (b"title: t\ndate: 2022-02-30\nfacts: {}\n", "bad-date", 2, 7),
        (b"a" * (2 << 20), "too-large", 1, 1),
    ],
)
def test_a_bad_file_never_hides_the_others(
    write_ledger: WriteLedger, content: bytes, check: str, line: int, column: int
) -> None:
    root = write_ledger({"data/incidents/tindara.yaml": TINDARA, "data/totals/z.yaml": TOTAL})
    (root / "data/incidents/bad.yaml").write_bytes(content)
    ledger = load(root, TODAY)
    assert [one[:4] for one in said(ledger)] == [(check, "data/incidents/bad.yaml", line, column)]
    assert set(ledger.incidents) == {"tindara"}
    assert set(ledger.totals) == {"z"}


@pytest.mark.parametrize("path", ["data/ledger.yaml", "data/actors.yaml", "data/documents.yaml", "data/totals/a.yaml"])
def test_no_other_bad_file_hides_the_incidents(write_ledger: WriteLedger, path: str) -> None:
    ledger = load(write_ledger({"data/incidents/tindara.yaml": TINDARA, path: "- &a\n"}), TODAY)
    assert [one[:2] for one in said(ledger)] == [("yaml-anchor", path)]
    assert set(ledger.incidents) == {"tindara"}


def test_within_a_list_of_actors_the_good_ones_are_read(write_ledger: WriteLedger) -> None:
    actors = "one: {name: One, kind: media}\nTwo: {name: Two, kind: media}\nthree: {name: Three}\nfour: {name: F, kind: un}\n"
    ledger = load(write_ledger({"data/actors.yaml": actors}), TODAY)
    assert set(ledger.actors) == {"one", "four"}
    assert [one[0:1] + one[2:4] for one in said(ledger)] == [("bad-id", 2, 1), ("missing-key", 3, 8)]


@pytest.mark.parametrize(("content", "what"), [("[]\n", "a list"), ("text\n", "a text"), ("~\n", "nothing")])
def test_actors_that_are_no_mapping(write_ledger: WriteLedger, content: str, what: str) -> None:
    ledger = load(write_ledger({"data/actors.yaml": content}), TODAY)
    message = f"{what} where a mapping of ids belongs"
    assert said(ledger) == [("wrong-type", "data/actors.yaml", 1, 1, message, "write each record below its id")]


def test_nothing_at_all(tmp_path: Path) -> None:
    for folder in ("", "data", "data/incidents"):
        (tmp_path / folder).mkdir(exist_ok=True)
        ledger = load(tmp_path, TODAY)
        assert said(ledger) == []
        assert (ledger.incidents, ledger.actors, ledger.settings.title) == ({}, {}, "Untitled ledger")


WRONG_NAMES = [  # path, check, message, hint
    ("data/incidents/tindara.yml", "file-name", "only files that end in .yaml are read", "rename it"),
    ("data/incidents/tindara.YAML", "file-name", "only files that end in .yaml are read", "rename it"),
    ("data/notes.yaml", "unread-file", "no command reads this file", "move it to data/incidents/"),
    ("data/incident/tindara.yaml", "unread-file", "no command reads this file", "move it to data/incidents/"),
    ("data/incidents.yaml", "unread-file", "no command reads this file", "move it to data/incidents/"),
    (
        "data/incidents/Tindara.yaml",
        "bad-id",
        "`Tindara` is not an id: lower-case a-z, 0-9 and -, starting with a letter",
        "rename the file",
    ),
    (
        "data/incidents/tindara 2.yaml",
        "bad-id",
        "`tindara 2` is not an id: lower-case a-z, 0-9 and -, starting with a letter",
        "rename the file",
    ),
    (
        "data/incidents/tìndara.yaml",
        "bad-id",
        "`tìndara` is not an id: it contains U+00EC LATIN SMALL LETTER I WITH GRAVE",
        "rename the file",
    ),
    ("data/totals/con.yaml", "bad-id", "`con` cannot be a file's name on Windows", "rename the file"),
]


@pytest.mark.parametrize(("path", "check", "message", "hint"), WRONG_NAMES)
def test_wrong_name(write_ledger: WriteLedger, path: str, check: str, message: str, hint: str) -> None:
    ledger = load(write_ledger({path: TINDARA, "data/incidents/kelouma.yaml": KELOUMA}), TODAY)
    assert said(ledger) == [(check, path, 1, 1, message, hint)]
    assert [one.severity for one in ledger.findings] == ["warning" if check == "unread-file" else "error"]
    assert set(ledger.incidents) == {"kelouma"}


def test_a_file_name_that_is_not_utf8(write_ledger: WriteLedger) -> None:
    root = write_ledger({})
    try:
        Path(os.fsdecode(os.fsencode(root / "data/incidents") + b"/\xff.yaml")).write_text(TINDARA, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert [one.check for one in load(root, TODAY).findings] == ["bad-id"]


@pytest.mark.parametrize(
    "path", ["data/incidents/.draft.yaml", "data/.trash/x.yaml", "data/notes.txt", "data/incidents/x.md"]
)
def test_what_is_left_alone(write_ledger: WriteLedger, path: str) -> None:
    ledger = load(write_ledger({path: "- &a\n"}), TODAY)
    assert (said(ledger), ledger.incidents) == ([], {})


@pytest.mark.parametrize(("folder", "content"), [("incidents", TINDARA), ("totals", TOTAL)])
def test_an_id_in_two_folders(write_ledger: WriteLedger, folder: str, content: str) -> None:
    first, second = f"data/{folder}/2021/one.yaml", f"data/{folder}/2022/one.yaml"
    ledger = load(write_ledger({first: content, second: content.replace("2022-", "2021-")}), TODAY)
    message = f"one stands also in {first}"
    assert said(ledger) == [("repeated-id", second, 1, 1, message, "rename one of the two files")]
    assert getattr(ledger, folder)["one"].at.path == first


def test_an_actor_in_two_files(write_ledger: WriteLedger) -> None:
    ledger = load(write_ledger({"data/actors/more.yaml": "# more\nun-mission: {name: Other, kind: un}\n"}), TODAY)
    message = "un-mission stands also in data/actors.yaml"
    assert said(ledger) == [("repeated-id", "data/actors/more.yaml", 2, 1, message, "keep one")]
    assert ledger.actors["un-mission"].name == "UN Mission in Kelouma"


@pytest.mark.parametrize(
    ("requires", "message"),
    [
        (">=99", f"this ledger requires >=99; this is version {__version__}"),
        (">=0.1.0.1", f"this ledger requires >=0.1.0.1; this is version {__version__}"),
        (">=0.1", None),
        (">= 0.0.9", None),
        ("any", None),
        (">=" + "9" * 5000, None),  # no bound that can be read
    ],
)
def test_requires(write_ledger: WriteLedger, requires: str, message: str | None) -> None:
    files = {"data/ledger.yaml": f'title: Kelouma\nrequires: "{requires}"\n', "data/incidents/tindara.yaml": TINDARA}
    ledger = load(write_ledger(files), TODAY)
    expected = ("needs-newer-tool", "data/ledger.yaml", 2, 11, message, "upgrade the program")
    assert said(ledger) == ([expected] if message else [])
    assert set(ledger.incidents) == {"tindara"}


def test_every_check_of_this_room_is_tested() -> None:
    files = (Path(__file__).with_name(name) for name in ("test_reading.py", "test_hostile_files.py"))
    tests = "".join(path.read_text(encoding="utf-8") for path in files)
    assert all(f'"{check}"' in tests for check in CHECKS)


def test_the_order_of_keys_does_not_matter(write_ledger: WriteLedger) -> None:
    turned = """\
        facts:
          arrests:
            claims:
              - {count: 611, document: army-statement, source: kelouma-army}
            measure: arrested
          deaths:
            claims:
              - {victims: civilians, count: at least 50, document: un-report, source: un-mission}
              - {document: army-statement, count: 18, victims: fighters, source: kelouma-army}
            measure: killed
        place: {country: XK, name: Tindara}
        date: 2022-04-19
        title: Attack on Tindara
        """
    ledger = load(write_ledger({"data/incidents/tindara.yaml": TINDARA}), TODAY)
    again = load(write_ledger({"data/incidents/tindara.yaml": dedent(turned)}), TODAY)
    assert ledger.texts["data/incidents/tindara.yaml"] != again.texts["data/incidents/tindara.yaml"]
    assert ledger.incidents == again.incidents
    assert ledger.findings == again.findings == ()


def test_the_order_and_the_folders_of_files_do_not_matter(tmp_path: Path) -> None:
    files = {"b/tindara": TINDARA, "a/kelouma": KELOUMA, "z": TINDARA.replace("18", "1,000"), "c/z": KELOUMA}
    ledgers = []
    for number, names in enumerate([list(files), list(reversed(files))]):
        root = tmp_path / str(number)
        for name in names:
            path = root / f"data/incidents/{name}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files[name], encoding="utf-8")
        ledgers.append(load(root, TODAY))
    one, other = ledgers
    assert list(one.incidents) == list(other.incidents) == ["kelouma", "tindara", "z"]
    assert one.incidents == other.incidents
    assert one.findings == other.findings
    assert [finding.check for finding in one.findings] == ["repeated-id"]


def test_find(write_ledger: WriteLedger, tmp_path: Path) -> None:
    root = write_ledger({"data/incidents/2022/tindara.yaml": TINDARA})
    assert find(root / "data/incidents/2022") == find(root / "data") == find(root) == root
    assert find(root.parent) is None


def test_a_load_leaves_nothing_for_the_collector(write_ledger: WriteLedger) -> None:
    root = write_ledger(
        {
            "data/incidents/tindara.yaml": TINDARA,
            "data/incidents/kelouma.yaml": KELOUMA.replace("18", "1,000").replace("title", "titel"),
            "data/incidents/bad.yaml": "a: *b\n",
            "data/incidents/syntax.yaml": "a: b: c\n",
            "data/totals/t.yaml": TOTAL,
        }
    )
    load(root, TODAY)  # what is made once: tables, patterns
    gc.collect()
    gc.disable()
    try:
        ledger = load(root, TODAY)
        assert gc.collect() == 0
    finally:
        gc.enable()
    assert len(ledger.findings) == 5
