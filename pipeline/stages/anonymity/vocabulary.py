"""Word lists as plain text, so that they can be read and added to; and what makes looking through quick."""

from __future__ import annotations

import re

_DIGIT = re.compile(r"\d")


def listed(text: str) -> tuple[str, ...]:
    """Returns the words of a list that is written with blanks between them."""
    return tuple(text.split())


def any_of(text: str) -> str:
    """Returns a pattern for any of what stands in `text`, each on a line or with | between them."""
    return "|".join(one.strip() for line in text.splitlines() for one in line.split("|") if one.strip())


def has_digit(text: str) -> bool:
    """Says whether there is anything in `text` for patterns of numbers: most stories have next to none."""
    return _DIGIT.search(text) is not None
