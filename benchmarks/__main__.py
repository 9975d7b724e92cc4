"""Measures all of it and writes the table: `python -m benchmarks DIR [SIZE …]`, the sizes of the large ledgers, 10000 if none.

Everything that is compared runs side by side (`measure`), on this machine and in this run. Ratios carry over to another
machine, seconds do not. What is done in one process is compared by the processor's time, which others on the machine disturb
least; where two processes work, by the clock.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.generate import write
from benchmarks.measure import side_by_side
from benchmarks.reviewing import EDITED, costs, edited

if TYPE_CHECKING:
    from benchmarks.measure import Cost

HERE = Path(__file__).parent
ROOT = HERE.parent
PYTHON = sys.executable
LEDGER = [str(Path(PYTHON).with_name("ledger"))]
PEER = [PYTHON, "-m", "benchmarks.peers"]
READING_ALL = ("totals", "contradictions", "list", "sources")


class Row(NamedTuple):
    """A goal, what is compared with what, the ratio of the two, and the two."""

    what: str
    goal: str
    ratio: float
    reached: bool
    both: str


def row(
    what: str,
    ours: float,
    theirs: float,
    *,
    at_most: float | None = None,
    at_least: float | None = None,
    unit: str = "s",
) -> Row:
    """`ours` over `theirs` where that is to be at most something; the other way round where it is to be at least."""
    ratio = ours / theirs if at_most is not None else theirs / ours
    reached = ratio <= at_most if at_most is not None else ratio >= (at_least or 0)
    goal = f"≤ {at_most:g}" if at_most is not None else f"≥ {at_least:g}"
    return Row(what, goal, ratio, reached, f"{ours:.3f} / {theirs:.3f} {unit}")


def ledger(folder: Path, size: int) -> Path:
    """The ledger of this size, written where it is not there yet."""
    root = folder / str(size)
    if not (root / "written").exists():
        shutil.rmtree(root, ignore_errors=True)
        write(size, root)
        (root / "written").touch()
    return root


def start(rounds: int) -> list[Row]:
    asked = {"_LEDGER_COMPLETE": "complete_bash", "COMP_WORDS": "ledger show hom", "COMP_CWORD": "2"}
    commands = {
        "python": [PYTHON, "-c", "pass"],
        "typer": [PYTHON, "-c", "import typer"],
        "version": [PYTHON, "-c", "from conflict_ledger.cli import run; run()", "--version"],
        "help": [*LEDGER, "--help"],
        "show": [*LEDGER, "show", "hombori"],
    }
    found = side_by_side(commands, rounds, ROOT, {})
    found |= side_by_side({"typer, again": commands["typer"], "completion": LEDGER}, rounds, ROOT, asked)
    cpu = {name: cost.cpu for name, cost in found.items()}
    return [
        row("`--version` / bare Python", cpu["version"], cpu["python"], at_most=1.5),
        row("`--help` / `import typer`", cpu["help"], cpu["typer"], at_most=1.15),
        row("`show hombori` / `import typer`", cpu["show"], cpu["typer"], at_most=1.4),
        row("completion of `show hom` / `import typer`", cpu["completion"], cpu["typer, again"], at_most=1.4),
    ]


def cold(root: Path, large: Path, rounds: int) -> list[Row]:
    here = str(root)
    validate = [*LEDGER, "-C", here, "validate", "--format", "concise"]
    peers = {name: [*PEER, name, here] for name in ("yamale", "libyaml", "csafeloader", "strict")}
    one = side_by_side({"validate": validate, **peers}, rounds, ROOT, {}, cores=1)
    slow = {name: [*PEER, name, here] for name in ("check-jsonschema", "ruamel-pydantic")}
    once = side_by_side({"validate": validate, **slow}, 1, ROOT, {}, cores=1)
    reading = {"reading": [*PEER, "read", str(large)]}
    two = side_by_side(reading, rounds, ROOT, {})
    alone = side_by_side(reading, rounds, ROOT, {}, cores=1)
    many = [*LEDGER, "-C", str(large), "validate", "--format", "concise"]
    big = side_by_side({"validate": many, "libyaml": [*PEER, "libyaml", str(large)]}, 2, ROOT, {})
    cpu = {name: cost.cpu for name, cost in one.items()}
    return [
        row(
            "`validate`, one process / check-jsonschema",
            once["validate"].cpu,
            once["check-jsonschema"].cpu,
            at_most=1 / 40,
        ),
        row("`validate`, one process / yamale", cpu["validate"], cpu["yamale"], at_most=1 / 5),
        row(
            "`validate`, one process / ruamel.yaml + pydantic",
            once["validate"].cpu,
            once["ruamel-pydantic"].cpu,
            at_most=1 / 50,
        ),
        row("the strict reader against CSafeLoader (times as fast)", cpu["strict"], cpu["csafeloader"], at_least=2),
        row(
            "two workers against one, reading 10 000 files (by the clock)",
            two["reading"].wall,
            alone["reading"].wall,
            at_least=1.7,
        ),
        row(
            "`validate`, 10 000 files / bytes and libyaml's bare events",
            big["validate"].wall,
            big["libyaml"].wall,
            at_most=3,
        ),
    ]


def warm(root: Path, folder: Path, rounds: int) -> list[Row]:
    place = {"CONFLICT_LEDGER_CACHE": str(folder / "cache")}
    commands = {name: [*LEDGER, "-C", str(root), name] for name in READING_ALL}
    side_by_side(commands, 1, ROOT, place)
    found = side_by_side({"bare": [*PEER, "bare", str(root)], **commands}, rounds, ROOT, place)
    bare = found.pop("bare").cpu
    goals = {"list": 2.0}
    return [
        row(f"warm `{name}`, {root.name} incidents / `scandir` + `stat`", cost.cpu, bare, at_most=goals.get(name, 1.3))
        for name, cost in found.items()
    ]


def growth(small: Path, large: Path) -> list[Row]:
    sizes = {root: int(root.name) for root in (small, large)}
    off = {"CONFLICT_LEDGER_CACHE": "off"}
    commands = {name: [name] for name in (*READING_ALL, "validate")}
    rows = []
    costs: dict[Path, dict[str, Cost]] = {}
    for root in sizes:
        asked = {name: [*LEDGER, "-C", str(root), *rest] for name, rest in commands.items()}
        first = min((root / "data" / "incidents").rglob("*.yaml")).stem
        asked["show"] = [*LEDGER, "-C", str(root), "show", first]
        costs[root] = side_by_side(asked, 1, ROOT, off)
    for name in commands:
        few, many = (costs[root][name] for root in sizes)
        title = f"`{name}`, per incident: {large.name} / {small.name}"
        time = [1000 * cost.cpu / size for cost, size in zip((many, few), (sizes[large], sizes[small]), strict=True)]
        room = [1000 * cost.memory / size for cost, size in zip((many, few), (sizes[large], sizes[small]), strict=True)]
        rows.append(row(f"{title}, time", *time, at_most=1.3, unit="ms"))
        rows.append(row(f"{title}, memory", *room, at_most=1.3, unit="KB"))
        if name == "totals":
            rows.append(row(f"`totals` of {large.name} incidents, memory", many.memory, 500, at_most=1, unit="MB"))
    few, many = (costs[root]["show"] for root in sizes)
    rows.append(row(f"`show` by id: {large.name} / {small.name}", many.cpu, few.cpu, at_most=1.1))
    return rows


def sums(root: Path, folder: Path) -> list[Row]:
    subprocess.run([*PEER, "exported", str(root)], cwd=ROOT, check=True)
    place = {"CONFLICT_LEDGER_CACHE": str(folder / "cache")}
    totals = [*LEDGER, "-C", str(root), "totals", "2012", "--rule", "un-mission"]
    cold = side_by_side(
        {"totals": [*LEDGER, "-C", str(root), "--no-cache", *totals[3:]], "yaml": [*PEER, "homemade", str(root)]},
        2,
        ROOT,
        place,
    )
    side_by_side({"totals": totals}, 1, ROOT, place)
    again = side_by_side({"totals": totals, "duckdb": [*PEER, "parquet", str(root)]}, 5, ROOT, place)
    return [
        row(
            f"`totals`, {root.name} incidents, nothing kept / CSafeLoader and dicts",
            cold["totals"].cpu,
            cold["yaml"].cpu,
            at_most=1,
        ),
        row(
            f"`totals`, {root.name} incidents, asked again / DuckDB over Parquet",
            again["totals"].cpu,
            again["duckdb"].cpu,
            at_most=1,
        ),
    ]


def reviewed(root: Path, folder: Path) -> list[Row]:
    found = costs(edited(root, folder / f"{root.name}-edited"), 3)
    what = f"two revisions of {root.name} incidents, {EDITED} files differ"
    return [
        row(f"{what}: what changed / `diff-tree` and `cat-file`", found["changes"], found["git"], at_most=3),
        row(f"{what}: and all that it moves / the same", found["review"], found["git"], at_most=3),
    ]


def table(rows: list[Row]) -> str:
    lines = ["| what | goal | measured | | of what |", "|---|---|---|---|---|"]
    for one in rows:
        measured = f"{one.ratio:.2f}" if one.ratio >= 0.1 else f"1/{1 / one.ratio:.0f}"
        lines.append(
            f"| {one.what} | {one.goal} | {measured} | {'reached' if one.reached else '**not reached**'} | {one.both} |"
        )
    return "\n".join(lines)


def main(folder: Path, sizes: list[int]) -> None:
    small, large = ledger(folder, 2000), ledger(folder, sizes[0])
    groups = {
        "Start-up": start(11),
        "Cold": cold(small, large, 3),
        "Warm": [one for size in sizes for one in warm(ledger(folder, size), folder, 7)],
        "Sums": sums(large, folder),
        "Growth": growth(small if len(sizes) < 2 else large, ledger(folder, sizes[-1])),
        # last: it makes this process large, and who is started by it counts as large
        "Review": reviewed(large, folder),
    }
    load = os.getloadavg()[0]
    about = f"{len(os.sched_getaffinity(0))} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}, load {load:.1f}"
    text = "\n\n".join([f"{about}.", *(f"### {name}\n\n{table(rows)}" for name, rows in groups.items())])
    (folder / "table.md").write_text(text + "\n", encoding="utf-8")
    (folder / "rows.json").write_text(json.dumps(groups, indent=1), encoding="utf-8")
    print(text)


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]).absolute(), [int(size) for size in sys.argv[2:]] or [10_000])
