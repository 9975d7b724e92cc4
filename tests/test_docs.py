"""The pages in docs/ name everything there is: keys, words, commands, options, kinds, rules, reasons; and their example holds."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer

from conflict_ledger import dates, figures, model, words
from conflict_ledger.checks import findings
from conflict_ledger.cli.app import app
from conflict_ledger.cli.main import BUG, CLOSED, FINDINGS, INTERRUPTED, NOTHING, OK, USAGE
from conflict_ledger.contradictions import contradictions
from conflict_ledger.disputes import KINDS
from conflict_ledger.reading import load
from conflict_ledger.totals import REASONS, RULES

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def text(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def prose(page: str) -> str:
    """The page without its examples: what is only in an example is not explained."""
    return FENCED.sub("", text(page))


def section(heading: str, page: str = "format.md") -> str:
    """What stands below the heading, down to the next one of any level."""
    found = re.search(rf"^#+ {heading}\n(.*?)(?=^#|\Z)", prose(page), re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


def named(words: str) -> set[str]:
    """Everything in code type, and every word of it: `--as-of DAY` is --as-of and DAY too."""
    spans = re.findall(r"`([^`\n]+)`", words)
    return {*spans, *(word for span in spans for word in re.split(r"[ ,|\\]+", span))}


# --- format.md -----------------------------------------------------------------------------------------------------


def example(root: Path) -> Path:
    """The ledger that the page's YAML blocks form together."""
    for block, path in re.findall(r"^```yaml\n(# (data/\S+)\n.*?)^```$", text("format.md"), re.MULTILINE | re.DOTALL):
        file = root / path
        assert not file.exists(), f"{path} is given twice"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block, encoding="utf-8", newline="\n")
    return root


def test_the_example_is_a_ledger_without_a_finding(tmp_path: Path) -> None:
    ledger = load(example(tmp_path), date(2026, 1, 1))
    assert len(ledger.incidents) >= 2
    assert ledger.actors
    assert ledger.documents
    assert ledger.totals
    assert findings(ledger) == []


def test_the_example_shows_what_the_format_is_for(tmp_path: Path) -> None:
    kinds = {one.kind for one in contradictions(load(example(tmp_path), date(2026, 1, 1)))}
    assert {"count", "victims", "denial", "answer", "drift", "revision"} <= kinds


RECORDS: dict[str, type[Any]] = {
    "The ledger": model.Settings,
    "Actors": model.Actor,
    "Documents": model.Document,
    "Disputed documents": model.Dispute,
    "Incidents": model.Incident,
    "Place": model.Place,
    "Related incidents": model.Related,
    "Facts": model.Fact,
    "Assessment": model.Assessment,
    "Claims": model.Claim,
    "Withdrawn": model.Withdrawn,
    "Accepted": model.Accepted,
    "Published totals": model.PublishedTotal,
    "Cells": model.Cell,
}


def keys(kind: type[Any]) -> dict[str, bool]:
    """The keys that a writer gives, each with whether it must be given."""
    ours = {"at", "address"} if issubclass(kind, model.Statement) else {"at", "id"}
    ours |= {"incident"} if kind is model.Fact else set()
    return {
        str(field.metadata.get("key", field.name)): field.default is field.default_factory
        for field in fields(kind)
        if field.name not in ours
    }


@pytest.mark.parametrize("heading", RECORDS)
def test_every_key_is_on_the_page(heading: str) -> None:
    below = section(heading)
    assert [key for key in keys(RECORDS[heading]) if key not in named(below)] == []


@pytest.mark.parametrize("heading", RECORDS)
def test_what_must_be_given_is_marked(heading: str) -> None:
    below = section(heading)
    marked = set(re.findall(r"`(\w+)` \*", below))
    assert marked == {key for key, required in keys(RECORDS[heading]).items() if required}


def test_no_record_is_left_out() -> None:
    kinds = {kind for kind in vars(model).values() if hasattr(kind, "__dataclass_fields__")}
    apart = {model.Statement, figures.Figure, dates.When}
    assert kinds - apart == set(RECORDS.values())


LISTS = {
    "Measures": words.MEASURES,
    "Victims words": words.VICTIMS,
    "Groups": words.GROUPS,
    "Denials": words.DENIALS,
    "Attributions": words.ATTRIBUTIONS,
    "Kinds of actor": words.ACTOR_KINDS,
    "Other words": words.SCOPES | words.TRENDS | words.RELATIONS | words.PRECISIONS | words.SHARES,
}


@pytest.mark.parametrize("heading", LISTS)
def test_every_word_is_on_the_page(heading: str) -> None:
    below = section(heading)
    assert [word for word in LISTS[heading] if word not in named(below)] == []


def test_no_list_is_left_out() -> None:
    public = [known for name, known in vars(words).items() if name.isupper() and isinstance(known, dict)]
    assert {word for known in public for word in known} == {word for known in LISTS.values() for word in known}


