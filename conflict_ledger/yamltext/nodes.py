"""Where each node of a file begins and ends, how it is written, and which comments stand between: what a writer must know.

Only for text that `read` accepts. Lines and columns count from 0, in the text as `decoded` gives it. The end of a block list or
mapping is that of the last thing in it: libyaml puts it behind the comments that follow, which belong to what comes next.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import yaml
from yaml._yaml import CParser

from conflict_ledger.yamltext.characters import decoded

if TYPE_CHECKING:
    from collections.abc import Callable

    from conflict_ledger.findings import Route

Mark = tuple[int, int]  # line and column
SCALAR, MAPPING, SEQUENCE = "scalar", "mapping", "sequence"

_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#.*")
_HEADER = re.compile(r"([|>][-+0-9]*)[ \t]*(#.*)?")


@dataclass(slots=True)
class Node:
    """A scalar with its `style` (`'`, `"`, `|`, `>` or nothing), or a list or mapping, in brackets where `flow` is true.

    `below` is the first line on which nothing of it stands; `value` is what a scalar says; `children` are pairs of a key,
    None in a list, and a value.
    """

    kind: str
    start: Mark
    end: Mark
    below: int
    style: str = ""
    value: str = ""
    flow: bool = False
    children: list[tuple[Node | None, Node]] = field(default_factory=list)


class Source:
    """A file's lines, its nodes, and its comments by line: the column and the words from # on."""

    def __init__(self, data: bytes) -> None:
        text = decoded(data)
        self.lines = text.split("\n")
        self.root = _Reading(self.lines, CParser(text).get_event).document()
        self.comments = _comments(self.lines, self.root)

    def node(self, route: Route) -> Node:
        """The node that `route` leads to. Raises KeyError where it leads nowhere."""
        node = self.root
        for step in route:
            node = next((child for name, child in self.named(node) if name == step), None) or _missing(step)
        return node

    def named(self, node: Node) -> list[tuple[str | int, Node]]:
        """The children by key or number."""
        return [(number if key is None else key.value, child) for number, (key, child) in enumerate(node.children)]

    def alone(self, line: int) -> bool:
        """Whether the comment on the line has it for itself."""
        return not self.lines[line][: self.comments[line][0]].strip()

    def text(self, node: Node) -> str:
        """The node as it is written."""
        (first, start), (last, end) = node.start, node.end
        if first == last:
            return self.lines[first][start:end]
        return "\n".join([self.lines[first][start:], *self.lines[first + 1 : last], self.lines[last][:end]])


def _missing(step: str | int) -> Node:
    raise KeyError(step)


def _mark(mark: Any) -> Mark:
    return mark.line, mark.column


class _Reading:
    """One reading of the events."""

    def __init__(self, lines: list[str], event: Callable[[], Any]) -> None:
        self.lines, self.event = lines, event

    def document(self) -> Node:
        for _ in range(2):  # the stream starts, the document starts
            self.event()
        return self.node(self.event())

    def node(self, first: Any) -> Node:
        start, end = _mark(first.start_mark), _mark(first.end_mark)
        if isinstance(first, yaml.ScalarEvent):
            style = first.style or ""
            return Node(SCALAR, start, end, self.below(start, end, style), style, normalize("NFC", first.value))
        node = Node(SEQUENCE, start, end, end[0] + 1, flow=bool(first.flow_style))
        if isinstance(first, yaml.MappingStartEvent):
            node.kind = MAPPING
        while not isinstance(following := self.event(), yaml.MappingEndEvent | yaml.SequenceEndEvent):
            key = self.node(following) if node.kind == MAPPING else None
            node.children.append((key, self.node(self.event() if key else following)))
        if node.flow:
            node.end = _mark(following.end_mark)
            node.below = node.end[0] + 1
        else:  # with lines of its own it has a child at least
            last = node.children[-1][1]
            node.end, node.below = last.end, last.below
        return node

    def below(self, start: Mark, end: Mark, style: str) -> int:
        """The first line below a scalar; blank lines below a block are its own only where its header keeps them."""
        line, column = end
        if style not in ("|", ">"):
            return line + 1
        line += bool(column)
        kept = "+" in _HEADER.match(self.lines[start[0]], start[1])[1]  # type: ignore[index]
        while not kept and line > start[0] + 1 and not self.lines[line - 1].strip():
            line -= 1
        return line


def _comments(lines: list[str], root: Node) -> dict[int, tuple[int, str]]:
    """The comments by line: what starts with # once the scalars are taken out."""
    rest = list(lines)
    found = {}
    for node in _scalars(root):
        (first, start), (last, end) = node.start, node.end
        if node.style in ("|", ">"):
            head = _HEADER.match(lines[first], start)
            if head and head[2]:
                found[first] = (head.start(2), head[2])
        for number in range(first, min(last + 1, len(lines))):
            left = start if number == first else 0
            right = end if number == last else len(lines[number])
            rest[number] = rest[number][:left] + "x" * (right - left) + rest[number][right:]
    for number, line in enumerate(rest):
        if match := _COMMENT.search(line):
            found[number] = (match.start(), lines[number][match.start() :])
    return dict(sorted(found.items()))


def _scalars(node: Node) -> list[Node]:
    if node.kind == SCALAR:
        return [node]
    return [one for pair in node.children for child in pair if child for one in _scalars(child)]
