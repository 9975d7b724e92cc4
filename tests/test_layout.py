"""`fmt`: one layout, reached in one step; words, figures, quotes and comments as they were."""

from __future__ import annotations

import subprocess
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest
from test_cli import ledger

from conflict_ledger import model
from conflict_ledger.edit.layout import laid_out
from conflict_ledger.edit.order import ORDER, kind
from conflict_ledger.edit.refused import Refused
from conflict_ledger.shape import keys_of

if TYPE_CHECKING:
    from conftest import WriteLedger

ROOT = Path(__file__).parent.parent
INCIDENT, ACTORS = "data/incidents/tindara.yaml", "data/actors.yaml"


def laid(text: str, path: str = INCIDENT) -> str:
    return laid_out(dedent(text).lstrip("\n").encode(), path).decode()


UNTIDY = """
    # yaml-language-server: $schema=x
    facts:
        deaths:   # why

            claims:

            -   count:   'at least 5'    # said twice
                source: a
                # of the quote
                quote:  "x  y"
                also_in:
                    - one
                    - 'two'
            - {source: b, denies: event, note: 'a, b'}   # in brackets
                # of the second
            - source: c
              count: 5
              including: { women: 1,   men: 2 }
              note: |2
                 kept
              made_of: {a: 1, # stays
                 b: 4}
            measure: killed
        injured:
            measure: injured
            claims: []


    title: >-
            folded
            words
    date: 2022-04-19
    """


def test_the_layout() -> None:
    assert laid(UNTIDY) == (
        dedent(
            """\
            # yaml-language-server: $schema=x

            title: >-
              folded
              words
            date: 2022-04-19

            facts:
              deaths:   # why
                measure: killed
                claims:
                  - source: a
                    also_in: [one, 'two']
                    count: 'at least 5'    # said twice
                    # of the quote
                    quote: "x  y"
                    # in brackets
                  - source: b
                    denies: event
                    note: 'a, b'
                    # of the second
                  - source: c
                    count: 5
                    including:
                      women: 1
                      men: 2
                    made_of: {a: 1, # stays
                      b: 4}
                    note: |2
                       kept

              injured:
                measure: injured
                claims: []
            """
        ).replace("        # in brackets\n      - source: b", "      # in brackets\n      - source: b")
    )


def test_records_of_a_file_of_many_stand_apart() -> None:
    text = "b: {kind: un, name: B}\n# of a\na:\n  kind: un\n  name: A\n"
    assert laid(text, ACTORS) == "b:\n  name: B\n  kind: un\n\n# of a\na:\n  name: A\n  kind: un\n"


def test_a_list_that_is_too_long_for_a_line_gets_a_line_each() -> None:
    words = [f"document-{number:020}" for number in range(5)]
    assert laid(f"title: x\naka: [{', '.join(words)}]\n") == "title: x\naka:\n" + "".join(f"  - {w}\n" for w in words)


def test_line_ends_and_byte_order_mark() -> None:
    assert laid_out(b"\xef\xbb\xbftitle: x\r\ndate: 2022\r\n\r\n", INCIDENT) == b"title: x\ndate: 2022\n"


@pytest.mark.parametrize("text", ["title: [\n", "a: 1\na: 2\n", "a: &x 1\n"])
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(Refused) as no:
        laid(text)
    assert no.value.line


def test_a_text_that_the_end_of_the_file_would_change_is_refused() -> None:
    with pytest.raises(Refused, match="cannot be shown"):
        laid_out(b"note: |\n  text", INCIDENT)


@pytest.mark.parametrize("record", ORDER, ids=lambda record: record.__name__)
def test_every_key_has_its_place(record: Any) -> None:
    assert sorted(ORDER[record]) == sorted(keys_of(record))


def test_no_record_is_without_an_order() -> None:
    records = {
        one for one in vars(model).values() if hasattr(one, "__dataclass_fields__") and one.__module__ == model.__name__
    }
    assert records - {model.Statement} == set(ORDER)


