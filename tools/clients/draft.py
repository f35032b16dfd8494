"""Takes a built draft and fills its open places, as a sender would for one reader today.

A spam filter judges a mail by its date and its addressee too, and a checker of HTML stumbles over `%%…%%`.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path

from pipeline.stages.deliver import LetterFacts, Reader, cut_letter
from tools.clients.nouns import Draft
from tools.clients.processes import ClientError

READER = "lezer@ontvanger.example.nl"
_SENDER = "nieuwsbrief.example.nl"
_WEB = f"https://{_SENDER}/webversie.html"
_WAY_OUT = f"https://{_SENDER}/afmelden/"
_MAIL, _MESSAGE, _WEB_VERSION = "newsletter.html", "newsletter.eml", "webversie.html"


def find_draft(named: Path | None, folder: Path) -> Path:
    """Returns the folder of a draft: `named`, one below it, or of a demo freshly made in `folder`."""
    if named is None:
        words = [sys.executable, "-m", "pipeline", "demo", "--out", str(folder)]
        made = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603
        if made.returncode:
            raise ClientError(f"the demo could not be made: {made.stderr.strip()[-300:]}")
        named = folder
    found = sorted(path.parent for path in named.rglob(_MESSAGE) if (path.parent / _MAIL).is_file())
    if not found:
        raise ClientError(f"{named} has no draft: no {_MESSAGE} with a {_MAIL} beside it")
    return found[-1]


def fill_draft(draft: Path, folder: Path, *, now: datetime) -> Draft:
    """Writes the draft to `folder` with its open places filled, to one reader, sent at `now` (aware)."""
    folder.mkdir(parents=True, exist_ok=True)
    html = (draft / _MAIL).read_text(encoding="utf-8")
    html = html.replace("%%WEBVERSIE%%", _WEB).replace("%%AFMELDEN%%", f"{_WAY_OUT}k1.0")
    (folder / _MAIL).write_text(html, encoding="utf-8")
    (folder / _MESSAGE).write_bytes(_letter((draft / _MESSAGE).read_bytes(), now))
    web = draft / _WEB_VERSION
    if web.is_file():
        (folder / _WEB_VERSION).write_bytes(web.read_bytes())
    return Draft(
        html=folder / _MAIL,
        eml=folder / _MESSAGE,
        web=folder / _WEB_VERSION if web.is_file() else None,
        has_images="<img" in html.lower() or "background=" in html.lower(),
    )


def _letter(message: bytes, now: datetime) -> bytes:
    facts = LetterFacts(
        sent_at=now,
        web_version=_WEB,
        way_out=_WAY_OUT,
        bounce_address=f"terug@{_SENDER}",
    )
    reader = Reader(
        address=READER,
        token="k1.proef",  # noqa: S106  # the form of a token, and no token
        mark="k1-proef",
        message_id=f"{now:%Y%m%d%H%M%S}.proef@{_SENDER}",
    )
    return cut_letter(message, facts).plain.fill(reader)
