"""Bytes to text in one scan: size, UTF-8, and characters that show a reader other text than the file holds."""

from __future__ import annotations

import re
import unicodedata

from conflict_ledger.expressions import Expression
from conflict_ledger.yamltext.refusal import Refusal

MAX_BYTES = 1 << 20

_SUSPECT = Expression(  # but for the last, nothing of it is printable
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e01ef]"
)
_PLAIN = bytes([0x09, 0x0A, *range(0x20, 0x7F)])
_FAR = " " * 257
_PAIRED = Expression("[\u2066-\u2068]([^\u2066-\u2069\u202a-\u202e\n]*)\u2069")
_INDENT = Expression(r"^ *+\t|^ {257,}+[^ \n]", re.MULTILINE)


def decoded(data: bytes) -> str:
    """The file's text, without byte order mark, each line ended by a newline. Raises Refusal."""
    if len(data) > MAX_BYTES:
        raise Refusal("too-large", f"the file has more than {MAX_BYTES} bytes", 1, 1, "split it")
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise _not_utf8(data, error) from None
    odd = data.translate(None, _PLAIN).decode("utf-8")
    if odd and not (odd.isprintable() and max(odd) < "\U000e0000") and _SUSPECT.search(odd):
        text = text.replace("\r\n", "\n")
        if match := suspect(text):
            raise _refused(match[0], *position(text, match.start()))
    if ("\t" in text or _FAR in text) and (match := _INDENT.search(text)):
        line, column = position(text, match.end() - 1)
        if match[0].endswith("\t"):
            raise Refusal("control-character", "a tab for indentation", line, column, "indent with blanks")
        raise Refusal("too-deep", "indented by more than 256 blanks", line, column, "indent by two blanks a level")
    return text


def suspect(text: str) -> re.Match[str] | None:
    """The first character that no file may hold. Isolates around a word are let be where both are on one line."""
    if text.isascii() and text.isprintable():
        return None
    return _SUSPECT.search(_PAIRED.sub(r"x\1x", text) if "\u2069" in text else text)


def escaped(char: str, line: int, column: int) -> Refusal:
    """The refusal of a character that an escape such as `\\e` puts into the text that starts there."""
    return Refusal(_check(char), f"an escaped {character(char)}", line, column, "remove it")


def character(char: str) -> str:
    """The character by number and name: `U+202E RIGHT-TO-LEFT OVERRIDE`."""
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip()


def position(text: str, index: int) -> tuple[int, int]:
    """Line and column, from 1, of the character at `index`."""
    start = text.rfind("\n", 0, index) + 1
    return text.count("\n", 0, index) + 1, index - start + 1


def within(lines: list[str], line: int, column: int) -> tuple[int, int]:
    """Line and column, from 1, of what libyaml puts there, from 0: below a last line without an end there is none."""
    if 0 < len(lines) <= line:
        line, column = len(lines) - 1, len(lines[-1])
    return line + 1, column + 1


def _not_utf8(data: bytes, error: UnicodeDecodeError) -> Refusal:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Refusal("encoding", "the file is UTF-16, not UTF-8", 1, 1, "save it as UTF-8")
    before = data[: error.start].decode("utf-8").removeprefix("\ufeff")
    message = f"byte 0x{data[error.start]:02x} is not UTF-8"
    return Refusal("encoding", message, *position(before, len(before)), "save the file as UTF-8")


def _check(char: str) -> str:
    if char in "\r\x85\u2028\u2029":
        return "line-separator"
    return "control-character" if ord(char) < 0xA0 else "bidirectional-override"


def _refused(char: str, line: int, column: int) -> Refusal:
    if char == "\x00":
        return Refusal("encoding", "a NUL byte", line, column, "save the file as UTF-8 text")
    check, name = _check(char), character(char)
    if check == "line-separator":
        return Refusal(check, f"{name} ends a line for some readers only", line, column, "use a plain newline")
    kind = "control" if check == "control-character" else "invisible"
    return Refusal(check, f"{kind} character {name}", line, column, "remove it")
