"""The JSON documents of the commands that compare states of the ledger."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from conflict_ledger.dates import When
from conflict_ledger.figures import Figure
from conflict_ledger.text import edits
from conflict_ledger.text.review import sides, summary
from conflict_ledger.wire import records
from conflict_ledger.wire.records import Json, figure, head, when

if TYPE_CHECKING:
    from conflict_ledger.changes import Change, Chapter, Moved, Review
    from conflict_ledger.history import Commit
    from conflict_ledger.ledger import Ledger


def diff(found: Review, commit: Commit | None) -> Json:
    """`base` is the commit compared with; the commit of `ledger` is the other side, modified where that is the work tree."""
    return {
        **head("diff", found.after, commit),
        "base": found.before.commit,
        "summary": summary(found),
        "changes": [change(one, sides(found, one)) for one in found.changes],
        "totals": [_moved(one) for one in found.effects.totals],
        "contradictions": {
            "opened": [records.contradiction(one, found.after) for one in found.effects.opened],
            "closed": [records.contradiction(one, found.before) for one in found.effects.closed],
        },
        "layout": list(found.layout),
        "unread": [{"side": side, **records.finding(one)} for side, one in found.unread],
    }


def change(one: Change, ledger: Ledger) -> Json:
    """`before` and `after` hold the keys that differ; of a record that was added or removed, all that it gives."""
    return {
        "kind": one.kind,
        "what": one.what,
        "address": one.address,
        "before": _given(one.before, one.keys),
        "after": _given(one.after, one.keys),
        "keys": list(one.keys),
        "flags": list(one.flags),
        "subject": edits.subject(one, ledger),
        "at": records.where(one.record.at, ledger),
    }


def _given(record: Any, keys: tuple[str, ...]) -> Json | None:
    return None if record is None else {key: plain(getattr(record, key)) for key in keys}


def plain(value: Any) -> Any:
    """Any value of a record: figures and dates as everywhere, lists, mappings and texts as they are."""
    if isinstance(value, Figure):
        return figure(value)
    if isinstance(value, When):
        return when(value)
    if isinstance(value, tuple):
        return [plain(child) for child in value]
    if isinstance(value, dict):
        return {key: plain(child) for key, child in value.items()}
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value) if field.name != "at"}
    return value


def _moved(one: Moved) -> Json:
    return {
        "period": when(one.question.period),
        "measure": one.question.measure,
        "victims": one.question.victims,
        "how": one.how,
        "source": one.source,
        "total": one.total,
        "category": one.category,
        "before": figure(one.before),
        "after": figure(one.after),
    }


def history(path: str, chapters: list[Chapter], ledger: Ledger, commit: Commit | None) -> Json:
    """Latest first; `commit` is null of an edit that is not committed yet."""
    return {**head("history", ledger, commit), "path": path, "edits": [_edit(one, ledger) for one in chapters]}


def _edit(chapter: Chapter, ledger: Ledger) -> Json:
    edit = chapter.edit
    return {
        "commit": edit.commit or None,
        "author": edit.author or None,
        "when": edit.when.isoformat() if edit.commit else None,
        "subject": edit.subject or None,
        "path": edit.path,
        "was": edit.was,
        "deleted": edit.after is None,
        "changes": [change(one, ledger) for one in chapter.changes],
        "unread": [records.finding(one) for one in chapter.unread],
    }
