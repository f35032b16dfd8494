"""Reading: approved editions and their feed, and of stories only what may be shown at that moment."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from pipeline.jobs.approve import run_approve
from pipeline.jobs.root import Root, load_root
from pipeline.jobs.stories import run_stories_withdraw
from pipeline.jobs.story_index import run_stories_index
from tests.roots import (
    CUT_OFF,
    MONTH,
    STORY,
    Site,
    build_edition,
    collect_from,
    entry,
    feed_file,
    make_root,
    put_story,
    rss,
    write,
)
from tests.web.serving import NOW, Served, serve

FIRST = rss(entry("Een wijkteam gaat terug naar een gezin", "/een"))
TITLE = "De lege stoel"


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root with an approved edition and an index of stories, made once."""
    root = make_root(tmp_path_factory.mktemp("editie"), feeds={"bron": feed_file("http://bron.example/feed")})
    with Site() as site:
        site.serve("/feed", FIRST)
        collect_from(root, {"bron.example": site})
    write(root.edition_file(MONTH), 'onderwerp = "Terug naar het gezin & verder"\n')
    build_edition(root)
    with root.open_store() as store:
        run_approve(root, store, month=MONTH, by="redactie", now=CUT_OFF + timedelta(hours=1))
        run_stories_index(root, store, now=NOW, with_cards=False)
    return root.path


@pytest.fixture
def root(approved: Path, tmp_path: Path) -> Root:
    return load_root(shutil.copytree(approved, tmp_path / "editie"))


@pytest.fixture
def pages(root: Root) -> Iterator[Served]:
    with serve(root) as served:
        yield served


def test_the_archive_lists_the_approved_editions(pages: Served) -> None:
    text = pages.get("/archief").text

    assert 'href="/2026-12/webversie.html">December 2026</a>' in text
    assert "Terug naar het gezin &amp; verder" in text


def test_a_draft_is_not_to_be_seen(pages: Served) -> None:
    build_edition(pages.root, month=MONTH.plus(1), now=CUT_OFF + timedelta(days=35))

    assert pages.get("/2027-01/webversie.html").status_code == 404
    assert "januari" not in pages.get("/archief").text


def test_an_edition_is_a_page_that_holds_no_open_place_and_no_personal_link(pages: Served) -> None:
    answer = pages.get("/2026-12/webversie.html")

    assert answer.status_code == 200
    assert "Een wijkteam gaat terug naar een gezin" in answer.text
    assert "%%" not in answer.text
    assert pages.get("/2026-12").headers["Location"] == "/2026-12/webversie.html"


def test_an_edition_without_a_page_of_its_own_shows_the_mail_made_safe(pages: Served) -> None:
    (pages.root.archive(MONTH) / "webversie.html").unlink()

    answer = pages.get("/2026-12/webversie.html")

    assert 'href="https://nieuwsbrief.example.nl/afmelden"' in answer.text
    assert "%%" not in answer.text
    rules = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in rules
    assert "form-action 'none'" in rules
    assert "style-src 'unsafe-inline'" in rules


def test_the_feed_is_atom_with_an_entry_for_each_edition(pages: Served) -> None:
    answer = pages.get("/feed.xml")

    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(
        io.BytesIO(answer.content), response_headers={"content-type": "application/atom+xml"}
    )
    assert (feed.bozo, feed.version, feed.feed.title) == (False, "atom10", "Veilig Thuis Nieuws (voorbeeld)")
    (one,) = feed.entries
    assert (one.title, one.link, one.id) == (
        "Terug naar het gezin & verder",
        "https://nieuwsbrief.example.nl/2026-12/webversie.html",
        "https://nieuwsbrief.example.nl/2026-12/webversie.html",
    )
    assert one.updated == "2026-12-03T09:00:00+00:00"
    # What RFC 4287 asks of every feed and entry.
    tree = etree.fromstring(answer.content)
    for element in (tree, *tree.iterfind("{*}entry")):
        assert {"id", "title", "updated"} <= {etree.QName(child).localname for child in element}


def test_a_feed_without_editions_is_one_too(tmp_path: Path) -> None:
    with serve(make_root(tmp_path)) as pages:
        feed = feedparser.parse(io.BytesIO(pages.get("/feed.xml").content))

    assert (feed.bozo, feed.entries) == (False, [])


