"""What was measured, when, on which code and with what: `results.json`, one part for each script."""

from __future__ import annotations

import hashlib
import json
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent
PACKAGE = ROOT / "conflict_ledger"
RESULTS = HERE / "results.json"
READING = (
    "words",
    "expressions",
    "records",
    "figures",
    "dates",
    "findings",
    "yamltext",
    "model",
    "readers",
    "shape",
)  # what a file passes through
WRITING = ("edit",)  # what writes


def results() -> dict[str, dict[str, Any]]:
    """The parts that were recorded, each with `measured`, `code` and `versions` beside its own figures."""
    read: dict[str, dict[str, Any]] = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    return read


def record(part: str, found: dict[str, Any], rooms: tuple[str, ...] = (), tools: tuple[str, ...] = ()) -> None:
    """Writes what one script found over what it found before. `rooms` are those measured, none for all; what was found
    may name the `code` that it was measured on, where that took long enough for the code to change.
    """
    versions = {"python": platform.python_version(), **{tool: version(tool) for tool in tools}}
    today = datetime.now(UTC).date().isoformat()
    about = {"measured": today, "rooms": list(rooms), "code": digest(rooms), "versions": versions}
    parts = {**results(), part: {**about, **found}}
    RESULTS.write_text(json.dumps(parts, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


def sources(rooms: tuple[str, ...] = ()) -> list[Path]:
    """The source files of the rooms, or of the whole house."""
    files = [path for path in PACKAGE.rglob("*.py") if not rooms or room(path) in rooms]
    return sorted(files)


def room(path: Path) -> str:
    """The room that a file of the package belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def digest(rooms: tuple[str, ...] = ()) -> str:
    """Changes when a source file of the rooms does: what was measured holds for this code only."""
    text = b"\0".join(path.read_bytes() for path in sources(rooms))
    return hashlib.sha256(text).hexdigest()[:12]
