"""A ledger of made-up places, as large as is asked for and as varied as real ones: `python -m benchmarks.generate 10000 DIR`.

The same number gives the same files. An incident has one to three facts of one to five claims, quotes in three scripts, a
comment now and then, and 3.3 KB in the mean, as the incidents of the record have; one fact in three is contradicted.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random

SOURCES = {  # id: name, kind, category
    "un-mission": ("UN Mission in Kelouma", "un", None),
    "kelouma-state": ("Government of Kelouma", "government", None),
    "kelouma-army": ("Army of Kelouma", "state-forces", "army"),
    "hill-rebels": ("Hill Rebels", "armed-group", "rebels"),
    "river-militia": ("River Militia", "militia", "militia"),
    "rights-watch": ("Kelouma Rights Watch", "ngo", None),
    "gazette": ("The Gazette", "media", None),
    "agency": ("Northern News Agency", "media", None),
    "residents": ("Residents", "witness", None),
}
_CLAIMANTS = ["un-mission", "kelouma-army", "rights-watch", "residents", "hill-rebels"]
_PUBLISHERS = ["un-mission", "kelouma-army", "rights-watch", "gazette", "agency"]
_SYLLABLES = [
    "ka",
    "tin",
    "da",
    "ba",
    "lo",
    "su",
    "mor",
    "ren",
    "to",
    "wa",
    "ni",
    "fel",
    "du",
    "zan",
    "gou",
    "sé",
    "mé",
]
_WORDS = [
    "the",
    "village",
    "was",
    "entered",
    "at",
    "dawn",
    "from",
    "the",
    "north",
    "by",
    "men",
    "on",
    "motorcycles",
    "who",
    "fired",
    "at",
    "the",
    "market",
    "and",
    "burned",
    "granaries",
    "before",
    "leaving",
    "towards",
    "the",
    "river;",
    "families",
    "fled",
    "to",
    "the",
    "town",
    "and",
    "some",
    "came",
    "back",
    "days",
    "later",
    "to",
    "bury",
    "the",
    "dead",
    "where",
    "they",
    "lay,",
    "between",
    "the",
    "wells",
    "and",
    "the",
    "school,",
    "while",
    "the",
    "prefect",
    "spoke",
    "of",
    "an",
    "operation",
    "against",
    "armed",
    "groups",
]
_QUOTES = [
    "at least {n} civilians were killed",
    "{n} personnes ont été tuées, « pour la plupart des civils »",
    "قتل {n} مدنيا على الأقل في الهجوم",
    "погибли {n} человек",
    "{n} terrorists neutralised",
]


def write(size: int, root: Path) -> None:
    """Writes the ledger of `size` incidents into the folder."""
    random = Random(size)
    first = date(2012, 1, 1)
    documents: dict[str, list[str]] = {}
    for number in range(size):
        day = first + timedelta(days=number * 5000 // size)
        place = _place(random)
        name = f"{_ascii(place)}-{day}-{number}"
        made = _documents(number, day, random)
        documents.setdefault(f"{day:%Y-%m}-{number // 1000}", []).extend(text for _, text in made)
        text = _incident(place, day, [doc for doc, _ in made], random)
        _file(root / "data" / "incidents" / f"{day:%Y}" / f"{day:%m}" / f"{name}.yaml", text)
    for month, texts in documents.items():
        _file(root / "data" / "documents" / f"{month}.yaml", "".join(texts))
    _file(root / "data" / "ledger.yaml", _SETTINGS)
    actors = "".join(_actor(name, *about) for name, about in SOURCES.items())
    _file(root / "data" / "actors.yaml", actors)
    annual = "".join(_report(year) for year in range(2012, 2026))
    _file(root / "data" / "documents.yaml", annual)
    for year in range(2012, 2026):
        _file(root / "data" / "totals" / f"kelouma-{year}.yaml", _total(year, size))


_SETTINGS = """title: Kelouma ledger
licence: CC-BY-4.0
categories:
  army: Army of Kelouma
  rebels: Rebel groups
  militia: Community militias
