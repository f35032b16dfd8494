"""Writing a story: a new folder with a header to fill in, from nothing or from a Word document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import StoryError, UsageError
from pipeline.jobs.root import Root
from pipeline.read.story import new_story, slug_for
from pipeline.shell.folder import STORY_FILE, read_some, write_files
from pipeline.shell.lock import hold

if TYPE_CHECKING:
    from pipeline.read.word import WordPicture

MAX_WORD_BYTES = 30_000_000


@dataclass(frozen=True, slots=True)
class WrittenStory:
    """What was written: `path` is verhaal.md, `notes` say in Dutch what an editor should look at."""

    slug: str
    path: Path
    notes: tuple[str, ...] = ()


def run_stories_new(root: Root, *, title: str) -> WrittenStory:
    """Writes stories/<slug>/verhaal.md.

    Raises UsageError for a title without letters, and StoryError when the story is there already.
    """
    text = new_story(title, kernelementen=_kernelementen(root))
    return _write(root, title, {STORY_FILE: text.encode()}, ())


def run_stories_import(root: Root, *, file: Path, title: str = "") -> WrittenStory:
    """Makes a story of a Word document; without `title` it has that of the document, else the file's name.

    The document itself is not copied, and nothing of its properties is. Raises StoryError, in Dutch, for a
    document that cannot be taken, and UsageError when there is no such file.
    """
    if not file.is_file():
        raise UsageError(f"there is no file {file}")
    # mammoth and Pillow take a moment to import; only this verb pays for them.
    from pipeline.read.word import read_word  # noqa: PLC0415

    document = read_word(read_some(file, MAX_WORD_BYTES), str(file))
    title = title or document.title or file.stem.replace("-", " ").replace("_", " ")
    pictures, notes = _pictures(document.pictures)
    image, image_alt = (pictures[0].name, pictures[0].alt) if pictures else ("", "")
    text = new_story(
        title, kernelementen=_kernelementen(root), body=document.text, image=image, image_alt=image_alt
    )
    files = {STORY_FILE: text.encode(), **{picture.name: picture.body for picture in pictures}}
    return _write(root, title, files, (*document.notes, *notes))


def _kernelementen(root: Root) -> list[str]:
    return [element.slug for element in root.config.kernelementen]


@dataclass(frozen=True, slots=True)
class _Kept:
    name: str
    body: bytes
    alt: str


def _pictures(found: Sequence[WordPicture]) -> tuple[list[_Kept], list[str]]:
    """The pictures that can be used, clean, under names that say nothing; and what is to be said of them."""
    from pipeline.read.pictures import PictureError, clean_picture  # noqa: PLC0415 - as above

    kept: list[_Kept] = []
    notes: list[str] = []
    for number, picture in enumerate(found, start=1):
        try:
            clean = clean_picture(picture.body)
        except PictureError:
            notes.append(f"Beeld {number} is geen jpg, png of webp, of te groot, en is niet overgenomen.")
        else:
            kept.append(_Kept(f"beeld-{number}{clean.suffix}", clean.body, picture.alt))
    if len(kept) > 1:
        notes.append(
            f"Er zijn {len(kept)} beelden, en een verhaal heeft er één. De kop noemt het eerste; "
            "gooi de andere weg of kies een ander."
        )
    return kept, notes


def _write(root: Root, title: str, files: Mapping[str, bytes], notes: tuple[str, ...]) -> WrittenStory:
    slug = slug_for(title)
    if not slug:
        raise UsageError(f"a title needs letters or digits, and {title!r} has none; give one with --title")
    folder = root.stories / slug
    with hold(root.lock, "build"):
        for path in (folder, root.stories / f"{slug}.md"):
            if path.exists() or path.is_symlink():
                message = "dit verhaal is er al. Kies een andere titel, of gooi eerst weg wat er staat."
                raise StoryError(path, message)
        write_files(folder, files)
    return WrittenStory(slug, folder / STORY_FILE, notes)
