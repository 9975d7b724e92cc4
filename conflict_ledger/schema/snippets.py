"""What an editor offers to write for a new record: the keys that most have, in the order in which they are read."""

from __future__ import annotations

import re
from itertools import count
from typing import Any

from conflict_ledger import model

Snippet = dict[str, Any]

_WHERE = {"source": "{source}", "document": "{document}"}  # what stands in braces is there to be typed over
_CLAIM = {
    **_WHERE,
    "count": "{at least 50}",
    "victims": "{civilians}",
    "perpetrator": "{unattributed}",
    "quote": "{the words}",
}
_ANSWER = {**_WHERE, "answer": "{answer}", "quote": "{the words}"}
_DENIAL = {**_WHERE, "denies": "{event}", "quote": "{the words}"}
_NO_POSITION = {**_WHERE, "no_position": True, "quote": "{the words}"}
_CELL = {**_WHERE, "measure": "{killed}", "count": "{96}", "quote": "{the words}"}
_FACT = {"title": "{Deaths}", "measure": "{killed}", "claims": [_CLAIM]}
_QUESTION = {"question": "{Who did it?}", "answers": {"{answer}": "{what it means}"}, "claims": [_ANSWER]}
_PLACE = {"name": "{Tindara}", "country": "{ML}", "precision": "{town}"}
_INCIDENT = {"title": "{Attack on Tindara}", "date": "{2022-04-19}", "place": _PLACE, "facts": {"{deaths}": _FACT}}
_TOTAL = {"title": "{Civilians killed}", "period": "{2022-Q2}", "victims": "{civilians}", "claims": [_CELL]}


def _offered(label: str, description: str, body: Any) -> Snippet:
    return {"label": label, "description": description, "body": _numbered(body, count(1))}


def _numbered(body: Any, numbers: count[int]) -> Any:
    """The body with its places to type numbered in the order in which they stand."""
    if isinstance(body, dict):
        return {_numbered(key, numbers): _numbered(value, numbers) for key, value in body.items()}
    if isinstance(body, list):
        return [_numbered(item, numbers) for item in body]
    if isinstance(body, str):
        return re.sub(r"\{([^{}]*)\}", lambda match: f"${{{next(numbers)}:{match[1]}}}", body)
    return body


SNIPPETS: dict[type, list[Snippet]] = {
    model.Claim: [
        _offered("new claim: a figure", "How many, of whom, by whom.", _CLAIM),
        _offered("new claim: an answer", "One of the answers to the fact's question.", _ANSWER),
        _offered("new claim: a denial", "It did not happen, or not so.", _DENIAL),
        _offered("new claim: no position", "Asked, and gave no figure; does not comment.", _NO_POSITION),
    ],
    model.Cell: [_offered("new cell", "One figure of the published table.", _CELL)],
    model.Incident: [_offered("new incident", "One incident with its first fact and claim.", _INCIDENT)],
    model.PublishedTotal: [_offered("new total", "A published table with its first cell.", _TOTAL)],
}
FACTS = [
    _offered("new fact: people counted", "Its claims are rival figures for the same people.", {"{deaths}": _FACT}),
    _offered("new fact: a question", "Its claims are rival answers.", {"{who-did-it}": _QUESTION}),
]
