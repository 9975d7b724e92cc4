"""Two states of one record, key by key: what they mean, and how it is worded.

Lists have no order here, and line breaks in a text mean nothing. A figure means its interval, whether it is approximate and
whether a number was given at all; a date its first and last day.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from conflict_ledger import model
from conflict_ledger.dates import When
from conflict_ledger.figures import Figure

if TYPE_CHECKING:
    from collections.abc import Hashable

_GIVEN = frozenset({"at", "address", "id", "incident"})  # where a record stands; an id is compared where it is a key
_INNER = frozenset({"facts", "claims"})  # records of their own
_STATEMENT = {"id", "page", "quote", "quote_language", "translation", "note", "accepted"}
WORDING: dict[type, set[str]] = {  # keys on which no total and no contradiction rests
    model.Settings: {"title", "licence", "requires", "note"},
    model.Actor: {"name", "in_text", "aka", "country", "url", "note", "accepted"},
    model.Document: {"title", "language", "url", "archived", "accessed", "file", "sha256", "note", "accepted"},
    model.Incident: {"title", "aka", "related", "external", "summary", "note", "accepted"},
    model.Fact: {"title", "question", "note", "accepted"},
    model.PublishedTotal: {"title", "note", "accepted"},
    model.Claim: _STATEMENT | {"attribution"},
    model.Cell: _STATEMENT,
}


def content(value: Any, *, without: tuple[str, ...] = ()) -> Hashable:
    """All that a value says, wording included, as something that can be compared: equal where only layout differs."""
    return _plain(value, frozenset({"at", *without}), worded=True)


def meaning(value: Any) -> Hashable:
    """What a value means, however it is worded."""
    return _plain(value, _GIVEN, worded=False)


def _plain(value: Any, without: frozenset[str], *, worded: bool) -> Hashable:
    if isinstance(value, Figure):
        said = (value.low, value.high, value.approximate, value.unknown)
        return (*said, value.text) if worded else said
    if isinstance(value, When):
        return (value.first, value.last, value.text) if worded else (value.first, value.last)
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, dict):
        return frozenset((key, _plain(child, without, worded=worded)) for key, child in value.items())
    if isinstance(value, tuple):
        return tuple(sorted((_plain(child, without, worded=worded) for child in value), key=repr))
    if is_dataclass(value):
        kind: Any = type(value)
        named = (name for name in _names(kind) if name not in without)
        return tuple((name, _plain(getattr(value, name), without, worded=worded)) for name in named)
    return value  # type: ignore[no-any-return]


def keys(record: Any) -> list[str]:
    """The keys that the record gives, its own records left out."""
    kind: Any = type(record)
    return [name for name in _compared(kind) if getattr(record, name) not in (None, (), {}, False)]


def differing(before: Any, after: Any) -> tuple[list[str], list[str]]:
    """The keys whose meaning differs, and those that are only worded otherwise."""
    meant: list[str] = []
    worded: list[str] = []
    kind: Any = type(before)
    for name in _compared(kind):
        mine, theirs = getattr(before, name), getattr(after, name)
        if _alike(mine, theirs) or content(mine) == content(theirs):
            continue
        inert = name in WORDING[kind] or meaning(mine) == meaning(theirs)
        (worded if inert else meant).append(name)
    return meant, worded


def _alike(mine: Any, theirs: Any) -> bool:
    """Whether the two are plainly the same; most are."""
    return mine is theirs or (type(mine) is type(theirs) is str and mine == theirs) or not (mine or theirs)


@cache
def _compared(kind: Any) -> tuple[str, ...]:
    """The keys of such a record that are compared: not where it stands, and not the records in it."""
    skipped = (_GIVEN - {"id"} if issubclass(kind, model.Statement) else _GIVEN) | _INNER
    return tuple(name for name in _names(kind) if name not in skipped)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