def test_a_story_has_its_page_and_the_conversation_about_it(pages: Served) -> None:
    story, guide = pages.get("/2026-12/verhaal.html"), pages.get("/2026-12/gesprek.html")

    assert (story.status_code, guide.status_code) == (200, 200)
    assert "Er stond een stoel bij het raam." in story.text
    assert "X-Robots-Tag" not in story.headers
    assert story.headers["Cache-Control"] == "no-cache"


def test_a_story_on_the_website_is_in_the_index(pages: Served) -> None:
    assert pages.get("/verhalen").headers["Location"] == "/verhalen/index.html"
    index = pages.get("/verhalen/index.html").text

    assert 'href="de-lege-stoel/verhaal.html"' in index
    assert pages.get("/verhalen/de-lege-stoel/verhaal.html").status_code == 200


def test_a_story_for_the_newsletter_alone_is_kept_from_search_engines_and_from_the_index(
    pages: Served,
) -> None:
    """Its scope was made smaller after the edition was approved: what is asked now counts."""
    put_story(pages.root.path, "de-lege-stoel.md", STORY.replace("[nieuwsbrief, website]", "[nieuwsbrief]"))

    answers = {path: pages.get(path) for path in ("/2026-12/verhaal.html", "/2026-12/webversie.html")}

    assert {path: one.status_code for path, one in answers.items()} == dict.fromkeys(answers, 200)
    assert {one.headers["X-Robots-Tag"] for one in answers.values()} == {"noindex, nofollow, noarchive"}
    assert "de-lege-stoel" not in pages.get("/verhalen/index.html").text
    assert pages.get("/verhalen/de-lege-stoel/verhaal.html").status_code == 410


def test_a_story_that_asks_to_go_is_gone_at_once_before_any_sweep(pages: Served) -> None:
    """Its header says so; the files in the archive are still the old ones."""
    assert pages.get("/2026-12/verhaal.html").status_code == 200
    put_story(pages.root.path, "de-lege-stoel.md", STORY.replace("status: gegeven", "status: ingetrokken"))

    answers = [pages.get(f"/2026-12/{name}.html") for name in ("verhaal", "gesprek", "webversie")]

    assert [one.status_code for one in answers] == [410, 410, 200]
    assert "op verzoek weggehaald" in answers[0].text
    assert not any(TITLE in one.text for one in answers)
    assert TITLE not in pages.get("/verhalen/index.html").text


def test_a_story_whose_consent_ran_out_is_gone_without_a_reason(pages: Served) -> None:
    pages.clock[0] = CUT_OFF.replace(year=2028)
    answer = pages.get("/2026-12/verhaal.html")

    assert (answer.status_code, "Dit verhaal staat hier niet meer" in answer.text) == (410, True)


def test_a_story_that_was_taken_back_leaves_its_tombstone(pages: Served) -> None:
    with pages.root.open_store() as store:
        run_stories_withdraw(pages.root, store, slug="de-lege-stoel", now=NOW)

    answer = pages.get("/2026-12/verhaal.html")

    assert (answer.status_code, "op verzoek weggehaald" in answer.text) == (410, True)
    assert TITLE not in answer.text + pages.get("/2026-12/webversie.html").text + pages.get("/archief").text
    assert pages.get("/2026-12/gesprek.html").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/2026-12/edition.json",
        "/2026-12/findings.json",
        "/2026-12/journal.jsonl",
        "/2026-12/manifest.json",
        "/2026-12/newsletter.eml",
        "/2026-12/report.html",
        "/2026-12/..%2f..%2fconfig.toml",
        "/2026-12/%2e%2e/config.toml",
        "/verhalen/..%2f..%2f/verhaal.html",
        "/verhalen/../../config.toml",
        "/verhalen/%2e%2e/verhaal.html",
        "/config.toml",
        "/var/subscribers.db",
        "/2026-13/webversie.html",
        "/2026-12/",
        "/geen-maand",
    ],
)
def test_nothing_else_of_the_folder_is_handed_out(pages: Served, path: str) -> None:
    answer = pages.get(path)

    assert answer.status_code in (303, 404)
    assert "[newsletter]" not in answer.text


def test_a_page_that_was_not_changed_is_not_sent_again(pages: Served) -> None:
    first = pages.get("/2026-12/verhaal.html")

    again = pages.get("/2026-12/verhaal.html", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_a_damaged_archive_gets_a_page_that_says_sorry(pages: Served) -> None:
    (pages.root.archive(MONTH) / "edition.json").write_text("{", encoding="utf-8")

    answer = pages.get("/archief")

    assert (answer.status_code, "Er ging iets mis" in answer.text) == (500, True)
