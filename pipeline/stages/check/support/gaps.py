"""Uses that a program leaves out of a feature it knows: what the source calls "partial", as far as it bites.

Most partial verdicts say that something holds for some accounts only; those are for the table. A gap here is
a use that changes what a reader sees. Its programs are those that carry the note in the data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.stages.check.document import Document, Element


@dataclass(frozen=True, slots=True)
class Gap:
    """`note` is the number of the feature's note that speaks of this use, `about` a word of that note.

    `rule` is the code of the rule that finds this use by itself, or "".
    """

    slug: str
    note: str
    about: str
    what: str
    rule: str = ""


NEGATIVE_MARGIN = Gap("css-margin", "1", "Negative", "een negatieve marge", "css-margin-negative")
NEGATIVE_INDENT = Gap("css-text-indent", "1", "Negative", "een negatieve text-indent")
IMPORTANT_TIGHT = Gap("css-important", "4", "space", "!important zonder spatie ervoor", "css-important-glued")
IMPORTANT_CAPITALS = Gap(
    "css-important", "1", "lowercase", "!IMPORTANT in hoofdletters", "css-important-glued"
)
IMPORTANT_INLINE = Gap("css-important", "5", "inline", "!important in een style-attribuut")
ALIGNED_BY_FLOW = Gap("css-text-align", "1", "end", "text-align:end")
LINE_OF_PARTS = Gap("css-text-decoration", "2", "multiple", "text-decoration met meer dan één waarde")
HIDDEN_IMAGE = Gap("css-display-none", "2", "<img>", "display:none op een afbeelding")
HIDDEN_TABLE = Gap("css-display-none", "1", "<table>", "display:none om een tabel heen")
FLOAT_BY_FLOW = Gap("css-float", "2", "inline-start", "float:inline-start of inline-end")

GAPS = (
    NEGATIVE_MARGIN,
    NEGATIVE_INDENT,
    IMPORTANT_TIGHT,
    IMPORTANT_CAPITALS,
    IMPORTANT_INLINE,
    ALIGNED_BY_FLOW,
    LINE_OF_PARTS,
    HIDDEN_IMAGE,
    HIDDEN_TABLE,
    FLOAT_BY_FLOW,
)

_NEGATIVE = re.compile(r"(?<![\w)-])-(?:\d|\.\d)")
_TIGHT = re.compile(r"[^\s]!important", re.IGNORECASE)


def gaps_of_declaration(name: str, value: str, *, is_inline: bool) -> Iterator[Gap]:
    """The gaps that `name: value` falls into; the value as it was written."""
    lower = value.lower()
    plain = lower.replace("!important", "").strip()
    match name:
        case "margin" | "margin-top" | "margin-right" | "margin-bottom" | "margin-left" if _NEGATIVE.search(
            plain
        ):
            yield NEGATIVE_MARGIN
        case "text-indent" if plain.startswith("-"):
            yield NEGATIVE_INDENT
        case "text-align" if plain == "end":
            yield ALIGNED_BY_FLOW
        case "text-decoration" if len(plain.split()) > 1:
            yield LINE_OF_PARTS
        case "float" if plain in ("inline-start", "inline-end"):
            yield FLOAT_BY_FLOW
    # What is meant for Outlook alone says so by its name.
    if "!important" in lower and not name.startswith(("mso-", "-")):
        if "!important" not in value:
            yield IMPORTANT_CAPITALS
        if is_inline:
            yield IMPORTANT_INLINE
        elif _TIGHT.search(value):
            yield IMPORTANT_TIGHT


def gaps_of_hiding(document: Document, element: Element) -> Iterator[Gap]:
    """What display:none on this element does not hide in Outlook on Windows, unless mso-hide says so too."""
    if document.css(element, "display") != "none" or document.css(element, "mso-hide") == "all":
        return
    if element.tag == "img":
        yield HIDDEN_IMAGE
    elif element.tag != "table" and element.find(".//table") is not None:
        yield HIDDEN_TABLE
