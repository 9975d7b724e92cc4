"""Figures, people and days in French. A table of ours: the words are those of this format alone, and no library has them."""

from __future__ import annotations

import calendar
from typing import TYPE_CHECKING

from conflict_ledger.dates import EVER

if TYPE_CHECKING:
    from datetime import date

    from conflict_ledger.dates import When
    from conflict_ledger.figures import Figure

NOUNS = {
    "people": ("personne", "personnes"),
    "civilians": ("civil", "civils"),
    "fighters": ("combattant", "combattants"),
    "soldiers": ("militaire", "militaires"),
    "detainees": ("détenu", "détenus"),
    "peacekeepers": ("casque bleu", "casques bleus"),
    "aid-workers": ("travailleur humanitaire", "travailleurs humanitaires"),
    "bodies": ("corps", "corps"),
}
DONE = {
    "killed": "tué",
    "injured": "blessé",
    "arrested": "arrêté",
    "detained": "détenu",
    "released": "libéré",
    "abducted": "enlevé",
    "missing": "porté disparu",
    "tortured": "torturé",
    "displaced": "déplacé",
    "affected": "touché",
    "bodies": "découvert",
}
WORDS = {
    "a dozen": "une douzaine de",
    "several": "plusieurs",
    "dozens": "des dizaines de",
    "scores": "plusieurs dizaines de",
    "hundreds": "des centaines de",
    "thousands": "des milliers de",
    "unknown": "un nombre inconnu de",
}
STARTS = {
    "at least": "au moins",
    "more than": "plus de",
    "at most": "au plus",
    "up to": "jusqu'à",
    "fewer than": "moins de",
    "less than": "moins de",
    "about": "environ",
    "around": "environ",
    "some": "environ",
    "nearly": "près de",
}
MONTHS = (
    "",
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_FEMININE = frozenset({"people"})
_SCOPES = {"part": " (décompte partiel)", "wider": " (décompte plus large)"}


def figure(count: Figure) -> str:
    """The figure in words that stand before a noun: "au moins 50", "entre 40 et 60", "des dizaines de"."""
    text = count.text
    if text in WORDS:
        return WORDS[text]
    if text.startswith("~"):
        return f"environ {text[1:]}"
    for start, words in STARTS.items():
        if text.startswith(f"{start} "):
            return f"{words} {text.removeprefix(start).strip()}"
    if (text[:1].isdigit() and count.low != count.high) or text.startswith("between "):
        return f"entre {count.low} et {count.high}"
    return text


def people(count: Figure, word: str) -> str:
    """The figure with whom it counts: "au moins 50 civils", "aucun civil"."""
    one, many = NOUNS[word]
    if count.zero:
        return f"{'aucune' if word in _FEMININE else 'aucun'} {one}"
    return f"{figure(count)} {one if _single(count) else many}"


def clause(count: Figure, word: str, measure: str) -> str:
    """What happened to them: "au moins 50 civils ont été tués"."""
    whom = "bodies" if measure == "bodies" else word
    single, none = _single(count), count.zero
    verb = "n'a été" if none else "a été" if single else "ont été"
    if measure == "sexual-violence":
        return f"{people(count, whom)} {verb} victime{'' if single or none else 's'} de violences sexuelles"
    first, *rest = DONE[measure].split(" ")
    ending = ("e" if whom in _FEMININE else "") + ("" if single or none else "s")
    done = " ".join(f"{part}{ending}" for part in (first, *rest))
    found = f" ({NOUNS[word][1]})" if measure == "bodies" and word != "people" else ""
    return f"{people(count, whom)} {verb} {done}{found}"


def scope(word: str | None) -> str:
    """What stands behind a figure that is not for exactly these people."""
    return _SCOPES.get(word or "", "")


def refused(denies: str | None, victims: str, actor: str) -> str:
    """What a claim without a figure says."""
    match denies:
        case None:
            return "ne se prononce pas"
        case "event":
            return "démenti des faits"
        case "count":
            return "démenti du chiffre"
        case "victims":
            return f"démenti que les victimes aient été des {NOUNS[victims][1]}"
        case "perpetrator":
            return f"démenti de la responsabilité de {actor}"
        case _:
            return "démenti de cette réponse"


def _single(count: Figure) -> bool:
    return count.low == count.high == 1


def day(when: When) -> str:
    """The date as a reader says it: "31 août 2022", "du 19 au 24 avril 2022", "avril-juin 2022", "2022"."""
    marks = {mark for mark in when.text if mark in "~?"}
    doubt = (
        f" ({', '.join(word for mark, word in (('~', 'date approximative'), ('?', 'date incertaine')) if mark in marks)})"
        if marks
        else ""
    )
    if when.first == EVER:
        return f"au plus tard le {_day(when.last)}{doubt}"
    return _between(when.first, when.last) + doubt


def _between(first: date, last: date) -> str:
    if first == last:
        return _day(first)
    if first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]:
        return _months(first, last)
    if first.year != last.year:
        return f"du {_day(first)} au {_day(last)}"
    if first.month != last.month:
        return f"du {_ordinal(first)} {MONTHS[first.month]} au {_day(last)}"
    return f"du {_ordinal(first)} au {_day(last)}"


def _months(first: date, last: date) -> str:
    if first.year != last.year:
        return f"{MONTHS[first.month]} {first.year} - {MONTHS[last.month]} {last.year}"
    if (first.month, last.month) == (1, 12):
        return str(first.year)
    if first.month == last.month:
        return f"{MONTHS[first.month]} {first.year}"
    return f"{MONTHS[first.month]}-{MONTHS[last.month]} {first.year}"


def _ordinal(one: date) -> str:
    return "1er" if one.day == 1 else str(one.day)


def _day(one: date) -> str:
    return f"{_ordinal(one)} {MONTHS[one.month]} {one.year}"
