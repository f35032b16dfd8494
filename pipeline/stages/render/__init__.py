"""Render: an edition in, the bytes of its mail, its plain text and its pages out.

    edition ──► mail ──────► inline (premailer) ──► newsletter.html ─┐
            └─► plain ─────────────────────────────► newsletter.txt ─┴─► eml ──► newsletter.eml
    story page ──► pages ──► verhaal.html, gesprek.html      report view ──► report.html
    card ────────► pages ──► HTML for the printer            story index ──► index.html and its siblings

Pure: templates and style sheets come in as texts, nothing reads a clock, a disk or the network, and the
same edition gives the same bytes.
"""

from pipeline.stages.render.card import CARD_FONTS, render_card
from pipeline.stages.render.edition import (
    render_edition,
    render_guide_page,
    render_removed_page,
    render_story_page,
)
from pipeline.stages.render.index import render_index
from pipeline.stages.render.report import render_report
from pipeline.stages.render.words import TemplateTexts

__all__ = [
    "CARD_FONTS",
    "TemplateTexts",
    "render_card",
    "render_edition",
    "render_guide_page",
    "render_index",
    "render_removed_page",
    "render_report",
    "render_story_page",
]
