"""Whether text stands out from its background, as far as inline styles tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.stages.check import css
from pipeline.stages.check.document import Document, Element, own_text
from pipeline.stages.check.rules import ADVICE, Example, Rule, Spot

_LARGE = 24.0
_LARGE_BOLD = 18.66
_WHITE: css.Colour = (255, 255, 255)


class Unsure:
    """Stands for a colour or background that cannot be known from the styles."""


UNSURE = Unsure()
Known = css.Colour | Unsure | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Text on its ground, as far as both are known; `ground` is None where no style names one."""

    element: Element
    text: css.Colour
    ground: css.Colour | None
    is_large: bool

    def ratio(self, unknown_ground: css.Colour) -> float:
        return css.contrast(self.text, self.ground or unknown_ground)

    @property
    def needed(self) -> float:
        return 3 if self.is_large else 4.5


def pairs(document: Document, own_colours: Callable[[Element], tuple[Known, Known]]) -> Iterator[Pair]:
    """Every text that is seen, with the colours that reach it: of itself, or of what is around it."""
    texts: dict[Element, Known] = {}
    grounds: dict[Element, Known] = {}
    for element in document.elements:
        parent = element.getparent()
        above = (None, None) if parent is None else (texts.get(parent), grounds.get(parent))
        own = own_colours(element)
        text = texts[element] = own[0] or above[0]
        ground = grounds[element] = own[1] or above[1]
        if not isinstance(text, tuple) or isinstance(ground, Unsure):
            continue
        if not document.is_hidden(element) and own_text(element).strip("\u00a0\u200c "):
            yield Pair(element, text, ground, is_large(document, element))


def colours_of(document: Document, element: Element) -> tuple[Known, Known]:
    """The text colour and the ground that an element's own attributes name."""
    return _text_colour(document, element), _background(document, element)


def _low_contrast(document: Document) -> Iterator[Spot]:
    """One place for each pair of colours: a pair that fails fails everywhere."""
    seen: set[tuple[css.Colour, css.Colour | None, bool]] = set()
    for pair in pairs(document, lambda element: colours_of(document, element)):
        key = (pair.text, pair.ground, pair.is_large)
        if key not in seen and (ratio := pair.ratio(_WHITE)) < pair.needed:
            seen.add(key)
            yield document.spot(pair.element, f"{ratio:.1f}".replace(".", ","))


def _text_colour(document: Document, element: Element) -> Known:
    value = document.css(element, "color") or (element.get("color", "") if element.tag == "font" else "")
    if not value or value == "inherit":
        return None
    return css.colour(value) or UNSURE


def _background(document: Document, element: Element) -> Known:
    if element.get("background"):
        return UNSURE
    image = document.css(element, "background-image")
    value = document.css(element, "background-color") or document.css(element, "background")
    if "url(" in image + value or "gradient" in image + value:
        return UNSURE
    value = value or element.get("bgcolor", "")
    if value in {"", "none", "transparent", "inherit", "0"}:
        return None
    return css.colour(value) or UNSURE


def is_large(document: Document, element: Element) -> bool:
    size = css.pixels(document.css(element, "font-size")) or 16
    bold = element.tag in {"b", "strong", "h1", "h2", "h3"} or document.css(element, "font-weight") in {
        "bold",
        "700",
        "800",
        "900",
    }
    return size >= (_LARGE_BOLD if bold else _LARGE)


RULES: tuple[Rule[Document], ...] = (
    Rule(
        "contrast-low",
        ADVICE,
        "Deze tekst steekt te weinig af bij de achtergrond: {detail} op 1.",
        "Kies een donkerdere of lichtere kleur. Gewone tekst heeft 4,5 op 1 nodig, grote letters 3 op 1.",
        _low_contrast,
        why="In de zon, en voor wie ouder wordt, verdwijnt de tekst.",
        source="WCAG 2.2, 1.4.3",
        example=Example(
            '<p style="color:#b8b8b8">Aanmelden kan tot 1 februari.</p>',
            '<p style="color:#2b3440">Aanmelden kan tot 1 februari.</p>',
        ),
    ),
)
