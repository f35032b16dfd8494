"""Word lists as plain text, so that they can be read and added to; and what makes looking through quick."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

# How far from a digit a pattern of numbers may begin and end: the longest street, the words before a file.
_BEFORE, _AFTER = 160, 80
_DIGITS = re.compile(r"\d+")
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


def near_digits(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yields what `pattern`, which needs a digit, finds; all else of the text it need not go through."""
    for start, end in _around_digits(text):
        yield from pattern.finditer(text, start, end)


@lru_cache(maxsize=2)
def _around_digits(text: str) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    for digits in _DIGITS.finditer(text):
        start, end = max(0, digits.start() - _BEFORE), min(len(text), digits.end() + _AFTER)
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return tuple(spans)
