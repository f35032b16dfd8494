"""The shelf: every story in the stories folder, with what keeps it from being shown on a day.

Stands beside `root` as ground for the other jobs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from pipeline.jobs.root import Root
from pipeline.model import (
    Acceptance,
    Channel,
    Finding,
    Found,
    ParsedStory,
    PublishableStory,
    Severity,
    Story,
    StoryFiles,
    Withdrawals,
)
from pipeline.read.story import (
    acceptance_findings,
    consent_findings,
    double_slugs,
    parse_acceptance,
    parse_story,
    picture_finding,
    story_words,
)
from pipeline.read.withdrawn import parse_withdrawn
from pipeline.shell import names
from pipeline.shell.files import read_text
from pipeline.shell.folder import read_some, read_stories
from pipeline.shell.secret import load_key
from pipeline.stages.anonymity import Public, find_in_story, identifying_findings, prose_of
from pipeline.stages.withdraw import is_withdrawn, key_mark


@dataclass(frozen=True, slots=True)
class Copy:
    """One story on the shelf: `story` is None when its file cannot be used.

    `lines` are those of its header. `is_withdrawn` means that withdrawn.toml holds it; `asks_withdrawal`
    that its own header does.
    """

    slug: str
    path: str
    story: Story | None
    findings: tuple[Finding, ...]
    publishable: PublishableStory | None
    files: StoryFiles
    is_withdrawn: bool = False
    asks_withdrawal: bool = False
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shelf:
    copies: tuple[Copy, ...]

    @property
    def stock(self) -> tuple[PublishableStory, ...]:
        """The stories that may be shown on the day the shelf was read for."""
        return tuple(copy.publishable for copy in self.copies if copy.publishable)

    @property
    def stories(self) -> Mapping[str, Story]:
        return {copy.slug: copy.story for copy in self.copies if copy.story}

    def findings_on(self, slug: str) -> tuple[Finding, ...]:
        return tuple(finding for copy in self.copies if copy.slug == slug for finding in copy.findings)

    def lines_of(self, slug: str) -> Mapping[str, int]:
        """The lines of a story's header keys, for findings that come up later."""
        return next((copy.lines for copy in self.copies if copy.slug == slug), {})


@dataclass(frozen=True, slots=True)
class Gone:
    """What is known of stories that were taken back; without the right key nothing can be told apart."""

    withdrawals: Withdrawals
    key: bytes | None

    @property
    def lacks_key(self) -> bool:
        is_right = self.key is not None and key_mark(self.key) == self.withdrawals.key
        return bool(self.withdrawals.stories) and not is_right

    def holds(self, files: StoryFiles) -> bool:
        if self.key is None or not self.withdrawals.stories:
            return False
        return is_withdrawn(story_words(files), self.withdrawals, key=self.key)


def read_gone(root: Root) -> Gone:
    """Reads withdrawn.toml and the key that goes with it."""
    if not root.withdrawn.is_file():
        return Gone(Withdrawals(), None)
    withdrawals = parse_withdrawn(read_text(root.withdrawn), str(root.withdrawn))
    return Gone(withdrawals, load_key(root.key))


def read_shelf(root: Root, *, on: date, channel: Channel = Channel.NIEUWSBRIEF, show: bool = False) -> Shelf:
    """Reads all stories and asks each whether it may be shown in `channel` on the day `on`.

    With `show` findings carry what may give somebody away: for a terminal, and for nothing that is kept.
    """
    files = [replace(one, path=root.relative(Path(one.path))) for one in read_stories(root.stories)]
    doubled = double_slugs(files)
    slugs = [element.slug for element in root.config.kernelementen]
    gone = read_gone(root)
    named = names.load_found(root.names)
    copies = []
    for one in files:
        parsed = parse_story(one, kernelementen=slugs)
        twice = [finding for finding in doubled if finding.path == one.path]
        if gone.lacks_key or gone.holds(one):
            copies.append(_withdrawn(one, parsed, has_key=not gone.lacks_key))
        else:
            looked = _identifying(root, one, parsed, named, show=show)
            copies.append(_copy(root, one, _with_picture(root, parsed), [*twice, *looked], on, channel))
    return Shelf(tuple(copies))


def public_of(root: Root) -> Public:
    """What may stand in any story of this newsletter."""
    letter = root.config.newsletter
    return Public(
        phones=tuple(line.phone for line in root.config.help_lines),
        addresses=tuple(filter(None, (letter.contact, letter.reply_to, letter.from_address))),
    )


