"""A visit looks up what it meets, and decides as if it knew the whole store."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.jobs.collect.stored import Stored
from pipeline.jobs.visit import Harvest, Task
from pipeline.model import EndpointState, Publication, PublicationData, Sighting, Status, Visit, VisitRecord
from pipeline.shell.store import Store, open_store
from pipeline.stages.collect import Collected, Known, collect, owners_of
from tests.makers import NOON, publication_data, source

SOURCES = {slug: source(slug) for slug in ("bron", "put", "wel")}
OWNERS = owners_of(SOURCES.values())
HOSTS = ("bron.example", "put.example", "elders.example")
# Few words, so that titles are often the same, nearly the same, or one word apart.
TITLES = tuple(
    f"{first} {second} voor {third}"
    for first in ("Handreiking", "De handreiking", "Derde handreiking")
    for second in ("wijkteam", "wijkteams")
    for third in ("kindermishandeling", "kindermishandelling")
)

found_data = st.builds(
    PublicationData,
    title=st.sampled_from((*TITLES, "Kort", "")),
    url=st.none() | st.builds("https://{}/{}".format, st.sampled_from(HOSTS), st.sampled_from("abcd")),
    guid=st.sampled_from(("", "1", "2")),
    published=st.none() | st.sampled_from([NOON - timedelta(days=days) for days in (0, 1, 30, 80)]),
)
visits = st.lists(
    st.tuples(st.sampled_from(sorted(SOURCES)), st.lists(found_data, max_size=4), st.booleans()), max_size=8
)


@contextmanager
def empty_store() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "pipeline.db") as store:
        yield store


def visited(slug: str, *found: PublicationData) -> tuple[Task, Harvest]:
    one = SOURCES[slug]
    url = one.endpoints[0].url
    harvest = Harvest(Visit(slug, url, Status.OK), EndpointState(slug, url), found)
    return Task(one, one.endpoints[0], EndpointState(slug, url, ok_at=NOON)), harvest


def reconciled(known: Known, task: Task, harvest: Harvest, number: int) -> Collected:
    return collect(
        harvest.found,
        source=task.source,
        endpoint=task.endpoint,
        known=known,
        owners=OWNERS,
        now=NOON + timedelta(hours=number),
    )


def take(stored: Stored, task: Task, harvest: Harvest, number: int = 0) -> Collected:
    """One visit, as a run of collecting goes about it."""
    stored.meet([(task, harvest)])
    made = reconciled(stored.known, task, harvest, number)
    stored.add(VisitRecord(harvest.visit, harvest.state, made.new, made.changed))
    return made


@pytest.mark.slow
@given(visits)
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_looked_up_decides_as_the_whole_store_would(
    seen: list[tuple[str, list[PublicationData], bool]],
) -> None:
    """Whatever waits to be saved, and whatever was saved long ago."""
    everything: dict[str, Publication] = {}
    with empty_store() as store, closing(Stored(store, OWNERS)) as stored:
        for number, (slug, found, is_saved) in enumerate(seen):
            task, harvest = visited(slug, *found)
            expected = reconciled(Known.of(everything.values()), task, harvest, number)

            assert take(stored, task, harvest, number) == expected

            everything |= {one.key: one for one in (*expected.new, *expected.changed)}
            if is_saved:
                stored.close()


def test_what_was_saved_is_no_longer_held() -> None:
    """Else a run of ten thousand sources would end with all they published in memory."""
    with empty_store() as store, closing(Stored(store, OWNERS)) as stored:
        for number in range(100):
            take(stored, *visited("bron", publication_data(str(number))))
        held = len(stored.known.by_key)
        stored.close()
        take(stored, *visited("bron", publication_data("7"), publication_data("nieuw")))

        assert (held, set(stored.known.by_key)) == (
            100,
            {"https://bron.example/nieuws/7", "https://bron.example/nieuws/nieuw"},
        )


def test_what_was_stored_in_this_run_does_not_count_as_stored_before() -> None:
    """Else it would depend on who was quicker whether an item's page is read."""
    keys = [f"https://bron.example/nieuws/{name}" for name in ("oud", "nieuw")]
    with empty_store() as store:
        with closing(Stored(store, OWNERS)) as stored:
            take(stored, *visited("bron", publication_data("oud")))
        with closing(Stored(store, OWNERS)) as stored:
            take(stored, *visited("bron", publication_data("nieuw")))
            stored.close()

            assert list(stored.before(keys)) == keys[:1]


def test_the_dates_of_an_endpoint_are_those_stored_and_those_it_just_brought() -> None:
    with empty_store() as store:
        with closing(Stored(store, OWNERS)) as stored:
            take(stored, *visited("bron", publication_data("een", published=None), publication_data("twee")))
            take(stored, *visited("put", publication_data("een")))
        with closing(Stored(store, OWNERS)) as stored:
            task, harvest = visited(
                "bron", publication_data("een", published=NOON), publication_data("drie", published=None)
            )

            assert stored.sightings(task, take(stored, task, harvest, 5)) == (
                Sighting(NOON, NOON),
                Sighting(NOON, NOON),
                Sighting(NOON + timedelta(hours=5), None),
            )
