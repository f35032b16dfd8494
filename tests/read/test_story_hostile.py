"""Story files that were made, or went wrong, in a way that could do harm: each costs a finding, no more."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from pipeline.model import (
    FileProblem,
    StoryFiles,
)
from tests.read.stories import HEADER, STORY, files, header, parse, told


@pytest.mark.parametrize("change", ["\r\n", "\r"])
def test_line_ends_of_other_systems_change_nothing(change: str) -> None:
    story = files()

    assert parse(replace(story, text=story.text.replace("\n", change))) == parse(story)


def test_a_byte_order_mark_changes_nothing() -> None:
    story = files()

    assert parse(replace(story, text="\ufeff" + story.text)) == parse(story)


def test_invisible_characters_are_gone_from_header_and_body() -> None:
    story = parse(
        files(header(("De sleutel", "De\u202e sl\u200beutel")), body="Het\u202e begon\u2066.\tJa")
    ).story

    assert story is not None
    assert (story.title, story.body) == ("De sleutel", "Het begon.\tJa")


def test_odd_line_ends_do_not_shift_the_lines() -> None:
    head = header(("De sleutel", "De\u2028sleutel\x85"), ("toon: spijt", "toon: spyt"))

    assert told(files(head)) == [("story-value-invalid", 6)]


def test_raw_html_and_template_marks_stay_what_they_are() -> None:
    story = parse(files(header(("De sleutel", "'{{ 7*7 }} <b>'")), body="<script>alert(1)</script>")).story

    assert story is not None
    assert (story.title, story.body) == ("{{ 7*7 }} <b>", "<script>alert(1)</script>")


# What YAML can do and a header has no use for. Each costs one key, at its line, and no time.
@pytest.mark.parametrize(
    "value",
    [
        "!!python/object/apply:os.system [id]",
        "!!int 3",
        "!eigen x",
        "&anker x",
        "*anker",
        "[" * 50_000,
        "{a: " * 12_000,
        "[[[[[[x]]]]]]",
        "- " * 20_000,
        "a\x00b",
        "a\x1bb",
        '"\\UFFFFFFFF"',
        '"\\x"',
        "'",
        "@x",
        "`x`",
        "%x",
        "[a",
        "{a",
        "a: b",
        "a\n\tb: c",
        "? a",
        "? [a]\n: b",
    ],
)
def test_yaml_traps_break_one_key_and_are_told_in_dutch(value: str) -> None:
    started = time.monotonic()

    parsed = parse(files(header(("De sleutel", value))))

    assert time.monotonic() - started < 5
    assert parsed.story is None
    assert {finding.code for finding in parsed.findings} <= {"story-yaml-broken", "story-value-invalid"}
    assert {finding.line for finding in parsed.findings} <= {2, 3}
    assert all(finding.message and finding.hint for finding in parsed.findings)


@pytest.mark.parametrize(
    "line", ["%YAML 1.1", "...", "--- x", "<<: *alles", "? titel", "zomaar een zin", "- lijst"]
)
def test_lines_that_are_no_key_are_told(line: str) -> None:
    parsed = parse(files(line + "\n" + HEADER))

    assert parsed.story is None
    assert parsed.findings[0].line == 2


def test_an_alias_bomb_is_refused_before_it_goes_off() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{f'*{chr(97 + n)}, ' * 9}]\n" for n in range(9)
    )

    parsed = parse(files(bomb + HEADER))

    assert {finding.code for finding in parsed.findings} == {"story-yaml-broken"}
    assert [finding.line for finding in parsed.findings] == list(range(2, 12))


def test_an_endless_header_is_refused() -> None:
    assert (
        told(files(HEADER + "# vulling\n" * 10_000))
        == [("story-yaml-broken", 2)] + [("story-key-missing", 2)] * 13
    )


def test_no_value_gets_a_type_of_its_own() -> None:
    head = header(("De sleutel", "2026-10-02"), ("T-2026-014", "0x1F"), ("Een korte alinea.", "1_000"))
    story = parse(files(head)).story

    assert story is not None
    assert (story.title, story.consent.reference, story.summary) == ("2026-10-02", "0x1F", "1_000")


# Whatever goes wrong, what stands in the text may be somebody's life and is not repeated.
@pytest.mark.parametrize(
    "head",
    [
        header(("toon: spijt", "toon: Mijn buurvrouw zag alles")),
        header(("[lokale-teams]", "[Mijn buurvrouw zag alles]")),
        header(extra="Mijn buurvrouw zag alles: echt\n"),
        header(extra="Mijn buurvrouw zag alles\n"),
        header(extra="Mijn buurvrouw zag alles: echt\nMijn buurvrouw zag alles: heus\n"),
        header(("2026-10-02", "Mijn buurvrouw zag alles")),
        header(("De sleutel", "Mijn buurvrouw: zag alles")),
        header(("vorm: lezen", "vorm: kijken\ntranscript: ../Mijn buurvrouw.md\nmedia: Mijn buurvrouw")),
    ],
)
def test_findings_never_quote_the_text(head: str) -> None:
    parsed = parse(files(head))

    assert parsed.findings
    assert "buurvrouw" not in str(parsed.findings)


# Names that lead elsewhere, and what is not there.
@pytest.mark.parametrize(
    "name",
    [
        *("../x.md", "map/../../x.md", "/etc/passwd", "~/x.md", "C:\\x.md", "..\\x.md", "c:x.md", "./x.md"),
        *("file:///etc/passwd", "https://elders.example/x.md", '"a\\0.md"', "..", ".", "map//x.md", "map/"),
    ],
)
@pytest.mark.parametrize("key", ["transcript", "afbeelding"])
def test_a_name_that_leads_out_of_the_folder_is_refused(key: str, name: str) -> None:
    head = header(extra=f"{key}: {name}\nafbeelding_alt: x\nbeeldcredit: x\n")

    assert told(files(head, texts={"x.md": "x", "a.md": "x"})) == [("story-path-unsafe", 24)]


@pytest.mark.parametrize("key", ["transcript", "afbeelding"])
def test_a_link_that_leads_out_of_the_folder_is_refused(key: str) -> None:
    head = header(extra=f"{key}: x.md\nafbeelding_alt: x\nbeeldcredit: x\n")

    assert told(files(head, unusable={"x.md": FileProblem.OUTSIDE})) == [("story-path-unsafe", 24)]


def test_a_file_is_found_whichever_way_its_accents_are_written() -> None:
    parsed = parse(files(header(extra="transcript: caf\u00e9.md\n"), texts={"cafe\u0301.md": "Ja."}))

    assert parsed.story == replace(STORY, transcript="Ja.", transcript_name="cafe\u0301.md")


@pytest.mark.parametrize(
    ("name", "proposed"),
    [("Mijn verhaal", "mijn-verhaal"), ("één_dag", "een-dag"), ("..", "mijn-verhaal"), ("x%2f..", "x-2f")],
)
def test_a_name_that_makes_no_address_is_told_with_a_better_one(name: str, proposed: str) -> None:
    (finding,) = parse(replace(files(), slug=name)).findings

    assert finding.code == "story-slug-invalid"
    assert finding.hint == f"gebruik kleine letters, cijfers en streepjes, bijvoorbeeld ‘{proposed}’"


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (FileProblem.UNREADABLE, "story-unreadable"),
        (FileProblem.NOT_UTF8, "story-not-utf8"),
        (FileProblem.TOO_LARGE, "story-too-large"),
        (FileProblem.OUTSIDE, "story-path-unsafe"),
        (FileProblem.NO_STORY, "story-file-missing"),
        (FileProblem.NOT_MARKDOWN, "story-not-markdown"),
    ],
)
def test_a_file_that_could_not_be_used_is_one_finding(problem: FileProblem, code: str) -> None:
    parsed = parse(StoryFiles("a", "stories/a.md", problem=problem))

    assert parsed.story is None
    assert [(one.code, one.path, one.is_blocking) for one in parsed.findings] == [
        (code, "stories/a.md", True)
    ]
