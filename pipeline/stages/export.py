"""Hands an edition to a program that sends: its own tags where ours stood open, and nothing left to fill in.

newsletter.html, newsletter.txt  +  engine  ─►  the same two, with its tags, and a note on what goes where
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.errors import ExportError
from pipeline.model import Newsletter
from pipeline.model.editions import WAY_OUT, WEB_VERSION
from pipeline.model.exports import Engine

HTML, TEXT, NOTE = "nieuwsbrief.html", "nieuwsbrief.txt", "onderwerp.txt"
DRAFT_MARK = "[PROEF]"

# Also what some program on the way encoded: the reader would see it all the same.
_OPEN_PLACE = re.compile(r"(?:%%|%25%25)\w+(?:%%|%25%25)")
_BODY = re.compile(r"<body[^>]*>")
_TITLE = re.compile(r"<title>")
_DRAFT_TEXT = "Proef: deze nieuwsbrief is nog niet goedgekeurd. Verstuur hem niet."


@dataclass(frozen=True, slots=True)
class Issue:
    """What of an edition goes out: both parts as they were built, and what an inbox shows of it."""

    month_name: str
    subject: str
    preheader: str
    html: str
    text: str


def export(
    issue: Issue, engine: Engine, newsletter: Newsletter, *, web_url: str, is_draft: bool = False
) -> Mapping[str, bytes]:
    """Returns the files for `engine` by name; a draft is marked in all of them.

    Raises ExportError when a place stays open, or when a part has no way out.
    """
    places = {
        WAY_OUT: (engine.unsubscribe, f"mailto:{newsletter.reply_to}?subject=Afmelden"),
        WEB_VERSION: (engine.web_version, web_url),
    }
    page = _fill(_taken_apart(issue.html, engine, in_html=True), places, in_html=True)
    text = _fill(_taken_apart(issue.text, engine, in_html=False), places, in_html=False)
    subject = _taken_apart(issue.subject, engine, in_html=False)
    if is_draft:
        page, text, subject = _marked_page(page), f"{_DRAFT_TEXT}\n\n{text}", f"{DRAFT_MARK} {subject}"
    note = _note(issue, subject, engine, newsletter, is_draft=is_draft)
    files = {HTML: page, TEXT: text, NOTE: note}
    for name, body in files.items():
        _demand_filled(name, body)
    for name, whole in ((HTML, issue.html), (TEXT, issue.text)):
        if WAY_OUT not in whole:
            raise ExportError(f"{name} has no link to unsubscribe ({WAY_OUT}); build the edition again")
    return {name: body.encode() for name, body in files.items()}


def _fill(body: str, places: Mapping[str, tuple[str, str]], *, in_html: bool) -> str:
    # A tag goes in to the letter: the program looks for exactly these signs before there is any HTML.
    for place, (tag, own) in places.items():
        body = body.replace(place, tag or (html.escape(own) if in_html else own))
    return body


def _taken_apart(body: str, engine: Engine, *, in_html: bool) -> str:
    """Returns `body` with what begins a tag of `engine` spelled so that it does not, and reads the same."""
    if not engine.opens:
        return body
    head, last = engine.opens[:-1], engine.opens[-1]
    if in_html:
        return body.replace(engine.opens, f"{head}&#{ord(last)};")
    # Of three braces the last two are a beginning again.
    return re.sub(f"{re.escape(head)}(?={re.escape(last)})", f"{head} ", body)


def _marked_page(page: str) -> str:
    style = "margin:0; padding:12px; background-color:#8f1d14; color:#fffefc; font:bold 16px/1.5 sans-serif"
    banner = f'<div lang="nl" dir="ltr" style="{style}">{_DRAFT_TEXT}</div>'
    marked = _TITLE.sub(f"<title>{DRAFT_MARK} ", page, count=1)
    return _BODY.sub(lambda body: f"{body[0]}\n{banner}", marked, count=1)


def _demand_filled(name: str, body: str) -> None:
    found = _OPEN_PLACE.search(body)
    if found:
        line = body.count("\n", 0, found.start()) + 1
        message = f"{name}:{line}: {found[0]} is left to fill in; take it out of the text and build again"
        raise ExportError(message)


def _note(issue: Issue, subject: str, engine: Engine, newsletter: Newsletter, *, is_draft: bool) -> str:
    lines = [
        f"Nieuwsbrief {issue.month_name}, voor {engine.name}",
        *([_DRAFT_TEXT] if is_draft else []),
        "",
        f"Onderwerp:      {subject}",
        f"Voorvertoning:  {_taken_apart(issue.preheader, engine, in_html=False)}",
        f"Afzender:       {newsletter.sender} <{newsletter.from_address}>",
        f"Antwoordadres:  {newsletter.reply_to}",
        "",
        f"{HTML} is de HTML-versie en {TEXT} de tekstversie: neem ze allebei over zoals ze zijn.",
        "De voorvertoning staat al in de HTML; laat het veld ervoor leeg als het programma dat toelaat.",
        "Zet het meten van openen en klikken uit: deze nieuwsbrief belooft lezers dat we dat niet doen.",
        "Stuur eerst een proef naar jezelf, en klik daarin op ‘in je browser’ en op ‘meld je af’.",
        *_warning(engine),
    ]
    return "\n".join(lines) + "\n"


def _warning(engine: Engine) -> list[str]:
    if engine.source:
        return []
    if not engine.unsubscribe:
        return ["Afmelden gaat per mail naar het antwoordadres: iemand moet die mails lezen en verwerken."]
    return [
        f"Let op: we konden de codes van {engine.name} niet nakijken bij de maker. Werkt een van beide links",
        "in je proef niet, zet dan de juiste codes in config.toml, bij [[export]].",
    ]
