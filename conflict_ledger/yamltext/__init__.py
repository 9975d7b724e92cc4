"""YAML text to plain data and where every node stands. The only room that knows the YAML library.

Bytes, one scan (`characters`: size, UTF-8, controls, bidirectional overrides), libyaml's events, one gate (`gate`) for what
page 1.7 refuses, a tree of dict, list, str and None. Nothing is resolved: `no`, `012` and `2022-04-19` are text, and only
an empty value, `~` or `null` in plain style is None. libyaml's events are used instead of a stock constructor because none
is safe or exact: they run code, follow merge keys, keep the last of two equal keys, or die in ways that are no YAML error.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from yaml.error import YAMLError

from conflict_ledger.yamltext.characters import MAX_BYTES, character, decoded, within
from conflict_ledger.yamltext.gate import MAX_DEPTH, MAX_SCALAR, Gate, Marks, Tree
from conflict_ledger.yamltext.refusal import CHECKS, Refusal
from conflict_ledger.yamltext.syntax import explained

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflict_ledger.findings import Route

__all__ = ["CHECKS", "MAX_BYTES", "MAX_DEPTH", "MAX_SCALAR", "Refusal", "Text", "Tree", "character", "read"]


class Text:
    """A file that was read. `marks` are the places of its nodes and keys, in the order in which they stand."""

    def __init__(self, source: str, tree: Tree, marks: Marks) -> None:
        self.source, self.tree, self.marks = source, tree, marks
        self.known: dict[int, dict[str | int, tuple[Tree, int, int]]] = {}  # by number of its mark: each is walked once

    @cached_property
    def lines(self) -> list[str]:
        return self.source.split("\n")

    def place(self, route: Route, *, key: bool = False) -> tuple[int, int]:
        """Line and column (from 1) of what `route` leads to, or of its key; as far as the route can be followed."""
        node, index = self.tree, 0
        found = 0
        for step in route:
            if index not in self.known:
                self.known[index] = dict(_children(node, index))
            if step not in self.known[index]:
                break
            node, key_index, index = self.known[index][step]
            found = key_index if key else index
        if not self.marks:
            return 1, 1
        return within(self.lines, self.marks[found].line, self.marks[found].column)


def read(data: bytes) -> Text:
    """The file's text as a tree. Raises Refusal for the first thing that keeps it from being read."""
    text = decoded(data)
    gate = Gate(text)
    try:
        tree, marks = gate.document()
    except YAMLError as error:
        raise explained(error, gate.lines) from None
    return Text(text, tree, marks)


def _children(node: Tree, index: int) -> Iterator[tuple[str | int, tuple[Tree, int, int]]]:
    """Each child of the node whose mark is number `index`: its key; itself, its key's mark and its own mark."""
    at = index + 1
    if isinstance(node, dict):
        for name, child in node.items():
            yield name, (child, at, at + 1)
            at += 1 + _size(child)
    elif isinstance(node, list):
        for number, child in enumerate(node):
            yield number, (child, at, at)
            at += _size(child)


def _size(node: Tree) -> int:
    if isinstance(node, dict):
        return 1 + sum(1 + _size(child) for child in node.values())
    return 1 + sum(map(_size, node)) if isinstance(node, list) else 1
