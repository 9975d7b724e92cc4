"""What the ledger's files define and use, seen in their plain data: records that could not be built are there too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_ledger.findings import nearest
from conflict_ledger.packed import Recalled, mentions

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Statement

_HINTS = 50  # the nearest of many ids takes time to find; after so many unknown ones the reader knows what is wrong


def statements(ledger: Ledger) -> Iterator[Statement]:
    """Every claim on a fact and every cell of a published table."""
    for _, fact in ledger.facts():
        yield from fact.claims
    for total in ledger.totals.values():
        yield from total.claims


def rivals(ledger: Ledger) -> Iterator[Sequence[Statement]]:
    """The claims on each fact, and those to each cell of a published table."""
    for _, fact in ledger.facts():
        yield fact.claims
    for total in ledger.totals.values():
        cells: dict[str, list[Statement]] = {}
        for cell in total.claims:
            cells.setdefault(cell.address.rpartition("/")[0], []).append(cell)
        yield from cells.values()


def faulty(ledger: Ledger) -> set[str]:
    """The paths of files with a fault already found: something in them may not have been built."""
    return {finding.path for finding in ledger.findings}


def unread(ledger: Ledger, folder: str = "") -> bool:
    """Whether some file of `data/<folder>` could not be read, so that nothing follows from what is not there."""
    return any(path.startswith(f"data/{folder}") for path in faulty(ledger) - ledger.texts.keys())


def listed(ledger: Ledger, folder: str) -> set[str]:
    """The ids that stand in `data/<folder>.yaml` and `data/<folder>/*.yaml`."""
    paths = (f"data/{folder}.yaml", f"data/{folder}/")
    wrong = [path for path in faulty(ledger) if path.startswith(paths) and path in ledger.texts]
    trees = [ledger.texts[path].tree for path in wrong]
    built = ledger.actors if folder == "actors" else ledger.documents
    return {*built, *(name for tree in trees if isinstance(tree, dict) for name in tree)}


def incidents(ledger: Ledger) -> set[str]:
    """The ids of all incidents that have a file, whether it could be read or not."""
    paths = {path for path in {*ledger.texts, *faulty(ledger)} if path.startswith("data/incidents/")}
    return {path.rpartition("/")[2].rpartition(".")[0] for path in paths}


def facts(ledger: Ledger) -> dict[str, set[str]]:
    """The ids of the facts of each incident whose file could be read."""
    found = {}
    paths = faulty(ledger)
    for path in ledger.texts:
        name = path.rpartition("/")[2].removesuffix(".yaml")
        if path not in paths and (incident := ledger.incidents.get(name)) and incident.at.path == path:
            found[name] = set(incident.facts)
        elif path.startswith("data/incidents/"):
            text = ledger.texts[path]
            written = text.tree.get("facts") if isinstance(text.tree, dict) else None
            found[name] = set(written) if isinstance(written, dict) else set()
    return found


def categories(ledger: Ledger) -> set[str]:
    """The perpetrator categories of `data/ledger.yaml`."""
    text = ledger.texts.get("data/ledger.yaml")
    written = text.tree.get("categories") if text and isinstance(text.tree, dict) else None
    return set(written) if isinstance(written, dict) else set()


def uncertain(ledger: Ledger) -> bool:
    """Whether no category is known because of a fault in the file that lists them."""
    return not categories(ledger) and any(path.startswith("data/ledger.") for path in faulty(ledger))


def named(ledger: Ledger) -> set[tuple[str, str]]:
    """What the data files name: each text and key that stands under a key of NAMING, with that: (`also_in`, `un-report`)."""
    texts = ledger.texts
    found: set[tuple[str, str]] = set()
    if isinstance(texts, Recalled) and texts.named is not None:
        found.update(texts.named)
        texts = texts.known
    for text in texts.values():
        mentions("", text.tree, found)
    return found


def hints(known: Collection[str], otherwise: str) -> Callable[[str], str]:
    """Gives for an unknown id the nearest known one, or else what to do."""
    given: dict[str, str] = {}

    def hint(word: str) -> str:
        if word not in given and len(given) < _HINTS:
            given[word] = nearest(word, known)
        return given.get(word) or otherwise

    return hint
