"""An edit by its meaning: one sentence, the totals it moves, the contradictions it opens and closes, then every record."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from conflict_ledger import dates
from conflict_ledger.changes import ADDED, KINDS, REMOVED, REWORDED, WITHDRAWN
from conflict_ledger.disputes import CONTRADICTION
from conflict_ledger.text.edits import NOTHING, details, subject
from conflict_ledger.text.layout import BAD, DIM, HEAD, MARK, PLAIN, TITLE, Line, Width, columns, fits, span, wrap
from conflict_ledger.text.phrases import figure, listed, many, name, noun
from conflict_ledger.text.sentences import sentence

if TYPE_CHECKING:
    from conflict_ledger.changes import Change, Review
    from conflict_ledger.disputes import Contradiction
    from conflict_ledger.figures import Figure
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.text.layout import Span

_STYLES = {ADDED: HEAD, REMOVED: BAD, WITHDRAWN: MARK, REWORDED: DIM}
_ORDER = ("claim", "cell", "fact", "incident", "total", "actor", "document", "ledger")


def review(found: Review, between: str, width: Width) -> list[Line]:
    """The whole review; `between` says what is compared with what."""
    lines = [*wrap([span(summary(found), TITLE)], width), *wrap([span(between, DIM)], width)]
    for title, body in (
        ("Not compared", _unread(found, width)),
        ("Totals", _totals(found, width)),
        ("Contradictions", _disputes(found, width)),
    ):
        if body:
            lines += [[], [span(title, HEAD)], *body]
    for heading, group in grouped(found):
        lines += [[], *wrap([span(heading, HEAD)], width)]
        for one in group:
            lines += change(one, sides(found, one), width)
    if found.layout:
        lines += [[], *wrap([span("Layout only: ", HEAD), span(", ".join(found.layout))], width, 0, 2)]
    return lines


# --- in one sentence -------------------------------------------------------------------------------------------------


def summary(found: Review) -> str:
    """`1 claim revised, 1 claim withdrawn: 3 totals move, 1 contradiction opened, none closed.`"""
    counts = [
        f"{many(number, what)} {kind}"
        for what in _ORDER
        for kind in KINDS
        if (number := sum(1 for one in found.changes if (one.what, one.kind) == (what, kind)))
    ]
    shut = len({one.path for _, one in found.unread})
    unread = f"{many(shut, 'file')} cannot be read: what changes there is not known." if shut else ""
    if counts:
        said = f"{listed(counts)}: {_moved(found)}."
    elif found.layout:
        said = f"Layout only: nothing that the ledger says changes ({many(len(found.layout), 'file')})."
    else:
        said = "" if unread else "No change."
    return " ".join(part for part in (said, unread) if part)


def _moved(found: Review) -> str:
    if not found.bears:
        return "no total moves, no contradiction opens or closes"
    opened, closed = (
        sum(1 for one in group if one.severity == CONTRADICTION)
        for group in (found.effects.opened, found.effects.closed)
    )
    moved = len(found.effects.totals)
    totals = f"{moved or 'no'} total{'s move' if moved > 1 else ' moves'}"
    return f"{totals}, {opened or 'no'} contradiction{'s' if opened > 1 else ''} opened, {closed or 'none'} closed"


# --- totals and contradictions ---------------------------------------------------------------------------------------


def _unread(found: Review, width: Width) -> list[Line]:
    said = "what these files say is left out on both sides, so totals and contradictions here may miss it"
    lines = [
        line
        for side, one in found.unread
        for line in wrap([span(f"{one.path}:{one.line}:{one.column} ({side}): {one.message}", BAD)], width, 2, 4)
    ]
    return [*lines, *wrap([span(said, DIM)], width, 2)] if lines else []


class Group(NamedTuple):
    """The cells of one published table, or of this ledger's own sum, that move."""

    heading: str
    rows: list[tuple[str, str, str, str]]  # what kind of figure, category, before, after