def test_the_figures_have_the_bounds_that_the_page_gives() -> None:
    rows = re.findall(r"^\| (`.+?) \| ([\d ]+) \| ([\d ]+|open) \|", section("Figures"), re.MULTILINE)
    assert len(rows) >= 16
    for written, low, high in rows:
        for figure in re.findall(r"`([^`]+)`", written):
            read = figures.parse(figure)
            assert (read.low, read.high) == (_number(low), _number(high)), figure


def test_every_vague_word_is_on_the_page() -> None:
    assert figures.VAGUE.keys() - named(section("Figures")) == set()


def _number(written: str) -> int | None:
    return None if written == "open" else int(written.replace(" ", ""))


# --- commands.md ---------------------------------------------------------------------------------------------------

GROUP = typer.main.get_command(app)
COMMANDS: dict[str, Any] = GROUP.commands  # type: ignore[attr-defined]
ADDS: dict[str, Any] = {what: COMMANDS["add"].get_command(None, what) for what in COMMANDS["add"].list_commands(None)}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_of_every_command_is_on_the_page(command: str) -> None:
    assert f"ledger {command}" in prose("commands.md")
    below = section(command, "commands.md")
    options = [name for option in COMMANDS[command].params for name in option.opts if name.startswith("-")]
    assert [name for name in options if name not in named(below)] == []


@pytest.mark.parametrize("what", ADDS)
def test_every_option_of_add_is_on_the_page(what: str) -> None:
    below = section("add", "commands.md")
    row = re.findall(rf"^- `add {what}`: (.*?)\.$", below, re.MULTILINE | re.DOTALL)[0]
    options = {name for option in ADDS[what].params for name in option.opts if name.startswith("-")}
    common = {"-y", "--yes", "--dry-run", "--edit", "--into"}
    assert options - common == {word for word in named(row) if re.fullmatch("--[a-z0-9-]+", word)}
    assert common <= named(below)


def test_the_options_before_the_command_are_on_the_page() -> None:
    options = [name for option in GROUP.params for name in option.opts]
    assert {"-C", "--version"} <= set(options)
    below = named(section("For all commands", "commands.md"))
    assert [name for name in [*options, "-h", "--help"] if name not in below] == []


def test_the_page_has_no_option_that_is_not_there() -> None:
    known = {
        name
        for command in (GROUP, *COMMANDS.values(), *ADDS.values())
        for option in command.params
        for name in option.opts
    }
    written = {word for word in named(prose("commands.md")) if re.fullmatch(r"--[a-z-]+", word)}
    assert written - known == {"--help"}


def test_every_exit_code_is_on_the_page() -> None:
    codes = re.findall(r"^\| (\d+) \|", section("Exit codes", "commands.md"), re.MULTILINE)
    assert [int(code) for code in codes] == [OK, FINDINGS, USAGE, NOTHING, BUG, INTERRUPTED, CLOSED]


def test_every_environment_variable_is_on_the_page() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "conflict_ledger" / "cli").glob("*.py"))
    read = set(re.findall(r"environ\.get\(\"(\w+)\"", code)) - {"TERM"}
    assert len(read) >= 4
    assert read - named(section("Streams and environment", "commands.md")) == set()


# --- counting.md ---------------------------------------------------------------------------------------------------


def test_every_kind_is_on_the_page() -> None:
    below = section("When two claims contradict", "counting.md")
    assert [kind for kind in KINDS if f"`{kind}`" not in below] == []


def test_every_rule_is_on_the_page() -> None:
    below = section("Rules", "counting.md")
    assert [rule for rule in RULES if rule.islower() and f"`{rule}`" not in below] == []


def test_every_reason_is_on_the_page_in_its_order() -> None:
    below = section("Everything read is accounted for", "counting.md")
    assert re.findall(r"^\| `([a-z ]+)` \|", below, re.MULTILINE) == list(REASONS)


# --- links ---------------------------------------------------------------------------------------------------------

LINKS = [
    (page, link)
    for page in PAGES
    for link in re.findall(r"\]\(([^)\s]+)\)", FENCED.sub("", page.read_text(encoding="utf-8")))
    if not link.startswith(("http://", "https://"))
]


@pytest.mark.parametrize(("page", "link"), LINKS, ids=[f"{page.name}-{link}" for page, link in LINKS])
def test_a_link_leads_somewhere(page: Path, link: str) -> None:
    path, _, anchor = link.partition("#")
    target = page.parent / path if path else page
    assert target.exists(), f"{page.name} links to {link}"
    if anchor:
        headings = re.findall(r"^#+ (.+)$", FENCED.sub("", target.read_text(encoding="utf-8")), re.MULTILINE)
        assert anchor in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_there_are_links() -> None:
    assert len({page.name for page, _ in LINKS}) >= 3


@pytest.mark.parametrize("page", ["format.md", "counting.md", "commands.md", "writing.md"])
def test_lines_are_short_enough_to_review(page: str) -> None:
    lines = prose(page).split("\n")
    assert [line for line in lines if len(line) > 128] == []
