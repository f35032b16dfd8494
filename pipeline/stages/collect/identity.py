"""By what a publication is known again: its address, else its guid, else its title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pipeline.model import PublicationData, Source
from pipeline.text.url import identity

Owners = Mapping[str, frozenset[str]]


def owners_of(sources: Iterable[Source]) -> Owners:
    """Returns which sources own a host, by their homepages; two may share one."""
    owners: dict[str, frozenset[str]] = {}
    for source in sources:
        host = _host(identity(source.homepage))
        owners[host] = owners.get(host, frozenset()) | {source.slug}
    return owners


def key_of(data: PublicationData, source: str, owners: Owners) -> str:
    """Returns the identity of a publication.

    The canonical address; behind `source>` when the address lies at another source's site, so that the
    owner's own report of it stays the original; `source:guid` or `source:title` without an address.
    """
    if not data.url:
        return f"{source}:{data.guid or title_form(data.title)}"
    address = identity(data.url)
    owning = owners.get(_host(address))
    return f"{source}>{address}" if owning and source not in owning else address


def address_in(key: str) -> str:
    """Returns the address at another's site that a key names, "" in any other key."""
    return key.partition(">")[2]


def _host(address: str) -> str:
    """Returns the host of an address in its one form, which needs no parser."""
    place = address.partition("://")[2].partition("/")[0]
    return place.partition("]")[0] if place.startswith("[") else place.partition(":")[0]


def title_form(title: str) -> str:
    """Folds case, punctuation and blanks; words stay, so "Tweede …" and "Derde …" remain two."""
    return " ".join(re.findall(r"\w+", title.casefold()))
