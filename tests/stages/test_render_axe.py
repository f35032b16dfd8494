"""axe-core finds nothing on the mail and on the edition's page, by day, in the dark and on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from pipeline.stages.render import render_edition
from tests import makers
from tests.stages.rendering import TEMPLATES, full_edition
from tests.stages.test_accessibility import problems

# A mail stands inside a mail programme, which has the landmarks.
NOT_FOR_MAIL = ("region", "landmark-one-main")
RENDERED = render_edition(full_edition(), makers.story_page(), templates=TEMPLATES)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_axe_finds_nothing_on_the_mail(chromium: Browser, width: int, scheme: str) -> None:
    assert problems(chromium, RENDERED.html, width=width, scheme=scheme, off=NOT_FOR_MAIL) == []


def test_axe_finds_nothing_on_the_mail_without_its_style_blocks(chromium: Browser) -> None:
    bare = re.sub(r"<style>.*?</style>", "", RENDERED.html, flags=re.S)

    assert problems(chromium, bare, off=NOT_FOR_MAIL) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_axe_finds_nothing_on_the_web_version(chromium: Browser, width: int, scheme: str) -> None:
    assert problems(chromium, RENDERED.web_html, width=width, scheme=scheme) == []


def test_axe_would_find_it(chromium: Browser) -> None:
    grey = RENDERED.html.replace("color:#1f2f2e", "color:#cccccc").replace('lang="nl" dir', "dir")
    faint = RENDERED.web_html.replace("--ink: #1f2f2e", "--ink: #cccccc")

    assert {rule for rule, _ in problems(chromium, grey, off=NOT_FOR_MAIL)} == {
        "color-contrast",
        "html-has-lang",
    }
    assert {rule for rule, _ in problems(chromium, faint)} == {"color-contrast"}
