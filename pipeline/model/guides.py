"""The conversation about a story: the team's methods as read, and the guide that comes of one with a story.

templates/gesprek/*.toml ──► Methods ─┐
PublishableStory ─────────────────────┴─► stages/guide ──► Conversation ──► page, card
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.settings import HelpLine
from pipeline.model.words import StoryForm, Teller, Tone


class Setting(StrEnum):
    """Where people talk about a story; each has its file in templates/gesprek/."""

    VERGADERING = "vergadering"
    LUNCH = "lunch"
    BIJEENKOMST = "bijeenkomst"


class Phase(StrEnum):
    """The way a conversation goes: from what moved you, to what you recognise, to what you will do."""

    GERAAKT = "geraakt"
    HERKENNEN = "herkennen"
    ANDERS = "anders"


class Telling(StrEnum):
    """How a step brings the story in: told again by who leads, or read, watched or heard together."""

    VOORAF = "vooraf"
    SAMEN = "samen"


@dataclass(frozen=True, slots=True)
class MethodStep:
    """One step of a method; `least` and `most` are minutes, the same when the step is never shorter.

    `say` is a sentence to say aloud, "" without one. `phase` brings in the questions of that phase, at most
    `most_questions` of them when that is not 0.
    """

    name: str
    least: int
    most: int
    text: str
    say: str = ""
    phase: Phase | None = None
    most_questions: int = 0
    telling: Telling | None = None


@dataclass(frozen=True, slots=True)
class Method:
    """How to talk in one setting. The minutes of its steps add up to `least` and `most`."""

    setting: Setting
    name: str
    in_short: str
    least: int
    most: int
    for_whom: str
    prepare: tuple[str, ...]
    leader: tuple[str, ...]
    steps: tuple[MethodStep, ...]


@dataclass(frozen=True, slots=True)
class PhaseRule:
    """`question` is asked where a story has none for this phase; `cues` tell which questions belong to it."""

    phase: Phase
    name: str
    question: str
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommonGround:
    """What holds in each setting. `{melding}` and `{duur}` in the texts are places to fill."""

    agreements: tuple[str, ...]
    touched: tuple[str, ...]
    notice: str
    too_long: str
    phases: tuple[PhaseRule, ...]
    forms: Mapping[StoryForm, str]
    tones: Mapping[Tone, str]
    tellers: Mapping[Teller, str]


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where to go on: material of the programme, and the kernelementen and tones it fits; neither: always."""

    title: str
    url: str
    when: str
    kernelementen: tuple[str, ...] = ()
    tones: tuple[Tone, ...] = ()


@dataclass(frozen=True, slots=True)
class Methods:
    """All of templates/gesprek/ but the word list."""

    methods: tuple[Method, ...]
    common: CommonGround
    pointers: tuple[Pointer, ...]
    most_pointers: int


@dataclass(frozen=True, slots=True)
class GuideStep:
    """One step as it is shown; `minutes` is "2 min" or "4–6 min"."""

    name: str
    minutes: str
    text: str
    say: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """The way to talk about one story in one setting; `minutes` is "10 minuten" or "20 tot 30 minuten"."""

    setting: Setting
    name: str
    in_short: str
    minutes: str
    for_whom: str
    prepare: tuple[str, ...]
    steps: tuple[GuideStep, ...]
    leader: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskedPhase:
    """A phase with the questions that belong to it, in the story's order."""

    phase: Phase
    name: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conversation:
    """All a team needs to talk about one story. `notice` is "" for a story without a content notice."""

    guides: tuple[Guide, ...]
    phases: tuple[AskedPhase, ...]
    agreements: tuple[str, ...]
    touched: tuple[str, ...]
    notice: str
    pointers: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class CardFile:
    """A card that lies beside the page: its name, and what it is, as in "Kaart op A5, twee kanten"."""

    name: str
    label: str


class CardSize(StrEnum):
    """The paper a card is printed on, both sides of one sheet."""

    A5 = "a5"
    A4 = "a4"


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says. `url` leads to the story's page, for the QR code; `address` is it without https://."""

    title: str
    form_line: str
    teller_line: str
    url: str
    address: str
    newsletter: str
    conversation: Conversation
    content_notice: str
    help_lines: tuple[HelpLine, ...]
    fictional: bool
    language: str
