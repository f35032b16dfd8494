"""A story, its files, and what was agreed with the person in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pipeline.model.findings import Finding
from pipeline.model.times import Month
from pipeline.model.words import Channel, ChildAge, ConsentStatus, Origin, StoryForm, Teller, Tone


class FileProblem(StrEnum):
    """Why a file under `stories/` could not be used; each has its Dutch sentence in `read.story`."""

    UNREADABLE = "unreadable"
    NOT_UTF8 = "not-utf8"
    TOO_LARGE = "too-large"
    OUTSIDE = "outside"  # a link that leads out of the story's folder
    NO_STORY = "no-story"  # a folder without verhaal.md
    NOT_MARKDOWN = "not-markdown"  # a document of a word processor


@dataclass(frozen=True, slots=True)
class StoryFiles:
    """One story as it lies on disk, before anything is made of it.

    `path` is the story's own file, as the folder was given. `names` are all files that lie beside
    `verhaal.md`, relative with "/"; `texts` holds those that are text, by name. `unusable` names the files
    that had a problem. With a `problem` of its own, `text` is empty. `agreement` is the text of
    `<slug>.akkoord.toml`, None when there is no such file.
    """

    slug: str
    path: str
    text: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    unusable: Mapping[str, FileProblem] = field(default_factory=dict)
    problem: FileProblem | None = None
    agreement: str | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """What was agreed with the person in the story; the signed form itself is never here."""

    status: ConsentStatus
    reference: str
    given_on: date | None
    valid_until: date | None
    scope: frozenset[Channel]
    read_back_on: date | None
    child_age: ChildAge | None = None
    signed_by: str = ""
    child_agreed_on: date | None = None


@dataclass(frozen=True, slots=True)
class NameReview:
    """A finding of the name check that the editors dealt with, from `controle` in the header.

    `paragraph` is the hash the finding gave, so that a changed paragraph is looked at again.
    """

    kind: str
    paragraph: str
    reason: str


@dataclass(frozen=True, slots=True)
class Story:
    """A story as its file says it, header valid; whether it may be shown is asked of `consent_gaps`.

    `body` and `transcript` are Markdown. `minutes` is the time it takes to read, watch or listen.
    `source_name` is the maker of a story from elsewhere. `image` and `transcript_name` are files beside
    `verhaal.md`, and `image_hash` is the SHA-256 of the picture's bytes, "" until they are read.
    """

    slug: str
    path: str
    title: str
    origin: Origin
    teller: Teller
    form: StoryForm
    tone: Tone
    kernelementen: tuple[str, ...]
    summary: str
    minutes: int
    questions: tuple[str, ...]
    consent: Consent
    body: str
    fictional: bool
    others: str
    anonymised_by: str
    month: Month | None = None
    media_url: str = ""
    transcript: str = ""
    has_captions: bool = False
    image: str = ""
    image_alt: str = ""
    image_credit: str = ""
    content_notice: str = ""
    source_name: str = ""
    transcript_name: str = ""
    image_hash: str = ""
    reviews: tuple[NameReview, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedStory:
    """What reading a story came to: the story, or None when a finding blocks; and all findings at once.

    `lines` gives the line of each header key that was found, nested keys as `toestemming.status`, and
    under `BODY_KEY` the line on which the body begins. `is_withdrawn` and `reviews` hold also when the rest
    of the header is wrong.
    """

    story: Story | None
    findings: tuple[Finding, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)
    is_withdrawn: bool = False
    reviews: tuple[NameReview, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryWords:
    """All words of a story's files, however broken its header: what is looked for once it is taken back."""

    slug: str
    title: str
    lines: tuple[str, ...]
    texts: tuple[str, ...]
    names: tuple[str, ...]


# No header key holds a slash, so this one cannot be taken.
BODY_KEY = "/body"


class ConsentGap(StrEnum):
    """What is missing before a story may be shown; each has its Dutch sentence in `read.story`."""

    NOT_GIVEN = "consent-not-given"
    WITHDRAWN = "consent-withdrawn"
    OUT_OF_SCOPE = "consent-out-of-scope"
    NOT_YET = "consent-not-yet"
    EXPIRED = "consent-expired"
    NOT_READ_BACK = "consent-not-read-back"
    UNSIGNED_FOR_CHILD = "consent-unsigned-for-child"
    CHILD_NOT_ASKED = "consent-child-not-asked"
    NO_REFERENCE = "consent-no-reference"
    NOT_ACCEPTED = "consent-not-accepted"
    CHANGED = "consent-changed"


def consent_gaps(consent: Consent, *, channel: Channel, on: date) -> tuple[ConsentGap, ...]:
    """Returns all that keeps a story from `channel` on the day `on`; empty means that it may be shown.

    A child under 16 cannot sign alone, and from 12 on is asked as well (article 5 UAVG and, by analogy,
    article 7:447 and 7:450 BW).
    """
    if consent.status is ConsentStatus.INGETROKKEN:
        return (ConsentGap.WITHDRAWN,)
    gaps = [] if consent.status is ConsentStatus.GEGEVEN else [ConsentGap.NOT_GIVEN]
    if not consent.reference:
        gaps.append(ConsentGap.NO_REFERENCE)
    if channel not in consent.scope:
        gaps.append(ConsentGap.OUT_OF_SCOPE)
    if consent.given_on is None or consent.given_on > on:
        gaps.append(ConsentGap.NOT_YET)
    if consent.valid_until is None or consent.valid_until < on:
        gaps.append(ConsentGap.EXPIRED)
    if consent.read_back_on is None or consent.read_back_on > on:
        gaps.append(ConsentGap.NOT_READ_BACK)
    if consent.child_age in (ChildAge.ONDER_12, ChildAge.VAN_12_TOT_15) and not consent.signed_by:
        gaps.append(ConsentGap.UNSIGNED_FOR_CHILD)
    if consent.child_age is ChildAge.VAN_12_TOT_15 and (
        consent.child_agreed_on is None or consent.child_agreed_on > on
    ):
        gaps.append(ConsentGap.CHILD_NOT_ASKED)
    return tuple(gaps)
