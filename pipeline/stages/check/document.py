"""A mail's HTML, parsed once, with the place of every start tag in the source.

lxml gives the tree but no columns, and the line of a tag's end instead of its start. So one linear scan notes
where each start tag begins and writes that offset into the tag as an attribute; lxml carries it into
the tree. Elements that the parser adds by itself have no offset, and so no place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import cast

from lxml import etree

from pipeline.stages.check.css import DECLARATION, declarations, pixels, without_comments
from pipeline.stages.check.rules import Spot, excerpt_of

Element = etree._Element

_MARK = "data-check-at"
_OPENING = re.compile(r"<(?:!--|[!?]|/?[a-zA-Z])")
_NAME = re.compile(r"[^\s/>]+")
_QUOTE_OR_END = re.compile(r"""=\s*+["']|>""")
_UNPARSABLE = re.compile("[\x00\ud800-\udfff]")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCK_TAGS = frozenset(
    {
        *("p", "li", "td", "th", "div", "blockquote", "dt", "dd", "caption", "center", "section", "article"),
        *("body", *HEADINGS),
    }
)
# What looks like nothing: blanks, and signs of no width.
BLANKS = " \t\r\n\u00a0\u200b\u200c\u200d\u2060\ufeff\u00ad"
_RAW = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("style", "script", "title", "textarea", "xmp")
}
# Not the name a font gets in @font-face: that is no list of fonts.
_SHEET_BODY = re.compile(r"(?<!@font-face )(?<!@font-face)\{([^{}]*+)\}")
_WORDS = "descendant::text()[not(parent::style or parent::script)]"
_TEXTS = etree.XPath(_WORDS, smart_strings=False)
_TEXTS_AND_BREAKS = etree.XPath(f"{_WORDS} | descendant::br", smart_strings=False)
_OUTLOOK_STYLE = re.compile(r"<style\b.*?(?:</style|\Z)", re.IGNORECASE | re.DOTALL)
_CONDITIONAL = re.compile(r"<!--\[if\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tag:
    """A start or end tag in the source, from the `<` to behind the `>`."""

    name: str
    start: int
    end: int
    closes: bool


@dataclass(frozen=True, slots=True)
class Span:
    """A comment, or what stands between `<style>` and `</style>` and their like (`name`)."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration of CSS, `name` lower case and `value` as written, and the place it first stands in."""

    name: str
    value: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.name}: {self.value[:30]}"


@dataclass(frozen=True, slots=True)
class Block:
    """An element that stands on lines of its own, with the text a reader sees in it; <br> is a line end."""

    element: Element
    text: str


