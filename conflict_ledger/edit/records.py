"""New records, and records that the desk withdraws: which file, where in it, under which name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from conflict_ledger import model
from conflict_ledger.checks import known
from conflict_ledger.edit import blocks
from conflict_ledger.edit.layout import laid_out
from conflict_ledger.edit.order import later, ordered
from conflict_ledger.edit.refused import Refused, Unfit, Unknown
from conflict_ledger.edit.splice import Edit
from conflict_ledger.findings import ERROR, nearest
from conflict_ledger.lookup import fold
from conflict_ledger.readers import bad_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conflict_ledger.edit.draft import Draft
    from conflict_ledger.findings import At
    from conflict_ledger.ledger import Ledger

Values = dict[str, Any]
LISTED = {"actor": (model.Actor, "actors"), "document": (model.Document, "documents")}


class Written(NamedTuple):
    """What a record says, and the lines that say it where somebody wrote them."""

    values: Values
    text: str | None = None


def add_incident(draft: Draft, name: str, record: Written) -> None:
    """A new file. Raises Unfit."""
    free(name, known.incidents(draft.ledger()), "incident")
    values = ordered(model.Incident, {"facts": {}, **record.values})
    path = f"data/incidents/{name}.yaml"
    draft.put(path, record.text.encode() if record.text else laid_out(blocks.record(values).encode(), path))


def add_fact(draft: Draft, address: str, record: Written) -> None:
    """A fact of an incident, last. Raises Refused, Unfit, Unknown."""
    incident, _, name = address.partition("/")
    at = incident_at(draft.ledger(), incident)
    free(name, known.facts(draft.ledger()).get(incident, ()), f"fact of {incident}")
    values = ordered(model.Fact, {"claims": [], **record.values})
    draft.insert(at.path, Edit(("facts",), name, values, apart=True, text=record.text))


def add_claim(draft: Draft, address: str, record: Written) -> None:
    """A claim on a fact, last. Raises Refused, Unknown."""
    incident, _, name = address.partition("/")
    at = incident_at(draft.ledger(), incident)
    facts = known.facts(draft.ledger()).get(incident, set())
    if name not in facts:
        hint = nearest(name, facts) or (f"facts here: {', '.join(sorted(facts))}" if facts else "it has no fact yet")
        raise Unknown(f"no fact is called {address}", hint)
    values = ordered(model.Claim, record.values)
    draft.insert(at.path, Edit(("facts", name, "claims"), None, values, text=record.text))


def add_listed(draft: Draft, what: str, name: str, record: Written, into: str | None = None) -> None:
    """An actor or document, last in its file. Raises Refused, Unfit."""
    kind, folder = LISTED[what]
    free(name, known.listed(draft.ledger(), folder), what)
    path = into or f"data/{folder}.yaml"
    below = path.startswith(f"data/{folder}/") and path.endswith(".yaml")
    if path != f"data/{folder}.yaml" and not (below and {"", ".", ".."}.isdisjoint(path.split("/"))):
        raise Unfit(f"{path} is no file of {folder}", f"data/{folder}.yaml, or data/{folder}/<name>.yaml")
    values = ordered(kind, record.values)
    if draft.text(path) is None:
        draft.put(path, blocks.record({name: values}).encode())
    else:
        draft.insert(path, Edit((), name, values, apart=True, text=record.text))


def withdraw(draft: Draft, address: str, values: Values) -> None:
    """`withdrawn` on an incident, a fact, a claim, a published total or a cell. Raises Refused, Unfit, Unknown."""
    record = found(draft.ledger(), address)
    if record.withdrawn:
        raise Unfit(f"{address} was withdrawn on {record.withdrawn.date.text}", record.withdrawn.reason.strip())
    edit = Edit(record.at.route, "withdrawn", values, before=later(type(record), "withdrawn"))
    draft.insert(record.at.path, edit)


def found(ledger: Ledger, address: str) -> Any:
    """The record with this address. Raises Refused where its file cannot be read, Unknown where nothing has it."""
    records: dict[str, Any] = {**ledger.totals, **ledger.incidents}
    for _, fact in ledger.facts():
        records |= {fact.address: fact, **{claim.address: claim for claim in fact.claims}}
    for total in ledger.totals.values():
        records |= {cell.address: cell for cell in total.claims}
    if address in records:
        return records[address]
    top = address.partition("/")[0]
    unread(ledger, top)
    below = [name for name in records if name.startswith((f"{address}@", f"{address}/"))]
    hint = f"there are: {', '.join(below)}" if below else nearest(address, records)
    raise Unknown(f"nothing has the address {address}", hint)


def incident_at(ledger: Ledger, name: str) -> At:
    """Where the incident is. Raises Refused where it cannot be read, Unknown where there is none."""
    if name in ledger.incidents:
        return ledger.incidents[name].at
    unread(ledger, name)
    raise Unknown(f"no incident is called {name}", nearest(name, ledger.incidents))


def unread(ledger: Ledger, name: str) -> None:
    """Raises Refused where a file of that name is there and says something wrong."""
    for one in ledger.findings:
        if one.severity == ERROR and one.path.endswith(f"/{name}.yaml"):
            raise Refused(one.path, one.message, one.hint or "mend it first: it is left as it is", one.line)


def free(name: str, taken: Iterable[str], what: str) -> None:
    """Raises Unfit where the name is no id, or something is called so already, in whatever case and form."""
    plain = fold(name)
    if why := bad_id(name):
        raise Unfit(why, f"write: {plain}" if plain and not bad_id(plain) else "")
    if name in taken:
        raise Unfit(f"{what} {name} is there already", "choose another id, or edit that one")
    if other := next((other for other in taken if fold(other) == plain), None):
        raise Unfit(f"{other} is there already; to some systems the two names are one", f"rename {other} first")
