"""The headers of a message."""

from __future__ import annotations

import email.utils
import re
from collections.abc import Callable, Iterator

from pipeline.stages.check.mail import Header, Mail
from pipeline.stages.check.rules import ADVICE, BLOCKING, Example, Rule, Spot, Where, excerpt_of

# RFC 5322 section 3.6: at most one of each; Gmail refuses a message with two.
_ONCE = (
    "from",
    "sender",
    "reply-to",
    "to",
    "cc",
    "date",
    "subject",
    "message-id",
    "list-unsubscribe",
    "list-id",
)
_NEEDED = (
    (
        "From",
        "de afzender",
        "Bijna elke mailserver weigert zo’n bericht.",
        "3.6",
        "From: Programma Samen Veilig <nieuwsbrief@nieuwsbrief.example>\n",
    ),
    (
        "Date",
        "de datum",
        "De mail komt op een willekeurige plek in de inbox.",
        "3.6",
        "Date: Thu, 03 Dec 2026 09:00:00 +0100\n",
    ),
    (
        "Subject",
        "het onderwerp",
        "In de inbox staat dan ‘(geen onderwerp)’.",
        "3.6.5",
        "Subject: =?utf-8?q?Samen_aan_tafel=2C_=C3=A9=C3=A9n_gezicht?=\n",
    ),
)
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f]")
_ADDRESS = re.compile(r"(?:.*<)?[^\s<>@,;:\"]+@[^\s<>@,;:\"]+\.[^\s<>@,;:\".]+>?\s*(?:\([^()]*\))?\s*")
_MESSAGE_ID = re.compile(r"<[^\s<>@]+@[^\s<>@]+>")
_ENCODED_WORD = re.compile(r"=\?[\w-]+\?[bqBQ]\?")


_YEARS = (2015, 2100)


def _missing(name: str) -> Callable[[Mail], Iterator[Spot]]:
    def find(mail: Mail) -> Iterator[Spot]:
        header = mail.first(name)
        if header is None or not header.raw.strip():
            yield Spot() if header is None else at(header)

    return find


def at(header: Header, detail: str = "") -> Spot:
    """The place of a header, shown as it was sent."""
    shown = header.raw.encode("utf-8", "replace").decode("utf-8", "replace")
    return Spot(header.line, 1, detail, excerpt_of(f"{header.name}: {shown}"))


def _repeated(mail: Mail) -> Iterator[Spot]:
    for name in _ONCE:
        for header in mail.all(name)[1:]:
            yield at(header, name)


def _bad_date(mail: Mail) -> Iterator[Spot]:
    for header in mail.all("date"):
        try:
            if header.raw.strip():
                email.utils.parsedate_to_datetime(header.raw)
        except (ValueError, TypeError, IndexError, OverflowError):
            yield at(header)


def _bad_from(mail: Mail) -> Iterator[Spot]:
    for header in mail.all("from"):
        if header.raw.strip() and not _ADDRESS.fullmatch(header.raw):
            yield at(header)


def _bad_message_id(mail: Mail) -> Iterator[Spot]:
    for header in mail.all("message-id"):
        if header.raw.strip() and not _MESSAGE_ID.fullmatch(header.raw.strip()):
            yield at(header)


def _without_one_click(mail: Mail) -> Iterator[Spot]:
    has_way_out = mail.first("list-unsubscribe") is not None
    header = mail.first("list-unsubscribe-post")
    if header is None:
        # Without List-Unsubscribe itself there is nothing to click on; that has its own code.
        if has_way_out:
            yield Spot()
    elif "".join(header.raw.split()) != "List-Unsubscribe=One-Click":
        yield at(header)


def _without_https(mail: Mail) -> Iterator[Spot]:
    for header in mail.all("list-unsubscribe"):
        if header.raw.strip() and not re.search(r"<\s*(?:https://[^\s<>]+|%%AFMELDEN%%)\s*>", header.raw):
            yield at(header)


def _injected(mail: Mail) -> Iterator[Spot]:
    for header in mail.headers:
        if _CONTROL.search(header.raw) or _CONTROL.search(header.value or ""):
            yield Spot(header.line, 1, header.name)


def _badly_encoded(mail: Mail) -> Iterator[Spot]:
    for header in mail.headers:
        if not header.raw.isascii() or header.value is None or _ENCODED_WORD.search(header.value):
            yield at(header, header.name)


def _long_header_lines(mail: Mail) -> Iterator[Spot]:
    return (Spot(line, detail=str(length)) for line, length, in_header in mail.long_lines if in_header)


