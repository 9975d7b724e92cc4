"""One layout for every file: a key a line, records in the order of their keys, so that a change is one line of a diff.

Two people who add a claim each touch lines that git either merges or stops at. What is written stays as it is written: words,
figures, quotes, their quoting, comments. Where a comment stands within brackets, the brackets stay too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conflict_ledger.edit.order import ORDER, apart, kind
from conflict_ledger.edit.refused import Refused
from conflict_ledger.yamltext import Refusal, read
from conflict_ledger.yamltext.nodes import MAPPING, SCALAR, SEQUENCE, Node, Source

if TYPE_CHECKING:
    from conflict_ledger.findings import Route

WIDTH = 120  # the most that a list in brackets may take
_PLAIN = re.compile(r"[\w(/.+…«“][^,\[\]{}\n]*")  # a plain text that brackets may hold
_HEADER = re.compile(r"[|>][-+0-9]*")

Trivia = list[str | None]  # comments, and None for a blank line


@dataclass(slots=True)
class _Entry:
    """A child with what stands above it (`lead`), its own children, and the comments indented below it (`tail`)."""

    key: Node | None
    value: Node
    lead: Trivia
    inner: list[_Entry] = field(default_factory=list)
    tail: Trivia = field(default_factory=list)


def laid_out(data: bytes, path: str) -> bytes:
    """The file in the layout. Raises Refused where it cannot be read, or its meaning cannot be shown to be the same."""
    try:
        tree = read(data).tree
        after = _Layout(Source(data), path).text()
        same = read(after).tree == tree and _comments(after) == _comments(data)
        settled = _Layout(Source(after), path).text() == after
    except Refusal as no:
        raise Refused(path, no.message, no.hint, no.line) from None
    if not same or not settled:
        raise Refused(path, "it cannot be shown that the layout changes nothing else", "lay this file out by hand")
    return after


def _comments(data: bytes) -> list[str]:
    return sorted(words for _, words in Source(data).comments.values())


class _Layout:
    def __init__(self, source: Source, path: str) -> None:
        self.source, self.path = source, path
        self.out: list[str] = []
        self.kept = -1  # how long `out` was behind a text whose blank lines are its own
        self.opened = -1  # how long it was behind a key whose value starts on the next line

    def text(self) -> bytes:
        root, end = self.source.root, len(self.source.lines)
        if root.kind == SCALAR or self.bracketed(root):
            lead, rest = self.gap(0, root.start[0]), root.below
            self.trivia(lead, 0)
            self.value("", root, _Entry(None, root, []), -2, (), root.start)
            self.out[:] = [
                line.removeprefix(" ") if number == len(lead) else line for number, line in enumerate(self.out)
            ]
            tail: Trivia = []
        else:
            entries, tail, rest = self.attached(root, 0, end)
            self.collection(root, entries, 0, ())
        self.trivia([*tail, *self.gap(rest, end)], 0)
        while not self.out[-1] and len(self.out) != self.kept:
            self.out.pop()
        return ("\n".join(self.out) + "\n").encode()

    # --- which comment belongs where --------------------------------------------------------------------------------------

    def gap(self, first: int, end: int) -> Trivia:
        """The comments and blank lines from the first line up to the end."""
        found: Trivia = []
        for line in range(first, end):
            if line in self.source.comments:
                found.append(self.source.comments[line][1])
            elif not self.source.lines[line].strip() and line < len(self.source.lines) - 1:
                found.append(None)
        return found

    def tail(self, first: int, end: int, column: int) -> tuple[Trivia, int]:
        """What stands from the first line on and is indented to the column at least; and the line below it."""
        below = first
        for line in range(first, end):
            if line in self.source.comments:
                if self.source.comments[line][0] < column:
                    break
                below = line + 1
        return self.gap(first, below), below

    def attached(self, node: Node, first: int, end: int) -> tuple[list[_Entry], Trivia, int]:
        """The children of a block collection with their comments, its own last ones, and the line below those."""
        entries: list[_Entry] = []
        at = first
        starts = [(key or value).start[0] for key, value in node.children]
        for (key, value), start, limit in zip(node.children, starts, [*starts[1:], end], strict=True):
            entry = _Entry(key, value, self.gap(at, start))
            if value.kind == SCALAR or value.flow:
                if key:
                    entry.lead += self.gap(start, value.start[0])
                entry.inner = [] if self.bracketed(value) else self.unbracketed(value)
                entry.tail, at = self.tail(value.below, limit, node.start[1] + 1)
            else:
                entry.inner, entry.tail, at = self.attached(value, start + 1 if key else start, limit)
            entries.append(entry)
        outer = node.kind == SEQUENCE and node.start[1] == self.margin(node)
        tail, rest = self.tail(at, end, node.start[1] + outer)
        return entries, tail, rest

    def margin(self, node: Node) -> int:
        """The column of the line's first word: a list may stand no deeper than its key."""
        above = next(
            (line for line in reversed(self.source.lines[: node.start[0]]) if line.strip() and line.strip()[0] != "#"),
            "",
        )
        return len(above) - len(above.lstrip(" ")) if above.rstrip().endswith(":") else -1

    def bracketed(self, node: Node) -> bool:
        """Whether the node stays in its brackets: it is empty, or a comment stands in it."""
        if node.kind == SCALAR or not node.flow:
            return node.kind == SCALAR
        (first, start), (last, end) = node.start, node.end
        inside = [
            line for line, (column, _) in self.source.comments.items() if (first, start) <= (line, column) < (last, end)
        ]
        return bool(inside) or not node.children

    def unbracketed(self, node: Node) -> list[_Entry]:
        return [
            _Entry(key, value, [], [] if self.bracketed(value) else self.unbracketed(value))
            for key, value in node.children
        ]

    # --- writing it -------------------------------------------------------------------------------------------------------

    def trivia(self, found: Trivia, indent: int) -> None:
        """Comments, and at most one blank line in a row: none at the start of the file or of what a line above opens."""
        for words in found:
            if words:
                self.out.append(" " * indent + words)
            elif self.out and self.out[-1] and len(self.out) not in (self.opened, self.kept):
                self.out.append("")

    def collection(self, node: Node, entries: list[_Entry], indent: int, route: Route, head: str | None = None) -> None:
        """The entries, the first behind `head` where that is given, such as the dash of the item they are."""
        first = entries[0].lead
        if head is None:
            self.trivia(first, indent)
        entries[0].lead = []
        blank = apart(self.path, route)
        for number, entry in enumerate(self.sorted(node, entries, route)):
            lead = entry.lead
            facts = not route and entry.key is not None and entry.key.value == "facts"
            if number and None not in lead and (blank or (facts and self.path.startswith("data/incidents/"))):
                lead = [None, *lead]
            dashed = head is not None and not number
            self.trivia(lead, indent - 2 * dashed)
            start = head if head is not None and dashed else " " * indent
            self.entry(start, entry, indent, (*route, entry.key.value if entry.key else number))

    def sorted(self, node: Node, entries: list[_Entry], route: Route) -> list[_Entry]:
        record = kind(self.path, route) if node.kind == MAPPING else None
        if record is None:
            return entries
        keys = ORDER[record]
        return sorted(entries, key=lambda one: keys.index(one.key.value) if one.key and one.key.value in keys else 99)

    def entry(self, start: str, entry: _Entry, indent: int, route: Route) -> None:
        if entry.key is None:
            self.value(f"{start}-", entry.value, entry, indent, route, entry.value.start)
        else:
            words = self.source.text(entry.key)
            if "\n" in words:
                raise Refused(self.path, "a key of several lines", "write it on one", entry.key.start[0] + 1)
            self.value(f"{start}{words}:", entry.value, entry, indent, route, entry.key.end)
        if entry.tail:
            inside = entry.value.style not in ("|", ">")  # below such a text, a comment as deep would be part of it
            self.trivia(entry.tail, indent + 2 * inside)

    def value(self, head: str, node: Node, entry: _Entry, indent: int, route: Route, key_end: tuple[int, int]) -> None:
        if node.kind == SCALAR:
            self.scalar(head, node, indent)
        elif node.flow and not entry.inner:
            self.verbatim(head, node, indent)
        elif line := self.on_one_line(head, node, entry):
            self.out.append(line + self.comment(node.end if node.flow else key_end))
        elif entry.key is None:
            self.item(head, node, entry, indent, route)
        else:
            self.out.append(head + self.comment(node.end if node.flow else key_end))
            self.opened = len(self.out)
            self.collection(node, entry.inner, indent + 2, route)

    def item(self, head: str, node: Node, entry: _Entry, indent: int, route: Route) -> None:
        """A record or list that is an item: its first line stands behind the dash."""
        behind = self.comment(node.end).lstrip() if node.flow else ""
        self.trivia([words for words in (*entry.inner[0].lead, behind) if words], indent)
        self.collection(node, entry.inner, indent + 2, route, head + " ")

    def comment(self, end: tuple[int, int]) -> str:
        """The comment behind what ends there, with the blanks before it."""
        column, words = self.source.comments.get(end[0], (-1, ""))
        before = self.source.lines[end[0]][end[1] : max(column, 0)]
        if column < end[1] or before.strip(" \t:"):
            return ""
        return (before[len(before.rstrip()) :] or " ") + words

    def scalar(self, head: str, node: Node, indent: int) -> None:
        if node.style in ("|", ">"):
            self.block(head, node, indent)
        else:
            self.verbatim(head, node, indent)

    def verbatim(self, head: str, node: Node, indent: int) -> None:
        """What is written, its further lines indented below its key; blanks at their start mean nothing."""
        first, *rest = self.source.text(node).split("\n")
        lines = [f"{head} {first}" if first else head, *(" " * (indent + 2) + line.lstrip(" \t") for line in rest)]
        lines = [line if line.strip() else "" for line in lines]
        lines[-1] += self.comment(node.end)
        self.out += lines

    def block(self, head: str, node: Node, indent: int) -> None:
        """A text of several lines below | or >, indented below its key."""
        line, column = node.start
        header = _HEADER.match(self.source.lines[line], column)
        words = header[0] if header else ""
        comment = self.comment((line, column + len(words)))
        lines = self.source.lines[line + 1 : node.below]
        written = next((len(text) - len(text.lstrip(" ")) for text in lines if text.strip(" ")), 0)
        digit = re.search("[1-9]", words)
        if digit:  # its text may start with blanks of its own
            written = self.margin_of(node) + int(digit[0])
            words = words.replace(digit[0], "2")
        self.out.append(f"{head} {words}{comment}")
        self.out += [" " * (indent + 2) + text[written:] if text[written:] else "" for text in lines]
        self.kept = len(self.out) if "+" in words else -1

    def margin_of(self, node: Node) -> int:
        """The column of the list or mapping that the node is in."""
        return next(
            holder.start[1] for holder in _holders(self.source.root) if any(c is node for _, c in holder.children)
        )

    def on_one_line(self, head: str, node: Node, entry: _Entry) -> str:
        """A list of single words in brackets, where it fits and no comment stands in it; or nothing."""
        if node.kind != SEQUENCE:
            return ""
        items = [one.value for one in entry.inner]
        texts = [self.source.text(one) for one in items]
        if any([*entry.tail, *(words for one in entry.inner for words in (*one.lead, *one.tail))]) or not all(
            map(self.short, items)
        ):
            return ""
        line = f"{head} [{', '.join(texts)}]"
        return line if len(line) <= WIDTH else ""

    def short(self, node: Node) -> bool:
        text = self.source.text(node)
        whole = node.kind == SCALAR and "\n" not in text and (node.style in ("'", '"') or _PLAIN.fullmatch(text))
        return bool(whole) and not (node.end[0] in self.source.comments and not self.in_brackets(node))

    def in_brackets(self, node: Node) -> bool:
        return any(holder.flow and any(c is node for _, c in holder.children) for holder in _holders(self.source.root))


def _holders(node: Node) -> list[Node]:
    return [node, *(one for _, child in node.children if child.kind != SCALAR for one in _holders(child))]
