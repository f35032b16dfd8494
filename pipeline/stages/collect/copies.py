"""One thing at two sites: whether it is one, and whose report is the original."""

from __future__ import annotations

from datetime import timedelta

from pipeline.model import Publication, PublicationType
from pipeline.stages.collect.identity import address_in, title_form
from pipeline.stages.collect.known import Known

# Two sites that carry one report do so within days or weeks (13 days seen); a yearly one comes back later.
COPY_DAYS = 45
# Shorter titles ("Nieuwsbrief juni") say too little to call two items one.
COPY_WORDS = 3
# One site's news is another site's report, but a podcast, a story or a meeting is only that.
_TEXTS = frozenset(
    {
        PublicationType.NIEUWS,
        PublicationType.RAPPORT,
        PublicationType.HANDREIKING,
        PublicationType.PUBLICATIE,
        PublicationType.KAMERSTUK,
        PublicationType.PAGINA,
    }
)


def original_of(new: Publication, known: Known) -> Publication | None:
    """Returns the original of the thing that `new` reports as well, None when it is the first to."""
    address = address_in(new.key)
    if address in known.by_key:
        return _root(known.by_key[address], known)
    # Two sites that lead to one page of a third, which may not report it itself.
    if shared := known.leading_to(address):
        return _root(shared[0], known)
    for candidate in known.alike(new.data.title, new.source):
        original = _root(candidate, known)
        # What waited for this very publication is its copy, and not the other way round.
        is_waiting = address_in(original.key) == new.key
        if not is_waiting and _is_same(candidate, new):
            return original
    return None


def _root(publication: Publication, known: Known) -> Publication:
    return known.by_key.get(publication.copy_of or "", publication)


def goes_first(new: Publication, stored: Publication, known: Known) -> bool:
    """Returns whether of two reports of one thing the new one is the original.

    The page that others lead to, and one at its owner's site, go first; else what was published first, by a
    day or more; else what was found first, and in one run the programme's own sources are read first.
    """
    if known.leading_to(new.key):
        return True
    is_own, stored_is_own = ">" not in new.key, ">" not in stored.key
    if is_own is not stored_is_own:
        return is_own
    if new.data.published is None or stored.data.published is None:
        return False
    return new.data.published <= stored.data.published - timedelta(days=1)


def followers(original: Publication, known: Known) -> list[Publication]:
    return [original, *known.copies_of(original.key)]


def waiting_copies(key: str, known: Known) -> list[Publication]:
    """Copies that were stored before their original turned up at its owner's site, and copies of those."""
    waiting = [other for other in known.leading_to(key) if other.copy_of is None]
    return [copy for other in waiting for copy in (other, *known.copies_of(other.key))]


def _is_same(one: Publication, other: Publication) -> bool:
    """Returns whether two publications whose titles are alike are one."""
    if len(one.data.title.split()) < COPY_WORDS or one.data.event_start != other.data.event_start:
        return False
    is_same_title = title_form(one.data.title) == title_form(other.data.title)
    if not is_same_title and one.type != other.type and not {one.type, other.type} <= _TEXTS:
        return False
    dates = [publication.data.published for publication in (one, other)]
    if None in dates and is_same_title:
        return True
    # Of titles that differ a little a date must say so too; without one, the day we saw it.
    first, second = one.data.published or one.first_seen, other.data.published or other.first_seen
    return abs(first - second) <= timedelta(days=COPY_DAYS)
