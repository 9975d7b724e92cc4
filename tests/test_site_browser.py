"""The site in a real browser: nothing is asked of a network, nothing breaks, and everybody can read and use it (WCAG 2.2 AA)."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from sites import HOSTILE, built, commit, git, write
from test_cli import ROOT, ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs chromium (apt-get install chromium)")

KINDS = [
    "index.html",
    "incidents.html",
    "incidents/hombori.html",
    "incidents/bounti.html",
    "contradictions.html",
    "totals.html",
    "totals/2022-q2.html",
    "sources.html",
    "sources/minusma.html",
    "methodology.html",
    "rules.html",
    "corrections.html",
    "downloads.html",
]
AXE = {
    "preload": False,  # it would fetch the style sheet again, which the page's policy forbids
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("browser") / "site"
    built(ROOT, out)
    return out


class Watched:
    """A page, and everything that it said, threw, opened or asked for outside its own folder."""

    def __init__(self, browser: Browser, site: Path, width: int = 1280, **options: object) -> None:
        self.site, self.wrong = site, list[str]()
        self.page: Page = browser.new_context(viewport={"width": width, "height": 900}, **options).new_page()  # type: ignore[arg-type]
        self.page.on("console", lambda said: self.wrong.append(f"console: {said.text}"))
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("dialog", lambda dialog: (self.wrong.append("dialog"), dialog.dismiss()))
        self.page.on("request", self.asked)
        self.page.on("requestfailed", lambda request: self.wrong.append(f"failed: {request.url}"))

    def asked(self, request: object) -> None:
        url: str = request.url  # type: ignore[attr-defined]
        if not url.startswith(self.site.as_uri()):
            self.wrong.append(f"asked: {url}")

    def open(self, name: str) -> Page:
        self.page.goto(f"{self.site.as_uri()}/{name}")
        return self.page

    def wide(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=AXE).response["violations"]
    return [
        f"{one['id']}: {node['html'][:160]} {node.get('failureSummary', '')}"
        for one in found
        for node in one["nodes"][:3]
    ]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_every_kind_of_page(browser: Browser, site: Path, width: int, scheme: str) -> None:
    watched = Watched(browser, site, width, color_scheme=scheme)
    for name in KINDS:
        page = watched.open(name)
        assert violations(page) == [], name
        assert not watched.wide(), name
    assert watched.wrong == []


def test_nothing_runs_over_the_edge_of_a_narrow_window(browser: Browser, site: Path) -> None:
    watched = Watched(browser, site, 320)  # WCAG 1.4.10
    for name in KINDS:
        watched.open(name)
        assert not watched.wide(), name


def test_hostile_text_does_nothing(browser: Browser, tmp_path: Path) -> None:
    root = write(tmp_path, HOSTILE)
    git(root, "init", "-q")
    commit(root, "first", "2026-01-01T10:00:00+0100")
    found = built(root, root / "site")
    watched = Watched(browser, root / "site")
    for name in (name for name in found if name.endswith(".html")):
        page = watched.open(name)
        page.locator("#search").fill("script alert")
        page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
        assert page.locator("script").count() <= 2, name  # its own, and the index that the search asked for
        assert page.locator("img, [onerror]").count() == 0, name
    assert watched.wrong == []


def test_search_finds_names_in_any_spelling(browser: Browser, site: Path) -> None:
    watched = Watched(browser, site)
    page = watched.open("totals/2022-q2.html")
    for typed, title in (
        ("homburi", "Military operation in Hombori"),
        ("ANDÉRAM", "Attack on Andéramboukane"),
        ("april june 2022", "April–June 2022"),
    ):
        page.locator("#search").fill(typed)
        assert page.locator(".hits a").first.inner_text() == title
    page.locator("#search").fill("nowhere at all")
    assert page.locator(".search .found").inner_text() == "0 found"
    page.locator("#search").fill("hombori massacre")
    page.locator("#search").press("Enter")
    page.wait_for_url("**/incidents/hombori.html")
    assert page.locator("h1").inner_text() == "Military operation in Hombori"
    assert watched.wrong == []


def test_filters_and_sorting(browser: Browser, site: Path) -> None:
    watched = Watched(browser, site)
    page = watched.open("incidents.html")
    rows = page.locator("#list tbody tr")
    shown = page.locator("#list tbody tr:not([hidden])")
    every = rows.count()
    page.locator("#f-kind").select_option("answer")
    assert page.locator(".filters .found").inner_text() == f"{shown.count()} of {every} shown"
    assert 0 < shown.count() < every
    assert all("answer" in text for text in shown.all_inner_texts())
    page.locator("#f-region").select_option("Mopti")
    page.locator("#f-text").fill("hombori")
    assert [text.split("\t")[1] for text in shown.all_inner_texts()] == ["Military operation in Hombori"]
    for control in ("#f-kind", "#f-region"):
        page.locator(control).select_option("")
    page.locator("#f-text").fill("")
    assert shown.count() == every
    page.get_by_role("button", name="Sources").click()
    counts = [int(row.split("\t")[3]) for row in rows.all_inner_texts()]
    assert counts == sorted(counts, reverse=True)
    assert page.locator("th[aria-sort]").all_inner_texts() == ["Sources"]
    assert page.locator("th[aria-sort=descending]").count() == 1
    page.get_by_role("button", name="Date").click()
    assert "2019" in rows.first.inner_text()
    page = watched.open("contradictions.html")
    page.locator("#f-kind").select_option("answer")
    kinds = page.locator("#list .item:not([hidden]) .kind").all_inner_texts()
    assert set(kinds) == {"answer"}
    assert "Attack on Tessit" not in page.locator("#list").inner_text()
    assert watched.wrong == []


def test_keys_alone_are_enough(browser: Browser, site: Path) -> None:
    page = Watched(browser, site).open("incidents/hombori.html")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 1


def test_without_scripts_nothing_is_missing(browser: Browser, site: Path) -> None:
    watched = Watched(browser, site, java_script_enabled=False)
    page = watched.open("incidents.html")
    assert not page.locator(".filters").is_visible()
    assert not page.locator("#search").is_visible()
    page.get_by_role("link", name="Military operation in Hombori").click()
    text = page.locator("main").inner_text()
    for said in (
        "at least 50",
        "18 assaillants neutralisés",
        "both cannot be true, and the two must not be added",
        "rejects the document",
    ):
        assert said in text
    assert watched.wrong == []


def test_on_paper(browser: Browser, site: Path) -> None:
    page = Watched(browser, site).open("incidents/hombori.html")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="Site").is_visible()
    assert not page.locator("#search").is_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_a_reader_finds_how_the_96_of_317_are_made_up(browser: Browser, site: Path) -> None:
    watched = Watched(browser, site, 390)
    page = watched.open("index.html")
    page.get_by_role("link", name="April–June 2022").first.click()
    row = page.locator("tr[data-category=army]").first.inner_text()
    assert all(said in row for said in ("96", "at least 72", "at most 24"))
    page.get_by_role("link", name="Military operation in Hombori: Deaths in the operation").first.click()
    fact = page.locator("#operation-deaths").inner_text()
    assert "MINUSMA said at least 50 civilians were killed; the Malian army, a party, said 18 fighters" in fact
    assert watched.wrong == []


def test_no_chromium_is_no_excuse_in_ci() -> None:
    """What builds the site there installs the browser first."""
    assert "chromium" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert ledger("site", "--help").code == 0
