"""Links: where they lead, and what they are called."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import Enum, auto
from urllib.parse import SplitResult, urlsplit

from pipeline.stages.check.document import Document, Element, text_of
from pipeline.stages.check.rules import ADVICE, BLOCKING, Rule, Spot

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_OPEN_PLACE = re.compile(r"%%|\{\{|\{%|\*\||\[\[|%25%25|%7B%7B", re.IGNORECASE)
_HOST = re.compile(
    r"[^\s<>\"'%@/\\]+\.[^\s<>\"'%@/\\.]{2,}\.?|localhost|(?:\d{1,3}\.){3}\d{1,3}|\[[0-9a-f:.]+\]",
    re.IGNORECASE,
)
_LOCAL_HOST = re.compile(
    r"localhost|127\.[\d.]+|0\.0\.0\.0|10\.[\d.]+|192\.168\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+"
    r"|\[::1?\]|.*\.(?:local|localhost|internal|lan|test)",
    re.IGNORECASE,
)
_SHOWN_ADDRESS = re.compile(r"(?:https?://)?((?:[\w-]+\.)+[a-z]{2,12})(?:[:/?#]\S*)?", re.IGNORECASE)
_FILE_ENDINGS = frozenset(
    {"pdf", "docx", "doc", "xlsx", "pptx", "html", "htm", "txt", "zip", "mp3", "mp4", "js", "py"}
)
_SHORTENERS = frozenset(
    {
        "bit.ly",
        "t.co",
        "goo.gl",
        "tinyurl.com",
        "ow.ly",
        "buff.ly",
        "is.gd",
        "lnkd.in",
        "rebrand.ly",
        "t.ly",
        "cutt.ly",
    }
)
_VAGUE = """
    lees meer|lees verder|meer lezen|verder lezen|lees hier|lees hier meer|lees hier verder|lees meer hier
    meer|hier|klik hier|klik|klik hier voor meer|klik hier voor meer informatie|meer informatie|meer info|info
    informatie|bekijk|bekijk hier|bekijk meer|bekijk dit|ga verder|ga naar|verder|open|link|deze link
    via deze link|de link|website|de website|deze website|de site|deze pagina|naar de website|naar de pagina
    lees het hier|vind je hier|read more|learn more|find out more|more|click here|here|more info
    more information|see more|view|view more|details|continue|continue reading|this link|go
"""
_VAGUE_TEXTS = frozenset(text.strip() for text in re.split(r"[|\n]", _VAGUE) if text.strip())
_DECORATION = re.compile(r"[^\w\s]+")


class Kind(Enum):
    """What a link's address is, as far as its text tells."""

    NONE = auto()  # no href at all
    EMPTY = auto()  # "" or "#"
    OPEN_PLACE = auto()  # to be filled in later
    ANCHOR = auto()
    WEB = auto()
    OTHER = auto()  # mailto:, tel:, sms:
    RELATIVE = auto()
    SCHEME = auto()
    MALFORMED = auto()


def address_of(link: Element) -> str:
    """The href without the blanks and line breaks that every reader of it drops."""
    return re.sub(r"[\t\r\n]", "", link.get("href", "")).strip()


