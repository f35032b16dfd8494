"""The gallery shows every part of the mail, inlined as the mail is, by day and in the dark."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from pipeline.stages.render import render_gallery
from tests.golden_files import GoldenFiles
from tests.roots import REPOSITORY
from tests.stages.rendering import TEMPLATES, tree, words

PARTS = REPOSITORY / "templates" / "mail" / "parts"


def test_the_gallery_is_as_it_was_when_a_person_last_read_it(golden: GoldenFiles) -> None:
    golden("render/galerij.html", render_gallery(TEMPLATES))


def test_every_part_of_the_mail_is_shown() -> None:
    template = TEMPLATES.text("pages/galerij.html.j2")
    imported = set(re.findall(r'from "mail/parts/([\w.]+)" import', template))

    assert imported == {path.name for path in PARTS.iterdir()}
    for name in re.findall(r"import (\w+) %}", template):
        assert re.search(rf"\b{name}\(", template)


def test_each_part_is_shown_by_day_and_in_the_dark_and_inlined() -> None:
    page = tree(render_gallery(TEMPLATES))
    names = [words(one) for one in page.xpath("//h2[@class='gallery-name']")][:-1]

    assert len(names) > 12
    for name, mode in ((name, mode) for name in names for mode in ("licht", "donker")):
        (panel,) = page.xpath(f"//*[@aria-label='{name}, {mode}']")
        assert panel.xpath(".//td[contains(@style, 'padding')]"), (name, mode)
    assert len(page.xpath("//*[@data-ogsb]")) == len(names)


def test_the_dark_half_is_dark_and_the_light_half_is_not_whatever_the_computer_is_set_to(
    chromium: Browser,
) -> None:
    grounds = {}
    for scheme in ("light", "dark"):
        tab = chromium.new_page(color_scheme="dark" if scheme == "dark" else "light")
        try:
            tab.set_content(render_gallery(TEMPLATES))
            grounds[scheme] = tab.evaluate(
                """['.gallery-day', '.gallery-night'].map(half => getComputedStyle(
                     document.querySelector(half + ' .ground')).backgroundColor)"""
            )
        finally:
            tab.close()

    assert grounds == {scheme: ["rgb(243, 237, 226)", "rgb(17, 25, 25)"] for scheme in ("light", "dark")}


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_nobody_has_to_scroll_sideways_in_the_gallery(chromium: Browser, width: int) -> None:
    tab = chromium.new_page(viewport={"width": width, "height": 800})
    try:
        tab.set_content(render_gallery(TEMPLATES))
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
    finally:
        tab.close()
