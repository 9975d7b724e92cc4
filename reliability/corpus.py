"""The hostile and odd files beside the repository: how many get the verdict of their manifest, how fast, in how much memory.

The reading of a row, and which rows are otherwise here and why, is `tests/test_corpus.py`'s: there is one of it.

    python -m reliability.corpus
"""

from __future__ import annotations

import importlib.util
import resource
import sys
import time
from typing import Any

from reliability.record import READING, ROOT, record


def rows() -> Any:
    """The module of the tests that knows the corpus."""
    spec = importlib.util.spec_from_file_location("test_corpus", ROOT / "tests" / "test_corpus.py")
    assert spec
    assert spec.loader
    module = sys.modules["test_corpus"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measured(tests: Any) -> dict[str, int]:
    """Every row read once: verdicts as expected, the slowest in ms of the processor, the memory of the process in MB."""
    right = unplaced = 0
    slowest = 0.0
    for row in tests.ROWS:
        found = (tests.faults_of_text if row in tests.AS_IT_STANDS else tests.carried)(row.data)
        slowest = max(slowest, min(spent(tests, row.data) for _ in range(3)))
        right += (not found) == (tests.OTHERWISE[row.file][0] if row.file in tests.OTHERWISE else row.accepted)
        unplaced += any(line < 1 or column < 1 or not message for line, column, message in found)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    counts = {
        "files": len(tests.ROWS),
        "as_expected": right,
        "otherwise_here": len(tests.OTHERWISE),
        "unplaced": unplaced,
    }
    return {**counts, "slowest_ms": round(1000 * slowest), "memory_mb": memory}


def spent(tests: Any, data: bytes) -> float:
    """Seconds of the processor for one reading of the file as an incident, findings and all."""
    start = time.process_time()
    tests.faults(data)
    return time.process_time() - start


def main() -> None:
    """Reads the corpus and records; without a corpus nothing is recorded."""
    tests = rows()
    if not tests.ROWS:
        raise SystemExit("no ../shared/corpus beside the repository: nothing recorded")
    found = measured(tests)
    print(found)
    record("corpus", found, READING, ("PyYAML",))


if __name__ == "__main__":
    main()
