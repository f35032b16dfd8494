"""A small story to change one thing in, and what reading it should give."""

from __future__ import annotations

from datetime import date

from pipeline.model import (
    Channel,
    Consent,
    ConsentStatus,
    FileProblem,
    Origin,
    ParsedStory,
    Story,
    StoryFiles,
    StoryForm,
    Teller,
    Tone,
)
from pipeline.read.story import parse_story

KERNELEMENTEN = (
    *("lokale-teams", "regionale-veiligheidsteams", "passende-hulp", "kennis-en-leerinfrastructuur"),
    *("handelingskader", "randvoorwaarden"),
)
PATH = "stories/de-sleutel/verhaal.md"

HEADER = """\
titel: De sleutel
herkomst: eigen
verteller: professional
vorm: lezen
toon: spijt
kernelementen: [lokale-teams]
samenvatting: Een korte alinea.
duur: 6 min
betrokkenen: onherkenbaar
vragen:
  - Wat raakte je?
  - Wat herken je?
  - Wat ga je doen?
toestemming:
  status: gegeven
  kenmerk: T-2026-014
  datum: 2026-10-02
  geldig_tot: 2028-10-02
  bereik: [nieuwsbrief, website]
  gelezen_door_verteller: 2026-10-05
geanonimiseerd_door: redactie
fictief: nee
"""
BODY = "Het begon op een dinsdag.\n\nEn toen was het woensdag."

STORY = Story(
    slug="de-sleutel",
    path=PATH,
    title="De sleutel",
    origin=Origin.EIGEN,
    teller=Teller.PROFESSIONAL,
    form=StoryForm.LEZEN,
    tone=Tone.SPIJT,
    kernelementen=("lokale-teams",),
    summary="Een korte alinea.",
    minutes=6,
    questions=("Wat raakte je?", "Wat herken je?", "Wat ga je doen?"),
    consent=Consent(
        status=ConsentStatus.GEGEVEN,
        reference="T-2026-014",
        given_on=date(2026, 10, 2),
        valid_until=date(2028, 10, 2),
        scope=frozenset({Channel.NIEUWSBRIEF, Channel.WEBSITE}),
        read_back_on=date(2026, 10, 5),
    ),
    body=BODY,
    fictional=False,
    others="onherkenbaar",
    anonymised_by="redactie",
)


def header(*changes: tuple[str, str], extra: str = "") -> str:
    """The header with (old, new) texts changed, each of which must be there, and lines added at the end."""
    text = HEADER
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text + extra


def files(
    head: str = HEADER,
    *,
    body: str = BODY,
    texts: dict[str, str] | None = None,
    names: tuple[str, ...] = (),
    unusable: dict[str, FileProblem] | None = None,
) -> StoryFiles:
    text = f"---\n{head}---\n\n{body}\n"
    known = texts or {}
    return StoryFiles("de-sleutel", PATH, text, known, (*known, *names), unusable or {})


def parse(story: StoryFiles) -> ParsedStory:
    return parse_story(story, kernelementen=KERNELEMENTEN)


def told(story: StoryFiles) -> list[tuple[str, int | None]]:
    return [(finding.code, finding.line) for finding in parse(story).findings]
