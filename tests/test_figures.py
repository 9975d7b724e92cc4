"""Figures: every spelling of page 1.3, what the wrong ones are told, and the laws of sums."""

from __future__ import annotations

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_ledger import dates, figures
from conflict_ledger.figures import LIMIT, Figure, NotAFigure, difference, figure, hull, meet, parse, percent, total

FORMS = "a number, or words such as: at least 50, 40 to 60, about 300, dozens, none, unknown"

WRITTEN = [  # text, low, high, about, approximate
    ("50", 50, 50, None, False),
    ("0", 0, 0, None, False),
    ("10000000", LIMIT, LIMIT, None, False),
    ("at least 50", 50, None, None, False),
    ("at least 0", 0, None, None, False),
    ("more than 500", 501, None, None, False),
    ("at most 20", 0, 20, None, False),
    ("at most 0", 0, 0, None, False),
    ("up to 20", 1, 20, None, False),
    ("up to 1", 1, 1, None, False),
    ("fewer than 20", 0, 19, None, False),
    ("less than 20", 0, 19, None, False),
    ("fewer than 2", 0, 1, None, False),
    ("40 to 60", 40, 60, None, False),
    ("40-60", 40, 60, None, False),
    ("between 40 and 60", 40, 60, None, False),
    ("7 to 7", 7, 7, None, False),
    ("about 300", 240, 360, 300, True),
    ("around 300", 240, 360, 300, True),
    ("some 300", 240, 360, 300, True),
    ("nearly 300", 240, 360, 300, True),
    ("~300", 240, 360, 300, True),
    ("about 1", 1, 2, 1, True),
    ("about 7", 5, 9, 7, True),  # down and up to whole people
    ("a dozen", 10, 14, 12, True),
    ("several", 3, 9, None, True),
    ("dozens", 12, 99, None, True),
    ("scores", 20, 99, None, True),
    ("hundreds", 100, 999, None, True),
    ("thousands", 1000, 9999, None, True),
    ("none", 0, 0, None, False),
    ("unknown", 1, None, None, False),
]

REFUSED = [  # text, message, hint
    ("1,000", "'1,000' is not a figure", "1000"),
    ("1_000", "'1_000' is not a figure", "1000"),
    ("1 000", "'1 000' is not a figure", "1000"),
    ("1\u202f000", "'1\\u202f000' is not a figure", "1000"),
    ("1.000", "'1.000' is not a figure", "1000"),
    ("1'000", '"1\'000" is not a figure', "1000"),
    ("more than 1,000", "'more than 1,000' is not a figure", "more than 1000"),
    ("1,000 to 2,000", "'1,000 to 2,000' is not a figure", "1000 to 2000"),
    ("012", "'012' has a leading zero", "12"),
    ("00", "'00' has a leading zero", "0"),
    ("at least 012", "'at least 012' has a leading zero", "at least 12"),
    ("1e3", "'1e3' is not a figure", "1000"),
    ("-5", "'-5' is not a figure: a count is never below zero", "a number from 0 up"),
    ("-0", "'-0' is not a figure: a count is never below zero", "a number from 0 up"),
    ("NaN", "'NaN' is not a figure", FORMS),
    (".inf", "'.inf' is not a figure", FORMS),
    ("true", "'true' is not a figure", FORMS),
    ("0x1F", "'0x1F' is not a figure", FORMS),
    ("12:30", "'12:30' is not a figure", FORMS),
    ("3.5", "'3.5' is not a figure", FORMS),
    ("fifty", "'fifty' is not a figure", FORMS),
    ("", "'' is not a figure", FORMS),
    (">= 50", "'>= 50' is not a figure", "at least 50"),
    (">50", "'>50' is not a figure", "more than 50"),
    ("<= 50", "'<= 50' is not a figure", "at most 50"),
    ("< 50", "'< 50' is not a figure", "fewer than 50"),
    ("50+", "'50+' is not a figure", "at least 50"),
    ("50 or more", "'50 or more' is not a figure", "at least 50"),
    ("au moins 50", "'au moins 50' is not a figure", "at least 50"),
    ("plus de 50", "'plus de 50' is not a figure", "more than 50"),
    ("moins de 50", "'moins de 50' is not a figure", "fewer than 50"),
    ("environ 50", "'environ 50' is not a figure", "about 50"),
    ("~ 50", "'~ 50' is not a figure", "about 50"),
    ("40–60", "'40–60' is not a figure", "40 to 60"),
    ("40 - 60", "'40 - 60' is not a figure", "40 to 60"),
    ("At least 50", "'At least 50' is not a figure", "at least 50"),
    ("at  least 50", "'at  least 50' is not a figure", "at least 50"),
    (" 3 ", "' 3 ' is not a figure", "3"),
    ("3\n", "'3\\n' is not a figure", "3"),
    ("some", "'some' is not a figure", "unknown"),
    ("?", "'?' is not a figure", "unknown"),
    ("zero", "'zero' is not a figure", "none"),
    ("dozen", "'dozen' is not a figure", "a dozen"),
    ("9 to 3", "reversed range: 9 is above 3", "3 to 9"),
    ("between 60 and 40", "reversed range: 60 is above 40", "40 to 60"),
    ("10000001", "'10000001' is more than 10 000 000 people", ""),
    ("10 000 001", "'10 000 001' is not a figure", FORMS),
    ("9" * 5000, f"'{'9' * 37}...' is more than 10 000 000 people", ""),
    ("about 0", "'about 0' is not a figure: nothing is about zero", "none, or at most 5"),
    ("fewer than 1", "'fewer than 1' leaves nobody", "none"),
    ("up to 0", "'up to 0' leaves nobody", "none"),
    ("\uff13", "'\uff13' is not a figure", FORMS),
    ("\u0663", "'\u0663' is not a figure", FORMS),
    ("\u00b3", "'\u00b3' is not a figure", FORMS),
]


