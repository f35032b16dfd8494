"""Links: which there are, of what kind each is, and what it is called. Their rules are in link_*."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto
from urllib.parse import SplitResult, urlsplit

from pipeline.stages.check.document import BLANKS, Document, Element, text_of

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_OPEN_PLACE = re.compile(r"%%|\{\{|\{%|\*\||\[\[|%25%25|%7B%7B", re.IGNORECASE)
_HOST = re.compile(
    r"[^\s<>\"'%@/\\]+\.[^\s<>\"'%@/\\.]{2,}\.?|localhost|(?:\d{1,3}\.){3}\d{1,3}|\[[0-9a-f:.]+\]",
    re.IGNORECASE,
)


class Kind(Enum):
    """What a link's address is, as far as its text tells."""

    NONE = auto()  # no href at all
    EMPTY = auto()  # "" or "#"
    OPEN_PLACE = auto()  # to be filled in later
    ANCHOR = auto()
    WEB = auto()
    OTHER = auto()  # mailto:, tel:, sms:
    RELATIVE = auto()
    SCHEME = auto()
    MALFORMED = auto()


def address_of(link: Element) -> str:
    """The href without the blanks and line breaks that every reader of it drops."""
    return re.sub(r"[\t\r\n]", "", link.get("href", "")).strip()


def split_web(address: str) -> SplitResult | None:
    """The parts of an http(s) address; None when it has no host we can make out."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return None
    host_part = f"[{host}]" if ":" in host else host
    return parts if _HOST.fullmatch(host_part) else None


def kind_of(link: Element) -> Kind:
    if link.get("href") is None:
        return Kind.NONE
    address = address_of(link)
    scheme = _SCHEME.match(address)
    if address in {"", "#"}:
        return Kind.EMPTY
    if _OPEN_PLACE.search(address):
        return Kind.OPEN_PLACE
    if scheme is None:
        return Kind.ANCHOR if address.startswith("#") else Kind.RELATIVE
    return _kind_of_scheme(scheme[1].lower(), address)


def _kind_of_scheme(scheme: str, address: str) -> Kind:
    if scheme in {"http", "https"}:
        return Kind.MALFORMED if _is_malformed(address) else Kind.WEB
    return Kind.OTHER if scheme in {"mailto", "tel", "sms"} else Kind.SCHEME


def _is_malformed(address: str) -> bool:
    again = re.match(r"https?:/*\s*https?[:/]", address, re.IGNORECASE)
    return bool(again) or " " in address or split_web(address) is None


def links_of(document: Document) -> list[Element]:
    """What can be clicked; an <a> without address is a place or nothing, and has a rule of its own."""
    return [link for link in document.all("a", "area") if link.get("href") is not None]


def name_of(link: Element) -> str:
    """What a link is called: its label, text, the alts of its images, or its title."""
    alts = " ".join(image.get("alt", "") for image in link.iter("img"))
    own_alt = link.get("alt", "") if link.tag == "area" else ""
    named = (link.get("aria-label"), f"{text_of(link)} {alts} {own_alt}".strip(), link.get("title"))
    return next((name.strip() for name in named if name and name.strip(BLANKS)), "")


def web_links_of(document: Document) -> Iterator[tuple[Element, SplitResult]]:
    """The links to a web address that can be taken apart, with its parts."""
    for link in links_of(document):
        parts = split_web(address_of(link)) if kind_of(link) is Kind.WEB else None
        if parts is not None:
            yield link, parts
