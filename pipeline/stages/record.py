"""What is written down of an edition, for programs and for the archive: edition.json and findings.json.

Keys and their order are fixed, so that the same edition gives the same bytes.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum

from pipeline.model import (
    Edition,
    Finding,
    Measured,
    Measures,
    Month,
    Omission,
    Publication,
    Selection,
    Window,
)


def dump_edition(
    edition: Edition,
    selection: Selection,
    *,
    window: Window,
    as_of: datetime,
    files: Mapping[str, bytes],
    inputs: Mapping[str, str],
) -> bytes:
    """Returns edition.json: everything shown, with its provenance, and what was left out and why.

    `files` are the rendered parts by name, recorded with their SHA-256; `inputs` holds the hashes of the
    editor's file and the story, so that `approve` can tell a draft that is no longer of today.
    """
    record = {
        "month": edition.month,
        "title": edition.title,
        "subject": edition.subject,
        "preheader": edition.preheader,
        "cut_off": edition.cut_off,
        "window": {"start": window.start, "end": window.end},
        "as_of": as_of,
        "introduction": edition.introduction_text,
        "story": edition.story,
        "sections": edition.sections,
        "undated": [_candidate_row(candidate.publication) for candidate in selection.undated],
        "omitted": [_omission_row(omission) for omission in selection.omissions],
        "inputs": dict(sorted(inputs.items())),
        "files": {name: hashlib.sha256(body).hexdigest() for name, body in sorted(files.items())},
    }
    return dump_json(record)


def dump_findings(findings: Sequence[Finding]) -> bytes:
    """Returns findings.json, in the documented shape of `check --json`."""
    return dump_json(findings_record(findings))


def findings_record(findings: Sequence[Finding]) -> dict[str, object]:
    """Returns {"findings": [...], "blocking": n, "advice": n}; waived findings count in neither."""
    blocking = sum(finding.is_blocking for finding in findings)
    waived = sum(bool(finding.waived) for finding in findings)
    return {
        "findings": list(findings),
        "blocking": blocking,
        "advice": len(findings) - blocking - waived,
    }


def measures_record(measures: Measures) -> dict[str, object]:
    """Returns the documented shape of `evaluate --json`; shares are rounded to four places."""
    return {
        "rows": measures.rows,
        "relevance": _measured_row(measures.relevance),
        "type": {"accuracy": round(measures.accuracy, 4), "support": measures.types},
        "kernelementen": _measured_row(measures.kernelementen)
        | {"per_slug": {slug: _measured_row(one) for slug, one in measures.per_slug}},
        "misses": list(measures.misses),
    }


def _measured_row(one: Measured) -> dict[str, object]:
    return {
        "precision": round(one.precision, 4),
        "recall": round(one.recall, 4),
        "f1": round(one.f1, 4),
        "support": one.support,
    }


def dump_json(value: object) -> bytes:
    """Returns JSON of nouns, dates and enumerations: UTF-8, two spaces, a line end."""
    return (json.dumps(_plain(value), ensure_ascii=False, indent=2) + "\n").encode()


def _plain(value: object) -> object:  # noqa: PLR0911 - one line a kind of value
    if isinstance(value, Month):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(entry) for key, entry in value.items()}
    if isinstance(value, str) or not isinstance(value, Iterable):
        return value
    return [_plain(entry) for entry in (sorted(value) if isinstance(value, frozenset) else value)]


def _omission_row(omission: Omission) -> dict[str, object]:
    return _candidate_row(omission.publication) | {"reason": omission.reason, "detail": omission.detail}


def _candidate_row(publication: Publication) -> dict[str, object]:
    return {
        "key": publication.key,
        "title": publication.data.title,
        "url": publication.data.url,
        "source": publication.source,
        "published": publication.data.published,
        "event_start": publication.data.event_start,
        "first_seen": publication.first_seen,
    }
