"""The mail that asks somebody to confirm: to one reader, plain and HTML, no name and no pixel in it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from pipeline.model import Newsletter
from pipeline.model.subscribers import SignupMail, SignupPages
from pipeline.stages.render.inline import inline
from pipeline.stages.render.service import ServiceMail, wrap_plain, write_service_mail
from pipeline.stages.render.sheets import dark_sheet, inline_sheet
from pipeline.stages.render.words import TemplateTexts, contact_link

_CONFIRM, _LEAVE = "%%BEVESTIGEN%%", "%%AFMELDEN%%"


@dataclass(frozen=True, slots=True)
class SignupLines:
    """What the mail says: before its button, on it, and after it; `way_out` is the link's own text."""

    subject: str
    preheader: str
    heading: str
    lines: tuple[str, ...]
    button: str
    url: str
    after: tuple[str, ...]
    way_out: str


@dataclass(frozen=True, slots=True)
class SignupLetters:
    """Both mails with their links still open, made once: putting styles in place takes a second."""

    newsletter: Newsletter
    asked: _Letter
    known: _Letter


@dataclass(frozen=True, slots=True)
class _Letter:
    subject: str
    text: str
    html: str


def prepare_signup_letters(
    newsletter: Newsletter, pages: SignupPages, templates: TemplateTexts
) -> SignupLetters:
    """Returns the mails of this newsletter. Raises ConfigError, from the templates."""
    asked, known = (
        _letter(lines, newsletter, pages, templates)
        for lines in (_asked(newsletter, pages), _known(newsletter, pages))
    )
    return SignupLetters(newsletter, asked, known)


def write_signup_mail(mail: SignupMail, letters: SignupLetters) -> bytes:
    """Returns the whole message, addressed, with CRLF line ends; the same facts give the same bytes."""
    letter = letters.asked if mail.confirm_url else letters.known
    text = letter.text.replace(_CONFIRM, mail.confirm_url).replace(_LEAVE, mail.unsubscribe_url)
    html = letter.html.replace(_CONFIRM, escape(mail.confirm_url)).replace(
        _LEAVE, escape(mail.unsubscribe_url)
    )
    return _message(mail, letters.newsletter, letter.subject, text, html)


def _letter(
    lines: SignupLines, newsletter: Newsletter, pages: SignupPages, templates: TemplateTexts
) -> _Letter:
    facts = {
        "lines": lines,
        "pages": pages,
        "way_out": _LEAVE,
        "newsletter": newsletter,
        "contact": contact_link(newsletter.contact),
    }
    html = templates.render("mail/bevestigen.html.j2", dark_sheet=dark_sheet(templates), **facts)
    text = templates.render("mail/bevestigen.txt.j2", wrap=wrap_plain, **facts)
    return _Letter(lines.subject, text, inline(html, inline_sheet(templates)))


def _asked(newsletter: Newsletter, pages: SignupPages) -> SignupLines:
    return SignupLines(
        subject="Bevestig je aanmelding voor de nieuwsbrief",
        preheader="Nog één stap, en je krijgt de nieuwsbrief elke maand in je mailbox.",
        heading="Nog één stap",
        lines=(
            f"Iemand heeft dit adres aangemeld voor de nieuwsbrief ‘{newsletter.title}’. Was jij dat? "
            "Bevestig het dan met de knop. Je komt op een pagina waar je nog één keer op een knop drukt.",
        ),
        button="Bevestig je aanmelding",
        url=_CONFIRM,
        after=(
            f"De knop werkt {pages.days} dagen. Doe je niets, dan krijg je geen nieuwsbrief en gooien we je "
            "adres daarna weg.",
        ),
        way_out="Niet jij? Trek de aanmelding in of meld je af",
    )


def _known(newsletter: Newsletter, pages: SignupPages) -> SignupLines:
    return SignupLines(
        subject="Je krijgt de nieuwsbrief al",
        preheader="Je hoeft niets te doen: de nieuwsbrief komt elke maand in je mailbox.",
        heading="Je krijgt de nieuwsbrief al",
        lines=(
            f"Iemand heeft dit adres aangemeld voor de nieuwsbrief ‘{newsletter.title}’. Die krijg je al. "
            "Je hoeft dus niets te doen.",
            "Zie je de nieuwsbrief niet? Kijk dan bij je ongewenste mail, en zet ons adres in je contacten.",
        ),
        button="Lees de laatste nieuwsbrieven",
        url=pages.archive_url,
        after=(),
        way_out="Liever geen nieuwsbrief meer? Meld je af",
    )


def _message(mail: SignupMail, newsletter: Newsletter, subject: str, text: str, html: str) -> bytes:
    message = write_service_mail(
        ServiceMail((mail.address,), subject, mail.sent_at, mail.message_id, text, html), newsletter
    )
    head, body = message.split(b"\r\n\r\n", 1)
    # As bytes: the library would encode or fold a long address, and one-click (RFC 8058) then breaks.
    lines = (
        b"List-Unsubscribe: <%s>" % mail.unsubscribe_url.encode("ascii", "replace"),
        b"List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    )
    return b"\r\n".join([head, *lines, b"", body])
