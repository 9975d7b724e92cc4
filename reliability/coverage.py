"""Which lines and branches the tests run, the commands that they start in processes of their own included.

python -m reliability.coverage
"""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reliability.record import PACKAGE, ROOT, record, room

if TYPE_CHECKING:
    from collections.abc import Iterator

CORE = (
    *("words", "expressions", "records", "figures", "dates", "findings", "yamltext", "shape", "readers"),
    *("standing", "contradictions", "totals"),
)
SETTINGS = """\
[run]
branch = true
parallel = true
patch = _exit, fork
sigterm = true
source = {package}
data_file = {folder}/data
[report]
exclude_also =
    if TYPE_CHECKING:
"""
EVERY = (  # one that is left behind by a run that was killed does nothing
    "import os; os.path.exists({settings!r}) and (os.environ.update(COVERAGE_PROCESS_START={settings!r}), "
    "__import__('coverage').process_startup())\n"
)
AT_ONCE = 2  # of the test files every other one: each test stands alone


def measured(folder: Path, tests: list[str]) -> dict[str, Any]:
    """Runs the tests and gives coverage's own report as data."""
    settings = folder / "settings"
    settings.write_text(SETTINGS.format(package=PACKAGE, folder=folder), encoding="utf-8")
    with every_process(settings):
        for running in [_tests(tests[start::AT_ONCE]) for start in range(AT_ONCE) if tests[start::AT_ONCE]]:
            if running.wait():
                print("tests failed: those of time and of imports do, when every line is traced", file=sys.stderr)
    for arguments in (["combine", "-q"], ["json", "-q", "-o", str(folder / "report.json")]):
        subprocess.run([sys.executable, "-m", "coverage", *arguments, "--rcfile", str(settings)], cwd=ROOT, check=True)
    found: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return found


def _tests(tests: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests], cwd=ROOT)


@contextmanager
def every_process(settings: Path) -> Iterator[None]:
    """Every process of this interpreter is traced, whatever its environment: most tests start theirs with a bare one."""
    start = Path(sysconfig.get_path("purelib")) / "ledger-coverage.pth"
    start.write_text(EVERY.format(settings=str(settings)), encoding="utf-8")
    try:
        yield
    finally:
        start.unlink()


def percent(files: list[dict[str, Any]]) -> float:
    """Lines and branches that ran, of all, as coverage counts them; rounded down, so that 100 is all."""
    run = sum(file["summary"]["covered_lines"] + file["summary"]["covered_branches"] for file in files)
    there = sum(file["summary"]["num_statements"] + file["summary"]["num_branches"] for file in files)
    return float(1000 * run // there / 10) if there else 100.0


def main() -> None:
    """Measures and records: all, the core rooms, and each file that the tests do not run in full."""
    with tempfile.TemporaryDirectory(prefix="ledger-coverage-") as folder:
        tests = sys.argv[1:] or sorted(str(path) for path in (ROOT / "tests").glob("test_*.py"))
        report = measured(Path(folder), tests)
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
