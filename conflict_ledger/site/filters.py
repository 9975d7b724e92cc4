"""What templates write figures, dates, quotes and addresses with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from conflict_ledger.lookup import fold
from conflict_ledger.text.layout import safe

if TYPE_CHECKING:
    from conflict_ledger.dates import When
    from conflict_ledger.figures import Figure

_RTL = frozenset({"ar", "arc", "ckb", "dv", "fa", "ha-arab", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"})
_RTL_LETTER = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


def direction(language: str | None, text: str) -> str:
    """Where the text starts: by its language, or else by its letters."""
    if language:
        return "rtl" if language.lower() in _RTL or language.lower().split("-")[0] in _RTL else "ltr"
    return "rtl" if _RTL_LETTER.search(text) else "ltr"


def slug(text: str) -> str:
    """The text as part of a file name: 2022-Q2 is 2022-q2."""
    return fold(text) or "x"


def web(url: str | None) -> str | None:
    """The address where it is one that a page may link to."""
    return url if url and re.match(r"https?://", url) else None


def bounds(count: Figure | None) -> Markup:
    """Both ends as attributes, by which tables are sorted and tested; an open or absent end is empty."""
    low = "" if count is None else count.low
    high = "" if count is None or count.high is None else count.high
    return Markup(f'data-low="{low}" data-high="{high}"')  # numbers alone


def period(when: When) -> str:
    """The page of the period: totals/2022-q2.html; a range by its ends."""
    return f"totals/{slug(when.text.replace('..', 'until '))}.html"


def plain(text: Any) -> Any:
    """Text of which nothing acts on the page that shows it: control characters and the like are shown by their number."""
    if not isinstance(text, str) or text.isprintable():
        return text
    return safe(text)
