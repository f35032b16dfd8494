"""What a defect is, and the small edits that defects are made of.

An edit takes a good mail and gives the same mail with one change. It asserts that it changed something,
so that a defect cannot go missing unseen when the templates change.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

TextTarget = Literal["html", "text"]
TextEdit = Callable[[str], str]
BytesEdit = Callable[[bytes], bytes]

LINK_STYLE = 'class="link" style="color:#0f5257; text-decoration:underline"'
GAP = 'style="margin:0 0 14px 0"'


@dataclass(frozen=True)
class TextDefect:
    """One defect in the HTML or in the plain text. `why` says which reader is hurt, and how."""

    name: str
    why: str
    target: TextTarget
    apply: TextEdit


@dataclass(frozen=True)
class BytesDefect:
    """One defect in the complete message, headers and parts."""

    name: str
    why: str
    apply: BytesEdit
    target: Literal["eml"] = "eml"


Defect = TextDefect | BytesDefect


def swap(pattern: str, new: str, *, count: int = 1) -> TextEdit:
    """Replace what a regular expression finds, the first time unless told otherwise (0 is every time)."""

    def apply(mail: str) -> str:
        changed = re.sub(pattern, new, mail, count=count, flags=re.DOTALL)
        assert changed != mail, f"nothing changed by {pattern!r}"
        return changed

    return apply


def introduce(fragment: str) -> TextEdit:
    """Put a fragment after the first paragraph below the h1, in the column that readers see first.

    In the fragment `@url@` stands for the mail's first https link, so that a link is not also missing
    from the plain text, and `@host@` for the host of that link.
    """

    def apply(mail: str) -> str:
        place = re.search(r"</h1>.*?</p>", mail, re.DOTALL)
        assert place is not None, "no paragraph below an h1"
        known = re.search(r'href="(https://([^/"]+)[^"]*)"', mail)
        assert known is not None, "no https link"
        filled = fragment.replace("@url@", known[1]).replace("@host@", known[2])
        return f"{mail[: place.end()]}\n{filled}{mail[place.end() :]}"

    return apply


def say(words: str) -> TextEdit:
    """Add one paragraph that looks like the paragraph before it."""
    return introduce(f"<p {GAP}>{words}</p>")


def link_to(href: str, words: str = "Lees het verhaal van deze maand") -> TextEdit:
    """Add one paragraph that is one link."""
    return say(f'<a href="{href}" {LINK_STYLE}>{words}</a>')


def picture(attributes: str) -> TextEdit:
    """Add one image, with exactly these attributes beside the two that every image here has."""
    return say(f'<img border="0" style="display:block" {attributes}>')


def head(fragment: str) -> TextEdit:
    """Add something at the end of the head."""
    return before_last("</head>", fragment)


def rules(css: str) -> TextEdit:
    """Add rules at the end of the last style block."""
    return before_last("</style>", css)


def before_last(mark: str, fragment: str) -> TextEdit:
    """Add a fragment before the last place where `mark` stands."""

    def apply(mail: str) -> str:
        before, found, after = mail.rpartition(mark)
        assert found, f"no {mark}"
        return f"{before}{fragment}\n{found}{after}"

    return apply


def swap_bytes(pattern: bytes, new: bytes) -> BytesEdit:
    """Replace the first place that a regular expression finds; `new` is taken as it is."""

    def apply(mail: bytes) -> bytes:
        changed = re.sub(pattern, lambda _: new, mail, count=1, flags=re.DOTALL)
        assert changed != mail, f"nothing changed by {pattern!r}"
        return changed

    return apply


def header(name: str, value: str) -> BytesEdit:
    """Give a header of the message another value."""
    return swap_bytes(_header_pattern(name), f"{name}: {value}\r\n".encode())


def no_header(name: str) -> BytesEdit:
    """Take a header of the message away, with its folded lines."""
    return swap_bytes(_header_pattern(name), b"")


def more_headers(lines: str) -> BytesEdit:
    """Put one or more header lines on top of the message."""
    return lambda mail: f"{lines}\r\n".encode() + mail


def _header_pattern(name: str) -> bytes:
    return rb"(?im)^" + re.escape(name).encode() + rb":[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*"


def parts(message: bytes) -> tuple[bytes, list[bytes], bytes]:
    """Cut a message: the delimiter, its parts (each from the line end after a delimiter) and the top."""
    found = re.search(rb'boundary="([^"]+)"', message)
    assert found is not None, "no boundary"
    delimiter = b"--" + found[1]
    top, *rest = message.split(delimiter)
    assert len(rest) >= 3, "a message with two parts is wanted"
    return delimiter, rest[:-1], top
