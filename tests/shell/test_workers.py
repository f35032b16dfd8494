"""A document that costs too much or kills its reader fails alone, and all others are read. Real processes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from pipeline.errors import CollectError
from pipeline.model import PublicationData, Status
from pipeline.read.feed import parse_feed
from pipeline.shell.workers import Workers
from tests.read.contexts import at, context
from tests.shell import jobs_for_workers as jobs

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).parents[2]
PRELOAD = ("tests.shell.jobs_for_workers",)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    """Two workers for all tests that leave the limits alone or run into the CPU limit, of 1 s."""
    with Workers(2, cpu_seconds=1, preload=(*PRELOAD, "pipeline.read.feed")) as workers:
        yield workers


def failure_of(failing: pytest.ExceptionInfo[CollectError]) -> tuple[Status, str]:
    return failing.value.status, failing.value.reason


def children() -> set[int]:
    """The processes this one has started and not waited for."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        # One may end while we look.
        with suppress(OSError):
            parent = stat.read_text().rpartition(")")[2].split()[1]
            if int(parent) == os.getpid():
                found.add(int(stat.parent.name))
    return found


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    # Z: it has ended, and whoever started it has not asked how.
    return state != "Z"


def wait_until_gone(process: int) -> None:
    until = time.monotonic() + 5
    while is_running(process):
        assert time.monotonic() < until, f"process {process} is still there"
        time.sleep(0.01)


def rss(*items: str, before: str = "") -> bytes:
    body = "".join(f"<item>{item}</item>" for item in items)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{before}<rss version="2.0"><channel><title>Bron</title>{body}'
        "</channel></rss>"
    ).encode()


ORDINARY = rss(
    "<title>Een</title><link>https://bron.example/1</link><description>Een zin.</description>"
    "<pubDate>Thu, 12 Nov 2026 09:00:00 GMT</pubDate>"
)


def assert_the_ordinary_feed_is_read(workers: Workers) -> None:
    assert workers.run(parse_feed, ORDINARY, context()).publications == (
        PublicationData(
            title="Een",
            url="https://bron.example/1",
            summary="Een zin.",
            summary_from="description",
            published=at(2026, 11, 12, 10),
            published_from="pubDate",
        ),
    )


# Running


def test_a_function_is_run_in_another_process_and_its_result_comes_back(workers: Workers) -> None:
    assert workers.run(jobs.own_process) in children()
    assert workers.run(jobs.double, 21) == 42


def test_a_pool_that_is_not_used_starts_no_process() -> None:
    before = children()
    with Workers(2):
        assert children() == before


def test_documents_one_after_another_need_one_process() -> None:
    before = children()
    with Workers(2, preload=PRELOAD) as workers:
        assert workers.run(jobs.own_process) == workers.run(jobs.own_process)
        assert len(children() - before) == 1


def test_a_second_process_starts_when_a_document_has_to_wait() -> None:
    """A document that takes long holds up the others no longer than that takes."""
    before = children()
    with Workers(2, preload=PRELOAD) as workers, ThreadPoolExecutor(2) as threads:
        assert list(threads.map(lambda _: workers.run(jobs.sleep, 1.0), range(2))) == [1.0, 1.0]
        assert len(children() - before) == 2


def test_many_threads_use_the_pool_at_once_and_each_gets_its_own_answer(workers: Workers) -> None:
    before = children()
    with ThreadPoolExecutor(12) as threads:
        doubled = list(threads.map(lambda number: workers.run(jobs.double, number), range(300)))

    assert doubled == [2 * number for number in range(300)]
    assert len(children() | before) <= len(before) + 2


def test_a_large_document_goes_there_and_back(workers: Workers) -> None:
    body = os.urandom(5_000_000)

    assert workers.run(bytes.upper, body) == body.upper()


def test_a_worker_has_nothing_open_but_its_own_socket(workers: Workers) -> None:
    with socket.socket() as ours:
        ours.bind(("127.0.0.1", 0))
        with Workers(1, preload=PRELOAD) as fresh:
            workers.run(jobs.double, 1)
            assert len(fresh.run(jobs.open_sockets)) == 1


# Limits


def test_a_function_without_end_is_stopped_by_the_cpu_limit_and_the_next_document_is_read() -> None:
    with Workers(1, cpu_seconds=0.5, preload=PRELOAD) as workers:
        with pytest.raises(CollectError) as failing:
            workers.run(jobs.match_without_end)

        assert failure_of(failing) == (Status.TIMEOUT, "reading it took more than 0.5 s of CPU time")
        assert_the_ordinary_feed_is_read(workers)


def test_the_cpu_limit_counts_for_a_document_and_not_for_the_life_of_a_worker() -> None:
    with Workers(1, cpu_seconds=0.5, preload=PRELOAD) as workers:
        first = workers.run(jobs.own_process)
        assert [workers.run(jobs.use_cpu, 0.2) for _ in range(6)] == [0.2] * 6
        assert workers.run(jobs.own_process) == first


