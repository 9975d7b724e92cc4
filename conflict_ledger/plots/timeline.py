"""The timeline of who said what when: a line for each claim, from the first day on which it may have been said to the last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflict_ledger import dates
from conflict_ledger.plots import BLACK, GREY, PALE, Spec, column, drawing, titled, words
from conflict_ledger.plots.claims import label
from conflict_ledger.standing import CURRENT, WITHDRAWN, standings
from conflict_ledger.text.layout import safe
from conflict_ledger.text.phrases import what

if TYPE_CHECKING:
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Fact, Incident
    from conflict_ledger.standing import Standing

_KEY = "dot: the day on which it was said · line: the days between which it was said · shaded: the incident itself · grey: revised, said again, or changed by a relay"


def plot(incident: Incident, facts: list[Fact], ledger: Ledger) -> Spec:
    """A panel for each fact with a dated claim, all on one scale of days."""
    shown = [(fact, found) for fact in facts if (found := said(fact, ledger))]
    days = [
        end
        for _, found in shown
        for one in found
        if (when := ledger.known(one.claim))
        for end in (when.first, when.last)
    ]
    first, last = min([incident.date.first, *days]).isoformat(), max([incident.date.last, *days]).isoformat()
    left = column([label(one.claim, fact, ledger, one.state) for fact, found in shown for one in found])
    panels = [
        _panel(fact, found, incident, (first, last), left, ledger, last=number == len(shown) - 1)
        for number, (fact, found) in enumerate(shown)
    ]
    return drawing(
        safe(incident.title), [safe(f"{dates.spoken(incident.date)}. {ledger.settings.title}."), _KEY], panels
    )


def said(fact: Fact, ledger: Ledger) -> list[Standing]:
    """The fact's claims with a day, earliest first."""
    found = [one for one in standings(fact, ledger) if one.state != WITHDRAWN and ledger.known(one.claim)]

    def key(one: Standing) -> Any:
        when = ledger.known(one.claim)
        return (when and (when.first, when.last), one.claim.address)

    return sorted(found, key=key)


def _panel(
    fact: Fact,
    found: list[Standing],
    incident: Incident,
    span: tuple[str, str],
    left: int,
    ledger: Ledger,
    *,
    last: bool,
) -> Spec:
    values = []
    for number, one in enumerate(found):
        when = ledger.known(one.claim)
        assert when
        values.append(
            {
                "row": number,
                "who": safe(label(one.claim, fact, ledger, one.state)),
                "first": when.first.isoformat(),
                "last": when.last.isoformat(),
                "day": when.first == when.last,
                "now": one.state == CURRENT,
                "said": safe(what(one.claim, fact, ledger)),
            }
        )
    date = incident.when(fact)
    event = {"from": max(date.first.isoformat(), span[0]), "to": date.last.isoformat()}
    return {
        "title": titled(safe(fact.title or fact.question or fact.id), left),
        "data": {"values": values},
        "width": 400,
        "height": {"step": 18},
        "layer": _layers(event, span, axis=last),
    }


def _layers(event: dict[str, str], span: tuple[str, str], *, axis: bool) -> list[Spec]:
    down: Spec = {"field": "row", "type": "ordinal", "axis": None}
    days = {"title": None, "format": "%d %b %Y", "tickCount": 5, "labels": axis, "ticks": axis, "labelFlush": False}
    across: Spec = {
        "type": "temporal",
        "scale": {"domain": list(span), "type": "utc"},
        "timeUnit": "utcyearmonthdate",
        "axis": days,
    }
    shade: Spec = {"condition": {"test": "datum.now", "value": BLACK}, "value": GREY}

    def until(field: str) -> Spec:
        return {"field": field, "timeUnit": "utcyearmonthdate"}

    return [
        {
            "data": {"values": [event]},
            "mark": {"type": "rect", "color": PALE, "stroke": PALE, "strokeWidth": 2},
            "encoding": {"x": {**across, "field": "from"}, "x2": until("to")},
        },
        {
            "transform": [{"filter": "!datum.day"}],
            "mark": {"type": "rule", "strokeWidth": 2},
            "encoding": {"y": down, "x": {**across, "field": "first"}, "x2": until("last"), "color": shade},
        },
        {
            "transform": [{"filter": "datum.day"}],
            "mark": {"type": "point", "filled": True, "size": 55, "opacity": 1},
            "encoding": {"y": down, "x": {**across, "field": "first"}, "color": shade},
        },
        words("who", "right", -10),
        words("said", "left", 412),
    ]
