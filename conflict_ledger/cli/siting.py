"""The commands `site` and `serve`: the ledger as a static site, and a preview of it on this machine."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from conflict_ledger.cli.folder import LISTED, Folder
from conflict_ledger.cli.output import note
from conflict_ledger.cli.session import USAGE, closing, commit, opened, stop
from conflict_ledger.findings import one_of
from conflict_ledger.parallel import each, meanwhile
from conflict_ledger.text.phrases import many

if TYPE_CHECKING:
    from collections.abc import Mapping

    import typer

    from conflict_ledger.ledger import Ledger
    from conflict_ledger.site import Page


class Asked(NamedTuple):
    """What `ledger site` is to write, and where; None is nothing said."""

    out: str
    base_url: str
    downloads: str | None


def site(context: typer.Context, asked: Asked, as_of: str | None, at: str | None) -> int:
    target = Path(asked.out)
    if asked.base_url and not asked.base_url.startswith(("https://", "http://")):
        raise stop(USAGE, f"no web address: {asked.base_url}", "https://example.org/ledger/")
    ledger = opened(context, as_of, at).whole()
    _free(target, ledger.root)
    forms = _forms(ledger, asked.downloads)
    try:
        with Folder(target) as folder:
            written = _filled(folder, ledger, asked.base_url, forms)
            removed = folder.clear()
    except OSError as error:
        raise stop(USAGE, f"{error.filename or target} cannot be written: {error.strerror}") from None
    gone = f", {removed} removed" if removed else ""
    note(f"{target}: {many(len(folder.paths), 'file')}, {written} written{gone}")
    return closing(ledger)


def made(ledger: Ledger, base_url: str = "", forms: tuple[str, ...] | None = None) -> Mapping[str, Page]:
    """Every file of the site by its path; `forms` are the downloads, None for those that are offered where nobody says."""
    forms = _forms(ledger, None) if forms is None else forms
    from conflict_ledger.site import assembled, pages

    return pages(assembled.edition(ledger, commit(ledger), base_url, forms))


def _forms(ledger: Ledger, asked: str | None) -> tuple[str, ...]:
    """The formats for download. Ends with 2 where there is no such one, or a package is missing that the site is made with."""
    try:
        from conflict_ledger.site.downloads import OFFERED, offered

        if "xlsx" in (forms := offered(ledger, asked)):
            import xlsxwriter  # noqa: F401
    except ModuleNotFoundError as missing:
        raise stop(USAGE, f"the site needs the package {missing.name}", "pip install 'conflict-ledger[site]'") from None
    for form in forms:
        if form not in OFFERED:
            raise stop(USAGE, f"no such download: {form}", one_of(form, [*OFFERED, "none"]))
    if asked is None and not forms:
        note(
            f"note: of {len(ledger.incidents)} incidents no tables are made for download: --downloads csv,sqlite asks for them"
        )
    return forms


def _filled(folder: Folder, ledger: Ledger, base_url: str, forms: tuple[str, ...]) -> int:
    """How many files had to be written: those that need nothing but the ledger while the rest is worked out, then the rest."""
    from conflict_ledger.site.downloads import copies

    first = copies(ledger)
    folder.expect(first)
    written, pages = meanwhile(
        lambda: sum(folder.place(path, copy()) for path, copy in first.items()),
        lambda: made(ledger, base_url, forms),
    )
    gc.freeze()  # what was read stays; what templates leave behind refers to itself in circles
    gc.enable()
    return written + _placed(folder, {path: page for path, page in pages.items() if path not in first})


def _free(target: Path, root: Path) -> None:
    """Ends with 2 where something else stands that a site would be mixed up with."""
    here, there = root.resolve(), target.resolve()
    if there.is_relative_to(here / "data") or here.is_relative_to(there):
        raise stop(USAGE, f"{target} holds the ledger itself, or is in its data", "name a folder of its own: public")
    if target.is_dir() and any(target.iterdir()) and not (target / LISTED).is_file():
        raise stop(USAGE, f"{target} is there already, and is no site", "name a new folder, or remove this one first")
    if target.exists() and not target.is_dir():
        raise stop(USAGE, f"{target} is no folder", "name a folder")


def _placed(folder: Folder, pages: Mapping[str, Page]) -> int:
    """How many of the files had to be written; what many pages show is worked out by one process."""
    every = sorted(pages, key=lambda path: path.startswith("incidents/"))
    shared = sum(1 for path in pages if not path.startswith("incidents/"))
    folder.expect(pages)
    done = each(every, lambda path: b"written" if folder.place(path, pages[path]()) else b"", together=shared)
    return len([one for one in done if one])
