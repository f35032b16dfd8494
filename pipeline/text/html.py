"""HTML of others: to plain text, or to the one small subset that we pass on."""

from __future__ import annotations

import html as entities
import re

import nh3

_KEPT = {"a", "p", "br", "em", "strong", "ul", "ol", "li", "h2", "h3", "blockquote"}
_SCHEMES = {"http", "https", "mailto"}
# What stands in these is no text for people.
_SILENT = {"script", "style", "noscript", "template", "iframe", "object", "svg", "math", "select", "textarea"}
# Words on both sides of these tags do not belong to one word.
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "br", "caption", "dd", "details", "div", "dl", "dt"),
    *("figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main"),
    *(
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ),
}
_TITLE = re.compile(r"<title[^>]*>(.{0,500}?)</title", re.IGNORECASE | re.DOTALL)
_READ_CHARACTERS = 50_000
_TAG = re.compile(r"<[^>]*>")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
# A separator that HTML cannot hold: nh3 leaves it alone, and plain text never has it.
_GAP = "\x1e"
_STILL_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z]+\d*);")


def plain(html: str) -> str:
    """Returns the text of `html` on one line, without markup, entities, scripts and styles.

    Feeds often escape twice: what still reads as markup after one round gets a second, never a third.
    Text that holds no markup comes back as it is, but for its white space. Of a longer `html` the first
    50,000 characters are read.
    """
    text = _text_of(html)
    return _text_of(text) if _STILL_MARKUP.search(text) else text


def blocks(html: str) -> tuple[str, ...]:
    """Returns the texts of the paragraphs, headings, list items and other blocks of `html`, in order."""
    text = _text_of(html, gap=_GAP)
    if _STILL_MARKUP.search(text):
        text = _text_of(text, gap=_GAP)
    return tuple(block for part in text.split(_GAP) if (block := " ".join(part.split())))


def title_of(html: str) -> str:
    """Returns the text of the page's <title>, or ""."""
    found = _TITLE.search(html[:_READ_CHARACTERS])
    return plain(found[1]) if found else ""


def decode(body: bytes, content_type: str = "") -> str:
    """Returns the text of an HTML `body`: by its BOM, the header's charset, its own <meta>, else by trial.

    What is no UTF-8 after all is read as CP1252, as browsers do; never raises.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, errors="replace")
    named = _CHARSET.search(content_type) or _CHARSET.search(body[:2048].decode("latin-1"))
    for encoding in (named[1] if named else "utf-8", "utf-8"):
        try:
            return body.decode(encoding)
        except (LookupError, UnicodeError):
            continue
    return body.decode("cp1252", errors="replace")


def clean(html: str) -> str:
    """Returns `html` with nothing but a[href], p, br, em, strong, ul, ol, li, h2, h3 and blockquote.

    Links are absolute http, https or mailto; others lose their address and keep their words.
    """
    return nh3.clean(
        html,
        tags=_KEPT,
        clean_content_tags=_SILENT,
        attributes={"a": {"href"}},
        attribute_filter=_absolute_href,
        url_schemes=_SCHEMES,
        link_rel=None,
    )


def _absolute_href(_tag: str, _attribute: str, value: str) -> str | None:
    return value if value.lower().startswith(("http://", "https://", "mailto:")) else None


def _cleaned(html: str) -> str:
    try:
        return nh3.clean(html, tags=_BLOCKS, clean_content_tags=_SILENT, attributes={}, link_rel=None)
    except UnicodeEncodeError:
        # Half a surrogate pair, which JSON can name and no encoding can hold.
        return _cleaned(html.encode(errors="ignore").decode())


def _text_of(html: str, gap: str = " ") -> str:
    if "<" not in html and "&" not in html:
        bare = html[:_READ_CHARACTERS]
        return bare if gap == _GAP else " ".join(bare.split())
    # nh3 (html5ever) reads markup as browsers do; what it leaves is escaped, so a "<" in its output begins
    # a tag of ours. Its time grows with the square of the depth: 200,000 nested <div> took 139 s.
    bare = _cleaned(html[:_READ_CHARACTERS])
    text = entities.unescape(_TAG.sub(gap, bare))
    return text if gap == _GAP else " ".join(text.split())
