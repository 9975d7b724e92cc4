"""Errors and kills at every system call of a write: the old file or the new one must be there, whole, and a clear message.

strace counts the calls of a first run; then, one run each, it makes the n-th call of a kind fail or kills the process there.
Limits on the size of a file and a disk of 64 KiB make short writes. Needs strace (apt-get install strace).

    python -m reliability.faults
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import resource
import shutil
import subprocess
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reliability.record import WRITING, record
from reliability.scenes import (
    SCENES,
    Scene,
    after,
    command,
    copied,
    environment,
    files,
    here,
    made,
    recovers,
    run,
    wrong,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

ERRORS = ("ENOSPC", "EDQUOT", "EIO", "EACCES", "EINTR")
KILL = "KILL"
PURE = ("mmap", "munmap", "mremap", "brk", "futex", "rt_sigaction", "getrandom", "geteuid", "getegid", "exit_group")
_CALL = re.compile(r"^(?:\d+ +)?([a-z_0-9]+)\((.*)")


class Point(NamedTuple):
    """The n-th call of this kind since the process began, and what is done to it."""

    scene: Scene
    call: str
    number: int
    fault: str


def points(scene: Scene, ledger: Path, trace: Path) -> Iterator[Point]:
    """Every fault at every call from the lock's to the end; of the reading in between only the calls of the write itself."""
    run(["strace", "-f", "-o", str(trace), *command(ledger, scene.arguments)])
    calls = [match for line in trace.read_text(errors="replace").splitlines() if (match := _CALL.match(line))]
    temporary = next(n for n, call in enumerate(calls) if ".tmp" in call[2])
    lock = next(n for n, call in enumerate(calls) if "data/.lock" in call[2])
    seen: Counter[str] = Counter()
    for number, call in enumerate(calls):
        seen[call[1]] += 1
        if lock <= number <= lock + 4 or number >= temporary - 20:
            for fault in (KILL, *ERRORS) if call[1] not in PURE else ():
                yield Point(scene, call[1], seen[call[1]], fault)


def tried(point: Point, ledger: Path, old: dict[str, bytes], new: dict[str, bytes], trace: Path) -> str:
    """What went wrong at the point beyond what was made to; nothing where all is well, `missed` where it was not reached."""
    what = f"signal={KILL}" if point.fault == KILL else f"error={point.fault}"
    quick = [] if point.fault == KILL else ["--seccomp-bpf"]  # with which strace sends no signal
    words = ["strace", "-f", *quick, "-o", str(trace), "-e", f"trace={point.call}"]
    done = run(
        [*words, "-e", f"inject={point.call}:{what}:when={point.number}", *command(ledger, point.scene.arguments)]
    )
    told = trace.read_text(errors="replace")
    if ("killed by SIGKILL" if point.fault == KILL else "(INJECTED)") not in told:
        return "missed"
    acknowledged = done.returncode == 0 and "wrote" in done.stderr + done.stdout
    if found := wrong(ledger, point.scene, old, new, done=acknowledged):
        return found
    if (
        point.fault != KILL
        and done.returncode not in (0, 141)
        and not re.search(r"^error: ", done.stderr, re.MULTILINE)
    ):
        return f"exit {done.returncode} without a message: {done.stderr[-300:]}"
    if done.returncode == 4:
        return f"a bug: {done.stderr[-300:]}"
    return recovers(ledger, point.scene, new)


def injected(work: Path, share: int = 1) -> dict[str, object]:
    """Every point, or each `share`-th of them, tried in a ledger of its own."""
    origin, ledger, trace = made(work / "origin"), work / "ledger", work / "trace"
    counts: Counter[str] = Counter()
    losses = []
    for scene in SCENES:
        copied(origin, ledger)
        old, new = files(ledger), after(ledger, scene)
        todo = list(points(scene, copied(origin, ledger), trace))[::share]
        for point in todo:
            copied(origin, ledger)
            found = tried(point, ledger, old, new, trace)
            if found == "missed":
                counts["missed"] += 1
                continue
            counts["points"] += 1
            counts[point.fault] += 1
            if found:
                losses.append(f"{scene.name}: {point.fault} at {point.call} {point.number}: {found}")
    faults = {fault: counts[fault] for fault in (KILL, *ERRORS)}
    return {"points": counts["points"], "missed": counts["missed"], "faults": faults, "losses": losses}


def short(work: Path, step: int = 40) -> dict[str, object]:
    """Files that may grow to so many bytes only, and a disk that is all but full."""
    origin, ledger = made(work / "origin"), work / "ledger"
    tries, losses = 0, []
    for scene in SCENES:
        copied(origin, ledger)
        old, new = files(ledger), after(ledger, scene)
        for limit in range(0, len(new[scene.path]) + step, step):
            copied(origin, ledger)
            done = subprocess.run(
                command(ledger, scene.arguments),
                env=environment(),
                capture_output=True,
                text=True,
                check=False,
                preexec_fn=lambda limit=limit: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
            )
            tries += 1
            found = wrong(ledger, scene, old, new, done=done.returncode == 0)
            losses += [f"{scene.name}, {limit} bytes: {found}"] if found else []
    full, more = _full_disk(origin, work)
    return {"limits": tries, "full_disk": full, "losses": [*losses, *more]}


def _full_disk(origin: Path, work: Path) -> tuple[int, list[str]]:
    """Each command on a disk of 64 KiB with less and less room; none where no disk may be mounted."""
    disk = work / "disk"
    disk.mkdir(exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode:
        return 0, []
    tries, losses = 0, []
    try:
        for scene in SCENES:
            for room in (0, 4096):
                for path in disk.iterdir():
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
                ledger = copied(origin, disk / "ledger")
                old = files(ledger)
                new = after(copied(origin, work / "ledger"), scene)
                _filled(disk / "filler", room)
                code, said = here(ledger, scene.arguments)
                tries += 1
                found = wrong(ledger, scene, old, new, done=code == 0)
                if not found and code and "full" not in said:
                    found = f"no word of the full disk: {said}"
                losses += [f"{scene.name}, full disk: {found}"] if found else []
    finally:
        subprocess.run(["umount", str(disk)], check=False)
    return tries, losses


def _filled(path: Path, room: int) -> None:
    """Takes all room on the disk but so many bytes."""
    opened = os.open(path, os.O_WRONLY | os.O_CREAT)
    with contextlib.suppress(OSError):
        while True:
            os.write(opened, b"x" * 4096)
    os.ftruncate(opened, max(os.fstat(opened).st_size - room, 0))
    os.close(opened)


def main() -> None:
    """Tries every point and records."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--share", type=int, default=1, help="only each n-th point, to look at it; not recorded")
    share = parser.parse_args().share
    with tempfile.TemporaryDirectory() as folder:
        found = {**injected(Path(folder), share), "short": short(Path(folder))}
    print(found)
    if share == 1:
        record("faults", found, WRITING)


if __name__ == "__main__":
    main()
