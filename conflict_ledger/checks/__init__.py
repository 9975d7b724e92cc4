"""What must hold of what was typed, beyond its shape (page 2.6). One small function per check, grouped by subject.

A check reads the ledger and speaks in keys; only here do keys become lines and columns. What it concludes from something
missing, it concludes only where nothing could have hidden it: a file that could not be read is reported once, by what
reads it, and never again by everything that refers to it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from conflict_ledger.checks import (
    acceptance,
    archive,
    circles,
    claims,
    completeness,
    days,
    places,
    quotes,
    references,
    revisions,
)
from conflict_ledger.checks.examples import pages
from conflict_ledger.checks.registry import CHECKS, READING, Check, Problem, check
from conflict_ledger.findings import Finding

if TYPE_CHECKING:
    from conflict_ledger.ledger import Ledger

__all__ = ["CHECKS", "READING", "SUBJECTS", "Check", "Judged", "Problem", "check", "findings", "judged", "pages"]

SUBJECTS = (references, circles, revisions, claims, days, quotes, archive, places, completeness, acceptance)


class Judged(NamedTuple):
    """What was found wrong, and what would have been, were it not accepted; each in the order of the files."""

    findings: list[Finding]
    accepted: list[Finding]


def findings(ledger: Ledger) -> list[Finding]:
    """Everything found wrong with the ledger, from its bytes to its sense, in the order of the files."""
    return judged(ledger).findings


def judged(ledger: Ledger) -> Judged:
    """Everything found wrong with the ledger, and apart from it what the desk has accepted."""
    ledger = replace(ledger, incidents=dict(ledger.incidents))  # each is asked for by every check
    acceptances = acceptance.standing(ledger)
    found: list[Finding] = list(ledger.findings)
    accepted: list[Finding] = []
    for name, one in CHECKS.items():
        for problem in one.problems(ledger):
            silenced = acceptance.silencing(name, problem, acceptances)
            (accepted if silenced else found).append(_found(name, problem, ledger))
    return Judged(sorted(found, key=_order), sorted(accepted, key=_order))


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    return finding.order


def _found(name: str, problem: Problem, ledger: Ledger) -> Finding:
    line, column = ledger.place(problem.at, problem.key)
    severity = CHECKS[name].severity
    return Finding(name, severity, problem.message, problem.at.path, line, column, problem.hint, problem.address)
