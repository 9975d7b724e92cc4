"""Programs run side by side: in turn and not one after the other, so that a busy machine is busy for all of them."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class Cost(NamedTuple):
    """Medians of several runs: seconds by the clock, seconds of processor (children included), and the peak of memory in MB."""

    wall: float
    cpu: float
    memory: float


def side_by_side(
    commands: Mapping[str, Sequence[str]], times: int, cwd: Path, environment: Mapping[str, str], cores: int = 2
) -> dict[str, Cost]:
    """What each of the programs costs; run in turn, `times` rounds."""
    runs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(times):
        for name, command in commands.items():
            runs[name].append(_run(command, cwd, environment, cores))
    return {name: Cost(*map(statistics.median, zip(*costs, strict=True))) for name, costs in runs.items()}


def _run(command: Sequence[str], cwd: Path, environment: Mapping[str, str], cores: int) -> Cost:
    """One run; on one core the program uses no second process."""
    allowed = sorted(os.sched_getaffinity(0))[:cores]
    start = time.perf_counter()
    # what is imported is compiled once, in the first round, as it is for its users
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with open(os.devnull, "w") as nowhere:
        started = subprocess.Popen(
            command,
            cwd=cwd,
            env={**inherited, **environment},
            stdout=nowhere,
            stderr=nowhere,
            preexec_fn=lambda: os.sched_setaffinity(0, allowed),
        )
        _, status, used = os.wait4(started.pid, 0)
    wall = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in (0, 1):  # 1: it had something to say of the files
        raise RuntimeError(f"{command} came to grief")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
