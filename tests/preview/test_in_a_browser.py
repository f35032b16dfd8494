"""The preview as somebody uses it: a file is saved and the page follows; by keyboard, narrow, in the dark."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from pipeline.preview import PreviewServer
from tests.roots import CUT_OFF, MONTH, make_root, write
from tests.stages.test_accessibility import TAGS

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
EDITION = 'onderwerp = "Terug naar het gezin"\ninleiding = "Deze maand gaat het over teruggaan."\n'
# A machine that is busy with eight other tests takes longer than the half second we promise an editor.
GENEROUS_MS = 10_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_root(tmp_path)
    write(tmp_path / "editions" / f"{MONTH}.toml", EDITION)
    return tmp_path


@pytest.fixture
def server(folder: Path) -> Iterator[PreviewServer]:
    with PreviewServer(folder, month=MONTH, now=lambda: CUT_OFF) as running:
        yield running


@pytest.fixture
def tab(chromium: Browser, server: PreviewServer) -> Iterator[Page]:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(GENEROUS_MS)
    expect.set_options(timeout=GENEROUS_MS)
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(server.address)
    yield page
    page.close()
    # A policy that refuses something of our own would be said here.
    assert wrong == []


def edit(folder: Path, text: str) -> None:
    write(folder / "editions" / f"{MONTH}.toml", text)


def test_what_is_saved_is_shown_without_a_touch_and_where_the_reader_was(
    tab: Page, folder: Path, say: Callable[[str], None]
) -> None:
    frame = tab.frame_locator("#voorbeeld")
    expect(frame.get_by_text("Deze maand gaat het over teruggaan.")).to_be_visible()
    tab.evaluate("document.getElementById('voorbeeld').contentWindow.scrollTo(0, 300)")
    tab.get_by_role("link", name="Computer").focus()

    started = time.monotonic()
    edit(folder, EDITION.replace("teruggaan", "opnieuw beginnen"))
    expect(frame.get_by_text("Deze maand gaat het over opnieuw beginnen.")).to_be_attached()
    say(f"preview: a change was on the screen after {time.monotonic() - started:.2f} s")

    expect(tab.get_by_role("status")).to_have_text("Bijgewerkt")
    assert tab.evaluate("document.getElementById('voorbeeld').contentWindow.scrollY") == 300
    assert tab.evaluate("document.activeElement.textContent") == "Computer"


def test_findings_follow_as_well(tab: Page, folder: Path) -> None:
    expect(tab.locator("#lijst")).not_to_contain_text("de inleiding is automatisch gemaakt")
    edit(folder, 'onderwerp = "Terug"\n')

    expect(tab.locator("#lijst")).to_contain_text("de inleiding is automatisch gemaakt")
    expect(tab.locator("#kop")).to_contain_text("Onderwerp: Terug")


def test_a_mistake_is_shown_with_its_place_and_goes_when_it_is_mended(tab: Page, folder: Path) -> None:
    edit(folder, f"{EDITION}onderwerpp = 1\n")
    trouble = tab.get_by_role("region", name="Je laatste wijziging is nog niet te zien")
    expect(trouble).to_contain_text(f"editions/{MONTH}.toml, regel 3")
    expect(trouble).to_contain_text("Wat er mis is: onbekende sleutel ‘onderwerpp’")
    expect(trouble.locator(".meant")).to_contain_text("onderwerpp = 1")
    expect(tab.frame_locator("#voorbeeld").get_by_text("over teruggaan")).to_be_visible()

    edit(folder, EDITION)
    expect(trouble).to_have_count(0)


@pytest.mark.parametrize(
    ("switch", "text"),
    [
        ("Gewone tekst", "over teruggaan"),
        ("Verhaal", "Er stond een stoel bij het raam."),
        ("Gesprek", "De lege stoel"),
    ],
)
def test_each_part_can_be_chosen_by_keyboard(tab: Page, switch: str, text: str) -> None:
    link = tab.get_by_role("link", name=switch, exact=True)
    link.focus()
    tab.keyboard.press("Enter")

    expect(tab.get_by_role("link", name=switch, exact=True)).to_have_attribute("aria-current", "true")
    expect(tab.frame_locator("#voorbeeld").get_by_text(text).first).to_be_visible()


def test_every_switch_can_be_reached_with_tab(tab: Page) -> None:
    reached = []
    for _ in range(14):
        tab.keyboard.press("Tab")
        reached.append(tab.evaluate("document.activeElement.textContent"))

    switches = ["Mail", "Gewone tekst", "Verhaal", "Gesprek", "Webversie"]
    switches += ["Telefoon", "Computer", "Licht", "Donker", "Aan", "Uit"]
    assert [one for one in reached if one in switches] == switches


@pytest.mark.parametrize("system", ["light", "dark"])
def test_the_mail_is_dark_or_light_as_asked_whatever_the_system_is(
    chromium: Browser, server: PreviewServer, system: str
) -> None:
    tab = chromium.new_page(color_scheme="dark" if system == "dark" else "light")
    try:
        grounds = []
        for colours in ("licht", "donker"):
            tab.goto(f"{server.address}?kleuren={colours}")
            ground = tab.frame_locator("#voorbeeld").locator(".ground").first
            grounds.append(str(ground.evaluate("one => getComputedStyle(one).backgroundColor")))
    finally:
        tab.close()

    light, dark = (sum(map(int, re.findall(r"\d+", ground)[:3])) for ground in grounds)
    assert light > 600
    assert dark < 200


def test_the_screen_is_as_wide_as_a_phone_or_takes_the_room(tab: Page, server: PreviewServer) -> None:
    inside = "document.getElementById('voorbeeld').contentWindow.innerWidth"

    assert tab.evaluate(inside) == 375
    tab.goto(f"{server.address}?scherm=computer")
    assert tab.evaluate(inside) >= 640


def test_a_script_in_a_template_does_not_run(chromium: Browser, server: PreviewServer, folder: Path) -> None:
    script = "<script>document.body.textContent = 'Gelopen'</script>"
    write(
        folder / "templates" / "mail" / "newsletter.html.j2",
        f"<html><head></head><body><p>Klaar</p>{script}</body></html>",
    )
    tab = chromium.new_page()
    try:
        tab.goto(server.address)
        frame = tab.frame_locator("#voorbeeld")
        expect(frame.get_by_text("Klaar")).to_be_visible(timeout=GENEROUS_MS)
        tab.goto(f"{server.address}deel?wat=mail")
        assert tab.locator("p").inner_text() == "Klaar"
    finally:
        tab.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_axe_finds_nothing_and_nobody_has_to_scroll_sideways(
    chromium: Browser, server: PreviewServer, folder: Path, width: int, scheme: str
) -> None:
    edit(folder, f"{EDITION}onderwerpp = 1\n")
    server.proofs.rebuild()
    tab = chromium.new_page(
        viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
    )
    try:
        tab.goto(server.address)
        tab.get_by_role("region", name="Je laatste wijziging").wait_for()
        tab.evaluate(AXE)
        found = tab.evaluate(
            "tags => axe.run(document, {runOnly: tags, iframes: false})"
            ".then(run => run.violations.map(one => [one.id, one.nodes.map(node => node.html)]))",
            TAGS,
        )
        widest = tab.evaluate("document.documentElement.scrollWidth")
    finally:
        tab.close()

    assert found == []
    assert widest <= width
