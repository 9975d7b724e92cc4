"""GED files read row by row, as a CSV or as GeoJSON: never more than a row in memory, and a place in the file for whatever is wrong."""

from __future__ import annotations

import codecs
import csv
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from conflict_ledger.text.layout import safe
from conflict_ledger.ucdp.events import NEEDED, PLACED
from conflict_ledger.yamltext.characters import suspect

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LONGEST = 1_000_000  # characters of one cell or of one feature: more is a quote that was never closed
CELL = 20_000  # characters of one cell; the longest list of sources has some 3 000
_CHUNK = 1 << 16


class NotGed(ValueError):  # noqa: N818 - it is what the file is
    """The file is no GED release that is known: what is missing, and what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Row:
    """One row, and the line on which it begins; `wrong` says why it could not be read, `odd` what was noticed in reading it."""

    line: int
    cells: Mapping[str, str]
    wrong: str = ""
    odd: str = ""


def rows(path: Path) -> Iterator[Row]:
    """The rows of the file, in its order. Raises NotGed and OSError."""
    with path.open("rb") as file:
        start = file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n")
        file.seek(0)
        yield from _features(file) if start.startswith(b"{") else _csv(file)


def release(path: Path) -> str | None:
    """The release that the file names itself: in its own name, or at the head of a GeoJSON (GEDEvent_v23_1)."""
    with path.open("rb") as file:
        head = file.read(2048).decode("utf-8", "replace")
    named = re.search(r'"name"\s*:\s*"([^"]{1,80})"', head) if head.lstrip("\ufeff").lstrip().startswith("{") else None
    for text in (named[1] if named else "", path.name):
        if match := re.search(
            r"ged(?:event)?[_-]?v?([0-9]{2})[_.-]?([0-9])(?:[_.]([0-9]{1,2}))?(?![0-9])", text, re.IGNORECASE
        ):
            return ".".join(part for part in match.groups() if part)
    return None


# --- CSV -----------------------------------------------------------------------------------------------------------


class _Lines:
    """The lines of a file as text: UTF-8, or where a line is none, Windows-1252. Knows the line that was read last.

    What was read since `begin` can be given back but for its first line: a quote that was never closed costs one line, not all after it.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.line, self.odd = file, 0, ""
        self.since: list[str] = []
        self.again: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        text = self.again.pop() if self.again else self.fresh()
        self.line += 1
        self.since.append(text)
        return text

    def fresh(self) -> str:
        raw = self.file.readline(LONGEST)
        if not raw:
            raise StopIteration
        if self.line == 0:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        try:
            return raw.decode("utf-8").replace("\0", "\ufffd")
        except UnicodeDecodeError:
            self.odd = "not UTF-8: read as Windows-1252"
            return raw.decode("cp1252", "replace").replace("\0", "\ufffd")

    def begin(self) -> int:
        """The line on which the next row begins."""
        self.since, self.odd = [], ""
        return self.line + 1

    def give_back(self) -> None:
        self.line -= len(self.since) - 1
        self.again += reversed(self.since[1:])


def _csv(file: BinaryIO) -> Iterator[Row]:
    lines = _Lines(file)
    lines.begin()
    first = next(lines, "")
    delimiter = max(",;\t", key=first.count)
    names = [name.strip().lower() for name in next(csv.reader([first], delimiter=delimiter), [])]
    _known(names, (*NEEDED, *PLACED))
    csv.field_size_limit(CELL)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        begins = lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(begins, {}, wrong=_unread(lines, str(error)))
            continue
        if cells:
            yield _row(begins, names, cells, lines)


def _unread(lines: _Lines, why: str) -> str:
    """Why no row can be read here; where it went on for lines, those after the first are read again as rows of their own."""
    if len(lines.since) < 2:
        return f"no row can be read here: {why}"
    lines.give_back()
    return f"no row can be read here: {why}: is a quote not closed?"


