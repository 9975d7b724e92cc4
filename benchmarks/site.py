"""What building the site costs beside reading the ledger: `python -m benchmarks.site DIR [SIZE]`, 10000 incidents if none is given.

Goals: a build takes at most four times as long as reading alone, and one after the edit of a single incident writes only the pages
that it changes.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from benchmarks.generate import write
from benchmarks.measure import side_by_side

LEDGER = str(Path(sys.executable).with_name("ledger"))
READ = "import sys; from pathlib import Path; from conflict_ledger.reading import load; load(Path(sys.argv[1]))"
ROUNDS = 3


def main(folder: Path, size: int) -> None:
    root, out = folder / f"site-{size}", folder / f"site-{size}-pages"
    if not root.is_dir():
        write(size, root)
    build = [LEDGER, "--no-cache", "-C", str(root), "site", str(out)]
    remove = ["rm", "-rf", str(out)]
    read = [sys.executable, "-c", READ, str(root)]
    commands = {"read": read, "remove": remove, "build": build, "build again": build}
    costs = side_by_side(commands, ROUNDS, folder, {})
    for name, cost in costs.items():
        print(f"{name:12} {cost.wall:7.2f} s by the clock  {cost.cpu:7.2f} s of processor  {cost.memory:6.0f} MB")
    print(
        f"build / read: {costs['build'].wall / costs['read'].wall:.2f} by the clock, {costs['build'].cpu / costs['read'].cpu:.2f} of processor"
    )
    _edited(root)
    print(subprocess.run(build, capture_output=True, text=True, check=False).stderr.strip())


def _edited(root: Path) -> None:
    """One figure of one incident changes."""
    path = sorted((root / "data" / "incidents").rglob("*.yaml"))[0]
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub("count: .*", "count: 7", text, count=1), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
