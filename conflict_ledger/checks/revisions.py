"""Claims that name other claims: what one revises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_ledger.checks.known import faulty, hints, rivals
from conflict_ledger.checks.registry import Problem, check
from conflict_ledger.findings import ERROR
from conflict_ledger.standing import reached

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Statement


@check(ERROR)
def revises_nothing(ledger: Ledger) -> Iterator[Problem]:
    """`revises` names no other claim on the same fact.

    What is revised counts no more. A name that is found nowhere leaves the old figure standing beside the new one. Name the
    source, the other claim's `id`, or its whole address.

    Bad:

        # data/incidents/tindara.yaml
        title: Raid on Tindara
        date: 2022-04-19
        facts:
          deaths:
            measure: killed
            claims:
              - source: kelouma-army
                document: army-statement
                count: 4
              - source: kelouma-state
                document: gazette-report
                revises: kelouma-amry   # <- `kelouma-amry` names no other claim here
                count: 17

    Good:

                revises: kelouma-army
    """
    paths = faulty(ledger)
    for others, claim, named in _revising(ledger):
        if not named and claim.at.path not in paths:
            names = [name for other in others for name in sorted(other.names)]
            hint = hints(names, f"claims here: {', '.join(names)}" if names else "there is no other claim here")
            message = f"`{claim.revises}` names no other claim here"
            yield Problem(claim.at, message, hint(claim.revises or ""), "revises", claim.address)


@check(ERROR)
def revises_later_claim(ledger: Ledger) -> Iterator[Problem]:
    """`revises` names only claims that were stated later.

    Nobody takes back what was not said yet: either a date is wrong, or the other claim is the one that revises.

    Bad:

        # data/incidents/tindara.yaml
        title: Raid on Tindara
        date: 2022-04-19
        facts:
          deaths:
            measure: killed
            claims:
              - source: kelouma-army
                document: army-statement
                revises: kelouma-state   # <- kelouma-state stated this on 2022-08-02, after 2022-04-22
                count: 4
              - source: kelouma-state
                document: gazette-report
                stated: 2022-08-02
                count: 17

    Good:

                attribution: admits
    """
    for _, claim, named in _revising(ledger):
        if named and all(_later(other, claim, ledger) for other in named):
            first, day, then = named[0], ledger.stated(claim), ledger.stated(named[0])
            message = f"{first.source} stated this on {then and then.text}, after {day and day.text}"
            yield Problem(claim.at, message, "let the later claim revise", "revises", claim.address)


@check(ERROR)
def revises_without_figure(ledger: Ledger) -> Iterator[Problem]:
    """`revises` stands on a claim, or names only claims, that give no figure and no answer.

    Only a figure replaces a figure and an answer an answer. A denial, a refusal to say and `unknown` stand beside what was said before:
    "we cannot confirm" does not unsay "more than 100".

    Bad:

        # data/incidents/tindara.yaml
        title: Raid on Tindara
        date: 2022-04-19
        facts:
          deaths:
            measure: killed
            claims:
              - source: un-mission
                document: gazette-report
                stated: 2022-04-21
                count: more than 100
              - source: un-mission
                document: un-report
                revises: un-mission   # <- a claim without a figure or an answer revises nothing
                no_position: true

    Good:

                note: The mission cannot confirm its figure of April.
    """
    for _, claim, named in _revising(ledger):
        if not _says(claim) or (claim.count and claim.count.unknown):
            message = "a claim without a figure or an answer revises nothing"
        elif named and not any(map(_says, named)):
            message = f"`{claim.revises}` gives no figure and no answer to revise"
        else:
            continue
        yield Problem(claim.at, message, "remove `revises`: both claims stand", "revises", claim.address)


@check(ERROR)
def revises_each_other(ledger: Ledger) -> Iterator[Problem]:
    """Two claims each revise the other.

    Which of the two stands cannot be told, so neither is taken to be revised.

    Bad:

        # data/incidents/tindara.yaml
        title: Raid on Tindara
        date: 2022-04-19
        facts:
          deaths:
            measure: killed
            claims:
              - id: army-morning
                source: kelouma-army
                document: army-statement
                revises: army-evening   # <- `army-evening` revises this one
                count: 4
              - id: army-evening
                source: kelouma-army
                document: army-statement
                revises: army-morning   # <- `army-morning` revises this one
                count: 17

    Good:

                note: The first toll.
    """
    claims = {claim.address: claim for _, claim, _ in _revising(ledger)}
    replaced = {
        claim.address: {other.address for other in named if not _later(other, claim, ledger)}
        for _, claim, named in _revising(ledger)
    }
    for address, claim in claims.items():
        later = reached(address, replaced)
        for other in sorted(later & claims.keys()):
            if address in later and address in replaced[other]:
                message = f"`{other.rpartition('/')[2]}` revises this one"
                yield Problem(claim.at, message, "keep one `revises`", "revises", address)


def _revising(ledger: Ledger) -> Iterator[tuple[Sequence[Statement], Statement, list[Statement]]]:
    """Each claim with `revises`, between its rivals and those of them that it names."""
    for group in rivals(ledger):
        for claim in group:
            if claim.revises:
                others = [other for other in group if other is not claim]
                yield others, claim, [other for other in others if claim.revises in other.names]


def _later(one: Statement, other: Statement, ledger: Ledger) -> bool:
    """Whether `one` was stated on a day after the other's."""
    mine, theirs = ledger.stated(one), ledger.stated(other)
    return bool(mine and theirs and theirs.before(mine))


def _says(claim: Statement) -> bool:
    """Whether the claim gives a figure (`unknown` can be revised) or an answer."""
    return claim.count is not None or any(getattr(claim, key, None) for key in ("answer", "trend", "change", "share"))
