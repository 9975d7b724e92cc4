"""Totals: what is counted, what is set aside and why, and the laws that hold for every sum."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from test_cases import SETTING

from conflict_ledger import dates
from conflict_ledger.totals import Question, exceeded, tally, totals
from conflict_ledger.totals.account import Unaccounted, account

if TYPE_CHECKING:
    from conftest import LedgerOf

    from conflict_ledger.ledger import Ledger
    from conflict_ledger.totals import Tally

Q2 = dates.parse("2022-Q2")


def facts(ledger_of: LedgerOf, body: str, **files: str) -> Ledger:
    """A ledger of one incident of April 2022 whose facts are given in flow style; a line may go on after a comma."""
    body = re.sub(r",\n\s*", ", ", body.strip())
    lines = "\n".join(f"  {line.strip()}" for line in body.split("\n"))
    incident = f"title: Case\ndate: 2022-04-19\nplace: {{name: Tindara, country: ML}}\nfacts:\n{lines}\n"
    ledger = ledger_of({**SETTING, "data/incidents/case.yaml": incident, **files})
    assert not ledger.findings
    return ledger


def sums(found: Tally) -> dict[str, str]:
    return {row.category or "all": row.figure.text for row in found.rows.values()}


def aside(found: Tally) -> dict[str, list[str]]:
    return {
        reason: [address.removeprefix("case/") for address in addresses]
        for reason, addresses in found.account.aside.items()
    }


ARMY = "perpetrator: malian-army"


def test_a_sum_of_open_figures_stays_open(ledger_of: LedgerOf) -> None:
    ledger = facts(
        ledger_of,
        f"""
        operation: {{measure: killed, claims: [{{source: minusma, count: at least 50, victims: civilians, {ARMY}}}]}}
        camp: {{measure: killed, claims: [{{source: minusma, count: 20, victims: detainees, {ARMY}}}]}}
        torture: {{measure: killed, claims: [{{source: minusma, count: 2, victims: detainees, {ARMY}}}]}}
        """,
    )
    assert sums(tally(Question(Q2), "minusma", ledger)) == {"army": "at least 72", "all": "at least 72"}


def test_who_takes_no_position_leaves_the_sum_as_it_is(ledger_of: LedgerOf) -> None:
    silent = "{source: malian-army, no_position: true}"
    ledger = facts(
        ledger_of,
        f"camp: {{measure: killed, claims: [{{source: minusma, count: 20, victims: civilians, {ARMY}}}, {silent}]}}",
    )
    assert sums(tally(Question(Q2), "range", ledger)) == {"army": "20", "all": "20"}


RANGE = {
    "a rival who calls them fighters": (
        ["count: at least 50, victims: civilians", "count: 18, victims: fighters"],
        "0 or more",
    ),
    "rivals who agree on whom": (["count: 40, victims: civilians", "count: 60, victims: civilians"], "40 to 60"),
    "a rival who says nobody": (["count: 40, victims: civilians", "count: none, victims: civilians"], "at most 40"),
    "a rival who says nobody at all": (["count: 40, victims: civilians", "count: none"], "at most 40"),
    "a rival who denies the event": (["count: 40, victims: civilians", "denies: event"], "at most 40"),
    "a rival who denies the count only": (["count: 40, victims: civilians", "denies: count"], "40"),
    "a part that is more than the whole of a rival": (
        ["count: 40, victims: civilians", "count: more than 60, victims: civilians, scope: part"],
        "at least 40",
    ),
    "a part that fits": (["count: 40, victims: civilians", "count: 30, victims: civilians, scope: part"], "40"),
    "more people than these, and still fewer": (
        ["count: 40, victims: civilians", "count: 30, victims: civilians, scope: wider"],
        "at most 40",
    ),
    "a rival who takes no position": (["count: 40, victims: civilians", "no_position: true"], "40"),
    "people add to the upper end only": (["count: 40, victims: civilians", "count: 60, victims: people"], "at most 60"),
    "people, some of whom are civilians": (["count: 60, including: {civilians: at least 20}"], "20 to 60"),
    "people, most of whom are civilians": (["count: 60, including: {civilians: most}"], "31 to 60"),
    "detainees and aid workers are protected": (
        ["count: 4, victims: detainees", "count: 5, victims: aid-workers"],
        "4 to 5",
    ),
    "an approximate figure says so": (
        ["count: about 300, victims: civilians", "count: 310, victims: civilians"],
        "about 240 to 360",
    ),
}


@pytest.mark.parametrize("case", RANGE)
def test_range(case: str, ledger_of: LedgerOf) -> None:
    claims, expected = RANGE[case]
    sources = ("minusma", "hrw", "ohchr")
    flow = ", ".join(f"{{source: {source}, {claim}, {ARMY}}}" for source, claim in zip(sources, claims, strict=False))
    flow = flow.replace(f"denies: event, {ARMY}", "denies: event")
    ledger = facts(ledger_of, f"deaths: {{measure: killed, claims: [{flow}]}}")
    assert sums(tally(Question(Q2), "range", ledger))["army"] == expected


def test_a_rival_in_another_category_lowers_each_and_not_the_whole(ledger_of: LedgerOf) -> None:
    ledger = facts(
        ledger_of,
        f"""
        deaths: {{measure: killed, claims: [{{source: hrw, count: 40, victims: civilians, {ARMY}}},
        {{source: malian-army, count: 30, victims: civilians, perpetrator: jnim}}]}}
        """,
    )
    assert sums(tally(Question(Q2), "range", ledger)) == {
        "army": "at most 40",
        "jihadist": "at most 30",
        "all": "30 to 40",
    }


ZERO = "{source: malian-state, count: none, victims: civilians}"


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([f"{{source: hrw, count: 203, victims: fighters, {ARMY}}}", ZERO], "203"),
        ([f"{{source: hrw, count: 132, victims: civilians, {ARMY}}}", ZERO], "at most 132"),
        ([f"{{source: hrw, count: 132, victims: aid-workers, {ARMY}}}", ZERO], "at most 132"),
        ([f"{{source: hrw, count: 132, victims: people, {ARMY}}}", ZERO], "132"),
    ],
)
def test_a_zero_of_civilians_in_a_total_over_people(claims: list[str], expected: str, ledger_of: LedgerOf) -> None:
    """It denies those who were called civilians, and says nothing of the others."""
    ledger = facts(ledger_of, f"deaths: {{measure: killed, claims: [{', '.join(claims)}]}}")
    found = tally(Question(Q2, victims="people"), "range", ledger)
    assert sums(found)["all"] == expected
    assert aside(found) == {"other victims": ["deaths/malian-state"]}


def test_no_row_is_certain_of_more_than_the_whole(ledger_of: LedgerOf) -> None:
    """A rival who names nobody puts these people in no category: none of them is certain to be the army's."""
    ledger = facts(
        ledger_of,
        f"""
        deaths: {{measure: killed, claims: [{{source: hrw, count: at least 15, victims: civilians, {ARMY}}},
        {{source: malian-state, count: 14, victims: civilians}}]}}
        """,
    )
    assert sums(tally(Question(Q2), "range", ledger)) == {
        "army": "0 or more",
        "unattributed": "at most 14",
        "all": "at least 14",
    }


