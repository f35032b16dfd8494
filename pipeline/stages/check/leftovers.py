"""What a template, a hurry or a colleague left behind in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.stages.check.document import Document, Element, text_of
from pipeline.stages.check.mail import PlainText
from pipeline.stages.check.rules import ADVICE, BLOCKING, Example, Rule, Spot, Where

# Two places stay open until a mail is sent or exported; every other mark is left over from a template.
_OPEN_PLACES = frozenset({"AFMELDEN", "WEBVERSIE"})


_DRAFT_PLACE = re.compile(r"%%[A-Z_]{2,40}%%|%25%25[A-Z_]{2,40}%25%25")
_PERCENT_PLACE = re.compile(r"%%([^\s%<>\"']{0,40})%%|%%|%25%25")


_BRACKETED = r"[^\[\]\n<>]{0,60}"
# Each with the signs one of which a text must hold: most texts hold none, and are not searched. What is left
# is found whole where it can be, so that the message shows it.
_LEFT_OVER = (
    (
        "{}",
        re.compile(
            r"\{\{[^{}\n]{0,60}\}\}|\{%[^{}\n]{0,60}%\}|[$#]\{[^{}\n]{0,60}\}"
            r"|\{\{|\}\}|\{%|%\}|\$\{|#\{|(?<![\w${])\{[A-Za-z_]+\}(?!\})"
        ),
    ),
    ("%", re.compile(r"<%[^<>\n]{0,60}%>|<%|&lt;%|(?<!%)%[A-Z_]{4,}%(?!%)")),
    ("|", re.compile(r"\*\|[^|\n]{0,60}\|\*|\*\|")),
    ("«<&", re.compile(r"«\w+»|&laquo;\w+&raquo;|&lt;&lt;|<<")),
    (
        "[",
        re.compile(
            rf"\[\[[^\[\]\n]{{0,60}}\]\]|\[\[|\[object Object\]"
            rf"|\[{_BRACKETED}\b(?:invullen|invoegen|aanvullen|nakijken|navragen|uitzoeken|checken|check|nog"
            r"|volgt|hier|todo|naam|voornaam|achternaam|titel|datum|link|tekst|onderwerp|plaatje|afbeelding"
            rf"|foto|bedrag|url|name|firstname|fname|p\.?m\.?)\b{_BRACKETED}\]"
            rf"|\[{_BRACKETED}(?:\?\?|!!){_BRACKETED}\]",
            re.IGNORECASE,
        ),
    ),
)
_FILLER_TEXT = re.compile(r"\b[Ll]orem\s+ipsum\b|\b[Dd]olor\s+sit\s+amet\b")
_LEFT_OVER_WORD = re.compile(r"\b(?:TODO|FIXME|TBD|X{3,})\b")


_WORDS_FOR_NOTHING = ("None", "undefined", "NaN", "null")
_NOTHING = f"({'|'.join(_WORDS_FOR_NOTHING)})"
# "tot None" is a value that was lost; "de kop None So Vile" is a name.
_AFTER_A_WORD = rf"\b(?:tot|op|van|bij|om|door|voor|aan|met|naar|dag|beste) {_NOTHING}(?=[.,;:!?<]|\s*$)"
_NO_VALUE = re.compile(
    rf"(?:>|:\s)\s*+{_NOTHING}\s*+(?=<)|\b(?:href|src|alt|title)\s*=\s*[\"']?{_NOTHING}(?=[\"'\s>])"
    rf"|(?<=[/=]){_NOTHING}(?=[/&\"'])|{_AFTER_A_WORD}"
)
_NO_VALUE_IN_TEXT = re.compile(rf"(?:^|:[ \t])[ \t]*+{_NOTHING}[ \t]*+$|{_AFTER_A_WORD}", re.MULTILINE)
_TEST_MARK = re.compile(
    r"^[ \t]*+(?:TEST|TESTMAIL|TESTVERSIE|PROEF|PROEFVERSIE|CONCEPT|CONCEPTVERSIE|DRAFT|VOORBEELD)"
    r"(?=\s*(?:[-–—:!|/.(\]]|v?\d|\Z|$))|\[(?:TEST|CONCEPT|DRAFT|PROEF)\]"
    r"|\bNIET (?:VERSTUREN|VERZENDEN|VERSPREIDEN|PUBLICEREN)\b|\bDO NOT SEND\b"
    r"|\b(?i:testmail|proefmail|testnieuwsbrief|conceptnieuwsbrief)\b",
    re.MULTILINE,
)
_MARKDOWN = re.compile(
    r"\*\*\w[^*\n]{0,200}\*\*|\b__\w[^_\n]{0,200}__\b|\[[^\]\n]{1,100}\]\((?:https?:|mailto:|%%|/|#)"
    r"|^#{1,6} \w|^```",
    re.MULTILINE,
)
_CHANGES = frozenset({"del", "ins", "s", "strike"})
_NO_COMMENT = re.compile(r"<!--\s*(?:\[if\b|<!\[endif|\[endif|\]>|<!)", re.IGNORECASE)
_TELLING_WORDS = 4
_WORD_CLASS = re.compile(r"\bMso[A-Z]|\bxl\d{2}\b")
_WORD_STYLE = re.compile(
    r"\bmso-(?:fareast|bidi|ascii|hansi|ansi|list|pagination|outline|spacerun|tab-count|element"
    r"|themecolor|special)|tab-stops\s*:",
    re.IGNORECASE,
)
_WORD_TAG = re.compile(r"<(?:o:p|w:|st1:|m:)", re.IGNORECASE)


def left_over_places(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of what a template or a writer left behind, in HTML without comments or in plain text."""
    for found in _PERCENT_PLACE.finditer(text):
        if found[1] is None or found[1] not in _OPEN_PLACES:
            yield found.span()
    patterns = [pattern for signs, pattern in _LEFT_OVER if any(sign in text for sign in signs)]
    for pattern in (*patterns, _FILLER_TEXT, _LEFT_OVER_WORD):
        yield from (found.span() for found in pattern.finditer(text))