@pytest.mark.parametrize(("text", "low", "high", "about", "approximate"), WRITTEN)
def test_written_figure(text: str, low: int, high: int | None, about: int | None, approximate: bool) -> None:
    read = parse(text)
    assert (read.low, read.high, read.about, read.approximate) == (low, high, about, approximate)
    assert read.text == text
    assert read.zero == (high == 0)
    assert read.unknown == (text == "unknown")


@pytest.mark.parametrize(("text", "message", "hint"), REFUSED)
def test_refused_spelling(text: str, message: str, hint: str) -> None:
    with pytest.raises(NotAFigure) as refused:
        parse(text)
    assert (str(refused.value), refused.value.hint) == (message, hint)


@pytest.mark.parametrize(
    "hint", sorted({hint for _, _, hint in REFUSED if hint} - {FORMS, "a number from 0 up", "none, or at most 5"})
)
def test_a_hint_is_a_figure(hint: str) -> None:
    assert parse(hint).text == hint


def test_equality_is_of_the_interval() -> None:
    assert parse("40-60") == parse("between 40 and 60")
    assert parse("at least 50") != parse("50")
    assert parse("unknown") == parse("at least 1")


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (["at least 50", "20", "2"], "at least 72"),
        (["20", "2"], "22"),
        (["40 to 60", "2"], "42 to 62"),
        (["at most 20", "5"], "5 to 25"),
        (["about 300", "at least 2"], "at least about 242"),
        (["about 10", "10"], "about 18 to 22"),
        (["none", "none"], "0"),
        (["unknown"], "at least 1"),
        (["unknown", "unknown"], "at least 2"),
        (["about 300"], "about 300"),
        ([], "0"),
    ],
)
def test_total(parts: list[str], text: str) -> None:
    assert total(parse(part) for part in parts).text == text


@pytest.mark.parametrize(
    ("whole", "part", "text"),
    [
        ("96", "at least 72", "at most 24"),
        ("317", "at least 72", "at most 245"),
        ("317", "296", "21"),
        ("at least 200", "50", "at least 150"),
        ("at least 200", "at least 50", "0 or more"),
        ("at least 20", "50", "0 or more"),
        ("40 to 60", "50", "at most 10"),
        ("about 300", "40", "about 200 to 320"),
        ("96", "96", "0"),
        ("96", "at least 97", None),
        ("none", "unknown", None),
    ],
)
def test_difference(whole: str, part: str, text: str | None) -> None:
    left = difference(parse(whole), parse(part))
    assert (left.text if left else None) == text


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (["18", "at least 50"], "at least 18"),
        (["203", "40 to 60"], "40 to 203"),
        (["none", "20"], "at most 20"),
        (["none", "at least 20"], "0 or more"),
        (["about 10", "30"], "about 8 to 30"),
        (["unknown"], "unknown"),
    ],
)
def test_hull(parts: list[str], text: str) -> None:
    assert hull(parse(part) for part in parts).text == text


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("at least 50", "18", False),  # Hombori
        ("more than 500", "611", True),  # Hombori, the arrests
        ("at least 500", "203", False),  # Moura
        ("300", "more than 200", True),
        ("200", "more than 200", False),
        ("about 300", "240", True),
        ("about 300", "239", False),
        ("none", "unknown", False),
        ("at least 5", "at least 9000", True),
    ],
)
def test_meet(one: str, other: str, expected: bool) -> None:
    assert meet(parse(one), parse(other)) is expected
    assert meet(parse(other), parse(one)) is expected


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        ("96", "317", (30, 30)),
        ("200", "317", (63, 63)),
        ("at least 200", "317", (63, None)),
        ("96", "at least 317", (0, 30)),
        ("1", "200", (1, 1)),  # a half is rounded up
        ("40 to 60", "100 to 200", (20, 60)),
        ("at most 90", "50", (0, 100)),
        ("90", "50", (100, 100)),
        ("5", "none", None),
        ("5", "at most 20", None),
    ],
)
def test_percent(part: str, whole: str, expected: tuple[int, int | None] | None) -> None:
    assert percent(parse(part), parse(whole)) == expected


