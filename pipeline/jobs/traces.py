"""What came of a story in the outputs, and taking it out of them.

    build/          a draft with the story goes as a whole: it can be built again
    archive/        what came from the story goes; the mail stays, without it; the page says it is gone
    public/         what the archive has now; other pages say it is gone, other files go

Stands below `withdrawal` as ground. The sweep uses it for a consent that ran out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.jobs.root import Root
from pipeline.model import Month, Story, StoryWords
from pipeline.shell.files import list_files, read_text, read_tree, remove_empty_folders, remove_file
from pipeline.shell.folder import write_files
from pipeline.stages.record import dump_json
from pipeline.stages.render import render_removed_page
from pipeline.stages.withdraw import Absence, Needles, bury, bury_findings, is_found, parts_of, strike
from pipeline.templating import load_templates

MANIFEST = "manifest.json"
# The message of an edition as it is without its story; only of use once the story is gone.
WITHOUT_STORY = "zonder-verhaal.eml"
WEB_VERSION = "webversie.html"
WEB_WITHOUT_STORY = "zonder-verhaal.html"
PICTURE_PREFIX = "beeld-"
JOURNAL = "journal.jsonl"
# A folder with this file is a newsletter of its own, such as the demo's.
OTHER_ROOT = "config.toml"

_REPORT = "report.html"
_RECORD = "edition.json"
_FINDINGS = "findings.json"
_PAGE = "verhaal.html"


class Cleaning:
    """Goes through the outputs and keeps what it removed and what it replaced by `absence`."""

    def __init__(self, root: Root, words: StoryWords, needles: Needles, absence: Absence) -> None:
        self.root = root
        self.words = words
        self.needles = needles
        self.absence = absence
        self.removed: list[str] = []
        self.buried: list[str] = []
        templates = load_templates(root.template_folders)
        self.page = render_removed_page(root.config.newsletter, absence.note, templates).encode()

    def remove(self, path: Path) -> None:
        if path.exists():
            remove_file(path)
            self.removed.append(self.root.relative(path))

    def bury(self, path: Path, body: bytes) -> None:
        write_files(path.parent, {path.name: body})
        self.buried.append(self.root.relative(path))

    def clean_drafts(self) -> None:
        """A draft that holds the story goes as a whole."""
        for folder in output_folders(self.root.path / "build"):
            files = list(read_tree(folder, without=OTHER_ROOT))
            if manifest_story(folder) == self.words.slug or any(self._holds(*file) for file in files):
                for path, _ in files:
                    self.remove(path)
                # The index has a folder by the story's name.
                remove_empty_folders(folder)

    def clean_archive(self) -> dict[Month, dict[str, str]]:
        """Takes the story out of frozen editions; returns the hashes of the files of those that had it."""
        hashes = {}
        for folder in output_folders(self.root.path / "archive"):
            month = month_of_name(folder.name)
            held = manifest_story(folder) == self.words.slug or any(
                self._holds(*file) for file in read_tree(folder) if file[0].name != JOURNAL
            )
            if month and held:
                self._clean_edition(folder)
                hashes[month] = file_hashes(folder)
        return hashes

    def clean_public(self) -> None:
        """What is served: as the archive has it now; else a page becomes neutral and the rest goes."""
        public = self.root.path / "public"
        derived = {
            manifest.parent / name
            for manifest, body in list(read_tree(public))
            if manifest.name == MANIFEST and _manifest(body).get("story") == self.words.slug
            for name in (*_manifest(body).get("files", ()), MANIFEST)
        }
        for path, body in list(read_tree(public)):
            if path not in derived and not self._holds(path, body):
                continue
            twin = self.root.path / "archive" / path.relative_to(public)
            if twin.is_file() and not self._holds(twin, twin.read_bytes()):
                self.bury(path, twin.read_bytes())
            elif path.suffix == ".html":
                self.bury(path, self.page)
            else:
                self.remove(path)

    def clean_outbox(self) -> None:
        """Mails that were put in files and not on the wire: they are no reader's yet, so they go."""
        for path, body in list(read_tree(self.root.outbox)):
            if self._holds(path, body):
                self.remove(path)

    def _clean_edition(self, folder: Path) -> None:
        self._restore_mail(folder)
        for name in manifest_files(folder):
            if name != _PAGE:
                self.remove(folder / name)
        for name in (MANIFEST, WITHOUT_STORY, WEB_WITHOUT_STORY):
            self.remove(folder / name)
        for name in (_PAGE, _REPORT):
            if (folder / name).is_file():
                self.bury(folder / name, self.page)
        if (folder / _FINDINGS).is_file():
            body = (folder / _FINDINGS).read_bytes()
            kept = bury_findings(body, lambda text: is_found(self.needles, "", text.encode()))
            self.bury(folder / _FINDINGS, kept)
        if (folder / _RECORD).is_file():
            self.bury(folder / _RECORD, bury((folder / _RECORD).read_bytes(), self.absence))
        for path, body in list(read_tree(folder)):
            if path.name != JOURNAL and self._holds(path, body):
                self._strike(path, body)
        if (folder / _RECORD).is_file():
            self._record_hashes(folder)

    def _restore_mail(self, folder: Path) -> None:
        """Puts message and web version without the story in place of those with it."""
        page = folder / WEB_WITHOUT_STORY
        if page.is_file() and (folder / WEB_VERSION).is_file():
            self.bury(folder / WEB_VERSION, page.read_bytes())
        without = folder / WITHOUT_STORY
        if not without.is_file():
            return
        message = without.read_bytes()
        for name, body in {"newsletter.eml": message, **parts_of(message)}.items():
            if (folder / name).is_file():
                self.bury(folder / name, body)

    def _strike(self, path: Path, body: bytes) -> None:
        """What an editor wrote may name the story: the title goes, and if that is not enough the file."""
        if path.suffix in (".html", ".txt", ".json"):
            struck = strike(body.decode("utf-8", "replace"), self.words, self.absence).encode()
            if not self._holds(path, struck):
                self.bury(path, struck)
                return
        if path.suffix == ".html":
            self.bury(path, self.page)
        else:
            self.remove(path)

    def _record_hashes(self, folder: Path) -> None:
        record: dict[str, Any] = json.loads((folder / _RECORD).read_bytes())
        now = file_hashes(folder)
        record["files"] = {name: now[name] for name in record.get("files", {}) if name in now}
        write_files(folder, {_RECORD: dump_json(record)})

    def _holds(self, path: Path, body: bytes) -> bool:
        return is_found(self.needles, self.root.relative(path), body)


