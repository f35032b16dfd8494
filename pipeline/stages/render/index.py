"""The pages of the index of stories."""

from __future__ import annotations

from pipeline.model.story_index import IndexPage
from pipeline.stages.render.words import TemplateTexts, contact_link


def render_index(page: IndexPage, templates: TemplateTexts) -> str:
    """Returns one page of the index; it may be found, since every story on it may."""
    return templates.render(
        "pages/verhalen.html.j2",
        page=page,
        language=page.language,
        is_listed=True,
        contact=contact_link(page.contact),
    )
