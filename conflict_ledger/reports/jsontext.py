"""JSON as text that no terminal and no runner of GitHub Actions obeys."""

from __future__ import annotations

import json
import re
from typing import Any

from conflict_ledger.reports.guard import marks

_ACTING = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff\U000e0000-\U000e007f]"
)


def dumps(document: Any) -> str:
    """The document with two-space indents, characters of every script as they are, one final newline.

    What acts on a terminal or on the runner is an escape of JSON's, so that a reader of JSON gets it back as it was.
    """
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    return marks(_ACTING.sub(lambda match: json.dumps(match[0])[1:-1], text), "\\u0023") + "\n"
