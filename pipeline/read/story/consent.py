"""The Dutch sentence for everything that keeps a story from a channel on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from pipeline.model import Channel, Consent, ConsentGap, Finding, Severity, Story, consent_gaps
from pipeline.text.dutch import format_day

# The key that has to change; under it stands the line an editor is sent to.
_KEYS: Mapping[ConsentGap, str] = MappingProxyType(
    {
        ConsentGap.NOT_GIVEN: "status",
        ConsentGap.WITHDRAWN: "status",
        ConsentGap.OUT_OF_SCOPE: "bereik",
        ConsentGap.NOT_YET: "datum",
        ConsentGap.EXPIRED: "geldig_tot",
        ConsentGap.NOT_READ_BACK: "gelezen_door_verteller",
        ConsentGap.UNSIGNED_FOR_CHILD: "getekend_door",
        ConsentGap.CHILD_NOT_ASKED: "toestemming_kind",
        ConsentGap.NO_REFERENCE: "kenmerk",
    }
)
_HINTS: Mapping[ConsentGap, str] = MappingProxyType(
    {
        ConsentGap.NOT_GIVEN: "wacht tot de verteller heeft getekend, of kies een ander verhaal",
        ConsentGap.WITHDRAWN: "kies een ander verhaal; intrekken mag altijd, zonder reden",
        ConsentGap.OUT_OF_SCOPE: "vraag de verteller of het ook hier mag, of kies een ander verhaal",
        ConsentGap.NOT_YET: "kijk de datum na; kies anders een ander verhaal",
        ConsentGap.EXPIRED: "vraag de verteller opnieuw, en schrijf de nieuwe datum bij ‘geldig_tot’",
        ConsentGap.NOT_READ_BACK: "laat de verteller de tekst lezen die erin komt, en schrijf de datum op",
        ConsentGap.UNSIGNED_FOR_CHILD: "wie gezag heeft, tekent; schrijf de rol bij ‘getekend_door’",
        ConsentGap.CHILD_NOT_ASKED: "vraag het het kind zelf, en schrijf de datum bij ‘toestemming_kind’",
        ConsentGap.NO_REFERENCE: "schrijf bij ‘kenmerk’ de verwijzing naar het getekende formulier",
    }
)
_CHANNELS: Mapping[Channel, str] = MappingProxyType(
    {Channel.NIEUWSBRIEF: "de nieuwsbrief", Channel.WEBSITE: "de website"}
)


def consent_findings(
    story: Story,
    *,
    on: date,
    channel: Channel,
    allow_fictional: bool = False,
    lines: Mapping[str, int] = MappingProxyType({}),
) -> tuple[Finding, ...]:
    """Returns a blocking finding for each gap in the consent for `channel` on the day `on`.

    A made-up story is one more gap unless `allow_fictional`. `lines` are those of the ParsedStory.
    """
    found = [
        Finding(
            code=gap.value,
            severity=Severity.BLOCKING,
            path=story.path,
            message=_sentence(gap, story.consent, channel),
            hint=_HINTS[gap],
            line=lines.get(f"toestemming.{_KEYS[gap]}", lines.get("toestemming")),
        )
        for gap in consent_gaps(story.consent, channel=channel, on=on)
    ]
    if story.fictional and not allow_fictional:
        found.append(
            Finding(
                code="story-fictional",
                severity=Severity.BLOCKING,
                path=story.path,
                message="dit verhaal is verzonnen en gaat niet naar lezers",
                hint="kies een waargebeurd verhaal; verzonnen verhalen zijn er om mee te oefenen",
                line=lines.get("fictief"),
            )
        )
    return tuple(found)


def _sentence(gap: ConsentGap, consent: Consent, channel: Channel) -> str:
    if gap is ConsentGap.OUT_OF_SCOPE:
        return f"de toestemming geldt niet voor {_CHANNELS[channel]}"
    if gap is ConsentGap.EXPIRED and consent.valid_until:
        return f"de toestemming liep af op {format_day(consent.valid_until)}"
    if gap is ConsentGap.NOT_YET and consent.given_on:
        return f"de toestemming geldt pas vanaf {format_day(consent.given_on)}"
    if gap is ConsentGap.NOT_READ_BACK and consent.read_back_on:
        return f"de verteller leest het verhaal pas op {format_day(consent.read_back_on)}"
    return _SENTENCES[gap]


_SENTENCES: Mapping[ConsentGap, str] = MappingProxyType(
    {
        ConsentGap.NOT_GIVEN: "de toestemming is gevraagd, maar nog niet gegeven",
        ConsentGap.WITHDRAWN: "de toestemming is ingetrokken",
        ConsentGap.NOT_YET: "er staat niet bij wanneer de toestemming is gegeven",
        ConsentGap.EXPIRED: "er staat niet bij tot wanneer de toestemming geldt",
        ConsentGap.NOT_READ_BACK: "de verteller heeft het verhaal nog niet teruggelezen",
        ConsentGap.UNSIGNED_FOR_CHILD: "voor een kind onder de 16 heeft niemand met gezag getekend",
        ConsentGap.CHILD_NOT_ASKED: "het kind is 12 tot 16 jaar en is zelf niet gevraagd",
        ConsentGap.NO_REFERENCE: "er is geen verwijzing naar een getekend formulier",
    }
)
