"""One layout for every file: a key a line, records in the order of their keys, so that a change is one line of a diff.

Two people who add a claim each touch lines that git either merges or stops at. What is written stays as it is written: words,
figures, quotes, their quoting, comments. Where a comment stands within brackets, the brackets stay too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflict_ledger.edit.entries import Entries, Entry, Trivia
from conflict_ledger.edit.order import ORDER, apart, kind
from conflict_ledger.edit.refused import Refused
from conflict_ledger.yamltext import Refusal, read
from conflict_ledger.yamltext.nodes import MAPPING, SCALAR, SEQUENCE, Source

if TYPE_CHECKING:
    from conflict_ledger.findings import Route
    from conflict_ledger.yamltext.nodes import Node

WIDTH = 120  # the most that a list in brackets may take
_PLAIN = re.compile(r"[\w(/.+…«“][^,\[\]{}\n]*")  # a plain text that brackets may hold
_HEADER = re.compile(r"[|>][-+0-9]*")


def laid_out(data: bytes, path: str) -> bytes:
    """The file in the layout. Raises Refused where it cannot be read, or its meaning cannot be shown to be the same."""
    try:
        tree = read(data).tree
        after = _Layout(Source(data), path).text()
        if after == data:
            return data
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
        root, found = self.source.root, Entries(self.source)
        self.trivia(found.lead, 0)
        if found.entries:
            self.collection(root, found.entries, 0, ())
        else:
            self.value("", Entry(None, root, [], 0), -2, ())
        self.trivia(found.tail, 0)
        while not self.out[-1] and len(self.out) != self.kept:
            self.out.pop()
        return ("\n".join(self.out) + "\n").encode()

    def trivia(self, found: Trivia, indent: int) -> None:
        """Comments, and at most one blank line in a row: none at the start of the file or of what a line above opens."""
        for words in found:
            if words:
                self.out.append(" " * indent + words)
            elif self.out and self.out[-1] and len(self.out) not in (self.opened, self.kept):
                self.out.append("")

    def collection(self, node: Node, entries: list[Entry], indent: int, route: Route, dash: str = "") -> None:
        """The entries; the first stands behind the dash of the item that they are, where they are one."""
        if not dash:
            self.trivia(entries[0].lead, indent)
        entries[0].lead = []  # it stays at the top, whatever comes first
        for number, entry in enumerate(self.sorted(node, entries, route)):
            dashed = bool(dash) and not number
            apart = number and None not in entry.lead and self.apart(entry, route)
            self.trivia([None, *entry.lead] if apart else entry.lead, indent - 2 * dashed)
            self.entry(
                dash if dashed else " " * indent, entry, indent, (*route, entry.key.value if entry.key else number)
            )

    def apart(self, entry: Entry, route: Route) -> bool:
        """Whether a blank line stands above the entry."""
        facts = not route and entry.key is not None and entry.key.value == "facts"
        return apart(self.path, route) or (facts and self.path.startswith("data/incidents/"))

    def sorted(self, node: Node, entries: list[Entry], route: Route) -> list[Entry]:
        record = kind(self.path, route) if node.kind == MAPPING else None
        if record is None:
            return entries
        keys = ORDER[record]
        return sorted(entries, key=lambda one: keys.index(one.key.value) if one.key and one.key.value in keys else 99)

    def entry(self, start: str, entry: Entry, indent: int, route: Route) -> None:
        head = f"{start}-"
        if entry.key is not None:
            words = self.source.text(entry.key)
            if "\n" in words:
                raise Refused(self.path, "a key of several lines", "write it on one", entry.key.start[0] + 1)
            head = f"{start}{words}:"
        self.value(head, entry, indent, route)
        inside = entry.value.style not in ("|", ">")  # below such a text, a comment as deep would be part of it
        self.trivia(entry.tail, indent + 2 * inside)

    def value(self, head: str, entry: Entry, indent: int, route: Route) -> None:
        node = entry.value
        if node.style in ("|", ">"):
            self.block(head, entry, indent)
        elif not entry.inner:
            self.verbatim(head, node, indent)
        elif line := self.on_one_line(head, entry):
            self.out.append(line + self.behind(entry))
        elif entry.key is None:
            self.item(head, entry, indent, route)
        else:
            self.out.append(head + self.behind(entry))
            self.opened = len(self.out)
            self.collection(node, entry.inner, indent + 2, route)

    def item(self, head: str, entry: Entry, indent: int, route: Route) -> None:
        """A record or list that is an item: its first line stands behind the dash."""
        behind = self.comment(entry.value.end).lstrip() if entry.value.flow else ""
        self.trivia([words for words in (*entry.inner[0].lead, behind) if words], indent)
        self.collection(entry.value, entry.inner, indent + 2, route, f"{head} ")

    def behind(self, entry: Entry) -> str:
        """The comment behind a list or mapping: behind its brackets, or behind its key."""
        start = entry.key.end if entry.key else entry.value.start
        return self.comment(entry.value.end if entry.value.flow else start)

    def comment(self, end: tuple[int, int]) -> str:
        """The comment behind what ends there, with the blanks before it."""
        column, words = self.source.comments.get(end[0], (-1, ""))
        before = self.source.lines[end[0]][end[1] : max(column, 0)]
        if column < end[1] or before.strip(" \t:"):
            return ""
        return (before[len(before.rstrip()) :] or " ") + words

    def verbatim(self, head: str, node: Node, indent: int) -> None:
        """What is written, its further lines indented below its key; blanks at their start mean nothing."""
        first, *rest = self.source.text(node).split("\n")
        lines = [" ".join(filter(None, (head, first))), *(" " * (indent + 2) + line.lstrip(" \t") for line in rest)]
        lines = [line if line.strip() else "" for line in lines]
        lines[-1] += self.comment(node.end)
        self.out += lines

    def block(self, head: str, entry: Entry, indent: int) -> None:
        """A text of several lines below | or >, indented below its key."""
        line, column = entry.value.start
        header = _HEADER.match(self.source.lines[line], column)
        words = header[0] if header else ""
        comment = self.comment((line, column + len(words)))
        lines = self.source.lines[line + 1 : entry.value.below]
        written = next((len(text) - len(text.lstrip(" ")) for text in lines if text.strip(" ")), 0)
        if digit := re.search("[1-9]", words):  # its text may start with blanks of its own
            written = (entry.margin or 0) + int(digit[0])
            words = words.replace(digit[0], "2")
        self.out.append(" ".join(filter(None, (head, words))) + comment)
        self.out += [" " * (indent + 2) + text[written:] if text[written:] else "" for text in lines]
        self.kept = len(self.out) if "+" in words else -1

    def on_one_line(self, head: str, entry: Entry) -> str:
        """A list of single words in brackets, where it fits and no comment stands in it; or nothing."""
        comments = [*entry.tail, *(words for one in entry.inner for words in (*one.lead, *one.tail))]
        if entry.value.kind != SEQUENCE or any(comments) or not all(map(self.short, entry.inner)):
            return ""
        line = f"{head} [{', '.join(self.source.text(one.value) for one in entry.inner)}]"
        return line if len(line) <= WIDTH else ""

    def short(self, entry: Entry) -> bool:
        """Whether the item can stand in brackets with others: one line, no comment behind it."""
        node = entry.value
        text = self.source.text(node)
        quoted = node.style in ("'", '"')
        whole = node.kind == SCALAR and "\n" not in text and (quoted or bool(_PLAIN.fullmatch(text)))
        return whole and (entry.margin is None or node.end[0] not in self.source.comments)
