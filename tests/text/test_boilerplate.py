"""What sites put around their texts is told from the texts."""

from __future__ import annotations

import pytest

from pipeline.text.boilerplate import credit_of, is_furniture, is_vague, prose, refusal

REFUSALS = [
    ("Just a moment...", "", "blocked"),
    ("Nieuws", "Deze website is tijdelijk in onderhoud.", "maintenance"),
    ("Storing", "De site is tijdelijk niet beschikbaar.", "maintenance"),
    ("Pagina niet gevonden", "", "redirected-to-error"),
    ("404 - Bron", "", "redirected-to-error"),
    ("Nieuws", "Gewone tekst. " * 80 + "De site is tijdelijk niet beschikbaar.", ""),
    ("Waarom een gezin niet gevonden wil worden", "", ""),
    ("Nieuws", "Gewone tekst", ""),
]


@pytest.mark.parametrize(("title", "text", "expected"), REFUSALS)
def test_a_page_that_stands_in_place_of_another_is_recognised(title: str, text: str, expected: str) -> None:
    assert refusal(title, text) == expected


@pytest.mark.parametrize(
    "title",
    [
        *(
            "Waar bent u naar op zoek?",
            "Zoeken",
            "Niet gevonden",
            "Just a moment...",
            "2",
            "Cookie-instellingen",
        ),
        *("We zien dat je Internet Explorer gebruikt", "Volgende pagina", "Spring naar content", "»"),
        *("Deze website maakt gebruik van cookies", "Wij gebruiken cookies om je te helpen", "Oeps!"),
        *("Je gebruikt een verouderde browser", "Uw browser wordt niet ondersteund", "403 Forbidden"),
    ],
)
def test_parts_of_the_site_are_no_titles(title: str) -> None:
    assert is_furniture(title)


@pytest.mark.parametrize(
    "title",
    [
        *("Zoekend naar veiligheid", "Homestart helpt", "Meer aandacht voor kinderen"),
        *("Wij gebruiken de handreiking", "Je gebruikt een nieuwe werkwijze", "Toegang tot hulp"),
    ],
)
def test_titles_that_begin_alike_are_titles(title: str) -> None:
    assert not is_furniture(title)
    assert not is_vague(title)


@pytest.mark.parametrize(
    "title", ["Lees meer", "Lees verder »", "Lees meer over het wijkteam", "Klik hier", "Meer"]
)
def test_an_invitation_is_no_title_either(title: str) -> None:
    assert is_vague(title)


PROSE = [
    (["Beeld: ©Toekomstscenario", "Samen werken helpt."], ("Samen werken helpt.", "Toekomstscenario")),
    (
        ["Beeld: © Ministerie van VWS Dit is een bericht dat aan zijn bijschrift zit."],
        ("Dit is een bericht dat aan zijn bijschrift zit.", "Ministerie van VWS"),
    ),
    (["Afbeelding bij artikel Samen", "Een zin.", "Wij gebruiken cookies op deze site."], ("Een zin.", "")),
    (["Een kop", "Een hele zin. Lees meer »"], ("Een hele zin.", "")),
    (["Een kop zonder zin"], ("Een kop zonder zin", "")),
    (["Een hele zin. The post Titel appeared first on Bron."], ("Een hele zin.", "")),
    (["Zie de externe linkwebsite van Bron."], ("Zie de website van Bron.", "")),
]


@pytest.mark.parametrize(("blocks", "expected"), PROSE)
def test_a_summary_holds_the_publishers_own_words(blocks: list[str], expected: tuple[str, str]) -> None:
    assert prose(blocks) == expected


def test_a_credit_is_a_short_line_of_its_own() -> None:
    lines = ("Foto: Bron Beeldbank", "© Bron", "Beeld van de week", "Foto: " + "woord " * 12)

    assert [credit_of(line) for line in lines] == ["Bron Beeldbank", "Bron", "", ""]
