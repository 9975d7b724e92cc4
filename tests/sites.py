"""Sites as tests need them: built by the command, and their pages taken apart by a parser."""

from __future__ import annotations

import json
import subprocess
from html.parser import HTMLParser
from textwrap import dedent
from typing import TYPE_CHECKING

from test_cli import ledger

if TYPE_CHECKING:
    from pathlib import Path

VOID = {"meta", "link", "input", "br", "hr", "col"}
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}</title></style>&lt;b&gt;"
_E = json.dumps(EVIL)

HOSTILE = {
    "METHODOLOGY.md": f"# Methods {EVIL}\n\n[a](javascript:alert(1)) [b](data:text/html,x) ![c](https://example.org/x.png)\n\n<script>alert(1)</script>\n",
    "data/ledger.yaml": f"""
        title: {_E}
        licence: CC-BY-4.0
        categories:
          army: {_E}
          rebels: Rebel groups
        """,
    "data/actors.yaml": f"""
        un-mission: {{name: {_E}, in_text: {_E}, aka: [{_E}], kind: un, note: {_E}}}
        kelouma-army: {{name: Army of Kelouma, in_text: the army, kind: state-forces, category: army}}
        """,
    "data/documents.yaml": f"""
        un-report:
          title: {_E}
          publisher: un-mission
          published: 2022-08-31
          language: en
          url: https://example.org/?a=1&b=2
          disputed: [{{by: kelouma-army, quote: {_E}, stated: 2022-09-02}}]
        army-statement: {{title: Statement, publisher: kelouma-army, published: 2022-04-22, language: fr}}
        """,
    "data/totals/kelouma.yaml": f"""
        title: {_E}
        period: 2022-Q2
        place: {{country: ML, name: {_E}}}
        victims: civilians
        note: {_E}
        claims:
          - {{source: un-mission, document: un-report, measure: killed, count: 90, quote: {_E}}}
          - {{source: un-mission, document: un-report, measure: killed, victims: people, count: 95, quote: {_E}}}
        """,
    "data/incidents/index.yaml": f"""
        title: {_E}
        date: 2022-04-19
        place: {{name: {_E}, aka: [{_E}], country: ML, admin1: {_E}, latitude: 15.0, longitude: -2.0}}
        aka: [{_E}]
        external: {{{_E}: {_E}}}
        summary: {_E}
        note: {_E}
        facts:
          deaths:
            title: {_E}
            measure: killed
            note: {_E}
            claims:
              - {{source: un-mission, document: un-report, count: at least 50, victims: civilians, perpetrator: kelouma-army,
                 quote: {_E}, quote_language: en, translation: {_E}, note: {_E}, page: {_E},
                 made_of: {{{_E}: 20, others: 30}}}}
              - {{source: un-mission, document: army-statement, count: 50, victims: people, quote: {_E}, note: {_E}}}
              - {{source: kelouma-army, document: army-statement, count: 18, victims: fighters, perpetrator: kelouma-army, quote: ١٨ مقاتلا}}
              - {{source: kelouma-army, document: un-report, count: 7, id: gone, withdrawn: {{date: 2022-10-01, reason: {_E}}}}}
            assessment: {{prefer: un-mission, reason: {_E}, by: {_E}, date: 2022-11-01}}
          who:
            question: {_E}
            answers: {{yes-it-was: {_E}, kelouma-army: {_E}}}
            claims:
              - {{source: un-mission, document: un-report, answer: yes-it-was}}
              - {{source: kelouma-army, document: army-statement, answer: kelouma-army}}
        """,
}


class Element:
    """An element of a page: its tag, attributes, children and the text in it."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.children: list[Element | str] = []

    def all(self, tag: str = "") -> list[Element]:
        """The elements inside, at any depth, in the order of the page."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                found += [child] if tag in ("", child.tag) else []
                found += child.all(tag)
        return found

    def having(self, **attributes: str) -> list[Element]:
        """Those inside that have these values: `data_claim` is data-claim."""
        wanted = {key.replace("_", "-"): value for key, value in attributes.items()}
        return [one for one in self.all() if all(one.attributes.get(key) == value for key, value in wanted.items())]

    @property
    def text(self) -> str:
        said = "".join(child if isinstance(child, str) else child.text for child in self.children)
        return " ".join(said.split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {key: value or "" for key, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parsed(content: str) -> Element:
    """The page as a tree; every element that must be is closed."""
    reader = _Reader()
    reader.feed(content)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].tag}> is not closed"
    return reader.open[0]


def built(root: Path, out: Path, *options: str) -> dict[str, Path]:
    """The site of the ledger, by path."""
    done = ledger("site", str(out), *options, at=root)
    assert done.code == 0, done.err
    return files(out)


def files(out: Path) -> dict[str, Path]:
    found = (path for path in out.rglob("*") if path.is_file() and path.name != ".ledger-site")
    return {path.relative_to(out).as_posix(): path for path in found}


def pages(found: dict[str, Path]) -> dict[str, Element]:
    return {name: parsed(path.read_text(encoding="utf-8")) for name, path in found.items() if name.endswith(".html")}


def write(root: Path, texts: dict[str, str]) -> Path:
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(dedent(text).lstrip("\n"), encoding="utf-8", newline="\n")
    return root


def git(root: Path, *arguments: str, day: str = "2026-01-01T10:00:00+0100") -> None:
    who = {
        "GIT_AUTHOR_NAME": "Nadia Secret",
        "GIT_AUTHOR_EMAIL": "nadia@example.org",
        "GIT_COMMITTER_NAME": "Nadia Secret",
    }
    days = {"GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day, "GIT_COMMITTER_EMAIL": "nadia@example.org"}
    calm = {
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_NOSYSTEM": "1",
        "PATH": "/usr/bin:/bin:/usr/local/bin",
        "HOME": str(root),
    }
    subprocess.run(["git", *arguments], cwd=root, env=who | days | calm, check=True, capture_output=True)


def commit(root: Path, subject: str, day: str) -> None:
    git(root, "add", "-A", day=day)
    git(root, "commit", "-qm", subject, day=day)
