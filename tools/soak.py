"""What delivery must withstand, in full: `python -m tools.soak [NAME…] [--share 0.1]`

    kills     200 kill -9 at random moments while 10,000 messages go out, without and with the relay's log
    postfix   the same into a real Postfix, where one is installed and we may start it
    power     the database cut at a random byte of its write-ahead log, 500 times
    senders   two senders at once, 50 times
    clock     an hour forward and back at every look at the clock, 50 times
    titles    10,000 made-up titles, subjects and texts, re-parsed

`--share` does that part of each. Every line says what was reached; the exit code is 1 when one was not.
`make test` runs small versions of these. Faults at each point of the dialogue are all in the tests.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.crashes import cut_power, kill_senders, sender
from tests.ready import SENT, address_of, ready_root, relay_table, sent
from tests.relay import Relay
from tests.stages.deliver.test_letter import TEXTS, WORDS, check_any
from tools import soak_postfix


def kills(share: float) -> bool:
    good = True
    for with_log in (False, True):
        with _folder() as folder:
            toll = kill_senders(
                folder, readers=int(10_000 * share), kills=int(200 * share), with_log=with_log, seed=1
            )
        allowed = 0 if with_log else toll.crashes
        good &= _say(
            f"kills, {'with' if with_log else 'without'} the log: {toll} (allowed: 0 and {allowed})",
            toll.lost == 0 and toll.doubles <= allowed,
        )
    return good


def postfix(share: float) -> bool:
    problem = soak_postfix.why_not()
    if problem:
        print(f"postfix: left out; {problem}")
        return True
    with _folder() as folder:
        toll = soak_postfix.kill_senders(folder, readers=int(10_000 * share), kills=int(200 * share), seed=2)
    return _say(f"postfix: {toll} (allowed: 0 and 0)", toll.lost == 0 and toll.doubles == 0)


def power(share: float) -> bool:
    lost = doubles = unknown = with_log = 0
    times = int(500 * share)
    for number in range(times):
        with _folder() as folder:
            toll, not_known = cut_power(folder, readers=40, with_log=number % 5 == 4, seed=number)
        lost += toll.lost
        if number % 5 == 4:
            with_log += toll.doubles
        else:
            doubles, unknown = doubles + toll.doubles, unknown + not_known
    return _say(
        f"power: {times} cuts: {lost} lost, {doubles} double (unknown to the cut database: {unknown}), "
        f"{with_log} double with the relay's log",
        lost == 0 and doubles <= unknown and with_log == 0,
    )


def senders(share: float) -> bool:
    doubles = lost = busy = 0
    times = int(50 * share)
    for _ in range(times):
        with _folder() as folder, Relay() as relay:
            root = ready_root(folder, readers=100, extra=relay_table(relay.port))
            ended = [process.communicate()[0].strip() for process in (sender(root), sender(root))]
            busy += "busy" in ended
            counts = Counter(relay.readers)
            doubles += sum(number - 1 for number in counts.values())
            lost += 100 - len(counts)
    return _say(
        f"senders: {times} times two at once, {busy} times one said so: {lost} lost, {doubles} double",
        lost == doubles == 0,
    )


def clock(share: float) -> bool:
    doubles = lost = 0
    times = int(50 * share)
    for seed in range(times):
        with _folder() as folder, Relay(hang_up_after=7) as relay:
            root = ready_root(folder, readers=60, extra=relay_table(relay.port, connections=2))
            sent(root, now=_jumping(random.Random(seed)))  # noqa: S311 - reproducible, no secret
            counts = Counter(relay.readers)
            doubles += sum(number - 1 for number in counts.values())
            lost += len({address_of(number) for number in range(60)} - counts.keys())
    return _say(f"clock: {times} runs with jumps: {lost} lost, {doubles} double", lost == doubles == 0)


def _jumping(chance: random.Random) -> Callable[[], datetime]:
    return lambda: SENT + timedelta(hours=chance.choice((0, 0, 1)))


def titles(share: float) -> bool:
    seen = [0]

    @settings(
        max_examples=int(10_000 * share),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        subject=TEXTS,
        title=TEXTS,
        sender=TEXTS,
        body=WORDS,
        before=st.integers(0, 90),
        base=st.integers(0, 200),
    )
    def look(subject: str, title: str, sender: str, body: str, before: int, base: int) -> None:
        seen[0] += 1
        check_any(subject, title, sender, body, before=before, base=base)

    look()
    return _say(f"titles: {seen[0]:,} mails have exactly our headers, lines of at most 76 and 998", True)


def _say(text: str, good: bool) -> bool:
    print(f"{'ok ' if good else 'NOT'} {text}", flush=True)
    return good


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="nieuwsbrief-soak-") as folder:
        yield Path(folder)


SOAKS: dict[str, Callable[[float], bool]] = {
    one.__name__: one for one in (titles, clock, senders, power, kills, postfix)
}


def main() -> int:
    parser = argparse.ArgumentParser(description="What delivery must withstand, in full.")
    parser.add_argument("names", nargs="*", choices=[[], *SOAKS], metavar="NAME", help=", ".join(SOAKS))
    parser.add_argument("--share", type=float, default=1.0, help="do this part of each")
    words = parser.parse_args()
    good = True
    for name in words.names or SOAKS:
        began = time.monotonic()
        good &= SOAKS[name](words.share)
        print(f"    {time.monotonic() - began:.0f} s", flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
