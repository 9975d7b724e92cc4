"""Local copies of documents: that they are there, and are what they were."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from conflict_ledger.checks.known import faulty
from conflict_ledger.checks.registry import Problem, check
from conflict_ledger.findings import ERROR, WARNING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Document

_SEARCHED = (".txt", ".md")
_MOST = 64 << 20  # bytes of a copy: more would keep a validation waiting


@check(ERROR, acceptable=True)
def copy_missing(ledger: Ledger) -> Iterator[Problem]:
    """The local copy of a document is not there.

    `file` is a path from the ledger's root and stays within it, outside folders that start with a dot. The copy has at most
    64 MiB.

    Bad:

        # data/documents.yaml
        gazette-report:
          title: Killings in Tindara
          publisher: gazette
          file: evidence/gazete.txt   # <- there is no file evidence/gazete.txt
          sha256: 20dda71890e7896f597798ed44e23502992779feb3768960159a0fd3d8469aaa
        # evidence/gazette.txt
        Twelve people were killed in Tindara.

    Good:

          file: evidence/gazette.txt
    """
    for document in ledger.documents.values():
        if document.file and _copy(document, ledger) is None:
            message = f"there is no file {document.file}"
            hint = "a path from the ledger's root, such as evidence/report.txt"
            yield Problem(document.at, message, hint, "file", document.id)


@check(ERROR)
def copy_changed(ledger: Ledger) -> Iterator[Problem]:
    """The local copy of a document is not the file whose hash was recorded.

    A quote is checked against the copy, so the copy must be the one that was read.

    Bad:

        # data/documents.yaml
        gazette-report:
          title: Killings in Tindara
          publisher: gazette
          file: evidence/gazette.txt
          sha256: 0000000000000000000000000000000000000000000000000000000000000000   # <- evidence/gazette.txt has another hash
        # evidence/gazette.txt
        Twelve people were killed in Tindara.

    Good:

          sha256: 20dda71890e7896f597798ed44e23502992779feb3768960159a0fd3d8469aaa
    """
    for document in ledger.documents.values():
        path = _copy(document, ledger)
        if path and document.sha256 and (found := _hash(path)) != document.sha256:
            hint = f"restore the file, or if it is right write: {found}"
            yield Problem(document.at, f"{document.file} has another hash", hint, "sha256", document.id)


@check(WARNING)
def copy_without_hash(ledger: Ledger) -> Iterator[Problem]:
    """A document has a local copy and no hash, or a hash and no copy.

    Bad:

        # data/documents.yaml
        gazette-report:
          title: Killings in Tindara
          publisher: gazette
          file: evidence/gazette.txt   # <- `file` without `sha256`
        # evidence/gazette.txt
        Twelve people were killed in Tindara.

    Good:

          file: evidence/gazette.txt
          sha256: 20dda71890e7896f597798ed44e23502992779feb3768960159a0fd3d8469aaa
    """
    paths = faulty(ledger)
    for document in ledger.documents.values():
        if document.at.path in paths:
            continue
        if document.file and not document.sha256:
            path = _copy(document, ledger)
            hint = f"add sha256: {_hash(path)}" if path else ""
            yield Problem(document.at, "`file` without `sha256`", hint, "file", document.id)
        elif document.sha256 and not document.file:
            yield Problem(document.at, "`sha256` without `file`", "add `file:`", "sha256", document.id)


def _copy(document: Document, ledger: Ledger) -> Path | None:
    """The document's file, if there is one within the ledger's root that can be read.

    Nothing below a name that starts with a dot is read: its hash stands in a hint, and `.git/config` may hold a secret.
    """
    if not document.file:
        return None
    root = ledger.root.resolve()
    try:
        path = (root / document.file).resolve()
        readable = path.is_relative_to(root) and path.is_file() and os.access(path, os.R_OK)
        shown = readable and not any(part.startswith(".") for part in path.relative_to(root).parts)
        return path if shown and path.stat().st_size <= _MOST else None
    except (OSError, RuntimeError):  # a name too long, a link to itself
        return None


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def text(document: Document, ledger: Ledger) -> str | None:
    """What the copy says; None where there is none, or none that is text."""
    path = _copy(document, ledger)
    if path is None or path.suffix not in _SEARCHED:
        return None
    return path.read_text(encoding="utf-8", errors="replace")
