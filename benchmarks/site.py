"""What building the site costs beside reading the ledger: `python -m benchmarks.site DIR [SIZE]`, 10000 incidents if none is given.

Goals: a build takes at most four times as long as reading alone, and one after the edit of a single incident writes only the pages
that it changes. Each build is in a new folder, and all are removed at the end: where many files were just removed, some file
systems take several times as long to make new ones.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.generate import write
from benchmarks.measure import side_by_side

LEDGER = str(Path(sys.executable).with_name("ledger"))
READ = "import sys; from pathlib import Path; from conflict_ledger.reading import load; load(Path(sys.argv[1]))"
ROUNDS = 5


def main(folder: Path, size: int) -> None:
    root, out = folder / f"site-{size}", folder / f"site-{size}-pages"
    if not root.is_dir():
        write(size, root)
    build = [LEDGER, "--no-cache", "-C", str(root), "site"]
    subprocess.run([*build, str(out)], check=True, capture_output=True)
    with tempfile.TemporaryDirectory(dir=folder) as fresh:
        commands = {
            "read": [sys.executable, "-c", READ, str(root)],
            "build": ["sh", "-c", 'exec "$@" "$(mktemp -d)"', "sh", *build],
            "build again": [*build, str(out)],
        }
        costs = side_by_side(commands, ROUNDS, folder, {"TMPDIR": fresh})
    for name, cost in costs.items():
        print(f"{name:12} {cost.wall:7.2f} s by the clock  {cost.cpu:7.2f} s of processor  {cost.memory:6.0f} MB")
    for name in ("build", "build again"):
        wall, cpu = (getattr(costs[name], one) / getattr(costs["read"], one) for one in ("wall", "cpu"))
        print(f"{name} / read: {wall:.2f} by the clock, {cpu:.2f} of processor")
    _edited(root)
    print(subprocess.run([*build, str(out)], capture_output=True, text=True, check=True).stderr.strip())


def _edited(root: Path) -> None:
    """One figure of one incident changes, to another one each time."""
    path = sorted((root / "data" / "incidents").rglob("*.yaml"))[0]
    text = path.read_text(encoding="utf-8")
    count = "count: 8" if "count: 7" in text else "count: 7"
    path.write_text(re.sub("count: .*", count, text, count=1), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
