"""A page of `ledger explain`, and the list of what can be explained."""

from __future__ import annotations

import re
import textwrap

from conflict_ledger.text.layout import DIM, HEAD, PLAIN, TITLE, Line, Width, span, wrap


def text(name: str, page: str, width: Width) -> list[Line]:
    """The page: its paragraphs wrapped, its examples (fenced, or indented by four blanks) as they stand."""
    lines: list[Line] = [[span(name, TITLE)]]
    for number, piece in enumerate(re.split(r"```(?:yaml)?\n?", page.strip("\n"))):
        if number % 2:
            lines += [[], *_example(piece)]
            continue
        for paragraph in re.split(r"\n(?:[ \t]*\n)+", piece.strip("\n")):
            if paragraph.strip():
                wrapped = wrap([span(" ".join(paragraph.split()))], width)
                lines += [[], *(_example(paragraph) if paragraph.startswith("    ") else wrapped)]
    return lines


def _example(text: str) -> list[Line]:
    lines = textwrap.dedent(text).rstrip().split("\n")
    return [[("    ", PLAIN), span(line, DIM)] if line else [] for line in lines]


def index(names: dict[str, list[str]], width: Width) -> list[Line]:
    """The names, group by group."""
    lines: list[Line] = []
    for group, words in names.items():
        lines += [[span(group.capitalize(), HEAD)], *wrap([span(", ".join(words))], width, 2), []]
    return lines[:-1]
