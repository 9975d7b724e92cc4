"""Laws of the whole house: every regular expression in it takes time that grows as the text does, and no faster.

The expressions are found where they are, so a new one is held to the law too. Each is tried on texts made from its own
parts: what leads to a repetition, what is repeated, many times, and an end that does not fit. Growth is measured, never
time itself: four times the text may take nine times as long, and not sixteen.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import re._constants as code  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

import conflict_ledger
from conflict_ledger.expressions import Expression

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

HOUSE = Path(conflict_ledger.__file__).parent
LENGTHS = (8, 12, 16, 20, 24, 28, 32, 64, 256, 1024, 4096, 16384)
NOTICED = 0.001  # seconds: below this the clock says nothing about growth
CHARACTERS = "a0 \n\t-.,:;#'\"/_AZ~+[]{}()|>$\u00e9\u2066\u200b\x00\ud800"
ENDS = ("", "\x01", "\n", "a\x01")


class Use(NamedTuple):
    """A regular expression and one method that is called on it."""

    pattern: re.Pattern[Any]
    method: str
    where: str


# --- where they are ----------------------------------------------------------------------------------------------------


def modules() -> list[ModuleType]:
    found = pkgutil.walk_packages([str(HOUSE)], "conflict_ledger.")
    return [importlib.import_module(info.name) for info in found if not info.name.endswith("__main__")]


def held(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    """The compiled patterns in a value: in tables, and in what functions close over."""
    if isinstance(value, re.Pattern | Expression):
        yield value if isinstance(value, re.Pattern) else value.compiled
    elif isinstance(value, dict) and depth < 4:
        for child in value.values():
            yield from held(child, depth + 1)
    elif isinstance(value, list | tuple | set | frozenset) and depth < 4:
        for child in value:
            yield from held(child, depth + 1)
    elif depth < 4:
        for cell in getattr(value, "__closure__", None) or ():
            yield from held(cell.cell_contents, depth + 1)


def called(tree: ast.AST) -> Iterator[tuple[str, str, ast.Call]]:
    """Each call of a method of a name: the name, the method, the call."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
        ):
            yield node.func.value.id, node.func.attr, node


METHODS = {"search", "match", "fullmatch", "sub", "subn", "findall", "finditer", "split"}


def written(module: str, tree: ast.AST) -> Iterator[Use]:
    """`re.sub("…", …)`: expressions within a function."""
    for name, method, call in called(tree):
        if name == "re" and method in METHODS and isinstance(call.args[0], ast.Constant):
            flags = next((key.value for key in call.keywords if key.arg == "flags"), None)
            number = eval(ast.unparse(flags), {"re": re}) if flags else 0
            yield Use(re.compile(call.args[0].value, number), method, f"{module}:{call.lineno}")


def uses() -> list[Use]:
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(HOUSE.rglob("*.py"))}
    found = [use for path, tree in trees.items() for use in written(path.relative_to(HOUSE).as_posix(), tree)]
    methods: dict[str, set[str]] = {}
    for tree in trees.values():
        for name, method, _ in called(tree):
            methods.setdefault(name, set()).add(method)
    for module in modules():
        inside = called(trees[Path(module.__file__ or "")])
        local = {method for name, method, _ in inside if name.islower() and name != "re"}
        for name, value in vars(module).items():
            for pattern in held(value):
                here = methods.get(name, set()) & METHODS or local & METHODS
                found += [Use(pattern, method, f"{module.__name__}.{name}") for method in sorted(here)]
    unique = {(use.pattern, use.method if use.method in ("match", "fullmatch") else "sub"): use for use in found}
    return sorted(unique.values(), key=lambda use: use.where)


# --- texts that may take long ------------------------------------------------------------------------------------------


def fits(member: Any, char: str) -> bool:
    """Whether one member of a set holds the character."""
    kind, value = member
    if kind is code.LITERAL:
        return ord(char) == value
    if kind is code.RANGE:
        return bool(value[0] <= ord(char) <= value[1])
    sets = {"DIGIT": str.isdigit, "SPACE": str.isspace, "WORD": lambda one: one.isalnum() or one == "_"}
    name = str(value).removeprefix("CATEGORY_").removeprefix("UNI_")
    return name.startswith("NOT_") != sets[name.removeprefix("NOT_")](char)


def characters(item: Any) -> list[str]:
    """Some characters that one item of an expression matches, or none if it is no single character."""
    kind, value = item
    if kind is code.LITERAL:
        return [chr(value)]
    if kind is code.NOT_LITERAL:
        return [char for char in CHARACTERS if ord(char) != value][:8]
    if kind is code.ANY:
        return list("a0 #")
    if kind is not code.IN:
        return []
    negated = value[0][0] is code.NEGATE
    members = value[1:] if negated else value
    own = [chr(one[1]) for one in members if one[0] is code.LITERAL]
    own += [chr(one[1][0]) for one in members if one[0] is code.RANGE]
    return [char for char in (*CHARACTERS, *own) if any(fits(member, char) for member in members) != negated][:12]


