"""What an edit changes in the files, as a diff, and in meaning: which contradictions it opens."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from conflict_ledger.contradictions import contradictions
from conflict_ledger.disputes import CONTRADICTION
from conflict_ledger.text.layout import BAD, DIM, HEAD, MARK, PLAIN, Line, safe
from conflict_ledger.text.sentences import sentence

if TYPE_CHECKING:
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
    return text.decode("utf-8", "backslashreplace").removeprefix("\ufeff").replace("\r\n", "\n").split("\n")[:-1]


def opened(before: Ledger, after: Ledger) -> list[str]:
    """A sentence for each contradiction that was not there before, or has other claims now."""
    old = {(one.incident, one.fact, one.kind, tuple(c.address for c in one.claims)) for one in contradictions(before)}
    return [
        sentence(one, after)
        for one in contradictions(after)
        if one.severity == CONTRADICTION
        and (one.incident, one.fact, one.kind, tuple(c.address for c in one.claims)) not in old
    ]
