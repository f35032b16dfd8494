"""Sitemaps name pages; what they leave open is wanted from the pages."""

from __future__ import annotations

import contextlib
import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import CollectError
from pipeline.model import Kind, PublicationData, PublicationType, ReadContext, Status, Wanted, WantedRole
from pipeline.read.sitemap import parse_sitemap
from tests.read.contexts import at, context
from tests.read.mutations import mutations

SITEMAP = "https://bron.example/sitemap.xml"


def told(**changes: object) -> ReadContext:
    return context(SITEMAP, Kind.SITEMAP, **changes)  # type: ignore[arg-type]


def urlset(*urls: str) -> bytes:
    body = "".join(f"<url>{url}</url>" for url in urls)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{body}</urlset>'
    ).encode()


NEWS = (
    "<loc>https://bron.example/nieuws/een</loc><lastmod>2026-11-12T10:00:00Z</lastmod>"
    "<news:news><news:publication><news:name>Bron</news:name></news:publication>"
    "<news:publication_date>2026-11-12T09:00:00.000Z</news:publication_date>"
    "<news:title>Een &amp; twee | Nieuwsbericht | Bron</news:title></news:news>"
)


def test_a_news_sitemap_gives_title_and_date_and_wants_the_page_for_the_summary() -> None:
    parsed = parse_sitemap(urlset(NEWS), told())

    assert parsed.publications == (
        PublicationData(
            title="Een & twee",
            url="https://bron.example/nieuws/een",
            type=PublicationType.NIEUWS,
            published=at(2026, 11, 12, 10),
            published_from="news:publication_date",
            updated=at(2026, 11, 12, 11),
        ),
    )
    assert parsed.wanted == (Wanted("https://bron.example/nieuws/een", WantedRole.ITEM),)


def test_a_plain_sitemap_gives_addresses_the_last_changed_first() -> None:
    body = urlset(
        "<loc>https://bron.example/oud</loc><lastmod>2026-01-01</lastmod>",
        "<loc>https://bron.example/nieuw</loc><lastmod>2026-11-01</lastmod>",
        "<loc>https://bron.example/zonder</loc>",
        "<loc>https://elders.example/x</loc>",
        "<loc>https://bron.example/oud</loc>",
    )

    parsed = parse_sitemap(body, told(limit=2))

    assert parsed.publications == (
        PublicationData("", "https://bron.example/nieuw", updated=at(2026, 11, 1), flags=("no-date",)),
        PublicationData("", "https://bron.example/oud", updated=at(2026, 1, 1), flags=("no-date",)),
    )


def test_only_the_paths_that_the_endpoint_asks_for_are_kept() -> None:
    body = urlset(
        *(f"<loc>https://bron.example{path}</loc>" for path in ("/nieuws/a", "/nieuws/b/x", "/over"))
    )

    paths = told(include=("/nieuws/",), exclude=("/nieuws/b/",))
    with_terms = told(include=("/nieuws/", "wijkteam"))

    assert [one.url for one in parse_sitemap(body, paths).publications] == ["https://bron.example/nieuws/a"]
    assert len(parse_sitemap(body, with_terms).publications) == 3


def test_titles_and_dates_of_pictures_and_films_are_not_those_of_the_page() -> None:
    body = urlset(
        "<image:image xmlns:image='x'><image:loc>https://bron.example/a.png</image:loc>"
        "<image:title>Een foto</image:title></image:image>"
        "<video:video xmlns:video='y'><video:title>Een film</video:title>"
        "<video:publication_date>2020-01-01</video:publication_date></video:video>"
        "<loc>https://bron.example/nieuws/een</loc>"
    )

    assert parse_sitemap(body, told()).publications == (
        PublicationData(
            "", "https://bron.example/nieuws/een", type=PublicationType.NIEUWS, flags=("no-date",)
        ),
    )


def test_of_a_sitemap_that_was_cut_off_the_whole_entries_count() -> None:
    whole = urlset(NEWS, "<loc>https://bron.example/nieuws/twee</loc>")
    cut = whole[: whole.index(b"/nieuws/twee") + 9]

    assert [one.url for one in parse_sitemap(cut, told()).publications] == ["https://bron.example/nieuws/een"]


def test_an_index_wants_its_newest_five_sitemaps() -> None:
    numbers = [
        f"<sitemap><loc>{SITEMAP}?n={n}</loc><lastmod>2026-11-{n:02}</lastmod></sitemap>" for n in range(1, 8)
    ]
    body = f"<sitemapindex>{''.join(numbers)}</sitemapindex>".encode()

    parsed = parse_sitemap(body, told())

    assert parsed.wanted == tuple(Wanted(f"{SITEMAP}?n={n}", WantedRole.LIST) for n in (7, 6, 5, 4, 3))


def test_a_gzipped_sitemap_is_unpacked_up_to_a_limit() -> None:
    assert len(parse_sitemap(gzip.compress(urlset(NEWS)), told()).publications) == 1

    with pytest.raises(CollectError) as refused:
        parse_sitemap(gzip.compress(b"<urlset>" + b" " * 6_000_000), told())

    assert refused.value.status is Status.TOO_LARGE


BOMB = b'<!DOCTYPE urlset [<!ENTITY a "ha"><!ENTITY f SYSTEM "file:///etc/hostname">]><urlset><url>&a;&f;</url></urlset>'

REFUSED = [
    (b"", Status.EMPTY),
    (b"<html><head><title>Just a moment...</title></head></html>", Status.BLOCKED),
    (b"<html><title>Bron<p>De site is tijdelijk niet beschikbaar", Status.MAINTENANCE),
    (b"<rss version='2.0'/>", Status.NOT_A_FEED),
    (b"<urlset><url><loc>https://bron.example/afgek", Status.NOT_A_FEED),
    (b"\x1f\x8bkapot", Status.NOT_A_FEED),
    (BOMB, Status.NOT_A_FEED),
]


@pytest.mark.parametrize(("body", "status"), REFUSED)
def test_what_is_no_sitemap_is_refused_with_its_cause(body: bytes, status: Status) -> None:
    with pytest.raises(CollectError) as refused:
        parse_sitemap(body, told())

    assert refused.value.status is status


@settings(max_examples=50, deadline=None)
@given(
    st.one_of(st.binary(max_size=200), st.text(max_size=100).map(lambda text: urlset(f"<loc>{text}</loc>")))
)
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with contextlib.suppress(CollectError):
        parse_sitemap(body, told())


@settings(max_examples=60, deadline=None)
@given(mutations(urlset(NEWS, "<loc>https://bron.example/nieuws/twee</loc>").decode()))
def test_a_damaged_sitemap_is_read_or_refused(body: bytes) -> None:
    with contextlib.suppress(CollectError):
        parse_sitemap(body, told())
