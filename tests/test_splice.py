"""A new record in a file that is there: its place, its layout, and every other byte as it was."""

from __future__ import annotations

from textwrap import dedent

import pytest

from conflict_ledger.edit.order import later
from conflict_ledger.edit.refused import Refused
from conflict_ledger.edit.splice import Edit, spliced
from conflict_ledger.model import Claim
from conflict_ledger.yamltext import read

CLAIMS = ("facts", "deaths", "claims")
NEW = {"source": "b", "count": "at least 5"}
FILE = dedent(
    """\
    # head
    title:   'Raid'   # kept
    facts:
      deaths:
        measure: killed
        claims:
          - source: a
            count: 4
              # of the first
          # of nobody

      injured:
        measure: injured
        claims: []
    # foot
    """
)


def put(text: str, edit: Edit) -> str:
    return spliced(text.encode(), edit, "data/incidents/tindara.yaml").decode()


def test_a_claim_stands_below_the_last_one_and_the_comments_that_are_its_own() -> None:
    after = put(FILE, Edit(CLAIMS, None, NEW))
    new = "      - source: b\n        count: at least 5\n"
    above = "          # of the first\n"
    assert after == FILE.replace(above, above + new)


def test_a_list_in_empty_brackets_becomes_lines() -> None:
    after = put(FILE, Edit(("facts", "injured", "claims"), None, NEW))
    assert after == FILE.replace("claims: []", "claims:\n      - source: b\n        count: at least 5")


def test_a_fact_stands_apart_where_the_others_do() -> None:
    after = put(FILE, Edit(("facts",), "missing", {"measure": "missing", "claims": []}, apart=True))
    assert after == FILE.replace("claims: []\n", "claims: []\n\n  missing:\n    measure: missing\n    claims: []\n")
    closer = FILE.replace("\n\n", "\n")
    after = put(closer, Edit(("facts",), "missing", {"measure": "missing", "claims": []}, apart=True))
    assert "\n\n" not in after


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ("[{source: a, count: 4}]", "[{source: a, count: 4}, {source: b, count: at least 5}]"),
        ("[{source: a, count: 4},  ] # why", "[{source: a, count: 4}, {source: b, count: at least 5},  ] # why"),
        ("[{source: a, count: 4} # why\n    ]", "[{source: a, count: 4}, {source: b, count: at least 5} # why\n    ]"),
        ("[] # why", "[{source: b, count: at least 5}] # why"),
    ],
)
def test_brackets_stay_brackets(claims: str, expected: str) -> None:
    text = f"facts:\n  deaths:\n    measure: killed\n    claims: {claims}\n"
    assert put(text, Edit(CLAIMS, None, NEW)) == text.replace(claims, expected)


def test_withdrawn_stands_above_accepted() -> None:
    text = "facts:\n  deaths:\n    claims:\n    - source: a\n      accepted:\n      - check: x\n"
    edit = Edit((*CLAIMS, 0), "withdrawn", {"date": "2024-01-01", "reason": "No."}, before=later(Claim, "withdrawn"))
    above = "    - source: a\n"
    assert put(text, edit) == text.replace(
        above, above + "      withdrawn:\n        date: 2024-01-01\n        reason: No.\n"
    )


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_line_ends_and_byte_order_mark_stay(mark: bytes, ends: bytes) -> None:
    before = mark + FILE.encode().replace(b"\n", ends)
    after = spliced(before, Edit(CLAIMS, None, NEW), "x")
    assert after.startswith(mark)
    assert after.count(ends) == after.count(b"\n") == before.count(b"\n") + 2
    assert read(after).tree["facts"]["deaths"]["claims"][1] == NEW  # type: ignore[index,call-overload]


@pytest.mark.parametrize(
    "value",
    ["no", "2022-04-19", "012", "~", "null", "a: b", "# x", "- x", "[sic] 3 dead", '"', "two\nlines", "kept\n\n\n", " x ", "é\u00a0x", "@", "x:", "😀", "true", "{", "a\tb"],
)  # fmt: skip
def test_a_text_is_read_as_it_was_given(value: str) -> None:
    for text in (FILE, "facts: {deaths: {claims: [{source: a}]}}\n"):
        after = put(text, Edit(CLAIMS, None, {"source": "b", "quote": value}))
        assert read(after.encode()).tree["facts"]["deaths"]["claims"][1]["quote"] == value  # type: ignore[index,call-overload]


def test_the_lines_that_somebody_wrote_stay_theirs() -> None:
    text = "source: b  # who\ncount:   5\n"
    after = put(FILE, Edit(CLAIMS, None, {"source": "b", "count": "5"}, text=text))
    assert "      - source: b  # who\n        count:   5\n" in after


@pytest.mark.parametrize(
    ("text", "line"),
    [("facts:\n  deaths:\n    claims: [\n", 4), ("facts:\n  a: 1\n  a: 2\n", 3), ("facts:\n\ta: 1\n", 2)],
)
def test_a_file_that_cannot_be_read_is_left_as_it_is(text: str, line: int) -> None:
    with pytest.raises(Refused) as no:
        put(text, Edit(CLAIMS, None, NEW))
    assert no.value.line == line
    assert str(no.value).startswith(f"data/incidents/tindara.yaml:{line}: ")


def test_a_last_line_whose_text_a_newline_would_change_is_refused() -> None:
    text = "facts:\n  deaths:\n    claims:\n      - note: |\n          text"
    with pytest.raises(Refused) as no:
        put(text, Edit(CLAIMS, None, NEW))
    assert no.value.hint == "put a newline at the end of the file"
    assert put(text + "\n", Edit(CLAIMS, None, NEW)).startswith(text + "\n")


def test_a_blank_line_that_belongs_to_a_text_gets_no_other() -> None:
    text = "facts:\n  deaths:\n    measure: killed\n    note: |+\n      kept\n\n"
    after = put(text, Edit(("facts",), "missing", {"measure": "missing"}, apart=True))
    assert read(after.encode()).tree["facts"]["deaths"]["note"] == "kept\n\n"  # type: ignore[index,call-overload]


def test_where_nothing_stands_nothing_is_put() -> None:
    with pytest.raises(Refused, match="nothing stands at facts/none/claims"):
        put(FILE, Edit(("facts", "none", "claims"), None, NEW))
    with pytest.raises(Refused):
        put(FILE, Edit(("title",), None, NEW))
