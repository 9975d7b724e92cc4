"""The commands `site` and `serve`: the ledger as a static site, and a preview of it on this machine."""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from conflict_ledger.cli.output import note
from conflict_ledger.cli.session import USAGE, closing, commit, opened, stop
from conflict_ledger.findings import one_of
from conflict_ledger.parallel import each
from conflict_ledger.text.phrases import many

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import typer

    from conflict_ledger.ledger import Ledger
    from conflict_ledger.site import Page

LISTED = ".ledger-site"  # in the site's folder: the files that it consists of, by which a site is known to be one


class Asked(NamedTuple):
    """What `ledger site` is to write, and where; None is nothing said."""

    out: str
    base_url: str
    downloads: str | None


def site(context: typer.Context, asked: Asked, as_of: str | None, at: str | None) -> int:
    target = Path(asked.out)
    if asked.base_url and not asked.base_url.startswith(("https://", "http://")):
        raise stop(USAGE, f"no web address: {asked.base_url}", "https://example.org/ledger/")
    ledger = opened(context, as_of, at)
    _free(target, ledger.root)
    pages = made(ledger, asked.base_url, asked.downloads)
    gc.freeze()  # what was read stays; what templates leave behind refers to itself in circles
    gc.enable()
    try:
        written, removed = _placed(target, pages)
    except OSError as error:
        raise stop(USAGE, f"{error.filename or target} cannot be written: {error.strerror}") from None
    gone = f", {removed} removed" if removed else ""
    note(f"{target}: {many(len(pages), 'file')}, {written} written{gone}")
    return closing(ledger)


def made(ledger: Ledger, base_url: str = "", downloads: str | None = None) -> Mapping[str, Page]:
    """The pages by path. Ends with 2 where a package is missing that they are made with."""
    try:
        import xlsxwriter  # noqa: F401 - the downloads need it

        from conflict_ledger.site import assembled
        from conflict_ledger.site.downloads import OFFERED, offered
        from conflict_ledger.site.pages import pages
    except ModuleNotFoundError as missing:
        raise stop(USAGE, f"the site needs the package {missing.name}", "pip install 'conflict-ledger[site]'") from None
    forms = offered(ledger, downloads)
    for form in forms:
        if form not in OFFERED:
            raise stop(USAGE, f"no such download: {form}", one_of(form, [*OFFERED, "none"]))
    if downloads is None and not forms:
        note(
            f"note: of {len(ledger.incidents)} incidents no tables are made for download: --downloads csv,sqlite asks for them"
        )
    return pages(assembled.edition(ledger, commit(ledger), base_url, forms))


def _free(target: Path, root: Path) -> None:
    """Ends with 2 where something else stands that a site would be mixed up with."""
    here, there = root.resolve(), target.resolve()
    if there.is_relative_to(here / "data") or here.is_relative_to(there):
        raise stop(USAGE, f"{target} holds the ledger itself, or is in its data", "name a folder of its own: public")
    if target.is_dir() and any(target.iterdir()) and not (target / LISTED).is_file():
        raise stop(USAGE, f"{target} is there already, and is no site", "name a new folder, or remove this one first")
    if target.exists() and not target.is_dir():
        raise stop(USAGE, f"{target} is no folder", "name a folder")


def _placed(target: Path, pages: Mapping[str, Page]) -> tuple[int, int]:
    """Writes what differs, removes what was of the last build and is no more; how many files of each. Raises OSError.

    A file is there whole or not at all, and so is a folder that was not there. Nothing is waited for until it is on the disk:
    the next build makes it again.
    """
    target.mkdir(parents=True, exist_ok=True)
    before, top = _listed(target), str(target)
    listed = os.path.join(top, LISTED)
    _write(listed, "".join(f"{path}\n" for path in sorted({*before, *pages})).encode())
    written = _written(top, pages)
    stale = [path for path in before if path not in pages]
    for path in stale:
        with contextlib.suppress(FileNotFoundError):
            (target / path).unlink()
    _write(listed, "".join(f"{path}\n" for path in sorted(pages)).encode())
    return written, len(stale)


def _written(top: str, pages: Mapping[str, Page]) -> int:
    """How many files had to be written. A folder that is not there yet is filled beside its place."""
    folders = {path.rpartition("/")[0] for path in pages if "/" in path}
    new = {folder: f"{top}/{folder}.new" for folder in sorted(folders) if not os.path.lexists(f"{top}/{folder}")}

    def place(path: str) -> bytes:
        folder, _, name = path.rpartition("/")
        if folder not in new:
            return b"written" if _write(f"{top}/{path}", pages[path]()) else b""
        with open(f"{new[folder]}/{name}", "wb") as file:
            file.write(pages[path]())
        return b"written"

    every = sorted(pages, key=lambda path: path.startswith("incidents/"))
    shared = sum(1 for path in pages if not path.startswith("incidents/"))
    try:
        for fresh in new.values():
            shutil.rmtree(fresh, ignore_errors=True)  # of a build that was killed
            os.mkdir(fresh)
        done = each(every, place, together=shared)
        for folder, fresh in new.items():
            os.rename(fresh, f"{top}/{folder}")
    except BaseException:
        for fresh in new.values():
            shutil.rmtree(fresh, ignore_errors=True)
        raise
    return len([one for one in done if one])


def _listed(target: Path) -> list[str]:
    """What the last build wrote, as far as it is in the folder: nobody's list leads out of it."""
    try:
        lines: Iterable[str] = (target / LISTED).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return []
    top = target.resolve()
    return [line for line in lines if line and (top / line).resolve().is_relative_to(top)]


def _write(path: str, content: bytes) -> bool:
    """Whether the file had to be written."""
    try:
        with open(path, "rb") as file:
            if file.read() == content:
                return False
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
    fresh = f"{path}.new"
    try:
        with open(fresh, "wb") as file:
            file.write(content)
        os.replace(fresh, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(fresh)
        raise
    return True