# One document is what it is: compared by its text it would cost more to look up than to ask a rule again.
@dataclass(frozen=True, eq=False)
class Document:
    """Parsed HTML. Offsets count characters of `source`; `elements` is in the order of the source."""

    source: str
    tags: tuple[Tag, ...]
    spans: tuple[Span, ...]
    elements: tuple[Element, ...]

    @cached_property
    def _line_starts(self) -> tuple[int, ...]:
        return (0, *(found.end() for found in re.finditer("\n", self.source)))

    @cached_property
    def _ends(self) -> Mapping[int, int]:
        return {tag.start: tag.end for tag in self.tags}

    @cached_property
    def _styles(self) -> Mapping[str, Mapping[str, str]]:
        return {style: declarations(style) for style in {one.get("style", "") for one in self.elements}}

    @cached_property
    def _by_tag(self) -> Mapping[str, tuple[Element, ...]]:
        grouped: dict[str, list[Element]] = {}
        for element in self.elements:
            grouped.setdefault(str(element.tag), []).append(element)
        return {name: tuple(found) for name, found in grouped.items()}

    @cached_property
    def _hidden(self) -> frozenset[Element]:
        found: set[Element] = set()
        for element in self.elements:
            if element.getparent() in found or self._hides(element):
                found.add(element)
        return frozenset(found)

    @cached_property
    def shown_source(self) -> str:
        """The source with comments, scripts and styles blanked; comments that only Outlook reads stay."""
        pieces: list[str] = []
        at = 0
        for span in self.spans:
            if span.name == "title":
                continue
            pieces += [self.source[at : span.start], self._shown(span)]
            at = span.end
        return "".join([*pieces, self.source[at:]])

    @cached_property
    def body_text(self) -> str:
        """Everything a reader may see or hear of the body, whitespace folded."""
        body = self.first("body")
        return "" if body is None else text_of(body)

    @cached_property
    def declared(self) -> tuple[Declared, ...]:
        """Every wording of a declaration once; of a style attribute the place is that of its tag."""
        found: dict[tuple[str, str], Declared] = {}
        for start, sheet in self.style_sheets:
            for body in _SHEET_BODY.finditer(sheet):
                self._collect(body[1], start + body.start(1), start + body.end(1), found)
        styled = {one.get("style", ""): one for one in reversed(self.elements)}
        for style, element in styled.items():
            at = self.offset(element) or 0
            self._collect(style, at, self._ends.get(at, at), found)
        return tuple(found.values())

    @staticmethod
    def _collect(style: str, start: int, end: int, found: dict[tuple[str, str], Declared]) -> None:
        for name, value in DECLARATION.findall(style):
            key = (name.lower(), value.strip())
            found.setdefault(key, Declared(*key, start, end))

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The innermost blocks that hold text, and what stands loose in those around them."""
        outer: set[Element] = set()
        own = [one for one in self.elements if one.tag in _BLOCK_TAGS and one not in self._hidden]
        for element in own:
            # Stops at the first that is known, so that deep nesting costs no more than reading it once.
            around = element.getparent()
            while around is not None and around not in outer:
                outer.add(around)
                around = around.getparent()
        texts = (Block(one, own_text(one) if one in outer else lines_of(one)) for one in own)
        return tuple(block for block in texts if block.text.strip(BLANKS))

    @cached_property
    def style_sheets(self) -> tuple[tuple[int, str], ...]:
        """(offset, CSS with comments and strings blanked) of every <style>."""
        return tuple(
            (span.start, without_comments(self.source[span.start : span.end]))
            for span in self.spans
            if span.name == "style"
        )

    def _shown(self, span: Span) -> str:
        inside = self.source[span.start : span.end]
        if _CONDITIONAL.match(inside):
            return _OUTLOOK_STYLE.sub(lambda found: " " * len(found[0]), inside)
        return " " * len(inside)

    def all(self, *names: str) -> list[Element]:
        """The elements with one of these names, name by name."""
        return [element for name in names for element in self._by_tag.get(name, ())]

    def first(self, name: str) -> Element | None:
        return next(iter(self._by_tag.get(name, ())), None)

    def css(self, element: Element, name: str) -> str:
        """The value of one property in the element's own style attribute, lower case; "" when absent."""
        return self._styles[element.get("style", "")].get(name, "")

    @cached_property
    def _texts(self) -> dict[Element, str]:
        return {}

    def text(self, element: Element) -> str:
        """`text_of`, remembered: many links of one cell each ask what else stands in it."""
        if element not in self._texts:
            self._texts[element] = text_of(element)
        return self._texts[element]

    def outermost(self, test: Callable[[Element], bool]) -> Iterator[Element]:
        """The elements that pass, but not those within one that did: asking for their text stays cheap."""
        inside: set[Element] = set()
        for element in self.elements:
            if element.getparent() in inside:
                inside.add(element)
            elif test(element):
                inside.add(element)
                yield element

    def is_hidden(self, element: Element) -> bool:
        """Whether its own or an ancestor's inline style keeps it off the screen."""
        return element in self._hidden

    def _hides(self, element: Element) -> bool:
        own = self._styles[element.get("style", "")]
        return (
            own.get("display", "") == "none"
            or own.get("visibility", "") == "hidden"
            or element.get("hidden") is not None
            or pixels(own.get("max-height", "")) == 0
            or own.get("opacity", "") in {"0", "0.0"}
        )

    def attributes(self, element: Element) -> Iterator[tuple[str, str]]:
        return ((str(name), str(value)) for name, value in element.items() if name != _MARK)

    def offset(self, element: Element) -> int | None:
        marked = element.get(_MARK, "")
        # A mail may carry the attribute itself; only offsets that the scan found are ours.
        return int(marked) if marked.isascii() and marked.isdigit() and int(marked) in self._ends else None

    def tag_source(self, element: Element) -> str:
        """The start tag as it was written; "" for elements that the parser added."""
        start = self.offset(element)
        return "" if start is None else self.source[start : self._ends[start]]

    def spot(self, element: Element, detail: str = "") -> Spot:
        """The place of an element's start tag."""
        start = self.offset(element)
        if start is None:
            return Spot(detail=detail)
        return self.spot_at(start, self._ends[start], detail)

    def spots(self, places: Iterable[tuple[int, int]]) -> Iterator[Spot]:
        """The places in the source; what stands there is the detail, and the excerpt shows it in its line."""
        for start, end in places:
            place = self.spot_at(start, end)
            around = " ".join(self.source[max(start - 15, 0) : end + 15].split())
            yield Spot(place.line, place.column, self.source[start:end], around)

    def spot_at(self, start: int, end: int, detail: str = "") -> Spot:
        row = bisect_right(self._line_starts, start)
        column = start - self._line_starts[row - 1] + 1
        return Spot(row, column, detail, excerpt_of(self.source[start:end]))


