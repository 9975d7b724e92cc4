"""Sentences to paste never say more than the claims do: every number in them is a claim's, with its qualifier and its source."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_ledger import dates, figures, words
from conflict_ledger.asof import as_of
from conflict_ledger.figures import parse
from conflict_ledger.ledger import Ledger
from conflict_ledger.model import Actor, Claim, Document, Fact, Incident, Settings
from conflict_ledger.reading import load
from conflict_ledger.standing import current
from conflict_ledger.text import french
from conflict_ledger.text.cite import LANGUAGES, citable, sentence, sentences

if TYPE_CHECKING:
    from conftest import LedgerOf

ROOT = Path(__file__).parent.parent
LEDGER = str(Path(sys.executable).parent / "ledger")
OURS = load(ROOT)
TODAY = date(2026, 1, 1)


def run(*arguments: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [LEDGER, "cite", *arguments], cwd=ROOT, env={"PATH": os.environ["PATH"]}, capture_output=True, encoding="utf-8"
    )
    return done.returncode, done.stdout, done.stderr


# --- the case that everything must serve ---------------------------------------------------------------------------


def test_hombori_as_of_its_two_sides(ledger_of: LedgerOf) -> None:
    ledger = ledger_of({"data/incidents/tindara.yaml": TINDARA})
    (fact,) = citable(ledger.incidents["tindara"], ledger)
    assert sentence(fact, ledger, LANGUAGES["en"]) == (
        "At least 50 civilians were killed, according to the UN mission (31 August 2022); the army, a party, reported killing 18"
        " fighters (22 April 2022)."
    )
    assert sentence(fact, ledger, LANGUAGES["fr"]) == (
        "Au moins 50 civils ont été tués, selon UN Mission in Kelouma (31 août 2022) ; selon Army of Kelouma, partie en cause"
        " (22 avril 2022), qui s'en attribue la mort, 18 combattants."
    )


TINDARA = """
    title: Raid on Tindara
    date: 2022-04-19
    facts:
      deaths:
        measure: killed
        claims:
          - {source: kelouma-army, document: army-statement, count: 18, victims: fighters, perpetrator: kelouma-army}
          - {source: un-mission, document: un-report, count: at least 50, victims: civilians, perpetrator: kelouma-army}
          - {source: un-mission, document: gazette-report, count: 50, victims: civilians, perpetrator: kelouma-army}
    """


def test_hombori() -> None:
    code, out, _ = run("hombori/operation-deaths")
    assert code == 0
    assert out.startswith(
        "At least 50 civilians were killed, according to MINUSMA (31 August 2022); the Malian army, a party, reported killing 18"
        " fighters (22 April 2022); "
    )
    assert "68" not in out
    assert "50 civilians" not in out.replace("At least 50 civilians", "")


def test_as_of_a_day_only_what_was_said_by_then() -> None:
    _, out, _ = run("hombori/operation-deaths", "--as-of", "2022-04-30")
    assert "MINUSMA" not in out
    assert "18 fighters" in out


# --- nothing beyond the claims -------------------------------------------------------------------------------------


def counted(claim: Claim, fact: Fact, ledger: Ledger, language: str) -> str:
    """The claim's figure with whom it counts."""
    return LANGUAGES[language].short(replace(claim, scope=None), fact, ledger)


def unsaid(text: str, fact: Fact, ledger: Ledger, language: str) -> str:
    """What is left of the sentence without its days, its sources and its claims' figures with whom they count."""
    speaks = LANGUAGES[language]
    claims = current(fact, ledger)
    named = {name for claim in claims for name in (claim.source, claim.perpetrator)}
    named |= {ledger.documents[claim.document].publisher for claim in claims if claim.document in ledger.documents}
    known = [known for name in named if name for known in (ledger.actor(name).name, ledger.actor(name).in_text or "")]
    known += [f"({speaks.day(when)})" for claim in claims if (when := ledger.known(claim))]
    known += [counted(claim, fact, ledger, language) for claim in claims if claim.count]
    known += [*fact.answers.values(), fact.question or ""]
    lowered = text.lower()
    for part in sorted(filter(None, known), key=len, reverse=True):
        lowered = lowered.replace(part.lower(), " ")
    return lowered


