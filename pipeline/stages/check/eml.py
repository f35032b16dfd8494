"""The parts of a message: their order, their form, and whether all of them are there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.stages.check.mail import Mail, Part
from pipeline.stages.check.rules import ADVICE, BLOCKING, Rule, Spot

_CID = re.compile(r"\bsrc\s*=\s*[\"']?cid:([^\"'>\s]+)", re.IGNORECASE)


def _long_lines(mail: Mail) -> Iterator[Spot]:
    return (Spot(line, detail=str(length)) for line, length, in_header in mail.long_lines if not in_header)


def _broken(mail: Mail) -> Iterator[Spot]:
    return (Spot(detail=defect) for defect in mail.defects)


def _texts(mail: Mail) -> list[Part]:
    return [
        part
        for part in mail.parts
        if part.content_type in {"text/plain", "text/html"} and not part.is_attachment
    ]


def _no_text(mail: Mail) -> Iterator[Spot]:
    part = mail.body("text/plain")
    if mail.body("text/html") is not None and (part is None or not part.text.strip()):
        yield Spot()


def _no_html(mail: Mail) -> Iterator[Spot]:
    part = mail.body("text/html")
    if part is None or not part.text.strip():
        yield Spot()


def _html_first(mail: Mail) -> Iterator[Spot]:
    types = [part.content_type for part in _texts(mail) if part.container in {"alternative", "related"}]
    if (
        "text/plain" in types
        and "text/html" in types
        and types.index("text/html") < types.index("text/plain")
    ):
        yield _top(mail.body("text/html"))


def _no_alternative(mail: Mail) -> Iterator[Spot]:
    text, html = mail.body("text/plain"), mail.body("text/html")
    if text is not None and html is not None and text.container not in {"alternative", "related"}:
        yield _top(html)


def _encoded_as(*encodings: str) -> Callable[[Mail], Iterator[Spot]]:
    def find(mail: Mail) -> Iterator[Spot]:
        for part in _texts(mail):
            if part.encoding in encodings:
                yield _top(part, part.encoding)

    return find


def _other_charset(mail: Mail) -> Iterator[Spot]:
    for part in _texts(mail):
        if part.charset not in {"utf-8", "utf8"} and not (
            part.charset in {"us-ascii", ""} and part.text.isascii()
        ):
            yield _top(part, part.charset or "geen")


def _top(part: Part | None, detail: str = "") -> Spot:
    return Spot(line=part.line(1) if part else None, detail=detail)


def _lost_images(mail: Mail) -> Iterator[Spot]:
    html = mail.body("text/html")
    known = {part.content_id for part in mail.parts}
    for found in _CID.finditer(html.text if html else ""):
        if html and found[1] not in known:
            yield Spot(html.line(html.text.count("\n", 0, found.start()) + 1), detail=found[1][:80])


def _attachments(mail: Mail) -> Iterator[Spot]:
    for part in mail.parts:
        if part.is_attachment:
            yield _top(part, part.content_type)


RULES: tuple[Rule[Mail], ...] = (
    Rule(
        "mime-broken",
        BLOCKING,
        "Het bericht is niet goed opgebouwd ({detail}). Mailprogramma’s tonen het half of niet.",
        "Bouw het bericht opnieuw.",
        _broken,
    ),
    Rule(
        "text-part-missing",
        BLOCKING,
        "De mail heeft geen tekstversie. Wie geen opmaak ziet, leest niets, en spamfilters tellen het mee.",
        "Voeg een text/plain-deel toe met dezelfde koppen en links.",
        _no_text,
    ),
    Rule(
        "html-part-missing",
        ADVICE,
        "De mail heeft geen versie met opmaak.",
        "Voeg een text/html-deel toe.",
        _no_html,
    ),
    Rule(
        "alternative-order",
        BLOCKING,
        "De versie met opmaak staat vóór de tekstversie. "
        "Mailprogramma’s kiezen de laatste, dus de lezer ziet kale tekst.",
        "Zet text/plain eerst en text/html erna.",
        _html_first,
    ),
    Rule(
        "alternative-missing",
        ADVICE,
        "De tekstversie en de versie met opmaak staan niet in één multipart/alternative. "
        "De lezer kan ze allebei te zien krijgen.",
        "Zet de twee delen samen in multipart/alternative.",
        _no_alternative,
    ),
    Rule(
        "transfer-encoding-base64",
        ADVICE,
        "Een tekst is gecodeerd als base64. Spamfilters vinden dat verdacht.",
        "Gebruik quoted-printable.",
        _encoded_as("base64"),
    ),
    Rule(
        "transfer-encoding-8bit",
        ADVICE,
        "Een tekst is verstuurd als {detail}. Onderweg kan hij veranderen, en dan klopt de handtekening "
        "niet meer.",
        "Gebruik quoted-printable.",
        _encoded_as("8bit", "binary"),
    ),
    Rule(
        "line-long",
        BLOCKING,
        "Een regel van het bericht is {detail} tekens lang. "
        "Boven 998 breken mailservers hem af, midden in een woord of link.",
        "Gebruik quoted-printable.",
        _long_lines,
    ),
    Rule(
        "charset-part-not-utf8",
        ADVICE,
        "Een tekst noemt een andere tekenset dan utf-8: {detail}.",
        "Codeer de tekst als utf-8.",
        _other_charset,
    ),
    Rule(
        "image-cid-missing",
        BLOCKING,
        "De mail wijst naar een afbeelding die er niet in zit: {detail}.",
        "Voeg de afbeelding toe, of haal haar weg.",
        _lost_images,
    ),
    Rule(
        "attachment-present",
        ADVICE,
        "Er zit een bijlage bij de mail ({detail}). Veel filters houden een nieuwsbrief met bijlage tegen.",
        "Zet het bestand op een webpagina en verwijs daarnaar.",
        _attachments,
    ),
)
