"""What sites put around their texts: walls, search boxes, cookie banners, picture credits, "Lees meer"."""

from __future__ import annotations

import re
from collections.abc import Iterable


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


# What stands there instead of the page, looked for in its title, and in its text when that is short.
_REFUSALS = (
    (
        "blocked",
        _any_of(
            r"just a moment",
            r"attention required!? \| cloudflare",
            r"checking your browser",
            r"verify(?:ing)? you are human",
            r"access denied|toegang geweigerd",
            r"enable javascript and cookies",
            r"request unsuccessful\. incapsula",
            r"privacy gate|cookie(?:muur|wall)|(?:accepteer|accept) (?:alle |all )?cookies om",
        ),
    ),
    (
        "maintenance",
        _any_of(
            r"(?:website|site|pagina) (?:is )?(?:tijdelijk |even )?(?:in|wegens) onderhoud",
            r"wegens (?:gepland |groot )?onderhoud|onderhoudspagina",
            r"tijdelijk (?:niet |on)(?:beschikbaar|bereikbaar)|technische storing",
            r"(?:under|scheduled|down for) maintenance|temporarily unavailable",
        ),
    ),
    (
        "redirected-to-error",
        _any_of(
            r"(?:niet gevonden|bestaat niet(?: meer)?)\W*(?:$|[|])",
            r"not found\W*(?:$|[|])|^(?:fout )?404\b",
            r"^inloggen\b|^log ?in\b|^aanmelden$",
        ),
    ),
)
# A wall is short; a page that writes about one is not.
_WALL_CHARACTERS = 700

_FURNITURE = _any_of(
    r"(?:waar|wat) (?:bent? (?:u|je)|zoekt? (?:u|je))(?: naar)?(?: op zoek)?\??",
    r"zoek(?:en|resultaten)?(?: op .*)?",
    r"(?:pagina )?niet gevonden|404\b.*|just a moment\W*",
    r"cookie\w*.*|.*cookies accepteren|(?:we|wij) zien dat (?:je|u) internet explorer.*",
    r"(?:we|wij|(?:deze|onze) (?:web)?site) (?:gebruik(?:en|t)|maakt gebruik van) (?:functionele )?cookies.*",
    r"(?:je|uw|jouw) browser (?:is|wordt|staat) .*|(?:je|u) gebruikt een (?:verouderde|oude) browser.*",
    r"javascript (?:staat|is) (?:uit|niet).*|access denied|toegang geweigerd|403\b.*|forbidden|oeps\W*.*",
    r"spring naar .*|(?:ga )?naar (?:de )?(?:hoofd)?(?:inhoud|content|navigatie)",
    r"menu|home|inloggen|login\W*|deel (?:dit|op) .*",
    r"(?:volgende|vorige)(?: pagina)?\W*|pagina \d+|\d+|[\W_]*",
    r"archief|privacy(?:verklaring)?|toegankelijkheid|contact|sitemap|abonneren|rss",
)
_VAGUE = _any_of(
    r"\W*(?:lees|bekijk|ontdek|kijk|luister) (?:meer|verder|alles|hier)(?: over .*)?\W*",
    r"\W*(?:lees|bekijk|kijk|luister) (?:het |de )?hele .{0,30}",
    r"\W*meer(?: (?:informatie|info|lezen|nieuws|weten))?(?: over .*)?\W*",
    r"\W*(?:klik )?hier\W*|klik hier .*|verder lezen\W*|download(?:en)?\W*|details\W*",
)
_CREDIT = _any_of(r"^(?:(?:beeld|foto(?:grafie|graaf)?|illustratie|bron (?:foto|beeld))\s*:\s*©?|©)\s*(?=\S)")
# Without a block of its own a credit ends after its first word and what "van", "&" and the like tie to it.
_GLUED_CREDIT = re.compile(r"\S+(?:\s+(?:van|de|der|den|het|en|voor|&|/|\|)\s+\S+)*")
_CREDIT_WORDS = 8
_HEADING_WORDS = 9
_COOKIES = _any_of(r"\bcookie(?:s|verklaring|beleid|-instellingen)?\b", r"internet explorer")
_PLUG_IN = r"(?:the post|het bericht) .{0,300} (?:appeared first on|verscheen eerst op) .{0,200}"
_SKIPPED_BLOCK = _any_of(
    r"(?:afbeelding|foto) bij (?:artikel|bericht|nieuwsbericht)\b.*",
    r"login\W*|spring naar .*|vergroot afbeelding.*",
    _PLUG_IN,
)
_EXTERNAL = re.compile(r"\bexterne link(?=\w)")
_TAIL = _any_of(
    rf"\s{_PLUG_IN}$",
    r"(?<=[.!?…\]])\s(?:→ |» )?(?:lees (?:meer|verder)(?: over .{0,100})?|meer informatie)\W*$",
)


