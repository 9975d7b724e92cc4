"""YAML text, the odd ends: what a fuzzer and a second reader found, and every branch of the gate."""

from __future__ import annotations

import pytest

from conflict_ledger.yamltext import Refusal, read


def refused(content: str) -> tuple[str, int, int, str]:
    with pytest.raises(Refusal) as caught:
        read(content.encode())
    no = caught.value
    return no.check, no.line, no.column, no.message


def test_brackets_that_end_with_the_file() -> None:
    """libyaml counts one line more than there is where the last line has no end."""
    not_closed = "a list or mapping in brackets is not closed"
    assert refused("[a: b\n1") == ("yaml-syntax", 2, 2, not_closed)


@pytest.mark.parametrize(
    ("content", "column"),
    [("? t", 4), ("a: 1\n? t", 4), ("a:\n- b\n-", 2)],
)
def test_nothing_stands_below_the_last_line(content: str, column: int) -> None:
    """What is not there, and ends with the file, stands at its end and on no line of its own."""
    text = read(content.encode())
    assert max(text.place(route) for route in (("t",), ("a", 1))) == (content.count("\n") + 1, column)


def test_a_refusal_does_not_stand_below_the_last_line() -> None:
    assert refused("a: 1\n?") == ("complex-key", 2, 2, "an empty key")
