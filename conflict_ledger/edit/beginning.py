"""A new ledger: which files it has. What is there already is never touched."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from conflict_ledger import schema
from conflict_ledger.edit import writing
from conflict_ledger.edit.refused import Unfit

if TYPE_CHECKING:
    from pathlib import Path

MADE_UP = {
    "data/ledger.yaml": "ledger.yaml",
    "data/actors.yaml": "actors.yaml",
    "data/documents.yaml": "documents.yaml",
    "data/incidents/tindara.yaml": "tindara.yaml",
}
AROUND = {
    "README.md": "README.md",
    "CONTRIBUTING.md": "CONTRIBUTING.md",
    "METHODOLOGY.md": "METHODOLOGY.md",
    ".github/workflows/ledger.yml": "github.yml",
    ".gitlab-ci.yml": "gitlab.yml",
    ".pre-commit-config.yaml": "pre-commit.yaml",
    ".vscode/settings.json": "settings.json",
    ".vscode/extensions.json": "extensions.json",
    ".gitignore": "gitignore",
    ".gitattributes": "gitattributes",
}


class Begun(NamedTuple):
    """The paths that were written, and those that were there."""

    written: list[str]
    kept: list[str]


def begin(root: Path, tool: str) -> Begun:
    """Writes what a ledger in `root` does not have yet; the made-up place only where it has no incident. Raises Refused."""
    _installable(tool)
    empty = not (root / "data" / "incidents").is_dir() or not any((root / "data" / "incidents").rglob("*.yaml"))
    writing.folders(root, "data/incidents/x")
    begun = Begun([], [])
    with writing.locked(root):
        for path, text in _texts(tool, made_up=empty).items():
            if (root / path).exists() or (root / path).is_symlink():
                begun.kept.append(path)
                continue
            writing.folders(root, path)
            writing.write(root, path, text.encode(), None)
            begun.written.append(path)
    return begun


def _installable(tool: str) -> None:
    """Raises Unfit where the text would be more than a requirement to a shell or in YAML."""
    if set(tool) & set("\"'\\\n$`"):
        raise Unfit(f"{tool} is nothing that pip can install", "conflict-ledger==0.1.0, or git+URL@COMMIT")


def _texts(tool: str, *, made_up: bool) -> dict[str, str]:
    here = files("conflict_ledger.edit.new")
    templates = {**(MADE_UP if made_up else {}), **AROUND}
    texts = {
        path: (here / name).read_text(encoding="utf-8").replace("{tool}", tool) for path, name in templates.items()
    }
    return {**texts, **{f"schemas/{name}.json": schema.text(name) for name in schema.NAMES}}
