"""Pictures made by hand, with what a telephone hides in them."""

from __future__ import annotations

import io
import random

from PIL import Image, PngImagePlugin

# What must be in no picture that we write.
PLANTED = ("GEHEIM-EXIF", "GEHEIM-OPMERKING", "GEHEIM-XMP", "GEHEIM-PROFIEL", "GEHEIM-TEKST", "GEHEIM-KLEIN")
_DESCRIPTION, _ORIENTATION, _GPS = 0x010E, 0x0112, 0x8825


def photo(width: int = 80, height: int = 40) -> Image.Image:
    """A picture of many colours: dark on the left, light on the right."""
    seed = random.Random(7)
    image = Image.linear_gradient("L").rotate(90).resize((width, height)).convert("RGB")
    noise = Image.frombytes("RGB", (width, height), seed.randbytes(3 * width * height))
    return Image.blend(image, noise, 0.15)


def jpeg(image: Image.Image | None = None, *, orientation: int = 1) -> bytes:
    """A JPEG with a place, a description, a comment, XMP and a colour profile."""
    exif = Image.Exif()
    exif[_DESCRIPTION] = "GEHEIM-EXIF"
    exif[_ORIENTATION] = orientation
    exif[_GPS] = {1: "N", 2: (52.0, 5.0, 0.0), 29: "GEHEIM-EXIF"}
    buffer = io.BytesIO()
    (image or photo()).save(
        buffer,
        "JPEG",
        exif=exif,
        comment=b"GEHEIM-OPMERKING",
        xmp=b"<x:xmpmeta>GEHEIM-XMP</x:xmpmeta>",
        icc_profile=b"GEHEIM-PROFIEL" * 20,
    )
    return buffer.getvalue()


def png(image: Image.Image | None = None) -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "GEHEIM-TEKST")
    told.add_itxt("XML:com.adobe.xmp", "GEHEIM-XMP")
    buffer = io.BytesIO()
    (image or photo()).save(buffer, "PNG", pnginfo=told, icc_profile=b"GEHEIM-PROFIEL" * 20)
    return buffer.getvalue()


def webp(image: Image.Image | None = None) -> bytes:
    exif = Image.Exif()
    exif[_DESCRIPTION] = "GEHEIM-EXIF"
    buffer = io.BytesIO()
    (image or photo()).save(buffer, "WEBP", exif=exif, xmp=b"GEHEIM-XMP", icc_profile=b"GEHEIM-PROFIEL" * 20)
    return buffer.getvalue()
