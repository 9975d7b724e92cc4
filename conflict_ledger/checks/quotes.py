"""A quote against the figure that it carries, and against the document that it was copied from."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from conflict_ledger.checks import archive
from conflict_ledger.checks.known import statements
from conflict_ledger.checks.numerals import LANGUAGES, digits, numbers
from conflict_ledger.checks.registry import Problem, check
from conflict_ledger.figures import total
from conflict_ledger.findings import WARNING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflict_ledger.figures import Figure
    from conflict_ledger.findings import At
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Statement


@check(WARNING)
def count_not_in_quote(ledger: Ledger) -> Iterator[Problem]:
    """A number in `count` does not occur in `quote`.

    The quote is there so that a reader can see the figure in the source's own words; a figure that is not in it was mistyped, or belongs to
    another passage. Numbers are read as digits of any script (`1,277`, `1 277`, `٥٠`) and as words in English and French (`forty-seven`,
    `une cinquantaine`), in the quote and in its translation. If the quote gives the parts in `made_of`, their sum will do. Words that are no
    number (`dozens`, `none`, `unknown`) are not looked for, nor is anything where a quote in a third language has no number that can be read.

    Bad:

        # data/incidents/tindara.yaml
        title: Raid on Tindara
        date: 2022-04-19
        facts:
          deaths:
            measure: killed
            claims:
              - source: un-mission
                document: un-report
                count: 12   # <- 12 is not in the quote
                quote: twenty-one people were killed

    Good:

                count: 21
    """
    for claim in statements(ledger):
        if not (claim.count and claim.quote):
            continue
        missing = [number for number in _written(claim.count) if number not in digits(claim.quote)]
        said = _numbers(claim, ledger) if missing else None
        for number in missing:
            if said is not None and number not in said and not _summed(claim, number, said):
                hint = "copy the words that give the figure, or correct it"
                yield Problem(claim.at, f"{number} is not in the quote", hint, "count", claim.address)


@check(WARNING)
def quote_not_in_copy(ledger: Ledger) -> Iterator[Problem]:
    """A quote does not occur in the local copy of its document.

    Blanks and line ends count alike, and so do straight and curled quotation marks. Where a quote leaves out words (`…`, `[…]`) its pieces are
    looked for in their order. A quote may also stand in the copy of one of the relays in `also_in`. Copies that are no text (`.txt`, `.md`) are
    hashed, not searched.

    Bad:

        # data/incidents/tindara.yaml
        title: Raid on Tindara
        date: 2022-04-19
        facts:
          deaths:
            measure: killed
            claims:
              - source: gazette
                document: gazette-report
                count: 12
                quote: twelve civilians   # <- these words are not in evidence/gazette.txt
        # data/documents.yaml
        gazette-report:
          title: Killings in Tindara
          publisher: gazette
          file: evidence/gazette.txt
          sha256: 20dda71890e7896f597798ed44e23502992779feb3768960159a0fd3d8469aaa
        # evidence/gazette.txt
        Twelve people were killed in Tindara.

    Good:

                quote: Twelve people … in Tindara
    """
    copies = dict(_copies(ledger))
    for quote in _quotes(ledger):
        if quote.documents[0] in copies and not any(
            _occurs(quote.text, copies.get(name, "")) for name in quote.documents
        ):
            message = f"these words are not in {ledger.documents[quote.documents[0]].file}"
            yield Problem(quote.at, message, "copy them from the file as they stand", quote.key, quote.address)


class _Quote(NamedTuple):
    at: At
    key: str
    text: str
    documents: tuple[str, ...]
    address: str


def _quotes(ledger: Ledger) -> Iterator[_Quote]:
    for claim in statements(ledger):
        if claim.quote and claim.document:
            yield _Quote(claim.at, "quote", claim.quote, (claim.document, *claim.also_in), claim.address)
    for document in ledger.documents.values():
        for number, dispute in enumerate(document.disputed):
            if dispute.quote and dispute.document:
                yield _Quote(document.at, f"disputed.{number}.quote", dispute.quote, (dispute.document,), document.id)


def _copies(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """The text of each document that has one, by id."""
    for document in ledger.documents.values():
        if (text := archive.text(document, ledger)) is not None:
            yield document.id, _folded(text)


_MARKS = str.maketrans("‘’‚“”„«»\u2010\u2011", '\'\'\'"""""--', "\u00ad\ufeff")


def _folded(text: str) -> str:
    """One blank between words, plain quotation marks and hyphens."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_MARKS).split())


def _occurs(quote: str, text: str) -> bool:
    """Whether the pieces of the quote stand in the text, in their order."""
    start = 0
    for piece in re.split(r"\[?\(?(?:…|\.\.\.)\)?\]?", quote):
        found = text.find(_folded(piece), start)
        if found < 0:
            return False
        start = found + len(_folded(piece))
    return True


def _numbers(claim: Statement, ledger: Ledger) -> set[int] | None:
    """The numbers in the quote and its translation; None where the quote is in a language that may hide one in words."""
    document = ledger.documents.get(claim.document or "")
    tag = claim.quote_language or (document.language if document else None) or ""
    language = tag.partition("-")[0]
    found = numbers(claim.quote or "", language) | numbers(claim.translation or "")
    return found if found or not language or language in LANGUAGES else None


def _written(count: Figure) -> list[int]:
    """The numbers in the figure as it was written; zero is a word for nobody."""
    return [number for number in map(int, re.findall("[0-9]+", count.text)) if number]


def _summed(claim: Statement, number: int, said: set[int]) -> bool:
    """Whether the quote gives the parts that add up to the number."""
    whole = total(claim.made_of.values())
    parts = {number for part in claim.made_of.values() for number in _written(part)}
    return bool(claim.made_of) and number in (whole.low, whole.high) and parts <= said
