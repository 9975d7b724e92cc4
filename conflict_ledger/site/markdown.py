"""Markdown as HTML: without raw HTML, without pictures, and with links only to the web or within the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markupsafe import Markup

from conflict_ledger.site.filters import plain, slug

if TYPE_CHECKING:
    from markdown_it.token import Token


def html(text: str, lower: int = 0) -> Markup:
    """The text as HTML, its headings `lower` levels down and each with an id."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "html_block", "html_inline"])
    tokens = parser.parse("\n".join(plain(line) for line in text.split("\n")))
    for number, token in enumerate(tokens):
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + lower, 6)}"
        if token.type == "heading_open":
            token.attrSet("id", slug(tokens[number + 1].content))
        for child in token.children or ():
            _linked(child)
    made = parser.renderer.render(tokens, parser.options, {})
    wide = {
        "<pre>": '<pre tabindex="0">',
        "<table>": '<div class="wide" tabindex="0"><table>',
        "</table>": "</table></div>",
    }
    for tag, scrolling in wide.items():  # tags of the renderer's own: what the text says is escaped by now
        made = made.replace(tag, scrolling)
    return Markup(made)


def _linked(token: Token | Any) -> None:
    """Of links, those to the web and within the page stay; what leads to files of the repository leads nowhere here."""
    target = str(token.attrs.get("href", "")) if token.type == "link_open" else ""
    if target and not re.match(r"https?://|#", target):
        del token.attrs["href"]
