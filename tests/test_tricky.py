"""The hard cases of the real material, one test for each: what the ledger's own data must say and a naive count gets wrong.

`tests/TRICKY.md` lists the cases, how the ledger says each, and the test that holds it.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conflict_ledger import dates, figures, model, words
from conflict_ledger.asof import as_of
from conflict_ledger.contradictions import contradictions, relations, right_of_reply
from conflict_ledger.disputes import CONTRADICTION, KINDS, Contradiction
from conflict_ledger.lookup import matches
from conflict_ledger.model import Cell, Claim, Place
from conflict_ledger.reading import load
from conflict_ledger.standing import standings, standings_of
from conflict_ledger.totals import Question, Tally, tally, totals

if TYPE_CHECKING:
    from conflict_ledger.dates import When
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.totals.tables import Table

ROOT = Path(__file__).parent.parent
TABLE = Path(__file__).parent / "TRICKY.md"


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return load(ROOT)


# --- asking the ledger ---------------------------------------------------------------------------------------------


def claim(ledger: Ledger, address: str) -> Claim:
    (found,) = [one for _, fact in ledger.facts() for one in fact.claims if one.address == address]
    return found


def cell(ledger: Ledger, address: str) -> Cell:
    (found,) = [one for total in ledger.totals.values() for one in total.claims if one.address == address]
    return found


def states(ledger: Ledger, fact: str) -> dict[str, str]:
    """How the claims of a fact stand, by the last part of their addresses."""
    found = ledger.fact(fact)
    assert found, fact
    return {one.claim.address.rpartition("/")[2]: one.state for one in standings(found, ledger)}


def cell_states(ledger: Ledger, key: str) -> dict[str, str]:
    """How the rival claims to one cell (`mali-2022-q2/killed.army`) stand, by document."""
    rivals = [one for one in ledger.totals[key.partition("/")[0]].claims if one.address.rpartition("/")[0] == key]
    return {one.claim.document: one.state for one in standings_of(rivals, ledger)}


def listed(ledger: Ledger, fact: str, kind: str) -> Contradiction | None:
    """The contradiction, drift or revision of that kind on a fact."""
    incident, _, name = fact.partition("/")
    return next((one for one in contradictions(ledger, incident) if (one.fact, one.kind) == (name, kind)), None)


def between(ledger: Ledger, fact: str) -> dict[str, set[frozenset[str]]]:
    """The contradictions of a fact: by kind, the pairs of sources."""
    incident, _, name = fact.partition("/")
    return {
        one.kind: {frozenset(claim.source for claim in pair) for pair in one.pairs}
        for one in contradictions(ledger, incident)
        if one.fact == name and one.severity == CONTRADICTION
    }


def alone(ledger: Ledger, *incidents: str) -> Ledger:
    """The ledger with these incidents only."""
    return replace(ledger, incidents={name: ledger.incidents[name] for name in incidents})


def saying(ledger: Ledger, address: str, *sources: str) -> Ledger:
    """The ledger with one fact only, and in it only what these sources say."""
    incident, _, name = address.partition("/")
    whole = ledger.incidents[incident]
    fact = whole.facts[name]
    fact = replace(fact, claims=tuple(one for one in fact.claims if one.source in sources))
    return replace(ledger, incidents={incident: replace(whole, facts={name: fact})})


def summed(ledger: Ledger, period: str | When, rule: str = "range", **asked: Any) -> Tally:
    when = dates.parse(period) if isinstance(period, str) else period
    return tally(Question(when, **asked), rule, ledger)


def figure(ledger: Ledger, period: str, rule: str = "range", category: str | None = None, **asked: Any) -> str | None:
    """The sum of a period, in words; None where nothing is summed."""
    row = summed(ledger, period, rule, **asked).rows.get(category)
    return row.figure.text if row else None


def tables(ledger: Ledger, period: str | When, **asked: Any) -> dict[str, Table]:
    when = dates.parse(period) if isinstance(period, str) else period
    return {table.total.id: table for table in totals(Question(when, **asked), "range", ledger).tables}


def reported(table: Table) -> dict[str | None, str]:
    return {one.cell.category: one.cell.count.text for one in table.reported if one.cell.count}


def people(ledger: Ledger, key: str) -> int:
    """The number in a cell for which there is one claim, MINUSMA's."""
    count = cell(ledger, f"{key}/minusma").count
    assert count
    assert count.low == count.high
    return count.low


def left(table: Table) -> dict[str | None, str | None]:
    return {one.category: one.figure.text if one.figure else None for one in table.residual}


# --- numbers and qualifiers ----------------------------------------------------------------------------------------


def test_01_copies_drift(ledger: Ledger) -> None:
    """132, at least 132, more than 130: one source; about 300, 300, more than 300: one source too."""
    found = states(ledger, "diallassagou-2022-06-18/deaths")
    toll = {name: state for name, state in found.items() if name.startswith("malian-state")}
    assert sorted(toll.values()) == ["current", "drift", "drift", "drift", "drift"]
    assert toll["malian-state@government-communique-2022-06-20"] == "current"
    drift = listed(ledger, "moura/deaths", "drift")
    assert drift
    assert {one.count.text for one, own in drift.pairs if own.source == "hrw"} == {"300", "more than 300"}
    assert {own.count.text for _, own in drift.pairs if own.source == "hrw"} == {"about 300"}
    assert cell_states(ledger, "mali-2021-q1/affected")["agence-afrique-2021-q1-note"] == "drift"


def test_02_one_body_two_qualifiers(ledger: Ledger) -> None:
    """OHCHR's at least 500 and more than 500 of one day do not contradict each other."""
    found = states(ledger, "moura/deaths")
    assert found["ohchr@ohchr-report-2023-05-12"] == "current"
    assert found["ohchr@ohchr-press-release-2023-05-12"] == "drift"
    report = claim(ledger, "moura/deaths/ohchr@ohchr-report-2023-05-12")
    release = claim(ledger, "moura/deaths/ohchr@ohchr-press-release-2023-05-12")
    drift = listed(saying(ledger, "moura/deaths", "ohchr"), "moura/deaths", "drift")
    assert drift
    assert drift.fits
    assert (release, report) in drift.pairs
    assert not any(pair == {"ohchr"} for pairs in between(ledger, "moura/deaths").values() for pair in pairs)


def test_03_ranges_and_floors(ledger: Ledger) -> None:
    """A range keeps both its ends, and one that reaches the army's 203 does not contradict it by its number."""
    span = claim(ledger, "moura/deaths/jeune-afrique-ngo-and-un-sources").count
    assert span
    assert (span.low, span.high) == (200, 400)
    assert (
        frozenset({"jeune-afrique-ngo-and-un-sources", "malian-army"}) not in between(ledger, "moura/deaths")["count"]
    )
    floors = claim(ledger, "moura/deaths/wirtualna-polska")
    assert floors.count
    assert (floors.count.low, floors.count.high) == (300, None)
    assert "500" in (floors.note or "")


def test_04_vague_numbers(ledger: Ledger) -> None:
    """A dozen, about 50 and dozens are intervals, and a sum that rests on one says so."""
    for address, low, high in (
        ("gossi/bodies/french-military", 10, 14),
        ("banikane-bamba/attackers-killed/malian-state", 40, 60),
        ("moura/deaths/mediapart-standfirst", 12, 99),
    ):
        count = claim(ledger, address).count
        assert count
        assert (count.low, count.high, count.approximate) == (low, high, True)
    assert figure(alone(ledger, "banikane-bamba"), "2023-09", category="army", victims="fighters") == "about 50"


