"""What would tell on the reader: pixels, trackers in addresses, Safe Links, fonts from elsewhere."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator
from urllib.parse import SplitResult, unquote

from pipeline.stages.check.css import pixels
from pipeline.stages.check.document import Document, Element
from pipeline.stages.check.images import source_of
from pipeline.stages.check.inbox import is_way_out
from pipeline.stages.check.links import address_of, links_of, name_of, split_web, web_links_of
from pipeline.stages.check.rules import ADVICE, BLOCKING, Example, Rule, Spot, Where
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


_TRACKED_FRAGMENT = re.compile(r"#(?:[^#]{0,200}&)?(?:utm_|fbclid|gclid|mc_|pk_|mtm_)", re.IGNORECASE)
_READER = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{0,60}\w")
_KEY = re.compile(
    r"[?&;](?:session(?:_?id)?|sid|phpsessid|jsessionid|aspsessionid\w*|(?:access_?|auth_?|csrf_?"
    r"|id_?)?token|auth|api_?key|password|passwd|pwd|wachtwoord|secret|x-amz-signature|sig)=[^&\s]{6,}",
    re.IGNORECASE,
)
_COUNTER = re.compile(
    r"/(?:wf/open|track/open|open/track|trk|pixel|beacon|e/o|o/open)(?:[/.?]|\Z)|/(?:open|track|pixel"
    r"|beacon)\.(?:php|aspx?|gif)|google-analytics\.|doubleclick\.|facebook\.com/tr\b",
    re.IGNORECASE,
)
_CITIZEN = re.compile(
    r"\b(?:bsn|burgerservicenummer|sofinummer)\b\D{0,25}(\d[\d. ]{7,12}\d)\b", re.IGNORECASE
)
# An address of another site within the address: whoever stands in between counts.
_ONWARD = re.compile(
    r"[?&/](?:[\w-]{1,30}=)?(https?(?:%3A|:)(?:%2F|/){1,2}(?:[^&%/\s]{1,80}))", re.IGNORECASE
)
_SHARING = re.compile(
    r"share|sharer|intent|sharing|web\.archive|archiefweb|translate|validator|readspeaker", re.IGNORECASE
)
_REWRITTEN = re.compile(
    r"(?:\A|\.)(?:safelinks\.protection|urldefense|protect\w*\.mimecast|linkprotect\.cudasvc"
    r"|secure-web\.cisco)\.",
    re.IGNORECASE,
)


def is_rewritten(address: str) -> bool:
    """Whether a mail filter put its own address around a link; the result names who received it."""
    return is_safelink(address) or bool(_REWRITTEN.search(_host(split_web(address))))


def _passes_on(address: str) -> bool:
    """Whether an address only leads on to another site, and is no button to share or translate with."""
    found = _ONWARD.search(address, 8)
    if found is None or _SHARING.search(address):
        return False
    onward = _host(split_web(unquote(found[1])))
    return bool(onward) and _site(onward) != _site(_host(split_web(address)))


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
        is_tracked = has_tracking(address) or _TRACKED_FRAGMENT.search(address)
        if is_tracked and not is_rewritten(address):
            yield document.spot(link, _host(split_web(address)))
    for image in document.all("img"):
        if has_tracking(source_of(image)):
            yield document.spot(image, _host(split_web(source_of(image))))


def _host(parts: SplitResult | None) -> str:
    return (parts.hostname or "") if parts else ""


def _wrapped(document: Document) -> Iterator[Spot]:
    for link in links_of(document):
        if is_rewritten(address_of(link)):
            place = document.spot(link)
            # The address holds the mail address of whoever received it: never show it again.
            yield Spot(place.line, place.column)


def _redirected(document: Document) -> Iterator[Spot]:
    for link in links_of(document):
        address = address_of(link)
        is_counter = _REDIRECTOR.match(re.sub(r"\Ahttps?://", "", address)) or _passes_on(address)
        if is_counter and not is_rewritten(address):
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


def _with_a_reader(document: Document) -> Iterator[Spot]:
    for link, parts in web_links_of(document):
        if _READER.search(unquote(f"{parts.path}?{parts.query}")):
            place = document.spot(link)
            # Nobody's address is repeated in a report.
            yield Spot(place.line, place.column, parts.hostname or "")


def _with_a_key(document: Document) -> Iterator[Spot]:
    for link, parts in web_links_of(document):
        if _KEY.search(f";{parts.path.partition(';')[2]}?{parts.query}") and not is_way_out(
            "", name_of(link)
        ):
            place = document.spot(link)
            yield Spot(place.line, place.column, parts.hostname or "")


def _counted_pictures(document: Document) -> Iterator[Spot]:
    for image in document.all("img"):
        if _COUNTER.search(source_of(image)) and not _is_pixel(document, image):
            yield document.spot(image, _host(split_web(source_of(image))))


def _pictures_from_elsewhere(document: Document) -> Iterator[Spot]:
    """Pictures from a site that the mail links to nowhere: somebody the reader does not know is asked."""
    known = {_site(parts.hostname or "") for _, parts in web_links_of(document)}
    seen: set[str] = set()
    for image in document.all("img"):
        host = _host(split_web(source_of(image)))
        if host and known and _site(host) not in known | seen and not _is_pixel(document, image):
            seen.add(_site(host))
            yield document.spot(image, host)


def _site(host: str) -> str:
    return ".".join(host.split(".")[-2:])


def _citizen_numbers(document: Document) -> Iterator[Spot]:
    for block in document.blocks:
        if any(_is_citizen_number(found[1]) for found in _CITIZEN.finditer(block.text)):
            place = document.spot(block.element)
            yield Spot(place.line, place.column)


def _is_citizen_number(text: str) -> bool:
    digits = [int(digit) for digit in text if digit.isdigit()]
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return len(digits) == 9 and sum(map(operator.mul, digits, weights)) % 11 == 0


TRACKING: Rule[Document] = Rule(
    "link-tracking",
    BLOCKING,
    "In dit adres zit een volgcode. Daarmee is te zien dat de lezer uit deze mail komt ({detail}).",
    "Haal het stuk met de volgcode weg, zoals utm_source=….",
    _tracked,
    why="De website ziet daaraan dat iemand deze mail las.",
    source="Telecommunicatiewet, 11.7a",
    example=Example(
        ('<a href="https://verslag.example/a?utm_source=nieuwsbrief">Lees het verslag van de leersessie</a>'),
        ('<a href="https://verslag.example/leersessie">Lees het verslag van de leersessie</a>'),
    ),
)

SAFELINK: Rule[Document] = Rule(
    "link-safelink",
    BLOCKING,
    "Deze link is door Outlook omgezet (Safe Links). Er staat een mailadres in van wie de link kreeg.",
    "Open de link, en neem het adres over dat dan in de browser staat.",
    _wrapped,
    why=("Het adres laat niet zien waar het heen gaat, verloopt, en verraadt wie de link kreeg."),
    source="learn.microsoft.com, Safe Links",
    example=Example(
        (
            "<a "
            'href="https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fversla'
            'g.example%2F">Lees het verslag van de leersessie</a>'
        ),
        ('<a href="https://verslag.example/leersessie">Lees het verslag van de leersessie</a>'),
    ),
)

RULES: tuple[Rule[Document], ...] = (
    SAFELINK,
    TRACKING,
    Rule(
        "tracking-pixel",
        BLOCKING,
        "Hier staat een onzichtbare afbeelding. Daarmee kan iemand zien wie de mail opent.",
        "Haal de afbeelding weg. Is het een witregel, gebruik dan opmaak in plaats van een afbeelding.",
        _pixels,
        why="Dat mag niet zonder toestemming, en wij doen het niet.",
        source="Telecommunicatiewet, 11.7a",
        example=Example(
            '<img src="https://nieuwsbrief.example/o/7f3a.gif" width="1" height="1" alt="">',
            (
                '<img src="https://nieuwsbrief.example/beeld/kring.png" width="200" '
                'height="100" alt="Vier stoelen in een kring">'
            ),
        ),
    ),
    Rule(
        "link-redirector",
        ADVICE,
        "Deze link gaat eerst langs een teldienst: {detail}.",
        "Gebruik het adres van de pagina zelf.",
        _redirected,
        why="De lezer ziet niet waar hij uitkomt, en wordt geteld.",
        source="Telecommunicatiewet, 11.7a",
        example=Example(
            (
                '<a href="https://voorbeeld.us1.list-manage.com/track/click?u=1">Lees het '
                "verslag van de leersessie</a>"
            ),
            ('<a href="https://verslag.example/leersessie">Lees het verslag van de leersessie</a>'),
        ),
    ),
    Rule(
        "font-remote",
        ADVICE,
        "De mail haalt een lettertype van een andere website. "
        "De meeste mailprogramma’s doen dat niet, en het verraadt de lezer.",
        "Gebruik een lettertype dat iedereen heeft, zoals Verdana of Arial.",
        _remote_fonts,
        why="Elke keer dat iemand de mail opent, weet die website dat.",
        source="caniemail.com, css-at-font-face",
        example=Example(
            "@import url('https://fonts.googleapis.com/css2?family=Lato');",
            ".kop { font-family: Verdana, Arial, sans-serif !important; }",
            Where.STYLE,
        ),
    ),
    Rule(
        "link-personal",
        BLOCKING,
        "In het adres van deze link staat een mailadres ({detail}).",
        "Haal het uit het adres.",
        _with_a_reader,
        why="Het komt in logboeken van servers, en in elke mail die iemand doorstuurt.",
        source="AVG, artikel 5",
        example=Example(
            '<a href="https://verslag.example/?email=jo%40gemeente.example">Lees het verslag van de '
            "leersessie</a>",
            '<a href="https://verslag.example/a">Lees het verslag van de leersessie</a>',
        ),
    ),
    Rule(
        "link-session",
        BLOCKING,
        "In het adres van deze link staat een sleutel of sessie ({detail}).",
        "Open de pagina zonder in te loggen, en neem dat adres.",
        _with_a_key,
        why="Wie klikt, kan dan binnenkomen als degene die de link maakte.",
        source="OWASP, Session Management Cheat Sheet",
        example=Example(
            '<a href="https://verslag.example/?session=5d41402abc4b2a76b971">Lees het verslag van de '
            "leersessie</a>",
            '<a href="https://verslag.example/a">Lees het verslag van de leersessie</a>',
        ),
    ),
    Rule(
        "image-counted",
        BLOCKING,
        "Deze afbeelding telt wie de mail opent ({detail}).",
        "Haal haar weg, of zet het bestand op de eigen website.",
        _counted_pictures,
        why="Dat mag niet zonder toestemming, ook niet met een zichtbare afbeelding.",
        source="Telecommunicatiewet, 11.7a",
        example=Example(
            '<img src="https://teller.example/track/open.php?u=1" width="200" height="100" alt="Vier '
            'stoelen">',
            '<img src="https://nieuwsbrief.example/b.png" width="200" height="100" alt="Vier stoelen">',
        ),
    ),
    Rule(
        "image-third-party",
        ADVICE,
        "Deze afbeelding komt van een website die verder niet in de mail voorkomt: {detail}.",
        "Zet het bestand op de eigen website.",
        _pictures_from_elsewhere,
        why="Die website ziet van elke lezer het adres van zijn computer, en de lezer weet van niets.",
        source="AVG, artikel 5",
        example=Example(
            '<img src="https://beelden.elders-cdn.com/b.png" width="200" height="100" alt="Vier stoelen">',
            '<img src="https://nieuwsbrief.example/b.png" width="200" height="100" alt="Vier stoelen">',
        ),
    ),
    Rule(
        "citizen-number",
        BLOCKING,
        "Hier staat een burgerservicenummer.",
        "Haal het weg.",
        _citizen_numbers,
        why="Een burgerservicenummer in een mail is een datalek.",
        source="Wet algemene bepalingen burgerservicenummer, 10",
        example=Example("<p>Het gaat om bsn 999990019.</p>", "<p>Het gaat om 999990018 euro.</p>"),
    ),
)
