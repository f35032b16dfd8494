"""Puts an edition into words: every title, summary, credit line and date the reader will see.

    Selection + PublishableStory + EditionPlan  ->  Composed(edition, story page, findings)

Nothing here knows how it will look. Summaries are the publisher's own whole sentences or the editor's;
they are never padded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from pipeline.model import (
    Candidate,
    Chosen,
    Config,
    Edition,
    EditionPlan,
    EmailLimits,
    Finding,
    Item,
    Newsletter,
    Provenance,
    PublicationType,
    PublishableStory,
    Section,
    Selection,
    Severity,
    Source,
    Story,
    StoryBlock,
    StoryForm,
    StoryPage,
    Teller,
)
from pipeline.model.words import Channel
from pipeline.stages.label import describe_type
from pipeline.text import markdown
from pipeline.text.dutch import (
    format_day,
    format_month,
    format_when,
    nbsp_dates,
    short_month,
    typographic,
    whole_sentences,
    words,
)
from pipeline.text.url import tidy

FORM_WORDS: Mapping[StoryForm, tuple[str, str, str]] = {
    StoryForm.LEZEN: ("Om te lezen", "leestijd", "Lees het verhaal"),
    StoryForm.KIJKEN: ("Om te kijken", "kijktijd", "Bekijk het verhaal"),
    StoryForm.LUISTEREN: ("Om te luisteren", "luistertijd", "Beluister het verhaal"),
}
TELLER_WORDS: Mapping[Teller, str] = {
    Teller.GEZIN: "Verteld door iemand uit een gezin",
    Teller.PROFESSIONAL: "Verteld door een professional",
}
MEDIA_VERBS: Mapping[StoryForm, str] = {
    StoryForm.LEZEN: "Lees het artikel",
    StoryForm.KIJKEN: "Bekijk de film",
    StoryForm.LUISTEREN: "Beluister het verhaal",
}
QUESTIONS_IN_MAIL = 3
PREHEADER = (40, 130)


@dataclass(frozen=True, slots=True)
class Composed:
    edition: Edition
    story_page: StoryPage | None
    findings: tuple[Finding, ...]


def compose(
    selection: Selection,
    story: PublishableStory | None,
    *,
    plan: EditionPlan,
    config: Config,
    sources: Mapping[str, Source],
    cut_off: datetime,
    story_why: str,
) -> Composed:
    """Composes the edition of `plan.month`; `cut_off` is aware and becomes its date."""
    newsletter = config.newsletter
    names = {source.slug: source.name for source in sources.values()}
    labels = {element.slug: element.name for element in config.kernelementen}
    sections = tuple(
        Section(
            chosen.rule.slug,
            chosen.rule.name,
            tuple(_item(one, names, labels, newsletter, config.email) for one in chosen.items),
        )
        for chosen in selection.sections
    )
    block = _story_block(story, newsletter, plan, story_why) if story else None
    page = compose_story_page(story, config) if story else None
    introduction = typographic(plan.introduction.strip() or _introduction(sections, block))
    edition = Edition(
        month=plan.month,
        month_name=format_month(plan.month.year, plan.month.month),
        cut_off=cut_off.astimezone(newsletter.zone),
        title=newsletter.title,
        subject=typographic(plan.subject.strip() or _subject(plan, newsletter)),
        preheader=typographic(
            plan.preheader.strip()
            or _preheader(sections, block, format_month(plan.month.year, plan.month.month))
        ),
        introduction_html=markdown.to_html(introduction),
        introduction_text=markdown.to_text(introduction),
        story=block,
        sections=sections,
        sender=newsletter.sender,
        from_address=newsletter.from_address,
        reply_to=newsletter.reply_to,
        contact=newsletter.contact,
        list_id=newsletter.list_id,
        base_url=newsletter.base_url,
        signup_url=newsletter.signup_url,
        share_story_url=newsletter.share_story_url,
        language=newsletter.language,
    )
    return Composed(edition, page, _findings(edition, plan, config.email))


def story_url(newsletter: Newsletter, plan: EditionPlan) -> str:
    """Returns where the month's story page is served, and where the button leads."""
    return f"{newsletter.base_url}/{plan.month}/verhaal.html"


# --- items ---------------------------------------------------------------------------------------


