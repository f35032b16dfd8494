"""What CSS is called in the data: properties, values, functions, units, selectors and at-rules -> slugs.

A test holds every slug against the data, so that a name of the source that changes is noticed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache


def names(text: str) -> tuple[str, ...]:
    """The words of a list that is easier to read without quotes."""
    return tuple(text.split())


# Properties that the data calls by their own name: css-<property>.
_OWN = names(
    """
    accent-color align-items aspect-ratio backdrop-filter background background-blend-mode background-clip
    background-color background-origin background-position background-repeat background-size
    border border-collapse border-image border-radius border-spacing box-shadow box-sizing caption-side clear
    clip-path color-scheme column-count cursor direction empty-cells filter float font font-kerning font-size
    font-size-adjust font-stretch font-weight gap height hyphenate-character hyphenate-limit-chars hyphens
    inline-size inset justify-content letter-spacing line-height list-style list-style-image
    list-style-position list-style-type margin mask-image max-block-size max-height max-inline-size max-width
    min-block-size min-height min-inline-size min-width mix-blend-mode object-fit object-position opacity
    orphans outline outline-offset overflow overflow-wrap padding position resize shape-margin shape-outside
    tab-size table-layout text-align text-align-last text-decoration text-decoration-color
    text-decoration-line text-decoration-skip-ink text-decoration-style text-decoration-thickness
    text-emphasis text-emphasis-position text-indent text-justify text-orientation text-overflow text-shadow
    text-transform text-underline-offset text-underline-position text-wrap transform transition user-select
    vertical-align visibility white-space white-space-collapse widows width word-break word-spacing word-wrap
    writing-mode z-index animation
    """
)

_SIDES = ("top", "right", "bottom", "left")
_CORNERS = ("top-left", "top-right", "bottom-left", "bottom-right")
_LOGICAL = ("block", "inline")
_EDGES = tuple(f"{axis}-{edge}" for axis in _LOGICAL for edge in ("start", "end"))
_PARTS = ("color", "style", "width")


def _properties() -> Iterator[tuple[str, str]]:
    yield from ((name, f"css-{name}") for name in _OWN)
    for side in _SIDES:
        yield from ((f"{name}-{side}", f"css-{name}") for name in ("margin", "padding", "border"))
        yield from ((f"border-{side}-{part}", "css-border") for part in _PARTS)
        yield side, "css-left-right-top-bottom"
    yield from ((f"border-{part}", "css-border") for part in _PARTS)
    yield from ((f"border-{corner}-radius", "css-border-radius") for corner in _CORNERS)
    for first in ("start", "end"):
        yield from (
            (f"border-{first}-{second}-radius", "css-border-radius-logical") for second in ("start", "end")
        )
    for axis in _LOGICAL:
        yield from ((f"{name}-{axis}", f"css-{name}-inline-block") for name in ("margin", "padding"))
        yield f"border-{axis}", "css-border-inline-block"
        yield from ((f"border-{axis}-{part}", "css-border-inline-block-individual") for part in _PARTS)
    for edge in _EDGES:
        axis = edge.partition("-")[0]
        yield from ((f"{name}-{edge}", f"css-{name}-{axis}-start-end") for name in ("margin", "padding"))
        yield f"border-{edge}", "css-border-inline-block-individual"
        yield from ((f"border-{edge}-{part}", "css-border-inline-block-longhand") for part in _PARTS)
    yield "block-size", "css-block-inline-size"
    yield from ((f"overflow-{axis}", "css-overflow") for axis in ("x", "y", "block", "inline"))
    yield from ((f"grid-template{part}", "css-grid-template") for part in ("", "-areas", "-columns", "-rows"))
    yield from ((name, "css-gap") for name in ("row-gap", "grid-gap"))
    for part in ("fill", "rule", "rule-color", "rule-style", "rule-width", "span", "width", "gap"):
        yield f"column-{part}", "css-column-layout-properties"
    yield "columns", "css-column-layout-properties"
    yield from ((f"scroll-snap-{part}", "css-scroll-snap") for part in ("type", "align", "stop"))
    for part in ("name", "duration", "timing-function", "delay", "iteration-count", "direction", "fill-mode"):
        yield f"animation-{part}", "css-animation"
    yield from ((f"outline-{part}", "css-outline") for part in _PARTS)
    for part in ("property", "duration", "timing-function", "delay"):
        yield f"transition-{part}", "css-transition"
    yield from ((f"text-emphasis-{part}", "css-text-emphasis") for part in ("color", "style"))


_PROPERTIES: Mapping[str, str] = dict(_properties())

_DISPLAY: Mapping[str, str] = {
    "flex": "css-display-flex",
    "inline-flex": "css-display-flex",
    "grid": "css-display-grid",
    "inline-grid": "css-display-grid",
    "none": "css-display-none",
}
_FUNCTIONS: Mapping[str, str] = {
    "calc": "css-unit-calc",
    "clamp": "css-function-clamp",
    "light-dark": "css-function-light-dark",
    "max": "css-function-max",
    "min": "css-function-min",
    "linear-gradient": "css-linear-gradient",
    "repeating-linear-gradient": "css-linear-gradient",
    "radial-gradient": "css-radial-gradient",
    "repeating-radial-gradient": "css-radial-gradient",
    "conic-gradient": "css-conic-gradient",
    "rgb": "css-rgb",
    "rgba": "css-rgba",
    "lch": "css-modern-color",
    "oklch": "css-modern-color",
    "lab": "css-modern-color",
    "oklab": "css-modern-color",
    "var": "css-variables",
    "fit-content": "css-intrinsic-size",
}
_WORDS: Mapping[str, str] = {
    "initial": "css-unit-initial",
    "fit-content": "css-intrinsic-size",
    "min-content": "css-intrinsic-size",
    "max-content": "css-intrinsic-size",
}
_SYSTEM_FONTS = frozenset({"system-ui", "ui-serif", "ui-sans-serif", "ui-rounded", "ui-monospace"})
_UNITS = ("ch", "cm", "em", "ex", "in", "mm", "pc", "pt", "px", "rem", "vh", "vmax", "vmin", "vw")
_UNIT_SLUGS: Mapping[str, str] = {"%": "css-unit-percent"} | {unit: f"css-unit-{unit}" for unit in _UNITS}

_FUNCTION = re.compile(r"([a-z-]++)\(")
_MEASURE = re.compile(
    rf"(?<![\w#.-])[+-]?+(?:\d++\.?+\d*+|\.\d++)({'|'.join(sorted(_UNITS, key=len)[::-1])}|%)(?!\w)"
)
_WORD = re.compile(r"(?<![\w-])[a-z][\w-]*+")
_MODERN_RGB = re.compile(r"(?:rgb|hsl)a?\(\s*+[\d.]++%?+(?:deg)?+\s++[\d.]", re.IGNORECASE)
_PICTURE = re.compile(r"url\(|gradient\(")

_MEDIA: Mapping[str, str] = {
    "prefers-color-scheme": "css-at-media-prefers-color-scheme",
    "prefers-reduced-motion": "css-at-media-prefers-reduced-motion",
    "hover": "css-at-media-hover",
    "any-hover": "css-at-media-hover",
    "orientation": "css-at-media-orientation",
    "-webkit-device-pixel-ratio": "css-at-media-device-pixel-ratio",
    "-webkit-min-device-pixel-ratio": "css-at-media-device-pixel-ratio",
    "-webkit-max-device-pixel-ratio": "css-at-media-device-pixel-ratio",
}
_MEDIA_FEATURE = re.compile(r"\(\s*+(-?[a-z][a-z-]*+)")
_AT_RULES: Mapping[str, str] = {
    name: f"css-at-{name}" for name in ("font-face", "import", "keyframes", "media", "supports")
}

_PSEUDO_CLASSES = frozenset(
    names(
        """
        active checked default first-child first-of-type focus focus-visible focus-within has hover lang
        last-child last-of-type link not nth-child nth-last-child nth-last-of-type nth-of-type only-child
        only-of-type target visited
        """
    )
)
_PSEUDO_ELEMENTS = frozenset(names("after before first-letter first-line marker placeholder"))
_PSEUDO = re.compile(r"(::?)([a-z-]++)(?:\([^()]*+(?:\([^()]*+\)[^()]*+)*+\))?+", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\[[^\]]*+\]")
_COMBINATOR = re.compile(r"\s*+([>+~])\s*+")
_COMBINATORS: Mapping[str, str] = {
    ">": "css-selector-child",
    "+": "css-selector-adjacent-sibling",
    "~": "css-selector-general-sibling",
}


def is_modern_colour(value: str) -> bool:
    """Whether a colour is written without commas, as in rgb(1 2 3)."""
    return _MODERN_RGB.search(value) is not None


def is_picture(value: str) -> bool:
    """Whether a background is drawn from a file or a gradient."""
    return _PICTURE.search(value) is not None


@lru_cache(maxsize=4096)
def slugs_of_declaration(name: str, value: str) -> tuple[str, ...]:
    """What `name: value` (both lower case) uses; () for what the data does not know, such as mso-*."""
    if name.startswith("--"):
        return ("css-variables", *_slugs_of_value(value))
    if name.startswith(("-", "mso-")):
        # Prefixed properties are for one program by intention; the others pass them over.
        return ()
    return tuple(dict.fromkeys((*_slugs_of_property(name, value), *_slugs_of_value(value))))


def _slugs_of_property(name: str, value: str) -> Iterator[str]:
    plain = value.replace("!important", "").strip()
    match name:
        case "display":
            yield _DISPLAY.get(plain, "css-display")
        case "background-image" | "background" if _PICTURE.search(value):
            yield "css-background-image"
        case "flex-direction" if "column" in plain:
            yield "css-flex-direction"
        case "flex-wrap" if "wrap" in plain.split():
            yield "css-flex-wrap"
        case "font-family" | "font" if _SYSTEM_FONTS.intersection(_WORD.findall(value)):
            yield "css-sytem-ui"
    if name in _PROPERTIES:
        yield _PROPERTIES[name]
    if "!important" in value.replace(" ", ""):
        yield "css-important"


def _slugs_of_value(value: str) -> Iterator[str]:
    for function in _FUNCTION.findall(value):
        if function in _FUNCTIONS:
            yield _FUNCTIONS[function]
    for unit in _MEASURE.findall(value):
        yield _UNIT_SLUGS[unit]
    for word in _WORD.findall(value):
        if word in _WORDS:
            yield _WORDS[word]


@lru_cache(maxsize=1024)
def slugs_of_selector(selectors: str) -> tuple[str, ...]:
    """What a list of selectors uses; strings in it are blanked."""
    return tuple(dict.fromkeys(_slugs_of_selectors(selectors)))


def _slugs_of_selectors(selectors: str) -> Iterator[str]:
    for colons, name in _PSEUDO.findall(selectors):
        lower = name.lower()
        if lower in _PSEUDO_ELEMENTS:
            yield f"css-pseudo-element-{lower}"
        elif colons == ":" and lower in _PSEUDO_CLASSES:
            yield f"css-pseudo-class-{lower}"
    if "[" in selectors:
        yield "css-selector-attribute"
    bare = _ATTRIBUTE.sub("[]", _PSEUDO.sub("", selectors)).replace("&", "")
    if "," in bare:
        yield "css-selector-grouping"
    for selector in bare.split(","):
        yield from (_COMBINATORS[sign] for sign in _COMBINATOR.findall(selector))
        compounds = _COMBINATOR.sub("\n", selector.strip()).split("\n")
        if any(len(compound.split()) > 1 for compound in compounds):
            yield "css-selector-descendant"
        for simple in (part for compound in compounds for part in compound.split()):
            yield from _slugs_of_compound(simple)


def _slugs_of_compound(compound: str) -> Iterator[str]:
    if "." in compound:
        yield "css-selector-class"
    if "#" in compound:
        yield "css-selector-id"
    if compound.startswith("*"):
        yield "css-selector-universal"
    elif compound[:1].isalpha():
        yield "css-selector-type"
    if compound.count(".") + compound.count("#") > 1:
        yield "css-selector-chaining"


def slugs_of_at_rule(name: str, prelude: str) -> tuple[str, ...]:
    """What an at-rule uses: itself and, of @media, what it asks."""
    if name not in _AT_RULES:
        return ()
    asked = _MEDIA_FEATURE.findall(prelude) if name == "media" else []
    return (_AT_RULES[name], *dict.fromkeys(_MEDIA[one] for one in asked if one in _MEDIA))


ALL_SLUGS: frozenset[str] = frozenset(
    {
        *_PROPERTIES.values(),
        *_DISPLAY.values(),
        "css-display",
        "css-background-image",
        "css-flex-direction",
        "css-flex-wrap",
        "css-sytem-ui",
        "css-important",
        "css-nesting",
        "css-comments",
        *_FUNCTIONS.values(),
        *_WORDS.values(),
        *_UNIT_SLUGS.values(),
        *_MEDIA.values(),
        *_AT_RULES.values(),
        *(f"css-pseudo-class-{name}" for name in _PSEUDO_CLASSES),
        *(f"css-pseudo-element-{name}" for name in _PSEUDO_ELEMENTS),
        *_COMBINATORS.values(),
        *(
            f"css-selector-{name}"
            for name in (
                "attribute",
                "grouping",
                "descendant",
                "class",
                "id",
                "universal",
                "type",
                "chaining",
            )
        ),
    }
)
