"""edition.json and findings.json of a draft -> what the schedule tells about it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from pipeline.errors import InputFileError
from pipeline.model import Finding, Severity


@dataclass(frozen=True, slots=True)
class DraftRecord:
    """A draft in short: its subject, and what was found in it."""

    subject: str
    findings: tuple[Finding, ...]


def parse_draft(edition: str, findings: str, folder: str) -> DraftRecord:
    """Reads what a build wrote to `folder`. Raises InputFileError when that is damaged."""
    try:
        subject = json.loads(edition)["subject"]
        return DraftRecord(str(subject), tuple(_finding(one) for one in json.loads(findings)["findings"]))
    except (ValueError, KeyError, TypeError) as error:
        raise InputFileError(folder, f"the draft is damaged ({error!r}); build it anew") from error


def _finding(record: dict[str, Any]) -> Finding:
    return Finding(**record | {"severity": Severity(record["severity"])})
