"""A replay: `collect` over a month of sites whose windows roll on; nothing missed, nothing doubled.

The month takes seconds, since the clock is handed in. What happens at the sites stands in
tests/jobs/replayed.py; `python -m tools.replay HOURS` prints the whole of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from pipeline.model import Publication, Visit
from tests.jobs.replayed import DAYS, HOUR, START, Asked, Item, SimulatedMonth, day
from tests.roots import collect_from, make_root

pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a month of runs left behind."""

    month: SimulatedMonth
    visits: tuple[tuple[datetime, Visit], ...]
    publications: tuple[Publication, ...]
    until: datetime

    def of(self, source: str) -> list[tuple[datetime, Visit]]:
        return [(at, visit) for at, visit in self.visits if visit.source == source]

    def asked(self, host: str) -> list[Asked]:
        return [one for one in self.month.asked if one.host == host]


@pytest.fixture(scope="module", params=[24, 4], ids=["daily", "every four hours"])
def replayed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replayed]:
    """The whole month by day; by four hours the half of it in which most happens, but for the search."""
    hours: int = request.param
    days, without = (DAYS, ()) if hours == 24 else (15, ("zoek.example",))
    visits: list[tuple[datetime, Visit]] = []
    with SimulatedMonth(without) as month:
        root = make_root(tmp_path_factory.mktemp("maand"), feeds=month.feeds)
        for number in range(0, days * 24 + 1, hours):
            month.now = START + number * HOUR
            visits += [(month.now, one) for one in collect_from(root, month.stand_ins, now=month.now)]
        with root.open_store() as store:
            publications = tuple(store.load_publications(include_copies=True))
        yield Replayed(month, tuple(visits), publications, month.now)


def found(replayed: Replayed, host: str, choose: Callable[[Item], bool]) -> Publication:
    item = next(one for one in replayed.month.sites[host].items if choose(one))
    return next(one for one in replayed.publications if one.data.url == item.url)


def test_nothing_is_missed_and_nothing_doubled(replayed: Replayed) -> None:
    stored = Counter((one.source, one.data.title) for one in replayed.publications)

    assert stored == replayed.month.online(replayed.until)
    assert sum(visit.new for _, visit in replayed.visits) == len(replayed.publications)


def test_what_two_sites_carry_is_one_and_its_first_publisher_keeps_it(replayed: Replayed) -> None:
    copies = [one for one in replayed.publications if one.copy_of]
    repeated = [one for one in replayed.publications if one.source == "herhaler"]

    assert copies == repeated
    assert {one.copy_of for one in copies} <= {
        one.key for one in replayed.publications if one.source == "druk"
    }


def test_an_edit_and_two_changed_meetings_are_updates_and_nothing_else_is(replayed: Replayed) -> None:
    updates = [(at, visit.source, visit.updated) for at, visit in replayed.visits if visit.updated]
    expected = [(day(8), "druk", 1), (day(15), "agenda", 1), (day(20), "agenda", 1)]

    assert updates == [one for one in expected if one[0] <= replayed.until]
    edited = found(replayed, "druk.example", lambda item: item.at > day(6))
    assert edited.data.summary == "De cijfers zijn hersteld. Er staat nu wat er is."
    assert (edited.changed_at, edited.first_seen < day(8)) == (day(8), True)


def test_a_meeting_that_was_put_off_has_its_new_date(replayed: Replayed) -> None:
    eighth = replayed.month.sites["agenda.example"].items[7]
    put_off = timedelta(days=2) if replayed.until >= day(15) else timedelta()

    stored = found(replayed, "agenda.example", lambda item: item is eighth)
    assert stored.data.event_start == eighth.at + timedelta(days=10) + put_off


def test_an_archive_that_is_stamped_anew_stays_as_old_as_it_was(replayed: Replayed) -> None:
    archive = replayed.month.sites["archief.example"].items

    assert {one.data.url: one.data.published for one in replayed.publications if one.source == "archief"} == {
        item.url: item.at for item in archive
    }


def test_a_site_that_was_down_three_days_is_asked_less_and_loses_nothing(replayed: Replayed) -> None:
    failed = [at for at, visit in replayed.of("wankel") if not visit.status.is_healthy]

    assert failed[0] == day(9)
    assert len(failed) <= 7
    assert day(12) - failed[-1] <= timedelta(days=1.5)


def test_a_site_that_asks_for_six_hours_gets_them(replayed: Replayed) -> None:
    refused = [one.at for one in replayed.asked("vol.example") if one.status == 503]
    later = [one.at for one in replayed.asked("vol.example") if one.path == "/feed"]

    assert refused
    for moment in refused:
        following = next(at for at in later if at > moment)
        assert following - moment >= 6 * HOUR


def test_a_feed_that_moved_is_read_on_and_its_new_address_proposed(replayed: Replayed) -> None:
    proposed = {(at >= day(10), visit.moved_to) for at, visit in replayed.of("verhuisd")}

    assert proposed == {(False, ""), (True, "http://verhuisd.example/nieuw")}


def test_no_body_is_sent_twice_and_each_repeat_is_conditional(replayed: Replayed) -> None:
    sent: dict[tuple[str, str], str] = {}
    for one in replayed.month.asked:
        if not one.etag:
            continue
        known = sent.get((one.host, one.path))
        if known is not None:
            assert one.is_conditional or known != one.etag, one
            assert known != one.etag or one.status == 304, one
        sent[one.host, one.path] = one.etag


def test_the_requests_of_the_month_are_few(replayed: Replayed, say: Callable[[str], None]) -> None:
    asked = replayed.month.asked
    answered = Counter(one.status for one in asked if one.path != "/robots.txt")
    robots = sum(one.path == "/robots.txt" for one in asked)
    visits = len(replayed.visits)
    say(
        f"replay: {visits} visits of {len(replayed.month.sites)} endpoints, {len(asked)} requests: "
        f"{answered[200]} read, {answered[304]} unchanged, {robots} robots.txt, "
        f"{len(replayed.publications)} publications"
    )

    # One visit is one request of its endpoint, but for pages of items and parts of a period.
    plain = [one for one in asked if one.path in ("/feed", "/agenda.ics", "/sitemap.xml") and one.status]
    per_visit = Counter((one.at, one.host) for one in plain)
    assert set(per_visit.values()) == {1}
    pages = Counter(
        one.path for one in asked if one.host == "kaart.example" and one.path.startswith("/nieuws/")
    )
    assert set(pages.values()) == {1}
    assert robots <= (DAYS + 4) * len(replayed.month.sites)
