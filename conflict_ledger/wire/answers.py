"""One JSON document for each command that reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflict_ledger import contradictions as disputed
from conflict_ledger.disputes import CONTRADICTION
from conflict_ledger.findings import SEVERITIES
from conflict_ledger.sources import unarchived
from conflict_ledger.standing import standings
from conflict_ledger.wire import records
from conflict_ledger.wire.records import head, when

if TYPE_CHECKING:
    from conflict_ledger.contradictions import Reply
    from conflict_ledger.disputes import Contradiction
    from conflict_ledger.findings import Finding
    from conflict_ledger.history import Commit
    from conflict_ledger.ledger import Ledger
    from conflict_ledger.model import Fact, Incident
    from conflict_ledger.sources import Source
    from conflict_ledger.wire.records import Json


def validate(found: list[Finding], files: int, accepted: int, ledger: Ledger, commit: Commit | None) -> Json:
    counts = {f"{severity}s": sum(1 for one in found if one.severity == severity) for severity in SEVERITIES}
    findings = [records.finding(one) for one in found]
    summary = {"files": files, **counts, "accepted": accepted}
    return {**head("validate", ledger, commit), "findings": findings, "summary": summary}


def contradictions(found: list[Contradiction], ledger: Ledger, commit: Commit | None) -> Json:
    listed = [records.contradiction(one, ledger) for one in found]
    return {**head("contradictions", ledger, commit), "contradictions": listed}


def incidents(found: list[Incident], ledger: Ledger, commit: Commit | None) -> Json:
    return {**head("list", ledger, commit), "incidents": [_summary(incident, ledger) for incident in found]}


def _summary(incident: Incident, ledger: Ledger) -> Json:
    kinds = [one.kind for one in disputed.contradictions(ledger, incident.id) if one.severity == CONTRADICTION]
    sources = sorted({claim.source for fact in incident.facts.values() for claim in fact.claims if not claim.withdrawn})
    return {**_about(incident), "sources": sources, "facts": list(incident.facts), "contradicted": sorted(set(kinds))}


def _about(incident: Incident) -> Json:
    return {
        "id": incident.id,
        "title": incident.title,
        "date": when(incident.date),
        "place": [records.place(one) for one in incident.place],
        "aka": list(incident.aka),
    }


def show(incident: Incident, ledger: Ledger, commit: Commit | None) -> Json:
    replies = disputed.right_of_reply(incident, ledger)
    body = {
        **_about(incident),
        "summary": incident.summary,
        "note": incident.note,
        "external": dict(incident.external),
        "withdrawn": _withdrawn(incident),
        "facts": [_fact(fact, incident, ledger) for fact in incident.facts.values()],
        "contradictions": [records.contradiction(one, ledger) for one in disputed.contradictions(ledger, incident.id)],
        "right_of_reply": [_reply(reply, ledger) for reply in replies],
        "related": [{"incident": link.incident, "as": link.relation} for link in incident.related],
        "at": records.where(incident.at, ledger),
    }
    return {**head("show", ledger, commit), "incident": body}


def _withdrawn(record: Any) -> Json | None:
    return {"date": when(record.withdrawn.date), "reason": record.withdrawn.reason} if record.withdrawn else None


def _fact(fact: Fact, incident: Incident, ledger: Ledger) -> Json:
    judged = fact.assessment
    return {
        "address": fact.address,
        "id": fact.id,
        "title": fact.title,
        "measure": fact.measure,
        "question": fact.question,
        "answers": dict(fact.answers),
        "date": when(incident.when(fact)),
        "part_of": fact.part_of,
        "note": fact.note,
        "withdrawn": _withdrawn(fact),
        "assessment": {"prefer": judged.prefer, "reason": judged.reason, "by": judged.by, "date": when(judged.date)}
        if judged
        else None,
        "sources": len({claim.source for claim in fact.claims if not claim.withdrawn}),
        "documents": len({doc for claim in fact.claims for doc in (claim.document, *claim.also_in) if doc}),
        "claims": [
            {
                **records.claim(standing.claim, ledger),
                "standing": standing.state,
                "by": standing.by.address if standing.by else None,
                "party": disputed.party(standing.claim, fact, ledger),
            }
            for standing in standings(fact, ledger)
        ],
    }


def _reply(reply: Reply, ledger: Ledger) -> Json:
    said = []
    for status, record in reply.said:
        if isinstance(record, tuple):
            document, dispute = record
            said.append({"status": status, "claim": None, "document": document.id, "by": dispute.by})
        else:
            said.append({"status": status, "claim": record.address, "document": record.document, "by": record.source})
    return {"actor": records.actor(ledger.actor(reply.actor)), "status": reply.status, "said": said}


def sources(found: list[Source], ledger: Ledger, commit: Commit | None) -> Json:
    listed = [
        {
            **records.actor(ledger.actor(source.id)),
            "claims": [claim.address for claim in source.claims],
            "cells": [cell.address for cell in source.cells],
            "incidents": list(source.incidents),
            "contradicted": list(source.contradicted),
            "party": list(source.party),
            "unarchived": [document.id for document in unarchived(source.id, ledger)],
        }
        for source in found
    ]
    return {**head("sources", ledger, commit), "sources": listed}
