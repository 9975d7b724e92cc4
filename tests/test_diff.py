"""`ledger diff`, `ledger history` and `--at` on real repositories, also odd, broken and hostile ones."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from test_changes import FILES
from test_cli import SCHEMA, Done
from test_history import ACTORS, RAID, append, committed, git
from test_reports import MarkdownIt

from conflict_ledger import history, parallel, reading
from conflict_ledger.changes import review
from conflict_ledger.cli.main import main
from conflict_ledger.history.objects import Objects
from conflict_ledger.reports.review import comment

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import WriteLedger

ANSWERS = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
CAMP = "data/incidents/camp.yaml"
HOSTILE = "[/b] <script>x</script> @desk ::error::x ##[error]x \x1b[31m |a|b| `x` =1+1"


@pytest.fixture
def root(write_ledger: WriteLedger) -> Path:
    """A ledger with one commit, on the branch main."""
    root = write_ledger(FILES)
    git(root, "init", "--quiet")
    committed(root, "the first record")
    return root


def edit(root: Path, old: str, new: str, path: str = RAID) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def raised(root: Path) -> None:
    edit(root, "count: at least 50", "count: at least 60")


def ledger(*arguments: str, at: Path, **environment: str) -> Done:
    """Runs `ledger` in the folder, within this process."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.chdir(at)
        for name, value in environment.items():
            patch.setenv(name, value)
        code = main(arguments)
    return Done(code, out.getvalue(), err.getvalue())


def document(*command: str, at: Path) -> dict[str, Any]:
    done = ledger(*command, "--format", "json", at=at)
    found: dict[str, Any] = json.loads(done.out)
    ANSWERS.validate(found)
    return found


# --- which two states ------------------------------------------------------------------------------------------------


def test_what_is_compared(root: Path) -> None:
    first = git(root, "rev-parse", "HEAD")
    raised(root)
    assert ledger("diff", at=root).out.startswith("1 claim revised: ")
    second = committed(root, "the toll raised")
    assert ledger("diff", at=root).out == f"No change.\n{second[:12]} → the work tree\n"
    for typed in ((first,), ("HEAD~1",), (first, "HEAD"), (f"{first}..HEAD",), (f"{first}..",), (f"{first}...HEAD",)):
        assert "MINUSMA" not in (said := ledger("diff", *typed, at=root).out)
        assert "at least 50 → at least 60" in said, typed
    back = ledger("diff", "HEAD", "HEAD~1", at=root).out
    assert "at least 60 → at least 50" in back
    git(root, "branch", "other", first)
    assert "at least 50 → at least 60" in ledger("diff", "other", "main", at=root).out
    assert "No change" in ledger("diff", "main...other", at=root).out  # since what the two have in common


def test_a_diff_fails_only_when_asked(root: Path) -> None:
    assert ledger("diff", "--exit-code", at=root).code == 0
    append(root / RAID)
    assert ledger("diff", "--exit-code", at=root).code == 0  # a comment says nothing
    raised(root)
    assert ledger("diff", at=root).code == 0
    assert ledger("diff", "--exit-code", at=root).code == 1


def test_layout_only(root: Path) -> None:
    append(root / RAID, "# read again\n")
    (root / "data" / "incidents" / "2022").mkdir()
    git(root, "mv", CAMP, "data/incidents/2022/camp.yaml")
    done = ledger("diff", at=root)
    assert done.out.splitlines()[0] == "Layout only: nothing that the ledger says changes (3 files)."
    assert document("diff", at=root)["layout"] == ["data/incidents/2022/camp.yaml", CAMP, RAID]


def test_lines_that_end_as_windows_ends_them_are_no_change(root: Path) -> None:
    (root / RAID).write_bytes((root / RAID).read_bytes().replace(b"\n", b"\r\n"))
    assert ledger("diff", at=root).out.startswith("No change.")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (("nowhere",), "no commit nowhere here"),
        (("--", "--output=x"), "'--output=x' is not a revision"),
        (("HEAD..HEAD", "HEAD"), "names both sides already"),
        (("HEAD:data",), "no commit HEAD:data here"),
        (("HEAD", "--format", "yaml"), "did you mean"),
    ],
)
def test_a_mistaken_diff(typed: tuple[str, ...], says: str, root: Path) -> None:
    done = ledger("diff", *typed, at=root)
    assert (done.code, done.out) == (2, "")
    assert says in done.err or "no such format" in done.err


def test_no_repository(write_ledger: WriteLedger) -> None:
    root = write_ledger(FILES)
    for command in (("diff",), ("history", "tindara"), ("show", "tindara", "--at", "HEAD")):
        done = ledger(*command, at=root)
        assert done.code == 2, command
        assert "git init" in done.err


