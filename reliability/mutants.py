"""Mutants: the program with one small fault planted, and whether the tests notice.

Each mutant of the rooms that compute (figures, dates, contradictions, totals, standing) changes one thing in one place: an
operator, a number, a text, a condition, an answer. The tests of the room are collected once, and run once to see which
functions each reaches. Each mutant lives in a forked process, where the mutated module is executed over the one that is
there, and the tests that reach it run until one fails. A mutant that takes too long is killed too. What lived is run again
by the next call, what was killed is not.

    python -m reliability.mutants figures dates
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import os
import resource
import signal
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest

from reliability.equivalent import EQUIVALENT
from reliability.mutated import Mutant, mutants, planted
from reliability.reached import Reach, Reaching, heard, shares
from reliability.record import PACKAGE, ROOT, digest, record, results, sources

CONTROL = "unchanged"
SECONDS = 20  # of the processor, for all tests of one mutant
TESTS = {  # room: the files whose tests must notice, the likeliest first
    "figures": ("test_figures", "test_core_figures"),
    "dates": ("test_dates", "test_core_dates"),
    "standing": (
        "test_core_standing",
        "test_core_totals",
        "test_closing",
        "test_cases",
        "test_asof",
        "test_record",
        "test_totals",
        "test_tricky",
    ),
    "contradictions": (
        *("test_core_contradictions", "test_cases", "test_asof", "test_record", "test_tricky"),
        *("test_core_totals", "test_disagreements"),
    ),
    "totals": ("test_core_totals", "test_totals", "test_closing", "test_disagreements", "test_tricky"),
    "changes": ("test_changes",),
}


class Mutating:
    """A pytest plugin that runs the collected tests once for each mutant, in a process of its own."""

    def __init__(self, rooms: list[str], state: Path, limit: int) -> None:
        self.rooms, self.state, self.limit = rooms, state, limit
        self.verdicts: dict[str, str] = json.loads(state.read_text(encoding="utf-8")) if state.exists() else {}
        self.found: dict[str, list[str]] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> object:
        items = list(session.items)
        for room in self.rooms:
            order = [f"{name}.py" for name in TESTS[room]]
            tests = [item for item in items if item.path.name in order]
            reach = self.reach(session, tests)
            if reach is None:
                return None  # the tests run in this process, to see what they reach
            for mutant in (self.control(room), *self.of(room)):
                session.items = noticing(mutant, tests, reach)
                if self.verdict(mutant) is None and os.fork() == 0:
                    _alone(mutant, session.config)
                    return None  # and the tests run in this process
                self.settled(mutant)
        return True

    def reach(self, session: pytest.Session, tests: list[pytest.Item]) -> dict[str, Reach] | None:
        """What each test reaches; None in the process that is to find out."""
        with tempfile.NamedTemporaryFile(prefix="ledger-reach-") as told:
            path = Path(told.name)
            if (child := os.fork()) == 0:
                session.items = tests
                session.config.pluginmanager.register(Reaching(path))
                session.config.get_terminal_writer()._file = open(os.devnull, "w")  # noqa: SIM115
                return None
            os.waitpid(child, 0)
            return heard(path)

    def control(self, room: str) -> Mutant:
        """The program as it is, planted like any mutant: it must live."""
        path = sources((room,))[-1]
        tree = ast.parse(path.read_text(encoding="utf-8"))
        return Mutant(path.relative_to(PACKAGE).as_posix(), CONTROL, "", "", 0, tree)

    def of(self, room: str) -> list[Mutant]:
        found = []
        for path in sources((room,)):
            file = path.relative_to(PACKAGE).as_posix()
            found += list(mutants(file, path.read_text(encoding="utf-8")))
        step = max(1, len(found) // self.limit) if self.limit else 1
        return found[::step]

    def verdict(self, mutant: Mutant) -> str | None:
        """`killed` where it was before, on the same code; what lived is tried again."""
        known = self.verdicts.get(self.key(mutant))
        return known if known == "killed" else None

    def key(self, mutant: Mutant) -> str:
        code = hashlib.sha256((PACKAGE / mutant.file).read_bytes()).hexdigest()[:8]
        return f"{code} {mutant.name}"

    def settled(self, mutant: Mutant) -> None:
        if self.verdict(mutant) is None:
            _, status = os.wait()
            lived = os.waitstatus_to_exitcode(status) == 0
            if mutant.place == CONTROL and not lived:
                raise SystemExit(f"{mutant.file}: the tests fail without a mutant")
            self.verdicts[self.key(mutant)] = "lived" if lived else "killed"
            self.state.write_text(json.dumps(self.verdicts, indent=0, ensure_ascii=False), encoding="utf-8")
        if mutant.place == CONTROL:
            return
        room = mutant.file.split("/")[0].removesuffix(".py")
        self.found.setdefault(room, []).append(mutant.name if self.verdict(mutant) is None else "")


def noticing(mutant: Mutant, tests: list[pytest.Item], reach: dict[str, Reach]) -> list[pytest.Item]:
    """The tests that may notice, those that share no fixture first, and of them the quickest."""
    name = f"{mutant.file} {mutant.place}"
    able = [one for one in tests if not mutant.function or name in reach[one.nodeid].functions]
    return sorted(able, key=lambda one: (shares(one), reach[one.nodeid].seconds))


def _alone(mutant: Mutant, config: pytest.Config) -> None:
    """Makes this process the mutant's: silent, limited, mutated."""
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    spent = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(resource.RLIMIT_CPU, (int(spent.ru_utime + spent.ru_stime) + SECONDS,) * 2)
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
    config.get_terminal_writer()._file = open(os.devnull, "w")  # noqa: SIM115 - as long as the process
    try:
        planted(mutant)
    except Exception:
        os._exit(1)


