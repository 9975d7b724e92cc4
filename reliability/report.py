"""`RELIABILITY.md` from what was recorded: a page for people who want to know how far to trust the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reliability.equivalent import EQUIVALENT
from reliability.record import digest

if TYPE_CHECKING:
    from collections.abc import Iterator

Part = dict[str, Any]

HEAD = """\
# Reliability

`ledger validate` decides whether a stranger's file may be merged, so it is itself put to the test. The figures below are
measured, not promised: each script in `reliability/` writes what it found to `reliability/results.json`, and
`python -m reliability` writes this page from it. Every figure holds for the code that it was measured on; the table says
when that was.
"""

NOT_COVERED = """\
## What is not covered

- The fuzzer starts at the bytes of one file and ends at one record: how records refer to one another, the checks, the
  totals and the outputs are reached by tests only.
- It runs for a number of inputs, not until nothing new is found. That nothing failed is no proof that nothing can.
- The second reader is asked about small files of up to 700 bytes. Where both readers are wrong in the same way, nobody is told.
- The mutants are small: one operator, number, text or condition. A rule that is missing altogether has no mutant.
- Mutants are made of the rooms that compute. Those that read, check, print and write are measured by coverage alone.
- Coverage says that a line ran, not that a test looked at what it did.
- libyaml is C and is taken as it is: atheris sees the Python around it. A crash inside it would stop the run, and none did.
- One version of Python on Linux. macOS and Windows are not measured.
- Whether the data are true: the program compares what sources say and knows nothing else.
"""

GOALS = {"runs": 2_000_000, "documents": 100_000, "core": 100, "all": 97, "killed": 92, "ms": 300, "mb": 100}


def page(results: dict[str, Part]) -> str:
    """The whole page; a part that was never measured is said to be so."""
    sections = [
        HEAD,
        table(results),
        *(_section(results[name], name) for name in _SECTIONS if name in results),
        NOT_COVERED,
    ]
    return "\n".join(sections)


def table(results: dict[str, Part]) -> str:
    rows = [f"| {name} | {found} | {goal} | {when} |" for name, found, goal, when in _rows(results)]
    return "\n".join(["| measured | found | goal | on |", "|---|---|---|---|", *rows, ""])


def _rows(results: dict[str, Part]) -> Iterator[tuple[str, str, str, str]]:
    """Name, figure, goal and day for each line of the table."""
    for name, lines in _ROWS.items():
        part = results.get(name)
        for said, found, goal in lines:
            yield said, found(part) if part else "not measured", goal, part["measured"] if part else "–"


def spaced(number: int) -> str:
    """1 234 567, as this page writes numbers."""
    return f"{number:,}".replace(",", "\u202f")


def killed(part: Part) -> tuple[int, int]:
    rooms = part["by_room"].values()
    return sum(room["killed"] for room in rooms), sum(room["mutants"] for room in rooms)


def _killed(part: Part) -> str:
    dead, made = killed(part)
    return f"{1000 * dead // made / 10} % ({spaced(dead)} of {spaced(made)})"


_ROWS: dict[str, list[tuple[str, Any, str]]] = {
    "corpus": [
        ("hostile files with the expected verdict", lambda p: f"{p['as_expected']} of {p['files']}", "all"),
        ("slowest of them", lambda p: f"{p['slowest_ms']} ms", f"{GOALS['ms']} ms"),
        ("memory of the process that reads them all", lambda p: f"{p['memory_mb']} MB", f"{GOALS['mb']} MB"),
    ],
    "fuzz": [
        ("fuzzed inputs", lambda p: spaced(p["runs"]), f"{spaced(GOALS['runs'])}"),
        ("of them failing", lambda p: str(p["failing"]), "0"),
    ],
    "differential": [
        ("documents shown to a second reader", lambda p: spaced(p["documents"]), f"{spaced(GOALS['documents'])}"),
        ("of them read differently", lambda p: str(p["different"]), "0"),
    ],
    "coverage": [
        ("lines and branches run, core rooms", lambda p: f"{p['core']} %", f"{GOALS['core']} %"),
        ("lines and branches run, all", lambda p: f"{p['all']} %", f"{GOALS['all']} %"),
    ],
    "mutants": [("mutants killed", _killed, f"{GOALS['killed']} %")],
}


def _section(part: Part, name: str) -> str:
    title, body = _SECTIONS[name]
    versions = ", ".join(f"{tool} {number}" for tool, number in part["versions"].items())
    about = f"Measured on {part['measured']} with {versions}; code {part['code']}."
    return f"## {title}\n\n{body(part)}\n\n{about}\n"


def _corpus(part: Part) -> str:
    return (
        f"{part['files']} hostile and odd files, each with the verdict that a careful reader would want; {part['as_expected']} get"
        f" it. {part['otherwise_here']} of the verdicts are other here than in the files' manifest, for reasons that"
        " `tests/test_corpus.py` gives one by one. Every rejection has line, column and a sentence: "
        f"{part['unplaced']} have not."
    )


def _fuzz(part: Part) -> str:
    return (
        f"Atheris made {spaced(part['runs'])} inputs of up to {spaced(part['max_length'])} bytes from {part['seeds']} seeds, guided by"
        " which code they reach. Each was read, and what was read was taken as an incident, as a published total and as a file"
        " of actors. An input fails where anything but a refusal is raised, a finding stands outside the file or has no words,"
        f" or more than {part['limit_ms']} ms of the processor are spent. {part['failing']} failed. "
        f"{spaced(part['by_code'].get(digest(tuple(part['rooms'])), 0))} of the inputs were run on the reader as it is now, the"
        " others on the code of days before: the record starts again only where an input fails."
    )


def _differential(part: Part) -> str:
    return (
        f"Of {spaced(part['documents'])} mutated records our reader refuses {spaced(part['refused'])}. Of those that it accepts"
        f" {spaced(part['same'])} are the same tree in ruamel.yaml's pure parser, and {part['explained']} are of the classes that"
        f" `reliability/differential.py` explains (YAML 1.2 allows them, and ruamel.yaml errs). {part['different']} are read"
        " differently."
    )


def _coverage(part: Part) -> str:
    rest = [f"- `{name}`: {share} %" for name, share in sorted(part["not_in_full"].items())]
    core = ", ".join(part["core_rooms"])
    return f"The core rooms are {core}. Files that the tests do not run in full:\n\n" + ("\n".join(rest) or "- none")


def _mutants(part: Part) -> str:
    lines = ["| room | mutants | killed | |", "|---|---|---|---|"]
    for room, found in part["by_room"].items():
        share = f"{1000 * found['killed'] // found['mutants'] / 10} %"
        lines.append(f"| {room} | {found['mutants']} | {found['killed']} | {share} |")
    named = [f"- `{name}`: {EQUIVALENT[name]}" for name in part["lived"] if name in EQUIVALENT]
    if named:
        lines += ["", "No test can notice these, and they count as alive above:", "", *named]
    others = [name for name in part["lived"] if name not in EQUIVALENT]
    if others:
        lines += ["", "Alive, and a test is wanted:", "", *(f"- `{name}`" for name in others)]
    return "\n".join(lines)


_SECTIONS: dict[str, tuple[str, Any]] = {
    "corpus": ("The corpus", _corpus),
    "fuzz": ("The fuzzer", _fuzz),
    "differential": ("The second reader", _differential),
    "coverage": ("Coverage", _coverage),
    "mutants": ("Mutants", _mutants),
}


def stale(results: dict[str, Part]) -> list[str]:
    """The parts that were measured on other code than stands there now."""
    return [name for name, part in results.items() if part["code"] != digest(tuple(part["rooms"]))]
