"""The index of stories for the website: build/verhalen/, with a folder for each story and pages to browse.

shelf, asked for the channel `website` ─> those that an approved edition carried
                                       ─> index pages, and each story with its guide and cards

Ground for the sweep, which takes stories off it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pipeline.jobs.conversation import GUIDE_FILE, make_leaflets
from pipeline.jobs.pictures import make_story_pictures
from pipeline.jobs.root import Root
from pipeline.jobs.shelf import Shelf, read_shelf
from pipeline.jobs.traces import MANIFEST, dump_manifest, output_folders
from pipeline.jobs.withdrawal import withdraw_marked
from pipeline.model import Channel, Finding, Month, PublishableStory
from pipeline.shell.files import read_tree, remove_empty_folders, remove_file
from pipeline.shell.folder import write_files
from pipeline.shell.lock import hold
from pipeline.shell.store import Store
from pipeline.stages.compose import compose_story_page
from pipeline.stages.index import PAGE_FILE, index_pages
from pipeline.stages.render import render_guide_page, render_index, render_story_page
from pipeline.templating import Templates, load_templates

FOLDER = "verhalen"


@dataclass(frozen=True, slots=True)
class WrittenIndex:
    """Where the index lies, and the slugs of the stories in it, the last shown first."""

    folder: Path
    stories: tuple[str, ...]
    findings: tuple[Finding, ...]


def run_stories_index(
    root: Root, store: Store, *, now: datetime, preview: bool = False, with_cards: bool = True
) -> WrittenIndex:
    """Writes build/verhalen/ with the stories that readers have had; what is no longer to be there goes.

    `preview` takes in those that may go on the website and were in no edition yet, to look at.
    """
    with hold(root.lock, "build"):
        withdraw_marked(root, store, now=now)
        today = now.astimezone(root.config.newsletter.zone).date()
        shelf = read_shelf(root, on=today, channel=Channel.WEBSITE)
        stories = _shown(shelf, dict(store.load_spent_stories()), preview=preview)
        templates = load_templates(root.template_folders)
        files, findings = _files(root, shelf, stories, templates, with_cards=with_cards)
        folder = root.path / "build" / FOLDER
        _write(folder, files)
    return WrittenIndex(folder, tuple(one.story.slug for one in stories), findings)


def shorten_index(root: Root, shelf: Shelf, used: Mapping[str, Month]) -> tuple[str, ...]:
    """Takes off the index what may not be on the website any more; returns those slugs, and adds nothing.

    The caller holds the lock of the root, and `shelf` was asked for the website. An index of which every
    story may stay is left as it is, to the byte.
    """
    folder = root.path / "build" / FOLDER
    there = [one.name for one in output_folders(folder) if (one / PAGE_FILE).is_file()]
    staying = [one for one in _shown(shelf, used, preview=True) if one.story.slug in there]
    gone = set(there) - {one.story.slug for one in staying}
    if not gone:
        return ()
    templates = load_templates(root.template_folders)
    pages = {page.file: render_index(page, templates).encode() for page in index_pages(staying, root.config)}
    write_files(folder, pages)
    for path, _ in list(read_tree(folder)):
        place = path.relative_to(folder)
        if place.parts[0] in gone or (len(place.parts) == 1 and place.name not in pages):
            remove_file(path)
    remove_empty_folders(folder)
    return tuple(sorted(gone))


def _shown(shelf: Shelf, used: Mapping[str, Month], *, preview: bool) -> list[PublishableStory]:
    stories = [one for one in shelf.stock if preview or one.story.slug in used]
    never = Month(1, 1)
    # sorted() is stable, and the stock stands by slug.
    return sorted(stories, key=lambda one: used.get(one.story.slug, never), reverse=True)


def _files(
    root: Root, shelf: Shelf, stories: Iterable[PublishableStory], templates: Templates, *, with_cards: bool
) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    stories = list(stories)
    files = {page.file: render_index(page, templates).encode() for page in index_pages(stories, root.config)}
    findings: dict[Finding, None] = {}
    for one in stories:
        slug = one.story.slug
        own, found = _story_files(root, shelf, one, templates, with_cards=with_cards)
        files |= {f"{slug}/{name}": body for name, body in own.items()}
        files[f"{slug}/{MANIFEST}"] = dump_manifest(one.story, own)
        findings |= dict.fromkeys(found)
    return files, tuple(findings)


def _story_files(
    root: Root, shelf: Shelf, one: PublishableStory, templates: Templates, *, with_cards: bool
) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    pictures = make_story_pictures(root, shelf, one.story)
    page = replace(compose_story_page(one, root.config), image=pictures.image)
    url = f"{root.config.newsletter.base_url}/{FOLDER}/{one.story.slug}/{PAGE_FILE}"
    leaflets = make_leaflets(root, page, one, url=url, templates=templates, with_cards=with_cards)
    own = {
        PAGE_FILE: render_story_page(leaflets.page, templates).encode(),
        GUIDE_FILE: render_guide_page(leaflets.page, templates).encode(),
    }
    return own | dict(pictures.files) | dict(leaflets.cards), (*pictures.findings, *leaflets.findings)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    below: dict[str, dict[str, bytes]] = {}
    for name, body in files.items():
        place, base = posixpath.split(name)
        below.setdefault(place, {})[base] = body
    # The stories before the pages that lead to them.
    for place in sorted(below, reverse=True):
        write_files(folder / place, below[place])
    for path, _ in list(read_tree(folder)):
        if path.relative_to(folder).as_posix() not in files:
            remove_file(path)
    remove_empty_folders(folder)