def test_05_no_number_on_purpose(ledger: Ledger) -> None:
    """Deaths without a number are neither zero nor a figure; a refusal to confirm takes no side and unsays nothing."""
    for address in (
        "hombori/operation-deaths/rfi-local-and-security-sources",
        "tinzaouaten-2024-07-25/malian-soldiers-killed/malian-army",
    ):
        count = claim(ledger, address).count
        assert count
        assert (count.low, count.high, count.zero) == (1, None, False)
    assert not any(
        "rfi-local-and-security-sources" in pair for pair in between(ledger, "hombori/operation-deaths")["count"]
    )
    assert claim(ledger, "binedama/deaths/malian-state@rfi-2020-06-binedama").no_position
    assert states(ledger, "binedama/deaths")["malian-state@infos-plus-gabon-2020-06-08"] == "current"


def test_06_a_zero_of_one_group(ledger: Ledger) -> None:
    """No civilian, says the government: that denies civilians, and not the army's 203 fighters."""
    assert frozenset({"malian-state", "ohchr"}) in between(ledger, "moura/first-day-civilians")["denial"]
    none = claim(ledger, "moura/deaths/malian-state")
    army = claim(ledger, "moura/deaths/malian-army@army-communique-2022-04-01")
    assert none.count
    assert none.count.zero
    assert relations(none, army, ledger) == ("compatible",)
    assert between(ledger, "diallassagou-2022-06-18/deaths") == {
        "denial": {frozenset({"malian-state", "amadou-koufa"})}
    }


def test_07_three_ways_to_reject(ledger: Ledger) -> None:
    """A document, who the dead were, who did it: only the last two contradict, and neither unsays the deaths."""
    assert [dispute.by for dispute in ledger.documents["un-note-2022-q2"].disputed] == ["malian-state"]
    pairs = between(ledger, "hombori/operation-deaths").values()
    assert not any("malian-state" in pair for found in pairs for pair in found)
    who = "bounti-villagers-and-tabital-pulaaku"
    assert between(ledger, "bounti/deaths")["denial"] == {
        frozenset({"french-military", who}),
        frozenset({"french-military", "minusma"}),
    }
    assert claim(ledger, "danguere-wotoro/deaths/malian-state").denies == "perpetrator"
    assert frozenset({"hrw", "malian-state"}) in between(ledger, "danguere-wotoro/deaths")["denial"]
    assert figure(alone(ledger, "danguere-wotoro"), "2022-Q1", victims="people") == "at least 30"


def test_08_percentages_stay_percentages(ledger: Ledger) -> None:
    """+54% of 584 would be 899: the change stands as printed beside the count, and no count is worked out from it."""
    change, killed = cell(ledger, "mali-2022/killed.change/minusma@un-note-2022-q4"), ledger.totals["mali-2022"]
    assert (change.change, change.count) == ("+54%", None)
    assert "doubling" in (change.note or "")
    assert reported(tables(ledger, "2022")[killed.id]) == {None: "1277"}
    assert cell(ledger, "mali-2021-q2/affected.militia.share/minusma").share == "20%"
    shares = cell_states(ledger, "mali-2022-q3/affected.militia.share")
    assert shares == {"un-note-2022-q3": "current", "bamada-2022-q3-note": "drift"}
    asked = tables(ledger, "2022-Q3", measure="affected")["mali-2022-q3"]
    assert reported(asked)["militia"] == "33"
    assert next(one.share for one in asked.reported if one.cell.category == "militia") == (9, 9)


def test_09_a_trend_without_a_number(ledger: Ledger) -> None:
    """Down, since the first quarter: no zero, no figure, and the army's 96 stand beside it."""
    trend = cell(ledger, "mali-2022-q2/killed.army.trend/minusma")
    assert (trend.trend, trend.since, trend.count) == ("down", dates.parse("2022-Q1"), None)
    table = tables(ledger, "2022-Q2")["mali-2022-q2"]
    assert trend not in [one.cell for one in table.reported]
    assert reported(table)["army"] == "96"


def test_10_a_percentage_on_the_wrong_noun(ledger: Ledger) -> None:
    """+6% of the killed, in a briefing: the deaths on record fell, what rose are the violations."""
    change = cell(ledger, "mali-2020-q2/killed.change/minusma")
    assert (change.change, change.measure) == ("+6%", "killed")
    assert "deaths went down" in (change.note or "")

    def of(quarter: str, measure: str) -> int:
        name = f"mali-{quarter.lower()}{'-violations' if measure == 'affected' else ''}"
        table = tables(ledger, quarter, measure=measure, victims="people")[name]
        return int(reported(table)[None])

    assert of("2020-Q2", "killed") < of("2020-Q1", "killed")
    assert round(100 * of("2020-Q2", "affected") / of("2020-Q1", "affected")) == 106


def test_11_sums_that_do_not_add_up(ledger: Ledger) -> None:
    """546 + 64 + 1 are the army's 611; with the dead man among the 64 they are 610, and that is on record."""
    assert listed(ledger, "hombori/arrests", "parts") == Contradiction(
        "parts",
        CONTRADICTION,
        "hombori",
        "arrests",
        (claim(ledger, "hombori/arrests/malian-army@trt-2022-04"),),
    )
    own = claim(ledger, "hombori/arrests/malian-army@army-communique-2022-04-22")
    assert sum(part.low for part in own.made_of.values()) == 611
    villages = claim(ledger, "karou/deaths/deputy-mayor")
    assert villages.count
    assert sum(part.low for part in villages.made_of.values()) == villages.count.low == 48
    assert listed(ledger, "karou/deaths", "parts") is None
    assert "335, not 347" in (cell(ledger, "mali-2022-q4/affected.jihadist/minusma").note or "")


def test_12_some_parts_known(ledger: Ledger) -> None:
    """20 and 14 "and others": at least 34, which contradicts no higher toll and is no toll itself."""
    known = claim(ledger, "karou/deaths/afp-elected-official")
    assert known.scope == "part"
    assert known.bearing
    assert (known.bearing.low, known.bearing.high) == (34, None)
    assert between(ledger, "karou/deaths") == {
        "count": {frozenset({"aa-deputy-mayor", "reuters-district-administrator"})}
    }
    found = summed(alone(ledger, "karou"), "2021-08", victims="people")
    assert found.account.aside["scope"] == (known.address,)
    assert found.rows[None].figure.low == 41


def test_13_a_ceiling_reported_as_a_floor(ledger: Ledger) -> None:
    """ACLED's up to 456 is more than 450 in a copy: drift, and the ceiling stays one."""
    assert cell_states(ledger, "mali-2022-01-04-acled/killed.army") == {
        "guardian-2022-05-04": "current",
        "tf1-info-2022": "drift",
    }
    own = cell(ledger, "mali-2022-01-04-acled/killed.army/acled@guardian-2022-05-04").count
    assert own
    assert own.high == 456


def test_14_numbers_that_are_not_people(ledger: Ledger) -> None:
    """Pick-ups, cattle and violations are in no count of the dead."""
    assert claim(ledger, "kidal/deaths/malian-army").no_position
    assert figure(alone(ledger, "kidal"), "2023-11", "malian-army", victims="people") is None
    cattle = claim(ledger, "gouni/air-strike-deaths/rfi-local-and-security-sources")
    assert cattle.count
    assert cattle.count.zero
    assert figure(alone(ledger, "gouni"), "2022-09", victims="people") == "at least 35"
    bounti = alone(ledger, "bounti")
    assert figure(bounti, "2021-Q1", "minusma", measure="affected", victims="people") == "27"
    assert figure(bounti, "2021-Q1", "minusma", victims="people") == "at least 22"


