"""Random incidents in every way that people and editors write YAML: what a writer must leave as it is.

Each comment is another one, so that none can be lost in place of another. What comes out is read by our reader; the few that it
refuses are not given.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from conflict_ledger.yamltext import Refusal, read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

QUOTES = (
    "at least 50 civilians",
    "18 assaillants neutralisés",
    "[sic] 3 dead",
    "# not a comment",
    "he said: 'no'",
    'she said "12"',
    "- a dash",
    "50 شخصا",
    "a, b: c # d",
    "trailing colon:",
    "😀 {x}",
    "tab\tinside",
)
PROSE = (
    "One line.\nAnother: line.\n",
    "First.\n\n# not a comment\n  deeper\nLast.\n",
    "No end\nhere",
    "Only one line\n",
    "Kept.\n\n\n",
)
FIGURES = ("50", "at least 50", "40 to 60", "about 300", "unknown", "none")


class Writer:
    """Writes one document; `random` decides everything that YAML leaves open."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.step = random.choice((2, 2, 2, 4))
        self.deep_lists = random.random() < 0.7
        self.comments = 0
        self.busy = random.choice((0.0, 0.05, 0.15, 0.3))  # how often a comment or blank line stands somewhere
        self.flow = random.choice((0.0, 0.1, 0.3))

    def some(self, share: float) -> bool:
        return self.random.random() < share

    def comment(self) -> str:
        self.comments += 1
        return f"#{self.random.choice((' ', '', '! ', '  '))}c{self.comments} {self.random.choice(('', 'a: b', '- x', chr(39), '}', 'é'))}"

    def behind(self) -> str:
        """A comment on the same line, or nothing."""
        return (
            f"{self.random.choice((' ', '  ', '     '))}{self.comment()}"
            if self.some(self.busy)
            else self.random.choice(("", "", "", " "))
        )

    def above(self, column: int) -> Iterator[str]:
        """Blank lines and comments on lines of their own."""
        while self.some(self.busy):
            margin = self.random.choice((column, column, 0, column + 2))
            yield "" if self.some(0.5) else " " * margin + self.comment()

    def scalar(self, text: str) -> str:
        """The text on one line, in any style that holds it."""
        plain = (
            not any(mark in text for mark in "#:[]{},'\"\n\t")
            and text.strip() == text
            and not text.startswith(("- ", "? "))
        )
        if plain and self.some(0.7):
            return text
        if "\n" not in text and "\t" not in text and self.some(0.5):
            return "'" + text.replace("'", "''") + "'"
        return json.dumps(text, ensure_ascii=self.some(0.1))

    def in_brackets(self, value: Any) -> str:
        comma = self.random.choice((", ", ",", " , "))
        end = "," if value and self.some(0.1) else ""
        pad = self.random.choice(("", "", " "))
        if isinstance(value, dict):
            return (
                f"{{{pad}"
                + comma.join(f"{key}: {self.in_brackets(one)}" for key, one in value.items())
                + f"{end}{pad}}}"
            )
        if isinstance(value, list):
            return f"[{pad}" + comma.join(map(self.in_brackets, value)) + f"{end}{pad}]"
        text = self.scalar(value)
        return text if text[0] in "'\"" or not any(mark in text for mark in ",[]{}") else json.dumps(text)

    def broken(self, text: str, column: int) -> str:
        """Brackets over several lines, with comments between."""
        if not self.some(0.4) or "'" in text or '"' in text:
            return text
        behind = f" {self.comment()}" if self.some(self.busy) else ""
        return text.replace(", ", f",{behind}\n{' ' * (column + 2)}", 1)

    def mapping(self, value: dict[str, Any], column: int) -> Iterator[str]:
        for key, one in value.items():
            yield from self.above(column)
            yield from self.entry(f"{' ' * column}{key}:", one, column)

    def items(self, value: list[Any], column: int) -> Iterator[str]:
        for one in value:
            yield from self.above(column)
            if isinstance(one, dict) and not self.some(self.flow):
                lines = list(self.mapping(one, column + 2))
                first = next(number for number, line in enumerate(lines) if line.strip() and line.strip()[0] != "#")
                if self.some(0.1):
                    yield f"{' ' * column}-{self.behind()}"
                elif not first:
                    lines[0] = f"{' ' * column}- {lines[0].lstrip(' ')}"
                else:
                    yield f"{' ' * column}-"
                yield from lines
            else:
                yield from self.entry(f"{' ' * column}-", one, column)

    def entry(self, head: str, value: Any, column: int) -> Iterator[str]:
        if isinstance(value, dict | list):
            if not value or self.some(self.flow):
                yield f"{head} {self.broken(self.in_brackets(value), column)}{self.behind()}"
            elif isinstance(value, dict):
                yield f"{head}{self.behind()}"
                yield from self.mapping(value, column + self.step)
            else:
                yield f"{head}{self.behind()}"
                yield from self.items(value, column + (self.step if self.deep_lists or head.endswith("-") else 0))
        elif "\n" in value or (len(value) > 3 and self.some(0.1)):
            yield from self.text(head, value, column)
        elif self.some(0.05):
            yield f"{head}{self.behind()}"
            yield f"{' ' * (column + self.step + 1)}{self.scalar(value)}{self.behind()}"
        else:
            yield f"{head}{self.random.choice((' ', ' ', ' ', '   '))}{self.scalar(value)}{self.behind()}"

    def text(self, head: str, value: str, column: int) -> Iterator[str]:
        """Text below | or >, or over several lines in quotes."""
        if self.some(0.2) and not value.startswith(("#", "-", " ")) and "\t" not in value and "\n" not in value:
            yield f'{head} "{json.dumps(value)[1:-1].replace(" ", chr(10) + " " * (column + 4), 1)}"{self.behind()}'
            return
        chomp = "" if value.endswith("\n") and not value.endswith("\n\n") else "-" if not value.endswith("\n") else "+"
        deep = self.random.choice((1, 2, 4))
        digit = str(deep) if self.some(0.2) or value.startswith(" ") else ""
        behind = f" {self.comment()}" if self.some(self.busy) else ""
        yield f"{head} |{digit}{chomp}{behind}"
        lines = value.removesuffix("\n").split("\n") if chomp != "+" else value[:-1].split("\n")
        yield from (" " * (column + deep) + line if line else "" for line in lines)


