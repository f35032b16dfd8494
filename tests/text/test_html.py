"""HTML of others becomes plain text, or a small clean subset."""

from __future__ import annotations

import pytest

from pipeline.text.html import blocks, clean, decode, plain, title_of

PLAIN = {
    "<p>Een</p><p>twee</p>": "Een twee",
    "<b>samen</b>gesteld": "samengesteld",
    "een &amp; twee&nbsp;drie": "een & twee drie",
    "een &amp;amp; twee": "een & twee",
    "&lt;p&gt;dubbel &lt;b&gt;vet&lt;/b&gt;&lt;/p&gt;": "dubbel vet",
    "<script>kwaad()</script>goed<style>p{}</style>": "goed",
    "kinderen <18 jaar, 3 < 4": "kinderen <18 jaar, 3 < 4",
    "<img src=x alt='een foto' onerror=kwaad()>tekst": "tekst",
    "{{ 7*7 }}": "{{ 7*7 }}",
    "regel\n\n  twee": "regel twee",
    "": "",
}


@pytest.mark.parametrize(("html", "expected"), PLAIN.items())
def test_markup_becomes_text(html: str, expected: str) -> None:
    assert plain(html) == expected


def test_half_a_surrogate_pair_that_json_may_name_is_left_out() -> None:
    assert plain("een\ud800 <b>twee</b> \udc00&amp; drie 👪") == "een twee & drie 👪"


def test_blocks_are_kept_apart() -> None:
    html = "<h2>Kop</h2><p>Een <em>zin</em>.</p><ul><li>a</li><li>b</li></ul>staart"

    assert blocks(html) == ("Kop", "Een zin.", "a", "b", "staart")


CLEAN = {
    '<a href="https://bron.example/" onclick="x()">ja</a>': '<a href="https://bron.example/">ja</a>',
    '<a href="java&#x0A;script:x()">nee</a>': "<a>nee</a>",
    '<a href="/elders">los</a>': "<a>los</a>",
    '<img src="https://meet.example/pixel.gif"><p style="position:fixed">tekst</p>': "<p>tekst</p>",
    "<h1>te groot</h1><svg><script>x</script></svg>": "te groot",
    "<ul><li><strong>a</strong></li></ul>": "<ul><li><strong>a</strong></li></ul>",
}


@pytest.mark.parametrize(("html", "expected"), CLEAN.items())
def test_only_a_small_subset_is_passed_on(html: str, expected: str) -> None:
    assert clean(html) == expected


DECODED = {
    (b"caf\xc3\xa9 \xe2\x82\xac", ""): "café €",
    (b"caf\xe9 \x80", ""): "café €",
    (b"caf\xe9", "text/html; charset=iso-8859-1"): "café",
    (b'<meta charset="windows-1252">\x80', ""): '<meta charset="windows-1252">€',
    (b"\xef\xbb\xbfcaf\xc3\xa9", "text/html; charset=latin-1"): "café",
    ("café".encode("utf-16"), ""): "café",
    (b"caf\xc3\xa9", "text/html; charset=bestaat-niet"): "café",
}


@pytest.mark.parametrize(
    ("body", "content_type", "expected"), [(*key, text) for key, text in DECODED.items()]
)
def test_bytes_are_read_in_their_own_encoding(body: bytes, content_type: str, expected: str) -> None:
    assert decode(body, content_type) == expected


def test_a_page_has_the_title_of_its_title_element() -> None:
    assert title_of("<head><title>\n Een &amp; twee </title>") == "Een & twee"
    assert title_of("<p>geen</p>") == ""
