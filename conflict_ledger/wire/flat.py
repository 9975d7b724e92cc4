"""Totals as flat rows, for spreadsheets (CSV) and for a page (Markdown): one row for each figure, nothing plain that is open."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from conflict_ledger.reports.markdown import escaped
from conflict_ledger.standing import where
from conflict_ledger.text.published import change_bounds, share

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conflict_ledger.figures import Figure
    from conflict_ledger.totals import Question, Totals
    from conflict_ledger.totals.tables import Table

    _Row = tuple[dict[str, Any], Figure | None]

COLUMNS = (
    "period",
    "first_day",
    "last_day",
    "measure",
    "victims",
    "place",
    "source",
    "series",
    "table",
    "what",
    "row",
    "low",
    "high",
    "figure",
    "approximate",
    "relay",
    "share_low",
    "share_high",
    "change_low",
    "change_high",
    "documents",
    "counted_as",
)
REPORTED, DERIVED, ITEMISED, RESIDUAL, RULED = "reported", "derived", "itemised", "not yet itemised", "by rule"
GAP = "nothing published"
_SHOWN = {"period": "Period", "source": "Source", "row": "", "figure": "Figure", "share": "Share", "what": "What"}


def rows(found: list[Totals], provenance: str, *, by_rule: bool, over: bool = False) -> list[dict[str, Any]]:
    """One mapping of COLUMNS for each figure. `high` is empty where the figure is open above; `row` is total, a category or
    what the sum is by. `counted_as` names rule, commit and day.

    `over` time each figure has its change from the period before, in per cent, and a period without any is one row.
    """
    result: list[dict[str, Any]] = []
    before: dict[tuple[Any, ...], Figure] = {}
    for one in found:
        here: dict[tuple[Any, ...], Figure] = {}
        for row, count in _of(one, by_rule, over):
            name = (
                *(row[column] for column in ("place", "source", "series", "row")),
                row["what"] in (REPORTED, DERIVED),
            )
            moved = change_bounds(before[name], count) if over and count and name in before else None
            if count and row["what"] in (REPORTED, DERIVED, RULED):
                here[name] = count
            result.append({"counted_as": provenance, **_about(one.question), **row, **_ends("change", moved)})
        before = here
    return result


def _ends(what: str, bounds: tuple[int, int | None] | None) -> dict[str, Any]:
    low, high = bounds or ("", "")
    return {f"{what}_low": low, f"{what}_high": "" if high is None else high}


def _about(question: Question) -> dict[str, Any]:
    when = question.period
    return {
        "period": when.text,
        "first_day": "" if when.first.year == 1 else when.first.isoformat(),
        "last_day": when.last.isoformat(),
        "measure": question.measure,
        "victims": question.victims,
    }


def _of(one: Totals, by_rule: bool, over: bool) -> Iterator[_Row]:
    if over and not by_rule and not (one.tables or one.between):
        yield dict.fromkeys(COLUMNS[5:], "") | {"what": GAP, "share": ""}, None
        return
    if by_rule or not (one.tables or one.between):
        for row in one.ruled.rows.values():
            yield _row("", "", RULED, row.category, row.figure)
        return
    for table in one.tables:
        yield from _table(table)
    for gap in one.between:
        for each in gap.derived:
            documents = sorted({cell.document for cell in each.behind if cell.document})
            cell, count = _row(
                gap.scope.source, "", DERIVED, each.category, each.figure, each.share, each.relay, documents
            )
            yield {**cell, "place": _named(gap.scope.where), "series": gap.scope.series}, count


def _named(places: Iterable[tuple[str | None, ...]]) -> str:
    return "; ".join(", ".join(part for part in reversed(place) if part) for place in places)


def _table(table: Table) -> Iterator[_Row]:
    place = _named(where(table.total.place))
    about = {"place": place, "series": table.total.series or ""}
    return (({**row, **about}, count) for row, count in _cells(table))


def _cells(table: Table) -> Iterator[_Row]:
    source, total = table.source, table.total.id
    for one in table.reported:
        documents = [name for name in (one.cell.document, *one.cell.also_in) if name]
        if one.cell.count:
            yield _row(source, total, REPORTED, one.cell.category, one.cell.count, one.share, one.relay, documents)
    for each in table.said.derived if table.said else ():
        documents = sorted({cell.document for cell in each.behind if cell.document})
        yield _row(source, total, DERIVED, each.category, each.figure, each.share, each.relay, documents)
    for row in table.itemised.rows.values():
        yield _row(source, total, ITEMISED, row.category, row.figure)
    for left in table.residual:
        if left.figure:
            yield _row(source, total, RESIDUAL, left.category, left.figure)


def _row(
    source: str,
    total: str,
    what: str,
    row: str | None,
    figure: Figure,
    part: tuple[int, int | None] | None = None,
    relay: bool = False,
    documents: list[str] | None = None,
) -> _Row:
    return {
        "place": "",
        "series": "",
        "source": source,
        "table": total,
        "what": what,
        "row": row or "total",
        "low": figure.low,
        "high": "" if figure.high is None else figure.high,
        "figure": figure.text,
        "approximate": "yes" if figure.approximate else "",
        "relay": "yes" if relay else "",
        **_ends("share", part),
        "share": share(part),
        "documents": " ".join(documents or ()),
    }, figure


def as_csv(found: list[dict[str, Any]]) -> str:
    """Comma-separated, UTF-8. Text that a spreadsheet would take for a formula is led by an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in found:
        writer.writerow([_harmless(row[column]) for column in COLUMNS])
    return out.getvalue()


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value[:1] in tuple("=+-@\t\r") else value


def as_markdown(found: list[dict[str, Any]], provenance: str) -> str:
    """A table in GitHub's Markdown; figures keep their words."""
    head = f"| {' | '.join(_SHOWN.values())} |\n|---|---|---|---:|---:|---|\n"
    body = "".join(f"| {' | '.join(escaped(str(row[key])) for key in _SHOWN)} |\n" for row in found)
    return f"{head}{body}\n{escaped(provenance)}\n"
