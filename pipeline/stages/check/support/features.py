"""Which features of HTML and CSS a mail uses, how often, and where first.

Only what every program gets to read: what stands in conditional comments is for Outlook on Windows alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline.stages.check import css
from pipeline.stages.check.document import Declared, Document, Element
from pipeline.stages.check.rules import Spot
from pipeline.stages.check.support import css_names, html_names
from pipeline.stages.check.support.gaps import Gap, gaps_of_declaration, gaps_of_hiding
from pipeline.stages.check.support.sheet import StyleRule, parse_sheet, split_declarations

ALL_SLUGS = css_names.ALL_SLUGS | html_names.ALL_SLUGS

_URL = "url("
_MOST_SELECTOR_CHARS = 60


@dataclass(frozen=True, slots=True)
class FeatureUse:
    """A feature that a mail uses: where first, and how often.

    `selector` is the CSS selector, or the tag with its first class as in td.kop. `gap` is the use that some
    programs leave out of a feature they know, as in a negative margin, or None for the feature as a whole.
    `is_conditional` when it stands in @media and the like only: the mail is meant to be right without.
    """

    slug: str
    spot: Spot
    selector: str
    count: int
    gap: Gap | None = None
    is_conditional: bool = False


@dataclass(frozen=True, slots=True)
class StyleBlock:
    """Declarations that belong together: a style attribute, or what one rule of a style sheet declares.

    `count` is how many elements carry this very attribute, the first of which is `element`. A rule of a sheet
    has no element; `is_conditional` when it stands in @media or the like.
    """

    declared: tuple[Declared, ...]
    selector: str
    count: int
    is_conditional: bool
    element: Element | None = None


# A feature or a gap of one, how often, where (an element, or offset and end in the source), in which
# selector, and whether within a condition.
_Where = Element | tuple[int, int]
_Seen = tuple[str, Gap | None, int, _Where, str, bool]


def features_of(document: Document) -> tuple[FeatureUse, ...]:
    """Returns each feature once, in the order of first use; gaps come as uses of their own."""
    first: dict[tuple[str, Gap | None], tuple[_Where, str]] = {}
    counts: Counter[tuple[str, Gap | None]] = Counter()
    unconditional: set[tuple[str, Gap | None]] = set()
    for slug, gap, count, where, selector, is_conditional in _seen(document):
        first.setdefault((slug, gap), (where, selector))
        counts[slug, gap] += count
        if not is_conditional:
            unconditional.add((slug, gap))
    uses = [
        FeatureUse(
            found[0], spot_of(document, where), selector, counts[found], found[1], found not in unconditional
        )
        for found, (where, selector) in first.items()
    ]
    return tuple(sorted(uses, key=lambda use: (use.spot.line or 0, use.spot.column or 0, use.slug)))


def spot_of(document: Document, where: Element | tuple[int, int], detail: str = "") -> Spot:
    """The place of an element, or of a piece of the source."""
    return document.spot_at(*where, detail) if isinstance(where, tuple) else document.spot(where, detail)


# Five rules ask the same of one document.
@lru_cache(maxsize=2)
def blocks_of(document: Document) -> tuple[StyleBlock, ...]:
    """Every block of declarations, each wording of a style attribute once."""
    rules = (rule for start, sheet in document.style_sheets for rule in parse_sheet(sheet, start))
    return (*_inline_blocks(document), *(_block_of(rule) for rule in rules if isinstance(rule, StyleRule)))


def place_of(block: StyleBlock, declared: Declared) -> Element | tuple[int, int]:
    """Where a declaration stands: its element, or its own place in the sheet."""
    return (declared.start, declared.end) if block.element is None else block.element


def _block_of(rule: StyleRule) -> StyleBlock:
    return StyleBlock(rule.declared, _short(rule.selector), 1, rule.is_conditional)


def _inline_blocks(document: Document) -> Iterator[StyleBlock]:
    styled = [element for element in document.elements if element.get("style")]
    counts = Counter(element.get("style", "") for element in styled)
    first = {element.get("style", ""): element for element in reversed(styled)}
    for style, count in counts.items():
        element = first[style]
        yield StyleBlock(
            split_declarations(css.without_comments(style)), name_of(element), count, False, element
        )


def name_of(element: Element) -> str:
    """The tag with its first class, as in td.kop."""
    classes = element.get("class", "").split()
    return f"{element.tag}.{classes[0]}" if classes else str(element.tag)


def _short(selector: str) -> str:
    folded = " ".join(selector.split())
    return folded if len(folded) <= _MOST_SELECTOR_CHARS else folded[: _MOST_SELECTOR_CHARS - 1] + "…"


def _seen(document: Document) -> Iterator[_Seen]:
    yield from _in_markup(document)
    for block in _inline_blocks(document):
        yield from _in_block(block, "" if block.element is None else block.element.get("style", ""))
    for start, sheet in document.style_sheets:
        if "/*" in document.source[start : start + len(sheet)]:
            yield "css-comments", None, 1, (start, start), "style", False
        for rule in parse_sheet(sheet, start):
            if isinstance(rule, StyleRule):
                yield from _in_rule(document, rule)
                continue
            for slug in css_names.slugs_of_at_rule(rule.name, rule.prelude):
                yield slug, None, 1, (rule.start, rule.end), f"@{rule.name}", False


def _in_rule(document: Document, rule: StyleRule) -> Iterator[_Seen]:
    where = (rule.start, rule.start + len(rule.selector))
    selector = _short(rule.selector)
    for slug in css_names.slugs_of_selector(rule.selector):
        yield slug, None, 1, where, selector, rule.is_conditional
    if rule.is_nested:
        yield "css-nesting", None, 1, where, selector, False
    yield from _in_block(_block_of(rule), document.source)


def _in_block(block: StyleBlock, written: str) -> Iterator[_Seen]:
    """`written` is what the offsets count in: strings are blanked in the block, addresses are read there."""
    is_hidden = any((one.name, one.value.lower()) == ("display", "none") for one in block.declared)
    for one in block.declared:
        where = place_of(block, one)
        value = one.value.lower()
        # What has display:none is hidden, also where visibility does nothing.
        slugs = (
            () if is_hidden and one.name == "visibility" else css_names.slugs_of_declaration(one.name, value)
        )
        for slug in (*slugs, *_images(value, written[one.start : one.end])):
            yield slug, None, block.count, where, block.selector, block.is_conditional
        for gap in gaps_of_declaration(one.name, one.value, is_inline=block.element is not None):
            yield gap.slug, gap, block.count, where, block.selector, block.is_conditional


def _images(value: str, written: str) -> Iterator[str]:
    if _URL in value:
        for address in written.split(_URL)[1:]:
            yield from html_names.slugs_of_image(address.partition(")")[0].strip("\"' "))


def _in_markup(document: Document) -> Iterator[_Seen]:
    if document.source.lstrip()[:15].lower() == "<!doctype html>":
        yield "html-doctype", None, 1, (0, 15), "html", False
    for span in document.spans:
        if span.name == "comment":
            yield "html-comments", None, 1, (span.start, span.end), "comment", False
    for element in document.elements:
        # What the parser added is not what the mail uses.
        if document.offset(element) is None:
            continue
        attributes = {name.lower(): value for name, value in document.attributes(element)}
        for slug in html_names.slugs_of_element(str(element.tag), attributes):
            yield slug, None, 1, element, name_of(element), False
        if "none" in attributes.get("style", ""):
            for gap in gaps_of_hiding(document, element):
                yield gap.slug, gap, 1, element, name_of(element), False
