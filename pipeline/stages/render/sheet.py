"""The contact sheet: as a part of the report, and as a page of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model import Finding
from pipeline.model.finding_groups import group_findings
from pipeline.model.looks import ContactSheet
from pipeline.stages.render.words import TemplateTexts

_PART = re.compile(r"<!-- contactvel -->.*?<!-- /contactvel -->", re.DOTALL)


def render_sheet(
    sheet: ContactSheet, findings: Sequence[Finding], templates: TemplateTexts, *, title: str, month: str
) -> str:
    """Returns the sheet as a page; `title` is the newsletter's, `month` the edition's as editors call it."""
    return templates.render(
        "pages/contactvel.html.j2",
        sheet=sheet,
        groups=group_findings(findings),
        title=title,
        month=month,
        language="nl",
        is_listed=False,
    )


def place_sheet(report: str, sheet: ContactSheet, templates: TemplateTexts) -> str:
    """Returns a report with `sheet` in the place of the one it has; one without stays as it is."""
    part = templates.render("partials/contactvel.html.j2", sheet=sheet).strip()
    return _PART.sub(lambda _: part, report, count=1)