# Rules on a message, on its HTML and on both of its versions each ask for the same document.
@lru_cache(maxsize=2)
def parse_document(html: str) -> Document:
    """Parses any text as HTML; never raises, whatever stands in it."""
    source = _UNPARSABLE.sub("\ufffd", html)
    tags, spans = _scan(source)
    return Document(source, tuple(tags), tuple(spans), tuple(_parse(_mark(source, tags)).iter("*")))


def text_of(element: Element) -> str:
    """The text inside an element without comments, scripts and styles, whitespace folded."""
    return " ".join("".join(cast("list[str]", _TEXTS(element))).split())


def lines_of(element: Element) -> str:
    """The text inside an element, blanks folded, with a line end for each <br>."""
    found = cast("list[str | Element]", _TEXTS_AND_BREAKS(element))
    pieces = "".join(one if isinstance(one, str) else "\x1e" for one in found)
    return "\n".join(" ".join(line.split()) for line in pieces.split("\x1e"))


def own_text(element: Element) -> str:
    """The text that stands in the element itself and not in its children, whitespace folded."""
    tails = " ".join(child.tail or "" for child in element)
    return " ".join(f"{element.text or ''} {tails}".split())


def _parse(marked: str) -> Element:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        root = etree.fromstring(marked.encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        # An empty text, or nothing in it that even a forgiving parser takes for a document.
        root = None
    return etree.Element("html") if root is None else root


def _mark(source: str, tags: list[Tag]) -> str:
    pieces: list[str] = []
    at = 0
    for tag in tags:
        if tag.closes:
            continue
        behind_name = tag.start + 1 + len(tag.name)
        pieces += [source[at:behind_name], f' {_MARK}="{tag.start}" ']
        at = behind_name
    return "".join([*pieces, source[at:]])


def _scan(source: str) -> tuple[list[Tag], list[Span]]:
    tags: list[Tag] = []
    spans: list[Span] = []
    at = 0
    while found := _OPENING.search(source, at):
        start = found.start()
        if found[0] == "<!--":
            at = _after(source, "-->", start + 2)
            spans.append(Span("comment", start, at))
        elif found[0] in {"<!", "<?"}:
            at = _after(source, ">", start)
        else:
            tag = _tag(source, start)
            tags.append(tag)
            at = tag.end
            if not tag.closes and tag.name in _RAW:
                closing = _RAW[tag.name].search(source, at)
                end = closing.start() if closing else len(source)
                spans.append(Span(tag.name, at, end))
                at = end
    return tags, spans


def _tag(source: str, start: int) -> Tag:
    closes = source[start + 1] == "/"
    name = _NAME.match(source, start + 2 if closes else start + 1)
    assert name is not None  # noqa: S101 - the opening was matched with a letter
    return Tag(_lower(name[0]), start, _end_of_tag(source, name.end()), closes)


def _lower(name: str) -> str:
    # Only ASCII: str.lower can change the length, and the length is where the mark is put.
    return name.lower() if name.isascii() else name


def _end_of_tag(source: str, at: int) -> int:
    while found := _QUOTE_OR_END.search(source, at):
        if found[0] == ">":
            return found.end()
        at = _after(source, found[0][-1], found.end())
    return len(source)


def _after(source: str, text: str, at: int) -> int:
    found = source.find(text, at)
    return len(source) if found < 0 else found + len(text)
