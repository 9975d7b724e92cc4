"""libyaml's events to a tree of dict, list, str and None; here is refused what page 1.7 does not have.

libyaml reads YAML 1.1 and some things that no YAML allows (a comment glued to a quote, a list's second line at the margin);
where the newer YAML reads a file differently or not at all, the file is refused.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

import yaml
from yaml._yaml import CParser

from conflict_ledger.yamltext.characters import escaped, position, suspect, within
from conflict_ledger.yamltext.refusal import Refusal, shortened

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_DEPTH = 32
MAX_SCALAR = 64 << 10

Tree = dict[str, Any] | list[Any] | str | None
Marks = list[tuple[int, int]]

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_MARKER = re.compile(r"^---(?:[^ \n]| +[^ #\n])", re.MULTILINE)
_GLUED = re.compile(r"[^\s#]#")
_COMMENT = re.compile(r"^[^#\n]*[^\s#]#", re.MULTILINE)  # between two events: a comment with no blank before it
_HEADER = re.compile(r"[|>][-+0-9]*#")


class Gate:
    """Builds the only document's tree and a mark (line and column from 0) for every node and key, as they stand."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.next: Callable[[], Any] = CParser(text).get_event
        self.event: Callable[[], Any] = self.spaced if _GLUED.search(text) else self.next
        self.marks: Marks = []
        self.depth = 0
        self.margin = -1  # the column of the innermost block list or mapping
        self.reached = 0  # how far the text was read, for `spaced`

    def document(self) -> tuple[Tree, Marks]:
        if match := _MARKER.search(self.text):
            line, column = position(self.text, match.end() - 1)
            raise Refusal("yaml-syntax", "text on the line of ---", line, column, "leave the --- out")
        self.event()  # the stream starts
        start = self.event()
        if isinstance(start, yaml.StreamEndEvent):
            raise Refusal("empty-file", "the file is empty", 1, 1, "delete it, or write the record")
        if start.version or start.tags:
            raise self.refusal("yaml-directive", "a line that starts with %", start.start_mark, "remove it")
        tree = self.node(self.event())
        self.event()  # the document ends
        rest = self.event()
        if not isinstance(rest, yaml.StreamEndEvent):
            raise self.refusal("several-documents", "a second document", rest.start_mark, "one file is one record")
        return tree, self.marks

    def node(self, event: Any) -> Tree:
        mark = event.start_mark
        if type(event) is yaml.AliasEvent:
            name = shortened(str(event.anchor))
            raise self.refusal("yaml-alias", f"an alias, *{name}", mark, "write the value out, or quote it")
        if event.anchor is not None:
            name = shortened(event.anchor)
            raise self.refusal("yaml-anchor", f"an anchor, &{name}", mark, "remove it, or quote the text")
        if event.tag is not None:
            raise self.refusal("yaml-tag", f"a tag, {shortened(event.tag)}", mark, "remove it, or quote the text")
        self.marks.append((mark.line, mark.column))
        return self.scalar(event) if type(event) is yaml.ScalarEvent else self.collection(event)

    def scalar(self, event: Any) -> str | None:
        value: str = event.value
        mark = event.start_mark
        if not event.style:
            if value in _NULLS:
                return None
            if value == "-":
                raise self.refusal("yaml-syntax", "a dash in brackets", mark, "quote the text")
        if len(value) > MAX_SCALAR:
            message = f"a text of {len(value)} characters; the most is {MAX_SCALAR}"
            raise self.refusal("too-large", message, mark, "keep what matters of it")
        if event.style == '"' and (match := suspect(value)):
            raise escaped(match[0], mark.line + 1, mark.column + 1)
        if event.style in ("'", '"'):
            self.indented(mark, event.end_mark)
        return value

    def collection(self, event: Any) -> Tree:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            hint = "write it with fewer levels"
            raise self.refusal("too-deep", f"nested over {MAX_DEPTH} levels", event.start_mark, hint)
        margin = self.margin
        if not event.flow_style:
            self.margin = event.start_mark.column
        tree, end = (self.mapping if type(event) is yaml.MappingStartEvent else self.sequence)()
        self.margin = margin
        self.depth -= 1
        if event.flow_style:
            self.indented(event.start_mark, end)
        return tree

    def sequence(self) -> tuple[list[Tree], Any]:
        items = []
        while not isinstance(event := self.event(), yaml.SequenceEndEvent):
            items.append(self.node(event))
        return items, event.end_mark

    def mapping(self) -> tuple[dict[str, Tree], Any]:
        tree: dict[str, Tree] = {}
        while not isinstance(event := self.event(), yaml.MappingEndEvent):
            key = self.key(event, tree)
            tree[key] = self.node(self.event())
        return tree, event.end_mark

    def key(self, event: Any, tree: dict[str, Tree]) -> str:
        mark = event.start_mark
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            hint = "quote a text that starts with { or ["
            raise self.refusal("complex-key", "a list or mapping as a key", mark, hint)
        key = self.node(event)
        if not isinstance(key, str) or not key.strip():
            raise self.refusal("complex-key", "an empty key", mark, "write the key before the colon")
        if "\n" in key:
            raise self.refusal("complex-key", "a key of several lines", mark, "write the key on one line")
        if key == "<<":
            raise self.refusal("yaml-merge", "a merge key, <<", mark, "write the values out")
        key = key if key.isascii() else unicodedata.normalize("NFC", key)
        if key in tree:
            raise self.refusal("repeated-key", f"the key {shortened(key)} is given twice", mark, "keep one of the two")
        return key

    def indented(self, start: Any, end: Any) -> None:
        """Refuses a further line of a quoted text or of brackets that stands no deeper than the key it belongs to."""
        for number, line in enumerate(self.lines[start.line + 1 : end.line + 1], start.line + 1):
            column = len(line) - len(line.lstrip(" "))
            if column <= self.margin and line[column:] and line[column] not in "]}#":
                hint = "indent it deeper than its key"
                raise Refusal("yaml-syntax", "a line that its key does not hold", number + 1, column + 1, hint)

    def spaced(self) -> Any:
        """The next event; a comment that has no blank before it is refused."""
        event = self.next()
        start = event.start_mark.index
        before = max(self.reached - 1, 0)
        glued = _COMMENT.search(self.text[before:start])
        if not glued and type(event) is yaml.ScalarEvent and event.style in ("|", ">"):
            before = start
            glued = _HEADER.match(self.text[start : start + 4])
        if glued:
            line, column = position(self.text, before + glued.end() - 1)
            raise Refusal("yaml-syntax", "a comment with no blank before #", line, column, "put a blank before the #")
        self.reached = max(self.reached, event.end_mark.index)
        return event

    def refusal(self, check: str, message: str, mark: Any, hint: str) -> Refusal:
        return Refusal(check, message, *within(self.lines, mark.line, mark.column), hint)
