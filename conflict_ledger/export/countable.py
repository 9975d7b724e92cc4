"""What a total needs beside the records, as tables: with them the one query in totals.sql gives what `ledger totals` does.

What depends on one claim alone is worked out here (whom its figure counts, under each victims word); what depends on
others (rivals, wholes, periods, sums) is left to the query, which any SQL engine can spread over many machines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_ledger import words
from conflict_ledger.dates import EVER
from conflict_ledger.export.columns import Column, Table, flag, number, table, text
from conflict_ledger.export.sums import periods
from conflict_ledger.totals import counted

if TYPE_CHECKING:
    from conflict_ledger.ledger import Ledger


def tables(ledger: Ledger) -> list[Table]:
    return [_periods(ledger), _counted(ledger), _wholes(ledger), _words()]


def _periods(ledger: Ledger) -> Table:
    columns = (
        text("period", "the period", lambda one: one.text),
        Column(
            "first_day",
            "date",
            "its first day; empty where the start is open",
            lambda one: None if one.first == EVER else one.first,
        ),
        Column("last_day", "date", "its last day", lambda one: one.last),
    )
    return table("periods", "The periods for which totals are given", columns, periods(ledger), ("period",))


def _counted(ledger: Ledger) -> Table:
    rows = [
        (claim.address, fact.address, victims, found.low, found.high)
        for _, fact in ledger.facts()
        for claim in fact.claims
        for victims in words.VICTIMS
        if (found := counted(claim, victims))
    ]
    columns = (
        text("claim", "the claim", lambda row: row[0], "claims"),
        text("fact", "its fact", lambda row: row[1], "facts"),
        text("victims", "a total over these …", lambda row: row[2]),
        number("low", "… takes at least so many of the claim's people", lambda row: row[3]),
        number("high", "… and at most so many; empty where no upper end is known", lambda row: row[4]),
    )
    return table(
        "counted", "What a total over each victims word takes of a claim's figure", columns, rows, ("claim", "victims")
    )


def _wholes(ledger: Ledger) -> Table:
    rows = [
        (fact.address, whole.address)
        for _, fact in ledger.facts()
        for whole in ledger.wholes(fact)
        if whole.measure and whole.measure == fact.measure
    ]
    columns = (
        text("fact", "a fact", lambda row: row[0], "facts"),
        text("whole", "a fact of the same measure that contains it, at any depth", lambda row: row[1], "facts"),
    )
    return table("wholes", "Which facts are contained in which", columns, rows, ("fact", "whole"))


def _words() -> Table:
    rows = [
        (one, other, words.contains(one, other), words.excludes(one, other))
        for one in words.VICTIMS
        for other in words.VICTIMS
    ]
    columns = (
        text("victims", "a victims word", lambda row: row[0]),
        text("word", "another one, or the same", lambda row: row[1]),
        flag("contains", "whether everyone called by the second is also called by the first", lambda row: row[2]),
        flag("excludes", "whether nobody can be both", lambda row: row[3]),
    )
    return table(
        "victims_words", "How the victims words contain and exclude one another", columns, rows, ("victims", "word")
    )
