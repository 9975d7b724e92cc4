"""New YAML, emitted by ruamel.yaml in the ledger's layout: one key a line, short lists in brackets, nothing resolved.

Every value is a text to us, so dates and numbers stand plain, and only what would be read as something else is quoted.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.resolver import BaseResolver
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

if TYPE_CHECKING:
    from conflict_ledger.yamltext import Tree

WIDTH = 120  # of a line with a list in brackets

_NOT_TEXT = re.compile(r"(?:yes|no|on|off|y|n)", re.IGNORECASE)  # to readers of YAML 1.1, but for us
_ENDLESS = 1 << 20


class _Resolver(BaseResolver):
    """Takes nothing for a number, a date or a word of logic; only what is nothing."""

    def __init__(self, version: Any = None, loader: Any = None) -> None:
        super().__init__(loader)


_Resolver.add_implicit_resolver_base(
    "tag:yaml.org,2002:null", re.compile(r"(?:~|null|Null|NULL|)\Z"), ["~", "n", "N", ""]
)


def entry(key: str, value: Tree, column: int = 0) -> str:
    """`key: value` as lines that start in the column."""
    return _indented(_dumped({key: value}, column), column)


def item(value: Tree, column: int = 0) -> str:
    """`- value` as lines that start in the column."""
    first, *rest = _dumped(value, column + 2).splitlines(keepends=True)
    return " " * column + f"- {first}" + _indented("".join(rest), column + 2)


def flow(value: Tree) -> str:
    """The value on one line, in brackets where it has parts."""
    text = _dumped([value], 0, flow=True).strip()
    return text[1:-1].strip()


def record(value: Tree) -> str:
    """A whole file."""
    return _dumped(value, 0)


def written(key: str | None, text: str, column: int) -> str:
    """Lines that somebody wrote, as the value of a key or as an item that starts in the column."""
    lines = text.rstrip("\n") + "\n"
    if key is not None:
        return " " * column + f"{flow(key)}:\n" + _indented(lines, column + 2)
    moved = _indented(lines, column + 2)
    first = next((number for number, line in enumerate(moved.split("\n")) if line.strip()[:1] not in ("", "#")), 0)
    above = moved.split("\n")
    above[first] = " " * column + "- " + above[first].lstrip(" ")
    return "\n".join(above)


def _indented(text: str, column: int) -> str:
    return "".join(" " * column + line if line.strip() else line for line in text.splitlines(keepends=True))


def _dumped(value: Any, column: int, *, flow: bool = False) -> str:
    yaml = YAML()
    yaml.Resolver = _Resolver
    yaml.width = _ENDLESS
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump(_bracketed(value) if flow else _styled(value, column), stream)
    text = stream.getvalue()
    return (
        text.removesuffix("...\n") if text.endswith("\n...\n") else text
    )  # what it puts below a text that keeps its end


def _bracketed(value: Tree) -> Any:
    if isinstance(value, dict):
        node: Any = CommentedMap({key: _bracketed(child) for key, child in value.items()})
    elif isinstance(value, list):
        node = CommentedSeq([_bracketed(child) for child in value])
    else:
        return DoubleQuotedScalarString(value) if isinstance(value, str) and "\n" in value else _scalar(value)
    node.fa.set_flow_style()
    return node


def _styled(value: Tree, column: int, key: str = "") -> Any:
    """The value as ruamel.yaml takes it, each part in its style."""
    if isinstance(value, dict):
        return CommentedMap({name: _styled(child, column + 2, name) for name, child in value.items()})
    if not isinstance(value, list):
        return _scalar(value)
    if all(isinstance(child, str) and "\n" not in child for child in value) and (
        column + len(f"{key}: {flow(value)}") <= WIDTH
    ):
        return _bracketed(value)
    return CommentedSeq([_styled(child, column + 2) for child in value])


def _scalar(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if "\n" in value:
        bare = all(line == line.strip() for line in value.split("\n")) and not value.endswith("\n\n")
        return LiteralScalarString(value) if bare else DoubleQuotedScalarString(value)
    return DoubleQuotedScalarString(value) if _NOT_TEXT.fullmatch(value) else value
