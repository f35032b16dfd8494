"""One thing at two sites: what is one, what only looks it, and whose report is the original.

The titles are made up after pairs that were really seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from pipeline.model import PublicationData, PublicationType
from pipeline.stages.collect import Known, collect, owners_of
from tests.makers import NOON, publication_data, source

SOURCES = (source("bron"), source("put"), source("wel"))
OWNERS = owners_of(SOURCES)
REPORT = "Eerste voortgangsrapportage toekomst van de gezinsbescherming"
SAME_REPORT = "Eerste voortgangsrapportage van de toekomst van de gezinsbescherming verschenen"


def seen(known: Known, slug: str, path: str, title: str = REPORT, **changes: object) -> None:
    """One visit to `slug`, which reports an item at its own site, or at `host`."""
    one = next(source for source in SOURCES if source.slug == slug)
    host = changes.pop("host", slug)
    data = replace(publication_data(title=title, url=f"https://{host}.example/{path}"), **changes)  # type: ignore[arg-type]
    made = collect(
        [data],
        source=one,
        endpoint=one.endpoints[0],
        known=known,
        owners=OWNERS,
        now=NOON + timedelta(days=20),
    )
    known.add((*made.new, *made.changed))


def copies(known: Known) -> Mapping[str, str | None]:
    return {publication.key: publication.copy_of for publication in known.by_key.values()}


@pytest.mark.parametrize(
    ("title", "other"),
    [
        (REPORT, SAME_REPORT),
        (
            "Kamerbrief over de toekomst van gezinsbescherming",
            "Kamerbrief: toekomst van de gezinsbescherming",
        ),
        ("Programmaplan voor de jeugdbescherming 2026", "Programmaplan jeugdbescherming 2026 beschikbaar"),
        ("Handreiking voor wijkteams bij kindermishandeling", "Handreiking wijkteam bij kindermishandelling"),
    ],
)
def test_titles_that_say_one_thing_a_little_differently_are_one(title: str, other: str) -> None:
    known = Known()
    seen(known, "bron", "a", title)
    seen(known, "put", "b", other)

    assert copies(known) == {
        "https://bron.example/a": None,
        "https://put.example/b": "https://bron.example/a",
    }


@pytest.mark.parametrize(
    ("title", "other"),
    [
        (REPORT, REPORT.replace("Eerste", "Tweede")),
        (REPORT.replace("Eerste", "Zesde"), REPORT.replace("Eerste", "Zevende")),
        ("Monitor geweld in gezinnen 2025", "Monitor geweld in gezinnen 2026"),
        ("Aan de keukentafel over jeugdhulp, deel 1", "Aan de keukentafel over jeugdhulp, deel 2"),
        ("Jaarplan proeftuin gezinnen deel I", "Jaarplan proeftuin gezinnen deel II"),
        ("Leersessie gezinsbescherming januari", "Leersessie gezinsbescherming februari"),
        ("Hulp voor ouders bij geweld thuis", "Hulp voor ouderen bij geweld thuis"),
        ("Onveiligheid in gezinnen bespreken", "Veiligheid in gezinnen bespreken"),
        ("Wachttijd jeugdhulp is niet korter geworden", "Wachttijd jeugdhulp is korter geworden"),
        ("Werkpakket voor veiligheid in gezinnen", "Werkpakket voor veiligheid in wijkteams"),
        (
            "Werkpakket veiligheid in gezinnen",
            "Werkpakket veiligheid in gezinnen geeft houvast aan elke gemeente",
        ),
    ],
)
def test_titles_that_differ_in_what_they_say_stay_two(title: str, other: str) -> None:
    known = Known()
    seen(known, "bron", "a", title)
    seen(known, "put", "b", other)

    assert copies(known) == {"https://bron.example/a": None, "https://put.example/b": None}


@pytest.mark.parametrize(
    ("kind", "other", "is_copy"),
    [
        (PublicationType.RAPPORT, PublicationType.NIEUWS, True),
        (PublicationType.KAMERSTUK, PublicationType.PUBLICATIE, True),
        (PublicationType.PODCAST, PublicationType.PODCAST, True),
        (PublicationType.NIEUWS, PublicationType.PRAKTIJKVERHAAL, False),
        (PublicationType.PODCAST, PublicationType.RAPPORT, False),
    ],
)
def test_a_report_and_its_news_are_one_and_a_story_or_podcast_is_another_thing(
    kind: PublicationType, other: PublicationType, is_copy: bool
) -> None:
    known = Known()
    seen(known, "bron", "a", REPORT, type=kind)
    seen(known, "put", "b", SAME_REPORT, type=other)

    assert (copies(known)["https://put.example/b"] is not None) is is_copy


@pytest.mark.parametrize(("days", "is_copy"), [(13, True), (45, True), (46, False)])
def test_titles_that_are_alike_lie_within_45_days(days: int, is_copy: bool) -> None:
    known = Known()
    seen(known, "bron", "a", REPORT)
    seen(known, "put", "b", SAME_REPORT, published=NOON + timedelta(days=days))

    assert (copies(known)["https://put.example/b"] is not None) is is_copy


def test_what_was_published_first_is_the_original_also_when_it_is_found_later() -> None:
    known = Known()
    seen(known, "bron", "a", REPORT)
    seen(known, "wel", "c", REPORT)
    seen(known, "put", "b", SAME_REPORT, published=NOON - timedelta(days=13))

    assert copies(known) == {
        "https://bron.example/a": "https://put.example/b",
        "https://wel.example/c": "https://put.example/b",
        "https://put.example/b": None,
    }


def test_a_page_at_its_owners_site_goes_before_one_that_points_elsewhere() -> None:
    known = Known()
    seen(known, "bron", "a", REPORT, host="wel", published=NOON - timedelta(days=2))
    seen(known, "put", "b", SAME_REPORT)

    assert copies(known) == {
        "bron>https://wel.example/a": "https://put.example/b",
        "https://put.example/b": None,
    }


def test_two_of_one_site_stay_two() -> None:
    known = Known()
    seen(known, "bron", "a", REPORT)
    seen(known, "bron", "b", SAME_REPORT)

    assert copies(known) == {"https://bron.example/a": None, "https://bron.example/b": None}


def test_five_thousand_titles_of_one_form_are_told_apart_by_their_numbers_without_comparing_them_all() -> (
    None
):
    known = Known()
    one = SOURCES[0]
    data = [
        PublicationData(
            title=f"Bericht {number} over gezinnen en wijkteams", url=f"https://bron.example/{number}"
        )
        for number in range(5000)
    ]
    made = collect(data, source=one, endpoint=one.endpoints[0], known=known, owners=OWNERS, now=NOON)
    known.add(made.new)

    assert [
        each.data.title for each in known.alike("Bericht 77 over gezinnen en de wijkteams", "elders")
    ] == ["Bericht 77 over gezinnen en wijkteams"]
