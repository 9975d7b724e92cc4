"""What is imported and which files are opened: what makes a command quick, without a clock."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import DEFAULTS
from terminal import environment, session
from test_cache import TICK, written

if TYPE_CHECKING:
    from conftest import WriteLedger

ROOT = Path(__file__).parent.parent
WATCH = """
import json, os, sys
if hasattr(os, "sched_setaffinity"):  # on one core: no child opens files unseen
    os.sched_setaffinity(0, {{min(os.sched_getaffinity(0))}})
opened = []
def hook(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        opened.append(arguments[0])
sys.addaudithook(hook)
from conflict_ledger.cli import run
sys.argv = ["ledger", *{arguments!r}]
try:
    run()
except SystemExit as end:
    code = end.code
else:
    code = 0
with open({told!r}, "w") as file:
    json.dump({{"code": code, "modules": sorted(sys.modules), "opened": opened}}, file)
"""


def watched(root: Path, *arguments: str, **environment: str) -> tuple[set[str], list[str]]:
    """The modules that the command imported, and the files of the ledger that it opened, from its root."""
    told = Path(tempfile.mkdtemp()) / "told.json"
    code = WATCH.format(arguments=list(arguments), told=str(told))
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
    )
    seen = json.loads(told.read_text(encoding="utf-8"))
    shutil.rmtree(told.parent)
    assert seen["code"] in (0, 1), done.stderr
    data = f"{root}/data/"
    return set(seen["modules"]), [f"data/{path.removeprefix(data)}" for path in seen["opened"] if path.startswith(data)]


HEAVY = {"asyncio", "duckdb", "jinja2", "msgspec", "pydantic", "rich.console", "ruamel", "rich", "yaml", "xlsxwriter"}


def test_version_imports_nothing() -> None:
    modules, _ = watched(ROOT, "--version")
    assert not modules & (HEAVY | {"typer", "pathlib", "typing", "hashlib", "inspect"})


@pytest.mark.parametrize("arguments", [["--help"], ["show", "--help"], ["validate", "--help"]])
def test_help_imports_the_command_line_and_no_more(arguments: list[str]) -> None:
    modules, opened = watched(ROOT, *arguments)
    assert not modules & HEAVY
    ours = {name for name in modules if name.startswith("conflict_ledger.")}
    assert ours <= {
        "conflict_ledger.cli",
        "conflict_ledger.cli.app",
        "conflict_ledger.cli.handing",
        "conflict_ledger.cli.options",
        "conflict_ledger.cli.writers",
        "conflict_ledger.cli.main",
        "conflict_ledger.cli.remembering",
        "conflict_ledger.cache",
    }
    assert opened == []


def test_completion_reads_nothing() -> None:
    asked = {
        "_LEDGER_COMPLETE": "complete_bash",
        "_TYPER_COMPLETE_ARGS": "ledger show hom",
        "COMP_WORDS": "ledger show hom",
    }
    modules, opened = watched(ROOT, **{**asked, "COMP_CWORD": "2"})
    assert not modules & HEAVY
    assert opened == []


def test_show_imports_what_it_uses() -> None:
    modules, _ = watched(ROOT, "show", "hombori")
    assert not modules & (HEAVY - {"msgspec", "rich", "yaml"})
    assert not {name for name in modules if name.startswith(("conflict_ledger.checks", "conflict_ledger.totals"))}
    assert not modules & {
        "conflict_ledger.wire",
        "conflict_ledger.reports",
        "conflict_ledger.history",
        "hashlib",
        "tempfile",
    }


INCIDENT = """
    title: Raid
    date: 2022-04-19
    facts:
      deaths: {measure: killed, claims: [{source: un-mission, document: un-report, count: 3}]}
    """


def test_show_reads_what_the_answer_rests_on(write_ledger: WriteLedger) -> None:
    others = {f"data/incidents/{name}.yaml": INCIDENT for name in ("tindara", "whole", "near", "far", "other")}
    documents = "un-late: {title: Late, publisher: un-mission, published: 2022-09-02, disputed: [{by: gazette, document: answer}]}\n"
    root = write_ledger(
        {
            **others,
            "data/incidents/market.yaml": """
                title: Killings at the market
                date: 2022-04-20
                related: [{incident: near, as: separate}]
                facts:
                  deaths: {measure: killed, part_of: whole/deaths, claims: [{source: un-mission, document: un-late, count: 2}]}
                """,
            "data/documents/late.yaml": documents,
            "data/documents/answer.yaml": "answer: {title: Answer, publisher: gazette}\n",
            "data/documents/many.yaml": "another: {title: Another, publisher: gazette}\n",
            "data/actors/more.yaml": "band: {name: Band, kind: militia}\n",
        }
    )
    _, opened = watched(root, "show", "market")
    incidents = sorted(path for path in opened if path.startswith("data/incidents/"))
    assert incidents == ["data/incidents/market.yaml", "data/incidents/near.yaml", "data/incidents/whole.yaml"]
    read = {path for path in opened if not path.startswith("data/incidents/")}
    assert read >= {
        "data/actors.yaml",
        "data/actors/more.yaml",
        "data/documents/late.yaml",
        "data/documents/answer.yaml",
    }


DOCUMENTS = "extra: {title: Extra, publisher: gazette, published: 2022-09-01}\n"
ODD = {
    "nothing": {},
    "documents that cannot be read": {"data/documents.yaml": "a: [", "data/documents/more.yaml": DOCUMENTS},
    "actors that cannot be read": {"data/actors.yaml": "a: ["},
    "a document that stands twice": {"data/documents/more.yaml": DEFAULTS["data/documents.yaml"]},
    "a file of documents that is wrong": {"data/documents/more.yaml": "un-report: {title: A}\nextra: [1]\n"},
    "an actor that is wrong": {"data/actors/more.yaml": "un-mission: {kind: un}\nBAD: {}\n"},
    "a fault in the incident": {"data/incidents/tindara.yaml": INCIDENT.replace("Raid", "Raid on Kelouma\n    odd: 1")},
    "a related incident that is wrong": {"data/incidents/b.yaml": "a: ["},
    "folders that are one to some systems": {"data/incidents/A/c.yaml": INCIDENT, "data/incidents/a/d.yaml": INCIDENT},
}


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("odd", ODD)
def test_show_says_what_the_whole_reading_says(write_ledger: WriteLedger, odd: str, form: str) -> None:
    """An id is read by itself; its title finds the same incident among all."""
    related = "date: 2022-04-19\n    related: [{incident: b, as: separate}]"
    text = INCIDENT.replace("Raid", "Raid on Kelouma").replace("date: 2022-04-19", related)
    named = text.replace("document: un-report", "document: extra, also_in: [un-report]")
    root = write_ledger({"data/incidents/tindara.yaml": named, "data/incidents/b.yaml": INCIDENT, **ODD[odd]})
    told = [
        subprocess.run(
            [sys.executable, "-m", "conflict_ledger", "show", name, "--format", form],
            cwd=root,
            capture_output=True,
            check=False,
        )
        for name in ("tindara", "raid-on-kelouma")
    ]
    assert told[0].stdout == told[1].stdout
    assert told[0].stderr == told[1].stderr
    assert told[0].returncode == told[1].returncode
    assert b"Kelouma" in told[0].stdout + told[0].stderr


def test_show_does_not_choose_between_two_of_one_id(write_ledger: WriteLedger) -> None:
    other = INCIDENT.replace("Raid", "Another raid")
    root = write_ledger(
        {
            "data/incidents/tindara.yaml": INCIDENT,
            "data/incidents/a/tindara.yaml": other,
            "data/incidents/b.yaml": other,
        }
    )
    _, opened = watched(root, "show", "tindara")
    assert "data/incidents/b.yaml" in opened  # all of it was read, and so which one stands is as everywhere


def test_a_warm_answer_reads_no_file(tmp_path: Path) -> None:
    root = written(tmp_path / "ledger")
    time.sleep(TICK)
    place = {"CONFLICT_LEDGER_CACHE": str(tmp_path / "cache")}
    question = ("totals", "2022", "--rule", "range")
    _, cold = watched(root, *question, **place)
    modules, again = watched(root, *question, **place)
    _, other = watched(root, "contradictions", **place)
    assert len(cold) >= 1500
    assert again == []
    assert not modules & {"typer", "yaml", "msgspec", "conflict_ledger.model", "conflict_ledger.reading"}
    assert {path for path in other if not path.endswith("ledger.yaml")} <= {
        f"data/incidents/{number % 30:02}/tindara-{number}.yaml" for number in range(0, 1500, 100)
    }  # only those with a contradiction, to say in which lines


def test_where_there_is_no_room_it_is_said(tmp_path: Path) -> None:
    """What is put aside is larger than a file may be here, as on a disk that is full."""
    import resource

    root = written(tmp_path / "ledger")
    done = subprocess.run(
        [sys.executable, "-m", "conflict_ledger", "--no-cache", "totals", "2022"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)),
    )
    assert (done.returncode, done.stdout) == (1, "")
    first, second = done.stderr.splitlines()
    assert first == "error: there is no room to write: File too large"
    assert second.startswith("make room; temporary files are in /")
    assert second.endswith(", and TMPDIR names another folder")


QUICKLY = """
import sys
from conflict_ledger.cli import run, working
working._MOMENT = 0.01
sys.argv[0] = "ledger"
run()
"""


def test_long_work_is_seen_on_a_terminal_and_leaves_nothing_there(tmp_path: Path) -> None:
    """A moment is a hundredth of a second here, for what takes half a second elsewhere."""
    root = written(tmp_path / "ledger")
    command = [sys.executable, "-c", QUICKLY, "validate", "--format", "concise"]
    piped = subprocess.run(command, cwd=root, capture_output=True, text=True, env=environment(), check=False)
    code, screen = session(command, root, [], TERM="xterm")
    first, *lines = screen.split("\r\x1b[K")
    assert first == ""
    assert any(re.fullmatch(r"reading [1-9][0-9]+ of 15[0-9]{2} files, [0-9]+ s", line) for line in lines)
    assert any(re.fullmatch("working it out, [0-9]+ s", line) for line in lines)
    assert all(re.fullmatch(".*, [0-9]+ s", line) for line in lines[:-1])
    assert (code, lines[-1]) == (piped.returncode, piped.stdout + piped.stderr)
    assert session(command, root, [])[1] == lines[-1]  # a terminal that cannot take a line back


def test_who_interrupts_long_work_is_left_with_no_line(tmp_path: Path) -> None:
    root = written(tmp_path / "ledger")
    interrupted = QUICKLY.replace("run()", "import os, signal\nsignal.setitimer(signal.ITIMER_VIRTUAL, 0.3)\nrun()")
    heard = "import os, signal\nsignal.signal(signal.SIGVTALRM, lambda *_: os.kill(os.getpid(), signal.SIGINT))\n"
    code, screen = session([sys.executable, "-c", heard + interrupted, "validate"], root, [], TERM="xterm")
    assert code == 130
    assert screen.startswith("\r\x1b[Kreading")
    assert screen.endswith("\r\x1b[K")
