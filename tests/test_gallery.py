"""docs/findings.md, the gallery: every check with its page, its examples, and the message as a reader sees it.

The page is made from `checks.pages()`; `python -m pytest tests/test_gallery.py --rewrite` writes it anew. The examples of the
reading's checks (`checks/examples.md`) are held here, those of the others in test_checks.
"""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent, fill, indent
from typing import TYPE_CHECKING

import pytest
from conftest import DEFAULTS, TODAY
from test_checks import example

from conflict_ledger import __version__
from conflict_ledger.checks import CHECKS, READING, findings, pages
from conflict_ledger.pages import page
from conflict_ledger.reading import load
from conflict_ledger.text import findings as told
from conflict_ledger.text.explain import text as explained
from conflict_ledger.text.layout import plain

if TYPE_CHECKING:
    from conflict_ledger.findings import Finding
    from conflict_ledger.ledger import Ledger

GALLERY = Path(__file__).parent.parent / "docs" / "findings.md"
PAGES = pages()
HEADING = re.compile(r"^# ((?:data|evidence)/\S+(?: -> \S+)?)( +# <- .*)?\n", re.MULTILINE)
MARK = re.compile(r" *# <- (.*)$", re.MULTILINE)
VERSION = f"this is version {__version__}", "this is version <version>"  # a release changes no page
SIGN = re.compile(rb"<U\+([0-9A-F]{4,6})>|<byte ([0-9A-F]{2})>|<([0-9]+) times (\w)>")


# --- the examples ----------------------------------------------------------------------------------------------------


def files(words: str) -> dict[str, str]:
    """The files of an example by name, or `name -> target` for a link; a mark on the name is one on the first line."""
    _, *parts = HEADING.split(words)
    named = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    return {name: f"{mark.lstrip()}\n" if mark else body for name, mark, body in named}


def marks(words: str) -> list[tuple[str, int, str]]:
    """Path, line and message of what is marked."""
    lines = [
        (name.partition(" -> ")[0], number, line)
        for name, body in files(words).items()
        for number, line in enumerate(body.split("\n"), 1)
    ]
    return sorted((path, number, mark[1]) for path, number, line in lines if (mark := MARK.search(line)))


def good(words: str) -> str:
    """The good example: whole files, or the bad ones with what takes the place of the marked lines."""
    instead = example(words, "Good")
    if HEADING.match(instead):
        return instead
    lines = example(words, "Bad").split("\n")
    bad = [number for number, line in enumerate(lines) if MARK.search(line)]
    return "\n".join([*lines[: bad[0]], instead.rstrip("\n"), *lines[bad[-1] + 1 :]])


def written(words: str, root: Path) -> Ledger:
    """The ledger of an example: its files without the marks, each sign turned into what it stands for."""
    for name, body in {**DEFAULTS, **files(words)}.items():
        file, _, target = name.partition(" -> ")
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        if target:
            path.symlink_to(target)
        else:
            path.write_bytes(SIGN.sub(_meant, MARK.sub("", dedent(body).lstrip("\n")).encode()))
    return load(root, TODAY)


def _meant(sign: re.Match[bytes]) -> bytes:
    character, byte, times, repeated = sign.groups()
    if character:
        return chr(int(character, 16)).encode()
    return bytes.fromhex(byte.decode()) if byte else repeated * int(times)


def found(words: str, name: str, root: Path) -> tuple[list[Finding], Ledger]:
    """What the check finds in the example."""
    ledger = written(words, root)
    return [finding for finding in findings(ledger) if finding.check == name], ledger


@pytest.mark.parametrize("name", READING)
def test_each_page_of_the_reading_shows_what_is_found(name: str, tmp_path: Path) -> None:
    bad = example(PAGES[name], "Bad")
    assert marks(bad)
    every, ledger = found(bad, name, tmp_path)
    said = [(finding.path, finding.line, finding.message.replace(*VERSION)) for finding in every]
    assert said == marks(bad)
    assert {finding.check for finding in ledger.findings} == {name}


