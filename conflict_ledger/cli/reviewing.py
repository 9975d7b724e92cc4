"""The commands that compare states of the ledger: diff and history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_ledger import history as git
from conflict_ledger.changes import chronicle, review
from conflict_ledger.cli.output import note, width, write, write_text
from conflict_ledger.cli.reading import one_incident
from conflict_ledger.cli.session import NOTHING, USAGE, commit, opened, root, stop
from conflict_ledger.cli.working import progress
from conflict_ledger.findings import one_of
from conflict_ledger.lookup import matches
from conflict_ledger.readers import bad_id

if TYPE_CHECKING:
    import typer

    from conflict_ledger.changes import Review
    from conflict_ledger.history import Sides
    from conflict_ledger.ledger import Ledger

FORMATS = ("text", "json", "markdown")


def diff(context: typer.Context, base: str | None, head: str | None, exit_code: bool, form: str) -> int:
    if form not in FORMATS:
        raise stop(USAGE, f"no such format: {form}", one_of(form, FORMATS))
    progress()
    try:
        pair = git.compared(root(context), base, head)
        found = review(pair.changed, pair.partly(), pair.whole)
        found = found if found.bears else found.named(pair.register())
    except git.Unreadable as no:
        raise stop(USAGE, no.message, no.hint) from None
    _told(found, pair.sides, form)
    return int(bool(found.unread or (exit_code and found.changes)))


def _told(found: Review, between: Sides, form: str) -> None:
    if form == "json":
        from conflict_ledger import wire

        write_text(wire.dumps(wire.diff(found, commit(found.after))))
        return
    compared = f"{between.before[:12]} → {between.after[:12] if between.after else 'the work tree'}"
    if form == "markdown":
        from conflict_ledger.reports.review import comment

        write_text(comment(found, compared))
    else:
        from conflict_ledger.text.review import review as text

        write(text(found, compared, width()))


def history(context: typer.Context, typed: str, at: str | None, form: str) -> int:
    if form not in ("text", "json"):
        raise stop(USAGE, f"no such format: {form}", "text or json")
    ledger = opened(context, None, at)
    title, path = _incident(typed, ledger)
    try:
        found = git.log(ledger.root, path, at or "HEAD")
        now = [] if at else git.uncommitted(ledger.root, path)
    except git.Unreadable as no:
        raise stop(USAGE, no.message, no.hint) from None
    chapters = chronicle([*now, *found.edits], ledger.root)
    if not chapters:
        one_incident(typed, ledger)
        raise stop(NOTHING, f"{path} is in no commit", "git add and git commit give it a history")
    if form == "json":
        from conflict_ledger import wire

        write_text(wire.dumps(wire.history(path, chapters, ledger, commit(ledger))))
    else:
        from conflict_ledger.text.history import history as text

        write(text(title, chapters, ledger, width()))
    if found.shallow:
        note("note: this is a shallow clone: earlier commits may be missing (git fetch --unshallow)")
    return int(any(chapter.unread for chapter in chapters))


def _incident(typed: str, ledger: Ledger) -> tuple[str, str]:
    """Title and file of the incident meant; one that was deleted is known by its id alone."""
    if matches(typed, ledger) or bad_id(typed):
        incident = one_incident(typed, ledger)
        return f"{incident.title} [{incident.id}]", incident.at.path
    return typed, f"data/incidents/{typed}.yaml"
