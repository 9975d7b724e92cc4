"""Every claim behind one row of a total, and every claim set aside with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflict_ledger.totals.account import REASONS
from conflict_ledger.totals.tally import key_of

if TYPE_CHECKING:
    from conflict_ledger.figures import Figure
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Cell, Claim
    from conflict_ledger.totals.tables import Totals
    from conflict_ledger.totals.tally import Tally

TOTAL_ROW = "total"


@dataclass(frozen=True, slots=True)
class Explanation:
    """`source` is whose table it is, None for the sum under a rule. `cells` are what was published, each with what is derived
    from it where the figure itself is not printed; `aside` are claims by reason, in the order of the reasons."""

    source: str | None
    total: str | None
    reported: Figure | None
    derived: bool
    cells: tuple[Cell, ...]
    itemised: Figure | None
    counted: tuple[Claim, ...]
    aside: dict[str, tuple[Claim, ...]]


def explained(found: Totals, row: str, ledger: Ledger, by: str, *, by_rule: bool) -> list[Explanation]:
    """Of the row called so (`total` for the one over all), table by table, or of the sum under the rule."""
    wanted = None if row == TOTAL_ROW else row
    if by_rule or not found.tables:
        return [_of(None, None, found.ruled, wanted, None, False, (), ledger, by)]
    result = []
    for table in found.tables:
        given = [one.cell for one in table.reported if one.cell.category == wanted]
        worked = [one for one in (table.said.derived if table.said else ()) if one.category == wanted]
        reported = given[0].count if given else worked[0].figure if worked else None
        cells = tuple(given) or (worked[0].behind if worked else ())
        result.append(_of(table.source, table.total.id, table.itemised, wanted, reported, not given, cells, ledger, by))
    return result


def rows(found: list[Totals]) -> list[str]:
    """The rows that can be asked for."""
    names: dict[str, None] = {TOTAL_ROW: None}
    for one in found:
        for table in one.tables:
            names |= {cell.cell.category: None for cell in table.reported if cell.cell.category}
            names |= {each.category: None for each in (table.said.derived if table.said else ()) if each.category}
            names |= {name: None for name in table.itemised.rows if name}
        names |= {name: None for name in one.ruled.rows if name}
    return list(names)


def _of(
    source: str | None,
    total: str | None,
    tally: Tally,
    row: str | None,
    reported: Figure | None,
    derived: bool,
    cells: tuple[Cell, ...],
    ledger: Ledger,
    by: str,
) -> Explanation:
    claims = {claim.address: claim for _, fact in ledger.facts() for claim in fact.claims}
    counted = [claims[name] for name in tally.account.counted]
    here = tuple(claim for claim in counted if row is None or key_of(claim, by, ledger) == row)
    others = tuple(claim for claim in counted if claim not in here)
    aside = {reason: tuple(claims[name] for name in names) for reason, names in tally.account.aside.items()}
    if others:
        aside["other category"] = (*aside.get("other category", ()), *others)
    ordered = {reason: aside[reason] for reason in REASONS if reason in aside}
    found = tally.rows.get(row)
    return Explanation(
        source, total, reported, derived and bool(cells), cells, found.figure if found else None, here, ordered
    )
