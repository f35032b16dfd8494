"""The shelf: every story in the stories folder, with what keeps it from being shown on a day.

Stands beside `root` as ground for the other jobs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pipeline.jobs.root import Root
from pipeline.model import Channel, Finding, ParsedStory, PublishableStory, Severity, Story
from pipeline.read.story import consent_findings, double_slugs, parse_story
from pipeline.shell.folder import read_stories


@dataclass(frozen=True, slots=True)
class Copy:
    """One story on the shelf: `story` is None when its file cannot be used."""

    slug: str
    path: str
    story: Story | None
    findings: tuple[Finding, ...]
    publishable: PublishableStory | None


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


def read_shelf(root: Root, *, on: date, channel: Channel = Channel.NIEUWSBRIEF) -> Shelf:
    """Reads all stories and asks each whether it may be shown in `channel` on the day `on`."""
    files = [
        replace(one, path=root.relative(Path(one.path))) for one in read_stories(root.stories)
    ]
    doubled = double_slugs(files)
    slugs = [element.slug for element in root.config.kernelementen]
    copies = []
    for one in files:
        parsed = parse_story(one, kernelementen=slugs)
        twice = [finding for finding in doubled if finding.path == one.path]
        copies.append(_copy(root, one.slug, one.path, parsed, twice, on, channel))
    return Shelf(tuple(copies))


def _copy(
    root: Root,
    slug: str,
    path: str,
    parsed: ParsedStory,
    twice: Sequence[Finding],
    on: date,
    channel: Channel,
) -> Copy:
    findings = [*parsed.findings, *twice]
    if parsed.story is not None:
        findings += consent_findings(
            parsed.story,
            on=on,
            channel=channel,
            allow_fictional=root.config.stories.allow_fictional,
            lines=parsed.lines,
        )
    may_go = parsed.story is not None and not any(
        finding.severity is Severity.BLOCKING for finding in findings
    )
    publishable = PublishableStory(parsed.story, channel, on) if parsed.story and may_go else None
    return Copy(slug, path, parsed.story, tuple(findings), publishable)