def inner(item: Any) -> list[Any]:
    """The expressions within an item: of a group, a repetition, each branch, a condition ahead."""
    kind, value = item
    if kind is code.BRANCH:
        return list(value[1])
    if kind in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
        return [value[2]]
    if kind is code.SUBPATTERN:
        return [value[3]]
    if kind is code.ATOMIC_GROUP:
        return [value]
    return [value[1]] if kind in (code.ASSERT, code.ASSERT_NOT) else []


def sample(items: Any) -> str:
    """A text that the expression most likely matches."""
    text = ""
    for item in items:
        if item[0] in (code.ASSERT, code.ASSERT_NOT):
            continue
        least = (
            item[1][0] if inner(item) and item[0] in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT) else 1
        )
        text += (characters(item) or ["".join(sample(part) for part in inner(item)[:1])])[0] * max(least, 1)
    return text


def repeated(items: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Each repetition without a near end: what leads to it, and what may be repeated."""
    for item in items:
        for part in inner(item):
            yield from repeated(part, before)
        if item[0] in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT) and item[1][1] > 32:
            body = item[1][2]
            single = characters(body[0]) if len(body) == 1 else []
            for text in (*single, sample(body)):
                yield before, text
        before += sample([item])


def attacks(pattern: re.Pattern[Any]) -> list[tuple[str, str, str]]:
    """Texts that make the expression try again and again: a beginning, what is repeated, an end."""
    found = []
    for before, piece in repeated(parser.parse(pattern.pattern, pattern.flags)):
        found += [(before, piece, end) for end in ENDS]
        found += [("", before + piece, "\x01"), ("", before, "\x01")]
    return list(dict.fromkeys(found))


# --- how the time grows ------------------------------------------------------------------------------------------------


def spent(use: Use, text: str) -> float:
    given = text.encode("utf-8", "surrogatepass") if isinstance(use.pattern.pattern, bytes) else text
    anchored = {"match": use.pattern.match, "fullmatch": use.pattern.fullmatch}
    run = anchored.get(use.method) or (lambda whole: use.pattern.sub(whole[:0], whole))
    start = time.process_time()
    run(given)
    return time.process_time() - start


def grows_too_fast(use: Use) -> bool:
    """Whether some text takes the expression more than in proportion; lengths grow until that shows."""
    return any(_grows(use, *attack) for attack in attacks(use.pattern))


def _grows(use: Use, before: str, piece: str, end: str) -> bool:
    for shorter, longer in pairwise(LENGTHS):
        few, many = (before + piece * length + end for length in (shorter, longer))
        if spent(use, many) > NOTICED:
            bound = 2.2 * longer / shorter
            if best(use, many) > bound * best(use, few):
                return True
    return False


def best(use: Use, text: str) -> float:
    return max(min(spent(use, text) for _ in range(4)), NOTICED / 50)


USES = uses()


@pytest.mark.parametrize("use", USES, ids=lambda use: f"{use.where}-{use.method}")
def test_time_grows_with_the_text(use: Use) -> None:
    assert not grows_too_fast(use), f"{use.where}: {use.pattern.pattern}"


@pytest.mark.parametrize(
    ("pattern", "method"),
    [
        (r"(a+)+$", "search"),
        (r"(a+)+b", "fullmatch"),
        (r"(?:a|a)*b", "fullmatch"),
        (r"x[a-z]*[a-m]*[0a]*!", "fullmatch"),
        (r"\s+$", "search"),
        (r"\{(.*?)\}", "sub"),
        (rb"(?:[0-9]+,?)*!", "match"),
    ],
)
def test_an_expression_that_runs_away_is_caught(pattern: str | bytes, method: str) -> None:
    assert grows_too_fast(Use(re.compile(pattern), method, "planted"))


@pytest.mark.parametrize(
    ("pattern", "method"), [(r"(?:a|b)+c", "fullmatch"), (r"#[^#]*#", "sub"), (r"^ *+x", "search")]
)
def test_an_expression_that_does_not_is_let_be(pattern: str, method: str) -> None:
    assert not grows_too_fast(Use(re.compile(pattern, re.MULTILINE), method, "planted"))


def test_all_are_found() -> None:
    """In tables, in what functions close over, and within functions."""
    where = {use.where.partition(":")[0] for use in USES}
    assert {
        "conflict_ledger.figures.FORMS",
        "conflict_ledger.figures._REWRITINGS",
        "conflict_ledger.dates.FORM",
    } <= where
    assert {"conflict_ledger.yamltext.gate._COMMENT", "lookup.py"} <= where
    assert sum(use.where.endswith(".READERS") for use in USES) >= 6
    assert len(USES) > 60
