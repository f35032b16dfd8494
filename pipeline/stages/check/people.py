"""Who sends, who receives, who reads the answers, and what the headers tell about them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.stages.check.headers import at
from pipeline.stages.check.mail import Header, Mail
from pipeline.stages.check.rules import ADVICE, BLOCKING, Example, Rule, Spot, Where

_NOBODY = re.compile(
    r"\A(?:no-?reply|do-?not-?reply|niet-?(?:be)?antwoorden|geen-?antwoord|noanswer|nobody)\b", re.IGNORECASE
)
_ASKS_RECEIPT = (
    "disposition-notification-to",
    "return-receipt-to",
    "x-confirm-reading-to",
    "read-receipt-to",
)
_URGENT = re.compile(r"\s*(?:[12]\b|high|urgent)", re.IGNORECASE)
_INNER = re.compile(
    r"\b(?:10\.\d{1,3}\.\d{1,3}\.\d{1,3}|192\.168\.\d{1,3}\.\d{1,3}|172\.(?:1[6-9]|2\d"
    r"|3[01])\.\d{1,3}\.\d{1,3})\b|\.(?:local|lan|intern|internal|corp)\b",
    re.IGNORECASE,
)
_LOCAL_ID = re.compile(
    r"@(?:localhost|[^.>\s]+|[^>\s]*\.(?:local|lan|internal|localdomain|home))>?\s*\Z", re.IGNORECASE
)
_SIGNED = ("from", "list-unsubscribe", "list-unsubscribe-post")
_MAIL = re.compile(r"[^\s<>@,;:\"()]{1,64}@([^\s<>@,;:\"()]{1,250}\.[^\s<>@,;:\".()]{2,60})")


def _addresses(mail: Mail, *names: str) -> list[tuple[Header, str]]:
    """Header and address of everybody these headers name, each address once."""
    # Not by email.utils.getaddresses: it calls itself for every bracket, and a header may hold thousands.
    found: dict[str, Header] = {}
    for header in (header for one in names for header in mail.all(one)):
        for address in _MAIL.finditer(header.value or header.raw):
            found.setdefault(address[0].lower(), header)
    return [(header, address) for address, header in found.items()]


def _without_a_name(mail: Mail) -> Iterator[Spot]:
    for header, address in _addresses(mail, "from")[:1]:
        name, bracket, _ = (header.value or header.raw).partition("<")
        if not bracket or not name.strip(' "') or "@" in name:
            yield at(header, address)


def _from_elsewhere(mail: Mail) -> Iterator[Spot]:
    """A sender whose site no other header has: neither the list, nor the id, nor the way out."""
    senders = [
        (header, _site(found[1]))
        for header in mail.all("from")
        for found in [_MAIL.search(header.raw)]
        if found
    ]
    others = {
        _site(host)
        for name in ("list-id", "message-id", "list-unsubscribe")
        for header in mail.all(name)
        for host in re.findall(r"(?<=[@<./])(?:[\w-]+\.)+[a-z]{2,}", header.raw.lower())
    }
    for header, site in senders[:1]:
        if others and site not in others:
            yield at(header, site)


def _site(host: str) -> str:
    return ".".join(host.lower().rstrip(".").split(".")[-2:])


def _to_nobody(mail: Mail) -> Iterator[Spot]:
    names = ("reply-to",) if mail.first("reply-to") else ("from",)
    for header, address in _addresses(mail, *names):
        if _NOBODY.search(address):
            yield at(header, address)


def _bad_reply_to(mail: Mail) -> Iterator[Spot]:
    for header in mail.all("reply-to"):
        if header.raw.strip() and not _MAIL.search(header.raw):
            yield at(header)


def _many_readers(mail: Mail) -> Iterator[Spot]:
    found = _addresses(mail, "to", "cc")
    if len(found) > 1:
        # Where, and not who: these are readers.
        yield Spot(found[0][0].line, 1, str(len(found)))


def _blind_copies(mail: Mail) -> Iterator[Spot]:
    return (Spot(header.line, 1, header.name) for header in mail.all("bcc"))


def _receipts(mail: Mail) -> Iterator[Spot]:
    return (at(header, header.name) for name in _ASKS_RECEIPT for header in mail.all(name))


def _urgent(mail: Mail) -> Iterator[Spot]:
    for name in ("x-priority", "importance", "priority", "x-msmail-priority"):
        for header in mail.all(name):
            if _URGENT.match(header.raw):
                yield at(header, header.name)


def _inner_network(mail: Mail) -> Iterator[Spot]:
    for header in mail.all("received"):
        if _INNER.search(header.raw):
            yield Spot(header.line, 1, header.name)
    for name in ("x-originating-ip", "x-sender-ip", "x-originating-host"):
        yield from (Spot(header.line, 1, header.name) for header in mail.all(name))


def _id_of_a_laptop(mail: Mail) -> Iterator[Spot]:
    return (at(header) for header in mail.all("message-id") if _LOCAL_ID.search(header.raw))


def _unsigned(mail: Mail) -> Iterator[Spot]:
    """RFC 8058 wants both headers of one-click unsubscribing within the signature."""
    signatures = mail.all("dkim-signature")
    covered = {
        name.strip().lower()
        for header in signatures
        for found in [re.search(r"(?:\A|;)\s*h\s*=([^;]*)", header.raw)]
        if found
        for name in found[1].split(":")
    }
    missing = [name for name in _SIGNED if name not in covered and mail.first(name)]
    if signatures and missing:
        yield Spot(signatures[0].line, 1, ", ".join(missing))


RULES: tuple[Rule[Mail], ...] = (
    Rule(
        "header-from-name-missing",
        ADVICE,
        "De afzender heeft geen naam: {detail}.",
        "Schrijf hem als: Naam <adres@domein>.",
        _without_a_name,
        why="In de inbox staat dan een adres waar een naam hoort.",
        source="RFC 5322, 3.4",
        example=Example(
            "From: nieuwsbrief@nieuwsbrief.example\n",
            "From: Programma Samen Veilig <nieuwsbrief@nieuwsbrief.example>\n",
            Where.HEADERS,
        ),
    ),
    Rule(
        "header-from-elsewhere",
        ADVICE,
        "De afzender hoort bij een andere website dan de rest van het bericht: {detail}.",
        "Verstuur vanaf een adres op het eigen domein.",
        _from_elsewhere,
        why="Dan kloppen de controles op de afzender (SPF, DKIM, DMARC) niet, en komt de mail bij spam.",
        source="RFC 7489, 3.1",
        example=Example(
            "From: Samen Veilig <post@gratismail.invalid>\n",
            "From: Programma Samen Veilig <nieuwsbrief@nieuwsbrief.example>\n",
            Where.HEADERS,
        ),
    ),
    Rule(
        "reply-to-nobody",
        ADVICE,
        "Wie antwoordt, bereikt niemand: {detail}.",
        "Gebruik een adres waar iemand meeleest.",
        _to_nobody,
        why="Iemand met een vraag, of met een verhaal, krijgt geen antwoord.",
        source="redactie",
        example=Example(
            "Reply-To: noreply@nieuwsbrief.example\n",
            "Reply-To: redactie@nieuwsbrief.example\n",
            Where.HEADERS,
        ),
    ),
    Rule(
        "header-reply-to-invalid",
        ADVICE,
        "Het adres om te antwoorden (Reply-To) is geen mailadres.",
        "Schrijf hem als: Naam <adres@domein>.",
        _bad_reply_to,
        why="Een antwoord komt dan terug, of gaat nergens heen.",
        source="RFC 5322, 3.6.2",
        example=Example("Reply-To: redactie\n", "Reply-To: redactie@nieuwsbrief.example\n", Where.HEADERS),
    ),
    Rule(
        "header-recipients-many",
        BLOCKING,
        "Er staan {detail} lezers in dit ene bericht. Ze zien elkaars adres.",
        "Verstuur aan elke lezer een eigen bericht.",
        _many_readers,
        why="Dat is een datalek.",
        source="AVG, artikel 5",
        example=Example(
            "To: een@school.example, twee@gemeente.example\n", "To: lezer@ontvanger.example\n", Where.HEADERS
        ),
    ),
    Rule(
        "header-bcc-present",
        BLOCKING,
        "In het bericht staat wie er een blinde kopie (Bcc) krijgt.",
        "Haal de regel weg.",
        _blind_copies,
        why="Wat blind moet zijn, staat er nu gewoon.",
        source="RFC 5322, 3.6.3",
        example=Example("Bcc: een@school.example\n", "X-Soort: nieuws\n", Where.HEADERS),
    ),
    Rule(
        "header-receipt",
        BLOCKING,
        "Het bericht vraagt om een leesbevestiging ({detail}).",
        "Haal de regel weg.",
        _receipts,
        why="Dat is volgen, met een venster erbij.",
        source="Telecommunicatiewet, 11.7a",
        example=Example(
            "Disposition-Notification-To: redactie@nieuwsbrief.example\n", "X-Soort: nieuws\n", Where.HEADERS
        ),
    ),
    Rule(
        "header-priority",
        ADVICE,
        "Het bericht noemt zichzelf dringend ({detail}).",
        "Haal de regel weg.",
        _urgent,
        why="Een nieuwsbrief is niet dringend, en filters tellen het mee.",
        source="SpamAssassin, X_PRIORITY_HIGH",
        example=Example("X-Priority: 1 (Highest)\n", "X-Soort: nieuws\n", Where.HEADERS),
    ),
    Rule(
        "header-network-shown",
        ADVICE,
        "Het bericht laat namen of nummers van het eigen netwerk zien ({detail}).",
        "Laat de server die verstuurt deze regels weghalen.",
        _inner_network,
        why="Wie kwaad wil, leest eruit hoe het netwerk in elkaar zit.",
        source="RFC 5321, 7.6",
        example=Example(
            "Received: from laptop.kantoor.local ([10.1.2.3]) by mail.example; Thu, 03 Dec 2026 08:58:00 "
            "+0100\n",
            "X-Soort: nieuws\n",
            Where.HEADERS,
        ),
    ),
    Rule(
        "header-message-id-local",
        ADVICE,
        "Het kenmerk van het bericht (Message-ID) noemt een eigen computer.",
        "Geef het bericht een Message-ID op het eigen domein.",
        _id_of_a_laptop,
        why="Zo herkent een filter een los programmaatje.",
        source="RFC 5322, 3.6.4",
        example=Example(
            "Message-ID: <4711@localhost>\n", "Message-ID: <2026-12@nieuwsbrief.example>\n", Where.HEADERS
        ),
    ),
    Rule(
        "dkim-headers-unsigned",
        ADVICE,
        "De handtekening (DKIM) dekt niet alles wat zij moet dekken: {detail}.",
        "Laat de server ook deze regels ondertekenen (h=).",
        _unsigned,
        why="Gmail toont de knop om je af te melden alleen als de regel ondertekend is.",
        source="RFC 8058, 4; eigen proef met OpenDKIM",
        example=Example(
            "DKIM-Signature: v=1; a=rsa-sha256; d=nieuwsbrief.example; s=a; h=From:Subject; bh=x; b=x\n",
            "DKIM-Signature: v=1; a=rsa-sha256; d=nieuwsbrief.example; s=a; "
            "h=From:List-Unsubscribe:List-Unsubscribe-Post; bh=x; b=x\n",
            Where.HEADERS,
        ),
    ),
)