def test_15_equal_numbers_are_not_matched(ledger: Ledger) -> None:
    """Three 96s and two 47s: each stays in its own period and fact, and none becomes a copy of another."""
    assert reported(tables(ledger, "2020-Q4", victims="people")["mali-2020-q4"]) == {None: "96"}
    assert reported(tables(ledger, "2022-Q2")["mali-2022-q2"])["army"] == "96"
    assert "96" in (ledger.totals["mali-2020-09-12-unsg"].note or "")
    assert not [one for one in ledger.totals["mali-2020-09-12-unsg"].claims if one.count and one.count.low == 96]
    press = claim(ledger, "mondoro/soldiers-killed/france-24")
    army = claim(ledger, "mondoro/assailants-killed/malian-army")
    assert press.count == army.made_of["in the attack"]
    assert states(ledger, "mondoro/soldiers-killed")["france-24"] == "current"
    assert frozenset({"malian-army", "france-24"}) in between(ledger, "mondoro/soldiers-killed")["count"]
    assert figure(alone(ledger, "mondoro"), "2022-03", "malian-army", victims="fighters") == "70"


def test_16_a_footnote_mark_in_a_number(ledger: Ledger) -> None:
    """827 is 82 and a footnote: on record as printed, withdrawn, and in no total."""
    misprint = cell(ledger, "mali-2022-q4/abducted/minusma")
    assert misprint.count
    assert (misprint.count.text, misprint.quote) == ("827", "827 autres enlevées")
    assert misprint.withdrawn
    assert "footnote" in misprint.withdrawn.reason
    assert tables(ledger, "2022-Q4", measure="abducted") == {}
    killed, injured, affected = (people(ledger, f"mali-2022-q4/{name}") for name in ("killed", "injured", "affected"))
    assert affected - killed - injured == 82


# --- what is measured ----------------------------------------------------------------------------------------------


def test_17_killed_affected_incidents(ledger: Ledger) -> None:
    """421 affected, printed as killed: the killed are 106, and a number of incidents is in no cell."""
    assert cell_states(ledger, "mali-2021-q1/killed")["maliactu-2021-q2-note"] == "drift"
    assert reported(tables(ledger, "2021-Q1")["mali-2021-q1"])[None] == "106"
    assert reported(tables(ledger, "2021-Q1", measure="affected")["mali-2021-q1"])[None] == "421"
    quarter = ledger.totals["mali-2020-q2"]
    assert "458 incidents" in (quarter.note or "")
    assert not {one.count.low for one in quarter.claims if one.count} & {458, 267}


def test_18_one_category_absorbs_another(ledger: Ledger) -> None:
    """55 detained: a cell of their own, and neither MINUSMA's year nor the Panel's injured change it."""
    assert people(ledger, "mali-2022-q1/detained") == 55
    assert reported(tables(ledger, "2022-Q1", measure="abducted")["mali-2022-q1"]) == {None: "107"}
    injured = tables(ledger, "2022-Q1", measure="injured")
    assert reported(injured["mali-2022-q1-un-panel"]) == {None: "269"}
    assert reported(injured["mali-2022-q1"]) == {None: "107"}
    assert people(ledger, "mali-2022/abducted") == 107 + 73 + 55 + 82 + 55  # of four quarters, and the 55 detained
    half = ("mali-2021-q1/abducted", "mali-2021-q2/abducted", "mali-2021-q1/arrested")
    assert people(ledger, "mali-2021-h1/abducted") == sum(people(ledger, part) for part in half) == 425


def test_19_neutralised(ledger: Ledger) -> None:
    """Recorded as killed, and the word that was used stays with it."""
    for address in ("hombori/operation-deaths/malian-army", "tinzaouaten-2024-08-25/deaths/malian-army"):
        fact = ledger.fact(address.rpartition("/")[0])
        assert fact
        assert fact.measure == "killed"
        said = claim(ledger, address)
        assert "neutralis" in (said.quote or "")
        assert "recorded as killed" in (said.note or "")


def test_20_bodies_dead_identified(ledger: Ledger) -> None:
    """A find of bodies is no toll, 238 names are not the 500, 25 bodies in the truck do not contradict 31 dead."""
    bodies = ledger.fact("gossi/bodies")
    assert bodies
    assert bodies.measure == "bodies"
    assert figure(alone(ledger, "gossi"), "2022-04", victims="people") is None
    ohchr = claim(ledger, "moura/deaths/ohchr@ohchr-report-2023-05-12")
    assert ohchr.count
    assert (ohchr.count.low, ohchr.groups["identified"].low) == (500, 238)
    for part, fact in (("reuters-security-memo", "songho/deaths"), ("mopti-prosecutor", "ogossagou-2019-03-23/deaths")):
        assert claim(ledger, f"{fact}/{part}").scope == "part"
        assert not any(part in pair for pairs in between(ledger, fact).values() for pair in pairs)
    countable = claim(ledger, "tinzaouaten-2024-07-25/wagner-killed/csp@france-info-tinzaouaten")
    assert "could be counted" in (countable.note or "")


def test_21_missing_folded_into_the_dead(ledger: Ledger) -> None:
    """95 dead became 35 dead; 95 are the dead and the missing, a measure of its own, and the missing another."""
    found = states(ledger, "sobane-da/deaths")
    assert found["malian-state@tv-2stv-2019-06-sobane-da"] == "revised"
    sobane_da = alone(ledger, "sobane-da")
    asked = {"period": "2019-06", "rule": "malian-state", "victims": "people"}
    assert {name: figure(sobane_da, measure=name, **asked) for name in ("killed", "affected", "missing")} == {
        "killed": "35",
        "affected": "95",
        "missing": "19",
    }


def test_22_dead_and_injured_in_one_figure(ledger: Ledger) -> None:
    """About 30, dead or seriously injured: neither 30 dead nor 30 injured."""
    battle = alone(ledger, "tinzaouaten-2024-07-25")
    asked = {"period": "2024-07", "rule": "csp", "victims": "soldiers"}
    assert figure(battle, measure="affected", **asked) == "about 30"
    assert figure(battle, measure="killed", **asked) == "131"
    assert figure(battle, measure="injured", **asked) is None


def test_23_arrest_is_not_abduction(ledger: Ledger) -> None:
    """Arrested, released and killed in custody are counted apart; the dead detainees count as dead, nobody as abducted."""
    hombori = alone(ledger, "hombori")
    asked = {"period": "2022-Q2", "victims": "people"}
    assert figure(hombori, rule="malian-army", measure="arrested", **asked) == "611"
    assert figure(hombori, rule="malian-army", measure="released", **asked) == "546"
    assert figure(hombori, measure="abducted", **asked) is None
    dead = summed(hombori, "2022-Q2", "minusma").rows[None]
    assert dead.figure.text == "at least 72"
    assert {"hombori/torture-deaths", "hombori/camp-killings"} < set(dead.facts)
    for name in ("releases", "torture-deaths", "camp-killings"):
        assert hombori.incidents["hombori"].facts[name].part_of == "arrests"
    assert "enlevées" in (hombori.incidents["hombori"].facts["arrests"].note or "")


