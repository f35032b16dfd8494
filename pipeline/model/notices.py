"""What the schedule tells the editors: every word decided, so that its templates only place it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NoticePoint:
    """One kind of finding, or one run that failed; `place` is a file with its line, or "".

    `more` is how many places beside that one there are.
    """

    text: str
    hint: str = ""
    place: str = ""
    more: int = 0
    is_blocking: bool = False


@dataclass(frozen=True, slots=True)
class NoticeStep:
    """Something to do; `command` is what to type for it, or a path, or ""."""

    text: str
    command: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A mail to the editors, in Dutch; `rest` says how much there is beside its `points`, or is ""."""

    subject: str
    lines: tuple[str, ...]
    points: tuple[NoticePoint, ...] = ()
    rest: str = ""
    steps: tuple[NoticeStep, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeEnvelope:
    """Who a notice goes to, and when; `mark` makes its Message-ID."""

    readers: tuple[str, ...]
    sent_at: datetime
    mark: str
