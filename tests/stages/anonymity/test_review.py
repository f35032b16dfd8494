"""Findings on a story's texts: where they point, what they keep to themselves, how an editor signs off."""

from __future__ import annotations

import re

from pipeline.model import Finding, NameReview, Severity, StoryFiles
from pipeline.stages.anonymity import Public, find_in_story, identifying_findings, prose_of

HEADER = """\
---
titel: De brief van Sanne
samenvatting: Een moeder leest een brief.
vragen:
  - Wat raakte je?
  - Wat deed Fatima?
toestemming:
  datum: 2026-10-02
  getekend_door: moeder met gezag
---
"""
BODY = "Op 3 mei 2024 viel de brief op de mat.\n\nIk belde Petra. Zij wist het al.\n"


def look(files: StoryFiles, *reviews: NameReview, show: bool = False) -> tuple[Finding, ...]:
    proses = prose_of(files)
    spots = find_in_story(proses, public=Public())
    return identifying_findings(files.path, proses, spots, reviews=reviews, review_line=9, show=show)


def story(body: str = BODY, header: str = "", **changes: object) -> StoryFiles:
    return StoryFiles("een", "stories/een/verhaal.md", header + body, **changes)  # type: ignore[arg-type]


def places(findings: tuple[Finding, ...]) -> list[tuple[str, str, int | None, int | None]]:
    return [(one.code, one.path.rpartition("/")[2], one.line, one.column) for one in findings]


def digest_of(finding: Finding) -> str:
    found = re.search(r"alinea: ([0-9a-f]+)", finding.hint)
    assert found is not None
    return found[1]


def test_a_finding_points_to_line_and_column_also_in_what_the_header_shows_readers() -> None:
    assert places(look(story(header=HEADER))) == [
        ("identifying-name", "verhaal.md", 2, 21),
        ("identifying-name", "verhaal.md", 6, 14),
        ("identifying-date", "verhaal.md", 11, 4),
        ("identifying-name", "verhaal.md", 13, 10),
    ]


def test_the_header_may_say_when_consent_was_given() -> None:
    assert look(story("Niets.", header=HEADER.replace("Sanne", "haar").replace("Fatima", "zij"))) == ()


def test_a_finding_says_what_kind_it_is_and_what_to_do_and_never_what_stands_there() -> None:
    [date, name] = look(story())

    assert date == Finding(
        "identifying-date",
        Severity.BLOCKING,
        "stories/een/verhaal.md",
        "hier staat waarschijnlijk een precieze datum",
        "schrijf de maand of het seizoen: ‘in het voorjaar’; kan het blijven, zet dan onder ‘controle’: "
        f"soort: datum, alinea: {digest_of(date)}, en bij ‘reden’ waarom",
        line=1,
        column=4,
    )
    assert "Petra" not in repr(name)


def test_what_was_found_is_only_told_when_somebody_asks_for_it() -> None:
    assert [one.excerpt for one in look(story())] == ["", ""]
    assert [one.excerpt for one in look(story(), show=True)] == ["3 mei 2024", "Petra"]


def test_transcript_and_captions_are_looked_through_and_so_are_the_names_of_files() -> None:
    texts = {"transcript.md": "Toen zei Sanne niets.", "film.vtt": "00:01.000 --> 00:02.000\nDag Fatima."}
    names = ("beeld.jpg", "film.vtt", "sanne-zutphen.jpg", "transcript.md")
    found = look(story("Niets.", texts=texts, names=names))

    assert places(found) == [
        ("identifying-name", "film.vtt", 2, 5),
        ("identifying-name", "transcript.md", 1, 10),
        ("identifying-file-name", "sanne-zutphen.jpg", None, None),
    ]
    assert found[2].message == "de naam van dit bestand verraadt waarschijnlijk om wie het gaat"


def test_a_sign_off_silences_its_own_kind_in_its_own_paragraph() -> None:
    text = "Ik belde Petra op 3 mei 2024.\n\nPetra wist het al.\n"
    [date, name, other] = sorted(look(story(text)), key=lambda one: (one.line or 0, one.code))
    signed = NameReview("naam", digest_of(name), "verzonnen naam")

    assert digest_of(date) == digest_of(name)
    assert set(look(story(text), signed)) == {date, other}


def test_a_typing_error_elsewhere_and_a_line_broken_elsewhere_open_nothing_again() -> None:
    [_, name] = look(story())
    signed = NameReview("naam", digest_of(name), "verzonnen naam")
    mended = BODY.replace("mat.", "deurmat.").replace("Petra. Zij", "Petra.\nZij")

    assert [one.code for one in look(story(mended), signed)] == ["identifying-date"]


def test_a_paragraph_that_changed_is_looked_at_again_and_its_sign_off_is_told_to_be_old() -> None:
    [_, name] = look(story())
    signed = NameReview("naam", digest_of(name), "verzonnen naam")
    found = look(story(BODY.replace("wist het al", "wist van niets")), signed)

    assert [(one.code, one.severity) for one in found] == [
        ("identifying-date", Severity.BLOCKING),
        ("identifying-name", Severity.BLOCKING),
        ("review-stale", Severity.ADVICE),
    ]
    assert found[2].message == "controle 1 hoort bij een alinea die er niet meer is, of die is veranderd"
    assert found[2].line == 9


def test_a_kind_that_does_not_exist_signs_off_nothing_and_is_named() -> None:
    [_, name] = look(story())
    found = look(story(), NameReview("namen", digest_of(name), "verzonnen"))

    assert [one.code for one in found] == ["identifying-date", "identifying-name", "review-stale"]
    assert found[2].message == "controle 1: deze soort bestaat niet, dus dit tekent niets af"


def test_a_hash_grows_when_two_paragraphs_begin_alike() -> None:
    # Among some thousand paragraphs two share their first four signs.
    text = "\n\n".join(f"Regel {number} noemt Petra." for number in range(600))
    digests = {digest_of(one) for one in look(story(text))}

    assert len(digests) == 600
    assert {len(digest) for digest in digests} == {4, 5}


def test_a_story_without_a_header_is_looked_through_whole() -> None:
    assert places(look(story("Sanne zei niets.\n"))) == [("identifying-name", "verhaal.md", 1, 1)]
