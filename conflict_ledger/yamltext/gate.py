"""libyaml's events to a tree of dict, list, str and None; here is refused what page 1.7 does not have.

libyaml reads YAML 1.1 and some things that no YAML allows (a comment glued to a quote, a list's second line at the margin);
where the newer YAML reads a file differently or not at all, the file is refused.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING, Any

from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from conflict_ledger.expressions import Expression
from conflict_ledger.yamltext.characters import escaped, position, suspect, within
from conflict_ledger.yamltext.refusal import Refusal, shortened

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_DEPTH = 32
MAX_SCALAR = 64 << 10

Tree = dict[str, Any] | list[Any] | str | None
Marks = list[Any]  # libyaml's: each has the `line` and `column` of a node or key, from 0

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_MARKER = Expression(r"^---(?:[^ \n]| +[^ #\n])", re.MULTILINE)
_GLUED = Expression(r"#(?<=[^\s#]#)")  # begins with the # itself: only those are looked at
_COMMENT = Expression(r"^[^#\n]*[^\s#]#", re.MULTILINE)  # between two events: a comment with no blank before it
_KEYS: dict[
    str, str
] = {}  # plain keys that passed and may be the format's: what is asked of a key is asked of them once
_MOST_KEYS = 4096
_HEADER = Expression(r"[|>][-+0-9]*#")


class Gate:
    """Builds the only document's tree and a mark (line and column from 0) for every node and key, as they stand."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.next: Callable[[], Any] = CParser(text).get_event
        if "#" not in text or not _GLUED.search(text):
            self.event = self.next  # type: ignore[method-assign]
        self.marks: Marks = []
        self.depth = 0
        self.margin = -1  # the column of the innermost block list or mapping
        self.reached = 0  # how far the text was read, for `event`

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def document(self) -> tuple[Tree, Marks]:
        if "---" in self.text and (match := _MARKER.search(self.text)):
            line, column = position(self.text, match.end() - 1)
            raise Refusal("yaml-syntax", "text on the line of ---", line, column, "leave the --- out")
        self.event()  # the stream starts
        start = self.event()
        if type(start) is StreamEndEvent:
            raise Refusal("empty-file", "the file is empty", 1, 1, "delete it, or write the record")
        if start.version or start.tags:
            raise self.refusal("yaml-directive", "a line that starts with %", start.start_mark, "remove it")
        tree = self.node(self.event())
        self.event()  # the document ends
        rest = self.event()
        if type(rest) is not StreamEndEvent:
            raise self.refusal("several-documents", "a second document", rest.start_mark, "one file is one record")
        return tree, self.marks

    def node(self, event: Any) -> Tree:
        if event.anchor is not None or event.tag is not None:
            raise self.decorated(event)
        self.marks.append(event.start_mark)
        if type(event) is not ScalarEvent:
            return self.collection(event)
        value: str = event.value
        if event.style or value == "-" or len(value) > MAX_SCALAR:
            self.scalar(event)
        elif value in _NULLS:
            return None
        return value

    def decorated(self, event: Any) -> Refusal:
        """The refusal of an alias, an anchor or a tag."""
        if type(event) is AliasEvent:
            what, hint = f"alias, *{shortened(str(event.anchor))}", "write the value out, or quote it"
            return self.refusal("yaml-alias", f"an {what}", event.start_mark, hint)
        if event.anchor is not None:
            message = f"an anchor, &{shortened(event.anchor)}"
            return self.refusal("yaml-anchor", message, event.start_mark, "remove it, or quote the text")
        message = f"a tag, {shortened(event.tag)}"
        return self.refusal("yaml-tag", message, event.start_mark, "remove it, or quote the text")

    def scalar(self, event: Any) -> None:
        """Refuses what a text that is long, or is written in a style of its own, may not be."""
        mark = event.start_mark
        if not event.style and event.value == "-":
            raise self.refusal("yaml-syntax", "a dash in brackets", mark, "quote the text")
        if (size := len(event.value)) > MAX_SCALAR:
            message = f"a text of {size} characters; the most is {MAX_SCALAR}"
            raise self.refusal("too-large", message, mark, "keep what matters of it")
        if event.style == '"' and (match := suspect(event.value)):
            raise escaped(match[0], mark.line + 1, mark.column + 1)
        if event.style in ("'", '"'):
            self.indented(mark, event.end_mark)

    def collection(self, event: Any) -> Tree:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            hint = "write it with fewer levels"
            raise self.refusal("too-deep", f"nested over {MAX_DEPTH} levels", event.start_mark, hint)
        margin = self.margin
        if not event.flow_style:
            self.margin = event.start_mark.column
        tree, end = self.mapping() if type(event) is MappingStartEvent else self.sequence()
        self.margin = margin
        self.depth -= 1
        if event.flow_style:
            self.indented(event.start_mark, end)
        return tree

    def sequence(self) -> tuple[list[Tree], Any]:
        items = []
        while type(event := self.event()) is not SequenceEndEvent:
            items.append(self.node(event))
        return items, event.end_mark

    def mapping(self) -> tuple[dict[str, Tree], Any]:
        tree: dict[str, Tree] = {}
        following, node, mark = self.event, self.node, self.marks.append
        while type(event := following()) is not MappingEndEvent:
            if (
                type(event) is ScalarEvent
                and (key := _KEYS.get(event.value)) is not None
                and not (event.style or event.anchor or event.tag or key in tree)
            ):
                mark(event.start_mark)
            else:
                key = self.key(event, tree)
            tree[key] = node(following())
        return tree, event.end_mark

    def key(self, event: Any, tree: dict[str, Tree]) -> str:
        mark = event.start_mark
        if type(event) in (MappingStartEvent, SequenceStartEvent):
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
        if not event.style and key.replace("_", "").isalpha() and len(_KEYS) < _MOST_KEYS:
            _KEYS[event.value] = key
        return key

    def indented(self, start: Any, end: Any) -> None:
        """Refuses a further line of a quoted text or of brackets that stands no deeper than the key it belongs to."""
        if start.line == end.line:
            return
        for number, line in enumerate(self.lines[start.line + 1 : end.line + 1], start.line + 1):
            column = len(line) - len(line.lstrip(" "))
            if column <= self.margin and line[column:] and line[column] not in "]}#":
                hint = "indent it deeper than its key"
                raise Refusal("yaml-syntax", "a line that its key does not hold", number + 1, column + 1, hint)

    def event(self) -> Any:
        """The next event; a comment that has no blank before it is refused."""
        event = self.next()
        start = event.start_mark.index
        before = max(self.reached - 1, 0)
        glued = _COMMENT.search(self.text[before:start]) if self.text.find("#", before, start) >= 0 else None
        if not glued and type(event) is ScalarEvent and event.style in ("|", ">"):
            before = start
            glued = _HEADER.match(self.text[start : start + 4])
        if glued:
            line, column = position(self.text, before + glued.end() - 1)
            raise Refusal("yaml-syntax", "a comment with no blank before #", line, column, "put a blank before the #")
        self.reached = max(self.reached, event.end_mark.index)
        return event

    def refusal(self, check: str, message: str, mark: Any, hint: str) -> Refusal:
        return Refusal(check, message, *within(self.lines, mark.line, mark.column), hint)
