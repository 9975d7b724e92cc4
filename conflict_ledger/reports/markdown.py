"""Findings in GitHub's Markdown, a table for each file: for a comment on a pull request, and for the summary of a job."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflict_ledger.findings import SEVERITIES
from conflict_ledger.reports import rank
from conflict_ledger.text.findings import summary
from conflict_ledger.text.layout import safe
from conflict_ledger.text.phrases import many

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflict_ledger.findings import Finding
    from conflict_ledger.reports import Verdict

COMMENT = 60_000  # bytes; GitHub takes 65 536 characters
SUMMARY = 1_048_576  # bytes; GitHub takes no more in one step, and then nothing of it
LEAST = 1_000  # bytes; enough for the counts alone
_ROOM = 200  # bytes kept for the last line

# Where a sign is followed by a name, GitHub makes it a person, an issue, a picture or a link, whichever way it is written.
_LINKS = re.compile(r"(?<=[@#:])(?=\S)|(?<=www)(?=\.)|(?<=gh-)(?=\d)", re.IGNORECASE)
_SIGNS = re.compile('[]!"#$%&*+:<=>@[\\\\^_`{|}~\u200b]')


def tables(verdict: Verdict, most: int = COMMENT) -> str:
    """The findings in fewer bytes than `most`, the files with errors first; how many are left out is said."""
    head = f"**ledger validate** · {summary(verdict.findings, len(verdict.paths), len(verdict.accepted))}\n"
    if not verdict.findings:
        return f"{head}\nNothing is wrong.\n"
    kept, size, shown = [head], len(head), 0
    for text, count in _pieces(verdict):
        size += len(text.encode())
        if size > most - _ROOM:
            break
        kept.append(text)
        shown += count
    left = [one for _, group in _by_file(verdict) for one in group][shown:]
    return "".join(kept) + (f"\n{_omitted(left)}\n" if left else "")


def escaped(text: str) -> str:
    """Text of anyone's for a cell or a heading: every sign that Markdown or HTML may take for its own, as its number.

    The names that GitHub would link are cut from their sign by a blank of no width.
    """
    cut = _LINKS.sub("\u200b", safe(text))
    return _SIGNS.sub(lambda match: f"&#{ord(match[0])};", cut)


def _by_file(verdict: Verdict) -> list[tuple[str, list[Finding]]]:
    """The files with their findings, those with the gravest first."""
    return sorted(verdict.by_file().items(), key=lambda file: min(map(rank, file[1])))


def _pieces(verdict: Verdict) -> Iterator[tuple[str, int]]:
    """The text piece by piece, each with the number of findings in it. A table's head comes with its first row."""
    for path, group in _by_file(verdict):
        head = f"\n### {escaped(verdict.inside(path))}\n\n| line | | finding | check |\n|---:|---|---|---|\n"
        for one in group:
            yield head + _row(one), 1
            head = ""


def _row(finding: Finding) -> str:
    hint = f"<br>{escaped(finding.hint)}" if finding.hint else ""
    said = f"{escaped(finding.message)}{hint}"
    return f"| {finding.line}:{finding.column} | {finding.severity} | {said} | {escaped(finding.check)} |\n"


def _omitted(findings: list[Finding]) -> str:
    counts = {severity: sum(1 for one in findings if one.severity == severity) for severity in SEVERITIES}
    listed = ", ".join(many(count, severity) for severity, count in counts.items() if count)
    return f"… and {listed} more: `ledger validate` shows them all."
