"""Near-same titles: two sites that announce one report, and never two reports of one series.

What differs between two titles decides, not how much is alike: "Tweede voortgangsrapportage" and "Derde
voortgangsrapportage" are 92 in a hundred alike and two reports. So every word must have its counterpart,
save words that say nothing ("van het") or only that something is out ("verschenen").
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import combinations

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
_DIGIT = re.compile(r"\d")
_ENDINGS = ("s", "en", "e", "n")
_LEAST_ALIKE = 84
# A slip of the pen ("kindermishandleing") is only told from another word when the word is long.
_LONG, _SLIP = 9, 90


@lru_cache(maxsize=16_384)
def title_words(title: str) -> tuple[str, ...]:
    """Returns the words of a title that carry it, in small letters and in order."""
    words = re.findall(r"\w+", title.casefold())
    return tuple(word for word in words if word not in _EMPTY)


@lru_cache(maxsize=4_096)
def blocks(title: str) -> tuple[str, ...]:
    """Returns the keys under which near-same titles meet: the pairs of its four longest words.

    Two titles of which two of these differ still share a key; all others need not be compared. Numbers are
    part of the key, for with another number it is another thing.
    """
    words, numbers = title_words(title), ""
    if _holds_number(title):
        numbers = " ".join(word for word in words if _holds_number(word))
        words = tuple(word for word in words if not _holds_number(word))
    plain = {_stem(word) for word in words}
    longest = sorted(plain, key=lambda word: (-len(word), word))[:4]
    return tuple(f"{one} {other} {numbers}" for one, other in combinations(sorted(longest), 2))


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
    is_long = len(short) >= _LONG and one[:3] == other[:3]
    return is_long and fuzz.ratio(one, other, score_cutoff=_SLIP) > 0


def _stem(word: str) -> str:
    # Enough to let "wijkteams" meet "wijkteam"; "ouders" and "ouderen" stay apart.
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def _holds_number(word: str) -> bool:
    return _DIGIT.search(word) is not None
