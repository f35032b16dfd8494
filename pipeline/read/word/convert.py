"""mammoth's one home: it reads the document, we decide what becomes of it."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

import mammoth

from pipeline.errors import StoryError
from pipeline.read.word.markdown import to_markdown
from pipeline.read.word.refuse import refuse_unfit
from pipeline.text.dutch import clean_text

MAX_PICTURES = 10
# Both of Word's names for its style "Title", and the heading that a list of contents has.
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Titel'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='Ondertitel'] => h2:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Citaat'] => blockquote > p:fresh
"""
# What Word writes by itself says what a machine saw; an editor says what the picture tells.
_MADE_BY_WORD = re.compile(r"automatisch gegenereerd|AI-gegenereerd|(?:automatically |AI-)generated", re.I)


@dataclass(frozen=True, slots=True)
class WordPicture:
    """A picture as it lies in the document, and its description, "" when nobody wrote one."""

    body: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class WordDocument:
    """What a document holds: its title, "" without one; its text in Markdown; its pictures in their order.

    `notes` says in Dutch what was left behind. Properties of the document, such as its author, are not read.
    """

    title: str
    text: str
    pictures: tuple[WordPicture, ...]
    notes: tuple[str, ...]


def read_word(body: bytes, path: str) -> WordDocument:
    """Reads a .docx. Raises StoryError, in Dutch, when it is none or Word has to mend something first."""
    parts = refuse_unfit(body, path)
    pictures: list[WordPicture] = []

    def take_picture(image: Any) -> dict[str, str]:
        if len(pictures) < MAX_PICTURES:
            with image.open() as opened:
                pictures.append(WordPicture(opened.read(), _alt(image.alt_text)))
        return {"src": ""}

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(body),
            style_map=_STYLES,
            # A document may bring rules and files of its own; neither is asked for.
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=mammoth.images.img_element(take_picture),
        )
        title, text = to_markdown(result.value)
    except Exception as error:
        # mammoth raises whatever the document trips it over: KeyError, AttributeError, an XML error.
        message = (
            "dit document is niet te lezen. Kopieer de tekst naar een nieuw document en probeer het opnieuw."
        )
        raise StoryError(path, message) from error
    if not title and not text:
        raise StoryError(path, "er staat geen tekst in dit document.")
    return WordDocument(title, text, tuple(pictures), parts.notes)


def _alt(text: str | None) -> str:
    alt = clean_text(text or "")
    return "" if _MADE_BY_WORD.search(alt) else alt
