"""The month's story: the editor's choice, else the one that keeps the balance.

Only stories that passed the consent gate come in, so nothing here can let one out without it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.model import EditionPlan, Finding, Month, PublishableStory, Severity, Story
from pipeline.text.dutch import format_month

NO_STORY = "geen"
# How far back the balance of tellers, tones, forms and kernelementen is looked at.
BALANCE_MONTHS = 12


@dataclass(frozen=True, slots=True)
class StoryChoice:
    """The story of the month, or None, with the Dutch sentence that says why."""

    story: PublishableStory | None
    why: str
    findings: tuple[Finding, ...] = ()


def choose_story(
    stock: Sequence[PublishableStory],
    *,
    plan: EditionPlan,
    used: Mapping[str, Month],
    all_stories: Mapping[str, Story],
    repeat_after_months: int,
) -> StoryChoice:
    """Chooses from `stock`.

    `used` gives the month each story was last spent in; `all_stories` are all that could be read, also
    those that may not be shown, for the balance and to tell the editor what is wrong with a choice.
    """
    if plan.story == NO_STORY:
        return StoryChoice(None, f"De redactie koos voor een editie zonder verhaal: {plan.no_story_reason}")
    if plan.story:
        return _chosen_by_editor(stock, plan, used, all_stories, repeat_after_months)
    free = [
        story
        for story in stock
        if not is_resting(used.get(story.story.slug), plan.month, repeat_after_months)
        and story.story.month in (None, plan.month)
    ]
    meant = sorted((story for story in free if story.story.month == plan.month), key=_slug)
    if meant:
        why = f"In het verhaal staat dat het voor {format_month(plan.month.year, plan.month.month)} is."
        return StoryChoice(meant[0], why, _too_many(meant, plan))
    if not free:
        return StoryChoice(None, "Er is geen verhaal dat gepubliceerd mag worden.", (_no_story(plan),))
    return _balanced(free, plan, used, all_stories)


def _chosen_by_editor(
    stock: Sequence[PublishableStory],
    plan: EditionPlan,
    used: Mapping[str, Month],
    all_stories: Mapping[str, Story],
    repeat_after_months: int,
) -> StoryChoice:
    found = next((story for story in stock if story.story.slug == plan.story), None)
    why = "De redactie koos dit verhaal."
    if found is None:
        known = plan.story in all_stories
        message = (
            f"het gekozen verhaal ‘{plan.story}’ mag nu niet gepubliceerd worden"
            if known
            else f"er is geen verhaal ‘{plan.story}’"
        )
        hint = (
            "kijk hieronder, of met ‘nieuwsbrief stories check’, wat er nog aan ontbreekt"
            if known
            else f"kies uit: {', '.join(sorted(story.story.slug for story in stock)) or 'geen'}"
        )
        finding = Finding("story-not-publishable", Severity.BLOCKING, plan.path, message, hint)
        return StoryChoice(None, "Het gekozen verhaal kan niet mee.", (finding,))
    last = used.get(plan.story)
    if not is_resting(last, plan.month, repeat_after_months):
        return StoryChoice(found, why)
    finding = Finding(
        "story-repeated",
        Severity.ADVICE,
        plan.path,
        f"dit verhaal stond al in de editie van {last}",
        f"kies een ander verhaal, of weet dat lezers het binnen {repeat_after_months} maanden twee keer zien",
    )
    return StoryChoice(found, why, (finding,))


def _balanced(
    free: Sequence[PublishableStory],
    plan: EditionPlan,
    used: Mapping[str, Month],
    all_stories: Mapping[str, Story],
) -> StoryChoice:
    since = plan.month.plus(-BALANCE_MONTHS)
    recent = [slug for slug, month in used.items() if since <= month < plan.month]
    shown = [all_stories[slug] for slug in recent if slug in all_stories]
    counts = Counter(trait for story in shown for trait in (*_traits(story), *story.kernelementen))

    def weight(story: PublishableStory) -> tuple[float, str]:
        own = story.story
        # The mean, so that a story with two kernelementen is not passed over for having two.
        elements = sum(counts[slug] for slug in own.kernelementen) / max(1, len(own.kernelementen))
        return sum(counts[trait] for trait in _traits(own)) + elements, own.slug

    best = min(free, key=weight)
    rarest = min((*_traits(best.story), *best.story.kernelementen), key=lambda trait: counts[trait])
    why = f"Houdt de edities in balans: ‘{rarest}’ kwam het laatste jaar {counts[rarest]} keer voor."
    return StoryChoice(best, why)


def _traits(story: Story) -> tuple[str, str, str]:
    return (story.teller.value, story.tone.value, story.form.value)


def _slug(story: PublishableStory) -> str:
    return story.story.slug


def is_resting(last: Month | None, month: Month, repeat_after_months: int) -> bool:
    """Says whether a story last shown in `last` is too fresh to be shown in `month`."""
    return last is not None and last != month and last > month.plus(-repeat_after_months)


def _too_many(meant: Sequence[PublishableStory], plan: EditionPlan) -> tuple[Finding, ...]:
    if len(meant) == 1:
        return ()
    slugs = ", ".join(story.story.slug for story in meant)
    message = f"er zijn {len(meant)} verhalen voor {plan.month}: {slugs}; het eerste is gekozen"
    hint = 'kies zelf met een regel verhaal = "…" in het editiebestand'
    return (Finding("story-month-double", Severity.ADVICE, plan.path, message, hint),)


def _no_story(plan: EditionPlan) -> Finding:
    return Finding(
        "story-missing",
        Severity.BLOCKING,
        plan.path,
        "deze editie heeft geen verhaal voor ‘Ga het gesprek aan’",
        "zet een verhaal in de map stories/ of kijk met ‘nieuwsbrief stories list’ wat er ontbreekt; "
        'bewust zonder: verhaal = "geen" met verhaal_reden in het editiebestand',
    )
