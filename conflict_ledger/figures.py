"""A figure: a closed interval of whole numbers, possibly open above, and the words it was written in.

Open stays open: nothing in this room or above it turns "at least 50" into 50. Lower ends of the vague words follow
ACLED's fatality coding; `about` takes a fifth either way.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from conflict_ledger.expressions import Expression
from conflict_ledger.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LIMIT = 10_000_000

VAGUE = {
    "a dozen": (10, 14, 12),
    "several": (3, 9, None),
    "dozens": (12, 99, None),
    "scores": (20, 99, None),
    "hundreds": (100, 999, None),
    "thousands": (1_000, 9_999, None),
}


class NotAFigure(ValueError):  # noqa: N818 - the name is what the reader of a finding is told
    """The text is no figure. `hint` says what to write instead, or is empty."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class Figure(Record, frozen=True):
    """`low` to `high` people, both included; `high` is None where the figure is open above.

    `about` is the nominal number of an approximate figure (None where it has none); `text` is the wording. Two figures
    are equal where their intervals are.
    """

    low: int
    high: int | None
    about: int | None = None
    text: str = ""
    approximate: bool = False

    aside: ClassVar[tuple[str, ...]] = ("about", "text", "approximate")

    @property
    def zero(self) -> bool:
        return self.high == 0

    @property
    def unknown(self) -> bool:
        return self.text == "unknown"

    @property
    def width(self) -> tuple[bool, int]:
        """Sorts from the narrowest to the widest: an open figure is wider than any closed one."""
        return (self.high is None, -self.low if self.high is None else self.high - self.low)


def figure(low: int, high: int | None, *, approximate: bool = False, about: int | None = None) -> Figure:
    """A figure that was worked out, not written: its text says the interval."""
    return Figure(low, high, about, _words(low, high, approximate), approximate)


@lru_cache(1 << 14)
def parse(text: str) -> Figure:
    """The figure written in `text` (page 1.3 of the format). Raises NotAFigure with what to write instead."""
    if found := _read(text):
        return found
    if re.fullmatch(r"\s*[-−]\s?[0-9]+\s*", text):
        raise NotAFigure(f"{_shown(text)} is not a figure: a count is never below zero", "a number from 0 up")
    raise NotAFigure(f"{_shown(text)} is not a figure", _instead(text))


def _read(text: str) -> Figure | None:
    """The figure, or None where the text has none of the forms. Raises NotAFigure where it has one and means nothing."""
    if text in VAGUE:
        low, high, about = VAGUE[text]
        return Figure(low, high, about, text, approximate=True)
    if text == "none":
        return Figure(0, 0, None, text)
    if text == "unknown":
        return Figure(1, None, None, text)
    for pattern, bounds in FORMS:
        if match := pattern.fullmatch(text):
            return bounds(text, *[_number(digits, text) for digits in match.groups()])
    return None


def total(figures: Iterable[Figure]) -> Figure:
    """The sum: ends are added, open stays open. The sum of one figure is that figure."""
    parts = list(figures)
    if len(parts) == 1 and not parts[0].unknown:
        return parts[0]
    high = None if any(part.high is None for part in parts) else sum(part.high or 0 for part in parts)
    return figure(sum(part.low for part in parts), high, approximate=any(part.approximate for part in parts))


def difference(whole: Figure, part: Figure) -> Figure | None:
    """What is left of `whole` without `part`, never below zero; None where the part must exceed the whole."""
    if whole.high is not None and part.low > whole.high:
        return None
    low = 0 if part.high is None else max(0, whole.low - part.high)
    high = None if whole.high is None else whole.high - part.low
    return figure(low, high, approximate=whole.approximate or part.approximate)


def hull(figures: Iterable[Figure]) -> Figure:
    """From the lowest lower end to the highest upper end. The hull of one figure is that figure."""
    parts = list(figures)
    if len(parts) == 1:
        return parts[0]
    high = None if any(part.high is None for part in parts) else max(part.high or 0 for part in parts)
    return figure(min(part.low for part in parts), high, approximate=any(part.approximate for part in parts))


def meet(one: Figure, other: Figure) -> bool:
    """True where the two intervals have a number in common."""
    return (other.high is None or one.low <= other.high) and (one.high is None or other.low <= one.high)


def share_of(word: str, whole: Figure) -> Figure:
    """`some` or `most` of `whole`: at least one, or more than half of its lower end (page 2.1)."""
    low = 1 if word == "some" else whole.low // 2 + 1
    high = None if whole.high is None else max(low, whole.high)
    return Figure(low, high, None, word, approximate=True)


def within(part: Figure, whole: Figure) -> Figure:
    """What is part of `whole`, its upper end no higher than the whole's: at least 20 of 60 is 20 to 60."""
    if whole.high is None or (part.high is not None and part.high <= whole.high):
        return part
    return figure(min(part.low, whole.high), whole.high, approximate=part.approximate or whole.approximate)


def percent(part: Figure, whole: Figure) -> tuple[int, int | None] | None:
    """The share of `part` in `whole`, in whole per cent from lowest to highest; None where there is nothing to share."""
    if not whole.low:
        return None
    low = 0 if whole.high is None else min(100, _round(part.low, whole.high))
    return low, None if part.high is None else min(100, _round(part.high, whole.low))


