"""Looking for terms at the beginning of words: "wijkteam" finds "wijkteams" and not "kijkwijkteam".

"wijkteam"            at the beginning of a word, whatever follows
"*veiligheidsteam"    inside a compound as well: "jeugdveiligheidsteams"
"=kind"               this word and no other: not "kinderopvang"
"zorgen + =kind"      both, in either order, with at most five blanks between their beginnings

Hundreds of terms are looked for in every publication, so they are compiled once: the longest word of each
says in which words of a text it can stand, and what a word can hold is remembered, for texts repeat words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

_MARKS = "*="
_BOTH = re.compile(r"\s+\+\s+")
_NEAR = 5
_WORD = re.compile(r"\w+")
# Words of texts that are remembered; a month of every source holds some twenty thousand.
_REMEMBERED = 50_000


def first_term(terms: Iterable[str], text: str) -> str:
    """Returns the first term, as it stands in `terms`, that is found in `text`; "" when none is.

    Case does not count; a blank in a term matches any white space. A term in capitals of at most four
    letters ("RVT", "GI") is an abbreviation, one of words that all have a capital ("Veilig Thuis") a name:
    these want their capitals in the text as well.
    """
    return _index(tuple(terms)).first_terms(text).get(0, "")


@lru_cache(maxsize=256)
def _index(terms: tuple[str, ...]) -> TermIndex:
    return TermIndex((terms,))


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words after one another; `needle` is folded unless capitals count."""

    needle: str
    from_word: bool
    to_word: bool
    capitals: bool

    def beginnings(self, text: _Text) -> Iterator[int]:
        within = text.plain if self.capitals else text.folded
        start = within.find(self.needle)
        while start >= 0:
            end = start + len(self.needle)
            if not (
                (self.from_word and start and _is_letter(within[start - 1]))
                or (self.to_word and end < len(within) and _is_letter(within[end]))
            ):
                yield start
            start = within.find(self.needle, start + 1)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text with single blanks, as it stands and folded."""

    plain: str
    folded: str


@dataclass(frozen=True, slots=True)
class _Term:
    """One term of a group; `rank` is its place there. `is_word`: where its anchor is, the term is."""

    text: str
    group: int
    rank: int
    pieces: tuple[_Piece, ...]
    is_word: bool

    def is_in(self, text: _Text) -> bool:
        if len(self.pieces) == 1:
            return next(self.pieces[0].beginnings(text), -1) >= 0
        one, other = (list(piece.beginnings(text)) for piece in self.pieces)
        return any(text.folded.count(" ", min(a, b), max(a, b)) <= _NEAR for a in one for b in other)


class TermIndex:
    """Groups of terms, compiled: `first_terms` finds those of all groups in one walk through a text."""

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        self._whole: dict[str, list[_Term]] = {}
        self._beginnings: dict[str, list[_Term]] = {}
        self._inside: list[tuple[str, _Term]] = []
        self._anywhere: list[_Term] = []
        self._by_word: dict[str, tuple[_Term, ...]] = {}
        for group, terms in enumerate(groups):
            for rank, term in enumerate(terms):
                self._add(term, group, rank)

    def first_terms(self, text: str) -> dict[int, str]:
        """Returns for each group (by its place) that has a term in `text` the first of its list that is."""
        folded = text.casefold()
        found: dict[int, _Term] = {}
        bare: _Text | None = None
        for term in self._candidates(folded):
            earlier = found.get(term.group)
            if earlier is not None and earlier.rank <= term.rank:
                continue
            if not term.is_word:
                bare = bare or _Text(" ".join(text.split()), " ".join(folded.split()))
                if not term.is_in(bare):
                    continue
            found[term.group] = term
        return {group: term.text for group, term in found.items()}

    def _candidates(self, folded: str) -> Iterator[_Term]:
        yield from self._anywhere
        known = self._by_word
        for word in dict.fromkeys(_WORD.findall(folded)):
            terms = known.get(word)
            if terms is None:
                terms = self._remember(word)
            yield from terms

    def _remember(self, word: str) -> tuple[_Term, ...]:
        if len(self._by_word) >= _REMEMBERED:
            self._by_word.clear()
        terms = [*self._whole.get(word, ())]
        for length in range(1, len(word) + 1):
            terms += self._beginnings.get(word[:length], ())
        terms += [term for part, term in self._inside if part in word]
        self._by_word[word] = tuple(terms)
        return self._by_word[word]

    def _add(self, text: str, group: int, rank: int) -> None:
        parts = _BOTH.split(text, maxsplit=1)
        pieces = tuple(_piece(part) for part in parts)
        anchors = [(word, how) for part in parts for word, how in _anchors(part)]
        is_word = (
            len(pieces) == 1 and not pieces[0].capitals and anchors[:1] == [(pieces[0].needle, _how(text))]
        )
        term = _Term(text, group, rank, pieces, is_word)
        if not anchors:
            self._anywhere.append(term)
            return
        word, how = max(anchors, key=lambda anchor: len(anchor[0]))
        if how == "*":
            self._inside.append((word, term))
        else:
            (self._whole if how == "=" else self._beginnings).setdefault(word, []).append(term)


def _piece(text: str) -> _Piece:
    bare = " ".join(text.lstrip(_MARKS).split())
    words = bare.split()
    is_name = len(words) > 1 and all(word[0].isupper() for word in words)
    capitals = is_name or (bare.isupper() and len(bare) <= 4)
    return _Piece(
        needle=bare if capitals else bare.casefold(),
        from_word=not text.startswith("*"),
        to_word=text.startswith("="),
        capitals=capitals,
    )


def _how(text: str) -> str:
    return text[0] if text[:1] in ("*", "=") else ""


def _anchors(text: str) -> list[tuple[str, str]]:
    """Returns each word of a term and how a text must hold it: whole "=", its beginning "" or inside "*"."""
    bare = text.lstrip(_MARKS).casefold()
    anchors = []
    for found in _WORD.finditer(bare):
        is_open = found.end() == len(bare) and not text.startswith("=")
        if found.start() == 0 and text.startswith("*"):
            anchors.append((found[0], "*"))
        else:
            anchors.append((found[0], "" if is_open else "="))
    return anchors


def _is_letter(one: str) -> bool:
    return one.isalnum() or one == "_"
