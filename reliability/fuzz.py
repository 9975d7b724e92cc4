"""A coverage-guided fuzz target for the reader: whatever the bytes, a record and its findings, or a Refusal, and soon.

Each input is read, and what is read is taken as an incident, as a published total, as a file of actors. A finding or a
refusal must stand in the file and have words. Time is the processor's, so that a busy machine fails nothing.

    python -m reliability.fuzz --runs 2000000
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reliability.made_up import SEEDS
from reliability.record import READING, ROOT, digest, record, results

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 0.3  # seconds of the processor for one input
MAX_LENGTH = 2048
TODAY = date(2026, 1, 1)
CORPUS = ROOT.parent / "shared" / "corpus" / "files"
TOKENS: tuple[str, ...] = (
    ": ",
    "- ",
    "\n  ",
    "\n    ",
    "---\n",
    "...\n",
    "'",
    '"',
    "''",
    "\\u",
    "|-\n",
    ">+\n",
    "|2\n",
    "[",
    "]",
    "{",
    "}",
)
TOKENS += (
    " #",
    "#",
    "&a ",
    "*a",
    "!!",
    "<<",
    "? ",
    "%",
    "~",
    "\t",
    "\r\n",
    "\u2028",
    "\ufeff",
    "\u2067",
    "e\u0301",
    "no",
)


def one_input(data: bytes) -> None:
    """Reads the bytes as a file of each kind. Raises AssertionError, or what the reader raised, where it must not."""
    start = time.process_time()
    try:
        _read(data)
    finally:
        assert time.process_time() - start < LONGEST, "too slow"


def _read(data: bytes) -> None:
    from conflict_ledger import model, shape, yamltext
    from conflict_ledger.readers import FAULT, READERS, Report

    lines = data.count(b"\n") + 1
    try:
        text = yamltext.read(data)
    except yamltext.Refusal as no:
        _stands(no, lines)
        return
    report = Report("data/incidents/tindara.yaml", text, TODAY)
    shape.record(report, model.Incident, text.tree, (), id="tindara")
    shape.record(report, model.PublishedTotal, text.tree, (), id="tindara")
    for name, child in text.tree.items() if isinstance(text.tree, dict) else ():
        if READERS["Id"](report, name, (name,)) is not FAULT:
            shape.record(report, model.Actor, child, (name,), id=name)
    for finding in (*report.findings, *report.rest()):
        _stands(finding, lines)


def _stands(said: Any, lines: int) -> None:
    assert said.message
    assert 1 <= said.line <= lines
    assert said.column >= 1


def target(arguments: list[str]) -> None:
    """Runs libFuzzer in this process, with the package instrumented; does not return."""
    import atheris  # type: ignore[import-untyped]

    with atheris.instrument_imports(include=["conflict_ledger"]):
        from conflict_ledger import model, readers, shape, yamltext  # noqa: F401
    atheris.Setup([sys.argv[0], *arguments], one_input)
    atheris.Fuzz()


def seeds(folder: Path) -> Iterator[Path]:
    """Writes the seeds as files: the made-up records and, where it is there, the corpus beside the repository."""
    outside = [path.read_bytes() for path in sorted(CORPUS.iterdir())] if CORPUS.is_dir() else []
    for number, data in enumerate((*SEEDS, *(data for data in outside if len(data) <= MAX_LENGTH))):
        path = folder / f"seed-{number:04}"
        path.write_bytes(data)
        yield path


def words(path: Path) -> None:
    """libFuzzer's dictionary: marks of YAML, keys and words of the format."""
    from conflict_ledger import figures, model, shape
    from conflict_ledger import words as field

    keys = {key for kind in (model.Incident, model.Fact, model.Claim, model.Cell) for key in shape.keys_of(kind)}
    listed = {*figures.VAGUE, *field.MEASURES, *field.VICTIMS, *field.GROUPS, "at least 5", "2022-04-19", "2022-Q2"}
    tokens = [*TOKENS, *sorted(f"{key}: " for key in keys), *sorted(listed)]
    quoted = ("".join(f"\\x{byte:02x}" for byte in token.encode()) for token in tokens)
    path.write_text("".join(f'"{token}"\n' for token in quoted), encoding="ascii")


def run(runs: int, folder: Path) -> dict[str, int]:
    """One run of libFuzzer in a process of its own: inputs tried, seeds, inputs kept. Raises Failed where one failed."""
    kept, seeded = folder / "kept", folder / "seeds"
    for path in (kept, seeded):
        path.mkdir(parents=True, exist_ok=True)
    count = len(list(seeds(seeded)))
    words(folder / "words")
    options = [f"-runs={runs}", f"-max_len={MAX_LENGTH}", "-timeout=30", "-rss_limit_mb=1024", "-print_final_stats=1"]
    options += [f"-dict={folder / 'words'}", f"-artifact_prefix={folder}/failed-", str(kept), str(seeded)]
    command = [sys.executable, "-m", "reliability.fuzz", "--target", *options]
    log = folder / "log"
    with log.open("w", encoding="utf-8") as output:
        done = subprocess.run(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, check=False)
    said = log.read_text(encoding="utf-8", errors="replace")
    match = re.search(r"Done (\d+) runs in \d+ second", said)
    if done.returncode or not match:
        raise Failed(f"{said[-4000:]}\nthe input is in {folder}")
    return {"runs": int(match[1]), "seeds": count, "kept": len(list(kept.iterdir()))}


class Failed(Exception):  # noqa: N818 - the fuzzer did what it is for
    """An input that the reader does not stand: what was raised, and where the input is kept."""


def main() -> None:
    """Runs, in batches, until as many inputs are recorded as were asked for; the first that fails ends it, and the record.

    Each batch is counted under the code that it was run on: the report says how many were run on the code that is there.
    """
    if sys.argv[1:2] == ["--target"]:
        target(sys.argv[2:])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=2_000_000)
    parser.add_argument("--batch", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="where inputs and failures are kept")
    options = parser.parse_args()
    os.nice(10)
    folder = options.folder or Path(tempfile.mkdtemp(prefix="ledger-fuzz-"))
    by_code: dict[str, int] = results().get("fuzz", {}).get("by_code", {})
    while sum(by_code.values()) < options.runs:
        code = digest(READING)
        try:
            found = run(options.batch, folder)
        except Failed as failed:
            record("fuzz", {"by_code": {}, "runs": 0, "failing": 1}, READING, ("atheris", "PyYAML"))
            raise SystemExit(str(failed)) from None
        by_code[code] = by_code.get(code, 0) + found["runs"]
        limits = {"failing": 0, "max_length": MAX_LENGTH, "limit_ms": round(1000 * LONGEST), "code": code}
        counts = {"runs": sum(by_code.values()), "by_code": by_code}
        record("fuzz", {**found, **limits, **counts}, READING, ("atheris", "PyYAML"))
        print(counts, flush=True)


if __name__ == "__main__":
    main()
