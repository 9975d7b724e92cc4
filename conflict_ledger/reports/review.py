"""A review in GitHub's Markdown: for a comment on a pull request, and for the summary of a job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_ledger.disputes import CONTRADICTION
from conflict_ledger.reports.markdown import COMMENT, escaped
from conflict_ledger.text.edits import details, subject
from conflict_ledger.text.phrases import many
from conflict_ledger.text.review import disputes, grouped, sides, summary, totals, where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflict_ledger.changes import Change, Review
    from conflict_ledger.ledger import Ledger

_ROOM = 200  # characters kept for the last line
_FOLDED = 12  # changes of one incident that are shown unfolded


def comment(found: Review, between: str, most: int = COMMENT) -> str:
    """The review in fewer characters than `most`, totals and contradictions first; how much is left out is said."""
    kept = f"**ledger diff** · {escaped(summary(found))}\n\n{escaped(between)}\n"
    pieces = list(_pieces(found))
    for number, piece in enumerate(pieces):
        if len(kept) + len(piece) > most - _ROOM:
            return f"{kept}\n… and {many(len(pieces) - number, 'more part')}: `ledger diff` shows them all.\n"
        kept += piece
    return kept


def _pieces(found: Review) -> Iterator[str]:
    if found.unread:
        yield "\n### Not compared\n\n" + "".join(
            f"- {escaped(f'{one.path}:{one.line} ({side}): {one.message}')}\n" for side, one in found.unread
        )
    if groups := totals(found):
        yield "\n### Totals\n"
    for heading, rows in groups:
        table = "".join(f"| {' | '.join(map(escaped, row))} |\n" for row in rows)
        yield f"\n{escaped(heading)}\n\n| | | before | after |\n|---|---|---|---|\n{table}"
    if listed := disputes(found):
        yield "\n### Contradictions\n\n"
    for word, one, said in listed:
        strong = "**" if one.severity == CONTRADICTION else ""
        yield f"- {strong}{word}{strong} {escaped(where(one))} · {one.kind}: {escaped(said)}\n"
    for heading, group in grouped(found):
        yield from _group(found, heading, group)
    if found.layout:
        yield f"\n<details><summary>Layout only: {many(len(found.layout), 'file')}</summary>\n\n"
        yield "".join(f"- {escaped(path)}\n" for path in found.layout) + "\n</details>\n"


def _group(found: Review, heading: str, group: list[Change]) -> Iterator[str]:
    """The changes below a heading, folded where they are many: `<details>` opens and closes in one piece."""
    lines = "".join(_change(change, sides(found, change)) for change in group)
    if len(group) <= _FOLDED:
        yield f"\n### {escaped(heading)}\n\n{lines}"
    else:
        counted = many(len(group), "change")
        yield f"\n### {escaped(heading)}\n\n<details><summary>{counted}</summary>\n\n{lines}\n</details>\n"


def _change(change: Change, ledger: Ledger) -> str:
    told = details(change, ledger)
    line = f"- **{change.kind}** {escaped(subject(change, ledger))}{': ' + escaped(told[0]) if told else ''}\n"
    line += "".join(f"  - {escaped(one)}\n" for one in told[1:])
    return line + "".join(f"  - ⚠ {escaped(flag)}\n" for flag in change.flags)
