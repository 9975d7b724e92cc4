"""Completion of incident ids, from the names of files alone: nothing is read."""

from __future__ import annotations

import os
from pathlib import Path


def incidents(incomplete: str) -> list[str]:
    """The ids that begin with what was typed; none where there is no ledger."""
    named = os.environ.get("CONFLICT_LEDGER")
    here = Path(named) if named else Path.cwd()
    try:
        root = next((folder for folder in (here, *here.parents) if (folder / "data" / "incidents").is_dir()), None)
        found = (root / "data" / "incidents").rglob(f"{_plain(incomplete)}*.yaml") if root else ()
        return sorted(path.stem for path in found)
    except (OSError, RecursionError):  # a folder that cannot be searched completes nothing
        return []


def _plain(text: str) -> str:
    """Only what an id may hold, so that nothing is a pattern."""
    return "".join(char for char in text.lower() if char.isalnum() or char == "-")
