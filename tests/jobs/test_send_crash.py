"""A sender that is killed, or a machine that loses its power, loses no reader and hardly doubles one."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.errors import BusyError
from pipeline.model.delivery import SendingState
from pipeline.shell.lock import hold
from tests.crashes import cut_power, kill_senders, sender
from tests.ready import SENT, address_of, ready_root, relay_table, sent
from tests.relay import Relay


@pytest.mark.slow
def test_without_a_log_a_kill_costs_at_most_one_double_and_nobody_is_lost(tmp_path: Path) -> None:
    toll = kill_senders(tmp_path, readers=120, kills=4, with_log=False, seed=1)

    assert toll.lost == 0
    assert toll.doubles <= toll.crashes


@pytest.mark.slow
def test_with_the_relays_log_a_kill_costs_nothing(tmp_path: Path) -> None:
    toll = kill_senders(tmp_path, readers=120, kills=4, with_log=True, seed=2)

    assert (toll.lost, toll.doubles) == (0, 0)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_a_power_cut_loses_nobody_and_doubles_at_most_what_was_not_on_disk(tmp_path: Path, seed: int) -> None:
    toll, unknown = cut_power(tmp_path, readers=60, with_log=False, seed=seed)

    assert toll.lost == 0
    assert toll.doubles <= unknown


@pytest.mark.slow
def test_with_the_relays_log_even_a_power_cut_doubles_nobody(tmp_path: Path) -> None:
    toll, _ = cut_power(tmp_path, readers=60, with_log=True, seed=7)

    assert (toll.lost, toll.doubles) == (0, 0)


@pytest.mark.slow
def test_of_two_senders_at_once_one_says_so_and_stops(tmp_path: Path) -> None:
    with Relay() as relay:
        root = ready_root(tmp_path, readers=300, extra=relay_table(relay.port))
        ended = sorted(process.communicate()[0].strip() for process in (sender(root), sender(root)))

        assert ended in (["busy", "klaar"], ["klaar", "klaar"])
        assert Counter(relay.readers) == Counter(address_of(number) for number in range(300))


def test_while_somebody_sends_nobody_else_does(tmp_path: Path) -> None:
    root = ready_root(tmp_path)

    with hold(root.path / "var" / "send.lock", "sending"), pytest.raises(BusyError, match="another sending"):
        sent(root)


def test_a_clock_that_jumps_an_hour_doubles_nobody(tmp_path: Path) -> None:
    chance = random.Random(3)

    def jumping() -> object:
        return SENT + timedelta(hours=chance.choice((0, 1)))

    with Relay(hang_up_after=5) as relay:
        root = ready_root(tmp_path, readers=40, extra=relay_table(relay.port, connections=2))
        sending = sent(root, now=jumping)  # type: ignore[arg-type]

        assert sending.state is SendingState.DONE
        assert Counter(relay.readers) == Counter(address_of(number) for number in range(40))
