"""Plain data to model, directed by the model's annotations; every departure is a finding with its place.

A record with a fault in a required field is not built; a claim or cell with any fault is not built, for half a claim would
say something its source did not. What stands beside it is still read.
"""

from __future__ import annotations

import re
from dataclasses import MISSING, fields
from functools import cache
from typing import TYPE_CHECKING, Any

from conflict_ledger import model, words
from conflict_ledger.findings import At, nearest, one_of
from conflict_ledger.readers import FAULT, MOST, READERS, Report, empty, said, shortened
from conflict_ledger.yamltext import character

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conflict_ledger.findings import Route
    from conflict_ledger.readers import Reader
    from conflict_ledger.yamltext import Tree

SAYS = {model.Claim: ("count", "answer", "denies", "no_position"), model.Cell: ("count", "trend", "change", "share")}
OF_A_COUNT = ("including", "made_of", "scope")


def record(report: Report, kind: Any, tree: Tree, route: Route, **given: Any) -> Any:
    """A `kind` built from a mapping and what is `given`, or FAULT."""
    values = _values(report, kind, tree, route)
    if values is FAULT:
        return FAULT
    return kind(**values, **given, at=At(report.path, route)) if "at" in kind.__struct_fields__ else kind(**values)


def _values(report: Report, kind: Any, tree: Tree, route: Route) -> Any:
    """The record's fields as they could be read, or FAULT where what must be right is not."""
    if not isinstance(tree, dict):
        return report.fault(
            "wrong-type", f"{said(tree)} where keys and values belong", route, "write `key: value` lines"
        )
    table = keys_of(kind)
    missing = [key for key in _required(kind) if key not in tree]
    for key in missing:
        report.fault("missing-key", f"`{key}` is missing", route, f"add `{key}:`")
    broken = bool(missing)
    values = {}
    for key, child in tree.items():
        if key not in table:
            _unknown(report, table, tree, (*route, key))
            broken = broken or kind in _WHOLE
            continue
        field, reader, required = table[key]
        value = reader(report, child, (*route, key)) if child else _value(report, reader, child, (*route, key))
        if value is not FAULT:
            values[field] = value
        elif required or kind in _WHOLE:
            broken = True
    return FAULT if broken else values


def _value(report: Report, reader: Reader, tree: Tree, route: Route) -> Any:
    if tree is None or tree == "":
        return empty(report, route)
    return reader(report, tree, route)


def _unknown(report: Report, known: Iterable[str], tree: dict[str, Tree], route: Route) -> None:
    """Reports a key that the record does not have, and what may have been meant."""
    key = str(route[-1])
    hint = ""
    if report.reported.get("unknown-key", 0) < MOST:
        odd = next((char for char in key if not char.isascii()), None)
        hint = f"the key contains {character(odd)}" if odd else ""
        meant = nearest(key, [word for word in known if word not in tree])
        hint = " ".join(part for part in (meant, hint) if part) or "keys here: " + ", ".join(known)
    if key == "id":
        hint = "remove it: the name above it, or the file's, is the id"
    report.fault("unknown-key", f"unknown key `{shortened(key)}`", route, hint, key=True)


def _mapping(report: Report, tree: Tree, route: Route, keys: Reader, values: Reader) -> Any:
    if not isinstance(tree, dict):
        return report.fault(
            "wrong-type", f"{said(tree)} where keys and values belong", route, "write `key: value` lines"
        )
    named = [keys(report, name, (*route, name)) for name in tree]
    read = [_value(report, values, child, (*route, name)) for name, child in tree.items()]
    return FAULT if FAULT in (*named, *read) else dict(zip(named, read, strict=True))


def _items(report: Report, tree: Tree, route: Route, reader: Reader) -> tuple[list[Any], bool]:
    """The items that could be read, and whether all could."""
    if not isinstance(tree, list):
        report.fault("wrong-type", f"{said(tree)} where a list belongs", route, "write a list: each item after `- `")
        return [], False
    read = [_value(report, reader, child, (*route, number)) for number, child in enumerate(tree)]
    kept = [item for item in read if item is not FAULT]
    return kept, len(kept) == len(read)


