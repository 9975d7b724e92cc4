"""What `add` is given in options: values as the files have them, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflict_ledger import model
from conflict_ledger.cli.adding import KINDS, PLACE, form
from conflict_ledger.edit import records
from conflict_ledger.edit.refused import Unfit
from conflict_ledger.shape import SAYS, keys_of

if TYPE_CHECKING:
    from conflict_ledger.edit.draft import Draft

Values = dict[str, Any]


def values(what: str, given: dict[str, Any]) -> Values:
    """The options that were given, as plain data. Raises Unfit."""
    found: Values = {"into": given["into"]} if given.get("into") else {}
    for record, key in KINDS[what].keys:
        if not given.get(key):
            continue
        meant = PLACE.get(key, key) if record is model.Place else key
        value = _value(key, form(record, meant), given[key])
        if record is model.Place:
            found.setdefault("place", {})[meant] = value
        else:
            found[key] = value
    return found


def _value(key: str, how: str, given: Any) -> Any:
    if how == "flag":
        return "true"
    if how == "list":
        return [word.strip() for one in given for word in (one.split(",") if key != "aka" else [one])]
    if how != "pairs":
        return given
    pairs = [one.partition("=") for one in given]
    if bad := next((word for word, equals, _ in pairs if not equals), None):
        raise Unfit(f"--{key.replace('_', '-')}: {bad} has no =", "write WORD=TEXT")
    if key == "related":
        return [{"incident": word.strip(), "as": text.strip()} for word, _, text in pairs]
    return {word.strip(): text.strip() for word, _, text in pairs}


def missing(what: str, name: str | None, found: Values) -> list[str]:
    """What must be given and is not, as it is written on the command line."""
    kind = KINDS[what]
    record: Any = kind.record
    needed = [key for key, (_, _, required) in keys_of(record).items() if required and key not in ("facts", "claims")]
    lacking = [f"--{key.replace('_', '-')}" for key in needed if key not in found]
    if record is model.Claim and not any(key in found for key in SAYS[record]):
        lacking.append("one of --count, --answer, --denies, --no-position")
    if record is model.Claim and "document" not in found:
        lacking.append("--document")
    if record is model.Fact and "measure" not in found and not ("question" in found and "answers" in found):
        lacking.append("--measure, or --question with --answers")
    return [*([] if name else [kind.name]), *lacking]


def add(draft: Draft, what: str, name: str, found: Values, text: str | None = None) -> None:
    """Adds it to the draft. Raises Refused, Unfit, Unknown."""
    into = found.pop("into", None)
    record = records.Written(found, text)
    if what in records.LISTED:
        records.add_listed(draft, what, name, record, into)
    else:
        {"incident": records.add_incident, "fact": records.add_fact, "claim": records.add_claim}[what](
            draft, name, record
        )
