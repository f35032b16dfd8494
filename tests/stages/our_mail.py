"""A good mail of our own templates, and what a check says of it once it is changed."""

from __future__ import annotations

from collections import Counter
from functools import cache

from pipeline.model import Edition, EmailLimits, Finding
from pipeline.stages.check import check_eml
from pipeline.stages.render.eml import build_message
from tests import makers
from tests.data.mails.blind_edits import Defect, TextEdit
from tests.stages.rendering import mail, plain

LIMITS = EmailLimits()


@cache
def edition() -> Edition:
    """News, publications and an agenda, each with its own words, and a story."""
    return makers.edition(
        makers.section(
            "Nieuws uit het veld",
            makers.item(),
            makers.item(
                "De regio bouwt een lokaal team op",
                url="https://regio.example/nieuws/twee",
                summary="In het nieuwe team werken jeugdhulp en volwassenenhulp onder één dak.",
            ),
        ),
        makers.section(
            "Publicaties",
            makers.item(
                "Rapport over samen beslissen",
                url="https://rapport.example/samen",
                summary="Tachtig ouders vertellen wanneer zij echt mochten meepraten.",
            ),
            slug="publicaties",
        ),
        makers.section("Agenda", makers.event(), slug="agenda"),
    )


@cache
def html() -> str:
    return mail(edition())


@cache
def text() -> str:
    return plain(edition())


@cache
def message() -> bytes:
    return build_message(edition(), html=html(), text=text())


def changed(defect: Defect) -> bytes:
    """The whole message with one change in its HTML, its text, or the message itself."""
    if defect.target == "eml":
        return defect.apply(message())
    return with_edit(defect.target, defect.apply)


def with_edit(target: str, edit: TextEdit) -> bytes:
    if target == "html":
        return build_message(edition(), html=edit(html()), text=text())
    return build_message(edition(), html=html(), text=edit(text()))


def findings(mail_bytes: bytes) -> tuple[Finding, ...]:
    return check_eml(mail_bytes, path="newsletter.eml", limits=LIMITS)


def codes(mail_bytes: bytes) -> Counter[str]:
    return Counter(one.code for one in findings(mail_bytes))


def news_of(mail_bytes: bytes) -> set[str]:
    """The codes that the good mail does not have, or has less of."""
    return set(codes(mail_bytes) - codes_of_the_good_mail())


@cache
def codes_of_the_good_mail() -> Counter[str]:
    return codes(message())
