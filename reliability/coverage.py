"""Which lines and branches the tests run, the commands that they start in processes of their own included.

python -m reliability.coverage
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from reliability.record import PACKAGE, ROOT, record, room

CORE = (
    *("words", "expressions", "records", "figures", "dates", "findings", "yamltext", "shape", "readers"),
    *("standing", "contradictions", "totals"),
)
SETTINGS = f"""\
[run]
branch = true
parallel = true
patch = subprocess
source = {PACKAGE}
[report]
exclude_also =
    if TYPE_CHECKING:
"""


def measured(folder: Path, tests: list[str]) -> dict[str, Any]:
    """Runs the tests and gives coverage's own report as data."""
    settings = folder / "settings"
    settings.write_text(f"{SETTINGS}[paths]\nhere =\n    {PACKAGE}\n", encoding="utf-8")
    environment = {**os.environ, "COVERAGE_FILE": str(folder / "data"), "COVERAGE_RCFILE": str(settings)}

    def coverage(*arguments: str) -> int:
        return subprocess.run([sys.executable, "-m", "coverage", *arguments], cwd=ROOT, env=environment).returncode

    if coverage("run", "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests):
        print("tests failed: those of time may, when every line is traced", file=sys.stderr)
    coverage("combine", "-q")
    coverage("json", "-q", "-o", str(folder / "report.json"))
    found: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return found


def percent(files: list[dict[str, Any]]) -> float:
    """Lines and branches that ran, of all, as coverage counts them; rounded down, so that 100 is all."""
    run = sum(file["summary"]["covered_lines"] + file["summary"]["covered_branches"] for file in files)
    there = sum(file["summary"]["num_statements"] + file["summary"]["num_branches"] for file in files)
    return float(1000 * run // there / 10) if there else 100.0


def main() -> None:
    """Measures and records: all, the core rooms, and each file that the tests do not run in full."""
    os.nice(10)
    with tempfile.TemporaryDirectory(prefix="ledger-coverage-") as folder:
        report = measured(Path(folder), sys.argv[1:])
    files = {str((ROOT / name).resolve().relative_to(PACKAGE)): file for name, file in report["files"].items()}
    core = [file for name, file in files.items() if room(PACKAGE / name) in CORE]
    rest = {name: percent([file]) for name, file in files.items() if percent([file]) < 100}
    for name, file in files.items():
        if name in rest:
            print(name, rest[name], file["missing_lines"], file["missing_branches"])
    found = {"all": percent(list(files.values())), "core": percent(core), "not_in_full": rest}
    print(found["all"], found["core"])
    if not sys.argv[1:]:
        record("coverage", {**found, "core_rooms": list(CORE)}, (), ("coverage", "pytest"))


if __name__ == "__main__":
    main()
