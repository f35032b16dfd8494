"""Logs in to a webmail of this machine with Chromium and takes pictures of its one message."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Error, sync_playwright

from pipeline.shell.browser.find import FLAGS, chromium_candidates
from tools.clients.nouns import Picture
from tools.clients.processes import NOWHERE, ClientError
from tools.clients.screens import save_trimmed

_TALL = 12_000


@dataclass(frozen=True, slots=True)
class Webmail:
    """Where it is, and who reads; none of it outlives the run."""

    address: str
    user: str
    password: str


_STATES = (
    ("roundcube-1000", "1000 px", 1000, False),
    ("roundcube-375", "375 px", 375, False),
    ("roundcube-donker", "375 px, donker", 375, True),
)


def open_message(webmail: Webmail, out: Path) -> tuple[tuple[Picture, ...], str]:
    """Returns the pictures, and the HTML that the webmail made of the mail."""
    candidates = chromium_candidates(os.environ)
    if not candidates:
        raise ClientError("no Chromium to read the webmail with")
    pictures, kept = [], ""
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=str(candidates[0]),
                args=list(FLAGS),
                proxy={"server": NOWHERE, "bypass": "127.0.0.1"},
            )
            for name, title, width, is_dark in _STATES:
                remark, kept = _draw(browser, webmail, out / f"{name}.png", width, is_dark=is_dark)
                pictures.append(Picture(f"{name}.png", title, remark))
            browser.close()
    except Error as error:
        raise ClientError(f"the webmail did not show the mail: {error.message.splitlines()[0]}") from error
    return tuple(pictures), kept


def _draw(browser: Browser, webmail: Webmail, path: Path, width: int, *, is_dark: bool) -> tuple[str, str]:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if is_dark else "light"
    )
    if is_dark:
        context.add_cookies([{"name": "colorMode", "value": "dark", "url": webmail.address}])
    page = context.new_page()
    page.goto(webmail.address)
    page.fill("#rcmloginuser", webmail.user)
    page.fill("#rcmloginpwd", webmail.password)
    page.click("#rcmloginsubmit")
    page.wait_for_selector("#messagelist, #layout-list", state="attached")
    page.goto(f"{webmail.address}?_task=mail&_mbox=INBOX&_uid=1&_action=preview&_framed=1")
    page.wait_for_selector("#messagebody a")
    page.set_viewport_size({"width": width, "height": _TALL})
    page.wait_for_timeout(300)
    sticks_out = int(
        page.evaluate("""() => {
          const body = document.querySelector('#messagebody');
          return Math.max(0, body.scrollWidth - body.clientWidth);
        }""")
    )
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        save_trimmed(picture, path)
    kept = str(page.inner_html("#messagebody"))
    context.close()
    return (f"steekt {sticks_out} px uit" if sticks_out else ""), kept
