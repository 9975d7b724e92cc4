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
import copy
import hashlib
import importlib
import json
import os
import resource
import signal
import sys
import tempfile
from pathlib import Path
from types import FunctionType, MemberDescriptorType
from typing import TYPE_CHECKING, Any, NamedTuple

import hypothesis
import pytest

from reliability.equivalent import EQUIVALENT
from reliability.reached import Reach, Reaching, heard, shares
from reliability.record import PACKAGE, ROOT, record, results, sources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

CONTROL = "unchanged"
SECONDS = 20  # of the processor, for all tests of one mutant
TESTS = {  # room: the files whose tests must notice, the likeliest first
    "figures": ("test_figures", "test_core_figures"),
    "dates": ("test_dates", "test_core_dates"),
    "standing": ("test_core_standing", "test_cases", "test_asof", "test_record", "test_totals", "test_tricky"),
    "contradictions": ("test_core_contradictions", "test_cases", "test_asof", "test_record", "test_tricky"),
    "totals": ("test_core_totals", "test_totals", "test_closing", "test_disagreements", "test_tricky"),
    "changes": ("test_changes",),
}


class Mutant(NamedTuple):
    """One change: the path of the module in the package, where in it, what stood there, what stands there now."""

    file: str
    place: str
    was: str
    now: str
    number: int  # of those alike
    tree: ast.Module
    function: bool = False  # it is in a function: what does not call that cannot notice

    @property
    def name(self) -> str:
        again = f" ({self.number})" if self.number else ""
        return f"{self.file} {self.place}: {self.was} → {self.now}{again}"


# --- what is changed ---------------------------------------------------------------------------------------------------

COMPARED: dict[type, type] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
COMPUTED: dict[type, type] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in the node's place: each with one change."""
    if isinstance(node, ast.Compare):
        for index, operator in enumerate(node.ops):
            yield _with(node, ops=[*node.ops[:index], COMPARED[type(operator)](), *node.ops[index + 1 :]])
    elif isinstance(node, ast.BoolOp):
        yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.BinOp) and type(node.op) in COMPUTED:
        yield _with(node, op=COMPUTED[type(node.op)]())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield node.operand
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, ast.Name) and node.id in NAMES:
        yield _with(node, id=NAMES[node.id])
    else:
        yield from _statements(node)


def _constants(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield _with(node, value=not node.value)
    elif isinstance(node.value, int):
        yield _with(node, value=node.value + 1)
    elif isinstance(node.value, str):
        yield _with(node, value=f"{node.value}XX")


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.If | ast.IfExp) and not _typing(node):
        yield _with(node, test=ast.UnaryOp(ast.Not(), node.test))
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield _with(node, ifs=[])
    elif isinstance(node, ast.Return) and node.value and not _constant(node.value, None):
        yield _with(node, value=ast.Constant(None))
    elif isinstance(node, ast.Continue):
        yield ast.Break()
    elif isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant):
        yield ast.Pass()


def _constant(node: ast.AST, value: object) -> bool:
    return isinstance(node, ast.Constant) and node.value is value


def _typing(node: ast.If | ast.IfExp) -> bool:
    return isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _with(node: ast.AST, **values: Any) -> ast.AST:
    changed = copy.copy(node)
    for name, value in values.items():
        setattr(changed, name, value)
    return changed


SKIPPED = ("annotation", "returns", "decorator_list", "type_params")  # fields of a node that are not run, or not ours


def mutants(file: str, source: str) -> Iterator[Mutant]:
    """Every mutant of one module. Annotations, docstrings and imports are left alone."""
    tree = ast.parse(source)
    seen: dict[str, int] = {}
    functions = set(_functions(tree, ""))
    for parent, field, index, node, place in _nodes(tree, "module"):
        for changed in changes(node):
            was, now = _shown(node), _shown(changed)
            key = f"{place} {was} {now}"
            mutated = _replaced(tree, parent, field, index, changed)
            yield Mutant(file, place, was, now, seen.setdefault(key, 0), mutated, place in functions)
            seen[key] += 1


