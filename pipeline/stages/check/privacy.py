"""What would tell on the reader: pixels, trackers in addresses, Safe Links, fonts from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import SplitResult

from pipeline.stages.check.css import pixels
from pipeline.stages.check.document import Document, Element
from pipeline.stages.check.images import source_of
from pipeline.stages.check.links import address_of, links_of, split_web
from pipeline.stages.check.rules import ADVICE, BLOCKING, Rule, Spot
from pipeline.text.url import has_tracking, is_safelink

_FONT_SERVICE = re.compile(
    r"https?://(?:fonts\.(?:googleapis|gstatic|bunny)\.(?:com|net)|use\.typekit\.net|[\w.-]*fonts?\.[\w.-]+)",
    re.IGNORECASE,
)
_FONT_FACE = re.compile(r"@font-face\s*+\{[^}]*+", re.IGNORECASE)
_REMOTE = re.compile(r"url\(\s*[\"']?(?:https?:)?//", re.IGNORECASE)
_REDIRECTOR = re.compile(
    r"[\w.-]+\.list-manage\.com/track/|[\w.-]*mandrillapp\.com/track/|[\w.-]+/(?:ls|wf)/click\b"
    r"|[\w.-]+\.(?:cmail\d+|createsend\d*|hubspotlinks|sendibm\d|rs6|mailerlite"
    r"|laposta)\.(?:com|net|nl)/[\w./-]*[tclrk]",
    re.IGNORECASE,
)


def is_font_service(address: str) -> bool:
    return bool(_FONT_SERVICE.match(address))


def _side(document: Document, image: Element, name: str) -> float | None:
    own = pixels(document.css(image, name))
    return own if own is not None else pixels(image.get(name, ""))


def _is_pixel(document: Document, image: Element) -> bool:
    if not re.match(r"(?:https?:)?//", source_of(image), re.IGNORECASE):
        return False
    sides = (_side(document, image, "width"), _side(document, image, "height"))
    known = [side for side in sides if side is not None]
    if known and max(known) <= 1:
        # A line of one pixel high is a spacer when its width is left to the layout and stated in percent.
        return len(known) == 2 or "%" not in image.get("width", "") + document.css(image, "width")
    # Hidden pictures are fine when they wait for dark mode or a phone: those have a size or a text.
    return document.is_hidden(image) and not image.get("alt", "").strip() and not known


def _pixels(document: Document) -> Iterator[Spot]:
    for image in document.all("img"):
        if _is_pixel(document, image):
            yield document.spot(image)


def _tracked(document: Document) -> Iterator[Spot]:
    for link in links_of(document):
        address = address_of(link)
        if has_tracking(address) and not is_safelink(address):
            yield document.spot(link, _host(split_web(address)))
    for image in document.all("img"):
        if has_tracking(source_of(image)):
            yield document.spot(image, _host(split_web(source_of(image))))


def _host(parts: SplitResult | None) -> str:
    return (parts.hostname or "") if parts else ""


def _wrapped(document: Document) -> Iterator[Spot]:
    for link in links_of(document):
        if is_safelink(address_of(link)):
            place = document.spot(link)
            # The address holds the mail address of whoever received it: never show it again.
            yield Spot(place.line, place.column)


def _redirected(document: Document) -> Iterator[Spot]:
    for link in links_of(document):
        address = address_of(link)
        if _REDIRECTOR.match(re.sub(r"\Ahttps?://", "", address)):
            yield document.spot(link, _host(split_web(address)))


def _remote_fonts(document: Document) -> Iterator[Spot]:
    for span in document.spans:
        if span.name != "style":
            continue
        css = document.source[span.start : span.end]
        for face in _FONT_FACE.finditer(css):
            if _REMOTE.search(face[0]):
                yield document.spot_at(span.start + face.start(), span.start + face.end())
        for imported in re.finditer(r"@import\s*+(?:url\()?\s*+[\"']?([^\"')\s;]++)", css):
            if is_font_service(imported[1]):
                yield document.spot_at(span.start + imported.start(), span.start + imported.end())
    for link in document.all("link"):
        if is_font_service(link.get("href", "")) and "stylesheet" in link.get("rel", "").lower():
            yield document.spot(link)


RULES: tuple[Rule[Document], ...] = (
    Rule(
        "tracking-pixel",
        BLOCKING,
        "Hier staat een onzichtbare afbeelding. Daarmee kan iemand zien wie de mail opent.",
        "Haal de afbeelding weg. Is het een witregel, gebruik dan opmaak in plaats van een afbeelding.",
        _pixels,
    ),
    Rule(
        "link-tracking",
        BLOCKING,
        "In dit adres zit een volgcode. Daarmee is te zien dat de lezer uit deze mail komt ({detail}).",
        "Haal het stuk met de volgcode weg, zoals utm_source=….",
        _tracked,
    ),
    Rule(
        "link-safelink",
        BLOCKING,
        "Deze link is door Outlook omgezet (Safe Links). Er staat een mailadres in van wie de link kreeg.",
        "Open de link, en neem het adres over dat dan in de browser staat.",
        _wrapped,
    ),
    Rule(
        "link-redirector",
        ADVICE,
        "Deze link gaat eerst langs een teldienst: {detail}.",
        "Gebruik het adres van de pagina zelf.",
        _redirected,
    ),
    Rule(
        "font-remote",
        ADVICE,
        "De mail haalt een lettertype van een andere website. "
        "De meeste mailprogramma’s doen dat niet, en het verraadt de lezer.",
        "Gebruik een lettertype dat iedereen heeft, zoals Verdana of Arial.",
        _remote_fonts,
    ),
)
