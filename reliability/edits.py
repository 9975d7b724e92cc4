"""Edits of random documents: the file must say the same and the edit, every comment and every other line where it was.

Told by witnesses that share nothing with the code that edits: the comments by the number that each has, the lines by their bytes,
the meaning by ruamel.yaml's own reader.

    python -m reliability.edits --documents 10000
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from random import Random
from typing import TYPE_CHECKING, Any

from ruamel.yaml.error import YAMLError

from conflict_ledger import model
from conflict_ledger.edit.layout import laid_out
from conflict_ledger.edit.order import later
from conflict_ledger.edit.refused import Refused
from conflict_ledger.edit.splice import Edit, spliced
from conflict_ledger.yamltext import read
from reliability.differential import Otherwise, theirs
from reliability.documents import claim, document
from reliability.record import WRITING, record

if TYPE_CHECKING:
    from collections.abc import Callable

SEED = 20220419
PATH = "data/incidents/tindara.yaml"
LINES, COMMENTS, MEANING = "lines", "comments", "meaning"
_COMMENT = re.compile(rb"#[! ]*c[0-9]+ [^\r\n]*")


def edits(data: bytes, chance: Random) -> dict[str, tuple[Callable[[], bytes], Any]]:
    """What is done to the document, and the plain data that must come of it, keys in any order."""
    tree = read(data).tree
    facts = tree["facts"]  # type: ignore[index,call-overload]
    fact = chance.choice(list(facts))
    number = chance.randrange(len(facts[fact]["claims"]))
    new = claim(chance, 99)
    revising = {**new, "revises": "un-mission"}
    withdrawn = {"date": "2024-01-01", "reason": chance.choice(("Another place.", "It was\nanother place."))}

    def with_claims(change: Callable[[list[Any]], list[Any]]) -> Any:
        claims = change(list(facts[fact]["claims"]))
        return {**tree, "facts": {**facts, fact: {**facts[fact], "claims": claims}}}  # type: ignore[dict-item]

    route = ("facts", fact, "claims")
    taken = Edit((*route, number), "withdrawn", withdrawn, before=later(model.Claim, "withdrawn"))
    return {
        "add": (lambda: spliced(data, Edit(route, None, new), PATH), with_claims(lambda old: [*old, new])),
        "revise": (lambda: spliced(data, Edit(route, None, revising), PATH), with_claims(lambda old: [*old, revising])),
        "withdraw": (
            lambda: spliced(data, taken, PATH),
            with_claims(lambda old: [*old[:number], {**old[number], "withdrawn": withdrawn}, *old[number + 1 :]]),
        ),
        "fmt": (lambda: laid_out(data, PATH), tree),
    }


def wrong(what: str, before: bytes, after: bytes, expected: Any) -> str:
    """What the edit changed beyond itself: LINES, COMMENTS or MEANING; or nothing."""
    if Counter(_COMMENT.findall(before)) != Counter(_COMMENT.findall(after)):
        return COMMENTS
    if what == "fmt":
        if laid_out(after, PATH) != after or b"\r" in after or after.startswith(b"\xef\xbb\xbf"):
            return LINES
    elif not _kept(_ended(before).split(b"\n"), _ended(after).split(b"\n")):
        return LINES
    try:
        told = theirs(after)
    except (YAMLError, Otherwise):
        told = read(after).tree
    return "" if told == expected else MEANING


def _ended(data: bytes) -> bytes:
    """The file with an end to its last line, which what is put below it needs."""
    return data if data.endswith(b"\n") else data + (b"\r\n" if b"\r\n" in data else b"\n")


def _kept(old: list[bytes], new: list[bytes]) -> bool:
    """Whether the new lines are the old ones with some more in one place; a line with brackets may have the new words in it."""
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    changed = old[start : len(old) - end]
    return not changed or (len(changed) == 1 and bool(re.search(rb"[\[\]{}]", changed[0])))


def _alike(one: list[bytes], other: list[bytes]) -> int:
    """How many lines are the same from the start."""
    pairs = zip(one, other, strict=False)
    return next((number for number, (mine, theirs) in enumerate(pairs) if mine != theirs), min(len(one), len(other)))


def tried(count: int, seed: int = SEED) -> dict[str, Any]:
    """So many documents, each edited in every way."""
    chance = Random(seed)
    found: dict[str, Counter[str]] = {what: Counter() for what in ("add", "revise", "withdraw", "fmt")}
    comments = 0
    for _ in range(count):
        data = document(chance)
        comments += len(_COMMENT.findall(data))
        for what, (edit, expected) in edits(data, chance).items():
            try:
                after = edit()
            except Refused:
                found[what]["refused"] += 1
            else:
                found[what][wrong(what, data, after, expected) or "done"] += 1
    return {
        "documents": count,
        "comments": comments,
        "seed": seed,
        "edits": {what: dict(n) for what, n in found.items()},
    }


def main() -> None:
    """Edits and records."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    found = tried(parser.parse_args().documents)
    print(found)
    record("edits", found, (*WRITING, "yamltext"), ("PyYAML", "ruamel.yaml"))


if __name__ == "__main__":
    main()
