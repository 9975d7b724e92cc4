"""Names that nothing defines: sources, actors, documents, categories, incidents and facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_ledger.checks import known, uses
from conflict_ledger.checks.registry import Problem, check
from conflict_ledger.findings import ERROR
from conflict_ledger.words import UNATTRIBUTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conflict_ledger.checks.uses import Use
    from conflict_ledger.ledger import Ledger


@check(ERROR)
def unknown_source(ledger: Ledger) -> Iterator[Problem]:
    """A claim's source is nobody that the ledger knows.

    Who asserts a figure decides what it is compared with and which total it enters. A slip in the id would make one speaker
    two, and a contradiction of what was one speaker's revision.

    Bad:

        # data/incidents/tindara.yaml
        title: Raid on Tindara
        date: 2022-04-19
        facts:
          deaths:
            measure: killed
            claims:
              - source: un-misson   # <- no actor is called `un-misson`
                document: un-report
                count: 12

    Good:

              - source: un-mission
    """
    yield from _unknown_actors(ledger, uses.sources(ledger))


@check(ERROR)
def unknown_actor(ledger: Ledger) -> Iterator[Problem]:
    """A perpetrator, a publisher, a part's whole or someone else named by id is nobody that the ledger knows.

    The category of a perpetrator, the right of reply and what is a relay all hang on the actor's record. Where nobody is
    accused the word is `unattributed`, and only `perpetrator` takes it.

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
                count: 12
                perpetrator: hill-rebel   # <- no actor is called `hill-rebel`

    Good:

                perpetrator: hill-rebels
    """
    yield from _unknown_actors(ledger, uses.actors(ledger))


@check(ERROR)
def unknown_document(ledger: Ledger) -> Iterator[Problem]:
    """A claim or a dispute names a document that the ledger does not list.

    A claim is as good as the place where it can be read again.

    Bad:

        # data/incidents/tindara.yaml
        title: Raid on Tindara
        date: 2022-04-19
        facts:
          deaths:
            measure: killed
            claims:
              - source: un-mission
                document: un-reprot   # <- no document is called `un-reprot`
                also_in:
                  - gazette-report
                  - the-gazette       # <- no document is called `the-gazette`
                count: 12

    Good:

                document: un-report
                also_in:
                  - gazette-report
    """
    if known.unread(ledger, "documents"):
        return
    listed = known.listed(ledger, "documents")
    hint = known.hints(listed, "add it to data/documents.yaml")
    for at, key, name, address in uses.documents(ledger):
        if name not in listed:
            yield Problem(at, f"no document is called `{name}`", hint(name), key, address)


@check(ERROR)
def unknown_category(ledger: Ledger) -> Iterator[Problem]:
    """A perpetrator category is not among those of `data/ledger.yaml`.

    Totals are given per category. The ledger's list is closed, so that a slip does not open a category of its own;
    `unattributed` is always there.

    Bad:

        # data/actors.yaml
        un-mission: {name: UN Mission, kind: un}
        marsh-band:
          name: Marsh Band
          kind: militia
          category: milita   # <- no category is called `milita`

    Good:

          category: militia
    """
    if known.uncertain(ledger):
        return
    listed = {*known.categories(ledger), UNATTRIBUTED}
    hint = known.hints(listed, "add it to the categories in data/ledger.yaml")
    for at, key, name, address in uses.categories(ledger):
        if name not in listed:
            yield Problem(at, f"no category is called `{name}`", hint(name), key, address)


@check(ERROR)
def unknown_incident(ledger: Ledger) -> Iterator[Problem]:
    """An incident named under `related`, `excludes` or `part_of` has no file.

    Bad:

        # data/incidents/tindara.yaml
        title: Raid on Tindara
        date: 2022-04-19
        related:
          - incident: kelumo   # <- no incident is called `kelumo`
            as: follows
        facts: {}
        # data/incidents/kelouma.yaml
        title: Shelling of Kelouma
        date: 2022-04-17
        facts: {}

    Good:

          - incident: kelouma
    """
    files = known.incidents(ledger)
    hint = known.hints(files, "an incident's id is its file's name, without .yaml")
    for at, key, name, address in uses.incidents(ledger):
        if name.partition("/")[0] not in files:
            name = name.partition("/")[0]
            yield Problem(at, f"no incident is called `{name}`", hint(name), key, address)


@check(ERROR)
def unknown_fact(ledger: Ledger) -> Iterator[Problem]:
    """A fact named under `part_of` or `excludes` is not in its incident.

    A part whose whole is not found would be counted beside it: the same dead twice. A fact of the same incident is named by
    its id alone, one of another as `incident/fact`.

    Bad:

        # data/incidents/tindara.yaml
        title: Raid on Tindara
        date: 2022-04-19
        facts:
          deaths:
            measure: killed
            claims: []
          market-deaths:
            measure: killed
            part_of: death   # <- no fact of tindara is called `death`
            claims: []

    Good:

            part_of: deaths
    """
    facts = known.facts(ledger)
    for at, key, name, address in uses.facts(ledger):
        incident, _, fact = name.partition("/")
        if incident in facts and fact not in facts[incident]:
            near = known.hints(facts[incident], f"facts of {incident}: {', '.join(sorted(facts[incident])) or 'none'}")
            yield Problem(at, f"no fact of {incident} is called `{fact}`", near(fact), key, address)


def _unknown_actors(ledger: Ledger, used: Iterable[Use]) -> Iterator[Problem]:
    if known.unread(ledger, "actors"):
        return
    listed = known.listed(ledger, "actors")
    hint = known.hints(listed, "add it to data/actors.yaml")
    for at, key, name, address in used:
        if name not in listed:
            yield Problem(at, f"no actor is called `{name}`", hint(name), key, address)
