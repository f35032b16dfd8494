"""The signal whether a story reads as plain Dutch: advice with the place, and never a word of the story."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.model import BODY_KEY, Finding, Severity, StoryForm
from pipeline.model.readability import Abbreviation, Jargon, WordList
from pipeline.read.gesprek import parse_words
from pipeline.read.story import parse_story
from pipeline.shell.folder import read_stories
from pipeline.stages.readability import readability
from pipeline.stages.readability.measure import is_passive, measure, read_sentences
from tests.makers import story
from tests.stages.talking import FOLDER

WORDS = WordList(
    (Jargon(("casus", "multiprobleem*"), "gezin"),),
    (Abbreviation(("RVT",), "regionaal veiligheidsteam", ("regionaal veiligheidsteam",)),
     Abbreviation(("MDA++",), "hulp van veel organisaties samen", ("multidisciplinaire aanpak",))),
)  # fmt: skip
LONG = "En toen liep zij" + " en toen liep zij" * 7 + " weg."
HARD = " ".join(
    ["De moeder vertelde ons die avond in de keuken over " + "en over ".join(["haar werk "] * 5) + "."] * 6
)


def advice(body: str, **changes: Any) -> list[tuple[str, int | None]]:
    found = readability(story(body=body, **changes), WORDS, body_line=11)
    return [(finding.code, finding.line) for finding in found]


def test_plain_dutch_is_met_with_silence() -> None:
    assert advice("Ik belde aan. Zij deed open. We dronken koffie, en toen vroeg ik het.") == []


def test_a_very_long_sentence_is_told_with_its_line_and_its_length_and_is_not_quoted() -> None:
    (found,) = readability(story(body=f"Kort.\n\nOok kort.\n{LONG}"), WORDS, body_line=11)

    assert found == Finding(
        "reading-sentence-long",
        Severity.ADVICE,
        "stories/de-lege-stoel.md",
        "hier staat een zin van 33 woorden",
        "maak er twee of drie zinnen van",
        line=14,
    )


def test_long_sentences_all_through_look_harder_than_b1() -> None:
    found = readability(story(body=HARD), WORDS)

    assert found[0].code == "reading-hard"
    assert found[0].message.startswith("dit verhaal lijkt moeilijker dan B1: gemiddeld ")
    assert {finding.severity for finding in found} == {Severity.ADVICE}


def test_jargon_is_named_once_with_the_everyday_word() -> None:
    (found,) = readability(story(body="Een gezin.\nDe casus was bekend. Die casus."), WORDS, body_line=3)

    assert (found.code, found.line) == ("reading-jargon", 4)
    assert found.message == "‘casus’ is een vakwoord; gewoner is: gezin"


@pytest.mark.parametrize(
    ("body", "is_told"),
    [
        ("Het multiprobleemgezin.", True),
        ("De CASUS.", True),
        ("De casussen.", False),
        ("Een mini-casus.", False),
        ("Occasus.", False),
    ],
)
def test_a_word_is_found_whole_unless_the_list_says_that_longer_forms_count(body: str, is_told: bool) -> None:
    assert advice(body) == ([("reading-jargon", 11)] if is_told else [])


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("Het RVT kwam.", [("reading-abbreviation", 11)]),
        ("Het regionaal veiligheidsteam (RVT) kwam.", []),
        ("Het regionaal veiligheidsteam kwam.\n\nHet RVT bleef.", []),
        ("Het RVT kwam.\n\nEen regionaal veiligheidsteam dus.", [("reading-abbreviation", 11)]),
        ("Met MDA++ lukte het.", [("reading-abbreviation", 11)]),
        ("Met de multidisciplinaire\naanpak MDA++ lukte het.", []),
        ("Het rvt kwam.", []),
    ],
)
def test_an_abbreviation_is_written_out_at_its_first_use(
    body: str, told: list[tuple[str, int | None]]
) -> None:
    assert advice(body) == told


def test_what_was_written_out_in_the_body_is_known_in_the_transcript() -> None:
    film = {"form": StoryForm.KIJKEN, "transcript": "Het RVT kwam.", "transcript_name": "transcript.md"}
    told = story(path="stories/film/verhaal.md", body="Een regionaal veiligheidsteam.", **film)
    untold = story(path="stories/film/verhaal.md", body="Een team.", **film)

    assert readability(told, WORDS) == ()
    assert [(one.path, one.line) for one in readability(untold, WORDS)] == [("stories/film/transcript.md", 1)]


def test_a_story_that_hides_who_acts_is_told_so() -> None:
    body = "Er werd een plan gemaakt door het team. Er werd veel besproken. Het kind werd verplaatst. " * 6

    assert "reading-passive" in [code for code, _ in advice(body)]


@pytest.mark.parametrize(
    ("sentence", "is_it"),
    [
        ("Er werd besloten om te wachten.", True),
        ("Het gezin wordt begeleid.", True),
        ("Het plan is gemaakt door de gemeente.", True),
        ("Ik heb het gemaakt.", False),
        ("Zij werd boos.", False),
        ("We liepen door de gang.", False),
    ],
)
def test_the_passive_voice_is_estimated_from_its_form(sentence: str, is_it: bool) -> None:
    assert is_passive(sentence) is is_it


def test_headings_speakers_and_marks_are_no_words() -> None:
    text = "## Een kop van vier woorden\n\n**Verteller:** Ik *ging* [naar huis](https://a.example).\n\n- Dag."

    assert [(one.text, one.line, one.words) for one in read_sentences(text)] == [
        ("Ik ging naar huis.", 3, 4),
        ("Dag.", 5, 1),
    ]


def test_of_no_text_nothing_is_measured() -> None:
    assert measure(read_sentences("")).words == 0
    assert advice("") == []


def test_the_example_stories_read_as_plain_dutch() -> None:
    words = parse_words((FOLDER / "jargon.toml").read_text(encoding="utf-8"), "jargon.toml")
    slugs = [
        *("lokale-teams", "regionale-veiligheidsteams", "passende-hulp", "kennis-en-leerinfrastructuur"),
        *("handelingskader", "randvoorwaarden"),
    ]
    told = {}
    for files in read_stories(Path(__file__).parents[2] / "stories"):
        parsed = parse_story(files, kernelementen=slugs)
        assert parsed.story is not None
        body_line = parsed.lines[BODY_KEY]
        told[files.slug] = [one.code for one in readability(parsed.story, words, body_line=body_line)]

    assert len(told) == 6
    assert {slug: codes for slug, codes in told.items() if codes} == {}


def test_the_lines_are_those_of_the_file(tmp_path: Path) -> None:
    from tests.roots import STORY  # noqa: PLC0415 - a whole file, for this test only

    (tmp_path / "een.md").write_text(f"{STORY}\nDe casus.\n", encoding="utf-8")
    (files,) = read_stories(tmp_path)
    parsed = parse_story(files, kernelementen=["lokale-teams"])
    assert parsed.story is not None
    (found,) = readability(parsed.story, WORDS, body_line=parsed.lines[BODY_KEY])

    assert found.line == f"{STORY}\nDe casus.\n".splitlines().index("De casus.") + 1
