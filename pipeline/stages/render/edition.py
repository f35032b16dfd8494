"""Joins the files of an edition."""

from __future__ import annotations

from pipeline.model import Edition, Newsletter, Rendered, StoryPage
from pipeline.stages.render.eml import build_message
from pipeline.stages.render.inline import inline
from pipeline.stages.render.plain import PLAIN_WIDTH, plain_colofon, plain_story, plain_text, show_plain
from pipeline.stages.render.sheets import dark_sheet, inline_sheet
from pipeline.stages.render.web import render_web_version
from pipeline.stages.render.words import (
    StoryLines,
    TemplateTexts,
    contact_link,
    questions_heading,
    show_section,
)


def render_edition(edition: Edition, story_page: StoryPage | None, *, templates: TemplateTexts) -> Rendered:
    """Returns the files of `edition`; `story_html` is "" when `story_page` is None.

    Raises ConfigError, from the templates, for one that is missing or broken.
    """
    html = render_mail(edition, templates)
    text = render_plain(edition, templates)
    return Rendered(
        html=html,
        text=text,
        eml=build_message(edition, html=html, text=text),
        story_html="" if story_page is None else render_story_page(story_page, templates),
        guide_html="" if story_page is None else render_guide_page(story_page, templates),
        web_html=render_web_version(edition, templates, is_listed=_may_be_found(edition, story_page)),
    )


def _may_be_found(edition: Edition, story_page: StoryPage | None) -> bool:
    """A story for the newsletter alone may not be found by searching, nor may a page that tells of it."""
    return edition.story is None or (story_page is not None and story_page.is_listed)


def render_mail(edition: Edition, templates: TemplateTexts) -> str:
    """Returns the HTML part, its styles inlined."""
    story = edition.story
    html = templates.render(
        "mail/newsletter.html.j2",
        edition=edition,
        sections=tuple(show_section(section) for section in edition.sections if section.items),
        questions_heading=questions_heading(story.questions) if story else "",
        lines=StoryLines(),
        contact=contact_link(edition.contact),
        dark_sheet=dark_sheet(templates),
    )
    return inline(html, inline_sheet(templates))


def render_plain(edition: Edition, templates: TemplateTexts) -> str:
    """Returns the plain part: the same words and links in the same order, in lines of 72 columns.

    An address is never broken, so a line that holds one may be longer.
    """
    return templates.render(
        "mail/newsletter.txt.j2",
        edition=edition,
        width=PLAIN_WIDTH,
        introduction=plain_text(edition.introduction_text),
        story=plain_story(edition.story) if edition.story else None,
        sections=tuple(show_plain(show_section(section)) for section in edition.sections if section.items),
        note=edition.story_note,
        lines=StoryLines(),
        colofon=plain_colofon(edition),
    )


def render_story_page(page: StoryPage, templates: TemplateTexts) -> str:
    """Returns the story's own page."""
    return templates.render(
        "pages/verhaal.html.j2",
        page=page,
        language=page.language,
        is_listed=page.is_listed,
        questions_heading=questions_heading(page.questions),
        contact=contact_link(page.contact),
    )


def render_guide_page(page: StoryPage, templates: TemplateTexts) -> str:
    """Returns the conversation about a story as a page of its own; "" for a page without one."""
    if page.conversation is None:
        return ""
    return templates.render(
        "pages/gesprek.html.j2",
        page=page,
        language=page.language,
        is_listed=page.is_listed,
        contact=contact_link(page.contact),
    )


def render_removed_page(newsletter: Newsletter, note: str, templates: TemplateTexts) -> str:
    """Returns the page that stays where a story was taken back; it says `note`, and nothing of the story."""
    return templates.render(
        "pages/weggehaald.html.j2",
        newsletter=newsletter.title,
        note=note.removesuffix("."),
        language=newsletter.language,
        is_listed=False,
        contact=contact_link(newsletter.contact),
    )
