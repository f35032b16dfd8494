"""The preview's own page: switches, the frame with the draft, and the findings beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from pipeline.model.finding_groups import group_findings
from pipeline.model.previews import Part, Proof, Screen, Switches
from pipeline.stages.render.words import TemplateTexts

_PARTS = {
    Part.MAIL: "Mail",
    Part.TEKST: "Gewone tekst",
    Part.VERHAAL: "Verhaal",
    Part.GESPREK: "Gesprek",
    Part.WEBVERSIE: "Webversie",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One position of a switch: what it says, the address that turns it there, whether it stands there."""

    label: str
    url: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Switch:
    label: str
    choices: tuple[Choice, ...]


def render_preview(proof: Proof, switches: Switches, templates: TemplateTexts) -> str:
    """Returns the page as HTML with one inline style sheet and one script of its own address."""
    return templates.render(
        "pages/preview.html.j2",
        proof=proof,
        switches=switches,
        rows=tuple(_rows(proof, switches)),
        frame=f"/deel?{_query(switches)}",
        frame_title=_PARTS[switches.part],
        groups=group_findings(proof.findings),
        blocking=sum(finding.is_blocking for finding in proof.findings),
        language="nl",
        is_listed=False,
    )


def render_preview_text(text: str, templates: TemplateTexts) -> str:
    """Returns the plain part as a page that shows it letter by letter."""
    return templates.render("pages/preview_text.html.j2", text=text)


def _rows(proof: Proof, switches: Switches) -> Iterator[Switch]:
    parts = [part for part in _PARTS if part in proof.parts] or [Part.MAIL]
    yield _switch("Wat", [(_PARTS[part], replace(switches, part=part)) for part in parts], switches)
    screens = [(screen.value.capitalize(), replace(switches, screen=screen)) for screen in Screen]
    yield _switch("Scherm", screens, switches)
    colours = [
        (label, replace(switches, is_dark=dark)) for label, dark in (("Licht", False), ("Donker", True))
    ]
    yield _switch("Kleuren", colours, switches)
    images = [
        (label, replace(switches, without_images=off)) for label, off in (("Aan", False), ("Uit", True))
    ]
    yield _switch("Plaatjes", images, switches)


def _switch(label: str, positions: list[tuple[str, Switches]], now: Switches) -> Switch:
    return Switch(label, tuple(Choice(text, f"/?{_query(to)}", to == now) for text, to in positions))


def _query(switches: Switches) -> str:
    return urlencode(
        {
            "wat": switches.part.value,
            "scherm": switches.screen.value,
            "kleuren": "donker" if switches.is_dark else "licht",
            "plaatjes": "uit" if switches.without_images else "aan",
        }
    )
