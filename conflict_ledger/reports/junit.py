"""JUnit's XML, as CI servers show it: one case for each incident and for each other file; an error is a failure.

Warnings and notes are output of their case. There is one failure to a case, since readers differ on what to make of more.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from conflict_ledger.findings import ERROR
from conflict_ledger.reports.guard import marks
from conflict_ledger.text.findings import concise
from conflict_ledger.text.layout import plain, safe
from conflict_ledger.text.phrases import many

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflict_ledger.findings import Finding
    from conflict_ledger.reports import Verdict


def suite(verdict: Verdict) -> str:
    failed = len({one.path for one in verdict.findings if one.severity == ERROR})
    counts = f'tests="{len(verdict.paths)}" failures="{failed}" errors="0" skipped="0"'
    files = verdict.by_file()
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="ledger validate" {counts}>',
        f'<testsuite name="{_text(verdict.ledger.settings.title)}" {counts}>',
        *(line for path in sorted(verdict.paths) for line in _case(path, files.get(path, []), verdict)),
        "</testsuite>",
        "</testsuites>",
    ]
    return "".join(f"{line}\n" for line in lines)


def _case(path: str, found: list[Finding], verdict: Verdict) -> Iterator[str]:
    """The file's case: an incident is named by its id, any other file by its name."""
    folder, _, name = path.rpartition("/")
    if folder.startswith("data/incidents"):
        name = name.removesuffix(".yaml")
    yield f'<testcase classname="{_text(folder)}" name="{_text(name)}" file="{_text(verdict.inside(path))}">'
    errors = [one for one in found if one.severity == ERROR]
    if errors:
        said = errors[0].message if len(errors) == 1 else many(len(errors), "error")
        yield f'<failure type="{_text(errors[0].check)}" message="{_text(said)}">{_listed(errors)}</failure>'
    if rest := [one for one in found if one.severity != ERROR]:
        yield f"<system-out>{_listed(rest)}</system-out>"
    yield "</testcase>"


def _listed(findings: list[Finding]) -> str:
    return "\n".join(map(_text, plain(concise(findings)).rstrip("\n").split("\n")))


def _text(text: str) -> str:
    """Text for an element or an attribute. What XML 1.0 forbids outright is shown by its number, as everything unseen is."""
    return marks(escape(safe(text)), "&#35;")
