"""Taking a story back: out of every draft, frozen edition, page and table, and a look whether it is gone.

    withdrawn.toml  first, so that nothing shows the story any more whatever happens next
    build/          a draft with the story goes as a whole: it can be built again
    archive/        what came from the story goes; the mail stays, without it; the page says it is gone
    public/         pages say it is gone, other files go
    var/            the months stay spent, under a keyed hash
    search          every file of the four is read, and what still holds the story is named

Stands beside `root` and `shelf` as ground: `stories withdraw` calls it, and so does a build for a story
whose file says `ingetrokken`. The story's own file stays: what a person wrote, a person throws away.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipeline.errors import InputFileError, UsageError, did_you_mean
from pipeline.jobs.root import Root
from pipeline.jobs.shelf import Copy, read_gone, read_shelf
from pipeline.model import Month, StoryWords, Withdrawals
from pipeline.read.story import story_words
from pipeline.read.withdrawn import dump_withdrawn
from pipeline.shell.files import append_line, read_tree, remove_empty_folders, remove_file
from pipeline.shell.folder import agreement_file, write_files
from pipeline.shell.secret import make_key
from pipeline.shell.store import Store
from pipeline.stages.record import dump_json
from pipeline.stages.render import render_removed_page
from pipeline.stages.withdraw import (
    TOMBSTONE,
    Needles,
    bury,
    bury_findings,
    is_found,
    key_mark,
    needles_of,
    parts_of,
    slug_mark,
    strike,
    withdraw,
)
from pipeline.templating import load_templates

MANIFEST = "manifest.json"
# The message of an edition as it is without its story; only of use once the story is taken back.
WITHOUT_STORY = "zonder-verhaal.eml"
PICTURE_PREFIX = "beeld-"
JOURNAL = "journal.jsonl"

_OUTPUTS = ("build", "archive", "public", "var")
# A folder with this file is a newsletter of its own, such as the demo's.
_OTHER_ROOT = "config.toml"
_REPORT = "report.html"
_RECORD = "edition.json"
_FINDINGS = "findings.json"
_PAGE = "verhaal.html"


@dataclass(frozen=True, slots=True)
class Removal:
    """What taking a story back came to; paths are as seen from the root.

    `editions` carried it and were approved. `removed` are files that are gone, `buried` those in which
    something neutral stands instead. The search read `searched` files, and `left` are those that still
    hold something of the story. `sources` are its own files, which a person throws away.
    """

    slug: str
    editions: tuple[Month, ...]
    removed: tuple[str, ...]
    buried: tuple[str, ...]
    searched: int
    left: tuple[str, ...]
    sources: tuple[str, ...]


def dump_manifest(slug: str, names: Iterable[str]) -> bytes:
    """Returns manifest.json: which files of a folder came from which story."""
    return dump_json({"story": slug, "files": sorted(names)})


def withdraw_marked(root: Root, store: Store, *, now: datetime) -> tuple[Removal, ...]:
    """Takes back every story whose file says `ingetrokken` and that was not taken back yet.

    A slug that is still spent under its own name is one at which an earlier run was cut off.
    """
    spent = {slug for slug, _ in store.load_spent_stories()}
    marked = [
        copy for copy in _copies(root) if (copy.slug in spent if copy.is_withdrawn else copy.asks_withdrawal)
    ]
    return tuple(withdraw_story(root, store, slug=copy.slug, now=now) for copy in marked)


def withdraw_story(root: Root, store: Store, *, slug: str, now: datetime) -> Removal:
    """Takes the story `slug` back; the caller holds the lock of the root. May be done again at any time.

    The file of the story need not be there any more. Raises UsageError for a slug that nothing knows.
    """
    key = make_key(root.key)
    stand_in = f"withdrawn:{slug_mark(key, slug)}"
    words = _words(root, slug)
    months = _months(root, store, slug, stand_in)
    if words is None and not months and not _is_known(root, key, slug):
        raise UsageError(f"there is no story {slug!r}{did_you_mean(slug, _slugs(root))}")
    words = _with_archived(root, words or StoryWords(slug, "", (), (), ()))
    _remember(root, key, words, now)
    cleaning = _Cleaning(root, words, needles_of(words, _derived(root, slug)))
    cleaning.clean_drafts()
    hashes = cleaning.clean_archive()
    cleaning.clean_public()
    store.forget_story(slug, stand_in, {month: hashes[month] for month in months if month in hashes})
    for path in sorted((root.path / "var").glob("*.before-*")):
        # A copy from before a migration: what was deleted in the store lives on in it.
        if slug.encode() in path.read_bytes():
            cleaning.remove(path)
    cleaning.remove(agreement_file(root.stories, slug))
    for month, files in hashes.items():
        append_line(root.archive(month) / JOURNAL, _journal_line(month, stand_in, files, now))
    searched, left = _search(root, cleaning.needles)
    return Removal(
        slug=slug,
        editions=tuple(months),
        removed=tuple(cleaning.removed),
        buried=tuple(dict.fromkeys(one for one in cleaning.buried if one not in cleaning.removed)),
        searched=searched,
        left=left,
        sources=tuple(copy.path for copy in _copies(root) if copy.slug == slug),
    )


class _Cleaning:
    """Goes through the outputs and keeps what it removed and what it replaced."""

    def __init__(self, root: Root, words: StoryWords, needles: Needles) -> None:
        self.root = root
        self.words = words
        self.needles = needles
        self.removed: list[str] = []
        self.buried: list[str] = []
        templates = load_templates(root.template_folders)
        self.page = render_removed_page(root.config.newsletter, TOMBSTONE, templates).encode()

    def remove(self, path: Path) -> None:
        if path.exists():
            remove_file(path)
            self.removed.append(self.root.relative(path))

    def bury(self, path: Path, body: bytes) -> None:
        write_files(path.parent, {path.name: body})
        self.buried.append(self.root.relative(path))

    def clean_drafts(self) -> None:
        """A draft that holds the story goes as a whole."""
        for folder in _folders(self.root.path / "build"):
            files = list(read_tree(folder, without=_OTHER_ROOT))
            if _manifest_story(folder) == self.words.slug or any(self._holds(*file) for file in files):
                for path, _ in files:
                    self.remove(path)
                # The index has a folder by the story's name.
                remove_empty_folders(folder)

    def clean_archive(self) -> dict[Month, dict[str, str]]:
        """Takes the story out of frozen editions; returns the hashes of the files of those that had it."""
        hashes = {}
        for folder in _folders(self.root.path / "archive"):
            month = _month(folder.name)
            held = _manifest_story(folder) == self.words.slug or any(
                self._holds(*file) for file in read_tree(folder) if file[0].name != JOURNAL
            )
            if month and held:
                self._clean_edition(folder)
                hashes[month] = _hashes(folder)
        return hashes

    def clean_public(self) -> None:
        """What is served: a page becomes the neutral one, anything else goes."""
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
            if path.suffix == ".html":
                self.bury(path, self.page)
            else:
                self.remove(path)

    def _clean_edition(self, folder: Path) -> None:
        self._restore_mail(folder)
        for name in _manifest_files(folder):
            if name != _PAGE:
                self.remove(folder / name)
        for name in (MANIFEST, WITHOUT_STORY):
            self.remove(folder / name)
        for name in (_PAGE, _REPORT):
            if (folder / name).is_file():
                self.bury(folder / name, self.page)
        if (folder / _FINDINGS).is_file():
            body = (folder / _FINDINGS).read_bytes()
            kept = bury_findings(body, lambda text: is_found(self.needles, "", text.encode()))
            self.bury(folder / _FINDINGS, kept)
        if (folder / _RECORD).is_file():
            self.bury(folder / _RECORD, bury((folder / _RECORD).read_bytes()))
        for path, body in list(read_tree(folder)):
            if path.name != JOURNAL and self._holds(path, body):
                self._strike(path, body)
        if (folder / _RECORD).is_file():
            self._record_hashes(folder)

    def _restore_mail(self, folder: Path) -> None:
        """Puts the message without the story in place of the one with it, and both its parts."""
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
            struck = strike(body.decode("utf-8", "replace"), self.words).encode()
            if not self._holds(path, struck):
                self.bury(path, struck)
                return
        if path.suffix == ".html":
            self.bury(path, self.page)
        else:
            self.remove(path)

    def _record_hashes(self, folder: Path) -> None:
        record: dict[str, Any] = json.loads((folder / _RECORD).read_bytes())
        now = _hashes(folder)
        record["files"] = {name: now[name] for name in record.get("files", {}) if name in now}
        write_files(folder, {_RECORD: dump_json(record)})

    def _holds(self, path: Path, body: bytes) -> bool:
        return is_found(self.needles, self.root.relative(path), body)


def _remember(root: Root, key: bytes, words: StoryWords, now: datetime) -> None:
    gone = read_gone(root)
    if gone.lacks_key:
        message = "was made with another key; put back var/secret.key, or set NIEUWSBRIEF_KEY"
        raise InputFileError(root.withdrawn, message)
    made = withdraw(words, key=key, on=now.astimezone(root.config.newsletter.zone).date())
    earlier = next((one for one in gone.withdrawals.stories if one.slug == made.slug), None)
    if earlier is not None:
        made = replace(earlier, texts=tuple(sorted({*earlier.texts, *made.texts})))
    others = tuple(one for one in gone.withdrawals.stories if one.slug != made.slug)
    body = dump_withdrawn(Withdrawals(key_mark(key), (*others, made)))
    write_files(root.path, {root.withdrawn.name: body})


def _copies(root: Root) -> tuple[Copy, ...]:
    # What is asked of them does not depend on the day.
    return read_shelf(root, on=date.min).copies


def _slugs(root: Root) -> list[str]:
    return [copy.slug for copy in _copies(root)]


def _words(root: Root, slug: str) -> StoryWords | None:
    found = [copy for copy in _copies(root) if copy.slug == slug]
    return story_words(found[0].files) if found else None


def _with_archived(root: Root, words: StoryWords) -> StoryWords:
    """Adds what frozen editions showed of the story: its file may be gone, or may have changed since."""
    title, lines = words.title, list(words.lines)
    for folder in _folders(root.path / "archive", root.path / "build"):
        shown = _shown(folder)
        if shown.get("slug") == words.slug:
            title = title or str(shown["title"])
            lines += [str(shown["title"]), str(shown["summary"]), *map(str, shown["questions"])]
            lines.append(str(shown["content_notice"]))
    return replace(words, title=title, lines=tuple(dict.fromkeys(line for line in lines if line)))


def _shown(folder: Path) -> Mapping[str, Any]:
    try:
        record: dict[str, Any] = json.loads((folder / _RECORD).read_bytes())
    except (OSError, ValueError):
        return {}
    story: dict[str, Any] = record.get("story") or {}
    return story


def _months(root: Root, store: Store, slug: str, stand_in: str) -> list[Month]:
    spent = {month for key, month in store.load_spent_stories() if key in (slug, stand_in)}
    frozen = {
        month
        for folder in _folders(root.path / "archive")
        if (month := _month(folder.name)) and slug in (_shown(folder).get("slug"), _manifest_story(folder))
    }
    return sorted(spent | frozen)


def _is_known(root: Root, key: bytes, slug: str) -> bool:
    marked = slug_mark(key, slug)
    return any(one.slug == marked for one in read_gone(root).withdrawals.stories)


def _derived(root: Root, slug: str) -> tuple[str, ...]:
    """Names of files that came from the story and are its own, such as its pictures."""
    folders = _folders(root.path / "build", root.path / "archive")
    names = {
        name for folder in folders if _manifest_story(folder) == slug for name in _manifest_files(folder)
    }
    # Pages and cards have the same name in every edition; only a picture's is that of one story.
    return tuple(sorted(name for name in names if name.startswith(PICTURE_PREFIX)))


def _folders(*places: Path) -> Iterator[Path]:
    for place in places:
        if place.is_dir():
            for folder in sorted(place.iterdir()):
                if folder.is_dir() and not folder.is_symlink() and not (folder / _OTHER_ROOT).exists():
                    yield folder


def _manifest(body: bytes) -> dict[str, Any]:
    try:
        manifest = json.loads(body)
    except ValueError:
        return {}
    return manifest if isinstance(manifest, dict) else {}


def _manifest_of(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    return _manifest(path.read_bytes()) if path.is_file() else {}


def _manifest_story(folder: Path) -> str:
    return str(_manifest_of(folder).get("story", ""))


def _manifest_files(folder: Path) -> tuple[str, ...]:
    names = (str(name) for name in _manifest_of(folder).get("files", ()))
    # A manifest names files beside itself and no others, whatever was written in it.
    return tuple(name for name in names if name not in ("", "..") and Path(name).name == name)


def _month(name: str) -> Month | None:
    try:
        return Month.parse(name)
    except ValueError:
        return None


def _hashes(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(body).hexdigest()
        for path, body in read_tree(folder)
        if path.name != JOURNAL
    }


def _journal_line(month: Month, stand_in: str, hashes: Mapping[str, str], now: datetime) -> str:
    entry = {"what": "withdrawn", "when": now, "month": month, "story": stand_in, "hashes": hashes}
    return json.dumps(json.loads(dump_json(entry)), ensure_ascii=False)


def _search(root: Root, needles: Needles) -> tuple[int, tuple[str, ...]]:
    """Reads every output once more; returns how many files, and which still hold something of the story."""
    searched, left = 0, []
    for place in _OUTPUTS:
        for path, body in read_tree(root.path / place, without=_OTHER_ROOT):
            if path == root.key:
                continue
            searched += 1
            if is_found(needles, root.relative(path), body):
                left.append(root.relative(path))
    return searched, tuple(left)
