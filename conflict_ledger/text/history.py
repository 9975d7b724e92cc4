"""How what the ledger says about an incident has changed: who, when, and what of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_ledger.text.layout import BAD, DIM, HEAD, MARK, TITLE, Line, Width, apart, span, wrap
from conflict_ledger.text.phrases import many
from conflict_ledger.text.review import change as changed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_ledger.changes.chronicle import Chapter
    from conflict_ledger.ledger import Ledger


def history(title: str, chapters: Sequence[Chapter], ledger: Ledger, width: Width) -> list[Line]:
    """Latest first. `ledger` gives the names of who is spoken of."""
    lines = apart([span(title, TITLE)], [span(many(len(chapters), "edit"), DIM)], width)
    for chapter in chapters:
        lines += [[], *_chapter(chapter, ledger, width)]
    return lines


def _chapter(chapter: Chapter, ledger: Ledger, width: Width) -> list[Line]:
    edit = chapter.edit
    if edit.commit:
        when = edit.when.strftime("%Y-%m-%d %H:%M %z")
        lines = wrap([span(f"{when} · {edit.author} · {edit.commit[:12]}", HEAD)], width)
        lines += wrap([span(edit.subject, DIM)], width, 2)
    else:
        lines = wrap([span("in the work tree, not committed", HEAD)], width)
    if edit.was != edit.path:
        lines += wrap([span(f"renamed {edit.was} → {edit.path}", MARK)], width, 2, 4)
    for one in chapter.unread:
        lines += wrap([span(f"not compared: {one.path}:{one.line}: {one.message}", BAD)], width, 2, 4)
    if edit.after is None:
        lines += wrap([span("deleted", BAD)], width, 2)
    elif not chapter.changes and not chapter.unread:
        lines += wrap([span("layout only", DIM)], width, 2)
    return lines + [line for change in chapter.changes for line in changed(change, ledger, width)]
