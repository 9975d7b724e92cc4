"""Findings for a person at a terminal: the place, what is wrong, the line itself with a caret, what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_ledger.findings import ERROR, SEVERITIES, WARNING
from conflict_ledger.text.layout import BAD, DIM, HEAD, MARK, PLAIN, Line, Width, safe, span, width_of, wrap
from conflict_ledger.text.phrases import many

if TYPE_CHECKING:
    from conflict_ledger.findings import Finding
    from conflict_ledger.ledger import Ledger

_STYLES = {ERROR: BAD, WARNING: MARK}
_MOST = 160  # characters of a source line that are shown around the place


def findings(found: list[Finding], ledger: Ledger, width: Width) -> list[Line]:
    """Each finding with its source line and caret."""
    lines: list[Line] = []
    for finding in found:
        head = [
            span(f"{finding.path}:{finding.line}:{finding.column}: ", HEAD),
            span(finding.severity, _STYLES.get(finding.severity, DIM)),
            span(f": {finding.message} "),
            span(f"[{finding.check}]", DIM),
        ]
        lines += wrap(head, width, 0, 2) + _source(finding, ledger)
        if finding.hint:
            lines += wrap([span(f"hint: {finding.hint}", PLAIN)], width, 4, 6)
    return lines


def concise(found: list[Finding]) -> list[Line]:
    """One line each, as compilers write them."""
    return [
        [span(f"{one.path}:{one.line}:{one.column}: {one.severity}: {one.message}{_hint(one)} [{one.check}]")]
        for one in found
    ]


def _hint(finding: Finding) -> str:
    return f" ({finding.hint})" if finding.hint else ""


def _source(finding: Finding, ledger: Ledger) -> list[Line]:
    """The line as it stands in the file and a caret below the column; a very long line is shown around the place."""
    text = ledger.texts.get(finding.path)
    if text is None or finding.line > len(text.lines):
        return []
    line = text.lines[finding.line - 1]
    start = max(0, finding.column - 1 - _MOST // 2) if len(line) > _MOST else 0
    shown, before = line[start : start + _MOST], line[start : finding.column - 1]
    if not shown.strip():
        return []
    return [[(f"    {safe(shown)}", DIM)], [(" " * (4 + width_of([(safe(before), "")])), PLAIN), ("^", BAD)]]


def summary(found: list[Finding], files: int, accepted: int = 0) -> str:
    """`30 files: 1 error, 0 warnings, 2 notes`, and where there are some `, 2 accepted`."""
    counts = [many(sum(1 for one in found if one.severity == severity), severity) for severity in SEVERITIES]
    stays = [f"{accepted} accepted"] if accepted else []
    return f"{many(files, 'file')}: {', '.join([*counts, *stays])}"
