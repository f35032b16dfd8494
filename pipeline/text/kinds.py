"""What kind of thing a page is, from the words its site uses for it. Kinds are plain Dutch words."""

from __future__ import annotations

import re
from dataclasses import dataclass

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
    "interview": "praktijkverhaal",
    "blog": "praktijkverhaal",
    "richtlijn": "handreiking",
    "webinar": "bijeenkomst",
    "training": "bijeenkomst",
}
# One segment of an address's path.
_SEGMENTS = {
    "weblog": "praktijkverhaal",
    "weblogs": "praktijkverhaal",
    "blog": "praktijkverhaal",
    "blogs": "praktijkverhaal",
    "column": "praktijkverhaal",
    "columns": "praktijkverhaal",
    "interview": "praktijkverhaal",
    "interviews": "praktijkverhaal",
    "verhaal": "praktijkverhaal",
    "verhalen": "praktijkverhaal",
    "ervaring": "praktijkverhaal",
    "ervaringen": "praktijkverhaal",
    "ervaringsverhalen": "praktijkverhaal",
    "praktijk": "praktijkverhaal",
    "in-de-praktijk": "praktijkverhaal",
    "uit-de-praktijk": "praktijkverhaal",
    "praktijkverhaal": "praktijkverhaal",
    "praktijkverhalen": "praktijkverhaal",
    "praktijkvoorbeeld": "praktijkverhaal",
    "praktijkvoorbeelden": "praktijkverhaal",
    "rapport": "rapport",
    "rapporten": "rapport",
    "onderzoek": "rapport",
    "onderzoeken": "rapport",
    "onderzoeksrapporten": "rapport",
    "evaluaties": "rapport",
    "handreiking": "handreiking",
    "handreikingen": "handreiking",
    "richtlijn": "handreiking",
    "richtlijnen": "handreiking",
    "leidraden": "handreiking",
    "agenda": "bijeenkomst",
    "kalender": "bijeenkomst",
    "bijeenkomst": "bijeenkomst",
    "bijeenkomsten": "bijeenkomst",
    "evenement": "bijeenkomst",
    "evenementen": "bijeenkomst",
    "events": "bijeenkomst",
    "trainingen": "bijeenkomst",
    "congressen": "bijeenkomst",
    "webinars": "bijeenkomst",
    "nieuws": "nieuws",
    "nieuwsberichten": "nieuws",
    "persberichten": "nieuws",
    "kamerstuk": "kamerstuk",
    "kamerstukken": "kamerstuk",
    "kamerbrief": "kamerstuk",
    "kamerbrieven": "kamerstuk",
    "kamervragen": "kamerstuk",
    "moties": "kamerstuk",
    "brieven_regering": "kamerstuk",
    "podcast": "podcast",
    "podcasts": "podcast",
    "luisteren": "podcast",
    "video": "video",
    "videos": "video",
    "films": "video",
    "kijken": "video",
    "groep": "pagina",
}
# Folders that say less than a title does.
_WEAK_SEGMENTS = {
    "publicatie": "publicatie",
    "publicaties": "publicatie",
    "brochures": "publicatie",
    "factsheets": "publicatie",
    "artikel": "nieuws",
    "artikelen": "nieuws",
    "actueel": "nieuws",
    "document": "publicatie",
    "documenten": "publicatie",
    "onderwerp": "pagina",
    "onderwerpen": "pagina",
    "thema": "pagina",
    "themas": "pagina",
    "dossier": "pagina",
    "dossiers": "pagina",
    "programma": "pagina",
}
# Sites of the government name the type in the path: /documenten/publicaties/2026/… is a publication to them.
_STATED = re.compile(r"/documenten/(?:[\w-]+/)*?publicaties/", re.IGNORECASE)
_FILE = re.compile(r"\.(?:pdf|docx?|pptx?|xlsx?|od[tps])$", re.IGNORECASE)
_BEFORE = (
    r"(?:(?:de|het|een|nieuwe?|vernieuwde?|herziene?|concept|online|landelijke|regionale|digitale|gratis) )*"
)
# How a title begins. "Rapport" and "Publicatie" alone are left out: news begins with them as well.
_TITLES = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (rf"{_BEFORE}(?:podcast\w*|aflevering \d+|luister\b)", "podcast"),
        (rf"{_BEFORE}(?:video|animatie|documentaire|terugkijken|kijk terug|webinar terug)\b", "video"),
        (rf"{_BEFORE}(?:kamerbrief|kamerstuk|kamervragen|brief aan de (?:tweede )?kamer|beantwoording|motie"
         r"|antwoord(?:en)? op|memorie van toelichting|nota naar aanleiding)\b", "kamerstuk"),
        (rf"{_BEFORE}(?:webinar|masterclass|training|congres|symposium|conferentie|studiedag|workshop|cursus"
         r"|leerkring|leersessie|kennissessie|werksessie|inspiratiesessie|\w*bijeenkomst|\w*middag|themadag"
         r"|dag (?:van|voor) |save the date|kom naar )", "bijeenkomst"),
        (r"landelijke dag ", "bijeenkomst"),
        (rf"{_BEFORE}(?:\w*handreiking|leidraad|\w*richtlijn|handleiding|wegwijzer|stappenplan|werkwijzer"
         r"|gids|routekaart|praktijkgids|kwaliteitskader)\b", "handreiking"),
        (rf"{_BEFORE}(?:factsheet|brochure|infographic|folder|toolbox|toolkit|gesprekskaart(?:en)?"
         r"|inspiratiebundel|jaarplan|jaarverslag|kamerbriefbijlage)\b", "publicatie"),
        (r"(?:[\w-]+ ){0,2}(?:eind|onderzoeks|inspectie|voortgangs|tussen|jaar|advies|evaluatie)?"
         r"rapport(?:age)?(?::| [^:]*$)(?<!verschenen)(?<!gepubliceerd)(?<!beschikbaar)", "rapport"),
        (rf"{_BEFORE}(?:monitor|onderzoek|evaluatie|eindevaluatie|verkenning|proefschrift)\b", "rapport"),
        (rf"{_BEFORE}(?:interview|in gesprek met|blog|column|praktijkverhaal|praktijkvoorbeeld"
         r"|ervaringsverhaal|uit de praktijk|een dag mee met)\b", "praktijkverhaal"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KindSign:
    """A kind, where it was named (`tail`, `path` or `title`), and by which word."""

    kind: str
    where: str
    word: str


def kind_of(*, tail: str, path: str, title: str) -> str:
    """Returns the kind that `kind_sign` finds, or ""."""
    sign = kind_sign(tail=tail, path=path, title=title)
    return sign.kind if sign else ""


def kind_sign(*, tail: str, path: str, title: str) -> KindSign | None:
    """Returns what names the kind: the title's tail, a telling folder, how the title begins, any folder."""
    segments = [segment.casefold() for segment in path.split("/") if segment]
    word = tail.strip().casefold()
    if word in _TAILS:
        return KindSign(_TAILS[word], "tail", tail.strip())
    return (
        _sign_of_path(path, segments)
        or _sign_of_title(title)
        or (KindSign("publicatie", "path", segments[-1]) if _FILE.search(path) else None)
        or _deepest(segments, _WEAK_SEGMENTS)
    )


def _sign_of_path(path: str, segments: list[str]) -> KindSign | None:
    # "/nl/publicaties/podcast-s4e5": the item's own segment says more than its folder.
    if segments and re.match(r"podcast[-_]", segments[-1]):
        return KindSign("podcast", "path", segments[-1])
    if _STATED.search(path):
        return KindSign("publicatie", "path", "publicaties")
    return _deepest(segments, _SEGMENTS)


def _deepest(segments: list[str], kinds: dict[str, str]) -> KindSign | None:
    named = (segment for segment in reversed(segments) if segment in kinds)
    return next((KindSign(kinds[segment], "path", segment) for segment in named), None)


def _sign_of_title(title: str) -> KindSign | None:
    bare = title.strip().lstrip("‘’“”'\"")
    for pattern, kind in _TITLES:
        if found := pattern.match(bare):
            word = re.sub(_BEFORE, "", found[0], count=1, flags=re.IGNORECASE)
            return KindSign(kind, "title", word.strip(" :"))
    return None
