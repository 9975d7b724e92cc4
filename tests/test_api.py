"""The names for programs: documented, executed, and imported only when they are used."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import conflict_ledger

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")


def test_the_page_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    source = "\n".join(re.findall(r"^```pycon\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
    test = doctest.DocTestParser().get_doctest(source, {}, "api.md", "docs/api.md", 0)
    said: list[str] = []
    result = doctest.DocTestRunner().run(test, out=said.append)
    assert result.attempted > 20
    assert not result.failed, "".join(said)


def test_every_name_is_there_and_on_the_page() -> None:
    for name in set(dir(conflict_ledger)) - {"__version__"}:
        assert getattr(conflict_ledger, name).__name__ == name
        assert f"`{name}" in PAGE
    with pytest.raises(AttributeError, match="has no attribute 'Leger'"):
        _ = conflict_ledger.Leger


def test_importing_it_imports_nothing_else() -> None:
    code = "import sys; before = set(sys.modules); import conflict_ledger; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", env={"PATH": os.environ["PATH"]}
    )
    assert done.stdout.split() == ["conflict_ledger"]
