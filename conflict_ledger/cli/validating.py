"""The command `validate`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from conflict_ledger import history
from conflict_ledger.checks import judged
from conflict_ledger.cli.output import in_actions, note, width, write, write_text
from conflict_ledger.cli.session import NOTHING, USAGE, commit, opened, root, stop
from conflict_ledger.cli.working import progress
from conflict_ledger.findings import ERROR, SEVERITIES, one_of
from conflict_ledger.reading import load
from conflict_ledger.reports import Verdict, github, junit, markdown, sarif
from conflict_ledger.text import findings as text
from conflict_ledger.text.phrases import many
from conflict_ledger.wire import dumps
from conflict_ledger.wire import validate as document
from conflict_ledger.yamltext import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

    import typer

    from conflict_ledger.checks import Judged
    from conflict_ledger.findings import Finding
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.text.layout import Line


def _json(verdict: Verdict) -> str:
    ledger, accepted = verdict.ledger, len(verdict.accepted)
    return dumps(document(verdict.findings, len(verdict.paths), accepted, ledger, commit(ledger)))


AUTO = "auto"
FORMATS: dict[str, Callable[[Verdict], str | list[Line]]] = {
    "text": lambda verdict: text.findings(verdict.findings, verdict.ledger, width()),
    "concise": lambda verdict: text.concise(verdict.findings),
    "json": _json,
    "github": github.commands,
    "sarif": sarif.log,
    "junit": junit.suite,
    "markdown": markdown.tables,
}
_FOR_PEOPLE = ("text", "concise", "github")  # with a summary on stderr; programs find it in the answer


class Asked(NamedTuple):
    """What `ledger validate` is to judge and show. No files are all files; None is nothing said."""

    files: list[str]
    changed: str | None
    stdin: str | None
    fail_on: str
    form: str


def validate(context: typer.Context, asked: Asked) -> int:
    for word, known, what in ((asked.form, (AUTO, *FORMATS), "format"), (asked.fail_on, SEVERITIES, "severity")):
        if word not in known:
            raise stop(USAGE, f"no such {what}: {word}", one_of(word, known))
    _stdin_named(asked)
    here = root(context)
    paths = _paths(asked, here)
    overlay = {inside(asked.stdin, here): _stdin()} if asked.stdin else None
    ledger = load(here, overlay=overlay, progress=progress()) if overlay else opened(context, fresh=True)
    everything = judged(ledger)
    verdict = _verdict(everything, paths, ledger)
    _told(verdict, everything.findings, ("github" if in_actions() else "text") if asked.form == AUTO else asked.form)
    worst = SEVERITIES[: SEVERITIES.index(asked.fail_on) + 1]
    return int(any(one.severity in worst for one in verdict.findings))


def _stdin_named(asked: Asked) -> None:
    """Ends with 2 where `-` or its name stands without the other."""
    if ("-" in asked.files) != (asked.stdin is not None):
        raise stop(USAGE, "`-` and --stdin-filename go together", "ledger validate - --stdin-filename PATH")


def _stdin() -> bytes:
    return sys.stdin.buffer.read(MAX_BYTES + 1) if sys.stdin else b""


def _paths(asked: Asked, here: Path) -> set[str] | None:
    """The files whose findings are asked for, from the ledger's root; None for all."""
    paths = {_file(asked.stdin if name == "-" else name, here, name) for name in asked.files} or None
    if asked.changed is None:
        return paths
    try:
        changed = history.changed(here, asked.changed)
    except history.Unreadable as no:
        raise stop(USAGE, no.message, no.hint) from None
    edited = {inside(asked.stdin, here)} if asked.stdin else set()
    return (changed | edited) & paths if paths else changed


def _file(name: str | None, here: Path, typed: str) -> str:
    """The file's path from the ledger's root. Ends with 3 where there is no such file; of stdin there need be none."""
    if typed != "-" and not Path(typed).is_file():
        raise stop(NOTHING, f"no file {typed}")
    return inside(name or typed, here)


def inside(name: str, here: Path) -> str:
    """The path from the ledger's root. Ends with 2 where that is not in the ledger."""
    for path in (os.path.abspath(name), os.path.realpath(name)):
        for top in (here, here.resolve()):
            if Path(path).is_relative_to(top / "data") and Path(path) != top / "data":
                return Path(path).relative_to(top).as_posix()
    raise stop(USAGE, f"{name} is not in the ledger's data/ folder")


def _verdict(everything: Judged, paths: set[str] | None, ledger: Ledger) -> Verdict:
    """What was found in the paths, or all that was found where they are None."""
    read = ledger.texts.keys() | {one.path for one in everything.findings}
    shown = read if paths is None else paths & read
    findings, accepted = ([one for one in group if one.path in shown] for group in everything)
    return Verdict(findings, accepted, sorted(shown), ledger, _folder(ledger.root.resolve()))


def _folder(here: Path) -> str:
    """The ledger's path from the top of the repository it is in; empty where it is the top, or in none."""
    top = next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)
    return "" if here == top else here.relative_to(top).as_posix()


def _told(verdict: Verdict, everything: list[Finding], form: str) -> None:
    """The verdict in the format, and on stderr what a person wants to know beside it."""
    answer = FORMATS[form](verdict)
    write_text(answer) if isinstance(answer, str) else write(answer)
    if form == "github" and (path := os.environ.get("GITHUB_STEP_SUMMARY")):
        _summarise(verdict, path)
    if form in _FOR_PEOPLE:
        note(text.summary(verdict.findings, len(verdict.paths), len(verdict.accepted)))
        if hidden := sum(1 for one in everything if one.severity == ERROR and one.path not in verdict.paths):
            note(f"note: {many(hidden, 'error')} in other files, not shown here")


def _summarise(verdict: Verdict, path: str) -> None:
    """The job summary, after what is in it already. What cannot be written changes no verdict."""
    try:
        with open(path, "a", encoding="utf-8") as file:
            room = markdown.SUMMARY - file.tell()
            if room > markdown.LEAST:
                file.write(f"\n{markdown.tables(verdict, room)}")
            else:
                note("note: the job summary is full")
    except OSError as error:
        note(f"note: the job summary could not be written: {error.strerror}")
