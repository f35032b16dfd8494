"""List pages give items, and items' own pages the rest."""

from __future__ import annotations

import contextlib
from dataclasses import replace

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
from tests.read.mutations import mutations

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


BARE = "https://bron.example/nieuws/samen"


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


def test_a_title_in_mathematical_letters_that_was_cut_off_is_read_whole() -> None:
    html = """<title>𝐏𝐫𝐨𝐠𝐫𝐚𝐦𝐦𝐚𝐩𝐥𝐚𝐧 2023-2026 | Bron.nl</title><main><h1>𝐏𝐫𝐨𝐠𝐫𝐚𝐦𝐦𝐚𝐩𝐥𝐚𝐧…</h1></main>"""

    assert page(html, "https://bron.example/nieuws/8775-").title == "Programmaplan 2023-2026"


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
    "<main><p>01 november 2022</p></main>": (at(2022, 11, 1), "text"),
    "<main><p>Weblog | 17-05-2018 | 10:00</p></main>": (at(2018, 5, 17), "text"),
    "<main><p>Gepubliceerd op 3 maart 2026, gewijzigd op 5 mei 2026</p></main>": (at(2026, 3, 3), "text"),
}


@pytest.mark.parametrize(("html", "expected"), DATED.items())
def test_a_date_is_found_where_sites_put_it_and_never_made_up(
    html: str, expected: tuple[object, str]
) -> None:
    found = page(f"<title>Een</title>{html}")

    assert (found.published, found.published_from, found.flags) == (*expected, ())


UNDATED = (
    "<main><p>Op 3 december komt er meer.</p></main>",
    "<main><p>In 2024 begon de proeftuin. Op 3 december komt er meer.</p></main>",
    "<main><p>Laatst gewijzigd op 5 mei 2026</p></main>",
    "<footer><time datetime='2026-11-12'>x</time></footer>",
    "<main><ul><li><a href='/y'>Ander bericht</a> <time datetime='2026-11-12'>x</time></li></ul></main>",
)


@pytest.mark.parametrize("html", UNDATED)
def test_without_a_date_the_path_stands_in_and_is_flagged_or_nothing_does(html: str) -> None:
    by_path, undated = page(f"<title>Een</title>{html}"), page(f"<title>Een</title>{html}", BARE)

    assert (by_path.published, by_path.published_from, by_path.flags) == (
        at(2025, 3, 4),
        "path",
        ("path-date",),
    )
    assert (undated.published, undated.published_from, undated.flags) == (None, "", ("no-date",))


def test_the_date_of_a_change_is_kept_apart() -> None:
    html = "<title>Een</title><main><p>Gepubliceerd op 3 maart 2026, gewijzigd op 5 mei 2026</p></main>"

    assert page(html).updated == at(2026, 5, 5)


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

    assert (found.event_start, found.flags) == (None, ("no-event-date", "series"))


SIGNUP = '<p><a href="/nieuwsbrief">Aanmelden nieuwsbrief</a> <a href="/meld?id=7">Meld je aan</a></p>'


def test_a_meeting_says_where_one_signs_up() -> None:
    html = f"<title>Leersessie</title><main><p>Wanneer: donderdag 4 maart</p>{SIGNUP}</main>"

    found = page(html, "https://bron.example/agenda/leersessie")

    assert (found.event_start, found.all_day, found.signup) == (
        at(2027, 3, 4),
        True,
        "https://bron.example/meld?id=7",
    )


def test_a_meeting_is_read_from_microdata() -> None:
    html = """<title>Leersessie</title><main itemscope itemtype="https://schema.org/Event">
      <time datetime="2026-01-05">geplaatst</time>
      <time itemprop="startDate" datetime="2026-12-10T13:30">10 december</time>
      <span itemprop="location">De Zaal, Utrecht</span></main>"""

    found = page(html, "https://bron.example/agenda/leersessie")

    assert (found.event_start, found.location, found.flags) == (
        at(2026, 12, 10, 13, 30),
        "De Zaal, Utrecht",
        (),
    )


@settings(max_examples=50, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=100).map(lambda text: f"<main>{text}".encode())))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    for reader in (parse_listing, parse_page):
        with contextlib.suppress(CollectError):
            reader(body, told())


NEXT = {
    '<a href="?page=2">Volgende</a>': "https://bron.example/nieuws/?page=2",
    '<a href="/nieuws/?page=2" title="Volgende pagina">&gt;</a>': "https://bron.example/nieuws/?page=2",
    '<a rel="next" href="/nieuws/2">2</a>': "https://bron.example/nieuws/2",
    '<a href="https://elders.example/?page=2">Volgende</a>': None,
    '<a href="/nieuws/">Volgende</a>': None,
    '<a href="?page=2">Volgende week meer</a>': None,
}


