"""The closed lists of the field, one line of meaning each, and how the victims words exclude and contain one another."""

MEASURES = {
    "killed": "dead, bodies of this incident's victims included",
    "injured": "wounded, not dead",
    "arrested": "taken into custody",
    "detained": "held",
    "released": "let go after arrest, detention or abduction",
    "abducted": "taken away or forcibly disappeared",
    "missing": "not found",
    "tortured": "tortured or ill-treated",
    "sexual-violence": "raped or otherwise sexually abused",
    "displaced": "driven from home",
    "bodies": "graves and finds: not deaths until said so",
    "affected": "any of them: what UN notes count as victims or violations",
}

VICTIMS = {
    "people": "not said who; contains all other words",
    "civilians": "persons who take no part in the fighting",
    "fighters": "members of armed groups",
    "soldiers": "members of state forces, with gendarmes, auxiliaries and foreign troops",
    "detainees": "anyone held, whatever they were before",
    "peacekeepers": "members of a peace operation",
    "aid-workers": "civilians who bring relief",
}

GROUPS = {
    "women": "adult women",
    "men": "adult men",
    "girls": "girls under 18",
    "boys": "boys under 18",
    "children": "girls and boys under 18",
    "adults": "women and men",
    "identified": "known by name",
}

SHARES = {"some": "one or more", "most": "more than half"}

DENIALS = {
    "event": "it did not happen",
    "count": "the figure is wrong",
    "victims": "the victims were not who the other says",
    "perpetrator": "the actor named did not do it",
}

ATTRIBUTIONS = {
    "states": "says it as a fact",
    "suspects": "thinks it likely",
    "alleges": "reports it as alleged, in the conditional",
    "reasonable-grounds": "has reasonable grounds to believe it",
    "admits": "the actor says it did so itself, of itself",
    "claims-own": "the actor takes responsibility",
}

SCOPES = {"part": "the source counted only some of these people", "wider": "its figure covers more than this fact"}
TRENDS = {"up": "more than before", "down": "fewer than before", "stable": "about as many as before"}
RELATIONS = {
    "follows": "the later part of the same events",
    "separate": "looks alike, is not",
    "see-also": "worth reading together",
}
PRECISIONS = {
    "exact": "the spot itself",
    "town": "the town or village",
    "district": "somewhere in the district",
    "region": "somewhere in the region",
    "country": "somewhere in the country",
}
ACTOR_KINDS = {
    "un": "a body of the United Nations",
    "ngo": "a non-governmental organisation",
    "government": "a government or one of its ministries",
    "state-forces": "armed or security forces of a state",
    "armed-group": "an armed group that is not a state's",
    "militia": "a community militia or self-defence group",
    "company": "a company, military companies included",
    "media": "a newspaper, agency or broadcaster",
    "court": "a court or prosecutor",
    "witness": "people who were there; never one speaker",
    "anonymous": "unnamed; never one speaker",
    "other": "anyone else",
}

UNATTRIBUTED = "unattributed"
NOT_ONE_SPEAKER = frozenset({"witness", "anonymous"})

_GROUPS = (("civilians", "aid-workers"), ("fighters",), ("soldiers",), ("peacekeepers",))
_APART = frozenset(
    (one, other) for mine in _GROUPS for rest in _GROUPS if rest is not mine for one in mine for other in rest
)
_PROTECTED = frozenset({"civilians", "aid-workers", "detainees"})


def contains(whole: str, inner: str) -> bool:
    """True where everyone called `inner` is also called `whole`: people contains all, civilians contains aid-workers."""
    return whole in ("people", inner) or (whole, inner) == ("civilians", "aid-workers")


def excludes(one: str, other: str) -> bool:
    """True where nobody can be both: civilians, fighters, soldiers and peacekeepers; aid-workers are civilians."""
    return (one, other) in _APART


def counts_fully(total: str, word: str) -> bool:
    """True where a total over `total` takes everyone called `word`.

    A total over civilians takes detainees too: persons hors de combat are protected persons (Geneva Conventions,
    common article 3), and UN notes count them so.
    """
    return contains(total, word) or (total == "civilians" and word in _PROTECTED)


def may_include(total: str, word: str) -> bool:
    """True where some of those called `word` may belong to a total over `total`: they add to its upper end only."""
    return contains(word, total) or word == "detainees"
