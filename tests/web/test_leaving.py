"""Leaving: for a person by a button, for a mail program by one POST; never by looking at a page."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.jobs.subscribers import renew_key
from pipeline.jobs.subscribing import unsubscribe_url
from pipeline.model.keys import Key, Keys, Purpose
from pipeline.read.address import address_key
from tests.roots import make_root
from tests.web.serving import Served, serve

JAN = "jan@wijkteam.example"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Served]:
    with serve(make_root(tmp_path)) as served:
        yield served


def test_the_button_on_the_page_of_the_link_unsubscribes(pages: Served) -> None:
    way_out = pages.subscribe(JAN)

    assert 'method="post"' in pages.get(way_out).text
    assert pages.states() == {JAN: "actief"}
    answer = pages.post(way_out)

    assert (answer.status_code, "Je bent afgemeld" in answer.text) == (200, True)
    assert pages.states() == {JAN: "afgemeld"}


@pytest.mark.parametrize(
    "body",
    [{"data": ONE_CLICK}, {"files": {"List-Unsubscribe": (None, "One-Click")}}, {}],
    ids=["urlencoded", "multipart", "nothing"],
)
def test_a_mail_program_unsubscribes_with_one_post_without_cookie_token_or_redirect(
    pages: Served, body: dict[str, object]
) -> None:
    """W2: and again, with the same answer."""
    way_out = pages.subscribe(JAN)

    started = time.perf_counter()
    first = pages.post(way_out, **body)
    seconds = time.perf_counter() - started
    rows = pages.dump()
    second = pages.post(way_out, **body)

    assert (first.status_code, second.status_code) == (200, 200)
    assert "Set-Cookie" not in first.headers
    assert first.content == second.content
    assert (pages.states(), pages.dump()) == ({JAN: "afgemeld"}, rows)
    assert seconds < 1


def test_the_link_works_for_two_years_and_not_for_longer(pages: Served) -> None:
    way_out = pages.subscribe(JAN)
    pages.later(days=731)
    assert pages.post(way_out).status_code == 200
    pages.later(days=1)

    assert pages.post(way_out).status_code == 404


def test_the_link_still_works_when_the_address_is_gone(pages: Served) -> None:
    """And says the same, so that nobody learns whether it is."""
    way_out = pages.subscribe(JAN)
    there = pages.post(way_out)
    store = pages.site.desk.store
    (jan,) = store.load_all()
    store.erase(address_key(JAN, pages.site.desk.keys), now=pages.clock[0])

    gone = pages.post(way_out)

    assert (gone.status_code, gone.content) == (200, there.content)
    assert jan.id not in {one.id for one in store.load_all()}


def test_links_of_an_older_key_work_after_a_rotation(tmp_path: Path) -> None:
    root = make_root(tmp_path)
    with serve(root) as pages:
        way_out = pages.subscribe(JAN)
    renew_key(root)
    with serve(root) as pages:
        assert pages.site.desk.keys.newest.id == "k2"
        assert pages.post(way_out).status_code == 200
        assert pages.states() == {JAN: "afgemeld"}


def test_every_link_that_is_not_ours_gets_the_same_page_and_changes_nothing(pages: Served) -> None:
    """W3: forged, for another purpose, truncated, of a key we do not have, too old, and no token at all."""
    way_out = pages.subscribe(JAN)
    token = way_out.rpartition("/")[2]
    keys, now = pages.site.desk.keys, pages.clock[0]
    strange = Keys((Key(keys.newest.id, b"somebody else's key of the same name"),))
    other = Keys((Key("k9", b"a key that was never ours at all, really"),))
    tokens = [
        token[:-1],
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        token.replace("k1.", "k2."),
        token.upper(),
        f"{token}=",
        "k1",
        "a" * 300,
        "%00",
        "é",
        keys.token(Purpose.CONFIRM, 1, on=now.date(), round=1),
        strange.token(Purpose.UNSUBSCRIBE, 1, on=now.date()),
        other.token(Purpose.UNSUBSCRIBE, 1, on=now.date()),
        keys.token(Purpose.UNSUBSCRIBE, 1, on=now.date() - timedelta(days=732)),
    ]
    rows = pages.dump()

    answers = [pages.ask(method, f"/afmelden/{one}") for one in tokens for method in ("GET", "POST")]

    assert {one.status_code for one in answers} == {404}
    assert len({one.content for one in answers}) == 1
    assert pages.dump() == rows


def test_a_request_that_nobody_wanted_can_be_taken_back_with_the_link_of_its_mail(pages: Served) -> None:
    pages.sign_up(JAN)

    assert pages.post(pages.link("afmelden")).status_code == 200
    assert pages.states() == {JAN: "afgemeld"}
    assert pages.post(pages.link("bevestigen")).status_code == 404


def test_looking_at_every_page_three_times_changes_nothing(pages: Served) -> None:
    """W1: GET and HEAD on every address, also those of mails, as scanners of links do."""
    links = [pages.subscribe(f"a{number}@wijkteam.example") for number in range(5)]
    pages.sign_up(JAN)
    links += [pages.link("bevestigen"), pages.link("afmelden")]
    fixed = ["/", "/aanmelden", "/aanmelden/verstuurd", "/afmelden", "/privacy", "/archief", "/feed.xml"]
    fixed += ["/verhalen", "/verhalen/index.html", "/2026-12/webversie.html", "/2026-12/verhaal.html"]
    before, files = pages.dump(), sorted((pages.root.path / "var").iterdir())

    answers = [
        pages.ask(method, path) for _ in range(3) for path in links + fixed for method in ("GET", "HEAD")
    ]

    assert {one.status_code for one in answers} <= {200, 303, 404}
    assert all(one.content == b"" for one in answers[1::2])
    assert (pages.dump(), len(pages.mails)) == (before, 6)
    assert sorted((pages.root.path / "var").iterdir()) == files


@pytest.mark.slow
def test_looking_three_times_at_the_links_of_a_thousand_mails_changes_nothing(pages: Served) -> None:
    keys, now = pages.site.desk.keys, pages.clock[0]
    way_out = pages.subscribe(JAN)
    paths = [
        unsubscribe_url(keys, pages.site.desk.web, 1, now=now - timedelta(days=day % 700)).partition(".nl")[2]
        for day in range(1000)
    ]
    before = pages.dump()

    for path in paths * 3:
        assert pages.ask("HEAD", path).status_code == 200

    assert pages.dump() == before
    assert pages.post(way_out).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_get_a_page_too(pages: Served, method: str) -> None:
    answer = pages.ask(method, "/aanmelden")

    assert (answer.status_code, "Dat kan hier niet" in answer.text) == (405, True)
    assert "POST" in answer.headers["Allow"]


def test_a_form_that_is_far_too_large_is_refused(pages: Served) -> None:
    assert pages.post("/aanmelden", data={"adres": "a" * 50_000}).status_code == 413


def test_the_server_says_nothing_of_itself_and_forbids_all_that_a_page_does_not_need(pages: Served) -> None:
    answers = [pages.get(path) for path in ("/", "/privacy", "/bestaat-niet", "/feed.xml")]

    for answer in answers:
        assert "Server" not in answer.headers
        rules = answer.headers["Content-Security-Policy"]
        assert rules.startswith(
            "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        )
        assert "unsafe" not in rules
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_a_request_that_is_no_http_does_not_end_the_server(pages: Served) -> None:
    host, _, port = pages.url.removeprefix("http://").partition(":")
    for garbage in (b"\x16\x03\x01\x00", b"GET\r\n\r\n", b"GET /\x00 HTTP/1.1\r\nHost: a\r\n\r\n"):
        with socket.create_connection((host, int(port)), timeout=5) as connection:
            connection.sendall(garbage)
            connection.shutdown(socket.SHUT_WR)
            connection.recv(100)

    assert pages.get("/").status_code == 200


@pytest.mark.parametrize("asked", ["", "/lezers/nieuws"])
def test_the_pages_stand_below_the_path_of_the_config_whether_the_proxy_takes_it_off_or_not(
    tmp_path: Path, asked: str
) -> None:
    root = make_root(tmp_path, extra='[web]\nbase_url = "https://www.example.nl/lezers/nieuws/"')
    with serve(root) as pages:
        form = pages.get(f"{asked}/")
        answer = pages.sign_up(JAN) if not asked else pages.post(f"{asked}/aanmelden", data={"adres": JAN})
        pages.site.asking.wait()

        assert 'action="/lezers/nieuws/aanmelden"' in form.text
        assert answer.headers["Location"] == "/lezers/nieuws/aanmelden/verstuurd"
        way_out = pages.link("lezers/nieuws/afmelden")
        path = way_out if asked else way_out.removeprefix("/lezers/nieuws")
        assert f'action="{way_out}"' in pages.get(path).text
        assert pages.post(path).status_code == 200
