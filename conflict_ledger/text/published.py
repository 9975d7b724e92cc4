"""What speaks for or against published figures, in words: sums that close or do not, trends, changes and shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_ledger import dates, figures
from conflict_ledger.text.phrases import figure, in_text, listed
from conflict_ledger.totals.closing import Clash
from conflict_ledger.totals.equations import AFFECTED, OTHERS, REST, TOTAL, Spot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conflict_ledger.dates import When
    from conflict_ledger.disputes import Contradiction
    from conflict_ledger.figures import Figure
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Cell
    from conflict_ledger.totals.closing import Bound
    from conflict_ledger.totals.published import Verdict


def totals(found: Contradiction, ledger: Ledger) -> str:
    """A contradiction of kind totals: with incidents, within the source's own tables, or between sources."""
    if found.added is not None:
        return _exceeded(found, ledger)
    if found.because is not None:
        source = in_text(found.claims[0].source, ledger)
        return f"{source} published {_unclosed(found.because, found.claims, ledger)}."
    said = [f"{in_text(cell.source, ledger)} published {_cell(cell, ledger)}" for cell in found.claims]
    return f"{'; '.join(said)}; these cannot be figures for the same people."


def _exceeded(found: Contradiction, ledger: Ledger) -> str:
    cell: Cell = found.claims[0]
    added = figure(found.added) if found.added else ""
    by = f" by {cell.category}" if cell.category else ""
    return (
        f"{in_text(cell.source, ledger)} published {figure(cell.count) if cell.count else ''} {cell.measure}{by} for the"
        f" period, and its own claims on incidents in this ledger add up to {added}."
    )


def _unclosed(found: Clash, cells: Iterable[Cell], ledger: Ledger) -> str:
    """Which figures cannot stand together: "425 abducted for 2021-H1; 181 for 2021-Q1 and 220 for 2021-Q2 make 401"."""
    known = {cell.address: cell for cell in cells}
    stated = [known[name] for name in sorted(found.stands.by)]
    against = [known[name] for name in sorted(found.leaves.by) if name not in found.stands.by]
    said = _cells(stated, ledger)
    if len(stated) != 1:
        said += f", which {_verb(found.stands)} {bound(found.stands)}{spot(found.name)}"
    if not against:
        return f"{said}, and that cannot be where the table is complete"
    same = stated[0] if len(stated) == 1 else None
    return f"{said}; {_cells(against, ledger, same)} {_verb(found.leaves)} {bound(found.leaves)}"


def clash(found: Clash, ledger: Ledger) -> str:
    """The same for a table: its cells are found by their addresses."""
    names = found.stands.by | found.leaves.by
    cells = [cell for total in ledger.totals.values() for cell in total.claims if cell.address in names]
    return _unclosed(found, cells, ledger)


def _verb(one: Bound) -> str:
    return "make" if one.exact else "allow"


def spot(one: object) -> str:
    """Measure, category and period of a place in a table: " abducted by army for 2022-Q2"; empty for what is between tables."""
    if not isinstance(one, Spot):
        return ""
    category = {TOTAL: "", OTHERS: f" {OTHERS}"}.get(one.category, f" by {one.category}")
    return f" {one.measure}{category} for {dates.short(one.table.period)}"


def bound(one: Bound) -> str:
    """The bound in words, never less than it says: "at least 141", "158 to 295", "nobody"."""
    if one.high is not None and one.high < one.low:
        return "fewer than none"
    return figures.figure(one.low, one.high).text


def _cells(cells: Iterable[Cell], ledger: Ledger, like: Cell | None = None) -> str:
    return listed([_cell(cell, ledger, like) for cell in cells])


def _cell(cell: Cell, ledger: Ledger, like: Cell | None = None) -> str:
    """ "181 abducted for 2021-Q1"; without what happened to them, or when, where that is as in the cell `like`."""
    said = printed(cell)
    if not like or (cell.measure, cell.category) != (like.measure, like.category):
        said = f"{said} {cell.measure}{f' by {cell.category}' if cell.category else ''}"
    if not like or _period(cell, ledger) != _period(like, ledger):
        said = f"{said} for {dates.short(_period(cell, ledger))}"
    return f"{said} since {dates.short(cell.since)}" if cell.since else said


def printed(cell: Cell) -> str:
    """What stands in the cell: a figure, or a trend, change or share as it was printed."""
    return figure(cell.count) if cell.count else cell.change or cell.share or cell.trend or ""


def _period(cell: Cell, ledger: Ledger) -> When:
    return ledger.totals[cell.address.partition("/")[0]].period


def title(found: Contradiction) -> str:
    """Which cell a contradiction of published tables is about: `mali-2022/killed`."""
    because = found.because
    if isinstance(because, Clash) and isinstance(because.name, Spot):
        name = because.name
        return f"{name.table.id}/{name.measure}{'.' if name.category else ''}{name.category}"
    cell: Cell = because.cell if hasattr(because, "cell") else found.claims[0]
    return cell.address.rpartition("/")[0]


