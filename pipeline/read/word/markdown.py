"""The HTML that mammoth makes of a document -> Markdown of our subset."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html

from pipeline.text.dutch import clean_text
from pipeline.text.url import is_web, tidy

# What would be read as a mark inside a line, and at its beginning.
_MARKS = re.compile(r"([\\`*_\[\]<>])")
_LINE_MARKS = re.compile(r"^(#{1,6}(?= |$)|[-+](?= |$)|\d{1,9}(?=[.)] )|-{3,}$|={3,}$|~{3,})")
_HEADINGS = {"h1": "##", "h2": "##", "h3": "###", "h4": "###", "h5": "###", "h6": "###"}
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_LINE_END = "\\\n"


def to_markdown(body: str) -> tuple[str, str]:
    """Returns the title, "" when the document does not begin with one, and the rest as Markdown."""
    if not body.strip():
        return "", ""
    root = html.fragment_fromstring(body, create_parent="div")
    children = list(root)
    title = ""
    if children and children[0].tag == "h1":
        title = clean_text(children[0].text_content())
        children = children[1:]
    blocks = (block for child in children for block in _blocks(child))
    return title, "\n\n".join(block for block in blocks if block.strip())


def _blocks(element: html.HtmlElement) -> Iterator[str]:
    if element.tag in ("ul", "ol"):
        yield "\n".join(_items(element))
    elif element.tag in _HEADINGS:
        words = _line(element).replace(_LINE_END, " ")
        yield f"{_HEADINGS[str(element.tag)]} {words}" if words else ""
    elif element.tag == "table":
        for row in element.iter("tr"):
            yield " · ".join(cell for cell in (_line(cell) for cell in row) if cell)
    elif element.tag == "blockquote":
        inside = "\n\n".join(block for child in element for block in _blocks(child)) or _line(element)
        yield "\n".join(f"> {line}".rstrip() for line in inside.splitlines())
    else:
        yield _at_line_start(_line(element))


def _items(element: html.HtmlElement) -> Iterator[str]:
    for number, item in enumerate(element, start=1):
        sign = f"{number}. " if element.tag == "ol" else "- "
        nested = [child for child in item if child.tag in ("ul", "ol")]
        for child in nested:
            item.remove(child)
        yield (sign + _line(item).replace(_LINE_END, " ")).rstrip()
        for child in nested:
            yield from (" " * len(sign) + line for line in "\n".join(_items(child)).splitlines())


def _line(element: html.HtmlElement) -> str:
    lines = ("".join(_words(element))).split(_LINE_END)
    return _LINE_END.join(kept for line in lines if (kept := _BLANKS.sub(" ", line).strip()))


def _words(element: html.HtmlElement) -> Iterator[str]:
    yield _escaped(element.text)
    for child in element:
        inside = "".join(_words(child))
        yield _marked(child, inside)
        yield _escaped(child.tail)


def _marked(element: html.HtmlElement, inside: str) -> str:
    if element.tag == "br":
        return _LINE_END
    if element.tag == "img":
        return ""
    if element.tag in ("strong", "em"):
        return _around(inside, "**" if element.tag == "strong" else "*")
    if element.tag == "a":
        return _link(element, inside)
    # Blocks in a cell or a list item: a blank keeps their words apart.
    return f"{inside} " if element.tag in ("p", "li", "td", "th") else inside


def _around(inside: str, sign: str) -> str:
    """Marks stand against the words, or Markdown shows them as they are."""
    words = inside.strip()
    if not words or _LINE_END in words:
        return inside
    before, after = inside[: len(inside) - len(inside.lstrip())], inside[len(inside.rstrip()) :]
    return f"{before}{sign}{words}{sign}{after}"


def _link(element: html.HtmlElement, inside: str) -> str:
    address = str(element.get("href", "")).strip()
    words = inside.strip()
    if words == "↑":
        return ""
    if address.lower().startswith("mailto:") or not is_web(address) or not words:
        # The way back from a footnote, a place in the document, a file on somebody's disk; and an address of
        # a person is for the editor to look at, as text.
        return inside
    safe = tidy(address).replace("(", "%28").replace(")", "%29").replace(" ", "%20")
    return f"[{words}]({safe})"


def _escaped(text: str | None) -> str:
    return _MARKS.sub(r"\\\1", _kept(text or ""))


def _kept(text: str) -> str:
    # clean_text folds the blanks at both ends, which part words here.
    core = clean_text(text)
    if not core:
        return " " if text else ""
    return (" " if text[0].isspace() else "") + core + (" " if text[-1].isspace() else "")


def _at_line_start(line: str) -> str:
    found = _LINE_MARKS.match(line)
    if not found:
        return line
    # A number is disarmed at its dot, any other mark in front.
    mark = found[0]
    return f"{mark}\\{line[len(mark) :]}" if mark.isdigit() else f"\\{line}"
