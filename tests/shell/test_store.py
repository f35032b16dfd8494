"""Publications and visits come back whole, and what was seen stays seen."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import NoReturn, overload

import pytest

from pipeline.model import (
    Copy,
    Document,
    EndpointState,
    LookUp,
    Publication,
    PublicationData,
    PublicationType,
    Sighting,
    Status,
    Visit,
    VisitRecord,
)
from pipeline.shell.store import Store, open_store

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
FEED = "https://wijkteam.example/feed"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "pipeline.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as opened:
        yield opened


def publication(
    name: str,
    *,
    source: str = "wijkteam",
    first_seen: datetime = NOON,
    published: datetime | None = None,
    event_start: datetime | None = None,
    copy_of: str | None = None,
) -> Publication:
    url = f"https://{source}.example/{name}"
    return Publication(
        key=url,
        source=source,
        endpoint=FEED,
        data=PublicationData(title=name, url=url, published=published, event_start=event_start),
        type=PublicationType.NIEUWS,
        first_seen=first_seen,
        changed_at=first_seen,
        content_hash="c0ffee",
        copy_of=copy_of,
    )


def visit(**fields: object) -> Visit:
    return replace(Visit(source="wijkteam", endpoint=FEED, status=Status.OK), **fields)  # type: ignore[arg-type]  # one builder for every field


def state(**fields: object) -> EndpointState:
    return replace(EndpointState(source="wijkteam", url=FEED), **fields)  # type: ignore[arg-type]  # as above


def save(store: Store, *new: Publication) -> None:
    store.save_visit(visit(), state(), new)


# Publications


def test_a_publication_comes_back_whole(store: Store) -> None:
    """Every field, with moments in any zone."""
    amsterdam = timezone(HOUR)
    whole = Publication(
        key="https://wijkteam.example/agenda/leersessie",
        source="wijkteam",
        endpoint=FEED,
        data=PublicationData(
            title="Leersessie ‘samen beslissen’ 🙂",
            url="https://wijkteam.example/agenda/leersessie",
            guid="wijkteam-17",
            type=PublicationType.BIJEENKOMST,
            summary="Wat leerden de deelnemers?",
            summary_from="description",
            published=datetime(2026, 11, 20, 9, 30, tzinfo=amsterdam),
            published_from="pubDate",
            updated=datetime(2026, 11, 21, 9, 30, 0, 5, tzinfo=amsterdam),
            event_start=datetime(2026, 12, 10, 13, 30, tzinfo=amsterdam),
            event_end=datetime(2026, 12, 10, 16, 0, tzinfo=amsterdam),
            all_day=True,
            location="Utrecht",
            duration="25 min",
            credit="Wijkteam",
            flags=("no-summary", "future-date"),
        ),
        type=PublicationType.BIJEENKOMST,
        first_seen=NOON,
        changed_at=NOON + HOUR,
        content_hash="c0ffee",
    )

    save(store, whole)

    (loaded,) = store.load_publications()
    assert loaded == whole
    assert loaded.data.event_start is not None
    assert loaded.data.event_start.tzinfo is UTC


def test_a_bare_publication_comes_back_bare(store: Store) -> None:
    """Nothing unknown turns into something empty, or the other way round."""
    bare = Publication(
        key="wijkteam:17",
        source="wijkteam",
        endpoint=FEED,
        data=PublicationData(title="", url=None),
        type=PublicationType.NIEUWS,
        first_seen=NOON,
        changed_at=NOON,
        content_hash="",
    )

    save(store, bare)

    assert store.load_publications() == (bare,)


def test_half_a_character_does_not_lose_the_visit(store: Store) -> None:
    """JSON on a page can hold one half of an emoji, which no file can."""
    broken = publication("a")
    broken = replace(broken, data=replace(broken.data, title="Samen \ud83d verder"))

    save(store, broken)

    assert [loaded.data.title for loaded in store.load_publications()] == ["Samen ? verder"]


def test_the_year_one_can_be_stored(store: Store) -> None:
    """Some sites write it for "no date"; in UTC it would lie before the first year there is."""
    year_one = datetime(1, 1, 1, tzinfo=timezone(HOUR))

    save(store, publication("a", published=year_one))

    assert [loaded.data.published for loaded in store.load_publications()] == [datetime(1, 1, 1, tzinfo=UTC)]


def test_publications_come_in_the_order_they_were_seen(store: Store) -> None:
    """And by key when they were seen together, however they were saved."""
    save(store, publication("c"), publication("b"), publication("z", first_seen=NOON - HOUR))

    assert [loaded.data.title for loaded in store.load_publications()] == ["z", "b", "c"]


def test_a_publication_seen_again_as_new_stays_as_it_was(store: Store) -> None:
    """Two endpoints of one run may both find it; the first one has it."""
    first = publication("a")
    save(store, first)

    save(store, replace(first, first_seen=NOON + DAY, content_hash="other"))

    assert store.load_publications() == (first,)


def test_a_changed_publication_keeps_when_it_was_first_seen(store: Store) -> None:
    """`first_seen` decides which edition an item belongs to, so nothing may move it."""
    first = publication("a")
    save(store, first)
    changed = replace(
        first,
        data=replace(first.data, title="Beter", flags=("no-date",)),
        type=PublicationType.RAPPORT,
        first_seen=NOON + DAY,
        changed_at=NOON + DAY,
        content_hash="other",
    )

    store.save_visit(visit(), state(), changed=(changed,))

    assert store.load_publications() == (replace(changed, first_seen=NOON),)


def test_since_counts_being_published_starting_and_being_seen(store: Store) -> None:
    """Each of the three makes an item a possible candidate."""
    old = NOON - 90 * DAY
    save(
        store,
        publication("published", first_seen=old, published=NOON),
        publication("starting", first_seen=old, event_start=NOON),
        publication("seen", first_seen=NOON, published=old),
        publication("old", first_seen=old, published=old, event_start=old),
    )

    titles = [loaded.data.title for loaded in store.load_publications(since=NOON)]

    assert titles == ["published", "starting", "seen"]


def test_what_was_first_seen_later_is_hidden(store: Store) -> None:
    """`--as-of` shows the store as it was, the moment itself included."""
    save(store, publication("then"), publication("later", first_seen=NOON + timedelta(microseconds=1)))

    assert [loaded.data.title for loaded in store.load_publications(seen_before=NOON)] == ["then"]


def test_a_copy_is_named_with_its_original(store: Store) -> None:
    """The reader sees an item once, and where else it can be found."""
    original = publication("a")
    later = publication("kopie-2", source="landelijk", first_seen=NOON + DAY, copy_of=original.key)
    sooner = publication("kopie-1", source="regio", first_seen=NOON + HOUR, copy_of=original.key)
    save(store, original, later, sooner)
    found = replace(
        original,
        also_at=(
            Copy("regio", "https://regio.example/kopie-1"),
            Copy("landelijk", "https://landelijk.example/kopie-2"),
        ),
    )

    assert store.load_publications() == (found,)
    assert store.load_publications(include_copies=True) == (found, sooner, later)
    assert store.load_publications(source="regio") == (sooner,)
    assert store.load_publications(seen_before=NOON + HOUR) == (
        replace(original, also_at=(Copy("regio", "https://regio.example/kopie-1"),)),
    )


def test_a_copy_without_its_original_is_an_item_of_its_own(store: Store) -> None:
    """The original's endpoint may not have been saved, or seen, yet; nothing may get lost by that."""
    orphan = publication("a", copy_of="https://regio.example/weg")
    early = publication("b", copy_of="https://wijkteam.example/later")
    save(store, orphan, early, publication("later", first_seen=NOON + DAY))

    assert store.load_publications(seen_before=NOON) == (orphan, early)


