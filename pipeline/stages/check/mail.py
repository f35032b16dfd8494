"""A message as bytes, taken apart: headers with their lines, text parts with their lines.

The standard library's `email` reads the parts. Headers are read here, because the rules need the line of each
and its raw form, and because the library's own header parser can fail on a hostile one.
"""

from __future__ import annotations

import email
import email.errors
import email.header
import email.message
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.stages.check.rules import Spot

# What makes a message fall apart; the library's other defects are about single characters.
_STRUCTURAL = (
    email.errors.NoBoundaryInMultipartDefect,
    email.errors.StartBoundaryNotFoundDefect,
    email.errors.CloseBoundaryNotFoundDefect,
    email.errors.MissingHeaderBodySeparatorDefect,
    email.errors.MultipartInvariantViolationDefect,
    email.errors.FirstHeaderLineIsContinuationDefect,
)
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:(.*)", re.DOTALL)
_BARE_END = re.compile(rb"(?<!\r)\n|\r(?!\n)")
_LINE = re.compile(rb"[^\n]*\n|[^\n]+\Z")


@dataclass(frozen=True, slots=True)
class Header:
    """One header field; `raw` is its value as sent, unfolded, bytes that are not ASCII as surrogates."""

    name: str
    raw: str
    line: int

    @property
    def value(self) -> str | None:
        """The decoded value; None when its encoded words cannot be decoded."""
        try:
            return str(email.header.make_header(email.header.decode_header(_ascii(self.raw)))).strip()
        except (email.errors.MessageError, LookupError, ValueError):
            return None


def _ascii(raw: str) -> str:
    return raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Part:
    """One part that is not a container.

    `line_map[n]` is the line in the file of the n-th line of `text`, counting from 0; empty when that cannot
    be told. `keeps_columns`: the text stands in the file as it is. `container` is the multipart it is in.
    """

    content_type: str
    charset: str
    encoding: str
    container: str
    content_id: str
    is_attachment: bool
    text: str
    line_map: tuple[int, ...]
    keeps_columns: bool

    def line(self, line: int | None) -> int | None:
        if line is None or not self.line_map:
            return None
        return self.line_map[min(line - 1, len(self.line_map) - 1)]


@dataclass(frozen=True, slots=True)
class PlainText:
    """Text as it goes out; lines count from 1."""

    source: str

    def spot(self, start: int, end: int, *, show: bool = True) -> Spot:
        line_start = self.source.rfind("\n", 0, start) + 1
        line = self.source.count("\n", 0, start) + 1
        found = self.source[start:end] if show else ""
        return Spot(line, start - line_start + 1, found, found[:90])


@dataclass(frozen=True, slots=True)
class Mail:
    """A message; `long_lines` are (line, bytes, whether it is a header) of lines over 998 bytes.

    `odd_line_end` is the first line that ends in another way than the one before it, 0 where there is none.
    """

    headers: tuple[Header, ...]
    parts: tuple[Part, ...]
    defects: tuple[str, ...]
    long_lines: tuple[tuple[int, int, bool], ...]
    odd_line_end: int = 0

    def all(self, name: str) -> list[Header]:
        return [header for header in self.headers if header.name == name.lower()]

    def first(self, name: str) -> Header | None:
        return next(iter(self.all(name)), None)

    def body(self, content_type: str) -> Part | None:
        """The first part of this type that is no attachment."""
        return next(
            (part for part in self.parts if part.content_type == content_type and not part.is_attachment),
            None,
        )


def parse_mail(message: bytes) -> Mail:
    """Takes any bytes apart; never raises, whatever stands in them."""
    headers, header_lines = _headers(message)
    try:
        parsed = email.message_from_bytes(message)
        leaves = list(_leaves(parsed))
        parts = tuple(_part(leaf, container, message) for leaf, container in leaves)
        defects = _defects(parsed)
    except (
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        RecursionError,
        email.errors.MessageError,
    ) as error:
        # The library promises to take anything and mostly does; what is left is a message nobody can read.
        parts, defects = (), (type(error).__name__,)
    long_lines = tuple(_long_lines(message, header_lines))
    return Mail(headers, parts, defects, long_lines, _odd_line_end(message))


