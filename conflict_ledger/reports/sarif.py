"""SARIF 2.1.0 (OASIS, with errata 01), as code scanning takes it in.

One run, a rule for every check with its page as help, a result for every finding. Paths are given by segments in percent
encoding from the top of the repository, columns in code points. A result's fingerprint holds no line: it stays when lines
are added above. What the desk has accepted is handed on as suppressed.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from conflict_ledger import __version__
from conflict_ledger.checks import CHECKS, pages
from conflict_ledger.findings import ERROR
from conflict_ledger.reports.jsontext import dumps
from conflict_ledger.reports.places import Place, places
from conflict_ledger.text.layout import safe

if TYPE_CHECKING:
    from conflict_ledger.findings import Finding
    from conflict_ledger.reports import Verdict

Json = dict[str, Any]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_TOP = "%SRCROOT%"  # the name that readers know for the top of the repository


def log(verdict: Verdict) -> str:
    """The log file's text. It is whole whatever the files of the ledger are like."""
    rules = [_rule(name, page) for name, page in _pages(verdict).items()]
    driver = {"name": "ledger", "semanticVersion": _semantic(__version__), "rules": rules}
    run: Json = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": True}],
        "originalUriBaseIds": {_TOP: {"description": {"text": "The top of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": _results(verdict, [rule["id"] for rule in rules]),
    }
    return dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _semantic(version: str) -> str:
    """The version with three numbers, as semantic versions have."""
    numbers = [*version.split("."), "0", "0"][:3]
    return ".".join(numbers)


def _pages(verdict: Verdict) -> dict[str, str]:
    """The page of every check, and of what was found by one that has none."""
    found = {one.check: one.check for one in (*verdict.findings, *verdict.accepted)}
    return dict(sorted({**found, **pages()}.items()))


def _rule(name: str, page: str) -> Json:
    first = " ".join(page.split("\n\n")[0].split())
    return {
        "id": name,
        "shortDescription": {"text": first},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": CHECKS[name].severity if name in CHECKS else ERROR},
    }


def _results(verdict: Verdict, rules: list[str]) -> list[Json]:
    """Findings and then what is accepted, each with the ordinal that tells apart those of one fingerprint."""
    met: Counter[str] = Counter()
    results = []
    for one, accepted in [*((one, False) for one in verdict.findings), *((one, True) for one in verdict.accepted)]:
        mark = _fingerprint(one)
        met[mark] += 1
        result = _result(one, verdict) | {
            "ruleIndex": rules.index(one.check),
            "partialFingerprints": {"finding/v1": f"{mark}:{met[mark]}"},
        }
        results.append(result | ({"suppressions": [{"kind": "inSource", "status": "accepted"}]} if accepted else {}))
    return results


def _result(finding: Finding, verdict: Verdict) -> Json:
    others = places(finding, verdict.ledger)
    related = [
        {"id": number, "message": {"text": safe(one.name)}, **_location(one, verdict)}
        for number, one in enumerate(others, 1)
    ]
    result: Json = {
        "ruleId": finding.check,
        "level": finding.severity,
        "message": {"text": _message(finding)},
        "locations": [_location(Place("", finding.path, finding.line, finding.column), verdict)],
    }
    return result | ({"relatedLocations": related} if related else {})


def _message(finding: Finding) -> str:
    """In a message of SARIF `[words](1)` is a link: it is taken apart."""
    text = f"{safe(finding.message)} ({safe(finding.hint)})" if finding.hint else safe(finding.message)
    return text.replace("](", "] (")


def _location(place: Place, verdict: Verdict) -> Json:
    segments = verdict.inside(place.path).split("/")
    uri = "/".join(quote(os.fsencode(segment), safe="") for segment in segments)
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri, "uriBaseId": _TOP},
            "region": {"startLine": max(place.line, 1), "startColumn": max(place.column, 1)},
        }
    }


def _fingerprint(finding: Finding) -> str:
    parts = (finding.check, finding.path, finding.address or "", finding.message)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:32]
