"""What keeps a file from being read: the checks of page 1.7, and the refusal that names one of them."""

from __future__ import annotations

CHECKS = {
    "too-large": "A file may hold at most 1 MiB and a value at most 64 KiB: an incident is read and reviewed by people.",
    "encoding": "Files are UTF-8, with no NUL byte. Anything else is read differently by different programs.",
    "control-character": "Control characters can rewrite a terminal or hide text from a reviewer. A tab is no indentation.",
    "bidirectional-override": "A bidirectional override or an invisible character shows a reader other text than the file"
    " holds. Arabic and Hebrew need none of them.",
    "line-separator": "U+2028, U+2029, U+0085 and a lone carriage return end a line for some readers and not for others.",
    "merge-conflict": "The file holds git's conflict markers: two versions are still to be made one.",
    "yaml-syntax": "The file is not YAML, so none of it is read. Most often a text with `: ` or ` #` in it lacks quotes.",
    "yaml-tag": "Tags (`!name`) change what a value means and can run code in other tools. Quote a text that starts with `!`.",
    "yaml-anchor": "Anchors (`&name`) let one line change another. Quote a text that starts with `&`.",
    "yaml-alias": "Aliases (`*name`) repeat another part of the file. Write it out; quote a text that starts with `*`.",
    "yaml-merge": "Merge keys (`<<`) hide values that stand elsewhere. Write them out.",
    "yaml-directive": "Directives (`%YAML 1.1`) change what every value in the file means.",
    "several-documents": "A file is one document: what stands after a second `---` would be read by some tools only.",
    "complex-key": "A key is a plain word on one line, never a list, a mapping or nothing.",
    "repeated-key": "Of two equal keys other tools keep one in silence, and nobody knows which was meant.",
    "too-deep": "No record of this format is nested over 32 levels, or indented by more than 256 blanks.",
    "empty-file": "The file holds nothing. Delete it, or write the incident.",
}


class Refusal(Exception):  # noqa: N818 - it is not an error of the program
    """A file that cannot be read: which check refuses it, why, where (from 1), and what to do instead."""

    def __init__(self, check: str, message: str, line: int, column: int, hint: str = "") -> None:
        super().__init__(message)
        self.check, self.message, self.line, self.column, self.hint = check, message, line, column, hint


def shortened(text: str) -> str:
    """The text for a message: never so long that it hides the message."""
    return text if len(text) <= 40 else text[:37] + "..."
