"""An edition on its way from the editor's file to what is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pipeline.model.findings import Finding
from pipeline.model.guides import CardFile, Conversation
from pipeline.model.settings import HelpLine, SectionRule
from pipeline.model.sources import Copy, Publication
from pipeline.model.times import Month
from pipeline.model.words import PublicationType, Reason

# What stands open in a draft, and is filled in for each reader at sending and for each program at export.
WAY_OUT, WEB_VERSION = "%%AFMELDEN%%", "%%WEBVERSIE%%"


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """An `[[item]]` of the editor's file: a link of one's own, or a change to one that was found."""

    url: str = ""
    title: str = ""
    summary: str = ""
    section: str = ""
    pinned: bool = False
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Waiver:
    code: str
    reason: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class EditionPlan:
    """What the editor decided, from `editions/<month>.toml`; all of it may be empty.

    `story` is a slug, "geen" (then `no_story_reason` says why), or "" to let the pipeline choose.
    """

    month: Month
    path: str = ""
    subject: str = ""
    preheader: str = ""
    introduction: str = ""
    story: str = ""
    no_story_reason: str = ""
    items: tuple[PlannedItem, ...] = ()
    dropped: tuple[str, ...] = ()
    waivers: tuple[Waiver, ...] = ()


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """One candidate as the editor's file names it in a comment, under its section.

    Without `published` the line says when it was first seen.
    """

    section: str
    section_name: str
    title: str
    source_name: str
    published: date | None
    first_seen: date
    url: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a kernelement applied: the term, and where it was found (`title`, `summary` or `address`)."""

    kernelement: str
    term: str
    where: str


@dataclass(frozen=True, slots=True)
class TermHit:
    """One group of terms that was found: by which term, where, and the points that gives or takes."""

    group: str
    term: str
    where: str
    points: int


@dataclass(frozen=True, slots=True)
class Relevance:
    """How much an item is about the programme, and what that rests on; the heaviest hit comes first.

    `only_people`: it says who it is about and not what is the matter, which is never enough.
    """

    points: int
    threshold: int
    hits: tuple[TermHit, ...] = ()
    only_people: bool = False

    @property
    def is_enough(self) -> bool:
        return self.points >= self.threshold and not self.only_people


@dataclass(frozen=True, slots=True)
class Candidate:
    """A publication that may be shown, with what we made of it."""

    publication: Publication
    kernelementen: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Omission:
    """A publication that is not shown, and why; `detail` names the term, the date or the section."""

    publication: Publication
    reason: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One item of a section: what was found, an editor's own link, or the first changed by the second."""

    candidate: Candidate | None
    planned: PlannedItem | None


@dataclass(frozen=True, slots=True)
class ChosenSection:
    rule: SectionRule
    items: tuple[Chosen, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """What goes in, what does not and why, and what waits for the editor (`undated`)."""

    sections: tuple[ChosenSection, ...]
    omissions: tuple[Omission, ...]
    undated: tuple[Candidate, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a shown item came from and what was changed on the way, for `edition.json` and the report.

    `changed_at` is when the publisher's text changed after we had seen it, None when it never did;
    `type_from` is what named the type, as in "‘rapporten’ in het adres".
    """

    key: str
    source: str
    endpoint: str
    published: datetime | None
    published_from: str
    first_seen: datetime | None
    content_hash: str
    summary_from: str
    why: str
    evidence: tuple[Evidence, ...]
    edited: tuple[str, ...]
    also_at: tuple[Copy, ...]
    flags: tuple[str, ...]
    changed_at: datetime | None = None
    type_from: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One item as the reader sees it. Text is plain; `when` and `where` are for events only.

    `credit_line` is the whole of "Bron: …, datum"; `label` the kernelement's name or "".
    """

    title: str
    url: str
    label: str
    summary: str
    credit_line: str
    type: PublicationType
    provenance: Provenance
    also_at: str = ""
    when: str = ""
    day: str = ""
    month: str = ""
    where: str = ""
    duration: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    slug: str
    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class StoryBlock:
    """What the mail carries of a story: never its own text (a page can be taken back, a mail cannot)."""

    slug: str
    title: str
    form_line: str
    summary: str
    questions: tuple[str, ...]
    button: str
    url: str
    teller_line: str
    content_notice: str
    fictional: bool
    why: str


@dataclass(frozen=True, slots=True)
class StoryImage:
    """The picture on a story's page, in two sizes beside it; widths and height are in pixels."""

    name: str
    width: int
    height: int
    small_name: str
    small_width: int
    alt: str
    credit: str


@dataclass(frozen=True, slots=True)
class StoryPage:
    """The story's own page. `body_html` and `transcript_html` are cleaned HTML, safe to place as they are.

    `conversation` is how to talk about it, there and on a page of its own; `cards` lie beside both.
    `story_link` is what leads back to the story, as in "Bekijk het verhaal".
    """

    title: str
    form_line: str
    teller_line: str
    kernelementen: tuple[str, ...]
    summary: str
    body_html: str
    transcript_html: str
    media_url: str
    media_line: str
    questions: tuple[str, ...]
    content_notice: str
    help_lines: tuple[HelpLine, ...]
    fictional: bool
    is_listed: bool
    newsletter: str
    contact: str
    language: str
    source_line: str = ""
    image: StoryImage | None = None
    conversation: Conversation | None = None
    cards: tuple[CardFile, ...] = ()
    story_link: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """The newsletter of one month, every word of it decided; templates only place it.

    `introduction_html` is cleaned HTML; `introduction_text` the same for the plain part. `month_name` is
    "december 2026". `web_url` and `unsubscribe_url` are the open places `%%WEBVERSIE%%`, `%%AFMELDEN%%`.
    `story_note` stands in place of a story that was taken back.
    """

    month: Month
    month_name: str
    cut_off: datetime
    title: str
    subject: str
    preheader: str
    introduction_html: str
    introduction_text: str
    story: StoryBlock | None
    sections: tuple[Section, ...]
    sender: str
    from_address: str
    reply_to: str
    contact: str
    list_id: str
    base_url: str
    signup_url: str
    share_story_url: str
    language: str
    web_url: str = WEB_VERSION
    unsubscribe_url: str = WAY_OUT
    story_note: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The files of an edition, as they are written. `story_html` is "" when there is no story.

    `guide_html` is the conversation about it, "" as well without one. `web_html` is the edition as a page.
    """

    html: str
    text: str
    eml: bytes
    story_html: str
    guide_html: str = ""
    web_html: str = ""
