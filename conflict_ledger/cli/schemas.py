"""The command `schema`."""

from __future__ import annotations

from conflict_ledger import schema as schemas
from conflict_ledger.cli.output import write, write_text
from conflict_ledger.cli.session import NOTHING, stop
from conflict_ledger.findings import nearest
from conflict_ledger.text.layout import DIM, span


def schema(name: str | None) -> int:
    if name is None:
        write([span(f"{known:<10} "), span(file.paths, DIM)] for known, file in schemas.NAMES.items())
        return 0
    if name not in schemas.NAMES:
        hint = nearest(name, schemas.NAMES) or f"one of: {', '.join(schemas.NAMES)}"
        raise stop(NOTHING, f"no schema is called {name}", hint)
    write_text(schemas.text(name))
    return 0
