"""The pool of an edition: its window, what the store holds for it, and what is chosen from that.

Stands beside `root` as ground for the other jobs.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from pipeline.errors import UsageError
from pipeline.jobs.root import Root
from pipeline.model import EditionPlan, Month, Publication, Selection, Window
from pipeline.shell.store import Store
from pipeline.stages.select import LATE_DAYS, SelectionRules, select


def select_for(
    root: Root, store: Store, plan: EditionPlan, now: datetime
) -> tuple[Window, tuple[Publication, ...], Selection]:
    """Returns the window of `plan.month` as it stands at `now`, the pool, and the selection from it."""
    window = edition_window(root, store, plan.month, now)
    pool = store.load_publications(since=window.start - timedelta(days=LATE_DAYS), seen_before=now)
    rules = SelectionRules(
        window=window,
        sources=root.by_slug,
        sections=root.config.sections,
        kernelementen=root.config.kernelementen,
        spent=store.load_spent(before=plan.month),
        relevance=root.config.relevance,
    )
    return window, pool, select(pool, plan=plan, rules=rules)


def edition_window(root: Root, store: Store, month: Month, now: datetime) -> Window:
    """Returns the time the edition of `month` looks back on.

    From the cut-off of the last approved edition, else the rule's moment a month earlier; up to this
    month's moment, or `now` while that has not come, so that nothing falls between two editions.
    """
    zone = root.config.newsletter.zone
    start = store.previous_cut_off(month) or root.moment(month.plus(-1))
    end = min(root.moment(month), now.astimezone(zone))
    if start >= end:
        begin = start.astimezone(zone)
        raise UsageError(f"the edition of {month} has not begun: it looks back from {begin:%Y-%m-%d %H:%M}")
    return Window(start.astimezone(zone), end)