def _item(
    chosen: Chosen,
    names: Mapping[str, str],
    labels: Mapping[str, str],
    newsletter: Newsletter,
    limits: EmailLimits,
) -> Item:
    planned = chosen.planned
    if chosen.candidate is None:
        assert planned is not None  # noqa: S101 - `Chosen` holds one of the two
        return _own_link(planned.title, planned.url, planned.summary)
    data = chosen.candidate.publication.data
    publication = chosen.candidate.publication
    edited = tuple(
        field for field in ("title", "summary") if planned is not None and getattr(planned, field).strip()
    )
    title = (planned.title.strip() if planned else "") or data.title
    summary = planned.summary.strip() if planned else ""
    start = data.event_start.astimezone(newsletter.zone) if data.event_start else None
    end = data.event_end.astimezone(newsletter.zone) if data.event_end else None
    first = next(iter(chosen.candidate.kernelementen), "")
    return Item(
        title=typographic(title),
        url=tidy(data.url or ""),
        label=labels.get(first, ""),
        summary=typographic(summary or whole_sentences(data.summary, limits.summary_words)),
        credit_line=typographic(_credit_line(chosen.candidate, names, newsletter)),
        type=publication.type,
        provenance=_provenance(chosen.candidate, edited),
        also_at=_also_at(chosen.candidate, names),
        when=typographic(format_when(start, end, data.all_day)) if start else "",
        day=str(start.day) if start else "",
        month=short_month(start.date()) if start else "",
        where=data.location,
        duration=nbsp_dates(data.duration),
    )


def _own_link(title: str, url: str, summary: str) -> Item:
    """An item of the editor's own: its source is the site it leads to."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return Item(
        title=typographic(title),
        url=tidy(url) if url else "",
        label="",
        summary=typographic(summary.strip()),
        credit_line=f"Bron: {host}" if host else "",
        type=PublicationType.NIEUWS,
        provenance=Provenance(
            key=url or title,
            source="",
            endpoint="",
            published=None,
            published_from="",
            first_seen=None,
            content_hash="",
            summary_from="redactie",
            why="door de redactie toegevoegd",
            evidence=(),
            edited=("title", "summary"),
            also_at=(),
            flags=(),
        ),
    )


def _credit_line(candidate: Candidate, names: Mapping[str, str], newsletter: Newsletter) -> str:
    publication = candidate.publication
    name = names.get(publication.source, publication.source)
    if publication.data.published is None or publication.data.event_start is not None:
        return f"Bron: {name}"
    return f"Bron: {name}, {format_day(publication.data.published.astimezone(newsletter.zone).date())}"


def _also_at(candidate: Candidate, names: Mapping[str, str]) -> str:
    others = sorted({names.get(copy.source, copy.source) for copy in candidate.publication.also_at})
    return f"Ook bij {_listed(others)}" if others else ""


def _provenance(candidate: Candidate, edited: tuple[str, ...]) -> Provenance:
    publication = candidate.publication
    return Provenance(
        key=publication.key,
        source=publication.source,
        endpoint=publication.endpoint,
        published=publication.data.published,
        published_from=publication.data.published_from,
        first_seen=publication.first_seen,
        content_hash=publication.content_hash,
        summary_from="redactie" if "summary" in edited else publication.data.summary_from,
        why=candidate.why,
        evidence=candidate.evidence,
        edited=edited,
        also_at=publication.also_at,
        flags=publication.data.flags,
        changed_at=publication.changed_at if publication.changed_at > publication.first_seen else None,
        type_from=describe_type(publication),
    )


# --- the story -----------------------------------------------------------------------------------


def _story_block(
    publishable: PublishableStory, newsletter: Newsletter, plan: EditionPlan, why: str
) -> StoryBlock:
    story = publishable.story
    words_of_form, measure, button = FORM_WORDS[story.form]
    return StoryBlock(
        slug=story.slug,
        title=typographic(story.title),
        form_line=f"{words_of_form}, {measure} {story.minutes} minuten",
        summary=typographic(story.summary),
        questions=tuple(typographic(question) for question in story.questions[:QUESTIONS_IN_MAIL]),
        button=button,
        url=story_url(newsletter, plan),
        teller_line=TELLER_WORDS[story.teller],
        content_notice=typographic(story.content_notice),
        fictional=story.fictional,
        why=why,
    )


def compose_story_page(publishable: PublishableStory, config: Config) -> StoryPage:
    """Returns a story's own page, without the conversation and the picture that a job adds."""
    story = publishable.story
    labels = {element.slug: element.name for element in config.kernelementen}
    words_of_form, measure, button = FORM_WORDS[story.form]
    return StoryPage(
        title=typographic(story.title),
        form_line=f"{words_of_form}, {measure} {story.minutes} minuten",
        teller_line=TELLER_WORDS[story.teller],
        kernelementen=tuple(labels.get(slug, slug) for slug in story.kernelementen),
        summary=typographic(story.summary),
        body_html=markdown.to_html(typographic(story.body)),
        transcript_html=markdown.to_html(typographic(story.transcript)) if story.transcript else "",
        media_url=story.media_url,
        media_line=_media_line(story),
        source_line=f"Gemaakt door {story.source_name}" if story.source_name else "",
        story_link=button,
        questions=tuple(typographic(question) for question in story.questions),
        content_notice=typographic(story.content_notice),
        help_lines=config.help_lines if story.content_notice else (),
        fictional=story.fictional,
        is_listed=Channel.WEBSITE in story.consent.scope,
        newsletter=config.newsletter.title,
        contact=config.newsletter.contact,
        language=config.newsletter.language,
    )