def found(store: Store, *, until: int | None = None, **wanted: Iterable[object]) -> list[str]:
    """The last part of the address of what is found by some of the ways there are."""
    look_up = LookUp(**{way: frozenset(words) for way, words in wanted.items()})  # type: ignore[arg-type]
    return [one.data.title for one in store.find_publications(look_up, until=until).values()]


def test_a_publication_is_found_in_each_way_it_may_be_met(store: Store) -> None:
    """And once, however many ways lead to it; in the order it was stored."""
    first = publication("a")
    second = replace(publication("b"), data=replace(first.data, title="b", guid="17"), likeness="han wij zor")
    third = replace(publication("c"), key="regio>https://wijkteam.example/d", copy_of=first.key)
    save(store, second, first, third)

    assert found(store, keys=[first.key, second.key, "https://wijkteam.example/z"]) == ["b", "a"]
    assert found(store, guids=[("wijkteam", "17"), ("regio", "17")]) == ["b"]
    assert found(store, addresses=["https://wijkteam.example/d"]) == ["c"]
    assert found(store, likenesses=["han wij zor"]) == ["b"]
    assert found(store, copies_of=[first.key]) == ["c"]
    assert found(store, keys=[second.key], likenesses=["han wij zor"], copies_of=[first.key]) == ["b", "c"]
    assert found(store) == []


def test_what_holds_half_a_character_is_found_as_it_was_stored(store: Store) -> None:
    save(store, replace(publication("a"), key="wijkteam:\ud83d"))

    assert found(store, keys=["wijkteam:\ud83d"]) == ["a"]


def test_of_a_title_that_hundreds_share_the_newest_are_found(store: Store) -> None:
    save(store, *(replace(publication(f"{number}"), likeness="vacature") for number in range(205)))

    assert found(store, likenesses=["vacature"]) == [str(number) for number in range(5, 205)]


def test_what_was_stored_after_a_mark_can_be_left_out(store: Store) -> None:
    assert store.mark() == 0
    save(store, publication("a"))
    mark = store.mark()
    save(store, publication("b"))
    keys = ["https://wijkteam.example/a", "https://wijkteam.example/b"]

    assert (found(store, keys=keys, until=mark), found(store, keys=keys)) == (["a"], ["a", "b"])


