"""What a table of an export is: columns that say what they mean, and rows of plain values.

A value is a text, a whole number, a float, a truth value, a day or None. None is silence: in no export is it a zero.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from conflict_ledger.dates import EVER

if TYPE_CHECKING:
    from conflict_ledger.dates import When
    from conflict_ledger.figures import Figure

Value = str | int | float | bool | date | None
Of = Callable[[Any], Value]

TEXT, INTEGER, NUMBER, BOOLEAN, DATE = "text", "integer", "number", "boolean", "date"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `of` takes a record to its value. `refers` is the table in which the value is a key."""

    name: str
    kind: str
    meaning: str
    of: Of
    refers: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their columns, in an order that depends on the records alone. `key` names the columns that tell rows apart."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: list[tuple[Value, ...]]
    key: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def dicts(self) -> list[dict[str, Value]]:
        """Each row by the names of its columns."""
        names = self.names
        return [dict(zip(names, row, strict=True)) for row in self.rows]


def table(name: str, title: str, columns: tuple[Column, ...], records: Any, key: tuple[str, ...] = ()) -> Table:
    """The table of these records."""
    rows = [tuple(_trimmed(column.of(record)) for column in columns) for record in records]
    return Table(name, title, columns, rows, key)


def _trimmed(value: Value) -> Value:
    """A text without the line ends that YAML leaves behind it."""
    return value.rstrip("\n") if isinstance(value, str) else value


def text(name: str, meaning: str, of: Of, refers: str = "") -> Column:
    return Column(name, TEXT, meaning, of, refers)


def flag(name: str, meaning: str, of: Of) -> Column:
    return Column(name, BOOLEAN, meaning, of)


def number(name: str, meaning: str, of: Of) -> Column:
    return Column(name, INTEGER, meaning, of)


def figure(of: Callable[[Any], Figure | None], start: str = "", what: str = "the figure") -> tuple[Column, ...]:
    """The columns of a figure. Low is null where there is none; high is null there, and where the figure is open."""

    def part(take: Callable[[Figure], Value]) -> Of:
        return lambda record: None if (found := of(record)) is None else take(found)

    return (
        number(
            f"{start}low",
            f"{what}: its lower end; empty where there is no figure, which is not zero",
            part(lambda f: f.low),
        ),
        number(
            f"{start}high",
            f"{what}: its upper end; empty where none is known (`low` or more): a sum over such a row has none either",
            part(lambda f: f.high),
        ),
        flag(
            f"{start}approximate",
            f"whether {what} rests on a word such as about or dozens",
            part(lambda f: f.approximate),
        ),
        text(f"{start}words", f"{what} in words, as the source put it or as it was worked out", part(lambda f: f.text)),
    )


def dated(name: str, what: str, of: Callable[[Any], When | None]) -> tuple[Column, ...]:
    """The columns of a date: as written, and the earliest and latest day that it may mean."""

    def part(take: Callable[[When], Value]) -> Of:
        return lambda record: None if (found := of(record)) is None else take(found)

    return (
        text(name, f"{what}, as written", part(lambda when: when.text)),
        Column(
            f"{name}_first",
            DATE,
            f"{what}: the earliest day; empty where the start is open",
            part(lambda when: None if when.first == EVER else when.first),
        ),
        Column(f"{name}_last", DATE, f"{what}: the latest day", part(lambda when: when.last)),
    )


def joined(parts: Any) -> str | None:
    """Several short texts as one; none as None."""
    return "; ".join(parts) or None
