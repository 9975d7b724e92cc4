"""Every page by its path, each made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from msgspec import Struct

from conflict_ledger import pages as explained
from conflict_ledger.disputes import CONTRADICTION
from conflict_ledger.site import corrections, downloads, incident, quarters, searching, speakers, sums
from conflict_ledger.site.corrections import PER_PAGE, paged
from conflict_ledger.site.filters import period
from conflict_ledger.site.markdown import html
from conflict_ledger.site.places import drawn
from conflict_ledger.site.rendering import rendered
from conflict_ledger.text.phrases import name
from conflict_ledger.text.sentences import sentence
from conflict_ledger.totals import RULES
from conflict_ledger.totals.tables import periods

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_ledger.disputes import Contradiction
    from conflict_ledger.model import Incident
    from conflict_ledger.site.edition import Edition

Page = Callable[[], bytes]

_HERE = Path(__file__).parent
_NAVIGATION = {
    "incidents.html": "Incidents",
    "contradictions.html": "Contradictions",
    "totals.html": "Totals",
    "sources.html": "Sources",
    "methodology.html": "Methodology",
    "corrections.html": "Corrections",
    "downloads.html": "Downloads",
}


class Disputed(Struct, frozen=True):
    """One contradiction: the title of its fact, if it has one, and the sentence that says it."""

    found: Contradiction
    fact: str
    sentence: str


class Listed(Struct, frozen=True):
    """One incident in the list of all: how many sources speak of it, and what the list is filtered by."""

    incident: Incident
    sources: int
    categories: list[str]
    kinds: list[str]
    regions: list[str]


def pages(edition: Edition) -> dict[str, Page]:
    """Every file of the site by its path. What several pages show is worked out once, when the first of them is made."""
    return _Site(edition).pages()


class _Site:
    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.published = cache(lambda: sums.published(edition))
        self.frame = cache(self.framed)
        self.news = cache(lambda: corrections.news(edition))

    def pages(self) -> dict[str, Page]:
        edition = self.edition
        found: dict[str, Page] = {"index.html": self.home}
        found |= self.paged("incidents.html", "incidents.html", edition.incidents, self.rows)
        found |= {f"incidents/{one.id}.html": self.incident(one) for one in edition.incidents}
        found |= self.paged("contradictions.html", "contradictions.html", edition.disputes, self.disputes)
        found["totals.html"] = lambda: self.made(
            "totals.html", "totals.html", periods=self.published(), chart=quarters.chart(self.published())
        )
        found |= {period(when): self.period(period(when)) for when in periods(edition.ledger)}
        found["sources.html"] = lambda: self.made("sources.html", "sources.html", rows=speakers.listing(edition))
        for one in edition.sources:
            about = speakers.view(one, edition)
            found |= self.paged(
                speakers.file(one.id), "source.html", about.pop("groups"), partial(speakers.part, about)
            )
        found["methodology.html"] = lambda: self.made(
            "methodology.html", "methodology.html", text=html(edition.methodology) if edition.methodology else ""
        )
        found["rules.html"] = self.rules
        found |= self.paged(
            "corrections.html", "corrections.html", self.news(), lambda some: {"news": some, "shallow": edition.shallow}
        )
        found["downloads.html"] = lambda: self.made(
            "downloads.html", "downloads.html", downloads=downloads.listed(edition.downloads)
        )
        found |= downloads.files(edition) | downloads.copies(edition.ledger)
        found["feed.xml"] = lambda: self.made("feed.xml", "feed.xml", **corrections.feed(self.news(), edition))
        found["search-index.js"] = lambda: searching.index(edition, self.published())
        return found | {"site.css": self.style, "site.js": (_HERE / "static" / "site.js").read_bytes}

    def made(self, path: str, template: str, **about: Any) -> bytes:
        """The page at the path; `root` leads from there to the top of the site."""
        root = "../" * path.count("/")
        common = {"root": root, "edition": self.edition, "ledger": self.edition.ledger}
        frame = self.frame(root, path if path in _NAVIGATION else "")
        return rendered(template, **common, frame=frame, **about).encode()

    def framed(self, root: str, path: str) -> list[Markup]:
        """What stands above and below every page."""
        about = {"root": root, "path": path, "ledger": self.edition.ledger, "navigation": _NAVIGATION}
        return [Markup(rendered(part, **about)) for part in ("header.html", "footer.html")]

    def paged(
        self, path: str, template: str, rows: Sequence[Any], view: Callable[[Any], dict[str, Any]]
    ) -> dict[str, Page]:
        """The list on as many pages as it needs."""
        parts = [rows[start : start + PER_PAGE] for start in range(0, len(rows), PER_PAGE)] or [rows]
        names = [paged(path, number * PER_PAGE) for number in range(len(parts))]

        def page(number: int) -> Page:
            others = [(one.rpartition("/")[2], one == names[number]) for one in names] if len(names) > 1 else []
            return lambda: self.made(names[number], template, others=others, all=len(rows), **view(parts[number]))

        return {name: page(number) for number, name in enumerate(names)}

    def style(self) -> bytes:
        """Our style sheet, and behind it what the ledger adds."""
        return (_HERE / "static" / "site.css").read_bytes() + self.edition.style.encode()

    # --- one kind of page each -----------------------------------------------------------------------------------------

    def home(self) -> bytes:
        edition = self.edition
        claims = sum(len(source.claims) for source in edition.sources)
        return self.made(
            "index.html",
            "home.html",
            claims=claims,
            contradicted=edition.severities[CONTRADICTION],
            headline=quarters.headline(edition),
            rule=RULES["range"],
            chart=quarters.chart(self.published()),
            news=self.news()[:5],
            map=drawn(edition.incidents),
            recent=edition.incidents[:8],
        )

    def incident(self, one: Incident) -> Page:
        def page() -> bytes:
            history = list(corrections.of_incident(one.id, self.news())) if self.edition.entries else []
            about = incident.view(one, self.edition)
            return self.made(f"incidents/{one.id}.html", "incident.html", history=history, **about)

        return page

    def rows(self, some: Sequence[Incident]) -> dict[str, Any]:
        return {"rows": [self.row(one) for one in some], "categories": self.edition.ledger.settings.categories}

    def row(self, one: Incident) -> Listed:
        ledger = self.edition.ledger
        claims = [claim for fact in one.facts.values() for claim in fact.claims if not claim.withdrawn]
        accused = {ledger.category(claim.perpetrator) for claim in claims if claim.perpetrator}
        regions = list(dict.fromkeys(name for place in one.place if (name := place.admin1 or place.country)))
        return Listed(
            incident=one,
            sources=len({claim.source for claim in claims}),
            categories=sorted(accused),
            kinds=self.edition.kinds(one.id),
            regions=regions,
        )

    def disputes(self, some: Sequence[Contradiction]) -> dict[str, Any]:
        ledger = self.edition.ledger
        groups: dict[str | None, list[Disputed]] = {}
        for one in some:
            fact = ledger.fact(f"{one.incident}/{one.fact}") if one.fact else None
            row = Disputed(one, incident.title(fact) if fact else "", sentence(one, ledger))
            groups.setdefault(one.incident, []).append(row)
        incidents = {key: ledger.incidents[key] for key in groups if key is not None}
        return {"groups": groups, "incidents": incidents, "counts": self.edition.severities}

    def period(self, path: str) -> Page:
        return lambda: self.made(path, "period.html", about=next(one for one in self.published() if one.file == path))

    def rules(self) -> bytes:
        names = explained.names()
        groups = {
            group: [(name, html(explained.page(name) or "", 2)) for name in names[group]]
            for group in ("contradiction kinds", "counting rules")
        }
        return self.made("rules.html", "rules.html", groups=groups, name=name)
