"""Kills at random times, and many writers at once while others read: nothing torn, nothing that was acknowledged lost.

python -m reliability.crowd [kills|crowd]
"""

from __future__ import annotations

import argparse
import multiprocessing
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from conflict_ledger.edit.draft import Draft
from conflict_ledger.edit.records import Written, add_listed
from conflict_ledger.edit.refused import Refused
from conflict_ledger.edit.writing import locked
from conflict_ledger.findings import ERROR
from conflict_ledger.reading import load
from reliability.record import WRITING, record
from reliability.scenes import SCENES, after, command, copied, environment, files, made, recovers, wrong

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event

KILLS = 500
WRITERS, ADDITIONS = 16, 100


def killed(work: Path, times: int, seed: int = 20220419) -> dict[str, object]:
    """Each command killed at a random time of its run; `written` of them had written, `cut` had not."""
    random = Random(seed)
    origin, ledger = made(work / "origin"), work / "ledger"
    expected = {}
    for scene in SCENES:
        copied(origin, ledger)
        old = files(ledger)
        start = time.monotonic()
        subprocess.run(command(ledger, scene.arguments), env=environment(), capture_output=True, check=True)
        expected[scene.name] = (old, after(copied(origin, ledger), scene), time.monotonic() - start)
    counts, losses = {"written": 0, "cut": 0}, []
    for number in range(times):
        scene = SCENES[number % len(SCENES)]
        old, new, spent = expected[scene.name]
        copied(origin, ledger)
        process = subprocess.Popen(
            command(ledger, scene.arguments), env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        time.sleep(random.uniform(0.3, 1.2) * spent)  # it writes towards the end
        process.send_signal(signal.SIGKILL)
        said = process.communicate()[0]
        found = wrong(ledger, scene, old, new, done=b"wrote" in said) or recovers_from(ledger, scene, old, new, counts)
        losses += [f"{scene.name}: {found}"] if found else []
    return {"kills": times, **counts, "losses": losses}


def recovers_from(ledger: Path, scene: object, old: object, new: dict[str, bytes], counts: dict[str, int]) -> str:
    written = files(ledger).get(scene.path) == new[scene.path]  # type: ignore[attr-defined]
    counts["written" if written else "cut"] += 1
    return recovers(ledger, scene, new)  # type: ignore[arg-type]


def crowd(work: Path, writers: int, additions: int) -> dict[str, object]:
    """So many writers add so many documents each to one file, and two readers read meanwhile."""
    ledger = made(work / "crowd")
    before = len(load(ledger).documents)
    context = multiprocessing.get_context("spawn")
    over = context.Event()
    told = context.Queue()
    readers = [context.Process(target=_reads, args=(ledger, over, told)) for _ in range(2)]
    crew = [context.Process(target=_adds, args=(ledger, number, additions, told)) for number in range(writers)]
    for process in (*readers, *crew):
        process.start()
    found = [told.get() for _ in crew]
    over.set()
    found += [told.get() for _ in readers]
    for process in (*readers, *crew):
        process.join()
    documents = load(ledger).documents
    acknowledged = {name for part in found for name in part["acknowledged"]}
    return {
        "writers": writers,
        "additions": writers * additions,
        "acknowledged": len(acknowledged),
        "lost": len(acknowledged - documents.keys()),
        "found": len(documents) - before,
        "refused": sum(part["refused"] for part in found),
        "readings": sum(part["readings"] for part in found),
        "torn": sum(part["torn"] for part in found),
        "left_over": sorted(path for path in files(ledger) if Path(path).name.startswith((".lock", ".documents"))),
    }


def _part() -> dict[str, object]:
    return {"acknowledged": [], "refused": 0, "readings": 0, "torn": 0}


def _adds(ledger: Path, writer: int, additions: int, told: object) -> None:
    """Adds as the command does, in one process for all: read, splice, compare and write while the lock is held."""
    part = _part()
    names: list[str] = []
    for number in range(additions):
        name = f"document-{writer}-{number}"
        values = {"title": f"Report {number} of writer {writer}", "publisher": "gazette"}
        try:
            with locked(ledger):
                draft = Draft(ledger)
                add_listed(draft, "document", name, Written(values))
                draft.write(names.append)
        except Refused:
            part["refused"] = int(str(part["refused"])) + 1
            continue
        names[-1] = name
    told.put({**part, "acknowledged": names})  # type: ignore[attr-defined]


def _reads(ledger: Path, over: Event, told: object) -> None:
    """Reads until the writers are done: every reading is whole, and none has fewer documents than the one before."""
    readings = torn = most = 0
    while not over.is_set():
        read = load(ledger)
        broken = any(one.severity == ERROR for one in read.findings) or len(read.documents) < most
        torn += broken
        most = max(most, len(read.documents))
        readings += 1
        over.wait(0.05)
    told.put({**_part(), "readings": readings, "torn": torn})  # type: ignore[attr-defined]


def main() -> None:
    """Kills, crowds and records: both, or the one that is named."""
    measures = {
        "kills": lambda folder: killed(folder, KILLS),
        "crowd": lambda folder: crowd(folder, WRITERS, ADDITIONS),
    }
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("only", nargs="?", choices=measures)
    only = parser.parse_args().only
    for name in [only] if only else measures:
        with tempfile.TemporaryDirectory() as folder:
            found = measures[name](Path(folder))
        print(name, found)
        record(name, found, WRITING)


if __name__ == "__main__":
    main()
