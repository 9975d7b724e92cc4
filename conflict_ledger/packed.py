"""Records of many files without their texts: packed until they are asked for, texts read again where one is.

A tree of plain data takes ten times the room of its file, and few questions need it. What is asked again within a short
while is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from conflict_ledger import yamltext
from conflict_ledger.findings import Finding  # noqa: TC001 - what Outcome is unpacked by

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

_KEPT = 1 << 15  # records: some 8 KB each
_TEXTS = 64


NAMING = frozenset(
    {"document", "also_in", "source", "perpetrator", "alongside", "against", "publisher", "part_of", "by", "answers"}
)


class Outcome(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the reading of one file came to: the records that were built, packed, by id; whether it could be read at all."""

    records: dict[str, bytes]
    findings: tuple[Finding, ...]
    read: bool
    named: tuple[tuple[str, str], ...]  # each text and key in it that stands under one of NAMING, with that key


pack: Callable[[Any], bytes] = msgspec.msgpack.Encoder().encode


def outcome(
    records: Mapping[str, Any], findings: Iterable[Finding], text: yamltext.Text | None, *, naming: bool
) -> bytes:
    """What came of a file, packed; `text` is None where it could not be read. What it names only where that is asked for."""
    named: set[tuple[str, str]] = set()
    mentions("", text.tree if text and naming else None, named)
    made = {name: pack(record) for name, record in records.items()}
    return pack(Outcome(made, tuple(findings), text is not None, tuple(named)))


def mentions(key: str, tree: yamltext.Tree, found: set[tuple[str, str]]) -> None:
    """Adds what the tree names: each text and key in it that stands under a key of NAMING, with that: (`also_in`, `un-report`)."""
    if type(tree) is dict:
        if key in NAMING:
            found.update((key, name) for name in tree)
        for name, child in tree.items():
            if type(child) is not str:
                mentions(name, child, found)
            elif name in NAMING:
                found.add((name, child))
    elif type(tree) is list:
        for child in tree:
            mentions(key, child, found)
    elif type(tree) is str and key in NAMING:
        found.add((key, tree))


outcome_of: Callable[[bytes], Outcome] = msgspec.msgpack.Decoder(Outcome).decode


class Shelf(msgspec.Struct, frozen=True, array_like=True):
    """Outcomes of files as the cache keeps them: by which program and on which day, and for each file what it was by its stat."""

    program: str
    day: str
    paths: list[str]
    numbers: bytes
    outcomes: list[bytes]


def kept(data: bytes) -> Shelf | None:
    """The shelf, or None where that is none, or its parts do not belong together."""
    try:
        shelf = msgspec.msgpack.decode(data, type=Shelf)
    except (msgspec.MsgspecError, ValueError):
        return None
    whole = len(shelf.paths) == len(shelf.outcomes) and len(shelf.numbers) == 32 * len(shelf.paths)
    return shelf if whole else None


def shelved(program: str, day: str, paths: list[str], numbers: bytes, outcomes: list[bytes]) -> bytes:
    return pack(Shelf(program, day, paths, numbers, outcomes))


def clean(packed: bytes) -> bool:
    """Whether the file could be read and had no finding."""
    came = outcome_of(packed)
    return came.read and not came.findings


def unpacking(kind: type[Any]) -> Callable[[bytes], Any]:
    """The function from bytes to a record of the kind. Raises msgspec.MsgspecError for what is none."""
    return msgspec.msgpack.Decoder(kind).decode


class Packed(Mapping[str, Any]):
    """Records by id, unpacked when they are asked for."""

    def __init__(self, kind: type[Any], records: Mapping[str, bytes]) -> None:
        self._records = records
        decode = unpacking(kind)
        self._unpacked = lru_cache(_KEPT)(lambda name: decode(records[name]))

    def __getitem__(self, name: str) -> Any:
        if name not in self._records:
            raise KeyError(name)
        return self._unpacked(name)

    def __contains__(self, name: object) -> bool:
        return name in self._records

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)


class Recalled(Mapping[str, yamltext.Text]):
    """Texts by path: those at hand, and those of other files, read again when they are asked for."""

    def __init__(
        self,
        again: Callable[[str], yamltext.Text],
        known: Mapping[str, yamltext.Text],
        others: Collection[str],
        named: Collection[tuple[str, str]] | None,
    ) -> None:
        self.known, self._others = known, dict.fromkeys(others)
        self.named = named  # in those others, what Outcome has of each; None where it was not noted
        self._again = lru_cache(_TEXTS)(again)

    def __getitem__(self, path: str) -> yamltext.Text:
        if path in self.known:
            return self.known[path]
        if path not in self._others:
            raise KeyError(path)
        return self._again(path)

    def __contains__(self, path: object) -> bool:
        return path in self.known or path in self._others

    def __iter__(self) -> Iterator[str]:
        yield from self.known
        yield from self._others

    def __len__(self) -> int:
        return len(self.known) + len(self._others)