"""


def _actor(name: str, title: str, kind: str, category: str | None) -> str:
    whole = ", part_of: kelouma-state" if name == "kelouma-army" else ""
    return f"{name}: {{name: {title}, kind: {kind}{f', category: {category}' if category else ''}{whole}}}\n"


def _report(year: int) -> str:
    return f"un-report-{year}: {{title: Human rights in Kelouma {year}, publisher: un-mission, published: {year}-12-31, language: en}}\n"


def _total(year: int, size: int) -> str:
    cell = f"  - {{source: un-mission, document: un-report-{year}, measure: killed"
    return (
        f"title: Civilians killed in Kelouma in {year}\nperiod: {year}\nplace: {{country: ML}}\nvictims: civilians\nclaims:\n"
        f"{cell}, count: {min(9_999_999, size * 20)}}}\n{cell}, category: army, count: {min(9_999_999, size * 9)}}}\n"
    )


def _documents(number: int, day: date, random: Random) -> list[tuple[str, str]]:
    """Two or three documents on an incident: id and text."""
    made = []
    for order in range(random.randint(2, 3)):
        publisher = random.choice(_PUBLISHERS)
        name = f"{publisher}-{day}-{number}-{order}"
        published = day + timedelta(days=random.randint(21, 60))
        text = (
            f"{name}:\n  title: {' '.join(random.choices(_WORDS, k=8)).replace(';', '').capitalize()}\n"
            f"  publisher: {publisher}\n  published: {published}\n  language: {random.choice(['en', 'fr', 'ar'])}\n"
            f"  url: https://example.org/{published.year}/{name}\n"
        )
        made.append((name, text))
    return made


def _incident(place: str, day: date, documents: list[str], random: Random) -> str:
    summary = "\n".join("  " + " ".join(random.choices(_WORDS, k=18)) for _ in range(random.randint(14, 22)))
    lines = [
        f"title: Killings in {place}",
        f"date: {day}" if random.random() < 0.8 else f"date: {day}/{day + timedelta(days=2)}",
        "place:",
        f"  name: {place}",
        "  country: ML",
        f"  admin1: {random.choice(['Mopti', 'Gao', 'Ségou', 'Kayes'])}",
        f"  latitude: {random.uniform(11, 24):.4f}",
        f"  longitude: {random.uniform(-11, 3):.4f}",
        "  precision: town",
        "summary: |",
        summary,
    ]
    if random.random() < 0.2:
        lines.append("# the second list of names is still to be compared with the first")
    lines.append("facts:")
    for fact in ("deaths", "arrests", "injured")[: random.choices([1, 2, 3], [5, 3, 2])[0]]:
        lines += _fact(fact, day, documents, random)
    return "\n".join(lines) + "\n"


def _fact(fact: str, day: date, documents: list[str], random: Random) -> list[str]:
    measure = {"deaths": "killed", "arrests": "arrested", "injured": "injured"}[fact]
    lines = [f"  {fact}:", f"    measure: {measure}", "    claims:"]
    number = random.randint(2, 80)
    for order, source in enumerate(random.sample(_CLAIMANTS, random.choices([1, 2, 3, 4, 5], [3, 3, 2, 1, 1])[0])):
        told = number if order == 0 or random.random() < 0.6 else random.randint(1, 90)
        army = source == "kelouma-army"
        relays = f"        also_in: [{', '.join(documents[1:])}]" if order == 0 else None
        lines += [
            f"      - source: {source}",
            f"        document: {documents[0] if order == 0 else random.choice(documents)}",
            *([relays] if relays else []),
            f"        stated: {day + timedelta(days=random.randint(1, 20))}",
            f"        count: {random.choice(['', '', 'at least ', 'about '])}{told}",
            f"        victims: {'fighters' if army and random.random() < 0.5 else 'civilians'}",
            f"        perpetrator: {random.choice(['kelouma-army', 'hill-rebels', 'river-militia'])}",
            f"        quote: '{random.choice(_QUOTES).format(n=told)}'",
        ]
        if random.random() < 0.15:
            lines.append("        including: {women: at least 1, children: at least 1}  # as the list of names has it")
        if random.random() < 0.3:
            lines.append(f"        note: {' '.join(random.choices(_WORDS, k=20))}")
    return lines


def _place(random: Random) -> str:
    return "".join(random.choices(_SYLLABLES, k=random.randint(2, 4))).capitalize()


def _ascii(place: str) -> str:
    return place.lower().replace("é", "e")


def _file(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
