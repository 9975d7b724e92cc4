"""Dates, the edges: every month by its name, messages at their longest, and what a date is that nobody wrote."""

from __future__ import annotations

from datetime import date

import pytest

from conflict_ledger.dates import NotADate, When, parse, spoken


def test_every_month_has_its_name() -> None:
    said = [spoken(parse(f"2022-{month:02}")).removesuffix(" 2022") for month in range(1, 13)]
    assert said == [date(2022, month, 1).strftime("%B") for month in range(1, 13)]


@pytest.mark.parametrize(("length", "message"), [(40, f"'{'9' * 40}' is not a date"), (41, "this is not a date")])
def test_a_long_text_is_not_repeated(length: int, message: str) -> None:
    with pytest.raises(NotADate) as refused:
        parse("9" * length)
    assert str(refused.value) == message


def test_a_date_that_was_worked_out_has_no_text() -> None:
    assert When(date(2022, 4, 19), date(2022, 4, 19)).text == ""
    assert spoken(When(date(2022, 4, 1), date(2022, 4, 30))) == "April 2022"
