"""Runs, approvals and link answers: claimed once, decided once, kept until the next."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import ApprovalError, StoreError
from pipeline.model import Approval, LinkAnswer, Month, Run
from pipeline.shell.store import Store, open_store

if TYPE_CHECKING:
    from multiprocessing.queues import Queue

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "pipeline.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as opened:
        yield opened


def approval(month: str = "2026-12", **fields: object) -> Approval:
    whole = Approval(
        month=Month.parse(month),
        cut_off=NOON,
        approved_at=NOON + HOUR,
        by="redactie",
        keys=("https://wijkteam.example/b", "https://wijkteam.example/a"),
        story="eerder-moeten-vragen",
        hashes={"newsletter.html": "aa", "newsletter.txt": "bb"},
    )
    return replace(whole, **fields)  # type: ignore[arg-type]  # one builder for every field


# Runs


def test_a_run_is_claimed_once(store: Store) -> None:
    """Whoever comes second has nothing to do; another job or moment is another run."""
    assert store.claim_run("collect", NOON, NOON)
    assert not store.claim_run("collect", NOON, NOON + HOUR)
    assert store.claim_run("build", NOON, NOON)
    assert store.claim_run("collect", NOON + HOUR, NOON + HOUR)


def test_runs_come_back_newest_first(store: Store) -> None:
    """For `status`, which shows the last of them."""
    store.claim_run("collect", NOON - HOUR, NOON - HOUR)
    store.finish_run("collect", NOON - HOUR, NOON, "ok: 12 endpoints")
    store.claim_run("build", NOON, NOON + HOUR)
    finished = Run("collect", NOON - HOUR, NOON - HOUR, NOON, "ok: 12 endpoints")
    going_on = Run("build", NOON, NOON + HOUR)

    assert store.load_runs() == (going_on, finished)
    assert store.load_runs("collect") == (finished,)
    assert store.load_runs(limit=1) == (going_on,)


def test_a_run_that_was_not_claimed_cannot_be_finished(store: Store, path: Path) -> None:
    """Nor one that ended: its outcome stands."""
    store.claim_run("collect", NOON, NOON)
    store.finish_run("collect", NOON, NOON, "ok")

    with pytest.raises(StoreError) as caught:
        store.finish_run("collect", NOON, NOON, "ok")

    assert str(caught.value) == (f"{path}: no unfinished run of collect due at 2026-11-24T12:00:00+00:00")


def test_a_released_run_can_be_claimed_again(store: Store) -> None:
    """It was stopped before it did anything."""
    store.claim_run("collect", NOON, NOON)
    store.release_run("collect", NOON)

    assert store.load_runs() == ()
    assert store.claim_run("collect", NOON, NOON + HOUR)


def test_a_finished_run_is_never_released(store: Store) -> None:
    """It happened."""
    store.claim_run("collect", NOON, NOON)
    store.finish_run("collect", NOON, NOON + HOUR, "ok")
    store.release_run("collect", NOON)

    assert store.load_runs() == (Run("collect", NOON, NOON, NOON + HOUR, "ok"),)


def test_a_run_of_a_dead_process_is_taken_up_by_one_other(store: Store) -> None:
    """Who holds the root's lock since 13:00 knows that what began at 12:00 and has no end is dead."""
    store.claim_run("build", NOON, NOON)

    assert store.claim_run("build", NOON, NOON + HOUR, dead_before=NOON + HOUR)
    assert not store.claim_run("build", NOON, NOON + HOUR, dead_before=NOON + HOUR)
    assert store.load_runs() == (Run("build", NOON, NOON + HOUR),)


def test_a_finished_run_is_never_taken_up(store: Store) -> None:
    """However long ago it began."""
    store.claim_run("build", NOON, NOON)
    store.finish_run("build", NOON, NOON, "ok")

    assert not store.claim_run("build", NOON, NOON + DAY, dead_before=NOON + DAY)


def test_of_eight_threads_one_claims_the_run(store: Store) -> None:
    """They start together, on one store."""
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda _: store.claim_run("build", NOON, NOON), range(8)))

    assert sorted(claims) == [False] * 7 + [True]


