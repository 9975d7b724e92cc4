"""One change of a record in plain words: whose it is, and what each key says before and after."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from conflict_ledger import dates
from conflict_ledger.changes import ADDED, REMOVED, RENAMED, RESTORED, WITHDRAWN
from conflict_ledger.changes.listing import address
from conflict_ledger.dates import When
from conflict_ledger.figures import Figure
from conflict_ledger.model import Cell, Claim
from conflict_ledger.text.phrases import counted, figure, listed, many, name, perpetrators, what

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conflict_ledger.changes import Change
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Fact, Statement

NOTHING = "–"


def subject(change: Change, ledger: Ledger) -> str:
    """Whose the change is: "MINUSMA, killed [operation-deaths]" of a claim; else what kind of record it is, and its name."""
    record = change.record
    if isinstance(record, Claim):
        _, fact, own = record.address.split("/", 2)
        told = own.removeprefix(record.source)
        return f"{name(record.source, ledger)}, {_asked(record, ledger)} [{fact}{told and f'/{own}'}]"
    if isinstance(record, Cell):
        cell = " ".join(part for part in (record.measure, record.category, record.victims) if part)
        return f"{name(record.source, ledger)}, {cell} [{record.address}]"
    called = getattr(record, "title", None) or getattr(record, "name", None) or getattr(record, "question", None)
    return f"{change.what} {f'{called} ' if called else ''}[{address(record)}]"


def _asked(claim: Claim, ledger: Ledger) -> str:
    fact = _fact(claim, ledger)
    return (fact.measure or fact.question or "") if fact else ("count" if claim.count else "answer")


def _fact(claim: Claim, ledger: Ledger) -> Fact | None:
    return ledger.fact(claim.address.rpartition("/")[0])


def details(change: Change, ledger: Ledger) -> list[str]:
    """What it says, or key by key what it said and says now. A figure stands alone, any other key behind its name."""
    record = change.record
    if change.kind in (ADDED, REMOVED):
        return [_statement(record, ledger)] if isinstance(record, Claim | Cell) else _about(record)
    if change.kind == RENAMED:
        return [f"id: {address(change.before)} → {address(change.after)}"]
    if change.kind == WITHDRAWN:
        told = [_statement(record, ledger)] if isinstance(record, Claim | Cell) else []
        return [said(record.withdrawn), *told]
    if change.kind == RESTORED:
        return [f"was {said(getattr(change.before, 'withdrawn', None))}"]
    return [_differing(key, change.before, change.after) for key in change.keys]


def _statement(record: Statement, ledger: Ledger) -> str:
    """What a claim or cell says, with its words and where they are on record."""
    parts = [_said_by(record, ledger)]
    if record.quote:
        parts.append(f"“{record.quote.strip()}”")
    if record.document:
        parts.append(f"[{record.document}]")
    if day := ledger.stated(record):
        parts.append(f"said {dates.spoken(day)}")
    return " ".join(parts)


def _said_by(record: Any, ledger: Ledger) -> str:
    if isinstance(record, Cell):
        shown = next(getattr(record, key) for key in ("count", "trend", "change", "share") if getattr(record, key))
        return said(shown)
    fact = _fact(record, ledger)
    if fact is None:
        return counted(record.count, record.who, "") if record.count else str(record.answer or record.denies or "")
    by = perpetrators(record, ledger)
    return what(record, fact, ledger) + (f", by {by}" if by else "")


def _about(record: Any) -> list[str]:
    claims = getattr(record, "claims", None)
    if facts := getattr(record, "facts", None):
        return [f"{said(record.date)}, {many(len(facts), 'fact')}"]
    return [] if claims is None else [many(len(claims), "claim")]


def _differing(key: str, before: Any, after: Any) -> str:
    old, new = said(getattr(before, key)), said(getattr(after, key))
    words = f"{old} → {new}"
    return words if key == "count" else f"{key}: {words}"


def said(value: Any) -> str:
    """Any value of a record, in full."""
    if value in (None, (), {}):
        return NOTHING
    if isinstance(value, Figure):
        return figure(value)
    if isinstance(value, When):
        return value.text
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return listed([f"{key}: {said(child)}" for key, child in value.items()])
    if isinstance(value, tuple):
        return _several(value)
    if is_dataclass(value):
        return _record(value)
    return f"“{' '.join(str(value).split())}”" if " " in str(value).strip() else str(value)


def _several(values: Iterable[Any]) -> str:
    return "; ".join(said(value) for value in values)


def _record(record: Any) -> str:
    given = (
        (field.name, getattr(record, field.name)) for field in fields(record) if field.name not in ("at", "address")
    )
    return ", ".join(f"{key} {said(value)}" for key, value in given if value not in (None, (), {}))
