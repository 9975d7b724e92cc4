"""Incidents by what a person types: id, prefix, alias, title or place, with case, accents and script folded."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from conflict_ledger.findings import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Incident


def fold(text: str) -> str:
    """The text in lower-case a-z and 0-9, everything else one hyphen: "Sobane Da" is sobane-da, "Ségou" is segou."""
    plain = unicodedata.normalize("NFKD", text)
    if not plain.isascii():
        plain = "".join(char for char in plain if not unicodedata.combining(char))
    if not plain.isascii():
        from anyascii import anyascii  # only for names in other scripts

        plain = anyascii(plain)
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def matches(typed: str, ledger: Ledger) -> list[Incident]:
    """The incidents meant: by id; else by whole name; else by its beginning; else by a word in it. Empty where none is."""
    if typed in ledger.incidents:
        return [ledger.incidents[typed]]
    wanted = fold(typed)
    if not wanted:
        return []
    names = {incident.id: _names(incident) for incident in ledger.incidents.values()}
    tests: tuple[Callable[[str], bool], ...] = (
        lambda name: name == wanted,
        lambda name: name.startswith(f"{wanted}-"),
        lambda name: name.startswith(wanted),
        lambda name: f"-{wanted}-" in f"-{name}-",
    )
    for test in tests:
        if found := [ledger.incidents[incident] for incident, known in names.items() if any(map(test, known))]:
            return found
    return []


def suggestion(typed: str, ledger: Ledger) -> str:
    """A hint that names the incident nearest to what was typed, or nothing."""
    known = {name: incident.id for incident in ledger.incidents.values() for name in _names(incident)}
    hint = nearest(fold(typed), known)
    for name, incident in known.items():
        if hint == f"did you mean {name}?":
            return f"did you mean {incident}?"
    return hint


def _names(incident: Incident) -> list[str]:
    """The id first, then aliases and title, then places."""
    places: Iterable[str] = (name for place in incident.place for name in (place.name, *place.aka) if name)
    return list(dict.fromkeys([incident.id, *map(fold, (*incident.aka, incident.title, *places))]))
