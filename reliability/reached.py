"""Which functions of the program each test reaches: a mutant of one of them needs no other test."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from reliability.record import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path
    from types import FrameType


class Reach(NamedTuple):
    """`functions` as `totals/tally.py _Summing.take`; the seconds of the processor that the test took."""

    functions: frozenset[str]
    seconds: float


class Reaching:
    """A pytest plugin that notes for each test what it calls. Tests that share a fixture reach what any of them does."""

    def __init__(self, told: Path) -> None:
        self.told = told
        self.found: dict[str, tuple[set[str], float]] = {}
        self.shared: dict[str, set[str]] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        here = self.shared.setdefault(item.path.name, set()) if shares(item) else set()
        start = time.process_time()
        forget()

        def note(frame: FrameType, event: str, _: Any) -> None:
            if event == "call" and frame.f_code.co_filename.startswith(str(PACKAGE)):
                here.add(f"{frame.f_code.co_filename[len(str(PACKAGE)) + 1 :]} {frame.f_code.co_qualname}")

        sys.setprofile(note)
        try:
            return (yield)
        finally:
            sys.setprofile(None)
            self.found[item.nodeid] = here, time.process_time() - start

    def pytest_sessionfinish(self) -> None:
        plain = {name: [sorted(functions), seconds] for name, (functions, seconds) in self.found.items()}
        self.told.write_text(json.dumps(plain), encoding="utf-8")


def forget() -> None:
    """Empties what the program keeps: what an earlier test has asked for already is reached by this one too."""
    for module in [one for name, one in sys.modules.items() if name.startswith("conflict_ledger")]:
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def shares(item: pytest.Item) -> bool:
    """Whether another test may have made what this one uses."""
    fixtures = getattr(item, "_fixtureinfo").name2fixturedefs  # noqa: B009 - pytest has no public name for it
    return any(
        one.scope != "function" for name in fixtures if name != "request" for one in fixtures[name] if _ours(one)
    )


def _ours(fixture: Any) -> bool:
    return bool(fixture.baseid)


def heard(told: Path) -> dict[str, Reach]:
    """What was noted, by the name of the test."""
    plain = json.loads(told.read_text(encoding="utf-8"))
    return {
        name: Reach(frozenset(one.replace("<locals>.", "") for one in functions), seconds)
        for name, (functions, seconds) in plain.items()
    }
