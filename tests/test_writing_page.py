"""docs/writing.md is executed: from an empty folder, at a real terminal, each answer typed as the page has it.

`pytest --rewrite` writes what stands on the screen today into the page; the lines after `> ` are what is typed.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from terminal import session

if TYPE_CHECKING:
    import pytest

PAGE = Path(__file__).parent.parent / "docs" / "writing.md"
BLOCK = re.compile(r"(?<=```console session\n).*?(?=```)", re.DOTALL)


def commands(block: str) -> list[tuple[str, list[str]]]:
    """Each command with what is typed into it."""
    found: list[tuple[str, list[str]]] = []
    for line in block.split("\n"):
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif line.startswith(">"):
            found[-1][1].append(line[2:])
    return found


def replayed(text: str, folder: Path) -> str:
    """The page with what its commands show today, one after another in one folder."""
    here = folder

    def block(match: re.Match[str]) -> str:
        nonlocal here
        shown = []
        for command, typed in commands(match[0]):
            if command.startswith("cd "):
                here = here / command[3:]
                shown.append(f"$ {command}\n")
                continue
            code, screen = session(["bash", "-c", command], here, typed)
            lines = "".join(f"{line.rstrip()}\n" for line in screen.removesuffix("\n").split("\n")) if screen else ""
            shown.append(f"$ {command}\n{lines}" + (f"[exit {code}]\n" if code else ""))
        return "\n".join(shown)

    return BLOCK.sub(block, text)


def test_a_person_records_an_incident_with_two_contradicting_sources(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    text = PAGE.read_text(encoding="utf-8")
    today = replayed(text, tmp_path)
    if request.config.getoption("--rewrite"):
        PAGE.write_text(today, encoding="utf-8")
    else:
        assert today == text


def test_the_page_goes_from_an_empty_folder_to_a_contradiction() -> None:
    text = PAGE.read_text(encoding="utf-8")
    told = [command for block in BLOCK.findall(text) for command, _ in commands(block)]
    assert [command.split()[1] for command in told if command.startswith("ledger")][:3] == ["init", "show", "add"]
    assert "✗" in text.rpartition("$ ledger show")[2]
