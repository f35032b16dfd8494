"""How the text reads: one voice, short sentences, real lists, dates that are right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pipeline.stages.check.document import Document, Element, own_text, text_of
from pipeline.stages.check.rules import ADVICE, Example, Rule, Spot, Where, excerpt_of
from pipeline.text.dutch import MONTHS, WEEKDAYS, sentences

_AMOUNT = re.compile(r"€[ \n]\d[\d.,]*")


# "Toegankelijkheidsverklaring" (27) made a page of 320 pixels too wide.
_LONG_WORD = re.compile(r"[^\W\d_]{26,}")


_MOST_WORDS = 40
_TELLING_CHARS = 60
_TITLE_TAGS = frozenset({"h2", "h3", "h4", "h5"})
_INFORMAL = re.compile(r"\b(?:je|jij|jou|jouw|jullie)\b", re.IGNORECASE)
# Not "12 u" (an hour), "u." (an initial) or "U2".
_FORMAL = re.compile(r"(?<![\w.’'-])(?<!\d )(?:[Uu]|[Uu]w|[Uu]zelf)(?![\w.’'-])")
_QUOTED = re.compile(r"“[^”]{0,600}”|‘[^’]{0,600}’|\"[^\"]{0,600}\"|„[^”]{0,600}”")
_DOUBLE_WORD = re.compile(
    r"\b(de|het|een|van|voor|met|naar|bij|we|wij|te|in|en|of|ook|niet|wordt|worden)\s\1\b", re.IGNORECASE
)
_DOUBLE_SIGN = re.compile(r"(?<![.…])\.\.(?![./…])|,,|;;|(?<=\w) [,;](?= )|\?\?|(?<=\w) \.(?=\s|\Z)")
_FULL_DATE = re.compile(
    rf"\b(?:(?P<weekday>{'|'.join(WEEKDAYS)}),?\s+)?(?P<day>\d{{1,2}})\s(?P<month>{'|'.join(MONTHS)})\s"
    r"(?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
ISSUE = re.compile(rf"\bnieuwsbrief[\s,:–-]+({'|'.join(MONTHS)})\b", re.IGNORECASE)
_ENDS_IN_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})\s+\d{{4}}\Z", re.IGNORECASE)


_GLUED = re.compile(r"\b[a-zé-ÿ]{3,}[.!?][A-Z][a-zé-ÿ]+\b(?!\.)")


_WRONG_TIME = re.compile(r"\b(?:2[5-9]|[3-9]\d)[.:]\d{2} uur\b|\b\d{1,2}[.:][6-9]\d uur\b")


def _breakable_amounts(document: Document) -> Iterator[Spot]:
    return document.spots(found.span() for found in _AMOUNT.finditer(document.shown_source))


def _long_words(document: Document) -> Iterator[Spot]:
    for element in document.elements:
        found = _LONG_WORD.search(own_text(element))
        if found and not document.is_hidden(element) and not _may_break(document, element):
            yield document.spot(element, found[0][:60])


def _may_break(document: Document, element: Element) -> bool:
    """Whether the nearest that says so, of the element and those around it, lets words break."""
    chain = (element, *element.iterancestors())
    nearest = (
        next((value for one in chain if (value := document.css(one, name))), "")
        for name in ("word-break", "overflow-wrap", "word-wrap", "hyphens")
    )
    return any(value not in {"", "normal", "manual", "none"} for value in nearest)


def _two_voices(document: Document) -> Iterator[Spot]:
    """A place for each sentence with "u" in a mail that says "je"; what stands in quotes is another's."""
    if not _INFORMAL.search(document.body_text):
        return
    for block in document.blocks:
        found = _FORMAL.search(_QUOTED.sub(" ", block.text))
        if found and next(block.element.iterancestors("blockquote"), None) is None:
            yield document.spot(block.element, found[0])


def _long_sentences(document: Document) -> Iterator[Spot]:
    for block in document.blocks:
        for sentence in sentences(block.text):
            if (count := len(sentence.split())) > _MOST_WORDS:
                place = document.spot(block.element)
                yield Spot(place.line, place.column, str(count), excerpt_of(sentence))


def _doubled_words(document: Document) -> Iterator[Spot]:
    for block in document.blocks:
        if found := _DOUBLE_WORD.search(block.text):
            yield document.spot(block.element, found[0])


def _doubled_signs(document: Document) -> Iterator[Spot]:
    for block in document.blocks:
        if found := _DOUBLE_SIGN.search(block.text):
            place = document.spot(block.element)
            around = block.text[max(found.start() - 25, 0) : found.end() + 10]
            yield Spot(place.line, place.column, found[0].strip(), excerpt_of(around))