@pytest.mark.parametrize(
    ("word", "whole", "low", "high"),
    [
        ("some", "300", 1, 300),
        ("most", "300", 151, 300),
        ("most", "301", 151, 301),
        ("most", "at least 50", 26, None),
        ("most", "1", 1, 1),
        ("some", "none", 1, 1),  # more than there are: `parts` reports it
    ],
)
def test_share_of(word: str, whole: str, low: int, high: int | None) -> None:
    share = figures.share_of(word, parse(whole))
    assert (share.low, share.high, share.text, share.approximate) == (low, high, word, True)


def test_an_open_figure_is_wider_than_any_closed_one() -> None:
    texts = ["at least 50", "at least 100", "7", "40 to 60", "none", "at most 9000"]
    assert [f.text for f in sorted(map(parse, texts), key=lambda f: f.width)] == [
        "7",
        "none",
        "40 to 60",
        "at most 9000",
        "at least 100",
        "at least 50",
    ]


# --- laws --------------------------------------------------------------------------------------------------------------


@st.composite
def intervals(draw: st.DrawFn) -> Figure:
    low = draw(st.integers(0, 2000))
    high = draw(st.none() | st.integers(low, 4000))
    return figure(low, high, approximate=draw(st.booleans()))


def member(data: st.DataObject, one: Figure) -> int:
    return data.draw(st.integers(one.low, one.low + 5000 if one.high is None else one.high))


def holds(one: Figure, number: int) -> bool:
    return one.low <= number and (one.high is None or number <= one.high)


@given(st.lists(intervals(), max_size=6), st.randoms(use_true_random=False))
def test_total_does_not_depend_on_the_order(parts: list[Figure], random: object) -> None:
    shuffled = list(parts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert total(shuffled) == total(parts)
    assert total(shuffled).approximate == any(part.approximate for part in parts)


@given(st.lists(intervals(), min_size=1, max_size=6))
def test_total_may_be_taken_in_any_steps(parts: list[Figure]) -> None:
    assert reduce(lambda one, other: total([one, other]), parts) == total(parts)


@given(st.data(), st.lists(intervals(), max_size=5))
def test_total_contains_the_sum_of_any_members(data: st.DataObject, parts: list[Figure]) -> None:
    assert holds(total(parts), sum(member(data, part) for part in parts))


@given(st.data(), intervals(), intervals())
def test_difference_is_never_negative_and_contains_what_is_left(
    data: st.DataObject, whole: Figure, part: Figure
) -> None:
    left = difference(whole, part)
    all_of, some_of = member(data, whole), member(data, part)
    if left is None:
        assert some_of > all_of
    else:
        assert left.low >= 0
        assert left.high is None or left.high >= left.low
        assert some_of > all_of or holds(left, all_of - some_of)


@given(st.data(), st.lists(intervals(), min_size=1, max_size=5))
def test_hull_contains_every_member(data: st.DataObject, parts: list[Figure]) -> None:
    around = hull(parts)
    assert all(holds(around, member(data, part)) for part in parts)


@given(st.data(), intervals(), intervals())
def test_figures_with_a_common_member_meet(data: st.DataObject, one: Figure, other: Figure) -> None:
    if holds(other, member(data, one)):
        assert meet(one, other)


@given(intervals())
def test_an_open_figure_never_prints_as_a_plain_number(one: Figure) -> None:
    if one.high is None:
        assert one.text.startswith("at least ") or one.text == "0 or more"
    elif one.low != one.high:
        assert not one.text.removeprefix("about ").isdigit()


@given(intervals())
def test_a_worked_out_figure_reads_back(one: Figure) -> None:
    if one.approximate or one.text == "0 or more":  # the grammar has no word for these
        return
    assert parse(one.text) == one


@given(st.text() | st.text(alphabet="0123456789 -,.abotleshundrmp~+>=<eE_", max_size=30))
def test_parse_raises_nothing_but_not_a_figure(text: str) -> None:
    try:
        read = parse(text)
    except NotAFigure as refused:
        assert len(str(refused)) < 120  # noqa: PT017
    else:
        assert 0 <= read.low <= (LIMIT * 2 if read.high is None else read.high)
        assert read.text == text


def test_equal_records_do_not_differ() -> None:
    """Figures, dates and all records: `!=` is the opposite of `==`, whatever they are made of."""
    for one, other in (
        (parse("40 to 60"), parse("40-60")),
        (dates.parse("2022-04"), dates.parse("2022-04-01/2022-04-30")),
    ):
        assert one == other
        assert not one != other  # noqa: SIM202 - both operators are tried
        assert hash(one) == hash(other)
    assert parse("50") != parse("at least 50")
