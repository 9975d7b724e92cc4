"""How many, by whom: what a source published, what its claims on incidents add up to, and what is left (page 2.4)."""

from conflict_ledger.totals.account import REASONS, Account
from conflict_ledger.totals.contradicted import contradicted
from conflict_ledger.totals.rules import RULES
from conflict_ledger.totals.sheets import Sheets
from conflict_ledger.totals.tables import Reported, Residual, Totals, exceeded, published, totals
from conflict_ledger.totals.tally import Question, Row, Tally, counted, shares, tally

__all__ = [
    "REASONS",
    "RULES",
    "Account",
    "Question",
    "Reported",
    "Residual",
    "Row",
    "Sheets",
    "Tally",
    "Totals",
    "contradicted",
    "counted",
    "exceeded",
    "published",
    "shares",
    "tally",
    "totals",
]
