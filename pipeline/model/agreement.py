"""What was agreed to is bound to the exact words and picture: a changed text needs a new look."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pipeline.model.stories import ConsentGap, Story

_FIELD_END = "\x1f"
_PART_END = "\x1e"


class AgreedPart(StrEnum):
    """The parts of a story that are bound by an acceptance, by their key in the header."""

    TITLE = "titel"
    SUMMARY = "samenvatting"
    BODY = "tekst"
    QUESTIONS = "vragen"
    NOTICE = "inhoudswaarschuwing"
    ALT = "afbeelding_alt"
    TRANSCRIPT = "transcript"
    IMAGE = "afbeelding"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """That somebody looked at a story as it was, and found it right: `<slug>.akkoord.toml`.

    `digest` is the SHA-256 of all parts together; `parts` holds one of each, so that a change can be
    named. `by` is a role.
    """

    digest: str
    by: str
    on: date
    parts: Mapping[AgreedPart, str]


def agreed_digest(story: Story) -> str:
    """Returns the SHA-256, in hex, of all that was agreed to, whatever else its header says."""
    whole = _PART_END.join(f"{part}{_FIELD_END}{text}" for part, text in _parts(story).items())
    return hashlib.sha256(whole.encode()).hexdigest()


def agreed_parts(story: Story) -> dict[AgreedPart, str]:
    """Returns the SHA-256 of each part, its name in front, so that equal texts do not look alike."""
    return {
        part: hashlib.sha256(f"{part}{_FIELD_END}{text}".encode()).hexdigest()
        for part, text in _parts(story).items()
    }


def changed_parts(story: Story, acceptance: Acceptance) -> tuple[AgreedPart, ...]:
    """Returns the parts that differ from what was accepted; empty means that nothing does."""
    now = agreed_parts(story)
    changed = tuple(part for part in AgreedPart if acceptance.parts.get(part) != now[part])
    # The digest is what binds. Should only that differ, somebody wrote in the file: then nothing counts.
    return changed if changed or acceptance.digest == agreed_digest(story) else tuple(AgreedPart)


def acceptance_gaps(story: Story, acceptance: Acceptance | None) -> tuple[ConsentGap, ...]:
    """Returns what is missing between the story as it is and the one that was accepted."""
    if acceptance is None:
        return (ConsentGap.NOT_ACCEPTED,)
    return (ConsentGap.CHANGED,) if changed_parts(story, acceptance) else ()


def _parts(story: Story) -> dict[AgreedPart, str]:
    """The texts in NFC, in a fixed order; no text of a story holds the signs that part them."""
    texts = {
        AgreedPart.TITLE: story.title,
        AgreedPart.SUMMARY: story.summary,
        AgreedPart.BODY: story.body,
        AgreedPart.QUESTIONS: _FIELD_END.join(story.questions),
        AgreedPart.NOTICE: story.content_notice,
        AgreedPart.ALT: story.image_alt,
        AgreedPart.TRANSCRIPT: story.transcript,
        AgreedPart.IMAGE: story.image_hash,
    }
    return {part: unicodedata.normalize("NFC", text) for part, text in texts.items()}
