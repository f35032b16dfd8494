"""Thunderbird opening the message itself, in a window of its own on a screen that nobody sees."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tools.clients.firefox import QUIET, write_prefs
from tools.clients.nouns import Desk, Draft, Engine, Kind, Package, Picture, Seen
from tools.clients.processes import environment, run, running
from tools.clients.screens import SCREEN, find_window, place_window, save_trimmed, screen, steady_picture

# Tall enough for a whole edition: a picture is of the window, and its status bar stands at the bottom.
_WIDE, _TALL = 800, 8800
_PREFS: dict[str, bool | int | str] = {
    **QUIET,
    "app.donation.eoy.version.viewed": 999,
    "browser.tabs.remote.autostart": False,
    "intl.locale.requested": "nl,en-US",
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.rights.version": 1,
    "mail.shell.checkDefaultClient": False,
    "mail.spotlight.firstRunDone": True,
    "mail.winsearch.firstRunDone": True,
    "mailnews.start_page.enabled": False,
    "mailnews.start_page_override.mstone": "ignore",
    "messenger.startup.action": 0,
    "toolkit.cosmeticAnimations.enabled": False,
}


@dataclass(frozen=True, slots=True)
class _State:
    name: str
    title: str
    prefs: dict[str, bool | int | str] = field(default_factory=dict)
    theme: str = ""


_STATES = (
    _State("licht", "zoals het binnenkomt"),
    _State("donker", "donker", {"ui.systemUsesDarkTheme": 1}, theme="Adwaita:dark"),
    _State(
        "tekst", "alleen tekst", {"mailnews.display.prefer_plaintext": True, "mailnews.display.html_as": 1}
    ),
    _State("eenvoudig", "eenvoudige opmaak", {"mailnews.display.html_as": 3}),
)


def look(draft: Draft, desk: Desk) -> Seen:
    """Opens the message in each way; pictures from elsewhere are blocked, as they are for any sender."""
    pictures = tuple(_draw(draft.eml, state, desk) for state in _STATES)
    env = environment(desk.home)
    version = run(["thunderbird", "--version"], env=env, seconds=20).out
    return Seen(version=version.replace("Mozilla Thunderbird", "").strip(), pictures=pictures)


def _draw(eml: Path, state: _State, desk: Desk) -> Picture:
    home = desk.home / state.name
    home.mkdir()
    profile = home / "profile"
    write_prefs(profile, {**_PREFS, **state.prefs})
    with screen(home, _WIDE, _TALL, GTK_THEME=state.theme or "Adwaita") as env:
        words = ["dbus-run-session", "--", "thunderbird", "--no-remote", "--profile", str(profile)]
        with running([*words, "-file", str(eml)], env=env):
            window = find_window(env, "thunderbird", "Thunderbird", "mail", seconds=45)
            place_window(env, window, _WIDE, _TALL)
            picture = steady_picture(env, seconds=45)
    file = f"thunderbird-{state.name}.png"
    save_trimmed(picture, desk.out / file)
    return Picture(file, state.title)


THUNDERBIRD = Engine(
    key="thunderbird",
    title="Thunderbird",
    kind=Kind.REAL,
    needs=(*SCREEN, Package("thunderbird", apt="thunderbird")),
    look=look,
    note="Plaatjes van elders houdt het tegen, en het kent geen mediaregels: zo ziet een mail zonder er uit.",
)
