"""Markdown of editors: to clean HTML, and to text as a person would write it in a mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

# The preset allows raw HTML by default; with it off, "<b>" is shown as the four characters it is.
_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_KEPT = {
    "a",
    "p",
    "br",
    "em",
    "strong",
    "ul",
    "ol",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "blockquote",
    "hr",
    "code",
    "pre",
}
_SCHEMES = {"http", "https", "mailto"}


def to_html(md: str) -> str:
    """Returns `md` as HTML of a small, clean subset; raw HTML is shown as text, pictures are left out."""
    return nh3.clean(
        str(_MARKDOWN.render(md)),
        tags=_KEPT,
        attributes={"a": {"href"}},
        url_schemes=_SCHEMES,
        link_rel=None,
    ).strip()


def to_text(md: str) -> str:
    """Returns `md` as plain text: blank lines between paragraphs, "- " lists, "woorden (https://…)" links."""
    return "\n\n".join(_blocks(_MARKDOWN.parse(md)))


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    """Yields paragraphs, and each outermost list or quotation as one block of lines."""
    index = 0
    while index < len(tokens):
        token = tokens[index]
        end = _end_of(tokens, index)
        inside = tokens[index + 1 : end]
        if token.type in ("bullet_list_open", "ordered_list_open"):
            yield _list(token, inside)
        elif token.type == "blockquote_open":
            yield "\n".join(f"> {line}".rstrip() for line in "\n\n".join(_blocks(inside)).splitlines())
        elif token.type in ("paragraph_open", "heading_open"):
            yield "".join(_words(child) for child in inside)
        elif token.type in ("fence", "code_block"):
            yield token.content.rstrip("\n")
        index = end + 1


def _list(opening: Token, tokens: Sequence[Token]) -> str:
    lines: list[str] = []
    number = int(str(opening.attrs.get("start", 1)))
    index = 0
    while index < len(tokens):
        end = _end_of(tokens, index)
        mark = "- " if opening.type == "bullet_list_open" else f"{number}. "
        body = "\n".join(_blocks(tokens[index + 1 : end]))
        lines.append(mark + body.replace("\n", "\n" + " " * len(mark)))
        number += 1
        index = end + 1
    return "\n".join(lines)


def _end_of(tokens: Sequence[Token], start: int) -> int:
    depth = 0
    for index in range(start, len(tokens)):
        depth += tokens[index].nesting
        if depth <= 0:
            return index
    return len(tokens) - 1


def _words(inline: Token) -> str:
    parts: list[str] = []
    link_start, address = 0, ""
    for token in inline.children or []:
        if token.type == "link_open":
            link_start, address = len(parts), str(token.attrs.get("href", ""))
        elif token.type == "link_close":
            words = "".join(parts[link_start:])
            # A bare address is its own words; "mailto:" is how machines write it.
            shown = address.removeprefix("mailto:")
            if shown and words not in (shown, address):
                parts.append(f" ({shown})")
        elif token.type == "softbreak":
            parts.append(" ")
        elif token.type == "hardbreak":
            parts.append("\n")
        elif token.type == "image":
            parts.append("".join(child.content for child in token.children or []))
        else:
            parts.append(token.content)
    return "".join(parts).strip()
