"""Firefox ESR: the engine that Thunderbird draws with, and a browser that readers have."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from tools.clients.nouns import Desk, Draft, Engine, Kind, Package, Picture, Seen
from tools.clients.processes import ClientError, environment, run
from tools.clients.screens import save_trimmed

# Its command line takes a picture of the window, not of the page: taller, then, than an edition.
_TALL = {360: 14_000, 600: 9_000, 1000: 9_000}
# Nothing asks outside: the proxy is a port that nobody listens on.
QUIET: dict[str, bool | int | str] = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.healthreport.uploadEnabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.dns.disablePrefetch": True,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.type": 1,
    "services.settings.server": "",
    "toolkit.telemetry.enabled": False,
}


@dataclass(frozen=True, slots=True)
class _State:
    name: str
    title: str
    width: int
    is_dark: bool = False
    of_web: bool = False


_STATES = (
    _State("360", "360 px", 360),
    _State("600", "600 px", 600),
    _State("donker-600", "600 px, donker", 600, is_dark=True),
    _State("web-360", "webversie, 360 px", 360, of_web=True),
    _State("web-1000", "webversie, 1000 px", 1000, of_web=True),
    _State("web-donker", "webversie, 1000 px, donker", 1000, is_dark=True, of_web=True),
)


def look(draft: Draft, desk: Desk) -> Seen:
    """Draws the mail and the web version, by day and in the dark."""
    env = environment(desk.home, MOZ_DISABLE_CONTENT_SANDBOX="1", MOZ_HEADLESS="1")
    pictures = []
    for state in _STATES:
        page = draft.web if state.of_web else draft.html
        if page is not None:
            pictures.append(_draw(page, state, desk, env))
    version = run(["firefox-esr", "--version"], env=env, seconds=20).out
    return Seen(version=version.replace("Mozilla Firefox", "").strip(), pictures=tuple(pictures))


def _draw(page: Path, state: _State, desk: Desk, env: Mapping[str, str]) -> Picture:
    profile = desk.home / "profile"
    shutil.rmtree(profile, ignore_errors=True)
    write_prefs(profile, {**QUIET, "ui.systemUsesDarkTheme": int(state.is_dark)})
    shot = desk.home / "shot.png"
    shot.unlink(missing_ok=True)
    words = ["firefox-esr", "--headless", "--no-remote", "--profile", str(profile)]
    words += [f"--window-size={state.width},{_TALL[state.width]}", "--screenshot", str(shot), page.as_uri()]
    run(words, env=env, seconds=60)
    if not shot.is_file():
        raise ClientError("Firefox wrote no picture")
    file = f"firefox-{state.name}.png"
    with Image.open(shot) as picture:
        save_trimmed(picture, desk.out / file)
        is_as_asked = picture.width == state.width
        return Picture(file, state.title, "" if is_as_asked else f"getekend op {picture.width} px")


def write_prefs(profile: Path, prefs: dict[str, bool | int | str]) -> None:
    """Writes a Mozilla profile's `user.js`."""
    profile.mkdir(parents=True)
    lines = [f'user_pref("{name}", {_value(value)});' for name, value in sorted(prefs.items())]
    (profile / "user.js").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _value(value: bool | int | str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)


FIREFOX = Engine(
    key="firefox",
    title="Firefox ESR",
    kind=Kind.REAL,
    needs=(Package("firefox-esr", apt="firefox-esr"),),
    look=look,
    note="Een browser van lezers; Thunderbird tekent met dezelfde engine.",
)