FACTS = [fact for _, fact in OURS.facts() if current(fact, OURS)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.address)
def test_every_number_of_ours_is_a_claims(fact: Fact, language: str) -> None:
    text = sentence(fact, OURS, LANGUAGES[language])
    assert not re.search("[0-9]", unsaid(text, fact, OURS, language)), text
    for claim in current(fact, OURS):
        if claim.count:
            assert sourced(claim, fact, OURS, language, text), (claim.address, text)


def sourced(claim: Claim, fact: Fact, ledger: Ledger, language: str, text: str) -> bool:
    """Whether the claim's figure, qualifier and victims stand in one part of the sentence with its source and its day."""
    speaks = LANGUAGES[language]
    figure, source = counted(claim, fact, ledger, language), speaks.source(claim, fact, ledger)
    when = ledger.known(claim)
    partial = (" count)", "(décompte ")
    return (
        any(
            figure.lower() in part.lower()
            and source in part
            and (when is None or speaks.day(when) in part)
            and (claim.scope is None or any(word in part for word in partial))
            for part in text.removesuffix(".").split(speaks.joined)
        )
        or ";" in source
    )


NUMBERS = st.integers(2, 20_000)
FIGURES = st.one_of(
    st.sampled_from([*figures.VAGUE, "none", "unknown", "1"]),
    NUMBERS.map(str),
    st.tuples(
        st.sampled_from(
            [
                "at least",
                "more than",
                "at most",
                "up to",
                "fewer than",
                "less than",
                "about",
                "around",
                "some",
                "nearly",
            ]
        ),
        NUMBERS,
    ).map(lambda pair: f"{pair[0]} {pair[1]}"),
    st.tuples(NUMBERS, NUMBERS).map(lambda pair: f"{min(pair)} to {max(pair) + 1}"),
    st.tuples(NUMBERS, NUMBERS).map(lambda pair: f"between {min(pair)} and {max(pair) + 1}"),
    NUMBERS.map(lambda number: f"~{number}"),
)
SAID = st.tuples(
    st.sampled_from(["un-mission", "army", "gazette", "rebels"]),
    FIGURES,
    st.sampled_from(list(words.VICTIMS)),
    st.sampled_from([None, "part", "wider"]),
    st.booleans(),
)
ACTORS = {
    name: Actor(name=label, kind=kind, id=name)
    for name, label, kind in (
        ("un-mission", "UN Mission", "un"),
        ("army", "Army", "state-forces"),
        ("gazette", "Gazette", "media"),
        ("rebels", "Rebels", "armed-group"),
    )
}
PAPERS = {
    f"{name}-paper": Document(
        title="x", publisher=name, published=dates.parse(f"2022-0{number}-11"), id=f"{name}-paper"
    )
    for number, name in enumerate(ACTORS, start=5)
}


def made(said: list[tuple[str, str, str, str | None, bool]], measure: str) -> tuple[Fact, Ledger]:
    claims = tuple(
        Claim(
            source=who,
            document=f"{'gazette' if relayed else who}-paper",
            count=parse(count),
            victims=whom,
            scope=scope,
            perpetrator="army",
            address=f"x/f/{who}@{number}",
        )
        for number, (who, count, whom, scope, relayed) in enumerate(said)
    )
    fact = Fact(measure=measure, claims=claims, id="f", incident="x")
    incident = Incident(title="x", date=dates.parse("2022-04-19"), facts={"f": fact}, id="x")
    return fact, Ledger(ROOT, Settings(), ACTORS, PAPERS, {"x": incident}, {}, {}, (), TODAY)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=80, deadline=None)
