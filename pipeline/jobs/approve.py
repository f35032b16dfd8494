"""Approve: freezes a draft into archive/<month>/ and spends its items and its story.

Approved is what was read: the files of the draft, byte for byte. A draft that somebody changed, or whose
inputs changed after it was built, is refused. An edition from which something was taken after its approval
is approved again as it lies in the archive.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.errors import ApprovalError
from pipeline.jobs.frozen import (
    archived_story,
    demand_consent,
    demand_unchanged,
    find_approval,
    why_void,
    write_journal,
)
from pipeline.jobs.root import Root, demand_role
from pipeline.model import Approval, Month
from pipeline.shell.folder import write_files
from pipeline.shell.lock import hold
from pipeline.shell.store import Store


def run_approve(root: Root, store: Store, *, month: Month, by: str, now: datetime) -> Approval:
    """Approves build/<month>/ in the name of the role `by`.

    Raises ApprovalError when there is no draft, it has open blocking findings, anything changed since it
    was built, consent no longer holds, or the month was approved before and nothing was taken out of it
    since. Then nothing is recorded.
    """
    demand_role(by)
    with hold(root.lock, "build or approval"):
        earlier = find_approval(store, month)
        if earlier is not None:
            return _approve_again(root, earlier, by=by, now=now)
        files = _draft(root, month)
        record = _read_json(files, "edition.json", root, month)
        _demand_no_blocking(_read_json(files, "findings.json", root, month), month)
        _demand_unchanged(root, files, record, month)
        story = record["story"]["slug"] if record["story"] else ""
        demand_consent(root, story, now)
        approval = Approval(
            month=month,
            cut_off=datetime.fromisoformat(record["cut_off"]),
            approved_at=now,
            by=by,
            keys=tuple(
                item["provenance"]["key"] for section in record["sections"] for item in section["items"]
            ),
            story=story,
            hashes={name: hashlib.sha256(body).hexdigest() for name, body in sorted(files.items())},
        )
        # The files first: should we be killed in between, the next try writes the same files again, while
        # items that are spent without an archive could not be told from a loss.
        write_files(root.archive(month), files)
        store.approve(approval)
        _write_down(root, approval)
    return approval


def _approve_again(root: Root, earlier: Approval, *, by: str, now: datetime) -> Approval:
    """Approves an edition as it lies in the archive, after something was taken out of it.

    Who got it before does not get it again; the others get it as it is now.
    """
    if not why_void(root, earlier.month):
        raise ApprovalError(
            f"the edition of {earlier.month} was approved before; what was approved stays as it is"
        )
    demand_unchanged(root, earlier)
    demand_consent(root, archived_story(root, earlier.month), now, again=True)
    approval = replace(earlier, approved_at=now, by=by)
    _write_down(root, approval)
    return approval


def _write_down(root: Root, approval: Approval) -> None:
    write_journal(
        root,
        approval.month,
        "approved",
        by=approval.by,
        now=approval.approved_at,
        cut_off=approval.cut_off,
        hashes=approval.hashes,
    )


def _draft(root: Root, month: Month) -> dict[str, bytes]:
    folder = root.build(month)
    if not (folder / "edition.json").is_file():
        raise ApprovalError(f"{folder} holds no draft; run 'nieuwsbrief build {month}' first")
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if _is_part(path)}


def _is_part(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".")


def _read_json(files: dict[str, bytes], name: str, root: Root, month: Month) -> dict[str, Any]:
    try:
        record: dict[str, Any] = json.loads(files[name])
    except (KeyError, ValueError) as error:
        path = root.build(month) / name
        message = f"{path} is missing or damaged; make it anew with 'nieuwsbrief build {month}'"
        raise ApprovalError(message) from error
    return record


def _demand_no_blocking(findings: dict[str, Any], month: Month) -> None:
    blocking = findings["blocking"]
    if blocking:
        message = (
            f"{blocking} blocking findings are open for {month}; report.html says what and how to mend it"
        )
        raise ApprovalError(message)


def _demand_unchanged(root: Root, files: dict[str, bytes], record: dict[str, Any], month: Month) -> None:
    again = f"; read it again after 'nieuwsbrief build {month}'"
    for name, digest in record["files"].items():
        if hashlib.sha256(files.get(name, b"")).hexdigest() != digest:
            raise ApprovalError(f"{name} is not the file that was built and checked{again}")
    for name, digest in record["inputs"].items():
        path = root.path / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise ApprovalError(f"{name} changed after the draft was built{again}")
    edition_file = root.edition_file(month)
    if edition_file.is_file() and root.relative(edition_file) not in record["inputs"]:
        raise ApprovalError(f"{root.relative(edition_file)} was written after the draft was built{again}")