def test_24_other_harm_in_the_same_sentence(ledger: Ledger) -> None:
    """58 women and girls raped are not among the killed, where OHCHR has about 20 women."""
    moura = alone(ledger, "moura")
    asked = {"period": "2022-Q1", "rule": "ohchr", "victims": "people"}
    assert figure(moura, measure="sexual-violence", **asked) == "at least 58"
    assert figure(moura, measure="killed", **asked) == "at least 500"
    assert claim(ledger, "moura/deaths/ohchr@ohchr-report-2023-05-12").groups["women"].text == "about 20"


# --- who the victims are -------------------------------------------------------------------------------------------


def test_25_some_of_them_perhaps_fighters(ledger: Ledger) -> None:
    """HRW's 300 are not 300 civilians: they contradict the army on who died, not on how many."""
    found = between(ledger, "moura/deaths")
    pair = frozenset({"hrw", "malian-army"})
    assert pair in found["victims"]
    assert pair not in found["count"]
    assert claim(ledger, "moura/deaths/hrw@hrw-2022-04-05").who == "people"
    assert figure(alone(ledger, "moura"), "2022-Q1", "hrw") == "about 121 to 360"  # civilians: most of about 300
    assert claim(ledger, "moura/deaths/hrw@afp-2022-08-31").who == "civilians"
    assert states(ledger, "moura/deaths")["hrw@afp-2022-08-31"] == "drift"


def test_26_fighters_inside_a_massacre(ledger: Ledger) -> None:
    """157 dead, at least 12 of them fighters: 157 people, and no certain number of civilians."""
    toll = claim(ledger, "ogossagou-2019-03-23/deaths/minusma@minusma-ogossagou-inquiry-2019-05-02")
    assert toll.groups["fighters"].low == 12
    village = alone(ledger, "ogossagou-2019-03-23")
    assert figure(village, "2019-03", "minusma", victims="people") == "at least 157"
    assert figure(village, "2019-03", "minusma", victims="civilians") == "0 or more"


def test_27_same_size_opposite_status(ledger: Ledger) -> None:
    """21 civilians or about twenty armed men: the numbers fit, the dead do not; at Moura neither fits."""
    found = between(ledger, "tinzaouaten-2024-08-25/deaths")
    assert found.keys() == {"victims"}
    assert frozenset({"csp", "malian-army"}) in found["victims"]
    strikes = alone(ledger, "tinzaouaten-2024-08-25")
    assert figure(strikes, "2024-08", victims="people") == "at least about 15"
    assert figure(strikes, "2024-08", victims="civilians") == "0 or more"
    assert {"count", "victims"} <= between(ledger, "moura/deaths").keys()


def test_28_people_become_civilians(ledger: Ledger) -> None:
    """A translation says civilians where OHCHR says people; a page says both: drift, and OHCHR's word stands."""
    assert states(ledger, "moura/deaths")["ohchr@yasiuae-2023-05"] == "drift"
    assert claim(ledger, "moura/deaths/ohchr@yasiuae-2023-05").who == "civilians"
    assert claim(ledger, "moura/deaths/ohchr@ohchr-report-2023-05-12").who == "people"
    found = states(ledger, "hombori/operation-deaths")
    assert (found["minusma-sputnik-headline"], found["minusma-sputnik-text"]) == ("drift", "drift")
    assert figure(alone(ledger, "moura"), "2022-Q1", "ohchr", category="army") == "0 or more"


def test_29_advisers_and_detainees(ledger: Ledger) -> None:
    """One dead man called six things is one dead soldier; who he was is a question; detainees count as civilians."""
    dead = ledger.fact("hombori/convoy-deaths")
    assert dead
    assert len(dead.claims) > 5
    assert {one.who for one in dead.claims} == {"soldiers"}
    assert between(ledger, dead.address) == {}
    assert figure(alone(ledger, "hombori"), "2022-Q2", category="unattributed", victims="soldiers") == "1 to 2"
    assert "answer" in between(ledger, "hombori/who-died-in-the-blast")
    held = summed(alone(ledger, "hombori"), "2022-04-24", "minusma", victims="civilians").rows[None]
    assert (claim(ledger, "hombori/camp-killings/minusma").who, held.figure.low) == ("detainees", 20)


def test_30_partitions_and_groups(ledger: Ledger) -> None:
    """11 adults and 24 children are all 35; a woman and a child are not all 50; 40 children are of the 886 affected."""
    whole = claim(ledger, "sobane-da/deaths/malian-state@france-24-2019-06-12")
    assert whole.count
    assert sum(part.low for part in whole.made_of.values()) == whole.count.low == 35
    some = claim(ledger, "hombori/operation-deaths/minusma@un-note-2022-q2")
    assert (some.made_of, {name: part.text for name, part in some.including.items() if not isinstance(part, str)}) == (
        {},
        {"women": "at least 1", "children": "at least 1"},
    )
    assert listed(ledger, "hombori/operation-deaths", "parts") is None
    assert cell(ledger, "mali-2021-h2/affected/minusma").groups["children"].low == 40
    assert cell(ledger, "mali-2021-h2/killed/minusma").including == {}


# --- who did it ----------------------------------------------------------------------------------------------------


def test_31_joint_operations(ledger: Ledger) -> None:
    """Whoever is named beside the army, the army leads: no contradiction, and its category takes the whole figure."""
    fact = ledger.fact("hombori/operation-deaths")
    assert fact
    assert {name for one in fact.claims for name in one.alongside} == {"foreign-military", "wagner"}
    for address in ("hombori/operation-deaths", "gouni/deaths", "robinet-el-ataye/deaths"):
        assert "perpetrator" not in between(ledger, address)
    rows = summed(alone(ledger, "hombori", "gouni", "robinet-el-ataye"), "2022", victims="people").rows
    assert "army" in rows
    assert not {"foreign", "militia"} & rows.keys()
    assert claim(ledger, "hombori/operation-deaths/minusma@seneweb-2022-q2-note").alongside == ("wagner",)
    assert states(ledger, "hombori/operation-deaths")["minusma@seneweb-2022-q2-note"] == "drift"


def test_32_perpetrator_by_uniform(ledger: Ledger) -> None:
    """Men in military uniform: the army is named, as alleged, with the words; none of it is the army's own word."""
    said = claim(ledger, "nia-ouro/deaths/france-24")
    assert (said.perpetrator, said.attribution) == ("malian-army", "alleges")
    assert "uniformes militaires" in (said.note or "")
    (reply,) = right_of_reply(ledger.incidents["nia-ouro"], ledger)
    assert (reply.actor, reply.status) == ("malian-army", "not on record")


def test_33_unidentified_is_a_position(ledger: Ledger) -> None:
    """The government's unidentified men do not contradict MINUSMA's hunters, nor are they a category's dead."""
    found = between(ledger, "ogossagou-2020-02-14/deaths")
    assert "perpetrator" not in found
    assert claim(ledger, "ogossagou-2020-02-14/deaths/malian-state").perpetrator == "unattributed"
    assert claim(ledger, "ogossagou-2020-02-14/deaths/minusma").perpetrator == "traditional-hunters"
    village = alone(ledger, "ogossagou-2020-02-14")
    assert figure(village, "2020-02", "boubou-cisse", category="unattributed", victims="people") == "31"
    assert figure(village, "2020-02", "boubou-cisse", category="militia", victims="people") is None
    mayor = claim(ledger, "songho/deaths/bankass-mayor@reuters-2021-12-songho")
    assert mayor.perpetrator == "unattributed"
    assert "Militants" in (mayor.note or "")


