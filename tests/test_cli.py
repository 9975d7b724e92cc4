"""The command line as it is used: answers, exit codes, streams, widths, colour, and text that stays text."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import jsonschema
import pytest

from conflict_ledger import __version__

if TYPE_CHECKING:
    from conftest import WriteLedger

ROOT = Path(__file__).parent.parent
LEDGER = str(Path(sys.executable).parent / "ledger")
SCHEMA = json.loads((ROOT / "schemas" / "answers.json").read_text(encoding="utf-8"))
TINDARA = """
    title: Raid on Tindara
    date: 2022-04-19
    place: {name: Tindara, aka: [Tin Dara], country: ML}
    facts:
      deaths:
        measure: killed
        claims:
          - {source: un-mission, document: un-report, count: at least 50, victims: civilians, perpetrator: kelouma-army,
             quote: "at least 50 [sic] civilians [/b] :skull: ::error::x"}
          - {source: kelouma-army, document: army-statement, count: 18, victims: fighters, perpetrator: kelouma-army}
    """
MARKET = TINDARA.replace("Raid on Tindara", "Market of Tindara").replace("2022-04-19", "2022-04-20")


class Done(NamedTuple):
    code: int
    out: str
    err: str


def ledger(*arguments: str, at: Path = ROOT, **environment: str) -> Done:
    """Runs `ledger` as a user would, in the folder, with nothing but the environment given."""
    base = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    done = subprocess.run([LEDGER, *arguments], cwd=at, env=base | environment, capture_output=True)
    return Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


@pytest.fixture
def tindara(write_ledger: WriteLedger) -> Path:
    return write_ledger({"data/incidents/tindara.yaml": TINDARA})


# --- JSON ----------------------------------------------------------------------------------------------------------

JSON = [
    ("validate",),
    ("contradictions",),
    ("contradictions", "hombori"),
    ("list",),
    ("show", "hombori"),
    ("show", "moura"),
    ("show", "hombori", "--as-of", "2022-05-01"),
    ("totals",),
    ("totals", "2022-Q2", "--rule", "preferred"),
    ("totals", "2022-Q2", "--measure", "arrested", "--victims", "people"),
    ("sources",),
    ("diff",),
    ("history", "hombori"),
]


@pytest.mark.parametrize("command", JSON, ids=" ".join)
def test_json_is_what_the_schema_says(command: tuple[str, ...]) -> None:
    done = ledger(*command, "--format", "json")
    assert done.code == 0
    document = json.loads(done.out)
    jsonschema.validate(document, SCHEMA, format_checker=jsonschema.FormatChecker())
    assert document["format"] == f"ledger.{command[0]}"


def test_the_schema_refuses_what_it_does_not_know() -> None:
    document = json.loads(ledger("list", "--format", "json").out)
    document["incidents"][0]["toll"] = 50
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, SCHEMA)


def test_open_figures_are_open_in_json() -> None:
    (period,) = json.loads(ledger("totals", "2022-Q2", "--format", "json").out)["periods"]
    army = next(row for row in period["itemised"] if row["category"] == "army")
    assert army["figure"] == {"low": 72, "high": None, "about": None, "text": "at least 72"}


# --- exit codes ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("show", "hombory"), 3, "did you mean hombori?"),
        (("show", "nowhere-at-all"), 3, "ledger list shows all"),
        (("show", "hombori", "--as-of", "2022-02-30"), 2, "February 2022 has 28 days"),
        (("show", "hombori", "--format", "yaml"), 2, "text or json"),
        (("show",), 2, "Missing argument"),
        (("totals", "soon"), 2, "'soon' is not a date"),
        (("totals", "2022-Q2", "--rule", "rnge"), 2, "did you mean range?"),
        (("totals", "2022-Q2", "--measure", "kiled"), 2, "did you mean killed?"),
        (("totals", "2022-Q2", "--victims", "civilian"), 2, "did you mean civilians?"),
        (("contradictions", "--kind", "counts"), 2, "did you mean count?"),
        (("sources", "minsma"), 3, "did you mean minusma?"),
        (("explain", "cuont"), 3, "did you mean count?"),
        (("validate", "README.md"), 2, "is not in the ledger's data/ folder"),
        (("validate", "data/incidents/nowhere.yaml"), 3, "no file"),
        (("validate", "--format", "xml"), 2, "text, concise, json"),
        (("list", "--place", "Paris"), 3, "no incident matches"),
        (("shwo", "hombori"), 2, "No such command"),
        (("-C", "/", "list"), 3, "no ledger in /"),
    ],
)
def test_mistakes_are_named_on_stderr(arguments: tuple[str, ...], code: int, says: str) -> None:
    done = ledger(*arguments)
    assert (done.code, done.out) == (code, "")
    assert says in done.err
    assert "Traceback" not in done.err


def test_no_ledger_and_an_empty_ledger(tmp_path: Path) -> None:
    assert ledger("list", at=tmp_path).code == 3
    (tmp_path / "data" / "incidents").mkdir(parents=True)
    for command in (("list",), ("validate",), ("totals",), ("show", "tindara"), ("contradictions",), ("sources",)):
        done = ledger(*command, at=tmp_path)
        assert (done.code, done.out) == (3, "")
        assert "no incidents yet" in done.err


def test_contradictions_fail_only_when_asked(tindara: Path) -> None:
    assert ledger("contradictions", at=tindara).code == 0
    assert ledger("contradictions", "--exit-code", at=tindara).code == 1
    assert ledger("contradictions", "--exit-code", "--kind", "answer", at=tindara).code == 0


def test_several_matches_are_listed(write_ledger: WriteLedger) -> None:
    root = write_ledger({"data/incidents/tindara-raid.yaml": TINDARA, "data/incidents/tindara-market.yaml": MARKET})
    done = ledger("show", "tindara", at=root)
    assert done.code == 2
    assert "tindara-market: Market of Tindara" in done.err
    assert "tindara-raid: Raid on Tindara" in done.err


def test_one_bad_file_hides_no_other(tindara: Path) -> None:
    (tindara / "data/incidents/kelouma.yaml").write_text("title: [", encoding="utf-8")
    shown = ledger("show", "tindara", at=tindara)
    assert (shown.code, "at least 50" in shown.out) == (0, True)
    listed = ledger("list", at=tindara)
    assert (listed.code, "Raid on Tindara" in listed.out) == (1, True)
    assert "1 error in 1 file" in listed.err
    checked = ledger("validate", at=tindara)
    assert checked.code == 1
    assert "data/incidents/kelouma.yaml:" in checked.out
    broken = ledger("show", "kelouma", at=tindara)
    assert (broken.code, "could not be read" in broken.err) == (1, True)


def test_validate_json_is_complete_on_broken_input(tindara: Path) -> None:
    (tindara / "data/incidents/kelouma.yaml").write_bytes(b"title: \xff\n")
    done = ledger("validate", "--format", "json", at=tindara)
    document = json.loads(done.out)
    jsonschema.validate(document, SCHEMA)
    assert done.code == 1
    errors = [one for one in document["findings"] if one["severity"] == "error"]
    assert [(one["check"], one["path"], one["line"], one["column"]) for one in errors] == [
        ("encoding", "data/incidents/kelouma.yaml", 1, 8)
    ]


def test_only_the_files_named_are_reported(tindara: Path) -> None:
    for name in ("kelouma", "dembara"):
        (tindara / f"data/incidents/{name}.yaml").write_text("", encoding="utf-8")
    done = ledger("validate", "incidents/kelouma.yaml", "--format", "concise", at=tindara / "data")
    assert [line.split(":")[0] for line in done.out.splitlines()] == ["data/incidents/kelouma.yaml"]


def test_a_closed_pipe() -> None:
    script = f"set -o pipefail; '{LEDGER}' show hombori --full | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("141", "")


def test_an_interruption(monkeypatch: pytest.MonkeyPatch) -> None:
    from conflict_ledger.cli import main, session

    monkeypatch.setattr(session, "load", _raise(KeyboardInterrupt))
    assert main.main(["list"]) == 130


def test_a_bug_is_reported_without_local_values(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from conflict_ledger.cli import main, session

    monkeypatch.setattr(session, "load", _raise(RuntimeError("the secret name")))
    assert main.main(["list"]) == 4
    said = capsys.readouterr().err
    assert "bug in ledger: RuntimeError at test_cli.py" in said
    assert "secret" not in said


def _raise(error):  # type: ignore[no-untyped-def]
    def load(*_, **__):  # type: ignore[no-untyped-def]
        raise error

    return load


# --- where the ledger is -------------------------------------------------------------------------------------------


def test_the_ledger_is_found_upwards_and_by_name(tindara: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert "tindara" in ledger("list", at=tindara / "data" / "incidents").out
    assert "tindara" in ledger("-C", str(tindara), "list", at=elsewhere).out
    assert "tindara" in ledger("list", at=elsewhere, CONFLICT_LEDGER=str(tindara)).out
    assert "hombori" in ledger("-C", str(ROOT), "list", at=elsewhere, CONFLICT_LEDGER=str(tindara)).out


# --- what a person sees --------------------------------------------------------------------------------------------

VIEWS = [
    ("show", "hombori"),
    ("show", "gossi", "--full"),
    ("show", "moura"),
    ("list",),
    ("totals",),
    ("totals", "2022-Q2", "--rule", "range"),
    ("contradictions",),
    ("sources",),
    ("sources", "minusma"),
    ("explain", "count"),
]


@pytest.mark.parametrize("view", VIEWS, ids=" ".join)
def test_no_width_loses_anything(view: tuple[str, ...]) -> None:
    """What stands in a pipe stands at every width: figures, dates, quotes and web addresses."""
    whole = ledger(*view).out
    for width in (60, 80, 120):
        shown = ledger(*view, COLUMNS=str(width)).out
        assert max(map(len, shown.splitlines())) <= width
        assert not _words(whole) - _words(shown)
        together = re.sub(r"\s+", "", shown)
        assert not [url for url in re.findall(r"https?://\S+", whole) if url not in together]


def _words(text: str) -> set[str]:
    """Every number and the beginning of every quote outside web addresses, which fold within a word."""
    return set(re.findall(r"\b\d+\b|“[^”\s]+", re.sub(r"https?://\S+", "", text)))


def test_colour_where_it_is_wanted() -> None:
    assert "\x1b[" not in ledger("show", "hombori").out
    assert "\x1b[" in ledger("show", "hombori", FORCE_COLOR="1").out
    assert "\x1b[" not in ledger("show", "hombori", FORCE_COLOR="1", NO_COLOR="1").out
    painted = ledger("show", "hombori", FORCE_COLOR="1").out
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == ledger("show", "hombori").out


@pytest.mark.parametrize("form", ["text", "json"])
def test_user_text_is_data(form: str, tindara: Path) -> None:
    for settings in ({}, {"FORCE_COLOR": "1", "COLUMNS": "200"}):
        assert (
            "at least 50 [sic] civilians [/b] :skull: ::error::x"
            in ledger("show", "tindara", "--format", form, at=tindara, **settings).out
        )


def test_file_names_reach_no_terminal_raw(tindara: Path) -> None:
    (tindara / "data/incidents/a\x1b[31mb.yaml").write_text("title: x\n", encoding="utf-8")
    for form in ("text", "concise"):
        done = ledger("validate", "--format", form, at=tindara)
        assert "\x1b" not in done.out + done.err
        assert "<U+001B>" in done.out


def test_as_of_says_nothing_of_what_came_later() -> None:
    for view in (("show", "hombori"), ("contradictions", "hombori"), ("totals", "2022-Q2")):
        assert "MINUSMA" not in ledger(*view, "--as-of", "2022-05-01").out
    shown = ledger("show", "hombori", "--as-of", "2022-05-01").out
    assert "18  fighters" in shown
    assert "611" in shown


@pytest.mark.parametrize("name", ["count", "drift", "range", "straddling", "unknown-key", "unknown-source"])
def test_explain(name: str) -> None:
    done = ledger("explain", name)
    assert done.code == 0
    assert done.out.startswith(f"{name}\n")


# --- start-up ------------------------------------------------------------------------------------------------------


def imported(*arguments: str) -> set[str]:
    """The modules that a command has imported when it ends."""
    code = f"import sys; sys.argv = ['ledger', *{arguments!r}]\ntry:\n from conflict_ledger.cli import run; run()\nfinally:\n print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    return set(done.stderr.split())


def test_nothing_is_imported_that_is_not_used() -> None:
    assert not imported("--version") & {"typer", "yaml", "rich", "json"}
    assert not imported("--help") & {"yaml", "conflict_ledger.model", "rich.console", "json"}
    shown = imported("show", "hombori")
    assert "yaml" in shown
    assert not shown & {"rich.console", "conflict_ledger.totals", "conflict_ledger.checks", "json", "anyascii"}


def test_incidents_are_completed_from_file_names() -> None:
    done = ledger("show", _LEDGER_COMPLETE="complete_bash", COMP_WORDS="ledger show hom", COMP_CWORD="2")
    assert done.out.split() == ["hombori"]


def test_version() -> None:
    assert ledger("--version").out == f"ledger {__version__}\n"
    assert ledger("-V", "list").out == f"ledger {__version__}\n"
