"""What has no place in a mail, and makes filters throw it away: scripts, forms, frames, media."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.stages.check.document import Document
from pipeline.stages.check.rules import ADVICE, BLOCKING, Rule, Spot


def _scripts(document: Document) -> Iterator[Spot]:
    for script in document.all("script"):
        # Schema.org notes for Gmail (flights, parcels) are data, not a program.
        if script.get("type", "").strip().lower() != "application/ld+json":
            yield document.spot(script)


def _event_handlers(document: Document) -> Iterator[Spot]:
    for element in document.elements:
        for name, _ in document.attributes(element):
            if name.lower().startswith("on") and name[2:].isalpha():
                yield document.spot(element, name)


def _forms(document: Document) -> Iterator[Spot]:
    for form in document.all("form"):
        yield document.spot(form)
    for field in document.all("input", "select", "textarea"):
        if next(field.iterancestors("form"), None) is None:
            yield document.spot(field)


def _frames(document: Document) -> Iterator[Spot]:
    for frame in document.all("iframe", "frame", "frameset", "object", "embed", "applet"):
        yield document.spot(frame)


def _media(document: Document) -> Iterator[Spot]:
    for player in document.all("video", "audio"):
        yield document.spot(player)


def _refreshes(document: Document) -> Iterator[Spot]:
    for meta in document.all("meta"):
        if meta.get("http-equiv", "").strip().lower() == "refresh":
            yield document.spot(meta)


def _bases(document: Document) -> Iterator[Spot]:
    for base in document.all("base"):
        if base.get("href"):
            yield document.spot(base)


RULES: tuple[Rule[Document], ...] = (
    Rule(
        "script-present",
        BLOCKING,
        "Er staat een programma (script) in de mail. "
        "Mailprogramma’s voeren dat niet uit, en filters houden de mail tegen.",
        "Haal het script weg.",
        _scripts,
    ),
    Rule(
        "event-handler",
        BLOCKING,
        "Aan dit onderdeel hangt een programma ({detail}). Filters houden de mail daarom tegen.",
        "Haal het attribuut weg.",
        _event_handlers,
    ),
    Rule(
        "form-present",
        BLOCKING,
        "Er staat een formulier in de mail. In de meeste mailprogramma’s werkt dat niet, en het lijkt "
        "op oplichting.",
        "Zet het formulier op een webpagina en verwijs daarnaar.",
        _forms,
    ),
    Rule(
        "frame-present",
        BLOCKING,
        "Er staat een stuk van een andere pagina in de mail (iframe, object). Mailprogramma’s laten dat weg.",
        "Verwijs met een gewone link naar die pagina.",
        _frames,
    ),
    Rule(
        "media-present",
        ADVICE,
        "Er staat een filmpje of geluid in de mail zelf. Bijna geen mailprogramma speelt dat af.",
        "Zet er een afbeelding of knop met een link naar de pagina voor in de plaats.",
        _media,
    ),
    Rule(
        "meta-refresh",
        BLOCKING,
        "De mail stuurt de lezer vanzelf door naar een andere pagina.",
        'Haal de <meta http-equiv="refresh"> weg.',
        _refreshes,
    ),
    Rule(
        "base-present",
        ADVICE,
        "De mail heeft een <base>. Mailprogramma’s slaan die over, en dan kloppen de adressen niet.",
        "Schrijf in elke link het hele adres.",
        _bases,
    ),
)
