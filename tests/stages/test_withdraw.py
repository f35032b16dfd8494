"""Taking a story back: it is recognised in every form it may come back in, and found wherever it stands."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from pipeline.model import StoryWords, Withdrawals
from pipeline.stages.render.eml import build_message
from pipeline.stages.withdraw import (
    bury,
    bury_findings,
    is_found,
    is_withdrawn,
    key_mark,
    needles_of,
    strike,
    withdraw,
)
from tests.makers import edition

KEY, OTHER_KEY = b"k" * 40, b"l" * 40
FIRST = "Er stond een stoel bij het raam, en niemand ging erop zitten."
SECOND = "Een jaar later vroeg ik het haar, en zij zei niets; ik ook niet."
WORDS = StoryWords(
    slug="de-lege-stoel",
    title="De lege ‘stoel’",
    lines=("Een medewerker zag wat ze had gemist.",),
    texts=(f"{FIRST}\n\n{SECOND}\n\nKort.",),
    names=("stoel.jpg",),
)
NEEDLES = needles_of(WORDS, ["beeld-0a1b2c3d.jpg"])
GONE = Withdrawals(key_mark(KEY), (withdraw(WORDS, key=KEY, on=date(2026, 12, 3)),))


@pytest.mark.parametrize(
    "words",
    [
        replace(WORDS, texts=("Heel iets anders.",)),
        replace(WORDS, slug="een-andere-naam"),
        replace(
            WORDS,
            slug="een-andere-naam",
            title="Anders",
            texts=(f"{SECOND}\n\nEn nog een nieuwe zin erbij.",),
        ),
        replace(WORDS, slug="een-andere-naam", texts=(FIRST.replace("een stoel", "**een** stoel").upper(),)),
    ],
)
def test_a_story_comes_back_under_no_name_and_in_no_form(words: StoryWords) -> None:
    assert is_withdrawn(words, GONE, key=KEY)


def test_another_story_and_another_key_are_not_recognised() -> None:
    other = replace(WORDS, slug="anders", texts=("Het raam stond open en iedereen had het koud die dag.",))

    assert not is_withdrawn(other, GONE, key=KEY)
    assert not is_withdrawn(replace(WORDS, slug="anders"), GONE, key=OTHER_KEY)
    assert not is_withdrawn(replace(WORDS, slug="anders", texts=()), GONE, key=KEY)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        (
            "a.html",
            b"<p>Er stond <em>een</em> stoel bij het&nbsp;raam, en niemand ging erop zitten.</p>",
        ),
        ("a.html", b"<h1>De lege &#8216;stoel&#8217;</h1>"),
        ("a.txt", b"Een medewerker zag\nwat ze had\n  gemist."),
        ("a.json", json.dumps({"x": "De lege ‘stoel’"}, ensure_ascii=False).encode()),
        ("pipeline.db", b"\0\x01story\0de-lege-stoel\x00\xff\xfe2026-12"),
        ("public/de-lege-stoel.pdf", b"%PDF"),
        ("archive/2026-12/beeld-0a1b2c3d.jpg", b"\xff\xd8"),
        ("a.eml", build_message(edition(subject="Nieuws: De lege ‘stoel’"), html="<p>x</p>", text="x")),
        ("a.eml", build_message(edition(), html=f"<p>{SECOND}</p>", text="x")),
    ],
)
def test_a_story_is_found_in_whatever_form_it_stands(name: str, body: bytes) -> None:
    assert is_found(NEEDLES, name, body)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.html", b"<p>Er stond een kast bij het raam.</p>"),
        ("a.txt", b"Kort."),
        ("archive/2026-12/journal.jsonl", b'{"hashes": {"beeld-0a1b2c3d.jpg": "00"}}'),
        ("a.eml", build_message(edition(), html="<p>x</p>", text="x")),
    ],
)
def test_what_is_of_another_story_is_not_found(name: str, body: bytes) -> None:
    assert not is_found(NEEDLES, name, body)


def test_a_title_of_one_word_is_not_looked_for_in_other_texts() -> None:
    needles = needles_of(replace(WORDS, slug="thuis", title="Thuis", lines=(), texts=()))

    assert not is_found(needles, "a.html", b"Een bericht over Veilig Thuis.")
    assert is_found(needles, "edition.json", b'{"inputs": {"stories/thuis.md": "00"}}')


def test_an_edition_keeps_all_but_its_story() -> None:
    record = {
        "subject": "Nieuws",
        "story": {"slug": "de-lege-stoel", "title": "x", "questions": ["y"], "fictional": True},
        "sections": [{"name": "Nieuws"}],
        "inputs": {"editions/2026-12.toml": "00", "stories/de-lege-stoel.md": "11"},
    }

    assert json.loads(bury(json.dumps(record).encode())) == {
        "subject": "Nieuws",
        "story": {
            "slug": "",
            "title": "Dit verhaal is op verzoek weggehaald.",
            "questions": [],
            "fictional": False,
        },
        "sections": [{"name": "Nieuws"}],
        "inputs": {"editions/2026-12.toml": "00"},
    }


def test_findings_that_name_the_story_go_and_are_counted_anew() -> None:
    one = {"severity": "blocking", "waived": "", "path": "stories/de-lege-stoel.md"}
    two = {"severity": "advice", "waived": "", "path": "newsletter.html"}
    record = json.dumps({"findings": [one, two], "blocking": 1, "advice": 1}).encode()

    assert json.loads(bury_findings(record, lambda text: "de-lege-stoel" in text)) == {
        "findings": [two],
        "blocking": 0,
        "advice": 1,
    }


def test_a_title_in_the_words_of_an_editor_is_struck() -> None:
    assert strike("Lees de lege\u00a0‘stoel’!", WORDS) == "Lees op verzoek weggehaald!"
