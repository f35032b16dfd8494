"""The plain part: wrapped here, because a template cannot count columns."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass

from pipeline.model import Edition, StoryBlock
from pipeline.stages.render.words import ShownItem, ShownSection, questions_heading

PLAIN_WIDTH = 72

_INDENT = "  "
_LIST_MARK = re.compile(r"^\s*(?:[-*]|\d+\.) ")


@dataclass(frozen=True, slots=True)
class PlainSection:
    """A section's name and its items, each a block of wrapped lines."""

    name: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlainStory:
    """The story block, each part wrapped; `notice` is "" without one."""

    title: str
    notice: str
    line: str
    summary: str
    questions_heading: str
    questions: tuple[str, ...]
    button: str
    url: str
    fictional: bool


def show_plain(section: ShownSection) -> PlainSection:
    return PlainSection(section.name, tuple(_item(shown) for shown in section.items))


def plain_story(story: StoryBlock) -> PlainStory:
    return PlainStory(
        title=_wrap(story.title),
        notice=_wrap(f"Let op: {story.content_notice}") if story.content_notice else "",
        line=_wrap(" · ".join(part for part in (story.form_line, story.teller_line) if part)),
        summary=_wrap(story.summary),
        questions_heading=questions_heading(story.questions),
        questions=tuple(
            _wrap(question, first=f"{number}. ", rest="   ")
            for number, question in enumerate(story.questions, start=1)
        ),
        button=story.button,
        url=story.url,
        fictional=story.fictional,
    )


def plain_text(text: str) -> str:
    """Returns text of more lines wrapped line by line; the lines of a list hang behind their mark."""
    return "\n".join(_wrap_line(line) for line in text.strip().splitlines())


def plain_colofon(edition: Edition) -> str:
    """Returns who sends this and what a reader can do, in blocks; each address has a line of its own."""
    blocks = [
        _wrap(f"Deze nieuwsbrief komt van {edition.sender}. Heb je een vraag of een tip? Schrijf naar:")
        + f"\n{_written(edition.contact)}"
    ]
    if edition.share_story_url:
        invitation = (
            "Maakte je iets mee waar anderen van kunnen leren? We spreken eerst samen af wat je deelt, en "
            "met wie. Deel jouw verhaal met ons:"
        )
        blocks.append(f"{_wrap(invitation)}\n{_written(edition.share_story_url)}")
    if edition.signup_url:
        question = "Heb je deze nieuwsbrief doorgestuurd gekregen? Meld je aan voor deze nieuwsbrief:"
        blocks.append(f"{_wrap(question)}\n{edition.signup_url}")
    blocks += [
        _wrap("Deze nieuwsbrief meet niet of je hem opent of waar je op klikt."),
        f"Lees deze nieuwsbrief in je browser:\n{edition.web_url}",
        f"Meld je af voor deze nieuwsbrief:\n{edition.unsubscribe_url}",
    ]
    return "\n\n".join(blocks)


def _written(address: str) -> str:
    """Returns a mail address as a person writes it; the subject a link proposes is for links only."""
    return address.removeprefix("mailto:").partition("?")[0] if address.startswith("mailto:") else address


def _item(shown: ShownItem) -> str:
    item = shown.item
    parts = (
        _wrap(item.title, first="* ", rest=_INDENT),
        _indented(shown.label_line),
        _indented(_sentence_line(item.when, item.where)),
        _indented(item.summary),
        _indented(item.credit_line),
        _indented(item.also_at),
        f"{_INDENT}{item.url}" if item.url else "",
    )
    return "\n".join(part for part in parts if part)


def _sentence_line(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _indented(text: str) -> str:
    return _wrap(text, first=_INDENT, rest=_INDENT) if text else ""


def _wrap_line(line: str) -> str:
    mark = _LIST_MARK.match(line)
    return _wrap(line, rest=" " * mark.end() if mark else "")


def _wrap(text: str, *, first: str = "", rest: str = "") -> str:
    # A word is never broken and neither is an address: half a link cannot be followed.
    return textwrap.fill(
        text,
        PLAIN_WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
