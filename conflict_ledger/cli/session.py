"""What every reading command starts with: the ledger found and read, as of the day asked for."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from conflict_ledger import dates
from conflict_ledger.cli.output import note, said
from conflict_ledger.cli.remembering import head
from conflict_ledger.cli.working import progress
from conflict_ledger.findings import ERROR
from conflict_ledger.reading import find, is_ledger, load
from conflict_ledger.text.phrases import many

if TYPE_CHECKING:
    from conflict_ledger.dates import When
    from conflict_ledger.history import Commit
    from conflict_ledger.ledger import Ledger

USAGE, NOTHING = 2, 3


def stop(code: int, message: str, *more: str) -> typer.Exit:
    """What to raise to end the command with the code; the message goes to stderr."""
    note(f"error: {message}")
    for line in more:
        if line:
            note(line)
    return typer.Exit(code)


def about(context: typer.Context, incident: str, as_of: str | None = None, at: str | None = None) -> Ledger:
    """The ledger as far as the incident's own answers need it, where what was typed is an id; or else all of it, as `opened`."""
    from conflict_ledger.partial import around

    ledger = around(root(context), incident) if at is None else None
    seen = then(ledger, as_of) if ledger else None
    return seen if seen and incident in seen.incidents else opened(context, as_of, at)


def opened(context: typer.Context, as_of: str | None = None, at: str | None = None, *, fresh: bool = False) -> Ledger:
    """The ledger that the command works on, as committed `at` a revision. Ends with 3 where there is none, or none with an incident.

    Nothing of a `fresh` one is from the cache.
    """
    ledger = (
        _present(context, fresh or context.meta.get("no_cache", False)) if at is None else committed(root(context), at)
    )
    if not ledger.incidents and not ledger.findings:
        raise stop(NOTHING, "the ledger holds no incidents yet", "write the first one: ledger add incident")
    return then(ledger, as_of)


def _present(context: typer.Context, fresh: bool) -> Ledger:
    """The ledger as it is. Of a large one, what has not changed since is taken from the cache, and what has is put there."""
    from conflict_ledger import cache

    here, today = root(context), date.today()
    where = None if fresh else cache.folder(str(here))
    found = cache.survey(str(here)) if where else None
    if not where or not found or len(found.paths) < cache.LEAST:
        return load(here, today, progress=progress())
    known = cache.known(where, found, today.isoformat())
    before = len(known)
    ledger = load(here, today, known=known, progress=progress())
    if len(known) > before:
        cache.keep(where, found, known, today.isoformat())
    return ledger


def committed(here: Path, revision: str) -> Ledger:
    """The ledger as it was committed. Ends with 2 where the revision cannot be read."""
    from conflict_ledger import history

    progress()
    try:
        return history.at(here, revision)
    except history.Unreadable as no:
        raise stop(USAGE, no.message, no.hint) from None


def then(ledger: Ledger, as_of: str | None) -> Ledger:
    """The ledger as of the day, or as it is."""
    if as_of is None:
        return ledger
    from conflict_ledger.asof import as_of as seen_from

    return seen_from(ledger, day(as_of, "--as-of"))


def root(context: typer.Context) -> Path:
    """The folder named by `-C` or CONFLICT_LEDGER, or else the nearest one upwards that has `data/incidents/`."""
    named = context.obj or os.environ.get("CONFLICT_LEDGER")
    try:
        current = Path.cwd()
    except OSError:
        raise stop(NOTHING, "the current folder is not there any more", "change to another one") from None
    if named:
        folder = current / named
        if not is_ledger(folder):
            raise stop(NOTHING, f"no ledger in {named}", "a ledger is a folder that has data/incidents/")
        return folder
    if here := find(current):
        return here
    raise stop(
        NOTHING,
        "no ledger here or in any folder above",
        "a ledger is a folder that has data/incidents/; name one with -C DIR, or begin one: ledger init",
    )


def when(text: str, option: str) -> When:
    """A date or period from the command line. Ends with 2 where it is none."""
    try:
        return dates.parse(text)
    except dates.NotADate as no:
        raise stop(USAGE, f"{option}: {no}", f"write: {no.hint}" if no.hint else "") from None


def day(text: str, option: str) -> date:
    """The last day of a date from the command line."""
    return when(text, option).last


def commit(ledger: Ledger) -> Commit | None:
    """The commit at which the ledger stands, or that it was read from."""
    from conflict_ledger import history

    if ledger.commit:
        return history.Commit(ledger.commit, modified=False)
    found = history.commit(ledger.root)
    if found is None and head(str(ledger.root)):
        said.append((0, ""))  # git did not answer: another time it may
    return found


def closing(ledger: Ledger, files: set[str] | None = None) -> int:
    """The exit code of an answer: 1 where files that it rests on (None: all) could not be read as they stand, and says so."""
    wrong = [one for one in ledger.findings if one.severity == ERROR and (files is None or one.path in files)]
    if not wrong:
        return 0
    said = f"{many(len(wrong), 'error')} in {many(len({one.path for one in wrong}), 'file')}"
    note(f"note: {said}: what they say may be missing here (ledger validate)")
    return 1
