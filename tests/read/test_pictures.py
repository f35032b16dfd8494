"""Pictures: only what is to be seen comes out, small enough, upright, and the same each time (S5 to S7)."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from pipeline.read.pictures import (
    LARGE_WIDTH,
    SMALL_BYTES,
    SMALL_WIDTH,
    PictureError,
    PictureProblem,
    inspect,
    make_pictures,
)
from tests.picture_files import PLANTED, jpeg, photo, png, webp


def opened(body: bytes) -> Image.Image:
    return Image.open(io.BytesIO(body))


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


@pytest.mark.parametrize("body", [jpeg(), png(), webp()], ids=["jpeg", "png", "webp"])
def test_nothing_that_was_hidden_in_a_picture_is_left_in_it(body: bytes) -> None:
    planted = [text.encode() for text in PLANTED if text.encode() in body]
    assert planted

    for picture in make_pictures(body).sizes:
        assert [text for text in PLANTED if text.encode() in picture.body] == []
        shown = opened(picture.body)
        assert (dict(shown.getexif()), shown.info.keys() - {"jfif", "jfif_version", "jfif_unit"}) == (
            {},
            shown.info.keys() & {"jfif_density", "progressive", "progression"},
        )


def test_a_picture_is_turned_upright() -> None:
    # 6: the camera was held on its side, so that left is above.
    upright = opened(make_pictures(jpeg(photo(80, 40), orientation=6)).large.body).convert("L")

    assert upright.size == (40, 80)
    assert upright.resize((1, 2)).getpixel((0, 0)) != upright.resize((1, 2)).getpixel((0, 1))


def test_both_sizes_stay_within_their_limits() -> None:
    noise = Image.effect_noise((2400, 1800), 100).convert("RGB")
    pictures = make_pictures(jpeg(noise))

    assert pictures.small.width <= SMALL_WIDTH
    assert len(pictures.small.body) <= SMALL_BYTES
    assert pictures.large.width <= LARGE_WIDTH
    assert opened(pictures.large.body).size == (pictures.large.width, pictures.large.height)


def test_a_small_picture_is_not_blown_up() -> None:
    assert [(one.width, one.height) for one in make_pictures(jpeg()).sizes] == [(80, 40), (80, 40)]


def test_the_same_picture_gives_the_same_bytes() -> None:
    assert make_pictures(webp()) == make_pictures(webp())


def test_a_drawing_of_few_colours_stays_sharp_and_what_is_transparent_becomes_white() -> None:
    drawing = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    drawing.paste((200, 0, 0, 255), (0, 0, 10, 20))
    large = make_pictures(png(drawing)).large

    assert large.suffix == ".png"
    assert opened(large.body).getpixel((15, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (png_that_claims(50_000, 50_000), PictureProblem.TOO_LARGE),
        (png_that_claims(12_000, 12_000), PictureProblem.TOO_LARGE),
        (png_that_claims(5_001, 5_000), PictureProblem.TOO_LARGE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", PictureProblem.UNREADABLE),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", PictureProblem.UNREADABLE),
        (b"<!doctype html><script>1</script>", PictureProblem.UNREADABLE),
        (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", PictureProblem.UNREADABLE),
        (b"", PictureProblem.UNREADABLE),
    ],
)
def test_what_is_too_large_or_no_picture_is_refused_before_it_is_unpacked(
    body: bytes, problem: PictureProblem
) -> None:
    assert inspect(body) == problem
    with pytest.raises(PictureError) as stop:
        make_pictures(body)
    assert stop.value.problem == problem


@pytest.mark.parametrize("body", [jpeg()[:-400], png()[:-400], webp()[:-400]], ids=["jpeg", "png", "webp"])
def test_a_picture_that_breaks_off_is_refused(body: bytes) -> None:
    with pytest.raises(PictureError) as stop:
        make_pictures(body)
    assert stop.value.problem is PictureProblem.UNREADABLE


def test_a_polyglot_keeps_only_its_picture() -> None:
    body = jpeg() + b"<script>alert(1)</script>PK\x03\x04"

    assert b"<script>" not in make_pictures(body).large.body
