"""The command `explain`."""

from __future__ import annotations

from conflict_ledger.cli.output import width, write
from conflict_ledger.cli.session import NOTHING, stop
from conflict_ledger.findings import nearest
from conflict_ledger.pages import names, page
from conflict_ledger.text.explain import index, text


def explain(name: str | None) -> int:
    if name is None:
        write(index(names(), width()))
        return 0
    found = page(name)
    if found is None:
        known = [word for group in names().values() for word in group]
        raise stop(NOTHING, f"nothing is called {name}", nearest(name, known) or "ledger explain lists all names")
    write(text(name, found, width()))
    return 0
