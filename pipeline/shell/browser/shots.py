"""Shows each scene in one Chromium, some at a time, and notes what it looks like.

A page gets its own bytes and the files handed in; every other request is refused, so that looking at a mail
tells nobody that it was looked at. Scripts of a page do not run: they would not in a mail program either.
"""

from __future__ import annotations

import asyncio
import functools
import importlib.resources
import json
import mimetypes
import os
import threading
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pipeline.errors import BrowserError
from pipeline.model.looks import Scene, Shot
from pipeline.shell.browser.find import FLAGS, chromium_candidates

if TYPE_CHECKING:
    from playwright.async_api import Browser, FloatRect, Page, Playwright, Route

# More pages at once than cores only wait for each other; one alone leaves a core idle while a page settles.
PAGES_AT_ONCE = min(6, max(2, os.cpu_count() or 2))
# The page's address, a name that leads nowhere.
_ADDRESS = "http://proef.example/"
# Chromium draws no picture higher than this.
_MAX_HEIGHT = 16_000
_PATIENCE_MS = 20_000
# By policy and not by switching JavaScript off: axe waits for timers, which would be off as well.
_HEADERS = {"content-type": "text/html; charset=utf-8", "content-security-policy": "script-src 'none'"}
_GET_CHROMIUM = "as root, on Debian: apt-get install chromium fonts-liberation"
_GET_PLAYWRIGHT = "pip install 'nieuwsbrief[beeld]'"
_AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_RUN_AXE = """async ([tags, off]) => {
  // What is folded away is judged as well.
  document.querySelectorAll('details').forEach(one => { one.open = true });
  const rules = Object.fromEntries(off.map(name => [name, {enabled: false}]));
  const run = await axe.run(document, {runOnly: tags, rules, iframes: false});
  return run.violations.map(one => ({
    rule: one.id, impact: one.impact, places: one.nodes.map(node => String(node.target[0])),
  }));
}"""


def take_shots(
    scenes: Sequence[Scene],
    *,
    probe: str,
    files: Mapping[str, bytes] | None = None,
    environment: Mapping[str, str] = os.environ,
) -> tuple[Shot, ...]:
    """Shows the scenes and returns what was seen, in their order; the same scenes give the same bytes.

    `probe` is a JavaScript function whose answer is kept as JSON. `files` are what pages may load, by the
    last part of their address. Raises BrowserError, with one line of why, where no browser starts.
    """
    if not scenes:
        return ()
    candidates = chromium_candidates(environment)
    if environment.get("CHROMIUM") and not candidates[0].exists():
        raise BrowserError(f"{candidates[0]} does not exist; {_GET_CHROMIUM}", lacks="chromium")
    _demand_playwright()
    return _in_thread(_take(scenes, probe, files or {}, environment))


def _demand_playwright() -> None:
    try:
        import playwright.async_api  # noqa: F401, PLC0415 - an extra, and 0.2 s to import
    except ImportError as error:
        raise BrowserError(f"Playwright is not installed: {_GET_PLAYWRIGHT}", lacks="playwright") from error


def _in_thread(work: Coroutine[Any, Any, tuple[Shot, ...]]) -> tuple[Shot, ...]:
    """Runs it in a thread of its own: whoever calls may have a loop running, as Playwright's own tests do."""
    outcome: list[tuple[Shot, ...] | BaseException] = []

    def run() -> None:
        try:
            outcome.append(asyncio.run(work))
        except BaseException as error:  # raised again below, in the caller's thread
            outcome.append(error)

    thread = threading.Thread(target=run, name="browser")
    thread.start()
    thread.join()
    if isinstance(outcome[0], BaseException):
        raise outcome[0]
    return outcome[0]


async def _take(
    scenes: Sequence[Scene], probe: str, files: Mapping[str, bytes], environment: Mapping[str, str]
) -> tuple[Shot, ...]:
    from playwright.async_api import Error, async_playwright  # noqa: PLC0415 - as above

    axe = _axe() if any(scene.is_judged for scene in scenes) else ""
    manager = async_playwright()
    try:
        playwright = await manager.start()
    except Exception as error:  # Playwright raises no class of its own here
        message = "Playwright's driver does not start (on Debian and Ubuntu it needs libatomic1)"
        raise BrowserError(message, lacks="playwright") from error
    try:
        browser = await _launch(playwright, environment)
        waiting = iter(enumerate(scenes))
        try:
            seats = (_sit(browser, waiting, probe, files, axe) for _ in range(PAGES_AT_ONCE))
            shown = [one for seat in await asyncio.gather(*seats) for one in seat]
            return tuple(shot for _, shot in sorted(shown, key=lambda one: one[0]))
        finally:
            await browser.close()
    except Error as error:
        raise BrowserError(f"the browser gave up: {error.message.splitlines()[0]}") from error
    finally:
        await playwright.stop()