def test_which_record_stands_where() -> None:
    assert kind(INCIDENT, ("facts", "deaths", "claims", 0, "withdrawn")) is model.Withdrawn
    assert kind(INCIDENT, ("facts", "deaths", "claims", 0, "including")) is None
    assert kind(INCIDENT, ("place", 1)) is model.Place
    assert kind("data/totals/x.yaml", ("claims", 3)) is model.Cell
    assert kind("data/documents/x.yaml", ("a", "disputed", 0)) is model.Dispute
    assert kind("data/ledger.yaml", ("categories",)) is None


# --- the command -----------------------------------------------------------------------------------------------------------


def test_the_ledger_of_this_repository_is_laid_out() -> None:
    done = ledger("fmt", "--check")
    assert (done.code, done.out) == (0, "")


def test_check_writes_nothing_and_fmt_does(write_ledger: WriteLedger) -> None:
    root = write_ledger({INCIDENT: "title: x\ndate: 2022\nfacts: {}\n"})
    before = {path: path.read_bytes() for path in root.rglob("*.yaml")}
    for option in ("--check", "--diff"):
        done = ledger("-C", str(root), "fmt", option)
        assert done.code == 1
        assert "data/actors.yaml" in done.out
        assert {path: path.read_bytes() for path in root.rglob("*.yaml")} == before
    assert "+  name: UN Mission in Kelouma\n" in done.out
    assert ledger("-C", str(root), "fmt", str(root / "data" / "documents.yaml")).code == 0
    assert (root / ACTORS).read_bytes() == before[root / ACTORS]
    assert ledger("-C", str(root), "fmt").code == 0
    assert ledger("-C", str(root), "fmt", "--check").code == 0
    assert sorted(path.name for path in (root / "data").iterdir()) == [
        "actors.yaml",
        "documents.yaml",
        "incidents",
        "ledger.yaml",
    ]


def test_what_is_refused_keeps_nothing_else_from_being_laid_out(write_ledger: WriteLedger) -> None:
    root = write_ledger({INCIDENT: "title: [\n"})
    done = ledger("-C", str(root), "fmt")
    assert done.code == 1
    assert "data/incidents/tindara.yaml:2: " in done.err
    assert (root / INCIDENT).read_text() == "title: [\n"
    assert (root / ACTORS).read_text().startswith("un-mission:\n  name: ")


def test_two_people_who_add_to_one_file_meet_where_git_sees_it(write_ledger: WriteLedger) -> None:
    """Facts added to different incidents' ends merge; claims added at one place do not merge in silence."""
    claim = "      - source: {0}\n        document: un-report\n        count: {1}\n        victims: civilians\n"
    base = "title: x\ndate: 2022\n\nfacts:\n  deaths:\n    measure: killed\n    claims:\n" + claim.format("a", 1)
    apart = base + "\n  injured:\n    measure: injured\n    claims:\n" + claim.format("a", 2)
    texts = [
        apart,
        apart.replace(claim.format("a", 1), claim.format("a", 1) + claim.format("b", 3)),
        apart + claim.format("c", 4),
    ]
    assert [laid(text) for text in texts] == texts
    root = write_ledger({})
    names = []
    for number, text in enumerate(texts):
        names.append(str(root / f"{number}.yaml"))
        Path(names[-1]).write_text(text)
    merged = subprocess.run(["git", "merge-file", "-p", names[1], names[0], names[2]], capture_output=True, check=False)
    assert merged.returncode == 0
    assert claim.format("b", 3).encode() in merged.stdout
    assert claim.format("c", 4).encode() in merged.stdout
    Path(names[2]).write_text(apart.replace(claim.format("a", 1), claim.format("a", 1) + claim.format("c", 4)))
    merged = subprocess.run(["git", "merge-file", "-p", names[1], names[0], names[2]], capture_output=True, check=False)
    assert merged.returncode == 1
