"""JSON Schemas of the data files, for editors that complete and explain, and for any validator that reads them.

They come from the same records (`model`), words, patterns and rules of shape that the reading itself uses, and say what each
key means (`meanings`). Draft 7: what VS Code's YAML extension, check-jsonschema and most others take alike. They see one file
and its shape; what needs a calendar, today's date or another file (a reversed range, 30 February, an actor that nobody
defined) is for `ledger validate`. A text that YAML reads as a number (`count: 50`, `date: 2022`) is let through as one.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from conflict_ledger import model
from conflict_ledger.meanings import RECORDS
from conflict_ledger.schema.records import definitions, name, record
from conflict_ledger.schema.values import ids

if TYPE_CHECKING:
    from conflict_ledger.schema.values import Schema


class File(NamedTuple):
    """A file of the ledger: which paths it has, the record it holds, and whether it holds many, each below its id."""

    paths: str
    kind: type
    many: bool = False


NAMES = {
    "incident": File("data/incidents/**/*.yaml", model.Incident),
    "total": File("data/totals/**/*.yaml", model.PublishedTotal),
    "actors": File("data/actors.yaml, data/actors/*.yaml", model.Actor, many=True),
    "documents": File("data/documents.yaml, data/documents/*.yaml", model.Document, many=True),
    "ledger": File("data/ledger.yaml", model.Settings),
}


def text(called: str) -> str:
    """The schema of that name as it stands in `schemas/`. Raises KeyError where there is none."""
    return json.dumps(schema(called), indent=2, ensure_ascii=False) + "\n"


def schema(called: str) -> Schema:
    """The schema of that name. Raises KeyError where there is none."""
    file = NAMES[called]
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "$id": f"urn:conflict-ledger:{called}"}
    if file.many:
        body = {
            "title": called.capitalize(),
            "description": f"{file.paths}: each below its id. {RECORDS[file.kind]}",
            **ids({"$ref": f"#/definitions/{name(file.kind)}"}),
        }
    else:
        body = record(file.kind)
        body["description"] = f"{file.paths}: {body['description']}"
    return {**head, **body, "definitions": definitions(file.kind, itself=file.many)}
