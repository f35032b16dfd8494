"""A picture as it came from a telephone -> pictures with nothing in them but what is to be seen.

    problem = inspect(body)                    None when it can be used
    pictures = make_pictures(body)             small for mail and telephone, large for the page

Only JPEG, PNG and WebP, told by their content and not by their name. The size is read from the first bytes,
before anything is unpacked. Pixels are pasted into a new picture, so that no EXIF, place, comment, profile or
thumbnail goes along. The same picture gives the same bytes.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image, ImageOps

MAX_PIXELS = 25_000_000
MAX_BYTES = 30_000_000
SMALL_WIDTH = 600
SMALL_BYTES = 150_000
LARGE_WIDTH = 1600
LARGE_BYTES = 1_000_000

_FORMATS = ("JPEG", "PNG", "WEBP")
# A drawing of few colours is sharper and smaller as PNG; a photo never is.
_FEW_COLOURS = 256
_QUALITIES = (85, 75, 65, 55, 45)
_NARROWER = 0.8
# What Pillow and the libraries below it raise for bytes that are no whole picture.
_BROKEN = (OSError, ValueError, SyntaxError, struct.error, zlib.error, EOFError, MemoryError, OverflowError)


class PictureProblem(StrEnum):
    """Why a picture cannot be used; each has its Dutch sentence in `read.story`."""

    TOO_LARGE = "too-large"
    UNREADABLE = "unreadable"


class PictureError(Exception):
    """The picture cannot be used; `problem` says why."""

    def __init__(self, problem: PictureProblem) -> None:
        self.problem = problem
        super().__init__(problem.value)


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture, clean; `suffix` is ".jpg" or ".png", sizes are in pixels."""

    body: bytes
    suffix: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Pictures:
    """One picture in two sizes: `small` at most 600 wide and 150 kB, `large` at most 1600 wide."""

    small: Picture
    large: Picture

    @property
    def sizes(self) -> tuple[Picture, Picture]:
        """The large one and the small one."""
        return self.large, self.small


def inspect(body: bytes) -> PictureProblem | None:
    """Says whether the picture can be used, from its first bytes; nothing is unpacked."""
    try:
        with _open(body):
            return None
    except PictureError as error:
        return error.problem


def make_pictures(body: bytes) -> Pictures:
    """Returns the picture in both sizes. Raises PictureError."""
    pixels = _pixels(body)
    return Pictures(_scaled(pixels, SMALL_WIDTH, SMALL_BYTES), _scaled(pixels, LARGE_WIDTH, LARGE_BYTES))


def clean_picture(body: bytes) -> Picture:
    """Returns the picture in its large size only. Raises PictureError."""
    return _scaled(_pixels(body), LARGE_WIDTH, LARGE_BYTES)


def _open(body: bytes) -> Image.Image:
    if len(body) > MAX_BYTES:
        raise PictureError(PictureProblem.TOO_LARGE)
    try:
        with warnings.catch_warnings():
            # Above 89 megapixels Pillow warns, above 179 it raises; ours is a lower limit, asked below.
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(body), formats=_FORMATS)
    except Image.DecompressionBombError as error:
        raise PictureError(PictureProblem.TOO_LARGE) from error
    except _BROKEN as error:
        raise PictureError(PictureProblem.UNREADABLE) from error
    if image.width * image.height > MAX_PIXELS:
        raise PictureError(PictureProblem.TOO_LARGE)
    return image


def _pixels(body: bytes) -> Image.Image:
    """Unpacks, turns upright as EXIF says, lays on white what is transparent, and forgets all else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with _open(body) as image:
                image.load()
                upright = ImageOps.exif_transpose(image)
                kept = upright.convert("RGBA")
    except _BROKEN as error:
        raise PictureError(PictureProblem.UNREADABLE) from error
    clean = Image.new("RGB", kept.size, "white")
    clean.paste(kept, mask=kept.getchannel("A"))
    return clean


def _scaled(pixels: Image.Image, width: int, limit: int) -> Picture:
    while True:
        image = _narrowed(pixels, width)
        for body, suffix in _encodings(image):
            if len(body) <= limit:
                return Picture(body, suffix, image.width, image.height)
        # Noise does not shrink by quality alone.
        width = int(image.width * _NARROWER)


def _narrowed(pixels: Image.Image, width: int) -> Image.Image:
    # A strip of paper a kilometre long keeps at least its one pixel, and no side outgrows its limit.
    factor = min(1.0, width / pixels.width, 2 * width / pixels.height)
    size = (max(1, round(pixels.width * factor)), max(1, round(pixels.height * factor)))
    return pixels if factor == 1 else pixels.resize(size, Image.Resampling.LANCZOS)


def _encodings(image: Image.Image) -> Iterator[tuple[bytes, str]]:
    if image.getcolors(_FEW_COLOURS) is not None:
        yield _saved(image, "PNG", optimize=True), ".png"
    for quality in _QUALITIES:
        yield _saved(image, "JPEG", quality=quality, optimize=True, progressive=True), ".jpg"


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()
