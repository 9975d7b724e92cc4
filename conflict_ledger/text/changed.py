"""What an edit changes in the files, as a diff, and in meaning: which contradictions it opens."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from conflict_ledger.contradictions import contradictions
from conflict_ledger.disputes import CONTRADICTION
from conflict_ledger.text.layout import BAD, DIM, HEAD, MARK, PLAIN, Line, safe
from conflict_ledger.text.sentences import sentence

if TYPE_CHECKING:
    from conflict_ledger.disputes import Contradiction
    from conflict_ledger.ledger import Ledger

_STYLES = {"+": MARK, "-": BAD, "@": DIM}


def diff(path: str, before: bytes | None, after: bytes) -> list[Line]:
    """A unified diff; line ends and a byte order mark are not shown, and said where they alone change."""
    old, new = (_lines(text) for text in (before or b"", after))
    found = list(difflib.unified_diff(old, new, path if before is not None else "/dev/null", path, lineterm="", n=3))
    if not found and before != after:
        return [[(f"{path}: only line ends or the byte order mark change", HEAD)]]
    return [[(safe(line), HEAD if line[:3] in ("---", "+++") else _STYLES.get(line[:1], PLAIN))] for line in found]


def _lines(text: bytes) -> list[str]:
    lines = text.decode("utf-8", "backslashreplace").removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    return lines if lines[-1] else lines[:-1]


def opened(before: Ledger, after: Ledger) -> list[str]:
    """A line for each contradiction that was not there before, or that more claims take part in now."""
    old = {(one.incident, one.fact, one.kind): _addresses(one) for one in contradictions(before)}
    lines = []
    for one in contradictions(after):
        known = old.get((one.incident, one.fact, one.kind))
        if one.severity == CONTRADICTION and (known is None or _addresses(one) - known):
            lines.append(f"this {'opens' if known is None else 'joins'} a contradiction: {sentence(one, after)}")
    return lines


def _addresses(one: Contradiction) -> set[str]:
    return {claim.address for claim in one.claims}
