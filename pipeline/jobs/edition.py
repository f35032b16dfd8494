"""Edition: writes and changes the editor's file, without touching a comment or a decision in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.jobs.pool import select_for
from pipeline.jobs.root import Root
from pipeline.model import Candidate, CandidateLine, EditionPlan, Month
from pipeline.read.edition import add_item, drop_url, new_edition, pin_url
from pipeline.shell.files import read_text
from pipeline.shell.folder import write_files
from pipeline.shell.lock import hold
from pipeline.shell.store import Store
from pipeline.text.url import is_web


def run_edition_new(root: Root, store: Store, *, month: Month, now: datetime) -> Path:
    """Writes editions/<month>.toml with all that could go in as comments, and returns its path.

    Raises UsageError when the file is there already: what an editor wrote is never overwritten.
    """
    path = root.edition_file(month)
    with hold(root.lock, "build"):
        if path.exists():
            message = f"{path} is there already; change it, or use 'nieuwsbrief edition add|drop|pin'"
            raise UsageError(message)
        text = new_edition(month, _candidates(root, store, month, now))
        write_files(path.parent, {path.name: text.encode()})
    return path


def run_edition_add(root: Root, *, month: Month, url: str, title: str = "", section: str = "") -> Path:
    """Takes a publication, or a link of one's own, into the edition."""
    slugs = [rule.slug for rule in root.config.sections]
    if section and section not in slugs:
        raise UsageError(f"there is no section {section!r}; known are: {', '.join(slugs)}")
    path = root.relative(root.edition_file(month))
    return _change(
        root, month, url, lambda text: add_item(text, url=url, title=title, section=section, path=path)
    )


def run_edition_drop(root: Root, *, month: Month, url: str) -> Path:
    """Leaves a publication out of the edition."""
    path = root.relative(root.edition_file(month))
    return _change(root, month, url, lambda text: drop_url(text, url, path=path))


def run_edition_pin(root: Root, *, month: Month, url: str) -> Path:
    """Puts a publication first under its heading."""
    path = root.relative(root.edition_file(month))
    return _change(root, month, url, lambda text: pin_url(text, url, path=path))


def _change(root: Root, month: Month, url: str, edit: Callable[[str], str]) -> Path:
    if not is_web(url):
        raise UsageError(f"{url!r} is not a whole web address, beginning with https://")
    path = root.edition_file(month)
    with hold(root.lock, "build"):
        text = read_text(path) if path.is_file() else new_edition(month, ())
        changed = edit(text)
        if changed != text or not path.is_file():
            write_files(path.parent, {path.name: changed.encode()})
    return path


def _candidates(root: Root, store: Store, month: Month, now: datetime) -> tuple[CandidateLine, ...]:
    _, _, selection = select_for(root, store, EditionPlan(month), now)
    chosen = [
        _line(root, one.candidate, section.rule.slug, section.rule.name)
        for section in selection.sections
        for one in section.items
        if one.candidate
    ]
    return (*chosen, *(_line(root, one, "", "Zonder datum") for one in selection.undated))


def _line(root: Root, candidate: Candidate, section: str, section_name: str) -> CandidateLine:
    publication, zone = candidate.publication, root.config.newsletter.zone
    source = root.by_slug.get(publication.source)
    moment = publication.data.event_start or publication.data.published
    return CandidateLine(
        section=section,
        section_name=section_name,
        title=publication.data.title,
        source_name=source.name if source else publication.source,
        published=moment.astimezone(zone).date() if moment else None,
        first_seen=publication.first_seen.astimezone(zone).date(),
        url=publication.data.url or "",
    )