def _places(report: Report, tree: Tree, route: Route) -> Any:
    """One place or a list of places; a list keeps those that could be read."""
    if isinstance(tree, list):
        return tuple(_items(report, tree, route, _record(model.Place))[0])
    if not isinstance(tree, dict):
        return report.fault("wrong-type", f"{said(tree)} where a place belongs", route, "write `name:` below `place:`")
    place = record(report, model.Place, tree, route)
    return place if place is FAULT else (place,)


def _record(kind: Any) -> Reader:
    return lambda report, tree, route: record(report, kind, tree, route)


# --- facts and claims --------------------------------------------------------------------------------------------------


def _facts(report: Report, tree: Tree, route: Route) -> Any:
    if not isinstance(tree, dict):
        return report.fault("wrong-type", f"{said(tree)} where facts belong", route, "write each fact below its own id")
    incident = report.path.rpartition("/")[2].removesuffix(".yaml")
    facts = {name: _fact(report, name, child, (*route, name), incident) for name, child in tree.items()}
    return {name: fact for name, fact in facts.items() if fact is not FAULT}


def _fact(report: Report, name: str, tree: Any, route: Route, incident: str) -> Any:
    if READERS["Id"](report, name, route) is FAULT:
        return FAULT
    values = _values(report, model.Fact, tree, route)
    if values is FAULT:
        return FAULT
    asks = _asks_one_thing(report, tree, route)
    if not asks or not ("measure" in values or ("question" in values and values.get("answers"))):
        return FAULT
    claims = [claim for claim in values.pop("claims") if _fits(report, claim, values)]
    named = _addressed(report, f"{incident}/{name}", claims)
    return model.Fact(**values, claims=tuple(named), id=name, incident=incident, at=At(report.path, route))


def _asks_one_thing(report: Report, fact: Any, route: Route) -> bool:
    """Whether the fact as it is written counts people, or asks a question and lists the answers."""
    if ("measure" in fact) == ("question" in fact):
        both = "both `measure` and `question`" if "measure" in fact else "neither `measure` nor `question`"
        report.fault("fact-asks-one-thing", f"the fact has {both}", route, "give one of the two", key=True)
        return False
    if "measure" in fact and "answers" in fact:
        hint = "remove them, or ask a `question`"
        report.fault("fact-asks-one-thing", "`answers` where people are counted", (*route, "answers"), hint, key=True)
        return False
    if "question" in fact and fact.get("answers", {}) == {}:
        hint = "list them: `word: what it means`"
        report.fault("missing-key", "a question without `answers`", route, hint, key=True)
        return False
    return True


def _addressed(report: Report, base: str, claims: list[dict[str, Any]], kind: Any = model.Claim) -> list[Any]:
    """The claims with their addresses: base/source, base/source@document, or base/id where that is not enough."""
    sources = [claim["source"] for claim in claims]
    seen: dict[str, int] = {}
    built = []
    for claim in claims:
        route = claim.pop("route")
        name = claim.get("id") or _named(claim, sources)
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            hint = "give each an `id:` of its own"
            report.fault("same-source-twice", f"{claim['source']} speaks twice here in one document", route, hint)
            name = f"{name}#{seen[name]}"
        built.append(kind(**claim, address=f"{base}/{name}", at=At(report.path, route)))
    return built


def _named(claim: dict[str, Any], sources: list[str]) -> str:
    alone = sources.count(claim["source"]) == 1 or "document" not in claim
    return str(claim["source"]) if alone else f"{claim['source']}@{claim['document']}"


def _claims(kind: Any) -> Reader:
    """The claims of a fact or of a table, as values that wait for their addresses."""
    says = SAYS[kind]

    def claim(report: Report, tree: Tree, route: Route) -> Any:
        values = _values(report, kind, tree, route)
        if values is FAULT:
            return FAULT
        given = [key for key in says if key in values]
        if len(given) == 1:
            return {**values, "route": route}
        what = "says " + " and ".join(given) if given else "says nothing"
        hint = f"give exactly one of {', '.join(says)}"
        return report.fault("claim-says-one-thing", f"the claim {what}", route, hint)

    def reader(report: Report, tree: Tree, route: Route) -> Any:
        return tuple(_items(report, tree, route, claim)[0])

    return reader


