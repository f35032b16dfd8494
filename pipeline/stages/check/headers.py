"""The headers of a message."""

from __future__ import annotations

import email.utils
import re
from collections.abc import Callable, Iterator

from pipeline.stages.check.content import broken_letters, left_over_places
from pipeline.stages.check.mail import Header, Mail
from pipeline.stages.check.rules import ADVICE, BLOCKING, Rule, Spot, excerpt_of

LONGEST_SUBJECT = 60
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
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f]")
_ADDRESS = re.compile(r"(?:.*<)?[^\s<>@,;:\"]+@[^\s<>@,;:\"]+\.[^\s<>@,;:\".]+>?\s*(?:\([^()]*\))?\s*")
_MESSAGE_ID = re.compile(r"<[^\s<>@]+@[^\s<>@]+>")
_ENCODED_WORD = re.compile(r"=\?[\w-]+\?[bqBQ]\?")


def _missing(name: str) -> Callable[[Mail], Iterator[Spot]]:
    def find(mail: Mail) -> Iterator[Spot]:
        header = mail.first(name)
        if header is None or not header.raw.strip():
            yield Spot() if header is None else _at(header)

    return find


def _at(header: Header, detail: str = "") -> Spot:
    shown = header.raw.encode("utf-8", "replace").decode("utf-8", "replace")
    return Spot(header.line, 1, detail, excerpt_of(f"{header.name}: {shown}"))


def _repeated(mail: Mail) -> Iterator[Spot]:
    for name in _ONCE:
        for header in mail.all(name)[1:]:
            yield _at(header, name)


def _bad_date(mail: Mail) -> Iterator[Spot]:
    for header in mail.all("date"):
        try:
            if header.raw.strip():
                email.utils.parsedate_to_datetime(header.raw)
        except (ValueError, TypeError, IndexError, OverflowError):
            yield _at(header)


def _bad_from(mail: Mail) -> Iterator[Spot]:
    for header in mail.all("from"):
        if header.raw.strip() and not _ADDRESS.fullmatch(header.raw):
            yield _at(header)


def _bad_message_id(mail: Mail) -> Iterator[Spot]:
    for header in mail.all("message-id"):
        if header.raw.strip() and not _MESSAGE_ID.fullmatch(header.raw.strip()):
            yield _at(header)


def _without_one_click(mail: Mail) -> Iterator[Spot]:
    has_way_out = mail.first("list-unsubscribe") is not None
    header = mail.first("list-unsubscribe-post")
    if header is None:
        # Without List-Unsubscribe itself there is nothing to click on; that has its own code.
        if has_way_out:
            yield Spot()
    elif "".join(header.raw.split()) != "List-Unsubscribe=One-Click":
        yield _at(header)


def _without_https(mail: Mail) -> Iterator[Spot]:
    for header in mail.all("list-unsubscribe"):
        if header.raw.strip() and not re.search(r"<\s*(?:https://[^\s<>]+|%%AFMELDEN%%)\s*>", header.raw):
            yield _at(header)


def _injected(mail: Mail) -> Iterator[Spot]:
    for header in mail.headers:
        if _CONTROL.search(header.raw) or _CONTROL.search(header.value or ""):
            yield Spot(header.line, 1, header.name)


def _badly_encoded(mail: Mail) -> Iterator[Spot]:
    for header in mail.headers:
        if not header.raw.isascii() or header.value is None or _ENCODED_WORD.search(header.value):
            yield _at(header, header.name)


def _long_subject(mail: Mail) -> Iterator[Spot]:
    for header in mail.all("subject")[:1]:
        if len(header.value or "") > LONGEST_SUBJECT:
            yield _at(header, str(len(header.value or "")))


def _left_over(mail: Mail) -> Iterator[Spot]:
    for header in [*mail.all("subject"), *mail.all("from")]:
        for start, end in left_over_places(header.value or ""):
            yield _at(header, (header.value or "")[start:end])


def _mojibake(mail: Mail) -> Iterator[Spot]:
    for header in [*mail.all("subject"), *mail.all("from")]:
        for start, end in broken_letters(header.value or ""):
            yield _at(header, (header.value or "")[start:end])


def _long_header_lines(mail: Mail) -> Iterator[Spot]:
    return (Spot(line, detail=str(length)) for line, length, in_header in mail.long_lines if in_header)