def dump_manifest(story: Story, names: Iterable[str]) -> bytes:
    """Returns manifest.json: which files of a folder came from which story, and until when they may stay."""
    until = story.consent.valid_until
    return dump_json({"story": story.slug, "valid_until": until, "files": sorted(names)})


def output_folders(*places: Path) -> Iterator[Path]:
    """Yields the folders in `places`, links and other newsletters apart."""
    for place in places:
        if place.is_dir():
            for folder in sorted(place.iterdir()):
                if folder.is_dir() and not folder.is_symlink() and not (folder / OTHER_ROOT).exists():
                    yield folder


def _manifest(body: bytes) -> dict[str, Any]:
    try:
        manifest = json.loads(body)
    except ValueError:
        return {}
    return manifest if isinstance(manifest, dict) else {}


def manifest_of(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    return _manifest(path.read_bytes()) if path.is_file() else {}


def manifest_story(folder: Path) -> str:
    return str(manifest_of(folder).get("story", ""))


def manifest_until(folder: Path) -> date | None:
    """Returns the last day of consent as it was at the build; None when the manifest does not say."""
    try:
        return date.fromisoformat(str(manifest_of(folder).get("valid_until")))
    except ValueError:
        return None


def manifest_files(folder: Path) -> tuple[str, ...]:
    names = (str(name) for name in manifest_of(folder).get("files", ()))
    # A manifest names files beside itself and no others, whatever was written in it.
    return tuple(name for name in names if name not in ("", "..") and Path(name).name == name)


def month_of_name(name: str) -> Month | None:
    try:
        return Month.parse(name)
    except ValueError:
        return None


def file_hashes(folder: Path) -> dict[str, str]:
    """Returns the SHA-256 of each file of an edition, its journal apart."""
    return {
        path.name: hashlib.sha256(body).hexdigest()
        for path, body in read_tree(folder)
        if path.name != JOURNAL
    }


def shown_story(folder: Path) -> Mapping[str, Any]:
    """Returns the story that edition.json holds; empty when there is none."""
    try:
        record: dict[str, Any] = json.loads((folder / _RECORD).read_bytes())
    except (OSError, ValueError):
        return {}
    story: dict[str, Any] = record.get("story") or {}
    return story


def with_archived(root: Root, words: StoryWords) -> StoryWords:
    """Adds what frozen editions showed of the story: its file may be gone, or may have changed since."""
    title, lines = words.title, list(words.lines)
    for folder in output_folders(root.path / "archive", root.path / "build"):
        shown = shown_story(folder)
        if shown.get("slug") == words.slug:
            title = title or str(shown["title"])
            lines += [str(shown["title"]), str(shown["summary"]), *map(str, shown["questions"])]
            lines.append(str(shown["content_notice"]))
    return replace(words, title=title, lines=tuple(dict.fromkeys(line for line in lines if line)))


def derived_names(root: Root, slug: str) -> tuple[str, ...]:
    """Names of files that came from the story and are its own, such as its pictures."""
    folders = output_folders(root.path / "build", root.path / "archive")
    names = {name for folder in folders if manifest_story(folder) == slug for name in manifest_files(folder)}
    # Pages and cards have the same name in every edition; only a picture's is that of one story.
    return tuple(sorted(name for name in names if name.startswith(PICTURE_PREFIX)))


def common_texts(root: Root, slug: str, stories: Iterable[Story]) -> tuple[str, ...]:
    """Returns what stands in outputs without coming from the story `slug`.

    The team's own words for a conversation, and what other stories, those of earlier editions too, ask in
    the same words. Not more of these: a copy of the story under another name must not hide it.
    """
    others = [one for one in stories if one.slug != slug]
    texts = [text for one in others for text in (*one.questions, one.content_notice, one.image_credit)]
    for folder in output_folders(root.path / "archive", root.path / "build"):
        shown = shown_story(folder)
        if shown.get("slug", "") not in ("", slug):
            texts += [*map(str, shown["questions"]), str(shown["content_notice"])]
    for folder in root.template_folders:
        texts += [read_text(path) for path in list_files(folder / "gesprek", ".toml")]
    return tuple(dict.fromkeys(filter(None, texts)))
