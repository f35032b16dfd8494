"""feeds/<slug>.toml: what a source is, and what is wrong in its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.model import Endpoint, FieldMap, Kind, PublicationType, Selectors, Source
from pipeline.read.source import parse_source

FEEDS = Path(__file__).parents[2] / "feeds"

TEXT = """\
name = "De Bron"
organisation = "Stichting Bron"
homepage = "https://bron.example/"

[[endpoint]]
url = "https://bron.example/feed"
kind = "feed"

[[endpoint]]
url = "https://bron.example/nieuws"
kind = "listing"
type = "praktijkverhaal"
include = ["/nieuws/", "wijkteam"]
exclude = ["vacature"]
links = ["/nieuws/*"]
rhythm_days = 10
may_be_empty = true

[endpoint.select]
item = "li.item"
title = "h3"
link = "a"
date = "time"
summary = "p"

[[endpoint]]
url = "https://bron.example/api?van={from:%d-%m-%Y}&tot={to:%d-%m-%Y}"
kind = "json"
general = true
full_at = 50
enabled = false
reason = "Nog niet geprobeerd."

[endpoint.map]
items = "resultaten[].document"
title = "titel"
url = "pid"
published = "datum"
"""


def told(*changes: tuple[str, str]) -> str:
    text = TEXT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    with pytest.raises(SourceError) as caught:
        parse_source(text, "feeds/bron.toml", "bron")
    return str(caught.value)


def test_every_key_of_a_source_is_read() -> None:
    assert parse_source(TEXT, "feeds/bron.toml", "bron") == Source(
        slug="bron",
        name="De Bron",
        organisation="Stichting Bron",
        homepage="https://bron.example/",
        endpoints=(
            Endpoint("https://bron.example/feed", Kind.FEED, learns_rhythm=True),
            Endpoint(
                url="https://bron.example/nieuws",
                kind=Kind.LISTING,
                type=PublicationType.PRAKTIJKVERHAAL,
                include=("/nieuws/", "wijkteam"),
                exclude=("vacature",),
                links=("/nieuws/*",),
                select=Selectors("li.item", "h3", "a", "time", "p"),
                rhythm_days=10,
                may_be_empty=True,
            ),
            Endpoint(
                "https://bron.example/api?van={from:%d-%m-%Y}&tot={to:%d-%m-%Y}",
                Kind.JSON,
                enabled=False,
                reason="Nog niet geprobeerd.",
                full_at=50,
                general=True,
                learns_rhythm=True,
                map=FieldMap(items="resultaten[].document", title="titel", url="pid", published="datum"),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("homepage", "hompage", "feeds/bron.toml:3: unknown key 'hompage'; did you mean 'homepage'?"),
        (
            "rhythm_days",
            "rythm_days",
            "feeds/bron.toml:16: [endpoint] unknown key 'rythm_days'; did you mean ",
        ),
        (
            "summary =",
            "sumary =",
            "feeds/bron.toml:24: [select] unknown key 'sumary'; did you mean 'summary'?",
        ),
        ('"feed"', '"fead"', "feeds/bron.toml:7: [endpoint] kind is 'fead'; did you mean 'feed'?"),
        (
            '"praktijkverhaal"',
            '"praktijkverhalen"',
            "feeds/bron.toml:12: [endpoint] type is 'praktijkverhalen'; did you mean 'praktijkverhaal'?",
        ),
        ('name = "De Bron"\n', "", "feeds/bron.toml: name is missing"),
        (
            'reason = "Nog niet geprobeerd."',
            "",
            "feeds/bron.toml:31: [endpoint] enabled = false asks for a reason",
        ),
        (
            'full_at = 50\nenabled = false\nreason = "Nog niet geprobeerd."\n\n'
            '[endpoint.map]\nitems = "resultaten[].document"',
            "[endpoint.map]",
            "feeds/bron.toml:28: [endpoint] kind json asks for [endpoint.map] with at least items and title",
        ),
        (
            "&tot={to:%d-%m-%Y}",
            "",
            "feeds/bron.toml:30: [endpoint] full_at asks for a url with {from} and {to}",
        ),
        (
            "{from:%d-%m-%Y}",
            "{from:dd-mm}",
            "feeds/bron.toml:27: [endpoint] {…:dd-mm} is no pattern of a date",
        ),
        (
            'published = "datum"',
            'publiced = "datum"',
            "feeds/bron.toml:38: [map] unknown key 'publiced'; did you mean 'published'?",
        ),
        (
            "may_be_empty = true",
            'pages = "https://bron.example/nieuws?page=2"',
            "feeds/bron.toml:17: [endpoint] pages asks for {page}, the number of the page",
        ),
        (
            'kind = "feed"',
            'kind = "feed"\nlinks = ["/x/*"]',
            "feeds/bron.toml:8: [endpoint] links is not for kind 'feed' but for listing and agenda",
        ),
        (
            'kind = "feed"',
            'kind = "feed"\ntitle_from = "samenvatting"',
            "feeds/bron.toml:8: [endpoint] title_from is 'samenvatting'; known are: summary, title",
        ),
        (
            "https://bron.example/nieuws",
            "https://bron.example/feed",
            "feeds/bron.toml: two endpoints have the address https://bron.example/feed",
        ),
        (
            '"https://bron.example/"',
            '"bron.example"',
            "feeds/bron.toml:3: homepage must be a whole web address",
        ),
        (
            "https://bron.example/nieuws",
            "ftp://bron.example/nieuws",
            "feeds/bron.toml:10: [endpoint] url must be a whole web address",
        ),
        (
            "https://bron.example/nieuws",
            "https://[bron",
            "feeds/bron.toml:10: [endpoint] url must be a whole web address",
        ),
        ('exclude = ["vacature"]', "exclude = [1]", "feeds/bron.toml:14: [endpoint] exclude must be a list"),
        ('kind = "feed"', 'kind = "feed', "feeds/bron.toml:7: broken TOML: "),
    ],
)
def test_a_mistake_is_told_with_file_and_line(old: str, new: str, message: str) -> None:
    assert told((old, new)).startswith(message)


def test_a_list_page_asks_what_its_items_look_like() -> None:
    assert told(('links = ["/nieuws/*"]\n', ""), ('item = "li.item"\n', "")) == (
        "feeds/bron.toml:11: [endpoint] a listing asks for links, a pattern of its items' paths such as "
        '"/nieuws/*"'
    )


def test_a_source_without_endpoints_is_no_source() -> None:
    text = TEXT.partition("[[endpoint]]")[0]

    with pytest.raises(SourceError, match=r"feeds/bron\.toml: there is no \[\[endpoint\]\]"):
        parse_source(text, "feeds/bron.toml", "bron")


@pytest.mark.parametrize("path", sorted(FEEDS.glob("*.toml")), ids=lambda path: path.stem)
def test_our_own_sources_can_all_be_read(path: Path) -> None:
    source = parse_source(path.read_text(), path.name, path.stem)

    assert source.slug == path.stem
    assert source.endpoints
