"""The site: its numbers are the command line's, its bytes the commit's, and text of the data is text on every page."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from functools import cache, partial
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING
from urllib.parse import urldefrag
from xml.etree import ElementTree

import pytest
from sites import EVIL, HOSTILE, built, commit, files, git, pages, parsed, write
from test_cli import LEDGER, MARKET, ROOT, TINDARA, ledger

from conflict_ledger import parallel, wire
from conflict_ledger.cli import siting
from conflict_ledger.cli.folder import Folder
from conflict_ledger.contradictions import party
from conflict_ledger.dates import parse
from conflict_ledger.history import beside, journal
from conflict_ledger.history import commit as commit_of
from conflict_ledger.reading import load
from conflict_ledger.standing import standings
from conflict_ledger.totals import Question, totals
from conflict_ledger.totals.near import near, spans
from conflict_ledger.totals.rules import RANGE
from conflict_ledger.totals.tables import periods

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conftest import WriteLedger
    from sites import Element

    from conflict_ledger.site import Page

LIMIT = 100_000  # bytes of an incident's page
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The site of the repository's own data."""
    return built(ROOT, tmp_path_factory.mktemp("record") / "site")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = write(tmp_path_factory.mktemp("hostile"), HOSTILE)
    git(root, "init", "-q")
    commit(root, "first", "2026-01-01T10:00:00+0100")
    text = (root / "data/incidents/index.yaml").read_text(encoding="utf-8")
    (root / "data/incidents/index.yaml").write_text(text.replace("at least 50", "at least 51"), encoding="utf-8")
    commit(root, EVIL, "2026-01-02T10:00:00+0100")
    return built(root, root / "site")


@pytest.fixture(params=["record", "hostile"])
def either(request: pytest.FixtureRequest) -> dict[str, Path]:
    found: dict[str, Path] = request.getfixturevalue(request.param)
    return found


@cache
def answer(*arguments: str) -> dict:
    return json.loads(ledger(*arguments, "--format", "json").out)


@cache
def published(measure: str, victims: str) -> dict[str, dict]:
    """What `ledger totals` has for each period for which something is published."""
    periods = answer("totals", "--measure", measure, "--victims", victims)["periods"]
    return {one["period"]["text"]: one for one in periods}


# --- every number is the command line's ------------------------------------------------------------------------------


def shown(element: Element) -> tuple[str, str]:
    return element.attributes["data-low"], element.attributes["data-high"]


def meant(figure: dict | None) -> tuple[str, str]:
    if figure is None:
        return "", ""
    return str(figure["low"]), "" if figure["high"] is None else str(figure["high"])


def test_totals_are_those_of_the_command_line(record: dict[str, Path]) -> None:
    """Every cell of every table, and the facts behind what is itemised."""
    compared = 0
    for name, page in pages({name: path for name, path in record.items() if name.startswith("totals/")}).items():
        commands = [code.text for code in page.all("code") if code.text.startswith("ledger totals")]
        assert commands, name
        asked_for = [command.split()[2::2] for command in commands]
        given = [published(measure, victims)[period] for period, measure, victims in asked_for]
        tables = [table for table in page.all("table") if "data-total" in table.attributes]
        assert len(tables) == len(
            {
                (one["measure"], one["victims"], cell["total"], cell["source"])
                for one in given
                for cell in one["reported"]
            }
        )
        for table in tables:
            asked = {key: table.attributes[f"data-{key}"] for key in ("measure", "victims", "total", "source")}
            period = next(
                one for one in given if (one["measure"], one["victims"]) == (asked["measure"], asked["victims"])
            )
            compared += _compared(table, asked, period)
    assert compared > 120


def _compared(table: Element, asked: dict[str, str], period: dict) -> int:
    def of(part: str) -> dict[str, tuple[str, str]]:
        rows = [one for one in period[part] if (one["total"], one["source"]) == (asked["total"], asked["source"])]
        return {one["category"] or "": meant(one["figure"]) for one in rows}

    reported, itemised, residual = of("reported"), of("itemised"), of("residual")
    rows = {row.attributes["data-category"]: row for row in table.all("tr") if "data-category" in row.attributes}
    assert rows.keys() == reported.keys()
    for category, row in rows.items():
        cells = {cell.attributes["data-label"]: cell for cell in row.all("td")}
        assert shown(cells["Reported"]) == reported[category]
        assert shown(cells["Itemised here"]) == itemised.get(category, ("", ""))
        if "data-low" in cells["Not yet itemised"].attributes:
            assert shown(cells["Not yet itemised"]) == residual[category]
        else:
            assert residual.get(category, ("", "")) == ("", "")
    return len(rows)


