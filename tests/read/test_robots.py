"""robots.txt: what a site asks of programs, and of us by name."""

from __future__ import annotations

import time

import pytest

from pipeline.read.robots import parse_robots, product_token

AGENT = "nieuwsbrief/0.1 (+https://nieuwsbrief.example.nl; redactie@example.nl)"
PAGE = "https://bron.example/intern/stuk?id=3"


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("<!doctype html><title>Niet gevonden</title>", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /intern", False),
        ("User-agent: *\nDisallow: /*?id=", False),
        ("User-agent: *\nDisallow: /intern\nAllow: /intern/stuk", True),
        ("User-agent: anderen\nDisallow: /", True),
        ("User-agent: anderen\nUser-agent: *\nDisallow: /intern", False),
        ("User-agent: Nieuwsbrief\nDisallow: /intern\n\nUser-agent: *\nDisallow:", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: nieuwsbrief\nAllow: /", True),
        ("user-agent : nieuwsbrief # wij\ndisallow : /intern", False),
    ],
)
def test_the_group_for_us_by_name_goes_before_the_one_for_all(text: str, allowed: bool) -> None:
    assert parse_robots(text, AGENT).allows(PAGE) is allowed


def test_a_word_of_our_address_is_not_our_name() -> None:
    assert parse_robots("User-agent: example\nDisallow: /", AGENT).allows(PAGE)


@pytest.mark.parametrize(
    ("asked", "delay"), [("2", 2.0), ("0.5", 0.5), ("3600", 10.0), ("-1", 0.0), ("straks", 0.0)]
)
def test_a_crawl_delay_is_kept_up_to_ten_seconds(asked: str, delay: float) -> None:
    assert parse_robots(f"User-agent: *\nCrawl-delay: {asked}", AGENT).delay == delay


def test_the_sitemaps_are_named_wherever_they_stand() -> None:
    text = "Sitemap: https://bron.example/een.xml\nUser-agent: anderen\nDisallow: /\nSitemap: /twee.xml"

    assert parse_robots(text, AGENT).sitemaps == ("https://bron.example/een.xml", "/twee.xml")


@pytest.mark.parametrize(
    ("agent", "token"),
    [
        (AGENT, "nieuwsbrief"),
        ("Brief-Bot (redactie@example.nl)", "brief-bot"),
        ("(geen naam)", "nieuwsbrief"),
    ],
)
def test_we_go_by_the_first_word_of_our_header(agent: str, token: str) -> None:
    assert product_token(agent) == token


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"User-agent: programma{number}\n" for number in range(20_000))
        + "".join(f"Disallow: /{number}\n" for number in range(20_000)),
        "User-agent: *\n" + "Disallow: /" + "a*" * 100_000 + "b",
        "User-agent: *\n" + "Disallow: /*a*b*c*d*e*f*g*h*i$\n" * 10_000,
    ],
    ids=["many names above many rules", "a rule of stars", "many rules of stars"],
)
def test_a_robots_txt_that_was_made_to_be_dear_is_read_in_time(text: str) -> None:
    started = time.process_time()

    assert parse_robots(text, AGENT).allows(PAGE)
    assert time.process_time() - started < 2
