"""What the headers of every mail of ours have in common, the newsletter's and the others'."""

from __future__ import annotations

import re
import unicodedata
from email.header import Header
from email.policy import SMTP

# Quoted-printable allows 76 signs a line (RFC 2045, 6.7), where the library takes 78 for the whole message.
MAIL_POLICY = SMTP.clone(max_line_length=76)
_BLANKS = re.compile(r"\s+")
_SUBJECT = re.compile(rb"^Subject:[^\r\n]*(?:\r\n[ \t][^\r\n]*)*", re.MULTILINE)


def header_text(text: str) -> str:
    """Returns `text` fit for one header line: line breaks and controls become a blank, invisible signs go.

    The standard library lets a line break inside an encoded word become a header of its own.
    """
    kept = "".join(char for char in text if unicodedata.category(char) not in ("Cf", "Cs", "Co"))
    one_line = "".join(" " if unicodedata.category(char) == "Cc" else char for char in kept)
    return _BLANKS.sub(" ", one_line).strip()


def whole_subject(head: bytes, subject: str) -> bytes:
    """Returns the headers `head` with a subject with other letters encoded as one text, blanks and all.

    The library encodes word by word, and loses the blank between two of them where it breaks the line.
    """
    subject = header_text(subject)
    if subject.isascii():
        return head
    encoded = Header(subject, "utf-8", maxlinelen=76, header_name="Subject").encode(linesep="\r\n")
    return _SUBJECT.sub(lambda _: f"Subject: {encoded}".encode("ascii"), head, count=1)
