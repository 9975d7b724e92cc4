"""Text that the runner of GitHub Actions obeys nowhere.

The runner obeys `::command::` after leading blanks and `##[command]` anywhere in a line, of stdout and stderr alike. It
compares as people read, so that characters without a shape between the signs change nothing; so does this.
"""

from __future__ import annotations

import re

# Control characters but the line's end, and what Unicode calls default ignorable.
_SHAPELESS = (
    "\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff"
)
_BLANK = " \xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_COMMAND = re.compile(rf"^([{_BLANK}{_SHAPELESS}]*:[{_SHAPELESS}]*):", re.MULTILINE)
_MARK = re.compile(rf"(#[{_SHAPELESS}]*)#(?=[{_SHAPELESS}]*\[)")


def lines(text: str) -> str:
    """Lines for a log that GitHub's runner reads, with no command of the runner's in them."""
    return marks(_COMMAND.sub(r"\1<U+003A>", text), "<U+0023>")


def marks(text: str, sharp: str) -> str:
    """The text with every `##[` broken, its second sign written as `sharp`."""
    return _MARK.sub(lambda match: match[1] + sharp, text)