@pytest.mark.parametrize(("link", "expected"), NEXT.items())
def test_a_list_wants_its_next_page(link: str, expected: str | None) -> None:
    html = f'<a href="/nieuws/een">Een bericht</a><nav>{link}</nav>'

    wanted = parse_listing(html.encode(), told(links=("/nieuws/een",))).wanted

    assert [one.url for one in wanted if one.role is WantedRole.NEXT] == ([expected] if expected else [])


def test_pages_are_counted_where_the_endpoint_says_how() -> None:
    first = told(links=("/nieuws/een",))
    endpoint = replace(first.endpoint, pages="https://bron.example/nieuws/?p={page:1}")
    urls = ("https://bron.example/nieuws/", "https://bron.example/nieuws/?p=1")

    following = [
        parse_listing(b'<a href="/nieuws/een">Een</a>', replace(first, endpoint=endpoint, url=url)).wanted[0]
        for url in urls
    ]

    assert following == [
        Wanted("https://bron.example/nieuws/?p=1", WantedRole.NEXT),
        Wanted("https://bron.example/nieuws/?p=2", WantedRole.NEXT),
    ]


def test_a_page_without_items_has_no_next_one() -> None:
    assert parse_listing(b'<a rel="next" href="?page=9">Volgende</a>', told()).wanted == ()


def agenda(html: str, **changes: object) -> tuple[PublicationData, ...]:
    given = {"type": PublicationType.BIJEENKOMST} | changes
    asked = context("https://bron.example/agenda", Kind.AGENDA, **given)  # type: ignore[arg-type]
    return parse_listing(html.encode(), asked).publications


def test_an_agenda_by_day_gives_each_meeting_the_day_above_it() -> None:
    html = """<main><h3>28 februari</h3><div><p>UTRECHT - Werkconferentie over lokale teams.</p>
      <p><a href="/agenda/een">Werkconferentie</a></p></div>
      <h3>4 maart</h3><div><p>Bijeenkomst van 13.30 tot 16.00 uur</p>
      <p><a href="/agenda/twee">Leersessie</a></p></div></main>"""

    assert agenda(html, links=("/agenda/*",)) == (
        PublicationData(
            "Werkconferentie",
            "https://bron.example/agenda/een",
            type=PublicationType.BIJEENKOMST,
            event_start=at(2027, 2, 28),
            all_day=True,
            location="Utrecht",
        ),
        PublicationData(
            "Leersessie",
            "https://bron.example/agenda/twee",
            type=PublicationType.BIJEENKOMST,
            event_start=at(2027, 3, 4, 13, 30),
            event_end=at(2027, 3, 4, 16),
        ),
    )


def test_an_agenda_is_read_from_its_linked_data() -> None:
    html = """<script type="application/ld+json">{"@type": "ItemList", "itemListElement": [
      {"@type": "ListItem", "item": {"@type": "Event", "name": "Leersessie", "url": "/agenda/een",
       "description": "Een middag over leren.", "startDate": "2026-12-10T13:30", "location": "Online",
       "offers": {"url": "https://tickets.example/een"}}}]}</script><p>Agenda</p>"""

    assert agenda(html) == (
        PublicationData(
            "Leersessie",
            "https://bron.example/agenda/een",
            type=PublicationType.BIJEENKOMST,
            summary="Een middag over leren.",
            summary_from="description",
            event_start=at(2026, 12, 10, 13, 30),
            location="Online",
            signup="https://tickets.example/een",
        ),
    )


def test_an_agenda_that_nothing_makes_out_is_refused() -> None:
    with pytest.raises(CollectError, match="set links or select"):
        agenda("<p>Agenda</p>")


GOOD = (
    LIST + '<a rel="next" href="?page=2">Volgende</a><p>Datum: 3 december</p><p>Tijd: 13.15 - 17.00 uur</p>'
    '<script type="application/ld+json">{"@type": "Event", "name": "x", "startDate": "2026-12-10"}</script>'
)


@settings(max_examples=60, deadline=None)
@given(mutations(GOOD))
def test_a_damaged_page_is_read_or_refused(body: bytes) -> None:
    asked = context("https://bron.example/agenda", Kind.AGENDA, links=("/nieuws/*",))
    for reader in (parse_listing, parse_page):
        with contextlib.suppress(CollectError):
            reader(body, asked)