def test_a_shallow_clone(root: Path, tmp_path: Path) -> None:
    raised(root)
    committed(root)
    git(root, "clone", "--quiet", "--depth=1", f"file://{root}", str(root / ".clone"))
    done = ledger("diff", "HEAD~1", at=root / ".clone")
    assert done.code == 2
    assert "shallow clone" in done.err
    done = ledger("history", "tindara", at=root / ".clone")
    assert done.code == 0
    assert "earlier commits may be missing" in done.err


def test_a_bare_repository_has_no_work_tree(root: Path) -> None:
    raised(root)
    committed(root)
    git(root, "config", "core.bare", "true")
    assert "at least 50 → at least 60" in ledger("diff", "HEAD~1..HEAD", at=root).out
    done = ledger("diff", "HEAD~1", at=root)
    assert done.code == 2
    assert "the repository is bare" in done.err


def test_a_submodule(root: Path) -> None:
    head = git(root, "rev-parse", "HEAD")
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{head},data/incidents/others")
    git(root, "commit", "--quiet", "-m", "others")
    done = ledger("diff", "HEAD~1..HEAD", at=root)
    assert done.code == 2
    assert "data/incidents/others is a submodule" in done.err


def test_a_worktree_and_a_detached_head(root: Path) -> None:
    git(root, "worktree", "add", "--quiet", "--detach", str(root / ".other"))
    edit(root / ".other", "count: 18", "count: 19")
    assert "18 → 19" in ledger("diff", at=root / ".other").out


def test_nothing_of_the_repository_is_touched(root: Path) -> None:
    raised(root)

    def state() -> dict[str, tuple[int, bytes]]:
        return {
            str(path): (path.stat().st_mtime_ns, path.read_bytes())
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }

    before = state()
    for command in (("diff",), ("diff", "HEAD..HEAD"), ("history", "tindara"), ("show", "tindara", "--at", "HEAD")):
        assert ledger(*command, at=root).code == 0
    assert state() == before


# --- odd files -------------------------------------------------------------------------------------------------------


def test_names_with_blanks_accents_and_line_ends(root: Path) -> None:
    for folder in ("with blanks", "Ségou", "a\nb"):
        path = root / "data" / "incidents" / folder
        path.mkdir()
        shutil.move(root / RAID, path / "tindara.yaml")
        committed(root, folder)
        (path / "tindara.yaml").rename(root / RAID)
        edit(root, "count: 18", "count: 19")
        done = ledger("diff", at=root)
        assert done.out.startswith("1 claim revised: "), folder
        edit(root, "count: 19", "count: 18")
    committed(root, "back")
    was = [one["was"] for one in document("history", "tindara", at=root)["edits"]]
    assert was == [f"data/incidents/{folder}tindara.yaml" for folder in ("a\nb/", "Ségou/", "with blanks/", "", "")]


def test_a_file_that_cannot_be_read_is_compared_on_neither_side(root: Path) -> None:
    edit(root, "count: at least 50", "count: 50+")
    edit(root, "count: 20", "count: 21", CAMP)
    done = ledger("diff", at=root)
    assert done.code == 1
    assert done.out.startswith("1 claim revised: ")
    assert done.out.splitlines()[0].endswith(" 1 file cannot be read: what changes there is not known.")
    assert f"{RAID}:10:16 (after): '50+' is not a figure" in done.out
    assert "removed" not in done.out
    found = document("diff", at=root)
    assert [one["address"] for one in found["changes"]] == ["camp/deaths/un-mission"]
    assert [(one["side"], one["path"]) for one in found["unread"]] == [("after", RAID)]
    committed(root)
    edit(root, "count: 50+", "count: 50")
    assert f"{RAID}:10:16 (before)" in ledger("diff", at=root).out


def test_a_folder_that_became_a_file_and_a_link(root: Path) -> None:
    (root / CAMP).unlink()
    (root / CAMP).symlink_to("tindara.yaml")
    done = ledger("diff", at=root)
    assert done.code in (0, 1)
    assert "Traceback" not in done.err
    committed(root, "a link")
    assert ledger("show", "camp", "--at", "HEAD", at=root).out.startswith("Raid on Tindara")
    (root / CAMP).unlink()
    (root / CAMP).symlink_to("../../../outside.yaml")
    committed(root, "a link that leads out")
    done = ledger("show", "camp", "--at", "HEAD", at=root)
    assert done.code == 1
    assert "leads to no file in data/" in done.err
    assert "leads to no file in data/" in ledger("diff", "HEAD~1..HEAD", at=root).out


