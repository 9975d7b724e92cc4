"""Lines of styled text: wrapping and columns at a width, or at none (a pipe). Nothing is ever cut off.

Our own instead of a library's tables because the answers here are no tables: quotes hang below figures, and below 80
columns rows become cards. Rich measures characters and paints; its markup, emoji and ellipses never see user text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells

from conflict_ledger.expressions import Expression

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Span = tuple[str, str]  # text and style; the styles are the keys of STYLES
Line = list[Span]
Width = int | None

PLAIN, TITLE, DIM, BAD, HEAD, MARK = "", "title", "dim", "bad", "head", "mark"
STYLES = {PLAIN: "", TITLE: "bold", HEAD: "bold", DIM: "dim", BAD: "red", MARK: "magenta"}
CARDS = 80  # below this width rows become cards

_UNSAFE = Expression(  # none of them is printable
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff\U000e0000-\U000e007f]"
)


def safe(text: str) -> str:
    """The text on one line as it may reach a terminal, a log or XML: what acts on them, or cannot be written, is shown by its number."""
    if text.isprintable():
        return text
    return _UNSAFE.sub(lambda match: f"<U+{ord(match[0]):04X}>", text.replace("\n", " ").replace("\t", " "))


def span(text: str, style: str = PLAIN) -> Span:
    return safe(text), style


def width_of(line: Iterable[Span]) -> int:
    return sum(cell_len(text) for text, _ in line)


def wrap(spans: Iterable[Span], width: Width, indent: int = 0, hang: int | None = None) -> list[Line]:
    """The spans as lines of at most `width` cells, the first indented by `indent`, the others by `hang`."""
    rest = indent if hang is None else hang
    room = None if width is None else max(width - max(indent, rest), 4)
    lines: list[Line] = [[]]
    used = 0
    for word, style in _words(spans, room):
        size = cell_len(word)
        if room is not None and used + size > room and used and not word.isspace():
            _strip(lines[-1])
            lines.append([])
            used = 0
        if used or not word.isspace():
            lines[-1].append((word, style))
            used += size
    _strip(lines[-1])
    margins = [" " * (rest if number else indent) for number in range(len(lines))]
    return [
        [(margin, PLAIN), *_joined(line)] if margin else _joined(line)
        for margin, line in zip(margins, lines, strict=True)
    ]


def _words(spans: Iterable[Span], room: Width) -> Iterable[Span]:
    """Words and the blanks between them; a word wider than the room is folded."""
    for text, style in spans:
        for word in re.findall(r"\s+|\S+", text):
            if room is not None and cell_len(word) > room:
                yield from ((piece, style) for piece in chop_cells(word, room))
            else:
                yield word, style


def _strip(line: Line) -> None:
    while line and not line[-1][0].strip():
        line.pop()


def _joined(line: Line) -> Line:
    """The line with neighbours of one style put together."""
    joined: Line = []
    for text, style in line:
        if joined and joined[-1][1] == style:
            joined[-1] = (joined[-1][0] + text, style)
        else:
            joined.append((text, style))
    return joined


def apart(left: Sequence[Span], right: Sequence[Span], width: Width) -> list[Line]:
    """Left and right on one line where they fit, else below each other; in a pipe two blanks are between them."""
    if not right:
        return wrap(left, width)
    gap = 2 if width is None else width - width_of(left) - width_of(right)
    if gap >= 2:
        return [[*left, (" " * gap, PLAIN), *right]]
    return [*wrap(left, width), *wrap(right, width, 2)]


def columns(
    rows: Sequence[Sequence[Span]], aligned: str, width: Width, indent: int = 0, cap: int = 30
) -> list[list[Line]]:
    """Each row as lines, its cells in columns two blanks apart; `aligned` has l or r for each.

    Cells wrap where they must: the last column takes what is left of the width, the others at most `cap` cells of it.
    """
    sizes = [max(cell_len(row[number][0]) for row in rows) for number in range(len(aligned))]
    if width is not None:
        sizes = [*(min(size, cap) for size in sizes[:-1]), sizes[-1]]
        sizes[-1] = max(min(sizes[-1], width - indent - sum(sizes[:-1]) - 2 * (len(sizes) - 1)), 8)
    return [_row(row, sizes, aligned, indent) for row in rows]


def _row(row: Sequence[Span], sizes: Sequence[int], aligned: str, indent: int) -> list[Line]:
    cells = [wrap([cell], size) for cell, size in zip(row, sizes, strict=True)]
    lines: list[Line] = []
    for number in range(max(map(len, cells))):
        line: Line = [(" " * indent, PLAIN)]
        for cell, size, side in zip(cells, sizes, aligned, strict=True):
            piece = cell[number] if number < len(cell) else []
            blank = (" " * (size - width_of(piece)), PLAIN)
            line += [blank, *piece] if side == "r" else [*piece, blank]
            line.append(("  ", PLAIN))
        _strip(line)
        lines.append(line)
    return lines


def fits(rows: Sequence[Sequence[Span]], width: Width, indent: int = 0, cap: int = 30, least: int = 20) -> bool:
    """Whether the rows fit as columns: from 80 columns on, and the last one wrapped to no less than `least` cells."""
    if width is None:
        return True
    sizes = [max(cell_len(row[number][0]) for row in rows) for number in range(len(rows[0]))]
    taken = indent + sum(min(size, cap) for size in sizes[:-1]) + 2 * (len(sizes) - 1)
    return width >= CARDS and taken + min(sizes[-1], least) <= width


def plain(lines: Iterable[Line]) -> str:
    """The lines without their styles."""
    return "".join("".join(text for text, _ in line).rstrip() + "\n" for line in lines)