def _wrong_days(document: Document) -> Iterator[Spot]:
    for block in document.blocks:
        for found in _FULL_DATE.finditer(block.text):
            if complaint := _complaint_of(found):
                yield document.spot(block.element, f"{found[0]} ({complaint})")


def _complaint_of(found: re.Match[str]) -> str:
    day, month, year = int(found["day"]), MONTHS.index(found["month"].lower()) + 1, int(found["year"])
    try:
        real = WEEKDAYS[date(year, month, day).weekday()]
    except ValueError:
        return "die dag bestaat niet"
    named = (found["weekday"] or real).lower()
    return "" if named == real else f"dat is een {real}"


def _other_months(document: Document) -> Iterator[Spot]:
    """The places that call the issue by another month than the first that does."""
    named = [
        (found[1].lower(), element)
        for element, text in _names_of_the_issue(document)
        for found in [ISSUE.search(text)]
        if found
    ]
    for month, element in named:
        if month != named[0][0]:
            yield document.spot(element, f"{named[0][0]} en {month}")


def _names_of_the_issue(document: Document) -> Iterator[tuple[Element, str]]:
    for title in document.all("title"):
        yield title, text_of(title)
    for element in document.elements:
        if element.get("role") == "article" and (
            found := _ENDS_IN_MONTH.search(element.get("aria-label", ""))
        ):
            yield element, f"nieuwsbrief {found[1]}"
    for block in document.blocks:
        yield block.element, block.text


def _twice(document: Document) -> Iterator[Spot]:
    seen: set[str] = set()
    for block in document.blocks:
        link = next(block.element.iter("a"), None) if block.element.tag in _TITLE_TAGS else None
        is_title = link is not None
        is_telling = len(block.text) >= _TELLING_CHARS and block.text.rstrip()[-1:] in ".!?"
        # A line that names a source comes back under every item from it.
        if not (is_title or is_telling):
            continue
        key = f"{block.text} {link.get('href', '') if link is not None else ''}"
        if key in seen:
            yield document.spot(block.element, block.text[:60])
        seen.add(key)


def _glued_sentences(document: Document) -> Iterator[Spot]:
    for block in document.blocks:
        if found := _GLUED.search(block.text):
            yield document.spot(block.element, found[0])


def _open_brackets(document: Document) -> Iterator[Spot]:
    for block in document.blocks:
        if block.text.count("(") > block.text.count(")"):
            around = block.text[block.text.rindex("(") :]
            yield document.spot(block.element, around[:30])


def _wrong_times(document: Document) -> Iterator[Spot]:
    for block in document.blocks:
        if found := _WRONG_TIME.search(block.text):
            yield document.spot(block.element, found[0])


MONTH: Rule[Document] = Rule(
    "month-mismatch",
    ADVICE,
    "De nieuwsbrief noemt zichzelf naar twee maanden: {detail}.",
    "Zet overal de maand van deze editie.",
    _other_months,
    why="Een lezer twijfelt dan of dit de nieuwe is.",
    source="redactie",
    example=Example("<p>Nieuwsbrief augustus 2026</p>", "<p>Nieuwsbrief december 2026</p>"),
)

