"""The editor's report: what holds the edition up first, then where everything came from."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.report import ReportView
from pipeline.stages.render.words import TemplateTexts


@dataclass(frozen=True, slots=True)
class Verdict:
    """The sentence at the top; `tone` is `good`, `stop` or `done`."""

    tone: str
    sentence: str


def render_report(view: ReportView, templates: TemplateTexts) -> str:
    """Returns the report as one page without scripts, readable from a phone's width on."""
    return templates.render(
        "pages/report.html.j2",
        view=view,
        verdict=verdict(view),
        advice=advice(view),
        language="nl",
        is_listed=False,
    )


def verdict(view: ReportView) -> Verdict:
    """Returns in one sentence whether the edition can go."""
    if view.approved:
        return Verdict("done", view.approved)
    match len(view.blocking):
        case 0:
            return Verdict("good", "Klaar om te lezen en goed te keuren.")
        case 1:
            return Verdict("stop", "1 ding houdt deze editie tegen.")
        case number:
            return Verdict("stop", f"{number} dingen houden deze editie tegen.")


def advice(view: ReportView) -> str:
    """Returns how much advice there is, as in "Er is 1 advies. Dat houdt niets tegen.", or "" without any."""
    if not (number := len(view.advice)):
        return ""
    kinds = len({finding.code for finding in view.advice})
    if number == 1:
        return "Er is 1 advies. Dat houdt niets tegen."
    word = "soort" if kinds == 1 else "soorten"
    return f"Er zijn {number} adviezen, van {kinds} {word}. Die houden niets tegen."