def _header_rules() -> Iterator[Rule[Mail]]:
    for name, meaning in (("From", "de afzender"), ("Date", "de datum"), ("Subject", "het onderwerp")):
        yield Rule(
            f"header-{name.lower()}-missing",
            BLOCKING,
            f"In de kop van het bericht ontbreekt {meaning} ({name}).",
            "Vul hem in; zonder wordt de mail geweigerd of ziet hij eruit als spam.",
            _missing(name),
        )
    yield Rule(
        "header-message-id-missing",
        BLOCKING,
        "Het bericht heeft geen eigen kenmerk (Message-ID). Gmail weigert het dan.",
        "Geef het bericht een Message-ID op het eigen domein.",
        _missing("Message-ID"),
    )
    yield Rule(
        "header-message-id-invalid",
        ADVICE,
        "Het kenmerk van het bericht (Message-ID) heeft niet de goede vorm.",
        "Schrijf het als <iets@domein>.",
        _bad_message_id,
    )
    yield Rule(
        "header-mime-version-missing",
        ADVICE,
        "In de kop van het bericht ontbreekt MIME-Version.",
        "Zet er MIME-Version: 1.0 bij.",
        _missing("MIME-Version"),
    )
    yield Rule(
        "header-list-id-missing",
        ADVICE,
        "Het bericht zegt niet bij welke lijst het hoort (List-Id).",
        "Zet er List-Id bij, met de naam van de nieuwsbrief en een eigen domein.",
        _missing("List-Id"),
    )
    yield Rule(
        "header-list-unsubscribe-missing",
        ADVICE,
        "Het mailprogramma kan geen knop tonen om je af te melden (List-Unsubscribe ontbreekt).",
        "Zet er List-Unsubscribe bij met een https-adres.",
        _missing("List-Unsubscribe"),
    )
    yield Rule(
        "header-list-unsubscribe-invalid",
        ADVICE,
        "In List-Unsubscribe staat geen https-adres tussen < en >.",
        "Zet er het adres bij waar de lezer zich met één klik afmeldt.",
        _without_https,
    )
    yield Rule(
        "header-list-unsubscribe-post-missing",
        ADVICE,
        "De lezer kan zich niet met één klik afmelden (List-Unsubscribe-Post ontbreekt of klopt niet).",
        "Zet er precies List-Unsubscribe-Post: List-Unsubscribe=One-Click bij.",
        _without_one_click,
    )
    yield Rule(
        "header-repeated",
        BLOCKING,
        "Deze regel staat twee keer in de kop van het bericht: {detail}. Mailservers weigeren dat.",
        "Houd er één over.",
        _repeated,
    )
    yield Rule(
        "header-date-invalid",
        BLOCKING,
        "De datum in de kop van het bericht is niet te lezen.",
        "Schrijf hem als: Thu, 03 Dec 2026 09:00:00 +0100.",
        _bad_date,
    )
    yield Rule(
        "header-from-invalid",
        BLOCKING,
        "De afzender is geen naam met één mailadres.",
        "Schrijf hem als: Naam <adres@domein>.",
        _bad_from,
    )
    yield Rule(
        "header-injection",
        BLOCKING,
        "In de kop van het bericht staat een verborgen regeleinde of stuurteken ({detail}). "
        "Zo kan iemand regels toevoegen.",
        "Haal het teken weg uit de titel, de naam of het adres.",
        _injected,
    )
    yield Rule(
        "header-encoding-broken",
        ADVICE,
        "Deze regel in de kop van het bericht is niet goed gecodeerd: {detail}. "
        "De lezer ziet dan vreemde tekens.",
        "Codeer hem als utf-8 volgens RFC 2047.",
        _badly_encoded,
    )
    yield Rule(
        "header-line-long",
        BLOCKING,
        "Een regel in de kop van het bericht is {detail} tekens lang. Boven 998 wordt hij afgebroken.",
        "Breek de regel af met een spatie aan het begin van de volgende.",
        _long_header_lines,
    )
    yield Rule(
        "subject-long",
        ADVICE,
        f"Het onderwerp is {{detail}} tekens lang. Op een telefoon zie je er hoogstens {LONGEST_SUBJECT}.",
        "Maak het korter, met het belangrijkste vooraan.",
        _long_subject,
    )
    yield Rule(
        "placeholder-left",
        BLOCKING,
        "In het onderwerp of de afzender is iets niet ingevuld: ‘{detail}’.",
        "Vul het in, of haal het weg.",
        _left_over,
    )
    yield Rule(
        "mojibake",
        BLOCKING,
        "In het onderwerp of de afzender zijn letters stukgegaan: ‘{detail}’.",
        "Typ de letters opnieuw, en codeer ze als utf-8.",
        _mojibake,
    )


RULES: tuple[Rule[Mail], ...] = tuple(_header_rules())
