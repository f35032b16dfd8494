"""Small builders of nouns: what a test does not name has a sensible value.

Everything is made up; addresses end in `.example` or `example.nl`.
"""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.model import (
    Acceptance,
    Channel,
    CollectLimits,
    Config,
    Consent,
    ConsentStatus,
    Edition,
    EditionPlan,
    EmailLimits,
    Endpoint,
    HelpLine,
    Item,
    Kernelement,
    Kind,
    Month,
    MonthlyRule,
    Newsletter,
    Origin,
    Provenance,
    Publication,
    PublicationData,
    PublicationType,
    PublishableStory,
    ScheduleRules,
    Section,
    SectionRule,
    Source,
    Story,
    StoryBlock,
    StoryForm,
    StoryPage,
    StoryRules,
    Teller,
    Tone,
    agreed_digest,
    agreed_parts,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOON = datetime(2026, 11, 12, 11, 0, tzinfo=UTC)
CUT_OFF = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)


def provenance(**changes: Any) -> Provenance:
    whole = Provenance(
        key="https://bron.example/nieuws/een",
        source="bron",
        endpoint="https://bron.example/feed",
        published=NOON,
        published_from="pubDate",
        first_seen=NOON,
        content_hash="0" * 64,
        summary_from="description",
        why="kind: nieuws",
        evidence=(),
        edited=(),
        also_at=(),
        flags=(),
    )
    return replace(whole, **changes)


def item(title: str = "Een wijkteam leert van een gezin", **changes: Any) -> Item:
    """An item of news; for an event give `when`, `day` and `month` as well."""
    whole = Item(
        title=title,
        url="https://bron.example/nieuws/een",
        label="Lokale teams",
        summary="Drie medewerkers gingen terug naar een gezin en vroegen wat had geholpen.",
        credit_line="Bron: Bron, 12 november 2026",
        type=PublicationType.NIEUWS,
        provenance=provenance(),
    )
    return replace(whole, **changes)


def event(title: str = "Leersessie: terug naar het gezin", **changes: Any) -> Item:
    whole = item(
        title,
        url="https://bron.example/agenda/leersessie",
        summary="",
        type=PublicationType.BIJEENKOMST,
        when="donderdag 10 december 2026, 13.30 – 16.00 uur",
        day="10",
        month="dec",
        where="Utrecht",
    )
    return replace(whole, **changes)


def section(name: str = "Nieuws uit het veld", *items: Item, slug: str = "nieuws-uit-het-veld") -> Section:
    return Section(slug, name, items or (item(),))


def story_block(**changes: Any) -> StoryBlock:
    whole = StoryBlock(
        slug="de-lege-stoel",
        title="De lege stoel",
        form_line="Lezen · 6 minuten",
        summary="Een wijkteammedewerker kwam een jaar later terug en zag wat ze toen had gemist.",
        questions=(
            "Wat raakte je in dit verhaal?",
            "Wanneer liep jij iets voorbij?",
            "Wat spreken wij vandaag af?",
        ),
        button="Lees het verhaal ‘De lege stoel’",
        url="https://nieuwsbrief.example.nl/verhalen/de-lege-stoel",
        teller_line="Een professional vertelt",
        content_notice="",
        fictional=False,
        why="langst niet gekozen vorm",
    )
    return replace(whole, **changes)


def help_line(**changes: Any) -> HelpLine:
    whole = HelpLine(
        name="Luisterlijn Voorbeeld",
        phone="0800-0000",
        url="https://luisterlijn.example/",
        about="dag en nacht, gratis",
        checked_on=date(2026, 11, 23),
    )
    return replace(whole, **changes)


def story_page(**changes: Any) -> StoryPage:
    whole = StoryPage(
        title="De lege stoel",
        form_line="Lezen · 6 minuten",
        teller_line="Een professional vertelt",
        kernelementen=("Lokale teams",),
        summary="Een wijkteammedewerker kwam een jaar later terug en zag wat ze toen had gemist.",
        body_html="<p>Er stond een stoel bij het raam.</p>\n<h2>Een jaar later</h2>\n<p>Er zat iemand.</p>",
        transcript_html="",
        media_url="",
        media_line="",
        questions=(
            "Wat raakte je in dit verhaal?",
            "Wanneer liep jij iets voorbij?",
            "Wat spreken wij vandaag af?",
        ),
        content_notice="",
        help_lines=(),
        fictional=False,
        is_listed=False,
        newsletter="Toekomstscenario kind- en gezinsbescherming",
        contact="redactie@example.nl",
        language="nl",
    )
    return replace(whole, **changes)


def edition(*sections: Section, **changes: Any) -> Edition:
    """The edition of December 2026 with a story, an introduction and one section."""
    whole = Edition(
        month=Month(2026, 12),
        month_name="december 2026",
        cut_off=CUT_OFF,
        title="Toekomstscenario kind- en gezinsbescherming",
        subject="Terug naar het gezin, en vier andere verhalen",
        preheader="Drie medewerkers vroegen wat had geholpen. Het antwoord was korter dan gedacht.",
        introduction_html="<p>Deze maand gaat het over <strong>teruggaan</strong>.</p>",
        introduction_text="Deze maand gaat het over teruggaan.",
        story=story_block(),
        sections=sections or (section(),),
        sender="Programma Toekomstscenario",
        from_address="nieuwsbrief@nieuwsbrief.example.nl",
        reply_to="redactie@example.nl",
        contact="redactie@example.nl",
        list_id="toekomstscenario.nieuwsbrief.example.nl",
        base_url="https://nieuwsbrief.example.nl",
        signup_url="https://nieuwsbrief.example.nl/aanmelden",
        share_story_url="mailto:redactie@example.nl?subject=Mijn%20verhaal",
        language="nl",
    )
    return replace(whole, **changes)


