"""Plain data as YAML in block style, each text so quoted that every reader takes it for text. The same data gives the same bytes."""

from __future__ import annotations

import json
import re
from typing import Any

_PLAIN = re.compile(r"[^\W\d_](?:[\w./()'’&+@=-]| (?!#))*(?<! )")
_OTHERS = re.compile(r"(?:y|n|yes|no|on|off|true|false|null)", re.IGNORECASE)  # YAML 1.1 reads more into these
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}(?:/[0-9-]{4,10})?")


def text(data: dict[str, Any]) -> str:
    """The mapping as the text of a file."""
    return "".join(f"{line}\n" for line in _mapping(data))


def _mapping(data: dict[str, Any]) -> list[str]:
    lines = []
    for key, value in data.items():
        if isinstance(value, (dict, list)):
            below = _mapping(value) if isinstance(value, dict) else _listed(value)
            lines += [f"{scalar(key)}:", *(f"  {line}" for line in below)]
        else:
            lines.append(f"{scalar(key)}: {scalar(value)}")
    return lines


def _listed(values: list[Any]) -> list[str]:
    lines = []
    for value in values:
        first, *rest = _mapping(value) if isinstance(value, dict) else [scalar(value)]
        lines += [f"- {first}", *(f"  {line}" for line in rest)]
    return lines


def scalar(value: str | None) -> str:
    """The text, in quotes where a reader could take it for anything else; null for nothing."""
    if value is None:
        return "null"
    if (_PLAIN.fullmatch(value) and not _OTHERS.fullmatch(value)) or _DATE.fullmatch(value) or _NUMBER.fullmatch(value):
        return value
    return json.dumps(value, ensure_ascii=False)
