"""The rooms of the house: imports run one way, each room keeps its own business, and none grows too large."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import conflict_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

HOUSE = Path(conflict_ledger.__file__).parent
_ORDER = """words expressions records figures dates findings yamltext files model meanings readers shape distances ledger listing parallel packed cache reading partial asof history lookup standing disputes
checks contradictions totals sources changes pages schema text plots reports wire export ucdp site edit cli"""
ROOMS = _ORDER.split()
APART = ("checks", "contradictions", "totals")  # questions that do not ask each other
FILES = sorted(HOUSE.rglob("*.py"))
TREES = {path.relative_to(HOUSE).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
INSIDE = {name: tree for name, tree in TREES.items() if name not in ("__init__.py", "__main__.py")}


def room(name: str) -> str:
    return name.split("/")[0].removesuffix(".py")


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rooms_used(name: str) -> set[str]:
    inside = (module.split(".") for module in imported(TREES[name]) if module.startswith("conflict_ledger."))
    return {parts[1] for parts in inside if parts[1] != "__version__"} - {room(name)}


@pytest.mark.parametrize("name", INSIDE)
def test_imports_run_one_way(name: str) -> None:
    above = ROOMS[: ROOMS.index(room(name))]
    sideways = APART if room(name) in APART else ()
    assert rooms_used(name) <= set(above) - set(sideways)


@pytest.mark.parametrize("name", TREES)
def test_each_room_keeps_its_own_business(name: str) -> None:
    tops = {module.split(".")[0] for module in imported(TREES[name])}
    if room(name) != "yamltext":
        assert "yaml" not in tops
    if room(name) != "cli":
        assert not tops & {"typer", "sys"}
        called = {node.func for node in ast.walk(TREES[name]) if isinstance(node, ast.Call)}
        assert not {func.id for func in called if isinstance(func, ast.Name)} & {"print", "exit", "quit", "input"}
        raised = {node.id for node in ast.walk(TREES[name]) if isinstance(node, ast.Name)}
        assert "SystemExit" not in raised


@pytest.mark.parametrize("name", TREES)
def test_size_and_docstring(name: str) -> None:
    source = (HOUSE / name).read_text(encoding="utf-8")
    assert ast.get_docstring(TREES[name]), "a module says in a sentence which room it is"
    assert source.count("\n") <= 300
    functions = [node for node in ast.walk(TREES[name]) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= 40] == []


def test_every_room_is_listed() -> None:
    assert {room(name) for name in INSIDE} <= set(ROOMS)
    assert len(ROOMS) == len(set(ROOMS))
    assert len(TREES) > 20