def test_34_a_swapped_perpetrator(ledger: Ledger) -> None:
    """Europa Press lays the 200 of the jihadist attacks to the army: the army's reported cell stays 96."""
    assert cell_states(ledger, "mali-2022-q2/killed.army") == {
        "un-note-2022-q2": "current",
        "europa-press-2022-q2-note": "drift",
    }
    table = tables(ledger, "2022-Q2")["mali-2022-q2"]
    assert reported(table) == {None: "317", "army": "96", "jihadist": "200"}
    assert left(table)["army"] == "at most 24"


def test_35_rival_claims_of_one_battle(ledger: Ledger) -> None:
    """The CSP's 84 and JNIM's 50 are the same dead: rivals over who did it, and never 134."""
    fact = "tinzaouaten-2024-07-25/wagner-killed"
    for own in ("csp@france-info-tinzaouaten", "jnim"):
        assert claim(ledger, f"{fact}/{own}").attribution == "claims-own"
    pair = frozenset({"csp", "jnim"})
    found = between(ledger, fact)
    assert found["perpetrator"] == found["denial"] == {pair}
    battle = alone(ledger, "tinzaouaten-2024-07-25")
    asked = {"period": "2024-07", "victims": "soldiers"}
    assert figure(battle, category="signatory", **asked) == "at most 131"
    assert figure(battle, category="jihadist", **asked) == "at most 60"
    assert figure(battle, **asked) == "at least about 21"


def test_37_a_soldier_or_the_army(ledger: Ledger) -> None:
    """One soldier is said to have done it: the army's category takes it, as alleged, and the soldier stays in the note."""
    said = claim(ledger, "hombori/camp-killings/minusma")
    assert (said.perpetrator, said.attribution) == ("malian-army", "alleges")
    assert "un militaire malien" in (said.note or "")
    asked: dict[str, Any] = {"category": "army", "excludes": ("hombori/torture-deaths",)}
    assert figure(alone(ledger, "hombori"), "2022-04-24", "minusma", **asked) == "20"


def test_38_categories_of_others(ledger: Ledger) -> None:
    """What a source counts under a heading that the ledger has not stays in the whole and is given to nobody."""
    assert reported(tables(ledger, "2021")["mali-2021"])["international"] == "50"
    whole = cell(ledger, "mali-2020-09-12-unsg/affected/un-secretary-general")
    cells = [one for one in ledger.totals["mali-2020-09-12-unsg"].claims if one.category]
    assert {one.category for one in cells} <= ledger.settings.categories.keys()
    assert whole.count
    assert whole.count.low - sum(one.count.low for one in cells if one.count) == 50
    assert whole.made_of["judicial authorities"].low == 50
    assert claim(ledger, "binedama/deaths/minusma").alongside == ("traditional-hunters",)
    rows = summed(alone(ledger, "binedama"), "2020-06", "minusma").rows
    assert {name: row.figure.text for name, row in rows.items()} == {None: "37", "army": "37"}


def test_39_who_buried_is_not_who_killed(ledger: Ledger) -> None:
    """A question has answers, not deaths: nobody is accused of killing by them, and no total takes them."""
    fact = ledger.fact("gossi/who-buried-the-bodies")
    assert fact
    assert fact.measure is None
    assert frozenset({"french-military", "dia-diarra"}) in between(ledger, fact.address)["answer"]
    assert not any(one.perpetrator for one in ledger.incidents["gossi"].facts["bodies"].claims)
    aside = summed(alone(ledger, "gossi"), "2022-04", victims="people").account.aside["question"]
    assert {one.address for one in fact.claims} <= set(aside)


def test_40_who_asserts(ledger: Ledger) -> None:
    """Eight documents carry MINUSMA's 50, and MINUSMA says it once; a wrong speaker in a copy is no new source."""
    fact = ledger.fact("hombori/operation-deaths")
    assert fact
    said = [one for one in fact.claims if one.source == "minusma"]
    assert len({name for one in said for name in (one.document, *one.also_in)}) > 5
    outlets = {ledger.documents[one.document].publisher for one in said if one.document} - {"minusma"}
    assert len(outlets) > 4
    assert not outlets & {one.source for one in fact.claims}
    now = [name for name, state in states(ledger, fact.address).items() if state == "current"]
    assert [name for name in now if name.startswith("minusma")] == ["minusma@un-note-2022-q2"]
    wrong = claim(ledger, "diallassagou-2022-06-18/deaths/malian-state@rfi-2022-09-01")
    assert "L'armée malienne" in (wrong.note or "")
    assert "malian-army" not in {
        one.source for one in ledger.incidents["diallassagou-2022-06-18"].facts["deaths"].claims
    }


# --- time ----------------------------------------------------------------------------------------------------------


def test_41_over_the_edge_of_a_quarter(ledger: Ledger) -> None:
    """30 September and 1 October: up to 40 in either quarter, marked, and 40 in the year; never 40 twice."""
    boulkessi = alone(ledger, "boulkessi")
    for quarter in ("2019-Q3", "2019-Q4"):
        row = summed(boulkessi, quarter, "malian-state", victims="soldiers").rows[None]
        assert (row.figure.low, row.figure.high) == (0, 40)
        assert row.straddling == ("boulkessi/soldiers-killed",)
    year = summed(boulkessi, "2019", "malian-state", victims="soldiers").rows[None]
    assert (year.figure.text, year.straddling) == ("40", ())
    own = claim(ledger, "moura/deaths/malian-army@army-communique-2022-04-01")
    assert own.date == dates.parse("2022-03-23/2022-03-31")
    assert ledger.incidents["moura"].date == dates.parse("2022-03-27/2022-03-31")


def test_42_death_after_the_event(ledger: Ledger) -> None:
    """16 killed and 4 who succumbed are 20; 19 on the spot and 3 later are 22, of whom 19 were civilians."""
    camp = claim(ledger, "hombori/camp-killings/minusma")
    assert camp.count
    assert sum(part.low for part in camp.made_of.values()) == camp.count.low == 20
    strike = claim(ledger, "bounti/deaths/minusma")
    assert {name: part.low for name, part in strike.made_of.items()} == {"killed by the strike": 19, "died later": 3}
    assert strike.groups["civilians"].low == 19
    assert listed(ledger, "bounti/deaths", "parts") is None
    assert figure(alone(ledger, "bounti"), "2021-01", "minusma") == "19"


def test_43_nights(ledger: Ledger) -> None:
    """The night of 18 to 19 June is one event of two days: certain in both together, possible in either."""
    villages = alone(ledger, "diallassagou-2022-06-18")
    both = summed(villages, "2022-06-18/2022-06-19", "malian-state").rows[None]
    assert (both.figure.text, both.straddling) == ("132", ())
    for day in ("2022-06-18", "2022-06-19"):
        assert figure(villages, day, "malian-state") == "at most 132"
    chief = claim(ledger, "ogossagou-2020-02-14/deaths/ogossagou-village-chief@african-youth-2020-02-ogossagou")
    assert chief.date == dates.parse("2020-02-13")
    assert "date" not in between(ledger, "ogossagou-2020-02-14/deaths")


