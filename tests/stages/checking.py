"""What the tests of checking share: a small good mail, its message, and how an example gets into it."""

from __future__ import annotations

import quopri
from pathlib import Path

from pipeline.jobs.client_support import load_client_support
from pipeline.model import EmailLimits, Finding
from pipeline.stages.check import check_eml, check_html, check_text
from pipeline.stages.check.rules import Example, Where

HERE = Path(__file__).parent
GOOD_HTML = (HERE / "good.html").read_text(encoding="utf-8")
GOOD_TEXT = (HERE / "good.txt").read_text(encoding="utf-8")
LIMITS = EmailLimits()
FACTS = load_client_support()

HEADERS = """\
From: Programma Samen Veilig <nieuwsbrief@nieuwsbrief.example>
To: lezer@ontvanger.example
Subject: =?utf-8?q?Samen_aan_tafel=2C_=C3=A9=C3=A9n_gezicht?=
Date: Thu, 03 Dec 2026 09:00:00 +0100
Message-ID: <2026-12@nieuwsbrief.example>
List-Id: Nieuwsbrief Samen Veilig <samen-veilig.nieuwsbrief.example>
List-Unsubscribe: <https://nieuwsbrief.example/af/abc>
List-Unsubscribe-Post: List-Unsubscribe=One-Click
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="grens"
"""

_BEFORE = {
    # The mark before which an example is put.
    Where.BODY: "<h2 ",
    Where.HEAD: "</head>",
    Where.STYLE: "</style>",
}


def message(html: str = GOOD_HTML, text: str = GOOD_TEXT, headers: str = HEADERS) -> bytes:
    """The two versions as one message, quoted-printable, lines ending in LF as in a file."""
    coding = "Content-Transfer-Encoding: quoted-printable"
    parts = [
        f"Content-Type: text/{subtype}; charset=utf-8\n{coding}\n\n".encode()
        + quopri.encodestring(content.encode())
        for subtype, content in (("plain", text), ("html", html))
    ]
    body = b"".join(b"\n--grens\n" + part for part in parts)
    return headers.encode("utf-8", "surrogateescape") + b"\n" + body + b"\n--grens--\n"


def placed(snippet: str, example: Example) -> bytes | str:
    """The good mail with `snippet`, one of the two of `example`: HTML as text, a message as bytes."""
    where = example.where
    if where is Where.MESSAGE:
        return snippet if "<!DOCTYPE" in snippet else snippet.encode()
    if where is Where.HEADERS:
        return message(headers=_put(HEADERS, snippet, example.good, "MIME-Version:"))
    if where is Where.TEXT:
        return message(text=_put(GOOD_TEXT, snippet, example.good, "AGENDA"))
    return _put(GOOD_HTML, snippet, example.good, _BEFORE[where])


def _put(base: str, snippet: str, good: str, mark: str) -> str:
    if good in base:
        return base.replace(good, snippet)
    before, _, after = base.partition(mark)
    end = "" if snippet.endswith("\n") else "\n"
    return f"{before}{snippet}{end}{mark}{after}"


def findings_of(mail: bytes | str, limits: EmailLimits = LIMITS) -> tuple[Finding, ...]:
    """What the check says of an HTML mail (text) or a message (bytes)."""
    if isinstance(mail, bytes):
        return check_eml(mail, path="mail.eml", limits=limits, facts=FACTS)
    return check_html(mail, path="mail.html", limits=limits, facts=FACTS)


def codes_of(mail: bytes | str, limits: EmailLimits = LIMITS) -> set[str]:
    return {finding.code for finding in findings_of(mail, limits)}


def codes_of_text(text: str) -> set[str]:
    return {finding.code for finding in check_text(text, path="mail.txt")}
