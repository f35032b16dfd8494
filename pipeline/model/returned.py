"""Mail that came back: what one says, and what a row of them comes to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pipeline.model.times import Month


class ReturnKind(Enum):
    """What a mail that came back says; the text is how the database keeps it.

    `MESSAGE` is anything else: a request to be unsubscribed, an absence, spam.
    """

    HARD = "hard"
    SOFT = "soft"
    COMPLAINT = "complaint"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Returned:
    """One mail that came back: what it says, and the marks in it, of which none need be ours.

    `marks` are those it was addressed to first, and then those of the message it reports on.
    """

    kind: ReturnKind
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounce:
    """What came back of one edition for one reader; kept once for each edition and kind."""

    subscriber: int
    month: Month
    kind: ReturnKind
