"""What must hold of what was typed, beyond its shape (page 2.6). One small function per check, grouped by subject.

A check reads the ledger and speaks in keys; only here do keys become lines and columns. What it concludes from something
missing, it concludes only where nothing could have hidden it: a file that could not be read is reported once, by what
reads it, and never again by everything that refers to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_ledger import readers, reading, yamltext
from conflict_ledger.checks import archive, circles, claims, completeness, days, places, quotes, references, revisions
from conflict_ledger.checks.registry import CHECKS, Check, Problem, check
from conflict_ledger.findings import Finding

if TYPE_CHECKING:
    from conflict_ledger.ledger import Ledger

__all__ = ["CHECKS", "SUBJECTS", "Check", "Problem", "check", "findings", "pages"]

SUBJECTS = (references, circles, revisions, claims, days, quotes, archive, places, completeness)


def findings(ledger: Ledger) -> list[Finding]:
    """Everything found wrong with the ledger, from its bytes to its sense, in the order of the files."""
    sense = [_found(name, problem, ledger) for name in CHECKS for problem in CHECKS[name].problems(ledger)]
    return sorted([*ledger.findings, *sense], key=lambda finding: finding.order)


def _found(name: str, problem: Problem, ledger: Ledger) -> Finding:
    line, column = ledger.place(problem.at, problem.key)
    severity = CHECKS[name].severity
    return Finding(name, severity, problem.message, problem.at.path, line, column, problem.hint, problem.address)


def pages() -> dict[str, str]:
    """The page of every check there is, those of the reading included, by name."""
    own = {name: found.page for name, found in CHECKS.items()}
    return dict(sorted({**yamltext.CHECKS, **readers.CHECKS, **reading.CHECKS, **own}.items()))
