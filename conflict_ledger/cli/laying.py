"""The command `fmt`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_ledger.cli.output import note, write
from conflict_ledger.cli.session import NOTHING, root, stop
from conflict_ledger.edit import laying
from conflict_ledger.edit.refused import Refused
from conflict_ledger.edit.writing import locked
from conflict_ledger.text import changed
from conflict_ledger.text.phrases import many

if TYPE_CHECKING:
    import typer


def fmt(context: typer.Context, typed: list[str], check: bool, diff: bool) -> int:
    from conflict_ledger.cli.validating import inside

    here = root(context)
    paths = [inside(name, here) for name in typed] or None
    try:
        if check or diff:
            return _told(laying.laid(here, paths), write_them=False, diff=diff)
        with locked(here):
            draft = laying.laid(here, paths)
            draft.draft.write(lambda path: write([[(path, "")]]))
        return _told(draft, write_them=True, diff=False)
    except Refused as no:
        raise stop(1, str(no), no.hint and f"hint: {no.hint}") from None


def _told(found: laying.Laid, *, write_them: bool, diff: bool) -> int:
    """What changed or would; 1 where a file was refused, or would change and is only checked."""
    for change in found.draft.changes if not write_them else ():
        write(changed.diff(change.path, change.before, change.after) if diff else [[(change.path, "")]])
    for no in found.refused:
        note(f"error: {no}")
        if no.hint:
            note(f"hint: {no.hint}")
    if not found.read:
        raise stop(NOTHING, "no file to lay out")
    done = "laid out" if write_them else "would be laid out"
    note(f"{many(found.read, 'file')}: {len(found.draft.changes)} {done}, {len(found.refused)} refused")
    return int(bool(found.refused) or (bool(found.draft.changes) and not write_them))
