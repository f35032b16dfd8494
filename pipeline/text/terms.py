"""Looking for terms at the beginning of words: "wijkteam" finds "wijkteams" and not "kijkwijkteam"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


def first_term(terms: Iterable[str], text: str) -> str:
    """Returns the first term, as it stands in `terms`, that begins a word of `text`; "" when none does.

    Case does not count; a blank in a term matches any white space. A term in capitals of at most four
    letters ("RVT", "GI") is an abbreviation and wants capitals in the text as well.
    """
    return next((term for term in terms if _pattern(term).search(text)), "")


@lru_cache(maxsize=4096)
def _pattern(term: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in term.split())
    is_abbreviation = term.isupper() and len(term) <= 4
    return re.compile(rf"(?<!\w){words}", 0 if is_abbreviation else re.IGNORECASE)
