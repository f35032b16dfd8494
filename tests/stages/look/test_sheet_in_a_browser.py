"""The contact sheet in a real browser: readable on a phone, and nothing for axe to say."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from pipeline.model.looks import ContactSheet, Difference, Shot
from pipeline.stages.look import STATES, contact_sheet
from pipeline.stages.render import place_sheet, render_report, render_sheet
from tests.stages.rendering import TEMPLATES
from tests.stages.test_accessibility import problems
from tests.stages.test_render_pages import finding, report_view

WRONG = '{"scroll": [400, 375], "small": [["Voetnoot", 11]]}'


def sheet(compared: str = "") -> ContactSheet:
    seen = [(state, Shot(state.name, b"", WRONG if state.is_dark else "{}", "")) for state in STATES]
    differences = {state.name: Difference(b"", 0.0321) for state in STATES}
    return contact_sheet(
        seen,
        folder="screenshots/",
        judged=("de nieuwsbrief", "het verhaal"),
        compared=compared,
        differences=differences if compared else None,
    )


def report() -> str:
    return place_sheet(render_report(report_view(finding()), TEMPLATES), sheet(), TEMPLATES)


def page() -> str:
    return render_sheet(sheet("2026-11"), [finding()], TEMPLATES, title="Proef", month="2026-12")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("made", [report, page])
def test_axe_finds_nothing_on_a_contact_sheet(
    chromium: Browser, made: Callable[[], str], width: int, scheme: str
) -> None:
    assert problems(chromium, made(), width=width, scheme=scheme) == []


@pytest.mark.parametrize("width", [320, 375, 1280])
@pytest.mark.parametrize("made", [report, page])
def test_nobody_has_to_scroll_a_contact_sheet_sideways(
    chromium: Browser, made: Callable[[], str], width: int
) -> None:
    tab = chromium.new_page(viewport={"width": width, "height": 900})
    try:
        tab.set_content(made())
        widest = tab.evaluate("document.documentElement.scrollWidth")
    finally:
        tab.close()

    assert widest <= width


def test_a_picture_that_is_not_beside_the_report_leaves_words_in_its_place(chromium: Browser) -> None:
    tab = chromium.new_page()
    try:
        tab.set_content(report())
        said = tab.evaluate("getComputedStyle(document.querySelector('.frame'), '::before').content")
    finally:
        tab.close()

    assert said == '"Dit plaatje ligt hier niet."'