async def _launch(playwright: Playwright, environment: Mapping[str, str]) -> Browser:
    from playwright.async_api import Error  # noqa: PLC0415 - as above

    named = [str(one) for one in chromium_candidates(environment)]
    # None: Playwright then looks for its own download.
    for candidate in named if environment.get("CHROMIUM") else [*named, None]:
        try:
            return await playwright.chromium.launch(
                executable_path=candidate, args=[*FLAGS, "--hide-scrollbars"]
            )
        except Error:
            continue
    raise BrowserError(f"there is no Chromium that starts; {_GET_CHROMIUM}", lacks="chromium")


async def _sit(
    browser: Browser,
    waiting: Iterator[tuple[int, Scene]],
    probe: str,
    files: Mapping[str, bytes],
    axe: str,
) -> list[tuple[int, Shot]]:
    """Shows scenes one after another on one page, while there are any: a page costs as much as a scene."""
    context = await browser.new_context(reduced_motion="reduce", service_workers="block")
    context.set_default_timeout(_PATIENCE_MS)
    page = await context.new_page()
    shown = []
    for place, scene in waiting:
        await page.unroute_all()
        await page.route("**/*", functools.partial(_answer, scene=scene, files=files))
        shown.append((place, await _look(page, scene, probe, axe)))
    return shown


async def _look(page: Page, scene: Scene, probe: str, axe: str) -> Shot:
    await page.set_viewport_size({"width": scene.width, "height": 900})
    await page.emulate_media(
        media="print" if scene.is_print else "screen",
        color_scheme="dark" if scene.is_dark else "light",
        forced_colors="active" if scene.is_forced else "none",
    )
    await page.goto(_ADDRESS)
    answers = await page.evaluate(probe)
    picture = await _draw(page, scene) if scene.is_drawn else b""
    judgement = ""
    if scene.is_judged:
        await page.evaluate(axe)
        judgement = _json(await page.evaluate(_RUN_AXE, [list(_AXE_TAGS), list(scene.rules_off)]))
    return Shot(scene.name, picture, _json(answers), judgement)


async def _draw(page: Page, scene: Scene) -> bytes:
    """The whole page, wider and higher than the window if it is so."""
    wide, high = await page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )
    width, height = max(1, wide), max(1, min(high, _MAX_HEIGHT))
    if not scene.is_darkened:
        whole: FloatRect = {"x": 0, "y": 0, "width": width, "height": height}
        return await page.screenshot(full_page=True, clip=whole, animations="disabled")
    # Drawing past the edge of the window takes away the colours that Chromium makes by itself, so the window
    # is made as large as the page first.
    await page.set_viewport_size({"width": width, "height": height})
    session = await page.context.new_cdp_session(page)
    await session.send("Emulation.setAutoDarkModeOverride", {"enabled": True})
    picture = await page.screenshot(animations="disabled")
    await session.send("Emulation.setAutoDarkModeOverride", {})
    await session.detach()
    return picture


async def _answer(route: Route, *, scene: Scene, files: Mapping[str, bytes]) -> None:
    request = route.request
    if request.url == _ADDRESS and request.is_navigation_request():
        await route.fulfill(body=scene.html, headers=_HEADERS)
        return
    name = urlsplit(request.url).path.rpartition("/")[2]
    if name in files and not (scene.without_images and request.resource_type == "image"):
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        await route.fulfill(body=files[name], content_type=kind)
    else:
        await route.abort()


def _axe() -> str:
    """The script of axe-core, as the wheel carries it."""
    try:
        return (importlib.resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    except (ImportError, OSError) as error:
        raise BrowserError(
            f"axe-playwright-python is not installed: {_GET_PLAYWRIGHT}", lacks="playwright"
        ) from error


def _json(answer: object) -> str:
    return json.dumps(answer, ensure_ascii=False, sort_keys=True)
