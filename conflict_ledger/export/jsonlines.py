"""JSON Lines: one row a line, each with the name of its table; the first lines say what the whole is."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conflict_ledger.export.columns import Table, Value
    from conflict_ledger.export.tables import Export

_written = json.JSONEncoder(ensure_ascii=False, default=date.isoformat, allow_nan=False).encode
_ACTING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|(?<=#)#(?=\\[)")


def text(export: Export) -> bytes:
    """The tables one after another, `about` first."""
    return "".join(map(lines, export.everything())).encode()


def lines(table: Table) -> str:
    """The rows of one table. What acts on a terminal is written as an escape of JSON's."""
    return "".join(_line({"table": table.name, **row}) for row in table.dicts())


def _line(row: dict[str, Value]) -> str:
    return _ACTING.sub(lambda match: f"\\u{ord(match[0]):04x}", _written(row)) + "\n"
