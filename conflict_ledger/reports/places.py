"""The other places that a finding speaks of: files, facts, claims and cells that its message names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from conflict_ledger.findings import At

if TYPE_CHECKING:
    from conflict_ledger.findings import Finding
    from conflict_ledger.ledger import Ledger

_WORD = re.compile(r"(`?)([^\s`'\"“”(),;:]+)")


class Place(NamedTuple):
    """Something by the name it is called, and where it stands; lines and columns count from 1."""

    name: str
    path: str
    line: int
    column: int


def places(finding: Finding, ledger: Ledger) -> list[Place]:
    """Each once, in the order of the message. A claim of the finding's own fact may be named by its last part."""
    found: list[Place] = []
    met = {(finding.path, finding.line, finding.column)}
    for tick, word in _WORD.findall(finding.message):
        at = _named(word, finding, ledger) or (None if tick else _record(word, finding, ledger))
        if at and (where := (at.path, *ledger.place(at))) not in met:
            met.add(where)
            found.append(Place(word, *where))
    return found


def _named(word: str, finding: Finding, ledger: Ledger) -> At | None:
    """The file of this path, or the fact, claim or cell of this address."""
    if word in ledger.texts:
        return At(word)
    base = (finding.address or "").rpartition("/")[0]
    addresses = (word, f"{base}/{word}") if base else (word,)
    return next((at for one in addresses if one != finding.address and (at := _statement(one, ledger))), None)


def _record(word: str, finding: Finding, ledger: Ledger) -> At | None:
    """The incident or document of this id. In backticks stands what was typed: it need not mean one."""
    record = ledger.incidents.get(word) or ledger.documents.get(word)
    return record.at if record and word != finding.address else None


def _statement(address: str, ledger: Ledger) -> At | None:
    """Where the fact, claim or cell of this address stands."""
    first = address.partition("/")[0]
    facts = ledger.incidents[first].facts.values() if first in ledger.incidents else ()
    claims = [(one.address, one.at) for fact in facts for one in fact.claims]
    cells = ledger.totals[first].claims if first in ledger.totals else ()
    known = [*((fact.address, fact.at) for fact in facts), *claims, *((one.address, one.at) for one in cells)]
    return next((at for name, at in known if name == address), None)
