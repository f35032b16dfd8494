"""The parts of a message: their order, their form, and whether all of them are there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.stages.check.mail import Mail, Part
from pipeline.stages.check.rules import ADVICE, BLOCKING, Example, Rule, Spot, Where

_CID = re.compile(r"\bsrc\s*=\s*[\"']?cid:([^\"'>\s]+)", re.IGNORECASE)


_QUOTED = re.compile(r"=(?:[0-9A-F]{2}|\r?\n)")


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
            is_untrue = "8bit" in encodings and part.encoding == "7bit" and not part.text.isascii()
            if part.encoding in encodings or is_untrue:
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


def _uncoded(mail: Mail) -> Iterator[Spot]:
    """Quoted-printable that no header calls so: readers see =E2=80=99 for an apostrophe."""
    for part in _texts(mail):
        if part.encoding not in {"quoted-printable", "base64"} and len(_QUOTED.findall(part.text)) >= 3:
            yield _top(part)


def _mixed_line_ends(mail: Mail) -> Iterator[Spot]:
    if mail.odd_line_end:
        yield Spot(mail.odd_line_end)


RULES: tuple[Rule[Mail], ...] = (
    Rule(
        "mime-broken",
        BLOCKING,
        "Het bericht is niet goed opgebouwd ({detail}). Mailprogramma’s tonen het half of niet.",
        "Bouw het bericht opnieuw.",
        _broken,
        why="De delen worden dan niet gevonden.",
        source="RFC 2046, 5.1.1",
        example=Example('boundary="anders"', 'boundary="grens"', Where.HEADERS),
    ),
    Rule(
        "text-part-missing",
        BLOCKING,
        "De mail heeft geen tekstversie. Wie geen opmaak ziet, leest niets, en spamfilters tellen het mee.",
        "Voeg een text/plain-deel toe met dezelfde koppen en links.",
        _no_text,
        why="Schermlezers, horloges en tekstprogramma’s kiezen dit deel.",
        source="RFC 2046, 5.1.4; SpamAssassin, MIME_HTML_ONLY",
        example=Example(
            ("Content-Type: text/html; charset=utf-8\n\n<p>Dag</p>\n"),
            (
                'Content-Type: multipart/alternative; boundary="g"\n'
                "\n"
                "--g\n"
                "Content-Type: text/plain; charset=utf-8\n"
                "\n"
                "Dag\n"
                "--g\n"
                "Content-Type: text/html; charset=utf-8\n"
                "\n"
                "<p>Dag</p>\n"
                "--g--\n"
            ),
            Where.MESSAGE,
        ),
    ),
    Rule(
        "html-part-missing",
        ADVICE,
        "De mail heeft geen versie met opmaak.",
        "Voeg een text/html-deel toe.",
        _no_html,
        why="Iedereen krijgt dan kale tekst.",
        source="RFC 2046, 5.1.4",
        example=Example(
            ("Content-Type: text/plain; charset=utf-8\n\nDag\n"),
            (
                'Content-Type: multipart/alternative; boundary="g"\n'
                "\n"
                "--g\n"
                "Content-Type: text/plain; charset=utf-8\n"
                "\n"
                "Dag\n"
                "--g\n"
                "Content-Type: text/html; charset=utf-8\n"
                "\n"
                "<p>Dag</p>\n"
                "--g--\n"
            ),
            Where.MESSAGE,
        ),
    ),
    Rule(
        "alternative-order",
        BLOCKING,
        "De versie met opmaak staat vóór de tekstversie. "
        "Mailprogramma’s kiezen de laatste, dus de lezer ziet kale tekst.",
        "Zet text/plain eerst en text/html erna.",
        _html_first,
        why="Een programma toont het laatste deel dat het kent.",
        source="RFC 2046, 5.1.4",
        example=Example(
            (
                'Content-Type: multipart/alternative; boundary="g"\n'
                "\n"
                "--g\n"
                "Content-Type: text/html; charset=utf-8\n"
                "\n"
                "<p>Dag</p>\n"
                "--g\n"
                "Content-Type: text/plain; charset=utf-8\n"
                "\n"
                "Dag\n"
                "--g--\n"
            ),
            (
                'Content-Type: multipart/alternative; boundary="g"\n'
                "\n"
                "--g\n"
                "Content-Type: text/plain; charset=utf-8\n"
                "\n"
                "Dag\n"
                "--g\n"
                "Content-Type: text/html; charset=utf-8\n"
                "\n"
                "<p>Dag</p>\n"
                "--g--\n"
            ),
            Where.MESSAGE,
        ),
    ),
    Rule(
        "alternative-missing",
        ADVICE,
        "De tekstversie en de versie met opmaak staan niet in één multipart/alternative. "
        "De lezer kan ze allebei te zien krijgen.",
        "Zet de twee delen samen in multipart/alternative.",
        _no_alternative,
        why="Een programma denkt dan dat het om twee stukken gaat.",
        source="RFC 2046, 5.1.3",
        example=Example("multipart/mixed", "multipart/alternative", Where.HEADERS),
    ),
    Rule(
        "transfer-encoding-base64",
        ADVICE,
        "Een tekst is gecodeerd als base64. Spamfilters vinden dat verdacht.",
        "Gebruik quoted-printable.",
        _encoded_as("base64"),
        why="Base64 verbergt voor een filter wat er staat, en maakt de mail groter.",
        source="SpamAssassin, MIME_BASE64_TEXT",
        example=Example(
            (
                "Content-Type: text/html; charset=utf-8\n"
                "Content-Transfer-Encoding: base64\n"
                "\n"
                "PHA+RGFnPC9wPg==\n"
            ),
            (
                "Content-Type: text/html; charset=utf-8\n"
                "Content-Transfer-Encoding: quoted-printable\n"
                "\n"
                "<p>Dag</p>\n"
            ),
            Where.MESSAGE,
        ),
    ),
    Rule(
        "transfer-encoding-8bit",
        ADVICE,
        "Een tekst is verstuurd als {detail}. Onderweg kan hij veranderen, en dan klopt de handtekening "
        "niet meer.",
        "Gebruik quoted-printable.",
        _encoded_as("8bit", "binary"),
        why="Een server onderweg mag de tekst dan omzetten.",
        source="RFC 6376, 5.3; eigen proef met Postfix",
        example=Example(
            ("Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n<p>Dag</p>\n"),
            (
                "Content-Type: text/html; charset=utf-8\n"
                "Content-Transfer-Encoding: quoted-printable\n"
                "\n"
                "<p>Dag</p>\n"
            ),
            Where.MESSAGE,
        ),
    ),
    Rule(
        "line-long",
        BLOCKING,
        "Een regel van het bericht is {detail} tekens lang. "
        "Boven 998 breken mailservers hem af, midden in een woord of link.",
        "Gebruik quoted-printable.",
        _long_lines,
        why="Daarna klopt ook de handtekening (DKIM) niet meer.",
        source="RFC 5322, 2.1.1; eigen proef met Postfix",
        example=Example(
            "Content-Type: text/plain; charset=utf-8\n\n" + "Lees verder in dit nummer. " * 45 + "\n",
            ("Content-Type: text/plain; charset=utf-8\n\nLees verder in dit nummer.\n"),
            Where.MESSAGE,
        ),
    ),
    Rule(
        "charset-part-not-utf8",
        ADVICE,
        "Een tekst noemt een andere tekenset dan utf-8: {detail}.",
        "Codeer de tekst als utf-8.",
        _other_charset,
        why="Elk programma raadt dan zelf, en é wordt een vraagteken.",
        source="RFC 2046, 4.1.2",
        example=Example(
            (
                "Content-Type: text/html; charset=iso-8859-1\n"
                "Content-Transfer-Encoding: quoted-printable\n"
                "\n"
                "<p>E=E9n</p>\n"
            ),
            (
                "Content-Type: text/html; charset=utf-8\n"
                "Content-Transfer-Encoding: quoted-printable\n"
                "\n"
                "<p>E=C3=A9n</p>\n"
            ),
            Where.MESSAGE,
        ),
    ),
    Rule(
        "image-cid-missing",
        BLOCKING,
        "De mail wijst naar een afbeelding die er niet in zit: {detail}.",
        "Voeg de afbeelding toe, of haal haar weg.",
        _lost_images,
        why="De lezer ziet een gebroken plaatje.",
        source="RFC 2392",
        example=Example(
            'Content-Type: text/html; charset=utf-8\n\n<p><img src="cid:kring" width="9" alt="Een stip">'
            "</p>\n",
            'Content-Type: text/html; charset=utf-8\n\n<p><img src="https://nieuwsbrief.example/b.png" '
            'width="9" alt="Een stip"></p>\n',
            Where.MESSAGE,
        ),
    ),
    Rule(
        "attachment-present",
        ADVICE,
        "Er zit een bijlage bij de mail ({detail}). Veel filters houden een nieuwsbrief met bijlage tegen.",
        "Zet het bestand op een webpagina en verwijs daarnaar.",
        _attachments,
        why="De bijlage is bovendien voor altijd bij de lezer.",
        source="SpamAssassin; redactie",
        example=Example(
            (
                'Content-Type: multipart/mixed; boundary="g"\n'
                "\n"
                "--g\n"
                "Content-Type: text/plain; charset=utf-8\n"
                "\n"
                "Dag\n"
                "--g\n"
                "Content-Type: application/pdf\n"
                'Content-Disposition: attachment; filename="verslag.pdf"\n'
                "\n"
                "AAAA\n"
                "--g--\n"
            ),
            ("Content-Type: text/plain; charset=utf-8\n\nDag\n"),
            Where.MESSAGE,
        ),
    ),
    Rule(
        "transfer-encoding-missing",
        BLOCKING,
        "Een tekst is gecodeerd, maar het bericht zegt niet hoe. De lezer ziet =E2=80=99 en =20.",
        "Zet er Content-Transfer-Encoding: quoted-printable bij.",
        _uncoded,
        why="Een programma toont de tekst dan zoals hij er staat.",
        source="RFC 2045, 6.1",
        example=Example(
            "Content-Type: text/plain; charset=utf-8\n\nE=C3=A9n regio=E2=80=99s begin=\nt.\n",
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
            "E=C3=A9n regio=E2=80=99s begin=\nt.\n",
            Where.MESSAGE,
        ),
    ),
    Rule(
        "line-ends-mixed",
        ADVICE,
        "Het bericht heeft twee soorten regeleinden door elkaar.",
        "Gebruik overal CRLF.",
        _mixed_line_ends,
        why="Servers weigeren het, of zetten het om, en dan klopt de handtekening niet meer.",
        source="RFC 5321, 2.3.8; SMTP smuggling (2023)",
        example=Example(
            "Content-Type: text/plain; charset=utf-8\r\n\r\nEen\nTwee\r\n",
            "Content-Type: text/plain; charset=utf-8\r\n\r\nEen\r\nTwee\r\n",
            Where.MESSAGE,
        ),
    ),
)