def test_44_the_toll_comes_later(ledger: Ledger) -> None:
    """What was said in August of April counts in April; before it was said, nothing of it is there."""
    hombori = alone(ledger, "hombori")
    assert figure(hombori, "2022-Q2", "minusma") == "at least 72"
    assert figure(hombori, "2022-Q3", "minusma") is None
    toll = claim(ledger, "bounti/deaths/minusma")
    assert toll.stated == dates.parse("2021-03-30")
    assert ledger.incidents["bounti"].date == dates.parse("2021-01-03")

    def on_record(day: date) -> bool:
        known = as_of(ledger, day).incidents["bounti"].facts.get("deaths")
        return known is not None and toll.address in {one.address for one in known.claims}

    assert not on_record(date(2021, 3, 29))
    assert on_record(date(2021, 3, 30))


def test_45_a_wrong_date_in_a_copy(ledger: Ledger) -> None:
    """RFI has April for June: its own date, drift, no second event and no death in April."""
    wrong = claim(ledger, "diallassagou-2022-06-18/deaths/malian-state@rfi-2022-09-01")
    assert wrong.date == dates.parse("2022-04")
    assert states(ledger, "diallassagou-2022-06-18/deaths")["malian-state@rfi-2022-09-01"] == "drift"
    assert "date" not in between(ledger, "diallassagou-2022-06-18/deaths")
    assert summed(alone(ledger, "diallassagou-2022-06-18"), "2022-04").account.read == 0
    assert "2922" in (ledger.totals["mali-2022"].note or "")


def test_46_true_only_when_said(ledger: Ledger) -> None:
    """No reply on 31 August, a reply on 2 September; no word of the army on 21 April, its communiqué on the 22nd."""

    def army(day: date) -> list[str]:
        then = as_of(ledger, day)
        (reply,) = [one for one in right_of_reply(then.incidents["hombori"], then) if one.actor == "malian-army"]
        return [status for status, _ in reply.said]

    assert army(date(2022, 4, 21)) == []
    assert army(date(2022, 4, 22))[0] == "admitted"
    assert "rejects the document" not in army(date(2022, 9, 1))
    assert army(date(2022, 9, 2))[0] == "rejects the document"


def test_47_a_bulletin_over_a_window(ledger: Ledger) -> None:
    """The bulletin's 28 for eleven days hold Hombori's 18; 88 for two places are not the 28 of one."""
    table = tables(ledger, "2022-04-12/2022-04-22", victims="fighters")["mali-2022-04-army-bulletin"]
    assert reported(table) == {"army": "28"}
    assert left(table) == {"army": "10"}
    found = cell_states(ledger, "mali-2022-04-army-bulletin/killed.army")
    assert [name for name, state in found.items() if state == "current"] == ["army-communique-2022-04-22"]
    wider = claim(ledger, "sevare/attackers-killed/malian-state@france-info-sevare")
    assert wider.scope == "wider"
    assert figure(alone(ledger, "sevare"), "2023-04", "malian-state", victims="fighters") == "28"


# --- relations between claims --------------------------------------------------------------------------------------


def test_48_part_of_or_separate(ledger: Ledger) -> None:
    """145 around Moura are among the 203 and not added; the detainees of Hombori are other dead and are added."""
    moura = summed(alone(ledger, "moura"), "2022-Q1", "malian-army", victims="fighters")
    assert moura.rows[None].figure.text == "203"
    assert "moura/around-moura/malian-army" in moura.account.aside["part of a counted fact"]
    first_day = ledger.fact("moura/first-day-civilians")
    assert first_day
    assert first_day.part_of == "deaths"
    assert figure(alone(ledger, "moura"), "2022-Q1", "ohchr", victims="people") == "at least 500"
    operation = ledger.fact("hombori/operation-deaths")
    assert operation
    camp = ledger.fact("hombori/camp-killings")
    assert camp
    assert operation not in ledger.wholes(camp)
    assert set(summed(alone(ledger, "hombori"), "2022-Q2", "minusma").rows[None].facts) >= {
        operation.address,
        camp.address,
    }


def test_49_what_only_looks_like_a_part(ledger: Ledger) -> None:
    """30 taken and 15 to 33 dead, cousins missing and bodies found: unless a source says so, nothing is part of anything."""
    for address in ("robinet-el-ataye/disappeared", "gossi/missing-relatives", "tinzaouaten-2024-07-25/airlifted"):
        fact = ledger.fact(address)
        assert fact
        assert fact.part_of is None
        assert fact.note
    place = alone(ledger, "robinet-el-ataye")
    assert figure(place, "2022-03", victims="people") == "15 to 33"
    assert figure(place, "2022-03", measure="abducted", victims="people") == "about 30"


def test_50_revisions_up_and_down(ledger: Ledger) -> None:
    """4, 17, 42 and 95, 35: the last stands; what the last no longer mentions is not unsaid."""
    assert states(ledger, "tessit/soldiers-killed") == {
        "army-first": "revised",
        "army-communique": "revised",
        "tessit-list": "current",
        "malian-state": "current",
    }
    assert figure(alone(ledger, "tessit"), "2022-08", victims="soldiers") == "42"
    assert between(ledger, "tessit/soldiers-killed") == {}
    assert figure(alone(ledger, "sobane-da"), "2019-06", "malian-state", victims="people") == "35"
    assert claim(ledger, "tessit/civilians-killed/malian-state").no_position
    assert states(ledger, "tessit/civilians-killed")["army-communique"] == "current"
    assert figure(alone(ledger, "tessit"), "2022-08", victims="civilians") == "4"
    assert states(ledger, "tessit/missing") == {"malian-army": "current", "malian-state": "current"}


def test_51_an_earlier_figure_misquoted(ledger: Ledger) -> None:
    """The half-year's 266, recalled as the first quarter's: drift there, and the quarter's 106 stand."""
    assert cell_states(ledger, "mali-2021-q1/killed")["omondo-2021-h2-note"] == "drift"
    assert reported(tables(ledger, "2021-Q1")["mali-2021-q1"]) == {None: "106"}
    assert reported(tables(ledger, "2021-H1")["mali-2021-h1"]) == {None: "266"}
    assert "107" in (cell(ledger, "mali-2021-q2/killed.change/minusma").note or "")


def test_52_one_speaker_two_numbers(ledger: Ledger) -> None:
    """A mayor's 31 and 33, JNIM's 80 and 85: one source each, which is counted once and does not contradict itself."""
    for fact, source in (("songho/deaths", "bankass-mayor"), ("boulkessi/soldiers-killed", "jnim")):
        found = ledger.fact(fact)
        assert found
        said = [one.address.rpartition("/")[2] for one in found.claims if one.source == source]
        assert sorted(states(ledger, fact)[name] for name in said) == ["current", "drift"]
        assert not any(pair == {source} for pairs in between(ledger, fact).values() for pair in pairs)
    assert figure(alone(ledger, "songho"), "2021-12", "bankass-mayor", victims="people") == "at least 31"


def test_53_one_total_for_two_places(ledger: Ledger) -> None:
    """49 and 15 for a boat and a camp are 64 once; more than 100 on the boat alone contradict it; wider figures do not."""
    boat = alone(ledger, "banikane-bamba")
    assert len(boat.incidents["banikane-bamba"].place) == 2
    assert figure(boat, "2023-09", "malian-state", category="jihadist", victims="people") == "64"
    assert figure(boat, "2023-09", "malian-state", victims="civilians") == "49"
    assert claim(ledger, "banikane-bamba/deaths/jeune-afrique-boat-sources").scope == "part"
    assert between(ledger, "banikane-bamba/deaths") == {
        "count": {frozenset({"malian-state", "jeune-afrique-boat-sources"})}
    }
    assert len(ledger.incidents["karou"].place) == 4
    assert claim(ledger, "ogossagou-2019-03-23/deaths/african-union").scope == "wider"
    assert "count" not in between(ledger, "ogossagou-2019-03-23/deaths")


