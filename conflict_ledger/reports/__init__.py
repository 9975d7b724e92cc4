"""What `ledger validate` found, as other programs take it: each format a function from a verdict to text, in a file of its own.

User text is data in all of them. What would act on a reader is shown by its number (`safe`) before a format
escapes what acts on its own, so that nothing is lost and nothing is obeyed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflict_ledger.findings import SEVERITIES

if TYPE_CHECKING:
    from conflict_ledger.findings import Finding
    from conflict_ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Verdict:
    """The findings to show, the paths of the files they were looked for in, and the ledger, which was judged as a whole.

    `accepted` are findings that the desk lets stand. `folder` leads from the top of the repository to the ledger (empty:
    it is the top), for readers that know files by their place in the repository.
    """

    findings: list[Finding]
    accepted: list[Finding]
    paths: list[str]
    ledger: Ledger
    folder: str = ""

    def inside(self, path: str) -> str:
        """The path as it is from the top of the repository."""
        return f"{self.folder}/{path}" if self.folder else path

    def by_file(self) -> dict[str, list[Finding]]:
        """The findings of each file that has any, the files by name."""
        files: dict[str, list[Finding]] = {}
        for one in sorted(self.findings, key=lambda finding: finding.order):
            files.setdefault(one.path, []).append(one)
        return files


def rank(finding: Finding) -> int:
    """How grave it is: 0 for an error."""
    return SEVERITIES.index(finding.severity)
