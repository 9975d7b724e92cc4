"""What a power cut may leave of a write: every state of the disk that its recorded order of operations allows.

strace records what the command did to files. What was not forced to the disk may be there in part or not at all: of the text
of a file any beginning until its fsync, of the names in a folder any of the changes until the folder's. In each such state the
file must be the old one or the new one, and the new one once the command has said that it wrote.

    python -m reliability.crashes
"""

from __future__ import annotations

import re
import tempfile
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reliability.record import WRITING, record
from reliability.scenes import SCENES, Scene, after, command, copied, files, made, run

if TYPE_CHECKING:
    from collections.abc import Iterator

_CALL = re.compile(r"^(?:\d+ +)?(openat|write|fsync|rename|link|unlink|close)\((.*)\) += (-?\d+)", re.MULTILINE)
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')


class Step(NamedTuple):
    """One thing that was done: `made`, `filled`, `forced`, `named`, `linked`, `removed`, `settled` or `said`."""

    what: str
    path: str = ""
    to: str = ""
    text: bytes = b""


def steps(ledger: Path, scene: Scene, trace: Path) -> list[Step]:
    """What the command does to the files of the ledger, in order, and when it says that it wrote."""
    calls = "openat,write,fsync,rename,link,unlink,close"
    run(
        [
            "strace",
            "-f",
            "-xx",
            "-s",
            "1048576",
            "-o",
            str(trace),
            "-e",
            f"trace={calls}",
            *command(ledger, scene.arguments),
        ]
    )
    opened: dict[str, str] = {}
    found = []
    for call, words, result in _CALL.findall(trace.read_text()):
        texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(words)]
        names = [text.decode("utf-8", "replace") for text in texts]
        number = words.split(",")[0]
        if result.startswith("-"):
            continue
        if call == "openat":
            opened[result] = names[0]
            found += [Step("made", names[0])] if "O_EXCL" in words and names[0].startswith(str(ledger)) else []
        elif call == "write":
            path = opened.get(number, "")
            if path.startswith(str(ledger)):
                found.append(Step("filled", path, text=texts[0]))
            elif (number in ("1", "2") and b"wrote" in texts[0]) or (
                number == "1" and scene.name == "fmt" and texts[0].strip()
            ):
                found.append(Step("said"))
        elif call == "fsync" and opened[number].startswith(str(ledger)):
            folder = Path(opened[number]).is_dir()
            found.append(Step("settled" if folder else "forced", opened[number]))
        elif names and not names[0].startswith(str(ledger)):
            continue
        elif call in ("rename", "link"):
            found.append(Step("named" if call == "rename" else "linked", names[0], names[1]))
        elif call == "unlink":
            found.append(Step("removed", names[0]))
        elif call == "close":
            opened.pop(number, None)
    return found


class Disk:
    """Texts by number, names by path; `sure` is what is on the disk, `maybe` what was done since, in order."""

    def __init__(self, ledger: dict[str, bytes]) -> None:
        self.texts = list(ledger.values())
        self.forced: dict[int, bytes] = dict(enumerate(self.texts))
        self.names = {path: number for number, path in enumerate(ledger)}
        self.sure = dict(self.names)
        self.maybe: list[tuple[str, int | None, str]] = []  # path, what it now names, what it was called before

    def do(self, step: Step) -> None:
        if step.what == "made":
            self.texts.append(b"")
            self.name(step.path, len(self.texts) - 1)
        elif step.what == "filled":
            self.texts[self.names[step.path]] += step.text
        elif step.what == "forced":
            self.forced[self.names[step.path]] = self.texts[self.names[step.path]]
        elif step.what in ("named", "linked"):
            self.name(step.to, self.names[step.path], step.path if step.what == "named" else "")
        elif step.what == "removed" and step.path in self.names:
            self.name(step.path, None)
        elif step.what == "settled":
            folder = step.path
            for path, number, before in self.maybe:
                if str(Path(path).parent) == folder:
                    _apply(self.sure, path, number, before)
            self.maybe = [one for one in self.maybe if str(Path(one[0]).parent) != folder]

    def name(self, path: str, number: int | None, before: str = "") -> None:
        self.maybe.append((path, number, before))
        _apply(self.names, path, number, before)

    def states(self, path: str) -> Iterator[bytes | None]:
        """All that the file may hold after a power cut now; None where it may not be there."""
        for chosen in product((False, True), repeat=len(self.maybe)):
            names = dict(self.sure)
            for take, (name, number, before) in zip(chosen, self.maybe, strict=True):
                if take:
                    _apply(names, name, number, before)
            number = names.get(path)
            yield from self.beginnings(number) if number is not None else [None]

    def beginnings(self, number: int) -> Iterator[bytes]:
        text = self.texts[number]
        if self.forced.get(number) == text:
            yield text
            return
        yield from (text[:length] for length in {0, 1, len(text) // 2, len(text)})
        yield b"\0" * len(text)


def _apply(names: dict[str, int], path: str, number: int | None, before: str) -> None:
    if before:
        names.pop(before, None)
    if number is None:
        names.pop(path, None)
    else:
        names[path] = number


def crashed(work: Path, without: str = "") -> dict[str, object]:
    """Each scene, cut off after each step, in each state that may be left; `without` a kind of step, to see it missed."""
    origin, ledger, trace = made(work / "origin"), work / "ledger", work / "trace"
    states, losses = 0, []
    for scene in SCENES:
        copied(origin, ledger)
        old, new = files(ledger), after(ledger, scene)
        done = steps(copied(origin, ledger), scene, trace)
        assert [step.what for step in done].count("said") == 1, done
        disk = Disk({str(ledger / path): text for path, text in old.items()})
        said = False
        for step in [Step("before"), *(step for step in done if step.what != without)]:
            disk.do(step)
            said = said or step.what == "said"
            for found in disk.states(str(ledger / scene.path)):
                states += 1
                if found not in ((new[scene.path],) if said else (old.get(scene.path), new[scene.path])):
                    losses.append(f"{scene.name}: after {step.what} {found!r}")
    return {"states": states, "losses": losses}


def main() -> None:
    """Tries every state and records."""
    with tempfile.TemporaryDirectory() as folder:
        found = crashed(Path(folder))
    print(found)
    record("crashes", found, WRITING)


if __name__ == "__main__":
    main()
