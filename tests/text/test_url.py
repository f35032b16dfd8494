"""Addresses are brought to one form, without trackers and without the receiver's mail address."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text.url import (
    canonical,
    has_tracking,
    host_of,
    identity,
    is_safelink,
    is_web,
    join,
    page_number,
    path_of,
    tidy,
    with_page,
)

SAFELINK = "https://eur03.safelinks.protection.outlook.com/?url={}&data=05%7C02%7Ciemand%40gemeente.example%7C&sdata=x"

CANONICAL = {
    "HTTPS://WWW.Bron.Example:443/Nieuws/": "https://www.bron.example/Nieuws",
    "http://bron.example:80": "http://bron.example/",
    "http://bron.example:8080/a": "http://bron.example:8080/a",
    "https://bron.example/a/../b/./c//": "https://bron.example/b/c",
    "https://bron.example/%7ewijkteam/caf%c3%a9?q=caf\u00e9": "https://bron.example/~wijkteam/caf%C3%A9?q=caf%C3%A9",
    "https://bron.example/a?utm_source=x&id=7&pk_campaign=y&fbclid=z&mc_eid=q": "https://bron.example/a?id=7",
    "https://open.spotify.com/episode/1?si=abc": "https://open.spotify.com/episode/1",
    "https://bron.example/episode/1?si=abc": "https://bron.example/episode/1?si=abc",
    "https://bron.example/a#top": "https://bron.example/a",
    "https://bron.example/a#": "https://bron.example/a",
    "https://bron.example/a#:~:text=een%20gezin": "https://bron.example/a",
    "https://bron.example/podcast#s02e04": "https://bron.example/podcast#s02e04",
    "https://bron.example/ programmas/x": "https://bron.example/programmas/x",
    "https://redactie@kwaad.example/a": "https://kwaad.example/a",
    "https://b\u00fccher.example/a": "https://xn--bcher-kva.example/a",
    "https://bron.example/100%": "https://bron.example/100%25",
    SAFELINK.format("https%3A%2F%2Fbron.example%2Fa%2F%3Futm_medium%3Dmail"): "https://bron.example/a",
    SAFELINK.format("3Dhttps%3A%2F%2Fbron.example%2Fa"): "https://bron.example/a",
    SAFELINK.format("https%253A%252F%252Fbron.example%252Fa"): "https://bron.example/a",
    SAFELINK.format("3Dhttps%3A%2F%2Fbron.=\r\nexample%2Fa").replace(
        "&data", "&amp;data"
    ): "https://bron.example/a",
    "https://urldefense.com/v3/__https://bron.example/a*b__;Kw!!x!y$": "https://bron.example/a+b",
    "https://urldefense.proofpoint.com/v2/url?u=https-3A__bron.example_a-2Db&d=x": "https://bron.example/a-b",
    "https://l.facebook.com/l.php?u=https%3A%2F%2Fbron.example%2Fa%3Ffbclid%3Dx&h=y": "https://bron.example/a",
    "https://www.google.nl/url?sa=t&url=https%3A%2F%2Fbron.example%2Fa&usg=x": "https://bron.example/a",
    "https://www.linkedin.com/safety/go?url=https%3A%2F%2Fbron.example%2Fa&trk=x": "https://bron.example/a",
    "https://www.google.nl/url?q=javascript:x": "https://www.google.nl/url?q=javascript:x",
    "mailto:redactie@bron.example": "mailto:redactie@bron.example",
    "http://[::1": "http://[::1",
    "https://bron.example:haven/": "https://bron.example:haven/",
}


@pytest.mark.parametrize(("url", "expected"), CANONICAL.items())
def test_an_address_has_one_form(url: str, expected: str) -> None:
    assert canonical(url) == expected


def test_a_safe_link_in_a_safe_link_is_unwrapped_to_the_end() -> None:
    inner = SAFELINK.format(quote("https://bron.example/a", safe=""))

    assert canonical(SAFELINK.format(quote(inner, safe=""))) == "https://bron.example/a"


def test_a_safe_link_without_its_target_still_loses_the_address_of_its_receiver() -> None:
    bare = SAFELINK.replace("url={}&", "")

    assert canonical(bare) == "https://eur03.safelinks.protection.outlook.com/"


def test_what_is_shown_keeps_the_slash_that_its_site_gave() -> None:
    assert tidy("https://bron.example/publicatie/x/?utm_source=y") == "https://bron.example/publicatie/x/"


def test_the_key_form_knows_no_difference_between_http_and_https() -> None:
    assert (
        identity("http://bron.example/a/") == identity("https://bron.example/a") == "https://bron.example/a"
    )


SAME_PAGE = {
    "https://bron.example/toekomstscenario-kind-en-gezinsbescherming/nieuws/2025/3/6/slug/": (
        "https://bron.example/actueel/nieuws/2025/03/06/slug"
    ),
    "http://bron.example/programmas/toekomst/nieuws/2025/03/06/slug": (
        "https://bron.example/actueel/nieuws/2025/03/06/slug"
    ),
    "https://bron.example/programma/documenten/publicaties/2025/04/01/slug": (
        "https://bron.example/documenten/publicaties/2025/04/01/slug"
    ),
    "https://bron.example/programma/weblog/2025/06/slug": "https://bron.example/actueel/weblog/2025/06/slug",
    "https://bron.example/programmas/toekomst": "https://bron.example/toekomst",
    # Another language, another section and another slug are other pages.
    "https://bron.example/en/nieuws/2025/03/06/slug": "https://bron.example/en/nieuws/2025/03/06/slug",
    "https://bron.example/programma/agenda/2025/03/06/slug": (
        "https://bron.example/programma/agenda/2025/03/06/slug"
    ),
    "https://bron.example/programma/nieuws/slug": "https://bron.example/programma/nieuws/slug",
    "https://bron.example/a/#s02e04": "https://bron.example/a#s02e04",
}


@pytest.mark.parametrize(("url", "expected"), SAME_PAGE.items())
def test_a_page_that_stands_under_a_programme_too_has_one_key(url: str, expected: str) -> None:
    assert identity(url) == expected
    assert identity(expected) == expected


def test_the_pages_of_a_list_are_counted() -> None:
    plain, from_one = "https://bron.example/?p={page}", "https://bron.example/?p={page:1}"

    assert [with_page(plain, 3), with_page(from_one, 3)] == [
        "https://bron.example/?p=3",
        "https://bron.example/?p=2",
    ]
    assert [page_number(plain, url) for url in ("https://bron.example/", "https://bron.example/?p=3")] == [
        1,
        3,
    ]
    assert page_number(from_one, "https://bron.example/?p=2") == 3


JOINED = {
    "../b": "https://bron.example/b",
    "//ander.example/x": "https://ander.example/x",
    "javascript:alert(1)": None,
    "java\nscript:alert(1)": None,
    "data:text/html,x": None,
    "file:///etc/passwd": None,
    "": None,
    "http://": None,
    "http://[::1": None,
}


@pytest.mark.parametrize(("relative", "expected"), JOINED.items())
def test_a_link_is_seen_from_its_page_and_leads_to_the_web_or_nowhere(
    relative: str, expected: str | None
) -> None:
    assert join("https://bron.example/map/a", relative) == expected


def test_only_http_and_https_with_a_host_are_web_addresses() -> None:
    asked = (
        "https://bron.example",
        "http://127.0.0.1:8000/x",
        "ftp://bron.example",
        "https:///x",
        "bron.example",
    )

    assert [is_web(url) for url in asked] == [True, True, False, False, False]


def test_tracking_is_seen_in_parameters_and_in_safe_links() -> None:
    asked = (
        "https://bron.example/a?utm_source=x",
        "https://bron.example/a?bron=x",
        "https://open.spotify.com/a?si=x",
        SAFELINK.format("x"),
    )

    assert [has_tracking(url) for url in asked] == [True, False, True, True]
    assert [is_safelink(url) for url in asked] == [False, False, False, True]


def test_host_and_path_are_given_in_the_form_to_compare() -> None:
    url = "https://WWW.bron.example/Nieuws/een/?x=1"

    assert (host_of(url), path_of(url)) == ("bron.example", "/Nieuws/een")
    assert (host_of("geen adres"), path_of("geen adres")) == ("", "/")


_ADDRESSES = st.one_of(
    st.text(max_size=80),
    st.builds(
        "{}://{}/{}?{}#{}".format,
        st.sampled_from(["http", "HTTPS", "ftp"]),
        st.text(max_size=20),
        st.text(max_size=20),
        st.text(max_size=20),
        st.text(max_size=20),
    ),
    st.builds(
        "https://bron.example/{}?{}".format,
        st.text(alphabet="/.%2fF aé", max_size=20),
        st.text(alphabet="&=%3durl", max_size=20),
    ),
    st.builds(
        "https://bron.example/{}/nieuws/{}/{}/slug#{}".format,
        st.text(alphabet="/programmas.%", max_size=20),
        st.integers(1990, 2100),
        st.text(alphabet="0123456789/", max_size=6),
        st.text(alphabet="top:~s0", max_size=4),
    ),
    st.builds(
        "https://urldefense.com/v{}/{}__;{}!!".format,
        st.sampled_from("123"),
        st.text(alphabet="_htps:/*bron.example?u=-3A", max_size=40),
        st.text(max_size=8),
    ),
    st.builds(SAFELINK.format, st.text(alphabet="https:/%23FAbron.example?url=&", max_size=60)),
)


@settings(max_examples=150, deadline=None)
@given(_ADDRESSES)
def test_bringing_an_address_to_its_form_twice_changes_nothing(url: str) -> None:
    once = canonical(url)

    assert canonical(once) == once
    assert tidy(tidy(url)) == tidy(url)
    assert canonical(tidy(url)) == once
    assert identity(identity(url)) == identity(url)