def test_the_quarter_of_96_and_317_explains_itself(record: dict[str, Path]) -> None:
    page = parsed(record["totals/2022-q2.html"].read_text(encoding="utf-8"))
    rows = {
        row.attributes.get("data-category"): row.text
        for row in page.having(data_total="mali-2022-q2", data_measure="killed", data_victims="civilians")[0].all("tr")
    }
    assert "96" in rows["army"]
    assert "at least 72" in rows["army"]
    assert "at most 24" in rows["army"]
    assert "317" in rows[""]
    part = next(one for one in page.all("details") if "at least 72 of 96" in one.text)
    assert [(item.all("span")[0].text, item.all("a")[0].attributes["href"]) for item in part.all("li")] == [
        ("at least 50", "../incidents/hombori.html#operation-deaths"),
        ("2", "../incidents/hombori.html#torture-deaths"),
        ("20", "../incidents/hombori.html#camp-killings"),
    ]


def test_home_has_the_totals_of_the_command_line(record: dict[str, Path]) -> None:
    page = parsed(record["index.html"].read_text(encoding="utf-8"))
    sums = next(table for table in page.all("table") if "data-years" in table.attributes)
    for victims, label in (("civilians", "Civilians killed"), ("people", "People killed")):
        given = answer("totals", sums.attributes["data-years"], "--rule", "range", "--victims", victims)["periods"][0][
            "by_rule"
        ]
        figures = {one["category"] or "": meant(one["figure"]) for one in given}
        rows = {row.attributes["data-category"]: row for row in sums.all("tr") if "data-category" in row.attributes}
        cells = {category: shown(row.having(data_label=label)[0]) for category, row in rows.items()}
        assert {category: figure for category, figure in cells.items() if figure != ("", "")} == figures
    quarters = [row for row in page.all("tr") if "data-period" in row.attributes]
    assert len(quarters) == 7
    for row in quarters:
        given = published("killed", "civilians")[row.attributes["data-period"]]
        cells = [shown(cell) for cell in row.all("td")]
        whole = next(one for one in given["reported"] if one["category"] is None)
        same = [
            [meant(one["figure"]) for one in given[part] if (one["category"], one["total"]) == (None, whole["total"])]
            for part in ("reported", "itemised", "residual")
        ]
        assert cells == [(one or [("", "")])[0] for one in same]
    counts = [len(one["claims"]) for one in answer("sources")["sources"]]
    contradicted = [one for one in answer("contradictions")["contradictions"] if one["severity"] == "contradiction"]
    assert f"{len(answer('list')['incidents'])} incidents, {sum(counts)} claims of {len(counts)} sources" in page.text
    assert f"{len(contradicted)} contradictions" in page.text


def test_incidents_have_the_figures_of_the_command_line(record: dict[str, Path]) -> None:
    whole = load(ROOT)
    assert json.loads(wire.dumps(wire.show(whole.incidents["hombori"], whole, commit_of(ROOT)))) == answer(
        "show", "hombori"
    )
    for one in whole.incidents.values():
        given = json.loads(wire.dumps(wire.show(one, whole, None)))["incident"]
        page = parsed(record[f"incidents/{one.id}.html"].read_text(encoding="utf-8"))
        rows = {part.attributes["data-claim"]: part for part in page.all("tbody") if "data-claim" in part.attributes}
        claims = {
            claim["address"]: claim
            for fact in given["facts"]
            for claim in fact["claims"]
            if claim["standing"] == "current"
        }
        assert rows.keys() == claims.keys()
        for address, claim in claims.items():
            figures = [cell for cell in rows[address].all("td") if "data-low" in cell.attributes]
            assert [shown(cell) for cell in figures] == ([meant(claim["count"])] if figures else [])
            assert bool(figures) == any(
                fact["measure"] for fact in given["facts"] if address.startswith(fact["address"] + "/")
            )
            assert ("party" in rows[address].all("th")[0].text.split()) == claim["party"]
            assert not claim["quote"] or claim["quote"].strip().split() == rows[address].all("q")[0].text.split()
        for found in given["contradictions"]:
            text = " ".join(found["sentence"].split())
            assert text in page.text or found["kind"] == "victims"


