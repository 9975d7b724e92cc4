"""Figures, the edges: every rule at the number where it begins and the number before."""

from __future__ import annotations

import pytest

from conflict_ledger.figures import Figure, NotAFigure, figure, hull, parse, percent, within


def test_a_message_stays_short_whatever_the_text() -> None:
    with pytest.raises(NotAFigure) as refused:
        parse("\U00011daa" * 39)
    assert str(refused.value) == "'" + "\\U00011daa" * 7 + "\\U0001... is not a figure"


# --- a part within its whole, and what was worked out ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        ("at least 20", "60", 20, 60),
        ("20 to 80", "60", 20, 60),
        ("20 to 60", "60", 20, 60),
        ("20 to 40", "60", 20, 40),
        ("at least 20", "at least 60", 20, None),
        ("70 to 80", "60", 60, 60),  # what cannot be part of it is no more than all of it
        ("at least 70", "50 to 60", 60, 60),
    ],
)
def test_within(part: str, whole: str, low: int, high: int | None) -> None:
    found = within(parse(part), parse(whole))
    assert (found.low, found.high, found.approximate) == (low, high, False)


def test_what_fits_is_kept_in_its_words() -> None:
    for part, whole in (("between 20 and 60", "60"), ("~20", "at least 5"), ("unknown", "unknown")):
        assert within(parse(part), parse(whole)) is not None
        assert within(parse(part), parse(whole)).text == part


@pytest.mark.parametrize(("part", "whole"), [("at least 20", "about 60"), ("about 90", "60"), ("about 90", "about 60")])
def test_within_something_approximate_is_approximate(part: str, whole: str) -> None:
    assert within(parse(part), parse(whole)).approximate


def test_a_figure_is_exact_and_without_words_unless_it_says_so() -> None:
    assert (Figure(3, 4).text, Figure(3, 4).approximate, Figure(3, 4).about) == ("", False, None)
    assert (figure(3, 4).text, figure(3, 4).approximate, figure(3, 4).about) == ("3 to 4", False, None)


def test_wording_takes_no_part_in_equality() -> None:
    assert parse("about 10") == parse("8 to 12") == Figure(8, 12, 99, "", approximate=True)


def test_hull_of_nobody_and_somebody() -> None:
    assert (hull([parse("none"), parse("0")]).low, hull([parse("none"), parse("0")]).high) == (0, 0)
    assert hull([parse("none"), parse("at least 5")]) == parse("at least 0")


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        ("1", "200", (1, 1)),
        ("99", "20000", (0, 0)),
        ("100", "20000", (1, 1)),
        ("995", "100000", (1, 1)),
        ("494", "1000", (49, 49)),
    ],
)
def test_a_share_is_rounded_to_the_nearest(part: str, whole: str, share: tuple[int, int]) -> None:
    assert percent(parse(part), parse(whole)) == share


# --- what is said of what is no figure ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("as many as 20", "up to 20"),
        ("jusqu'à 20", "up to 20"),
        ("entre 20 et 30", "20 to 30"),
        ("from 20 to 30", "20 to 30"),
        ("de 20 à 30", "20 to 30"),
        ("a dozen or so", ""),
        ("about a dozen", "a dozen"),
        ("dozen", "a dozen"),
        ("une douzaine", "a dozen"),
        ("nobody", "none"),
        ("no one", "none"),
        ("000", "0"),
        ("007", "7"),
        ("at least 007", "at least 7"),
    ],
)
def test_what_was_meant(written: str, meant: str) -> None:
    with pytest.raises(NotAFigure) as refused:
        parse(written)
    forms = "a number, or words such as: at least 50, 40 to 60, about 300, dozens, none, unknown"
    assert refused.value.hint == (meant or forms)
    if meant:
        assert parse(meant).text == meant


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("x" * 40, "'" + "x" * 40 + "'"),
        ("x" * 41, "'" + "x" * 37 + "...'"),
        ("\x01" * 19 + "xx", "'" + "\\x01" * 19 + "xx'"),  # eighty as they are shown
        ("\x01" * 19 + "xxx", "'" + "\\x01" * 19 + "..."),
    ],
)
def test_how_much_of_a_text_is_shown(text: str, shown: str) -> None:
    with pytest.raises(NotAFigure) as refused:
        parse(text)
    assert str(refused.value) == f"{shown} is not a figure"
