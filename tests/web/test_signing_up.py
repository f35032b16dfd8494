"""Signing up: one mail, a button, and nothing learned about who is known."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.model import EmailLimits
from pipeline.model.subscribers import AddressKey, SweepTerms
from pipeline.read.address import address_key
from pipeline.stages.check import check_eml
from pipeline.web.server import open_site
from tests.roots import make_root
from tests.web.serving import NOW, Served, parsed, plain_part, serve

JAN = "jan@wijkteam.example"
TERMS = SweepTerms()


def key_of(pages: Served) -> Callable[[str], AddressKey]:
    return lambda address: address_key(address, pages.site.desk.keys)


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Served]:
    with serve(make_root(tmp_path)) as served:
        yield served


def test_who_fills_in_the_form_gets_one_mail_and_is_not_subscribed_yet(pages: Served) -> None:
    answer = pages.sign_up(JAN)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/aanmelden/verstuurd")
    assert [to for _, to in pages.mails] == [JAN]
    assert pages.states() == {JAN: "aangevraagd"}


def test_the_mail_is_one_that_we_would_let_pass_ourselves(pages: Served) -> None:
    pages.sign_up(JAN)
    mail = pages.mails[0][0]

    assert [
        one.code for one in check_eml(mail, path="mail.eml", limits=EmailLimits()) if one.is_blocking
    ] == []
    message = parsed(mail)
    assert (message["To"], message["Subject"]) == (JAN, "Bevestig je aanmelding voor de nieuwsbrief")
    assert message["Auto-Submitted"] == "auto-generated"
    html = message.get_body(("html",))
    assert html is not None
    assert pages.link("bevestigen") in html.get_content()
    assert "<img" not in html.get_content()
    assert max(len(line) for line in mail.partition(b"\r\n\r\n")[2].split(b"\r\n")) <= 76


def test_the_button_on_the_page_of_the_link_subscribes_and_may_be_pressed_again(pages: Served) -> None:
    pages.sign_up(JAN)
    link = pages.link("bevestigen")

    assert "<button" in pages.get(link).text
    assert pages.states() == {JAN: "aangevraagd"}
    answers = [pages.post(link) for _ in range(2)]

    assert ["Je bent aangemeld" in one.text for one in answers] == [True, True]
    assert pages.states() == {JAN: "actief"}
    (jan,) = pages.site.desk.store.load_all()
    assert (jan.form, jan.basis, jan.confirmed_at is not None) == (pages.site.desk.form, "", True)


def test_a_request_of_more_than_a_week_ago_cannot_be_confirmed_any_more(pages: Served) -> None:
    pages.sign_up(JAN)
    link = pages.link("bevestigen")
    pages.later(days=9)

    answers = (pages.get(link), pages.post(link))

    assert [(one.status_code, "Deze link werkt niet" in one.text) for one in answers] == [(404, True)] * 2
    assert pages.states() == {JAN: "aangevraagd"}


def test_whoever_confirms_a_new_request_is_let_in_again(pages: Served) -> None:
    """Also after leaving, and the link of the first time is not worth anything then."""
    way_out = pages.subscribe(JAN)
    first = pages.link("bevestigen")
    pages.post(way_out)
    assert pages.post(first).status_code == 404
    pages.later(days=2)

    pages.subscribe(JAN)

    assert pages.states() == {JAN: "actief"}
    assert set(pages.site.desk.store.count().suppressed.values()) == {0}


def test_capitals_make_no_second_subscriber_and_a_plus_does(pages: Served) -> None:
    """A2"""
    for address in ("Jan@WIJKTEAM.example", "jan@wijkteam.example", "jan+nb@wijkteam.example"):
        pages.sign_up(address)

    assert pages.states() == {"Jan@wijkteam.example": "aangevraagd", "jan+nb@wijkteam.example": "aangevraagd"}


def test_a_known_an_unknown_and_a_left_address_get_the_same_answer(pages: Served) -> None:
    """W4: to the byte, save the moment; what differs is told by mail, to the address alone."""
    pages.subscribe(JAN)
    pages.post(pages.subscribe("piet@wijkteam.example"))
    pages.later(days=2)
    before = len(pages.mails)

    answers = [pages.sign_up(who) for who in (JAN, "piet@wijkteam.example", "nieuw@wijkteam.example")]
    follow = [pages.get(one.headers["Location"]) for one in answers]

    def whole(one: object) -> object:
        return (one.status_code, {k: v for k, v in one.headers.items() if k != "Date"}, one.content)  # type: ignore[attr-defined]

    assert [whole(one) for one in answers] == [whole(answers[0])] * 3
    assert [whole(one) for one in follow] == [whole(follow[0])] * 3
    subjects = [str(parsed(mail)["Subject"]) for mail, _ in pages.mails[before:]]
    asks = "Bevestig je aanmelding voor de nieuwsbrief"
    assert subjects == ["Je krijgt de nieuwsbrief al", asks, asks]


def test_the_answer_takes_as_long_for_a_known_address_as_for_an_unknown_one(pages: Served) -> None:
    """W4: the mail is made after the answer. The limit is far above what is measured, for busy machines."""
    pages.subscribe(JAN)
    pages.later(days=2)
    pages.get("/aanmelden")
    seconds: dict[str, list[float]] = {"known": [], "unknown": []}
    for number in range(8):
        for kind, address in (("known", JAN), ("unknown", f"a{number}@wijkteam.example")):
            started = time.perf_counter()
            pages.post("/aanmelden", data={"adres": address})
            seconds[kind].append(time.perf_counter() - started)

    apart = abs(statistics.median(seconds["known"]) - statistics.median(seconds["unknown"]))
    pages.site.asking.wait()

    # Rendering and posting a mail takes some 100 ms; none of it may show.
    assert apart < 0.05


def test_who_is_subscribed_already_is_told_so_by_mail_and_nothing_changes(pages: Served) -> None:
    pages.subscribe(JAN)
    pages.later(days=2)
    rows = pages.site.desk.store.load_all()

    pages.sign_up(JAN)

    mail = pages.mails[-1][0]
    assert "Die krijg je al." in plain_part(mail)
    assert [
        one.code for one in check_eml(mail, path="mail.eml", limits=EmailLimits()) if one.is_blocking
    ] == []
    assert pages.site.desk.store.load_all() == rows


def test_one_address_gets_one_mail_a_day_and_three_in_a_month(pages: Served) -> None:
    """W5"""
    mails = []
    for _day in range(6):
        for _ in range(3):
            pages.sign_up(JAN)
        mails.append(len(pages.mails))
        pages.later(days=1, minutes=1)
    pages.later(days=30)
    pages.sign_up(JAN)

    assert [*mails, len(pages.mails)] == [1, 2, 3, 3, 3, 3, 4]


def test_an_erased_or_forgotten_request_does_not_begin_the_count_anew(pages: Served) -> None:
    """W5: three mails in 30 days, also when the sweep took the request away in between."""
    for _ in range(5):
        pages.sign_up(JAN)
        pages.later(days=8)
        pages.site.desk.store.sweep(pages.clock[0], TERMS, key_of(pages))

    assert len(pages.mails) == 4  # on day 0, 8, 16, and on day 32, when the first is 30 days ago


@pytest.mark.parametrize("config", ["requests_per_client = 5", "mails_per_hour = 5"])
def test_a_reader_and_all_together_have_a_budget(tmp_path: Path, config: str) -> None:
    """W5: 12 forms in a row."""
    with serve(make_root(tmp_path, extra=f"[web]\n{config}")) as pages:
        answers = [pages.sign_up(f"a{number}@wijkteam.example") for number in range(12)]

        assert [one.status_code for one in answers] == [303] * 5 + [429] * 7
        assert len(pages.mails) == 5
        assert answers[-1].headers["Retry-After"] == "3600"
        assert "Probeer het later nog eens" in answers[-1].text


def test_what_a_proxy_says_of_the_reader_counts_only_when_the_config_says_so(tmp_path: Path) -> None:
    asked = {}
    for trusted in (0, 1):
        extra = f"[web]\ntrusted_proxies = {trusted}\nrequests_per_client = 2"
        with serve(make_root(tmp_path / str(trusted), extra=extra)) as pages:
            asked[trusted] = [
                pages.post(
                    "/aanmelden",
                    data={"adres": f"a{number}@wijkteam.example"},
                    headers={"X-Forwarded-For": f"203.0.113.9, 198.51.100.{number}"},
                ).status_code
                for number in range(4)
            ]

    assert asked == {0: [303, 303, 429, 429], 1: [303, 303, 303, 303]}


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "jan",
        "jan@localhost",
        '"jan piet"@x.nl',
        "a@[127.0.0.1]",
        "a@b@c",
        "jan@x..nl",
        "jan\r\nBcc: a@x.nl",
    ],
)
def test_what_is_no_address_is_asked_again_kindly(pages: Served, typed: str) -> None:
    """A1"""
    answer = pages.sign_up(typed)

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert (pages.mails, pages.states()) == ([], {})


def test_what_was_typed_stays_text(pages: Served) -> None:
    answer = pages.sign_up('"><script>alert(1)</script>')

    assert "<script" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_a_program_that_fills_in_every_field_gets_no_mail_and_the_same_answer(pages: Served) -> None:
    filled, plain = pages.sign_up(JAN, website="https://koop.example"), pages.sign_up("piet@wijkteam.example")

    assert (filled.status_code, filled.headers["Location"]) == (plain.status_code, plain.headers["Location"])
    assert [to for _, to in pages.mails] == ["piet@wijkteam.example"]


def test_the_link_in_the_mail_comes_from_the_config_whatever_host_was_asked(pages: Served) -> None:
    """W9"""
    names = {"Host": "boos.example", "X-Forwarded-Host": "boos.example", "Forwarded": "host=boos.example"}

    answer = pages.post("/aanmelden", data={"adres": JAN}, headers=names)
    pages.site.asking.wait()

    assert "boos.example" not in str(answer.headers)
    assert b"boos.example" not in pages.mails[0][0]
    assert f"https://nieuwsbrief.example.nl{pages.link('bevestigen')}" in plain_part(pages.mails[0][0])


def test_no_parameter_leads_elsewhere(pages: Served) -> None:
    """W6"""
    way_out = pages.subscribe(JAN)
    query = "?u=https://boos.example&next=//boos.example&redirect=https://boos.example"

    answers = [
        pages.ask(method, f"{path}{query}")
        for method, path in (
            ("GET", "/"),
            ("GET", "//boos.example/"),
            ("GET", "/verhalen"),
            ("GET", "/2026-12"),
            ("GET", way_out),
            ("POST", way_out),
            ("POST", "/aanmelden"),
        )
    ]

    places = [one.headers.get("Location", "") for one in answers]
    assert [place for place in places if place] == ["/verhalen/index.html", "/2026-12/webversie.html"]
    assert not any("boos.example" in one.text for one in answers)


def test_a_mail_that_cannot_go_ends_nothing_and_no_log_names_the_address(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    clock = NOW

    def refuse(_message: bytes, address: str) -> None:
        raise OSError(f"no room for {address}")

    with open_site(make_root(tmp_path), now=lambda: clock, post=refuse) as site:
        for address in (JAN, "piet@wijkteam.example"):
            assert site.asking.take(address)
        site.asking.wait()

        assert len(site.desk.store.load_all()) == 2
    assert caplog.messages == ["a request could not be done: OSError"] * 2
