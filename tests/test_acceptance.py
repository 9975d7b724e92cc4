"""Findings that are accepted: what silences what, until when, and what can never be accepted."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from test_cli import SCHEMA
from test_cli import ledger as run

from conflict_ledger import model
from conflict_ledger.checks import CHECKS, READING, findings, judged
from conflict_ledger.findings import ERROR, Finding
from conflict_ledger.reading import load

if TYPE_CHECKING:
    from conftest import LedgerOf, WriteLedger

    from conflict_ledger.ledger import Ledger

INCIDENT = "data/incidents/tindara.yaml"
ACCEPTED = "accepted: [{check: nobody-named, reason: Not said, by: desk, date: 2022-09-02}]"


def tindara(incident: str = "", fact: str = "", first: str = "", second: str = "") -> dict[str, str]:
    """Two claims that name nobody, on one fact of one incident; each record may bear a line of its own."""
    text = f"""
        title: Raid on Tindara
        date: 2022-04-19
        {incident}
        facts:
          deaths:
            measure: killed
            {fact}
            claims:
              - source: un-mission
                document: un-report
                count: 12
                {first}
              - source: kelouma-army
                document: army-statement
                count: 4
                {second}
        """
    return {INCIDENT: text}


def named(ledger: Ledger, *names: str) -> list[Finding]:
    return [finding for finding in findings(ledger) if finding.check in names]


def silenced(ledger: Ledger) -> list[str | None]:
    return [finding.address for finding in judged(ledger).accepted]


def other(check: str, more: str = "") -> str:
    return ACCEPTED.replace("nobody-named", check).replace("}]", f"{more}}}]")


# --- what silences what --------------------------------------------------------------------------------------------------

BOTH = ["tindara/deaths/un-mission", "tindara/deaths/kelouma-army"]


@pytest.mark.parametrize(
    ("on", "addresses"), [("incident", BOTH), ("fact", BOTH), ("first", BOTH[:1]), ("second", BOTH[1:])]
)
def test_an_acceptance_silences_what_is_about_its_record_and_all_inside_it(
    on: str, addresses: list[str], ledger_of: LedgerOf
) -> None:
    assert len(named(ledger_of(tindara()), "nobody-named")) == 2
    ledger = ledger_of(tindara(**{on: ACCEPTED}))
    assert ledger.findings == ()
    assert silenced(ledger) == addresses
    assert {finding.address for finding in named(ledger, "nobody-named")} == {*BOTH} - {*addresses}
    assert named(ledger, "unused-acceptance") == []


def test_it_silences_one_check_only(ledger_of: LedgerOf) -> None:
    quote = "quote: nine were killed"
    before = named(ledger_of(tindara(first=quote)), "count-not-in-quote")
    after = named(ledger_of(tindara(incident=ACCEPTED, first=quote)), "count-not-in-quote")
    assert len(before) == 1
    assert after == before


def test_it_silences_nothing_in_another_file(ledger_of: LedgerOf) -> None:
    kelouma = {"data/incidents/kelouma.yaml": tindara()[INCIDENT]}
    ledger = ledger_of({**tindara(incident=ACCEPTED), **kelouma})
    assert silenced(ledger) == BOTH
    assert [finding.path for finding in named(ledger, "nobody-named")] == ["data/incidents/kelouma.yaml"] * 2


def test_it_silences_nothing_of_a_record_whose_id_begins_alike(ledger_of: LedgerOf) -> None:
    actors = f"marsh: {{name: Marsh, kind: media, {other('unused-actor')}}}\nmarsh-band: {{name: Band, kind: media}}\n"
    ledger = ledger_of({"data/actors/marsh.yaml": actors})
    assert silenced(ledger) == ["marsh"]
    assert "marsh-band" in [finding.address for finding in named(ledger, "unused-actor")]


def test_of_two_the_nearer_silences_and_of_equals_the_first(ledger_of: LedgerOf) -> None:
    ledger = ledger_of(tindara(incident=ACCEPTED, fact=ACCEPTED))
    assert [(finding.line, finding.address) for finding in named(ledger, "unused-acceptance")] == [(3, "tindara")]
    twice = re.sub(r"\[(.*)\]", r"[\1, \1]", ACCEPTED)
    ledger = ledger_of(tindara(fact=twice))
    (unused,) = named(ledger, "unused-acceptance")
    assert unused.column == twice.rindex("check: ") + len("check: ") + 5  # the second, in a line indented by 4
    assert silenced(ledger) == BOTH


CELL = """
title: Killed
period: 2022-Q2
claims:
  - source: un-mission
    document: un-report
    measure: killed
    count: 12
    quote: nine were killed
    {}
