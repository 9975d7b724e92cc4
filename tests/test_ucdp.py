"""Events of UCDP GED taken in: kept as what they are, with sums that are the file's, and a place in the file for what is wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_ledger import yamltext
from conflict_ledger.checks import findings
from conflict_ledger.contradictions import contradictions
from conflict_ledger.dates import EVER, When
from conflict_ledger.findings import ERROR
from conflict_ledger.reading import load
from conflict_ledger.standing import standings
from conflict_ledger.totals import Question, tally
from conflict_ledger.totals.rules import RANGE
from conflict_ledger.ucdp import blocks, rows
from conflict_ledger.ucdp.countries import COUNTRIES
from conflict_ledger.ucdp.events import DEATHS
from conflict_ledger.yamltext.characters import suspect

if TYPE_CHECKING:
    from conflict_ledger.figures import Figure
    from conflict_ledger.ledger import Ledger

LEDGER = str(Path(sys.executable).parent / "ledger")
SHARED = Path(__file__).parent.parent.parent / "shared" / "data"
REAL = {  # rows, events out of order, the sums of low, best and high, by how much low is above high
    "ucdp_ged191_bangladesh.csv": (601, 1, (1309, 1362, 1824), 0),
    "ucdp_ged231_central_african_republic.geojson": (1848, 20, (13721, 14948, 17760), 23),
    "ucdp_ged231_sample1000.csv": (1000, 13, (6224, 9561, 22017), 7),
}
EVENT: dict[str, str] = {
    "id": "71663",
    "year": "2021",
    "type_of_violence": "1",
    "conflict_name": "Kelouma: Government",
    "dyad_name": "Government of Kelouma - Hill Rebels",
    "side_a": "Government of Kelouma",
    "gwnoa": "999",
    "side_b": "Hill Rebels",
    "gwnob": "",
    "source_article": '"The Gazette,2021-05-03,Killings in Tindara";"Radio Dembara,2021-05-04,Army: \'nobody\' died"',
    "source_original": "police",
    "where_prec": "2",
    "where_coordinates": "Tindara town",
    "where_description": "road to Tindara",
    "adm_1": "Hill province",
    "adm_2": "",
    "latitude": "15.28",
    "longitude": "-1.7",
    "country": "Kelouma",
    "country_id": "999",
    "event_clarity": "1",
    "date_prec": "1",
    "date_start": "2021-05-02",
    "date_end": "2021-05-02",
    "deaths_a": "2",
    "deaths_b": "3",
    "deaths_civilians": "4",
    "deaths_unknown": "1",
    "low": "8",
    "best": "10",
    "high": "15",
}


class Done(NamedTuple):
    code: int
    out: str
    err: str


def run(*arguments: str, at: Path) -> Done:
    done = subprocess.run(
        [LEDGER, *arguments], cwd=at, env={"PATH": os.environ["PATH"], "LC_ALL": "C"}, capture_output=True
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A ledger with nothing in it yet."""
    (tmp_path / "data" / "incidents").mkdir(parents=True)
    return tmp_path


