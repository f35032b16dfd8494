"""Pictures: what a reader hears who does not see them, and whether they arrive at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from pipeline.stages.check.document import Document, Element
from pipeline.stages.check.link_hosts import LOCAL_HOST
from pipeline.stages.check.links import split_web
from pipeline.stages.check.rules import ADVICE, BLOCKING, Example, Rule, Spot

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_OPEN_PLACE = re.compile(r"%%|\{\{|\{%|\*\||\[\[")


_STAND_IN = re.compile(
    r"//(?:[\w-]+\.)*(?:placeholder\.com|placehold\.(?:it|co)|dummyimage\.com|picsum\.photos"
    r"|lorempixel\.com|placekitten\.com|loremflickr\.com|fakeimg\.pl)",
    re.IGNORECASE,
)


def source_of(image: Element) -> str:
    return image.get("src", "").strip()


def each(test: Callable[[Document, Element], bool]) -> Callable[[Document], Iterator[Spot]]:
    def find(document: Document) -> Iterator[Spot]:
        for image in document.all("img"):
            if test(document, image):
                yield document.spot(image)

    return find


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


def _has_no_height(_: Document, image: Element) -> bool:
    return bool(re.search(r"%|auto|em", image.get("height", "")))


def _is_local(_: Document, image: Element) -> bool:
    parts = split_web(source_of(image))
    return parts is not None and bool(LOCAL_HOST.fullmatch(parts.hostname or ""))


def _is_malformed(_: Document, image: Element) -> bool:
    source = source_of(image)
    is_web = bool(re.match(r"https?:", source, re.IGNORECASE)) and not _OPEN_PLACE.search(source)
    return is_web and (split_web(source) is None or any(map(str.isspace, source)))


def _is_stand_in(_: Document, image: Element) -> bool:
    return bool(_STAND_IN.search(source_of(image)))


def _is_a_map(_: Document, image: Element) -> bool:
    return image.get("usemap") is not None or image.get("ismap") is not None


RULES: tuple[Rule[Document], ...] = (
    Rule(
        "image-width-missing",
        ADVICE,
        "Deze afbeelding heeft geen breedte. Outlook toont hem dan op ware grootte, en de mail "
        "verspringt bij het laden.",
        'Zet de breedte erbij in hele pixels, bijvoorbeeld width="600".',
        each(_has_no_width),
        why="Een foto van 4000 pixels blaast dan de kolom op.",
        source="caniemail.com, html-width",
        example=Example(
            (
                '<img src="https://nieuwsbrief.example/beeld/kring.png" height="100" alt="Vier '
                'stoelen in een kring">'
            ),
            (
                '<img src="https://nieuwsbrief.example/beeld/kring.png" width="200" '
                'height="100" alt="Vier stoelen in een kring">'
            ),
        ),
    ),
    Rule(
        "image-width-percent",
        ADVICE,
        "De breedte van deze afbeelding is geen aantal pixels. "
        "Outlook rekent een percentage over het bestand zelf.",
        'Zet in width een getal, bijvoorbeeld width="600", en de procenten in style.',
        each(_width_is_no_number),
        why="Zo wordt de afbeelding in Outlook te groot of te klein.",
        source="eigen proef in LibreOffice",
        example=Example(
            (
                '<img src="https://nieuwsbrief.example/beeld/kring.png" width="100%" '
                'height="100" alt="Vier stoelen in een kring">'
            ),
            (
                '<img src="https://nieuwsbrief.example/beeld/kring.png" width="200" '
                'height="100" alt="Vier stoelen in een kring">'
            ),
        ),
    ),
    Rule(
        "image-src-missing",
        BLOCKING,
        "Deze afbeelding verwijst naar geen enkel bestand.",
        "Vul het adres van de afbeelding in, of haal haar weg.",
        each(_has_no_source),
        why="De lezer ziet een gebroken plaatje.",
        source="HTML Standard, 4.8.3",
        example=Example(
            '<img width="200" height="100" alt="Vier stoelen in een kring">',
            (
                '<img src="https://nieuwsbrief.example/beeld/kring.png" width="200" '
                'height="100" alt="Vier stoelen in een kring">'
            ),
        ),
    ),
    Rule(
        "image-src-relative",
        BLOCKING,
        "Het adres van deze afbeelding is niet volledig. In een mail is de afbeelding dan niet te vinden.",
        "Schrijf het hele adres, dat begint met https://.",
        each(_is_relative),
        why="Alleen op jouw computer staat het bestand daar.",
        source="RFC 3986, 4.2",
        example=Example(
            ('<img src="/beeld/kring.png" width="200" height="100" alt="Vier stoelen in een kring">'),
            (
                '<img src="https://nieuwsbrief.example/beeld/kring.png" width="200" '
                'height="100" alt="Vier stoelen in een kring">'
            ),
        ),
    ),
    Rule(
        "image-src-data",
        BLOCKING,
        "Deze afbeelding zit in de tekst van de mail zelf. Gmail en Outlook tonen haar niet.",
        "Zet de afbeelding op een webserver en verwijs ernaar met https://.",
        each(_is_data),
        why="Bovendien telt hij mee voor de grens van 102 kB.",
        source="caniemail.com, image-base64",
        example=Example(
            (
                '<img src="data:image/png;base64,AAAA" width="200" height="100" alt="Vier '
                'stoelen in een kring">'
            ),
            (
                '<img src="https://nieuwsbrief.example/beeld/kring.png" width="200" '
                'height="100" alt="Vier stoelen in een kring">'
            ),
        ),
    ),
    Rule(
        "image-src-http",
        ADVICE,
        "Het adres van deze afbeelding is niet beveiligd (http).",
        "Gebruik een adres dat begint met https://.",
        each(_is_http),
        why="Sommige programma’s tonen hem dan niet, of waarschuwen.",
        source="Forum Standaardisatie, HTTPS en HSTS",
        example=Example(
            (
                '<img src="http://nieuwsbrief.example/beeld/kring.png" width="200" '
                'height="100" alt="Vier stoelen in een kring">'
            ),
            (
                '<img src="https://nieuwsbrief.example/beeld/kring.png" width="200" '
                'height="100" alt="Vier stoelen in een kring">'
            ),
        ),
    ),
    Rule(
        "image-svg",
        ADVICE,
        "Deze afbeelding is een svg. Gmail en Outlook tonen die niet.",
        "Gebruik een png of jpg.",
        _drawings,
        why="De plek blijft leeg, en een logo is dan weg.",
        source="caniemail.com, image-svg",
        example=Example(
            (
                '<img src="https://nieuwsbrief.example/beeld/kring.svg" width="200" '
                'height="100" alt="Vier stoelen in een kring">'
            ),
            (
                '<img src="https://nieuwsbrief.example/beeld/kring.png" width="200" '
                'height="100" alt="Vier stoelen in een kring">'
            ),
        ),
    ),
    Rule(
        "image-format-new",
        ADVICE,
        "Deze afbeelding heeft een nieuw bestandstype (webp, avif). Outlook voor Windows toont het niet.",
        "Gebruik een png of jpg.",
        each(_is_newer_format),
        why="Daar staat dan een rood kruis.",
        source="caniemail.com, image-webp",
        example=Example(
            (
                '<img src="https://nieuwsbrief.example/beeld/kring.webp" width="200" '
                'height="100" alt="Vier stoelen in een kring">'
            ),
            (
                '<img src="https://nieuwsbrief.example/beeld/kring.png" width="200" '
                'height="100" alt="Vier stoelen in een kring">'
            ),
        ),
    ),
    Rule(
        "image-height-percent",
        ADVICE,
        "De hoogte van deze afbeelding is geen aantal pixels.",
        "Zet in height een getal, of laat hem weg.",
        each(_has_no_height),
        why='height="auto" is geen HTML. Outlook en Thunderbird tonen dan een rare ruimte.',
        source="eigen proef in LibreOffice en Thunderbird",
        example=Example(
            '<img src="https://nieuwsbrief.example/b.png" width="200" height="auto" alt="Vier stoelen">',
            '<img src="https://nieuwsbrief.example/b.png" width="200" height="100" alt="Vier stoelen">',
        ),
    ),
    Rule(
        "image-src-local",
        BLOCKING,
        "Deze afbeelding staat op een eigen computer of netwerk.",
        "Zet haar op de website, en verwijs daarnaar.",
        each(_is_local),
        why="De lezer ziet een gebroken plaatje.",
        source="RFC 6761, 6.3",
        example=Example(
            '<img src="https://localhost/b.png" width="200" height="100" alt="Vier stoelen">',
            '<img src="https://nieuwsbrief.example/b.png" width="200" height="100" alt="Vier stoelen">',
        ),
    ),
    Rule(
        "image-src-malformed",
        BLOCKING,
        "Het adres van deze afbeelding klopt niet.",
        "Kijk of er een spatie of tikfout in zit, en open het in een browser.",
        each(_is_malformed),
        why="De lezer ziet een gebroken plaatje.",
        source="RFC 3986, 3",
        example=Example(
            '<img src="https://nieuwsbrief.example/mijn foto.png" width="200" height="100" alt="Vier '
            'stoelen">',
            '<img src="https://nieuwsbrief.example/mijn-foto.png" width="200" height="100" alt="Vier '
            'stoelen">',
        ),
    ),
    Rule(
        "image-stand-in",
        BLOCKING,
        "Hier staat nog een tijdelijke afbeelding.",
        "Zet de echte afbeelding ervoor in de plaats.",
        each(_is_stand_in),
        why="Een grijs vlak met ‘600 x 300’ gaat dan naar alle lezers.",
        source="redactie",
        example=Example(
            '<img src="https://via.placeholder.com/600x300" width="200" height="100" alt="Vier stoelen">',
            '<img src="https://nieuwsbrief.example/b.png" width="200" height="100" alt="Vier stoelen">',
        ),
    ),
    Rule(
        "image-map",
        ADVICE,
        "Op deze afbeelding liggen klikvlakken (usemap).",
        "Gebruik losse afbeeldingen met elk een eigen link.",
        each(_is_a_map),
        why="Op een telefoon krimpt de afbeelding, en liggen de vlakken ernaast.",
        source="caniemail.com, html-map",
        example=Example(
            '<img src="https://nieuwsbrief.example/b.png" width="200" height="100" alt="Vier stoelen" '
            'usemap="#k">',
            '<img src="https://nieuwsbrief.example/b.png" width="200" height="100" alt="Vier stoelen">',
        ),
    ),
)
