"""Figures, the edges: every rule at the number where it begins and the number before."""

from __future__ import annotations

import pytest

from conflict_ledger.figures import NotAFigure, parse


def test_a_message_stays_short_whatever_the_text() -> None:
    with pytest.raises(NotAFigure) as refused:
        parse("\U00011daa" * 39)
    assert str(refused.value) == "'" + "\\U00011daa" * 7 + "\\U0001... is not a figure"