def main() -> None:
    """Runs the rooms named, or all, and records each; what lived is printed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rooms", nargs="*", help=f"of {', '.join(TESTS)}")
    parser.add_argument("--state", type=Path, default=Path(tempfile.gettempdir()) / "ledger-mutants.json")
    parser.add_argument(
        "--limit", type=int, default=0, help="at most about this many mutants of each room, evenly taken"
    )
    options = parser.parse_args()
    rooms = options.rooms or list(TESTS)
    os.nice(10)
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)  # one failure is enough: none is made smaller
    hypothesis.settings.register_profile(
        "mutants", max_examples=20, derandomize=True, database=None, deadline=None, phases=phases
    )
    hypothesis.settings.load_profile("mutants")
    plugin = Mutating(rooms, options.state, options.limit)
    parent = os.getpid()
    files = [str(ROOT / "tests" / f"{name}.py") for room in rooms for name in TESTS[room]]
    present = [file for file in dict.fromkeys(files) if Path(file).exists()]
    with tempfile.TemporaryDirectory(prefix="ledger-mutants-") as folder:
        silent = ["-x", "-q", "--tb=no", "-W", "ignore", "-p", "no:cacheprovider", "--no-header"]
        code = pytest.main([*silent, f"--basetemp={folder}/tests", *present], plugins=[plugin])
        if os.getpid() != parent:
            os._exit(int(code))
    for room, lived in plugin.found.items():
        report(room, lived, complete=not options.limit)


def report(room: str, lived: list[str], *, complete: bool) -> None:
    """Prints what lived in the room and, where all its mutants were run, records the count."""
    alive = [name for name in lived if name]
    unexplained = [name for name in alive if name not in EQUIVALENT]
    killed = len(lived) - len(alive)
    print(*unexplained, sep="\n")
    print(f"{room}: {killed} of {len(lived)} killed, {len(alive) - len(unexplained)} of the others equivalent")
    if complete:
        rooms = results().get("mutants", {}).get("by_room", {})
        counts = {"mutants": len(lived), "killed": killed, "lived": alive}
        rooms[room] = {**counts, "measured": datetime.now(UTC).date().isoformat(), "code": digest((room,))}
        record("mutants", {"by_room": rooms}, tuple(TESTS), ("pytest", "hypothesis"))


if __name__ == "__main__":
    main()
