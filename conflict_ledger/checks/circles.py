"""Records that are part of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_ledger.checks import uses
from conflict_ledger.checks.registry import Problem, check
from conflict_ledger.findings import ERROR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflict_ledger.ledger import Ledger


@check(ERROR)
def fact_in_circle(ledger: Ledger) -> Iterator[Problem]:
    """A fact is, by way of `part_of`, part of itself.

    A part is set aside where its whole is counted. In a circle each would be the whole of the other, and neither its dead
    nor theirs could be counted once.

    Bad:

        # data/incidents/tindara.yaml
        title: Raid on Tindara
        date: 2022-04-19
        facts:
          deaths:
            measure: killed
            part_of: market-deaths   # <- tindara/deaths is part of tindara/market-deaths, which is part of tindara/deaths
            claims: []
          market-deaths:
            measure: killed
            part_of: deaths
            claims: []

    Good:

            note: The dead of the market among them.
    """
    facts = {fact.address: fact for _, fact in ledger.facts()}
    for circle in _circles({use.address: use.name for use in uses.wholes(ledger)}):
        yield Problem(facts[circle[0]].at, _said(circle), "remove one `part_of`", "part_of", circle[0])


@check(ERROR)
def actor_in_circle(ledger: Ledger) -> Iterator[Problem]:
    """An actor is, by way of `part_of`, part of itself.

    Two claims agree on the perpetrator where one actor is part of the other. In a circle everybody would agree.

    Bad:

        # data/actors.yaml
        kelouma-state:
          name: Government of Kelouma
          kind: government
          part_of: kelouma-army
        kelouma-army:
          name: Army of Kelouma
          kind: state-forces
          part_of: kelouma-state   # <- kelouma-army is part of kelouma-state, which is part of kelouma-army

    Good:

          country: ML
    """
    wholes = {name: actor.part_of for name, actor in ledger.actors.items() if actor.part_of}
    for circle in _circles(wholes):
        yield Problem(ledger.actors[circle[0]].at, _said(circle), "remove one `part_of`", "part_of", circle[0])


def _circles(wholes: dict[str, str]) -> Iterator[list[str]]:
    """Each circle once, from its first member in alphabetical order."""
    for start in sorted(wholes):
        chain = [start]
        while (whole := wholes.get(chain[-1])) and whole not in chain:
            chain.append(whole)
        if whole == start == min(chain):
            yield chain


def _said(circle: list[str]) -> str:
    return f"{circle[0]} is part of " + ", which is part of ".join([*circle[1:], circle[0]])