@given(st.lists(SAID, min_size=1, max_size=5), st.sampled_from(list(words.MEASURES)))
def test_every_number_is_a_current_claims_with_its_qualifier_and_source(
    language: str, said: list[tuple[str, str, str, str | None, bool]], measure: str
) -> None:
    fact, ledger = made(said, measure)
    text = sentence(fact, ledger, LANGUAGES[language])
    assert text.endswith(".")
    assert not re.search("[0-9]", unsaid(text, fact, ledger, language)), text
    for claim in current(fact, ledger):
        assert sourced(claim, fact, ledger, language, text), (claim.count, text)


@pytest.mark.parametrize(
    ("count", "english", "french_words"),
    [
        ("at least 1500", "at least 1,500 civilians were killed", "au moins 1\u202f500 civils ont été tués"),
        ("about 300", "about 300 civilians were killed", "environ 300 civils ont été tués"),
        ("nearly 300", "nearly 300 civilians were killed", "près de 300 civils ont été tués"),
        ("40-60", "40 to 60 civilians were killed", "entre 40 et 60 civils ont été tués"),
        ("up to 20", "up to 20 civilians were killed", "jusqu'à 20 civils ont été tués"),
        ("fewer than 20", "fewer than 20 civilians were killed", "moins de 20 civils ont été tués"),
        ("more than 500", "more than 500 civilians were killed", "plus de 500 civils ont été tués"),
        ("at most 20", "at most 20 civilians were killed", "au plus 20 civils ont été tués"),
        ("less than 20", "less than 20 civilians were killed", "moins de 20 civils ont été tués"),
        ("around 20", "about 20 civilians were killed", "environ 20 civils ont été tués"),
        ("some 20", "about 20 civilians were killed", "environ 20 civils ont été tués"),
        ("~20", "about 20 civilians were killed", "environ 20 civils ont été tués"),
        ("between 4 and 6", "4 to 6 civilians were killed", "entre 4 et 6 civils ont été tués"),
        ("a dozen", "a dozen civilians were killed", "une douzaine de civils ont été tués"),
        ("several", "several civilians were killed", "plusieurs civils ont été tués"),
        ("scores", "scores of civilians were killed", "plusieurs dizaines de civils ont été tués"),
        ("hundreds", "hundreds of civilians were killed", "des centaines de civils ont été tués"),
        ("thousands", "thousands of civilians were killed", "des milliers de civils ont été tués"),
        ("dozens", "dozens of civilians were killed", "des dizaines de civils ont été tués"),
        ("1", "1 civilian was killed", "1 civil a été tué"),
        ("none", "no civilians were killed", "aucun civil n'a été tué"),
        ("unknown", "an unknown number of civilians were killed", "un nombre inconnu de civils ont été tués"),
    ],
)
def test_figures_in_each_language(count: str, english: str, french_words: str) -> None:
    fact, ledger = made([("un-mission", count, "civilians", None, False)], "killed")
    assert sentences([fact], ledger, "en") == [
        f"{english[:1].upper()}{english[1:]}, according to UN Mission (11 May 2022)."
    ]
    assert sentences([fact], ledger, "fr") == [
        f"{french_words[:1].upper()}{french_words[1:]}, selon UN Mission (11 mai 2022)."
    ]


@pytest.mark.parametrize("measure", words.MEASURES)
@pytest.mark.parametrize("victims", words.VICTIMS)
def test_every_measure_and_victims_word_is_sayable_in_french(measure: str, victims: str) -> None:
    text = french.clause(parse("at least 5"), victims, measure)
    assert text.startswith("au moins 5 ")
    if measure not in ("sexual-violence", "bodies"):
        assert text.endswith("es") == (victims == "people")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2022-04-01", "1er avril 2022"),
        ("2022-04-19/2022-04-24", "du 19 au 24 avril 2022"),
        ("2022-03-27/2022-04-01", "du 27 mars au 1er avril 2022"),
        ("2022-08", "août 2022"),
        ("2022-Q2", "avril-juin 2022"),
        ("2022", "2022"),
        ("2022-04-19~", "19 avril 2022 (date approximative)"),
        ("../2022-04-19", "au plus tard le 19 avril 2022"),
        ("2021-12-30/2022-01-02", "du 30 décembre 2021 au 2 janvier 2022"),
    ],
)
def test_days_in_french(text: str, said: str) -> None:
    assert french.day(dates.parse(text)) == said


