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

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from pipeline.errors import InputFileError, UsageError
from pipeline.jobs.root import Root, demand_role
from pipeline.jobs.shelf import Copy, read_gone, read_shelf
from pipeline.jobs.traces import (
    JOURNAL,
    OTHER_ROOT,
    Cleaning,
    common_texts,
    derived_names,
    manifest_story,
    month_of_name,
    output_folders,
    shown_story,
    with_archived,
)
from pipeline.model import Month, StoryWords, Withdrawals
from pipeline.read.story import story_words
from pipeline.read.withdrawn import dump_withdrawn
from pipeline.shell.files import append_line, read_tree
from pipeline.shell.folder import agreement_file, write_files
from pipeline.shell.secret import make_key
from pipeline.shell.store import Store
from pipeline.stages.record import dump_json
from pipeline.stages.withdraw import (
    WITHDRAWN,
    Needles,
    is_found,
    key_mark,
    needles_of,
    slug_mark,
    withdraw,
)
from pipeline.text.nearest import did_you_mean

# Who takes a story back when a file says so and nobody gave a role.
EDITORS = "redactie"
# Before the keyed hash that stands in the store where the slug stood.
STAND_IN = "withdrawn:"
_OUTPUTS = ("build", "archive", "public", "var")


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


def withdraw_marked(root: Root, store: Store, *, now: datetime) -> tuple[Removal, ...]:
    """Takes back every story whose file says `ingetrokken` and that was not taken back yet.

    The journal names the editors, whose file it is. A slug that is still spent under its own name is one at
    which an earlier run was cut off.
    """
    spent = {slug for slug, _ in store.load_spent_stories()}
    marked = [
        copy for copy in _copies(root) if (copy.slug in spent if copy.is_withdrawn else copy.asks_withdrawal)
    ]
    return tuple(withdraw_story(root, store, slug=copy.slug, now=now) for copy in marked)


def withdraw_story(root: Root, store: Store, *, slug: str, now: datetime, by: str = EDITORS) -> Removal:
    """Takes the story `slug` back; the caller holds the lock of the root. May be done again at any time.

    `by` is a role, for the journal. The file of the story need not be there any more. Raises UsageError for
    a slug that nothing knows, and for what is no role.
    """
    demand_role(by)
    key = make_key(root.key)
    stand_in = STAND_IN + slug_mark(key, slug)
    words = _words(root, slug)
    months = _months(root, store, slug, stand_in)
    if words is None and not months and not _is_known(root, key, slug):
        raise UsageError(f"there is no story {slug!r}{did_you_mean(slug, _slugs(root))}")
    words = with_archived(root, words or StoryWords(slug, "", (), (), ()))
    _remember(root, key, words, now)
    common = common_texts(root, slug, [copy.story for copy in _copies(root) if copy.story])
    cleaning = Cleaning(root, words, needles_of(words, derived_names(root, slug), common), WITHDRAWN)
    cleaning.clean_drafts()
    hashes = cleaning.clean_archive()
    cleaning.clean_public()
    cleaning.clean_outbox()
    store.forget_story(slug, stand_in, {month: hashes[month] for month in months if month in hashes})
    for path in sorted((root.path / "var").glob("*.before-*")):
        # A copy from before a migration: what was deleted in the store lives on in it.
        if slug.encode() in path.read_bytes():
            cleaning.remove(path)
    cleaning.remove(agreement_file(root.stories, slug))
    for month, files in hashes.items():
        append_line(root.archive(month) / JOURNAL, _journal_line(month, stand_in, by, files, now))
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


def _months(root: Root, store: Store, slug: str, stand_in: str) -> list[Month]:
    spent = {month for key, month in store.load_spent_stories() if key in (slug, stand_in)}
    frozen = {
        month
        for folder in output_folders(root.path / "archive")
        if (month := month_of_name(folder.name))
        and slug in (shown_story(folder).get("slug"), manifest_story(folder))
    }
    return sorted(spent | frozen)


def _is_known(root: Root, key: bytes, slug: str) -> bool:
    marked = slug_mark(key, slug)
    return any(one.slug == marked for one in read_gone(root).withdrawals.stories)


def _journal_line(month: Month, stand_in: str, by: str, hashes: Mapping[str, str], now: datetime) -> str:
    entry = {
        "what": "withdrawn",
        "when": now,
        "by": by,
        "month": month,
        "story": stand_in,
        "hashes": hashes,
    }
    return json.dumps(json.loads(dump_json(entry)), ensure_ascii=False)


def _search(root: Root, needles: Needles) -> tuple[int, tuple[str, ...]]:
    """Reads every output once more; returns how many files, and which still hold something of the story."""
    searched, left = 0, []
    for place in _OUTPUTS:
        for path, body in read_tree(root.path / place, without=OTHER_ROOT):
            if path == root.key:
                continue
            searched += 1
            if is_found(needles, root.relative(path), body):
                left.append(root.relative(path))
    return searched, tuple(left)
