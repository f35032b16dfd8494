"""Reads as much of CSS as the rules ask: declarations, at-rules, colours, lengths.

No full parser: a mail's CSS is short, and what a rule wants to know is visible in the text. Every pattern
runs in linear time (possessive quantifiers), since the mail may come from anyone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

Colour = tuple[int, int, int]

DECLARATION = re.compile(r"""([-\w]++)\s*+:\s*+((?:[^;"'(]++|"[^"]*+"|'[^']*+'|\([^)]*+\))*+)""")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_STRING = re.compile(r""""[^"\n]*+"|'[^'\n]*+'""")
_LENGTH = re.compile(r"(-?\d{1,6}(?:\.\d{1,6})?)(px|pt)?(?![\w%.])", re.IGNORECASE)
_HEX = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})\b", re.IGNORECASE)
_RGB = re.compile(r"rgb\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*\)", re.IGNORECASE)

_NAMED: Mapping[str, Colour] = {
    "black": (0, 0, 0),
    "white": (255, 255, 255),
    "red": (255, 0, 0),
    "green": (0, 128, 0),
    "blue": (0, 0, 255),
    "yellow": (255, 255, 0),
    "orange": (255, 165, 0),
    "purple": (128, 0, 128),
    "navy": (0, 0, 128),
    "teal": (0, 128, 128),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "silver": (192, 192, 192),
    "lightgray": (211, 211, 211),
    "lightgrey": (211, 211, 211),
    "darkgray": (169, 169, 169),
    "darkgrey": (169, 169, 169),
    "whitesmoke": (245, 245, 245),
    "maroon": (128, 0, 0),
}


def declarations(style: str) -> Mapping[str, str]:
    """Property -> value of a style attribute, both lower case; the last of a doubled property counts."""
    return {
        name.lower(): value.replace("!important", "").strip().lower()
        for name, value in DECLARATION.findall(style)
    }


def without_comments(css: str) -> str:
    """The CSS with comments and the contents of strings blanked; every offset stays what it was."""
    blanked = _COMMENT.sub(lambda found: _blank(found[0]), css)
    return _STRING.sub(lambda found: _blank(found[0]), blanked)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def at_rules_inside(css: str) -> list[int]:
    """Offsets of the at-rules that stand within another at-rule's block; Gmail drops the whole style then."""
    found: list[int] = []
    blocks: list[bool] = []
    is_at_rule = False
    for token in re.finditer(r"[{};]|@[-\w]+", css):
        match token[0]:
            case "{":
                blocks.append(is_at_rule)
                is_at_rule = False
            case "}":
                if blocks:
                    blocks.pop()
                is_at_rule = False
            case ";":
                is_at_rule = False
            case _:
                if any(blocks):
                    found.append(token.start())
                is_at_rule = True
    return found


def is_balanced(css: str) -> bool:
    """Whether every brace that is opened is closed."""
    depth = 0
    for brace in re.findall(r"[{}]", css):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def end_of_block(css: str, start: int) -> int:
    """The offset of the brace that closes the block whose inside begins at `start`, else the end."""
    depth = 1
    for brace in re.finditer(r"[{}]", css[start:]):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return start + brace.start()
    return len(css)


def pixels(value: str) -> float | None:
    """A length in px (a bare number is px, 1 pt is 4/3 px); None for percentages, em and the rest."""
    found = _LENGTH.match(value.strip())
    if found is None:
        return None
    number = float(found[1])
    return number * 4 / 3 if (found[2] or "").lower() == "pt" else number


def colour(value: str) -> Colour | None:
    """The first opaque colour in a value; None where there is none we can be sure of."""
    if "url(" in value or "gradient" in value or "rgba" in value or "var(" in value:
        return None
    if found := _HEX.search(value):
        digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
        return (int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16))
    if found := _RGB.search(value):
        red, green, blue = (min(int(part), 255) for part in found.groups())
        return (red, green, blue)
    return next((_NAMED[word] for word in value.lower().split() if word in _NAMED), None)


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of WCAG 2.2 (success criterion 1.4.3), from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(rgb: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