def test_lists_have_the_numbers_of_the_command_line(record: dict[str, Path]) -> None:
    page = parsed(record["contradictions.html"].read_text(encoding="utf-8"))
    given = answer("contradictions")["contradictions"]
    items = [" ".join(one.text.split()) for one in page.all("li") if "data-kind" in one.attributes]
    assert len(items) == len(given)
    assert all(any(" ".join(one["sentence"].split()) in item for item in items) for one in given)
    rows = parsed(record["sources.html"].read_text(encoding="utf-8")).all("tbody")[0].all("tr")
    sources = answer("sources")["sources"]
    numbers = [[cell.text for cell in row.all("td")[1:]] for row in rows]
    keys = ("claims", "cells", "contradicted", "party", "unarchived")
    assert numbers == [[str(len(one[key])) for key in keys] for one in sources]


# --- what a page is --------------------------------------------------------------------------------------------------

LOADING = {
    "script": "src",
    "link": "href",
    "img": "src",
    "iframe": "src",
    "object": "data",
    "embed": "src",
    "source": "src",
}
TAGS = [
    "html",
    "head",
    "meta",
    "title",
    "link",
    "script",
    "body",
    "a",
    "header",
    "footer",
    "main",
    "nav",
    "section",
    "article",
    "figure",
    "figcaption",
    "div",
    "p",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "span",
    "strong",
    "em",
    "code",
    "pre",
    "q",
    "blockquote",
    "time",
    "details",
    "summary",
    "label",
    "input",
    "select",
    "option",
    "svg",
    "g",
    "path",
    "rect",
    "circle",
    "text",
    "button",
    "br",
    "hr",
]


def test_a_page_loads_only_its_own_style_and_script(either: dict[str, Path]) -> None:
    for name, page in pages(either).items():
        root = "../" * name.count("/")
        loaded = [
            one.attributes[LOADING[one.tag]]
            for one in page.all()
            if one.tag in LOADING and one.attributes.get("rel") != "alternate"
        ]
        assert loaded == [f"{root}site.css", f"{root}site.js"], name
        policy = next(one for one in page.all("meta") if one.attributes.get("http-equiv") == "Content-Security-Policy")
        assert "default-src 'none'" in policy.attributes["content"]
        assert "unsafe" not in policy.attributes["content"]


def test_text_of_the_data_is_text(either: dict[str, Path]) -> None:
    for name, page in pages(either).items():
        for one in page.all():
            assert one.tag in TAGS or one.tag == "title", (name, one.tag)
            assert not any(key.startswith("on") or key == "style" for key in one.attributes), (name, one.tag)
            assert re.match(r"(https?://|[a-z0-9.#/-]*$)", one.attributes.get("href", ""), re.IGNORECASE), (
                name,
                one.attributes,
            )
        assert not any(one.children for one in page.all("script")), name


def test_hostile_text_is_shown_as_it_is(hostile: dict[str, Path]) -> None:
    found = pages(hostile)
    said = " ".join(EVIL.split())
    expected = {
        "index.html": 2,
        "incidents.html": 2,
        "incidents/index.html": 15,
        "contradictions.html": 2,
        "totals.html": 1,
    }
    expected |= {
        "totals/2022-q2.html": 4,
        "sources.html": 1,
        "sources/un-mission.html": 4,
        "methodology.html": 1,
        "corrections.html": 2,
    }
    for name, least in expected.items():
        assert found[name].text.count(said) >= least, name
    assert "49" not in found["incidents/index.html"].text
    index = hostile["search-index.js"].read_text(encoding="utf-8")
    assert "<" not in index
    assert json.loads(index.removeprefix("window.ledgerIndex=").rstrip(";\n"))[0][2] == EVIL
    assert EVIL in [one.text for one in ElementTree.parse(hostile["feed.xml"]).iter(f"{ATOM}title")]


def test_every_link_within_the_site_leads_somewhere(either: dict[str, Path]) -> None:
    found = pages(either)
    names = {
        name: {one.attributes["id"] for one in page.all() if "id" in one.attributes} for name, page in found.items()
    }
    links = 0
    for name, page in found.items():
        for one in page.all():
            target = one.attributes.get("href", "")
            if not target or target.startswith("http"):
                continue
            path, anchor = urldefrag(target)
            there = (Path("/", name).parent / path).as_posix() if path else f"/{name}"
            there = re.sub(r"/[^/]+/\.\./", "/", there).lstrip("/")
            assert there in either, (name, target)
            assert not anchor or anchor in names[there], (name, target)
            links += 1
    assert links > 100