def split_web(address: str) -> SplitResult | None:
    """The parts of an http(s) address; None when it has no host we can make out."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return None
    host_part = f"[{host}]" if ":" in host else host
    return parts if _HOST.fullmatch(host_part) else None


def kind_of(link: Element) -> Kind:
    if link.get("href") is None:
        return Kind.NONE
    address = address_of(link)
    scheme = _SCHEME.match(address)
    if address in {"", "#"}:
        return Kind.EMPTY
    if _OPEN_PLACE.search(address):
        return Kind.OPEN_PLACE
    if scheme is None:
        return Kind.ANCHOR if address.startswith("#") else Kind.RELATIVE
    return _kind_of_scheme(scheme[1].lower(), address)


def _kind_of_scheme(scheme: str, address: str) -> Kind:
    if scheme in {"http", "https"}:
        return Kind.MALFORMED if _is_malformed(address) else Kind.WEB
    return Kind.OTHER if scheme in {"mailto", "tel", "sms"} else Kind.SCHEME


def _is_malformed(address: str) -> bool:
    again = re.match(r"https?:/*\s*https?[:/]", address, re.IGNORECASE)
    return bool(again) or split_web(address) is None


def links_of(document: Document) -> list[Element]:
    return document.all("a", "area")


def name_of(link: Element) -> str:
    """What a link is called: its label, text, the alts of its images, or its title."""
    alts = " ".join(image.get("alt", "") for image in link.iter("img"))
    own_alt = link.get("alt", "") if link.tag == "area" else ""
    named = (link.get("aria-label"), f"{text_of(link)} {alts} {own_alt}".strip(), link.get("title"))
    return next((name.strip() for name in named if name and name.strip(_BLANKS)), "")


_BLANKS = " \t\r\n\u00a0\u200b\u200c\u200d\u2060\ufeff\u00ad"


def _of_kind(kind: Kind) -> Callable[[Document], Iterator[Spot]]:
    def find(document: Document) -> Iterator[Spot]:
        for link in links_of(document):
            if kind_of(link) is kind:
                yield document.spot(link, address_of(link))

    return find


def _web(document: Document) -> Iterator[tuple[Element, SplitResult]]:
    for link in links_of(document):
        parts = split_web(address_of(link)) if kind_of(link) is Kind.WEB else None
        if parts is not None:
            yield link, parts


def _without_name(document: Document) -> Iterator[Spot]:
    for link in links_of(document):
        # An image without a text is the business of the image rules.
        has_image = next(link.iter("img", "svg"), None) is not None
        if (
            link.get("href") is not None
            and not has_image
            and not document.is_hidden(link)
            and not name_of(link)
        ):
            yield document.spot(link)


def _vague(document: Document) -> Iterator[Spot]:
    for link in links_of(document):
        words = " ".join(_DECORATION.sub(" ", name_of(link)).split()).casefold()
        if link.get("href") is not None and words in _VAGUE_TEXTS:
            yield document.spot(link, words)


def _without_address(document: Document) -> Iterator[Spot]:
    for link in document.all("a"):
        styled_away = link.get("style") or link.get("class")
        # <a style> without href keeps phones from making a link of a date or number; <a name> is a place.
        if kind_of(link) is Kind.NONE and not (link.get("name") or link.get("id") or styled_away):
            yield document.spot(link)


def _unsafe(document: Document) -> Iterator[Spot]:
    for link, parts in _web(document):
        if parts.scheme.lower() == "http":
            yield document.spot(link, parts.hostname or "")


def _with_password(document: Document) -> Iterator[Spot]:
    for link, parts in _web(document):
        if "@" in parts.netloc:
            place = document.spot(link)
            yield Spot(place.line, place.column)


def _local(document: Document) -> Iterator[Spot]:
    for link, parts in _web(document):
        if _LOCAL_HOST.fullmatch(parts.hostname or ""):
            yield document.spot(link, parts.hostname or "")


def _shortened(document: Document) -> Iterator[Spot]:
    for link, parts in _web(document):
        if (parts.hostname or "").removeprefix("www.") in _SHORTENERS:
            yield document.spot(link, parts.hostname or "")


def _misleading(document: Document) -> Iterator[Spot]:
    for link, parts in _web(document):
        shown = _SHOWN_ADDRESS.fullmatch(text_of(link).rstrip(".,;"))
        if shown is None or shown[1].rpartition(".")[2].lower() in _FILE_ENDINGS:
            continue
        if not _same_site(shown[1].lower(), (parts.hostname or "").lower()):
            yield document.spot(link, f"{shown[1]} en {parts.hostname}")


def _same_site(one: str, other: str) -> bool:
    one, other = one.removeprefix("www."), other.removeprefix("www.")
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _anchors_to_nowhere(document: Document) -> Iterator[Spot]:
    places = {"top"} | {
        value for one in document.elements for value in (one.get("id"), one.get("name")) if value
    }
    for link in links_of(document):
        if kind_of(link) is Kind.ANCHOR and address_of(link)[1:] not in places:
            yield document.spot(link, address_of(link))


def _anchors(document: Document) -> Iterator[Spot]:
    nowhere = set(_anchors_to_nowhere(document))
    for spot in _of_kind(Kind.ANCHOR)(document):
        if spot not in nowhere:
            yield spot


RULES: tuple[Rule[Document], ...] = (
    Rule(
        "link-text-empty",
        BLOCKING,
        "Deze link heeft geen tekst. Niemand ziet of hoort waar hij heen gaat.",
        "Schrijf tussen <a> en </a> waar de link heen gaat, of haal hem weg.",
        _without_name,
    ),
    Rule(
        "link-text-vague",
        ADVICE,
        "De tekst van deze link zegt niet waar hij heen gaat: ‘{detail}’.",
        "Noem wat de lezer te zien krijgt, bijvoorbeeld ‘Lees het rapport over lokale teams’.",
        _vague,
    ),
    Rule(
        "link-empty",
        BLOCKING,
        "Deze link gaat nergens heen.",
        "Vul het adres in, of haal de link weg.",
        _of_kind(Kind.EMPTY),
    ),
    Rule(
        "link-href-missing",
        ADVICE,
        "Hier staat een link zonder adres.",
        "Vul het adres in, of haal <a> en </a> weg.",
        _without_address,
    ),
    Rule(
        "link-relative",
        BLOCKING,
        "Het adres van deze link is niet volledig: {detail}. In een mail werkt hij dan niet.",
        "Schrijf het hele adres, dat begint met https://.",
        _of_kind(Kind.RELATIVE),
    ),
    Rule(
        "link-scheme",
        BLOCKING,
        "Deze link begint met iets anders dan https://, mailto: of tel:. Mailprogramma’s blokkeren dat.",
        "Verwijs naar een gewone pagina op het web.",
        _of_kind(Kind.SCHEME),
    ),
    Rule(
        "link-malformed",
        BLOCKING,
        "Het adres van deze link klopt niet: {detail}.",
        "Kijk of er een spatie, een punt of een stuk dubbel in staat, en probeer het adres in een browser.",
        _of_kind(Kind.MALFORMED),
    ),
    Rule(
        "link-local",
        BLOCKING,
        "Deze link werkt alleen op een eigen computer of netwerk: {detail}.",
        "Verwijs naar het adres waar iedereen de pagina vindt.",
        _local,
    ),
    Rule(
        "link-credentials",
        BLOCKING,
        "In het adres van deze link staat een gebruikersnaam of wachtwoord.",
        "Haal alles weg wat voor het apenstaartje staat.",
        _with_password,
    ),
    Rule(
        "link-http",
        ADVICE,
        "Deze link is niet beveiligd (http): {detail}.",
        "Probeer hetzelfde adres met https://, en neem dat over als het werkt.",
        _unsafe,
    ),
    Rule(
        "link-shortener",
        ADVICE,
        "Deze link gaat via een verkorter: {detail}. "
        "De lezer ziet niet waar hij uitkomt, en spamfilters houden er niet van.",
        "Gebruik het hele adres van de pagina.",
        _shortened,
    ),
    Rule(
        "link-text-mismatch",
        ADVICE,
        "De tekst noemt een ander adres dan waar de link heen gaat: {detail}. Dat lijkt op oplichting.",
        "Maak de tekst en het adres gelijk, of schrijf een gewone tekst.",
        _misleading,
    ),
    Rule(
        "link-anchor-missing",
        BLOCKING,
        "Deze link wijst naar een plek in de mail die er niet is: {detail}.",
        "Geef die plek het genoemde id, of haal de link weg.",
        _anchors_to_nowhere,
    ),
    Rule(
        "link-anchor",
        ADVICE,
        "Een link naar een plek in de mail zelf werkt niet in elk mailprogramma, zoals Gmail op een iPhone.",
        "Zorg dat de lezer er ook zonder deze link komt.",
        _anchors,
    ),
)
