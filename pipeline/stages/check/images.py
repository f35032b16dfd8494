"""Pictures: what a reader hears who does not see them, and whether they arrive at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from pipeline.stages.check.document import Document, Element, text_of
from pipeline.stages.check.rules import ADVICE, BLOCKING, Rule, Spot

_FILE_NAME = re.compile(
    r"\A\S*\.(?:jpe?g|png|gif|svg|webp|avif|bmp|tiff?)\Z|\A(?:img|dsc|dscn|image)[-_ ]?\d+\Z", re.I
)
_VAGUE_ALTS = frozenset(
    {
        "afbeelding",
        "foto",
        "plaatje",
        "beeld",
        "image",
        "img",
        "picture",
        "photo",
        "logo",
        "icoon",
        "icon",
        "banner",
    }
)
_LONGEST_ALT = 150
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_OPEN_PLACE = re.compile(r"%%|\{\{|\{%|\*\||\[\[")


def source_of(image: Element) -> str:
    return image.get("src", "").strip()


def _each(test: Callable[[Document, Element], bool]) -> Callable[[Document], Iterator[Spot]]:
    def find(document: Document) -> Iterator[Spot]:
        for image in document.all("img"):
            if test(document, image):
                yield document.spot(image)

    return find


def _is_decorative(image: Element) -> bool:
    return image.get("role", "").lower() in {"presentation", "none"} or image.get("aria-hidden") == "true"


def _has_no_alt(_: Document, image: Element) -> bool:
    return image.get("alt") is None and not _is_decorative(image) and not image.get("aria-label")


def _is_nameless_link(_: Document, image: Element) -> bool:
    alt = image.get("alt")
    link = next(image.iterancestors("a"), None)
    if link is None or link.get("href") is None or alt is None or alt.strip() or image.get("aria-label"):
        return False
    named = text_of(link) or link.get("aria-label") or link.get("title")
    return not named and not any(other.get("alt", "").strip() for other in link.iter("img"))


def _alt_is_file_name(_: Document, image: Element) -> bool:
    alt = image.get("alt", "").strip()
    # A file whose name is a plain word ("logo") says nothing either, but that is the next rule's.
    return bool(alt) and bool(_FILE_NAME.match(alt))


def _alt_is_vague(_: Document, image: Element) -> bool:
    return image.get("alt", "").strip().casefold() in _VAGUE_ALTS


def _alt_is_long(_: Document, image: Element) -> bool:
    return len(image.get("alt", "")) > _LONGEST_ALT


def _has_no_width(_: Document, image: Element) -> bool:
    return not image.get("width", "").strip()


def _width_is_no_number(_: Document, image: Element) -> bool:
    width = image.get("width", "").strip()
    return bool(width) and not re.fullmatch(r"\d+(?:px)?", width, re.ASCII)


def _has_no_source(_: Document, image: Element) -> bool:
    return not source_of(image)


def _is_relative(_: Document, image: Element) -> bool:
    source = source_of(image)
    if not source or _OPEN_PLACE.search(source):
        return False
    scheme = _SCHEME.match(source)
    return scheme is None or scheme[0].lower() not in {"http:", "https:", "data:", "cid:"}


def _is_data(_: Document, image: Element) -> bool:
    return source_of(image).lower().startswith("data:")


def _is_http(_: Document, image: Element) -> bool:
    return source_of(image).lower().startswith("http:")


def _has_ending(source: str, *endings: str) -> bool:
    path = unquote(source.split("?", 1)[0].split("#", 1)[0]).lower()
    return path.endswith(endings) or any(path.startswith(f"data:image/{end[1:]}") for end in endings)


def _is_newer_format(_: Document, image: Element) -> bool:
    return _has_ending(source_of(image), ".webp", ".avif", ".jxl", ".heic")


def _drawings(document: Document) -> Iterator[Spot]:
    for image in document.all("img"):
        if _has_ending(source_of(image), ".svg", ".svgz"):
            yield document.spot(image)
    for drawing in document.all("svg"):
        yield document.spot(drawing)


RULES: tuple[Rule[Document], ...] = (
    Rule(
        "image-alt-missing",
        BLOCKING,
        "Bij deze afbeelding staat geen beschrijving. Wie de afbeelding niet ziet, weet niet wat er staat.",
        'Zet in alt="" wat de afbeelding vertelt. Is hij alleen versiering, laat alt="" dan leeg, maar '
        "wel staan.",
        _each(_has_no_alt),
    ),
    Rule(
        "image-alt-empty-linked",
        BLOCKING,
        "Op deze afbeelding kun je klikken, maar er staat geen tekst bij die zegt waar je dan komt.",
        "Beschrijf in alt waar de link heen gaat.",
        _each(_is_nameless_link),
    ),
    Rule(
        "image-alt-filename",
        ADVICE,
        "De beschrijving van deze afbeelding is een bestandsnaam.",
        "Schrijf in een paar woorden wat er te zien is.",
        _each(_alt_is_file_name),
    ),
    Rule(
        "image-alt-vague",
        ADVICE,
        "De beschrijving van deze afbeelding zegt niet wat er te zien is.",
        "Schrijf in een paar woorden wat er te zien is, of laat alt leeg als het versiering is.",
        _each(_alt_is_vague),
    ),
    Rule(
        "image-alt-long",
        ADVICE,
        f"De beschrijving van deze afbeelding is langer dan {_LONGEST_ALT} tekens. "
        "Zonder beelden past hij vaak niet.",
        "Maak hem korter, en zet wat belangrijk is in de tekst zelf.",
        _each(_alt_is_long),
    ),
    Rule(
        "image-width-missing",
        ADVICE,
        "Deze afbeelding heeft geen breedte. Outlook toont hem dan op ware grootte, en de mail "
        "verspringt bij het laden.",
        'Zet de breedte erbij in hele pixels, bijvoorbeeld width="600".',
        _each(_has_no_width),
    ),
    Rule(
        "image-width-percent",
        ADVICE,
        "De breedte van deze afbeelding is geen aantal pixels. "
        "Outlook rekent een percentage over het bestand zelf.",
        'Zet in width een getal, bijvoorbeeld width="600", en de procenten in style.',
        _each(_width_is_no_number),
    ),
    Rule(
        "image-src-missing",
        BLOCKING,
        "Deze afbeelding verwijst naar geen enkel bestand.",
        "Vul het adres van de afbeelding in, of haal haar weg.",
        _each(_has_no_source),
    ),
    Rule(
        "image-src-relative",
        BLOCKING,
        "Het adres van deze afbeelding is niet volledig. In een mail is de afbeelding dan niet te vinden.",
        "Schrijf het hele adres, dat begint met https://.",
        _each(_is_relative),
    ),
    Rule(
        "image-src-data",
        BLOCKING,
        "Deze afbeelding zit in de tekst van de mail zelf. Gmail en Outlook tonen haar niet.",
        "Zet de afbeelding op een webserver en verwijs ernaar met https://.",
        _each(_is_data),
    ),
    Rule(
        "image-src-http",
        ADVICE,
        "Het adres van deze afbeelding is niet beveiligd (http).",
        "Gebruik een adres dat begint met https://.",
        _each(_is_http),
    ),
    Rule(
        "image-svg",
        ADVICE,
        "Deze afbeelding is een svg. Gmail en Outlook tonen die niet.",
        "Gebruik een png of jpg.",
        _drawings,
    ),
    Rule(
        "image-format-new",
        ADVICE,
        "Deze afbeelding heeft een nieuw bestandstype (webp, avif). Outlook voor Windows toont het niet.",
        "Gebruik een png of jpg.",
        _each(_is_newer_format),
    ),
)