def test_54_neighbouring_events(ledger: Ledger) -> None:
    """Two places, two dates, one name: incidents of their own, each said to be separate from the other."""
    for one, other in (
        ("nara", "robinet-el-ataye"),
        ("tinzaouaten-2024-07-25", "tinzaouaten-2024-08-25"),
        ("ogossagou-2019-03-23", "ogossagou-2020-02-14"),
    ):
        for here, there in ((one, other), (other, one)):
            links = {link.incident: link.relation for link in ledger.incidents[here].related}
            assert links[there] == "separate"
        assert not ledger.incidents[one].date.meets(ledger.incidents[other].date)
    assert {one.id for one in matches("Tinzaouaten", ledger)} == {"tinzaouaten-2024-07-25", "tinzaouaten-2024-08-25"}
    assert "two shootings" in (claim(ledger, "hombori/operation-deaths/guardian-aid-workers").quote or "")


def test_55_the_same_dead_under_two_names(ledger: Ledger) -> None:
    """The bodies of Gossi and the dead of Hombori are never both in one sum, not even if the bodies counted as dead."""
    bodies = ledger.fact("gossi/bodies")
    assert bodies
    assert [whole.address for whole in ledger.wholes(bodies)] == ["hombori/operation-deaths"]
    gossi = ledger.incidents["gossi"]
    as_dead = replace(gossi, facts={**gossi.facts, "bodies": replace(bodies, measure="killed")})
    for tried in (ledger, replace(ledger, incidents={**ledger.incidents, "gossi": as_dead})):
        for measure in ("killed", "bodies", "affected"):
            for victims in ("civilians", "people", "fighters"):
                rows = summed(tried, "2022-Q2", measure=measure, victims=victims).rows
                total = rows[None].facts if None in rows else ()
                assert not {"gossi/bodies", "hombori/operation-deaths"} <= set(total)


def test_56_totals_without_an_incident(ledger: Ledger) -> None:
    """MINUSMA leaves Moura out of its quarter and its year, and so does the sum set beside them; ACLED takes it in.

    The year is the sum of its quarters: the dead of Diallassagou, who are left out of the second, are not in it either.
    """
    for period, total, left_out in (
        ("2022-Q1", "mali-2022-q1", {"moura"}),
        ("2022", "mali-2022", {"moura", "diallassagou-2022-06-18"}),
    ):
        table = tables(ledger, period)[total]
        aside = table.itemised.account.aside["excluded"]
        assert "moura/deaths/ohchr@ohchr-report-2023-05-12" in aside
        assert {address.partition("/")[0] for address in aside} == left_out
    assert ledger.totals["mali-2022-q1-unsg-june"].excludes == ("moura",)
    acled = ledger.totals["mali-2022-01-04-acled"]
    assert acled.excludes == ()
    assert "Moura among them" in (acled.note or "")
    assert claim(ledger, "diallassagou-2022-06-18/deaths/minusma-not-confirmed").no_position
    quarter = tables(ledger, "2022-Q2")["mali-2022-q2"].itemised.account.aside["excluded"]
    assert {address.rpartition("/")[0] for address in quarter} == {"diallassagou-2022-06-18/deaths"}


def test_57_overlapping_windows(ledger: Ledger) -> None:
    """Four tables for one quarter stand side by side and are never added; a window that only overlaps is none of them."""
    found = tables(ledger, "2022-Q1")
    assert {name: reported(table) for name, table in found.items()} == {
        "mali-2022-q1": {None: "543", "army": "248"},
        "mali-2022-q1-un-panel": {None: "543"},
        "mali-2022-q1-unsg-march": {"jihadist": "69"},
        "mali-2022-q1-unsg-june": {"army": "248"},
    }
    assert tables(ledger, "2023-Q1", victims="people").keys() == {"mali-2023-q1"}
    for window in ("mali-2023-01-03-srsg-wane", "mali-2021-07-2022-06-poc", "mali-2021-12-2022-03-hrw"):
        asked = ledger.totals[window]
        assert window not in found
        assert tables(ledger, asked.period, victims=asked.victims).keys() == {window}


def test_58_headline_against_text(ledger: Ledger) -> None:
    """70 in the headline, 30 in the text; hundreds in the article, dozens above it: one source, one figure in the sum."""
    found = states(ledger, "ogossagou-2020-02-14/deaths")
    assert (found["maliactu"], found["maliactu-headline"]) == ("current", "drift")
    assert claim(ledger, "ogossagou-2020-02-14/deaths/maliactu-headline").source == "maliactu"
    assert figure(alone(ledger, "ogossagou-2020-02-14"), "2020-02", "maliactu", victims="people") == "30"
    assert states(ledger, "moura/deaths")["mediapart-standfirst"] == "drift"
    one = claim(ledger, "songho/deaths/nigeria-news-digest-headline")
    other = claim(ledger, "songho/deaths/nigeria-news-digest-official")
    assert (one.source, one.document) == (other.source, other.document)
    assert between(ledger, "songho/deaths") == {}


def test_59_part_of_the_ground(ledger: Ledger) -> None:
    """Two bodies in a video, 150 identified: the least there were, and no toll to sum."""
    for address, low in (("nia-ouro/deaths/france-24", 2), ("ogossagou-2019-03-23/deaths/mopti-prosecutor", 150)):
        seen = claim(ledger, address)
        assert seen.bearing
        assert (seen.scope, seen.bearing.low, seen.bearing.high) == ("part", low, None)
        incident = address.partition("/")[0]
        found = summed(alone(ledger, incident), ledger.incidents[incident].date, victims="people")
        assert address in found.account.aside["scope"]


def test_60_denied_and_investigated(ledger: Ledger) -> None:
    """One state calls the images fabricated and opens an inquiry into the bodies: both stand, neither unsays the other."""
    said = claim(ledger, "gossi/the-images/malian-state@maliactu-gossi")
    assert said.answer == "fabricated"
    assert "inquiry" in (said.note or "")
    inquiry = claim(ledger, "gossi/who-buried-the-bodies/bamako-military-prosecutor")
    assert inquiry.no_position
    assert ledger.same_side(inquiry.source, said.source)
    assert states(ledger, "gossi/who-buried-the-bodies")["malian-army"] == "current"
    pairs = between(ledger, "gossi/who-buried-the-bodies")["answer"]
    assert frozenset({"french-military", "malian-army"}) in pairs
    assert not any("bamako-military-prosecutor" in pair for pair in pairs)


# --- text and names ------------------------------------------------------------------------------------------------


