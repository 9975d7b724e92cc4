"""The whole ledger to take away, in the formats of `ledger export` that need nothing to be installed but the site's own packages."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from conflict_ledger.export.formats import FORMATS, zipped
from conflict_ledger.export.tables import export
from conflict_ledger.files import content
from conflict_ledger.yamltext import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conflict_ledger.ledger import Ledger
    from conflict_ledger.site.edition import Edition

OFFERED = {
    "csv": "zip",
    "xlsx": "xlsx",
    "jsonl": "jsonl",
    "geojson": "geojson",
    "sqlite": "sqlite",
}  # formats, and how files end
MANY = 2000  # incidents: beyond that the tables take longer than all pages, and are made only where they are asked for


def offered(ledger: Ledger, asked: str | None) -> tuple[str, ...]:
    """The formats asked for (`none` is none), or where nothing is said all of them, of a ledger that is not too large."""
    if asked is None:
        return tuple(OFFERED) if len(ledger.incidents) <= MANY else ()
    return tuple(form for form in asked.split(",") if form != "none")


def listed(forms: Iterable[str]) -> list[tuple[str, str, str]]:
    """Path, format and what it is for; the files that people write first."""
    tables = [(_path(form), form, FORMATS[form].what) for form in forms]
    return [("downloads/data.zip", "yaml", "the files that people write and review"), *tables]


def _path(form: str) -> str:
    return f"downloads/ledger.{OFFERED[form]}"


def files(edition: Edition) -> dict[str, Callable[[], bytes]]:
    """The tables for download, each form by its path; what is in them is worked out once, when the first is asked for."""
    tables = cache(lambda: export(edition.ledger, edition.commit))

    def file(form: str) -> Callable[[], bytes]:
        def made() -> bytes:
            found = FORMATS[form].make(tables(), "ledger")
            return found[""] if "" in found else zipped(found)

        return made

    return {_path(form): file(form) for form in edition.downloads}


def copies(ledger: Ledger) -> dict[str, Callable[[], bytes]]:
    """The ledger's own files, each and all in one: what can be written before anything is worked out."""
    file = cache(partial(_yaml, ledger))

    def whole() -> bytes:
        return zipped({path: found for path in ledger.texts if (found := file(path))})

    each = {f"incidents/{one}.yaml": partial(file, incident.at.path) for one, incident in ledger.incidents.items()}
    return {**each, "downloads/data.zip": whole}


def _yaml(ledger: Ledger, path: str) -> bytes:
    """The file as it was read; empty where it is not there any more."""
    if ledger.commit is not None:
        return "\n".join(ledger.texts[path].lines).encode()
    try:
        return content(ledger.root, path)
    except Refusal:
        return b""
