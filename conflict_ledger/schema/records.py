"""The schema of records, directed by the model's annotations as the reading is (`shape`)."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any

from conflict_ledger import model, readers, words
from conflict_ledger.meanings import KEYS, RECORDS, TITLES
from conflict_ledger.schema.snippets import FACTS, SNIPPETS
from conflict_ledger.schema.values import Schema, ids, listed, value_of
from conflict_ledger.shape import OF_A_COUNT, SAYS, keys_of

_KINDS = {kind.__name__: kind for kind in RECORDS}


def name(kind: type) -> str:
    """What the record is called within a schema: claim, published-total."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind.__name__).lower()


def record(kind: type) -> Schema:
    """The schema of a mapping that is such a record. Records inside it are referred to, see `definitions`."""
    table = keys_of(kind)
    annotations = _annotations(kind)
    snippets = {"defaultSnippets": SNIPPETS[kind]} if kind in SNIPPETS else {}
    return {
        "title": TITLES.get(name(kind), name(kind).replace("-", " ").capitalize()),
        "description": RECORDS[kind],
        **snippets,
        "type": "object",
        "properties": {
            key: _property(key, KEYS[kind][key], _value(annotations[field])) for key, (field, _, _) in table.items()
        },
        "required": [key for key, (_, _, required) in table.items() if required],
        "additionalProperties": False,
        **_rules(kind),
    }


def definitions(kind: type, *, itself: bool) -> dict[str, Schema]:
    """The records that stand inside the record, at any depth, by name; and `itself`."""
    inside: list[type] = []
    waiting = [kind]
    while waiting:
        found = re.findall(r"\w+", " ".join(_annotations(waiting.pop()).values()))
        new = {_KINDS[word] for word in found if word in _KINDS} - set(inside)
        inside += new
        waiting += new
    return {name(one): record(one) for one in RECORDS if one in inside or (itself and one is kind)}


def _annotations(kind: Any) -> dict[str, str]:
    return {field.name: str(field.type).removesuffix(" | None") for field in fields(kind)}


def _property(key: str, meaning: str, value: Schema) -> Schema:
    """The value under its key, with a title and all that an editor may show of it."""
    described = f"{meaning[0].upper()}{meaning[1:]}. {value.get('description', '')}".rstrip()
    head = {"title": TITLES.get(key, key.replace("_", " ").capitalize()), "description": described}
    if "$ref" in value:  # draft 7 looks at nothing beside a reference
        return {**head, "type": "object", "allOf": [value]}
    return {**head, **{word: said for word, said in value.items() if word != "description"}}


def _value(annotation: str) -> Schema:
    if annotation in _KINDS:
        return {"$ref": f"#/definitions/{name(_KINDS[annotation])}"}
    if annotation == "tuple[Place, ...]":
        return {"anyOf": [_value("Place"), {"type": "array", "items": _value("Place")}]}
    if match := re.fullmatch(r"tuple\[(\w+), \.\.\.\]", annotation):
        return {"type": "array", "items": _value(match[1])}
    if match := re.fullmatch(r"dict\[(\w+), (\w+)\]", annotation):
        return _mapping(match[1], _value(match[2]))
    return value_of(annotation)


def _mapping(key: str, value: Schema) -> Schema:
    if key == "Id":
        return {**ids(value), "defaultSnippets": FACTS} if value == _value("Fact") else ids(value)
    if key in readers.WORDS:
        known = readers.WORDS[key][1]
        properties = {word: _property(word, meaning, value) for word, meaning in known.items()}
        return {"type": "object", "properties": properties, "additionalProperties": False}
    return {"type": "object", "propertyNames": value_of(key), "additionalProperties": value}


# --- what holds between keys -------------------------------------------------------------------------------------------


def _rules(kind: type) -> Schema:
    """Which keys need, and which shut out, one another. Said with each key, so that it is the second that is marked."""
    if kind is model.Fact:
        return _one_of(("measure", "question")) | {"dependencies": {"measure": _COUNTED, "question": _ASKED}}
    if kind not in SAYS:
        return {}
    says = SAYS[kind]
    alone = {key: {"properties": dict.fromkeys(says[number + 1 :], False)} for number, key in enumerate(says[:-1])}
    needed = {key: ["count"] for key in OF_A_COUNT} if kind is model.Claim else {}
    return _one_of(says) | {"dependencies": {**alone, **needed}}


def _one_of(keys: tuple[str, ...]) -> Schema:
    return {"anyOf": [{"required": [key]} for key in keys]}


def _of_each_claim(properties: Schema) -> Schema:
    return {"type": "array", "items": {"properties": properties}}


_COUNTED = {
    "properties": {
        "question": False,
        "answers": False,
        "claims": _of_each_claim({"answer": False, "denies": listed(words.DENIALS, "No such denial.")}),
    }
}
_ASKED = {
    "required": ["answers"],
    "properties": {"answers": {"type": "object", "minProperties": 1}, "claims": _of_each_claim({"count": False})},
}
