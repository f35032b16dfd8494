"""Render: an edition in, the bytes of its mail, its plain text and its pages out.

    edition ──► mail ──────► inline (premailer) ──► newsletter.html ─┐
            ├─► plain ─────────────────────────────► newsletter.txt ─┴─► eml ──► newsletter.eml
            └─► web ───────────────────────────────► webversie.html
    tokens ──► sheets ──► what inline puts in, and what stays for the dark      parts ──► galerij.html
    story page ──► pages ──► verhaal.html, gesprek.html      report view ──► report.html
    card ────────► pages ──► HTML for the printer            story index ──► index.html and its siblings

Pure: templates and style sheets come in as texts, nothing reads a clock, a disk or the network, and the
same edition gives the same bytes.
"""

from pipeline.stages.render.card import CARD_FONTS, render_card
from pipeline.stages.render.confirmation import (
    SignupLetters,
    prepare_signup_letters,
    write_signup_mail,
)
from pipeline.stages.render.edition import (
    render_edition,
    render_guide_page,
    render_removed_page,
    render_story_page,
)
from pipeline.stages.render.form import render_form_page, render_form_sheet
from pipeline.stages.render.gallery import render_gallery
from pipeline.stages.render.index import render_index
from pipeline.stages.render.notice import write_notice
from pipeline.stages.render.preview import render_preview, render_preview_text
from pipeline.stages.render.report import render_report
from pipeline.stages.render.sheet import place_sheet, render_sheet
from pipeline.stages.render.words import TemplateTexts

__all__ = [
    "CARD_FONTS",
    "SignupLetters",
    "TemplateTexts",
    "place_sheet",
    "prepare_signup_letters",
    "render_card",
    "render_edition",
    "render_form_page",
    "render_form_sheet",
    "render_gallery",
    "render_guide_page",
    "render_index",
    "render_preview",
    "render_preview_text",
    "render_removed_page",
    "render_report",
    "render_sheet",
    "render_story_page",
    "write_notice",
    "write_signup_mail",
]