"""
RECORDS = [
    (
        "data/actors/marsh.yaml",
        "marsh-band:\n  name: Marsh Band\n  kind: militia\n  {}\n",
        "unused-actor",
        "marsh-band",
    ),
    (
        "data/documents/radio.yaml",
        "radio:\n  title: News\n  publisher: gazette\n  {}\n",
        "unused-document",
        "radio",
    ),
    (
        "data/totals/q2.yaml",
        "title: Killed\nperiod: 2022-Q2\nplace: {{country: ML, latitude: 48.9, longitude: 2.4}}\n{}\nclaims: []\n",
        "outside-country",
        "q2",
    ),
    (
        "data/totals/q2.yaml",
        CELL,
        "count-not-in-quote",
        "q2/killed/un-mission",
    ),
]


@pytest.mark.parametrize(("path", "text", "check", "address"), RECORDS, ids=[row[3] for row in RECORDS])
def test_every_record_with_a_place_of_its_own_can_bear_one(
    path: str, text: str, check: str, address: str, ledger_of: LedgerOf
) -> None:
    assert address in [finding.address for finding in named(ledger_of({path: text.format("")}), check)]
    ledger = ledger_of({path: text.format(other(check))})
    assert ledger.findings == ()
    assert silenced(ledger) == [address]


def test_no_record_with_a_place_of_its_own_is_left_out() -> None:
    kinds = [kind for kind in vars(model).values() if hasattr(kind, "__dataclass_fields__")]
    placed = {kind for kind in kinds if "at" in kind.__dataclass_fields__}
    bearing = {kind for kind in kinds if "accepted" in {field.name for field in fields(kind)}}
    assert placed - bearing == {model.Settings}
    assert bearing <= placed


# --- until when ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("until", "today", "holds"),
    [
        ("2023-06-30", date(2023, 6, 30), True),
        ("2023-06-30", date(2023, 7, 1), False),
        ("2023-06", date(2023, 6, 30), True),
        ("2023", date(2024, 1, 1), False),
        ("2099", date(2023, 7, 1), True),
    ],
)
def test_it_holds_until_the_last_day_that_it_names(
    until: str, today: date, holds: bool, write_ledger: WriteLedger
) -> None:
    ledger = load(write_ledger(tindara(incident=other("nobody-named", f", until: {until}"))), today)
    assert ledger.findings == ()
    assert silenced(ledger) == (BOTH if holds else [])
    expired = named(ledger, "expired-acceptance")
    assert [(finding.message, finding.line) for finding in expired] == (
        [] if holds else [(f"accepted until {until}", 3)]
    )
    assert len(named(ledger, "nobody-named")) == (0 if holds else 2)
    assert named(ledger, "unused-acceptance") == []


def test_nobody_accepts_in_the_future(ledger_of: LedgerOf) -> None:
    ledger = ledger_of(tindara(incident=ACCEPTED.replace("2022-09-02", "2031-01-01")))
    assert [(one.check, one.message) for one in ledger.findings] == [
        ("bad-date", "2031-01-01 is in the future (today is 2026-01-01)")
    ]
    assert len(named(ledger, "nobody-named")) == 2


@pytest.mark.parametrize("key", ["check: nobody-named", "reason: Not said", "by: desk", "date: 2022-09-02"])
def test_an_acceptance_without_reason_name_or_day_is_none(key: str, ledger_of: LedgerOf) -> None:
    ledger = ledger_of(tindara(incident=re.sub(rf"{key}(, )?", "", ACCEPTED).replace(", }", "}")))
    assert [one.message for one in ledger.findings] == [f"`{key.partition(':')[0]}` is missing"]
    assert judged(ledger).accepted == []


# --- what can never be accepted ------------------------------------------------------------------------------------------

STAY = {"copy-missing", "stated-before-event"}


def test_of_the_errors_two_can_be_accepted_and_the_page_names_them() -> None:
    assert {name for name, one in CHECKS.items() if one.severity == ERROR and one.acceptable} == STAY
    page = CHECKS["not-acceptable"].page.partition("Bad:")[0]
    assert set(re.findall(r"`([a-z-]+)`", page)) == STAY
    format_page = (Path(__file__).parent.parent / "docs" / "format.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\(findings\.md#([a-z-]+)\)", format_page)) == STAY


NEVER = [*READING, *(name for name, one in CHECKS.items() if one.severity == ERROR and name not in STAY)]


@pytest.mark.parametrize("name", [*NEVER, "unused-acceptance", "expired-acceptance"])
def test_what_may_not_be_accepted_is_refused_by_name(name: str, ledger_of: LedgerOf) -> None:
    ledger = ledger_of(tindara(incident=other(name)))
    (finding,) = named(ledger, "not-acceptable", "unknown-check", "unused-acceptance")
    assert finding.check == "not-acceptable"
    assert finding.message == f"what {name} finds may not be accepted"
    assert (finding.severity, finding.line, finding.column) == (ERROR, 3, 20)


def test_an_error_that_may_not_be_accepted_stays(ledger_of: LedgerOf) -> None:
    files = tindara(first=other("unknown-document"))
    ledger = ledger_of({INCIDENT: files[INCIDENT].replace("un-report", "un-reports")})
    assert len(named(ledger, "unknown-document")) == 1
    assert judged(ledger).accepted == []


def test_a_copy_that_is_kept_elsewhere_is_accepted(ledger_of: LedgerOf) -> None:
    document = f"title: T, publisher: gazette, file: evidence/a.pdf, sha256: {'0' * 64}"
    files = {"data/documents/radio.yaml": f"radio: {{{document}}}\n"}
    assert [one.severity for one in named(ledger_of(files), "copy-missing")] == [ERROR]
    ledger = ledger_of({"data/documents/radio.yaml": f"radio: {{{document}, {other('copy-missing')}}}\n"})
    assert silenced(ledger) == ["radio"]
    assert named(ledger, "copy-missing") == []


@pytest.mark.parametrize(
    ("name", "said", "hint"),
    [
        ("nobody-name", "nobody-name", "did you mean nobody-named?"),
        ("bad-dates", "bad-dates", "did you mean bad-date?"),
        ("'*'", "*", "ledger explain lists all checks"),
        ("x" * 90, "x" * 57 + "...", "ledger explain lists all checks"),
    ],
)
def test_an_unknown_check_is_an_error_with_the_nearest_name(
    name: str, said: str, hint: str, ledger_of: LedgerOf
) -> None:
    (finding,) = named(ledger_of(tindara(incident=other(name))), "unknown-check", "not-acceptable", "unused-acceptance")
    assert (finding.check, finding.severity) == ("unknown-check", ERROR)
    assert (finding.message, finding.hint) == (f"no check is called `{said}`", hint)


def test_nothing_is_called_unused_while_a_file_cannot_be_read(ledger_of: LedgerOf) -> None:
    files = tindara(incident=other("count-not-in-quote"))
    assert len(named(ledger_of(files), "unused-acceptance")) == 1
    ledger = ledger_of({**files, "data/incidents/kelouma.yaml": "a: [\n"})
    assert named(ledger, "unused-acceptance") == []


def test_an_acceptance_is_no_part_of_what_a_claim_says(ledger_of: LedgerOf) -> None:
    text = tindara(first=f"id: a\n                {ACCEPTED}")[INCIDENT]
    twin = "      - {id: b, source: un-mission, document: un-report, count: 12}\n"
    ledger = ledger_of({INCIDENT: text.rstrip() + f"\n        {twin}"})
    assert [finding.message for finding in named(ledger, "said-twice")] == ["the same as a"]


# --- what the command says -----------------------------------------------------------------------------------------------


def test_validate_counts_what_is_accepted_and_does_not_show_it(write_ledger: WriteLedger) -> None:
    root = write_ledger(tindara(incident=ACCEPTED))
    done = run("validate", at=root)
    assert done.err.endswith(", 2 accepted\n")
    assert "nobody-named" not in done.out
    assert ", 2 accepted\n" in run("validate", INCIDENT, at=root).err
    assert "accepted" not in run("validate", "data/actors.yaml", at=root).err


def test_json_has_the_count_in_its_summary(write_ledger: WriteLedger) -> None:
    for line, count in ((ACCEPTED, 2), ("", 0)):
        document = json.loads(run("validate", "--format", "json", at=write_ledger(tindara(incident=line))).out)
        jsonschema.validate(document, SCHEMA)
        assert document["summary"]["accepted"] == count
        assert ("nobody-named" in {one["check"] for one in document["findings"]}) == (count == 0)


def test_what_is_accepted_fails_nothing_and_what_has_run_out_does(write_ledger: WriteLedger) -> None:
    for until, code in (("2022", 1), ("2999", 0)):
        entry = other("stated-before-event", f", until: {until}")
        root = write_ledger(tindara(first=f"stated: 2022-03-01\n                {entry}"))
        assert run("validate", at=root).code == code
