"""Turns at a host: one at a time, with a pause between, and the waiting counted."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from pipeline.model import CollectLimits
from pipeline.shell.fetch.dial import Dialer
from pipeline.shell.fetch.turns import Turns


def take(turns: Turns, host: str = "bron.example", pause: float = 0.0, busy: float = 0.0) -> float:
    with turns.turn(host, pause) as waited:
        time.sleep(busy)
    return waited


def test_the_first_turn_is_at_once_and_the_next_after_the_pause() -> None:
    turns = Turns()

    assert take(turns, pause=0.1) < 0.05
    assert 0.05 < take(turns, pause=0.1) < 0.3


def test_the_pause_counts_from_the_end_of_the_request_before() -> None:
    turns = Turns()
    take(turns, busy=0.1)

    assert take(turns, pause=0.1) > 0.05


def test_another_host_does_not_wait_and_one_host_has_one_name() -> None:
    turns = Turns()
    take(turns)

    assert take(turns, "ander.example", pause=0.2) < 0.05
    assert take(turns, "BRON.example.", pause=0.1) > 0.05


def test_what_the_owner_asks_for_goes_before_a_shorter_pause() -> None:
    turns = Turns()
    turns.slow_down("bron.example", 0.15)
    take(turns)

    assert take(turns, pause=0.01) > 0.1


def test_one_request_at_a_time_is_at_a_host() -> None:
    turns, busy, most = Turns(), [0], [0]

    def ask(_: int) -> None:
        with turns.turn("bron.example", 0):
            busy[0] += 1
            most[0] = max(most[0], busy[0])
            time.sleep(0.005)
            busy[0] -= 1

    with ThreadPoolExecutor(5) as threads:
        list(threads.map(ask, range(20)))

    assert most == [1]


def test_each_thread_knows_how_long_it_waited_itself() -> None:
    turns = Turns()
    take(turns)
    waited = take(turns, pause=0.05)
    others: list[float] = []
    other = threading.Thread(target=lambda: others.append(turns.waited_seconds()))
    other.start()
    other.join()

    assert waited <= turns.waited_seconds() < waited + 0.02
    assert others == [0.0]


def test_hosts_that_config_allows_or_stands_in_for_need_no_pause() -> None:
    limits = CollectLimits(
        "nieuwsbrief", allow_hosts=("127.0.0.1:8000",), connect_to={"bron.example": "127.0.0.1:9"}
    )
    dialer = Dialer(limits, lambda _host, _port: [])

    assert [dialer.is_trusted(*one) for one in (("127.0.0.1", 8000), ("Bron.example", 80))] == [True, True]
    assert [dialer.is_trusted(*one) for one in (("127.0.0.1", 80), ("ander.example", 80))] == [False, False]
