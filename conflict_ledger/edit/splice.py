"""A new record put into a file's text, between bytes that stay as they are: comments, order, quoting, line ends, byte order mark.

Its place is found by the mark of what it follows. What comes out is read again: it must say what the file said and the new
record, nothing else, with every other byte and every comment where it was. Otherwise it is refused.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, NamedTuple

from conflict_ledger.edit import blocks
from conflict_ledger.edit.refused import Refused
from conflict_ledger.yamltext import Refusal, read
from conflict_ledger.yamltext.nodes import MAPPING, SCALAR, SEQUENCE, Source

if TYPE_CHECKING:
    from conflict_ledger.findings import Route
    from conflict_ledger.yamltext import Tree
    from conflict_ledger.yamltext.nodes import Node


class Edit(NamedTuple):
    """`value` under `key` in the mapping at `route`, or as one more item of the list there where `key` is None.

    `before` are keys that the new one is to stand above; `apart` asks for a blank line where the others have one; `text`
    is the value as lines of YAML, where somebody wrote them.
    """

    route: Route
    key: str | None
    value: Tree
    before: tuple[str, ...] = ()
    apart: bool = False
    text: str | None = None


class _Cut(NamedTuple):
    """`text` in place of what stands from `start` to `end` (line and column): nothing, or empty brackets."""

    start: tuple[int, int]
    end: tuple[int, int]
    text: str


def spliced(data: bytes, edit: Edit, path: str) -> bytes:
    """The file with the edit. Raises Refused where it cannot be read, or where nothing but the edit cannot be shown to change."""
    try:
        tree = read(data).tree
    except Refusal as no:
        raise Refused(path, no.message, no.hint, no.line) from None
    raw = data.decode("utf-8")
    source = Source(data)
    try:
        cut = _cut(source, edit)
    except KeyError:
        raise Refused(path, f"nothing stands at {'/'.join(map(str, edit.route))}") from None
    starts = _starts(raw)
    first, last = (starts[line] + column for line, column in (cut.start, cut.end))
    ends = "\r\n" if "\r\n" in raw else "\n"
    after = (raw[:first] + cut.text.replace("\n", ends) + raw[last:]).encode()
    _compared(data, after, _expected(tree, edit), (first, last), path)
    return after


def _starts(raw: str) -> list[int]:
    """Where each line starts in the text as it is on disk; past the last, its end."""
    starts, at = [], 0
    for line in raw.split("\n"):
        starts.append(at)
        at += len(line) + 1
    starts[0] += raw.startswith("\ufeff")
    return [*starts, len(raw)]


# --- where ----------------------------------------------------------------------------------------------------------------


def _cut(source: Source, edit: Edit) -> _Cut:
    node = source.node(edit.route)
    if node.kind == SCALAR and not node.value:
        return _into_nothing(source, edit, node)
    if node.kind != (SEQUENCE if edit.key is None else MAPPING):
        raise KeyError
    if not node.children:
        return _into_brackets(source, edit, node)
    names = [name for name, _ in source.named(node)]
    later = next((number for number, name in enumerate(names) if name in edit.before), len(names))
    previous = node.children[later - 1 if later else -1][1]
    if node.flow:
        return _Cut(previous.end, previous.end, f", {_on_one_line(edit)}")
    return _below(source, edit, node, previous)


def _below(source: Source, edit: Edit, node: Node, previous: Node) -> _Cut:
    """On lines of its own, below what it follows and the comments that are indented as part of that."""
    column, line = node.start[1], previous.below
    while line in source.comments and source.alone(line) and source.comments[line][0] > column:
        line += 1
    kept = not source.lines[line - 1].strip()  # a blank line that belongs to the text above; one more would too
    text = ("\n" if edit.apart and not kept and _apart(source, node) else "") + _lines(edit, column)
    return _Cut((line, 0), (line, 0), f"\n{text}" if line == len(source.lines) else text)


def _apart(source: Source, node: Node) -> bool:
    """Whether a blank line stands between the last two children, or would in our layout."""
    if len(node.children) < 2:
        return not node.children[0][1].flow
    between = range(node.children[-2][1].below, (node.children[-1][0] or node.children[-1][1]).start[0])
    return any(not source.lines[line].strip() for line in between)


def _into_brackets(source: Source, edit: Edit, node: Node) -> _Cut:
    """In place of empty brackets: as lines below the key that they belong to, or within the brackets."""
    parent = source.node(edit.route[:-1])
    key = next((key for key, child in parent.children if child is node), None)
    if not edit.route or parent.flow or key is None or key.end[0] != node.end[0] or node.end[0] in source.comments:
        return _Cut(node.start, node.end, f"{{{_on_one_line(edit)}}}" if edit.key else f"[{_on_one_line(edit)}]")
    text = ":\n" + _lines(edit, key.start[1] + 2).removesuffix("\n")
    return _Cut(key.end, node.end, text)


def _into_nothing(source: Source, edit: Edit, node: Node) -> _Cut:
    """Below a key that has no value."""
    parent = source.node(edit.route[:-1])
    key = next((key for key, child in parent.children if child is node), None)
    if not edit.route or parent.flow or key is None:
        raise KeyError
    line = key.start[0] + 1
    return _Cut((line, 0), (line, 0), _lines(edit, key.start[1] + 2))


# --- what -----------------------------------------------------------------------------------------------------------------


def _lines(edit: Edit, column: int) -> str:
    if edit.text is None:
        return blocks.item(edit.value, column) if edit.key is None else blocks.entry(edit.key, edit.value, column)
    return blocks.written(edit.key, edit.text, column)


def _on_one_line(edit: Edit) -> str:
    value = blocks.flow(edit.value)
    return value if edit.key is None else f"{blocks.flow(edit.key)}: {value}"


def _expected(tree: Tree, edit: Edit) -> Tree:
    """What the file must say afterwards."""
    top = {"": deepcopy(tree)}
    holder, last = top, ""
    for step in edit.route:
        holder, last = holder[last], step  # type: ignore[assignment]
    node = holder[last]
    if edit.key is None:
        holder[last] = [*(node or []), edit.value]
        return top[""]
    names = list(node or ())
    later = next((number for number, name in enumerate(names) if name in edit.before), len(names)) or len(names)
    pairs = list((node or {}).items())  # type: ignore[union-attr]
    holder[last] = dict([*pairs[:later], (edit.key, edit.value), *pairs[later:]])
    return top[""]


# --- and nothing else -----------------------------------------------------------------------------------------------------


def _compared(before: bytes, after: bytes, expected: Tree, span: tuple[int, int], path: str) -> None:
    """Raises Refused unless the new text says what is expected, and keeps every old byte but empty brackets, and every comment."""
    try:
        tree = read(after).tree
    except Refusal as no:
        raise Refused(path, f"the new text could not be read: {no.message}", no.hint, no.line) from None
    if _ordered(tree) != _ordered(expected):
        hint = "edit this file by hand" if before.endswith(b"\n") else "put a newline at the end of the file"
        raise Refused(path, "it cannot be shown that nothing else would change", hint)
    old, new = before.decode(), after.decode()
    removed = "".join(old[span[0] : span[1]].split())
    kept = new.startswith(old[: span[0]]) and new.endswith(old[span[1] :]) and removed in ("", "[]", "{}", ":[]", ":{}")
    if not kept or not _among(_comments(before), _comments(after)):
        raise Refused(path, "a comment or another line would change", "edit this file by hand")


def _ordered(tree: Tree) -> object:
    """The tree with the order of its keys, for comparison."""
    if isinstance(tree, dict):
        return [(key, _ordered(child)) for key, child in tree.items()]
    return [("", _ordered(child)) for child in tree] if isinstance(tree, list) else tree


def _comments(data: bytes) -> list[str]:
    return [words for _, words in Source(data).comments.values()]


def _among(old: list[str], new: list[str]) -> bool:
    """Whether the old ones are all among the new ones, in their order."""
    rest = iter(new)
    return all(any(one == other for other in rest) for one in old)
