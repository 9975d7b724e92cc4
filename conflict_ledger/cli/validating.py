"""The command `validate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from conflict_ledger.checks import findings as check
from conflict_ledger.cli.output import note, width, write, write_text
from conflict_ledger.cli.session import NOTHING, USAGE, commit, opened, stop
from conflict_ledger.findings import SEVERITIES, one_of

if TYPE_CHECKING:
    import typer

    from conflict_ledger.findings import Finding
    from conflict_ledger.ledger import Ledger

FORMATS = ("text", "concise", "json")


def validate(context: typer.Context, files: list[str], fail_on: str, form: str) -> int:
    for word, known, what in ((form, FORMATS, "format"), (fail_on, SEVERITIES, "severity")):
        if word not in known:
            raise stop(USAGE, f"no such {what}: {word}", one_of(word, known))
    ledger = opened(context)
    found, count = _narrowed(check(ledger), files, ledger)
    if form == "json":
        from conflict_ledger import wire

        write_text(wire.dumps(wire.validate(found, count, ledger, commit(ledger))))
    else:
        from conflict_ledger.text import findings as text

        write(text.concise(found) if form == "concise" else text.findings(found, ledger, width()))
        note(text.summary(found, count))
    worst = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return int(any(one.severity in worst for one in found))


def _narrowed(found: list[Finding], files: list[str], ledger: Ledger) -> tuple[list[Finding], int]:
    """The findings in the files named, and how many files were judged; all where none is named."""
    read = ledger.texts.keys() | {one.path for one in found}
    if not files:
        return found, len(read)
    paths = {_inside(name, ledger) for name in files}
    return [one for one in found if one.path in paths], len(paths & read)


def _inside(name: str, ledger: Ledger) -> str:
    """The file's path from the ledger's root. Ends with 3 where there is no such file, with 2 where it is not in the ledger."""
    path = Path(name).absolute()
    if not path.is_file():
        raise stop(NOTHING, f"no file {name}")
    for folder in (path, path.resolve()):
        for root in (ledger.root, ledger.root.resolve()):
            if folder.is_relative_to(root / "data"):
                return folder.relative_to(root).as_posix()
    raise stop(USAGE, f"{name} is not in the ledger's data/ folder")