RULES: tuple[Rule[Document], ...] = (
    MONTH,
    Rule(
        "amount-breakable",
        ADVICE,
        "Dit bedrag kan na het euroteken afbreken: ‘{detail}’.",
        "Zet &nbsp; tussen het euroteken en het getal.",
        _breakable_amounts,
        why="Het teken blijft dan achter aan het eind van de regel erboven.",
        source="Onze Taal; eigen proef op 320 pixels",
        example=Example("<p>Er is € 25.000 over.</p>", "<p>Er is €&nbsp;25.000 over.</p>"),
    ),
    Rule(
        "word-long",
        ADVICE,
        "Het woord ‘{detail}’ past op een telefoon niet op een regel, en kan niet afbreken.",
        "Zet word-break:break-word in de cel, of kies een korter woord.",
        _long_words,
        why="Eén te breed woord maakt de hele mail te breed.",
        source="WCAG 2.2, 1.4.10; eigen proef op 320 pixels",
        example=Example(
            '<!DOCTYPE html><html lang="nl"><body><h2>Toegankelijkheidsverklaring</h2></body></html>',
            '<!DOCTYPE html><html lang="nl"><body><h2 style="word-break:break-word">'
            "Toegankelijkheidsverklaring</h2></body></html>",
            Where.MESSAGE,
        ),
    ),
    Rule(
        "form-of-address",
        ADVICE,
        "Hier staat ‘{detail}’, terwijl de mail je en jij zegt.",
        "Maak er ‘je’ of ‘jouw’ van. Is het een zin van een ander, zet hem dan tussen aanhalingstekens.",
        _two_voices,
        why="Twee aanspreekvormen door elkaar klinken als twee schrijvers.",
        source="Communicatierijk, je of u; redactie",
        example=Example("<p>Wilt u meer weten?</p>", "<p>Wil je meer weten?</p>"),
    ),
    Rule(
        "sentence-long",
        ADVICE,
        f"Deze zin heeft {{detail}} woorden. Boven {_MOST_WORDS} raakt een lezer de draad kwijt.",
        "Knip hem in twee of drie zinnen.",
        _long_sentences,
        why="B1 vraagt gemiddeld tien tot vijftien woorden per zin.",
        source="Communicatierijk, taalniveau B1",
        example=Example(
            f"<p>De regio’s, {'die elk op hun eigen manier werken, ' * 8} beginnen later.</p>",
            "<p>De regio’s beginnen later. Elke regio werkt op zijn eigen manier.</p>",
        ),
    ),
    Rule(
        "word-twice",
        ADVICE,
        "Hier staat een woord twee keer achter elkaar: ‘{detail}’.",
        "Haal er één weg.",
        _doubled_words,
        why="Een tikfout die je zelf niet meer ziet, en de lezer wel.",
        source="redactie",
        example=Example("<p>Kom naar de de bijeenkomst.</p>", "<p>Kom naar de bijeenkomst.</p>"),
    ),
    Rule(
        "punctuation-double",
        ADVICE,
        "Hier staan leestekens dubbel of los: ‘{detail}’.",
        "Houd er één over, vast aan het woord ervoor.",
        _doubled_signs,
        why="Twee punten of een losse komma zijn resten van een wijziging.",
        source="redactie",
        example=Example("<p>Kom naar de bijeenkomst..</p>", "<p>Kom naar de bijeenkomst.</p>"),
    ),
    Rule(
        "weekday-wrong",
        ADVICE,
        "Deze dag en datum horen niet bij elkaar: {detail}.",
        "Kijk in de kalender, en bij de organisatie.",
        _wrong_days,
        why="De lezer staat anders op de verkeerde dag voor de deur.",
        source="de kalender",
        example=Example(
            "<p>Kom op maandag 10 december 2026.</p>", "<p>Kom op donderdag 10 december 2026.</p>"
        ),
    ),
    Rule(
        "item-twice",
        ADVICE,
        "Dit stuk staat twee keer in de mail: ‘{detail}’.",
        "Haal er één weg.",
        _twice,
        why="De lezer denkt dat er iets misging.",
        source="redactie",
        example=Example(
            '<h3><a href="https://verslag.example/a">Het verslag</a></h3><h3><a '
            'href="https://verslag.example/a">'
            "Het verslag</a></h3>",
            '<h3><a href="https://verslag.example/a">Het verslag</a></h3>',
        ),
    ),
    Rule(
        "space-missing",
        ADVICE,
        "Hier ontbreekt een spatie na de punt: ‘{detail}’.",
        "Zet er een spatie tussen.",
        _glued_sentences,
        why="Twee zinnen lopen in elkaar over, en sommige programma’s maken er een link van.",
        source="redactie",
        example=Example("<p>Aanmelden kan nog.Kom ook.</p>", "<p>Aanmelden kan nog. Kom ook.</p>"),
    ),
    Rule(
        "bracket-open",
        ADVICE,
        "Hier gaat een haakje open dat niet sluit: ‘{detail}’.",
        "Zet het tweede haakje erbij.",
        _open_brackets,
        why="Er is iets weggevallen, of de zin is niet af.",
        source="redactie",
        example=Example("<p>Kom ook (aanmelden kan nog.</p>", "<p>Kom ook (aanmelden kan nog).</p>"),
    ),
    Rule(
        "time-wrong",
        ADVICE,
        "Deze tijd bestaat niet: {detail}.",
        "Kijk bij de organisatie hoe laat het is.",
        _wrong_times,
        why="De lezer staat anders op het verkeerde moment voor de deur.",
        source="de klok",
        example=Example("<p>Inloop vanaf 13.75 uur.</p>", "<p>Inloop vanaf 13.45 uur.</p>"),
    ),
)
