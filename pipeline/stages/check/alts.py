"""What a reader hears of a picture that cannot be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from pipeline.stages.check.css import pixels
from pipeline.stages.check.document import Document, Element
from pipeline.stages.check.images import each, source_of
from pipeline.stages.check.rules import ADVICE, BLOCKING, Example, Rule, Spot, Where

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


_REDUNDANT = re.compile(
    r"\s*(?:een )?(?:foto|afbeelding|plaatje|illustratie|image|picture|photo|logo) (?:van|of|met)\b",
    re.IGNORECASE,
)
_POSTER = re.compile(
    r"flyer|poster|affiche|uitnodiging|programma|banner|infographic|screenshot|schermafdruk|save.?the.?date"
    r"|advertentie",
    re.IGNORECASE,
)
_POSTER_PIXELS = 120_000
_POSTER_ALT = 60
_FEWEST_WORDS = 30


_TELLING_PIXELS = 150


def _is_decorative(image: Element) -> bool:
    return image.get("role", "").lower() in {"presentation", "none"} or image.get("aria-hidden") == "true"


def _has_no_alt(_: Document, image: Element) -> bool:
    return image.get("alt") is None and not _is_decorative(image) and not image.get("aria-label")


def _is_nameless_link(document: Document, image: Element) -> bool:
    alt = image.get("alt")
    link = next(image.iterancestors("a"), None)
    if link is None or link.get("href") is None or alt is None or alt.strip() or image.get("aria-label"):
        return False
    named = document.text(link) or link.get("aria-label") or link.get("title")
    return not named and not any(other.get("alt", "").strip() for other in link.iter("img"))


def _alt_is_file_name(_: Document, image: Element) -> bool:
    alt = image.get("alt", "").strip()
    # A file whose name is a plain word ("logo") says nothing either, but that is the next rule's.
    return bool(alt) and bool(_FILE_NAME.match(alt))


def _alt_is_vague(_: Document, image: Element) -> bool:
    return image.get("alt", "").strip().casefold() in _VAGUE_ALTS


def _alt_is_long(_: Document, image: Element) -> bool:
    return len(image.get("alt", "")) > _LONGEST_ALT


def _alt_repeats(document: Document, image: Element) -> bool:
    """The words of the link or cell around it, once more."""
    alt = " ".join(image.get("alt", "").split()).casefold()
    around = next(image.iterancestors("a", "p", "td", "th", "div"), None)
    return bool(alt) and around is not None and document.text(around).casefold() == alt


def _alt_is_redundant(_: Document, image: Element) -> bool:
    return bool(_REDUNDANT.match(image.get("alt", "")))


def _carries_text(_: Document, image: Element) -> bool:
    """A picture as large as a poster, or called one, of which the words say next to nothing."""
    alt, name = image.get("alt", ""), source_of(image)
    width, height = (pixels(image.get(side, "")) or 0 for side in ("width", "height"))
    is_poster = bool(_POSTER.search(f"{alt} {unquote(name.rpartition('/')[2])}")) or (
        width >= 400 and height > width * 1.2
    )
    return is_poster and width * height >= _POSTER_PIXELS and 0 < len(alt) < _POSTER_ALT


def _pictures_only(document: Document) -> Iterator[Spot]:
    words = sum(len(block.text.split()) for block in document.blocks)
    large = [
        one
        for one in document.all("img")
        if (pixels(one.get("width", "")) or 0) * (pixels(one.get("height", "")) or 0) >= _POSTER_PIXELS
    ]
    if large and words < _FEWEST_WORDS:
        yield document.spot(large[0])


def _large_and_silent(_: Document, image: Element) -> bool:
    sides = [pixels(image.get(side, "")) or 0 for side in ("width", "height")]
    in_link = next(image.iterancestors("a"), None) is not None
    return image.get("alt") == "" and not in_link and min(sides) >= _TELLING_PIXELS


RULES: tuple[Rule[Document], ...] = (
    Rule(
        "image-alt-missing",
        BLOCKING,
        "Bij deze afbeelding staat geen beschrijving. Wie de afbeelding niet ziet, weet niet wat er staat.",
        'Zet in alt="" wat de afbeelding vertelt. Is hij alleen versiering, laat alt="" dan leeg, maar '
        "wel staan.",
        each(_has_no_alt),
        why=("Veel programma’s tonen eerst geen afbeeldingen. Dan staat er alleen wat in alt staat."),
        source="WCAG 2.2, 1.1.1",
        example=Example(
            ('<img src="https://nieuwsbrief.example/beeld/kring.png" width="200" height="100">'),
            (
                '<img src="https://nieuwsbrief.example/beeld/kring.png" width="200" '
                'height="100" alt="Vier stoelen in een kring">'
            ),
        ),
    ),
    Rule(
        "image-alt-empty-linked",
        BLOCKING,
        "Op deze afbeelding kun je klikken, maar er staat geen tekst bij die zegt waar je dan komt.",
        "Beschrijf in alt waar de link heen gaat.",
        each(_is_nameless_link),
        why="Een schermlezer zegt alleen ‘link’.",
        source="WCAG 2.2, 2.4.4",
        example=Example(
            (
                '<a href="https://verslag.example/"><img '
                'src="https://nieuwsbrief.example/beeld/kring.png" width="200" height="100" '
                'alt=""></a>'
            ),
            (
                '<a href="https://verslag.example/"><img '
                'src="https://nieuwsbrief.example/beeld/kring.png" width="200" height="100" '
                'alt="Vier stoelen in een kring"></a>'
            ),
        ),
    ),
    Rule(
        "image-alt-filename",
        ADVICE,
        "De beschrijving van deze afbeelding is een bestandsnaam.",
        "Schrijf in een paar woorden wat er te zien is.",
        each(_alt_is_file_name),
        why="‘IMG underscore 4711 punt jpg’ zegt niemand iets.",
        source="WCAG 2.2, 1.1.1, fout F30",
        example=Example(
            (
                '<img src="https://nieuwsbrief.example/beeld/kring.png" width="200" '
                'height="100" alt="kring_v2.png">'
            ),
            (
                '<img src="https://nieuwsbrief.example/beeld/kring.png" width="200" '
                'height="100" alt="Vier stoelen in een kring">'
            ),
        ),
    ),
    Rule(
        "image-alt-vague",
        ADVICE,
        "De beschrijving van deze afbeelding zegt niet wat er te zien is.",
        "Schrijf in een paar woorden wat er te zien is, of laat alt leeg als het versiering is.",
        each(_alt_is_vague),
        why="De lezer hoort dát er iets is, niet wat.",
        source="WCAG 2.2, 1.1.1, fout F30",
        example=Example(
            ('<img src="https://nieuwsbrief.example/beeld/kring.png" width="200" height="100" alt="foto">'),
            (
                '<img src="https://nieuwsbrief.example/beeld/kring.png" width="200" '
                'height="100" alt="Vier stoelen in een kring">'
            ),
        ),
    ),
    Rule(
        "image-alt-long",
        ADVICE,
        f"De beschrijving van deze afbeelding is langer dan {_LONGEST_ALT} tekens. "
        "Zonder beelden past hij vaak niet.",
        "Maak hem korter, en zet wat belangrijk is in de tekst zelf.",
        each(_alt_is_long),
        why="Een beschrijving die niet in het vak past, tekent WebKit helemaal niet.",
        source="eigen proef in WebKit",
        example=Example(
            '<img src="https://nieuwsbrief.example/beeld/kring.png" width="200" height="100" alt="'
            + "Vier houten stoelen in een kring, " * 6
            + '">',
            (
                '<img src="https://nieuwsbrief.example/beeld/kring.png" width="200" '
                'height="100" alt="Vier stoelen in een kring">'
            ),
        ),
    ),
    Rule(
        "image-alt-repeats",
        ADVICE,
        "De beschrijving van deze afbeelding herhaalt de tekst ernaast.",
        'Laat alt leeg (alt="").',
        each(_alt_repeats),
        why="Een schermlezer zegt dan alles twee keer.",
        source="WCAG 2.2, 1.1.1, techniek H2",
        example=Example(
            '<p><img src="https://nieuwsbrief.example/b.png" width="20" height="20" alt="Scholen"> '
            "Scholen</p>",
            '<p><img src="https://nieuwsbrief.example/b.png" width="20" height="20" alt=""> Scholen</p>',
        ),
    ),
    Rule(
        "image-alt-redundant",
        ADVICE,
        "De beschrijving van deze afbeelding begint met dat het een afbeelding is.",
        "Begin met wat er te zien is.",
        each(_alt_is_redundant),
        why="Een schermlezer zegt dat al: ‘afbeelding, foto van vier stoelen’.",
        source="W3C WAI, Images Tutorial, tips",
        example=Example(
            '<img src="https://nieuwsbrief.example/b.png" width="200" height="100" alt="Foto van vier '
            'stoelen">',
            '<img src="https://nieuwsbrief.example/b.png" width="200" height="100" alt="Vier stoelen in '
            'een kring">',
        ),
    ),
    Rule(
        "image-carries-text",
        ADVICE,
        "Deze afbeelding lijkt op een poster, met tekst die nergens in letters staat.",
        "Zet datum, plaats en wat er gebeurt in de mail zelf.",
        each(_carries_text),
        why="Wie geen afbeeldingen ziet of vergroot, mist de boodschap.",
        source="WCAG 2.2, 1.4.5",
        example=Example(
            '<img src="https://nieuwsbrief.example/flyer.png" alt="Uitnodiging congres" width="560" '
            'height="800">',
            '<img src="https://nieuwsbrief.example/zaal.png" alt="Een lege zaal" width="560" height="300">',
        ),
    ),
    Rule(
        "image-only",
        ADVICE,
        "De mail bestaat bijna alleen uit afbeeldingen.",
        "Schrijf de boodschap in gewone tekst.",
        _pictures_only,
        why="Veel programma’s tonen eerst geen afbeeldingen, en filters houden zo’n mail tegen.",
        source="SpamAssassin, HTML_IMAGE_ONLY",
        example=Example(
            '<!DOCTYPE html><html lang="nl"><body><img src="https://nieuwsbrief.example/a.png" width="600" '
            'height="800" '
            'alt="Kom naar het feest"></body></html>',
            f'<!DOCTYPE html><html lang="nl"><body><p>{"Kom naar het feest van de regio. " * 8}</p></body>'
            f"</html>",
            Where.MESSAGE,
        ),
    ),
    Rule(
        "image-alt-empty-large",
        ADVICE,
        "Deze grote afbeelding heeft een lege beschrijving.",
        "Schrijf wat er te zien is. Is het echt alleen versiering, laat alt dan leeg.",
        each(_large_and_silent),
        why="Een foto van deze maat vertelt bijna altijd iets.",
        source="WCAG 2.2, 1.1.1",
        example=Example(
            '<img src="https://nieuwsbrief.example/b.png" width="536" height="240" alt="">',
            '<img src="https://nieuwsbrief.example/b.png" width="536" height="240" alt="Vier stoelen in '
            'een kring">',
        ),
    ),
)
