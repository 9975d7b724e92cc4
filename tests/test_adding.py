"""`add` and `withdraw` as they are used: by options, by questions at a real terminal, in an editor; and what they refuse."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from terminal import session
from test_cli import ROOT, ledger

from conflict_ledger.checks import findings
from conflict_ledger.cli.main import main
from conflict_ledger.edit.order import ORDER
from conflict_ledger.reading import load

if TYPE_CHECKING:
    from conftest import WriteLedger
    from terminal import Typed

TINDARA = """
    # The market.
    title: Raid on Tindara
    date: 2022-04-19

    facts:
      deaths:
        measure: killed   # all of them
        claims:
          - source: un-mission
            document: un-report
            count: at least 50
            victims: civilians
            perpetrator: kelouma-army
    """
PATH = "data/incidents/tindara.yaml"
CLAIM = ["add", "claim", "tindara/deaths"]
ARMY = ["--source", "kelouma-army", "--document", "army-statement", "--count", "18", "--victims", "fighters"]


@pytest.fixture
def root(write_ledger: WriteLedger) -> Path:
    return write_ledger({PATH: TINDARA})


def texts(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


# --- by options --------------------------------------------------------------------------------------------------------------


def test_a_claim_by_options(root: Path) -> None:
    before = (root / PATH).read_text()
    done = ledger(*CLAIM, *ARMY, "--including", "men=at least 1", "--also-in", "gazette-report", at=root)
    assert done.code == 0, done.err
    assert "+      - source: kelouma-army\n" in done.out
    assert "this opens a contradiction: The UN mission said at least 50 civilians were killed; the army" in done.err
    assert done.err.endswith(f"wrote {PATH}\n")
    assert (root / PATH).read_text() == before + (
        "      - source: kelouma-army\n        document: army-statement\n        also_in: [gazette-report]\n"
        "        count: 18\n        victims: fighters\n        including:\n          men: at least 1\n"
    )
    assert ledger("fmt", PATH, "--check", at=root).code == 0


def test_every_record_by_options(root: Path) -> None:
    commands = [
        ["actor", "mayor", "--name", "Mayor", "--kind", "government", "--aka", "Maire, the", "--into", "data/actors/more.yaml"],
        ["document", "letter", "--title", "Letter: no. 1", "--publisher", "mayor", "--published", "2022-05"],
        ["incident", "oumou", "--title", "Fire", "--date", "2022-05-01", "--place", "Oumou", "--country", "ML", "--related", "tindara=see-also", "--external", "acled=ML1"],
        ["fact", "oumou/who", "--question", "Who came?", "--answers", "army=The army", "--answers", "rebels=Rebels"],
        ["claim", "oumou/who", "--source", "mayor", "--document", "letter", "--answer", "army"],
        ["fact", "oumou/deaths", "--measure", "killed"],
        ["claim", "oumou/deaths", "--source", "mayor", "--document", "letter", "--no-position"],
        ["claim", "oumou/deaths", "--source", "kelouma-army", "--document", "letter", "--denies", "event"],
    ]  # fmt: skip
    for arguments in commands:
        done = ledger("add", *arguments, at=root)
        assert done.code == 0, done.err
    read = load(root)
    assert [one for one in findings(read) if one.severity == "error"] == []
    assert read.incidents["oumou"].place[0].country == "ML"
    assert read.incidents["oumou"].related[0].incident == "tindara"
    assert read.actors["mayor"].aka == ("Maire, the",)
    assert [claim.address for claim in read.incidents["oumou"].facts["deaths"].claims] == [
        "oumou/deaths/mayor",
        "oumou/deaths/kelouma-army",
    ]
    assert ledger("fmt", "data/incidents/oumou.yaml", "data/actors/more.yaml", "--check", at=root).code == 0


def test_a_revision_is_a_later_claim(root: Path) -> None:
    revision = ["--source", "un-mission", "--document", "gazette-report", "--count", "60", "--revises", "un-mission"]
    before = (root / PATH).read_text()
    assert ledger(*CLAIM, *revision, at=root).code == 0
    assert (root / PATH).read_text().startswith(before)
    assert "revision" in ledger("contradictions", "tindara", at=root).out


def test_dry_run_writes_nothing(root: Path) -> None:
    before = texts(root)
    done = ledger(*CLAIM, *ARMY, "--dry-run", at=root)
    assert (done.code, texts(root)) == (0, before)
    assert "+        count: 18" in done.out


def test_withdrawn(root: Path) -> None:
    before = (root / PATH).read_text()
    for address in ("tindara/deaths/un-mission", "tindara/deaths", "tindara"):
        done = ledger("withdraw", address, "--reason", "It was:\nanother place.", "--date", "2024-01-01", at=root)
        assert done.code == 0, done.err
    incident = load(root).incidents["tindara"]
    assert [
        bool(one.withdrawn) for one in (incident, incident.facts["deaths"], incident.facts["deaths"].claims[0])
    ] == [True] * 3
    kept = iter((root / PATH).read_text().split("\n"))
    assert all(line in kept for line in before.split("\n"))
    done = ledger("withdraw", "tindara", "--reason", "Again.", at=root)
    assert (done.code, "was withdrawn on 2024-01-01" in done.err) == (2, True)
    assert ledger("fmt", PATH, "--check", at=root).code == 0


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_line_ends_stay_and_fmt_changes_them(root: Path, start: bytes) -> None:
    before = start + (root / PATH).read_bytes().replace(b"\n", b"\r\n")
    (root / PATH).write_bytes(before)
    assert ledger(*CLAIM, *ARMY, at=root).code == 0
    assert (root / PATH).read_bytes().startswith(before)
    assert b"\n" not in (root / PATH).read_bytes().replace(b"\r\n", b"")
    assert ledger("fmt", PATH, at=root).code == 0
    assert b"\r" not in (root / PATH).read_bytes()


# --- what is refused ---------------------------------------------------------------------------------------------------------

BAD = [
    (["add", "incident", "../escape", "--title", "x", "--date", "2022"], 2, "`../escape` is not an id"),
    (["add", "incident", "Hombori", "--title", "x", "--date", "2022"], 2, "write: hombori"),
    (["add", "incident", "ségou", "--title", "x", "--date", "2022"], 2, "write: segou"),
    (["add", "incident", "con", "--title", "x", "--date", "2022"], 2, "cannot be a file's name on Windows"),
    (["add", "incident", "tindara", "--title", "x", "--date", "2022"], 2, "incident tindara is there already"),
    (["add", "incident", "oumou", "--date", "2022"], 2, "missing: --title"),
    (["add", "incident", "oumou", "--title", "x", "--date", "2022-13"], 1, "[bad-date]"),
    (["add", "fact", "tindra/deaths", "--measure", "killed"], 3, "did you mean tindara?"),
    (["add", "fact", "tindara/deaths", "--measure", "killed"], 2, "is there already"),
    (["add", "fact", "tindara/x"], 2, "missing: --measure, or --question with --answers"),
    (["add", "claim", "tindara/death", *ARMY], 3, "did you mean deaths?"),
    ([*CLAIM, "--source", "kelouma-army", "--count", "1"], 2, "missing: --document"),
    ([*CLAIM, "--source", "kelouma-army", "--document", "army-statement"], 2, "one of --count, --answer, --denies"),
    ([*CLAIM, *ARMY[:-3], "60+"], 1, "write: at least 60"),
    ([*CLAIM, "--source", "kelouma-amry", *ARMY[2:]], 1, "did you mean kelouma-army?"),
    ([*CLAIM, *ARMY, "--answer", "x"], 1, "[claim-says-one-thing]"),
    ([*CLAIM, *ARMY, "--including", "men"], 2, "--including: men has no ="),
    ([*CLAIM, *ARMY, "--quote", "\x1b[31m18"], 1, "an escaped U+001B"),
    (["add", "actor", "x", "--name", "X", "--kind", "un", "--into", "data/documents.yaml"], 2, "is no file of actors"),
    (["add", "actor", "x", "--name", "X", "--kind", "un", "--into", "data/actors/../../x.yaml"], 2, "is no file of actors"),
    (["add", "nothing"], 2, "No such command"),
    (["withdraw", "tindara/deaths/un-misson", "--reason", "x"], 3, "did you mean tindara/deaths/un-mission?"),
    (["withdraw", "tindara"], 2, "missing: --reason"),
    (["withdraw", "tindara", "--reason", "x", "--date", "2022-02-30"], 2, "--date: 2022-02-30 does not exist"),
    (["fmt", "/etc/passwd"], 2, "is not in the ledger's data/ folder"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "code", "said"), BAD, ids=[f"{one[0][1]}-{n}" for n, one in enumerate(BAD)])
def test_what_is_wrong_is_said_and_nothing_is_written(
    root: Path, arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = texts(root)
    assert main(["-C", str(root), *arguments]) == code
    assert said in "".join(capsys.readouterr())
    assert texts(root) == before


def test_a_file_in_another_case_or_form_is_in_the_way(root: Path) -> None:
    for name in ("Oumou.yaml", "segou\u0301.yaml"):
        (root / "data" / "incidents" / name).write_text("title: x\n")
        wanted = {"O": "oumou", "s": "segou"}[name[0]]
        done = ledger("add", "incident", wanted, "--title", "x", "--date", "2022", at=root)
        assert done.code == 2
        assert "to some systems the two names are one" in done.err


def test_a_file_that_cannot_be_read_is_named_and_left(root: Path) -> None:
    (root / PATH).write_text("title: x\ntitle: y\n")
    done = ledger(*CLAIM, *ARMY, at=root)
    assert (done.code, f"{PATH}:2: the key title is given twice" in done.err) == (1, True)
    (root / "data" / "actors.yaml").write_text("a: [\n")
    done = ledger("add", "actor", "x", "--name", "X", "--kind", "un", at=root)
    assert (done.code, "data/actors.yaml:2: " in done.err) == (1, True)
    assert (root / "data" / "actors.yaml").read_text() == "a: [\n"


def test_errors_elsewhere_keep_nobody_from_writing(root: Path) -> None:
    (root / "data" / "incidents" / "broken.yaml").write_text("title: [\n")
    assert ledger(*CLAIM, *ARMY, at=root).code == 0


def test_a_read_only_file_and_a_full_disk(root: Path) -> None:
    (root / PATH).chmod(0o444)
    done = ledger(*CLAIM, *ARMY, at=root)
    assert (done.code, "the file is read-only" in done.err) == (1, True)
    assert ledger("show", "tindara", at=root).code == 0


def test_no_ledger(tmp_path: Path) -> None:
    for arguments in (
        ["add", "actor", "x", "--name", "X", "--kind", "un"],
        ["fmt"],
        ["withdraw", "x", "--reason", "y"],
    ):
        assert ledger(*arguments, at=tmp_path).code == 3


def test_no_reading_command_imports_what_writes() -> None:
    code = "import sys; from conflict_ledger.cli.main import main\n"
    code += "assert main(sys.argv[1:]) == 0; print([m for m in sys.modules if m.startswith(('ruamel', 'conflict_ledger.edit'))])"
    for arguments in (
        ["show", "hombori"],
        ["list"],
        ["validate"],
        ["contradictions"],
        ["totals", "2022-Q2"],
        ["--help"],
    ):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert done.stdout.endswith("[]\n")


def test_every_key_of_the_model_is_an_option() -> None:
    from conflict_ledger.cli.adding import KINDS, command

    for what, kind in KINDS.items():
        options = {name for option in command(what).params for name in option.opts}
        apart = {"withdrawn", "accepted", "facts", "claims", "assessment", "disputed"}
        assert {f"--{key.replace('_', '-')}" for key in ORDER[kind.record] if key not in apart} <= options


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("add claim tin", ["tindara/"]),
        ("add claim tindara/", ["tindara/deaths"]),
        ("add claim tindara/deaths --source kel", ["kelouma-state", "kelouma-army"]),
        ("add claim tindara/deaths --document army", ["army-statement"]),
        ("add claim tindara/deaths --victims f", ["fighters"]),
        ("withdraw tindara/d", ["tindara/deaths"]),
        ("add claim ../", []),
        ("add do", ["document"]),
    ],
)
def test_the_shell_completes_ids_and_words(root: Path, typed: str, offered: list[str]) -> None:
    words = {
        "COMP_WORDS": f"ledger {typed}",
        "COMP_CWORD": str(len(typed.split())),
        "_LEDGER_COMPLETE": "complete_bash",
    }
    assert ledger(at=root, **words).out.split() == offered


# --- at a terminal -----------------------------------------------------------------------------------------------------------


def asked(root: Path, arguments: list[str], typed: Typed, **more: str) -> tuple[int, str]:
    return session(["ledger", "-C", str(root), *arguments], root, typed, **more)


def test_questions_are_asked_again_until_they_are_answered(root: Path) -> None:
    typed = ["?", "un-mission", "un-report", "un-2", "60+", "at least 60", "", "unattributed", "", "", "y"]
    code, screen = asked(root, CLAIM, typed)
    assert code == 0, screen
    assert "kelouma-army: Army of Kelouma" in screen
    assert "write: at least 60" in screen
    assert load(root).incidents["tindara"].facts["deaths"].claims[1].count.text == "at least 60"  # type: ignore[union-attr]


def test_a_claim_that_cannot_stand_is_asked_again_and_nothing_else(root: Path) -> None:
    typed = ["un-mission", "gazette-report", "2022-09-02", "60", "", "", "gazete", ""]
    typed += ["2022-09-02", "61", "", "", "", "", "y"]
    code, screen = asked(root, CLAIM, typed)
    assert code == 0, screen
    assert "`gazete` names no other claim here" in screen
    assert screen.count("source: ") == 2  # asked once, and once in the diff
    claims = load(root).incidents["tindara"].facts["deaths"].claims
    assert [claim.count.text for claim in claims if claim.count] == ["at least 50", "61"]


@pytest.mark.parametrize(
    "arguments", [["add", "fact", "tindra/x"], ["add", "claim", "tindara/x"], ["add", "fact", "tindara/deaths"]]
)
def test_what_cannot_be_is_said_before_anything_is_asked(root: Path, arguments: list[str]) -> None:
    code, screen = asked(root, arguments, [])
    assert code in (2, 3)
    assert screen.startswith("error: ")


def test_what_is_given_is_not_asked(root: Path) -> None:
    code, screen = asked(root, [*CLAIM, *ARMY[:2], "--count", "18"], ["army-statement", "fighters", "", "", "y"])
    assert code == 0, screen
    assert "source: " not in screen.partition("---")[0]


def test_tab_completes(root: Path) -> None:
    code, screen = asked(root, CLAIM, ["kelouma-a\t", "army-s\t", "18", "fighters", "kelouma-a\t", "", "y"])
    assert code == 0, screen
    assert "source: kelouma-army" in (root / PATH).read_text()


@pytest.mark.parametrize("last", ["\x03", "\x04", "n"])
def test_who_goes_away_leaves_everything_as_it_was(root: Path, last: str) -> None:
    before = texts(root)
    typed = ["kelouma-army", "army-statement", "18", "fighters", "kelouma-army", "", last]
    code, screen = asked(root, CLAIM, typed)
    assert code == (0 if last == "n" else 130), screen
    assert texts(root) == before


def test_what_somebody_writes_while_the_question_stands_stays(root: Path) -> None:
    def meanwhile() -> str:
        with (root / PATH).open("a") as file:
            file.write("# by hand\n")
        return "y"

    typed = ["kelouma-army", "army-statement", "18", "fighters", "kelouma-army", "", meanwhile]
    before = (root / PATH).read_text()
    code, screen = asked(root, CLAIM, typed)
    assert code == 1
    assert "somebody changed the file since it was read" in screen
    assert (root / PATH).read_text() == before + "# by hand\n"


def test_in_an_editor(root: Path) -> None:
    text = "source: kelouma-army # them\\ndocument: army-statement\\ncount: 18\\n"
    editor = root / "editor.sh"
    editor.write_text(f"#!/bin/sh\ngrep -q '^#: quote: ' \"$1\" && printf '{text}' >> \"$1\"\n")
    editor.chmod(0o755)
    code, screen = asked(root, [*CLAIM, "--edit"], ["y"], EDITOR=str(editor))
    assert code == 0, screen
    assert (
        (root / PATH)
        .read_text()
        .endswith("      - source: kelouma-army # them\n        document: army-statement\n        count: 18\n")
    )


def test_a_text_that_cannot_be_used_is_kept(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("texts")
    editor = folder / "editor.sh"
    editor.write_text("#!/bin/sh\nprintf 'source: nobody\\ncount: [\\n' >> \"$1\"\n")
    editor.chmod(0o755)
    before = texts(root)
    done = ledger(*CLAIM, "--edit", at=root, EDITOR=str(editor), TMPDIR=str(folder))
    assert (done.code, texts(root)) == (1, before)
    kept = done.err.rpartition("your text is in ")[2].strip()
    assert "source: nobody" in Path(kept).read_text()
    assert (
        ledger(*CLAIM, "--edit", at=root).err == "error: no editor is set\nset VISUAL or EDITOR, or leave --edit out\n"
    )
    assert os.path.dirname(kept) == str(folder)


def test_the_preview_shows_what_changes() -> None:
    from conflict_ledger.text.changed import diff

    def shown(before: bytes | None, after: bytes) -> list[str]:
        return ["".join(words for words, _ in line) for line in diff("x", before, after)]

    assert shown(b"a\nb", b"a\nb\nc\n") == ["--- x", "+++ x", "@@ -1,2 +1,3 @@", " a", " b", "+c"]
    assert shown(None, b"a\x1b[31m\n")[3:] == ["+a<U+001B>[31m"]
    assert shown(b"a\r\n", b"a\n") == ["x: only line ends or the byte order mark change"]
