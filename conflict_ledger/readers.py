"""Readers of single values: text to figure, date, id, word or flag. What does not fit is reported, with what to write instead.

A reader takes the file's report, the node and the keys that lead to it, and gives the value or FAULT.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from conflict_ledger import dates, figures, words
from conflict_ledger.expressions import Expression
from conflict_ledger.findings import ERROR, Finding, Route, one_of
from conflict_ledger.yamltext import Text, Tree, character

if TYPE_CHECKING:
    from datetime import date

FAULT = object()  # what a reader returns after it reported what is wrong
MOST = 50  # findings of one check in one file; the rest is counted

CHECKS = {
    "unknown-key": "A key that the format does not have: most often a slip of the pen, and then its value would be lost.",
    "missing-key": "A record without this key says nothing, so it must be given.",
    "empty-value": "A key without a value. Silence is said by leaving the key out; a zero by `none`.",
    "wrong-type": "A list where a text belongs, a text where a mapping belongs, and so on.",
    "bad-id": "Ids are lower-case a-z, 0-9 and -, start with a letter, and have at most 80 characters, so that typing them"
    " is easy and they are file names everywhere.",
    "bad-figure": "Figures are written in words that keep what is open: `at least 50`, `40 to 60`, `about 300`, `unknown`.",
    "bad-date": "Dates are ISO 8601: `2022-04-19`, `2022-04`, `2022`, `2022-03-27/2022-04-01`. They exist, and are not in the"
    " future.",
    "bad-value": "The value is not of the form that this key takes.",
    "unknown-word": "The field's words are closed lists, so that a typing error is never a new kind of victim.",
    "claim-says-one-thing": "A claim has exactly one of `count`, `answer`, `denies` and `no_position`; a published cell one of"
    " `count`, `trend`, `change` and `share`.",
    "fact-asks-one-thing": "A fact has exactly one of `measure`, where people are counted, and `question`, with its `answers`.",
    "claim-answers-its-fact": "Under a measure claims give a count, under a question an answer; `including`, `made_of` and"
    " `scope` speak of a count.",
    "unknown-answer": "The answers that may be given to a question are listed under it, each with its label.",
    "same-source-twice": "Two claims of one source in one document on one fact need an `id` each, to be told apart.",
}


class Report:
    """What was wrong with one file. `today` is the day that no date may lie after."""

    def __init__(self, path: str, text: Text, today: date) -> None:
        self.path, self.text, self.today = path, text, today
        self.findings: list[Finding] = []
        self.reported: dict[str, int] = {}

    def fault(self, check: str, message: str, route: Route, hint: str = "", *, key: bool = False) -> Any:
        seen = self.reported[check] = self.reported.get(check, 0) + 1
        if seen <= MOST:
            line, column = self.text.place(route, key=key)
            self.findings.append(Finding(check, ERROR, message, self.path, line, column, hint))
        return FAULT

    def rest(self) -> list[Finding]:
        """One finding for each check that had more to say than is shown."""
        return [
            Finding(check, ERROR, f"and {count - MOST} more of the same", self.path)
            for check, count in self.reported.items()
            if count > MOST
        ]


Reader = Callable[[Report, Tree, Route], Any]


def shortened(text: str) -> str:
    """The text for a message: never so long that it hides the message."""
    text = text if len(text) <= 60 else text[:57] + "..."
    return text.replace("\n", "\\n").replace("\t", "\\t")


def said(tree: Tree) -> str:
    """What the node is, in a writer's words."""
    return {dict: "keys and values", list: "a list", str: "a text", type(None): "nothing"}[type(tree)]


