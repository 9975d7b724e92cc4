"""Completion at the shell: incidents by the names of their files alone; actors, documents and facts from the files that list them."""

from __future__ import annotations

import os
from pathlib import Path


def incidents(incomplete: str) -> list[str]:
    """The ids that begin with what was typed; none where there is no ledger."""
    try:
        root = _root()
        found = (root / "data" / "incidents").rglob(f"{_plain(incomplete)}*.yaml") if root else ()
        return sorted(path.stem for path in found)
    except (OSError, RecursionError):  # a folder that cannot be searched completes nothing
        return []


def facts(incomplete: str) -> list[str]:
    """The incidents, and behind a slash the facts of one: `hombori/operation-deaths`."""
    incident, slash, _ = incomplete.partition("/")
    if not slash:
        return [f"{name}/" for name in incidents(incomplete)]
    root = _root()
    paths = (root / "data" / "incidents").rglob(f"{_plain(incident)}.yaml") if root else ()
    names = [f"{incident}/{fact}" for path in paths for fact in _keys(root, path, "facts")]
    return [name for name in names if name.startswith(incomplete)]


def listed(folder: str, incomplete: str) -> list[str]:
    """The ids in `data/<folder>.yaml` and `data/<folder>/*.yaml` that begin with what was typed."""
    root = _root()
    if root is None:
        return []
    paths = [root / "data" / f"{folder}.yaml", *sorted((root / "data" / folder).glob("*.yaml"))]
    return [name for path in paths for name in _keys(root, path) if name.startswith(incomplete)]


def _root() -> Path | None:
    named = os.environ.get("CONFLICT_LEDGER")
    here = Path(named) if named else Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / "data" / "incidents").is_dir()), None)


def _keys(root: Path | None, path: Path, below: str = "") -> list[str]:
    """The keys of the file, or of what stands under one of them; none where it cannot be read."""
    from conflict_ledger import files
    from conflict_ledger.yamltext import Refusal, read

    try:
        tree = read(files.content(root, path.relative_to(root).as_posix())).tree if root else None
    except Refusal:
        return []
    tree = tree.get(below) if below and isinstance(tree, dict) else tree
    return list(tree) if isinstance(tree, dict) else []


def _plain(text: str) -> str:
    """Only what an id may hold, so that nothing is a pattern."""
    return "".join(char for char in text.lower() if char.isalnum() or char == "-")
