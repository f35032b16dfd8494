"""The contact sheet and the difference between two pictures."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from pipeline.model.looks import ContactSheet, Shot, Tile
from pipeline.stages.look import NOT_ASKED, STATES, compare, contact_sheet, no_pictures
from pipeline.stages.render import place_sheet, render_report
from tests.stages.rendering import TEMPLATES
from tests.stages.test_render_pages import report_view

PHONE = STATES[0]


def png(*colours: str, width: int = 1) -> bytes:
    image = Image.new("RGB", (width, len(colours)))
    for row, colour in enumerate(colours):
        image.paste(colour, (0, row, width, row + 1))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def pixels(body: bytes) -> list[object]:
    image = Image.open(io.BytesIO(body))
    return [image.getpixel((0, row)) for row in range(image.height)]


def test_a_tile_names_its_picture_its_kind_and_what_is_wrong() -> None:
    shot = Shot("375", b"png", '{"scroll": [400, 375]}', "")

    assert contact_sheet([(PHONE, shot)], folder="screenshots/", judged=["de nieuwsbrief"]) == ContactSheet(
        tiles=(
            Tile(
                title="Telefoon, 375 px",
                kind="Chromium (echte engine)",
                is_real=True,
                path="screenshots/375.png",
                remarks=("breder dan het scherm",),
            ),
        ),
        judged=("de nieuwsbrief",),
    )


def test_the_same_picture_twice_differs_in_nothing() -> None:
    assert compare(png("red", "blue"), png("red", "blue")).share == 0


def test_what_differs_is_marked_and_counted() -> None:
    difference = compare(png("white", "black", "white", "white"), png("white", "white", "white", "white"))

    assert difference.share == 0.25
    assert pixels(difference.picture) == [(255, 255, 255), (176, 0, 80), (255, 255, 255), (255, 255, 255)]


def test_paper_that_only_one_of_them_has_differs_even_where_it_is_white() -> None:
    assert compare(png("white"), png("white", "white")).share == 0.5


@pytest.mark.parametrize(
    ("other", "share"),
    [("red", "precies gelijk"), ("blue", "100,0\u00a0% anders")],
)
def test_a_comparison_stands_in_words_beside_three_pictures(other: str, share: str) -> None:
    shot = Shot("375", png("red"), "{}", "")
    differences = {"375": compare(png("red"), png(other))}
    sheet = contact_sheet([(PHONE, shot)], folder="", compared="2026-11", differences=differences)

    assert [(tile.path, tile.other, tile.difference, tile.share) for tile in sheet.tiles] == [
        ("375.png", "375-van-2026-11.png", "375-verschil-2026-11.png", share)
    ]


@pytest.mark.parametrize(
    ("lacks", "said"),
    [("playwright", "Playwright ontbreekt"), ("chromium", "start geen Chromium"), ("", "browser stopte")],
)
def test_without_a_browser_one_line_says_what_is_missing(lacks: str, said: str) -> None:
    sheet = no_pictures(lacks)

    assert sheet.tiles == ()
    assert said in sheet.note
    assert "\n" not in sheet.note


def test_a_newer_sheet_takes_the_place_of_the_one_in_a_report() -> None:
    report = render_report(report_view(), TEMPLATES)
    shot = Shot("375", b"png", "{}", "")
    first = place_sheet(report, ContactSheet(note=NOT_ASKED), TEMPLATES)
    second = place_sheet(first, contact_sheet([(PHONE, shot)], folder="screenshots/"), TEMPLATES)

    assert NOT_ASKED in first
    assert NOT_ASKED not in second
    assert second.count('<a href="screenshots/375.png">') == 1
    assert place_sheet(second, ContactSheet(note=NOT_ASKED), TEMPLATES) == first


def test_a_report_without_a_place_for_it_stays_as_it_is() -> None:
    assert place_sheet("<p>Oud</p>", ContactSheet(note=NOT_ASKED), TEMPLATES) == "<p>Oud</p>"
