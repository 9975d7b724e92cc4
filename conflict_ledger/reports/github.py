"""Annotations beside the lines of a pull request: GitHub's workflow commands, one for each finding.

GitHub shows ten of a level in a step and drops the rest without a word; so the rest is rolled up in one notice, and stands
in the log and in the job summary. A finding is at one line: no end is given, and with that its column may be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_ledger.findings import ERROR, NOTE, SEVERITIES, WARNING
from conflict_ledger.reports.guard import lines, marks
from conflict_ledger.text.findings import concise
from conflict_ledger.text.layout import plain, safe
from conflict_ledger.text.phrases import many

if TYPE_CHECKING:
    from conflict_ledger.findings import Finding
    from conflict_ledger.reports import Verdict

MOST = 10
_LEVELS = {ERROR: "error", WARNING: "warning", NOTE: "notice"}


def commands(verdict: Verdict) -> str:
    """A command for each finding, at most ten of a level with the roll-up; what is left over as lines of the log."""
    shown, rest = _shared(verdict.findings)
    said = [_annotation(one, verdict) for one in shown]
    if rest:
        counts = (many(count, severity) for severity in SEVERITIES if (count := _count(rest, severity)))
        more = f"not shown beside the lines: {', '.join(counts)}; they are in the log and in the job summary"
        said.append(_command("notice", {"title": "ledger validate"}, more))
    return "".join(f"{command}\n" for command in said) + lines(plain(concise(rest)))


def _shared(findings: list[Finding]) -> tuple[list[Finding], list[Finding]]:
    """What is annotated and what is rolled up, both in the order given. The roll-up is a notice, and takes the place of one."""
    over = any(_count(findings, severity) > MOST for severity in SEVERITIES)
    left = {ERROR: MOST, WARNING: MOST, NOTE: MOST - over}
    shown: list[Finding] = []
    rest: list[Finding] = []
    for one in findings:
        left[one.severity] -= 1
        (shown if left[one.severity] >= 0 else rest).append(one)
    return shown, rest


def _count(findings: list[Finding], severity: str) -> int:
    return sum(1 for one in findings if one.severity == severity)


def _annotation(finding: Finding, verdict: Verdict) -> str:
    """The place is also in the message: the log shows nothing else."""
    path = verdict.inside(finding.path)
    place: dict[str, str | int] = {"file": path, "line": finding.line, "col": finding.column, "title": finding.check}
    said = safe(f"{path}:{finding.line}:{finding.column}: {finding.message}")
    hint = f"\nhint: {safe(finding.hint)}" if finding.hint else ""
    return _command(_LEVELS[finding.severity], place, said + hint)


def _command(name: str, properties: dict[str, str | int], message: str) -> str:
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return marks(f"::{name} {listed}::{_data(message)}", "<U+0023>")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(safe(text)).replace(":", "%3A").replace(",", "%2C")
