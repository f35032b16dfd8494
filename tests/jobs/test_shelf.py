"""The shelf: what lies in stories/, and that only what was agreed on leaves it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.jobs.root import Root
from pipeline.jobs.shelf import read_shelf
from pipeline.model import Channel, PublishableStory, Selection, acceptance_gaps, consent_gaps
from pipeline.read.story import dump_acceptance
from pipeline.shell.folder import agreement_file
from pipeline.stages.choose_story import choose_story
from pipeline.stages.compose import Composed, compose
from tests.makers import CUT_OFF, acceptance, config, plan
from tests.read.stories import BODY, HEADER, STORY

DAY = date(2026, 12, 3)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        shelf = Path(name) / "stories"
        shelf.mkdir()
        # Accepted once; no key that is changed below is bound by it.
        told = replace(STORY, slug="de-sleutel")
        agreement_file(shelf, told.slug).write_bytes(dump_acceptance(acceptance(told)))
        yield Path(name)


def shelf_of(folder: Path, header: str) -> tuple[PublishableStory, ...]:
    (folder / "stories" / "de-sleutel.md").write_text(f"---\n{header}---\n\n{BODY}\n")
    return read_shelf(Root(folder, config(), ()), on=DAY).stock


def composed_from(folder: Path, header: str, choice: str = "") -> Composed:
    """All the way from the file to the edition, as `build` goes."""
    shelf = read_shelf(Root(folder, config(), ()), on=DAY)
    assert shelf.stock == shelf_of(folder, header)
    story = choose_story(
        shelf.stock,
        plan=plan(story=choice),
        used={},
        all_stories=shelf.stories,
        repeat_after_months=24,
    )
    return compose(
        Selection((), (), ()),
        story.story,
        plan=plan(story=choice),
        config=config(),
        sources={},
        cut_off=CUT_OFF,
        story_why=story.why,
    )


def header(**lines: str) -> str:
    """The header with lines replaced by their key; with "" the line is gone."""
    kept = []
    for line in HEADER.splitlines():
        key = line.strip().partition(":")[0]
        if key not in lines:
            kept.append(line)
        elif lines[key]:
            kept.append(f"{line[: len(line) - len(line.lstrip())]}{key}: {lines[key]}")
    return "\n".join(kept) + "\n"


def test_a_story_that_was_agreed_on_reaches_the_edition(folder: Path) -> None:
    shelf_of(folder, HEADER)
    made = composed_from(folder, HEADER)

    assert made.edition.story is not None
    assert (made.edition.story.slug, made.edition.story.title) == ("de-sleutel", "De sleutel")
    assert made.story_page is not None


@pytest.mark.parametrize("choice", ["", "de-sleutel"])
def test_a_story_that_was_withdrawn_does_not_reach_it_even_when_it_is_chosen(
    folder: Path, choice: str
) -> None:
    withdrawn = header(status="ingetrokken")
    assert shelf_of(folder, withdrawn) == ()

    made = composed_from(folder, withdrawn, choice)

    assert (made.edition.story, made.story_page) == (None, None)


@pytest.mark.parametrize("change", [("De sleutel", "Het slot"), ("op een dinsdag", "op een maandag")])
def test_a_story_that_changed_after_it_was_accepted_does_not_reach_it(
    folder: Path, change: tuple[str, str]
) -> None:
    file = folder / "stories" / "de-sleutel.md"
    file.write_text(f"---\n{HEADER}---\n\n{BODY}\n".replace(*change))

    assert read_shelf(Root(folder, config(), ()), on=DAY).stock == ()


def test_a_made_up_story_leaves_the_shelf_only_where_that_is_allowed(folder: Path) -> None:
    assert shelf_of(folder, header(fictief="ja", kenmerk="FICTIEF")) == ()


PAST = st.sampled_from(["2026-12-02", "2026-12-03", "2026-12-04", "morgen", ""])
FUTURE = st.sampled_from(["2028-10-02", "2026-12-04", "2026-12-03", "2026-12-02", ""])
# What is not drawn stays as it is in the header, where all is well.
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(["gegeven", "gevraagd", "ingetrokken", "ja", ""]),
        "kenmerk": st.sampled_from(["T-2026-014", "", '""', '" "', "FICTIEF"]),
        "datum": PAST,
        "geldig_tot": FUTURE,
        "bereik": st.sampled_from(["[nieuwsbrief]", "[nieuwsbrief, website]", "[website]", "[]", ""]),
        "gelezen_door_verteller": PAST,
    },
)
GOOD = {
    "status": ("gegeven",),
    "kenmerk": ("T-2026-014",),
    "datum": ("2026-12-02", "2026-12-03"),
    "geldig_tot": ("2028-10-02", "2026-12-04", "2026-12-03"),
    "bereik": ("[nieuwsbrief]", "[nieuwsbrief, website]"),
    "gelezen_door_verteller": ("2026-12-02", "2026-12-03"),
}


@settings(max_examples=80, deadline=None)
@given(CHANGES)
def test_whatever_the_header_says_only_a_story_that_was_agreed_on_leaves_the_shelf(
    folder: Path, changes: dict[str, str]
) -> None:
    stock = shelf_of(folder, header(**changes))

    assert len(stock) == all(changes[key] in GOOD[key] for key in changes)
    for one in stock:
        assert consent_gaps(one.story.consent, channel=Channel.NIEUWSBRIEF, on=DAY) == ()
        assert acceptance_gaps(one.story, one.acceptance) == ()
        assert (one.channel, one.on) == (Channel.NIEUWSBRIEF, DAY)
    made = composed_from(folder, header(**changes))
    assert (made.edition.story is not None) == bool(stock)
