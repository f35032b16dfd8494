"""Build: what was collected, the editor's file and a story become the files of one edition.

    store ─> select ─┐
    stories ─> gate ─┴─> compose ─> render ─> check ─> build/<month>/, written whole or not at all

Findings that block do not keep the files from being written: an editor must see what is wrong.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.jobs.calendar import calendar_from, free_stories, past_balance, unreserved
from pipeline.jobs.conversation import CARD_FILES, GUIDE_FILE, Leaflets, make_leaflets
from pipeline.jobs.pictures import make_story_pictures
from pipeline.jobs.pool import select_for
from pipeline.jobs.root import Root
from pipeline.jobs.shelf import Shelf, read_shelf
from pipeline.jobs.withdrawal import (
    MANIFEST,
    PICTURE_PREFIX,
    WITHOUT_STORY,
    Removal,
    dump_manifest,
    withdraw_marked,
)
from pipeline.model import (
    Edition,
    EditionPlan,
    Finding,
    LinkAnswer,
    Month,
    Rendered,
    Selection,
    Severity,
    StoryPage,
    Window,
)
from pipeline.shell.fetch import Fetcher
from pipeline.shell.files import remove_file
from pipeline.shell.folder import STORY_FILE, agreement_file, write_files
from pipeline.shell.lock import hold
from pipeline.shell.store import Store
from pipeline.stages.check import check_eml, check_links, web_links
from pipeline.stages.choose_story import StoryChoice, choose_story
from pipeline.stages.compose import Composed, compose, story_url
from pipeline.stages.plan import stock_findings
from pipeline.stages.record import dump_edition, dump_findings
from pipeline.stages.render import render_edition, render_report
from pipeline.stages.report import ReportFacts, report
from pipeline.stages.select import REASON_TEXTS
from pipeline.stages.withdraw import TOMBSTONE, without_title
from pipeline.templating import Templates, load_templates

if TYPE_CHECKING:
    pass

LINK_ANSWER_HOURS = 24
HELP_LINE_DAYS = 180


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What one build came to; `folder` holds the files.

    `removals` are the stories whose file says `ingetrokken` and that were taken back by this build.
    """

    month: Month
    folder: Path
    edition: Edition
    selection: Selection
    findings: tuple[Finding, ...]
    removals: tuple[Removal, ...] = ()

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.is_blocking)


def run_build(
    root: Root,
    store: Store,
    *,
    month: Month,
    now: datetime,
    ask_links: bool,
    connect_to: Mapping[str, str] | None = None,
    with_cards: bool = True,
) -> BuildResult:
    """Builds the edition of `month` as it stands at `now`, and writes build/<month>/.

    `ask_links` asks links that were not asked in the last 24 hours; without it only stored answers count.
    `with_cards` makes the cards to print, which takes a second. Raises BusyError when another build runs on
    this root, and UsageError when the edition has not begun.
    """
    with hold(root.lock, "build"):
        return _build(
            root, store, month, now, ask_links=ask_links, connect_to=connect_to or {}, with_cards=with_cards
        )


