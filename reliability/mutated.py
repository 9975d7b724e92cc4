"""What a mutant is: one change in one place of a module, and that module executed over the one that is there."""

from __future__ import annotations

import ast
import copy
import importlib
import sys
from types import FunctionType, MemberDescriptorType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType


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
    if isinstance(old, staticmethod) and isinstance(new, staticmethod):
        return _took(old.__func__, new.__func__)
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
