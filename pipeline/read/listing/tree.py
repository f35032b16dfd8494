"""A page as a tree: reading it, asking it, and telling when it is not the page that was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

from pipeline.errors import CollectError
from pipeline.model import ReadContext, Status
from pipeline.text import boilerplate
from pipeline.text import html as markup
from pipeline.text.dutch import clean_text, repair_mojibake, strip_tail
from pipeline.text.url import join

TITLE_CHARACTERS = 300
_SPACE = re.compile(r"\s+")
_LINKS_OF_A_PAGE = 5
# Part of the page's own matter: the date of a teaser, in a link or beside one in a list, is of another page.
OWN = (
    "not(ancestor::nav or ancestor::aside or ancestor::footer or ancestor::form"
    " or ancestor::a or ancestor::li[descendant::a])"
)
_SILENT = ("script", "style", "noscript", "template", "svg")
_LINE = frozenset(
    {"a", "abbr", "b", "bdi", "cite", "code", "em", "i", "mark", "small", "strong", "sub", "sup", "u"}
)


def read_page(body: bytes, context: ReadContext) -> html.HtmlElement:
    """Returns the page's root element.

    Raises CollectError: EMPTY for no content, NOT_HTML for a PDF and the like, and BLOCKED, MAINTENANCE or
    REDIRECTED_TO_ERROR for a page that stands in place of the one asked for.
    """
    if not body.strip():
        raise CollectError(Status.EMPTY, "the answer has no content")
    if not _looks_like_html(body, context.content_type):
        raise CollectError(Status.NOT_HTML, f"no HTML page but {context.content_type or 'something else'}")
    # lxml refuses a str that declares an encoding, and NUL ends its reading.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup.decode(body, context.content_type)).replace("\0", "")
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(no_network=True, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise CollectError(Status.NOT_HTML, "cannot be read as HTML") from error
    etree.strip_elements(root, "noscript", "template", "svg", etree.Comment, with_tail=False)
    _refuse_what_stands_in_its_place(root)
    return root


def words_of(element: etree._Element) -> str:
    """Returns the text of an element on one line, with a blank between its blocks."""
    return clean_text(repair_mojibake("".join(_texts(element))))


def lines_of(element: etree._Element) -> list[str]:
    """Returns the texts of an element's blocks, in order."""
    lines = "".join(_texts(element)).split("\n")
    return [line for text in lines if (line := clean_text(repair_mojibake(text)))]


def title_of(element: etree._Element) -> str:
    return words_of(element)[:TITLE_CHARACTERS].strip()


def first(root: etree._Element, *paths: str) -> etree._Element | None:
    """Returns the first element that one of the XPaths finds, those named earlier first."""
    return next((found for path in paths for found in elements(root, path)), None)


def elements(root: etree._Element, path: str) -> list[etree._Element]:
    found = root.xpath(path)
    return [one for one in found if isinstance(one, etree._Element)] if isinstance(found, list) else []


def meta(root: etree._Element, *names: str) -> tuple[str, str]:
    """Returns the first non-empty <meta> content by name or property, and the name it stood under."""
    found: dict[str, list[str]] = {}
    for element in elements(root, "//meta[@content]"):
        named = element.get("property") or element.get("name") or element.get("itemprop") or ""
        found.setdefault(named.lower(), []).append(element.get("content") or "")
    for name in names:
        for content in found.get(name.lower(), []):
            if value := clean_text(markup.plain(repair_mojibake(content))):
                return value, name
    return "", ""


def base_of(root: etree._Element, context: ReadContext) -> str:
    """Returns the address that the page's links are relative to."""
    base = first(root, "//head/base[@href]")
    return context.url if base is None else join(context.url, base.get("href") or "") or context.url


def _texts(element: etree._Element) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in _SILENT:
        return
    yield _SPACE.sub(" ", element.text or "")
    for child in element:
        # Words in two blocks are two words; those around a <b> may be one.
        gap = "" if child.tag in _LINE else " " if child.tag in ("span", "time") else "\n"
        yield gap
        yield from _texts(child)
        yield gap
        yield _SPACE.sub(" ", child.tail or "")


def _looks_like_html(body: bytes, content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    if kind and kind not in ("text/html", "application/xhtml+xml", "text/plain"):
        return False
    return not body.startswith((b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"{")) and b"<" in body


def _refuse_what_stands_in_its_place(root: etree._Element) -> None:
    heading = first(root, "//h1")
    page_title = first(root, "//title")
    title, _ = strip_tail("" if page_title is None else title_of(page_title))
    places = [title, *([] if heading is None else [title_of(heading)])]
    # A short list may hold an item about a failure; a wall links to next to nothing.
    text = words_of(root) if len(elements(root, "//a[@href]")) < _LINKS_OF_A_PAGE else ""
    refusal = next((found for place in places if (found := boilerplate.refusal(place, text))), "")
    if refusal:
        raise CollectError(Status(refusal), f"the page is titled {title[:80]!r}")
