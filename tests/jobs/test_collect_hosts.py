"""Hosts are visited side by side, one visit a host at a time, and what they bring comes in order."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from time import sleep

import pytest

from pipeline.jobs.collect.hosts import Visits
from pipeline.jobs.visit import Harvest, Task
from pipeline.model import EndpointState, Status, Visit
from tests.makers import endpoint, publication_data, source


def task_at(host: str, number: int = 0) -> Task:
    url = f"https://{host}.example/{number}"
    return Task(source(host), replace(endpoint(), url=url), EndpointState(host, url))


def harvest_of(task: Task, found: int = 0) -> Harvest:
    return Harvest(
        Visit(task.source.slug, task.endpoint.url, Status.OK),
        task.state,
        tuple(publication_data(str(number)) for number in range(found)),
    )


def in_order(
    tasks: Sequence[Task],
    visit: Callable[[Task], Harvest],
    *,
    hosts_at_once: int = 4,
    connections: int = 1,
    most_held: int = 100,
) -> list[str]:
    """Visits all, and returns the addresses as they were handed over."""
    with Visits(
        tasks, visit, hosts_at_once=hosts_at_once, connections=connections, most_held=most_held
    ) as visits:
        return [task.endpoint.url for some in visits for task, _ in some]


def test_what_comes_in_late_is_still_handed_over_first() -> None:
    tasks = [task_at(host) for host in ("traag", "vlot", "vlugger", "vlugst")]
    others = threading.Barrier(3)
    slow = threading.Event()

    def visit(task: Task) -> Harvest:
        if task.source.slug == "traag":
            assert slow.wait(10)
        elif others.wait(10) == 0:
            slow.set()
        return harvest_of(task)

    assert in_order(tasks, visit) == [task.endpoint.url for task in tasks]


def test_a_host_has_one_visit_at_a_time_and_no_more_hosts_are_asked_than_allowed() -> None:
    tasks = [task_at(host, number) for number in range(6) for host in ("een", "twee", "drie")]
    lock, under_way, most = threading.Lock(), list[str](), list[int]()

    def visit(task: Task) -> Harvest:
        with lock:
            assert task.source.slug not in under_way
            under_way.append(task.source.slug)
            most.append(len(under_way))
        sleep(0.002)
        with lock:
            under_way.remove(task.source.slug)
        return harvest_of(task)

    assert len(in_order(tasks, visit, hosts_at_once=2)) == 18
    assert max(most) == 2


def test_a_host_may_have_as_many_connections_as_config_allows() -> None:
    together = threading.Barrier(3)

    def visit(task: Task) -> Harvest:
        together.wait(10)
        return harvest_of(task)

    assert len(in_order([task_at("een", number) for number in range(3)], visit, connections=3)) == 3


def test_behind_a_slow_site_no_more_piles_up_than_may_be_held() -> None:
    """Else 10,000 sources would wait in memory for the first."""
    tasks = [task_at("traag"), *(task_at(f"vlot-{number}") for number in range(20))]
    begun: list[str] = []
    slow = threading.Event()

    def visit(task: Task) -> Harvest:
        begun.append(task.source.slug)
        if task.source.slug == "traag":
            assert slow.wait(10)
        return harvest_of(task, found=10)

    with Visits(tasks, visit, hosts_at_once=2, connections=1, most_held=30) as visits:
        handed_over = iter(visits)
        # Half a second in which nothing can be handed over.
        assert next(handed_over) == []
        assert begun == ["traag", "vlot-0", "vlot-1", "vlot-2"]
        slow.set()

        assert [task for some in handed_over for task, _ in some] == tasks


def test_a_fault_is_raised_once_all_before_it_was_handed_over() -> None:
    tasks = [task_at("een"), task_at("twee"), task_at("drie")]

    def visit(task: Task) -> Harvest:
        if task.source.slug == "twee":
            raise ZeroDivisionError
        return harvest_of(task)

    with Visits(tasks, visit, hosts_at_once=1, connections=1) as visits:
        handed_over = iter(visits)
        assert [task for task, _ in next(handed_over)] == tasks[:1]
        with pytest.raises(ZeroDivisionError):
            next(handed_over)


def test_nothing_is_begun_after_the_end() -> None:
    tasks = [task_at("een", number) for number in range(50)]
    begun: list[Task] = []

    def visit(task: Task) -> Harvest:
        begun.append(task)
        sleep(0.01)
        return harvest_of(task)

    with Visits(tasks, visit, hosts_at_once=1, connections=1):
        pass
    sleep(0.1)

    assert len(begun) <= 2
