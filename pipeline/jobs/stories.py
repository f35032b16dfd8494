"""Stories: what keeps each from being published, and the stock as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.jobs.root import Root
from pipeline.jobs.shelf import Copy, read_shelf
from pipeline.model import Finding, Month
from pipeline.shell.store import Store


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


def check_stories(root: Root, *, now: datetime, paths: Sequence[Path] = ()) -> tuple[Finding, ...]:
    """Returns the findings on all stories, or on those at `paths`, as they stand today.

    Raises UsageError for a path that is no story on the shelf.
    """
    copies = read_shelf(root, on=now.astimezone(root.config.newsletter.zone).date()).copies
    wanted = [_copy_at(root, copies, path) for path in paths] or copies
    return tuple(finding for copy in wanted for finding in copy.findings)


def list_stories(root: Root, store: Store, *, now: datetime) -> tuple[StockRow, ...]:
    """Returns the stock, by slug."""
    used = dict(store.load_spent_stories())
    shelf = read_shelf(root, on=now.astimezone(root.config.newsletter.zone).date())
    return tuple(_row(copy, used.get(copy.slug)) for copy in shelf.copies)


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
        return empty
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
