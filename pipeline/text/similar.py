"""Near-same titles: two sites that announce one report, and never two reports of one series.

What differs between two titles decides, not how much is alike: "Tweede voortgangsrapportage" and "Derde
voortgangsrapportage" are 92 in a hundred alike and two reports. So every word must have its counterpart,
save words that say nothing ("van het") or only that something is out ("verschenen").
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

# Shorter titles ("Nieuwsbrief juni") say too little to call two items one.
LEAST_WORDS = 3
# Words that may be there or not. "Niet", "geen", "zonder" are not among them.
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        """de het een en of van voor in op bij met door naar over aan uit om te ter tot als is zijn dit dat
        deze die er nu ook online beschikbaar verschenen gepubliceerd klaar uitgebracht gelanceerd aangeboden
        bekend nieuws nieuwsbericht bericht lees download tk bijlage""",
    )
)
_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
_ENDINGS = ("s", "en", "e", "n")
_LEAST_ALIKE = 84
# A slip of the pen ("kindermishandleing") is only told from another word when the word is long.
_LONG, _SLIP = 9, 90
# What two words that count as the same begin with alike.
_FIRST_LETTERS = 3


@lru_cache(maxsize=16_384)
def title_words(title: str) -> tuple[str, ...]:
    """Returns the words of a title that carry it, in small letters and in order."""
    words = _WORD.findall(title.casefold())
    return tuple([word for word in words if word not in _EMPTY])


@lru_cache(maxsize=4_096)
def likeness(title: str) -> str:
    """Returns what a title has in common with all that are the same or nearly so; others need no comparing.

    That is the first letters of each word that carries it, in alphabetical order, and numbers whole: words
    that count as the same may differ at their end or in their middle, never there. Of a title that is too
    short for that, all words.
    """
    words = title_words(title)
    if len(words) < LEAST_WORDS:
        return " ".join(_WORD.findall(title.casefold()))
    if _holds_number(title):
        return " ".join(sorted(word if _holds_number(word) else word[:_FIRST_LETTERS] for word in words))
    return " ".join(sorted([word[:_FIRST_LETTERS] for word in words]))


def is_near_same(one: str, other: str) -> bool:
    """Returns whether two titles name one thing, spelled a little differently."""
    words, others = title_words(one), title_words(other)
    if len(words) < LEAST_WORDS or len(words) != len(others):
        return False
    if fuzz.ratio(" ".join(words), " ".join(others), score_cutoff=_LEAST_ALIKE) == 0:
        return False
    left, right = list(words), list(others)
    for word in words:
        if word in right:
            left.remove(word)
            right.remove(word)
    return all(_is_same_word(word, opposite) for word, opposite in zip(left, right, strict=True))


def _is_same_word(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if _holds_number(one) or _holds_number(other) or len(short) < 4:
        return False
    if any(short + ending == long for ending in _ENDINGS):
        return True
    is_long = len(short) >= _LONG and one[:_FIRST_LETTERS] == other[:_FIRST_LETTERS]
    return is_long and fuzz.ratio(one, other, score_cutoff=_SLIP) > 0


def _holds_number(word: str) -> bool:
    return _DIGIT.search(word) is not None
