"""The consent form: a page to read, and a sheet of HTML for the printer (`shell/pdf`)."""

from __future__ import annotations

from pipeline.model import Newsletter
from pipeline.model.consent_form import ConsentForm
from pipeline.stages.render.words import TemplateTexts, contact_link


def render_form_page(
    form: ConsentForm, newsletter: Newsletter, templates: TemplateTexts, *, pdf: str = ""
) -> str:
    """Returns the form as a page; `pdf` is the name of the file to print beside it, "" for none."""
    return templates.render(
        "pages/toestemming.html.j2",
        form=form,
        newsletter=newsletter.title,
        language=newsletter.language,
        # Who fills it in has it on paper; nobody needs to find it.
        is_listed=False,
        contact=contact_link(newsletter.contact),
        pdf=pdf,
    )


def render_form_sheet(form: ConsentForm, newsletter: Newsletter, templates: TemplateTexts) -> str:
    """Returns the form as A4, sized in millimetres."""
    return templates.render(
        "pages/toestemming-print.html.j2",
        form=form,
        newsletter=newsletter.title,
        language=newsletter.language,
    )
