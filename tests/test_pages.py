"""The pages of `ledger explain`: each kind of contradiction has an example, and the example is one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from test_cases import SETTING

from conflict_ledger.contradictions import contradictions
from conflict_ledger.disputes import KINDS
from conflict_ledger.pages import names, page

if TYPE_CHECKING:
    from conftest import LedgerOf

ACTORS = SETTING["data/actors.yaml"]
DOCUMENTS = """
    un-note: {title: Note, publisher: minusma, published: 2022-08-31}
    apa-story: {title: Story, publisher: apa, published: 2022-09-01}
    first-communique: {title: Communiqué, publisher: malian-army, published: 2022-04-19}
    second-communique: {title: Communiqué, publisher: malian-army, published: 2022-04-20}
    """
EXAMPLES = [kind for kind in KINDS if kind not in ("totals", "trend", "change", "share")]


@pytest.mark.parametrize("kind", EXAMPLES)
def test_the_example_of_a_kind_gives_what_it_says(kind: str, ledger_of: LedgerOf) -> None:
    text = page(kind) or ""
    (example,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    (gives,) = re.findall(r"^gives: (.+)$", text, re.MULTILINE)
    body = "".join(f"    {line}\n" for line in example.splitlines())
    incident = f"title: Case\ndate: 2022-04-19\nfacts:\n  deaths:\n{body}"
    ledger = ledger_of({**SETTING, "data/documents.yaml": DOCUMENTS, "data/incidents/case.yaml": incident})
    assert not ledger.findings
    assert [one.kind for one in contradictions(ledger)] == gives.split(", ")
    assert kind in gives.split(", ")


def test_every_page_has_its_sentence_and_its_example() -> None:
    listed = names()
    for name in (*listed["contradiction kinds"], *listed["counting rules"]):
        text = page(name) or ""
        assert text.split("\n")[0].endswith(".")
        assert "\nExample:" in text


def test_there_is_no_page_for_what_is_not_there() -> None:
    assert page("cuont") is None
    assert page("../__init__") is None