def _fits(report: Report, claim: dict[str, Any], fact: dict[str, Any]) -> bool:
    """Whether the claim answers what its fact asks; if not, it is reported."""
    route: Route = claim["route"]
    answers = fact.get("answers", {})
    if "measure" in fact:
        if "answer" in claim:
            return _misfit(report, route, "answer", "an answer where people are counted", "write `count:`")
        if "denies" in claim and claim["denies"] not in words.DENIALS:
            return _not_listed(report, route, "denies", claim["denies"], words.DENIALS)
    elif "answer" in claim and claim["answer"] not in answers:
        return _not_listed(report, route, "answer", claim["answer"], answers)
    elif "denies" in claim and claim["denies"] not in (*answers, "event"):
        return _not_listed(report, route, "denies", claim["denies"], answers)
    elif "count" in claim:
        return _misfit(report, route, "count", "a count where a question is asked", "write `answer:`")
    for key in OF_A_COUNT:
        if key in claim and "count" not in claim:
            return _misfit(report, route, key, f"`{key}` without a count", "give the count it speaks of")
    return True


def _misfit(report: Report, route: Route, key: str, message: str, hint: str) -> bool:
    return report.fault("claim-answers-its-fact", message, (*route, key), hint, key=True) is not FAULT


def _not_listed(report: Report, route: Route, key: str, word: str, known: Iterable[str]) -> bool:
    message = f"`{shortened(word)}` is not among the answers here"
    return report.fault("unknown-answer", message, (*route, key), one_of(word, known)) is not FAULT


def _cells(report: Report, tree: Tree, route: Route) -> Any:
    claims = _claims(model.Cell)(report, tree, route)
    total = report.path.rpartition("/")[2].removesuffix(".yaml")
    by_cell: dict[str, list[dict[str, Any]]] = {}
    for claim in claims:
        by_cell.setdefault(f"{total}/{_cell(claim)}", []).append(claim)
    cells = [cell for base, claims in by_cell.items() for cell in _addressed(report, base, claims, model.Cell)]
    return tuple(sorted(cells, key=lambda cell: str(cell.at.route[-1]).zfill(6)))


def _cell(claim: dict[str, Any]) -> str:
    """The cell's name within its table: killed, killed.army, killed.jihadist.people, affected.army.share."""
    kind = next((key for key in ("trend", "change", "share") if key in claim), None)
    return ".".join(part for part in (claim["measure"], claim.get("category"), claim.get("victims"), kind) if part)


# --- which reader for which annotation ---------------------------------------------------------------------------------

_CONTAINERS: dict[str, Reader] = {
    "tuple[Place, ...]": _places,
    "dict[Id, Fact]": _facts,
    "tuple[Claim, ...]": _claims(model.Claim),
    "tuple[Cell, ...]": _cells,
}
_WHOLE = (model.Claim, model.Cell)
_GIVEN = {model.Fact: {"at", "id", "incident"}}  # fields that are not read but given
_RECORDS = ("Withdrawn", "Accepted", "Assessment", "Related", "Dispute")


@cache
def _reader(annotation: str) -> Reader:
    annotation = annotation.removesuffix(" | None")
    if found := READERS.get(annotation) or _CONTAINERS.get(annotation):
        return found
    if annotation in _RECORDS:
        return _record(getattr(model, annotation))
    if match := re.fullmatch(r"tuple\[(\w+), \.\.\.\]", annotation):
        return _listed(_reader(match[1]))
    keys, values = annotation.removeprefix("dict[").removesuffix("]").split(", ")
    return lambda report, tree, route: _mapping(report, tree, route, _reader(keys), _reader(values))


def _listed(reader: Reader) -> Reader:
    def listed(report: Report, tree: Tree, route: Route) -> Any:
        items, complete = _items(report, tree, route, reader)
        return tuple(items) if complete else FAULT

    return listed


@cache
def _required(kind: Any) -> tuple[str, ...]:
    return tuple(key for key, (_, _, required) in keys_of(kind).items() if required)


@cache
def keys_of(kind: Any) -> dict[str, tuple[str, Reader, bool]]:
    """For each key of the record: its field, its reader, and whether it must be given."""
    ours = {"at", "address"} if kind in _WHOLE else _GIVEN.get(kind, {"at", "id"})
    return {
        field.metadata.get("key", field.name): (
            field.name,
            _reader(str(field.type)),
            field.default is MISSING and field.default_factory is MISSING,
        )
        for field in fields(kind)
        if field.name not in ours
    }
