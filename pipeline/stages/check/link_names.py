"""What links are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from pipeline.stages.check.document import Document, text_of
from pipeline.stages.check.links import Kind, address_of, kind_of, links_of, name_of, web_links_of
from pipeline.stages.check.rules import ADVICE, BLOCKING, Example, Rule, Spot
from pipeline.text.url import identity

_SHOWN_ADDRESS = re.compile(r"(?:https?://)?((?:[\w-]+\.)+[a-z]{2,12})(?:[:/?#]\S*)?", re.IGNORECASE)


_FILE_ENDINGS = frozenset(
    {"pdf", "docx", "doc", "xlsx", "pptx", "html", "htm", "txt", "zip", "mp3", "mp4", "js", "py"}
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


_LONGEST_TEXT = 150
_FILE = re.compile(r"\.(pdf|docx?|xlsx?|pptx?|odt|ods|zip|rar|epub)\Z", re.IGNORECASE)
_SAYS_FILE = re.compile(
    r"pdf|word|excel|powerpoint|docx?|xlsx?|pptx?|odt|ods|zip|download|bestand|epub|\bkB\b|\bMB\b",
    re.IGNORECASE,
)
_SHOWN_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")


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


def _misleading(document: Document) -> Iterator[Spot]:
    for link, parts in web_links_of(document):
        shown = _SHOWN_ADDRESS.fullmatch(text_of(link).rstrip(".,;"))
        if shown is None or shown[1].rpartition(".")[2].lower() in _FILE_ENDINGS:
            continue
        if not _same_site(shown[1].lower(), (parts.hostname or "").lower()):
            yield document.spot(link, f"{shown[1]} en {parts.hostname}")


def _same_site(one: str, other: str) -> bool:
    one, other = one.removeprefix("www."), other.removeprefix("www.")
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _spelled_out(document: Document) -> Iterator[Spot]:
    for link, _ in web_links_of(document):
        shown = text_of(link)
        if re.match(r"https?://|www\.\S+/", shown) or (_SHOWN_ADDRESS.fullmatch(shown) and len(shown) > 30):
            yield document.spot(link, shown[:60])


def _same_words_elsewhere(document: Document) -> Iterator[Spot]:
    seen: dict[str, str] = {}
    for link, _ in web_links_of(document):
        name, address = name_of(link).casefold(), identity(address_of(link))
        # A vague name has its own rule, and is no name.
        if len(name) < 3 or name in _VAGUE_TEXTS or document.is_hidden(link):
            continue
        if seen.setdefault(name, address) != address:
            yield document.spot(link, name_of(link)[:60])


def _long(document: Document) -> Iterator[Spot]:
    for link in links_of(document):
        if len(text_of(link)) > _LONGEST_TEXT:
            yield document.spot(link, str(len(text_of(link))))


def _within_links(document: Document) -> Iterator[Spot]:
    is_open = False
    for tag in document.tags:
        if tag.name == "a" and is_open and not tag.closes:
            yield document.spot_at(tag.start, tag.end)
        if tag.name == "a":
            is_open = not tag.closes


def _unsaid_files(document: Document) -> Iterator[Spot]:
    for link, parts in web_links_of(document):
        found = _FILE.search(parts.path)
        if found and not _SAYS_FILE.search(f"{name_of(link)} {link.get('title', '')}"):
            yield document.spot(link, found[1].lower())


def _other_contacts(document: Document) -> Iterator[Spot]:
    for link in links_of(document):
        scheme, _, rest = address_of(link).partition(":")
        shown, target = text_of(link), unquote(rest.partition("?")[0])
        if scheme.lower() == "mailto":
            mails = _SHOWN_MAIL.findall(shown)
            if mails and target and "%%" not in target and target.casefold() not in map(str.casefold, mails):
                yield document.spot(link, f"{mails[0]} en {target[:60]}")
        elif scheme.lower() == "tel":
            digits, called = re.sub(r"\D", "", shown), re.sub(r"\D", "", target)
            if len(digits) >= 8 and called[-8:] != digits[-8:]:
                yield document.spot(link, f"{shown[:40]} en {target[:40]}")


def _misspoken(document: Document) -> Iterator[Spot]:
    """A label that leaves out what is shown: who says the words they see, does not reach the link."""
    for link in links_of(document):
        label, shown = _folded(link.get("aria-label", "")), _folded(text_of(link))
        if label and shown and shown not in label:
            yield document.spot(link, link.get("aria-label", "")[:60])


def _folded(text: str) -> str:
    return " ".join(_DECORATION.sub(" ", text).split()).casefold()


def _same_target(document: Document) -> Iterator[Spot]:
    """Two titles that lead to one page: the second was copied and not changed."""
    seen: dict[str, str] = {}
    for heading in document.all("h2", "h3", "h4"):
        for link in heading.iter("a"):
            name, address = text_of(link).casefold(), address_of(link)
            if name and kind_of(link) is Kind.WEB and seen.setdefault(identity(address), name) != name:
                yield document.spot(link, text_of(link)[:60])


RULES: tuple[Rule[Document], ...] = (
    Rule(
        "link-text-empty",
        BLOCKING,
        "Deze link heeft geen tekst. Niemand ziet of hoort waar hij heen gaat.",
        "Schrijf tussen <a> en </a> waar de link heen gaat, of haal hem weg.",
        _without_name,
        why="Een schermlezer zegt alleen ‘link’.",
        source="WCAG 2.2, 2.4.4",
        example=Example(
            '<a href="https://verslag.example/a"></a>',
            ('<a href="https://verslag.example/leersessie">Lees het verslag van de leersessie</a>'),
        ),
    ),
    Rule(
        "link-text-vague",
        ADVICE,
        "De tekst van deze link zegt niet waar hij heen gaat: ‘{detail}’.",
        "Noem wat de lezer te zien krijgt, bijvoorbeeld ‘Lees het rapport over lokale teams’.",
        _vague,
        why=("In een lijst met links zegt ‘klik hier’ niets, en op een telefoon klikt niemand."),
        source="WCAG 2.2, 2.4.4",
        example=Example(
            '<a href="https://verslag.example/a">Klik hier</a>',
            ('<a href="https://verslag.example/leersessie">Lees het verslag van de leersessie</a>'),
        ),
    ),
    Rule(
        "link-text-mismatch",
        ADVICE,
        "De tekst noemt een ander adres dan waar de link heen gaat: {detail}. Dat lijkt op oplichting.",
        "Maak de tekst en het adres gelijk, of schrijf een gewone tekst.",
        _misleading,
        why="Zo ziet nepmail eruit. Mensen leren om dan niet te klikken.",
        source="NCSC, phishing herkennen",
        example=Example(
            '<a href="https://verslag.example/a">www.rijksnieuws.example</a>',
            '<a href="https://verslag.example/">verslag.example</a>',
        ),
    ),
    Rule(
        "link-text-address",
        ADVICE,
        "De tekst van deze link is een adres: {detail}.",
        "Schrijf wat de lezer er vindt, bijvoorbeeld ‘Lees het rapport over lokale teams’.",
        _spelled_out,
        why="Een schermlezer spelt het letter voor letter, en op een telefoon past het niet.",
        source="WCAG 2.2, 2.4.4",
        example=Example(
            '<a href="https://verslag.example/a">https://verslag.example/a</a>',
            '<a href="https://verslag.example/a">Lees het verslag van de leersessie</a>',
        ),
    ),
    Rule(
        "link-text-repeated",
        ADVICE,
        "Twee links heten hetzelfde en gaan naar verschillende pagina’s: ‘{detail}’.",
        "Geef elke link een eigen tekst.",
        _same_words_elsewhere,
        why="In een lijst met links zijn ze niet uit elkaar te houden.",
        source="WCAG 2.2, 2.4.4",
        example=Example(
            '<a href="https://verslag.example/a">Het verslag</a> <a href="https://verslag.example/b">Het '
            "verslag</a>",
            '<a href="https://verslag.example/a">Het verslag</a> <a href="https://verslag.example/b">De '
            "foto’s</a>",
        ),
    ),
    Rule(
        "link-text-long",
        ADVICE,
        f"De tekst van deze link is {{detail}} tekens lang. Boven {_LONGEST_TEXT} is dat geen link meer.",
        "Maak van een paar woorden de link, en laat de rest gewone tekst.",
        _long,
        why="Een schermlezer leest de hele tekst voor elke keer dat de lezer op de link komt.",
        source="WCAG 2.2, 2.4.4",
        example=Example(
            f'<a href="https://verslag.example/a">{"Lees het verslag van de leersessie. " * 5}</a>',
            '<a href="https://verslag.example/a">Lees het verslag van de leersessie</a>',
        ),
    ),
    Rule(
        "link-nested",
        ADVICE,
        "Er begint een link terwijl de vorige nog niet gesloten is.",
        "Zet </a> achter de tekst van de eerste link.",
        _within_links,
        why="Het ene programma opent dan de eerste, het andere de tweede.",
        source="HTML Standard, 4.5.1",
        example=Example(
            '<a href="https://verslag.example/a">Het verslag <a href="https://verslag.example/b">De '
            "foto’s</a></a>",
            '<a href="https://verslag.example/a">Het verslag</a> <a href="https://verslag.example/b">De '
            "foto’s</a>",
        ),
    ),
    Rule(
        "link-file-unsaid",
        ADVICE,
        "Deze link opent een bestand ({detail}), en dat staat er niet bij.",
        "Zet het soort bestand in de tekst, bijvoorbeeld ‘(pdf)’.",
        _unsaid_files,
        why="Op een telefoon opent zo’n bestand in een ander programma, en het kan groot zijn.",
        source="WCAG 2.2, 3.2.5; NL Design System, links naar bestanden",
        example=Example(
            '<a href="https://verslag.example/a.pdf">Lees het verslag van de leersessie</a>',
            '<a href="https://verslag.example/a.pdf">Lees het verslag van de leersessie (pdf)</a>',
        ),
    ),
    Rule(
        "link-contact-mismatch",
        ADVICE,
        "De tekst noemt een ander mailadres of nummer dan de link: {detail}.",
        "Maak ze gelijk.",
        _other_contacts,
        why="De lezer denkt de een te bereiken en krijgt de ander.",
        source="redactie",
        example=Example(
            '<a href="mailto:oud@example.nl">redactie@example.nl</a>',
            '<a href="mailto:redactie@example.nl">redactie@example.nl</a>',
        ),
    ),
    Rule(
        "link-label-differs",
        ADVICE,
        "Een schermlezer noemt deze link anders dan er staat: ‘{detail}’.",
        "Laat aria-label weg, of begin hem met de woorden die er staan.",
        _misspoken,
        why="Wie met zijn stem klikt, zegt wat er staat, en dan gebeurt er niets.",
        source="WCAG 2.2, 2.5.3",
        example=Example(
            '<a href="https://verslag.example/a" aria-label="Naar de website">Lees het verslag van de '
            "leersessie</a>",
            '<a href="https://verslag.example/a">Lees het verslag van de leersessie</a>',
        ),
    ),
    Rule(
        "link-address-repeated",
        ADVICE,
        "Deze titel gaat naar dezelfde pagina als een andere titel: ‘{detail}’.",
        "Kijk of het goede adres erachter staat.",
        _same_target,
        why="Meestal is een bericht gekopieerd, en het adres niet aangepast.",
        source="redactie",
        example=Example(
            '<h3><a href="https://verslag.example/a">Het verslag</a></h3>'
            '<h3><a href="https://verslag.example/a">De foto’s</a></h3>',
            '<h3><a href="https://verslag.example/a">Het verslag</a></h3>'
            '<h3><a href="https://verslag.example/b">De foto’s</a></h3>',
        ),
    ),
)
