"""Closing a table: what sums and ratios force, by propagating bounds until nothing changes. Intervals, and nothing else.

Bounds only ever narrow, and never to where a table that satisfies every constraint could not be: bounds consistency for
linear equations, as constraint solvers have it. A constraint that cannot be met is set aside and reported with what
stands behind the two sides; the others still hold.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from math import ceil, floor
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from fractions import Fraction

Name: TypeAlias = Any  # whatever can be a key

_PATIENCE = 200  # tightenings for each constraint: to stop early is to stay wide, and never wrong


@dataclass(frozen=True, slots=True)
class Bound:
    """`low` to `high` (None: open), and the names of the given figures on which each end rests."""

    low: int = 0
    high: int | None = None
    low_by: frozenset[Any] = frozenset()
    high_by: frozenset[Any] = frozenset()

    @property
    def exact(self) -> bool:
        return self.low == self.high

    @property
    def by(self) -> frozenset[Any]:
        return self.low_by | self.high_by

    @property
    def empty(self) -> bool:
        return self.high is not None and self.low > self.high

    def narrowed(self, other: Bound) -> Bound:
        """What both allow. Where an end does not move, it rests on what it rested on."""
        low, low_by = (other.low, other.low_by) if other.low > self.low else (self.low, self.low_by)
        lower = other.high is not None and (self.high is None or other.high < self.high)
        high, high_by = (other.high, other.high_by) if lower else (self.high, self.high_by)
        return self if (low, high) == (self.low, self.high) else Bound(low, high, low_by, high_by)


OPEN = Bound()


@dataclass(frozen=True, slots=True)
class Equation:
    """The sum of `left` is the sum of `right`. What may be missing from a side is one more name on it."""

    left: tuple[Name, ...]
    right: tuple[Name, ...]

    @property
    def names(self) -> tuple[Name, ...]:
        return (*self.left, *self.right)

    def forced(self, bounds: Mapping[Any, Bound]) -> Iterator[tuple[Name, Bound]]:
        """For each name what the others leave it."""
        for own, other in ((self.left, self.right), (self.right, self.left)):
            whole = _added([bounds.get(name, OPEN) for name in other])
            for number, name in enumerate(own):
                beside = _added([bounds.get(part, OPEN) for part in (*own[:number], *own[number + 1 :])])
                yield name, _left(whole, beside)

    def met(self, known: Mapping[Any, Bound]) -> bool | None:
        """Whether the known figures by themselves make the sum: True exactly, False not, None where they leave it open."""
        left, right = (_added([known.get(name, OPEN) for name in side]) for side in (self.left, self.right))
        if Bound(max(left.low, right.low), _lower(left.high, right.high)).empty:
            return False
        stated = [known[name] for name in self.names if name in known]
        return True if left.low == right.low and len(stated) > 2 and all(one.exact for one in stated) else None


@dataclass(frozen=True, slots=True)
class Ratio:
    """`part` is between `low` and `high` times `whole`; what follows rests on `by` too, where that is given."""

    part: Name
    whole: Name
    low: Fraction
    high: Fraction
    by: Any = None

    @property
    def names(self) -> tuple[Name, ...]:
        return (self.part, self.whole)

    def forced(self, bounds: Mapping[Any, Bound]) -> Iterator[tuple[Name, Bound]]:
        part, whole = bounds.get(self.part, OPEN), bounds.get(self.whole, OPEN)
        also = frozenset() if self.by is None else frozenset((self.by,))
        most = None if whole.high is None else floor(whole.high * self.high)
        yield self.part, Bound(ceil(whole.low * self.low), most, whole.low_by | also, whole.high_by | also)
        least = ceil(part.low / self.high) if self.high else 0
        most = floor(part.high / self.low) if part.high is not None and self.low else None
        yield self.whole, Bound(least, most, part.low_by | also, part.high_by | also)


Constraint: TypeAlias = "Equation | Ratio"


@dataclass(frozen=True, slots=True)
class Clash:
    """A constraint that cannot be met: `name` was bounded by `stands`, and the constraint leaves it `leaves`."""

    constraint: Constraint
    name: Any
    stands: Bound
    leaves: Bound


@dataclass(slots=True)
class Closing:
    """The bounds reached so far, and what could not be met."""

    bounds: dict[Any, Bound]
    clashes: list[Clash] = field(default_factory=list)
    _watched: dict[Any, list[Constraint]] = field(default_factory=dict)

    def of(self, name: Name) -> Bound:
        return self.bounds.get(name, OPEN)

    def add(self, constraint: Constraint) -> bool:
        """Narrows the bounds by one more constraint; where it cannot be met they stay as they are, and it is reported."""
        before: dict[Name, Bound] = {}
        for name in constraint.names:
            self._watched.setdefault(name, []).append(constraint)
        if clash := self._settle(constraint, before):
            self.bounds.update(before)
            for name in constraint.names:
                self._watched[name].remove(constraint)
            self.clashes.append(clash)
        return clash is None

    def _settle(self, start: Constraint, before: dict[Name, Bound]) -> Clash | None:
        waiting = deque([start])
        left = _PATIENCE * (1 + len(self._watched))
        while waiting and left > 0:
            for name, leaves in list(waiting.popleft().forced(self.bounds)):
                stands = self.of(name)
                now = stands.narrowed(leaves)
                if now is stands:
                    continue
                if now.empty:
                    return Clash(start, name, stands, leaves)
                before.setdefault(name, stands)
                self.bounds[name] = now
                left -= 1
                waiting.extend(one for one in self._watched[name] if one not in waiting)
        return None


def closed(known: Mapping[Any, Bound], constraints: Iterable[Constraint]) -> Closing:
    """The bounds that the constraints force upon what is known. Those that can all be met give one result in any order."""
    closing = Closing(dict(known))
    for constraint in constraints:
        closing.add(constraint)
    return closing


def _added(parts: list[Bound]) -> Bound:
    ends = [part.high for part in parts if part.high is not None]
    high = sum(ends) if len(ends) == len(parts) else None
    low_by = frozenset().union(*(part.low_by for part in parts))
    high_by = frozenset().union(*(part.high_by for part in parts)) if high is not None else frozenset()
    return Bound(sum(part.low for part in parts), high, low_by, high_by)


def _lower(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else min(one, other)


def _left(whole: Bound, beside: Bound) -> Bound:
    """What the whole leaves when what is beside is taken off, never below zero."""
    low = 0 if beside.high is None else max(0, whole.low - beside.high)
    low_by = whole.low_by | beside.high_by if low else frozenset()
    if whole.high is None:
        return Bound(low, None, low_by)
    return Bound(low, whole.high - beside.low, low_by, whole.high_by | beside.low_by)
