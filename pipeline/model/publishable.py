"""The consent gate: the one noun that a story must become before anything is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.model.agreement import Acceptance, acceptance_gaps
from pipeline.model.stories import Story, consent_gaps
from pipeline.model.words import Channel


@dataclass(frozen=True, slots=True)
class PublishableStory:
    """A story whose consent holds for `channel` on the day `on`, as it was accepted to the letter.

    Composing takes nothing else. Making one is the consent gate: it raises ValueError, naming the gaps, when
    consent does not hold or the text is not the accepted one, so that no path yields a story without it.
    """

    story: Story
    channel: Channel
    on: date
    acceptance: Acceptance

    def __post_init__(self) -> None:
        gaps = (
            *consent_gaps(self.story.consent, channel=self.channel, on=self.on),
            *acceptance_gaps(self.story, self.acceptance),
        )
        if gaps:
            raise ValueError(f"{self.story.slug}: {', '.join(gaps)}")
