"""Every check's page. Those of the reading say in a sentence what they refuse; their examples stand in `examples.md`.

A check that reads records carries its examples in its docstring. What keeps a file from being read is no Python text: in the
examples of the reading `<U+202E>` stands for that character, `<byte FF>` for that byte and `<70000 times x>` for so many of
them, `-> nowhere` after a file's name for a link to there, and what is marked with `# <-` is no part of the file.
"""

from __future__ import annotations

import re
from pathlib import Path

from conflict_ledger.checks.registry import CHECKS, READING

_EXAMPLES = Path(__file__).with_suffix(".md")


def pages() -> dict[str, str]:
    """The page of every check there is, those of the reading included, by name: what it finds, why, a bad and a good example."""
    examples = _examples()
    read = {name: f"{sentence}\n\n{examples.get(name, '')}" for name, sentence in READING.items()}
    own = {name: one.page for name, one in CHECKS.items()}
    return dict(sorted({**read, **own}.items()))


def _examples() -> dict[str, str]:
    """The examples of the checks of the reading, by name."""
    _, *parts = re.split(r"^## (\S+)\n+", _EXAMPLES.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {name: text.strip("\n") for name, text in zip(parts[::2], parts[1::2], strict=True)}
