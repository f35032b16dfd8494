"""CSS that makes a mail fall apart, or not readable, in a program that many people have.

Only what the mail itself stands on: what @media adds for a phone is passed over by programs that do not know
it, and then the base is left. A test holds what these rules say of programs against the data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.stages.check import css
from pipeline.stages.check.document import Declared, Document, Element, own_text
from pipeline.stages.check.rules import BLOCKING, Example, Rule, Spot
from pipeline.stages.check.support.css_names import is_modern_colour
from pipeline.stages.check.support.features import StyleBlock, blocks_of, place_of, spot_of

_LAYOUTS = frozenset({"flex", "inline-flex", "grid", "inline-grid"})
_LOOSE = frozenset({"absolute", "fixed", "sticky"})
_NOT_OUTLOOK = re.compile(r"<!--\[if\s*+!\s*+\(?mso", re.IGNORECASE)
_VARIABLE = re.compile(r"var\(\s*+(--[\w-]*+)", re.IGNORECASE)
_WHITE: css.Colour = (255, 255, 255)
# Below this contrast a letter is hardly there.
_FAINT = 2.0


def _layout(document: Document) -> Iterator[Spot]:
    kept = tuple(_kept_from_outlook(document))
    for block, one in _base(document):
        if one.name == "display" and _plain(one.value) in _LAYOUTS:
            start = one.start if block.element is None else document.offset(block.element) or 0
            if not any(begin <= start < end for begin, end in kept):
                yield _spot(document, block, one, f"display:{_plain(one.value)}")


def _kept_from_outlook(document: Document) -> Iterator[tuple[int, int]]:
    """What stands between <!--[if !mso]><!--> and its end: all programs read it but Outlook on Windows."""
    begin: int | None = None
    for span in document.spans:
        if span.name != "comment":
            continue
        text = document.source[span.start : min(span.end, span.start + 60)]
        if _NOT_OUTLOOK.match(text):
            begin = span.end
        elif begin is not None and "[endif]" in text:
            yield begin, span.start
            begin = None


def _loose(document: Document) -> Iterator[Spot]:
    for block, one in _base(document):
        if one.name == "position" and _plain(one.value) in _LOOSE and not _is_out_of_sight(block):
            yield _spot(document, block, one, f"position:{_plain(one.value)}")


def _is_out_of_sight(block: StyleBlock) -> bool:
    """Text for a screen reader only (clipped, one pixel small, far outside), and what is not shown at all."""
    values = {one.name: _plain(one.value) for one in block.declared}
    lengths = {name: css.pixels(value) for name, value in values.items()}
    return (
        values.get("display") == "none"
        or "clip" in values
        or any(lengths.get(name) in (0, 1) for name in ("width", "height"))
        or any((lengths.get(name) or 0) <= -100 for name in ("left", "top", "text-indent"))
    )


def _variables(document: Document) -> Iterator[Spot]:
    """A variable whose declaration is all there is: with a plain value before it, that one stays."""
    for block in blocks_of(document):
        plain: set[str] = set()
        for one in block.declared:
            found = _VARIABLE.search(one.value)
            if found is None:
                plain.add(one.name)
            elif one.name not in plain and not one.name.startswith("--"):
                yield _spot(document, block, one, f"var({found[1]})")


def _modern_colours(document: Document) -> Iterator[Spot]:
    for block, one in _base(document):
        if block.element is not None and is_modern_colour(one.value):
            yield _spot(document, block, one, _plain(one.value))


def _bare_pictures(document: Document) -> Iterator[Spot]:
    """Light text on a picture with no colour under it: without the picture it is white on white."""
    for element in document.elements:
        drawn = f"{document.css(element, 'background-image')} {document.css(element, 'background')}"
        has_picture = "url(" in drawn or element.get("background")
        if has_picture and not document.is_hidden(element) and _is_bare(document, element):
            yield document.spot(element)


def _is_bare(document: Document, element: Element) -> bool:
    ground = next(
        filter(None, (_ground(document, one) for one in (element, *element.iterancestors()))), _WHITE
    )
    # What cannot be read as a colour, such as a gradient, is taken for good.
    return isinstance(ground, tuple) and any(
        _is_faint(document, one, ground)
        for one in element.iter("*")
        if own_text(one) and not _is_on_its_own(document, one, element)
    )


def _is_on_its_own(document: Document, text: Element, picture: Element) -> bool:
    """Whether something between the text and the picture lays a colour of its own."""
    for one in (text, *text.iterancestors()):
        if one is picture:
            return False
        if _ground(document, one):
            return True
    return False


def _ground(document: Document, element: Element) -> css.Colour | str | None:
    """The colour that an element itself lays under its text and picture."""
    own = document.css(element, "background-color") or element.get("bgcolor", "")
    shorthand = re.sub(r"url\([^)]*+\)", "", document.css(element, "background"))
    return css.colour(own) or own or css.colour(shorthand)


def _is_faint(document: Document, element: Element, ground: css.Colour) -> bool:
    for one in (element, *element.iterancestors()):
        if value := document.css(one, "color") or one.get("color", ""):
            shade = css.colour(value)
            return shade is not None and css.contrast(shade, ground) < _FAINT
    return False


def _base(document: Document) -> Iterator[tuple[StyleBlock, Declared]]:
    for block in blocks_of(document):
        if not block.is_conditional:
            for one in block.declared:
                yield block, one


def _plain(value: str) -> str:
    return value.lower().replace("!important", "").strip()


def _spot(document: Document, block: StyleBlock, one: Declared, what: str) -> Spot:
    often = f" ({block.count} keer)" if block.count > 1 else ""
    return spot_of(document, place_of(block, one), f"{what}{often}")


RULES: tuple[Rule[Document], ...] = (
    Rule(
        "css-layout",
        BLOCKING,
        "De opmaak staat op {detail}. Outlook voor Windows kent dat niet.",
        "Gebruik een tabel voor de opmaak. In @media mag het wel.",
        _layout,
        why="De kolommen komen dan zonder ruimte onder elkaar.",
        source="caniemail.com, css-display-flex en css-display-grid",
        example=Example(
            '<div style="display:flex">Dag allemaal</div>', '<div style="text-align:left">Dag allemaal</div>'
        ),
    ),
    Rule(
        "css-position",
        BLOCKING,
        "De opmaak gebruikt {detail}. Gmail en Outlook voor Windows kennen dat niet.",
        "Gebruik een tabel voor de opmaak.",
        _loose,
        why="Het onderdeel komt op of onder andere tekst te staan.",
        source="caniemail.com, css-position",
        example=Example(
            '<div style="position:absolute;top:0">Nieuw</div>', '<div style="text-align:right">Nieuw</div>'
        ),
    ),
    Rule(
        "css-variable",
        BLOCKING,
        "De opmaak gebruikt een variabele ({detail}). Gmail en Outlook kennen die niet.",
        "Schrijf de waarde zelf, of zet haar vóór de regel met de variabele.",
        _variables,
        why="De tekst of het vlak krijgt dan een kleur die niemand koos.",
        source="caniemail.com, css-variables",
        example=Example(
            '<p style="color:var(--inkt)">Dag allemaal</p>',
            '<p style="color:#2b3440;color:var(--inkt)">Dag allemaal</p>',
        ),
    ),
    Rule(
        "css-colour-modern-inline",
        BLOCKING,
        "Deze kleur heeft geen komma’s ({detail}). Gmail laat dan alle opmaak van het onderdeel weg.",
        "Schrijf de kleur als #rrggbb.",
        _modern_colours,
        why="Ook de letter, de ruimte en de breedte van dat onderdeel zijn dan weg.",
        source="caniemail.com, css-rgb",
        example=Example(
            '<p style="color:rgb(0 0 0 / 80%)">Dag allemaal</p>', '<p style="color:#333333">Dag allemaal</p>'
        ),
    ),
    Rule(
        "css-background-bare",
        BLOCKING,
        "Hier staan lichte letters op een afbeelding, zonder kleur eronder.",
        "Zet er een achtergrondkleur bij waarop de letters te lezen zijn.",
        _bare_pictures,
        why="Wie afbeeldingen uit heeft staan, of Outlook voor Windows gebruikt, ziet wit op wit.",
        source="caniemail.com, css-background-image; eigen proef met geblokkeerde afbeeldingen",
        example=Example(
            '<div style="background-image:url(https://nieuwsbrief.example/b.png)">'
            '<p style="color:#ffffff">Kom ook</p></div>',
            '<div style="background:#1d4f91 url(https://nieuwsbrief.example/b.png)">'
            '<p style="color:#ffffff">Kom ook</p></div>',
        ),
    ),
)
