"""A record written in the person's own editor. What they wrote is kept where it could not be used."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from typing import TYPE_CHECKING, Any

from conflict_ledger import yamltext
from conflict_ledger.cli import given as options
from conflict_ledger.cli.adding import KINDS
from conflict_ledger.cli.asking import agreed
from conflict_ledger.cli.output import interactive, note
from conflict_ledger.cli.session import USAGE, stop
from conflict_ledger.edit import blocks
from conflict_ledger.edit.order import ORDER, ordered
from conflict_ledger.edit.refused import Refused
from conflict_ledger.findings import ERROR
from conflict_ledger.meanings import KEYS

if TYPE_CHECKING:
    from conflict_ledger.edit.draft import Draft

MARK = "#: "  # a line of ours, which is taken out again


def add(draft: Draft, what: str, name: str | None, values: dict[str, Any]) -> None:
    """Opens the editor and adds what was written to the draft. Ends with 2 where there is no editor or no name."""
    program = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not program:
        raise stop(USAGE, "no editor is set", "set VISUAL or EDITOR, or leave --edit out")
    if not name:
        raise stop(USAGE, f"missing: {KINDS[what].name}")
    into = values.pop("into", None)
    handle, path = tempfile.mkstemp(prefix=f"ledger-{what}-", suffix=".yaml")
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(_offered(what, values))
    while True:
        if subprocess.run([*shlex.split(program), path], check=False).returncode:
            raise Refused("", f"{program} did not end well; nothing was written", f"your text is in {path}")
        if not (why := _taken(draft, what, name, path, into)):
            os.unlink(path)
            return
        note(f"error: {why}")
        if not interactive() or not agreed("Back to the editor?"):
            raise Refused("", "nothing was written", f"your text is in {path}")


def _offered(what: str, values: dict[str, Any]) -> str:
    """The record so far, and what each key means."""
    record = KINDS[what].record
    keys = [key for key in ORDER[record] if key in KEYS[record] and key not in ("withdrawn", "accepted")]
    lines = [
        f"{MARK}Lines that start with {MARK.strip()} are taken out. The keys:",
        *(f"{MARK}{key}: {KEYS[record][key]}" for key in keys),
    ]
    return "\n".join(lines) + "\n" + (blocks.record(ordered(record, values)) if values else "")


def _taken(draft: Draft, what: str, name: str, path: str, into: str | None) -> str:
    """Adds what the file says to the draft; or why it cannot be, and then the draft is as it was."""
    with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
        lines = file.read().replace("\r\n", "\n").splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith(MARK.strip()))
    try:
        tree = yamltext.read(text.encode("utf-8", "surrogateescape")).tree
        if not isinstance(tree, dict):
            return "keys and values belong here: write `key: value` lines"
        before, after = dict(draft.before), dict(draft.after)
        options.add(draft, what, name, {**tree, **({"into": into} if into else {})}, text)
    except yamltext.Refusal as no:
        return f"line {no.line}: {no.message}{'; ' if no.hint else ''}{no.hint}"
    wrong = [one for one in draft.findings() if one.severity == ERROR]
    if wrong:
        draft.reset(before, after)
    return "\n".join(f"{one.message}{'; ' if one.hint else ''}{one.hint}" for one in wrong)