@pytest.mark.parametrize("use", [jobs.use_memory, jobs.use_memory_and_excuse])
def test_a_document_that_takes_too_much_memory_fails_alone(workers: Workers, use: object) -> None:
    assert callable(use)
    with pytest.raises(CollectError) as failing:
        workers.run(use, 600)

    assert failure_of(failing) == (Status.TOO_LARGE, "reading it took more than 512 MB")
    assert workers.run(jobs.use_memory, 100) == 100 * 1024 * 1024


def test_a_worker_that_does_not_give_its_memory_back_is_replaced_before_it_runs_out() -> None:
    with Workers(1, memory_mb=100, preload=PRELOAD) as workers:
        used = [workers.run(jobs.keep_memory, 30) for _ in range(6)]

    assert len(set(used)) == 3


def test_a_document_that_waits_for_something_is_stopped_by_the_wall_clock() -> None:
    with Workers(1, wall_seconds=0.2, preload=PRELOAD) as workers:
        first = workers.run(jobs.own_process)
        with pytest.raises(CollectError) as failing:
            workers.run(jobs.sleep, 60)

        assert failure_of(failing) == (Status.TIMEOUT, "reading it took more than 0.2 s")
        assert not is_running(first)
        assert workers.run(jobs.double, 2) == 4


def test_the_wait_for_a_free_worker_does_not_count() -> None:
    with Workers(1, wall_seconds=0.35, preload=PRELOAD) as workers, ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda _: workers.run(jobs.sleep, 0.1), range(4))) == [0.1] * 4


# Deaths


@pytest.mark.parametrize(
    ("job", "argument", "status", "reason"),
    [
        (jobs.stop_at_once, 7, Status.NOT_A_FEED, "our reader stopped on it (its process exited with 7)"),
        (
            jobs.kill_itself,
            signal.SIGSEGV,
            Status.NOT_A_FEED,
            "our reader stopped on it (its process was ended by SIGSEGV)",
        ),
        (jobs.kill_itself, signal.SIGKILL, Status.TOO_LARGE, "there was not enough memory to read it"),
    ],
)
def test_a_document_that_ends_its_worker_fails_alone(
    workers: Workers, job: object, argument: int, status: Status, reason: str
) -> None:
    assert callable(job)
    with pytest.raises(CollectError) as failing:
        workers.run(job, argument)

    assert failure_of(failing) == (status, reason)
    assert workers.run(jobs.double, 2) == 4


def test_a_worker_that_was_killed_while_it_waited_costs_no_document() -> None:
    with Workers(1, preload=PRELOAD) as workers:
        first = workers.run(jobs.own_process)
        os.kill(first, signal.SIGKILL)
        # It dies a moment after the signal; WNOWAIT leaves it for the pool to find.
        os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)

        assert workers.run(jobs.own_process) != first


def test_deaths_among_many_documents_cost_those_documents_only(workers: Workers) -> None:
    def outcome(number: int) -> object:
        try:
            if number % 10 == 3:
                workers.run(jobs.stop_at_once, 1)
            return workers.run(jobs.double, number)
        except CollectError as error:
            return error.status

    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(outcome, range(40)))

    assert outcomes == [Status.NOT_A_FEED if number % 10 == 3 else 2 * number for number in range(40)]


# Errors and results


def test_what_a_reader_raises_comes_back_as_itself(workers: Workers) -> None:
    with pytest.raises(CollectError) as failing:
        workers.run(jobs.fail, CollectError(Status.LIMITED, "later", 60))

    assert (*failure_of(failing), failing.value.retry_after) == (Status.LIMITED, "later", 60)


def test_an_unforeseen_error_says_where_in_the_worker_it_arose(workers: Workers) -> None:
    with pytest.raises(KeyError, match="colour") as failing:
        workers.run(jobs.fail, KeyError("colour"))

    assert "in fail\n    raise error" in "".join(failing.value.__notes__)


def test_an_error_that_cannot_travel_comes_back_in_its_words(workers: Workers) -> None:
    with pytest.raises(RuntimeError) as failing:
        workers.run(jobs.fail_stubbornly)

    assert str(failing.value) == "StubbornError: feed.xml:3"


def test_a_result_that_cannot_be_pickled_is_an_error_and_the_worker_goes_on(workers: Workers) -> None:
    with pytest.raises(Exception, match="pickle"):
        workers.run(jobs.return_a_function)

    assert workers.run(jobs.double, 2) == 4


def test_a_function_that_cannot_be_pickled_costs_no_process() -> None:
    before = children()
    with Workers(1) as workers, pytest.raises(Exception, match="pickle"):
        workers.run(lambda: None)

    assert children() == before


