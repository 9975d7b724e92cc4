"""The range plot of rival claims: each from its smallest to its largest number, open ends with an arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflict_ledger import dates
from conflict_ledger.contradictions import party
from conflict_ledger.plots import BLACK, GREY, Spec, column, drawing, ticks, titled, words
from conflict_ledger.standing import CURRENT, DRIFT, REPEATED, WITHDRAWN, standings
from conflict_ledger.text.layout import safe
from conflict_ledger.text.phrases import name, people, scope

if TYPE_CHECKING:
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Claim, Fact, Incident
    from conflict_ledger.standing import Standing

_KEY = "line: from the smallest to the largest number meant · arrow: no upper end · ●: an accused party · grey: revised, or changed by a relay"


def plot(incident: Incident, facts: list[Fact], ledger: Ledger) -> Spec:
    """A panel for each fact whose claims give figures."""
    shown = [(fact, found) for fact in facts if (found := counted(fact, ledger))]
    left = column([label(one.claim, fact, ledger, one.state) for fact, found in shown for one in found])
    panels = [_panel(fact, found, left, ledger) for fact, found in shown]
    return drawing(
        safe(incident.title), [safe(f"{dates.spoken(incident.date)}. {ledger.settings.title}."), _KEY], panels
    )


def counted(fact: Fact, ledger: Ledger) -> list[Standing]:
    """The fact's claims that give a figure, current ones first; what was said again is left out."""
    found = [one for one in standings(fact, ledger) if one.claim.count and one.state not in (WITHDRAWN, REPEATED)]
    return sorted(found, key=lambda one: (one.state != CURRENT, -one.claim.count.low, one.claim.address))


def label(claim: Claim, fact: Fact, ledger: Ledger, state: str) -> str:
    """Who says it: "Malian army ●", "MINUSMA, in Sputnik" where a document changed it."""
    document = ledger.documents.get(claim.document or "")
    through = f", in {name(document.publisher, ledger)}" if state == DRIFT and ledger.relay(claim) and document else ""
    return f"{name(claim.source, ledger)}{through}{' ●' if party(claim, fact, ledger) else ''}"


def _panel(fact: Fact, found: list[Standing], left: int, ledger: Ledger) -> Spec:
    ends = [one.claim.count.high if one.claim.count.high is not None else one.claim.count.low for one in found]
    most = max(1, *ends) * 1.12
    values: list[dict[str, Any]] = []
    for number, one in enumerate(found):
        count = one.claim.count
        open_ = count.high is None
        values.append(
            {
                "row": number,
                "who": safe(label(one.claim, fact, ledger, one.state)),
                "low": count.low,
                "end": most if open_ else count.high,
                "open": open_,
                "exact": count.low == count.high,
                "now": one.state == CURRENT,
                "said": safe(people(count, one.claim.who) + scope(one.claim)),
            }
        )
    return {
        "title": titled(safe(fact.title or f"{fact.id}: {fact.measure}"), left),
        "data": {"values": values},
        "width": 420,
        "height": {"step": 22},
        "layer": _layers(most),
    }


def _layers(most: float) -> list[Spec]:
    down: Spec = {"field": "row", "type": "ordinal", "axis": None}
    across: Spec = {
        "field": "low",
        "type": "quantitative",
        "scale": {"domain": [0, most], "nice": False},
        "axis": {"title": "people", "values": ticks(most), "format": "d"},
    }
    shade: Spec = {"condition": {"test": "datum.now", "value": BLACK}, "value": GREY}
    return [
        {
            "mark": {"type": "rule", "strokeWidth": 2},
            "encoding": {"y": down, "x": across, "x2": {"field": "end"}, "color": shade},
        },
        {
            "transform": [{"filter": "datum.open"}],
            "mark": {"type": "point", "shape": "triangle-right", "filled": True, "size": 70, "opacity": 1},
            "encoding": {"y": down, "x": {**across, "field": "end"}, "color": shade},
        },
        {
            "transform": [{"filter": "!datum.exact"}],
            "mark": {"type": "tick", "thickness": 2, "size": 12},
            "encoding": {"y": down, "x": across, "color": shade},
        },
        {
            "transform": [{"filter": "!datum.exact && !datum.open"}],
            "mark": {"type": "tick", "thickness": 2, "size": 12},
            "encoding": {"y": down, "x": {**across, "field": "end"}, "color": shade},
        },
        {
            "transform": [{"filter": "datum.exact"}],
            "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
            "encoding": {"y": down, "x": across, "color": shade},
        },
        words("who", "right", -10),
        words("said", "left", 430),
    ]
