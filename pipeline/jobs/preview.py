"""Preview: the draft as it is this moment, made anew at every change, in memory only.

Nothing is collected, no link is asked, no card is made, no story is taken back and nothing is written. The
consent gate is that of a build: a story that may not go out is not shown here either.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pipeline.errors import EditionError, InputFileError, NewsletterError, StoryError
from pipeline.jobs.draft import Draft, draft_findings, make_draft
from pipeline.jobs.root import BUNDLED, Root, load_root
from pipeline.model import Month
from pipeline.model.previews import Part, Proof, SourceLine, Switches, Trouble
from pipeline.stages.look import shown_as
from pipeline.stages.render import render_preview, render_preview_text
from pipeline.templating import load_templates

# What somebody changes while they watch; the folder of the stories may lie elsewhere.
WATCHED = ("editions", "feeds", "templates")
TOP_FILES = ("config.toml", "withdrawn.toml")
SCRIPT = "pages/preview.js.j2"
_AROUND = 2
# The text of each kind of file that a story's place leads to here.
_FILES = {"verhaal.html": Part.VERHAAL, "gesprek.html": Part.GESPREK, "webversie.html": Part.WEBVERSIE}


class Proofs:
    """The latest proof of one edition, for as many threads as want to see it."""

    def __init__(self, path: Path, *, month: Month | None, now: Callable[[], datetime]) -> None:
        """Makes the first proof. Raises InputFileError when `path` is no newsletter's folder.

        Without `month` it is the edition whose cut-off comes next.
        """
        self._path = path
        self._now = now
        root = load_root(path)
        self._month = month or root.next_month(now())
        # The preview's own page comes from templates that were whole when it started.
        self._templates = load_templates([BUNDLED / "templates"])
        self._changed = threading.Condition()
        self._building = threading.Lock()
        self._proof = Proof(0, title=root.config.newsletter.title, month=str(self._month))
        self._is_closed = False
        self._folders = _folders(root)
        self.rebuild()

    @property
    def proof(self) -> Proof:
        return self._proof

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders whose files a proof is made of, as far as they are there."""
        return self._folders

    @property
    def top(self) -> Path:
        return self._path.resolve()

    @property
    def script(self) -> str:
        return self._templates.text(SCRIPT)

    def rebuild(self) -> Proof:
        """Makes the proof anew. What cannot be made leaves the last good one, with the trouble beside it."""
        with self._building:
            try:
                made = self._make()
            except Exception as error:  # whatever somebody types in a template, the preview goes on
                made = replace(self._proof, trouble=_trouble(error, self._path.resolve()))
            with self._changed:
                self._proof = replace(made, number=self._proof.number + 1)
                self._changed.notify_all()
        return self._proof

    def wait(self, seen: int, *, seconds: float) -> Proof:
        """Returns the proof as soon as its number is not `seen`, or as it is after `seconds`."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or self._proof.number != seen, timeout=seconds)
            return self._proof

    def close(self) -> None:
        """Lets go of who waits."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def page(self, switches: Switches) -> str:
        """Returns the preview's own page."""
        return render_preview(self._proof, switches, self._templates)

    def part(self, switches: Switches) -> str | None:
        """Returns what stands in the frame, as HTML; None when the edition has no such part."""
        text = self._proof.parts.get(switches.part)
        if text is None:
            return None
        if switches.part is Part.TEKST:
            text = render_preview_text(text, self._templates)
        return shown_as(text, is_dark=switches.is_dark, has_images=not switches.without_images)

    def _make(self) -> Proof:
        root = load_root(self._path)
        self._folders = _folders(root)
        now = self._now()
        with root.open_store() as store:
            draft = make_draft(root, store, month=self._month, now=now, with_cards=False)
            findings = draft_findings(root, store, draft, now=now)
        return Proof(
            number=0,
            title=draft.edition.title,
            month=draft.edition.month_name,
            subject=draft.edition.subject,
            preheader=draft.edition.preheader,
            parts=_parts(draft),
            images=dict(draft.pictures.files),
            findings=findings,
        )


def _parts(draft: Draft) -> dict[Part, str]:
    files = {name: body.decode() for name, body in draft.parts.items() if name in _FILES}
    mail, story = draft.rendered.html, draft.edition.story
    if story:
        # Its own address is served only after approval; here the story's page is a part beside the mail.
        mail = mail.replace(story.url, f"/deel?wat={Part.VERHAAL}")
    parts = {Part.MAIL: mail, Part.TEKST: draft.rendered.text}
    return parts | {_FILES[name]: text for name, text in files.items()}


def _folders(root: Root) -> tuple[Path, ...]:
    wanted = {root.path / name for name in WATCHED} | {root.stories, *root.template_folders}
    return tuple(sorted(folder.resolve() for folder in wanted if folder.is_dir()))


def _trouble(error: Exception, top: Path) -> Trouble:
    if isinstance(error, InputFileError):
        found = _in_file(Path(error.path), error.line, error.message, top)
        return replace(found, is_dutch=isinstance(error, (EditionError, StoryError)))
    if isinstance(error, NewsletterError):
        return Trouble("", None, str(error))
    # Not Jinja's own errors, which have a place, but what an expression in a template came to.
    frames = [one for one in traceback.extract_tb(error.__traceback__) if one.filename.endswith(".j2")]
    said = f"{type(error).__name__}: {error}"
    return (
        _in_file(Path(frames[-1].filename), frames[-1].lineno, said, top)
        if frames
        else Trouble("", None, said)
    )


def _in_file(path: Path, line: int | None, message: str, top: Path) -> Trouble:
    whole = path if path.is_absolute() else top / path
    bases = [base for base in (top, BUNDLED) if whole.resolve().is_relative_to(base)]
    shown = whole.resolve().relative_to(bases[0]).as_posix() if bases else path.name
    return Trouble(shown, line, message, _lines(whole, line) if bases else ())


def _lines(path: Path, line: int | None) -> tuple[SourceLine, ...]:
    """The place in the file, with what stands around it."""
    if line is None:
        return ()
    try:
        texts = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ()
    first = max(0, line - 1 - _AROUND)
    return tuple(
        SourceLine(number, text, number == line)
        for number, text in enumerate(texts[first : line + _AROUND], start=first + 1)
    )
