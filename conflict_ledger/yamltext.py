"""YAML text to plain data and where every node stands. The only room that knows the YAML library or opens a data file.

Bytes, one scan (size, UTF-8, controls, bidirectional overrides), libyaml's events, one gate for what page 1.7 refuses,
a tree of dict, list, str and None. Nothing is resolved: `no`, `012` and `2022-04-19` are text, and only an empty value,
`~` or `null` in plain style is None. libyaml's events are used instead of a stock constructor because none is safe or
exact: they run code, follow merge keys, keep the last of two equal keys, or die in ways that are no YAML error.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from yaml._yaml import CParser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflict_ledger.findings import Route

MAX_BYTES = 1 << 20
MAX_DEPTH = 32
MAX_SCALAR = 64 << 10

Tree = dict[str, Any] | list[Any] | str | None

CHECKS = {
    "too-large": "A file may hold at most 1 MiB and a value at most 64 KiB: an incident is read and reviewed by people.",
    "encoding": "Files are UTF-8, with no NUL byte. Anything else is read differently by different programs.",
    "control-character": "Control characters can rewrite a terminal or hide text from a reviewer. A tab is no indentation.",
    "bidirectional-override": "A bidirectional override or an invisible character shows a reader other text than the file"
    " holds. Arabic and Hebrew need none of them.",
    "line-separator": "U+2028, U+2029, U+0085 and a lone carriage return end a line for some readers and not for others.",
    "merge-conflict": "The file holds git's conflict markers: two versions are still to be made one.",
    "yaml-syntax": "The file is not YAML, so none of it is read. Most often a text with `: ` or ` #` in it lacks quotes.",
    "yaml-tag": "Tags (`!name`) change what a value means and can run code in other tools. Quote a text that starts with `!`.",
    "yaml-anchor": "Anchors (`&name`) let one line change another. Quote a text that starts with `&`.",
    "yaml-alias": "Aliases (`*name`) repeat another part of the file. Write it out; quote a text that starts with `*`.",
    "yaml-merge": "Merge keys (`<<`) hide values that stand elsewhere. Write them out.",
    "yaml-directive": "Directives (`%YAML 1.1`) change what every value in the file means.",
    "several-documents": "A file is one document: what stands after a second `---` would be read by some tools only.",
    "complex-key": "A key is a plain word, never a list, a mapping or nothing.",
    "repeated-key": "Of two equal keys other tools keep one in silence, and nobody knows which was meant.",
    "too-deep": "No record of this format is nested over 32 levels.",
    "empty-file": "The file holds nothing. Delete it, or write the incident.",
}


class Refusal(Exception):  # noqa: N818 - it is not an error of the program
    """A file that cannot be read: which check refuses it, why, where (from 1), and what to do instead."""

    def __init__(self, check: str, message: str, line: int, column: int, hint: str = "") -> None:
        super().__init__(message)
        self.check, self.message, self.line, self.column, self.hint = check, message, line, column, hint


class Text(NamedTuple):
    """A file that was read. `marks` are the places of its nodes and keys, in the order in which they stand."""

    lines: list[str]
    tree: Tree
    marks: list[tuple[int, int]]

    def place(self, route: Route, *, key: bool = False) -> tuple[int, int]:
        """Line and column (from 1) of what `route` leads to, or of its key; as far as the route can be followed."""
        node, index = self.tree, 0
        found = 0
        for step in route:
            children = list(_children(node, index))
            match = next((child for child in children if child[0] == step), None)
            if match is None:
                break
            _, node, key_index, index = match
            found = key_index if key else index
        line, column = self.marks[found] if self.marks else (0, 0)
        return line + 1, column + 1


def read(data: bytes) -> Text:
    """The file's text as a tree. Raises Refusal for the first thing that keeps it from being read."""
    text = _decoded(data)
    lines = text.split("\n")
    try:
        tree, marks = _tree(text)
    except yaml.MarkedYAMLError as error:
        raise _explained(error, lines) from None
    except yaml.YAMLError as error:
        raise Refusal("yaml-syntax", f"not YAML: {error}".split("\n")[0], 1, 1) from None
    return Text(lines, tree, marks)


