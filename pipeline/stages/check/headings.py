"""Headings: what a reader who cannot see the mail walks along."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.stages.check import css
from pipeline.stages.check.document import HEADINGS, Document, Element, own_text, text_of
from pipeline.stages.check.rules import ADVICE, Example, Rule, Spot

_HEADING_CHARS = 100


_HEADING_PIXELS = 18
_NO_FAKES = frozenset({*HEADINGS, "th", "caption", "li"})


_LONGEST_HEADING = 120


def _shown_headings(document: Document) -> list[Element]:
    levels = set(HEADINGS)
    return [one for one in document.elements if one.tag in levels and not document.is_hidden(one)]


def _skipped_headings(document: Document) -> Iterator[Spot]:
    before = 0
    for heading in _shown_headings(document):
        level = int(str(heading.tag)[1])
        if before and level > before + 1:
            yield document.spot(heading, f"h{before} naar h{level}")
        before = level


def _no_first_heading(document: Document) -> Iterator[Spot]:
    if not any(heading.tag == "h1" for heading in _shown_headings(document)):
        yield Spot()


def _more_first_headings(document: Document) -> Iterator[Spot]:
    for heading in [one for one in _shown_headings(document) if one.tag == "h1"][1:]:
        yield document.spot(heading)


def _empty_headings(document: Document) -> Iterator[Spot]:
    for heading in _shown_headings(document):
        if not text_of(heading) and not any(image.get("alt") for image in heading.iter("img")):
            yield document.spot(heading)


def _faked_headings(document: Document) -> Iterator[Spot]:
    for block in document.blocks:
        element, text = block.element, block.text.rstrip()
        is_short = len(text) <= _HEADING_CHARS and text[-1:] not in ".,;:!?…" and any(map(str.isalpha, text))
        if not is_short or element.tag in _NO_FAKES or _letter_size(document, element) < _HEADING_PIXELS:
            continue
        # What looks through the tree comes last.
        if _is_bold(document, element) and not _has_hidden_parent(element) and not _has_link(element):
            yield document.spot(element, text[:60])


def _has_link(element: Element) -> bool:
    return next(element.iter("a"), None) is not None


def _has_hidden_parent(element: Element) -> bool:
    return any(one.get("aria-hidden") == "true" for one in (element, *element.iterancestors()))


def _letter_size(document: Document, element: Element) -> float:
    """The size of all letters in a block in px, by its own style or that of the one element it wraps."""
    sizes = [css.pixels(document.css(one, "font-size")) for one in (element, *_only_child(element))]
    return next((size for size in reversed(sizes) if size is not None), 0)


def _is_bold(document: Document, element: Element) -> bool:
    return any(
        one.tag in {"b", "strong"}
        or document.css(one, "font-weight") in {"bold", "bolder", "600", "700", "800", "900"}
        for one in (element, *_only_child(element))
    )


def _only_child(element: Element) -> tuple[Element, ...]:
    """The chain of elements that each hold all the text of the one around them."""
    chain: list[Element] = []
    while len(element) == 1 and isinstance(element[0].tag, str) and not own_text(element) and len(chain) < 8:
        element = element[0]
        chain.append(element)
    return tuple(chain)


def _long_headings(document: Document) -> Iterator[Spot]:
    for heading in _shown_headings(document):
        if len(text_of(heading)) > _LONGEST_HEADING:
            yield document.spot(heading, str(len(text_of(heading))))


RULES: tuple[Rule[Document], ...] = (
    Rule(
        "heading-skipped",
        ADVICE,
        "De koppen slaan een niveau over: {detail}.",
        "Laat elke kop hoogstens één niveau dieper gaan dan de kop ervoor.",
        _skipped_headings,
        why="Wie van kop naar kop springt, denkt dat er een stuk ontbreekt.",
        source="WCAG 2.2, 1.3.1, techniek G141",
        example=Example("<h2>Nieuws</h2><h4>Uit de regio</h4>", "<h2>Nieuws</h2><h3>Uit de regio</h3>"),
    ),
    Rule(
        "h1-missing",
        ADVICE,
        "De mail heeft geen hoofdkop.",
        "Maak van de titel bovenaan een <h1>.",
        _no_first_heading,
        why=("De hoofdkop zegt waar de mail over gaat, en is de plek waar een schermlezer begint."),
        source="WCAG 2.2, 2.4.6",
        example=Example(
            "<p>Samen aan tafel</p>",
            (
                '<h1 style="margin:0 0 16px '
                '0;font-size:26px;line-height:34px;font-weight:bold;color:#1d2733;">Samen aan '
                "tafel</h1>"
            ),
        ),
    ),
    Rule(
        "h1-repeated",
        ADVICE,
        "De mail heeft meer dan één hoofdkop.",
        "Houd één <h1> over en maak van de andere een <h2>.",
        _more_first_headings,
        why="In de lijst met koppen is dan niet te zien wat de mail is en wat een rubriek.",
        source="WCAG 2.2, 1.3.1",
        example=Example("<h1>Nog een titel</h1>", "<h2>Nog een rubriek</h2>"),
    ),
    Rule(
        "heading-empty",
        ADVICE,
        "Er staat een kop zonder tekst in de mail.",
        "Vul de kop, of haal hem weg.",
        _empty_headings,
        why="Een schermlezer zegt ‘kop, niveau 2’, en dan niets.",
        source="WCAG 2.2, 1.3.1",
        example=Example("<h2></h2>", "<h2>Nieuws uit de regio</h2>"),
    ),
    Rule(
        "heading-faked",
        ADVICE,
        "Dit ziet eruit als een kop, maar het is er geen: ‘{detail}’.",
        "Maak er een <h2> of <h3> van.",
        _faked_headings,
        why="Je ziet hem wel, maar een schermlezer kan er niet heen springen.",
        source="WCAG 2.2, 1.3.1, fout F2",
        example=Example(
            '<p style="font-size:24px"><b>Extra nieuws</b></p>',
            '<h2 style="font-size:24px">Extra nieuws</h2>',
        ),
    ),
    Rule(
        "heading-long",
        ADVICE,
        "Deze kop is {detail} tekens lang. Dat is een alinea.",
        "Maak er een korte kop van, en zet de rest eronder.",
        _long_headings,
        why="Op een telefoon vult hij het scherm, en wie van kop naar kop springt hoort hem helemaal.",
        source="WCAG 2.2, 2.4.6",
        example=Example(f"<h2>{'Een kop met veel woorden ' * 6}</h2>", "<h2>Een korte kop</h2>"),
    ),
)
