"""The pages in a real browser, at the widths people read them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from pipeline.model import Section
from pipeline.stages.render import render_edition, render_report
from tests import makers
from tests.stages.rendering import TEMPLATES, full_edition, mail
from tests.stages.test_render_pages import finding, report_view

LONG = "Toegankelijkheidsverklaringsonderzoek onder ervaringsdeskundigenorganisaties"
# WCAG 2.2, 1.4.12: nothing may be lost when a reader sets text this wide.
WIDE_TEXT = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
)


def long_words() -> str:
    items = (makers.item(LONG, label=LONG), makers.event(LONG, where=LONG))
    return mail(
        makers.edition(Section("agenda", LONG, items), title=LONG, story=makers.story_block(title=LONG))
    )


def story() -> str:
    page = makers.story_page(
        title=LONG, content_notice="Dit verhaal gaat over geweld.", help_lines=(makers.help_line(),)
    )
    return render_edition(makers.edition(), page, templates=TEMPLATES).story_html


def film() -> str:
    page = makers.story_page(media_url="https://verhalen.example/film", media_line="Bekijk de film")
    return render_edition(makers.edition(), page, templates=TEMPLATES).story_html


def report() -> str:
    return render_report(report_view(finding(), finding("a-very-long-code-" * 4)), TEMPLATES)


def web_version() -> str:
    items = (makers.item(LONG, label=LONG, also_at=LONG), makers.event(LONG, where=LONG))
    edition = makers.edition(
        Section("agenda", LONG, items), title=LONG, story=makers.story_block(title=LONG, button=LONG)
    )
    return render_edition(edition, None, templates=TEMPLATES).web_html


def full_mail() -> str:
    return mail(full_edition())


def mail_without_style() -> str:
    return re.sub(r"<style.*?</style>", "", long_words(), flags=re.S)


@pytest.mark.parametrize("page", [full_mail, long_words, mail_without_style, web_version, story, report])
@pytest.mark.parametrize("width", [320, 375, 1280])
@pytest.mark.parametrize("sheet", ["", WIDE_TEXT], ids=["as it is", "wide text"])
def test_nobody_has_to_scroll_sideways(
    chromium: Browser, page: Callable[[], str], width: int, sheet: str
) -> None:
    tab = chromium.new_page(viewport={"width": width, "height": 800})
    try:
        tab.set_content(page())
        tab.add_style_tag(content=sheet or "/* nothing */")
        widest = tab.evaluate("document.documentElement.scrollWidth")
    finally:
        tab.close()

    assert widest <= width


@pytest.mark.parametrize("page", [full_mail, web_version, film, report])
def test_every_button_is_large_enough_to_touch(chromium: Browser, page: Callable[[], str]) -> None:
    tab = chromium.new_page(viewport={"width": 375, "height": 800})
    try:
        tab.set_content(page())
        heights = tab.evaluate(
            """[...document.querySelectorAll('a.button, td.button, summary')]
               .map(element => element.getBoundingClientRect().height)"""
        )
    finally:
        tab.close()

    assert heights
    # WCAG 2.2, 2.5.8.
    assert min(heights) >= 24


def test_the_dark_sheet_reaches_every_ground(chromium: Browser) -> None:
    tab = chromium.new_page(color_scheme="dark")
    try:
        tab.set_content(full_mail())
        light = tab.evaluate(
            """[...document.querySelectorAll('[bgcolor]')]
               .filter(element => element.textContent.trim())
               .map(element => getComputedStyle(element).backgroundColor.match(/\\d+/g).map(Number))
               .filter(rgb => rgb[0] + rgb[1] + rgb[2] > 600)"""
        )
    finally:
        tab.close()

    assert light == []
