"""What the desk prefers, and what was typed twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conflict_ledger.checks.known import faulty, hints, rivals, statements
from conflict_ledger.checks.registry import Problem, check
from conflict_ledger.findings import ERROR
from conflict_ledger.standing import current

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Statement


@check(ERROR)
def prefers_no_claim(ledger: Ledger) -> Iterator[Problem]:
    """An assessment prefers what is no current claim on its fact.

    `--rule preferred` sums the claims that the desk prefers; one that was revised, withdrawn or never written adds nothing.

    Bad:

        # data/incidents/tindara.yaml
        title: Raid on Tindara
        date: 2022-04-19
        facts:
          deaths:
            measure: killed
            claims:
              - source: un-mission
                document: un-report
                count: 12
            assessment:
              prefer: un-misson   # <- `un-misson` is no current claim on this fact
              reason: On-site investigation.
              by: desk
              date: 2022-09-02

    Good:

              prefer: un-mission
    """
    paths = faulty(ledger)
    for incident, fact in ledger.facts():
        if fact.assessment and fact.at.path not in paths and not (fact.withdrawn or incident.withdrawn):
            preferred = fact.assessment.prefer
            claims = current(fact, ledger)
            names = [name for claim in claims for name in (claim.source, claim.address, _short(claim))]
            if preferred not in names:
                message = f"`{preferred}` is no current claim on this fact"
                hint = hints(
                    names, f"current claims: {', '.join(map(_short, claims))}" if names else "remove the assessment"
                )
                yield Problem(fact.at, message, hint(preferred), "assessment.prefer", fact.address)


@check(ERROR)
def said_twice(ledger: Ledger) -> Iterator[Problem]:
    """Two claims of one source in one document say the same.

    The `id` that tells them apart hides that one was typed twice.

    Bad:

        # data/incidents/tindara.yaml
        title: Raid on Tindara
        date: 2022-04-19
        facts:
          deaths:
            measure: killed
            claims:
              - id: un-1
                source: un-mission
                document: un-report
                count: 12
              - id: un-2                 # <- the same as un-1
                source: un-mission
                document: un-report
                count: 12

    Good:

              - id: un-2
                victims: civilians
    """
    for group in rivals(ledger):
        seen: dict[tuple[str, str | None], list[Statement]] = {}
        for claim in group:
            others = seen.setdefault((claim.source, claim.document), [])
            if twin := next((other for other in others if _bare(other) == _bare(claim)), None):
                message = f"the same as {_short(twin)}"
                yield Problem(claim.at, message, "keep one of the two", None, claim.address)
            others.append(claim)


def _bare(claim: Statement) -> Statement:
    """What the claim says, without what the desk says about it."""
    return replace(claim, id=None, address="", note=None, translation=None, accepted=())


@check(ERROR)
def document_twice(ledger: Ledger) -> Iterator[Problem]:
    """A claim names one document twice.

    Documents are counted beside their source: "1 source, 4 documents".

    Bad:

        # data/incidents/tindara.yaml
        title: Raid on Tindara
        date: 2022-04-19
        facts:
          deaths:
            measure: killed
            claims:
              - source: un-mission
                document: un-report
                also_in:
                  - gazette-report
                  - un-report   # <- un-report is named already
                count: 12

    Good:

                  - army-statement
    """
    for claim in statements(ledger):
        for number, name in enumerate(claim.also_in):
            if name in (claim.document, *claim.also_in[:number]):
                yield Problem(claim.at, f"{name} is named already", "remove it", f"also_in.{number}", claim.address)


def _short(claim: Statement) -> str:
    """The claim's name on its own fact."""
    return claim.address.rpartition("/")[2]
