"""The register of checks: each is one function, its name its id, its docstring its page."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, NamedTuple

from conflict_ledger import readers, reading, yamltext
from conflict_ledger.findings import ERROR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conflict_ledger.findings import At
    from conflict_ledger.ledger import Ledger


class Problem(NamedTuple):
    """What is wrong with the record at `at`, or with what it holds under `key` (dotted: `also_in.1`)."""

    at: At
    message: str
    hint: str = ""
    key: str | None = None
    address: str | None = None


class Check(NamedTuple):
    """How grave its problems are, whether they may be accepted, its page, and the function that finds them."""

    severity: str
    acceptable: bool
    page: str
    problems: Callable[[Ledger], Iterator[Problem]]


CHECKS: dict[str, Check] = {}
READING = {**yamltext.CHECKS, **readers.CHECKS, **reading.CHECKS}  # what the reading finds: a sentence or two, by name


def check(
    severity: str, *, acceptable: bool | None = None
) -> Callable[[Callable[[Ledger], Iterator[Problem]]], Callable[[Ledger], Iterator[Problem]]]:
    """Registers a function as a check. Its page starts with one sentence and holds a bad and a good example.

    Warnings and notes may be accepted, errors may not, unless it is said.
    """
    stays = severity != ERROR if acceptable is None else acceptable

    def register(function: Callable[[Ledger], Iterator[Problem]]) -> Callable[[Ledger], Iterator[Problem]]:
        CHECKS[function.__name__.replace("_", "-")] = Check(severity, stays, inspect.getdoc(function) or "", function)
        return function

    return register