def _nodes(parent: ast.AST, place: str) -> Iterator[tuple[ast.AST, str, int | None, ast.AST, str]]:
    """Each node that may be changed: what holds it, in which field, where in that, itself, the function it is in."""
    if isinstance(parent, ast.FunctionDef | ast.ClassDef):
        place = f"{place}.{parent.name}" if place != "module" else parent.name
    for field, value in ast.iter_fields(parent):
        if field in SKIPPED:
            continue
        for index, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(node, ast.AST) or isinstance(node, ast.Import | ast.ImportFrom) or _no_code(node):
                continue
            yield parent, field, index, node, place
            yield from _nodes(node, place)


def _functions(parent: ast.AST, place: str) -> Iterator[str]:
    """The names of the functions, with those of what they stand in."""
    for node in ast.iter_child_nodes(parent):
        inner = f"{place}{node.name}" if isinstance(node, ast.FunctionDef | ast.ClassDef) else place.removesuffix(".")
        if isinstance(node, ast.FunctionDef):
            yield inner
        yield from _functions(node, f"{inner}." if inner else "")


def _no_code(node: ast.AST) -> bool:
    """A docstring, an import for the type checker, `__all__`."""
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0]) == "__all__"
    return (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)) or (
        isinstance(node, ast.If) and _typing(node)
    )


def _replaced(tree: ast.Module, parent: ast.AST, field: str, index: int | None, changed: ast.AST) -> ast.Module:
    """A copy of the tree with the change in it; the tree itself stays."""
    value = getattr(parent, field)
    setattr(parent, field, changed if index is None else [*value[:index], changed, *value[index + 1 :]])
    mutated = ast.fix_missing_locations(copy.deepcopy(tree))
    setattr(parent, field, value)
    return mutated


def _shown(node: ast.AST) -> str:
    text = ast.unparse(node).split("\n")[0]
    return text if len(text) <= 100 else text[:97] + "..."


# --- how it lives ------------------------------------------------------------------------------------------------------


class Over(dict[str, Any]):
    """The names of a module while it is executed again: functions and classes stay themselves and take the new code."""

    def __init__(self, module: ModuleType) -> None:
        super().__init__()
        self.module, self.old = module, dict(vars(module))

    def __getitem__(self, name: str) -> Any:
        return vars(self.module)[name]

    def __setitem__(self, name: str, value: Any) -> None:
        old = self.old.get(name)
        if value is not old and not _took(old, value):
            setattr(self.module, name, value)
            for other in list(sys.modules.values()):
                if other.__name__.startswith(("conflict_ledger", "test_")) and vars(other).get(name) is old is not None:
                    setattr(other, name, value)


def _took(old: Any, new: Any) -> bool:
    """Whether what was there took the code of what is there now, so that all who know it run the new code."""
    if isinstance(old, type) and isinstance(new, type):
        for name, value in vars(new).items():
            slot = isinstance(value, MemberDescriptorType)
            if not _took(vars(old).get(name), value) and not slot and (_function(value) or not name.startswith("__")):
                setattr(old, name, value)
        return True
    if isinstance(old, property) and isinstance(new, property):
        return _took(old.fget, new.fget)
    if not (_function(old) and _function(new)):
        return False
    closed = new.__code__.co_freevars
    if closed != old.__code__.co_freevars or closed not in ((), ("__class__",)):  # what it closes over stays with it
        return False
    old.__code__, old.__defaults__, old.__kwdefaults__ = new.__code__, new.__defaults__, new.__kwdefaults__
    return True


def _function(value: Any) -> bool:
    return isinstance(value, FunctionType)


def planted(mutant: Mutant) -> None:
    """Executes the mutant over its module, in this process."""
    name = f"conflict_ledger.{mutant.file.removesuffix('.py').replace('/', '.')}".removesuffix(".__init__")
    module = importlib.import_module(name)
    exec(compile(mutant.tree, module.__file__ or "", "exec"), vars(module), Over(module))


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
        rooms[room] = {"mutants": len(lived), "killed": killed, "equivalent": len(alive) - len(unexplained)}
        record("mutants", {"by_room": rooms, "lived": alive}, tuple(TESTS), ("pytest", "hypothesis"))


if __name__ == "__main__":
    main()
