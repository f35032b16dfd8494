"""The edition as a page: for "bekijk in de browser", and for who reads newsletters on the website.

The same items, links and order as the mail and its plain part; only what belongs to one reader's mail, such
as the way out, stands there as a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from pipeline.model import Edition, Section
from pipeline.stages.render.words import (
    ShownItem,
    StoryLines,
    TemplateTexts,
    contact_link,
    questions_heading,
    show_section,
)
from pipeline.text.dutch import parse_date

STORY_ANCHOR = "gesprek"

_CREDIT_DAY = re.compile(r"\d{1,2}\s\w+\s\d{4}$")
_CLOCK = re.compile(r"(\d{1,2})\.(\d{2})")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A part of the page, as the list at its top names it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Credit:
    """Whose it is, up to the day it was published; that day as shown and as machines read it, or both ""."""

    words: str
    day: str
    machine: str


@dataclass(frozen=True, slots=True)
class WebItem:
    """`starts` is when an event begins, as machines read it, in the newsletter's zone; "" for the rest."""

    shown: ShownItem
    starts: str
    credit: Credit


@dataclass(frozen=True, slots=True)
class WebSection:
    anchor: Anchor
    items: tuple[WebItem, ...]


def render_web_version(edition: Edition, templates: TemplateTexts, *, is_listed: bool) -> str:
    """Returns `edition` as an accessible page; `is_listed` False keeps it out of search engines."""
    sections = tuple(
        _section(section, edition.cut_off.date()) for section in edition.sections if section.items
    )
    heart = (Anchor(STORY_ANCHOR, "Ga het gesprek aan"),) if edition.story or edition.story_note else ()
    return templates.render(
        "pages/webversie.html.j2",
        edition=edition,
        anchors=(*heart, *(section.anchor for section in sections)),
        story_anchor=STORY_ANCHOR,
        sections=sections,
        questions_heading=questions_heading(edition.story.questions) if edition.story else "",
        lines=StoryLines(),
        contact=contact_link(edition.contact),
        language=edition.language,
        is_listed=is_listed,
    )


def _section(section: Section, near: date) -> WebSection:
    # Not the bare slug: a section may be called "inhoud", as the page's own main part is.
    anchor = Anchor(f"rubriek-{section.slug}", section.name)
    return WebSection(anchor, tuple(_item(shown, near) for shown in show_section(section).items))


def _item(shown: ShownItem, near: date) -> WebItem:
    return WebItem(shown, _starts(shown.item.when, near), _credit(shown.item.credit_line, near))


def _starts(text: str, near: date) -> str:
    day = parse_date(text, near=near) if text else None
    clock = _CLOCK.search(text)
    hour = f"T{int(clock[1]):02}:{clock[2]}" if clock else ""
    return f"{day}{hour}" if day else ""


def _credit(text: str, near: date) -> Credit:
    found = _CREDIT_DAY.search(text)
    day = parse_date(found[0], near=near) if found else None
    return Credit(text[: found.start()], found[0], str(day)) if found and day else Credit(text, "", "")
