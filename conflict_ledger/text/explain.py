"""A page of `ledger explain`, and the list of what can be explained."""

from __future__ import annotations

import re

from conflict_ledger.text.layout import DIM, HEAD, PLAIN, TITLE, Line, Width, span, wrap


def text(name: str, page: str, width: Width) -> list[Line]:
    """The page: its paragraphs wrapped, its examples as they stand."""
    lines: list[Line] = [[span(name, TITLE)], []]
    for number, piece in enumerate(re.split(r"```(?:yaml)?\n?", page.strip())):
        if number % 2:
            lines += [[("    ", PLAIN), span(line, DIM)] for line in piece.rstrip().split("\n")] + [[]]
        else:
            for paragraph in filter(None, re.split(r"\n\s*\n", piece.strip())):
                lines += [*wrap([span(" ".join(paragraph.split()))], width), []]
    return lines[:-1] if not lines[-1] else lines


def index(names: dict[str, list[str]], width: Width) -> list[Line]:
    """The names, group by group."""
    lines: list[Line] = []
    for group, words in names.items():
        lines += [[span(group.capitalize(), HEAD)], *wrap([span(", ".join(words))], width, 2), []]
    return lines[:-1]
