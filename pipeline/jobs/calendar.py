"""The editorial calendar: the choice of each of twelve months, made one after the other.

    shelf ─> for each month: what its editor's file says, else what the build of that month would choose
          ─> stages/plan: balance, stock, what is missing

Stands as ground: `stories plan` shows it, and a build puts it in its report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from pipeline.errors import EditionError
from pipeline.jobs.root import Root
from pipeline.jobs.shelf import Shelf, read_shelf
from pipeline.jobs.withdrawal import STAND_IN
from pipeline.model import EditionPlan, Finding, Month, PublishableStory, Severity, Story
from pipeline.model.calendar import Calendar, PlannedMonth, Planning, Trait, WaitingItem
from pipeline.shell.store import Store
from pipeline.stages.choose_story import choose_story, is_resting
from pipeline.stages.plan import NO_STORY, balance, plan, planning_of

MONTHS = 12


def read_calendar(root: Root, store: Store, *, now: datetime) -> Calendar:
    """Returns the calendar of the twelve months from the edition whose cut-off comes next."""
    month = root.next_month(now)
    shelf = read_shelf(root, on=root.moment(month).date())
    approved = {approval.month: approval.story for approval in store.load_approvals()}
    return calendar_from(root, shelf, month, spent=store.load_spent_stories(), approved=approved)


def calendar_from(
    root: Root,
    shelf: Shelf,
    start: Month,
    *,
    spent: Sequence[tuple[str, Month]],
    approved: Mapping[Month, str],
) -> Calendar:
    """Returns the calendar of twelve months from `start`; `shelf` is read for the cut-off of that month.

    `spent` gives each time a story was shown, `approved` the story of each approved edition. A build gives
    neither of its own month or later ones: a month built again after its approval must show the same.
    """
    used = dict(spent)
    free = free_stories(root, shelf, used, start)
    plans = [_plan(root, start.plus(number)) for number in range(MONTHS)]
    months, findings = [], []
    for decided, fault in plans:
        if decided.month in approved:
            row = _approved(decided.month, approved[decided.month], shelf.stories)
        else:
            day = root.moment(decided.month).date()
            stock = _unreserved(_valid(shelf.stock, day), plans, decided)
            row, found = _choose(root, stock, decided, used, shelf.stories)
            findings += [*fault, *found]
        months.append(row)
        if row.story:
            used[row.story] = row.month
    return plan(
        months,
        stories=shelf.stories,
        stock=free,
        waiting=_waiting(shelf),
        kernelementen=root.config.kernelementen,
        findings=findings,
    )


def free_stories(root: Root, shelf: Shelf, used: Mapping[str, Month], month: Month) -> tuple[Story, ...]:
    """Returns the stories that may be shown in `month` and do not rest."""
    rest = root.config.stories.repeat_after_months
    return tuple(one.story for one in shelf.stock if not is_resting(used.get(one.story.slug), month, rest))


def unreserved(root: Root, stock: Sequence[PublishableStory], month: Month) -> tuple[PublishableStory, ...]:
    """Returns the stock without what editors chose for a later month, as long as something is left."""
    plans = [_plan(root, month.plus(number)) for number in range(MONTHS)]
    return _unreserved(stock, plans, plans[0][0])


def past_balance(
    root: Root, used: Sequence[tuple[str, Month]], stories: Mapping[str, Story], month: Month, slug: str
) -> tuple[Trait, ...]:
    """Returns the balance of the twelve editions that end with `month`, whose story is `slug`."""
    since = month.plus(1 - MONTHS)
    shown = [one for one, when in used if since <= when < month] + [slug]
    return balance([stories[one] for one in shown if one in stories], root.config.kernelementen)


def _choose(
    root: Root,
    stock: Sequence[PublishableStory],
    decided: EditionPlan,
    used: Mapping[str, Month],
    stories: Mapping[str, Story],
) -> tuple[PlannedMonth, tuple[Finding, ...]]:
    choice = choose_story(
        stock,
        plan=decided,
        used=used,
        all_stories=stories,
        repeat_after_months=root.config.stories.repeat_after_months,
    )
    story = choice.story.story if choice.story else None
    row = PlannedMonth(
        month=decided.month,
        planning=planning_of(decided, story),
        story=story.slug if story else "",
        title=story.title if story else "",
        why=choice.why,
    )
    return row, choice.findings


def _approved(month: Month, slug: str, stories: Mapping[str, Story]) -> PlannedMonth:
    if slug.startswith(STAND_IN):
        why = "Deze editie is goedgekeurd; het verhaal is ingetrokken."
        return PlannedMonth(month, Planning.APPROVED, "", "", why)
    title = stories[slug].title if slug in stories else ""
    return PlannedMonth(month, Planning.APPROVED, slug, title, "Deze editie is goedgekeurd.")


def _plan(root: Root, month: Month) -> tuple[EditionPlan, tuple[Finding, ...]]:
    """The editor's file of a month; one that cannot be read must not stop the look at the other eleven."""
    try:
        return root.plan(month), ()
    except EditionError as error:
        path = root.relative(root.edition_file(month))
        message, hint = f"dit editiebestand is niet te lezen: {error.message}", "herstel het bestand"
        fault = Finding("edition-unreadable", Severity.BLOCKING, path, message, hint, line=error.line)
        return EditionPlan(month, path=path), (fault,)


def _valid(stock: Sequence[PublishableStory], on: date) -> list[PublishableStory]:
    """Asks the consent gate again for a later day: consent may have run out by then."""
    valid = []
    for one in stock:
        try:
            valid.append(replace(one, on=on))
        except ValueError:
            continue
    return valid


def _unreserved(
    stock: Sequence[PublishableStory],
    plans: Sequence[tuple[EditionPlan, tuple[Finding, ...]]],
    decided: EditionPlan,
) -> tuple[PublishableStory, ...]:
    taken = {one.story for one, _ in plans if one.month > decided.month} - {"", NO_STORY, decided.story}
    return tuple(one for one in stock if one.story.slug not in taken) or tuple(stock)


def _waiting(shelf: Shelf) -> tuple[WaitingItem, ...]:
    return tuple(
        WaitingItem(copy.slug, tuple(dict.fromkeys(one.message for one in copy.findings if one.is_blocking)))
        for copy in shelf.copies
        if copy.publishable is None and not copy.is_withdrawn and not copy.asks_withdrawal
    )
