"""Where sources contradict each other, and where one source's own words changed or do not add up (page 2.2)."""

from conflict_ledger.contradictions.listing import contradictions
from conflict_ledger.contradictions.relations import relations
from conflict_ledger.contradictions.replies import Reply, accused, party, right_of_reply

__all__ = ["Reply", "accused", "contradictions", "party", "relations", "right_of_reply"]