def test_a_huge_result_is_refused_in_the_worker(workers: Workers) -> None:
    with pytest.raises(CollectError) as failing:
        workers.run(jobs.return_much, 80)

    assert failure_of(failing) == (Status.TOO_LARGE, "what was read from it is larger than 64 MB")


def test_a_module_that_cannot_be_imported_is_said_as_such() -> None:
    with Workers(1, preload=("pipeline.no_such_module",)) as workers, pytest.raises(ModuleNotFoundError):
        workers.run(jobs.double, 1)


# The end


def test_closing_leaves_no_process() -> None:
    before = children()
    with Workers(2, preload=PRELOAD) as workers, ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda _: workers.run(jobs.sleep, 0.6), range(2)))
        assert len(children() - before) == 2

    assert children() == before
    with pytest.raises(RuntimeError, match="closed"):
        workers.run(jobs.double, 1)


def test_closing_waits_two_seconds_for_a_busy_worker_and_no_longer(tmp_path: Path) -> None:
    before = children()
    told = tmp_path / "told"
    with ThreadPoolExecutor(2) as threads, Workers(1, preload=PRELOAD) as workers:
        busy = threads.submit(workers.run, jobs.sleep_long_after_saying_so, told)
        while not told.exists():
            time.sleep(0.01)
        waiting = threads.submit(workers.run, jobs.double, 1)
        started = time.monotonic()
        workers.close()
        took = time.monotonic() - started

        assert 1.9 < took < 3
        assert isinstance(busy.exception(), CollectError)
        assert isinstance(waiting.exception(), RuntimeError)
    assert children() == before


def test_ctrl_c_is_not_for_the_workers(workers: Workers) -> None:
    assert workers.run(jobs.interrupt_itself) == "went on"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_no_worker_outlives_a_pipeline_that_is_stopped(number: int) -> None:
    script = textwrap.dedent("""
        from pipeline.shell.workers import Workers
        from tests.shell import jobs_for_workers as jobs
        with Workers(1) as workers:
            print(workers.run(jobs.own_process), flush=True)
            while True:
                workers.run(jobs.use_cpu, 0.01)
    """)
    with subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=REPOSITORY,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as pipeline:
        try:
            assert pipeline.stdout is not None
            worker = int(pipeline.stdout.readline())
            os.killpg(pipeline.pid, number)
            assert pipeline.wait(5) == -number
        finally:
            pipeline.kill()

    wait_until_gone(worker)


# Hostile feeds, by what they are called in hostile-input.md


LAUGHS = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10))
HOSTILE = {
    "F1, billion laughs": rss("<title>&l9;</title>", before=f'<!DOCTYPE rss [<!ENTITY l0 "lol">{LAUGHS}]>'),
    "F1, quadratic blow-up": rss(
        f"<title>{'&a;' * 50_000}</title>", before=f'<!DOCTYPE rss [<!ENTITY a "{"a" * 50_000}">]>'
    ),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_feed_that_blows_up_costs_less_than_two_seconds_and_holds_up_nobody(
    workers: Workers, body: bytes
) -> None:
    started = time.monotonic()
    with ThreadPoolExecutor(1) as threads:
        hostile = threads.submit(workers.run, parse_feed, body, context())
        assert_the_ordinary_feed_is_read(workers)
        # What is left of it is an item with a short title, or nothing: never the gigabytes.
        with suppress(CollectError):
            assert [len(one.title) <= 300 for one in hostile.result().publications] == [True]
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (rss(f"<title>Een</title><author>a@{'a.' * 32_000}!</author>"), 1),
        (rss(*(f"<title>Item {number}</title>" for number in range(50_000))), 200),
    ],
    ids=["F3, an author of 64 kB", "F4, 50,000 entries"],
)
def test_a_feed_made_to_take_long_is_read_in_time_or_stopped_and_holds_up_nobody(
    body: bytes, read: int
) -> None:
    with Workers(2, cpu_seconds=0.5, preload=PRELOAD) as workers, ThreadPoolExecutor(1) as threads:
        hostile = threads.submit(workers.run, parse_feed, body, context())
        assert_the_ordinary_feed_is_read(workers)
        try:
            assert len(hostile.result().publications) == read
        except CollectError as error:
            expected = (Status.TIMEOUT, "reading it took more than 0.5 s of CPU time")
            assert (error.status, error.reason) == expected


def test_of_more_entries_than_are_wanted_the_newest_are_read(workers: Workers) -> None:
    entries = (f"<title>{day}</title><pubDate>{day} Oct 2026 09:00:00 GMT</pubDate>" for day in range(10, 30))

    parsed = workers.run(parse_feed, rss(*entries), context(limit=2))

    assert [one.title for one in parsed.publications] == ["28", "29"]
