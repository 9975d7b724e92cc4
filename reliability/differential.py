"""Every file that our reader accepts, ruamel.yaml reads as the same tree: over mutated made-up records.

ruamel.yaml is asked as a second witness that shares no code with libyaml: the pure parser, YAML 1.2, every scalar as text,
two equal keys refused. What it keeps apart from ours and is no difference:

- a plain empty value, `~` or `null` is None in both;
- keys are composed (NFC) in ours, so in what is compared too;
- a tab between two words or marks is a blank in YAML 1.2 (6.2, separation), and ruamel.yaml refuses it: such a file is
  compared with blanks for its tabs, and ours must read the same with tabs and with blanks, but for the tabs themselves.

Counted as explained, and few: what YAML 1.2 allows and ruamel.yaml refuses (REFUSED_THERE), and a file that is nothing but
an empty block text, ended by `...`, which ruamel.yaml takes into the text (9.1.2 forbids it). No record is a bare text.

    python -m reliability.differential --documents 100000
"""

from __future__ import annotations

import argparse
import os
import random
import time
import unicodedata
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from conflict_ledger import yamltext
from reliability.made_up import RECORDS, SEEDS
from reliability.record import record

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 20220419
SAME, REFUSED, EXPLAINED, DIFFERENT = "same", "refused", "explained", "different"
REFUSED_THERE = (
    "more indented follow up line than first in a block scalar",  # blank lines of fewer blanks before the text (8.1.1.1)
    "but found another document",  # a second `...`: any number of document ends may follow one another (9.2)
    "expected ',' or ']', but got '<scalar>'",  # `[ 'a':, b ]`: the colon may follow a quoted key at once (7.4.2)
)
NULLS = ("", "~", "null", "Null", "NULL")
SMALL = 700  # bytes: ruamel.yaml reads about 3 000 of these in a second
MARKS = (
    *("\n", "\n\n", " ", "  ", "    ", "\t", ":", ": ", "- ", "-", "#", " #", "'", "''", '"', "\\", "\\n", "\\x41"),
    *(
        "[",
        "]",
        "{",
        "}",
        ", ",
        ",",
        "|",
        "|-",
        "|+",
        ">",
        ">-",
        ">2",
        "|1",
        "? ",
        "&a ",
        "*a",
        "!",
        "!!str ",
        "%",
        "@",
    ),
    *(
        "`",
        "~",
        "null",
        "---\n",
        "...\n",
        "--- ",
        "<<: ",
        "=",
        "\r\n",
        "\u00e9",
        "e\u0301",
        "\u00a0",
        "\U0001f600",
        "012",
    ),
    *(
        "12:30",
        "0x1F",
        "1_000",
        "no",
        "on",
        "yes",
        ".nan",
        "2022-04-19",
        "a",
        "a: b",
        "# c\n",
        "\\\n",
        "\ufeff",
        "\u3000",
    ),
)


class Otherwise(Exception):  # noqa: N818 - it is no error of the program
    """ruamel.yaml's tree cannot be had: it refuses the file, or a key in it."""


class _Texts(SafeConstructor):
    """ruamel.yaml's nodes to a tree in which each scalar is the text that it is."""

    def tree(self, node: Any) -> Any:
        if isinstance(node, ScalarNode):
            return None if node.style is None and node.value in NULLS else node.value
        if isinstance(node, SequenceNode):
            return [self.tree(child) for child in node.value]
        assert isinstance(node, MappingNode)
        keys = [unicodedata.normalize("NFC", str(self.tree(key))) for key, _ in node.value]
        if len(set(keys)) < len(keys):
            raise Otherwise("repeated key")
        return dict(zip(keys, (self.tree(child) for _, child in node.value), strict=True))


