"""Dutch dates, sentences, letters and titles."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text.dutch import (
    clean_text,
    drop_cut_off,
    format_day,
    format_month,
    format_when,
    nbsp_dates,
    parse_date,
    repair_mojibake,
    sentences,
    short_month,
    strip_tail,
    typographic,
    whole_sentences,
    words,
)

TODAY = date(2026, 11, 23)

DATES = {
    "3 december 2026": date(2026, 12, 3),
    "vr, 6 mrt 2026": date(2026, 3, 6),
    "01 november 2022": date(2022, 11, 1),
    "Gepubliceerd op 9 september 2025 | 1 minuut lezen": date(2025, 9, 9),
    "3O januari 2O18": date(2018, 1, 30),
    "17-05-2018": date(2018, 5, 17),
    "3/12/2026": date(2026, 12, 3),
    "3.12.2026": date(2026, 12, 3),
    "2022/7/25": date(2022, 7, 25),
    "2026-12-03T10:00": date(2026, 12, 3),
    "9 en 10 december 2026": date(2026, 12, 9),
    "1 t/m 3 december": date(2026, 12, 1),
    "28 februari": date(2027, 2, 28),
    "4 maart": date(2027, 3, 4),
    "UTRECHT - donderdag 4 maart": date(2027, 3, 4),
    "woensdag 4 maart": date(2026, 3, 4),
    "6 maart jl.": date(2026, 3, 6),
    "4 oktober a.s.": date(2027, 10, 4),
    "vr 6 mrt '26": date(2026, 3, 6),
    "30 november t/m 2 december 2024": date(2024, 11, 30),
    "30 december - 2 januari 2026": date(2025, 12, 30),
    "3 december, 10 december 2024": date(2024, 12, 3),
    "1 mei is de dag, in 2024 ook 2 mei 2024": date(2027, 5, 1),
    "donderdag 4 oktober": date(2026, 10, 4),
    "30 februari 2026": None,
    "31-13-2026": None,
    "13.15 - 17.00 uur": None,
    "binnenkort": None,
    "20062024": None,
    "": None,
}


@pytest.mark.parametrize(("text", "expected"), DATES.items())
def test_dates_are_read_as_sites_write_them(text: str, expected: date | None) -> None:
    assert parse_date(text, near=TODAY) == expected


def test_the_first_date_that_exists_counts() -> None:
    assert parse_date("31 februari 2026, herzien 4 mei 2026", near=TODAY) == date(2026, 5, 4)


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(st.text(), st.from_regex(r"[0-9O]{1,2}[-/. ](?:[0-9]{1,2}|mei|feb)[-/. ][0-9O]{0,4}")),
    st.dates(),
)
def test_reading_a_date_never_fails(text: str, near: date) -> None:
    assert isinstance(parse_date(text, near=near), date | None)


def test_days_and_months_are_written_out() -> None:
    assert (format_day(date(2026, 12, 3)), format_month(2026, 3), short_month(TODAY)) == (
        "3 december 2026",
        "maart 2026",
        "nov",
    )


def _at(day: int, hour: int = 0, minute: int = 0, month: int = 12, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


WHEN = [
    (_at(10, 13, 30), _at(10, 16), False, "donderdag 10 december 2026, 13.30 – 16.00 uur"),
    (_at(10, 9), None, False, "donderdag 10 december 2026, 9.00 uur"),
    (_at(10, 9), _at(10, 8), False, "donderdag 10 december 2026, 9.00 uur"),
    (
        _at(10, 13, 30),
        _at(11, 16),
        False,
        "donderdag 10 december 2026, 13.30 uur – vrijdag 11 december 2026, 16.00 uur",
    ),
    (_at(10), None, True, "donderdag 10 december 2026"),
    (_at(10), _at(11), True, "donderdag 10 – vrijdag 11 december 2026"),
    (_at(30, month=11), _at(1), True, "maandag 30 november – dinsdag 1 december 2026"),
    (_at(31), _at(1, month=1, year=2027), True, "donderdag 31 december 2026 – vrijdag 1 januari 2027"),
]


@pytest.mark.parametrize(("start", "end", "all_day", "expected"), WHEN)
def test_the_time_of_a_meeting_reads_as_people_say_it(
    start: datetime, end: datetime | None, all_day: bool, expected: str
) -> None:
    assert format_when(start, end, all_day) == expected


CLEANED = {
    "𝐏𝐫𝐨𝐠𝐫𝐚𝐦𝐦𝐚 ℎ": "Programma h",
    "m² blijft m²": "m² blijft m²",
    "titel\r\nBcc: x": "titel Bcc: x",
    "a\u202eb\u2066c\u200bd\x00e\u00adf": "abcdef",
    "a\u2028b\x85c\u00a0d": "a b c d",
    "gezin 👨\u200d👩\u200d👧 ja": "gezin 👨\u200d👩\u200d👧 ja",
    "👩🏽\u200d🏫": "👩🏽\u200d🏫",
    "a\u200db": "ab",
    "cafe\u0301": "café",
}


@pytest.mark.parametrize(("text", "expected"), CLEANED.items())
def test_odd_characters_become_plain_ones_or_go(text: str, expected: str) -> None:
    assert clean_text(text) == expected


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_cleaned_text_is_one_line_without_control_characters(text: str) -> None:
    cleaned = clean_text(text)

    assert not [c for c in cleaned if unicodedata.category(c) in ("Cc", "Zl", "Zp", "Cs")]
    assert clean_text(cleaned) == cleaned


MOJIBAKE = {
    "cafÃ© â‚¬ â€œBeleidâ€\x9d": "café € “Beleid”",
    "als gevolg.Â Daarna": "als gevolg. Daarna",
    "als gevolg.Â": "als gevolg.",
    "één ruïne, château, Ånes": "één ruïne, château, Ånes",
}


@pytest.mark.parametrize(("text", "expected"), MOJIBAKE.items())
def test_text_that_was_read_in_the_wrong_encoding_is_mended(text: str, expected: str) -> None:
    assert repair_mojibake(text) == expected


def test_dates_and_amounts_are_kept_together_and_dashes_are_real() -> None:
    assert typographic("Op 2 december - voor € 2.500 -- in e-mail") == (
        "Op 2\u00a0december – voor €\u00a02.500 – in e-mail"
    )
    assert nbsp_dates("12 gezinnen in 12 maart") == "12 gezinnen in 12\u00a0maart"
    assert nbsp_dates("Op 2 december 2026, 35 min") == "Op 2\u00a0december\u00a02026, 35\u00a0min"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Zij zei: "dag" (en "doei")', "Zij zei: “dag” (en “doei”)"),
        ("'Ik vroeg eerst'", "‘Ik vroeg eerst’"),
        ("\"'Dag', zei zij\"", "“‘Dag’, zei zij”"),
        ("'s avonds in 't huis, in '26", "’s avonds in ’t huis, in ’26"),
        ("collega's, auto's en 's-Gravenhage", "collega’s, auto’s en ’s-Gravenhage"),
        (
            '**"Vet"** en [een "link"](https://a.example "naam")',
            '**“Vet”** en [een “link”](https://a.example "naam")',
        ),
        ('https://a.example/"b"', 'https://a.example/"b"'),
        ("‘al goed’ en “ook goed”", "‘al goed’ en “ook goed”"),
    ],
)
def test_straight_quotes_become_real_ones_save_in_an_address(text: str, expected: str) -> None:
    assert typographic(text) == expected
    assert typographic(expected) == expected


def test_sentences_do_not_end_at_abbreviations() -> None:
    text = "Het team, o.a. De Kern, werkt i.s.m. Dr. A. Bron. Dat helpt! “Ook nu?” Ja."

    assert sentences(text) == (
        "Het team, o.a. De Kern, werkt i.s.m. Dr. A. Bron.",
        "Dat helpt!",
        "“Ook nu?”",
        "Ja.",
    )


WHOLE = [
    ("Een twee drie. Vier vijf zes. Zeven.", 6, "Een twee drie. Vier vijf zes."),
    ("Een twee drie. Vier vijf zes.", 5, "Een twee drie."),
    ("Een twee, drie vier.", 2, "Een twee…"),
    ("Zonder punt", 10, "Zonder punt"),
    ("", 10, ""),
]


@pytest.mark.parametrize(("text", "limit", "expected"), WHOLE)
def test_a_summary_ends_with_a_whole_sentence(text: str, limit: int, expected: str) -> None:
    assert whole_sentences(text, limit) == expected


def test_a_sentence_that_its_publisher_broke_off_goes_unless_it_is_all_there_is() -> None:
    assert drop_cut_off("Heel verhaal. Half verh...") == "Heel verhaal."
    assert drop_cut_off("Half verh…") == "Half verh…"
    assert drop_cut_off("Heel verhaal.") == "Heel verhaal."


def test_words_are_counted_as_people_do() -> None:
    assert words("Een kind- en gezinsplan – met 2 delen.") == 7


TAILS = [
    ("Titel | Nieuwsbericht | voor Jeugd & Gezin", "", ("Titel", "Nieuwsbericht")),
    ("Titel | Rijksoverheid.nl", "", ("Titel", "")),
    ("Titel | Een vraag", "", ("Titel | Een vraag", "")),
    ("Titel | Bron", "bron", ("Titel", "")),
    ("Op weg naar verbetering - Bron Instituut", "Bron Instituut", ("Op weg naar verbetering", "")),
    ("Kind - en gezin", "", ("Kind - en gezin", "")),
    ("", "", ("", "")),
]


@pytest.mark.parametrize(("title", "site", "expected"), TAILS)
def test_the_tail_of_a_page_title_goes_and_tells_its_kind(
    title: str, site: str, expected: tuple[str, str]
) -> None:
    assert strip_tail(title, site) == expected
