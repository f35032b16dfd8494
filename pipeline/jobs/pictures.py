"""The picture of a story, ready to lie beside its page: two sizes under names that say nothing of the story.

Stands as ground: a build and the index of stories both show stories.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.jobs.root import Root
from pipeline.jobs.shelf import Shelf, read_image
from pipeline.jobs.traces import PICTURE_PREFIX
from pipeline.model import Finding, Story, StoryImage
from pipeline.read.story import picture_finding

if TYPE_CHECKING:
    from pipeline.read.pictures import Pictures


@dataclass(frozen=True, slots=True)
class StoryPictures:
    """What a page shows, and the bytes by name; `image` is None for a story without a usable picture."""

    image: StoryImage | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def make_story_pictures(root: Root, shelf: Shelf, story: Story | None) -> StoryPictures:
    """Makes the pictures of a story. One that is broken further on is found only here."""
    if story is None or not story.image:
        return StoryPictures()
    # Pillow takes a moment to import, and most stories have no picture.
    from pipeline.read.pictures import PictureError, make_pictures  # noqa: PLC0415

    try:
        pictures = make_pictures(read_image(root, story))
    except PictureError as error:
        found = picture_finding(error.problem.value, story, shelf.lines_of(story.slug))
        return StoryPictures(findings=(found,))
    names = _names(pictures)
    return StoryPictures(
        image=StoryImage(
            name=names[0],
            width=pictures.large.width,
            height=pictures.large.height,
            small_name=names[1],
            small_width=pictures.small.width,
            alt=story.image_alt,
            credit=story.image_credit,
        ),
        files={name: picture.body for name, picture in zip(names, pictures.sizes, strict=True)},
    )


def _names(pictures: Pictures) -> tuple[str, str]:
    """Names that say nothing of the story and change with the picture, so that no old one is shown for it."""
    digest = hashlib.sha256(pictures.large.body).hexdigest()[:8]
    name = f"{PICTURE_PREFIX}{digest}"
    return f"{name}{pictures.large.suffix}", f"{name}-klein{pictures.small.suffix}"
