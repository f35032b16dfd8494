"""What is taken for identifying in a text, and what is not. All of it is made up."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Found, Identifying
from pipeline.stages.anonymity import Public, scan

PUBLIC = Public(phones=("0800-2000", "113"), addresses=("redactie@example.nl",))


def found(text: str) -> set[tuple[str, str]]:
    return {(one.kind.value, text[one.start : one.end]) for one in scan(text, public=PUBLIC)}


def kinds(text: str) -> set[str]:
    return {one.kind.value for one in scan(text, public=PUBLIC)}


@pytest.mark.parametrize(
    "number",
    [
        "06-12345678",
        "06 12 34 56 78",
        "+31 6 12345678",
        "0031612345678",
        "(020) 123 45 67",
        "0182-123456",
        "+31 (0)20 123 4567",
        "020 - 123 45 67",
        "+32 470 12 34 56",
    ],
)
def test_a_telephone_number_is_found_however_it_is_written(number: str) -> None:
    assert found(f"Bel haar op {number}. Ze neemt op.") == {("telefoon", number)}


@pytest.mark.parametrize("number", ["0800-2000", "0800 0432", "113", "112", "14 020", "0900-1450"])
def test_a_number_of_everybody_may_stand(number: str) -> None:
    assert found(f"Ze belde {number} en wachtte.") == set()


@pytest.mark.parametrize("text", ["Ik mailde redactie@example.nl.", "Er staan 212 kinderen op de lijst."])
def test_what_is_public_or_a_count_may_stand(text: str) -> None:
    assert found(text) == set()


def test_an_account_number_must_pass_its_test_or_be_called_one() -> None:
    assert found("Het ging naar NL13 TEST 0123 4567 89 en weg was het.") == {
        ("iban", "NL13 TEST 0123 4567 89")
    }
    assert found("Op de doos stond NL14 TEST 0123 4567 89, met stift.") == set()
    assert kinds("Mijn rekening is NL14 TEST 0123 4567 89.") == {"iban"}


@pytest.mark.parametrize("number", ["999900110", "9999.00.110", "999 900 110"])
def test_a_bsn_passes_the_eleven_test_with_or_without_blanks(number: str) -> None:
    assert found(f"Er stond {number} op het formulier.") == {("bsn", number)}


def test_nine_digits_that_fail_the_test_are_no_bsn_unless_they_are_called_one() -> None:
    assert found("Er stond 123456789 op de doos.") == set()
    assert found("Bestelling 999900110 kwam op tijd.") == set()
    assert kinds("Haar bsn is 123456789.") == {"bsn"}


@pytest.mark.parametrize(
    "plate",
    [
        "AB-12-34",
        "12-34-AB",
        "12-AB-34",
        "AB-12-CD",
        "AB-CD-12",
        "12-AB-CD",
        "12-ABC-3",
        "1-ABC-23",
        "AB-123-C",
        "A-123-BC",
        "ABC-12-D",
        "A-12-BCD",
        "1-AB-234",
        "123-AB-4",
    ],
)
def test_number_plates_of_every_series_are_found(plate: str) -> None:
    assert found(f"De auto had {plate} erop staan.") == {("kenteken", plate)}


@pytest.mark.parametrize(
    "day",
    [
        "3 mei 2024",
        "zeven april",
        "de 17e oktober",
        "03-05-2024",
        "3/5/2024",
        "2024-05-03",
        "3 mrt. 2021",
        "dinsdag 4 maart",
        "de zevende april",
        "1 december ’24",
        "eerste kerstdag 2022",
        "20240503",
    ],
)
def test_an_exact_date_is_found_in_every_spelling(day: str) -> None:
    assert found(f"Het gebeurde {day}, ’s avonds laat.") == {("datum", day)}


@pytest.mark.parametrize(
    "text",
    [
        "In maart 2024 werd het stil.",
        "Op maandag kwam de gezinscoach.",
        "In 2019 was dat anders.",
        "Wij zijn er 24/7 voor elkaar.",
        "Op 5 december vierden we Sinterklaas.",
        "Half april was het warm.",
    ],
)
def test_a_month_a_weekday_and_everybodys_feast_are_not_exact(text: str) -> None:
    assert found(text) == set()


def test_a_short_date_needs_a_word_that_says_so() -> None:
    assert found("Op 11/1 kwam ze terug.") == {("datum", "11/1")}
    assert found("Het recept vroeg 3/4 liter melk.") == set()


def test_a_date_of_birth_is_told_from_another() -> None:
    assert found("Hij is geboren op 23 augustus 2018.") == {("geboortedatum", "23 augustus 2018")}
    assert kinds("Zij is geboren in maart 2012.") == {"geboortedatum"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ze woonden aan de Wilgenbeemd 14 bij het water.", "straat"),
        ("We reden naar de Burgemeester van Zandtlaan 3a en belden aan.", "straat"),
        ("Het pakket kwam op 7299 ZX aan.", "postcode"),
        ("Stuur het naar jan99@post.example vandaag nog.", "e-mail"),
        ("De zaak heet C/05/412345 bij de rechtbank.", "dossiernummer"),
        ("Ons dossiernummer is 88213 bij de instelling.", "dossiernummer"),
        ("Zij zit op basisschool De Regenboog, in het geel.", "school"),
        ("Hij voetbalt bij voetbalvereniging De Zwaluwen, elke week.", "vereniging"),
        ("We sliepen in opvanghuis De Luwte, boven.", "instelling"),
        ("Hij werkt bij Bakkerij Verhoeven, ’s nachts.", "werkgever"),
        ("Op Instagram heet ze taartje.maal2 sindsdien.", "handle"),
        ("Wij kwamen uit Zutphen, met de trein.", "plaats"),
        ("Ik opende foto-van-daan.jpg en sloot hem weer.", "bestandsnaam"),
        (
            "Zie https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example&data=05 daar.",
            "safelink",
        ),
    ],
)
def test_each_kind_is_found(text: str, kind: str) -> None:
    assert kinds(text) == {kind}


def test_an_age_counts_only_beside_a_place_or_a_school() -> None:
    assert kinds("Zij is negen jaar en speelt buiten.") == set()
    assert kinds("Zij is negen jaar en woont in Zutphen.") == {"plaats", "leeftijd-met-plaats"}


def test_a_rare_illness_counts_only_beside_a_place() -> None:
    assert kinds("Hij heeft het syndroom van Rett.") <= {"naam"}
    assert "ziekte-met-plaats" in kinds("Hij heeft het syndroom van Rett en woont in Zutphen.")
    assert "ziekte-met-plaats" not in kinds("Hij heeft griep en woont in Zutphen.")


@pytest.mark.parametrize(
    "text",
    [
        "Toen kwam Sanne binnen.",
        "Sanne kwam binnen.",
        "Sannes jas hing er.",
        "Zei meneer de Vries nog iets?",
        "Zij heet Anoushka-Lynn en lacht.",
        "Mevrouw K. keek op.",
        "Ik vroeg het aan W. de Bruin, later.",
    ],
)
def test_a_name_is_found_in_the_middle_and_at_the_head_of_a_sentence(text: str) -> None:
    assert kinds(text) == {"naam"}


@pytest.mark.parametrize(
    "text",
    [
        "Ik belde Veilig Thuis en de Raad voor de Kinderbescherming.",
        "Hoop is een gek ding. Roos of distel, het maakte haar niet uit.",
        "Het Toekomstscenario en de Jeugdwet lagen op tafel, en de GGD ook.",
        "Ze kookt Surinaams, en met Kerst Marokkaans.",
        "Wil je iets drinken? Mark mijn woorden.",
        "‘Waarom?’ vroeg ze. ‘Daarom’, zei ik.",
        "- Wat raakte je?\n- Wanneer liep jij iets voorbij?",
    ],
)
def test_what_everybody_knows_is_no_name(text: str) -> None:
    assert found(text) == set()


def test_what_a_name_library_found_is_taken_in_without_the_words_around_it() -> None:
    text = "Achteraan zat Xylander uit de straat, en Hoop doet leven."

    named = scan(text, names=[_spot(text, "Xylander uit de"), _spot(text, "Hoop")])
    assert [(one.kind, text[one.start : one.end]) for one in named] == [(Identifying.NAAM, "Xylander")]


def _spot(text: str, part: str) -> Found:
    at = text.index(part)
    return Found(at, at + len(part), Identifying.NAAM)


@given(st.text(max_size=300))
def test_any_text_is_looked_through_and_no_place_is_told_twice(text: str) -> None:
    spots = scan(unicodedata.normalize("NFC", text), public=PUBLIC)

    assert list(spots) == sorted(spots)
    assert all(one.end <= other.start for one, other in itertools.pairwise(spots))
