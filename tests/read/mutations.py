"""Good documents with damage in them: cut off, bytes changed, pieces doubled, left out or put elsewhere."""

from __future__ import annotations

from hypothesis import strategies as st

_SPLINTERS = (
    *(b"<", b">", b"&", b"]]>", b"<![CDATA[", b"\0", b"\xff", b"{", b"}", b"[", b"]", b'"', b"null", b"-1"),
    *(b"1e999", b"<!DOCTYPE x [", b"<!--", b"\r\n", "\u202e\u2028é".encode(), b"9" * 40, b"0001-01-01"),
    *(b"javascript:", b"http://[", b"&#x0;", b"\xef\xbb\xbf", b"<html>", b"99999999999999999999999999"),
)


@st.composite
def mutations(draw: st.DrawFn, document: str) -> bytes:
    """Returns `document` with up to four changes."""
    body = document.encode()
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.integers(0, 60)))
        change = draw(st.sampled_from(("cut", "drop", "double", "splinter", "move")))
        if change == "cut":
            body = body[:start]
        elif change == "drop":
            body = body[:start] + body[end:]
        elif change == "double":
            body = body[:end] + body[start:end] * draw(st.integers(1, 20)) + body[end:]
        elif change == "splinter":
            body = body[:start] + draw(st.sampled_from(_SPLINTERS)) + body[end:]
        else:
            to = draw(st.integers(0, len(body)))
            body = body[:to] + body[start:end] + body[to:]
    return body
