"""Every export, opened by the tool it is for: sums are those of `ledger totals`, nothing is lost, and no text gives orders."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb
import openpyxl
import pytest
import shapely.geometry

from conflict_ledger import words
from conflict_ledger.dates import EVER, When, parse
from conflict_ledger.export import csvtext, parquet, sqlite
from conflict_ledger.export.columns import Table
from conflict_ledger.export.formats import FORMATS
from conflict_ledger.export.tables import Export, export
from conflict_ledger.reading import load
from conflict_ledger.totals import Question, tally
from conflict_ledger.totals.rules import RANGE
from reliability import distributed

if TYPE_CHECKING:
    from conftest import LedgerOf, WriteLedger

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent

Key = tuple[Any, ...]


class Done(NamedTuple):
    code: int
    out: bytes
    err: str


def run(*arguments: str, at: Path = ROOT, **environment: str) -> Done:
    base = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    done = subprocess.run([str(BIN / "ledger"), *arguments], cwd=at, env=base | environment, capture_output=True)
    return Done(done.returncode, done.stdout, done.stderr.decode())


@pytest.fixture(scope="module")
def ours() -> Export:
    """The repository's own ledger."""
    return export(load(ROOT), None)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own ledger in every format, as the command writes it."""
    folder = tmp_path_factory.mktemp("exports")
    for form in FORMATS:
        done = run("export", form, "-o", str(folder / f"ledger.{form}"))
        assert (done.code, done.out) == (0, b""), done.err
    return folder


# --- the sums ------------------------------------------------------------------------------------------------------


def summed(one: Export, victims_words: tuple[str, ...] = tuple(words.VICTIMS)) -> dict[Key, Key]:
    """What `ledger totals --rule range` says for every period of the export, measure and victims word."""
    measures = {fact.measure for _, fact in one.ledger.facts() if fact.measure}
    found: dict[Key, Key] = {}
    for row in one.tables["periods"].dicts():
        period = parse(str(row["period"]))
        for measure in measures:
            for victims in victims_words:
                for category, cell in tally(Question(period, measure, victims), RANGE, one.ledger).rows.items():
                    figure = cell.figure
                    found[period.text, measure, victims, category] = (
                        figure.low,
                        figure.high,
                        int(figure.approximate),
                        len(cell.facts),
                        len(cell.straddling),
                    )
    return found


def queried(rows: Any) -> dict[Key, Key]:
    return {tuple(row[:4]): tuple(None if cell is None else int(cell) for cell in row[4:]) for row in rows}


def opened(content: bytes) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:")
    database.deserialize(content)
    return database


def test_the_query_gives_what_ledger_totals_does(ours: Export) -> None:
    wanted = summed(ours)
    assert len(wanted) > 2_000
    assert queried(opened(sqlite.database(ours)).execute("SELECT * FROM totals_by_query")) == wanted


def test_the_query_gives_the_same_in_duckdb(ours: Export, written: Path) -> None:
    with duckdb.connect() as database:
        for name in parquet_tables(written / "ledger.parquet"):
            database.execute(
                f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{written}/ledger.parquet/{name}/**/*.parquet')"
            )
        query = (written / "ledger.parquet" / "totals.sql").read_text(encoding="utf-8")
        found = queried(database.execute(query).fetchall())
    assert found == summed(ours)


def parquet_tables(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_dir())


CLAIM = "          - {{source: {source}, document: {document}, {said}}}\n"
HARD = {  # rivals as hard as the rules of page 2 have them; each is one fact
    "zero": [
        "un-mission|count: 5, victims: civilians, perpetrator: kelouma-army",
        "kelouma-army|count: none, victims: people",
    ],
    "zero of some": [
        "un-mission|count: 5, victims: people, perpetrator: kelouma-army",
        "kelouma-army|count: none, victims: civilians",
    ],
    "denied": ["un-mission|count: 7, victims: civilians, perpetrator: kelouma-army", "kelouma-army|denies: event"],
    "others": [
        "un-mission|count: at least 50, victims: civilians, perpetrator: kelouma-army",
        "kelouma-army|count: 18, victims: fighters, perpetrator: kelouma-army",
    ],
    "elsewhere": [
        "un-mission|count: 9, victims: civilians, perpetrator: kelouma-army",
        "kelouma-army|count: 4, victims: civilians, perpetrator: hill-rebels",
    ],
    "wider": [
        "un-mission|count: 9, victims: civilians, perpetrator: kelouma-army",
        "gazette|count: 3, victims: civilians, perpetrator: kelouma-army, scope: wider",
    ],
    "part": [
        "un-mission|count: 9, victims: civilians, perpetrator: kelouma-army",
        "gazette|count: 30, victims: civilians, perpetrator: kelouma-army, scope: part",
    ],
    "groups": [
        "un-mission|count: 20, victims: people, perpetrator: kelouma-army, including: {civilians: at least 4, detainees: 2}"
    ],
    "unknown": [
        "un-mission|count: unknown, victims: civilians",
        "un-mission@gazette-report|count: about 30, victims: civilians, stated: 2022-08-31",
    ],
    "detainees": ["un-mission|count: 3, victims: detainees, perpetrator: river-militia", "gazette|no_position: true"],
    "vague": ["gazette|count: dozens, victims: aid-workers"],
}
DOCUMENTS = {"un-mission": "un-report", "kelouma-army": "army-statement", "gazette": "gazette-report"}


def hard_cases() -> dict[str, str]:
    """Each case in a year of its own, so that none hides another: in a quarter, across its edge, at no known day; once with an open start."""
    files = {}
    for number, (name, claims) in enumerate(HARD.items()):
        year = 2003 + number
        whens = [f"{year}-04-19", f"{year}-03-30/{year}-04-02", str(year)] + (
            ["../2022-05-01"] if name == "vague" else []
        )
        for place, when in enumerate(whens):
            facts = _hard_fact(name.replace(" ", "-"), claims)
            if name == "others":
                whole = f"{name}-0/others" if place else "others"
                facts += _hard_fact("inside", INSIDE, whole) + _hard_fact("deeper", DEEPER, "inside")
            incident = f"{name.replace(' ', '-')}-{place}"
            files[f"data/incidents/{incident}.yaml"] = (
                f"    title: Raid\n    date: {when}\n    place: {{name: Tindara, country: ML}}\n    facts:\n{facts}"
            )
    return files


INSIDE = [
    "un-mission|count: 2, victims: civilians, perpetrator: kelouma-army",
    "gazette|count: 1, victims: civilians, perpetrator: hill-rebels",
]
DEEPER = ["un-mission|count: 1, victims: civilians, perpetrator: hill-rebels"]


def _hard_fact(name: str, claims: list[str], part_of: str = "") -> str:
    text = (
        f"      {name}:\n        measure: killed\n"
        + (f"        part_of: {part_of}\n" if part_of else "")
        + "        claims:\n"
    )
    for claim in claims:
        who, said = claim.split("|")
        source, _, document = who.partition("@")
        text += CLAIM.format(source=source, document=document or DOCUMENTS[source], said=said)
    return text


def test_the_query_holds_in_the_hard_cases(ledger_of: LedgerOf) -> None:
    ledger = ledger_of(hard_cases())
    assert [one.message for one in ledger.findings] == []
    one = export(ledger, None)
    wanted = summed(one)
    assert queried(opened(sqlite.database(one)).execute("SELECT * FROM totals_by_query")) == wanted
    assert any(value[0] != value[1] for value in wanted.values())
    assert wanted["2009-Q2", "killed", "civilians", "army"] == (9, None, 0, 3, 2)  # more counted of a part than of all


def test_the_query_holds_on_what_is_made_up(tmp_path: Path) -> None:
    """The same as `python -m reliability.distributed`, with fewer incidents."""
    one = export(distributed.made_up(150), None)
    for name, content in parquet.files(one).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    wanted = distributed.expected(one)
    assert len(wanted) > 100
    assert distributed.in_duckdb(tmp_path) == wanted


def test_the_table_of_totals_is_what_ledger_totals_says(ours: Export) -> None:
    wanted = summed(ours, ("civilians", "people"))
    rows = [row for row in ours.tables["totals"].dicts() if row["basis"] == "range"]
    found = {
        (row["period"], row["measure"], row["victims"], row["category"]): (
            row["low"],
            row["high"],
            int(row["approximate"] or 0),
        )
        for row in rows
    }
    assert found == {key: value[:3] for key, value in wanted.items()}


def test_reported_itemised_and_left_are_what_ledger_totals_says(ours: Export) -> None:
    rows = {
        (row["basis"], row["category"]): row["words"]
        for row in ours.tables["totals"].dicts()
        if row["total"] == "mali-2022-q2" and row["measure"] == "killed" and row["victims"] == "civilians"
    }
    assert rows["reported", None] == "317"
    assert rows["reported", "army"] == "96"
    assert rows["itemised", "army"] == "at least 72"
    assert rows["not yet itemised", "army"] == "at most 24"


@pytest.mark.parametrize("victims", ["people", "civilians"])
def test_incidents_add_up_to_the_total(ours: Export, victims: str) -> None:
    start = "killed_" if victims == "people" else "civilians_killed_"
    rows = ours.tables["incidents"].dicts()
    ever = When(EVER, date(2030, 1, 1))
    figure = tally(Question(ever, "killed", victims), RANGE, ours.ledger).rows[None].figure
    assert sum(int(row[f"{start}low"] or 0) for row in rows) == figure.low
    assert (None in [row[f"{start}high"] for row in rows if row[f"{start}words"]]) == (figure.high is None)


def test_no_rivals_are_ever_added(ours: Export) -> None:
    hombori = next(row for row in ours.tables["incidents"].dicts() if row["incident"] == "hombori")
    assert hombori["killed_low"] == 1 + sum_beside(ours)  # somebody says that people died and gives no number
    assert hombori["killed_high"] is None


def sum_beside(ours: Export) -> int:
    """The lower ends of Hombori's other counted facts: the rivals' unknown, 18 and 50 are one interval."""
    incident = ours.ledger.incidents["hombori"]
    others = replace(
        incident, facts={name: fact for name, fact in incident.facts.items() if name != "operation-deaths"}
    )
    ledger = replace(ours.ledger, incidents={"hombori": others})
    return tally(Question(When(EVER, date(2030, 1, 1)), "killed", "people"), RANGE, ledger).rows[None].figure.low


# --- the files, opened by what they are for ------------------------------------------------------------------------


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def test_csv_holds_every_row(ours: Export, written: Path) -> None:
    for table in ours.everything():
        with (written / "ledger.csv" / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert rows[0] == table.names
        assert len(rows) - 1 == len(table.rows)


def test_csv_comes_with_a_data_package(ours: Export, written: Path) -> None:
    package = json.loads((written / "ledger.csv" / "datapackage.json").read_text(encoding="utf-8"))
    described = {one["name"]: one for one in package["resources"]}
    assert described.keys() == {table.name for table in ours.everything()}
    for one in described.values():
        assert (written / "ledger.csv" / one["path"]).is_file()
        assert all(field["description"] for field in one["schema"]["fields"])
        for key in one["schema"].get("foreignKeys", []):
            target = described[key["reference"]["resource"]]["schema"]
            assert target["primaryKey"] == [key["reference"]["fields"]]


def test_a_workbook_opens_with_every_row_and_no_formula(ours: Export, written: Path) -> None:
    book = openpyxl.load_workbook(written / "ledger.xlsx")
    tables = {table.name.replace("_", " "): table for table in ours.everything()}
    assert book.sheetnames == list(tables)
    for name, table in tables.items():
        rows = list(book[name].iter_rows())
        assert [cell.value for cell in rows[0]] == table.names
        assert all(cell.data_type != "f" for row in rows for cell in row)
        if name != "about":
            found = [
                [plain(cell.value.date() if hasattr(cell.value, "hour") else cell.value) for cell in row]
                for row in rows[1:]
            ]
            assert found == [[plain(value) for value in row] for row in table.rows]


def test_a_workbook_sums_as_the_totals_do(ours: Export, written: Path) -> None:
    sheet = openpyxl.load_workbook(written / "ledger.xlsx")["incidents"]
    place = ours.tables["incidents"].names.index("killed_low")
    figure = tally(Question(When(EVER, date(2030, 1, 1)), "killed", "people"), RANGE, ours.ledger).rows[None].figure
    assert sum(row[place] or 0 for row in sheet.iter_rows(min_row=2, values_only=True)) == figure.low


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_workbook(written: Path, tmp_path: Path) -> None:
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,4",
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(written / "ledger.xlsx")],
        check=True,
        capture_output=True,
        timeout=120,
    )
    (found,) = tmp_path.glob("*.csv")
    assert "hombori" in found.read_text(encoding="utf-8")


def test_json_lines_hold_every_row(ours: Export, written: Path) -> None:
    rows = [json.loads(line) for line in (written / "ledger.jsonl").read_text(encoding="utf-8").splitlines()]
    tables = {table.name: table for table in ours.everything()}
    assert rows[0]["table"] == "about"
    for name, table in tables.items():
        found = [list(row.values())[1:] for row in rows if row["table"] == name]
        if name != "about":
            assert found == [[plain(value) for value in row] for row in table.rows]


def test_a_database_holds_its_keys(ours: Export, written: Path) -> None:
    database = sqlite3.connect(written / "ledger.sqlite")
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    keys = sum(len(database.execute(f"PRAGMA foreign_key_list({name})").fetchall()) for name in ours.tables)
    assert keys == sum(1 for table in ours.tables.values() for column in table.columns if column.refers)
    found = database.execute("SELECT name FROM search WHERE search MATCH 'bamako' AND kind = 'documents'")
    assert isinstance(found.fetchall(), list)
    assert ("hombori",) in database.execute(
        "SELECT name FROM search WHERE search MATCH 'hombori' AND kind = 'incidents'"
    ).fetchall()
    sides = database.execute(
        "SELECT source_name, words FROM contradictions_in_full WHERE contradiction = 'hombori/operation-deaths:count'"
    )
    assert {("MINUSMA", "at least 50"), ("Malian army", "18")} <= {
        (name.replace("Malian Armed Forces", "Malian army"), said) for name, said in sides
    }


def test_datasette_serves_the_database(written: Path) -> None:
    def asked(path: str) -> Any:
        command = [
            str(BIN / "datasette"),
            str(written / "ledger.sqlite"),
            "-m",
            str(written / "ledger.metadata.yaml"),
            "--get",
            path,
        ]
        done = subprocess.run(command, capture_output=True, timeout=60, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return done.stdout

    found = json.loads(
        asked("/ledger/totals_by_query.json?period=2022-Q2&measure=killed&victims=civilians&category=army&_shape=array")
    )
    assert [(row["low"], row["high"]) for row in found] == [(22, None)]
    page = asked("/ledger/claims")
    assert "never to be added" in page
    assert "CC-BY-4.0" in page or "CC-BY-4.0" in asked("/ledger")


def test_a_map_has_every_incident_where_it_lies(ours: Export, written: Path) -> None:
    document = json.loads((written / "ledger.geojson").read_text(encoding="utf-8"))
    assert [one["id"] for one in document["features"]] == list(ours.ledger.incidents)
    for one in document["features"]:
        places = [place for place in ours.ledger.incidents[one["id"]].place if place.latitude is not None]
        assert (one["geometry"] is None) == (not places)
        if places:
            shape = shapely.geometry.shape(one["geometry"])
            points = [shape] if shape.geom_type == "Point" else list(shape.geoms)
            assert [(point.y, point.x) for point in points] == [(place.latitude, place.longitude) for place in places]
            assert -90 <= shape.bounds[1] <= 90
        assert set(one["properties"]) <= set(document["dictionary"])
    figure = tally(Question(When(EVER, date(2030, 1, 1)), "killed", "people"), RANGE, ours.ledger).rows[None].figure
    assert sum(one["properties"]["killed_low"] or 0 for one in document["features"]) == figure.low


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="GDAL is not installed")
def test_gdal_opens_the_map(ours: Export, written: Path) -> None:
    done = subprocess.run(
        ["ogrinfo", "-so", "-al", str(written / "ledger.geojson")], capture_output=True, encoding="utf-8", timeout=60
    )
    assert f"Feature Count: {len(ours.ledger.incidents)}" in done.stdout


def test_parquet_lies_in_quarters(ours: Export, written: Path) -> None:
    folder = written / "ledger.parquet"
    assert parquet_tables(folder) == sorted(table.name for table in ours.everything())
    with duckdb.connect() as database:
        for table in ours.everything():
            found = database.execute(
                f"SELECT count(*) FROM read_parquet('{folder}/{table.name}/**/*.parquet')"
            ).fetchone()
            assert found == (len(table.rows),)
        rows = database.execute(
            f"SELECT DISTINCT quarter, date_first FROM read_parquet('{folder}/facts/*/*.parquet', hive_partitioning = true)"
        ).fetchall()
        said = database.execute(
            f"SELECT key, value FROM parquet_kv_metadata('{folder}/facts/quarter=2022-Q2/facts.parquet')"
        ).fetchall()
    assert rows
    assert all(quarter == f"{first.year}-Q{(first.month + 2) // 3}" for quarter, first in rows)
    assert (b"rule", b"range") in [(bytes(key), bytes(value)) for key, value in said]


# --- what every export says of itself ------------------------------------------------------------------------------


def test_every_file_says_what_it_is(ours: Export, written: Path) -> None:
    known = {row[0]: row[1] for row in sqlite3.connect(written / "ledger.sqlite").execute("SELECT * FROM about")}
    assert set(known) == set(ours.about)
    assert known["rule"] == "range"
    assert known["licence"] == "CC-BY-4.0"
    assert json.loads((written / "ledger.geojson").read_text())["ledger"] == known
    assert json.loads((written / "ledger.csv" / "datapackage.json").read_text())["ledger"] == known
    first = [json.loads(line) for line in (written / "ledger.jsonl").read_text().splitlines()[: len(known)]]
    assert {row["name"]: row["value"] for row in first} == known
    sheet = openpyxl.load_workbook(written / "ledger.xlsx")["about"]
    assert dict(list(sheet.iter_rows(values_only=True))[1:]) == known


def test_the_dictionary_has_every_column(ours: Export) -> None:
    tables = ours.everything()
    dictionary = next(table for table in tables if table.name == "dictionary")
    named = {(row["table_name"], row["column_name"]) for row in dictionary.dicts()}
    assert named == {(table.name, name) for table in ours.tables.values() for name in table.names}
    assert all(row["meaning"] for row in dictionary.dicts())
    for table in tables:
        assert len(set(table.names)) == len(table.names)
        keys = [tuple(row[name] for name in table.key) for row in table.dicts()]
        assert not table.key or len(set(keys)) == len(keys)


def test_silence_is_not_zero(ledger_of: LedgerOf) -> None:
    claims = "un-mission|no_position: true", "gazette|count: none", "kelouma-army|count: at least 2"
    text = "".join(
        CLAIM.format(source=who, document=DOCUMENTS[who], said=said) for who, said in (one.split("|") for one in claims)
    )
    one = export(
        ledger_of(
            {
                "data/incidents/tindara.yaml": f"title: Raid\ndate: 2022-04-19\nfacts:\n      deaths:\n        measure: killed\n        claims:\n{text}"
            }
        ),
        None,
    )
    rows = {row["source"]: (row["low"], row["high"]) for row in one.tables["claims"].dicts()}
    assert rows == {"un-mission": (None, None), "gazette": (0, 0), "kelouma-army": (2, None)}


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_commit_gives_the_same_bytes(form: str, written: Path, tmp_path: Path) -> None:
    run("export", form, "-o", str(tmp_path / f"ledger.{form}"), TZ="Pacific/Auckland", PYTHONHASHSEED="1")
    for path in sorted(tmp_path.rglob("*")):
        if path.is_file():
            assert path.read_bytes() == (written / path.relative_to(tmp_path)).read_bytes(), path


# --- what is asked for ---------------------------------------------------------------------------------------------


def test_as_of_a_day_nothing_later_is_in_it(tmp_path: Path) -> None:
    assert run("export", "sqlite", "-o", str(tmp_path / "x.sqlite"), "--as-of", "2022-05-01").code == 0
    database = sqlite3.connect(tmp_path / "x.sqlite")
    assert database.execute("SELECT value FROM about WHERE name = 'as_of'").fetchone() == ("2022-05-01",)
    assert database.execute("SELECT count(*) FROM claims WHERE known_last > '2022-05-01'").fetchone() == (0,)
    assert database.execute(
        "SELECT count(*) FROM claims WHERE source = 'minusma' AND incident = 'hombori'"
    ).fetchone() == (0,)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize(
    "narrowed",
    [("--from", "2022-04", "--to", "2022-06"), ("--category", "army"), ("--place", "Mopti"), ("--source", "minusma")],
    ids=" ".join,
)
def test_a_selection_is_whole_in_itself(narrowed: tuple[str, ...], tmp_path: Path, ours: Export) -> None:
    assert run("export", "sqlite", "-o", str(tmp_path / "x.sqlite"), *narrowed).code == 0
    database = sqlite3.connect(tmp_path / "x.sqlite")
    (count,) = database.execute("SELECT count(*) FROM incidents").fetchone()
    assert 0 < count < len(ours.ledger.incidents)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert narrowed[1] in database.execute("SELECT value FROM about WHERE name = 'selection'").fetchone()[0]
    differing = database.execute(
        "SELECT * FROM totals t LEFT JOIN totals_by_query q ON q.period = t.period AND q.measure = t.measure AND q.victims = t.victims"
        " AND q.category IS t.category WHERE t.basis = 'range' AND (q.low IS NOT t.low OR q.high IS NOT t.high)"
    )
    assert differing.fetchall() == []


def test_one_table_goes_down_a_pipe() -> None:
    done = run("export", "csv", "--table", "claims", "--place", "Hombori")
    rows = list(csv.DictReader(io.StringIO(done.out.decode(), newline="")))
    assert "hombori" in {row["incident"] for row in rows}
    assert {row["words"] for row in rows if row["claim"] == "hombori/operation-deaths/minusma@un-note-2022-q2"} == {
        "at least 50"
    }


def test_a_zip_is_the_folder(written: Path, tmp_path: Path) -> None:
    assert run("export", "csv", "-o", str(tmp_path / "x.zip")).code == 0
    with zipfile.ZipFile(tmp_path / "x.zip") as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == {
            path.name: path.read_bytes() for path in (written / "ledger.csv").iterdir()
        }


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("csv",), 2, "-o FOLDER"),
        (("xlsx",), 2, "-o ledger.xlsx"),
        (("ods",), 2, "no such format: ods"),
        (("csv", "-o", "x", "--csv-dialect", "excel-de"), 2, "no such dialect"),
        (("csv", "--table", "claim"), 2, "no such table: claim"),
        (("sqlite", "--table", "claims", "-o", "x"), 2, "--table is for csv and jsonl"),
        (("jsonl", "--category", "navy"), 2, "no such category"),
        (("jsonl", "--rule", "best"), 2, "no such rule or source"),
        (("jsonl", "--from", "2030"), 3, "no incident matches"),
        (("jsonl", "-o", "data/incidents/tindara.yaml"), 2, "in the ledger's own data"),
        (("jsonl", "-o", "data/"), 2, "in the ledger's own data"),
        (("csv", "-o", "taken"), 2, "is no export"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_done_is_said(
    arguments: tuple[str, ...], code: int, said: str, write_ledger: WriteLedger
) -> None:
    root = write_ledger(hard_cases())
    (root / "taken").mkdir()
    (root / "taken" / "mine.txt").write_text("mine")
    before = sorted(str(path) for path in root.rglob("*"))
    done = run("export", *arguments, at=root)
    assert done.code == code
    assert said in done.err
    assert "Traceback" not in done.err
    assert sorted(str(path) for path in root.rglob("*")) == before


def test_a_new_export_leaves_nothing_of_the_old(write_ledger: WriteLedger) -> None:
    root = write_ledger(hard_cases())
    assert run("export", "parquet", "-o", "out", at=root).code == 0
    assert (root / "out/facts/quarter=2003-Q1").is_dir()
    assert run("export", "parquet", "-o", "out", "--from", "2010-04-03", "--to", "2010-12", at=root).code == 0
    left = sorted(path.name for path in (root / "out/facts").iterdir())
    assert left == ["quarter=2010-Q1", "quarter=2010-Q2", "quarter=undated"]
    assert [path.name for path in root.iterdir() if path.name.startswith(".")] == []


def test_what_could_not_be_read_is_said(write_ledger: WriteLedger) -> None:
    root = write_ledger({**hard_cases(), "data/incidents/broken.yaml": "title: [\n"})
    done = run("export", "jsonl", at=root)
    assert done.code == 1
    assert "may be missing here" in done.err


def test_a_missing_package_is_named(write_ledger: WriteLedger, tmp_path: Path) -> None:
    (tmp_path / "without" / "xlsxwriter").mkdir(parents=True)
    (tmp_path / "without" / "xlsxwriter" / "__init__.py").write_text("raise ModuleNotFoundError('xlsxwriter')")
    done = run("export", "xlsx", "-o", str(tmp_path / "x.xlsx"), PYTHONPATH=str(tmp_path / "without"))
    assert (done.code, "pip install 'conflict-ledger[xlsx]'" in done.err) == (2, True)
    assert not (tmp_path / "x.xlsx").exists()


# --- hostile text --------------------------------------------------------------------------------------------------

HOSTILE = [
    "=cmd|'/C calc'!A1",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    '=HYPERLINK("https://example.org";"x")',
    "\uff1d1+1",
    "'=1+1",
    'a;b,c"d',
    "::error::owned",
    "##[command]owned",
    "<script>alert(1)</script>",
    "'); DROP TABLE claims; --",
    "_x0041_",
    "{{7*7}}",
    "null",
]


@pytest.fixture
def hostile(ledger_of: LedgerOf) -> Export:
    """Each text where text can be: title, place, alias, quote, note, name, document, answer."""
    files = {"data/actors.yaml": "", "data/documents.yaml": ""}
    for number, text in enumerate(HOSTILE):
        said = json.dumps(text)
        files["data/actors.yaml"] += f"a{number}: {{name: {said}, aka: [{said}], kind: un, note: {said}}}\n"
        files["data/documents.yaml"] += f"d{number}: {{title: {said}, publisher: a{number}, published: 2022-08-31}}\n"
        files[f"data/incidents/i{number}.yaml"] = (
            f"title: {said}\ndate: 2022-04-19\nplace: {{name: {said}, latitude: -1.5, longitude: -2.5}}\naka: [{said}]\nnote: {said}\n"
            f"facts:\n  f:\n    measure: killed\n    claims:\n"
            f"      - {{source: a{number}, document: d{number}, count: 1, quote: {said}, note: {said}, made_of: {{{said}: 1}}}}\n"
        )
    ledger = ledger_of(files)
    assert ledger.findings == ()
    return export(ledger, None)


def quotes(rows: list[dict[str, Any]]) -> list[Any]:
    return [row["quote"] for row in rows]


@pytest.mark.parametrize("dialect", csvtext.DIALECTS)
def test_no_cell_of_csv_is_a_formula(hostile: Export, dialect: str) -> None:
    form = csvtext.DIALECTS[dialect]
    for table in hostile.everything():
        content = csvtext.text(table, form)
        assert content.startswith(b"\xef\xbb\xbf") == form.mark
        assert b"\n" not in content.replace(b"\r\n", b"")
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=form.delimiter))
        kinds = [column.kind for column in table.columns]
        for row in rows[1:]:
            assert len(row) == len(kinds)
            for cell, kind in zip(row, kinds, strict=True):
                assert kind == "number" or not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d"))
    claims = hostile.tables["claims"]
    rows = list(
        csv.DictReader(
            io.StringIO(csvtext.text(claims, form).decode("utf-8-sig"), newline=""), delimiter=form.delimiter
        )
    )
    assert sorted(said[1:] if said.startswith("'") else said for said in quotes(rows)) == sorted(HOSTILE)
    place = next(
        iter(
            csv.DictReader(
                io.StringIO(csvtext.text(hostile.tables["places"], form).decode("utf-8-sig"), newline=""),
                delimiter=form.delimiter,
            )
        )
    )
    assert place["latitude"] == f"-1{form.decimal}5"


def test_no_cell_of_a_workbook_is_a_formula(hostile: Export) -> None:
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].make(hostile, "x")[""]))
    assert all(
        cell.data_type != "f" and not cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row
    )
    sheet = book["claims"]
    place = hostile.tables["claims"].names.index("quote")
    assert sorted(row[place] for row in sheet.iter_rows(min_row=2, values_only=True)) == sorted(HOSTILE)


def test_hostile_text_is_text_in_databases(hostile: Export) -> None:
    database = opened(sqlite.database(hostile))
    assert sorted(said for (said,) in database.execute("SELECT quote FROM claims")) == sorted(HOSTILE)
    assert database.execute("SELECT count(*) FROM claims").fetchone() == (len(HOSTILE),)
    with duckdb.connect() as other:
        found = parquet.files(hostile)
        table = [content for name, content in found.items() if name.startswith("claims/")]
        assert len(table) == 1
        path = hostile.ledger.root / "claims.parquet"
        path.write_bytes(table[0])
        said = other.execute(f"SELECT quote FROM read_parquet('{path}')").fetchall()
    assert sorted(one for (one,) in said) == sorted(HOSTILE)


@pytest.mark.parametrize("form", ["jsonl", "geojson"])
def test_hostile_text_in_a_pipe_orders_nothing(form: str, hostile: Export) -> None:
    done = run("export", form, at=hostile.ledger.root, GITHUB_ACTIONS="true")
    assert done.code == 0
    text = done.out.decode()
    assert "##[" not in text
    assert not any(line.lstrip().startswith("::") for line in text.splitlines())
    documents = [json.loads(line) for line in text.splitlines()] if form == "jsonl" else [json.loads(text)]
    assert json.dumps(documents, ensure_ascii=False).count("##[command]owned") >= 3


def test_csv_goes_to_a_file_where_a_log_obeys(hostile: Export) -> None:
    done = run("export", "csv", "--table", "claims", at=hostile.ledger.root, GITHUB_ACTIONS="true")
    assert (done.code, done.out) == (2, b"")


def test_a_cell_that_is_too_long_says_so(ledger_of: LedgerOf) -> None:
    note = "x" * 40_000
    one = export(
        ledger_of({"data/incidents/tindara.yaml": f"title: Raid\ndate: 2022-04-19\nnote: {note}\nfacts: {{}}\n"}), None
    )
    sheet = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].make(one, "x")[""]))["incidents"]
    said = [
        cell
        for row in sheet.iter_rows(min_row=2, values_only=True)
        for cell in row
        if isinstance(cell, str) and "xxx" in cell
    ]
    assert said[0].endswith("[longer than a cell of a workbook holds: the file has all of it]")
    assert note in csvtext.text(one.tables["incidents"], csvtext.DIALECTS["rfc4180"]).decode()


def test_a_table_that_is_too_long_is_refused(ours: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    from conflict_ledger.export import xlsx

    monkeypatch.setattr(xlsx, "ROWS", 20)
    with pytest.raises(xlsx.TooLarge, match="rows; a sheet holds 20"):
        xlsx.workbook(ours)


def test_tables_are_tables(ours: Export) -> None:
    assert all(isinstance(table, Table) and table.title for table in ours.everything())
