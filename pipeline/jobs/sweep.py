"""The daily sweep: a page whose consent ran out or was taken back comes down, and nothing else changes.

    ingetrokken     taken back as a whole, as `stories withdraw` does
    geldig_tot      in approved editions and public/ the page says that it is gone, the mail stays without it,
                    and the journal says when
    the index       without what may not be on the website any more

A story whose time is over is not forgotten: once its teller agrees to a new date it may be shown again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from pipeline.jobs.root import Root
from pipeline.jobs.shelf import Shelf, read_shelf
from pipeline.jobs.story_index import shorten_index
from pipeline.jobs.traces import (
    JOURNAL,
    Cleaning,
    common_texts,
    derived_names,
    manifest_story,
    manifest_until,
    month_of_name,
    output_folders,
    shown_story,
    with_archived,
)
from pipeline.jobs.withdrawal import Removal, withdraw_marked
from pipeline.model import Channel, Month, StoryWords
from pipeline.read.story import story_words
from pipeline.shell.files import append_line
from pipeline.shell.lock import hold
from pipeline.shell.store import Store
from pipeline.stages.record import dump_json
from pipeline.stages.withdraw import GONE, needles_of

SWEEP_ROLE = "sweep"


@dataclass(frozen=True, slots=True)
class TakenDown:
    """A story whose consent ended on `ended`; paths are as seen from the root."""

    slug: str
    ended: date
    editions: tuple[Month, ...]
    removed: tuple[str, ...]
    buried: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sweep:
    """What one sweep came to. `unlisted` left the index; of `unclear` nobody knows until when they may stay.

    Unclear is a story in an approved edition without its file in the stories folder: that may be a disk that
    is not there, so it stays, and a person has to look.
    """

    withdrawn: tuple[Removal, ...] = ()
    taken_down: tuple[TakenDown, ...] = ()
    unlisted: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Public:
    """A story that an approved edition shows; `until` is the last day of its consent, None when unknown."""

    slug: str
    months: tuple[Month, ...]
    until: date | None
    words: StoryWords


def run_stories_sweep(root: Root, store: Store, *, now: datetime) -> Sweep:
    """Takes down what may not be public any more at `now`. A second time changes nothing.

    Raises BusyError while somebody builds on this root.
    """
    with hold(root.lock, "build"):
        withdrawn = withdraw_marked(root, store, now=now)
        today = now.astimezone(root.config.newsletter.zone).date()
        shelf = read_shelf(root, on=today, channel=Channel.WEBSITE)
        shown = tuple(_shown(root, shelf))
        over = [(one, one.until) for one in shown if one.until is not None and one.until < today]
        return Sweep(
            withdrawn=withdrawn,
            taken_down=tuple(_take_down(root, store, shelf, one, ended, now) for one, ended in over),
            unlisted=shorten_index(root, shelf, dict(store.load_spent_stories())),
            unclear=tuple(one.slug for one in shown if one.until is None),
        )


def _shown(root: Root, shelf: Shelf) -> Iterator[_Public]:
    months: dict[str, dict[Month, date | None]] = {}
    for folder in output_folders(root.path / "archive"):
        slug = str(shown_story(folder).get("slug") or manifest_story(folder))
        month = month_of_name(folder.name)
        if slug and month:
            months.setdefault(slug, {})[month] = manifest_until(folder)
    for slug, agreed in sorted(months.items()):
        copy = next((one for one in shelf.copies if one.slug == slug), None)
        # The header is what was agreed last; without one that can be read, what the edition was built with.
        until = copy.story.consent.valid_until if copy and copy.story else min(agreed.values(), key=_or_never)
        words = story_words(copy.files) if copy else StoryWords(slug, "", (), (), ())
        yield _Public(slug, tuple(sorted(agreed)), until, words)


def _or_never(day: date | None) -> date:
    return day or date.max


def _take_down(
    root: Root, store: Store, shelf: Shelf, public: _Public, ended: date, now: datetime
) -> TakenDown:
    words = with_archived(root, public.words)
    common = common_texts(root, public.slug, shelf.stories.values())
    cleaning = Cleaning(root, words, needles_of(words, derived_names(root, public.slug), common), GONE)
    hashes = cleaning.clean_archive()
    cleaning.clean_public()
    # It stays spent under its own name, so that it is not chosen again too soon when it may be shown again.
    store.forget_story(public.slug, public.slug, hashes)
    for month, files in hashes.items():
        append_line(root.archive(month) / JOURNAL, _journal_line(month, ended, files, now))
    return TakenDown(
        slug=public.slug,
        ended=ended,
        editions=public.months,
        removed=tuple(cleaning.removed),
        buried=tuple(dict.fromkeys(one for one in cleaning.buried if one not in cleaning.removed)),
    )


def _journal_line(month: Month, ended: date, hashes: Mapping[str, str], now: datetime) -> str:
    """The month says which story; its name is left out, as it may be taken back later."""
    entry = {
        "what": "consent-expired",
        "when": now,
        "by": SWEEP_ROLE,
        "month": month,
        "valid_until": ended,
        "hashes": hashes,
    }
    return json.dumps(json.loads(dump_json(entry)), ensure_ascii=False)
