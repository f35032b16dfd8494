"""Whether text stands out from its background, as far as inline styles tell."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.stages.check import css
from pipeline.stages.check.document import Document, Element, own_text
from pipeline.stages.check.rules import ADVICE, Rule, Spot

_LARGE = 24.0
_LARGE_BOLD = 18.66
_WHITE: css.Colour = (255, 255, 255)


class _Unsure:
    """Stands for a colour or background that cannot be known from the styles."""


_UNSURE = _Unsure()
_Known = css.Colour | _Unsure | None


def _low_contrast(document: Document) -> Iterator[Spot]:
    """One place for each pair of colours: a pair that fails fails everywhere."""
    texts: dict[Element, _Known] = {}
    grounds: dict[Element, _Known] = {}
    seen: set[tuple[css.Colour, css.Colour, bool]] = set()
    for element in document.elements:
        parent = element.getparent()
        above = (None, None) if parent is None else (texts.get(parent), grounds.get(parent))
        text = texts[element] = _text_colour(document, element) or above[0]
        ground = grounds[element] = _background(document, element) or above[1]
        if not isinstance(text, tuple) or isinstance(ground, _Unsure):
            continue
        pair = (text, ground or _WHITE, _is_large(document, element))
        if pair in seen or document.is_hidden(element) or not own_text(element).strip("\u00a0\u200c "):
            continue
        ratio = css.contrast(pair[0], pair[1])
        if ratio < (3 if pair[2] else 4.5):
            seen.add(pair)
            yield document.spot(element, f"{ratio:.1f}".replace(".", ","))


def _text_colour(document: Document, element: Element) -> _Known:
    value = document.css(element, "color") or (element.get("color", "") if element.tag == "font" else "")
    if not value or value == "inherit":
        return None
    return css.colour(value) or _UNSURE


def _background(document: Document, element: Element) -> _Known:
    if element.get("background"):
        return _UNSURE
    image = document.css(element, "background-image")
    value = document.css(element, "background-color") or document.css(element, "background")
    if "url(" in image + value or "gradient" in image + value:
        return _UNSURE
    value = value or element.get("bgcolor", "")
    if value in {"", "none", "transparent", "inherit", "0"}:
        return None
    return css.colour(value) or _UNSURE


def _is_large(document: Document, element: Element) -> bool:
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
    ),
)