def _build(
    root: Root,
    store: Store,
    month: Month,
    now: datetime,
    *,
    ask_links: bool,
    connect_to: Mapping[str, str],
    with_cards: bool,
) -> BuildResult:
    removals = withdraw_marked(root, store, now=now)
    plan = root.plan(month)
    window, pool, selection = select_for(root, store, plan, now)
    shelf = read_shelf(root, on=window.end.date())
    spent = store.load_spent_stories()
    earlier = [(slug, when) for slug, when in spent if when < month]
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
    page = leaflets.page if leaflets else None
    rendered = render_edition(composed.edition, page, templates=templates)
    if ask_links:
        ask_open_links(root, store, rendered, now, connect_to)
    findings = _waive(
        [
            *selection.findings,
            *choice.findings,
            *_story_findings(shelf, plan, choice),
            *composed.findings,
            *pictures.findings,
            *(leaflets.findings if leaflets else ()),
            *stock_findings(len(free_stories(root, shelf, dict(earlier), month))),
            *_help_line_findings(composed, window),
            *check_eml(rendered.eml, path="newsletter.eml", limits=root.config.email),
            *check_links(rendered.html, _answers(root, store, rendered, now), path="newsletter.html"),
        ],
        plan,
    )
    facts = ReportFacts(
        edition=composed.edition,
        selection=selection,
        findings=findings,
        rendered=rendered,
        window=window,
        sources=root.sources,
        states=[state for state in store.load_states() if state.checked_at and state.checked_at <= now],
        pool=pool,
        kernelementen=root.config.kernelementen,
        reason_texts=REASON_TEXTS,
        story_why=choice.why,
        cards=page.cards if page else (),
        balance=past_balance(
            root, earlier, shelf.stories, month, choice.story.story.slug if choice.story else ""
        ),
        calendar=calendar_from(root, shelf, month, spent=earlier, approved={}).months,
    )
    folder = root.build(month)
    parts = rendered_files(rendered)
    if choice.story:
        own = {name: body for name, body in parts.items() if name in ("verhaal.html", GUIDE_FILE)}
        own |= dict(pictures.files) | dict(leaflets.cards if leaflets else {})
        parts |= own | {MANIFEST: dump_manifest(choice.story.story.slug, own)}
        unnamed = _unnamed(plan, choice.story.story.title)
        parts |= {WITHOUT_STORY: _without_story(selection, unnamed, root, window, templates)}
    inputs = input_hashes(root, shelf, month, choice.story.story.slug if choice.story else "")
    # The findings are recorded with the parts: approving a draft whose findings were edited is refused too.
    checked = parts | {"findings.json": dump_findings(findings)}
    write_files(
        folder,
        checked
        | {
            "edition.json": dump_edition(
                composed.edition, selection, window=window, as_of=now, files=checked, inputs=inputs
            ),
            "report.html": render_report(report(facts), templates).encode(),
        },
    )
    for path in folder.iterdir():
        if _is_of_a_story(path.name) and path.name not in parts:
            remove_file(path)
    return BuildResult(month, folder, composed.edition, selection, findings, removals)


def _is_of_a_story(name: str) -> bool:
    cards = {card.name for card in CARD_FILES.values()}
    return name in ("verhaal.html", GUIDE_FILE, MANIFEST, WITHOUT_STORY, *cards) or name.startswith(
        PICTURE_PREFIX
    )


def _without_story(
    selection: Selection, plan: EditionPlan, root: Root, window: Window, templates: Templates
) -> bytes:
    """The same message without its story, for the day its teller takes it back after approval."""
    composed = compose(
        selection,
        None,
        plan=plan,
        config=root.config,
        sources=root.by_slug,
        cut_off=window.end,
        story_why="",
    )
    return render_edition(replace(composed.edition, story_note=TOMBSTONE), None, templates=templates).eml


def _unnamed(plan: EditionPlan, title: str) -> EditionPlan:
    """The editor's file without what names the story; composing fills in what is left open."""
    return replace(
        plan,
        subject=without_title(plan.subject, title),
        preheader=without_title(plan.preheader, title),
        introduction=without_title(plan.introduction, title),
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
    pages = {"verhaal.html": rendered.story_html, GUIDE_FILE: rendered.guide_html}
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


def _waive(findings: Sequence[Finding], plan: EditionPlan) -> tuple[Finding, ...]:
    """Marks what the editor waived, with its reason; a waiver for nothing is said."""
    reasons = {waiver.code: f"{waiver.reason} ({waiver.by}, {waiver.on:%d-%m-%Y})" for waiver in plan.waivers}
    marked = [
        replace(finding, waived=reasons[finding.code]) if finding.code in reasons else finding
        for finding in findings
    ]
    codes = {finding.code for finding in findings}
    unused = [
        Finding(
            "waiver-unused",
            Severity.ADVICE,
            plan.path,
            f"de ontheffing voor ‘{code}’ is niet nodig: die bevinding is er niet",
            "haal haar weg uit het editiebestand",
        )
        for code in reasons
        if code not in codes
    ]
    return (*marked, *unused)


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


def input_hashes(root: Root, shelf: Shelf, month: Month, story: str) -> dict[str, str]:
    """Returns the SHA-256 of the files a person may still change: the edition's and all of the story's."""
    paths = [root.edition_file(month)]
    for copy in shelf.copies:
        if copy.slug == story:
            file = root.path / copy.path
            paths += sorted(file.parent.rglob("*")) if file.name == STORY_FILE else [file]
            paths.append(agreement_file(root.stories, story))
    return {
        root.relative(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths if path.is_file()
    }
