"""What belongs to an edition, decided once: in a section, on the list without a date, or left out and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import (
    Chosen,
    ChosenSection,
    Copy,
    Month,
    MonthlyRule,
    Omission,
    Publication,
    PublicationType,
    Reason,
    Selection,
    Window,
)
from pipeline.stages.select import REASON_TEXTS, SelectionRules, select
from tests.makers import AMSTERDAM, endpoint, plan, publication, section_rule, source
from tests.stages.selecting import (
    END,
    FAR,
    LATE,
    MOMENT,
    RULES,
    SINCE,
    START,
    candidate,
    keys,
)

FOUND = "pas na de vorige editie gevonden"
SOON = "begint binnen tien weken"


def place(one: Publication, rules: SelectionRules = RULES) -> str:
    """Where one publication ends: "section: why", "undated", or the reason it is left out."""
    made = select([one], plan=plan(), rules=rules)
    places = [
        *(
            f"{section.rule.slug}: {item.candidate.why}"
            for section in made.sections
            for item in section.items
            if item.candidate
        ),
        *("undated" for _ in made.undated),
        *(omission.reason.value for omission in made.omissions),
    ]
    assert len(places) == 1
    return places[0]


# --- the window ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("published", "where"),
    [
        (START - MOMENT, "too-old"),
        (START, f"nieuws: {SINCE}"),
        (END - MOMENT, f"nieuws: {SINCE}"),
        (END, "after-cut-off"),
    ],
)
def test_published_at_the_previous_cut_off_counts_and_at_this_one_does_not(
    published: datetime, where: str
) -> None:
    seen_at_once = publication(published=published.astimezone(UTC), first_seen=published)

    assert place(seen_at_once) == where


@pytest.mark.parametrize(
    ("published", "first_seen", "where"),
    [
        (START - MOMENT, START, f"nieuws: {FOUND}"),
        (LATE, START, f"nieuws: {FOUND}"),
        (LATE - MOMENT, START, "too-old"),
        (LATE, START - MOMENT, "too-old"),
        (LATE, END - MOMENT, f"nieuws: {FOUND}"),
    ],
)
def test_what_was_found_late_counts_up_to_60_days_before_the_previous_cut_off(
    published: datetime, first_seen: datetime, where: str
) -> None:
    assert place(publication(published=published, first_seen=first_seen)) == where


@pytest.mark.parametrize(
    ("first_seen", "where"), [(START, "undated"), (END - MOMENT, "undated"), (START - MOMENT, "too-old")]
)
def test_without_a_date_it_waits_for_the_editor_if_it_is_first_seen_since(
    first_seen: datetime, where: str
) -> None:
    assert place(publication(published=None, first_seen=first_seen)) == where


@pytest.mark.parametrize(
    ("published", "where"),
    [
        (END + timedelta(days=1), "after-cut-off"),
        (END + timedelta(days=2), "after-cut-off"),
        (END + timedelta(days=2) + MOMENT, "future-date"),
        (datetime(2062, 1, 1, tzinfo=UTC), "future-date"),
    ],
)
def test_more_than_two_days_ahead_of_when_it_was_seen_is_a_mistake(published: datetime, where: str) -> None:
    assert place(publication(published=published, first_seen=END)) == where


@pytest.mark.parametrize(
    ("start", "where"),
    [
        (END - MOMENT, "event-past"),
        (END, f"agenda: {SOON}"),
        (FAR - MOMENT, f"agenda: {SOON}"),
        (FAR, "event-too-far"),
    ],
)
@pytest.mark.parametrize("published", [None, START, END, datetime(2020, 1, 1, tzinfo=UTC)])
@pytest.mark.parametrize("first_seen", [datetime(2020, 1, 1, tzinfo=UTC), END])
def test_a_meeting_counts_by_its_own_day_whenever_it_was_put_online(
    start: datetime, where: str, published: datetime | None, first_seen: datetime
) -> None:
    meeting = publication(
        type=PublicationType.BIJEENKOMST, event_start=start, published=published, first_seen=first_seen
    )

    assert place(meeting) == where


@pytest.mark.parametrize(
    ("published", "month"),
    [
        ("2026-09-30T21:59:59+00:00", None),
        ("2026-09-30T22:00:00+00:00", 10),  # midnight in Amsterdam, in summer
        ("2026-10-31T22:59:59+00:00", 10),
        ("2026-10-31T23:00:00+00:00", 11),  # midnight in Amsterdam, in winter
        ("2026-11-30T22:59:59+00:00", 11),
        ("2026-11-30T23:00:00+00:00", None),
    ],
)
def test_the_edges_of_a_month_are_those_of_amsterdam(published: str, month: int | None) -> None:
    edges = {month: datetime(2026, month, 1, tzinfo=AMSTERDAM) for month in (10, 11, 12)}
    one = publication(published=datetime.fromisoformat(published), first_seen=edges[10] - MOMENT)

    shown_in = [
        number
        for number in (10, 11)
        if place(one, replace(RULES, window=Window(edges[number], edges[number + 1]))) == f"nieuws: {SINCE}"
    ]

    assert shown_in == ([month] if month else [])


@given(
    st.integers(0, 200 * 24 * 60).map(
        lambda minutes: datetime(2026, 9, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    )
)
def test_what_is_seen_the_day_it_appears_belongs_to_exactly_one_edition(published: datetime) -> None:
    rule = MonthlyRule("last", "sunday", time(2, 30))  # the hour at which the clock changes
    cuts = [rule.moment(Month(2026, 7).plus(months), AMSTERDAM) for months in range(11)]
    one = publication(published=published, first_seen=published)

    shown = [
        edition
        for edition, window in enumerate(map(Window, cuts, cuts[1:]))
        if place(one, replace(RULES, window=window)).startswith("nieuws") and one.first_seen < window.end
    ]

    assert len(shown) == 1


# --- left out -------------------------------------------------------------------------------------------


def test_what_was_shown_before_is_left_out_with_its_reason() -> None:
    one = publication()

    made = select([one], plan=plan(), rules=replace(RULES, spent=frozenset({one.key})))

    assert made == Selection((), (Omission(one, Reason.ALREADY_SHOWN),), ())


def test_what_was_shown_as_another_sites_copy_is_not_shown_again() -> None:
    one = publication(also_at=(Copy("put", "http://bron.example/nieuws/een/"),))
    spent = frozenset({"put>https://bron.example/nieuws/een"})

    assert place(one, replace(RULES, spent=spent)) == "already-shown"


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (publication(url=None), Omission(publication(url=None), Reason.NO_LINK)),
        (publication(source="weg"), Omission(publication(source="weg"), Reason.SOURCE_UNKNOWN, "weg")),
        (
            publication(type=PublicationType.VIDEO),
            Omission(publication(type=PublicationType.VIDEO), Reason.NO_SECTION, "video"),
        ),
    ],
)
def test_what_cannot_be_shown_says_why(one: Publication, expected: Omission) -> None:
    assert select([one], plan=plan(), rules=RULES) == Selection((), (expected,), ())


def test_a_filter_of_the_endpoint_it_came_from_is_the_one_that_counts() -> None:
    strict = endpoint(url="https://bron.example/alles", exclude=("wijkteam",))
    rules = replace(RULES, sources={"bron": source("bron", endpoint(), strict)})

    assert place(publication(), rules) == f"nieuws: {SINCE}"
    assert place(publication(endpoint=strict.url), rules) == "excluded"
    assert place(publication(endpoint="https://bron.example/verdwenen"), rules) == f"nieuws: {SINCE}"


def test_every_reason_has_its_sentence() -> None:
    assert set(REASON_TEXTS) == set(Reason)


# --- sections -------------------------------------------------------------------------------------------


def test_the_first_section_that_fits_takes_an_item() -> None:
    sections = (
        section_rule("van-put", PublicationType.NIEUWS, sources=("put",)),
        section_rule("nieuws", PublicationType.NIEUWS),
        section_rule("rest"),
    )
    pool = [
        publication("een"),
        publication("twee", source="put"),
        publication("drie", type=PublicationType.VIDEO, source="put"),
    ]

    made = select(pool, plan=plan(), rules=replace(RULES, sections=sections))

    assert made == Selection(
        (
            ChosenSection(sections[0], (Chosen(candidate(pool[1]), None),)),
            ChosenSection(sections[1], (Chosen(candidate(pool[0]), None),)),
            ChosenSection(sections[2], (Chosen(candidate(pool[2]), None),)),
        ),
        (),
        (),
    )


def test_a_section_shows_the_newest_first_and_no_more_than_its_maximum() -> None:
    pool = [publication(str(day), published=START + timedelta(days=day)) for day in (2, 5, 1, 4, 3)]

    made = select(pool, plan=plan(), rules=RULES)

    assert keys(made) == {"nieuws": [f"https://bron.example/nieuws/{day}" for day in (5, 4, 3)]}
    assert [(one.publication.data.title[-1], one.reason, one.detail) for one in made.omissions] == [
        ("2", Reason.SECTION_FULL, "Nieuws"),
        ("1", Reason.SECTION_FULL, "Nieuws"),
    ]


def test_an_agenda_begins_with_what_comes_first() -> None:
    pool = [
        publication(str(day), event_start=END + timedelta(days=day), type=PublicationType.BIJEENKOMST)
        for day in (9, 2, 5)
    ]

    assert keys(select(pool, plan=plan(), rules=RULES)) == {
        "agenda": [f"https://bron.example/nieuws/{day}" for day in (2, 5, 9)]
    }


def test_the_order_of_the_pool_does_not_matter() -> None:
    pool = [publication(slug) for slug in ("c", "a", "d", "b")]

    made = select(pool, plan=plan(), rules=RULES)
    assert made == select(pool[::-1], plan=plan(), rules=RULES)
    assert keys(made) == {"nieuws": [f"https://bron.example/nieuws/{slug}" for slug in "abc"]}
