"""Pictures of figures as plain geometry, in whole units of an SVG: ranges with open ends as such, and bars by period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conflict_ledger.figures import Figure

WIDTH = 200  # of a range plot; its last tenth is for what is open


class Mark(Struct, frozen=True):
    """A figure on a scale: from `start` to `end`; `open` has no upper end, `point` is one number, `vague` an approximate one."""

    start: int
    end: int
    open: bool
    point: bool
    vague: bool
    unknown: bool


def scale(figures: Iterable[Figure]) -> int:
    """The largest number that has to be drawn, rounded up; what is open above gets half as much again."""
    largest = max((one.low * 3 // 2 if one.high is None else one.high for one in figures), default=1)
    step = 1
    while True:
        for lead in (1, 2, 3, 4, 5, 6, 8):
            if lead * step >= largest:
                return lead * step
        step *= 10


def mark(figure: Figure, top: int) -> Mark:
    """The figure on a scale from nought to `top`."""
    room = WIDTH * 9 // 10
    start = figure.low * room // top
    end = WIDTH if figure.high is None else figure.high * room // top
    return Mark(start, end, figure.high is None, figure.low == figure.high, figure.approximate, figure.unknown)


class Bar(Struct, frozen=True):
    """One period: the reported figure as a bar, the part of it that is itemised, and where they stand."""

    x: int
    y: int
    height: int
    itemised: int
    open: bool
    label: str
    year: str


def bars(
    found: Sequence[tuple[str, str, Figure | None, Figure | None]], step: int, height: int
) -> tuple[list[Bar], int]:
    """A bar for each (label, year, reported, itemised), its lower ends drawn; and the number at the top of the scale."""
    top = scale([one for _, _, *both in found for one in both if one] or [])
    made = []
    for number, (label, year, reported, itemised) in enumerate(found):
        size = reported.low * height // top if reported else 0
        part = min(itemised.low * height // top, height) if itemised else 0
        is_open = bool(reported and reported.high != reported.low)
        made.append(Bar(number * step, height - size, size, part, is_open, label, year))
    return made, top