def test_sources_are_never_added(ledger_of: LedgerOf) -> None:
    ledger = facts(
        ledger_of,
        f"""
        deaths: {{measure: killed, claims: [{{source: minusma, count: 50, victims: civilians, {ARMY}}},
        {{source: malian-army, count: 18, victims: civilians, {ARMY}}}]}}
        """,
    )
    for rule, expected in (("range", "18 to 50"), ("minusma", "50"), ("malian-army", "18")):
        assert sums(tally(Question(Q2), rule, ledger))["army"] == expected
    assert aside(tally(Question(Q2), "minusma", ledger)) == {"other source": ["deaths/malian-army"]}


def test_preferred_takes_what_was_assessed_and_says_what_was_not(ledger_of: LedgerOf) -> None:
    judged = "assessment: {prefer: minusma, reason: On site., by: desk, date: 2022-09-02}"
    claims = f"[{{source: minusma, count: 50, victims: civilians, {ARMY}}}, {{source: hrw, count: 60, victims: civilians, {ARMY}}}]"
    ledger = facts(
        ledger_of,
        f"one: {{measure: killed, {judged}, claims: {claims}}}\ntwo: {{measure: killed, claims: {claims}}}",
    )
    found = tally(Question(Q2), "preferred", ledger)
    assert sums(found)["army"] == "50"
    assert found.unassessed == ("case/two",)
    assert aside(found) == {"other source": ["one/hrw"], "no assessment": ["two/hrw", "two/minusma"]}


