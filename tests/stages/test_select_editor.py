"""What the editor decided is taken over as it is, and all of the pool ends somewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import (
    Chosen,
    ChosenSection,
    Copy,
    EditionPlan,
    Finding,
    Omission,
    PlannedItem,
    Publication,
    PublicationType,
    Reason,
    Selection,
    Severity,
)
from pipeline.stages.select import select
from tests.makers import plan, publication
from tests.stages.selecting import (
    AGENDA,
    END,
    FAR,
    LATE,
    MOMENT,
    NEWS,
    RULES,
    START,
    candidate,
    keys,
)

# --- the editor --------------------------------------------------------------------------------------------


def test_a_pinned_item_stands_first_and_counts_for_the_maximum() -> None:
    pool = [publication(str(day), published=START + timedelta(days=day)) for day in (1, 2, 3, 4)]
    decided = plan(items=(PlannedItem(url="https://bron.example/nieuws/1", pinned=True),))

    made = select(pool, plan=decided, rules=RULES)

    assert keys(made) == {"nieuws": [f"https://bron.example/nieuws/{day}" for day in (1, 4, 3)]}
    assert made.sections[0].items[0] == Chosen(
        candidate(pool[0], "door de redactie gekozen"), decided.items[0]
    )


def test_an_item_may_be_named_by_its_address_at_another_site() -> None:
    """The report names both, and the editor may have read it at either."""
    one = publication("een", also_at=(Copy("put", "https://put.example/nieuws/een"),))
    other = publication(
        "twee", also_at=(Copy("put", ""), Copy("wel", "https://wel.example/twee?utm_source=x"))
    )
    pinned = PlannedItem(url="http://put.example/nieuws/een/", pinned=True)
    decided = plan(items=(pinned,), dropped=("https://wel.example/twee",))

    made = select([one, other], plan=decided, rules=RULES)

    assert made.sections == (
        ChosenSection(NEWS, (Chosen(candidate(one, "door de redactie gekozen"), pinned),)),
    )
    assert made.omissions == (Omission(other, Reason.DROPPED_BY_EDITOR),)
    assert made.findings == ()


def test_the_editors_items_keep_the_order_of_the_file_with_pinned_ones_in_front() -> None:
    items = [
        PlannedItem(url=f"https://elders.example/{title}", title=title, pinned=title == "c")
        for title in "bdca"
    ]

    assert keys(select([], plan=plan(items=tuple(items)), rules=RULES)) == {"nieuws": ["c", "b", "d", "a"]}


def test_what_the_editor_takes_in_goes_in_even_beyond_the_maximum() -> None:
    items = tuple(PlannedItem(title=title, section="agenda") for title in "abcde")

    assert keys(select([], plan=plan(items=items), rules=RULES)) == {"agenda": list("abcde")}


@pytest.mark.parametrize(
    "one",
    [
        publication(published=None),
        publication(published=datetime(2020, 1, 1, tzinfo=UTC)),
        publication(published=END),
        publication(source="weg"),
    ],
)
def test_what_would_be_left_out_goes_in_when_the_editor_takes_it_in(one: Publication) -> None:
    item = PlannedItem(url="http://bron.example/nieuws/een/?utm_source=x", section="nieuws")
    rules = replace(RULES, spent=frozenset({one.key}))

    assert select([one], plan=plan(items=(item,)), rules=rules) == Selection(
        (ChosenSection(NEWS, (Chosen(candidate(one, "door de redactie gekozen"), item),)),), (), ()
    )


def test_what_the_editor_drops_is_left_out_however_its_address_is_written() -> None:
    one = publication()

    made = select([one], plan=plan(dropped=("http://bron.example/nieuws/een/",)), rules=RULES)

    assert made == Selection((), (Omission(one, Reason.DROPPED_BY_EDITOR),), ())


def test_a_link_of_the_editors_own_needs_no_source() -> None:
    item = PlannedItem(url="https://elders.example/blad", title="Een blad", section="agenda")

    assert select([], plan=plan(items=(item,)), rules=RULES) == Selection(
        (ChosenSection(AGENDA, (Chosen(None, item),)),), (), ()
    )


@pytest.mark.parametrize(
    ("item", "code", "message", "hint"),
    [
        (
            PlannedItem(url="https://elders.example/x", line=7),
            "item-title-missing",
            "dit item is niet in de bronnen gevonden en heeft geen titel",
            'zet er een regel titel = "…" bij, of controleer de url',
        ),
        (
            PlannedItem(title="Een blad", section="nieuw", line=7),
            "section-unknown",
            "onbekende rubriek ‘nieuw’",
            "kies uit: agenda, nieuws",
        ),
    ],
)
def test_an_item_that_has_no_place_is_told_with_its_line(
    item: PlannedItem, code: str, message: str, hint: str
) -> None:
    made = select([], plan=plan(items=(item,)), rules=RULES)

    finding = Finding(code, Severity.BLOCKING, "editions/2026-12.toml", message, hint, line=7)
    assert made == Selection((), (), (), (finding,))


def test_an_item_that_fits_no_section_is_told_and_is_left_out_with_a_reason() -> None:
    one = publication(type=PublicationType.VIDEO)
    item = PlannedItem(url=one.key, line=7)

    made = select([one], plan=plan(items=(item,)), rules=RULES)

    assert (made.sections, made.omissions, made.undated, [one.code for one in made.findings]) == (
        (),
        (Omission(one, Reason.NO_SECTION, "video"),),
        (),
        ["section-missing"],
    )


def test_an_address_taken_in_and_dropped_at_once_stays_and_is_told() -> None:
    one = publication()
    decided = plan(items=(PlannedItem(url=one.key, line=7),), dropped=(one.key,))

    made = select([one], plan=decided, rules=RULES)

    assert (keys(made), made.omissions) == ({"nieuws": [one.key]}, ())
    assert made.findings == (
        Finding(
            "item-also-dropped",
            Severity.ADVICE,
            "editions/2026-12.toml",
            "staat zowel bij [[item]] als bij weglaten; het blijft staan",
            "haal een van de twee weg",
            line=7,
        ),
    )


# --- all of the pool ------------------------------------------------------------------------------------

MOMENTS = st.sampled_from(
    [
        LATE - MOMENT,
        LATE,
        START - MOMENT,
        START,
        START + timedelta(days=9),
        END - MOMENT,
        END,
        FAR - MOMENT,
        FAR,
    ]
)
POOLS = st.lists(
    st.builds(
        publication,
        st.sampled_from("abcdefgh"),
        url=st.one_of(
            st.none(), st.sampled_from([f"https://bron.example/nieuws/{slug}" for slug in "abcdefgh"])
        ),
        published=st.one_of(st.none(), MOMENTS),
        event_start=st.one_of(st.none(), st.none(), MOMENTS),
        first_seen=MOMENTS,
        type=st.sampled_from(PublicationType),
        source=st.sampled_from(["bron", "put", "weg"]),
    ),
    max_size=8,
    unique_by=lambda one: one.key,
)
ADDRESSES = st.sampled_from([f"https://bron.example/nieuws/{slug}" for slug in "abcdefghi"])
PLANS = st.builds(
    plan,
    items=st.lists(
        st.builds(
            PlannedItem,
            url=ADDRESSES,
            title=st.sampled_from(["", "Titel"]),
            section=st.sampled_from(["", "nieuws", "agenda", "onbekend"]),
            pinned=st.booleans(),
        ),
        max_size=4,
        unique_by=lambda item: item.url,
    ).map(tuple),
    dropped=st.lists(ADDRESSES, max_size=2).map(tuple),
)


@given(POOLS, PLANS, st.sets(ADDRESSES, max_size=3))
def test_every_publication_ends_in_exactly_one_place(
    pool: list[Publication], decided: EditionPlan, spent: set[str]
) -> None:
    made = select(pool, plan=decided, rules=replace(RULES, spent=frozenset(spent)))

    ended = [
        *(one.candidate.publication for part in made.sections for one in part.items if one.candidate),
        *(one.publication for one in made.undated),
        *(one.publication for one in made.omissions),
    ]
    assert sorted(one.key for one in ended) == sorted(one.key for one in pool)
    shown = [item for section in made.sections for item in section.items if item.planned is None]
    assert not {item.candidate.publication.key for item in shown if item.candidate} & spent
    assert all(item.candidate and item.candidate.publication.data.url for item in shown)
