"""The JSON document of `ledger totals`: what is reported, derived, itemised and left, and everything that was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflict_ledger import figures
from conflict_ledger.text.published import printed, recomputed, share, sums
from conflict_ledger.totals import explained as explaining
from conflict_ledger.wire import records
from conflict_ledger.wire.records import figure, head, when

if TYPE_CHECKING:
    from conflict_ledger.figures import Figure
    from conflict_ledger.history import Commit
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import PublishedTotal
    from conflict_ledger.totals import Account, Totals
    from conflict_ledger.totals.closing import Bound
    from conflict_ledger.totals.derived import Derived, Sum
    from conflict_ledger.totals.published import Verdict
    from conflict_ledger.totals.tables import Table
    from conflict_ledger.wire.records import Json


def totals(found: list[Totals], rule: str, ledger: Ledger, commit: Commit | None, by: str = "category") -> Json:
    """One entry for each period, measure and victims word. `by` tells what the rows of `by_rule` are."""
    return {**head("totals", ledger, commit, rule), "by": by, "periods": [_period(one, ledger) for one in found]}


def explained(
    found: list[Totals], row: str, rule: str, ledger: Ledger, commit: Commit | None, by: str, *, by_rule: bool
) -> Json:
    """The same, with every claim behind one row and every claim set aside, table by table."""
    behind = [
        {
            "period": when(one.question.period),
            "row": row,
            "source": each.source,
            "total": each.total,
            "reported": figure(each.reported),
            "derived": each.derived,
            "cells": [cell.address for cell in each.cells],
            "itemised": figure(each.itemised),
            "counted": [claim.address for claim in each.counted],
            "set_aside": {reason: [claim.address for claim in claims] for reason, claims in each.aside.items()},
        }
        for one in found
        for each in explaining.explained(one, row, ledger, by, by_rule=by_rule)
    ]
    return {**totals(found, rule, ledger, commit, by), "explained": behind}


def _period(found: Totals, ledger: Ledger) -> Json:
    asked = found.question
    return {
        "period": when(asked.period),
        "measure": asked.measure,
        "victims": asked.victims,
        "place": [records.place(one) for one in asked.places],
        "reported": [cell for table in found.tables for cell in (*_reported(table), *_derived_in(table))],
        "itemised": [row for table in found.tables for row in _itemised(table)],
        "residual": [
            {"source": table.source, "category": one.category, "figure": figure(one.figure), "total": table.total.id}
            for table in found.tables
            for one in table.residual
        ]
        + [
            {"source": table.source, "category": one.category, "figure": figure(one.residual), "total": table.total.id}
            for table in found.tables
            for one in _worked(table)
        ],
        "between": [
            _derived(one, table.scope.source, asked.victims, None) for table in found.between for one in table.derived
        ],
        "sums": [_sum(one, table) for table in found.tables if table.said for one in table.said.sums],
        "checks": [_check(one) for table in found.tables if table.said for one in table.said.verdicts],
        "excluded": {table.total.id: list(table.total.excludes) for table in found.tables if table.total.excludes},
        "by_rule": [_row(row) for row in found.ruled.rows.values()],
        "unassessed": list(found.ruled.unassessed),
        "accounted": _accounted(found.account),
    }


def _reported(table: Table) -> list[Json]:
    return [
        {
            "source": table.source,
            "document": one.cell.document,
            "category": one.cell.category,
            "figure": figure(one.cell.count),
            "derived": False,
            "relay": one.relay,
            "share": {"low": one.share[0], "high": one.share[1], "text": share(one.share)} if one.share else None,
            "victims": one.cell.victims or table.total.victims,
            "address": one.cell.address,
            "total": table.total.id,
            "behind": [one.cell.address],
            "among": False,
        }
        for one in table.reported
    ]


def _worked(table: Table) -> list[Derived]:
    return [one for one in table.said.derived if not one.among] if table.said else []


def _derived_in(table: Table) -> list[Json]:
    found = table.said.derived if table.said else ()
    return [_derived(one, table.source, None, table.total) for one in found]


def _derived(one: Derived, source: str, victims: str | None, total: PublishedTotal | None) -> Json:
    """A cell that nobody printed; `behind` are the published cells that force or bound it."""
    return {
        "source": source,
        "document": None,
        "category": one.category,
        "figure": figure(one.figure),
        "derived": True,
        "relay": one.relay,
        "share": {"low": one.share[0], "high": one.share[1], "text": share(one.share)} if one.share else None,
        "victims": total.victims if total else victims,
        "address": None,
        "total": total.id if total else None,
        "behind": [cell.address for cell in one.behind],
        "among": one.among,
    }


def _sum(one: Sum, table: Table) -> Json:
    """Published parts that make up a published whole; `rest` is what they leave of it."""
    return {
        "total": table.total.id,
        "text": sums(list(one.parts), one.whole, one.total, one.rest),
        "rest": figure(_interval(one.rest)) if one.rest else None,
    }


def _check(one: Verdict) -> Json:
    """A published trend, change or share, recomputed; `holds` is null where the figures on record leave it open."""
    return {
        "address": one.cell.address,
        "kind": one.kind,
        "printed": printed(one.cell),
        "holds": one.holds,
        "text": recomputed(one),
        "would": figure(_interval(one.would)) if one.would.by else None,
    }


def _interval(bound: Bound) -> Figure:
    return figures.figure(bound.low, bound.high)


def _itemised(table: Table) -> list[Json]:
    return [{"source": table.source, **_row(row), "total": table.total.id} for row in table.itemised.rows.values()]


def _row(row: Any) -> Json:
    return {
        "category": row.category,
        "figure": figure(row.figure),
        "facts": list(row.facts),
        "straddling": list(row.straddling),
    }


def _accounted(account: Account) -> Json:
    aside = {reason: list(addresses) for reason, addresses in account.aside.items()}
    return {"read": account.read, "counted": list(account.counted), "set_aside": aside}
