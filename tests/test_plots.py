"""Pictures: whole, the same bytes each time, without a network, and never saying more than the figures do."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from test_cli import ROOT, ledger

from conflict_ledger import dates
from conflict_ledger.figures import figure
from conflict_ledger.plots import claims, render, ticks, timeline, totals
from conflict_ledger.reading import load
from conflict_ledger.text.plots import drawn
from conflict_ledger.totals import Question, Sheets, over_time

if TYPE_CHECKING:
    from pathlib import Path

QUARTERS = dates.periods("2020-Q1..2023-Q1")


def words(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def chart(victims: str = "civilians") -> dict[str, Any]:
    record = load(ROOT)
    course = over_time.published(QUARTERS, "killed", victims, Sheets(record, QUARTERS))[0]
    return totals.chart(course, [Question(when, "killed", victims) for when in QUARTERS], "range", "as counted", record)


def test_the_quarters_stand_in_their_order_with_every_figure() -> None:
    svg = render(chart(), "svg").decode()
    said = words(svg)
    assert [one for one in said if re.fullmatch(r"20\d\d-Q\d", one)] == [when.text for when in QUARTERS]
    assert {"543", "317", "190", "158 to 295", "at most 92*", "200*"} <= set(said)
    assert "as counted" in svg


def test_an_open_figure_is_never_drawn_as_a_plain_one() -> None:
    (panel,) = [one for one in chart("people")["vconcat"] if one["title"]["text"] == "total"]
    values = {one["period"]: one for one in panel["data"]["values"]}
    assert (values["2023-Q1"]["high"], values["2023-Q1"]["label"]) == (None, "at least 95*")
    assert values["2023-Q1"]["open"] > 95
    assert values["2020-Q1"]["open"] is None
    assert values["2020-Q3"] == {
        "period": "2020-Q3",
        "low": None,
        "high": None,
        "open": None,
        "top": None,
        "label": "–",
        "how": "gap",
    }


def test_the_same_ledger_gives_the_same_bytes() -> None:
    record = load(ROOT)
    incident = record.incidents["hombori"]
    facts = list(incident.facts.values())
    for spec in (claims.plot(incident, facts, record), timeline.plot(incident, facts, record), chart()):
        assert render(spec, "svg") == render(spec, "svg")
    one = claims.plot(incident, facts[:1], record)
    assert render(one, "png") == render(one, "png")


def test_rival_claims_keep_their_words_and_their_open_ends() -> None:
    record = load(ROOT)
    incident = record.incidents["hombori"]
    spec = claims.plot(incident, [incident.facts["operation-deaths"]], record)
    values = {one["said"]: one for one in spec["vconcat"][0]["data"]["values"]}
    assert values["at least 50 civilians"]["open"]
    assert values["18 fighters"]["exact"]
    assert values["18 fighters"]["who"] == "Malian army ●"
    said = words(render(spec, "svg").decode())
    assert {"at least 50 civilians", "18 fighters", "Malian army ●"} <= set(said)


def test_a_timeline_has_every_dated_claim_in_order() -> None:
    record = load(ROOT)
    incident = record.incidents["tessit"]
    fact = incident.facts["soldiers-killed"]
    (panel,) = timeline.plot(incident, [fact], record)["vconcat"]
    days = [one["first"] for one in panel["data"]["values"]]
    assert days == sorted(days)
    assert len(days) == len(fact.claims)


def test_text_of_anyones_is_data_in_a_picture() -> None:
    spec = chart()
    spec["vconcat"][0]["title"]["text"] = "<script>alert(1)</script> & [sic]"
    svg = render(spec, "svg").decode()
    assert "<script" not in svg
    assert "[sic]" in svg


@pytest.mark.parametrize(
    ("low", "high", "line"),
    [(5, 5, "     ●"), (0, 10, "├─────────┤"), (5, None, "     ├─────→"), (0, None, "├──────────→")],
)
def test_signs(low: int, high: int | None, line: str) -> None:
    assert drawn(figure(low, high), 10, 11) == line


@pytest.mark.parametrize(
    ("most", "count", "expected"),
    [(1.1, 6, [0, 1]), (2.2, 6, [0, 1, 2]), (56, 6, [0, 10, 20, 30, 40, 50]), (640, 4, [0, 200, 400, 600])],
)
def test_ticks_are_whole_people(most: float, count: int, expected: list[int]) -> None:
    assert ticks(most, count) == expected


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    out = tmp_path / "q.svg"
    done = ledger("plot", "claims", "hombori", "--fact", "operation-deaths", "--out", str(out))
    assert (done.code, done.out, done.err) == (0, "", f"drawn: {out}\n")
    assert out.read_text(encoding="utf-8").startswith("<svg")
    assert [one.name for one in tmp_path.iterdir()] == ["q.svg"]
    missing = ledger("plot", "claims", "hombori", "--out", str(tmp_path / "no" / "q.svg"))
    assert missing.code == 2
    assert "cannot be written" in missing.err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("pie",), 2, "error: no such plot: pie"),
        (("claims",), 2, "error: plot claims takes one incident"),
        (("claims", "hombori", "--out", "x.gif"), 2, "error: --out: x.gif is neither .svg nor .png"),
        (("claims", "hombori", "--fact", "deats"), 3, "error: hombori has no fact deats"),
        (("timeline", "nowhere-at-all"), 3, "error: no incident matches nowhere-at-all"),
    ],
)
def test_what_cannot_be_drawn(arguments: tuple[str, ...], code: int, message: str) -> None:
    done = ledger("plot", *arguments)
    assert done.code == code
    assert done.err.startswith(message)


def test_without_the_library_the_install_line_is_said(tmp_path: Path) -> None:
    """The library is hidden from a real run; without --out nothing of it is needed."""
    code = "import sys; sys.modules['vl_convert'] = None; from conflict_ledger.cli import run; run()"

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code, "plot", "claims", "hombori", *arguments],
            cwd=ROOT,
            capture_output=True,
            encoding="utf-8",
        )

    done = run("--out", str(tmp_path / "q.png"))
    assert done.returncode == 2
    assert done.stderr == "error: drawing needs a library that is not installed\npip install 'conflict-ledger[plot]'\n"
    assert not list(tmp_path.iterdir())
    assert run().returncode == 0


def test_the_terminal_draws_too() -> None:
    for arguments in (("totals",), ("claims", "moura"), ("timeline", "moura")):
        done = ledger("plot", *arguments, COLUMNS="60")
        assert done.code == 0
        assert max(map(len, done.out.splitlines())) <= 60
