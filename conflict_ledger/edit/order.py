"""The order in which the keys of a record stand, and which record stands where in which file.

Who says it and where comes first, then what is said of whom, then the words; what the desk adds comes last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_ledger import model

if TYPE_CHECKING:
    from conflict_ledger.findings import Route

_WHO = ("id", "source", "document", "also_in", "stated", "date", "revises")
_WORDS = ("page", "quote", "quote_language", "translation", "note", "withdrawn", "accepted")

ORDER: dict[type, tuple[str, ...]] = {
    model.Settings: ("title", "licence", "requires", "categories", "note"),
    model.Actor: ("name", "aka", "in_text", "kind", "category", "country", "part_of", "url", "note", "accepted"),
    model.Document: (
        *("title", "publisher", "published", "language", "url", "archived", "accessed", "file", "sha256", "disputed"),
        *("note", "accepted"),
    ),
    model.Dispute: ("by", "document", "stated", "quote", "note"),
    model.Incident: (
        *("title", "date", "place", "aka", "related", "external", "summary", "note", "withdrawn", "accepted", "facts"),
    ),
    model.Place: ("name", "aka", "country", "admin1", "admin2", "latitude", "longitude", "precision"),
    model.Related: ("incident", "as"),
    model.Fact: (
        *("title", "question", "answers", "measure", "date", "part_of", "note", "withdrawn", "accepted", "claims"),
        "assessment",
    ),
    model.Assessment: ("prefer", "reason", "by", "date"),
    model.Claim: (
        *_WHO,
        *("count", "answer", "denies", "no_position", "against", "victims", "perpetrator", "alongside", "attribution"),
        *("scope", "including", "made_of"),
        *_WORDS,
    ),
    model.Withdrawn: ("date", "reason"),
    model.Accepted: ("check", "reason", "by", "date", "until"),
    model.PublishedTotal: (
        *(
            "title",
            "period",
            "place",
            "victims",
            "excludes",
            "complete",
            "series",
            "note",
            "withdrawn",
            "accepted",
            "claims",
        ),
    ),
    model.Cell: (
        *(
            "id",
            "source",
            "document",
            "also_in",
            "stated",
            "revises",
            "measure",
            "category",
            "victims",
            "count",
            "trend",
        ),
        *("change", "share", "since", "including", "made_of"),
        *_WORDS,
    ),
}

_BELOW: dict[tuple[type, str], type] = {
    (model.Incident, "place"): model.Place,
    (model.Incident, "related"): model.Related,
    (model.Fact, "claims"): model.Claim,
    (model.Fact, "assessment"): model.Assessment,
    (model.PublishedTotal, "place"): model.Place,
    (model.PublishedTotal, "claims"): model.Cell,
    (model.Document, "disputed"): model.Dispute,
}


def kind(path: str, route: Route) -> type | None:
    """The record that stands at `route` of the file; None for what is no record, such as a mapping of ids."""
    top: dict[str, type] = {"incidents": model.Incident, "totals": model.PublishedTotal, "ledger.yaml": model.Settings}
    listed: dict[str, type] = {"actors": model.Actor, "documents": model.Document}
    name = path.split("/")[1]
    if name.removesuffix(".yaml") in listed:
        return _within(listed[name.removesuffix(".yaml")], route[1:]) if route else None
    return _within(top[name], route) if name in top else None


def _within(found: type, route: Route) -> type | None:
    here: type | None = found
    steps = iter(route)
    for step in steps:
        if isinstance(step, int):  # an item of a list of records is one
            continue
        if here is model.Incident and step == "facts":
            here = model.Fact if next(steps, None) is not None else None
        elif step == "withdrawn" or step == "accepted":
            here = model.Withdrawn if step == "withdrawn" else model.Accepted
        else:
            here = _BELOW.get((here, str(step))) if here else None
    return here


def apart(path: str, route: Route) -> bool:
    """Whether what stands below `route` is set apart by blank lines: facts, and the records of a file of many."""
    listed = path.startswith(("data/actors", "data/documents"))
    return route == (() if listed else ("facts",)) and not path.startswith("data/totals/")


def later(record: type, key: str) -> tuple[str, ...]:
    """The keys that stand behind `key`."""
    keys = ORDER[record]
    return keys[keys.index(key) + 1 :]


def ordered(record: type, values: dict[str, object]) -> dict[str, object]:
    """The values in the order of the record's keys."""
    keys = ORDER[record]
    return dict(sorted(values.items(), key=lambda pair: keys.index(pair[0]) if pair[0] in keys else len(keys)))