def _row(begins: int, names: list[str], cells: list[str], lines: _Lines) -> Row:
    if len(cells) != len(names):
        return Row(begins, {}, wrong=_unread(lines, f"{len(cells)} cells where the heading has {len(names)}"))
    if long := next((name for name, cell in zip(names, cells, strict=True) if len(cell) > CELL), None):
        return Row(begins, {}, wrong=f"{long}: more than {CELL} characters")
    return Row(begins, dict(zip(names, map(_shown, cells), strict=True)), odd=lines.odd)


def _shown(cell: str) -> str:
    """The cell on one line, with what acts on a terminal, or what no file of a ledger may hold, shown by its number."""
    text = safe(cell.replace("\r\n", "\n"))
    while match := suspect(text):
        text = text.replace(match[0], f"<U+{ord(match[0]):04X}>")
    return text


def _known(names: list[str], needed: tuple[str, ...]) -> None:
    missing = [name for name in needed if name not in names]
    if missing:
        old = " (releases before 17.1 name their columns otherwise)" if "best_est" in names else ""
        raise NotGed(
            f"no GED release that is known{old}: without {', '.join(missing[:6])}{' …' if len(missing) > 6 else ''}",
            "the columns of GED 17.1 and later are needed: take the CSV or the GeoJSON of UCDP's downloads",
        )


# --- GeoJSON -------------------------------------------------------------------------------------------------------


def _features(file: BinaryIO) -> Iterator[Row]:
    """The features one by one, decoded from a buffer that holds little more than one of them."""
    decoder = json.JSONDecoder()
    text = _Buffer(file)
    if not text.skip_to('"features"') or not text.skip_to("["):
        raise NotGed("a JSON file without features", "take the GeoJSON of UCDP's downloads")
    seen = False
    while text.next_value():
        found = text.decoded(decoder)
        if found is None:
            yield Row(text.line, {}, wrong="the file ends, or breaks off, within a feature")
            return
        feature, line = found
        row = _feature(feature, line)
        if not seen and not row.wrong:
            _known(list(row.cells), (*NEEDED, *PLACED))
        seen = True
        yield row


def _feature(feature: Any, line: int) -> Row:
    cells = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(cells, dict):
        return Row(line, {}, wrong="a feature without properties")
    found = {str(name).lower(): "" if value is None else _shown(str(value)) for name, value in cells.items()}
    if long := next((name for name, cell in found.items() if len(cell) > CELL), None):
        return Row(line, {}, wrong=f"{long}: more than {CELL} characters")
    geometry = feature.get("geometry")
    points = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if isinstance(points, list) and len(points) >= 2 and "latitude" not in found:
        found |= {"longitude": _shown(str(points[0])), "latitude": _shown(str(points[1]))}
    return Row(line, found)


class _Buffer:
    """The text of a JSON file from where it is read, refilled as it is used up; `line` is that of its beginning."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.text, self.line = file, "", 1
        self.decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")

    def more(self) -> bool:
        """Reads on; False at the end of the file."""
        raw = self.file.read(_CHUNK)
        self.text += self.decoder.decode(raw, final=not raw)
        return bool(raw)

    def cut(self, count: int) -> None:
        self.line += self.text.count("\n", 0, count)
        self.text = self.text[count:]

    def skip_to(self, word: str) -> bool:
        """Goes behind the next occurrence of the word. False where there is none in what may be a head."""
        while word not in self.text:
            if len(self.text) > LONGEST or not self.more():
                return False
        self.cut(self.text.index(word) + len(word))
        return True

    def next_value(self) -> bool:
        """Goes to the next value of the list. False at its end."""
        while True:
            match = re.match(r"[\s,]*", self.text)
            self.cut(match.end() if match else 0)
            if self.text or not self.more():
                return not self.text.startswith("]")

    def decoded(self, decoder: json.JSONDecoder) -> tuple[Any, int] | None:
        """The value that begins here and its line; None where there is no whole one."""
        while True:
            try:
                value, end = decoder.raw_decode(self.text)
            except (ValueError, RecursionError):
                if len(self.text) > LONGEST or not self.more():
                    return None
                continue
            line = self.line
            self.cut(end)
            return value, line