def ged(path: Path, *events: dict[str, str], delimiter: str = ",") -> str:
    """A CSV of events, each EVENT with these cells; the file's name."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(EVENT), delimiter=delimiter)
    writer.writeheader()
    writer.writerows({**EVENT, **one} for one in events)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    return path.name


def taken(root: Path, *events: dict[str, str], name: str = "ged231.csv") -> Ledger:
    done = run("import", "ucdp", ged(root / name, *events), "--write", at=root)
    assert done.code == 0, done.err
    ledger = load(root)
    assert [one.message for one in findings(ledger) if one.severity == ERROR] == []
    return ledger


def total(ledger: Ledger, victims: str = "people") -> dict[str | None, Figure]:
    ever = When(EVER, max((one.date.last for one in ledger.incidents.values()), default=EVER))
    return {name: row.figure for name, row in tally(Question(ever, "killed", victims), RANGE, ledger).rows.items()}


# --- an event as what it is ----------------------------------------------------------------------------------------


def test_an_event_is_an_incident_with_ucdp_as_its_source(root: Path) -> None:
    ledger = taken(root, {})
    (incident,) = ledger.incidents.values()
    assert incident.id == "tindara-town-ucdp-71663"
    assert incident.title == "State-based violence at Tindara town: Government of Kelouma - Hill Rebels"
    assert (incident.date.text, dict(incident.external)) == ("2021-05-02", {"ucdp": "71663"})
    place = incident.place[0]
    assert (place.name, place.country, place.admin1, place.admin2) == ("Tindara town", None, "Hill province", None)
    assert (place.latitude, place.longitude, place.precision) == (15.28, -1.7, "district")
    (claim,) = incident.facts["deaths"].claims
    assert (claim.source, claim.document) == ("ucdp", "ucdp-ged-23-1")
    assert claim.count is not None
    assert (claim.count.low, claim.count.high) == (8, 15)
    assert {name: part.low for name, part in claim.made_of.items()} == dict(zip(DEATHS, (2, 3, 4, 1), strict=True))
    assert sum(part.low for part in claim.made_of.values()) == 10
    assert "low 8, best 10, high 15" in (claim.note or "")
    assert "where_prec 2, date_prec 1, event_clarity 1" in (claim.note or "")


def test_in_a_clash_nobody_is_named_and_both_sides_took_part(root: Path) -> None:
    for number, kind in enumerate("12"):
        ledger = taken(root, {"id": str(number), "type_of_violence": kind})
        claim = ledger.incidents[f"tindara-town-ucdp-{number}"].facts["deaths"].claims[0]
        assert claim.perpetrator == "unattributed"
        assert claim.alongside == ("government-of-kelouma", "hill-rebels")
    assert ledger.category("government-of-kelouma") == "government"
    assert ledger.category("hill-rebels") == "non-state"
    assert ledger.actors["government-of-kelouma"].kind == "government"


def test_in_one_sided_violence_side_a_killed_civilians(root: Path) -> None:
    said = {"type_of_violence": "3", "side_a": "Hill Rebels", "gwnoa": "", "side_b": "Civilians"}
    deaths = {"deaths_a": "0", "deaths_b": "0", "deaths_civilians": "10", "deaths_unknown": "0"}
    ledger = taken(root, said | deaths)
    claim = ledger.incidents["tindara-town-ucdp-71663"].facts["deaths"].claims[0]
    assert (claim.perpetrator, claim.victims, claim.alongside) == ("hill-rebels", "civilians", ())
    assert "civilians" not in ledger.actors
    assert (total(ledger, "civilians")["non-state"].low, total(ledger, "civilians")["non-state"].high) == (8, 15)


@pytest.mark.parametrize(
    ("cells", "low", "high"),
    [
        ({}, 2, 10),  # 4, less the 2 that low leaves out; plus 1 unknown and the 5 that high adds
        ({"low": "10", "high": "10"}, 4, 5),
        ({"low": "10", "high": "10", "deaths_civilians": "5", "deaths_unknown": "0"}, 5, 5),
        ({"low": "0", "best": "0", "high": "20", **dict.fromkeys(DEATHS, "0")}, 0, 20),
    ],
)
def test_civilians_among_the_dead_are_as_many_as_the_row_leaves_open(
    cells: dict[str, str], low: int, high: int, root: Path
) -> None:
    figure = total(taken(root, cells), "civilians")[None]
    assert (figure.low, figure.high) == (low, high)


@pytest.mark.parametrize(
    ("cells", "date"),
    [
        ({"date_end": "2021-05-09", "date_prec": "3"}, "2021-05-02/2021-05-09"),
        ({"date_prec": "2"}, "2021-05-02~"),
        ({"date_start": "2021-05-02T00:00:00", "date_end": "2021-05-02 00:00:00.000"}, "2021-05-02"),
    ],
)
def test_days_are_as_close_as_ucdp_has_them(cells: dict[str, str], date: str, root: Path) -> None:
    assert taken(root, cells).incidents["tindara-town-ucdp-71663"].date.text == date


def test_reports_that_ucdp_names_are_documents(root: Path) -> None:
    ledger = taken(root, {})
    said = ledger.incidents["tindara-town-ucdp-71663"].facts["reports"].claims
    documents = [ledger.documents[claim.document or ""] for claim in said]
    assert [(one.title, one.publisher, one.published and one.published.text) for one in documents] == [
        ("Killings in Tindara", "the-gazette", "2021-05-03"),
        ("Army: 'nobody' died", "radio-dembara", "2021-05-04"),
    ]
    assert all(claim.count is None for claim in said)


def test_a_citation_that_is_no_report_stays_in_the_note(root: Path) -> None:
    for number, cited in enumerate(
        ("Gazette 4/5 2021", '"The Gazette,2021-04-03,Before it began"', '"The Gazette,2021-02-30,No day"')
    ):
        ledger = taken(root, {"id": str(number), "source_article": cited})
        facts = ledger.incidents[f"tindara-town-ucdp-{number}"].facts
        assert "reports" not in facts
        assert cited.strip('"').split(",")[-1] in (facts["deaths"].claims[0].note or "")


def test_who_is_in_the_ledger_keeps_the_id_and_category(root: Path) -> None:
    (root / "data/ledger.yaml").write_text("title: Kelouma\ncategories: {army: Army, rebels: Rebels}\n")
    (root / "data/actors.yaml").write_text(
        "kelouma: {name: Kelouma, aka: [Government of Kelouma], kind: government, category: army}\n"
    )
    done = run("import", "ucdp", ged(root / "ged231.csv", {}), at=root)
    assert done.code == 2
    assert "government: Governments (UCDP)" in done.err
    done = run("import", "ucdp", "ged231.csv", "--government", "army", "--non-state", "rebels", "--write", at=root)
    assert done.code == 0
    ledger = load(root)
    claim = ledger.incidents["tindara-town-ucdp-71663"].facts["deaths"].claims[0]
    assert claim.alongside == ("kelouma", "hill-rebels")
    assert ledger.category("hill-rebels") == "rebels"


# --- figures out of order ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figures", "low", "high", "parts"),
    [
        (("7", "6", "7"), 7, 7, True),
        (("0", "3", "0"), 0, 0, True),
        (("7", "7", "6"), 6, 7, False),
        (("9", "10", "9"), 9, 9, True),
    ],
)
def test_a_row_out_of_order_warns_and_is_left_as_it_is(
    figures: tuple[str, str, str], low: int, high: int, parts: bool, root: Path
) -> None:
    deaths = {**dict.fromkeys(DEATHS, "0"), "deaths_unknown": figures[1]}
    cells = dict(zip(("low", "best", "high"), figures, strict=True)) | deaths
    done = run("import", "ucdp", ged(root / "ged231.csv", cells), "--write", at=root)
    assert done.code == 0
    assert (
        f"ged231.csv:2: warning: event 71663: low {figures[0]}, best {figures[1]}, high {figures[2]} do not stand in that order"
        in done.err
    )
    assert "codebook, 5.5" in done.err
    ledger = load(root)
    claim = ledger.incidents["tindara-town-ucdp-71663"].facts["deaths"].claims[0]
    assert claim.count is not None
    assert (claim.count.low, claim.count.high) == (low, high)
    assert claim.made_of["deaths_unknown"].low == int(figures[1])
    assert f"low {figures[0]}, best {figures[1]}, high {figures[2]}" in (claim.note or "")
    assert [one.kind for one in contradictions(ledger)] == (["parts"] if parts else [])


def test_best_that_is_not_its_parts_warns(root: Path) -> None:
    done = run("import", "ucdp", ged(root / "ged231.csv", {"best": "11"}), at=root)
    assert "best 11 is not the sum of its parts, 10" in done.err


# --- written, and taken in again -----------------------------------------------------------------------------------


def everything(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*.yaml"))}


def test_nothing_is_written_without_write(root: Path) -> None:
    done = run("import", "ucdp", ged(root / "ged231.csv", {}), at=root)
    assert done.code == 0
    assert "nothing is written without --write: 1 incident" in done.out
    assert everything(root) == {}


def test_taking_it_in_again_changes_nothing(root: Path) -> None:
    taken(root, {}, {"id": "2", "type_of_violence": "2"})
    before = everything(root)
    done = run("import", "ucdp", "ged231.csv", "--write", at=root)
    assert "0 new, 0 revised, 2 on record as they are" in done.out
    assert "nothing to write" in done.out
    assert everything(root) == before


def test_a_newer_release_revises_the_older(root: Path) -> None:
    taken(root, {}, {"id": "2"}, name="ged211.csv")
    again = ged(
        root / "ged231.csv", {"best": "12", "deaths_b": "5", "high": "16", "date_end": "2021-05-03"}, {"id": "2"}
    )
    shown = run("import", "ucdp", again, at=root)
    assert "1 revised, 1 on record as they are" in shown.out
    assert "tindara-town-ucdp-71663: count 8 to 15 → 8 to 16; " in shown.err
    assert "deaths_b 3, " in shown.err
    assert "date 2021-05-02 → 2021-05-02/2021-05-03" in shown.err
    ledger = taken(root, {"best": "12", "deaths_b": "5", "high": "16", "date_end": "2021-05-03"}, {"id": "2"})
    states = {
        one.claim.document: one.state
        for one in standings(ledger.incidents["tindara-town-ucdp-71663"].facts["deaths"], ledger)
    }
    assert states == {"ucdp-ged-21-1": "revised", "ucdp-ged-23-1": "current"}
    assert (total(ledger)[None].low, total(ledger)[None].high) == (16, 31)
    before = everything(root)
    assert "nothing to write" in run("import", "ucdp", "ged231.csv", "--write", at=root).out
    assert "nothing to write" in run("import", "ucdp", "ged211.csv", "--write", at=root).out
    assert everything(root) == before


def test_an_older_release_taken_in_later_revises_nothing(root: Path) -> None:
    taken(root, {}, name="ged231.csv")
    ledger = taken(root, {"high": "14"}, name="ged211.csv")
    states = {
        one.claim.document: one.state
        for one in standings(ledger.incidents["tindara-town-ucdp-71663"].facts["deaths"], ledger)
    }
    assert states == {"ucdp-ged-21-1": "revised", "ucdp-ged-23-1": "current"}


def test_what_somebody_wrote_is_theirs(root: Path) -> None:
    taken(root, {}, name="ged211.csv")
    (path,) = (root / "data/incidents").rglob("*.yaml")
    path.write_text(path.read_text() + "# checked by the desk\n")
    before = everything(root)
    done = run("import", "ucdp", ged(root / "ged231.csv", {"high": "16"}), "--write", at=root)
    assert "its file was edited by hand, so add the claim there" in done.err
    assert "1 left to their writers" in done.out
    assert everything(root)[str(path.relative_to(root))] == before[str(path.relative_to(root))]


def test_a_claim_that_somebody_added_stays(root: Path) -> None:
    taken(root, {}, name="ged211.csv")
    (path,) = (root / "data/incidents").rglob("*.yaml")
    added = "      - source: ucdp\n"
    text = path.read_text().replace(
        added, "      - source: the-gazette\n        document: ucdp-ged-21-1\n        count: 3\n" + added, 1
    )
    path.write_text(text)
    ledger = taken(root, {"high": "16"})
    claims = ledger.incidents["tindara-town-ucdp-71663"].facts["deaths"].claims
    assert [claim.source for claim in claims] == ["the-gazette", "ucdp", "ucdp"]


def test_an_incident_on_record_by_hand_is_not_made_twice(root: Path) -> None:
    taken(root, {"id": "1"})
    (root / "data/incidents/tindara.yaml").write_text(
        'title: Raid\ndate: 2021-05-02\nexternal: {ucdp: "71663"}\nfacts: {}\n'
    )
    done = run("import", "ucdp", ged(root / "ged231.csv", {}), "--write", at=root)
    assert "event 71663 is on record as tindara, without a claim of UCDP's" in done.err
    assert len(load(root).incidents) == 2


# --- GeoJSON and dialects ------------------------------------------------------------------------------------------


def geojson(path: Path, *events: dict[str, str], name: str = "GEDEvent_v23_1", indent: int | None = None) -> str:
    features = []
    for one in events:
        cells: dict[str, Any] = {**EVENT, **one}
        point = [float(cells.pop("longitude")), float(cells.pop("latitude"))]
        cells |= {key: int(cells[key]) for key in (*DEATHS, "low", "best", "high", "id")}
        features.append({"type": "Feature", "properties": cells, "geometry": {"type": "Point", "coordinates": point}})
    document = {"type": "FeatureCollection", "name": name, "crs": {}, "features": features}
    path.write_text(json.dumps(document, ensure_ascii=False, indent=indent), encoding="utf-8")
    return path.name


@pytest.mark.parametrize("indent", [None, 2])
def test_geojson_gives_what_csv_does(root: Path, tmp_path_factory: pytest.TempPathFactory, indent: int | None) -> None:
    events = [{"id": str(number), "where_coordinates": f"Tindará {number}"} for number in range(1, 60)]
    taken(root, *events)
    other = tmp_path_factory.mktemp("other")
    (other / "data/incidents").mkdir(parents=True)
    done = run("import", "ucdp", geojson(other / "map.geojson", *events, indent=indent), "--write", at=other)
    assert done.code == 0, done.err
    assert everything(other) == everything(root)


@pytest.mark.parametrize("chunk", [1, 7, 64])
def test_a_feature_is_whole_wherever_the_file_is_cut(
    chunk: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "_CHUNK", chunk)
    name = geojson(tmp_path / "x.geojson", {"id": "1", "where_coordinates": "Tindárá ☃ 𝄞"}, {"id": "2"}, indent=1)
    found = list(rows.rows(tmp_path / name))
    assert [(one.cells["id"], one.wrong) for one in found] == [("1", ""), ("2", "")]
    assert found[0].cells["where_coordinates"] == "Tindárá ☃ 𝄞"
    text = (tmp_path / name).read_text(encoding="utf-8").splitlines()
    assert all(text[one.line - 1].strip().startswith("{") for one in found)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_are_seen(delimiter: str, root: Path) -> None:
    ged(root / "ged231.csv", {}, delimiter=delimiter)
    assert run("import", "ucdp", "ged231.csv", "--write", at=root).code == 0
    assert len(load(root).incidents) == 1


@pytest.mark.parametrize(
    ("name", "release"),
    [
        ("ucdp_ged191_bangladesh.csv", "19.1"),
        ("GEDEvent_v23_1.csv", "23.1"),
        ("ged231-csv.csv", "23.1"),
        ("GEDEvent_v24_0_3.csv", "24.0.3"),
        ("events.csv", None),
    ],
)
def test_the_release_is_in_the_name(name: str, release: str | None, tmp_path: Path) -> None:
    ged(tmp_path / name, {})
    assert rows.release(tmp_path / name) == release


# --- bad input -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"id": ""}, "id: is empty"),
        ({"id": "7a"}, "id: '7a' is not a number"),
        ({"type_of_violence": "4"}, "type_of_violence: 4 is none of 1, 2, 3"),
        ({"best": ""}, "best: is empty, which is not zero"),
        ({"deaths_a": "-1"}, "deaths_a: '-1' is not a whole number"),
        ({"high": "1e3"}, "high: '1e3' is not a whole number"),
        ({"date_start": "2021-02-30"}, "date_start: '2021-02-30' is not a day"),
        ({"date_end": "2021-05-01"}, "date_end: 2021-05-01 is before date_start 2021-05-02"),
        ({"latitude": "152.8"}, "latitude: '152.8' is not a number of degrees"),
        ({"side_a": " "}, "side_a: is empty"),
    ],
    ids=str,
)
def test_a_row_that_cannot_be_taken_is_said_and_the_others_are(cells: dict[str, str], said: str, root: Path) -> None:
    done = run("import", "ucdp", ged(root / "ged231.csv", {"id": "1"}, cells, {"id": "2"}), "--write", at=root)
    assert done.code == 1
    assert f"ged231.csv:3: not taken: {said}" in done.err
    assert "3 rows: 2 events, 1 not taken" in done.out
    assert len(load(root).incidents) == 2


def test_an_event_that_stands_twice_is_taken_once(root: Path) -> None:
    done = run("import", "ucdp", ged(root / "ged231.csv", {}, {}), "--write", at=root)
    assert (done.code, "ged231.csv:3: not taken: event 71663 stands in the file twice" in done.err) == (1, True)


def test_hxl_tags_are_no_event(root: Path) -> None:
    ged(root / "ged231.csv", {**dict.fromkeys(EVENT, ""), "low": "#affected+killed", "year": "#date+year"}, {})
    done = run("import", "ucdp", "ged231.csv", at=root)
    assert (done.code, "1 events, 0 not taken, 1 no events" in done.out) == (0, True)


@pytest.mark.parametrize("rows_after", [1, 3, 400])
def test_a_quote_that_is_not_closed_costs_no_other_row(rows_after: int, root: Path) -> None:
    ged(root / "ged231.csv", *({"id": str(number)} for number in range(rows_after + 2)))
    path = root / "ged231.csv"
    lines = path.read_text().split("\n")
    lines[2] = lines[2].replace("road to Tindara", '"road to Tindara')
    path.write_text("\n".join(lines))
    done = run("import", "ucdp", "ged231.csv", at=root)
    assert done.code == 1
    assert "ged231.csv:3: not taken: no row can be read here" in done.err
    assert "is a quote not closed?" in done.err
    assert f"{rows_after + 1} events, 1 not taken" in done.out


def test_too_few_cells_are_said(root: Path) -> None:
    ged(root / "ged231.csv", {"id": "1"})
    path = root / "ged231.csv"
    path.write_text(path.read_text() + "1,2,3\n")
    done = run("import", "ucdp", "ged231.csv", at=root)
    assert f"ged231.csv:3: not taken: no row can be read here: 3 cells where the heading has {len(EVENT)}" in done.err


def test_mixed_encodings_are_read_and_said(root: Path) -> None:
    ged(root / "ged231.csv", {"id": "1", "where_coordinates": "Gaïna"}, {"id": "2", "where_coordinates": "Gaïna"})
    path = root / "ged231.csv"
    first, second, third = path.read_bytes().split(b"\r\n")[:3]
    path.write_bytes(b"\r\n".join([first, second, third.decode().encode("cp1252"), b""]))
    done = run("import", "ucdp", "ged231.csv", "--write", at=root)
    assert "ged231.csv:3: warning: not UTF-8: read as Windows-1252" in done.err
    assert {one.place[0].name for one in load(root).incidents.values()} == {"Gaïna"}


def test_what_acts_on_a_terminal_does_not(root: Path) -> None:
    name = "Tin\x1b[31mdara\u202e ::error::x"
    done = run("import", "ucdp", ged(root / "ged231.csv", {"where_coordinates": name}), "--write", at=root)
    assert "\x1b" not in done.out + done.err
    (incident,) = load(root).incidents.values()
    assert incident.place[0].name == "Tin<U+001B>[31mdara<U+202E> ::error::x"


def test_what_no_file_may_hold_is_shown_by_its_number(root: Path) -> None:
    ledger = taken(root, {"where_coordinates": "Tin\U000e0100dara"})
    assert next(iter(ledger.incidents.values())).place[0].name == "Tin<U+E0100>dara"


def test_a_cell_without_an_end_is_not_taken(root: Path) -> None:
    done = run("import", "ucdp", ged(root / "ged231.csv", {"source_article": "x" * 30_000}), "--write", at=root)
    assert "field larger than field limit" in done.err
    assert everything(root) == {}


@pytest.mark.parametrize(
    ("name", "content", "code", "said"),
    [
        ("ged231.csv", "a,b,c\n1,2,3\n", 2, "no GED release that is known: without id, type_of_violence"),
        ("ged171.csv", "id,best_est,low_est\n1,2,3\n", 2, "releases before 17.1"),
        ("ged231.csv", "", 2, "no GED release that is known"),
        ("ged231.geojson", '{"type": "x"}', 2, "a JSON file without features"),
        ("ged231.geojson", '{"features": [{"properties": {"id": 1}}]}', 2, "no GED release that is known"),
        (
            "ged231.geojson",
            '{"features": [{"properties": {"id"',
            1,
            "not taken: the file ends, or breaks off, within a feature",
        ),
        ("ged231.geojson", '{"features": [' + "[" * 100_000, 1, "breaks off, within a feature"),
        ("ged231.geojson", '{"features": []}', 0, ""),
        ("events.csv", "id\n", 2, "--release 23.1"),
    ],
)
def test_what_is_no_release_is_said(name: str, content: str, code: int, said: str, root: Path) -> None:
    (root / name).write_text(content)
    done = run("import", "ucdp", name, "--write", at=root)
    assert done.code == code, done.err
    assert said in done.err
    assert "Traceback" not in done.err
    assert "bug" not in done.err
    assert everything(root) == {}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("acled", "x"), 2, "nothing is known of acled"),
        (("ucdp", "nowhere.csv"), 3, "no file nowhere.csv"),
        (("ucdp", "events.csv", "--release", "latest"), 2, "latest is no release"),
    ],
    ids=str,
)
def test_what_was_asked_wrongly_is_said(arguments: tuple[str, ...], code: int, said: str, root: Path) -> None:
    ged(root / "events.csv", {})
    done = run("import", *arguments, at=root)
    assert (done.code, said in done.err) == (code, True)


def test_many_rows_take_little_memory(root: Path) -> None:
    """6 000 rows, of which every other one is wrong, take little more than one: 4 MB, where their text is 3 MB."""
    events = ({"id": str(number), "best": "10" if number % 2 else "many"} for number in range(1, 6_001))
    name = ged(root / "ged231.csv", *events)
    few = _peak(root, ged(root / "ged211.csv", {}))
    many = _peak(root, name)
    assert many - few < 8 * 1024
    done = run("import", "ucdp", name, at=root)
    assert "6000 rows: 3000 events, 3000 not taken" in done.out
    assert "… and 2980 more: not taken" in done.err
    assert len(done.err.splitlines()) < 30


def _peak(root: Path, name: str) -> int:
    """Kilobytes of memory that the command takes at most."""
    code = (
        "import resource, sys; from conflict_ledger.cli.main import main; main(['import', 'ucdp', sys.argv[1]]);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, name], cwd=root, capture_output=True, encoding="utf-8")
    return int(done.stderr.split()[-1]) // (1024 if sys.platform == "darwin" else 1)


# --- the text of files ---------------------------------------------------------------------------------------------

TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Cn", "Co")), min_size=1, max_size=30
).filter(lambda text: not suspect(text))
KEYS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9 :#-]{0,12}", fullmatch=True)
MAPPINGS = st.dictionaries(KEYS, TEXTS, min_size=1, max_size=3)
TREES = st.dictionaries(
    KEYS, TEXTS | MAPPINGS | st.lists(MAPPINGS | TEXTS, min_size=1, max_size=3), min_size=1, max_size=4
)


@settings(max_examples=80, deadline=None)
@given(TREES)
def test_what_is_written_is_read(tree: dict[str, Any]) -> None:
    text = blocks.text(tree)
    assert yamltext.read(text.encode()).tree == tree
    assert blocks.text(yamltext.read(text.encode()).tree) == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "odd",
    [
        "no",
        "Yes",
        "null",
        "1_000",
        "0x1F",
        "12:30",
        "1e3",
        "-",
        "- a",
        "a: b",
        "a #b",
        "# a",
        "&a",
        "*a",
        "!a",
        "%a",
        "@a",
        "`a",
        "'a",
        '"a',
        "[a",
        "{a",
        "a:",
        " a",
        "a ",
        "010",
        ".5",
        "~",
        "=",
        "<<",
        "?",
    ],
)
def test_what_could_be_read_otherwise_is_quoted(odd: str) -> None:
    assert blocks.scalar(odd) == json.dumps(odd)
    assert yamltext.read(blocks.text({"key": odd}).encode()).tree == {"key": odd}


def test_no_country_has_two_numbers() -> None:
    assert len(set(COUNTRIES.values())) == len(COUNTRIES) > 150
    assert {(432, "ML"), (482, "CF"), (771, "BD"), (652, "SY"), (369, "UA")} <= set(COUNTRIES.items())


# --- the real files ------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not SHARED.is_dir(), reason="UCDP's files are not here")
@pytest.mark.parametrize("name", REAL)
def test_real_files_go_in_and_out_with_equal_sums(name: str, root: Path) -> None:
    count, disordered, (low, best, high), apart = REAL[name]
    done = run("import", "ucdp", str(SHARED / name), "--write", at=root)
    assert done.code == 0, done.err
    assert f"low {low}, best {best}, high {high}" in done.out
    assert f"{disordered} event" in done.out
    ledger = load(root)
    assert len(ledger.incidents) == count
    assert [one.message for one in findings(ledger) if one.severity == ERROR] == []
    figure = total(ledger)[None]
    assert (figure.low, figure.high) == (low - apart, high + apart)
    claims = [claim for _, fact in ledger.facts() for claim in fact.claims if claim.made_of]
    assert sum(part.low for claim in claims for part in claim.made_of.values()) == best
    assert _countries(ledger)
    assert run("export", "csv", "--table", "claim_groups", "-o", "parts.csv", at=root).code == 0
    with (root / "parts.csv").open(encoding="utf-8", newline="") as file:
        assert sum(int(row["low"]) for row in csv.DictReader(file) if row["role"] == "made_of") == best
    assert "nothing to write" in run("import", "ucdp", str(SHARED / name), "--write", at=root).out


def _countries(ledger: Ledger) -> bool:
    """Whether most incidents have a country."""
    placed = [one for one in ledger.incidents.values() if one.place[0].country]
    return len(placed) > 0.9 * len(ledger.incidents)
