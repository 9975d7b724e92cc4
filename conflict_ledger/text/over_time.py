"""Totals over time: a block for the total and one for each category, a line for each period, a bar that shows what is open."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from conflict_ledger import dates
from conflict_ledger.text.layout import DIM, HEAD, PLAIN, TITLE, Line, Span, Width, columns, span, wrap
from conflict_ledger.text.phrases import figure, listed, name, noun
from conflict_ledger.text.published import change, share

if TYPE_CHECKING:
    from conflict_ledger.figures import Figure
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.totals import Question
    from conflict_ledger.totals.over_time import Course, Point, Run

_GAP = "–"
_ROOM = 24  # cells of a bar
_NARROW = 12  # the same below 80 columns


def over_time(course: Course, questions: list[Question], rule: str, ledger: Ledger, width: Width) -> list[Line]:
    """One publisher, or the sums under the rule, over all the periods asked for."""
    first, last = (one.period for one in (questions[0], questions[-1]))
    asked = questions[0]
    what = f"{noun(asked.victims).capitalize()} {asked.measure.replace('-', ' ')}, {dates.short(first)} to {dates.short(last)}"
    where = (
        "; ".join(", ".join(part for part in reversed(place) if part) for place in course.scope.where)
        if course.scope
        else ""
    )
    series = f" · series: {course.scope.series}" if course.scope and course.scope.series else ""
    how = (
        f"reported by {name(course.scope.source, ledger)}{series}"
        if course.scope
        else f"this ledger's own incidents, rule {rule}"
    )
    lines = wrap([span(what, TITLE), span(f" · {where}" if where else "")], width) + wrap([span(how, DIM)], width)
    most = max((end for run in course.runs for point in run.points for end in _ends(point.figure)), default=1)
    rows = [row for run in course.runs for row in _block(run, most, _NARROW if width and width < 80 else _ROOM)]
    for row in columns(rows, "lrrrl", width):
        lines += row
    return lines + _notes(course, width)


def _ends(count: Figure | None) -> list[int]:
    if count is None:
        return []
    return [count.low] if count.high is None else [count.low, count.high]


def _block(run: Run, most: int, room: int) -> list[list[Span]]:
    """The heading of the row, then its periods; three gaps or more in a row are one line."""
    rows = [
        [span(run.row or "total", HEAD), span(""), span("share" if run.row else "", DIM), span("change", DIM), span("")]
    ]
    before: Point | None = None
    for missing, group in groupby(run.points, key=lambda point: point.figure is None):
        points = list(group)
        if missing and len(points) > 2:
            spanned = f"{dates.short(points[0].period)} to {dates.short(points[-1].period)}"
            rows.append([span(spanned, DIM), span(_GAP, DIM), span(""), span(""), span("")])
        else:
            for point in points:
                rows.append(_line(point, before, most, room))
                before = point
        before = points[-1]
    return rows


def _line(point: Point, before: Point | None, most: int, room: int) -> list[Span]:
    if point.figure is None:
        return [span(dates.short(point.period), DIM), span(_GAP, DIM), span(""), span(""), span("")]
    marks = [word for word, holds in (("derived", point.derived), ("relay", point.relay)) if holds]
    drawn = bar(point.figure, most, room)
    return [
        span(dates.short(point.period)),
        span(figure(point.figure), DIM if point.derived else PLAIN),
        span(share(point.share), DIM),
        span(_moved(point, before), DIM),
        span(f"{drawn}{' ' if drawn and marks else ''}{', '.join(marks)}", DIM if point.derived else PLAIN),
    ]


def _moved(point: Point, before: Point | None) -> str:
    """The change from the period before; between bounds that were only worked out there is none to speak of."""
    pair = [one.figure for one in (before, point) if one and one.figure and not _vague(one)]
    return change(*pair) if len(pair) == 2 and pair[0].low else ""


def _vague(point: Point) -> bool:
    return point.derived and point.figure is not None and point.figure.low != point.figure.high


def also(courses: list[Course], ledger: Ledger, width: Width) -> list[Line]:
    """Publishers who have one period only: a line for each figure."""
    lines = []
    for course in courses:
        for row, point in course.known:
            if course.scope and point.figure:
                where = "; ".join(", ".join(part for part in reversed(place) if part) for place in course.scope.where)
                marks = " (derived)" if point.derived else " (relay)" if point.relay else ""
                said = f"{dates.short(point.period)} {name(course.scope.source, ledger)}, {where}: {row or 'total'} {figure(point.figure)}{marks}"
                lines += wrap([span(said)], width, 2, 4)
    return [*wrap([span("also published for one of these periods", HEAD)], width), *lines] if lines else []


def bar(count: Figure, most: int, room: int) -> str:
    """Solid as far as is certain, light as far as it may reach; an arrow where it has no end."""
    solid = _cells(count.low, most, room)
    if count.high is None:
        return "█" * solid + "→"
    return "█" * solid + "░" * (_cells(count.high, most, room) - solid)


def _cells(number: int, most: int, room: int) -> int:
    return min(room, max(1, round(number * room / most))) if number and most else 0


def _notes(course: Course, width: Width) -> list[Line]:
    points = [point for run in course.runs for point in run.points]
    notes = []
    if any(point.figure is None for point in course.runs[0].points):
        notes.append(f"{_GAP}: nothing published" if course.scope else f"{_GAP}: nothing in this ledger")
    if course.besides:
        said = [f"{dates.short(period)} {figure(count)} {noun(word)}" for period, word, count in course.besides]
        notes.append(f"published over other victims only, and not in this table: {listed(said)}")
    if any(point.derived for point in points):
        notes.append("derived: not printed by the source; its other figures leave nothing else, or leave that range")
    if any(point.relay for point in points):
        notes.append("relay: on record only with somebody who passes it on, or resting on such a figure")
    if any(point.figure and point.figure.low != point.figure.high for point in points):
        notes.append("█ certain, ░ possible, → no upper end")
    return [line for note in notes for line in wrap([span(note, DIM)], width, 0, 2)]