def theirs(data: bytes) -> Any:
    """The tree that ruamel.yaml reads. Raises Otherwise where it reads none."""
    yaml = YAML(typ="safe", pure=True)
    yaml.version = "1.2"
    try:
        node = yaml.compose(data)
    except (YAMLError, ValueError, AttributeError, TypeError, IndexError) as error:
        raise Otherwise(f"{type(error).__name__}: {error}") from None
    return _Texts(loader=yaml).tree(node)


def documents(count: int, seed: int = SEED) -> Iterator[bytes]:
    """Mutated records: pieces of whole lines, with marks of YAML put in, taken out, doubled, swapped."""
    chance = random.Random(seed)
    for _ in range(count):
        yield mutated(piece(chance), chance)


def piece(chance: random.Random) -> str:
    """Some neighbouring lines of a made-up record, or one of the odd texts."""
    text = chance.choice(RECORDS if chance.random() < 0.8 else SEEDS).decode("utf-8", "replace")
    lines = text.splitlines(keepends=True)
    start = chance.randrange(len(lines))
    part = lines[start : start + chance.randint(1, 14)]
    margin = min((len(line) - len(line.lstrip(" ")) for line in part if line.strip()), default=0)
    return "".join(line[margin:] for line in part)[:SMALL]


def mutated(text: str, chance: random.Random) -> bytes:
    for _ in range(chance.choice((0, 1, 1, 1, 2, 2, 3, 5))):
        start = chance.randint(0, len(text))
        end = min(len(text), start + chance.choice((0, 0, 0, 1, 1, 2, 8)))
        change = chance.random()
        if change < 0.7:
            text = text[:start] + chance.choice(MARKS) + text[end:]
        elif change < 0.85:
            text = text[:start] + text[end:]
        else:
            other = chance.randint(0, len(text))
            text = text[:start] + text[other : other + chance.randint(1, 12)] + text[start:]
    return text.encode()


def compared(data: bytes) -> str:
    """SAME, REFUSED where ours refuses the file, EXPLAINED as above, or else how the two readers differ on it."""
    ours = tree(data)
    if isinstance(ours, yamltext.Refusal):
        return REFUSED
    try:
        other = theirs(data)
    except Otherwise as no:
        if b"\t" in data and repr(spaced(ours)) == repr(tree(data.replace(b"\t", b" "))):
            return compared(data.replace(b"\t", b" "))
        return EXPLAINED if any(cause in str(no) for cause in REFUSED_THERE) else f"only ours reads it: {no}"
    if repr(ours) == repr(other):
        return SAME
    return EXPLAINED if ours == "" and str(other).startswith("...") else f"{ours!r} here, {other!r} there"


def tree(data: bytes) -> yamltext.Tree | yamltext.Refusal:
    """What our reader makes of the file."""
    try:
        return yamltext.read(data).tree
    except yamltext.Refusal as no:
        return no


def spaced(node: yamltext.Tree) -> yamltext.Tree:
    """The tree with a blank for each tab in its texts."""
    if isinstance(node, dict):
        return {key.replace("\t", " "): spaced(child) for key, child in node.items()}
    if isinstance(node, list):
        return [spaced(child) for child in node]
    return node.replace("\t", " ") if node else node


def main() -> None:
    """Compares and records; every difference is printed, and with one nothing is recorded."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    os.nice(10)
    start = time.process_time()
    counts = dict.fromkeys((SAME, REFUSED, EXPLAINED, DIFFERENT), 0)
    for data in documents(options.documents, options.seed):
        found = compared(data)
        if found in counts:
            counts[found] += 1
        else:
            counts[DIFFERENT] += 1
            print(f"{data!r}\n  {found}", flush=True)
    print(counts)
    if counts[DIFFERENT]:
        raise SystemExit(1)
    spent = {"documents": options.documents, "seed": options.seed, "seconds": round(time.process_time() - start)}
    record("differential", {**counts, **spent}, ("yamltext",), ("ruamel.yaml", "PyYAML"))


if __name__ == "__main__":
    main()
