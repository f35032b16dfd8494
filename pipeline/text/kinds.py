"""What kind of thing a page is, from the words its site uses for it. Kinds are plain Dutch words."""

from __future__ import annotations

import re

# The tail of a page's title: "… | Nieuwsbericht | Site".
_TAILS = {
    "nieuwsbericht": "nieuws",
    "nieuwsberichten": "nieuws",
    "nieuws": "nieuws",
    "persbericht": "nieuws",
    "actueel": "nieuws",
    "rapport": "rapport",
    "rapporten": "rapport",
    "onderzoeksrapport": "rapport",
    "publicatie": "publicatie",
    "publicaties": "publicatie",
    "brochure": "publicatie",
    "factsheet": "publicatie",
    "handreiking": "handreiking",
    "in de praktijk": "praktijkverhaal",
    "weblog": "praktijkverhaal",
    "praktijkverhaal": "praktijkverhaal",
    "praktijkvoorbeeld": "praktijkverhaal",
    "kamerstuk": "kamerstuk",
    "kamerstukken": "kamerstuk",
    "kamerbrief": "kamerstuk",
    "podcast": "podcast",
    "video": "video",
    "agenda": "bijeenkomst",
    "bijeenkomst": "bijeenkomst",
    "evenement": "bijeenkomst",
}
# One segment of an address's path.
_SEGMENTS = {
    "weblog": "praktijkverhaal",
    "weblogs": "praktijkverhaal",
    "praktijkvoorbeelden": "praktijkverhaal",
    "rapport": "rapport",
    "rapporten": "rapport",
    "publicatie": "publicatie",
    "publicaties": "publicatie",
    "brochures": "publicatie",
    "handreiking": "handreiking",
    "handreikingen": "handreiking",
    "agenda": "bijeenkomst",
    "evenementen": "bijeenkomst",
    "nieuws": "nieuws",
    "nieuwsberichten": "nieuws",
    "persberichten": "nieuws",
    "kamerstukken": "kamerstuk",
    "kamerbrieven": "kamerstuk",
    "podcast": "podcast",
    "podcasts": "podcast",
    "video": "video",
    "videos": "video",
    "groep": "pagina",
}
# Folders that say little, for when the title says nothing either.
_WEAK_SEGMENTS = {
    "artikel": "nieuws",
    "artikelen": "nieuws",
    "document": "publicatie",
    "documenten": "publicatie",
}
_FILE = re.compile(r"\.(?:pdf|docx?|pptx?|xlsx?|od[tps])$", re.IGNORECASE)
# The first word of a title. "Rapport" and "Publicatie" are left out: news begins with them as well.
_FIRST_WORDS = {
    "handreiking": "handreiking",
    "podcast": "podcast",
    "video": "video",
    "webinar": "bijeenkomst",
    "masterclass": "bijeenkomst",
    "kamerbrief": "kamerstuk",
    "factsheet": "publicatie",
}


def kind_of(*, tail: str, path: str, title: str) -> str:
    """Returns the kind that a title's tail, else the path, else the title's first word names; or ""."""
    segments = [segment.casefold() for segment in path.split("/") if segment]
    return (
        _TAILS.get(tail.strip().casefold(), "")
        or _kind_of_path(segments)
        or _kind_of_title(title)
        or ("publicatie" if _FILE.search(path) else "")
        or _deepest(segments, _WEAK_SEGMENTS)
    )


def _kind_of_path(segments: list[str]) -> str:
    # "/nl/publicaties/podcast-s4e5": the item's own segment says more than its folder.
    if segments and re.match(r"podcast[-_]", segments[-1]):
        return "podcast"
    return _deepest(segments, _SEGMENTS)


def _deepest(segments: list[str], kinds: dict[str, str]) -> str:
    return next((kinds[segment] for segment in reversed(segments) if segment in kinds), "")


def _kind_of_title(title: str) -> str:
    first = re.match(r"\w+", title.casefold())
    return _FIRST_WORDS.get(first[0], "") if first else ""
