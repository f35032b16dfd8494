"""An approved edition as it lies in archive/<month>/, and its journal; ground for approving and sending.

The journal is only added to: who approved, sent or took back what, when, with the hashes of the files, in
roles and without an address. The store knows the same hashes, so neither can change without the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipeline.errors import ApprovalError
from pipeline.jobs.root import Root
from pipeline.jobs.shelf import gap_of
from pipeline.jobs.traces import JOURNAL, file_hashes, shown_story
from pipeline.model import Approval, Month
from pipeline.shell.files import append_line
from pipeline.shell.store import Store
from pipeline.stages.record import dump_json

MAIL = "newsletter.eml"
_APPROVED = "approved"
# What takes something out of an approved edition, so that it asks for a new approval.
_VOIDS = ("withdrawn", "consent-expired")


@dataclass(frozen=True, slots=True)
class Frozen:
    """An edition that may go out: its message, the hash of that, and who approved it last."""

    month: Month
    message: bytes
    digest: str
    approved_by: str


def read_frozen(root: Root, store: Store, month: Month, *, now: datetime) -> Frozen:
    """Returns the approved edition, with the hash of every part compared and consent asked anew.

    Raises ApprovalError when it was not approved, was changed since, or may not be shown any more.
    """
    approval = find_approval(store, month)
    if approval is None:
        raise ApprovalError(
            f"the edition of {month} is not approved; 'nieuwsbrief approve {month} --by ROL' does that"
        )
    void = why_void(root, month)
    if void:
        raise ApprovalError(
            f"the edition of {month} changed after it was approved ({void}); read {root.archive(month)} and "
            f"approve it again with 'nieuwsbrief approve {month} --by ROL'"
        )
    demand_unchanged(root, approval)
    demand_consent(root, archived_story(root, month), now, again=True)
    message = (root.archive(month) / MAIL).read_bytes()
    return Frozen(month, message, approval.hashes[MAIL], _last_approval(root, month) or approval.by)


def find_approval(store: Store, month: Month) -> Approval | None:
    return next((one for one in store.load_approvals() if one.month == month), None)


def why_void(root: Root, month: Month) -> str:
    """Returns what took something out of the edition since it was approved last; "" while that holds."""
    why = ""
    for entry in _entries(root, month):
        if entry.get("what") == _APPROVED:
            why = ""
        elif entry.get("what") in _VOIDS:
            when = str(entry.get("when", ""))[:10]
            why = f"{entry['what']} on {when}, by {entry.get('by', '?')}"
    return why


def demand_unchanged(root: Root, approval: Approval) -> None:
    """Raises ApprovalError when the files are not those whose hashes the store has."""
    found = file_hashes(root.archive(approval.month))
    names = sorted(found.keys() | approval.hashes.keys())
    other = [name for name in names if found.get(name) != approval.hashes.get(name)]
    if other or MAIL not in found:
        raise ApprovalError(
            f"{', '.join(other) or MAIL} in {root.archive(approval.month)} is not what was approved; "
            "put back your copy of that folder"
        )


def demand_consent(root: Root, story: str, now: datetime, *, again: bool = False) -> None:
    """Consent is asked of the file as it is now: the person may have changed their mind since the build.

    With `again` it is an edition that was approved, and the message says how it goes out without its story.
    """
    if not story:
        return
    gap = gap_of(root, story, now)
    if gap:
        how = (
            f". Take it out with 'nieuwsbrief stories sweep' or 'nieuwsbrief stories withdraw {story}', and "
            "approve the edition again: it then goes out without it"
        )
        raise ApprovalError(f"the story {story!r} may not be shown any more: {gap}{how if again else ''}")


def archived_story(root: Root, month: Month) -> str:
    """Returns the slug of the story that the frozen edition shows, "" without one."""
    return str(shown_story(root.archive(month)).get("slug", ""))


def write_journal(root: Root, month: Month, what: str, *, by: str, now: datetime, **more: object) -> None:
    """Adds one line; `more` must hold nothing about readers but numbers."""
    entry = {"what": what, "when": now, "by": by, "month": month, **more}
    line = json.dumps(json.loads(dump_json(entry)), ensure_ascii=False)
    append_line(root.archive(month) / JOURNAL, line)


def _last_approval(root: Root, month: Month) -> str:
    by = [str(entry.get("by", "")) for entry in _entries(root, month) if entry.get("what") == _APPROVED]
    return by[-1] if by else ""


def _entries(root: Root, month: Month) -> Iterator[dict[str, Any]]:
    path = root.archive(month) / JOURNAL
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        try:
            entry = json.loads(line)
        except ValueError:
            # A line that a crash cut off.
            continue
        if isinstance(entry, dict):
            yield entry
