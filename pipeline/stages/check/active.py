"""What has no place in a mail, and makes filters throw it away: scripts, forms, frames, media."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.stages.check.document import Document
from pipeline.stages.check.rules import ADVICE, BLOCKING, Example, Rule, Spot


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
    for field in document.all("input", "select", "textarea", "button"):
        if next(field.iterancestors("form"), None) is None:
            yield document.spot(field)


def _frames(document: Document) -> Iterator[Spot]:
    for frame in document.all("iframe", "frame", "frameset", "object", "embed", "applet"):
        yield document.spot(frame)


def _media(document: Document) -> Iterator[Spot]:
    for player in document.all("video", "audio"):
        yield document.spot(player)


RULES: tuple[Rule[Document], ...] = (
    Rule(
        "script-present",
        BLOCKING,
        "Er staat een programma (script) in de mail. "
        "Mailprogramma’s voeren dat niet uit, en filters houden de mail tegen.",
        "Haal het script weg.",
        _scripts,
        why="Een mail met een programma erin is verdacht, en terecht.",
        source="caniemail.com, html-script",
        example=Example("<script>var a = 1;</script>", "<p>Dag allemaal</p>"),
    ),
    Rule(
        "event-handler",
        BLOCKING,
        "Aan dit onderdeel hangt een programma ({detail}). Filters houden de mail daarom tegen.",
        "Haal het attribuut weg.",
        _event_handlers,
        why="Het werkt nergens, en het ziet eruit als een aanval.",
        source="eigen proef in Roundcube",
        example=Example('<p onclick="a()">Dag allemaal</p>', "<p>Dag allemaal</p>"),
    ),
    Rule(
        "form-present",
        BLOCKING,
        "Er staat een formulier in de mail. In de meeste mailprogramma’s werkt dat niet, en het lijkt "
        "op oplichting.",
        "Zet het formulier op een webpagina en verwijs daarnaar.",
        _forms,
        why=("Outlook toont geen velden, Gmail waarschuwt, en wat iemand invult gaat verloren."),
        source="caniemail.com, html-form",
        example=Example(
            '<form action="https://verslag.example/"><input name="mening"></form>',
            '<a href="https://verslag.example/mening">Geef je mening op onze website</a>',
        ),
    ),
    Rule(
        "frame-present",
        BLOCKING,
        "Er staat een stuk van een andere pagina in de mail (iframe, object). Mailprogramma’s laten dat weg.",
        "Verwijs met een gewone link naar die pagina.",
        _frames,
        why="De lezer ziet een gat.",
        source="caniemail.com, html-iframe",
        example=Example(
            '<iframe src="https://film.example/42" title="Film"></iframe>',
            '<a href="https://film.example/42">Bekijk de film over samen beslissen</a>',
        ),
    ),
    Rule(
        "media-present",
        ADVICE,
        "Er staat een filmpje of geluid in de mail zelf. Bijna geen mailprogramma speelt dat af.",
        "Zet er een afbeelding of knop met een link naar de pagina voor in de plaats.",
        _media,
        why="De lezer ziet een gat, of schrikt van geluid.",
        source="caniemail.com, html-video",
        example=Example(
            '<video src="https://film.example/42.mp4"></video>',
            '<a href="https://film.example/42">Bekijk de film over samen beslissen</a>',
        ),
    ),
)