@pytest.mark.parametrize("name", READING)
def test_each_page_of_the_reading_shows_what_to_write_instead(name: str, tmp_path: Path) -> None:
    ledger = written(good(PAGES[name]), tmp_path)
    assert ledger.findings == ()
    assert set(ledger.texts) > {"data/actors.yaml", "data/documents.yaml"}


@pytest.mark.parametrize("name", PAGES)
def test_explain_shows_the_examples_line_by_line(name: str) -> None:
    for width in (60, None):
        shown = plain(explained(name, page(name) or "", width))
        for title in ("Bad", "Good"):
            assert f"{title}:\n\n{indent(dedent(example(PAGES[name], title)).rstrip(), '    ')}\n" in f"{shown}\n"


# --- the gallery -----------------------------------------------------------------------------------------------------

HEAD = """\
# What `ledger validate` finds

Every check, with an example of what it finds and of what to write instead, and with the message that the example gives.
`ledger explain NAME` shows the same page in a terminal.

In the examples `# <-` marks where the finding stands and is no part of the file. `<U+202E>` stands for that character,
`<byte E9>` for that byte, `<70000 times x>` for so many of them, and `-> nowhere.yaml` for a link to there. A good example that
is no whole file takes the place of the marked line.
"""
SECTIONS = {
    "What is typed": (
        CHECKS,
        "Checks on what was read. Where a finding must stay it can be [accepted](format.md#accepted), if its page says so.",
    ),
    "What cannot be read": (
        READING,
        "What keeps a file or a record from being read as it stands. These findings can never be accepted.",
    ),
}


def gallery(root: Path) -> str:
    sections = [_section(title, sorted(names), about, root) for title, (names, about) in SECTIONS.items()]
    return "\n".join([HEAD, *sections])


def _section(title: str, names: list[str], about: str, root: Path) -> str:
    index = fill(" · ".join(f"[{name}](#{name})" for name in names), 120, break_on_hyphens=False)
    entries = [_entry(name, root / name) for name in names]
    return "\n".join([f"## {title}\n", f"{about}\n", f"{index}\n", *entries])


def _entry(name: str, root: Path) -> str:
    every, ledger = found(example(PAGES[name], "Bad"), name, root)
    (severity,) = {finding.severity for finding in every}
    stays = " · can be accepted" if name in CHECKS and CHECKS[name].acceptable else ""
    message = plain(told.findings(every, ledger, 100)).replace(*VERSION)
    return f"### {name}\n\n*{severity}{stays}*\n\n{_page(PAGES[name])}\n\nThe message:\n\n```text\n{message}```\n"


def _page(words: str) -> str:
    """The page in Markdown: paragraphs filled, indented blocks fenced."""
    blocks = re.split(r"\n\n(?! {4})|(?<=:)\n\n(?= {4})", words)
    return "\n\n".join(_fenced(block) if block.startswith("    ") else _filled(block) for block in blocks)


def _fenced(block: str) -> str:
    return "```yaml\n" + "".join(line.removeprefix("    ") for line in block.splitlines(keepends=True)) + "\n```"


def _filled(block: str) -> str:
    return fill(" ".join(block.split()), 120, break_on_hyphens=False, break_long_words=False)


def test_the_gallery_is_what_the_checks_say_today(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    today = gallery(tmp_path)
    if request.config.getoption("--rewrite"):
        GALLERY.write_text(today, encoding="utf-8", newline="\n")
    assert GALLERY.read_text(encoding="utf-8") == today


def test_every_check_stands_in_the_gallery_with_a_message_of_its_own() -> None:
    entries = re.findall(r"^### (\S+)\n.*?^```text\n(.*?)^```$", GALLERY.read_text(encoding="utf-8"), re.M | re.S)
    assert sorted(name for name, _ in entries) == sorted(PAGES)
    for name, message in entries:
        assert re.match(r"data/\S+:\d+:\d+: (error|warning|note): ", message)
        assert f"[{name}]" in message