def test_a_committed_file_of_any_size(root: Path) -> None:
    edit(root, "title: Raid", f"# {'x' * (1 << 20)}\ntitle: Raid")
    committed(root, "large")
    done = ledger("show", "tindara", "--at", "HEAD", at=root)
    assert (done.code, done.out) == (1, "")
    assert "the file has more than 1048576 bytes" in done.err


# --- formats ---------------------------------------------------------------------------------------------------------


def test_json_is_what_the_schema_says(root: Path) -> None:
    raised(root)
    edit(root, "category: rebels", "category: militia", ACTORS)
    edit(root, "title: Deaths in", "title: Killings in", CAMP)
    found = document("diff", at=root)
    assert found["summary"].startswith("1 claim revised, 1 incident reworded and 1 actor revised: ")
    (claim,) = (one for one in found["changes"] if one["what"] == "claim")
    assert claim["before"] == {"count": {"low": 50, "high": None, "about": None, "text": "at least 50"}}
    army = next(one for one in found["totals"] if one["how"] == "itemised" and one["category"] == "army")
    assert (army["before"]["text"], army["after"]["text"]) == ("at least 70", "at least 80")
    committed(root)
    assert document("diff", "HEAD~1..HEAD", at=root)["ledger"]["modified"] is False
    assert document("history", "tindara", at=root)["edits"][0]["subject"] == "edit"


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_user_text_is_data(form: str, root: Path) -> None:
    edit(root, "quote: at least 50 civilians", f"quote: {json.dumps(HOSTILE.replace(chr(27), ''))}")
    edit(root, "title: Raid on Tindara", f"title: {json.dumps(HOSTILE.replace(chr(27), ''))}")
    git(root, "add", "--all")
    git(root, "-c", "user.name=::error::\x1b[31m##[error]x", "commit", "--quiet", "-m", "\x1b[31m::error::x ##[error]x")
    for command in (("diff", "HEAD~1..HEAD"), ("history", "tindara")):
        if form == "markdown" and command[0] == "history":
            continue
        done = ledger(*command, "--format", form, at=root, GITHUB_ACTIONS="true")
        assert done.code == 0
        assert "\x1b" not in done.out
        assert "##[error]" not in done.out
        assert not [line for line in done.out.splitlines() if line.lstrip().startswith("::")]
        if form == "markdown":
            assert "<script>" not in done.out
            assert "@desk" not in done.out
            html = MarkdownIt("gfm-like", {"linkify": False}).render(done.out)
            assert "<script>" not in html
            assert html.count("<td>") % 4 == 0


def test_a_comment_never_grows_over_its_bound(root: Path) -> None:
    claims = "".join(
        f"      - {{source: gazette, document: gazette-report, id: g{number}, count: {number}}}\n"
        for number in range(300)
    )
    edit(root, "  arrests:\n", f"{claims}  arrests:\n")
    incident = (root / CAMP).read_text(encoding="utf-8").replace("tindara/deaths", "deaths")
    for number in range(200):
        (root / "data" / "incidents" / f"camp-{number}.yaml").write_text(incident, encoding="utf-8")
    done = ledger("diff", "--format", "markdown", at=root)
    assert 2_000 < len(done.out) < 60_000
    assert "`ledger diff` shows them all" in done.out
    assert done.out.count("<details>") == done.out.count("</details>")


def test_no_width_loses_anything(root: Path) -> None:
    raised(root)
    edit(root, "victims: fighters", "victims: soldiers")
    whole = ledger("diff", at=root).out
    for width in (60, 80, 120):
        shown = ledger("diff", at=root, COLUMNS=str(width)).out
        assert max(map(len, shown.splitlines())) <= width
        assert not set(whole.split()) - set(shown.split())


def test_a_comment_of_a_review_that_finds_nothing(root: Path) -> None:
    pair = history.compared(root, None)
    assert (
        comment(review(pair.changed, pair.partly(), pair.whole), "a → b") == "**ledger diff** · No change.\n\na → b\n"
    )


# --- what is read ----------------------------------------------------------------------------------------------------


