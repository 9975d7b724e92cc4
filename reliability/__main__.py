"""Writes `RELIABILITY.md` from `results.json`, and says which figures are of older code."""

from __future__ import annotations

from reliability.record import ROOT, results
from reliability.report import page, stale

_TOGETHER = {"crowd": "crowd crowd", "kills": "crowd kills"}  # what one program measures, and which of it is asked for


def main() -> None:
    """Writes the page; measures nothing."""
    found = results()
    (ROOT / "RELIABILITY.md").write_text(page(found), encoding="utf-8")
    for name in stale(found):
        print(f"{name}: measured on older code; python -m reliability.{_TOGETHER.get(name, name)}")


if __name__ == "__main__":
    main()
