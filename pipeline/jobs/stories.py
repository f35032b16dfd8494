"""Stories: what keeps each from being published, the stock as a whole, accepting one and taking one back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import StoryError, UsageError
from pipeline.jobs.root import Root, demand_role
from pipeline.jobs.shelf import Copy, read_image, read_shelf
from pipeline.jobs.team_texts import read_words
from pipeline.model import (
    BODY_KEY,
    Acceptance,
    ConsentGap,
    ConsentStatus,
    Finding,
    Month,
    agreed_digest,
    agreed_parts,
)
from pipeline.model.readability import WordList
from pipeline.read.story import dump_acceptance, picture_finding
from pipeline.shell.folder import agreement_file, write_files
from pipeline.shell.lock import hold
from pipeline.stages.readability import readability

if TYPE_CHECKING:
    from pipeline.jobs.withdrawal import Removal
    from pipeline.shell.store import Store

# What an acceptance itself mends.
_ACCEPTING = (ConsentGap.NOT_ACCEPTED, ConsentGap.CHANGED)


@dataclass(frozen=True, slots=True)
class StockRow:
    """One story in the stock: values as its header has them, "" where the file cannot be used.

    `last_used` is the month of the edition that carried it; `missing` says what keeps it from being
    published, in Dutch.
    """

    slug: str
    title: str
    form: str
    teller: str
    tone: str
    kernelementen: tuple[str, ...]
    status: str
    month: str
    last_used: str
    fictional: bool
    missing: tuple[str, ...]


def check_stories(
    root: Root, *, now: datetime, paths: Sequence[Path] = (), show: bool = False
) -> tuple[Finding, ...]:
    """Returns the findings on all stories, or on those at `paths`, as they stand today.

    With `show` they carry what was found, for a terminal. Raises UsageError for a path that is
    no story on the shelf.
    """
    today = now.astimezone(root.config.newsletter.zone).date()
    copies = read_shelf(root, on=today, show=show).copies
    wanted = [_copy_at(root, copies, path) for path in paths] or copies
    word_list = read_words(root)
    return tuple(
        finding for copy in wanted for finding in (*copy.findings, *_reading_advice(copy, word_list))
    )


def _reading_advice(copy: Copy, word_list: WordList) -> tuple[Finding, ...]:
    """Of a story that cannot be read there is nothing to say; one that was taken back is left alone."""
    if copy.story is None or copy.asks_withdrawal:
        return ()
    return readability(copy.story, word_list, body_line=copy.lines.get(BODY_KEY, 1))


def list_stories(root: Root, store: Store, *, now: datetime) -> tuple[StockRow, ...]:
    """Returns the stock, by slug."""
    used = dict(store.load_spent_stories())
    shelf = read_shelf(root, on=now.astimezone(root.config.newsletter.zone).date())
    return tuple(_row(copy, used.get(copy.slug)) for copy in shelf.copies)


def run_stories_accept(root: Root, *, slug: str, by: str, now: datetime) -> Path:
    """Records that the role `by` looked at the story as it is now and found it right; returns the file.

    Raises UsageError for an unknown slug, and StoryError while anything else keeps it from being published.
    """
    demand_role(by)
    today = now.astimezone(root.config.newsletter.zone).date()
    with hold(root.lock, "build"):
        copies = read_shelf(root, on=today).copies
        copy = _copy_at(root, copies, Path(slug))
        story = copy.story
        open_findings = [one for one in copy.findings if one.is_blocking and one.code not in _ACCEPTING]
        if story is None or open_findings:
            raise StoryError(copy.path, _still_open(open_findings))
        if story.image:
            _demand_whole_picture(root, copy)
        acceptance = Acceptance(agreed_digest(story), by, today, agreed_parts(story))
        path = agreement_file(root.stories, copy.slug)
        write_files(path.parent, {path.name: dump_acceptance(acceptance)})
    return path


def run_stories_withdraw(
    root: Root, store: Store, *, slug: str, now: datetime, by: str = "redactie"
) -> Removal:
    """Takes a story back, at once and everywhere, in the name of the role `by`; see `jobs.withdrawal`."""
    # A check of stories, the verb that is run most, waits for neither the store nor the pages.
    from pipeline.jobs.withdrawal import withdraw_story  # noqa: PLC0415

    with hold(root.lock, "build"):
        return withdraw_story(root, store, slug=slug.rstrip("/").removesuffix(".md"), by=by, now=now)


def _demand_whole_picture(root: Root, copy: Copy) -> None:
    """`stories check` looks at the first bytes of a picture; what was accepted must be whole."""
    # Pillow takes a moment to import, and most stories have no picture.
    from pipeline.read.pictures import PictureError, make_pictures  # noqa: PLC0415

    story = copy.story
    assert story is not None  # noqa: S101 - the caller has just looked
    try:
        make_pictures(read_image(root, story))
    except PictureError as error:
        finding = picture_finding(error.problem.value, story, copy.lines)
        raise StoryError(copy.path, _still_open([finding]), line=finding.line) from error


def _still_open(findings: Sequence[Finding]) -> str:
    told = "; ".join(dict.fromkeys(f"{one.message} [{one.code}]" for one in findings))
    return f"er is nog iets op te lossen voordat iemand dit verhaal kan accepteren: {told}"


def _copy_at(root: Root, copies: Sequence[Copy], path: Path) -> Copy:
    resolved = path.resolve()
    for copy in copies:
        file = (root.path / copy.path).resolve()
        if resolved in (file, file.parent if file.name == "verhaal.md" else file) or str(path) == copy.slug:
            return copy
    known = ", ".join(copy.slug for copy in copies) or "none"
    raise UsageError(f"{path} is no story in {root.stories}; known are: {known}")


def _row(copy: Copy, used: Month | None) -> StockRow:
    missing = tuple(dict.fromkeys(finding.message for finding in copy.findings if finding.is_blocking))
    last_used = str(used) if used else ""
    empty = StockRow(copy.slug, "", "", "", "", (), "", "", last_used, False, missing)
    story = copy.story
    if story is None:
        withdrawn = copy.is_withdrawn or copy.asks_withdrawal
        return replace(empty, status=ConsentStatus.INGETROKKEN.value) if withdrawn else empty
    return replace(
        empty,
        title=story.title,
        form=story.form.value,
        teller=story.teller.value,
        tone=story.tone.value,
        kernelementen=story.kernelementen,
        status=story.consent.status.value,
        month=str(story.month or ""),
        fictional=story.fictional,
    )
