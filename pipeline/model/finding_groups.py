"""Findings of one kind taken together: an editor mends a kind of fault, not seventeen lines.

The report and the terminal both show them this way.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.model.findings import Finding
from pipeline.model.words import Severity

# Less than this in common says nothing: two messages that both begin with "De " are not one message.
_FEWEST_SHARED_CHARS = 12

_TO_LAST_WORD = re.compile(r".*[\s‘“(]", re.DOTALL)
_FROM_NEXT_WORD = re.compile(r"[’”).,…]*(?:\s.*)?$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FindingPlace:
    """One finding of a group; `detail` is what only its own message says, "" where all say the same."""

    finding: Finding
    detail: str


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """All findings of one code that weigh the same: blocking, advice or waived.

    `message` is what their messages share, with "…" where they differ. `hint` is "" where they differ in
    that, and then each finding's own counts. `waivers` are the reasons, each once.
    """

    code: str
    is_blocking: bool
    message: str
    hint: str
    places: tuple[FindingPlace, ...]
    waivers: tuple[str, ...] = ()


def group_findings(findings: Iterable[Finding]) -> tuple[FindingGroup, ...]:
    """Returns one group a code: what blocks first, then advice, then what was waived.

    Within these as the files are read. A code of which some findings are waived has two groups.
    """
    by_code: dict[tuple[bool, bool, str], list[Finding]] = {}
    for finding in sorted(findings, key=_weight):
        by_code.setdefault((*_rank(finding), finding.code), []).append(finding)
    return tuple(_group(same) for same in by_code.values())


def _group(findings: Sequence[Finding]) -> FindingGroup:
    first = findings[0]
    message, details = _share([finding.message for finding in findings])
    return FindingGroup(
        code=first.code,
        is_blocking=first.is_blocking,
        message=message,
        hint=first.hint if all(finding.hint == first.hint for finding in findings) else "",
        places=tuple(map(FindingPlace, findings, details)),
        waivers=tuple(dict.fromkeys(finding.waived for finding in findings if finding.waived)),
    )


def _share(messages: Sequence[str]) -> tuple[str, list[str]]:
    """Returns what all messages share, and of each the part that it does not."""
    if len(set(messages)) == 1:
        return messages[0], [""] * len(messages)
    start = _found(_TO_LAST_WORD.match(_start(messages)))
    rests = [message[len(start) :] for message in messages]
    end = _found(_FROM_NEXT_WORD.search(_start([rest[::-1] for rest in rests])[::-1]))
    if not start or len(start + end) < _FEWEST_SHARED_CHARS:
        return f"{messages[0]} (en meer)", list(messages)
    details = [rest[: len(rest) - len(end)] for rest in rests]
    if start.endswith(": ") and end in ("", "."):
        return f"{start[:-2]}.", details
    return f"{start}…{end}", details


def _start(texts: Sequence[str]) -> str:
    """Returns the letters that all of `texts` begin with."""
    columns = zip(*texts, strict=False)
    return "".join(signs[0] for signs in itertools.takewhile(lambda signs: len(set(signs)) == 1, columns))


def _found(match: re.Match[str] | None) -> str:
    return match[0] if match else ""


def _weight(finding: Finding) -> tuple[bool, bool, str, int, str]:
    return *_rank(finding), finding.path, finding.line or 0, finding.code


def _rank(finding: Finding) -> tuple[bool, bool]:
    return bool(finding.waived), finding.severity is not Severity.BLOCKING
