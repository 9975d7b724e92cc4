"""An edition put together: the ledger, what git says of its files, its page on methods and its style, which stand beside its data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_ledger import history
from conflict_ledger.changes import chronicle
from conflict_ledger.site.edition import Edition, Entry

if TYPE_CHECKING:
    from conflict_ledger.history import Commit, Journal
    from conflict_ledger.ledger import Ledger

METHODOLOGY, STYLE = "METHODOLOGY.md", "site.css"


def edition(ledger: Ledger, commit: Commit | None, base_url: str = "", downloads: tuple[str, ...] = ()) -> Edition:
    """The edition of the ledger as it stands at the commit; None where it is not under git."""
    journal = _journal(ledger, commit)
    entries = [
        Entry(step.commit, step.when, step.subject, step.added, tuple(chronicle(step.edits, ledger.root)))
        for step in (journal.steps if journal else ())
        if ledger.as_of is None or step.when.date() <= ledger.as_of
    ]
    return Edition(
        ledger=ledger.whole(),
        commit=commit,
        day=journal.when.date() if journal else None,
        entries=tuple(entries),
        shallow=bool(journal and journal.shallow),
        methodology=history.beside(ledger.root, METHODOLOGY, ledger.commit),
        style=history.beside(ledger.root, STYLE, ledger.commit),
        downloads=downloads,
        base_url=base_url and base_url.rstrip("/") + "/",
    )


def _journal(ledger: Ledger, commit: Commit | None) -> Journal | None:
    try:
        return history.journal(ledger.root, commit.id) if commit else None
    except history.Unreadable:
        return None
