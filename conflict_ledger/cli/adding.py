"""The commands `add …`: an option for each key that the model has, in the words of `meanings`.

They are built when `add` is called, for no other command needs them.
"""

from __future__ import annotations

import inspect
import re
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from conflict_ledger import model
from conflict_ledger.cli import completing
from conflict_ledger.edit.order import ORDER
from conflict_ledger.meanings import KEYS
from conflict_ledger.readers import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable


class Kind(NamedTuple):
    """A record that can be added: what names it, and its keys; those of a place stand beside an incident's own."""

    record: type
    name: str
    help: str
    keys: tuple[tuple[type, str], ...]


def _keys(record: type, *without: str) -> tuple[tuple[type, str], ...]:
    apart = {"withdrawn", "accepted", *without}
    return tuple((record, key) for key in ORDER[record] if key not in apart)


_PLACE = (("name", "place"), ("country", "country"), ("admin1", "admin1"), ("admin2", "admin2"))
_SPOT = tuple((key, key) for key in ("latitude", "longitude", "precision"))
PLACE = {option: key for key, option in (*_PLACE, *_SPOT)}  # the option for each key of a place

KINDS: dict[str, Kind] = {
    "incident": Kind(
        model.Incident,
        "ID",
        "A new incident, in a file of its own.",
        (*_keys(model.Incident, "id", "facts", "place"), *((model.Place, option) for option in PLACE)),
    ),
    "fact": Kind(
        model.Fact, "INCIDENT/FACT", "A question within an incident.", _keys(model.Fact, "id", "claims", "assessment")
    ),
    "claim": Kind(model.Claim, "INCIDENT/FACT", "What one source says in answer to a fact.", _keys(model.Claim)),
    "document": Kind(model.Document, "ID", "Where claims can be read again.", _keys(model.Document, "id", "disputed")),
    "actor": Kind(model.Actor, "ID", "Someone who acts, speaks or publishes.", _keys(model.Actor, "id")),
}
_COMMON: dict[str, Any] = {
    "into": Annotated[
        str | None, typer.Option(metavar="FILE", help="The file that it is added to: data/actors/x.yaml.")
    ],
    "edit": Annotated[bool, typer.Option("--edit", help="Write it in your editor ($VISUAL or $EDITOR).")],
    "yes": Annotated[bool, typer.Option("-y", "--yes", help="Do not ask.")],
    "dry_run": Annotated[bool, typer.Option("--dry-run", help="Show what would be written, and write nothing.")],
}


def form(record: type, key: str) -> str:
    """How the key's values are given: `text`, `list`, `pairs` or `flag`."""
    kind = _annotation(record, key)
    if kind == "Flag":
        return "flag"
    if kind.startswith("dict") or kind == "tuple[Related, ...]":
        return "pairs"
    return "list" if kind.startswith("tuple") else "text"


def _option(record: type, key: str) -> Any:
    meant = PLACE.get(key, key) if record is model.Place else key
    words = KEYS[record][meant]
    how = form(record, meant)
    if how == "flag":
        return Annotated[bool, typer.Option(f"--{key.replace('_', '-')}", help=words)]
    shown = {"pairs": "WORD=TEXT", "list": "TEXT", "text": "TEXT"}[how]
    kind = list[str] | None if how != "text" else str | None
    completed = _completed(record, meant)
    return Annotated[
        kind, typer.Option(f"--{key.replace('_', '-')}", metavar=shown, help=words, autocompletion=completed)
    ]


def _completed(record: type, key: str) -> Callable[[str], list[str]] | None:
    """What the shell offers for the key: ids on file, or the words of a closed list."""
    kind = re.sub(r"tuple\[(\w+), \.\.\.\]", r"\1", _annotation(record, key)).removesuffix(" | None")
    if kind in ("ActorId", "DocumentId"):
        folder = "actors" if kind == "ActorId" else "documents"
        return lambda incomplete: completing.listed(folder, incomplete)
    known = list(WORDS[kind][1]) if kind in WORDS else []
    return (lambda incomplete: [word for word in known if word.startswith(incomplete)]) if known else None


def _annotation(record: type, key: str) -> str:
    return str(next(one.type for one in fields(record) if one.metadata.get("key", one.name) == key))


def _adds(what: str, kind: Kind) -> Callable[..., int]:
    """The function that Typer reads: its parameters are the kind's keys."""
    options = {key: _option(record, key) for record, key in kind.keys}
    options |= {name: option for name, option in _COMMON.items() if name != "into" or what in ("actor", "document")}

    def command(context: typer.Context, **given: Any) -> int:
        from conflict_ledger.cli import writing

        return writing.add(context, what, given)

    facts = completing.facts if "/" in kind.name else None
    name = Annotated[str | None, typer.Argument(metavar=f"[{kind.name}]", show_default=False, autocompletion=facts)]
    notes = {"context": typer.Context, "address": name, **options}
    command.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(
                key,
                inspect.Parameter.POSITIONAL_OR_KEYWORD if key == "context" else inspect.Parameter.KEYWORD_ONLY,
                annotation=note,
                default=inspect.Parameter.empty if key == "context" else _default(note),
            )
            for key, note in notes.items()
        ]
    )
    command.__annotations__ = {**notes, "return": int}
    command.__doc__ = kind.help
    return command


def _default(note: Any) -> Any:
    return False if note.__origin__ is bool else None


@cache
def _group() -> Any:
    app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
    for what, kind in KINDS.items():
        app.command(what)(_adds(what, kind))
    return typer.main.get_group(app)


def command(what: str) -> Any:
    """The command that adds such a record, or None."""
    return _group().commands.get(what)
