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
_KEY_OF_RULE = "black: certain · grey: possible · arrow: no upper end · –: nothing in this ledger"
_TO_A_LINE = 4


def chart(course: Course, questions: list[Question], rule: str, provenance: str, ledger: Ledger) -> Spec:
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
    key = _KEY if course.scope else _KEY_OF_RULE
    heading = [f"{by}. {ledger.settings.title}, {provenance}.", key, *_besides(course)]
    return drawing(safe(title), [safe(line) for line in heading], panels)


def _besides(course: Course) -> list[str]:
    """What is published over other victims only, a few to a line."""
    said = [f"{dates.short(when)} {figure(count)} {noun(word)}" for when, word, count in course.besides]
    lines = [", ".join(said[number : number + _TO_A_LINE]) for number in range(0, len(said), _TO_A_LINE)]
    return [f"Not drawn, for they count others: {lines[0]}", *lines[1:]] if lines else []


def _ends(point: Point) -> list[int]:
    if point.figure is None:
        return []
    return [point.figure.low if point.figure.high is None else point.figure.high]


def _values(run: Run, most: float) -> list[dict[str, Any]]:
    values = []
    for point in run.points:
        count = point.figure
        high = None if count is None else count.high
        open_ = min(count.low + 0.16 * most, most) if count and high is None else None
        values.append(
            {
                "period": dates.short(point.period),
                "low": count.low if count else None,
                "high": high,
                "open": open_,
                "top": open_ or high,
                "label": f"{figure(count)}{'*' if point.relay else ''}" if count else "–",
                "how": "gap" if count is None else "derived" if point.derived else "printed",
            }
        )
    return values


def _panel(run: Run, most: float, *, last: bool) -> Spec:
    return {
        "title": titled(safe(run.row or "total"), 34),
        "data": {"values": _values(run, most)},
        "width": {"step": 58},
        "height": _HEIGHT * (1.5 if run.row is None else 1),
        "layer": _layers(*_axes(run, most, last=last)),
    }


def _axes(run: Run, most: float, *, last: bool) -> tuple[Spec, Spec]:
    """The periods across, below the last panel only; people upwards."""
    across = {
        "field": "period",
        "type": "ordinal",
        "scale": {"domain": [dates.short(point.period) for point in run.points]},
        "axis": {"labelAngle": 0, "title": None, "labels": last, "ticks": last, "labelPadding": 5},
    }
    up = {
        "type": "quantitative",
        "scale": {"domain": [0, most], "nice": False},
        "axis": {"values": ticks(most, 4), "format": "d", "title": None, "domain": False},
    }
    return across, up


def _layers(across: Spec, up: Spec) -> list[Spec]:
    bar = {"type": "bar", "size": 26}
    text = {"type": "text", "baseline": "bottom", "dy": -3, "fontSize": 9}

    def drawn(mark: Spec, only: str, end: str | None, start: str | None = None) -> Spec:
        height = {"field": end, **up} if end else {"datum": 0}
        encoding: Spec = {"x": across, "y": height, "text": {"field": "label"}}
        if mark["type"] in ("bar", "rule"):
            encoding = {"x": across, "y": height, "y2": {"field": start} if start else {"datum": 0}}
        return {"transform": [{"filter": only}], "mark": mark, "encoding": encoding}

    arrow = {"type": "point", "shape": "triangle-up", "filled": True, "size": 45, "color": BLACK, "opacity": 1}
    outlined = {**bar, "fill": "white", "stroke": BLACK, "strokeWidth": 1.2}
    return [
        drawn({**bar, "fill": PALE, "stroke": GREY, "strokeWidth": 0.6}, "datum.high > datum.low", "high", "low"),
        drawn({**bar, "fill": BLACK}, "datum.how == 'printed' && datum.low > 0", "low"),
        drawn(outlined, "datum.how == 'derived' && datum.low > 0", "low"),
        drawn({"type": "rule", "strokeDash": [3, 2], "color": BLACK}, "datum.open != null", "open", "low"),
        {**drawn(arrow, "datum.open != null", "open"), "encoding": {"x": across, "y": {"field": "open", **up}}},
        drawn({**text, "color": BLACK}, "datum.low != null", "top"),
        drawn({**text, "color": GREY}, "datum.low == null", None),
    ]