def test_only_what_differs_is_read_where_nothing_else_can_move(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(root, "quote: at least 50 civilians", "quote: at least fifty civilians")
    asked: list[str] = []
    contents = Objects.contents

    def counted(objects: Objects, ids: Any) -> Any:
        asked.extend(ids := list(ids))
        return contents(objects, ids)

    monkeypatch.setattr(Objects, "contents", counted)
    pair = history.compared(root, None)
    found = review(pair.changed, pair.partly(), pair.whole)
    assert [one.kind for one in found.changes] == ["reworded"]
    assert len(asked) == 1
    assert found.effects.totals == ()


def test_what_changed_between_two_commits_takes_two_processes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raised(root)
    committed(root, "the toll raised")
    started: list[str] = []

    class Counted(subprocess.Popen[bytes]):
        def __init__(self, command: list[str], *rest: Any, **more: Any) -> None:
            started.append(next(word for word in command if word in ("rev-parse", "diff-tree", "cat-file")))
            super().__init__(command, *rest, **more)

    monkeypatch.setattr(subprocess, "Popen", Counted)
    before, after = history.compared(root, "HEAD~1", "HEAD").partly()
    assert before.incidents != after.incidents
    assert started == ["cat-file", "diff-tree"]


@pytest.mark.parametrize(
    "asked",
    [
        ("diff",),
        ("diff", "HEAD~1", "HEAD"),
        ("diff", "HEAD~2"),
        ("contradictions", "--at", "HEAD~2"),
        ("contradictions", "--new-since", "HEAD~2"),
        ("show", "tindara", "--at", "HEAD~1"),
        ("totals", "2022", "--at", "HEAD", "--format", "json"),
    ],
)
def test_a_large_ledger_is_read_as_a_small_one(root: Path, monkeypatch: pytest.MonkeyPatch, asked: tuple[str]) -> None:
    """Records packed, two processes, what did not change taken over: and a file that cannot be read, on either side."""
    raised(root)
    edit(root, "title:", "odd: 1\ntitle:", CAMP)
    committed(root, "the toll raised")
    edit(root, "odd: 1\n", "", CAMP)
    edit(root, "count: at least 60", "count: 70")
    committed(root, "and again")
    edit(root, "count: 70", "count: 80")
    append(root / "data" / "actors.yaml", "BAD: 1\n")
    small = ledger(*asked, at=root)
    assert small.out
    for room in (reading, parallel):
        monkeypatch.setattr(room, "LEAST", 1)
    assert ledger(*asked, at=root) == small


def test_a_text_is_the_one_that_was_committed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    then = (root / CAMP).read_text(encoding="utf-8")
    raised(root)
    committed(root, "the toll raised")
    append(root / CAMP, "# written since\n")
    for room in (reading, parallel):
        monkeypatch.setattr(room, "LEAST", 1)
    both = history.compared(root, "HEAD~1", "HEAD").whole()
    assert [side.texts[CAMP].source for side in both] == [then, then]


# --- the ledger at a revision ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        ("show", "tindara"),
        ("list",),
        ("contradictions",),
        ("totals", "2022-Q2"),
        ("sources",),
        ("contradictions", "--kind", "count"),
    ],
    ids=" ".join,
)
def test_at_a_revision_every_command_answers_as_it_did_then(command: tuple[str, ...], root: Path) -> None:
    then = document(*command, at=root)
    raised(root)
    edit(root, "title: Deaths in", "title: Killings in", CAMP)
    committed(root)
    assert document(*command, at=root) != then
    assert document(*command, "--at", "HEAD~1", at=root) == then
    assert document(*command, "--at", "HEAD~1", "--as-of", "2022-09-30", at=root)["ledger"]["as_of"] == "2022-09-30"


def test_both_clocks_at_once(root: Path) -> None:
    edit(root, "count: 18", "count: 28")
    committed(root)
    shown = ledger("show", "tindara", "--at", "HEAD~1", "--as-of", "2022-05-01", at=root).out
    assert "18  fighters" in shown
    assert "at least 50" not in shown
    assert "as committed in" in shown


def test_a_revision_without_a_ledger(root: Path) -> None:
    git(root, "checkout", "--quiet", "--orphan", "empty")
    tree = git(root, "hash-object", "-t", "tree", "-w", "--stdin")
    empty = git(root, "commit-tree", tree, "-m", "nothing")
    done = ledger("list", "--at", empty, at=root)
    assert done.code == 2
    assert "there is no ledger at" in done.err
    assert "2 incidents added" in ledger("diff", f"{empty}..main", at=root).out


# --- contradictions that an edit opened ------------------------------------------------------------------------------


