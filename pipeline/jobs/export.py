"""Export: an approved edition as files for the program of an organisation that sends.

archive/<month>/ ─► consent asked again ─► the program's own tags ─► build/<month>/export/<program>/
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.errors import ExportError, UsageError
from pipeline.jobs.root import Root
from pipeline.jobs.shelf import gap_of
from pipeline.model import Month
from pipeline.model.exports import Engine
from pipeline.shell.folder import write_files
from pipeline.shell.lock import hold
from pipeline.shell.store import Store
from pipeline.stages.export import Issue, export
from pipeline.text.dutch import format_month
from pipeline.text.nearest import did_you_mean

_PARTS = ("newsletter.html", "newsletter.txt")
_RECORD = "edition.json"


@dataclass(frozen=True, slots=True)
class Exported:
    """What one export wrote, for which program; `is_draft` is not to be sent."""

    engine: Engine
    folder: Path
    files: tuple[str, ...]
    is_draft: bool


def run_export(
    root: Root,
    store: Store,
    *,
    month: Month,
    engine: str,
    now: datetime,
    out: Path | None = None,
    draft: bool = False,
) -> Exported:
    """Writes the edition of `month` for `engine`, whole or not at all, to `out` or build/<month>/export/.

    With `draft` it is what was built last, marked as not to be sent. Raises UsageError for an unknown engine,
    and ExportError when the edition is not approved, is not what was approved, shows a story that may not be
    shown now, or has places left open.
    """
    chosen = _engine(root, engine)
    with hold(root.lock, "build or approval"):
        files = _draft(root, month) if draft else _approved(root, store, month)
        record: dict[str, Any] = json.loads(files[_RECORD])
        _demand_consent(root, record, now)
        issue = Issue(
            month_name=format_month(month.year, month.month),
            subject=record["subject"],
            preheader=record["preheader"],
            html=files["newsletter.html"].decode(),
            text=files["newsletter.txt"].decode(),
        )
        url = root.config.web.address(str(month), "")
        made = export(issue, chosen, root.config.newsletter, web_url=url, is_draft=draft)
        folder = out or root.build(month) / "export" / (f"{chosen.name}-proef" if draft else chosen.name)
        write_files(folder, made)
    return Exported(chosen, folder, tuple(made), draft)


def _engine(root: Root, name: str) -> Engine:
    known = {engine.name: engine for engine in root.config.exports}
    if name not in known:
        raise UsageError(f"no program {name!r} is known to export for{did_you_mean(name, known)}")
    return known[name]


def _approved(root: Root, store: Store, month: Month) -> Mapping[str, bytes]:
    """Returns the files of the archive, which must be those that were approved, or that a withdrawal left."""
    approval = next((one for one in store.load_approvals() if one.month == month), None)
    if approval is None:
        message = f"the edition of {month} is not approved; approve it first, or look at it with --draft"
        raise ExportError(message)
    files = _read(root.archive(month))
    for name in _PARTS:
        if hashlib.sha256(files[name]).hexdigest() != approval.hashes.get(name):
            raise ExportError(f"{root.archive(month) / name} is not the file that was approved")
    return files


def _draft(root: Root, month: Month) -> Mapping[str, bytes]:
    if not (root.build(month) / _RECORD).is_file():
        message = f"{root.build(month)} holds no draft; run 'nieuwsbrief build {month}' first"
        raise ExportError(message)
    return _read(root.build(month))


def _read(folder: Path) -> Mapping[str, bytes]:
    try:
        return {name: (folder / name).read_bytes() for name in (*_PARTS, _RECORD)}
    except OSError as error:
        message = f"{error.filename}: cannot be read ({error.strerror}); is the edition there as a whole?"
        raise ExportError(message) from error


def _demand_consent(root: Root, record: Mapping[str, Any], now: datetime) -> None:
    story = (record["story"] or {}).get("slug", "")
    gap = gap_of(root, story, now) if story else ""
    if gap:
        raise ExportError(f"the story {story!r} may not be shown any more: {gap}")
