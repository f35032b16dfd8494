"""Screenshots: pictures of an edition that lies in build/ or archive/, beside another month's when asked.

newsletter.html ─> every state ─> build/<month>/screenshots/*.png, contactvel.html, and report.html anew
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.jobs.looks import FOLDER, MAIL, Look, Seen, look_at, shoot
from pipeline.jobs.root import Root
from pipeline.jobs.traces import MANIFEST, manifest_story, shown_story
from pipeline.model import Finding, Month
from pipeline.model.looks import ContactSheet, Difference
from pipeline.shell.files import read_text, remove_file
from pipeline.shell.folder import write_files
from pipeline.shell.lock import hold
from pipeline.stages.look import compare, contact_sheet, difference_file, other_file
from pipeline.stages.record import dump_json
from pipeline.stages.render import place_sheet, render_sheet
from pipeline.templating import load_templates

SHEET = "contactvel.html"
_REPORT = "report.html"


@dataclass(frozen=True, slots=True)
class Screenshots:
    """What was looked at and where the pictures lie; the paths on `sheet` are as seen from `folder`.

    `stories` are the slugs of the stories that the pictures show. `is_kept_outside` when `folder` is not the
    draft's own, so that taking a story back does not reach it.
    """

    month: Month
    folder: Path
    sheet: ContactSheet
    findings: tuple[Finding, ...]
    stories: tuple[str, ...]
    is_kept_outside: bool


@dataclass(frozen=True, slots=True)
class _Compared:
    """The other month's pictures and what differs, by the name of the state."""

    seen: Seen = ()
    differences: Mapping[str, Difference] | None = None


def run_screenshots(
    root: Root, *, month: Month, other: Month | None = None, out: Path | None = None
) -> Screenshots:
    """Draws the edition of `month`, as it lies in build/ or else in archive/, and writes the pictures.

    They go to build/<month>/screenshots/ and into that month's report, or to the folder `out`. With `other`
    each stands beside that month's, as it was approved or else as it lies in build/. Raises UsageError for a
    month that is not there, BrowserError without a browser, and BusyError while somebody builds.
    """
    with hold(root.lock, "build"):
        source = _folder(root.build(month), root.archive(month))
        beside = _folder(root.archive(other), root.build(other)) if other else None
        look = look_at(_parts(source))
        compared = _compare(look, beside) if beside else _Compared()
        folder = out or root.build(month) / FOLDER
        stories = tuple(sorted({slug for one in (source, beside) if one and (slug := _story(one))}))
        sheet = _sheet(look, compared, other, folder="")
        _write(root, folder, _files(look, compared, other), stories, month, sheet, look)
        if out is None:
            _put_in_report(root, month, _sheet(look, compared, other, folder=f"{FOLDER}/"))
    return Screenshots(month, folder, sheet, look.findings or (), stories, out is not None)


def _folder(*places: Path) -> Path:
    for place in places:
        if (place / MAIL).is_file():
            return place
    month = places[0].name
    raise UsageError(f"there is no edition of {month}; make it with 'nieuwsbrief build {month}'")


def _parts(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def _story(folder: Path) -> str:
    return manifest_story(folder) or str(shown_story(folder).get("slug", ""))


def _compare(look: Look, folder: Path) -> _Compared:
    seen = shoot(_parts(folder))
    return _Compared(
        seen,
        {
            state.name: compare(shot.picture, other.picture)
            for (state, shot), (_, other) in zip(look.seen, seen, strict=True)
        },
    )


def _sheet(look: Look, compared: _Compared, other: Month | None, *, folder: str) -> ContactSheet:
    return contact_sheet(
        look.seen,
        folder=folder,
        judged=look.judged,
        compared=str(other) if other else "",
        differences=compared.differences,
    )


def _files(look: Look, compared: _Compared, other: Month | None) -> dict[str, bytes]:
    files = dict(look.pictures)
    for state, shot in compared.seen:
        files[other_file(state.name, str(other))] = shot.picture
    for name, difference in (compared.differences or {}).items():
        files[difference_file(name, str(other))] = difference.picture
    return files


def _write(
    root: Root,
    folder: Path,
    files: Mapping[str, bytes],
    stories: tuple[str, ...],
    month: Month,
    sheet: ContactSheet,
    look: Look,
) -> None:
    page = render_sheet(
        sheet,
        look.findings or (),
        load_templates(root.template_folders),
        title=root.config.newsletter.title,
        month=str(month),
    )
    # A picture cannot be searched for a name, so this says whose story is on it: taking that back finds it.
    write_files(folder, {**files, SHEET: page.encode(), MANIFEST: dump_json({"stories": stories})})
    for path in sorted(folder.iterdir()):
        if path.suffix == ".png" and path.name not in files and _is_ours(path.name, look):
            remove_file(path)


def _is_ours(name: str, look: Look) -> bool:
    """Says whether a picture is of an earlier look: a folder that somebody chose may hold other things."""
    return any(name.startswith((f"{state.name}-van-", f"{state.name}-verschil-")) for state, _ in look.seen)


def _put_in_report(root: Root, month: Month, sheet: ContactSheet) -> None:
    file = root.build(month) / _REPORT
    if file.is_file():
        report = place_sheet(read_text(file), sheet, load_templates(root.template_folders))
        write_files(file.parent, {file.name: report.encode()})