def _identifying(
    root: Root,
    files: StoryFiles,
    parsed: ParsedStory,
    named: Mapping[str, Sequence[Found]],
    *,
    show: bool,
) -> tuple[Finding, ...]:
    """Returns what may give somebody away and is not signed off; `named` is what a library found earlier."""
    if parsed.is_withdrawn:
        return ()
    proses = prose_of(files)
    by_text = {one.text: named.get(names.digest(one.text), ()) for one in proses} if named else {}
    spots = find_in_story(proses, public=public_of(root), names=by_text)
    line = parsed.lines.get("controle")
    return identifying_findings(
        files.path, proses, spots, reviews=parsed.reviews, review_line=line, show=show
    )


def gap_of(root: Root, slug: str, now: datetime) -> str:
    """Returns why the story `slug` may not be shown at `now`, asked of its file as it is; "" when it may."""
    shelf = read_shelf(root, on=now.astimezone(root.config.newsletter.zone).date())
    if slug in {one.story.slug for one in shelf.stock}:
        return ""
    return "; ".join(finding.message for finding in shelf.findings_on(slug)) or "the file is gone"


def read_image(root: Root, story: Story) -> bytes:
    """Returns the bytes of a story's picture; b"" when there is none or it cannot be read."""
    if not story.image:
        return b""
    # Pillow takes a moment to import, and most stories have no picture.
    from pipeline.read.pictures import MAX_BYTES  # noqa: PLC0415

    return read_some((root.path / story.path).parent / story.image, MAX_BYTES)


def _with_picture(root: Root, parsed: ParsedStory) -> ParsedStory:
    """Looks at the picture: what it is bound by, and whether it can be used."""
    if parsed.story is None or not parsed.story.image:
        return parsed
    from pipeline.read.pictures import inspect  # noqa: PLC0415 - as above

    body = read_image(root, parsed.story)
    story = replace(parsed.story, image_hash=hashlib.sha256(body).hexdigest())
    problem = inspect(body)
    found = picture_finding(problem.value, parsed.story, parsed.lines) if problem else None
    return replace(parsed, story=story, findings=(*parsed.findings, *([found] if found else [])))


def _withdrawn(files: StoryFiles, parsed: ParsedStory, *, has_key: bool) -> Copy:
    """A story that was taken back, or that cannot be told from one: of neither anything more is said."""
    finding = Finding(
        "consent-withdrawn",
        Severity.BLOCKING,
        files.path,
        "dit verhaal is ingetrokken en blijft weg, ook als het wordt teruggezet",
        "gooi het bestand of de map weg, ook uit je reservekopieën",
    )
    if not has_key:
        finding = Finding(
            "withdrawn-key-missing",
            Severity.BLOCKING,
            files.path,
            "niet te zeggen of dit verhaal is ingetrokken: de sleutel bij withdrawn.toml ontbreekt",
            "vraag de beheerder om var/secret.key terug te zetten, of NIEUWSBRIEF_KEY",
        )
    return Copy(
        slug=files.slug,
        path=files.path,
        story=None,
        findings=(finding,),
        publishable=None,
        files=files,
        is_withdrawn=has_key,
        asks_withdrawal=parsed.is_withdrawn,
    )


def _copy(
    root: Root,
    files: StoryFiles,
    parsed: ParsedStory,
    twice: Sequence[Finding],
    on: date,
    channel: Channel,
) -> Copy:
    findings = [*parsed.findings, *twice]
    acceptance = parse_acceptance(files.agreement)
    if parsed.story is not None:
        findings += consent_findings(
            parsed.story,
            on=on,
            channel=channel,
            allow_fictional=root.config.stories.allow_fictional,
            lines=parsed.lines,
        )
        findings += [] if parsed.is_withdrawn else _acceptance_findings(files, parsed, acceptance)
    return Copy(
        slug=files.slug,
        path=files.path,
        story=parsed.story,
        findings=tuple(findings),
        publishable=_publishable(parsed.story, findings, acceptance, channel, on),
        files=files,
        asks_withdrawal=parsed.is_withdrawn,
        lines=parsed.lines,
    )


def _acceptance_findings(
    files: StoryFiles, parsed: ParsedStory, acceptance: Acceptance | None
) -> tuple[Finding, ...]:
    if parsed.story is None:
        return ()
    is_there = files.agreement is not None
    return acceptance_findings(parsed.story, acceptance, is_there=is_there, lines=parsed.lines)


def _publishable(
    story: Story | None,
    findings: Sequence[Finding],
    acceptance: Acceptance | None,
    channel: Channel,
    on: date,
) -> PublishableStory | None:
    if story is None or acceptance is None or any(one.severity is Severity.BLOCKING for one in findings):
        return None
    return PublishableStory(story, channel, on, acceptance)
