"""axe-core finds nothing on the pages of a story, by day and in the dark (WCAG 2.2 AA and best practice)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Browser

from pipeline.model import StoryPage
from pipeline.model.guides import CardFile
from pipeline.stages.guide import conversation
from pipeline.stages.index import index_pages
from pipeline.stages.render import render_edition, render_guide_page, render_index, render_report
from tests import makers
from tests.stages.rendering import TEMPLATES
from tests.stages.talking import methods
from tests.stages.test_index import CONFIG, FILM, TEXT
from tests.stages.test_render_pages import finding, report_view

NOTICE = "Dit verhaal gaat over geweld thuis."
# The script alone, from the wheel: what runs is axe-core, and Playwright is here anyway.
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def page(**changes: Any) -> StoryPage:
    talk = conversation(makers.publishable(content_notice=NOTICE), methods())
    whole = makers.story_page(
        content_notice=NOTICE,
        help_lines=(makers.help_line(),),
        transcript_html="<p>Wat er werd gezegd.</p>",
        media_url="https://verhalen.example/film",
        media_line="Bekijk de film op verhalen.example (6 minuten, met ondertiteling)",
        story_link="Bekijk het verhaal",
        source_line="Gemaakt door een ander",
    )
    return replace(whole, conversation=talk, cards=(CardFile("kaart.pdf", "Kaart op A5 (pdf)"),), **changes)


def story() -> str:
    return render_edition(makers.edition(), page(), templates=TEMPLATES).story_html


def guide() -> str:
    return render_guide_page(page(), TEMPLATES)


def index() -> str:
    return render_index(index_pages((FILM, TEXT), CONFIG)[0], TEMPLATES)


def index_of_films() -> str:
    return render_index(index_pages((FILM, TEXT), CONFIG)[2], TEMPLATES)


def report() -> str:
    return render_report(report_view(finding()), TEMPLATES)


def problems(
    chromium: Browser, html: str, *, width: int = 1280, scheme: str = "light", off: tuple[str, ...] = ()
) -> list[list[object]]:
    """What axe has against a page, rules `off` apart: the rule, and the first elements that break it."""
    tab = chromium.new_page(
        viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
    )
    try:
        tab.set_content(html)
        # What is folded away is looked at as well.
        tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        tab.evaluate(AXE)
        found: list[list[object]] = tab.evaluate(
            "([tags, off]) => axe.run(document, {runOnly: tags, iframes: false,"
            " rules: Object.fromEntries(off.map(rule => [rule, {enabled: false}]))})"
            ".then(run => run.violations.map(one => [one.id, one.nodes.map(node => node.html).slice(0, 3)]))",
            [TAGS, list(off)],
        )
    finally:
        tab.close()
    return found


def test_axe_is_awake(chromium: Browser) -> None:
    grey = story().replace("--ink: #1f2f2e", "--ink: #ccc").replace("<html lang", "<html data-lang")

    assert {rule for rule, _ in problems(chromium, grey)} == {"color-contrast", "html-has-lang"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("made", [story, guide, index, index_of_films, report])
def test_axe_finds_nothing(chromium: Browser, made: Callable[[], str], width: int, scheme: str) -> None:
    assert problems(chromium, made(), width=width, scheme=scheme) == []
