"""When sources disagree about who was killed, by whom, and how many.

For programs, `docs/api.md` says which names stay: those below, which are imported when they are first used, and the questions in their
rooms (`conflict_ledger.contradictions`, `.totals`, `.checks`, `.export`).
"""

__version__ = "0.1.0"

TYPE_CHECKING = False  # not from typing: importing this package imports nothing

if TYPE_CHECKING:
    from conflict_ledger.asof import as_of as as_of
    from conflict_ledger.figures import Figure as Figure
    from conflict_ledger.ledger import Ledger as Ledger
    from conflict_ledger.lookup import matches as matches
    from conflict_ledger.reading import load as load

_NAMES = {"Figure": "figures", "Ledger": "ledger", "as_of": "asof", "load": "reading", "matches": "lookup"}


def __getattr__(name: str) -> object:
    """The name, from the room that has it. Raises AttributeError."""
    if name not in _NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found: object = getattr(import_module(f"{__name__}.{_NAMES[name]}"), name)
    return found


def __dir__() -> list[str]:
    return ["__version__", *_NAMES]