def test_alongside_takes_nothing(ledger_of: LedgerOf) -> None:
    ledger = facts(
        ledger_of,
        f"deaths: {{measure: killed, claims: [{{source: hrw, count: 9, victims: civilians, {ARMY}, alongside: [wagner]}}]}}",
    )
    assert sums(tally(Question(Q2), "hrw", ledger)) == {"army": "9", "all": "9"}


def test_every_reason_is_given_in_its_order(ledger_of: LedgerOf) -> None:
    civilians = f"victims: civilians, {ARMY}"
    ledger = facts(
        ledger_of,
        f"""
        gone: {{measure: killed, withdrawn: {{date: 2022-05-01, reason: misread}}, claims: [{{source: hrw, count: 1}}]}}
        left-out: {{measure: killed, claims: [{{source: hrw, count: 1, {civilians}}}]}}
        asked: {{question: Who?, answers: {{jnim: JNIM}}, claims: [{{source: hrw, answer: jnim}}]}}
        hurt: {{measure: injured, claims: [{{source: hrw, count: 1, {civilians}}}]}}
        whole: {{measure: killed, claims: [{{source: hrw, count: 10, {civilians}}}]}}
        inside: {{measure: killed, part_of: whole, claims: [{{source: hrw, count: 3, {civilians}}}]}}
        said: {{measure: killed, claims: [{{source: malian-state, document: reply, count: 4, {civilians}}},
        {{source: malian-state, document: state-2023, count: 5, {civilians}}},
        {{source: malian-state, document: afp-august, count: 6, {civilians}}},
        {{source: malian-state, document: apa-september, count: 5, {civilians}}}]}}
        bounded: {{measure: killed, claims: [{{source: hrw, count: 5, scope: part, {civilians}}}]}}
        denied: {{measure: killed, claims: [{{source: hrw, denies: event}}, {{source: minusma, no_position: true}}]}}
        fighters: {{measure: killed, claims: [{{source: hrw, count: 5, victims: fighters, {ARMY}}}]}}
        """,
    )
    found = tally(Question(Q2, excludes=("case/left-out",)), "range", ledger)
    assert aside(found) == {
        "withdrawn": ["gone/hrw"],
        "excluded": ["left-out/hrw"],
        "question": ["asked/hrw"],
        "other measure": ["hurt/hrw"],
        "part of a counted fact": ["inside/hrw"],
        "revised": ["said/malian-state@reply"],
        "drift": ["said/malian-state@afp-august"],
        "repeated": ["said/malian-state@apa-september"],
        "scope": ["bounded/hrw"],
        "denial": ["denied/hrw"],
        "no position": ["denied/minusma"],
        "other victims": ["fighters/hrw"],
    }
    assert found.account.counted == ("case/said/malian-state@state-2023", "case/whole/hrw")
    assert found.account.read == sum(len(fact.claims) for _, fact in ledger.facts())
    assert sums(found)["army"] == "15"


def test_a_reason_that_is_not_in_the_list_is_a_bug() -> None:
    with pytest.raises(Unaccounted):
        account({"case/deaths/hrw": "lost"})


