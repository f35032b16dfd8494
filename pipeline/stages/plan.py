"""The calendar of stories: what the choices of twelve months come to, and whether readers hear all voices.

The choices themselves are made by `stages/choose_story`, month by month; here they are laid side by side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from pipeline.model import EditionPlan, Finding, Kernelement, Month, Severity, Story, StoryForm, Teller, Tone
from pipeline.model.calendar import Calendar, PlannedMonth, Planning, Share, StockItem, Trait, WaitingItem
from pipeline.text.dutch import format_month

NO_STORY = "geen"
LOW_STOCK = 2


def plan(
    months: Sequence[PlannedMonth],
    *,
    stories: Mapping[str, Story],
    stock: Sequence[Story],
    waiting: Sequence[WaitingItem],
    kernelementen: Sequence[Kernelement],
    findings: Sequence[Finding],
) -> Calendar:
    """Returns the calendar of `months`.

    `stories` are all that could be read, by slug; `stock` those that may be shown and do not rest. `findings`
    are those of the choices. A month without a story and a low stock are told here.
    """
    shown = [stories[one.story] for one in months if one.story in stories]
    traits = balance(shown, kernelementen)
    planned: dict[str, str] = {}
    for one in months:
        planned.setdefault(one.story, str(one.month))
    return Calendar(
        months=tuple(months),
        stock=tuple(_stock_item(story, planned.get(story.slug, "")) for story in stock),
        waiting=tuple(waiting),
        lacking=_lacking(months, traits),
        balance=traits,
        findings=(*findings, *stock_findings(len(stock))),
    )


def planning_of(decided: EditionPlan, story: Story | None) -> Planning:
    """Says how a month came by its story, from the editor's file and the story's own header."""
    if decided.story == NO_STORY:
        return Planning.NONE
    if story is None:
        return Planning.MISSING
    if decided.story:
        return Planning.CHOSEN
    return Planning.MEANT if story.month == decided.month else Planning.PROPOSED


def balance(stories: Sequence[Story], kernelementen: Sequence[Kernelement]) -> tuple[Trait, ...]:
    """Counts tellers, tones, forms and kernelementen over the stories of twelve editions."""
    slugs = Counter(slug for story in stories for slug in story.kernelementen)
    return (
        _trait("verteller", "Wie vertelt", Teller, [story.teller for story in stories]),
        _trait("toon", "Waarover", Tone, [story.tone for story in stories]),
        _trait("vorm", "Hoe", StoryForm, [story.form for story in stories]),
        Trait(
            "kernelement",
            "Welk kernelement",
            tuple(Share(one.slug, one.name, slugs[one.slug]) for one in kernelementen),
        ),
    )


def stock_findings(free: int) -> tuple[Finding, ...]:
    """Advises when fewer than two stories may be shown: one withdrawal then leaves an edition without."""
    if free >= LOW_STOCK:
        return ()
    there = (
        "er is geen verhaal dat mag worden getoond" if free == 0 else "er is nog maar één verhaal in voorraad"
    )
    hint = "‘nieuwsbrief stories plan’ laat zien wat er ligt, wat er ontbreekt en welk verhaal je zoekt"
    return (Finding("stories-stock-low", Severity.ADVICE, "stories/", there, hint),)


_LABELS = {
    Teller.GEZIN: "gezin",
    Teller.PROFESSIONAL: "professional",
    Tone.SUCCES: "succes",
    Tone.SPIJT: "spijt",
    Tone.SCHAAMTE: "schaamte",
    Tone.BESEF: "besef",
    StoryForm.LEZEN: "lezen",
    StoryForm.KIJKEN: "kijken",
    StoryForm.LUISTEREN: "luisteren",
}


def _trait(
    name: str,
    label: str,
    values: type[Teller] | type[Tone] | type[StoryForm],
    found: Sequence[Teller | Tone | StoryForm],
) -> Trait:
    counts = Counter(found)
    return Trait(name, label, tuple(Share(one.value, _LABELS[one], counts[one]) for one in values))


def _stock_item(story: Story, planned: str) -> StockItem:
    return StockItem(
        slug=story.slug,
        title=story.title,
        form=story.form.value,
        teller=story.teller.value,
        tone=story.tone.value,
        kernelementen=story.kernelementen,
        planned=planned,
    )


def _lacking(months: Sequence[PlannedMonth], traits: Sequence[Trait]) -> tuple[str, ...]:
    empty = [one.month for one in months if one.planning is Planning.MISSING]
    told = []
    if empty:
        word = "maand heeft" if len(empty) == 1 else "maanden hebben"
        told.append(f"{len(empty)} {word} nog geen verhaal: {_months(empty)}")
    for trait in traits:
        absent = [share.label for share in trait.shares if not share.count]
        if absent:
            told.append(f"{trait.label.lower()}: nog niets met {', '.join(absent)}")
    return tuple(told)


def _months(months: Sequence[Month]) -> str:
    names = [format_month(month.year, month.month) for month in months]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} en {names[-1]}"
