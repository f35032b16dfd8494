"""Two pictures of one state beside each other: what differs, and how much. Bytes in, bytes out."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pipeline.model.looks import Difference

if TYPE_CHECKING:
    from PIL import Image

# What differs is drawn in this, on the picture itself in pale grey.
_MARK = (176, 0, 80)


def compare(one: bytes, other: bytes) -> Difference:
    """Returns what differs between two PNGs; where one is larger, what only that one has differs."""
    # Pillow takes a moment to import, and only comparing needs it.
    from PIL import Image, ImageChops  # noqa: PLC0415

    first, second = _open(one), _open(other)
    size = (max(first.width, second.width), max(first.height, second.height))
    changed = ImageChops.difference(_on(first, size), _on(second, size)).convert("L").point(_to_mask)
    for picture in (first, second):
        # White paper and no paper look alike, and are not.
        outside = Image.new("L", size, 255)
        outside.paste(0, (0, 0, *picture.size))
        changed = ImageChops.lighter(changed, outside)
    pale = Image.blend(_on(first, size).convert("L").convert("RGB"), Image.new("RGB", size, "white"), 0.6)
    pale.paste(_MARK, mask=changed)
    buffer = io.BytesIO()
    pale.save(buffer, "PNG")
    return Difference(buffer.getvalue(), changed.histogram()[255] / (size[0] * size[1]))


def _to_mask(value: int) -> int:
    return 255 if value else 0


def _open(body: bytes) -> Image.Image:
    from PIL import Image  # noqa: PLC0415 - as above

    return Image.open(io.BytesIO(body), formats=("PNG",)).convert("RGB")


def _on(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    from PIL import Image  # noqa: PLC0415 - as above

    paper = Image.new("RGB", size, "white")
    paper.paste(picture)
    return paper