def _media_line(story: Story) -> str:
    """Says where the link to film, sound or article leads and how long it takes."""
    if not story.media_url:
        return ""
    host = (urlsplit(story.media_url).hostname or "").removeprefix("www.")
    verb = MEDIA_VERBS[story.form]
    captions = ", met ondertiteling" if story.has_captions else ""
    return f"{verb} op {host} ({story.minutes} minuten{captions})"


# --- what the editor left open -------------------------------------------------------------------


def _subject(plan: EditionPlan, newsletter: Newsletter) -> str:
    return f"{newsletter.title} – {format_month(plan.month.year, plan.month.month)}"


def _introduction(sections: Sequence[Section], block: StoryBlock | None) -> str:
    rubrics = [f"‘{section.name}’" for section in sections]
    story = "een verhaal om met je collega’s over in gesprek te gaan" if block else ""
    parts = [part for part in (story, _listed(rubrics)) if part]
    link = " en de rubrieken " if len(rubrics) > 1 else " en de rubriek "
    return f"In deze nieuwsbrief vind je {link.join(parts)}." if parts else ""


def _preheader(sections: Sequence[Section], block: StoryBlock | None, month_name: str) -> str:
    """Says what is inside, in 40 to 130 signs: less leaves room for the first words of the mail, more is cut.

    A story with a content notice is not named: a phone lies on the kitchen table.
    """
    titles = [item.title for section in sections for item in section.items]
    if block is not None:
        heart = "een nieuw verhaal" if block.content_notice else block.title
        titles.insert(0, f"Ga het gesprek aan: {heart}")
    if not titles:
        return ""
    least, most = PREHEADER
    usual = 2 if block is None else 3
    text = ". ".join(titles[:usual])
    for title in titles[usual:]:
        text = text if len(text) >= least else f"{text}. {title}"
    if len(text) < least:
        text = f"{text}. Lees en luister mee in de nieuwsbrief van {month_name}"
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    # A word is broken only where dropping it would leave too little.
    whole = cut[: max(cut.rfind(" "), 0)].rstrip(" .,:;–")
    return f"{whole if len(whole) >= least else cut}…"


def _listed(parts: Sequence[str]) -> str:
    return " en ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


# --- findings ------------------------------------------------------------------------------------


def _findings(edition: Edition, plan: EditionPlan, limits: EmailLimits) -> tuple[Finding, ...]:
    path = plan.path or f"editions/{plan.month}.toml"
    found = [
        finding
        for section in edition.sections
        for item in section.items
        for finding in _summary_findings(item, path, limits)
    ]
    if not edition.sections:
        found.append(
            Finding(
                "edition-empty",
                Severity.BLOCKING,
                path,
                "deze editie heeft geen enkel bericht",
                "kijk in het rapport wat is weggelaten en waarom, of draai eerst ‘nieuwsbrief collect’",
            )
        )
    if not plan.introduction.strip():
        hint = "schrijf een paar zinnen bij inleiding in het editiebestand"
        found.append(
            Finding(
                "introduction-missing", Severity.ADVICE, path, "de inleiding is automatisch gemaakt", hint
            )
        )
    if edition.story and edition.story.content_notice:
        found += _notice_findings(edition, path)
    return tuple(found)


def _summary_findings(item: Item, path: str, limits: EmailLimits) -> list[Finding]:
    if item.type is PublicationType.BIJEENKOMST:
        return []
    count = words(item.summary)
    is_own = "summary" in item.provenance.edited
    message, code, hint = "", "", ""
    if count == 0:
        code, message = "summary-missing", f"‘{item.title}’ heeft geen samenvatting"
        hint = "schrijf er een bij [[item]] in het editiebestand"
    elif count < limits.short_summary_words:
        code, message = "summary-short", f"de samenvatting van ‘{item.title}’ is kort: {count} woorden"
        hint = "vul aan bij [[item]] in het editiebestand, of laat het zo als alles gezegd is"
    elif is_own and count > limits.own_summary_words:
        code, message = "summary-long", f"de samenvatting van ‘{item.title}’ is lang: {count} woorden"
        hint = f"houd het bij {limits.own_summary_words} woorden; de rest staat achter de link"
    return [Finding(code, Severity.ADVICE, path, message, hint)] if code else []


def _notice_findings(edition: Edition, path: str) -> list[Finding]:
    """A story with a content notice is named nowhere a phone shows without being asked."""
    block = edition.story
    assert block is not None  # noqa: S101 - asked by the caller
    places = {"onderwerp": edition.subject, "voorvertoning": edition.preheader}
    return [
        Finding(
            "story-named-in-preview",
            Severity.BLOCKING,
            path,
            f"de titel van een verhaal met een inhoudswaarschuwing staat in: {place}",
            "noem het verhaal daar niet; een telefoon ligt soms zichtbaar op tafel",
        )
        for place, text in places.items()
        if block.title.casefold() in text.casefold() or block.summary.casefold() in text.casefold()
    ]
