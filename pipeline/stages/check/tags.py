"""Whether the tags are written as they should: opened, closed, nested, quoted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.stages.check.document import HEADINGS, Document, Tag
from pipeline.stages.check.rules import ADVICE, BLOCKING, Example, Rule, Spot

_MUST_BALANCE = frozenset(
    {"table", "tr", "td", "th", "div", "a", "span", "strong", "em", "ul", "ol", *HEADINGS}
)


_LONGEST_TAG = 4_000


_NESTS = frozenset(
    {"a", "b", "strong", "em", "i", "u", "span", "font", "div", "table", "ul", "ol", *HEADINGS}
)


_ATTRIBUTE = re.compile(r"""\s([a-zA-Z][\w:.-]*)(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>]++))?""")


_PLAIN_ATTRIBUTES = frozenset(
    {"href", "src", "style", "class", "width", "height", "align", "id", "bgcolor", "role"}
)


def _doubled_ids(document: Document) -> Iterator[Spot]:
    seen: set[str] = set()
    for element in document.elements:
        name = element.get("id", "")
        if name and name in seen:
            yield document.spot(element, name)
        seen.add(name)


def _unbalanced_tags(document: Document) -> Iterator[Spot]:
    counts: Counter[str] = Counter()
    for tag in document.tags:
        if tag.name in _MUST_BALANCE and not _closes_itself(document, tag):
            counts[tag.name] += -1 if tag.closes else 1
    for name, count in counts.items():
        if count:
            yield _last_tag(document, name, f"<{name}>")


def _closes_itself(document: Document, tag: Tag) -> bool:
    return document.source[tag.end - 2 : tag.end] == "/>"


def _last_tag(document: Document, name: str, detail: str) -> Spot:
    last = next(tag for tag in reversed(document.tags) if tag.name == name)
    return document.spot_at(last.start, last.end, detail)


def _misnested(document: Document) -> Iterator[Spot]:
    """An end tag around one that is still open; each kind once, since one fault shifts the rest."""
    waiting: list[Tag] = []
    seen: set[str] = set()
    for tag in document.tags:
        if tag.name not in _NESTS or _closes_itself(document, tag):
            continue
        if not tag.closes:
            waiting.append(tag)
        elif waiting and waiting[-1].name == tag.name:
            waiting.pop()
        elif any(one.name == tag.name for one in waiting[-8:]):
            inner = waiting[-1]
            while waiting and waiting.pop().name != tag.name:
                pass
            if inner.name not in seen:
                seen.add(inner.name)
                yield document.spot_at(tag.start, tag.end, f"<{inner.name}> in <{tag.name}>")


def _two_documents(document: Document) -> Iterator[Spot]:
    for name in ("html", "body", "head", "title"):
        openings = [tag for tag in document.tags if tag.name == name and not tag.closes]
        for tag in openings[1:]:
            yield document.spot_at(tag.start, tag.end, f"<{name}>")


def _doubled_attributes(document: Document) -> Iterator[Spot]:
    for tag in document.tags:
        if tag.closes or tag.end - tag.start > _LONGEST_TAG:
            continue
        names = [found[1].lower() for found in _ATTRIBUTE.finditer(document.source, tag.start + 1, tag.end)]
        twice = [name for name, count in Counter(names).items() if count > 1]
        if twice:
            yield document.spot_at(tag.start, tag.end, twice[0])


def _open_quotes(document: Document) -> Iterator[Spot]:
    for element in document.elements:
        for name, value in document.attributes(element):
            is_broken = re.search(r"<\s*/?[a-zA-Z]|>", value) if name in _PLAIN_ATTRIBUTES else None
            if is_broken or '"' in name or "<" in name or "'" in name:
                yield document.spot(element, name)
                break


def _outdated(document: Document) -> Iterator[Spot]:
    for element in document.all("marquee", "blink", "bgsound", "frameset", "dir", "isindex"):
        yield document.spot(element, f"<{element.tag}>")


RULES: tuple[Rule[Document], ...] = (
    Rule(
        "id-duplicate",
        ADVICE,
        "Twee onderdelen hebben hetzelfde id: {detail}.",
        "Geef elk onderdeel een eigen id.",
        _doubled_ids,
        why="Een sprong of een naam komt dan op de verkeerde plek uit.",
        source="HTML Standard, 3.2.6",
        example=Example('<p id="a">Een</p><p id="a">Twee</p>', '<p id="a">Een</p><p id="b">Twee</p>'),
    ),
    Rule(
        "tag-unbalanced",
        ADVICE,
        "Niet elke {detail} is gesloten, of er is er één te veel gesloten. "
        "Mailprogramma’s raden dan waar hij eindigt.",
        "Tel de begin- en eindtags na, en zet de ontbrekende erbij.",
        _unbalanced_tags,
        why="Elk programma herstelt het op zijn eigen manier, en Outlook het slechtst.",
        source="HTML Standard, 13.1.2.4",
        example=Example("<div>Dag allemaal", "<div>Dag allemaal</div>"),
    ),
    Rule(
        "tag-misnested",
        ADVICE,
        "Deze tags sluiten in de verkeerde volgorde: {detail}.",
        "Sluit wat het laatst geopend is het eerst.",
        _misnested,
        why="Elk programma herstelt dat op zijn eigen manier.",
        source="HTML Standard, 13.1.2",
        example=Example("<p><b><i>Let op</b></i></p>", "<p><b><i>Let op</i></b></p>"),
    ),
    Rule(
        "document-twice",
        ADVICE,
        "Er staat een hele pagina in de mail geplakt: een tweede {detail}.",
        "Neem alleen over wat tussen <body> en </body> staat.",
        _two_documents,
        why="De opmaak van de tweede pagina valt weg, of wint het van die van de mail.",
        source="HTML Standard, 4.1.1",
        example=Example("<body><p>Dag allemaal</p></body>", "<p>Dag allemaal</p>"),
    ),
    Rule(
        "attribute-twice",
        ADVICE,
        "Deze tag heeft twee keer hetzelfde attribuut: {detail}. Alleen het eerste telt.",
        "Voeg de twee samen.",
        _doubled_attributes,
        why="De tweede style of class doet niets, en dat zie je pas bij de lezer.",
        source="HTML Standard, 13.1.2.3",
        example=Example(
            '<p style="margin:0" style="color:#2b3440">Dag</p>', '<p style="margin:0;color:#2b3440">Dag</p>'
        ),
    ),
    Rule(
        "quote-open",
        BLOCKING,
        "In deze tag ontbreekt een aanhalingsteken, bij {detail}.",
        "Zet het aanhalingsteken terug aan het eind van de waarde.",
        _open_quotes,
        why="Alles tot het volgende aanhalingsteken verdwijnt uit de mail.",
        source="HTML Standard, 13.1.2.3",
        example=Example(
            '<p><a href="https://verslag.example/a>Lees het verslag</a> en <b class="x">meer</b></p>',
            '<p><a href="https://verslag.example/a">Lees het verslag</a> en <b class="x">meer</b></p>',
        ),
    ),
    Rule(
        "tag-outdated",
        ADVICE,
        "Deze tag is lang geleden afgeschaft: {detail}.",
        "Gebruik gewone tekst.",
        _outdated,
        why="Lopende en knipperende tekst is voor niemand prettig te lezen.",
        source="WCAG 2.2, 2.2.2",
        example=Example("<marquee>Nieuw!</marquee>", "<p>Nieuw</p>"),
    ),
)
