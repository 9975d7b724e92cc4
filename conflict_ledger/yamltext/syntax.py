"""libyaml's words for a syntax error in ours, with what most often mends it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflict_ledger.yamltext.characters import within
from conflict_ledger.yamltext.refusal import Refusal

if TYPE_CHECKING:
    from yaml.error import YAMLError

_CONTEXTS = (
    ("directive", "yaml-directive", "a line that starts with %", "remove it"),
    ("tag", "yaml-tag", "a tag, or a text that starts with !", "remove the tag, or quote the text"),
    ("an anchor", "yaml-anchor", "a text that starts with &", "quote the text"),
    ("an alias", "yaml-alias", "a text that starts with *", "quote the text"),
)
_MISFIT = ("the indentation does not fit the lines above", "indent keys of one record alike, with blanks")
_NO_ESCAPE = ("a backslash that starts no escape", "use single quotes, or write \\\\ for a backslash")
_PROBLEMS = (
    ("mapping values are not allowed", "a colon and a blank within a text", "quote the text: 'text: with a colon'"),
    ("cannot start any token", "a text cannot start with this character", "quote the text"),
    ("could not find expected ':'", "a key without its colon", "write `key: value`"),
    (
        "expected ',' or",
        "a list or mapping in brackets is not closed",
        "close it with ] or }, and quote texts with commas",
    ),
    ("found unexpected ':'", "a colon without a blank after it, in brackets", "write `key: value`"),
    ("did not find expected key", *_MISFIT),
    ("expected <block end>", *_MISFIT),
    ("expected '-' indicator", *_MISFIT),
    ("sequence entries are not allowed", "a list item where none can stand", "start it on a line of its own"),
    ("unexpected end of stream", "a quote is opened and never closed", "close it with the same quotation mark"),
    ("unexpected document indicator", "--- or ... at the start of a line within a text", "indent the line"),
    ("expected <document start>", "text after the record has ended", "indent it like the lines above, or remove it"),
    ("expected node content", "no value where one belongs", "write the value, or remove the mark here"),
    ("unknown escape character", *_NO_ESCAPE),
    ("hexdecimal number", *_NO_ESCAPE),
    ("character escape code", "an escape that names no character", "write the character itself"),
    ("comment or line break", "text on the line of | or >", "start the text on the next line"),
    ("indentation indicator", "a wrong number after | or >", "leave the number out"),
)


def explained(error: YAMLError, lines: list[str]) -> Refusal:
    """The refusal that says what libyaml found, and where; an error without a mark is the whole file's."""
    problem, context = getattr(error, "problem", str(error).partition("\n")[0]), getattr(error, "context", "")
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = within(lines, mark.line, mark.column) if mark else (1, 1)
    for number, content in enumerate(lines):
        if re.match(r"(<{7}|>{7}) ", content):
            hint = "settle the conflict, then remove them"
            return Refusal("merge-conflict", "merge conflict markers", number + 1, 1, hint)
    check, message, hint = _plainly(problem or "", context or "", lines[line - 1])
    return Refusal(check, message, line, column, hint)


def _plainly(problem: str, context: str, line: str) -> tuple[str, str, str]:
    if "cannot start any token" in problem and "\t" in line:
        return "yaml-syntax", "a tab where blanks are needed", "indent with blanks"
    for needle, check, message, hint in _CONTEXTS:
        if needle in context or needle in problem:
            return check, message, hint
    if "incompatible YAML document" in problem:
        return _CONTEXTS[0][1:]
    for needle, message, hint in _PROBLEMS:
        if needle in problem:
            return "yaml-syntax", message, hint
    return "yaml-syntax", problem or "not YAML", "see how a record beside it is written"
