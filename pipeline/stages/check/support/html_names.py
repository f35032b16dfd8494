"""What HTML is called in the data: elements, attributes, links and image formats -> slugs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.stages.check.support.css_names import names

_OWN_ELEMENTS = names(
    """
    abbr acronym address audio base bdi blockquote body code del dfn dialog div form hr img marquee meter
    object p picture pre progress rp rt ruby select small span strike strong style svg table textarea video
    wbr
    """
)
_SEMANTIC = names("article aside details figcaption figure footer header main mark nav section summary time")
_LISTS = ("ul", "ol", "dl")
_OWN_ATTRIBUTES = names(
    """
    align aria-describedby aria-hidden aria-label aria-labelledby aria-live background cellpadding cellspacing
    dir height hidden lang popover required role srcset target valign width
    """
)

_ELEMENTS: Mapping[str, str] = {
    **{name: f"html-{name}" for name in _OWN_ELEMENTS},
    **dict.fromkeys(_SEMANTIC, "html-semantics"),
    **dict.fromkeys(_LISTS, "html-lists"),
    **{f"h{level}": "html-h1-h6" for level in range(1, 7)},
    "map": "html-image-maps",
}
_ATTRIBUTES: Mapping[str, str] = {
    **{name: f"html-{name}" for name in _OWN_ATTRIBUTES},
    "sizes": "html-srcset",
    "loading": "html-loading-attribute",
    "inert": "css-inert-attribute",
}
# Of these the data knows some kinds, by the attribute `type`.
_KINDS: Mapping[str, tuple[str, ...]] = {
    "input": ("checkbox", "hidden", "radio", "reset", "submit", "text"),
    "button": ("reset", "submit"),
}
_KIND_UNSAID: Mapping[str, str] = {"input": "text", "button": "submit"}
_SCHEMES = frozenset({"color-scheme", "supported-color-schemes"})

_FORMATS: Mapping[str, str] = {
    **{
        name: name
        for name in ("apng", "avif", "bmp", "gif", "ico", "jpg", "mp4", "png", "svg", "tiff", "webp")
    },
    "jpeg": "jpg",
    "tif": "tiff",
    "heic": "heif",
    "heif": "heif",
    "svg+xml": "svg",
    "x-icon": "ico",
}
_DATA = re.compile(r"\s*+data:image/([\w.+-]++)", re.IGNORECASE)
_ENDING = re.compile(r"\.(\w{2,5})\s*+(?:[?#]|\Z)")
_HIDES = re.compile(r"display\s*+:\s*+none", re.IGNORECASE)
_MOST_ADDRESS_CHARS = 2_000

ALL_SLUGS: frozenset[str] = frozenset(
    {
        *_ELEMENTS.values(),
        *_ATTRIBUTES.values(),
        *(f"html-{tag}-{kind}" for tag, kinds in _KINDS.items() for kind in kinds),
        *(f"image-{name}" for name in _FORMATS.values()),
        "image-base64",
        "html-link",
        "html-meta-color-scheme",
        "html-anchor-links",
        "html-mailto-links",
        "html-doctype",
        "html-comments",
        "amp",
    }
)


def slugs_of_element(tag: str, attributes: Mapping[str, str]) -> Iterator[str]:
    """What a start tag uses, by its name and by its attributes (names in lower case)."""
    if tag in _ELEMENTS:
        yield _ELEMENTS[tag]
    for name, value in attributes.items():
        # What also has display:none is hidden everywhere.
        if name in _ATTRIBUTES and not (name == "hidden" and _HIDES.search(attributes.get("style", ""))):
            yield _ATTRIBUTES[name]
        if name in ("src", "background", "poster"):
            yield from slugs_of_image(value)
        elif name == "srcset":
            for candidate in value.split(","):
                yield from slugs_of_image(candidate.strip().partition(" ")[0])
        elif name in ("amp4email", "⚡4email"):
            yield "amp"
    match tag:
        case "a" | "area":
            yield from _slugs_of_link(attributes.get("href", "").strip())
        case "input" | "button":
            kind = attributes.get("type", _KIND_UNSAID[tag]).strip().lower()
            if kind in _KINDS[tag]:
                yield f"html-{tag}-{kind}"
        case "link" if "stylesheet" in attributes.get("rel", "").lower():
            yield "html-link"
        case "meta" if attributes.get("name", "").strip().lower() in _SCHEMES:
            yield "html-meta-color-scheme"


def slugs_of_image(address: str) -> Iterator[str]:
    """What an image's address tells of its format; nothing where it does not say."""
    if data := _DATA.match(address):
        yield "image-base64"
        kind = data[1].lower()
    else:
        ending = _ENDING.search(address[:_MOST_ADDRESS_CHARS])
        kind = ending[1].lower() if ending else ""
    if kind in _FORMATS:
        yield f"image-{_FORMATS[kind]}"


def _slugs_of_link(href: str) -> Iterator[str]:
    if href.startswith("#") and len(href) > 1:
        yield "html-anchor-links"
    elif href[:7].lower() == "mailto:":
        yield "html-mailto-links"
