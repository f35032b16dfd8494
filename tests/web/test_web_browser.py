"""The pages in a real browser: without a script, on a phone, under the policy that the server sends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.roots import make_root
from tests.stages.test_accessibility import problems
from tests.web.serving import Served, serve

JAN = "jan@wijkteam.example"


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Served]:
    with serve(make_root(tmp_path)) as served:
        yield served


def tab_of(chromium: Browser, width: int) -> Page:
    return chromium.new_page(viewport={"width": width, "height": 700}, java_script_enabled=False)


@pytest.mark.parametrize(
    "width", [375, pytest.param(320, marks=pytest.mark.slow), pytest.param(1280, marks=pytest.mark.slow)]
)
def test_a_reader_signs_up_confirms_and_leaves(chromium: Browser, pages: Served, width: int) -> None:
    """By label and button alone, as with a screen reader."""
    tab = tab_of(chromium, width)
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))

    tab.goto(pages.url)
    tab.get_by_label("Je mailadres").fill(JAN)
    tab.get_by_role("button", name="Meld me aan").click()
    assert tab.get_by_role("heading", level=1).inner_text() == "Kijk in je mailbox"
    pages.site.asking.wait()
    tab.goto(pages.url + pages.link("bevestigen"))
    tab.get_by_role("button", name="Ja, ik wil de nieuwsbrief").click()
    assert tab.get_by_role("heading", level=1).inner_text() == "Je bent aangemeld"
    assert pages.states() == {JAN: "actief"}
    tab.goto(pages.url + pages.link("afmelden"))
    tab.get_by_role("button", name="Ja, meld me af").click()
    assert tab.get_by_role("heading", level=1).inner_text() == "Je bent afgemeld"

    assert pages.states() == {JAN: "afgemeld"}
    assert said == []
    tab.close()


def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(
    chromium: Browser, pages: Served
) -> None:
    tab = tab_of(chromium, 375)
    tab.goto(pages.url)
    tab.get_by_label("Je mailadres").fill("jan@wijkteam")
    tab.get_by_role("button", name="Meld me aan").click()

    field = tab.get_by_label("Je mailadres")
    assert field.input_value() == "jan@wijkteam"
    assert field.get_attribute("aria-describedby") == "fout voorbeeld"
    assert tab.get_by_role("alert").inner_text().startswith("Dit is geen mailadres")
    assert tab.title().startswith("Fout: ")
    tab.close()


def test_the_policy_of_the_server_lets_our_own_style_in(chromium: Browser, pages: Served) -> None:
    tab = chromium.new_page(viewport={"width": 375, "height": 700})
    tab.goto(f"{pages.url}/privacy")

    color = tab.evaluate("getComputedStyle(document.querySelector('.band')).backgroundColor")

    assert color not in ("rgba(0, 0, 0, 0)", "rgb(255, 255, 255)")
    # A browser that may not run or fetch anything else, whatever should ever slip into a page.
    with pytest.raises(Exception, match=r"Content Security Policy|blocked|violates"):
        tab.add_script_tag(content="window.ran = true")
    assert tab.evaluate("window.ran") is None
    tab.close()


def test_nothing_sticks_out_of_a_narrow_screen_and_what_is_pressed_is_large_enough(
    chromium: Browser, pages: Served
) -> None:
    """320 pixels is what WCAG 2.2 asks to fit (1.4.10)."""
    tab = chromium.new_page(viewport={"width": 320, "height": 700})
    pages.sign_up(JAN)
    for path in every_page(pages):
        tab.goto(pages.url + path)
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320, path
        heights = tab.evaluate(
            "[...document.querySelectorAll('button, .ways a')].map(one => one.getBoundingClientRect().height)"
        )
        # WCAG 2.2, 2.5.8 asks for 24.
        assert min(heights, default=24) >= 24, path
    tab.close()


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_axe_finds_nothing(chromium: Browser, pages: Served, width: int, scheme: str) -> None:
    pages.sign_up(JAN)
    found = {
        path: problems(chromium, pages.get(path).text, width=width, scheme=scheme)
        for path in every_page(pages)
    }
    found["fout"] = problems(chromium, pages.sign_up("jan").text, width=width, scheme=scheme)

    assert {path: list(one) for path, one in found.items() if one} == {}


def every_page(pages: Served) -> list[str]:
    """One of each; the mail that was sent last leads to two of them."""
    fixed = [
        "/",
        "/aanmelden/verstuurd",
        "/afmelden",
        "/privacy",
        "/archief",
        "/verhalen/index.html",
        "/er-is-niets",
    ]
    return [*fixed, "/bevestigen/oud", pages.link("bevestigen"), pages.link("afmelden")]
