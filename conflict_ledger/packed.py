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
    from collections.abc import Callable, Collection, Iterable, Sequence

_OUTCOMES = 1 << 9  # of files that hold many records
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


class Known(Mapping[str, bytes]):
    """What came of files (an `outcome` each), by path; the bytes stay where they were left."""

    def __init__(self) -> None:
        self._left: list[tuple[int, Sequence[bytes]]] = []
        self._numbers: dict[str, int] = {}

    def add(self, paths: Iterable[str], left: Sequence[bytes]) -> None:
        """Of each path in turn what was left."""
        first = sum(len(before) for _, before in self._left)
        self._left.append((first, left))
        self._numbers.update(zip(paths, range(first, first + len(left)), strict=True))

    def only(self, paths: Iterable[str]) -> Known:
        """The same of these paths alone, as far as they are known."""
        fewer = Known()
        fewer._left, fewer._numbers = self._left, {one: self._numbers[one] for one in paths if one in self._numbers}
        return fewer

    def __getitem__(self, path: str) -> bytes:
        number = self._numbers[path]
        first, left = next(group for group in reversed(self._left) if group[0] <= number)
        return left[number - first]

    def __contains__(self, path: object) -> bool:
        return path in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


class Shelf(msgspec.Struct, frozen=True, array_like=True):
    """Of which files the cache keeps outcomes: by which program and on which day, what each was by its stat, where its outcome ends."""

    program: str
    day: str
    paths: list[str]
    numbers: bytes
    ends: bytes


def kept(data: bytes) -> Shelf | None:
    """The shelf, or None where that is none, or its parts do not belong together."""
    try:
        shelf = msgspec.msgpack.decode(data, type=Shelf)
    except (msgspec.MsgspecError, ValueError):
        return None
    whole = 4 * len(shelf.ends) == 32 * len(shelf.paths) == len(shelf.numbers)
    return shelf if whole else None


def clean(packed: bytes) -> bool:
    """Whether the file could be read and had no finding."""
    came = outcome_of(packed)
    return came.read and not came.findings


def unpacking(kind: type[Any]) -> Callable[[bytes], Any]:
    """The function from bytes to a record of the kind. Raises msgspec.MsgspecError for what is none."""
    return msgspec.msgpack.Decoder(kind).decode


class Packed(Mapping[str, Any]):
    """Records by id, unpacked when they are asked for: each is there packed, or by the path of the file that has it."""

    def __init__(
        self, kind: type[Any], records: Mapping[str, bytes | str], known: Mapping[str, bytes], most: int = 1 << 15
    ) -> None:
        self._records = records
        decode = unpacking(kind)
        made = lru_cache(_OUTCOMES)(lambda path: outcome_of(known[path]).records)

        def unpacked(name: str) -> Any:
            one = records[name]
            return decode(made(one)[name] if isinstance(one, str) else one)

        self._unpacked = lru_cache(most)(unpacked)

    def __getitem__(self, name: str) -> Any:
        if name not in self._records:
            raise KeyError(name)
        return self._unpacked(name)

    def get(self, name: str, default: Any = None) -> Any:
        return self._unpacked(name) if name in self._records else default

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
