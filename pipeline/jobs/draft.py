"""A draft: an edition as it stands at one moment, with all its parts and findings, and nothing of it written.

    store ─> select ─┐
    stories ─> gate ─┴─> compose ─> render ─> check

Stands as ground: a build writes it down, and a preview shows it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from pipeline.jobs.calendar import free_stories, unreserved
from pipeline.jobs.client_support import load_client_support
from pipeline.jobs.conversation import GUIDE_FILE, Leaflets, make_leaflets
from pipeline.jobs.pictures import StoryPictures, make_story_pictures
from pipeline.jobs.pool import select_for
from pipeline.jobs.root import Root
from pipeline.jobs.shelf import Shelf, read_shelf
from pipeline.jobs.traces import WEB_VERSION
from pipeline.model import (
    Edition,
    EditionPlan,
    Finding,
    LinkAnswer,
    Month,
    Publication,
    Rendered,
    Selection,
    Severity,
    Story,
    StoryPage,
    Window,
)
from pipeline.shell.fetch import Fetcher
from pipeline.shell.store import Store
from pipeline.stages.check import check_eml, check_links, web_links
from pipeline.stages.check.waivers import apply_waivers
from pipeline.stages.choose_story import StoryChoice, choose_story
from pipeline.stages.compose import Composed, compose, story_url
from pipeline.stages.plan import stock_findings
from pipeline.stages.render import render_edition
from pipeline.templating import Templates, load_templates

LINK_ANSWER_HOURS = 24
HELP_LINE_DAYS = 180
# How codes begin that only a browser brings.
SEEN_ONLY = ("look-", "axe-")


@dataclass(frozen=True, slots=True)
class Draft:
    """All that one edition is made of, and the parts its readers get."""

    plan: EditionPlan
    window: Window
    pool: tuple[Publication, ...]
    selection: Selection
    shelf: Shelf
    earlier: tuple[tuple[str, Month], ...]
    choice: StoryChoice
    composed: Composed
    pictures: StoryPictures
    leaflets: Leaflets | None
    rendered: Rendered
    templates: Templates

    @property
    def edition(self) -> Edition:
        return self.composed.edition

    @property
    def page(self) -> StoryPage | None:
        """The page of its story, with conversation and cards."""
        return self.leaflets.page if self.leaflets else None

    @property
    def story(self) -> Story | None:
        return self.choice.story.story if self.choice.story else None

    @property
    def own_parts(self) -> dict[str, bytes]:
        """The parts that came from the story and go with it, by the name of their file."""
        if self.story is None:
            return {}
        files = rendered_files(self.rendered)
        own = {name: body for name, body in files.items() if name in ("verhaal.html", GUIDE_FILE)}
        return own | dict(self.pictures.files) | dict(self.leaflets.cards if self.leaflets else {})

    @property
    def parts(self) -> dict[str, bytes]:
        """All that readers get, by the name of their file."""
        return rendered_files(self.rendered) | self.own_parts


def make_draft(root: Root, store: Store, *, month: Month, now: datetime, with_cards: bool) -> Draft:
    """Makes the edition of `month` as it stands at `now`; only reads, from `root` and `store`.

    Raises UsageError when the edition has not begun, and InputFileError for a file that cannot be used.
    """
    plan = root.plan(month)
    window, pool, selection = select_for(root, store, plan, now)
    shelf = read_shelf(root, on=window.end.date())
    spent = store.load_spent_stories()
    choice = choose_story(
        unreserved(root, shelf.stock, month),
        plan=plan,
        used=dict(spent),
        all_stories=shelf.stories,
        repeat_after_months=root.config.stories.repeat_after_months,
    )
    composed = compose(
        selection,
        choice.story,
        plan=plan,
        config=root.config,
        sources=root.by_slug,
        cut_off=window.end,
        story_why=choice.why,
    )
    templates = load_templates(root.template_folders)
    pictures = make_story_pictures(root, shelf, choice.story.story if choice.story else None)
    page = composed.story_page and replace(composed.story_page, image=pictures.image)
    leaflets = _leaflets(root, page, choice, story_url(root.config.newsletter, plan), templates, with_cards)
    return Draft(
        plan=plan,
        window=window,
        pool=pool,
        selection=selection,
        shelf=shelf,
        earlier=tuple((slug, when) for slug, when in spent if when < month),
        choice=choice,
        composed=composed,
        pictures=pictures,
        leaflets=leaflets,
        rendered=render_edition(composed.edition, leaflets.page if leaflets else None, templates=templates),
        templates=templates,
    )


def draft_findings(
    root: Root, store: Store, draft: Draft, *, now: datetime, seen: Sequence[Finding] | None = None
) -> tuple[Finding, ...]:
    """Returns all that is to say about a draft, with what the editor waived marked as such.

    `seen` is what looking at it brought, None when nobody looked.
    """
    free = free_stories(root, draft.shelf, dict(draft.earlier), draft.plan.month)
    answers = _answers(root, store, draft.rendered, now)
    return apply_waivers(
        [
            *draft.selection.findings,
            *draft.choice.findings,
            *_story_findings(draft.shelf, draft.plan, draft.choice),
            *draft.composed.findings,
            *draft.pictures.findings,
            *(draft.leaflets.findings if draft.leaflets else ()),
            *stock_findings(len(free)),
            *_help_line_findings(draft.composed, draft.window),
            *check_eml(
                draft.rendered.eml,
                path="newsletter.eml",
                limits=root.config.email,
                facts=load_client_support(),
            ),
            *check_links(draft.rendered.html, answers, path="newsletter.html"),
            *(seen or ()),
        ],
        draft.plan,
        seen_only=SEEN_ONLY,
        is_looked_at=seen is not None,
    )


def _leaflets(
    root: Root, page: StoryPage | None, choice: StoryChoice, url: str, templates: Templates, with_cards: bool
) -> Leaflets | None:
    if page is None or choice.story is None:
        return None
    return make_leaflets(root, page, choice.story, url=url, templates=templates, with_cards=with_cards)


def rendered_files(rendered: Rendered) -> dict[str, bytes]:
    """Returns the parts that readers get, by the name of their file."""
    files = {
        "newsletter.html": rendered.html.encode(),
        "newsletter.txt": rendered.text.encode(),
        "newsletter.eml": rendered.eml,
    }
    pages = {
        WEB_VERSION: rendered.web_html,
        "verhaal.html": rendered.story_html,
        GUIDE_FILE: rendered.guide_html,
    }
    return files | {name: html.encode() for name, html in pages.items() if html}


def _story_findings(shelf: Shelf, plan: EditionPlan, choice: StoryChoice) -> list[Finding]:
    """What is wrong with the story of the edition, and a word on the others that cannot go yet."""
    slug = choice.story.story.slug if choice.story else plan.story
    waiting = [copy for copy in shelf.copies if copy.publishable is None and copy.slug != slug]
    findings = list(shelf.findings_on(slug))
    if waiting:
        findings.append(
            Finding(
                "stories-not-ready",
                Severity.ADVICE,
                "stories/",
                f"{len(waiting)} van de {len(shelf.copies)} verhalen kunnen nog niet mee",
                "‘nieuwsbrief stories check’ zegt per verhaal wat er ontbreekt",
            )
        )
    return findings


def _help_line_findings(composed: Composed, window: Window) -> list[Finding]:
    """A number nobody called for half a year may lead nowhere, just when somebody needs it."""
    lines = composed.story_page.help_lines if composed.story_page else ()
    oldest = window.end.date() - timedelta(days=HELP_LINE_DAYS)
    findings = [
        Finding(
            "help-line-stale",
            Severity.BLOCKING,
            "config.toml",
            f"hulplijn {line.name} ({line.phone}) is voor het laatst nagekeken op {line.checked_on:%d-%m-%Y}",
            "bel het nummer en zet de datum van vandaag bij checked_on",
        )
        for line in lines
        if line.checked_on < oldest
    ]
    if composed.story_page and composed.story_page.content_notice and not lines:
        findings.append(
            Finding(
                "help-line-missing",
                Severity.BLOCKING,
                "config.toml",
                "bij een verhaal met een inhoudswaarschuwing horen hulplijnen, en er staat er geen",
                "zet ze bij [[help_line]]",
            )
        )
    return findings


def _open_links(root: Root, rendered: Rendered) -> tuple[str, ...]:
    """The links to ask: not our own pages, which are served only after approval."""
    own = urlsplit(root.config.newsletter.base_url).hostname
    return tuple(url for url in web_links(rendered.html) if urlsplit(url).hostname != own)


def _answers(root: Root, store: Store, rendered: Rendered, now: datetime) -> tuple[LinkAnswer, ...]:
    since = now - timedelta(hours=LINK_ANSWER_HOURS)
    answers = store.load_link_answers(_open_links(root, rendered), since=since)
    return tuple(answer for answer in answers if answer.asked_at <= now)


def ask_open_links(
    root: Root, store: Store, rendered: Rendered, now: datetime, connect_to: Mapping[str, str]
) -> None:
    """Asks each link of the newsletter that was not asked in the last 24 hours, and keeps the answer."""
    known = {answer.url for answer in _answers(root, store, rendered, now)}
    urls = [url for url in _open_links(root, rendered) if url not in known]
    limits = replace(root.config.collect, connect_to=connect_to)
    with Fetcher(limits) as fetcher, ThreadPoolExecutor(limits.hosts_at_once) as pool:
        answers = [
            LinkAnswer(url, status_code, moved_to, now)
            for url, (status_code, moved_to) in zip(urls, pool.map(fetcher.ask, urls), strict=True)
        ]
    store.save_link_answers(answers)
