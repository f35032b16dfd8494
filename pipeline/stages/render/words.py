"""The few words and links that rendering itself decides, so that templates only place them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from pipeline.model import Item, PublicationType, Section


class TemplateTexts(Protocol):
    """What rendering asks of the templates; `pipeline.templating.Templates` is one."""

    def render(self, name: str, **values: object) -> str: ...

    def text(self, name: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Link:
    """A visible text and where it leads; `url` is "" for text without a link."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class StoryLines:
    """What stands with every story in the mail: what it is for, and how to use its questions."""

    story: str = "Een verhaal om samen over te praten"
    questions: str = "Neem er één mee naar je volgende overleg."


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item with what its place in the newsletter adds.

    `label_line` is quiet: type, theme, duration. `hours` is the last of the
    item's `when`, which should stand on one line, as in "13.30 – 16.00 uur"; `when` is what comes before it.
    """

    item: Item
    label_line: str
    when: str
    hours: str
    is_event: bool


@dataclass(frozen=True, slots=True)
class ShownSection:
    name: str
    items: tuple[ShownItem, ...]


# News, stories from practice and events each have a section that says what they are; these share one.
_TYPE_NAMES = {
    PublicationType.RAPPORT: "Rapport",
    PublicationType.HANDREIKING: "Handreiking",
    PublicationType.KAMERSTUK: "Kamerstuk",
    PublicationType.PODCAST: "Podcast",
    PublicationType.VIDEO: "Video",
}

# White space that does not break would not do: after a dash a line may end all the same (UAX 14, LB12a).
_HOURS = re.compile(r"\d{1,2}\.\d{2}(?:\s–\s\d{1,2}\.\d{2})?\suur$")

_NUMBERS = {2: "Twee", 3: "Drie", 4: "Vier", 5: "Vijf"}


def show_section(section: Section) -> ShownSection:
    return ShownSection(section.name, tuple(_show_item(item) for item in section.items))


def questions_heading(questions: Sequence[str]) -> str:
    """Returns "Drie vragen voor het gesprek", with the number there is."""
    number = _NUMBERS.get(len(questions))
    if number is None:
        return "Vraag voor het gesprek" if len(questions) == 1 else "Vragen voor het gesprek"
    return f"{number} vragen voor het gesprek"


def contact_link(contact: str) -> Link:
    """Returns a link for an address of mail or web; other text, such as a telephone number, stays text."""
    if contact.startswith(("https://", "http://", "mailto:")):
        return Link(contact.removeprefix("mailto:"), contact)
    if "@" in contact and " " not in contact:
        return Link(contact, f"mailto:{contact}")
    return Link(contact, "")


def _show_item(item: Item) -> ShownItem:
    found = _HOURS.search(item.when)
    hours = found[0] if found else ""
    parts = (_TYPE_NAMES.get(item.type, ""), item.label, item.duration)
    return ShownItem(
        item=item,
        label_line=" · ".join(part for part in parts if part),
        when=item.when.removesuffix(hours).rstrip(),
        hours=hours,
        is_event=bool(item.when and item.day and item.month),
    )
