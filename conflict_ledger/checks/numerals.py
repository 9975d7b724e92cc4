"""The numbers in a text: digits of any script, and number words in English and French."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Language(NamedTuple):
    """Words that name a number, words that multiply one, those that do so only after one, and what joins two."""

    words: dict[str, int]
    times: dict[str, int]
    plurals: dict[str, int]
    joint: str


def _counted(words: str, first: int, step: int) -> dict[str, int]:
    return {word: first + step * number for number, word in enumerate(words.split())}


_ENGLISH = Language(
    _counted("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen", 1, 1)
    | _counted("seventeen eighteen nineteen", 17, 1)
    | _counted("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
    | {"a": 1, "an": 1, "both": 2},
    {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "dozen": 12, "score": 20, "pair": 2, "couple": 2},
    {},
    "and",
)
_FRENCH = Language(
    _counted("un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize", 1, 1)
    | _counted("vingt trente quarante cinquante soixante septante huitante nonante", 20, 10)
    | {"une": 1, "vingts": 20, "octante": 80},
    _counted("dizaine vingtaine trentaine quarantaine cinquantaine soixantaine", 10, 10)
    | {"huitaine": 8, "douzaine": 12, "quinzaine": 15, "centaine": 100, "cent": 100}
    | {"mille": 1_000, "millier": 1_000, "million": 1_000_000},
    {"dizaines": 10, "douzaines": 12, "centaines": 100, "cents": 100, "milliers": 1_000, "millions": 1_000_000},
    "et",
)
LANGUAGES = {"en": _ENGLISH, "fr": _FRENCH}

_GAPS = " \u00a0\u202f\u2009"
_TOKEN = re.compile(
    rf"(?P<grouped>\d{{1,3}}(?:[{_GAPS}]\d{{3}}){{1,3}}|\d{{1,3}}(?:[.,'’٬]\d{{3}}){{1,3}})(?!\d)"
    r"|(?P<decimal>\d{1,9}[.,٫]\d{1,2})(?!\d)|(?P<digits>\d{1,12})(?!\d)|\d+|(?P<word>[^\W\d_]+)|[^\s-]"
)
_FIXED = [
    (re.compile(r"\bhalf(?:[ -]an?)?[ -]dozen\b|\bdemi-douzaine\b"), "6"),
    (re.compile(r"\b(?:per|pour) ?cent\b"), "%"),
]


def numbers(text: str, language: str = "") -> set[int]:
    """Every number that the text may be read to give: in `en` or `fr`, in both where none is named, else in digits only."""
    folded = text.casefold()
    for pattern, plain in _FIXED:
        folded = pattern.sub(plain, folded)
    found = digits(folded)
    for spoken in [words for name, words in LANGUAGES.items() if language in ("", name)]:
        tokens = list(_tokens(folded, spoken))
        found |= set(_sums(tokens)) | set(_sums(token for token in tokens if token.kind != _JOINT))
    return found


def digits(text: str) -> set[int]:
    """Numbers in digits; `1 277` is one number, and may be two."""
    found: set[int] = set()
    for match in _TOKEN.finditer(text):
        if match["grouped"]:
            found.add(int(re.sub(r"\D", "", match[0])))
            if any(gap in match[0] for gap in _GAPS):
                found.update(map(int, re.findall(r"\d+", match[0])))
        elif match["digits"]:
            found.add(int(match[0]))
    return found


_VALUE, _TIMES, _PLURAL, _JOINT, _OTHER = range(5)


class _Token(NamedTuple):
    kind: int
    value: float = 0
    spoken: bool = False


def _tokens(text: str, language: Language) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        word = match[0]
        if match["grouped"] or match["digits"]:
            yield _Token(_VALUE, int(re.sub(r"\D", "", word)))
        elif match["decimal"]:
            yield _Token(_VALUE, float(re.sub(r"\D", ".", word)))
        elif word in language.words:
            yield _Token(_VALUE, language.words[word], spoken=True)
        elif word in language.times:
            yield _Token(_TIMES, language.times[word])
        elif word in language.plurals:
            yield _Token(_PLURAL, language.plurals[word])
        else:
            yield _Token(_JOINT if word == language.joint else _OTHER)


def _sums(tokens: Iterable[_Token]) -> Iterator[int]:
    """The whole numbers that runs of tokens add up to."""
    run = _Run()
    for token in tokens:
        if not run.takes(token):
            yield from run.whole()
            run = _Run()
            run.takes(token)
    yield from run.whole()


class _Run:
    """A number as it is spoken: `done` is what stands before the last thousand or million, `part` what came since."""

    def __init__(self) -> None:
        self.done, self.part, self.last = 0.0, 0.0, 0.0
        self.scale = self.room = float("inf")  # what follows must be below the room; the next thousand below the scale

    def whole(self) -> Iterator[int]:
        value = self.done + self.part
        if value and value.is_integer():
            yield int(value)

    def takes(self, token: _Token) -> bool:
        """Adds the token where it continues the number; False where it cannot."""
        if token.kind == _VALUE:
            return self._adds(token)
        if token.kind == _TIMES or (token.kind == _PLURAL and self.part):
            return self._multiplies(token.value)
        return False

    def _adds(self, token: _Token) -> bool:
        if token.value == 20 and self.last == 4 and token.spoken:  # quatre-vingt
            self.part, self.room, self.last = self.part + 76, 20, 80
            return True
        if token.value >= self.room or (not token.spoken and self.room != float("inf")):
            return False
        self.part, self.last = self.part + token.value, token.value
        self.room = _ROOM.get(int(token.value), 0) if token.spoken else 0
        return True

    def _multiplies(self, times: float) -> bool:
        if times >= self.scale or (times < 1_000 and self.part >= 100):
            return False
        value = (self.part or 1) * times
        if times >= 1_000:
            self.done, self.part, self.scale = self.done + value, 0, times
        else:
            self.part = value
        self.room, self.last = (times if times >= 100 else 0), 0
        return True


_ROOM = {10: 10, 60: 20, 80: 20, **dict.fromkeys((20, 30, 40, 50, 70, 90), 10)}