def claim(random: Random, number: int) -> dict[str, Any]:
    values: dict[str, Any] = {
        "source": random.choice(("un-mission", "kelouma-army", "hill-rebels", "gazette")),
        "document": f"document-{number}",
        "count": random.choice(FIGURES),
    }
    optional: dict[str, Any] = {
        "also_in": [f"relay-{number}", "gazette-report"],
        "victims": random.choice(("civilians", "fighters")),
        "perpetrator": "kelouma-army",
        "alongside": ["hill-rebels"],
        "including": {"women": "at least 1", "children": "some"},
        "made_of": {"at the well": "3", "on the road": "2"},
        "quote": random.choice(QUOTES),
        "note": random.choice((*PROSE, *QUOTES)),
        "accepted": [
            {"check": "count-not-in-quote", "reason": random.choice(PROSE), "by": "desk", "date": "2023-01-02"}
        ],
    }
    return shuffled(random, {**values, **{key: value for key, value in optional.items() if random.random() < 0.4}})


def shuffled(random: Random, values: dict[str, Any]) -> dict[str, Any]:
    """The keys in another order, now and then."""
    pairs = list(values.items())
    if random.random() < 0.3:
        random.shuffle(pairs)
    return dict(pairs)


def incident(random: Random) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for number in range(random.randint(1, 3)):
        claims = [claim(random, 10 * number + one) for one in range(random.randint(1, 4))]
        facts[f"fact-{number}"] = shuffled(random, {"title": "Deaths", "measure": "killed", "claims": claims})
    values: dict[str, Any] = {"title": random.choice(QUOTES), "date": "2022-04-19/2022-04-24"}
    optional: dict[str, Any] = {
        "place": {"name": "Tindara", "aka": ["Tin Dara"], "latitude": "15.28"},
        "aka": ["Market of Tindara", "x, y"],
        "summary": random.choice(PROSE),
        "note": random.choice(QUOTES),
    }
    values |= {key: value for key, value in optional.items() if random.random() < 0.5}
    return shuffled(random, {**values, "facts": facts})


def document(random: Random) -> bytes:
    """The bytes of one incident that the reader accepts."""
    while True:
        writer = Writer(random)
        lines = [*writer.above(0), *writer.mapping(incident(random), 0), *writer.above(0)]
        if writer.some(0.05):
            lines.insert(0, "---")
        if writer.some(0.03):
            lines.append("...")
        text = "\n".join(lines) + ("" if writer.some(0.05) else "\n" * random.choice((1, 1, 1, 2, 3)))
        data = text.replace("\n", "\r\n").encode() if writer.some(0.1) else text.encode()
        data = b"\xef\xbb\xbf" + data if writer.some(0.05) else data
        try:
            tree = read(data).tree
        except Refusal:
            continue
        if isinstance(tree, dict) and isinstance(tree.get("facts"), dict):
            return data
