"""WebKitGTK: the engine that Apple Mail and Safari are kin to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from pipeline.stages.look.transforms import spaced, without_images
from tools.clients.nouns import Desk, Draft, Engine, Kind, Measure, Package, Picture, Seen
from tools.clients.processes import ClientError, run
from tools.clients.screens import SCREEN, screen

_SCRIPT = Path(__file__).with_name("webkit_shot.py")


@dataclass(frozen=True, slots=True)
class _State:
    name: str
    title: str
    width: int
    is_dark: bool = False
    is_spaced: bool = False
    of_web: bool = False
    without_images: bool = False


_STATES = (
    _State("320", "320 px", 320),
    _State("375", "375 px", 375),
    _State("600", "600 px", 600),
    _State("donker-375", "375 px, donker", 375, is_dark=True),
    _State("donker-600", "600 px, donker", 600, is_dark=True),
    _State("ruime-letters", "320 px, ruime letters", 320, is_spaced=True),
    _State("geen-plaatjes", "600 px, plaatjes tegengehouden", 600, without_images=True),
    _State("web-320", "webversie, 320 px", 320, of_web=True),
    _State("web-1000", "webversie, 1000 px", 1000, of_web=True),
    _State("web-donker", "webversie, 375 px, donker", 375, is_dark=True, of_web=True),
)


def look(draft: Draft, desk: Desk) -> Seen:
    """Draws the mail and the web version at several widths; counts those that scroll sideways."""
    pictures, sideways, version = [], [], ""
    # Root has no sandbox there, and the only page is our own.
    with screen(desk.home, 1280, 1024, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS="1") as env:
        for state in _STATES:
            page = _page(draft, state, desk.home)
            if page is None:
                continue
            file = desk.out / f"webkit-{state.name}.png"
            words = ["dbus-run-session", "--", "/usr/bin/python3", str(_SCRIPT), str(page), str(file)]
            words += [str(state.width), *(["dark"] if state.is_dark else [])]
            answer = read_answer(run(words, env=env, seconds=40).out)
            version = answer.version
            remark = answer.remark(state.width)
            pictures.append(Picture(file.name, state.title, remark))
            sideways += [f"{state.title}: {remark}"] if remark else []
    return Seen(
        version=version,
        pictures=tuple(pictures),
        measures=(Measure("zijwaarts schuiven", len(sideways), 0, tuple(sideways)),),
    )


def _page(draft: Draft, state: _State, home: Path) -> Path | None:
    """The file to draw; None when the draft has no web version, or no pictures to block."""
    if state.of_web:
        return draft.web
    if state.without_images and not draft.has_images:
        return None
    if not (state.is_spaced or state.without_images):
        return draft.html
    html = draft.html.read_text(encoding="utf-8")
    page = home / f"{state.name}.html"
    page.write_text(spaced(html) if state.is_spaced else without_images(html), encoding="utf-8")
    return page


@dataclass(frozen=True, slots=True)
class Answer:
    """What the script printed, in CSS pixels."""

    version: str
    wide: int
    room: int
    tall: int

    def remark(self, width: int) -> str:
        """Returns what is wrong with the width that was asked for, or ""."""
        if self.wide > self.room:
            return f"steekt {self.wide - self.room} px uit"
        return "" if abs(self.room - width) < 20 else f"getekend op {self.room} px in plaats van {width}"


def read_answer(out: str) -> Answer:
    """Reads the last line that the script printed; raises ClientError when it is no answer."""
    for line in reversed(out.splitlines()):
        if line.startswith("{"):
            return Answer(**json.loads(line))
    raise ClientError("WebKitGTK did not draw the page")


WEBKIT = Engine(
    key="webkit",
    title="WebKitGTK",
    kind=Kind.REAL,
    needs=(
        *SCREEN,
        Package("/usr/lib/*/girepository-1.0/WebKit2-4.1.typelib", apt="gir1.2-webkit2-4.1 gir1.2-gtk-3.0"),
        Package("/usr/lib/python3/dist-packages/gi/__init__.py", apt="python3-gi python3-gi-cairo"),
    ),
    look=look,
    note="Familie van Apple Mail en Safari.",
)