PART = """
    whole: {{measure: {measure}, claims: [{{source: {source}, count: 10, victims: civilians, perpetrator: {by}}}]}}
    inside: {{measure: killed, part_of: whole, claims: [{{source: hrw, count: 3, victims: civilians, perpetrator: malian-army}}]}}
    """


@pytest.mark.parametrize(
    ("measure", "source", "by", "expected"),
    [
        ("killed", "hrw", "malian-army", "10"),
        ("bodies", "hrw", "malian-army", "3"),
        ("killed", "minusma", "malian-army", "3"),
        ("killed", "hrw", "jnim", "3"),
    ],
)
def test_a_part_is_set_aside_only_where_its_whole_is_counted_in_the_same_cell(
    measure: str, source: str, by: str, expected: str, ledger_of: LedgerOf
) -> None:
    ledger = facts(ledger_of, PART.format(measure=measure, source=source, by=by))
    assert sums(tally(Question(Q2), "hrw", ledger))["army"] == expected


def test_a_part_of_a_part_in_another_category_is_counted_once_in_all(ledger_of: LedgerOf) -> None:
    ledger = facts(ledger_of, PART.format(measure="killed", source="hrw", by="jnim"))
    assert sums(tally(Question(Q2), "hrw", ledger)) == {"army": "3", "jihadist": "10", "all": "10"}


def test_a_fact_over_the_edge_adds_to_the_upper_end_only(ledger_of: LedgerOf) -> None:
    dated = f"{{measure: killed, date: 2022-03-27/2022-04-01, claims: [{{source: hrw, count: 9, victims: civilians, {ARMY}}}]}}"
    ledger = facts(ledger_of, f"deaths: {dated}")
    for period, expected, straddling in (("2022-Q1", "at most 9", 1), ("2022-Q2", "at most 9", 1), ("2022", "9", 0)):
        row = tally(Question(dates.parse(period)), "range", ledger).rows[None]
        assert (row.figure.text, len(row.straddling)) == (expected, straddling)
    assert not tally(Question(dates.parse("2022-Q3")), "range", ledger).account.read


def test_an_unknown_beside_a_figure_is_not_added(ledger_of: LedgerOf) -> None:
    ledger = facts(
        ledger_of,
        f"""
        deaths: {{measure: killed, claims: [{{source: hrw, document: hrw-april, count: 40, victims: civilians, {ARMY}}}, {{source: hrw, document: afp-august, stated: 2022-08-01, count: unknown, victims: civilians, {ARMY}}}]}}
        """,
    )
    assert sums(tally(Question(Q2), "hrw", ledger))["army"] == "40"
    assert aside(tally(Question(Q2), "hrw", ledger)) == {"repeated": ["deaths/hrw@afp-august"]}


def test_unknown_counts_as_one_or_more(ledger_of: LedgerOf) -> None:
    ledger = facts(
        ledger_of, f"deaths: {{measure: killed, claims: [{{source: hrw, count: unknown, victims: civilians, {ARMY}}}]}}"
    )
    assert sums(tally(Question(Q2), "hrw", ledger))["army"] == "at least 1"


def test_another_place_is_not_read(ledger_of: LedgerOf) -> None:
    from conflict_ledger.model import Place

    ledger = facts(
        ledger_of, f"deaths: {{measure: killed, claims: [{{source: hrw, count: 9, victims: civilians, {ARMY}}}]}}"
    )
    assert tally(Question(Q2, places=(Place(country="ML"),)), "hrw", ledger).account.read == 1
    assert tally(Question(Q2, places=(Place(country="NE"),)), "hrw", ledger).account.read == 0


# --- beside a published table --------------------------------------------------------------------------------------

TABLE = """
    title: Civilians killed, April-June 2022
    period: 2022-Q2
    place: {country: ML}
    victims: civilians
    claims:
      - {source: minusma, document: un-note, measure: killed, count: 317}
      - {source: minusma, document: un-note, measure: killed, category: army, count: 96}
      - {source: minusma, document: afp-august, measure: killed, category: jihadist, count: 200}
      - {source: minusma, document: un-note, measure: killed, category: jihadist, victims: people, count: at least 200}
      - {source: minusma, document: apa-september, measure: killed, category: army, count: 960}
    """
