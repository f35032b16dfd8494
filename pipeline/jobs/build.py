"""Build: what was collected, the editor's file and a story become the files of one edition.

    store ─> select ─┐
    stories ─> gate ─┴─> compose ─> render ─> check ─> build/<month>/, written whole or not at all

Findings that block do not keep the files from being written: an editor must see what is wrong.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pipeline.jobs.calendar import calendar_from, past_balance
from pipeline.jobs.client_support import load_client_support
from pipeline.jobs.conversation import CARD_FILES, GUIDE_FILE
from pipeline.jobs.draft import ask_open_links, draft_findings, make_draft
from pipeline.jobs.looks import NO_LOOK, look_if_possible, write_pictures
from pipeline.jobs.root import Root
from pipeline.jobs.shelf import Shelf
from pipeline.jobs.traces import (
    MANIFEST,
    PICTURE_PREFIX,
    WEB_WITHOUT_STORY,
    WITHOUT_STORY,
    dump_manifest,
)
from pipeline.jobs.withdrawal import Removal, withdraw_marked
from pipeline.model import Edition, EditionPlan, Finding, Month, Selection, Window
from pipeline.model.looks import ContactSheet
from pipeline.shell.files import remove_file
from pipeline.shell.folder import STORY_FILE, agreement_file, write_files
from pipeline.shell.lock import hold
from pipeline.shell.store import Store
from pipeline.stages.check import support_table
from pipeline.stages.compose import compose
from pipeline.stages.record import dump_edition, dump_findings
from pipeline.stages.render import render_edition, render_report
from pipeline.stages.report import ReportFacts, report
from pipeline.stages.select import REASON_TEXTS
from pipeline.stages.withdraw import GONE, without_title
from pipeline.templating import Templates


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What one build came to; `folder` holds the files.

    `removals` are the stories whose file says `ingetrokken` and that were taken back by this build; `sheet`
    holds the pictures, or says why there are none.
    """

    month: Month
    folder: Path
    edition: Edition
    selection: Selection
    findings: tuple[Finding, ...]
    removals: tuple[Removal, ...] = ()
    sheet: ContactSheet = NO_LOOK.sheet

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.is_blocking)


def run_build(  # noqa: PLR0913 - what one build may leave out is said one by one
    root: Root,
    store: Store,
    *,
    month: Month,
    now: datetime,
    ask_links: bool,
    connect_to: Mapping[str, str] | None = None,
    with_cards: bool = True,
    with_pictures: bool = False,
) -> BuildResult:
    """Builds the edition of `month` as it stands at `now`, and writes build/<month>/.

    `ask_links` asks links that were not asked in the last 24 hours; without it only stored answers count.
    `with_cards` makes the cards to print, which takes a second; `with_pictures` has a browser look at it all,
    if there is one, which takes some ten. Raises BusyError when another build runs on this root, and
    UsageError when the edition has not begun.
    """
    with hold(root.lock, "build"):
        return _build(
            root,
            store,
            month,
            now,
            ask_links=ask_links,
            connect_to=connect_to or {},
            with_cards=with_cards,
            with_pictures=with_pictures,
        )


def _build(  # noqa: PLR0913 - as above
    root: Root,
    store: Store,
    month: Month,
    now: datetime,
    *,
    ask_links: bool,
    connect_to: Mapping[str, str],
    with_cards: bool,
    with_pictures: bool,
) -> BuildResult:
    removals = withdraw_marked(root, store, now=now)
    draft = make_draft(root, store, month=month, now=now, with_cards=with_cards)
    if ask_links:
        ask_open_links(root, store, draft.rendered, now, connect_to)
    parts = draft.parts
    look = look_if_possible(parts) if with_pictures else NO_LOOK
    findings = draft_findings(root, store, draft, now=now, seen=look.findings)
    facts = ReportFacts(
        edition=draft.edition,
        selection=draft.selection,
        findings=findings,
        rendered=draft.rendered,
        window=draft.window,
        sources=root.sources,
        states=[state for state in store.load_states() if state.checked_at and state.checked_at <= now],
        pool=draft.pool,
        kernelementen=root.config.kernelementen,
        reason_texts=REASON_TEXTS,
        story_why=draft.choice.why,
        cards=draft.page.cards if draft.page else (),
        balance=past_balance(
            root, draft.earlier, draft.shelf.stories, month, draft.story.slug if draft.story else ""
        ),
        calendar=calendar_from(root, draft.shelf, month, spent=draft.earlier, approved={}).months,
        sheet=look.sheet,
        support=support_table(draft.rendered.html, load_client_support(), findings),
    )
    folder = root.build(month)
    if draft.story:
        parts |= {MANIFEST: dump_manifest(draft.story, draft.own_parts)}
        unnamed = _unnamed(draft.plan, draft.story.title)
        parts |= _without_story(draft.selection, unnamed, root, draft.window, draft.templates)
    inputs = input_hashes(root, draft.shelf, month, draft.story.slug if draft.story else "")
    # The findings are recorded with the parts: approving a draft whose findings were edited is refused too.
    checked = parts | {"findings.json": dump_findings(findings)}
    write_files(
        folder,
        checked
        | {
            "edition.json": dump_edition(
                draft.edition, draft.selection, window=draft.window, as_of=now, files=checked, inputs=inputs
            ),
            "report.html": render_report(report(facts), draft.templates).encode(),
        },
    )
    write_pictures(folder, look.pictures)
    for path in folder.iterdir():
        if _is_of_a_story(path.name) and path.name not in parts:
            remove_file(path)
    return BuildResult(month, folder, draft.edition, draft.selection, findings, removals, look.sheet)


def _is_of_a_story(name: str) -> bool:
    cards = {card.name for card in CARD_FILES.values()}
    own = {"verhaal.html", GUIDE_FILE, MANIFEST, WITHOUT_STORY, WEB_WITHOUT_STORY}
    return name in own | cards or name.startswith(PICTURE_PREFIX)


def _without_story(
    selection: Selection, plan: EditionPlan, root: Root, window: Window, templates: Templates
) -> dict[str, bytes]:
    """Message and web version without their story, for the day it is taken back, or its consent ends."""
    composed = compose(
        selection,
        None,
        plan=plan,
        config=root.config,
        sources=root.by_slug,
        cut_off=window.end,
        story_why="",
    )
    rendered = render_edition(replace(composed.edition, story_note=GONE.note), None, templates=templates)
    return {WITHOUT_STORY: rendered.eml, WEB_WITHOUT_STORY: rendered.web_html.encode()}


def _unnamed(plan: EditionPlan, title: str) -> EditionPlan:
    """The editor's file without what names the story; composing fills in what is left open."""
    return replace(
        plan,
        subject=without_title(plan.subject, title),
        preheader=without_title(plan.preheader, title),
        introduction=without_title(plan.introduction, title),
    )


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