def _header_rules() -> Iterator[Rule[Mail]]:
    for name, meaning, why, section, good in _NEEDED:
        yield Rule(
            f"header-{name.lower()}-missing",
            BLOCKING,
            f"In de kop van het bericht ontbreekt {meaning} ({name}).",
            "Vul hem in; zonder wordt de mail geweigerd of ziet hij eruit als spam.",
            _missing(name),
            why=why,
            source=f"RFC 5322, {section}",
            example=Example("", good, Where.HEADERS),
        )
    yield Rule(
        "header-message-id-missing",
        BLOCKING,
        "Het bericht heeft geen eigen kenmerk (Message-ID). Gmail weigert het dan.",
        "Geef het bericht een Message-ID op het eigen domein.",
        _missing("Message-ID"),
        why="Antwoorden verliezen dan ook hun draad.",
        source="RFC 5322, 3.6.4; Gmail, support.google.com/mail/answer/81126",
        example=Example("", "Message-ID: <2026-12@nieuwsbrief.example>\n", Where.HEADERS),
    )
    yield Rule(
        "header-message-id-invalid",
        ADVICE,
        "Het kenmerk van het bericht (Message-ID) heeft niet de goede vorm.",
        "Schrijf het als <iets@domein>.",
        _bad_message_id,
        why="Sommige servers zetten er een eigen kenmerk bij, andere weigeren.",
        source="RFC 5322, 3.6.4",
        example=Example(
            "Message-ID: 2026-12\n", "Message-ID: <2026-12@nieuwsbrief.example>\n", Where.HEADERS
        ),
    )
    yield Rule(
        "header-mime-version-missing",
        ADVICE,
        "In de kop van het bericht ontbreekt MIME-Version.",
        "Zet er MIME-Version: 1.0 bij.",
        _missing("MIME-Version"),
        why="Een streng programma toont dan de ruwe code.",
        source="RFC 2045, 4",
        example=Example("", "MIME-Version: 1.0\n", Where.HEADERS),
    )
    yield Rule(
        "header-list-id-missing",
        ADVICE,
        "Het bericht zegt niet bij welke lijst het hoort (List-Id).",
        "Zet er List-Id bij, met de naam van de nieuwsbrief en een eigen domein.",
        _missing("List-Id"),
        why="Filters en afwezigheidsberichten weten dan niet dat het een lijst is.",
        source="RFC 2919",
        example=Example(
            "", "List-Id: Nieuwsbrief Samen Veilig <samen-veilig.nieuwsbrief.example>\n", Where.HEADERS
        ),
    )
    yield Rule(
        "header-list-unsubscribe-missing",
        ADVICE,
        "Het mailprogramma kan geen knop tonen om je af te melden (List-Unsubscribe ontbreekt).",
        "Zet er List-Unsubscribe bij met een https-adres.",
        _missing("List-Unsubscribe"),
        why="Gmail en Yahoo vragen erom.",
        source="RFC 2369; RFC 8058",
        example=Example("", "List-Unsubscribe: <https://nieuwsbrief.example/af/abc>\n", Where.HEADERS),
    )
    yield Rule(
        "header-list-unsubscribe-invalid",
        ADVICE,
        "In List-Unsubscribe staat geen https-adres tussen < en >.",
        "Zet er het adres bij waar de lezer zich met één klik afmeldt.",
        _without_https,
        why="Met alleen een mailadres kan niemand zich met één klik afmelden.",
        source="RFC 8058, 3.1",
        example=Example(
            "List-Unsubscribe: <mailto:af@nieuwsbrief.example>\n",
            "List-Unsubscribe: <https://nieuwsbrief.example/af/abc>\n",
            Where.HEADERS,
        ),
    )
    yield Rule(
        "header-list-unsubscribe-post-missing",
        ADVICE,
        "De lezer kan zich niet met één klik afmelden (List-Unsubscribe-Post ontbreekt of klopt niet).",
        "Zet er precies List-Unsubscribe-Post: List-Unsubscribe=One-Click bij.",
        _without_one_click,
        why="De klik leidt dan hoogstens naar een pagina.",
        source="RFC 8058, 3.1",
        example=Example(
            "List-Unsubscribe-Post: One-Click\n",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click\n",
            Where.HEADERS,
        ),
    )
    yield Rule(
        "header-repeated",
        BLOCKING,
        "Deze regel staat twee keer in de kop van het bericht: {detail}. Mailservers weigeren dat.",
        "Houd er één over.",
        _repeated,
        why="Het ene programma leest de eerste, het andere de laatste.",
        source="RFC 5322, 3.6",
        example=Example(
            ("Subject: Samen\nSubject: Nog een onderwerp\n"),
            "Subject: =?utf-8?q?Samen_aan_tafel=2C_=C3=A9=C3=A9n_gezicht?=\n",
            Where.HEADERS,
        ),
    )
    yield Rule(
        "header-date-invalid",
        BLOCKING,
        "De datum in de kop van het bericht is niet te lezen.",
        "Schrijf hem als: Thu, 03 Dec 2026 09:00:00 +0100.",
        _bad_date,
        why="Een Nederlandse datum kan een mailserver niet lezen.",
        source="RFC 5322, 3.3",
        example=Example(
            "Date: do 3 dec. 2026 9:00\n", "Date: Thu, 03 Dec 2026 09:00:00 +0100\n", Where.HEADERS
        ),
    )
    yield Rule(
        "header-date-implausible",
        BLOCKING,
        "De datum in de kop van het bericht kan niet kloppen: het jaar {detail}.",
        "Zet de klok goed van de computer die de mail maakt.",
        _odd_date,
        why="De mail zakt naar de bodem van de inbox, of blijft voor altijd bovenaan staan.",
        source="SpamAssassin, DATE_IN_PAST en DATE_IN_FUTURE",
        example=Example(
            "Date: Thu, 01 Jan 1970 00:00:00 +0000\n",
            "Date: Thu, 03 Dec 2026 09:00:00 +0100\n",
            Where.HEADERS,
        ),
    )
    yield Rule(
        "header-date-zone",
        ADVICE,
        "De datum in de kop van het bericht zegt niet in welke tijdzone.",
        "Zet er +0100 (winter) of +0200 (zomer) achter.",
        _without_zone,
        why="Het tijdstip in de inbox scheelt dan een of twee uur.",
        source="RFC 5322, 3.3",
        example=Example(
            "Date: Thu, 03 Dec 2026 09:00:00\n", "Date: Thu, 03 Dec 2026 09:00:00 +0100\n", Where.HEADERS
        ),
    )
    yield Rule(
        "header-precedence",
        ADVICE,
        "Het bericht draagt een oude, zelfbedachte regel: Precedence: {detail}.",
        "Haal de regel weg; List-Id zegt al dat het een lijst is.",
        _bulk,
        why="Geen standaard schrijft hem voor, en ‘bulk’ leest als massapost.",
        source="RFC 2076, 3.9",
        example=Example("Precedence: bulk\n", "X-Soort: nieuws\n", Where.HEADERS),
    )
    yield Rule(
        "header-from-invalid",
        BLOCKING,
        "De afzender is geen naam met één mailadres.",
        "Schrijf hem als: Naam <adres@domein>.",
        _bad_from,
        why="Een bericht zonder echte afzender wordt geweigerd.",
        source="RFC 5322, 3.4",
        example=Example(
            "From: Programma Samen Veilig\n",
            "From: Programma Samen Veilig <nieuwsbrief@nieuwsbrief.example>\n",
            Where.HEADERS,
        ),
    )
    yield Rule(
        "header-injection",
        BLOCKING,
        "In de kop van het bericht staat een verborgen regeleinde of stuurteken ({detail}). "
        "Zo kan iemand regels toevoegen.",
        "Haal het teken weg uit de titel, de naam of het adres.",
        _injected,
        why="Zo kan een titel met een regeleinde erin de mail aan anderen sturen.",
        source="CVE-2024-6923",
        example=Example(
            "Subject: =?utf-8?q?Samen=0D=0ABcc:_x?=\n",
            "Subject: =?utf-8?q?Samen_aan_tafel=2C_=C3=A9=C3=A9n_gezicht?=\n",
            Where.HEADERS,
        ),
    )
    yield Rule(
        "header-encoding-broken",
        ADVICE,
        "Deze regel in de kop van het bericht is niet goed gecodeerd: {detail}. "
        "De lezer ziet dan vreemde tekens.",
        "Codeer hem als utf-8 volgens RFC 2047.",
        _badly_encoded,
        why="In de inbox staat dan iets als =?utf-8?b?RcOp.",
        source="RFC 2047",
        example=Example(
            "Subject: =?utf-8?b?RcOpbiBwbGFu\n",
            "Subject: =?utf-8?q?Samen_aan_tafel=2C_=C3=A9=C3=A9n_gezicht?=\n",
            Where.HEADERS,
        ),
    )
    yield Rule(
        "header-line-long",
        BLOCKING,
        "Een regel in de kop van het bericht is {detail} tekens lang. Boven 998 wordt hij afgebroken.",
        "Breek de regel af met een spatie aan het begin van de volgende.",
        _long_header_lines,
        why="Mailservers breken of weigeren de regel.",
        source="RFC 5322, 2.1.1",
        example=Example("X-Lang: " + "a" * 1000 + "\n", "X-Kort: a\n", Where.HEADERS),
    )


def _odd_date(mail: Mail) -> Iterator[Spot]:
    for header in mail.all("date"):
        year = re.search(r"\b[A-Z][a-z]{2}\s+(\d{2,4})\b", header.raw)
        if year and not _YEARS[0] <= int(year[1]) <= _YEARS[1]:
            yield at(header, year[1])


def _bulk(mail: Mail) -> Iterator[Spot]:
    for header in mail.all("precedence"):
        yield at(header, header.raw.strip())


def _without_zone(mail: Mail) -> Iterator[Spot]:
    for header in mail.all("date"):
        if re.search(r":\d{2}\s*\Z", header.raw):
            yield at(header)


RULES: tuple[Rule[Mail], ...] = (*_header_rules(),)
