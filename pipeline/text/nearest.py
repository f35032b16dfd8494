"""The nearest of the words that are allowed: in Dutch for an editor's file, in English for an operator's."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable

_WORD = re.compile(r"[\w.-]{1,40}")


def nearest(word: str, allowed: Collection[str]) -> str | None:
    """Returns the allowed word that `word` was probably meant to be; None when nothing is near."""
    folded = {known.casefold(): known for known in sorted(allowed)}
    near = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[near[0]] if near else None


def suggest(word: str, allowed: Collection[str]) -> str:
    """Returns "; bedoel je ‘x’?", or "; kies uit a, b of c" when no allowed word is near."""
    near = nearest(word, allowed)
    return f"; bedoel je ‘{near}’?" if near else f"; kies uit {one_of(allowed)}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Returns "; did you mean 'x'?" for the nearest known word, or the list of all when none is near."""
    words = sorted(known)
    near = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    if near:
        return f"; did you mean {near[0]!r}?"
    return f"; known are: {', '.join(words)}"


def one_of(words: Collection[str]) -> str:
    """Returns "a, b of c", in the order given."""
    *first, last = words
    return f"{', '.join(first)} of {last}" if first else last


def both(words: Collection[str]) -> str:
    """Returns "a, b en c", in the order given; "" without words."""
    *first, last = words or ("",)
    return f"{', '.join(first)} en {last}" if first else last


def quoted(word: str) -> str:
    """Returns ` ‘word’` for a message, or "" for what is no single word.

    Where a word was expected a sentence may stand, of somebody's life; that is never repeated.
    """
    return f" ‘{word}’" if _WORD.fullmatch(word) else ""
