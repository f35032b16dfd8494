"""Looking at the parts of an edition with a real browser: pictures of the mail, and axe on mail and pages.

Stands as ground: a build looks at what it made, and `screenshots` at any edition that lies on disk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import BrowserError
from pipeline.model import Finding
from pipeline.model.looks import ContactSheet, Scene, Shot
from pipeline.shell.files import read_tree, remove_empty_folders, remove_file
from pipeline.shell.folder import write_files
from pipeline.stages.look import (
    NOT_ASKED,
    PAGES,
    PROBE,
    STATES,
    Judged,
    State,
    contact_sheet,
    judge_findings,
    judged_page,
    look_findings,
    no_pictures,
    page_scenes,
    picture_file,
)

MAIL = "newsletter.html"
# Below the folder of a draft; pictures go no further than that, so that a draft with a story goes as a whole.
FOLDER = "screenshots"
_IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp")

Seen = tuple[tuple[State, Shot], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What looking at one edition came to; `findings` is None when nobody could look.

    The paths on `sheet` are as seen from the draft's own folder, the names of `pictures` those below FOLDER.
    """

    sheet: ContactSheet
    findings: tuple[Finding, ...] | None = None
    seen: Seen = ()
    judged: tuple[str, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)


NO_LOOK = Look(ContactSheet(note=NOT_ASKED))


def look_if_possible(parts: Mapping[str, bytes]) -> Look:
    """As `look_at`; without a browser the sheet says what is missing, and nothing else does."""
    try:
        return look_at(parts)
    except BrowserError as error:
        return Look(no_pictures(error.lacks))


def look_at(parts: Mapping[str, bytes]) -> Look:
    """Shows the mail among `parts` (bytes by file name) in every state, and has axe judge it and its pages.

    Raises BrowserError where there is no browser.
    """
    mail = parts[MAIL].decode()
    pages = {name: parts[name].decode() for name in PAGES if name in parts}
    scenes = [*(state.scene(mail) for state in STATES), *page_scenes(pages)]
    shots = _show(scenes, parts)
    seen = tuple(zip(STATES, shots, strict=False))
    judgements = [
        *(Judged(MAIL, "donker" if state.is_dark else "licht", shot.judgement) for state, shot in seen),
        *(judged_page(shot) for shot in shots[len(STATES) :]),
    ]
    judged = ("de nieuwsbrief", *(label for name, label in PAGES.items() if name in pages))
    return Look(
        sheet=contact_sheet(seen, folder=f"{FOLDER}/", judged=judged),
        findings=(*look_findings(seen, path=MAIL), *judge_findings(judgements)),
        seen=seen,
        judged=judged,
        pictures={picture_file(state.name): shot.picture for state, shot in seen},
    )


def shoot(parts: Mapping[str, bytes]) -> Seen:
    """Shows the mail among `parts` in every state and has nothing judged: for comparing with another."""
    mail = parts[MAIL].decode()
    scenes = [state.scene(mail, is_judged=False) for state in STATES]
    return tuple(zip(STATES, _show(scenes, parts), strict=True))


def write_pictures(folder: Path, pictures: Mapping[str, bytes]) -> None:
    """Puts the pictures beside the draft in `folder`, and removes what is of an earlier look at it."""
    place = folder / FOLDER
    if pictures:
        write_files(place, pictures)
    for path, _ in list(read_tree(place)):
        if path.parent != place or path.name not in pictures:
            remove_file(path)
    remove_empty_folders(folder)


def _show(scenes: Sequence[Scene], parts: Mapping[str, bytes]) -> tuple[Shot, ...]:
    # asyncio takes a moment to import, and most verbs look at nothing.
    from pipeline.shell.browser import take_shots  # noqa: PLC0415

    images = {name: body for name, body in parts.items() if Path(name).suffix in _IMAGES}
    return take_shots(scenes, probe=PROBE, files=images)
