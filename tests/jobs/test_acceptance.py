"""Accepting: what was agreed to is bound to the letter, and a changed text needs a new look."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import StoryError, UsageError
from pipeline.jobs.root import Root, load_root
from pipeline.jobs.shelf import read_shelf
from pipeline.jobs.stories import check_stories, run_stories_accept
from pipeline.model import Finding
from pipeline.read.story import dump_acceptance
from pipeline.shell.folder import agreement_file, read_stories
from tests.makers import acceptance
from tests.picture_files import jpeg, photo
from tests.roots import CUT_OFF, REPOSITORY, STORY, build_edition, make_root, write

SLUG = "de-lege-stoel"
ILLUSTRATED = STORY.replace(
    "duur: 4 min",
    "duur: 4 min\nafbeelding: stoel.jpg\nafbeelding_alt: Een stoel bij een raam\nbeeldcredit: stockbeeld\n"
    "inhoudswaarschuwing: Dit verhaal gaat over alleen zijn.",
)


@pytest.fixture
def root(tmp_path: Path) -> Root:
    """A story with a picture that nobody accepted yet."""
    root = make_root(tmp_path, stories={})
    write(root.stories / SLUG / "verhaal.md", ILLUSTRATED)
    (root.stories / SLUG / "stoel.jpg").write_bytes(jpeg())
    return root


def accept(root: Root) -> Path:
    return run_stories_accept(root, slug=SLUG, by="redactie", now=CUT_OFF)


def findings(root: Root) -> tuple[Finding, ...]:
    return check_stories(root, now=CUT_OFF)


def change(root: Root, old: str, new: str) -> None:
    file = root.stories / SLUG / "verhaal.md"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_story_that_nobody_accepted_stays_at_home(root: Root) -> None:
    [finding] = findings(root)

    assert (finding.code, finding.is_blocking) == ("consent-not-accepted", True)
    assert finding.message == "nog niemand heeft dit verhaal geaccepteerd"
    assert "nieuwsbrief stories accept de-lege-stoel --by redactie" in finding.hint
    assert read_shelf(root, on=CUT_OFF.date()).stock == ()


def test_accepting_it_opens_the_gate_and_the_same_look_gives_the_same_file(root: Root) -> None:
    path = accept(root)
    first = path.read_bytes()

    assert path == root.stories / "de-lege-stoel.akkoord.toml"
    assert findings(root) == ()
    assert len(read_shelf(root, on=CUT_OFF.date()).stock) == 1
    assert accept(root).read_bytes() == first


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("titel: De lege stoel", "titel: De volle stoel", "de titel is veranderd"),
        ("een jaar later", "een week later", "de samenvatting is veranderd"),
        ("ik vroeg niet waarom", "ik vroeg wie", "de tekst is veranderd"),
        ("Wanneer liep jij", "Wanneer ging jij", "de vragen zijn veranderd"),
        ("gaat over alleen zijn", "gaat over stil zijn", "de inhoudswaarschuwing is veranderd"),
        ("Een stoel bij een raam", "Een stoel bij een deur", "de beschrijving van het beeld is veranderd"),
    ],
)
def test_a_part_that_changed_is_named_and_closes_the_gate(
    root: Root, old: str, new: str, message: str
) -> None:
    accept(root)
    change(root, old, new)
    [finding] = findings(root)

    assert finding.code == "consent-changed"
    assert finding.message == f"{message} na het akkoord van redactie".replace(
        "de vragen is", "de vragen zijn"
    )
    assert read_shelf(root, on=CUT_OFF.date()).stock == ()
    accept(root)
    assert findings(root) == ()


def test_another_picture_under_the_same_name_closes_the_gate(root: Root) -> None:
    accept(root)
    (root.stories / SLUG / "stoel.jpg").write_bytes(jpeg(photo(60, 60)))

    assert [finding.message for finding in findings(root)] == [
        "het beeld is veranderd na het akkoord van redactie"
    ]


def test_several_parts_that_changed_are_told_at_once(root: Root) -> None:
    accept(root)
    change(root, "titel: De lege stoel", "titel: De volle stoel")
    change(root, "ik vroeg niet waarom", "ik vroeg wie")

    assert [finding.message for finding in findings(root)] == [
        "de titel en de tekst zijn veranderd na het akkoord van redactie"
    ]


def test_other_keys_may_change_and_so_may_the_way_a_letter_is_written(root: Root) -> None:
    change(root, "Er stond een stoel", "Er stond één stoel")
    accept(root)
    change(root, "één stoel", "e\u0301e\u0301n stoel")
    change(root, "toon: spijt", "toon: besef")
    change(root, "geldig_tot: 2028-10-02", "geldig_tot: 2029-10-02")

    assert findings(root) == ()


@pytest.mark.parametrize(
    "text",
    ["", "niets", 'door = "redactie"\n', "door = 1\ndatum = 2026-10-06\nsha256 = 'x'\n[delen]\n"],
)
def test_an_agreement_that_cannot_be_read_is_none(root: Root, text: str) -> None:
    write(root.stories / "de-lege-stoel.akkoord.toml", text)

    assert [(one.code, one.message) for one in findings(root)] == [
        ("consent-not-accepted", "het bestand met het akkoord bij dit verhaal is niet te lezen")
    ]


def test_an_agreement_in_which_somebody_wrote_does_not_count(root: Root) -> None:
    path = accept(root)
    text = path.read_text(encoding="utf-8")
    digest = text.split('sha256 = "')[1][:64]
    path.write_text(text.replace(digest, "0" * 64), encoding="utf-8")

    assert [finding.code for finding in findings(root)] == ["consent-changed"]


def test_a_story_is_accepted_only_when_nothing_else_is_open(root: Root) -> None:
    change(root, "status: gegeven", "status: gevraagd")

    with pytest.raises(StoryError, match=r"nog niet gegeven \[consent-not-given\]"):
        accept(root)
    assert not (root.stories / "de-lege-stoel.akkoord.toml").exists()


def test_a_picture_that_breaks_off_is_found_before_it_is_accepted(root: Root) -> None:
    (root.stories / SLUG / "stoel.jpg").write_bytes(jpeg()[:-400])

    with pytest.raises(StoryError, match=r"het beeld is niet te lezen.*\[story-image-unreadable\]"):
        accept(root)


def test_a_picture_that_is_none_is_a_finding_on_its_line(root: Root) -> None:
    (root.stories / SLUG / "stoel.jpg").write_bytes(b"<html>")
    accepted, picture = sorted(findings(root), key=lambda one: one.code)

    assert (accepted.code, picture.code) == ("consent-not-accepted", "story-image-unreadable")
    assert ILLUSTRATED.splitlines()[(picture.line or 0) - 1] == "afbeelding: stoel.jpg"


def test_a_name_is_no_role_and_an_unknown_story_is_named(root: Root) -> None:
    with pytest.raises(UsageError, match="--by takes a role"):
        run_stories_accept(root, slug=SLUG, by="Iemand Voorbeeld", now=CUT_OFF)
    with pytest.raises(UsageError, match="known are: de-lege-stoel"):
        run_stories_accept(root, slug="elders", by="redactie", now=CUT_OFF)


def test_the_page_shows_the_picture_in_two_sizes_and_an_older_one_goes(root: Root) -> None:
    accept(root)
    first = build_edition(root).folder
    page = (first / "verhaal.html").read_text(encoding="utf-8")
    older = sorted(path.name for path in first.glob("beeld-*"))

    assert len(older) == 2
    assert all(f"{name} " in page or f'"{name}"' in page for name in older)
    assert 'alt="Een stoel bij een raam"' in page
    assert "Beeld: stockbeeld" in page
    (root.stories / SLUG / "stoel.jpg").write_bytes(jpeg(photo(60, 60)))
    accept(root)
    build_edition(root)
    newer = sorted(path.name for path in first.glob("beeld-*"))
    assert (len(newer), set(newer) & set(older)) == (2, set())


def test_the_six_example_stories_are_accepted_as_they_are() -> None:
    codes = {
        copy.slug: [finding.code for finding in copy.findings]
        for copy in read_shelf(load_root(REPOSITORY), on=CUT_OFF.date()).copies
    }

    assert codes == {slug: ["story-fictional"] for slug in codes}
    assert len(codes) == len(read_stories(REPOSITORY / "stories")) == 6


def test_two_hundred_stories_that_are_in_order_have_nothing_to_say(tmp_path: Path) -> None:
    root = make_root(tmp_path, stories={})
    text = STORY + "\nEn toen gebeurde er een tijd niets, want zo ging dat daar. " * 100
    for number in range(200):
        write(root.stories / f"verhaal-{number}" / "verhaal.md", text)
    for copy in read_shelf(root, on=CUT_OFF.date()).copies:
        assert copy.story is not None
        agreement_file(root.stories, copy.slug).write_bytes(dump_acceptance(acceptance(copy.story)))

    assert check_stories(root, now=CUT_OFF) == ()
