"""Render: an edition in, the bytes of its mail, its plain text and its pages out.

    edition ──► mail ──────► inline (premailer) ──► newsletter.html ─┐
            └─► plain ─────────────────────────────► newsletter.txt ─┴─► eml ──► newsletter.eml
    story page ──► pages ──► verhaal.html            report view ──► report.html

Pure: templates and style sheets come in as texts, nothing reads a clock, a disk or the network, and the
same edition gives the same bytes.
"""

from pipeline.stages.render.edition import render_edition
from pipeline.stages.render.report import render_report
from pipeline.stages.render.words import TemplateTexts

__all__ = ["TemplateTexts", "render_edition", "render_report"]
