"""The schema of single values: figures, dates, ids, texts and words, from the patterns and lists that read them."""

from __future__ import annotations

import re
from itertools import count
from typing import Any, TypeAlias

from conflict_ledger import dates, figures, readers, words

Schema: TypeAlias = dict[str, Any]

_NUMBER = "(?:0|[1-9][0-9]{0,6}|10000000)"  # 0 to figures.LIMIT, without leading zeros
FIGURES = (
    *("50", "at least 50", "more than 500", "at most 20", "up to 20", "fewer than 20", "40 to 60", "about 300"),
    *(*figures.VAGUE, "none", "unknown"),
)
_TEXT = r"\S"
_LINE = r"^[^\S\n]*\S[^\n]*\n*$"  # one line of text, and the line breaks that a block ends with
_IDS = {"Id", "ActorId", "DocumentId", "Category"}


def ids(value: Schema) -> Schema:
    """A mapping of ids to values."""
    return {"type": "object", "propertyNames": value_of("Id"), "additionalProperties": value}


def value_of(annotation: str) -> Schema:
    """The schema of the value that an annotation of `model` stands for. Raises KeyError where it is none of a single value."""
    if annotation in _IDS:
        return _id()
    if annotation in readers.WORDS:
        return listed(readers.WORDS[annotation][1], f"No such {readers.WORDS[annotation][0]}.")
    if annotation in readers.PATTERNS:
        pattern, what, example = readers.PATTERNS[annotation]
        return {"type": "string", **_form(f"^(?:{pattern})$", what, example)}
    if annotation in readers.LIMITS:
        return _degrees(readers.LIMITS[annotation])
    return _VALUES[annotation]


def listed(known: dict[str, str], error: str = "") -> Schema:
    """One word of a closed list, each with its meaning."""
    message = {"errorMessage": f"{error} One of: {', '.join(known)}."} if error else {}
    return {"type": "string", "enum": list(known), "enumDescriptions": list(known.values()), **message}


def _form(pattern: str, what: str, example: str) -> Schema:
    """A pattern and what fits it: the end of a key's description, and the message where something else stands."""
    said = f"{what}, such as {example}."
    return {
        "pattern": pattern,
        "description": said[0].upper() + said[1:],
        "patternErrorMessage": f"This is not {said}",
    }


def _id() -> Schema:
    pattern = f"^(?!(?:{readers.RESERVED.pattern})$){readers.ID.pattern}$"
    example = "un-mission: lower-case a-z, 0-9 and single hyphens, starting with a letter, at most 80 characters"
    return {"type": "string", "maxLength": 80, **_form(pattern, "an id", example)}


def _figure(*more: str) -> Schema:
    """A figure: the forms of `figures` with numbers from 0 to the limit, and its words; and what else may stand there."""
    forms = [form.pattern.replace("([0-9]+)", _NUMBER) for form, _ in figures.FORMS]
    pattern = "|".join((*forms, *figures.VAGUE, "none", "unknown", *more))
    return {
        "type": ["string", "integer"],
        "minimum": 0,
        "maximum": figures.LIMIT,
        **_form(f"^(?:{pattern})$", "a figure", ", ".join((*FIGURES, *more))),
        "defaultSnippets": [{"label": figure, "body": _open(figure)} for figure in more or FIGURES[1:]],
    }


def _open(figure: str) -> str:
    """The figure with its numbers as places to type over."""
    numbers = count(1)
    return re.sub("[0-9]+", lambda match: f"${{{next(numbers)}:{match[0]}}}", figure)


def _when() -> Schema:
    """A date: the form of `dates`, with months and days that some month has."""
    year, month, day = "(?!0000)[0-9]{4}", "(?:0[1-9]|1[0-2])", "(?:0[1-9]|[12][0-9]|3[01])"
    part = dates.FORM.pattern.replace("([0-9]{4})", year).replace("([0-9]{2})", month, 1).replace("([0-9]{2})", day, 1)
    example = (
        "2022-04-19, 2022-04, 2022, 2022-Q2, 2022-H1, 2022-03-27/2022-04-01, ../2022-04-19;"
        " ~ or ? behind it where it is approximate or uncertain"
    )
    return {
        "type": ["string", "integer"],
        "minimum": 1,
        "maximum": 9999,
        **_form(rf"^(?:{part}|(?:{part}|\.\.)/{part})$", "a date", example),
    }


def _degrees(limit: int) -> Schema:
    form = _form(f"^(?:{readers.DEGREES.pattern})$", f"a number of degrees from -{limit} to {limit}", "15.28")
    return {"type": ["number", "string"], "minimum": -limit, "maximum": limit, **form}


_FLAG = {"type": "boolean", "const": True, "description": "true, or the key is left out."}
_LINE_OF_TEXT = {"type": ["string", "number"], "pattern": _LINE, "patternErrorMessage": "Write some text, on one line."}
_VALUES: dict[str, Schema] = {
    "Line": _LINE_OF_TEXT,
    "Word": _LINE_OF_TEXT,
    "Denial": _LINE_OF_TEXT,
    "Prose": {"type": ["string", "number"], "pattern": _TEXT, "patternErrorMessage": "Write some text."},
    "Figure": _figure(),
    "Share": _figure(*words.SHARES),
    "When": _when(),
    "Expiry": _when(),
    "Flag": _FLAG,
}