def _headers(message: bytes) -> tuple[tuple[Header, ...], int]:
    """The fields up to the first empty line, and how many lines they take."""
    found: list[tuple[str, list[str], int]] = []
    count = 0
    for line in _LINE.findall(message):
        bare = line.rstrip(b"\r\n")
        if not bare:
            break
        count += 1
        text = bare.decode("utf-8", "surrogateescape")
        field = _FIELD.match(bare)
        if bare[:1] in b" \t" and found:
            found[-1][1].append(text)
        elif field:
            value = field[2].decode("utf-8", "surrogateescape")
            found.append((field[1].decode("ascii").lower(), [value], count))
        elif not (count == 1 and bare.startswith(b"From ")):
            break
    return tuple(Header(name, "".join(lines).strip(" \t"), line) for name, lines, line in found), count


def _long_lines(message: bytes, header_lines: int) -> Iterator[tuple[int, int, bool]]:
    for number, line in enumerate(_LINE.findall(message), start=1):
        length = len(line.rstrip(b"\r\n"))
        if length > 998:
            yield number, length, number <= header_lines


def _odd_line_end(message: bytes) -> int:
    """A file with LF alone was saved on a disk; what travels has CRLF. A mix of the two is neither."""
    crlf, alone = message.find(b"\r\n"), _BARE_END.search(message)
    if crlf < 0 or alone is None:
        return 0
    return message.count(b"\n", 0, max(crlf, alone.start())) + 1


def _leaves(
    message: email.message.Message, container: str = ""
) -> Iterator[tuple[email.message.Message, str]]:
    if message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, email.message.Message):
                yield from _leaves(part, message.get_content_subtype())
    else:
        yield message, container


def _defects(message: email.message.Message) -> tuple[str, ...]:
    found = {
        type(defect).__name__
        for part in message.walk()
        for defect in part.defects
        if isinstance(defect, _STRUCTURAL)
    }
    return tuple(sorted(found))


def _part(leaf: email.message.Message, container: str, message: bytes) -> Part:
    content = leaf.get_payload(decode=True)
    payload = content if isinstance(content, bytes) else b""
    encoding = str(leaf.get("Content-Transfer-Encoding", "7bit")).strip().lower()
    charset = leaf.get_content_charset() or ""
    is_text = leaf.get_content_maintype() == "text"
    return Part(
        content_type=leaf.get_content_type(),
        charset=charset,
        encoding=encoding,
        container=container,
        content_id=str(leaf.get("Content-ID", "")).strip().strip("<>"),
        is_attachment=leaf.get_content_disposition() == "attachment",
        text=_decoded(payload, charset).replace("\r\n", "\n") if is_text else "",
        line_map=_line_map(leaf, payload, encoding, message) if is_text else (),
        keeps_columns=encoding in {"7bit", "8bit", "binary"},
    )


def _decoded(payload: bytes, charset: str) -> str:
    try:
        return payload.decode(charset or "utf-8", "replace")
    except (LookupError, ValueError):
        return payload.decode("utf-8", "replace")


def _line_map(leaf: email.message.Message, payload: bytes, encoding: str, message: bytes) -> tuple[int, ...]:
    is_coded = encoding in {"quoted-printable", "base64"}
    coded = leaf.get_payload()
    raw = coded.encode("ascii", "replace") if is_coded and isinstance(coded, str) else payload
    at = message.find(raw) if raw.strip() else -1
    if at < 0:
        return ()
    first = message.count(b"\n", 0, at) + 1
    if encoding == "base64":
        return (first,)
    lines = raw.split(b"\n")
    if encoding != "quoted-printable":
        return tuple(range(first, first + len(lines)))
    # A line that ends in "=" goes on in the next, and "=0A" is a line end of its own.
    found = [first]
    for number, line in enumerate(lines, start=first):
        found += [number] * line.upper().count(b"=0A")
        if not line.rstrip(b"\r").endswith(b"="):
            found.append(number + 1)
    return tuple(found[:-1])