def test_ids_are_given_once(either: dict[str, Path]) -> None:
    for name, page in pages(either).items():
        ids = [one.attributes["id"] for one in page.all() if "id" in one.attributes]
        assert len(ids) == len(set(ids)), (name, sorted(one for one in ids if ids.count(one) > 1)[:3])


def test_an_incident_is_small(record: dict[str, Path]) -> None:
    sizes = {
        name: path.stat().st_size
        for name, path in record.items()
        if name.startswith("incidents/") and name.endswith(".html")
    }
    assert len(sizes) > 20
    assert max(sizes.values()) < LIMIT, max(sizes.items(), key=lambda one: one[1])


def test_quotes_have_their_language_and_direction(record: dict[str, Path]) -> None:
    page = parsed(record["incidents/hombori.html"].read_text(encoding="utf-8"))
    quotes = {one.text: (one.attributes.get("lang"), one.attributes["dir"]) for one in page.all("q")}
    assert quotes["50 شخصا"] == ("ar", "rtl")
    assert quotes["18 assaillants neutralisés"] == ("fr", "ltr")


def test_relays_are_below_their_origin(record: dict[str, Path]) -> None:
    page = parsed(record["incidents/hombori.html"].read_text(encoding="utf-8"))
    (origin,) = page.having(data_claim="hombori/operation-deaths/minusma@un-note-2022-q2")
    (folded,) = origin.all("details")
    assert "changed on the way" in folded.text
    assert "jowhar.com" in folded.text
    assert not page.having(data_claim="hombori/operation-deaths/minusma@jowhar-2022-q2-note")


# --- builds ----------------------------------------------------------------------------------------------------------


def test_the_same_commit_gives_the_same_bytes(record: dict[str, Path], tmp_path: Path) -> None:
    again = built(ROOT, tmp_path / "site")
    assert {name: path.read_bytes() for name, path in again.items()} == {
        name: path.read_bytes() for name, path in record.items()
    }


def filled(target: Path, pages: Mapping[str, Page]) -> tuple[int, int]:
    """How many files were written into the folder, and how many removed from it."""
    with Folder(target) as folder:
        return siting._placed(folder, pages), folder.clear()


