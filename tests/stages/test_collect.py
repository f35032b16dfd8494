"""What was read meets what is stored: new, changed, or a copy of what another site had first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Publication, PublicationData, PublicationType
from pipeline.stages.collect import Collected, Known, collect, complete, content_hash, key_of, owners_of
from pipeline.text.similar import likeness
from tests.makers import NOON, endpoint, publication_data, source

LATER = NOON + timedelta(days=3)
SOURCES = (source("bron"), source("put"), source("wel"))
OWNERS = owners_of(SOURCES)
NEWS = "Tweede voortgangsrapportage naar de Kamer"


def collected(known: Known, slug: str, *found: PublicationData, now: datetime = LATER) -> Collected:
    """One visit to `slug`, after which `known` holds what came of it."""
    one = next(source for source in SOURCES if source.slug == slug)
    made = collect(found, source=one, endpoint=one.endpoints[0], known=known, owners=OWNERS, now=now)
    known.add((*made.new, *made.changed))
    return made


def stored(data: PublicationData, slug: str = "bron", key: str = "", now: datetime = NOON) -> Publication:
    return Publication(
        key=key or data.url or "",
        source=slug,
        endpoint=f"https://{slug}.example/feed",
        data=data,
        type=data.type or PublicationType.NIEUWS,
        first_seen=now,
        changed_at=now,
        content_hash=content_hash(data),
        likeness=likeness(data.title),
    )


def copies(known: Known) -> Mapping[str, str | None]:
    return {publication.key: publication.copy_of for publication in known.by_key.values()}


def at(slug: str, path: str, title: str = NEWS, **changes: object) -> PublicationData:
    return replace(publication_data(title=title, url=f"https://{slug}.example/{path}"), **changes)  # type: ignore[arg-type]


# --- new, changed, the same -------------------------------------------------------------------------


def test_what_was_never_seen_is_new_from_now() -> None:
    data = publication_data()

    assert collected(Known(), "bron", data) == Collected((stored(data, now=LATER),), ())


def test_the_type_of_the_item_counts_before_that_of_its_endpoint() -> None:
    page = endpoint(type=PublicationType.PUBLICATIE)
    found = (publication_data("een"), publication_data("twee", type=PublicationType.RAPPORT))
    made = collect(found, source=source("bron", page), endpoint=page, known=Known(), owners={}, now=NOON)

    assert [one.type for one in made.new] == [PublicationType.PUBLICATIE, PublicationType.RAPPORT]


def test_what_is_the_same_as_before_is_neither_new_nor_changed() -> None:
    known = Known.of([stored(publication_data())])

    assert collected(known, "bron", publication_data()) == Collected((), ())


@pytest.mark.parametrize(
    "url",
    [
        "http://bron.example/nieuws/een",
        "https://BRON.example/nieuws/een/",
        "https://bron.example/nieuws/een?utm_source=mail#top",
    ],
)
def test_one_page_has_one_identity_however_it_is_written(url: str) -> None:
    known = Known.of([stored(publication_data())])

    assert collected(known, "bron", publication_data(url=url)) == Collected((), ())


def test_a_page_named_twice_in_one_feed_is_one_item() -> None:
    made = collected(Known(), "bron", publication_data(), publication_data(title="Anders"))

    assert made == Collected((stored(publication_data(), now=LATER),), ())


def test_a_changed_text_is_an_update_that_keeps_key_and_first_seen() -> None:
    before = stored(publication_data())
    data = publication_data(title="Een andere titel")

    assert collected(Known.of([before]), "bron", data) == Collected(
        (), (replace(stored(data), changed_at=LATER),)
    )


def test_a_changed_guid_is_no_new_item() -> None:
    known = Known.of([stored(publication_data(guid="1"))])

    assert collected(known, "bron", publication_data(guid="2")) == Collected((), ())


def test_a_page_that_moved_under_the_same_guid_is_no_new_item() -> None:
    known = Known.of([stored(publication_data(guid="1"))])

    assert collected(known, "bron", publication_data(guid="1", url="https://bron.example/nieuw")).new == ()


def test_the_same_guid_at_another_source_is_another_item() -> None:
    known = Known.of([stored(publication_data(guid="1"))])
    data = at("put", "a", "Een heel ander bericht", guid="1")

    assert collected(known, "put", data).new == (stored(data, "put", now=LATER),)


def test_what_a_list_leaves_out_was_read_from_the_page_and_stays() -> None:
    whole = publication_data(summary="Van de pagina.", location="Utrecht", flags=("undated-list",))
    short = replace(whole, summary="", summary_from="", location="", published=None, flags=("no-date",))
    known = Known.of([stored(whole)])

    assert collected(known, "bron", short) == Collected((), ())


def test_without_an_address_the_guid_or_the_title_tells_items_apart() -> None:
    by_guid = publication_data(url=None, guid="77")
    by_title = publication_data(url=None, title="Een bericht: zonder adres!")

    assert [key_of(one, "bron", OWNERS) for one in (by_guid, by_title)] == [
        "bron:77",
        "bron:een bericht zonder adres",
    ]


# --- dates only move back -----------------------------------------------------------------------------


def test_a_whole_archive_stamped_anew_is_no_news() -> None:
    known = Known.of([stored(publication_data())])

    assert collected(known, "bron", publication_data(published=LATER, published_from="updated")) == Collected(
        (), ()
    )


def test_an_earlier_date_is_taken_over() -> None:
    before = stored(publication_data())
    data = publication_data(published=NOON - timedelta(days=9), published_from="json-ld")

    assert collected(Known.of([before]), "bron", data) == Collected((), (replace(before, data=data),))


def test_a_date_of_the_path_alone_gives_way_to_a_real_one_also_to_a_later_one() -> None:
    by_path = publication_data(published_from="path", flags=("path-date",))
    real = publication_data(published=NOON + timedelta(days=1))

    assert collected(Known.of([stored(by_path)]), "bron", real).changed[0].data == real
    assert collected(Known.of([stored(real)]), "bron", by_path).changed == ()


def test_a_page_under_a_programme_and_under_the_news_of_its_site_is_one_item() -> None:
    known = Known.of([stored(at("bron", "actueel/nieuws/2025/03/06/x"))])

    assert collected(known, "bron", at("bron", "programma/nieuws/2025/3/6/x/")).new == ()


def test_a_date_that_is_found_at_last_is_taken_over() -> None:
    before = stored(publication_data(published=None, published_from="", flags=("no-date",)))

    changed = collected(Known.of([before]), "bron", publication_data()).changed

    assert changed == (replace(before, data=publication_data()),)


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.datetimes(timezones=st.just(UTC))), min_size=1, max_size=6))
def test_however_often_it_is_stamped_the_earliest_date_remains(dates: list[datetime | None]) -> None:
    known = Known()
    for moment in dates:
        collected(known, "bron", publication_data(published=moment))

    (kept,) = known.by_key.values()
    assert kept.data.published == min((moment for moment in dates if moment), default=None)


# --- copies ---------------------------------------------------------------------------------------------


def test_one_title_at_two_sites_is_one_item_and_its_copy() -> None:
    known = Known()
    collected(known, "bron", at("bron", "a"))
    collected(known, "put", at("put", "b", NEWS.upper() + "!"))

    assert copies(known) == {
        "https://bron.example/a": None,
        "https://put.example/b": "https://bron.example/a",
    }


def test_a_copy_of_a_copy_is_one_of_the_original() -> None:
    known = Known()
    for slug in ("bron", "put", "wel"):
        collected(known, slug, at(slug, "a"))

    assert list(copies(known).values()) == [None, "https://bron.example/a", "https://bron.example/a"]


@pytest.mark.parametrize(("days", "is_copy"), [(0, True), (45, True), (-45, True), (46, False), (-46, False)])
def test_a_report_that_comes_back_after_45_days_is_another_one(days: int, is_copy: bool) -> None:
    known = Known()
    collected(known, "bron", at("bron", "a"))
    collected(known, "put", at("put", "b", published=NOON + timedelta(days=days)))

    assert sum(original is not None for original in copies(known).values()) == is_copy


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Tweede voortgangsrapportage", "Derde voortgangsrapportage"),
        ("Tweede voortgangsrapportage Toekomstscenario", "Derde voortgangsrapportage Toekomstscenario"),
        ("Nieuwsbrief juni", "Nieuwsbrief juni"),
        ("", ""),
    ],
)
def test_titles_that_differ_by_a_word_or_say_too_little_stay_two(title: str, other: str) -> None:
    known = Known()
    collected(known, "bron", at("bron", "a", title))
    collected(known, "put", at("put", "b", other))

    assert copies(known) == {"https://bron.example/a": None, "https://put.example/b": None}


def test_one_title_twice_at_one_site_stays_two() -> None:
    known = Known()
    collected(known, "bron", at("bron", "a"), at("bron", "b"))

    assert copies(known) == {"https://bron.example/a": None, "https://bron.example/b": None}


def test_two_meetings_of_one_name_on_two_days_stay_two() -> None:
    known = Known()
    collected(known, "bron", at("bron", "a", event_start=NOON))
    collected(known, "put", at("put", "b", event_start=LATER))

    assert copies(known) == {"https://bron.example/a": None, "https://put.example/b": None}


def test_a_site_that_leads_to_another_sites_page_reports_a_copy() -> None:
    known = Known()
    collected(known, "bron", at("bron", "a"))
    collected(known, "put", at("bron", "a", "Lees dit bij Bron"))

    assert copies(known) == {
        "https://bron.example/a": None,
        "put>https://bron.example/a": "https://bron.example/a",
    }


@pytest.mark.parametrize("title", [NEWS, "Lees dit bij Bron"])
def test_a_copy_that_came_first_finds_its_original_later(title: str) -> None:
    known = Known()
    collected(known, "put", at("bron", "a", title))
    before = copies(known)
    collected(known, "bron", at("bron", "a"))

    assert before == {"put>https://bron.example/a": None}
    assert copies(known) == {
        "put>https://bron.example/a": "https://bron.example/a",
        "https://bron.example/a": None,
    }


def test_copies_of_a_copy_that_came_first_follow_it_to_the_original() -> None:
    known = Known()
    collected(known, "put", at("bron", "a"))
    collected(known, "wel", at("wel", "b"))
    collected(known, "bron", at("bron", "a"))

    assert copies(known) == {
        "put>https://bron.example/a": "https://bron.example/a",
        "https://wel.example/b": "https://bron.example/a",
        "https://bron.example/a": None,
    }


def test_two_sites_that_lead_to_one_page_of_a_third_report_one_item() -> None:
    known = Known()
    collected(known, "put", at("bron", "a", "Lees dit bij Bron"))
    collected(known, "wel", at("bron", "a", "Nieuw bij Bron deze week"))

    assert copies(known) == {
        "put>https://bron.example/a": None,
        "wel>https://bron.example/a": "put>https://bron.example/a",
    }


@settings(deadline=None)
@given(
    st.permutations(
        [("bron", "bron", NEWS), ("put", "bron", "Zie Bron"), ("wel", "wel", NEWS), ("put", "put", NEWS)]
    )
)
def test_in_whatever_order_sites_report_it_one_item_is_shown(order: list[tuple[str, str, str]]) -> None:
    known = Known()
    for slug, host, title in order:
        collected(known, slug, at(host, "a", title))

    originals = {key for key, original in copies(known).items() if original is None}
    assert len(originals) == 1
    assert {original for original in copies(known).values() if original} <= originals


# --- what the page adds -----------------------------------------------------------------------------------


def test_a_page_fills_what_its_list_left_open_and_changes_nothing_else() -> None:
    listed = PublicationData(title="Lees meer >", url="https://bron.example/a", flags=("no-date",))
    page = publication_data(title="De titel", url="https://bron.example/b", location="Utrecht")

    assert complete(listed, page) == replace(page, url="https://bron.example/a")
    assert complete(publication_data(), page) == replace(publication_data(), location="Utrecht")


def test_the_hash_follows_what_a_reader_sees() -> None:
    whole = publication_data(location="Utrecht", event_start=NOON, event_end=LATER)
    others = [
        replace(whole, title="Anders"),
        replace(whole, summary="Anders"),
        replace(whole, location="Zwolle"),
        replace(whole, event_start=NOON - timedelta(days=1)),
        replace(whole, event_end=None),
    ]

    assert len({content_hash(one) for one in (whole, *others)}) == 6
    assert content_hash(replace(whole, guid="9", flags=("no-date",))) == content_hash(whole)
