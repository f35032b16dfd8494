"""List pages give items, and items' own pages the rest."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import CollectError
from pipeline.model import (
    Kind,
    PublicationData,
    PublicationType,
    ReadContext,
    Selectors,
    Status,
    Wanted,
    WantedRole,
)
from pipeline.read.listing import parse_listing, parse_page
from tests.read.contexts import at, context

NIEUWS = PublicationType.NIEUWS

LIST = """<!doctype html><html><head><meta charset="utf-8"><title>Nieuws | Bron</title></head><body>
<nav><a href="/nieuws/">Nieuws</a> <a href="/nieuws/archief/2025">Archief</a></nav>
<main><h1>Nieuws</h1><ul>
<li><a href="/nieuws/een?utm_source=x"><img src="a.png" alt="foto"></a><h3>Wijkteam leert</h3>
    <time datetime="2026-11-02">2 november</time><a href="/nieuws/een">Lees meer</a></li>
<li><a href="twee"><h3>Twee gezinnen | Nieuwsbericht | Bron</h3><p>2 minuten</p></a></li>
<li><a href="https://elders.example/nieuws/x">Elders</a></li>
<li><a href="/nieuws/zoek">Waar bent u naar op zoek?</a></li>
<li><a href="/nieuws/wand">Just a moment...</a></li>
<li><a href="/nieuws/drie">Lees verder</a></li>
<li><a href="/over-ons">Over ons</a></li>
<li><a href="javascript:open('/nieuws/vier')">Vier</a></li>
</ul></main></body></html>"""


def listing(html: str = LIST, **changes: object) -> tuple[PublicationData, ...]:
    return parse_listing(html.encode(), told(**changes)).publications


def told(**changes: object) -> ReadContext:
    given = {"links": ("/nieuws/*",), "exclude": ("/nieuws/archief/",)} | changes
    return context("https://bron.example/nieuws/", Kind.LISTING, **given)  # type: ignore[arg-type]


def test_the_items_of_a_list_are_read_in_page_order_and_their_pages_wanted() -> None:
    parsed = parse_listing(LIST.encode(), told())

    assert parsed.publications == (
        PublicationData(
            "Wijkteam leert",
            "https://bron.example/nieuws/een",
            type=NIEUWS,
            published=at(2026, 11, 2),
            published_from="list time",
        ),
        PublicationData("Twee gezinnen", "https://bron.example/nieuws/twee", type=NIEUWS, flags=("no-date",)),
        PublicationData("", "https://bron.example/nieuws/drie", type=NIEUWS, flags=("no-date",)),
    )
    assert parsed.wanted == tuple(
        Wanted(f"https://bron.example/nieuws/{slug}", WantedRole.ITEM) for slug in ("een", "twee", "drie")
    )


def test_selectors_say_where_title_date_and_summary_stand() -> None:
    html = """<div class="item"><b class="t">Een</b><a href="/x/1">Ga</a><i>3 november 2026</i>
      <p>Een hele zin.</p></div>
      <div class="item"><b class="t">Twee</b></div>"""
    select = Selectors(item=".item", title=".t", date="i", summary="p")

    assert listing(html, links=(), select=select) == (
        PublicationData(
            "Een",
            "https://bron.example/x/1",
            summary="Een hele zin.",
            summary_from="list",
            published=at(2026, 11, 3),
            published_from="list text",
        ),
    )


def test_in_an_agenda_the_date_is_the_day_of_the_meeting() -> None:
    html = '<article><a href="/agenda/1">Leersessie</a><em>28 februari</em></article>'
    select = Selectors(item="article", date="em")

    assert listing(html, links=("/agenda/*",), select=select, type=PublicationType.BIJEENKOMST) == (
        PublicationData(
            "Leersessie",
            "https://bron.example/agenda/1",
            type=PublicationType.BIJEENKOMST,
            event_start=at(2027, 2, 28),
            all_day=True,
        ),
    )


def test_a_selector_that_is_no_css_is_refused() -> None:
    with pytest.raises(CollectError, match="no CSS"):
        listing("<p>x</p>", select=Selectors(item="p[["))


def test_a_page_without_items_gives_none() -> None:
    assert listing("<p>Er is geen nieuws.</p>") == ()


REFUSED = [
    (b"", "", Status.EMPTY),
    (b"%PDF-1.7", "application/pdf", Status.NOT_HTML),
    (b"<p>x", "application/json", Status.NOT_HTML),
    (b"<title>Just a moment...</title>", "", Status.BLOCKED),
    (b"<title>Bron</title><h1>Website in onderhoud</h1>", "", Status.MAINTENANCE),
    (b"<title>Bron</title><h1>Pagina niet gevonden</h1>", "", Status.REDIRECTED_TO_ERROR),
    (b"<title>Inloggen | Bron | Site</title><form>", "", Status.REDIRECTED_TO_ERROR),
]


@pytest.mark.parametrize(("body", "content_type", "status"), REFUSED)
def test_what_is_not_the_page_is_refused_with_its_cause(
    body: bytes, content_type: str, status: Status
) -> None:
    for reader in (parse_listing, parse_page):
        with pytest.raises(CollectError) as refused:
            reader(body, told(content_type=content_type))

        assert refused.value.status is status


def page(
    html: str, url: str = "https://bron.example/actueel/nieuws/2025/03/04/samen", **changes: object
) -> PublicationData:
    return parse_page(html.encode(), context(url, Kind.LISTING, **changes))  # type: ignore[arg-type]


def test_a_page_without_metadata_is_read_from_what_it_shows() -> None:
    html = """<title>Samen werken | In de praktijk | voor Jeugd &amp; Gezin</title>
      <meta name="description" content="Deze site gebruikt cookies.">
      <nav><p>Lang genoeg maar toch geen tekst van dit bericht.</p></nav>
      <main><figure><img alt="een foto"><figcaption>Beeld: ©Toekomstscenario</figcaption></figure>
      <h1>Samen werken</h1><p>Weblog | 06-03-2025 | 10:00</p>
      <p>De gemeente en de regio werken samen. Dat helpt <b>gezin</b>nen.</p></main>"""

    assert page(html) == PublicationData(
        title="Samen werken",
        url="https://bron.example/actueel/nieuws/2025/03/04/samen",
        type=PublicationType.PRAKTIJKVERHAAL,
        summary="De gemeente en de regio werken samen. Dat helpt gezinnen.",
        summary_from="p",
        published=at(2025, 3, 6),
        published_from="text",
        credit="Toekomstscenario",
    )


def test_what_a_page_says_of_itself_comes_first() -> None:
    html = """<title>x</title><link rel="canonical" href="https://www.bron.example/nieuws/samen/">
      <meta property="og:title" content="Andere titel">
      <meta property="og:description" content="Een hele zin.">
      <script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "Bron"},
        {"@type": ["NewsArticle"], "headline": "Samen &amp; sterk",
         "datePublished": "2026-11-12T10:00:00+01:00",
         "dateModified": "2026-11-13"}]}</script>
      <script type="application/ld+json">{kapot</script>
      <main><h1>Kop</h1><time datetime="2020-01-01">toen</time></main>"""

    assert page(html, "https://bron.example/nieuws/samen?x=1") == PublicationData(
        title="Samen & sterk",
        url="https://www.bron.example/nieuws/samen/",
        type=NIEUWS,
        summary="Een hele zin.",
        summary_from="og:description",
        published=at(2026, 11, 12, 10),
        published_from="datePublished",
        updated=at(2026, 11, 13),
    )


DATED = {
    '<meta property="article:published_time" content="2026-11-12T09:00:00Z">': (
        at(2026, 11, 12, 10),
        "article:published_time",
    ),
    '<meta name="DCTERMS.issued" content="2026-11-12">': (at(2026, 11, 12), "dcterms.issued"),
    '<main><time datetime="2026-11-12">x</time></main>': (at(2026, 11, 12), "time"),
    "<main><p>3O januari 2O18</p></main>": (at(2018, 1, 30), "text"),
    "<main><p>Op 3 december komt er meer.</p></main>": (None, ""),
    "<footer><time datetime='2026-11-12'>x</time></footer>": (None, ""),
}


@pytest.mark.parametrize(("html", "expected"), DATED.items())
def test_a_date_is_found_where_sites_put_it_and_never_made_up(
    html: str, expected: tuple[object, str]
) -> None:
    found = page(f"<title>Een</title>{html}")

    assert (found.published, found.published_from) == expected
    assert found.flags == (("no-date",) if expected[0] is None else ())


def test_a_meeting_is_read_from_its_lines() -> None:
    html = """<title>Leersessie</title><main><p>17-04-2018</p><h1>Leersessie</h1><p>Datum: 17 mei 2018</p>
      <dl><dt>Tijd:</dt><dd>13.15 - 17.00 uur</dd><dt>Locatie</dt><dd>Stadhuis, Utrecht</dd></dl></main>"""

    assert page(html, "https://bron.example/agenda/2018/leersessie") == PublicationData(
        title="Leersessie",
        url="https://bron.example/agenda/2018/leersessie",
        type=PublicationType.BIJEENKOMST,
        event_start=at(2018, 5, 17, 13, 15),
        event_end=at(2018, 5, 17, 17),
        location="Stadhuis, Utrecht",
    )


def test_a_meeting_is_read_from_its_linked_data() -> None:
    html = """<title>Leersessie</title>
      <script type="application/ld+json">[{"@type": "Event", "name": "Leersessie",
      "startDate": "2026-12-10T13:30:00+01:00", "endDate": "2026-12-10T16:00:00+01:00",
      "location": {"@type": "Place", "name": "De Zaal",
      "address": {"addressLocality": "Utrecht"}}}]</script>"""

    found = page(html, "https://bron.example/leersessie")

    assert (found.type, found.event_start, found.event_end, found.location, found.flags) == (
        PublicationType.BIJEENKOMST,
        at(2026, 12, 10, 13, 30),
        at(2026, 12, 10, 16),
        "De Zaal, Utrecht",
        (),
    )


def test_a_series_without_one_date_says_that_it_has_none() -> None:
    html = "<title>Masterclasses</title><main><p>Vier bijeenkomsten in het najaar van 2025</p></main>"

    found = page(html, "https://bron.example/agenda/masterclasses")

    assert (found.event_start, found.flags) == (None, ("no-event-date",))


@settings(max_examples=50, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=100).map(lambda text: f"<main>{text}".encode())))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    for reader in (parse_listing, parse_page):
        with contextlib.suppress(CollectError):
            reader(body, told())
