"""Mutants that no test can notice, each with the reason: the changed program says the same of every ledger."""

from __future__ import annotations

EQUIVALENT: dict[str, str] = {
    "dates.py module: '' → 'XX'": "the month before January, which no date has",
    "dates.py spoken: '~?' → '~?XX'": "no date that was read has an X in its text",
    "figures.py _number: '0' → '0XX' (1)": "only digits are stripped from digits",
    "figures.py _number: 8 → 9": "nine digits are over the limit anyway",
}