def unborne(found: Contradiction, ledger: Ledger) -> str:
    """A trend, change or share that the figures on record do not bear out."""
    verdict: Verdict = found.because
    cell = verdict.cell
    document = ledger.documents.get(cell.document or "")
    relay = f", as {in_text(document.publisher, ledger)} has it," if document and ledger.relay(cell) else ""
    source = in_text(cell.source, ledger)
    return f"{source}{relay} published {_cell(cell, ledger)}; {recomputed(verdict)}."


def recomputed(verdict: Verdict) -> str:
    """What the figures on record make of it: "from 584 to 1277 is +119 %; a base of 824 to 832 would give +54%"."""
    cell = verdict.cell
    if not (verdict.part.by and verdict.whole.by):
        return "no figure on record to measure it by"
    said = [_measured(verdict)]
    if verdict.would.by and verdict.holds is False:
        what = "a base" if cell.change else "a total"
        said.append(f"{what} of {bound(verdict.would)} would give {cell.change or cell.share}")
    if verdict.of_new:
        said.append("it is the increase as a share of the new figure")
    fits = [measure for measure, holds in verdict.elsewhere.items() if holds]
    if fits and verdict.holds is False:
        said.append(f"it fits the {listed(fits)}")
    if verdict.holds and verdict.kind == "share" and verdict.elsewhere.get("killed") is False:
        said.append("it does not fit the killed")
    return "; ".join(said)


def _measured(verdict: Verdict) -> str:
    part, whole = bound(verdict.part), bound(verdict.whole)
    if verdict.leaves and verdict.kind != "trend":
        part, whole = map(bound, verdict.leaves)
        joined = f"{part} of {whole}" if verdict.kind == "share" else f"from {whole} to {part}"
        return f"the figures on record leave it open, and with it {joined}"
    if verdict.kind == "share":
        return f"{part} of {whole} is {percent(verdict.part, verdict.whole)}"
    if verdict.kind == "trend":
        shares = [percent(one, total) for one, total in verdict.shares if one.by and total.by]
        also = f", and its share from {shares[0]} to {shares[1]}" if len(shares) == 2 else ""
        return f"the figures on record go from {whole} to {part}{also}"
    return f"from {whole} to {part} is {change(verdict.whole, verdict.part)}"


def percent(part: Bound, whole: Bound) -> str:
    """The share in whole per cent, as far as the figures leave it open: "30 %", "at least 30 %", "30 to 41 %"."""
    return share(figures.percent(figures.figure(part.low, part.high), figures.figure(whole.low, whole.high)))


def share(bounds: tuple[int, int | None] | None) -> str:
    """`30 %`; `at least 30 %` where the figure is open; `30 to 41 %`."""
    if bounds is None:
        return ""
    low, high = bounds
    if high is None:
        return f"at least {low} %"
    return f"{low} %" if low == high else f"{low} to {high} %"


def change(before: Bound | Figure, now: Bound | Figure) -> str:
    """The change in whole per cent, as far as the figures leave it open: "+119 %", "-42 %", "-10 to +5 %"."""
    bounds = change_bounds(before, now)
    if bounds is None:
        return "more than can be said" if before.high != 0 else "from none"
    low, high = bounds
    if high is None:
        return f"at least {low:+d} %"
    return _signed(low) + " %" if low == high else f"{_signed(low)} to {_signed(high)} %"


def change_bounds(before: Bound | Figure, now: Bound | Figure) -> tuple[int, int | None] | None:
    """The same as numbers, from lowest to highest; None where the earlier figure may be zero."""
    if not before.low:
        return None
    low = -100 if before.high is None else _change(before.high, now.low)
    return low, None if now.high is None else _change(before.low, now.high)


def _change(before: int, now: int) -> int:
    """In whole per cent, halves away from zero."""
    difference = abs(now - before)
    size = (200 * difference + before) // (2 * before)
    return size if now >= before else -size


def _signed(number: int) -> str:
    return f"+{number}" if number > 0 else f"−{-number}" if number else "0"


def sums(parts: list[tuple[Spot, Bound]], whole: Spot, total: Bound, rest: Bound | None) -> str:
    """ "killed 317 + injured 77 + abducted 73 = affected 467"; where something is left: "= 405 of affected 421"."""
    added = " + ".join(f"{_label(one, whole)} {bound(value)}" for one, value in parts)
    name = whole.measure if whole.category == TOTAL else f"{whole.measure} by {whole.category}"
    if rest is None:
        return f"{added} = {name} {bound(total)}"
    made = sum(value.low for _, value in parts)
    return f"{added} = {made} of {name} {bound(total)}, {bound(rest)} {_rest(parts, whole)}"


def _label(part: Spot, whole: Spot) -> str:
    if part.table[:2] != whole.table[:2]:
        return dates.short(part.table.period)
    return part.measure if part.measure != whole.measure else part.category


def _rest(parts: list[tuple[Spot, Bound]], whole: Spot) -> str:
    return f"of {REST}" if whole.measure == AFFECTED and parts[0][0].measure != AFFECTED else OTHERS
