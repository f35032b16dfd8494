"""Senders that are killed, and what that came to; small numbers in the tests, large ones in tools/soak.py."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.jobs.root import Root, load_root
from tests.ready import address_of, ready_root, relay_table, sent
from tests.relay import Relay
from tests.roots import ENVIRONMENT, REPOSITORY


@dataclass(frozen=True, slots=True)
class Toll:
    """What a row of crashes came to: readers without the edition, and copies too many."""

    readers: int
    crashes: int
    lost: int
    doubles: int

    def __str__(self) -> str:
        return f"{self.readers} messages, {self.crashes} crashes: {self.lost} lost, {self.doubles} double"


def sender(root: Root) -> subprocess.Popen[str]:
    """Starts one sender in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.send_once", str(root.path)],
        cwd=REPOSITORY,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        text=True,
    )


def kill_senders(
    folder: Path, *, readers: int, kills: int, with_log: bool, seed: int, connections: int = 1
) -> Toll:
    """Kills a sender (SIGKILL) at so many random moments, spread over the whole sending, then lets it end."""
    chance = random.Random(seed)
    log = folder / "mail.log" if with_log else None
    with Relay(log=log) as relay:
        extra = relay_table(relay.port, connections=connections, delivery=_delivery(log))
        root = ready_root(folder / "root", readers=readers, extra=extra)
        killed = 0
        for moment in sorted(chance.randrange(readers) for _ in range(kills)):
            process = sender(root)
            _wait_until(lambda moment=moment: len(relay.taken) >= moment, process)  # type: ignore[misc]
            # Anywhere in the milliseconds that one message takes.
            time.sleep(chance.random() * 0.003)
            if process.poll() is None:
                process.kill()
                killed += 1
            process.communicate()
        sent(root)
        return toll(relay, readers, killed)


def cut_power(folder: Path, *, readers: int, with_log: bool, seed: int) -> tuple[Toll, int]:
    """Kills a sender, cuts the write-ahead log of its database at a random byte, and lets another go on.

    Returns the toll, and how many messages the relay had that the database, as it was cut, knew nothing of.
    """
    chance = random.Random(seed)
    log = folder / "mail.log" if with_log else None
    with Relay(log=log) as relay:
        root = ready_root(
            folder / "root", readers=readers, extra=relay_table(relay.port, delivery=_delivery(log))
        )
        process = sender(root)
        moment = chance.randrange(1, readers)
        _wait_until(lambda: len(relay.taken) >= moment, process)
        process.kill()
        process.communicate()
        wal = root.subscriber_file.with_name("subscribers.db-wal")
        if wal.exists():
            with wal.open("r+b") as opened:
                opened.truncate(chance.randrange(wal.stat().st_size + 1))
            root.subscriber_file.with_name("subscribers.db-shm").unlink(missing_ok=True)
        known = _accepted(root)
        unknown = len(relay.taken) - known
        sent(load_root(root.path))
        return toll(relay, readers, 1), unknown


def toll(relay: Relay, readers: int, crashes: int) -> Toll:
    counts = Counter(relay.readers)
    wanted = {address_of(number) for number in range(readers)}
    doubles = sum(number - 1 for number in counts.values())
    return Toll(readers, crashes, len(wanted - counts.keys()), doubles)


def _accepted(root: Root) -> int:
    with root.open_deliveries() as deliveries:
        return sum(one.accepted for one in deliveries.load_sendings())


def _delivery(log: Path | None) -> str:
    return f'first = 0\nrelay_log = "{log}"' if log else "first = 0"


def _wait_until(is_so: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 60
    while not is_so() and process.poll() is None and time.monotonic() < until:
        time.sleep(0.0005)