# Looking for a plain word is many times quicker than for a pattern, and one of these is in each that fits.
_COOKIE_WORDS = ("cookie", "internet explorer")
_TAIL_WORDS = ("first on", "eerst op", "lees ", "meer informatie")


def _may_hold(text: str, words: tuple[str, ...]) -> bool:
    folded = text.casefold()
    return any(word in folded for word in words)


def refusal(title: str, text: str) -> str:
    """Says what stands there instead of the page: "blocked", "maintenance", "redirected-to-error", or "".

    `title` is the page's title or heading, `text` the whole of its text, which counts only when short.
    """
    places = [title.strip(), *([text.strip()] if len(text) <= _WALL_CHARACTERS else [])]
    return next((status for status, pattern in _REFUSALS for place in places if pattern.search(place)), "")


def is_furniture(title: str) -> bool:
    """Says whether `title` belongs to the site and to no publication: a search box, a page number."""
    return _FURNITURE.fullmatch(title.strip()) is not None


def is_vague(title: str) -> bool:
    """Says whether `title` only invites: "Lees meer", "Meer informatie", "Klik hier"."""
    return _VAGUE.fullmatch(title.strip()) is not None


def is_cookie_text(text: str) -> bool:
    """Says whether `text` speaks of cookies or an old browser, not of the page's subject."""
    return _may_hold(text, _COOKIE_WORDS) and _COOKIES.search(text) is not None


def credit_of(block: str) -> str:
    """Returns "Toekomstscenario" of the block "Beeld: ©Toekomstscenario", or "" for other blocks."""
    found = _CREDIT.match(block)
    rest = block[found.end() :] if found else ""
    return rest.strip() if len(rest.split()) <= _CREDIT_WORDS and not rest.rstrip().endswith("?") else ""


def prose(blocks: Iterable[str]) -> tuple[str, str]:
    """Joins the blocks that are the publisher's own text; returns it, and the picture's credit.

    Left out are credits, alt texts, headings, cookie notices, "Lees meer" and what a feed's plug-in adds.
    """
    kept: list[str] = []
    credit = ""
    for block in blocks:
        found, rest = _split_credit(block)
        credit = credit or found
        text = _EXTERNAL.sub("", rest) if "externe link" in rest else rest
        text = (_TAIL.sub("", text) if _may_hold(text, _TAIL_WORDS) else text).strip()
        if text and not (_SKIPPED_BLOCK.fullmatch(text) or is_vague(text) or is_cookie_text(text)):
            kept.append(text)
    sentences = [text for text in kept if _is_sentence(text)]
    return " ".join(sentences or kept), credit


def _is_sentence(text: str) -> bool:
    # A short block without a full stop is a heading or a caption; read on in one line it makes no sense.
    return len(text.split()) >= _HEADING_WORDS or text.rstrip("\"'”’)]").endswith((".", "!", "?", "…", ":"))


def _split_credit(block: str) -> tuple[str, str]:
    found = _CREDIT.match(block)
    if not found:
        return "", block
    if whole := credit_of(block):
        return whole, ""
    glued = _GLUED_CREDIT.match(block, found.end())
    return (glued[0], block[glued.end() :].strip()) if glued else ("", block)