def _claim(path: Path, barrier: Barrier, claims: Queue[bool]) -> None:
    barrier.wait()
    with open_store(path) as store:
        claims.put(store.claim_run("build", NOON, NOON))


def test_of_three_processes_one_claims_the_run(path: Path) -> None:
    """They find no database, so they also make it together."""
    spawn = multiprocessing.get_context("spawn")
    barrier, claims = spawn.Barrier(3), spawn.Queue()
    processes = [spawn.Process(target=_claim, args=(path, barrier, claims)) for _ in range(3)]
    for process in processes:
        process.start()
    answers = [claims.get(timeout=60) for _ in processes]
    for process in processes:
        process.join()

    assert sorted(answers) == [False, False, True]
    assert [process.exitcode for process in processes] == [0, 0, 0]


# Editions


def test_an_approval_comes_back_whole(store: Store) -> None:
    """The keys in the order they were shown, the oldest month first."""
    bare = approval("2026-11", keys=(), story="", hashes={})
    store.approve(approval("2026-12"))
    store.approve(bare)

    assert store.load_approvals() == (bare, approval("2026-12"))


def test_a_month_is_approved_once(store: Store) -> None:
    """And the second attempt spends nothing."""
    store.approve(approval())

    with pytest.raises(ApprovalError) as caught:
        store.approve(
            approval(keys=("https://wijkteam.example/c",), story="ander-verhaal", by="eindredactie")
        )

    assert str(caught.value) == (
        "edition 2026-12 was approved on 2026-11-24 13:00 UTC by redactie, and an approved edition does not "
        "change; put what is new in the next one"
    )
    assert store.load_approvals() == (approval(),)


def test_an_edition_does_not_see_its_own_items_as_spent(store: Store) -> None:
    """So that building an approved month again gives the same bytes."""
    store.approve(approval("2026-11", keys=("a", "b"), story="een"))
    store.approve(approval("2026-12", keys=("b", "c"), story="twee"))

    assert store.load_spent(Month(2026, 11)) == frozenset()
    assert store.load_spent(Month(2026, 12)) == {"a", "b"}
    assert store.load_spent() == {"a", "b", "c"}


def test_a_story_shown_twice_is_named_twice(store: Store) -> None:
    """The last time counts for when it may come back, the first for rebuilding what was between."""
    store.approve(approval("2026-12", keys=(), story="een"))
    store.approve(approval("2024-10", keys=(), story="een"))
    store.approve(approval("2026-11", keys=(), story=""))

    assert store.load_spent_stories() == (("een", Month(2024, 10)), ("een", Month(2026, 12)))


def test_the_previous_cut_off_is_that_of_the_newest_earlier_month(store: Store) -> None:
    """A month nobody approved is skipped: its items go into the next edition."""
    store.approve(approval("2026-09", cut_off=NOON - 60 * DAY))
    store.approve(approval("2026-10", cut_off=NOON - 30 * DAY))
    store.approve(approval("2026-12", cut_off=NOON))

    assert store.previous_cut_off(Month(2026, 12)) == NOON - 30 * DAY
    assert store.previous_cut_off(Month(2027, 1)) == NOON
    assert store.previous_cut_off(Month(2026, 9)) is None


# Links


def test_a_link_answer_is_kept_until_the_next(store: Store) -> None:
    """And is given only while it is fresh, and only for what was asked."""
    a, b, c = (f"https://wijkteam.example/{name}" for name in "abc")
    moved = LinkAnswer(a, 301, b, NOON)
    store.save_link_answers((LinkAnswer(a, 200, "", NOON - DAY), LinkAnswer(b, 0, "", NOON - DAY)))
    store.save_link_answers((moved, LinkAnswer(c, 200, "", NOON)))

    assert store.load_link_answers((b, a), since=NOON) == (moved,)
    assert store.load_link_answers((b, a), since=NOON - DAY) == (moved, LinkAnswer(b, 0, "", NOON - DAY))
    assert store.load_link_answers((), since=NOON) == ()


def test_saving_nothing_saves_nothing(store: Store) -> None:
    """An edition without links asks none."""
    store.save_link_answers(())

    assert store.load_link_answers(("",), since=NOON - DAY) == ()