def test_only_the_contradictions_that_an_edit_opened(root: Path) -> None:
    assert document("contradictions", "--new-since", "HEAD", at=root)["contradictions"] == []
    edit(root, "count: 611", "count: 400")
    found = document("contradictions", "--new-since", "HEAD", at=root)["contradictions"]
    assert [(one["fact"], one["kind"]) for one in found] == [("arrests", "count")]
    assert ledger("contradictions", "--new-since", "HEAD", "--exit-code", at=root).code == 1
    assert document("contradictions", "camp", "--new-since", "HEAD", at=root)["contradictions"] == []
    committed(root)
    assert len(document("contradictions", "--new-since", "HEAD~1", at=root)["contradictions"]) == 1
    assert document("contradictions", "--new-since", "HEAD", at=root)["contradictions"] == []
    assert ledger("contradictions", "--new-since", "nowhere", at=root).code == 2


# --- history ---------------------------------------------------------------------------------------------------------


def test_the_history_of_an_incident(root: Path) -> None:
    raised(root)
    git(root, "mv", RAID, "data/incidents/tindara-raid.yaml")
    git(root, "commit", "--quiet", "--all", "-m", "the toll raised", "--author", "Desk <desk@example.org>")
    edit(root, "count: 18", "count: 19", "data/incidents/tindara-raid.yaml")
    found = document("history", "tindara-raid", at=root)["edits"]
    assert [one["subject"] for one in found] == [None, "the toll raised", "the first record"]
    assert [(change["kind"], change["address"]) for change in found[1]["changes"]] == [
        ("renamed", "tindara-raid"),
        ("revised", "tindara-raid/deaths/un-mission"),
    ]
    assert found[1]["author"] == "Desk"
    assert found[1]["was"] == RAID
    assert {change["kind"] for change in found[2]["changes"]} == {"added"}
    text = ledger("history", "tindara-raid", at=root).out
    assert "in the work tree, not committed" in text
    assert "UN Mission in Kelouma, killed [deaths]: at least 50 → at least 60" in text
    assert "renamed data/incidents/tindara.yaml → data/incidents/tindara-raid.yaml" in text
    assert [one["subject"] for one in document("history", "tindara", "--at", "HEAD~1", at=root)["edits"]] == [
        "the first record"
    ]


def test_the_history_of_what_was_deleted_and_of_nothing(root: Path) -> None:
    git(root, "rm", "--quiet", CAMP)
    committed(root, "gone")
    found = document("history", "camp", at=root)["edits"]
    assert [(one["subject"], one["deleted"]) for one in found] == [("gone", True), ("the first record", False)]
    done = ledger("history", "nowhere-at-all", at=root)
    assert (done.code, done.out) == (3, "")


def test_a_merge_is_an_edit_only_where_it_has_what_no_parent_has(root: Path) -> None:
    git(root, "checkout", "--quiet", "-b", "other")
    edit(root, "count: 18", "count: 19")
    committed(root, "on the other branch")
    git(root, "checkout", "--quiet", "main")
    edit(root, "more than 500", "more than 550")
    committed(root, "on main")
    git(root, "merge", "--quiet", "--no-commit", "other")
    edit(root, "at least 50\n", "at least 66\n")
    committed(root, "the merge")
    found = document("history", "tindara", at=root)["edits"]
    merge = next(one for one in found if one["subject"] == "the merge")
    assert [change["keys"] for change in merge["changes"]] == [["count"]]
    assert {one["subject"] for one in found} == {"the merge", "on main", "on the other branch", "the first record"}


def test_a_commit_whose_file_cannot_be_read(root: Path) -> None:
    edit(root, "count: 18", "count: 18+")
    committed(root, "a slip")
    edit(root, "count: 18+", "count: 18")
    committed(root, "mended")
    done = ledger("history", "tindara", at=root)
    assert done.code == 1
    assert done.out.count("not compared: data/incidents/tindara.yaml:16: '18+' is not a figure") == 2


def test_odd_authors_and_times(root: Path) -> None:
    raised(root)
    git(root, "add", "--all")
    tree = git(root, "write-tree")
    body = f"tree {tree}\nparent {git(root, 'rev-parse', 'HEAD')}\nauthor  <> 99999999999999 +9999\ncommitter x <x> 0 +0000\n\nodd\n"
    odd = git(root, "hash-object", "-t", "commit", "-w", "--stdin", "--literally", text=body)
    git(root, "update-ref", "HEAD", odd)
    done = ledger("history", "tindara", at=root)
    assert done.code == 0
    assert "odd" in done.out


def test_completion_of_history(root: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "_LEDGER_COMPLETE": "complete_bash",
        "COMP_WORDS": "ledger history ti",
        "COMP_CWORD": "2",
    }
    from test_cli import LEDGER

    done = subprocess.run([LEDGER], cwd=root, env=environment, capture_output=True, text=True)
    assert "tindara" in done.stdout