def test_an_endpoint_has_the_dates_of_all_it_brought(store: Store) -> None:
    """Copies too: they were seen."""
    save(
        store,
        publication("a", published=NOON - DAY),
        publication("b", copy_of="https://wijkteam.example/a"),
        publication("c", source="regio"),
    )

    assert store.load_sightings(["wijkteam", "elders"]) == {
        ("wijkteam", FEED): {
            "https://wijkteam.example/a": Sighting(NOON, NOON - DAY),
            "https://wijkteam.example/b": Sighting(NOON, None),
        }
    }


def test_the_lists_of_an_endpoint_are_those_of_its_last_visit(store: Store) -> None:
    """And stay when a visit had nothing to say of them."""
    one = Document(f"{FEED}/1", '"v1"', "Tue, 24 Nov 2026 12:00:00 GMT", "d00d", (f"{FEED}/2",))
    other = Document(f"{FEED}/2", "", "", "beef")

    def leave(*documents: Document) -> dict[tuple[str, str], tuple[Document, ...]]:
        store.save_visits([VisitRecord(visit(), state(), documents=documents)])
        store.save_visits([VisitRecord(visit(), state())])
        return store.load_documents()

    assert leave(other, one) == {("wijkteam", FEED): (one, other)}
    assert leave(other) == {("wijkteam", FEED): (other,)}
    assert leave() == {}


def test_five_thousand_publications_are_read_in_half_a_second(store: Store) -> None:
    """Some years of a dozen sources."""
    save(store, *(publication(f"{number}", published=NOON) for number in range(5000)))

    def seconds() -> float:
        begin = time.perf_counter()
        assert len(store.load_publications(since=NOON - DAY, seen_before=NOON)) == 5000
        return time.perf_counter() - begin

    assert min(seconds() for _ in range(3)) < 0.5


# Visits and states


def test_a_visit_comes_back_whole(store: Store) -> None:
    """So that a build which collects nothing can still report on its sources."""
    earlier = visit(status=Status.TIMEOUT, reason="no answer in 30 s")
    last = visit(
        status=Status.OK, reason="fine", new=2, updated=1, seen=10, seconds=0.25, moved_to=f"{FEED}/2"
    )
    elsewhere = visit(source="regio")

    store.save_visit(earlier, state())
    store.save_visit(last, state())
    store.save_visit(elsewhere, state(source="regio"))

    assert store.load_visits() == (elsewhere, last)


def test_a_state_comes_back_whole(store: Store) -> None:
    """And replaces the one before it."""
    whole = EndpointState(
        source="wijkteam",
        url=FEED,
        etag='"v1"',
        last_modified="Tue, 24 Nov 2026 12:00:00 GMT",
        body_hash="d00d",
        status=Status.LIMITED,
        reason="429, try again in an hour",
        moved_to=f"{FEED}/2",
        checked_at=NOON,
        ok_at=NOON - HOUR,
        last_new_at=NOON - DAY,
        failures=3,
        not_before=NOON + HOUR,
    )
    store.save_visit(visit(), state(etag='"v0"'))
    store.save_visit(visit(), whole)
    store.save_visit(visit(source="regio"), state(source="regio"))

    assert store.load_states() == (state(source="regio"), whole)


def test_a_visit_that_cannot_be_saved_leaves_nothing(store: Store) -> None:
    """Else the state would say "unchanged" next time, and what was new would never be seen."""
    naive = publication("b", published=datetime(2026, 11, 24))  # noqa: DTZ001 - the mistake meant here

    with pytest.raises(Exception, match="a moment without a zone cannot be stored"):
        store.save_visit(visit(), state(etag='"v1"'), (publication("a"), naive))

    assert (store.load_states(), store.load_visits(), store.load_publications()) == ((), (), ())


class _Killer(Sequence[Publication]):
    """Ends its process the hard way when the store reads it, in the middle of the transaction."""

    @overload
    def __getitem__(self, index: int) -> Publication: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Publication]: ...
    def __getitem__(self, index: int | slice) -> NoReturn:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("still alive")

    def __len__(self) -> int:
        return 1


def _die_while_saving(path: Path) -> None:
    store = open_store(path)
    store.save_visit(visit(), state(etag='"v1"'), (publication("a"),), _Killer())


def test_a_process_killed_while_saving_leaves_nothing_half(path: Path) -> None:
    """The state and the new publication were written already, but not yet for good."""
    process = multiprocessing.get_context("spawn").Process(target=_die_while_saving, args=(path,))
    process.start()
    process.join()

    assert process.exitcode == -signal.SIGKILL
    with open_store(path) as store:
        assert (store.load_states(), store.load_visits(), store.load_publications()) == ((), (), ())


def test_threads_save_side_by_side(store: Store) -> None:
    """Each visit takes a connection of its own and waits for its turn."""

    def save_endpoint(number: int) -> None:
        url = f"{FEED}/{number}"
        store.save_visit(visit(endpoint=url), state(url=url), (publication(f"{number}"),))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(save_endpoint, range(40)))

    assert len(store.load_publications()) == 40
    assert len(store.load_states()) == 40
