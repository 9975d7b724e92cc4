"""Which comment and blank line belongs to which record: what moves together when a file is laid out.

A comment on a line of its own belongs to what comes below it, unless it is indented as part of what stands above.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conflict_ledger.yamltext.nodes import SCALAR, SEQUENCE, Node

if TYPE_CHECKING:
    from conflict_ledger.yamltext.nodes import Source

Trivia = list[str | None]  # comments, and None for a blank line


@dataclass(slots=True)
class Entry:
    """A child of a list or mapping. `lead` stands above it, `tail` below it and indented as part of it.

    `inner` are its own children, none where it keeps its brackets; `margin` is the column of what it is in, None in brackets.
    """

    key: Node | None
    value: Node
    lead: Trivia
    margin: int | None
    inner: list[Entry] = field(default_factory=list)
    tail: Trivia = field(default_factory=list)


class Entries:
    """The children of the file's list or mapping, what stands below them, and what is left below that."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.lead: Trivia = []
        self.entries: list[Entry] = []
        self.tail: Trivia = []
        root, end = source.root, len(source.lines)
        if root.kind == SCALAR or self.bracketed(root):
            self.lead, rest = self.gap(0, root.start[0]), root.below
        else:
            self.entries, self.tail, rest = self.attached(root, 0, end, -1)
        self.tail += self.gap(rest, end)

    def gap(self, first: int, end: int) -> Trivia:
        """The comments and blank lines from the first line up to the end."""
        found: Trivia = []
        for line in range(first, end):
            if line in self.source.comments:
                found.append(self.source.comments[line][1])
            elif not self.source.lines[line].strip() and line < len(self.source.lines) - 1:
                found.append(None)
        return found

    def below(self, first: int, end: int, column: int) -> tuple[Trivia, int]:
        """What stands from the first line on and is indented to the column at least; and the line below it."""
        below = first
        for line in range(first, end):
            if line in self.source.comments:
                if self.source.comments[line][0] < column:
                    break
                below = line + 1
        return self.gap(first, below), below

    def attached(self, node: Node, first: int, end: int, outer: int) -> tuple[list[Entry], Trivia, int]:
        """The children of a list or mapping below one in the column `outer`, its last comments, and the line below those."""
        if node.flow:
            return self.unbracketed(node), [], node.below
        entries: list[Entry] = []
        at, column = first, node.start[1]
        starts = [(key or value).start[0] for key, value in node.children]
        for (key, value), start, limit in zip(node.children, starts, [*starts[1:], end], strict=True):
            entry = Entry(key, value, self.gap(at, start), column)
            if value.kind == SCALAR or value.flow:
                entry.lead += self.gap(start, value.start[0]) if key else []
                entry.inner = self.unbracketed(value)
                entry.tail, at = self.below(value.below, limit, column + 1)
            else:
                entry.inner, entry.tail, at = self.attached(value, start + 1 if key else start, limit, column)
            entries.append(entry)
        level = node.kind == SEQUENCE and column == outer  # a list may stand no deeper than its key
        tail, rest = self.below(at, end, column + level)
        return entries, tail, rest

    def bracketed(self, node: Node) -> bool:
        """Whether the node is in brackets that stay: it is empty, or a comment stands in it."""
        if not node.flow or not node.children:
            return node.flow
        comments = self.source.comments
        return any(
            node.start <= (line, comments[line][0]) < node.end
            for line in range(node.start[0], node.end[0] + 1)
            if line in comments
        )

    def unbracketed(self, node: Node) -> list[Entry]:
        if node.kind == SCALAR or self.bracketed(node):
            return []
        return [Entry(key, value, [], None, self.unbracketed(value)) for key, value in node.children]
