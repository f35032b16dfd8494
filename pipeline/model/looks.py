"""Looking at a draft: what a browser is asked to show, what it saw, and the sheet of pictures of that.

Scene ─> shell/browser ─> Shot ─> stages/look ─> findings and a ContactSheet
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scene:
    """A page as a browser should show it; `name` is that of its picture, without ".png".

    `width` is that of the window in CSS pixels. `is_judged` asks for axe's judgement as well; without
    `is_drawn` no picture is made. `rules_off` are rules of axe that do not hold for this kind of page.
    """

    name: str
    html: str
    width: int
    is_dark: bool = False
    is_forced: bool = False
    is_print: bool = False
    is_darkened: bool = False
    without_images: bool = False
    is_drawn: bool = True
    is_judged: bool = False
    rules_off: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shot:
    """What the browser saw: a PNG, and what the probes and axe answered as JSON; empty when not asked."""

    name: str
    picture: bytes
    answers: str
    judgement: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Two pictures of one state: what differs as a PNG, and the share of pixels that does, from 0 to 1."""

    picture: bytes
    share: float


@dataclass(frozen=True, slots=True)
class Tile:
    """One picture on the sheet. Paths are as seen from the page the sheet stands on.

    `kind` says honestly what made it: "Chromium (echte engine)" or "nabootsing van …". `remarks` are what the
    probes say of this state. `other`, `difference` and `share` are "" unless two months are compared; `share`
    is Dutch text, as in "3,2 % anders".
    """

    title: str
    kind: str
    is_real: bool
    path: str
    remarks: tuple[str, ...] = ()
    other: str = ""
    difference: str = ""
    share: str = ""


@dataclass(frozen=True, slots=True)
class ContactSheet:
    """All pictures of an edition; without any, `note` says why and what to do.

    `judged` names what axe looked at, as in "de nieuwsbrief (licht en donker)". `compared` is the other month
    as editors call it, "" without one.
    """

    tiles: tuple[Tile, ...] = ()
    note: str = ""
    judged: tuple[str, ...] = ()
    compared: str = ""

    @property
    def wrong(self) -> int:
        """How many pictures have something to say."""
        return sum(bool(tile.remarks) for tile in self.tiles)