ID = Expression(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
RESERVED = Expression(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")


_GOOD = Expression(rf"(?!(?:{RESERVED.pattern})\Z){ID.pattern}")


@lru_cache(1 << 12)
def _good(text: str) -> bool:
    return _GOOD.fullmatch(text) is not None


def bad_id(text: str) -> str:
    """Why the text is no id, or an empty string."""
    if len(text) <= 80 and _good(text):
        return ""
    if len(text) > 80:
        return f"an id has at most 80 characters; this one has {len(text)}"
    if odd := next((char for char in text if not char.isascii()), None):
        return f"`{shortened(text)}` is not an id: it contains {character(odd)}"
    if not ID.fullmatch(text):
        return f"`{shortened(text)}` is not an id: lower-case a-z, 0-9 and -, starting with a letter"
    return f"`{text}` cannot be a file's name on Windows" if RESERVED.fullmatch(text) else ""


def empty(report: Report, route: Route) -> Any:
    """Reports that a key, or an item of a list, has no value."""
    if isinstance(route[-1], int):
        return report.fault("empty-value", f"item {route[-1] + 1} is empty", route, "write it, or remove it")
    hint = "write one, or remove the key"
    return report.fault("empty-value", f"`{route[-1]}` has no value", route, hint, key=True)


def _text(report: Report, tree: Tree, route: Route) -> Any:
    if not isinstance(tree, str):
        return report.fault(
            "wrong-type", f"{said(tree)} where a text belongs", route, "write one text; quote it if needed"
        )
    if not tree.strip():
        return empty(report, route)
    return tree


def _line(report: Report, tree: Tree, route: Route) -> Any:
    text = _text(report, tree, route)
    if text is not FAULT and "\n" in text.rstrip("\n"):
        return report.fault("bad-value", f"`{route[-1]}` is one line", route, "put it on one line")
    return text if text is FAULT else text.rstrip("\n")


def _id(report: Report, tree: Tree, route: Route) -> Any:
    text = _text(report, tree, route)
    if text is not FAULT and (why := bad_id(text)):
        return report.fault("bad-id", why, route, key=isinstance(route[-1], str) and route[-1] == tree)
    return text


_WIDE = r"\u00a1-\uffff"  # a class with it takes milliseconds to compile


def _matching(pattern: str, what: str, example: str) -> Reader:
    form, plain = Expression(pattern), Expression(pattern.replace(_WIDE, ""))

    def reader(report: Report, tree: Tree, route: Route) -> Any:
        text = _text(report, tree, route)
        if text is FAULT or (plain if text.isascii() else form).fullmatch(text):
            return text
        return report.fault("bad-value", f"`{shortened(text)}` is not {what}", route, f"such as {example}")

    return reader


def _word(what: str, known: Iterable[str]) -> Reader:
    listed = frozenset(known)

    def reader(report: Report, tree: Tree, route: Route) -> Any:
        text = _text(report, tree, route)
        if text is FAULT or text in listed:
            return text
        key = isinstance(route[-1], str) and route[-1] == tree
        return report.fault(
            "unknown-word", f"`{shortened(text)}` is no {what}", route, one_of(text, sorted(listed)), key=key
        )

    return reader


def _figure(report: Report, tree: Tree, route: Route) -> Any:
    text = _text(report, tree, route)
    if text is FAULT:
        return FAULT
    try:
        return figures.parse(text)
    except figures.NotAFigure as no:
        return report.fault("bad-figure", str(no), route, no.hint and f"write: {no.hint}")


def _share(report: Report, tree: Tree, route: Route) -> Any:
    return tree if isinstance(tree, str) and tree in words.SHARES else _figure(report, tree, route)


def _when(*, future: bool) -> Reader:
    def reader(report: Report, tree: Tree, route: Route) -> Any:
        text = _text(report, tree, route)
        if text is FAULT:
            return FAULT
        try:
            return dates.parse(text, None if future else report.today)
        except dates.NotADate as no:
            return report.fault("bad-date", str(no), route, no.hint and f"write: {no.hint}")

    return reader


def _flag(report: Report, tree: Tree, route: Route) -> Any:
    if tree == "true":
        return True
    hint = "remove the key" if tree == "false" else "write: true"
    return report.fault("bad-value", f"`{route[-1]}` is `true` or is left out", route, hint)


DEGREES = Expression(r"-?[0-9]{1,3}(\.[0-9]{1,10})?")


def _degrees(limit: int) -> Reader:
    def reader(report: Report, tree: Tree, route: Route) -> Any:
        text = _text(report, tree, route)
        if text is FAULT:
            return FAULT
        if DEGREES.fullmatch(text) and abs(float(text)) <= limit:
            return float(text)
        return report.fault(
            "bad-value", f"`{shortened(text)}` is not a {route[-1]}", route, f"degrees from -{limit} to {limit}"
        )

    return reader


_URL = r'https?://[A-Za-z0-9\u00a1-\uffff.-]+(?::[1-5]?[0-9]{1,4})?(?:[/?#][^\s\\"<>^`{|}]*)?'

PATTERNS = {  # annotation: what the text must match, what it is then, an example
    "Reference": (r"[a-z0-9-]+(/[a-z0-9-]+){0,2}(@[a-z0-9-]+)?", "an address", "hombori/operation-deaths"),
    "Country": (r"[A-Z]{2}", "a country", "ML (ISO 3166-1 alpha-2)"),
    "Language": (r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language", "fr or en"),
    "Url": (_URL, "a web address", "https://example.org/page"),
    "Digest": (r"[0-9a-f]{64}", "a SHA-256 digest", "64 hexadecimal digits"),
    "Percent": (r"[+-]?[0-9]{1,4}(\.[0-9]{1,2})?%", "a percentage", "64% or -42%"),
}
WORDS = {  # annotation: what one is called, the closed list
    "Measure": ("measure", words.MEASURES),
    "Victims": ("victims word", words.VICTIMS),
    "Group": ("group of people", {**words.VICTIMS, **words.GROUPS}),
    "Attribution": ("attribution", words.ATTRIBUTIONS),
    "Scope": ("scope", words.SCOPES),
    "Trend": ("trend", words.TRENDS),
    "Relation": ("relation", words.RELATIONS),
    "Precision": ("precision", words.PRECISIONS),
    "ActorKind": ("kind of actor", words.ACTOR_KINDS),
}
LIMITS = {"Latitude": 90, "Longitude": 180}

READERS: dict[str, Reader] = {
    **dict.fromkeys(("Id", "ActorId", "DocumentId", "Category"), _id),
    **dict.fromkeys(("Line", "Word"), _line),
    "Prose": _text,
    "Denial": _line,
    "Figure": _figure,
    "Share": _share,
    "When": _when(future=False),
    "Expiry": _when(future=True),
    "Flag": _flag,
    **{name: _degrees(limit) for name, limit in LIMITS.items()},
    **{name: _word(*listed) for name, listed in WORDS.items()},
    **{name: _matching(*form) for name, form in PATTERNS.items()},
}
