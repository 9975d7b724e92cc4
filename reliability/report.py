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

`ledger validate` decides whether a stranger's file may be merged, and `ledger add` writes into files that hold the only record
there is, so both are themselves put to the test. The figures below are
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
- A power cut is worked out from the order of the system calls, on the assumption that a disk which says that it has
  written has written. No machine was switched off.
- Errors are made at the system calls of Linux; network disks were not tried. Without `flock` (Windows) writers do not wait for each other.
- Coverage says that a line ran, not that a test looked at what it did.
- libyaml is C and is taken as it is: atheris sees the Python around it. A crash inside it would stop the run, and none did.
- One version of Python on Linux. macOS and Windows are not measured.
- Whether the data are true: the program compares what sources say and knows nothing else.
"""

GOALS = {
    "points": 500,
    "kills": 500,
    "additions": 1_600,
    "edited": 10_000,
    "refused": 1,
    "runs": 2_000_000,
    "documents": 100_000,
    "core": 100,
    "all": 97,
    "killed": 92,
    "ms": 300,
    "mb": 100,
}


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
    "faults": [
        ("faults at system calls of a write", lambda p: spaced(p["points"]), str(GOALS["points"])),
        ("of them with a file torn or an edit lost", lambda p: str(len(p["losses"]) + len(p["short"]["losses"])), "0"),
    ],
    "crashes": [
        ("states that a power cut may leave", lambda p: spaced(p["states"]), "all"),
        ("of them with a file torn or an edit lost", lambda p: str(len(p["losses"])), "0"),
    ],
    "kills": [
        ("kills at random times", lambda p: spaced(p["kills"]), str(GOALS["kills"])),
        ("of them with a file torn or an edit lost", lambda p: str(len(p["losses"])), "0"),
    ],
    "crowd": [
        ("additions by 16 writers at once", lambda p: spaced(p["additions"]), spaced(GOALS["additions"])),
        ("of them acknowledged and lost", lambda p: str(p["lost"]), "0"),
    ],
    "edits": [
        ("random documents, each edited in four ways", lambda p: spaced(p["documents"]), spaced(GOALS["edited"])),
        ("edits that lose a comment or change another line", lambda p: str(_harmed(p)), "0"),
        (
            "edits refused",
            lambda p: f"{100 * _edits(p, 'refused') / (4 * p['documents']):.2f} %",
            f"at most {GOALS['refused']} %",
        ),
    ],
}


def _edits(part: Part, *outcomes: str) -> int:
    return sum(counts.get(outcome, 0) for counts in part["edits"].values() for outcome in outcomes)


def _harmed(part: Part) -> int:
    return _edits(part, "lines", "comments", "meaning")


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
    now = part["by_code"].get(digest(tuple(part["rooms"])), 0)
    others = ", the others on the code of days before: the record starts again only where an input fails"
    return (
        f"Atheris made {spaced(part['runs'])} inputs of up to {spaced(part['max_length'])} bytes from {part['seeds']} seeds, guided by"
        " which code they reach. Each was read, and what was read was taken as an incident, as a published total and as a file"
        " of actors. An input fails where anything but a refusal is raised, a finding stands outside the file or has no words,"
        f" or more than {part['limit_ms']} ms of the processor are spent. {part['failing']} failed. "
        f"{spaced(now)} of them were run on the reader as it is now{others if now < part['runs'] else ''}."
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
    lines = ["| room | mutants | killed | | on |", "|---|---|---|---|---|"]
    for room, found in part["by_room"].items():
        share = f"{1000 * found['killed'] // found['mutants'] / 10} %"
        older = "" if found["code"] == digest((room,)) else ", on older code"
        lines.append(f"| {room} | {found['mutants']} | {found['killed']} | {share} | {found['measured']}{older} |")
    alive = [name for room in part["by_room"].values() for name in room["lived"]]
    named = [f"- `{name}`: {EQUIVALENT[name]}" for name in alive if name in EQUIVALENT]
    if named:
        lines += ["", "No test can notice these, and they count as alive above:", "", *named]
    others = [name for name in alive if name not in EQUIVALENT]
    if others:
        lines += ["", "Alive, and a test is wanted:", "", *(f"- `{name}`" for name in others)]
    return "\n".join(lines)


def _faults(part: Part) -> str:
    kinds = ", ".join(f"{spaced(number)} {name}" for name, number in part["faults"].items())
    short = part["short"]
    losses = [f"- {loss}" for loss in (*part["losses"], *short["losses"])]
    return (
        "A claim is added, a claim withdrawn, a file laid out and an incident begun, each time on a fresh copy of a ledger, and"
        f" strace makes one system call fail or kills the process there: {spaced(part['points'])} points ({kinds}), every call from the"
        " lock's to the end of the process, but those of the memory and the clock. Afterwards every file must be the old one or the"
        " new one, and the new one where the command said that it wrote; where it did not, it must say why; nothing may be left"
        " over but hidden files; and the next run must succeed and clear those away. Besides, files that may grow to so many"
        f" bytes only ({short['limits']} limits) and a disk of 64 KiB that is full ({short['full_disk']} times)."
        f" {part['missed']} points were not reached, since their call did not come again."
        + "".join(f"\n{loss}" for loss in losses)
    )


def _crashes(part: Part) -> str:
    return (
        "strace records the order in which each of these commands makes, fills, forces to the disk and names files. Cut off after each"
        " step, a disk may hold any beginning of a text that was not forced, and any of the names that were not:"
        f" {spaced(part['states'])} states, in {len(part['losses'])} of which the file is neither the old nor the new one, or the old"
        " one after the command said that it wrote. (Without either fsync there are such states: a test sees to it.)"
    )


def _kills(part: Part) -> str:
    return (
        f"{part['kills']} commands were killed at a random time of their run: {part['written']} had written,"
        f" {part['cut']} had not, {len(part['losses'])} lost something; each time the next run succeeded."
    )


def _crowd(crowd: Part) -> str:
    return (
        f"{crowd['writers']} processes added {spaced(crowd['additions'])} documents to one file at the same time:"
        f" {spaced(crowd['acknowledged'])} were acknowledged, {spaced(crowd['found'])} are there, {crowd['lost']} are lost;"
        f" {crowd['refused']} were refused and told so, for the lock did not come free while they waited. Meanwhile two"
        f" others read the ledger {spaced(crowd['readings'])} times: {crowd['torn']} readings were torn or went back."
    )


def _edited(part: Part) -> str:
    rows = [
        f"| {what} | {spaced(counts.get('done', 0))} | {counts.get('refused', 0)} | {counts.get('comments', 0)} |"
        f" {counts.get('lines', 0)} | {counts.get('meaning', 0)} |"
        for what, counts in part["edits"].items()
    ]
    head = (
        "| edit | done | refused | comments lost | other lines changed | meaning changed |\n|---|---|---|---|---|---|"
    )
    return (
        f"{spaced(part['documents'])} random incidents, written in every way that YAML allows and the format does not forbid, with"
        f" {spaced(part['comments'])} comments. Comments are told by a number in each, lines by their bytes, the meaning by"
        " ruamel.yaml's own reader. What cannot be shown to be safe is refused, such as a last text without a newline at its end."
        f"\n\n{head}\n" + "\n".join(rows)
    )


_SECTIONS: dict[str, tuple[str, Any]] = {
    "corpus": ("The corpus", _corpus),
    "fuzz": ("The fuzzer", _fuzz),
    "differential": ("The second reader", _differential),
    "coverage": ("Coverage", _coverage),
    "mutants": ("Mutants", _mutants),
    "faults": ("Faults while writing", _faults),
    "crashes": ("Power cuts", _crashes),
    "kills": ("Kills", _kills),
    "crowd": ("Crowds", _crowd),
    "edits": ("Edits of random documents", _edited),
}


def stale(results: dict[str, Part]) -> list[str]:
    """The parts that were measured on other code than stands there now."""
    return [name for name, part in results.items() if part["code"] != digest(tuple(part["rooms"]))]