DEATHS = "deaths: {{measure: killed, claims: [{{source: minusma, count: {count}, victims: civilians, perpetrator: malian-army}}]}}"


def published(ledger_of: LedgerOf, count: str) -> Ledger:
    return facts(ledger_of, DEATHS.format(count=count), **{"data/totals/mali-2022-q2.yaml": TABLE})


def test_reported_itemised_and_not_yet_itemised(ledger_of: LedgerOf) -> None:
    (table,) = totals(Question(Q2), "range", published(ledger_of, "at least 72")).tables
    said = {one.cell.category: (one.cell.count and one.cell.count.text, one.relay, one.share) for one in table.reported}
    assert said == {None: ("317", False, None), "army": ("96", False, (30, 30)), "jihadist": ("200", True, (63, 63))}
    left = {one.category: one.figure and one.figure.text for one in table.residual}
    assert left == {None: "at most 245", "army": "at most 24", "jihadist": "200"}
    assert [cell.count and cell.count.text for cell in table.beside] == ["at least 200"]


@pytest.mark.parametrize(
    ("count", "clash"), [("at least 96", False), ("at least 97", True), ("97", True), ("up to 200", False)]
)
def test_itemising_more_than_was_reported_is_a_contradiction(count: str, clash: bool, ledger_of: LedgerOf) -> None:
    found = list(exceeded(published(ledger_of, count)))
    assert bool(found) == clash
    for one in found:
        assert (one.kind, one.incident, one.fact) == ("totals", None, None)
        assert [claim.address for claim in one.claims] == [
            "mali-2022-q2/killed.army/minusma@un-note",
            "case/deaths/minusma",
        ]


def test_what_the_source_left_out_is_left_out(ledger_of: LedgerOf) -> None:
    ledger = facts(
        ledger_of,
        DEATHS.format(count="300"),
        **{
            "data/totals/mali-2022-q2.yaml": TABLE.replace(
                "victims: civilians\n", "victims: civilians\n    excludes: [case]\n", 1
            )
        },
    )
    (table,) = totals(Question(Q2), "range", ledger).tables
    assert not table.itemised.rows
    assert table.itemised.account.aside == {"excluded": ("case/deaths/minusma",)}
    assert not list(exceeded(ledger))


def test_a_withdrawn_table_reports_nothing(ledger_of: LedgerOf) -> None:
    ledger = published(ledger_of, "50")
    total = replace(ledger.totals["mali-2022-q2"], withdrawn=_withdrawn())
    assert not totals(Question(Q2), "range", replace(ledger, totals={total.id: total})).tables


def _withdrawn():  # type: ignore[no-untyped-def]
    from conflict_ledger.model import Withdrawn

    return Withdrawn(date=dates.parse("2022-10-01"), reason="misread")


# --- laws ----------------------------------------------------------------------------------------------------------


def test_quarters_partition_a_year(ledger_of: LedgerOf) -> None:
    """Facts that straddle no quarter: the quarters' sums add up to the year's, and every claim is read once."""
    days = ("2022-01-03", "2022-03-31", "2022-04-01", "2022-08-01/2022-08-09", "2022-12-31")
    body = "\n".join(
        f"on-{number}: {{measure: killed, date: {day}, claims: [{{source: hrw, count: {10**number}, victims: civilians, {ARMY}}}]}}"
        for number, day in enumerate(days)
    )
    ledger = facts(ledger_of, body)
    quarters = [tally(Question(dates.parse(f"2022-Q{number}")), "range", ledger) for number in range(1, 5)]
    year = tally(Question(dates.parse("2022")), "range", ledger)
    assert sum(row.figure.low for one in quarters for row in one.rows.values() if row.category is None) == 11111
    assert year.rows[None].figure.text == "11111"
    assert sorted(address for one in quarters for address in one.account.counted) == sorted(year.account.counted)