def test_two_processes_make_the_pages_of_one(
    record: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This process waits in its first page until the child, which makes all that is left, has ended."""
    parent, here, waited = os.getpid(), [], []

    def page(path: str, made: Page) -> bytes:
        if os.getpid() == parent:
            here.append(path)
            waited.append(waited or os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT))
        return made()

    for name, value in (("LEAST", 1), ("_FEW", 5), ("_two_cores", lambda: True)):
        monkeypatch.setattr(parallel, name, value)
    found = siting.made(load(ROOT))
    out = tmp_path / "site"
    assert filled(out, {path: partial(page, path, made) for path, made in found.items()}) == (len(record), 0)
    assert 0 < len(here) < len(record)
    assert {name: path.read_bytes() for name, path in files(out).items()} == {
        name: path.read_bytes() for name, path in record.items()
    }


def test_a_folder_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    """A build that ends midway leaves no folder half full, and is no matter for the next one."""

    def broken() -> bytes:
        raise KeyboardInterrupt

    pages = {"index.html": bytes, "totals/a.html": lambda: b"a", "totals/b.html": broken}
    with pytest.raises(KeyboardInterrupt):
        filled(tmp_path, pages)
    assert sorted(files(tmp_path)) == ["index.html"]
    del pages["totals/b.html"]
    write(tmp_path, {"totals.new/d.html": "of a build that was killed"})
    assert filled(tmp_path, pages | {"totals/c.html": bytes}) == (2, 1)
    assert sorted(files(tmp_path)) == ["index.html", "totals/a.html", "totals/c.html"]


def test_only_what_changed_is_written(write_ledger: WriteLedger) -> None:
    root = write_ledger({"data/incidents/tindara.yaml": TINDARA, "data/incidents/market.yaml": MARKET})
    out = root / "public"
    before = {name: path.stat().st_mtime_ns for name, path in built(root, out).items()}
    assert ledger("site", "public", at=root).err.endswith(" 0 written\n")
    text = (root / "data/incidents/market.yaml").read_text(encoding="utf-8")
    (root / "data/incidents/market.yaml").write_text(text.replace("at least 50", "at least 60"), encoding="utf-8")
    after = {name: path.stat().st_mtime_ns for name, path in built(root, out).items()}
    changed = {name for name in before if before[name] != after[name]}
    assert {"incidents/market.html", "incidents/market.yaml"} <= changed
    assert not {"incidents/tindara.html", "methodology.html", "rules.html", "site.css", "incidents.html"} & changed
    (root / "data/incidents/market.yaml").unlink()
    assert ", 2 removed" in ledger("site", "public", at=root).err
    assert "incidents/market.html" not in files(out)


def test_where_a_site_may_not_be_written(write_ledger: WriteLedger) -> None:
    root = write_ledger({"data/incidents/tindara.yaml": TINDARA})
    (root / "mine").mkdir()
    (root / "mine" / "thesis.txt").write_text("all of it", encoding="utf-8")
    (root / "file").write_text("", encoding="utf-8")
    for out, why in (
        ("mine", "is no site"),
        (".", "holds the ledger"),
        ("data/site", "in its data"),
        ("file", "is no folder"),
    ):
        done = ledger("site", out, at=root)
        assert (done.code, why in done.err) == (2, True), done
    assert [path.name for path in (root / "mine").iterdir()] == ["thesis.txt"]
    assert ledger("site", "out", "--base-url", "javascript:alert(1)", at=root).code == 2


def test_a_list_of_files_never_leads_out_of_the_site(write_ledger: WriteLedger) -> None:
    root = write_ledger({"data/incidents/tindara.yaml": TINDARA})
    built(root, root / "public")
    (root / "precious.txt").write_text("kept", encoding="utf-8")
    with (root / "public" / ".ledger-site").open("a", encoding="utf-8") as listed:
        listed.write("../precious.txt\n/etc/hostname\n")
    built(root, root / "public")
    assert (root / "precious.txt").read_text(encoding="utf-8") == "kept"


def test_a_broken_file_is_said_and_the_rest_is_there(write_ledger: WriteLedger) -> None:
    root = write_ledger({"data/incidents/tindara.yaml": TINDARA, "data/incidents/broken.yaml": "title: [\n"})
    done = ledger("site", "public", at=root)
    assert done.code == 1
    assert "ledger validate" in done.err
    assert "incidents/tindara.html" in files(root / "public")


def test_without_the_packages_it_says_what_to_install(tmp_path: Path) -> None:
    code = "import sys; sys.modules['jinja2'] = None; from conflict_ledger.cli.main import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, "site", str(tmp_path / "x")], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "pip install 'conflict-ledger[site]'" in done.stderr


def test_style_and_script_ask_for_nothing(record: dict[str, Path]) -> None:
    style, script = (record[name].read_text(encoding="utf-8") for name in ("site.css", "site.js"))
    assert not re.search(r"https?:|url\(|@import", style)
    assert not re.search(r"https?:|fetch\(|XMLHttpRequest|eval\(|innerHTML|localStorage|cookie", script)


def test_one_file_beside_the_data_restyles_it(write_ledger: WriteLedger) -> None:
    root = write_ledger({"data/incidents/tindara.yaml": TINDARA, "site.css": ":root { --paper: #eee; }"})
    style = built(root, root / "public")["site.css"].read_text(encoding="utf-8")
    assert style.index("--paper: #fbfaf7") < style.index("--paper: #eee")


def test_tables_for_download_are_those_asked_for(write_ledger: WriteLedger, record: dict[str, Path]) -> None:
    root = write_ledger({"data/incidents/tindara.yaml": TINDARA})
    some = built(root, root / "public", "--downloads", "csv,sqlite")
    assert {name for name in some if name.startswith("downloads/")} == {
        f"downloads/{name}" for name in ("data.zip", "ledger.zip", "ledger.sqlite")
    }
    assert "downloads/ledger.xlsx" not in built(root, root / "public", "--downloads", "none")
    assert ledger("site", "public", "--downloads", "pdf", at=root).code == 2
    assert record["downloads/ledger.xlsx"].read_bytes()[:2] == b"PK"


# --- git: corrections, the feed, clocks ------------------------------------------------------------------------------


@pytest.fixture
def kept(write_ledger: WriteLedger) -> Path:
    """A ledger with a past: a figure revised, then a claim withdrawn."""
    root = write_ledger({"data/incidents/tindara.yaml": TINDARA, "data/incidents/market.yaml": MARKET})
    path = root / "data/incidents/tindara.yaml"
    git(root, "init", "-q")
    commit(root, "first incidents", "2026-01-01T10:00:00+0100")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("count: 18", "count: 81"), encoding="utf-8")
    commit(root, "typing mistake", "2026-01-02T10:00:00+0100")
    path.write_text(
        text.replace("count: 18,", "count: 18, withdrawn: {date: 2026-01-03, reason: not theirs},"), encoding="utf-8"
    )
    commit(root, "withdrawn", "2026-01-03T10:00:00+0100")
    return root


def test_corrections_are_those_of_git(kept: Path) -> None:
    found = pages(built(kept, kept / "public", "--base-url", "https://example.org/l"))
    commits = [one.text for one in found["corrections.html"].all("section")]
    assert [text.split()[0] for text in commits] == ["2026-01-03", "2026-01-02", "2026-01-01"]
    assert "withdrawn" in commits[0]
    assert "not theirs" in commits[0]
    assert "81 → 18" in commits[0]
    assert "18 → 81" in commits[1]
    assert "2 incidents added" in commits[2]
    (own,) = found["incidents/tindara.html"].having(id="history")
    assert "typing mistake" in own.text
    assert "typing mistake" not in found["incidents/market.html"].text
    said = json.loads(ledger("history", "tindara", "--format", "json", at=kept).out)
    kinds = [change["kind"] for one in said["edits"] for change in one["changes"] if change["kind"] != "added"]
    labels = [
        one.text for one in found["corrections.html"].all("span") if "label" in one.attributes.get("class", "").split()
    ]
    assert sorted(kinds) == sorted(labels)


def test_the_walk_over_commits(kept: Path) -> None:
    """A merge counts for what no parent has, and a file that only moved was neither added nor changed."""
    path = kept / "data/incidents/tindara.yaml"
    text = path.read_text(encoding="utf-8")
    git(kept, "checkout", "-qb", "side", "HEAD~1")
    (kept / "data/incidents/market.yaml").write_text(
        dedent(MARKET).replace("at least 50", "at least 55").lstrip(), encoding="utf-8"
    )
    commit(kept, "on the side", "2026-01-04T10:00:00+0100")
    git(kept, "checkout", "-q", "-")
    git(kept, "merge", "-q", "--no-edit", "side", day="2026-01-05T10:00:00+0100")
    (kept / "data/incidents/north").mkdir()
    path.rename(kept / "data/incidents/north/tindara.yaml")
    commit(kept, "moved", "2026-01-06T10:00:00+0100")
    (kept / "README.md").write_text("not data", encoding="utf-8")
    commit(kept, "elsewhere", "2026-01-07T10:00:00+0100")
    found = journal(kept)
    assert [step.subject for step in found.steps] == ["on the side", "withdrawn", "typing mistake", "first incidents"]
    assert [(edit.path, len(edit.before)) for edit in found.steps[0].edits] == [("data/incidents/market.yaml", 1)]
    assert found.steps[-1].added == tuple(sorted(found.steps[-1].added))
    assert (f"{found.when:%Y-%m-%d}", found.shallow) == ("2026-01-07", False)
    assert text == beside(kept, "data/incidents/tindara.yaml", "HEAD~2") != ""


def test_the_feed_is_atom(kept: Path) -> None:
    built(kept, kept / "public", "--base-url", "https://example.org/l")
    feed = ElementTree.parse(kept / "public" / "feed.xml").getroot()
    entries = feed.findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}title") for one in entries] == ["withdrawn", "typing mistake", "first incidents"]
    assert entries[0].findtext(f"{ATOM}updated") == "2026-01-03T10:00:00+01:00"
    ids = [one.findtext(f"{ATOM}id") or "" for one in [feed, *entries]]
    assert len(set(ids)) == 4
    assert all(one.startswith("urn:uuid:") for one in ids)
    assert all(link.attrib["href"].startswith("https://example.org/l/") for link in feed.iter(f"{ATOM}link"))


def test_nobody_who_committed_is_named(kept: Path) -> None:
    for name, path in built(kept, kept / "public").items():
        assert b"Nadia" not in path.read_bytes(), name
        assert b"nadia@" not in path.read_bytes(), name


def test_both_clocks(kept: Path) -> None:
    first = pages(built(kept, kept / "first", "--at", "HEAD~1"))
    (row,) = [
        one
        for one in first["incidents/tindara.html"].all("tbody")
        if one.attributes.get("data-claim", "").endswith("kelouma-army")
    ]
    assert "81" in row.text
    assert "withdrawn" not in first["corrections.html"].all("section")[0].text
    spring = pages(built(kept, kept / "spring", "--as-of", "2022-05-01"))
    assert "at least 50" not in spring["incidents/tindara.html"].text
    assert "As of 2022-05-01" in spring["incidents/tindara.html"].text


def test_a_ledger_without_git_has_a_site(write_ledger: WriteLedger) -> None:
    root = write_ledger({"data/incidents/tindara.yaml": TINDARA})
    found = pages(built(root, root / "public"))
    assert "not under git" in found["corrections.html"].text
    assert "commit" not in found["incidents/tindara.html"].text


# --- the preview -----------------------------------------------------------------------------------------------------


@pytest.fixture
def preview(write_ledger: WriteLedger) -> Iterator[tuple[str, Path]]:
    root = write_ledger({"data/incidents/tindara.yaml": TINDARA})
    running = subprocess.Popen([LEDGER, "serve", "--port", "0"], cwd=root, stderr=subprocess.PIPE, text=True)
    try:
        assert running.stderr
        line = running.stderr.readline()
        yield line.split()[0], root
    finally:
        running.terminate()
        running.communicate(timeout=20)


def test_the_preview_follows_the_files(preview: tuple[str, Path]) -> None:
    address, root = preview
    assert address.startswith("http://127.0.0.1:")

    def page(path: str, **headers: str) -> str:
        with urllib.request.urlopen(urllib.request.Request(address + path, headers=headers), timeout=20) as told:
            return str(told.read().decode())

    assert "at least 50" in page("incidents/tindara.html")
    path = root / "data/incidents/tindara.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("at least 50", "at least 5000"), encoding="utf-8")
    assert "at least 5000" in page("incidents/tindara.html")
    assert "Tindara" in page("")
    for wrong, headers, code in (
        ("../../etc/passwd", {}, 404),
        ("nothing.html", {}, 404),
        ("", {"Host": "evil.example:80"}, 403),
    ):
        with pytest.raises(urllib.error.HTTPError) as no:
            page(wrong, **headers)
        assert no.value.code == code
        no.value.close()


def test_a_port_that_is_taken(preview: tuple[str, Path]) -> None:
    address, root = preview
    done = ledger("serve", "--port", address.rstrip("/").rpartition(":")[2], at=root)
    assert done.code == 2
    assert "--port" in done.err


def test_the_outlines_are_where_they_are_said_to_be_from() -> None:
    outlines = json.loads((ROOT / "conflict_ledger/site/static/outlines.json").read_text(encoding="utf-8"))
    assert "Natural Earth" in outlines["source"]
    assert "Mali" in {one["name"] for one in outlines["countries"]}
    assert shutil.which("git")


def test_what_is_near_a_period_is_all_that_it_rests_on() -> None:
    """Totals of a part of the ledger are those of the whole, whatever is asked."""
    whole = load(ROOT)
    spanned, compared = spans(whole), 0
    for when in [*periods(whole), parse("2022-04"), parse("2022-04-20/2022-06-30")]:
        part = near(whole, spanned, when)
        for question in (Question(when), Question(when, "killed", "people"), Question(when, "arrested", "people")):
            mine, theirs = (totals(question, RANGE, one) for one in (part, whole))
            assert (mine.ruled, mine.tables, mine.account) == (theirs.ruled, theirs.tables, theirs.account)
            compared += len(theirs.ruled.rows)
    assert compared > 50


def test_what_is_kept_of_facts_is_what_is_found() -> None:
    plain = load(ROOT)
    kept = plain.whole()
    for _ in range(2):
        for (_, one), (_, other) in zip(plain.facts(), kept.facts(), strict=True):
            assert standings(one, plain) == standings(other, kept)
            assert [party(claim, one, plain) for claim in one.claims] == [
                party(claim, other, kept) for claim in other.claims
            ]
    assert kept.kept
