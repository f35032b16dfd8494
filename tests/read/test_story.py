"""A story's file: what is read from it, and everything an editor is told that is wrong with it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from pipeline.model import (
    BODY_KEY,
    Channel,
    ChildAge,
    FileProblem,
    Finding,
    Month,
    NameReview,
    Origin,
    Severity,
    StoryFiles,
    StoryForm,
)
from pipeline.read.story import double_slugs
from tests.read.stories import HEADER, PATH, STORY, files, header, parse, told


def test_a_whole_story_is_read_without_a_word() -> None:
    parsed = parse(files())

    assert (parsed.story, parsed.findings) == (STORY, ())


def test_the_lines_of_keys_and_body_are_known() -> None:
    lines = parse(files()).lines

    assert lines["titel"] == 2
    assert lines["toestemming"] == 15
    assert lines["toestemming.geldig_tot"] == 19
    assert lines[BODY_KEY] == 26


def test_a_story_with_everything_keeps_everything() -> None:
    head = header(
        ("herkomst: eigen", "herkomst: elders\nbron: Omroep Voorbeeld"),
        ("vorm: lezen", "vorm: kijken\nmedia: https://film.example/x?utm_source=mail\nondertiteling: Ja"),
        ("duur: 6 min", "duur: 12 minuten\nmaand: december 2026"),
        (
            "  bereik: [nieuwsbrief, website]\n",
            "  bereik: nieuwsbrief\n  leeftijd_kind: 12_15\n  getekend_door: moeder met gezag\n"
            "  toestemming_kind: 2 oktober 2026\n",
        ),
        extra=(
            "transcript: transcript.md\nafbeelding: beeld.jpg\nafbeelding_alt: Een deur.\n"
            "beeldcredit: Redactie\ninhoudswaarschuwing: Dit gaat over geweld.\n"
            "controle:\n  - soort: plaats\n    alinea: 3f9c\n    reden: grote stad\n"
        ),
    )

    parsed = parse(files(head, texts={"transcript.md": "**Verteller:** Ja.\r\n"}, names=("beeld.jpg",)))

    assert parsed.findings == ()
    assert parsed.story == replace(
        STORY,
        origin=Origin.ELDERS,
        source_name="Omroep Voorbeeld",
        form=StoryForm.KIJKEN,
        media_url="https://film.example/x",
        has_captions=True,
        minutes=12,
        month=Month(2026, 12),
        consent=replace(
            STORY.consent,
            scope=frozenset({Channel.NIEUWSBRIEF}),
            child_age=ChildAge.VAN_12_TOT_15,
            signed_by="moeder met gezag",
            child_agreed_on=date(2026, 10, 2),
        ),
        transcript="**Verteller:** Ja.",
        transcript_name="transcript.md",
        image="beeld.jpg",
        image_alt="Een deur.",
        image_credit="Redactie",
        content_notice="Dit gaat over geweld.",
        reviews=(NameReview("plaats", "3f9c", "grote stad"),),
    )


@pytest.mark.parametrize(
    "typed",
    [
        "2026-10-02",
        "2026-10-2",
        "2 oktober 2026",
        "02-10-2026",
        "2-10-2026",
        "2/10/2026",
        "vrijdag 2 oktober 2026",
    ],
)
def test_a_date_is_read_as_people_write_it(typed: str) -> None:
    story = parse(files(header(("datum: 2026-10-02", f"datum: {typed}")))).story

    assert story is not None
    assert story.consent.given_on == date(2026, 10, 2)


@pytest.mark.parametrize(
    "typed", ["2026-02-30", "2 oktober", "volgende week", "20261002", "02-10-26", "[2026]"]
)
def test_what_is_no_date_with_a_year_is_told(typed: str) -> None:
    assert told(files(header(("datum: 2026-10-02", f"datum: {typed}")))) == [("story-value-invalid", 18)]


@pytest.mark.parametrize("typed", ["6 min", "6 minuten", "6", "6 min.", "ca. 6 min", "6min"])
def test_minutes_are_read_as_people_write_them(typed: str) -> None:
    assert parse(files(header(("6 min", typed)))).story == STORY


@pytest.mark.parametrize("typed", ["zes", "0 min", "6,5 min", "-6", "181 min", "9999999999", "6 uur"])
def test_other_minutes_are_told(typed: str) -> None:
    assert told(files(header(("6 min", typed)))) == [("story-minutes-invalid", 9)]


@pytest.mark.parametrize(("typed", "expected"), [("ja", True), ("Ja", True), ("nee", False), ("Nee", False)])
def test_yes_and_no_are_dutch(typed: str, expected: bool) -> None:
    story = parse(files(header(("vorm: lezen", f"vorm: lezen\nondertiteling: {typed}")))).story

    assert story == replace(STORY, has_captions=expected)


@pytest.mark.parametrize("typed", ["true", "false", "yes", "no", "on", "1", "y"])
def test_other_words_for_yes_and_no_are_told_kindly(typed: str) -> None:
    assert parse(files(header(("fictief: nee", f"fictief: {typed}")))).findings == (
        Finding(
            "story-value-invalid",
            Severity.BLOCKING,
            PATH,
            "bij ‘fictief’ hoort ‘ja’ of ‘nee’, in het Nederlands",
            "schrijf ‘fictief: nee’, of ‘ja’ bij een verzonnen verhaal",
            line=23,
        ),
    )


@pytest.mark.parametrize("place", ["", "  "])
def test_the_older_key_namens_kind_may_still_say_no(place: str) -> None:
    head = header(("geanonimiseerd_door", f"{place}namens_kind: nee\ngeanonimiseerd_door"))

    assert parse(files(head)).story == STORY


def test_the_older_key_namens_kind_may_not_say_yes() -> None:
    head = header(("geanonimiseerd_door", "  namens_kind: ja\ngeanonimiseerd_door"))

    assert told(files(head)) == [("story-value-invalid", 22)]


def test_an_unknown_kernelement_is_told_with_the_nearest() -> None:
    head = header(("[lokale-teams]", "\n  - handelingskader\n  - locale-teams"))

    assert parse(files(head)).findings == (
        Finding(
            "kernelement-unknown",
            Severity.BLOCKING,
            PATH,
            "onbekend kernelement ‘locale-teams’; bedoel je ‘lokale-teams’?",
            "kies uit lokale-teams, regionale-veiligheidsteams, passende-hulp, kennis-en-leerinfrastructuur, "
            "handelingskader of randvoorwaarden",
            line=9,
        ),
    )


def test_an_unknown_key_is_told_with_the_nearest() -> None:
    assert parse(files(header(extra="beeldkredit: Redactie\n"))).findings == (
        Finding(
            "story-key-unknown",
            Severity.BLOCKING,
            PATH,
            "onbekende sleutel ‘beeldkredit’",
            "bedoel je ‘beeldcredit’?",
            line=24,
        ),
    )


def test_a_key_that_stands_twice_is_told_and_not_silently_the_last() -> None:
    head = header(("  kenmerk", "  status: ingetrokken\n  kenmerk"), extra="titel: Nog een\n")

    assert told(files(head)) == [("story-key-double", 17), ("story-key-double", 25)]


@pytest.mark.parametrize(
    "key",
    [
        *("titel", "herkomst", "verteller", "vorm", "toon", "kernelementen", "samenvatting", "duur"),
        *("betrokkenen", "vragen", "toestemming", "geanonimiseerd_door", "fictief"),
        *("  status", "  kenmerk", "  datum", "  geldig_tot", "  bereik", "  gelezen_door_verteller"),
    ],
)
def test_a_missing_key_keeps_the_story_back(key: str) -> None:
    head = re.sub(rf"^{key}:.*\n(?:[ ]{{{len(key) - len(key.lstrip()) + 1},}}.*\n)*", "", HEADER, flags=re.M)

    parsed = parse(files(head))

    assert parsed.story is None
    assert [finding.code for finding in parsed.findings] == ["story-key-missing"]
    assert f"{key.strip()}’ ontbreekt" in parsed.findings[0].message


@pytest.mark.parametrize("empty", ["", " ~", " null", ' ""', " []", " {}"])
def test_an_empty_value_is_a_missing_one(empty: str) -> None:
    assert told(files(header(("samenvatting: Een korte alinea.", f"samenvatting:{empty}")))) == [
        ("story-key-missing", 8)
    ]


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    head = header(
        ("titel: De sleutel", "titel: De sleutel: een verhaal"),
        ("toon: spijt", "toon: spyt"),
        ("[lokale-teams]", "[lokale-teams, wijkteam"),
        ("6 min", "lang"),
        ("  - Wat ga je doen?\n", ""),
        ("geldig_tot: 2028-10-02", "geldig_tot: 2028-02-30"),
        ("geanonimiseerd_door: redactie\n", ""),
    )

    assert told(files(head)) == [
        *(("story-yaml-broken", 2), ("story-key-missing", 2), ("story-value-invalid", 6)),
        *(("story-yaml-broken", 7), ("story-minutes-invalid", 9), ("story-questions-count", 11)),
        ("story-value-invalid", 18),
    ]


@pytest.mark.parametrize("count", [1, 2, 6])
def test_there_are_three_to_five_questions(count: int) -> None:
    asked = "".join(f"  - Vraag {number}?\n" for number in range(count))
    head = re.sub(r"(?<=vragen:\n)(?:  - .*\n)+", asked, HEADER)

    finding = parse(files(head)).findings[0]

    assert (finding.code, finding.message) == (
        "story-questions-count",
        f"er horen drie tot vijf vragen bij een verhaal; hier staan er {count}",
    )


def test_a_question_with_a_colon_asks_for_quotes() -> None:
    parsed = parse(files(header(("Wat herken je?", "Wat herken je: de blik?"))))

    assert [(one.code, one.line, one.message) for one in parsed.findings] == [
        (
            "story-value-invalid",
            13,
            "bij ‘vragen’ horen losse teksten; zet een tekst met ‘: ’ tussen aanhalingstekens",
        )
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "het verhaal heeft geen kop"),
        ("Er was eens.", "het verhaal heeft geen kop"),
        ("---\ntitel: x\n", "de kop is niet afgesloten"),
        ("----\ntitel: x\n----\n", "het verhaal heeft geen kop"),
    ],
)
def test_a_text_without_a_header_says_how_to_begin(text: str, message: str) -> None:
    (finding,) = parse(StoryFiles("de-sleutel", PATH, text)).findings

    assert (finding.code, finding.line, finding.message) == ("story-header-missing", 1, message)


@pytest.mark.parametrize(
    ("form", "extra", "expected"),
    [
        ("luisteren", "", ["story-transcript-missing", "story-media-missing"]),
        (
            "kijken",
            "",
            [
                *("story-transcript-missing", "story-poster-missing"),
                *("story-media-missing", "story-captions-missing"),
            ],
        ),
        ("luisteren", "media: https://a.example/x\ntranscript: weg.md\n", ["story-transcript-missing"]),
        ("luisteren", "media: https://a.example/x\ntranscript: leeg.md\n", ["story-transcript-missing"]),
        ("luisteren", "media: https://a.example/x\ntranscript: latin.md\n", ["story-not-utf8"]),
        ("luisteren", "media: geluid.mp3\ntranscript: er.md\n", ["story-value-invalid"]),
        ("luisteren", "media: javascript:alert(1)\ntranscript: er.md\n", ["story-value-invalid"]),
        (
            "kijken",
            "media: https://a.example/x\ntranscript: er.md\nondertiteling: nee\n",
            ["story-poster-missing", "story-captions-missing"],
        ),
        (
            "luisteren",
            "media: https://a.example/x\nlink: https://a.example/y\ntranscript: er.md\n",
            ["story-value-invalid"],
        ),
    ],
)
def test_film_and_sound_ask_for_an_address_a_transcript_and_captions(
    form: str, extra: str, expected: list[str]
) -> None:
    story = files(
        header(("vorm: lezen", f"vorm: {form}"), extra=extra),
        texts={"er.md": "Ja.", "leeg.md": " \n"},
        unusable={"latin.md": FileProblem.NOT_UTF8},
    )

    assert [code for code, _ in told(story)] == expected


def test_a_film_needs_no_text_under_its_header() -> None:
    head = header(
        ("vorm: lezen", "vorm: luisteren"), extra="media: https://a.example/x\ntranscript: transcript.md\n"
    )

    assert parse(files(head, body="", texts={"transcript.md": "Ja."})).findings == ()


def test_a_story_to_read_needs_its_text() -> None:
    assert told(files(body="")) == [("story-body-missing", 25)]


def test_a_picture_asks_for_words_a_maker_and_a_kind_that_mail_shows() -> None:
    def codes(extra: str) -> list[str]:
        return [code for code, _ in told(files(header(extra=extra), names=("a.jpg", "a.svg")))]

    assert codes("afbeelding: a.jpg\n") == ["story-image-alt-missing", "story-image-credit-missing"]
    assert codes("afbeelding: a.svg\nafbeelding_alt: x\nbeeldcredit: x\n") == ["story-value-invalid"]
    assert codes("afbeelding: b.jpg\nafbeelding_alt: x\nbeeldcredit: x\n") == ["story-image-missing"]
    assert codes("afbeelding: a.jpg\nafbeelding_alt: x\nbeeldcredit: x\n") == []


def test_advice_alone_does_not_keep_a_story_back() -> None:
    parsed = parse(files(header(extra="afbeelding: a.jpg\nafbeelding_alt: x\n"), names=("a.jpg",)))

    assert [finding.severity for finding in parsed.findings] == [Severity.ADVICE]
    assert parsed.story == replace(STORY, image="a.jpg", image_alt="x")


def test_a_story_from_elsewhere_names_its_maker_and_links_to_it() -> None:
    head = header(
        ("herkomst: eigen", "herkomst: elders"),
        ("betrokkenen: onherkenbaar\n", ""),
        ("geanonimiseerd_door: redactie\n", ""),
    )

    assert told(files(head, body="")) == [("story-media-missing", 3), ("story-key-missing", 3)]
    whole = parse(files(head + "bron: Omroep Voorbeeld\nlink: https://omroep.example/film\n", body=""))
    assert whole.findings == ()
    assert whole.story is not None
    assert whole.story.media_url == "https://omroep.example/film"


@pytest.mark.parametrize(("reference", "fictional"), [("FICTIEF", "nee"), ("fictief", "nee"), ("T-1", "ja")])
def test_a_made_up_story_and_its_reference_say_the_same(reference: str, fictional: str) -> None:
    head = header(("T-2026-014", reference), ("fictief: nee", f"fictief: {fictional}"))

    assert told(files(head)) == [("story-value-invalid", 17)]


def test_consent_does_not_end_before_it_begins() -> None:
    assert told(files(header(("2028-10-02", "2026-10-01")))) == [("story-value-invalid", 19)]


@pytest.mark.parametrize(
    ("age", "missing"),
    [
        ("onder_12", ["getekend_door"]),
        ("12_15", ["getekend_door", "toestemming_kind"]),
        ("16_plus", []),
    ],
)
def test_a_child_asks_for_a_signature_and_from_twelve_for_its_own_word(age: str, missing: list[str]) -> None:
    head = header(("  gelezen", f"  leeftijd_kind: {age}\n  gelezen"))

    found = parse(files(head)).findings

    assert [finding.message for finding in found] == [
        f"‘toestemming › {key}’ ontbreekt of is leeg" for key in missing
    ]


def test_two_stories_with_one_name_are_told() -> None:
    one, other = StoryFiles("a", "stories/a.md"), StoryFiles("a", "stories/a/verhaal.md")

    assert double_slugs((one, StoryFiles("b", "stories/b.md"), other)) == (
        Finding(
            "story-slug-double",
            Severity.BLOCKING,
            "stories/a/verhaal.md",
            "er is nog een verhaal met dezelfde naam",
            "het staat in stories/a.md; geef een van de twee een andere naam",
        ),
    )