def test_who_names_another_does_not_own_it(ledger_of: LedgerOf) -> None:
    text = TINDARA.replace(
        "victims: fighters, perpetrator: kelouma-army", "victims: fighters, perpetrator: hill-rebels"
    )
    ledger = ledger_of({"data/incidents/tindara.yaml": text})
    (said,) = sentences(citable(ledger.incidents["tindara"], ledger), ledger, "en")
    assert "reported killing" not in said
    assert "according to the army, a party (22 April 2022), 18 fighters" in said


def test_who_injured_did_not_kill(ledger_of: LedgerOf) -> None:
    ledger = ledger_of({"data/incidents/tindara.yaml": TINDARA.replace("measure: killed", "measure: injured")})
    (said,) = sentences(citable(ledger.incidents["tindara"], ledger), ledger, "en")
    assert "At least 50 civilians were injured" in said
    assert "kill" not in said


# --- what is on record without a figure ----------------------------------------------------------------------------


def test_denials_and_refusals_stand_beside_the_figures() -> None:
    _, out, _ = run("moura")
    assert "the Malian army, a party, relayed by AFP (31 August 2022) denies that the victims were civilians" in out
    assert "MINUSMA (30 May 2022) takes no position" in out


def test_a_question_is_answered_by_its_sources() -> None:
    _, out, _ = run("hombori/who-died-in-the-blast")
    assert out.startswith("Was the man who died in the convoy a Malian soldier or a Russian? A")
    assert "A Malian soldier, according to the Malian army (22 April 2022)" in out


def test_only_current_claims_are_cited() -> None:
    fact = OURS.fact("hombori/arrests")
    assert fact is not None
    assert "more than 600" not in sentence(fact, OURS, LANGUAGES["en"])
    then = as_of(OURS, date(2022, 4, 30))
    assert "MINUSMA" not in " ".join(sentences(citable(then.incidents["hombori"], then), then, "en"))


# --- references ----------------------------------------------------------------------------------------------------


def test_footnotes_name_document_day_and_ledger() -> None:
    code, out, _ = run("hombori/operation-deaths", "--style", "footnote")
    lines = out.splitlines()
    assert code == 0
    assert lines[0].startswith("“at least 50 civilians”, MINUSMA, “Note trimestrielle")
    assert "31 August 2022" in lines[0]
    assert lines[-1].startswith("Mali conflict ledger")
    assert lines[-1].endswith("CC-BY-4.0.")
    assert "«\u202fat least 50 civilians\u202f»" in run("hombori", "--style", "footnote", "--lang", "fr")[1]


def test_csl_is_what_a_reference_manager_takes() -> None:
    code, out, _ = run("moura", "--style", "csl")
    items = json.loads(out)
    assert code == 0
    assert len({item["id"] for item in items}) == len(items) > 5
    for item in items:
        assert item["type"] in {"report", "article-newspaper", "document", "legal_case"}
        parts = item["issued"]["date-parts"]
        assert 1 <= len(parts) <= 2
        assert all(1 <= len(one) <= 3 and all(isinstance(number, int) for number in one) for one in parts)
        assert item["title"]
        assert item["author"][0]["literal"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("homburi-x",), 3, "no incident matches"),
        (("hombori/deaths",), 2, "no such fact in hombori: deaths"),
        (("hombori", "--lang", "de"), 2, "no such language: de"),
        (("hombori", "--style", "apa"), 2, "no such style: apa"),
        (("hombori", "--as-of", "2022-04-18"), 3, "no incident matches hombori by then"),
    ],
    ids=str,
)
def test_what_cannot_be_cited_is_said(arguments: tuple[str, ...], code: int, said: str) -> None:
    found, out, err = run(*arguments)
    assert (found, out) == (code, "")
    assert said in err
