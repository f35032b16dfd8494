"""What of the store the visits at hand meet, and what to look up for it.

A store may hold hundreds of thousands of publications, and a visit meets a handful of them. So the job asks
for these, in three steps, each on what the one before found:

    identities     what the visits found, as it was stored before
    resemblances   of what was not: its page at its owner's site, others that lead there, titles alike
    relatives      of those: their originals and copies
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from pipeline.model import LookUp, Publication, PublicationData
from pipeline.stages.collect.identity import Owners, address_in, key_of, title_form
from pipeline.text.similar import is_near_same, likeness

# The slug of a source, and what a visit to it found.
Found = tuple[str, Sequence[PublicationData]]
_Word = TypeVar("_Word", str, tuple[str, str])


# What was just found comes behind all that is stored.
_LATER = 1 << 62


@dataclass(slots=True)
class Known:
    """What is known of the store, indexed; it grows as endpoints are reconciled one after another.

    Where several answer, the one stored first comes first, however late it was looked up.
    """

    by_key: dict[str, Publication] = field(default_factory=dict)
    _number: dict[str, int] = field(default_factory=dict)
    _guids: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _likenesses: dict[str, list[str]] = field(default_factory=dict)
    _elsewhere: dict[str, list[str]] = field(default_factory=dict)
    _copies: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, stored: Iterable[Publication]) -> Known:
        known = cls()
        known.add(stored)
        return known

    def add(self, publications: Iterable[Publication]) -> None:
        """Takes what was found, or changed, in that order."""
        for publication in publications:
            self._number.setdefault(publication.key, _LATER + len(self._number))
            self._note_all(publication)

    def add_stored(self, found: Mapping[int, Publication]) -> None:
        """Takes what was looked up, by its number in the order it was stored; what is known is newer."""
        for number, publication in found.items():
            if publication.key not in self.by_key:
                self._number[publication.key] = number
                self._note_all(publication)

    def get(self, key: str, source: str, guid: str) -> Publication | None:
        """Finds a publication by its key, else by the guid its source gave it."""
        found = self.by_key.get(key)
        if found is None and guid:
            noted = self._all(self._guids, (source, guid))
            return next((one for one in noted if one.data.guid == guid), None)
        return found

    def leading_to(self, address: str) -> list[Publication]:
        """Returns what other sites reported under an address."""
        return self._all(self._elsewhere, address)

    def copies_of(self, key: str) -> list[Publication]:
        """Returns the copies of a publication as they stand now; one may have moved to another original."""
        return [copy for copy in self._all(self._copies, key) if copy.copy_of == key]

    def alike(self, title: str, source: str) -> Iterator[Publication]:
        """Yields other sources' publications: first those of the very same title, then those nearly so."""
        others = [one for one in self._all(self._likenesses, likeness(title)) if one.source != source]
        if not others:
            return
        form = title_form(title)
        forms = [title_form(one.data.title) for one in others]
        yield from (one for one, other in zip(others, forms, strict=True) if other == form)
        for one, other in zip(others, forms, strict=True):
            if other != form and is_near_same(title, one.data.title):
                yield one

    def _all(self, index: Mapping[_Word, list[str]], word: _Word) -> list[Publication]:
        keys = index.get(word, ())
        return [self.by_key[key] for key in sorted(keys, key=self._number.__getitem__)] if keys else []

    def _note_all(self, publication: Publication) -> None:
        key = publication.key
        self.by_key[key] = publication
        if publication.data.guid:
            _note(self._guids, (publication.source, publication.data.guid), key)
        # A title that changed stands under its old words as well; what is found is compared anyhow.
        _note(self._likenesses, likeness(publication.data.title), key)
        if address := address_in(key):
            _note(self._elsewhere, address, key)
        if publication.copy_of:
            _note(self._copies, publication.copy_of, key)


def identities(visits: Iterable[Found], owners: Owners) -> LookUp:
    """Returns what to look up first: everything found, by its key and by its guid."""
    keys: set[str] = set()
    guids: set[tuple[str, str]] = set()
    for source, found in visits:
        keys.update(key_of(data, source, owners) for data in found)
        guids.update((source, data.guid) for data in found if data.guid)
    return LookUp(keys=frozenset(keys), guids=frozenset(guids))


def resemblances(visits: Iterable[Found], owners: Owners, known: Known) -> LookUp:
    """Returns what to look up of that which is not known: its page elsewhere, who leads there, its title."""
    pages: set[str] = set()
    addresses: set[str] = set()
    titles: set[str] = set()
    for source, found in visits:
        for data in found:
            key = key_of(data, source, owners)
            if known.get(key, source, data.guid) is None:
                page = address_in(key)
                addresses.update((key, page) if page else (key,))
                pages.update((page,) if page else ())
                titles.add(likeness(data.title))
    return LookUp(keys=frozenset(pages), addresses=frozenset(addresses), likenesses=frozenset(titles - {""}))


def relatives(publications: Iterable[Publication]) -> LookUp:
    """Returns what to look up of what was found by resemblance: its originals, and all copies of those."""
    found = tuple(publications)
    originals = frozenset(one.copy_of for one in found if one.copy_of)
    return LookUp(keys=originals, copies_of=originals | {one.key for one in found})


def _note(index: dict[_Word, list[str]], word: _Word, key: str) -> None:
    keys = index.setdefault(word, [])
    if key not in keys:
        keys.append(key)
