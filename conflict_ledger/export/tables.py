"""Everything an export holds: tidy tables keyed by ids, a dictionary of their columns, and what the whole is.

The same ledger at the same commit gives the same tables; nothing in them depends on the day or the machine.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from conflict_ledger import __version__
from conflict_ledger.export import countable, disputed, records, statements, sums
from conflict_ledger.export.columns import Table, figure, table, text
from conflict_ledger.export.selection import Selection, selected
from conflict_ledger.totals.rules import RANGE

if TYPE_CHECKING:
    from conflict_ledger.history import Commit
    from conflict_ledger.ledger import Ledger

READ_ME = (
    "Rival claims under one fact are answers about the same people and must never be added; table totals has the sums.",
    "An empty figure is silence, not zero. An empty upper end means that none is known: at least so many.",
)


@dataclass(frozen=True, slots=True)
class Export:
    """The tables by name, and `about`: what every file says of itself. `ledger` is what was exported."""

    ledger: Ledger
    rule: str
    about: dict[str, str]
    tables: dict[str, Table]

    def everything(self) -> list[Table]:
        """The tables, after what they are and what their columns mean."""
        return [_about(self.about), dictionary(list(self.tables.values())), *self.tables.values()]


def export(ledger: Ledger, commit: Commit | None, *, rule: str = RANGE, selection: Selection | None = None) -> Export:
    """The ledger, or the incidents selected of it, with its totals under the rule."""
    wanted = selection or Selection()
    kept = selected(ledger, wanted)
    found = [
        *_deaths(kept, rule),
        *(make(kept) for make in (records.places, records.facts, records.answers, statements.claims)),
        *(make(kept) for make in (statements.groups, statements.actors, statements.documents, records.related)),
        *disputed.tables(kept),
        *(make(kept) for make in (records.published, statements.cells)),
        *sums.tables(kept, ledger, rule),
        *(make(kept) for make in (records.actors, records.documents, records.disputes)),
        *countable.tables(kept),
    ]
    return Export(kept, rule, about(kept, commit, rule, wanted), {one.name: one for one in found})


def about(ledger: Ledger, commit: Commit | None, rule: str, selection: Selection) -> dict[str, str]:
    """What an export says of itself: the ledger, its licence, its commit, the day it is seen from, the rule, the selection."""
    changed = " with uncommitted edits" if commit and commit.modified else ""
    return {
        "title": ledger.settings.title,
        "licence": ledger.settings.licence or "none stated",
        "commit": commit.id + changed if commit else "not under git",
        "as_of": ledger.as_of.isoformat() if ledger.as_of else "everything on record",
        "rule": rule,
        "selection": selection.said() or "the whole ledger",
        "made_by": f"conflict-ledger {__version__}",
        "read_first": " ".join(READ_ME),
    }


def _deaths(ledger: Ledger, rule: str) -> list[Table]:
    """The incidents, each with what it gives to the totals of people and of civilians killed."""
    plain = records.incidents(ledger)
    people, civilians = (sums.contributions(ledger, rule, victims) for victims in ("people", "civilians"))
    added = (
        *figure(lambda one: people.get(one.id), "killed_", f"people killed, under the rule {rule}"),
        *figure(lambda one: civilians.get(one.id), "civilians_killed_", f"civilians killed, under the rule {rule}"),
    )
    more = table("", "", added, ledger.incidents.values()).rows
    rows = [(*row, *extra) for row, extra in zip(plain.rows, more, strict=True)]
    return [replace(plain, columns=(*plain.columns, *added), rows=rows)]


def _about(known: dict[str, str]) -> Table:
    columns = (
        text("name", "what is said of this export", lambda one: one[0]),
        text("value", "and what it is", lambda one: one[1]),
    )
    return table("about", "What this is, from when, under which rule and licence", columns, known.items(), ("name",))


def dictionary(tables: list[Table]) -> Table:
    """What every column of every table means."""
    columns = (
        text("table_name", "the table", lambda one: one[0].name),
        text("column_name", "the column", lambda one: one[1].name),
        text("kind", "text, integer, number, boolean or date", lambda one: one[1].kind),
        text("meaning", "what it says", lambda one: one[1].meaning),
        text("refers_to", "the table in which its value is the key", lambda one: one[1].refers or None),
        text("table_holds", "what a row of the table is", lambda one: one[0].title),
    )
    found = [(one, column) for one in tables for column in one.columns]
    return table("dictionary", "What every column means", columns, found, ("table_name", "column_name"))
