"""Pictures for print: Vega-Lite drawings of figures as intervals, in black and white, rendered without a browser or a network."""

from __future__ import annotations

from typing import Any

from rich.cells import cell_len

Spec = dict[str, Any]

INSTALL = "pip install 'conflict-ledger[plot]'"
FORMS = ("svg", "png")
BLACK, GREY, PALE, RULE = "#111111", "#777777", "#c9c9c9", "#e4e4e4"
_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
_CONFIG: Spec = {
    "font": _FONT,
    "background": "white",
    "padding": 12,
    "view": {"stroke": None},
    "concat": {"spacing": 22},
    "title": {"anchor": "start", "fontSize": 12, "fontWeight": "bold", "color": BLACK, "offset": 8},
    "axis": {
        "domainColor": BLACK,
        "tickColor": BLACK,
        "labelColor": BLACK,
        "titleColor": BLACK,
        "gridColor": RULE,
        "labelFontSize": 10,
        "titleFontSize": 10,
        "titleFontWeight": "normal",
        "labelLimit": 0,
    },
}


class NoPlotter(Exception):  # noqa: N818 - the name says what is missing
    """The library that draws is not installed."""


def drawing(title: str, subtitle: list[str], panels: list[Spec]) -> Spec:
    """The panels below one another, under a heading."""
    heading = {
        "text": title,
        "subtitle": subtitle,
        "fontSize": 15,
        "subtitleFontSize": 10,
        "subtitleColor": GREY,
        "subtitlePadding": 4,
        "offset": 14,
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "title": {**heading, "anchor": "start"},
        "vconcat": panels,
        "config": _CONFIG,
    }


def column(words: list[str]) -> int:
    """The width in pixels of a column of small words: rather too wide than too narrow."""
    return 18 + 6 * max((cell_len(word) for word in words), default=0)


def titled(text: str, left: int) -> Spec:
    """A panel's heading, flush with its words, which begin `left` pixels before the drawing."""
    return {"text": text, "frame": "group", "anchor": "start", "dx": -left}


def words(field: str, side: str, at: int) -> Spec:
    """A column of words beside the drawing, `at` so many pixels from its left edge; grey where the claim is not current."""
    mark = {"type": "text", "align": side, "fontSize": 10, "limit": 0}
    shade = {"condition": {"test": "datum.now", "value": BLACK}, "value": GREY}
    down = {"field": "row", "type": "ordinal", "axis": None}
    return {"mark": mark, "encoding": {"y": down, "x": {"value": at}, "text": {"field": field}, "color": shade}}


def ticks(most: float, count: int = 6) -> list[int]:
    """Whole numbers from 0 up in steps of 1, 2, 5, 10 …, about `count` of them."""
    step = next(size * 10**power for power in range(9) for size in (1, 2, 5) if size * 10**power * count >= most)
    return list(range(0, int(most) + 1, step))


def render(spec: Spec, form: str) -> bytes:
    """The drawing as `svg` or `png`, the same bytes for the same drawing. Raises NoPlotter."""
    try:
        import vl_convert
    except ImportError:
        raise NoPlotter from None
    if form == "svg":
        text: str = vl_convert.vegalite_to_svg(spec, vl_version="6.1", allowed_base_urls=[])
        return text.encode()
    image: bytes = vl_convert.vegalite_to_png(spec, vl_version="6.1", scale=3, allowed_base_urls=[])
    return image
