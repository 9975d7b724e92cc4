"""The command `init`."""

from __future__ import annotations

from pathlib import Path

from conflict_ledger import __version__
from conflict_ledger.cli.output import note, write
from conflict_ledger.cli.session import USAGE, stop
from conflict_ledger.cli.writing import said
from conflict_ledger.edit import beginning
from conflict_ledger.text.layout import DIM, span


def init(folder: str, tool: str | None) -> int:
    root = Path(folder)
    if root.exists() and not root.is_dir():
        raise stop(USAGE, f"{folder} is no folder")
    with said():
        begun = beginning.begin(root, tool or f"conflict-ledger=={__version__}")
    write([span("wrote ", DIM), span(path)] for path in begun.written)
    write([span("kept  ", DIM), span(path)] for path in begun.kept)
    if begun.written and not (root / ".git").exists() and any((up / ".git").exists() for up in root.resolve().parents):
        note("note: .github/ and .gitlab-ci.yml are read at the top of a repository only; this folder is not the top")
    if "data/incidents/tindara.yaml" in begun.written:
        to = "" if folder == "." else f"cd {folder} && "
        note(f"a made-up place to look at: {to}ledger show tindara\nyour own: {to}ledger add incident")
    return 0