def totals(found: Review) -> list[Group]:
    """The cells that move, period by period, published tables before this ledger's own sums."""
    groups: dict[str, Group] = {}
    for one in found.effects.totals:
        asked = one.question
        heading = (
            f"{noun(asked.victims).capitalize()} {asked.measure.replace('-', ' ')}, {dates.spoken(asked.period)} · "
        )
        heading += f"{name(one.source, found.after)} [{one.total}]" if one.source else "this ledger's incidents"
        how = one.how if one.source else f"rule {one.how}"
        row = (how, one.category or "total", _said(one.before), _said(one.after))
        groups.setdefault(heading, Group(heading, [])).rows.append(row)
    return list(groups.values())


def _said(count: Figure | None) -> str:
    return figure(count) if count else NOTHING


def _totals(found: Review, width: Width) -> list[Line]:
    lines: list[Line] = []
    for heading, rows in totals(found):
        lines += wrap([span(heading)], width, 2, 4)
        cells: list[list[Span]] = [
            [span(how, DIM), span(category), span(before), span("→", DIM), span(after, HEAD)]
            for how, category, before, after in rows
        ]
        if fits(cells, width, 4):
            lines += [line for row in columns(cells, "llrll", width, 4) for line in row]
        else:
            lines += [line for row in cells for line in wrap(_spaced(row), width, 4, 6)]
    return lines


def _spaced(row: list[Span]) -> list[Span]:
    return [piece for cell in row for piece in (cell, (" ", PLAIN))]


def disputes(found: Review) -> list[tuple[str, Contradiction, str]]:
    """What becomes of each contradiction that opens or closes, and its sentence."""
    both = {
        key: {(one.incident, one.fact, one.kind) for one in group}
        for key, group in (("opened", found.effects.opened), ("closed", found.effects.closed))
    }
    listed_ = []
    for word, group, other, ledger in (
        ("opened", found.effects.opened, both["closed"], found.after),
        ("closed", found.effects.closed, both["opened"], found.before),
    ):
        for one in group:
            other_too = (one.incident, one.fact, one.kind) in other
            listed_.append((f"{word}, in part" if other_too else word, one, sentence(one, ledger)))
    return sorted(listed_, key=lambda item: item[1].severity != CONTRADICTION)


def where(one: Contradiction) -> str:
    return f"{one.incident}/{one.fact}" if one.incident else one.claims[0].address


def _disputes(found: Review, width: Width) -> list[Line]:
    lines: list[Line] = []
    for word, one, said in disputes(found):
        mark = BAD if one.severity == CONTRADICTION and word.startswith("opened") else DIM
        lines += wrap([span(f"{word} ", mark), span(f"{where(one)} · {one.kind}", HEAD)], width, 2)
        lines += wrap([span(said)], width, 4)
    return lines


# --- records ---------------------------------------------------------------------------------------------------------


def grouped(found: Review) -> list[tuple[str, list[Change]]]:
    """The changes below a heading for each incident and total, then actors, documents and the ledger itself."""
    groups: dict[str, list[Change]] = {}
    for change in sorted(found.changes, key=lambda one: _ORDER.index(one.what) > _ORDER.index("total")):
        groups.setdefault(_heading(change, sides(found, change)), []).append(change)
    return list(groups.items())


def _heading(change: Change, ledger: Ledger) -> str:
    if change.what in ("actor", "document"):
        return f"{change.what.capitalize()}s"
    if change.what == "ledger":
        return "The ledger"
    first = change.address.partition("/")[0]
    record = ledger.incidents.get(first) if change.what in ("claim", "fact", "incident") else ledger.totals.get(first)
    return f"{record.title} [{first}]" if record else first


def sides(found: Review, change: Change) -> Ledger:
    """The ledger in which the record stands."""
    return found.before if change.after is None else found.after


def change(one: Change, ledger: Ledger, width: Width) -> list[Line]:
    """What became of one record, each flag on a line of its own."""
    head = [span(one.kind, _STYLES.get(one.kind, PLAIN)), span(f" {subject(one, ledger)}")]
    told = details(one, ledger)
    lines = wrap([*head, span(f": {told[0]}" if told else "")], width, 2, 4)
    for line in told[1:]:
        lines += wrap([span(line)], width, 6, 8)
    for flag in one.flags:
        lines += wrap([span(f"! {flag}", MARK)], width, 6, 8)
    return lines
