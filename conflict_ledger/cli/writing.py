"""The commands `add` and `withdraw`: what would be written is judged and shown before it is written."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, NamedTuple

from conflict_ledger.cli.output import interactive, note, width, write
from conflict_ledger.cli.session import NOTHING, USAGE, root, stop
from conflict_ledger.edit import records
from conflict_ledger.edit.draft import Draft
from conflict_ledger.edit.refused import Refused, Unfit, Unknown
from conflict_ledger.edit.writing import locked
from conflict_ledger.findings import ERROR, NOTE
from conflict_ledger.text import changed
from conflict_ledger.text import findings as text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import typer


_AT_FIRST = ("unused-actor", "unused-document")  # what is said of every new one, until a claim names it


class How(NamedTuple):
    """`yes`: nothing is asked. `dry`: nothing is written. `edit`: the record is written in an editor."""

    yes: bool = False
    dry: bool = False
    edit: bool = False


def add(context: typer.Context, what: str, given: dict[str, Any]) -> int:
    from conflict_ledger.cli import given as options

    how = How(given.pop("yes"), given.pop("dry_run"), given.pop("edit"))
    name = given.pop("address")
    with said():
        values = options.values(what, given)
        if how.edit:
            from conflict_ledger.cli import editor

            return carried(context, lambda draft: editor.add(draft, what, name, values), how)
        missing = options.missing(what, name, values)
        if missing and _asks(how):
            from conflict_ledger.cli.questions import ask

            return carried(context, lambda draft: ask(draft, what, name, values), how)
        if missing:
            raise stop(USAGE, f"missing: {', '.join(missing)}", "at a terminal they are asked for")
        return carried(context, lambda draft: options.add(draft, what, str(name), values), how)


def withdraw(context: typer.Context, address: str, reason: str | None, day: str | None, how: How) -> int:
    from datetime import date

    from conflict_ledger import model
    from conflict_ledger.cli.asking import fault, of_key

    with said():
        if not reason and _asks(how):
            reason = of_key(model.Withdrawn, "reason", needed=True)
        if not reason or not reason.strip():
            raise stop(USAGE, "missing: --reason", "it stays on file beside the record")
        values = {"date": day or date.today().isoformat(), "reason": reason}
        if why := fault(model.Withdrawn, "date", values["date"]):
            raise stop(USAGE, f"--date: {why}")
        return carried(context, lambda draft: records.withdraw(draft, address, values), how)


def carried(context: typer.Context, plan: Callable[[Draft], None], how: How) -> int:
    """Plans, judges, shows and writes. Where a person decides, nobody else is kept waiting: the files are compared again."""
    here = root(context)
    draft = Draft(here)
    asks = _asks(how)
    with contextlib.nullcontext() if asks or how.dry or how.edit else locked(here):
        plan(draft)
        if not _shown(draft):
            return 1
        if not asks or how.dry:
            return 0 if how.dry else _written(draft, held=not how.edit)
    from conflict_ledger.cli.asking import agreed

    if not agreed("Write this?"):
        note("nothing was written")
        return 0
    return _written(draft, held=False)


def _written(draft: Draft, *, held: bool) -> int:
    done: list[str] = []
    with contextlib.nullcontext() if held else locked(draft.root):
        try:
            draft.write(done.append)
        except Refused:
            if done:
                note(f"wrote {', '.join(done)}, and then:")
            raise
    note(f"wrote {', '.join(done)}" if done else "nothing to write")
    return 0


def _shown(draft: Draft) -> bool:
    """The change as a diff and what it makes wrong or opens; whether it may be written."""
    for change in draft.changes:
        write(changed.diff(change.path, change.before, change.after))
    new = [one for one in draft.findings() if one.severity != NOTE and one.check not in _AT_FIRST]
    if new:
        write([[]])
        write(text.findings(new, draft.ledger(), width()))
    if any(one.severity == ERROR for one in new):
        note("error: this would not pass ledger validate; nothing was written")
        return False
    for line in changed.opened(draft.original(), draft.ledger()):
        note(f"note: {line}")
    return True


def _asks(how: How) -> bool:
    return not how.yes and interactive()


@contextlib.contextmanager
def said() -> Iterator[None]:
    """Turns what was refused into a message and an exit code."""
    try:
        yield
    except Unknown as no:
        raise stop(NOTHING, str(no), no.hint) from None
    except Unfit as no:
        raise stop(USAGE, str(no), no.hint) from None
    except Refused as no:
        raise stop(1, str(no), no.hint and f"hint: {no.hint}") from None
