"""The index of the offline search: a script that only holds data, since a page opened from a disk may fetch nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from conflict_ledger import dates
from conflict_ledger.lookup import fold
from conflict_ledger.site.filters import plain
from conflict_ledger.site.speakers import file

if TYPE_CHECKING:
    from conflict_ledger.site.edition import Edition
    from conflict_ledger.site.sums import Period


def index(edition: Edition, published: list[Period]) -> bytes:
    """For each page its kind, address, title, a line about it, and the folded words by which it is found."""
    ledger = edition.ledger
    rows = []
    for one in edition.incidents:
        places = [name for place in one.place for name in (place.name, *place.aka, place.admin2, place.admin1) if name]
        about = f"{dates.spoken(one.date)} · {places[0]}" if places else dates.spoken(one.date)
        rows.append(_row("incident", f"incidents/{one.id}.html", one.title, about, one.id, *one.aka, *places))
    for source in edition.sources:
        actor = ledger.actor(source.id)
        rows.append(_row("source", file(source.id), actor.name, actor.kind.replace("-", " "), actor.id, *actor.aka))
    for period in published:
        titles = list(dict.fromkeys(sheet.table.total.title for sheet in period.sheets))
        rows.append(_row("totals", period.file, period.spoken, titles[0] if titles else "", period.when.text, *titles))
    text = json.dumps(rows, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c").replace(">", "\\u003e")
    return f"window.ledgerIndex={text};\n".encode()


def _row(kind: str, page: str, title: str, about: str, *names: str) -> list[str]:
    words = " ".join(dict.fromkeys(fold(name).replace("-", " ") for name in (title, about, *names)))
    return [kind, page, plain(title), plain(about), words]
