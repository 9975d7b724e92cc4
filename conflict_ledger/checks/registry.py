"""The register of checks: each is one function, its name its id, its docstring its page."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, NamedTuple

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
    """How grave its problems are, its page for the reader, and the function that finds them."""

    severity: str
    page: str
    problems: Callable[[Ledger], Iterator[Problem]]


CHECKS: dict[str, Check] = {}


def check(
    severity: str,
) -> Callable[[Callable[[Ledger], Iterator[Problem]]], Callable[[Ledger], Iterator[Problem]]]:
    """Registers a function as a check. Its page starts with one sentence and holds a bad and a good example."""

    def register(function: Callable[[Ledger], Iterator[Problem]]) -> Callable[[Ledger], Iterator[Problem]]:
        CHECKS[function.__name__.replace("_", "-")] = Check(severity, inspect.getdoc(function) or "", function)
        return function

    return register