def open_places(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of the places that a draft keeps open and a mail that is sent may not have."""
    return (found.span() for found in _DRAFT_PLACE.finditer(text))


def lost_values(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of a program's word for nothing that stands alone on a line or after a colon."""
    return (found.span(found.lastindex or 0) for found in _NO_VALUE_IN_TEXT.finditer(text))


def _left_over(document: Document) -> Iterator[Spot]:
    shown = document.shown_source
    yield from document.spots(left_over_places(shown))
    if any(word in shown for word in _WORDS_FOR_NOTHING):
        for found in _NO_VALUE.finditer(shown):
            yield from document.spots([found.span(found.lastindex or 0)])


def test_marks(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of words that say that this was not meant to be sent."""
    return (found.span() for found in _TEST_MARK.finditer(text))


def _left_open(text: PlainText) -> Iterator[Spot]:
    return (text.spot(start, end) for start, end in open_places(text.source))


def _tested(document: Document) -> Iterator[Spot]:
    for block in document.blocks:
        for start, end in test_marks(block.text):
            yield document.spot(block.element, block.text[start:end].strip())


def _markdown(document: Document) -> Iterator[Spot]:
    for block in document.blocks:
        if found := _MARKDOWN.search(block.text):
            yield document.spot(block.element, found[0][:40])


def _comments(document: Document) -> Iterator[Spot]:
    for span in document.spans:
        inside = document.source[span.start : span.end]
        if span.name != "comment" or _NO_COMMENT.match(inside):
            continue
        if len(re.findall(r"[^\W\d_]{2,}", inside[:2000])) >= _TELLING_WORDS:
            yield document.spot_at(span.start, span.end)


def _from_word(document: Document) -> Iterator[Spot]:
    for element in document.elements:
        tag = document.tag_source(element)
        if (
            _WORD_CLASS.search(element.get("class", ""))
            or _WORD_STYLE.search(element.get("style", ""))
            or _WORD_TAG.match(tag)
        ):
            yield document.spot(element)


def _tracked_changes(document: Document) -> Iterator[Spot]:
    def is_changed(element: Element) -> bool:
        return element.tag in _CHANGES or "line-through" in document.css(element, "text-decoration")

    for element in document.outermost(is_changed):
        if text_of(element):
            yield document.spot(element, f"<{element.tag}>" if element.tag in _CHANGES else "line-through")


PLACEHOLDER: Rule[Document] = Rule(
    "placeholder-left",
    BLOCKING,
    "Hier is iets niet ingevuld: ‘{detail}’.",
    "Vul het in, of haal het weg. Alleen %%AFMELDEN%% en %%WEBVERSIE%% mogen blijven staan.",
    _left_over,
    why="Wie ‘Dag {{ voornaam }}’ leest, weet dat niemand heeft gekeken.",
    source="redactie",
    example=Example("<p>Dag {{ voornaam }}, welkom.</p>", "<p>Dag, welkom.</p>"),
)


TEST_MARK: Rule[Document] = Rule(
    "test-mark",
    BLOCKING,
    "Hier staat dat dit een test of concept is: ‘{detail}’.",
    "Haal het weg als de mail echt de deur uit mag.",
    _tested,
    why="Een test die naar iedereen gaat, haal je niet terug.",
    source="redactie",
    example=Example("<p>TEST - NIET VERSTUREN</p>", "<p>Deze test duurt vijf minuten.</p>"),
)

# Asked of a finished mail only: a draft has to have them.
OPEN_PLACE: Rule[PlainText] = Rule(
    "place-open",
    BLOCKING,
    "Deze plek is nog open: {detail}.",
    "Laat het programma dat verstuurt hem vullen, of maak een export voor dat programma.",
    _left_open,
    why="De lezer kan zich niet afmelden: de link leidt naar ‘%%AFMELDEN%%’.",
    source="Telecommunicatiewet, 11.7",
    example=Example("Meld je af: %%AFMELDEN%%", "Meld je af: https://nieuwsbrief.example/af/abc", Where.TEXT),
)

RULES: tuple[Rule[Document], ...] = (
    PLACEHOLDER,
    TEST_MARK,
    Rule(
        "markdown-visible",
        ADVICE,
        "De lezer ziet hier opmaaktekens: ‘{detail}’.",
        "Maak er echte opmaak of een echte link van.",
        _markdown,
        why="Sterretjes en haken zijn code, en een link tussen haken kun je niet aantikken.",
        source="redactie",
        example=Example(
            "<p>Dit is **heel belangrijk** nieuws.</p>", "<p>Dit is <b>heel belangrijk</b> nieuws.</p>"
        ),
    ),
    Rule(
        "comment-present",
        ADVICE,
        "Hier staat een opmerking die de lezer niet ziet, maar wel krijgt.",
        "Haal haar weg.",
        _comments,
        why="Iedereen kan de code van een mail openen. Een embargo of een naam ligt dan op straat.",
        source="redactie",
        example=Example("<!-- woordvoering: nog niet naar buiten brengen -->", "<!-- kop -->"),
    ),
    Rule(
        "word-markup",
        ADVICE,
        "Dit stuk is geplakt uit Word, en de opmaak van Word zit er nog in.",
        "Plak het opnieuw als gewone tekst.",
        _from_word,
        why="In de helft van de programma’s krijg je vreemde ruimte en een ander lettertype.",
        source="eigen proef",
        example=Example("<p class=MsoNormal>Aanmelden kan nog.</p>", "<p>Aanmelden kan nog.</p>"),
    ),
    Rule(
        "tracked-changes",
        ADVICE,
        "Hier staan bijgehouden wijzigingen of doorgestreepte tekst ({detail}).",
        "Kies één tekst, en haal de andere weg.",
        _tracked_changes,
        why="De lezer ziet het oude getal naast het nieuwe.",
        source="redactie",
        example=Example("<p>Er is <del>20</del> <ins>25</ins> miljoen.</p>", "<p>Er is 25 miljoen.</p>"),
    ),
)
