"""Mutants that no test can notice, each with the reason: the changed program says the same of every ledger."""

from __future__ import annotations

_CONDITION = "it is asked for in a condition"
_CAPITALS = "no document is called so: ids have no capitals"
_ALIKE = "of one fact all claims that are compared have figures, or none has"

EQUIVALENT: dict[str, str] = {
    "contradictions/parts.py _exceeding:  for claim in current(whole, ledger) if figured(claim) →"
    "  for claim in current(whole, ledger)": "what is unknown has no upper end that could be exceeded",
    "contradictions/parts.py contradicts_itself: return False → return None": _CONDITION,
    "contradictions/relations.py _affirmed:  for name in (claim.who, *inner) if name in words.VICTIMS →"
    "  for name in (claim.who, *inner)": "only people contains women and the like, and it contains whomever the claim counts",
    "contradictions/relations.py _affirmed: return False → return None": _CONDITION,
    "contradictions/relations.py _count: return False → return None": _CONDITION,
    "contradictions/relations.py _denial: return False → return None": _CONDITION,
    "contradictions/relations.py _names:  for name in named if name →  for name in named": "nobody is part of no one",
    "contradictions/relations.py _perpetrator: return False → return None": _CONDITION,
    "contradictions/relations.py _silent: one.count and other.count → one.count or other.count": _ALIKE,
    "contradictions/relations.py _victims: return False → return None": _CONDITION,
    "contradictions/replies.py _rejections: '' → 'XX'": _CAPITALS,
    "contradictions/replies.py party: 0 → 1": "what was kept is then worked out again",
    "dates.py short: 6 → 7 (1)": "a half begins with month 1 or 7",
    "standing.py _revised_by_name:  for claim in claims if claim.revises →  for claim in claims": (
        "what names nothing revises nothing"
    ),
    "standing.py standings_of: len(own) > 1 → len(own) >= 1": "a source that speaks once gives way to nothing",
    "standing.py _the_one.key: '' → 'XX'": _CAPITALS,
    "standing.py _the_one.key: '' → 'XX' (1)": "both stand before every id, which begins with a small letter",
    "standing.py _the_one.key: 0 → 1": _ALIKE,
    "standing.py _the_one.key: False → True": _ALIKE,
    "dates.py module: '' → 'XX'": "the month before January, which no date has",
    "dates.py _spoken: '~?' → '~?XX'": "no date that was read has an X in its text",
    "figures.py _number: '0' → '0XX' (1)": "only digits are stripped from digits",
    "figures.py _number: 8 → 9": "nine digits are over the limit anyway",
    "totals/closing.py module: 'Equation | Ratio' → 'Equation | RatioXX'": "a name for the type checker",
    "totals/contradicted.py _apart: '' → 'XX'": "of this table only the days are looked at",
    "totals/contradicted.py _apart: return False → return None": _CONDITION,
    "totals/contradicted.py _apart: one.count.low < other.count.low → one.count.low <= other.count.low": (
        "figures with one lower end have that number in common"
    ),
    "totals/contradicted.py _rivals: '~?' → '~?XX'": "no period that was read has an X in its text",
    "totals/derived.py _concerns: return False → return None": _CONDITION,
    "totals/derived.py _sum: 0 → 1": "the parts of a sum are all of the whole's measure, or none is",
    "totals/derived.py _sum: made < total.low → made <= total.low": "a sum that comes out was told before",
    "totals/explained.py _of: 'other category' → 'other categoryXX' (1)": "only here is anything set aside for this reason",
    "totals/explained.py explained: False → True": "without cells nothing is derived",
    "totals/near.py near: len(found) > len(touching) → len(found) >= len(touching)": "what is in order is put in order again",
    "totals/over_time.py _ordered: '' → 'XX'": "the total stands before everything that has a name",
    "totals/over_time.py _ordered: name == OTHERS → name != OTHERS": "no incident is of the row that is not broken down",
    "totals/published.py _holds: True → False": "there are always two of each",
    "totals/published.py _left: 'whole' → 'wholeXX'": "the name is asked for by nobody",
    "totals/published.py ratio: '%' → '%XX'": "no percentage that was read has an X in its text",
    "totals/published.py ratio: '+-' → '+-XX'": "no percentage that was read has an X in its text",
    "totals/published.py ratio: '' → 'XX'": "a percentage is a change or a share",
    "totals/tally.py _Summing.rivals: return False → return None": _CONDITION,
    "totals/tally.py _Summing.take:  for whole in self.ledger.wholes(fact) if whole.measure == fact.measure →"
    "  for whole in self.ledger.wholes(fact)": "a whole of another measure is in no sum",
    "totals/tally.py _Summing.unsummed: claim.no_position or claim.count is None →"
    " claim.no_position and claim.count is None": "here, whoever gives no figure takes no position",
    "totals/equations.py Table: False → True": "a table that nobody published has no sums of its own",
    "totals/rules.py _beside: return False → return None": _CONDITION,
    "totals/rules.py module: 'withdrawn' → 'withdrawnXX'": "what is withdrawn is set aside before the rule is asked",
    "totals/sheets.py Scope: '' → 'XX'": "whoever makes a scope says of which series",
    "totals/sheets.py sheet: True → False": "whoever makes a sheet says whether relays are in it",
    "totals/equations.py _next: day.toordinal() < day.max.toordinal() → day.toordinal() <= day.max.toordinal()": (
        "nothing goes on after a period that ends with the last day there is"
    ),
    "totals/equations.py tilings: len(found) < _TILINGS → len(found) <= _TILINGS": "what is found beyond is cut off",
    "totals/sheets.py _tables: '/' → '/XX'": "no total's id begins with a tilde, whatever stands behind it",
    "totals/sheets.py _tables: '~' → '~XX'": "no total's id begins with a tilde, whatever stands behind it",
    "totals/sheets.py _tables: periods.add((period.first, period.last)) → pass": "a period asked for twice is one key",
    "totals/sheets.py _tables: '~?' → '~?XX'": "no period that was read has an X in its text",
}
