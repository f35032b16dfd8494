"""The contact sheet of an edition: which pictures stand on it, in what words, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.model.looks import ContactSheet, Difference, Shot, Tile
from pipeline.stages.look.findings import remarks
from pipeline.stages.look.states import State

_HOW = "Vraag de beheerder. Tot dan: bekijk de mail zelf op je telefoon, ook in het donker."
_NOTES: Mapping[str, str] = {
    "playwright": f"Er zijn geen plaatjes gemaakt: Playwright ontbreekt (het extra ‘beeld’). {_HOW}",
    "chromium": f"Er zijn geen plaatjes gemaakt: op deze computer start geen Chromium. {_HOW}",
    "": "Er zijn geen plaatjes gemaakt: de browser stopte ermee. Maak de proef opnieuw.",
}
NOT_ASKED = "Er zijn geen plaatjes gemaakt. Maak ze met: nieuwsbrief screenshots"


def picture_file(name: str) -> str:
    """Returns the name of the file of a picture."""
    return f"{name}.png"


def no_pictures(lacks: str) -> ContactSheet:
    """Returns the sheet for where there is no browser; `lacks` is that of a BrowserError."""
    return ContactSheet(note=_NOTES.get(lacks, _NOTES[""]))


def contact_sheet(
    seen: Sequence[tuple[State, Shot]],
    *,
    folder: str = "",
    judged: Sequence[str] = (),
    compared: str = "",
    differences: Mapping[str, Difference] | None = None,
) -> ContactSheet:
    """Returns the sheet. `folder` stands before each file's name, as in "screenshots/".

    With `compared`, as in "2026-11", each tile also has the picture of that month and what differs.
    """
    made = differences or {}
    return ContactSheet(
        tiles=tuple(_tile(state, shot, folder, compared, made.get(state.name)) for state, shot in seen),
        judged=tuple(judged),
        compared=compared,
    )


def other_file(name: str, compared: str) -> str:
    return f"{name}-van-{compared}.png"


def difference_file(name: str, compared: str) -> str:
    return f"{name}-verschil-{compared}.png"


def _tile(state: State, shot: Shot, folder: str, compared: str, difference: Difference | None) -> Tile:
    return Tile(
        title=f"{state.title}, {state.width} px",
        kind=state.kind,
        is_real=state.is_real,
        path=folder + picture_file(state.name),
        remarks=remarks(state, shot),
        other=folder + other_file(state.name, compared) if difference else "",
        difference=folder + difference_file(state.name, compared) if difference else "",
        share=_share(difference.share) if difference else "",
    )


def _share(share: float) -> str:
    if not share:
        return "precies gelijk"
    percent = 100 * share
    number = "minder dan 0,1" if percent < 0.1 else f"{percent:.1f}".replace(".", ",")
    return f"{number}\u00a0% anders"