def _children(node: Tree, index: int) -> Iterator[tuple[str | int, Tree, int, int]]:
    """Each child of the node whose mark is number `index`: its key, itself, its key's mark, its own mark."""
    at = index + 1
    if isinstance(node, dict):
        for name, child in node.items():
            yield name, child, at, at + 1
            at += 1 + _size(child)
    elif isinstance(node, list):
        for number, child in enumerate(node):
            yield number, child, at, at
            at += _size(child)


def _size(node: Tree) -> int:
    if isinstance(node, dict):
        return 1 + sum(1 + _size(child) for child in node.values())
    return 1 + sum(map(_size, node)) if isinstance(node, list) else 1


# --- bytes ---------------------------------------------------------------------------------------------------------

_SUSPECT = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029"
    r"\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e01ef]|\r(?!\n)|(?<!\A)\ufeff"
)
_TAB = re.compile(r"^ *\t", re.MULTILINE)
_PAIRED = re.compile("[\u2066-\u2068][^\u2066-\u2069\u202a-\u202e\n]*\u2069")


def _decoded(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise Refusal("too-large", f"the file has {len(data)} bytes; the most is {MAX_BYTES}", 1, 1, "split it")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_utf8(data, error) from None
    if match := _SUSPECT.search(_PAIRED.sub(lambda m: "x" * len(m[0]), text) if "\u2069" in text else text):
        raise _suspect(text, match.start())
    if match := _TAB.search(text):
        line, column = _position(text, match.end() - 1)
        raise Refusal("control-character", "a tab for indentation", line, column, "indent with blanks")
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def _not_utf8(data: bytes, error: UnicodeDecodeError) -> Refusal:
    before = data[: error.start].decode("utf-8")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Refusal("encoding", "the file is UTF-16, not UTF-8", 1, 1, "save it as UTF-8")
    message = f"byte 0x{data[error.start]:02x} is not UTF-8"
    line, column = _position(before, len(before))
    return Refusal("encoding", message, line, column, "save the file as UTF-8")


def _suspect(text: str, index: int) -> Refusal:
    char = text[index]
    line, column = _position(text, index)
    name = character(char)
    if char == "\x00":
        return Refusal("encoding", "a NUL byte", line, column, "save the file as UTF-8 text")
    if char in "\r\x85\u2028\u2029":
        return Refusal(
            "line-separator", f"{name} ends a line for some readers only", line, column, "use a plain newline"
        )
    if ord(char) < 0xA0:
        return Refusal("control-character", f"control character {name}", line, column, "remove it")
    return Refusal("bidirectional-override", f"invisible character {name}", line, column, "remove it")


def character(char: str) -> str:
    """The character by number and name: `U+202E RIGHT-TO-LEFT OVERRIDE`."""
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip()


def _position(text: str, index: int) -> tuple[int, int]:
    start = text.rfind("\n", 0, index) + 1
    return text.count("\n", 0, index) + 1, index - start + 1


# --- events --------------------------------------------------------------------------------------------------------

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


def _tree(text: str) -> tuple[Tree, list[tuple[int, int]]]:
    """The only document's tree, read from libyaml's events without recursion, and a mark for every node and key."""
    return _Gate(CParser(text)).document()


class _Gate:
    """Builds the tree and refuses what this format does not have."""

    def __init__(self, parser: Any) -> None:
        self.event = parser.get_event
        self.marks: list[tuple[int, int]] = []
        self.depth = 0

    def document(self) -> tuple[Tree, list[tuple[int, int]]]:
        self.event()  # the stream starts
        start = self.event()
        if isinstance(start, yaml.StreamEndEvent):
            raise Refusal("empty-file", "the file is empty", 1, 1, "delete it, or write the record")
        if start.version or start.tags:
            raise Refusal("yaml-directive", "a YAML directive", 1, 1, "remove the line that starts with %")
        tree = self.node(self.event())
        self.event()  # the document ends
        rest = self.event()
        if not isinstance(rest, yaml.StreamEndEvent):
            raise self.refusal("several-documents", "a second document", rest.start_mark, "one file is one record")
        return tree, self.marks

    def node(self, event: Any) -> Tree:
        kind = type(event)
        mark = event.start_mark
        if kind is yaml.AliasEvent:
            raise self.refusal(
                "yaml-alias", f"an alias, *{_short(event.anchor)}", mark, "write the value out, or quote it"
            )
        if event.anchor is not None:
            raise self.refusal(
                "yaml-anchor", f"an anchor, &{_short(event.anchor)}", mark, "remove it, or quote the text"
            )
        if event.tag is not None:
            raise self.refusal("yaml-tag", f"a tag, {_short(event.tag)}", mark, "remove it, or quote the text")
        self.marks.append((mark.line, mark.column))
        if kind is yaml.ScalarEvent:
            return self.scalar(event)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.refusal("too-deep", f"nested over {MAX_DEPTH} levels", mark)
        tree = self.mapping() if kind is yaml.MappingStartEvent else self.sequence()
        self.depth -= 1
        return tree

    def scalar(self, event: Any) -> str | None:
        value: str = event.value
        if event.style is None and value in _NULLS:
            return None
        if len(value) > MAX_SCALAR:
            raise self.refusal(
                "too-large", f"a text of {len(value)} characters; the most is {MAX_SCALAR}", event.start_mark
            )
        if event.style == '"' and (match := _SUSPECT.search(value)):  # what an escape such as \e put there
            raise self.refusal("control-character", f"an escaped {character(match[0])}", event.start_mark, "remove it")
        return value

    def sequence(self) -> list[Tree]:
        items = []
        while not isinstance(event := self.event(), yaml.SequenceEndEvent):
            items.append(self.node(event))
        return items

    def mapping(self) -> dict[str, Tree]:
        tree: dict[str, Tree] = {}
        while not isinstance(event := self.event(), yaml.MappingEndEvent):
            key = self.key(event, tree)
            tree[key] = self.node(self.event())
        return tree

    def key(self, event: Any, tree: dict[str, Tree]) -> str:
        mark = event.start_mark
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            raise self.refusal(
                "complex-key", "a list or mapping as a key", mark, "quote a text that starts with { or ["
            )
        key = self.node(event)
        if not isinstance(key, str):
            raise self.refusal("complex-key", "an empty key", mark, "write the key before the colon")
        if key == "<<":
            raise self.refusal("yaml-merge", "a merge key, <<", mark, "write the values out")
        key = key if key.isascii() else unicodedata.normalize("NFC", key)
        if key in tree:
            raise self.refusal("repeated-key", f"the key {_short(key)} is given twice", mark, "keep one of the two")
        return key

    @staticmethod
    def refusal(check: str, message: str, mark: Any, hint: str = "") -> Refusal:
        return Refusal(check, message, mark.line + 1, mark.column + 1, hint)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."


def _explained(error: yaml.MarkedYAMLError, lines: list[str]) -> Refusal:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    line = min(line, len(lines) - 1)
    for number, content in enumerate(lines):
        if re.match(r"(<{7}|>{7}) ", content):
            return Refusal(
                "merge-conflict", "merge conflict markers", number + 1, 1, "settle the conflict, then remove them"
            )
    problem = error.problem or "not YAML"
    message, hint = _plainly(problem, lines[line])
    return Refusal("yaml-syntax", message, line + 1, column + 1, hint)


def _plainly(problem: str, line: str) -> tuple[str, str]:
    """libyaml's words for a syntax error, in ours, with what most often mends it."""
    if "mapping values are not allowed" in problem:
        return "a colon and a blank within a text", "quote the text: 'text: with a colon'"
    if "cannot start any token" in problem:
        if "\t" in line:
            return "a tab where blanks are needed", "indent with blanks"
        return "a text cannot start with this character", "quote the text"
    if "could not find expected ':'" in problem:
        return "a key without its colon", "write `key: value`"
    if "did not find expected ',' or" in problem:
        return "a list or mapping in brackets is not closed", "close it with ] or }, and quote texts with commas"
    if "did not find expected key" in problem or "expected <block end>" in problem or "block collection" in problem:
        return "the indentation does not fit the lines above", "indent keys of one record alike, with blanks"
    if "unexpected end of stream" in problem:
        return "a quote is opened and never closed", "close it with the same quotation mark"
    return problem, ""
