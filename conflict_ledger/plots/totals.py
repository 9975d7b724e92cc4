"""The chart of totals over time: a panel for the total and one for each category, bars that show what is open as open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflict_ledger import dates
from conflict_ledger.plots import BLACK, GREY, PALE, Spec, drawing, ticks, titled
from conflict_ledger.text.layout import safe
from conflict_ledger.text.phrases import figure, name, noun

if TYPE_CHECKING:
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.totals import Question
    from conflict_ledger.totals.over_time import Course, Point, Run

_HEIGHT = 76
_KEY = "black: printed · outlined: derived, not printed · grey: possible · arrow: no upper end · –: nothing published · *: through a relay"


def chart(course: Course, questions: list[Question], rule: str, ledger: Ledger) -> Spec:
    """One publisher's figures, or the sums under the rule, over the periods of the questions."""
    asked = questions[0]
    first, last = (dates.short(one.period) for one in (questions[0], questions[-1]))
    title = f"{noun(asked.victims).capitalize()} {asked.measure.replace('-', ' ')}, {first} to {last}"
    by = (
        f"Reported by {name(course.scope.source, ledger)}"
        if course.scope
        else f"This ledger's own incidents, rule {rule}"
    )
    most = max((end for run in course.runs for point in run.points for end in _ends(point)), default=1)
    panels = [_panel(run, most * 1.18, last=run is course.runs[-1]) for run in course.runs]
    besides = [f"{dates.short(when)} {figure(count)} {noun(word)}" for when, word, count in course.besides]
    also = [f"Not drawn, for they count others: {', '.join(besides)}"] if besides else []
    return drawing(safe(title), [safe(f"{by}. {ledger.settings.title}."), _KEY, *map(safe, also)], panels)


def _ends(point: Point) -> list[int]:
    if point.figure is None:
        return []
    return [point.figure.low if point.figure.high is None else point.figure.high]


def _values(run: Run, most: float) -> list[dict[str, Any]]:
    values = []
    for point in run.points:
        count = point.figure
        high = None if count is None else count.high
        values.append(
            {
                "period": dates.short(point.period),
                "low": count.low if count else None,
                "high": high,
                "open": min(count.low + 0.16 * most, most) if count and count.high is None else None,
                "top": None if count is None else count.low if high is None else high,
                "label": f"{figure(count)}{'*' if point.relay else ''}" if count else "–",
                "how": "gap" if count is None else "derived" if point.derived else "printed",
            }
        )
    return values


def _panel(run: Run, most: float, *, last: bool) -> Spec:
    across = {
        "field": "period",
        "type": "ordinal",
        "scale": {"domain": [dates.short(point.period) for point in run.points]},
        "axis": {"labelAngle": 0, "title": None, "labels": last, "ticks": last, "labelPadding": 5},
    }
    up = {
        "scale": {"domain": [0, most], "nice": False},
        "axis": {"values": ticks(most, 4), "format": "d", "title": None, "domain": False},
    }
    bar = {"type": "bar", "size": 26}

    def layer(mark: Spec, how: str, low: str | None = None, high: str | None = None) -> Spec:
        encoding: Spec = {"x": across, "y": {"field": high, "type": "quantitative", **up}}
        encoding |= {"y2": {"field": low}} if low else {"y2": {"datum": 0}}
        return {"transform": [{"filter": how}], "mark": mark, "encoding": encoding}

    text = {"type": "text", "baseline": "bottom", "dy": -3, "fontSize": 9, "color": BLACK}
    label = {"text": {"field": "label"}, "x": across}
    layers = [
        layer({**bar, "fill": PALE, "stroke": GREY, "strokeWidth": 0.6}, "datum.high > datum.low", "low", "high"),
        layer({**bar, "fill": BLACK}, "datum.how == 'printed' && datum.low > 0", None, "low"),
        layer(
            {**bar, "fill": "white", "stroke": BLACK, "strokeWidth": 1.2},
            "datum.how == 'derived' && datum.low > 0",
            None,
            "low",
        ),
        layer({"type": "rule", "strokeDash": [3, 2], "color": BLACK}, "datum.open != null", "low", "open"),
        {
            "transform": [{"filter": "datum.open != null"}],
            "mark": {"type": "point", "shape": "triangle-up", "filled": True, "size": 45, "color": BLACK},
            "encoding": {"x": across, "y": {"field": "open", "type": "quantitative", **up}},
        },
        {
            "transform": [
                {"filter": "datum.low != null"},
                {"calculate": "datum.open != null ? datum.open : datum.top", "as": "at"},
            ],
            "mark": text,
            "encoding": {**label, "y": {"field": "at", "type": "quantitative", **up}},
        },
        {
            "transform": [{"filter": "datum.low == null"}],
            "mark": {**text, "color": GREY},
            "encoding": {**label, "y": {"datum": 0}},
        },
    ]
    return {
        "title": titled(safe(run.row or "total"), 34),
        "data": {"values": _values(run, most)},
        "width": {"step": 58},
        "height": _HEIGHT * (1.5 if run.row is None else 1),
        "layer": layers,
    }