# --- before an edition is composed ----------------------------------------------------------------


def publication_data(slug: str = "een", **changes: Any) -> PublicationData:
    """News from bron.example; `slug` is the last part of its address, and titles differ by it."""
    whole = PublicationData(
        title=f"Het wijkteam leert {slug}",
        url=f"https://bron.example/nieuws/{slug}",
        summary="Drie medewerkers gingen terug naar een gezin.",
        summary_from="description",
        published=NOON,
        published_from="pubDate",
    )
    return replace(whole, **changes)


def publication(slug: str = "een", **changes: Any) -> Publication:
    """A stored publication; what belongs to its data (`title`, `published`, …) may be given as well."""
    fields = {field.name for field in dataclasses.fields(PublicationData)} - {"type"}
    data = publication_data(slug, **{name: changes.pop(name) for name in fields & set(changes)})
    whole = Publication(
        key=data.url or f"bron:{slug}",
        source="bron",
        endpoint="https://bron.example/feed",
        data=data,
        type=PublicationType.NIEUWS,
        first_seen=NOON,
        changed_at=NOON,
        content_hash="0" * 64,
    )
    return replace(whole, **changes)


def endpoint(**changes: Any) -> Endpoint:
    return replace(Endpoint("https://bron.example/feed", Kind.FEED), **changes)


def source(slug: str = "bron", *endpoints: Endpoint) -> Source:
    """A source at <slug>.example with one feed, or the endpoints given."""
    return Source(
        slug=slug,
        name=slug.capitalize(),
        organisation=f"Stichting {slug.capitalize()}",
        homepage=f"https://{slug}.example/",
        endpoints=endpoints or (endpoint(url=f"https://{slug}.example/feed"),),
    )


def plan(**changes: Any) -> EditionPlan:
    return replace(EditionPlan(Month(2026, 12), path="editions/2026-12.toml"), **changes)


def section_rule(
    slug: str, *kinds: PublicationType, sources: tuple[str, ...] = (), most: int = 3
) -> SectionRule:
    return SectionRule(slug, slug.capitalize(), kinds, sources, most)


def consent(**changes: Any) -> Consent:
    """Consent that holds on 3 December 2026, for the newsletter only."""
    whole = Consent(
        status=ConsentStatus.GEGEVEN,
        reference="T-2026-014",
        given_on=date(2026, 10, 2),
        valid_until=date(2028, 10, 2),
        scope=frozenset({Channel.NIEUWSBRIEF}),
        read_back_on=date(2026, 10, 5),
    )
    return replace(whole, **changes)


def story(slug: str = "de-lege-stoel", **changes: Any) -> Story:
    whole = Story(
        slug=slug,
        path=f"stories/{slug}.md",
        title="De lege stoel",
        origin=Origin.EIGEN,
        teller=Teller.PROFESSIONAL,
        form=StoryForm.LEZEN,
        tone=Tone.SPIJT,
        kernelementen=("lokale-teams",),
        summary="Een medewerker kwam een jaar later terug.",
        minutes=6,
        questions=("Wat raakte je?", "Wat herken je?", "Wat spreken wij af?", "Wie vraag je?"),
        consent=consent(),
        body="Er stond een stoel bij het raam.",
        fictional=False,
        others="onherkenbaar",
        anonymised_by="redactie",
    )
    return replace(whole, **changes)


def publishable(slug: str = "de-lege-stoel", **changes: Any) -> PublishableStory:
    """The story, through the consent gate of 3 December 2026."""
    told = story(slug, **changes)
    return PublishableStory(told, Channel.NIEUWSBRIEF, date(2026, 12, 3), acceptance(told))


def acceptance(told: Story, **changes: Any) -> Acceptance:
    """That `told` was looked at as it is."""
    whole = Acceptance(agreed_digest(told), "redactie", date(2026, 10, 6), agreed_parts(told))
    return replace(whole, **changes)


def config(*sections: SectionRule, **changes: Any) -> Config:
    whole = Config(
        newsletter=Newsletter(
            title="Toekomstscenario kind- en gezinsbescherming",
            sender="Programma Toekomstscenario",
            from_address="nieuwsbrief@nieuwsbrief.example.nl",
            reply_to="redactie@example.nl",
            contact="redactie@example.nl",
            base_url="https://nieuwsbrief.example.nl",
            list_id="toekomstscenario.nieuwsbrief.example.nl",
            signup_url="https://nieuwsbrief.example.nl/aanmelden",
            share_story_url="mailto:redactie@example.nl",
            language="nl",
            zone=AMSTERDAM,
        ),
        kernelementen=(Kernelement("lokale-teams", "Lokale teams", ("wijkteam",)),),
        sections=sections or (section_rule("nieuws", PublicationType.NIEUWS),),
        collect=CollectLimits(user_agent="nieuwsbrief/0.1 (redactie@example.nl)"),
        email=EmailLimits(),
        stories=StoryRules(),
        schedule=ScheduleRules(build=MonthlyRule("first", "thursday", time(9))),
    )
    return replace(whole, **changes)