def _round(part: int, whole: int) -> int:
    return (200 * part + whole) // (2 * whole)


def _words(low: int, high: int | None, approximate: bool) -> str:
    about = "about " if approximate else ""
    if high is None:
        return f"at least {about}{low}" if low else "0 or more"
    if low == high:
        return f"{about}{low}"
    return f"{about}{low} to {high}" if low else f"at most {about}{high}"


def _approximately(text: str, number: int) -> Figure:
    if not number:
        raise NotAFigure(f"{_shown(text)} is not a figure: nothing is about zero", "none, or at most 5")
    return Figure(max(1, number * 8 // 10), -(-number * 12 // 10), number, text, approximate=True)


def _between(text: str, low: int, high: int) -> Figure:
    if low > high:
        raise NotAFigure(f"reversed range: {low} is above {high}", f"{high} to {low}")
    return Figure(low, high, None, text)


def _below(text: str, number: int) -> Figure:
    if number < 2:
        raise NotAFigure(f"{_shown(text)} leaves nobody", "none")
    return Figure(0, number - 1, None, text)


def _up_to(text: str, number: int) -> Figure:
    if not number:
        raise NotAFigure(f"{_shown(text)} leaves nobody", "none")
    return Figure(1, number, None, text)


FORMS: list[tuple[Expression, Callable[..., Figure]]] = [
    (Expression(pattern), bounds)
    for pattern, bounds in (
        (r"([0-9]+)", lambda text, n: Figure(n, n, None, text)),
        (r"at least ([0-9]+)", lambda text, n: Figure(n, None, None, text)),
        (r"more than ([0-9]+)", lambda text, n: Figure(n + 1, None, None, text)),
        (r"at most ([0-9]+)", lambda text, n: Figure(0, n, None, text)),
        (r"up to ([0-9]+)", _up_to),
        (r"(?:fewer|less) than ([0-9]+)", _below),
        (r"([0-9]+)(?:-| to )([0-9]+)", _between),
        (r"between ([0-9]+) and ([0-9]+)", _between),
        (r"(?:about |around |some |nearly |~)([0-9]+)", _approximately),
    )
]


def _number(digits: str, text: str) -> int:
    if len(digits) > 1 and digits.startswith("0"):
        raise NotAFigure(f"{_shown(text)} has a leading zero", text.replace(digits, digits.lstrip("0") or "0"))
    if len(digits) > 8 or int(digits) > LIMIT:
        raise NotAFigure(f"{_shown(text)} is more than 10 000 000 people")
    return int(digits)


def _shown(text: str) -> str:
    shown = repr(text if len(text) <= 40 else text[:37] + "...")
    return shown if len(shown) <= 80 else shown[:77] + "..."  # one odd character may be shown as ten


_GROUPED = Expression(r"(?<![0-9])[0-9]{1,3}(?:[, _.'][0-9]{3})+(?![0-9])")
_REWRITINGS: list[tuple[Expression, str | Callable[[re.Match[str]], str]]] = [
    (Expression(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (r"([1-9])(?:\.0)?e([0-6])", lambda m: str(int(m[1]) * 10 ** int(m[2]))),
        (r"(?:>=|≥|=>|au moins|minimum|a minimum of|at the least|no fewer than) ?([0-9]+)", r"at least \1"),
        (r"([0-9]+) ?(?:\+|or more|ou plus)", r"at least \1"),
        (r"(?:>|over|above|upwards of|plus de) ?([0-9]+)", r"more than \1"),
        (r"(?:<=|≤|au plus|maximum|no more than) ?([0-9]+)", r"at most \1"),
        (r"(?:jusqu'à|as many as) ?([0-9]+)", r"up to \1"),
        (r"(?:<|under|below|moins de) ?([0-9]+)", r"fewer than \1"),
        (r"(?:~|approximately|approx\.?|roughly|environ|quelque|près de|circa|ca\.?|c\.) ?([0-9]+)", r"about \1"),
        (r"(?:entre|from|de) ([0-9]+) (?:et|to|à) ([0-9]+)", r"\1 to \2"),
        (r"([0-9]+) ?(?:-|–|—|\.\.|à|/) ?([0-9]+)", r"\1 to \2"),
        (r"(?:about |around |approximately )?(?:a |one )?dozen|une douzaine", "a dozen"),
        (r"zero|0+|nil|aucun|nobody|no one", "none"),
        (r"\?|n/?a|not known|inconnu|tbd|some", "unknown"),
    )
]


def _instead(text: str) -> str:
    """What the writer most likely meant, as a figure that parses; or else the forms there are."""
    folded = _GROUPED.sub(lambda m: re.sub("[^0-9]", "", m[0]), " ".join(text.lower().split()))
    for pattern, instead in _REWRITINGS:
        if match := pattern.fullmatch(folded):
            folded = match.expand(instead) if isinstance(instead, str) else instead(match)
            break
    try:
        meant = _read(folded)
    except NotAFigure:
        meant = None
    return folded if meant else "a number, or words such as: at least 50, 40 to 60, about 300, dozens, none, unknown"
