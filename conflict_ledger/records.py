"""What every record is: frozen, compared by what it says and not by where it stands, quickly made and packed.

Structs of msgspec and not dataclasses: the model is imported in less time, a claim is made in a tenth, and one definition
packs and unpacks it. `dataclasses.replace` and `dataclasses.fields` work on records as on dataclasses.
"""

from __future__ import annotations

import dataclasses
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar

from msgspec import NODEFAULT, Struct

if TYPE_CHECKING:
    from collections.abc import Callable


class _Fields:
    """A record's fields as the standard library has them, made when they are asked for."""

    def __get__(self, _: object, kind: Any) -> dict[str, dataclasses.Field[Any]]:
        return _fields(kind)


@cache
def _fields(kind: Any) -> dict[str, dataclasses.Field[Any]]:
    types: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        types |= vars(base).get("__annotations__", {})
    names = kind.__struct_fields__
    known = (NODEFAULT,) * (len(names) - len(kind.__struct_defaults__)) + kind.__struct_defaults__
    keys = kind.__struct_encode_fields__
    return {name: _field(name, types[name], key, given) for name, key, given in zip(names, keys, known, strict=True)}


def _field(name: str, annotation: str, key: str, given: Any) -> dataclasses.Field[Any]:
    value: dict[str, Any] = {} if given is NODEFAULT else {"default": given}
    if hasattr(given, "factory"):
        value = {"default_factory": given.factory}
    made: Any = dataclasses.field(**value, metadata={"key": key} if key != name else {})
    made.name, made.type, made._field_type = name, annotation, dataclasses._FIELD  # type: ignore[attr-defined]
    return made  # type: ignore[no-any-return]


class Record(Struct, frozen=True, array_like=True, eq=False):
    """Two records are equal where all is that is not `aside`."""

    aside: ClassVar[tuple[str, ...]] = ("at",)
    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]] = _Fields()  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        said = _said(type(self))
        return self is other or said(self) == said(other)

    def __ne__(self, other: object) -> bool:
        """Said, for the struct's own would compare identities."""
        return not self == other

    def __hash__(self) -> int:
        return hash(_said(type(self))(self))


_SAID: dict[type[Record], Callable[[Any], Any]] = {}


def _said(kind: type[Record]) -> Callable[[Any], Any]:
    """What of such a record is compared."""
    if kind not in _SAID:
        _SAID[kind] = attrgetter(*(name for name in kind.__struct_fields__ if name not in kind.aside))
    return _SAID[kind]
