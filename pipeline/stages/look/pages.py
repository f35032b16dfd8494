"""The pages beside the mail, which axe judges and nobody draws."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.model.looks import Scene, Shot
from pipeline.stages.look.findings import Judged

# By the name of their file, in the words of editors.
PAGES: Mapping[str, str] = {
    "webversie.html": "de webversie",
    "verhaal.html": "het verhaal",
    "gesprek.html": "de gespreksleidraad",
}
_WIDTH = 375


def page_scenes(pages: Mapping[str, str]) -> tuple[Scene, ...]:
    """Returns each of `pages` (HTML by file name) that axe should judge, by day and in the dark."""
    return tuple(
        Scene(
            name=f"{name}:{'donker' if is_dark else 'licht'}",
            html=pages[name],
            width=_WIDTH,
            is_dark=is_dark,
            is_drawn=False,
            is_judged=True,
        )
        for name in PAGES
        if name in pages
        for is_dark in (False, True)
    )


def judged_page(shot: Shot) -> Judged:
    """Returns what axe said of a scene of `page_scenes`."""
    path, _, scheme = shot.name.rpartition(":")
    return Judged(path, scheme, shot.judgement)
