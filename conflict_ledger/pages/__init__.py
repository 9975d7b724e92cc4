"""The pages of `ledger explain`: checks, contradiction kinds and counting rules, each on one page with an example."""

from __future__ import annotations

from pathlib import Path

from conflict_ledger import checks
from conflict_ledger.disputes import KINDS

_FOLDER = Path(__file__).parent


def names() -> dict[str, list[str]]:
    """What can be explained, by group."""
    written = sorted(path.stem for path in _FOLDER.glob("*.md"))
    rules = [name for name in written if name not in KINDS]
    return {"contradiction kinds": list(KINDS), "counting rules": rules, "checks": sorted(checks.pages())}


def page(name: str) -> str | None:
    """The page called `name`, None where there is none."""
    if name not in {word for group in names().values() for word in group}:
        return None
    path = _FOLDER / f"{name}.md"
    return path.read_text(encoding="utf-8") if path.is_file() else checks.pages()[name]
