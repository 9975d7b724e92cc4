"""Everything read is accounted for: each claim is counted, or set aside for the first reason that applies."""

from __future__ import annotations

from dataclasses import dataclass

REASONS = {
    "withdrawn": "the desk withdrew it",
    "excluded": "the published total leaves the incident or fact out",
    "question": "it answers a question and counts nobody",
    "other measure": "it counts something else",
    "part of a counted fact": "these people are counted in the fact that theirs is part of",
    "revised": "its source gave a later figure",
    "drift": "a document changed its source's figure on the way",
    "repeated": "its source's figure is counted once already",
    "other source": "another source's figure is summed",
    "no assessment": "the desk has not judged between the rival claims",
    "scope": "it covers only a part of the fact, or more than it",
    "denial": "it denies what others say",
    "no position": "it takes no position",
    "other victims": "its victims are others",
    "other category": "its perpetrator is in another category",
}


class Unaccounted(AssertionError):  # noqa: N818 - the name says what happened
    """A claim was neither counted nor set aside: a bug in this program."""


@dataclass(frozen=True, slots=True)
class Account:
    """`counted` are addresses of claims; `aside` gives, for each reason, the addresses set aside for it."""

    counted: tuple[str, ...]
    aside: dict[str, tuple[str, ...]]

    @property
    def read(self) -> int:
        return len(self.counted) + sum(map(len, self.aside.values()))


def account(fates: dict[str, str | None]) -> Account:
    """From each claim's reason, None where it is counted. Raises Unaccounted for a reason that is not in the list."""
    if strange := {reason for reason in fates.values() if reason is not None} - REASONS.keys():
        raise Unaccounted(f"no such reason: {sorted(strange)}")
    counted = tuple(sorted(address for address, reason in fates.items() if reason is None))
    aside = {
        reason: tuple(sorted(address for address, why in fates.items() if why == reason))
        for reason in REASONS
        if reason in fates.values()
    }
    return Account(counted, aside)