def test_61_spun_and_translated(ledger: Ledger) -> None:
    """ "A girl and a toddler", "dozens dead": MINUSMA's words altered on the way, and still one MINUSMA."""
    for document, words_kept in (("jowhar", "a girl and a toddler"), ("europa-press", "woman is left out")):
        copy = claim(ledger, f"hombori/operation-deaths/minusma@{document}-2022-q2-note")
        assert words_kept in (copy.note or "")
        assert states(ledger, "hombori/operation-deaths")[copy.address.rpartition("/")[2]] == "drift"
    assert claim(ledger, "hombori/operation-deaths/minusma-sputnik-headline").quote == "50 شخصا"
    quotes = [one.quote for _, fact in ledger.facts() for one in fact.claims if one.quote]
    quotes += [one.quote for total in ledger.totals.values() for one in total.claims if one.quote]
    assert not [quote for quote in quotes if re.search(r"&#?\w+;|Ă|Ã", quote)]


def test_62_a_number_moves_to_another_measure(ledger: Ledger) -> None:
    """15 killed are not 15 injured, 21 seriously injured not 21 missing: 33 injured and 7 missing remain."""
    assert states(ledger, "banikane-bamba/deaths")["malian-state@maliactu-tombouctou-boat"] == "drift"
    assert figure(alone(ledger, "banikane-bamba"), "2023-09", measure="injured", victims="people") is None
    assert claim(ledger, "banikane-bamba/soldiers-killed/malian-state").count == claim(
        ledger, "banikane-bamba/deaths/government"
    ).groups.get("soldiers")
    assert states(ledger, "mondoro/soldiers-missing")["malian-army@omondo-2022-03-mondoro"] == "drift"
    mondoro = alone(ledger, "mondoro")
    assert figure(mondoro, "2022-03", measure="missing", victims="people") == "7"
    assert figure(mondoro, "2022-03", measure="injured", victims="people") == "33"


@pytest.mark.parametrize(
    ("spellings", "found"),
    [
        ("Moura, Mourah, Mourrah, Mora, MOURÀ", {"moura"}),
        ("Hombori, Homburi, Humburi, hómbori", {"hombori"}),
        ("Bounti, Bounty", {"bounti"}),
        ("Sobane Da, Sobame Da, Sobane-Kou, Sobanou, sobane-da", {"sobane-da"}),
        ("Binédama, Binedama, Binedema", {"binedama"}),
        ("Yangassadiou, Niangassadiou", {"yangassadiou"}),
        ("Danguèrè Wotoro, Danguere-Wotoro, Dangere-Wotoro", {"danguere-wotoro"}),
        ("Daoutegeft, Daoutegueft, Deouteguef, Daouetegeft, Dirga, Dirgua", {"karou"}),
        ("Diallassagou, Dialassagou, Diallasagou", {"diallassagou-2022-06-18"}),
        (
            "Tinzaouaten, Tinzaouatène, Tinzaouatine, Tinzaouatene",
            {"tinzaouaten-2024-07-25", "tinzaouaten-2024-08-25"},
        ),
    ],
)
def test_63_spellings_of_places(spellings: str, found: set[str], ledger: Ledger) -> None:
    for typed in spellings.split(", "):
        assert {incident.id for incident in matches(typed, ledger)} == found, typed


def test_64_regions_disagree(ledger: Ledger) -> None:
    """One region to sum by, the others in the note: no dead counted in two regions."""
    for name, region, other in (
        ("hombori", "Mopti", "Douentza"),
        ("gossi", "Tombouctou", "centre of Mali"),
        ("diallassagou-2022-06-18", "Mopti", "Bandiagara"),
    ):
        incident = ledger.incidents[name]
        assert {place.admin1 for place in incident.place} == {region}
        assert other in (incident.note or "")
    hombori = alone(ledger, "hombori")
    for region, expected in (("Mopti", "at least 72"), ("Douentza", None)):
        place = Place(country="ML", admin1=region)
        assert figure(hombori, "2022-Q2", "minusma", places=(place,)) == expected


def test_65_the_hedge_is_part_of_the_claim(ledger: Ledger) -> None:
    """Alleged, likely, in the conditional: the hedge stands on the claim beside its figure."""
    for address, hedge, in_words in (
        ("hombori/camp-killings/minusma", "alleges", "un militaire malien aurait"),
        ("tessit/soldiers-killed/army-communique", "suspects", "vraisemblablement"),
        ("moura/deaths/jeune-afrique", "alleges", "auraient été tués"),
    ):
        hedged = claim(ledger, address)
        assert hedged.attribution == hedge
        assert in_words in f"{hedged.quote} {hedged.note}"
    assert claim(ledger, "moura/deaths/ohchr@ohchr-report-2023-05-12").attribution is None


def test_66_unnamed_and_nested_speakers(ledger: Ledger) -> None:
    """The army's memo contradicts the army's communiqué; MINUSMA's internal report is not MINUSMA's public word."""
    assert ledger.actor("malian-army-memo").part_of == "malian-army"
    pair = frozenset({"malian-army", "malian-army-memo"})
    assert pair in between(ledger, "hombori/who-died-in-the-blast")["answer"]
    assert claim(ledger, "hombori/convoy-deaths/malian-army-memo").source == "malian-army-memo"
    internal = claim(ledger, "danguere-wotoro/deaths/minusma-internal-report")
    assert internal.alongside == ("wagner",)
    assert ledger.actor("minusma-internal-report").part_of == "minusma"
    aside = summed(alone(ledger, "danguere-wotoro"), "2022-Q1", "minusma", victims="people").account.aside
    assert internal.address in aside["other source"]
    named = [one for _, fact in ledger.facts() for one in fact.claims if one.source == "minusma" and one.alongside]
    assert {one.document for one in named if "wagner" in one.alongside} == {"seneweb-2022-q2-note"}


# --- the table -----------------------------------------------------------------------------------------------------

ROW = re.compile(r"^\| *(\d+) *\| *(.+?) *\| *(.+?) *\| *(.+?) *\|$", re.MULTILINE)


def rows() -> list[tuple[str, str, str, str]]:
    return ROW.findall(TABLE.read_text(encoding="utf-8"))


def known(ledger: Ledger) -> set[str]:
    """Every address, of facts and cells too, every id, and the words of the format."""
    found = {*ledger.incidents, *ledger.totals, *ledger.documents, *ledger.actors}
    for _, fact in ledger.facts():
        found |= {fact.address, *(one.address for one in fact.claims)}
    for total in ledger.totals.values():
        for one in total.claims:
            found |= {one.address, one.address.rpartition("/")[0]}
    for record in (
        model.Claim,
        model.Cell,
        model.Fact,
        model.Incident,
        model.Place,
        model.Document,
        model.PublishedTotal,
    ):
        found |= {one.name for one in fields(record)}
    return found | {*KINDS, *figures.VAGUE, *words.MEASURES, *words.VICTIMS, *words.RELATIONS}


def test_the_table_has_every_case() -> None:
    assert [int(number) for number, *_ in rows()] == list(range(1, 67))


def test_every_case_is_held_by_a_test_or_out_of_scope() -> None:
    tests = {name for name in globals() if re.match(r"test_\d\d_", name)}
    named = []
    for number, _, _, held in rows():
        found = re.findall(r"`(test_\w+)`", held)
        assert found or held.startswith("out of scope: "), number
        assert all(name.startswith(f"test_{int(number):02}_") for name in found), number
        named += found
    assert sorted(named) == sorted(tests)


def test_every_address_and_id_in_the_table_exists(ledger: Ledger) -> None:
    there = known(ledger)
    for number, _, said, _ in rows():
        spans = re.findall(r"`([^`]+)`", said)
        addresses = [span for span in spans if "/" in span or re.fullmatch(r"[a-z0-9_-]+", span)]
        assert [span for span in addresses if span not in there and span != "--as-of"] == [], number
