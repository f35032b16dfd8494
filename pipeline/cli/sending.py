"""Sending an edition, with its progress, and how a sending stands in words."""

from __future__ import annotations

import contextlib
import signal
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from datetime import tzinfo
from threading import Event

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn
from rich.progress import TimeRemainingColumn as TimeLeft
from rich.text import Text

from pipeline.cli import output
from pipeline.cli.moments import month_of
from pipeline.jobs.root import Root, load_root
from pipeline.jobs.send import Edges, run_send, send_test
from pipeline.jobs.send.bounces import run_bounces
from pipeline.model import Month
from pipeline.model.delivery import DeliveryState, Sending, SendingState, Settled
from pipeline.shell import clock

DONE, FAILED = 0, 1


def send(words: Namespace) -> int:
    root, month = load_root(words.root), month_of(words.month)
    if words.test:
        return _send_test(root, month, words)
    stop = Event()
    with root.open_store() as store, _until_told(stop), _progress(root, month) as progress:
        sending = run_send(root, store, month=month, by=words.by, edges=Edges(clock.now, stop, progress))
    if words.json:
        output.print_json(sending)
    else:
        print_sending(sending, root.config.newsletter.zone)
    return FAILED if sending.state in (SendingState.PAUSED, SendingState.STOPPED) else DONE


def print_sending(sending: Sending, zone: tzinfo) -> None:
    """Prints in words how a sending stands."""
    print(sending_line(sending, zone))
    if sending.note:
        print(f"    {sending.note}")


def sending_line(sending: Sending, zone: tzinfo) -> str:
    others = [
        f"{number} {state.value}"
        for state, number in sending.counts.items()
        if state is not DeliveryState.ACCEPTED and number
    ]
    line = f"Sending {sending.month}: {sending.state.value}"
    if sending.state is not SendingState.HANDED_OVER:
        line += f"; {sending.accepted} of {sending.readers} accepted"
    line += f" ({', '.join(others)})" if others else ""
    if sending.next_at is not None and sending.state.goes_on:
        line += f"; next try {sending.next_at.astimezone(zone):%Y-%m-%d %H:%M}, by 'nieuwsbrief schedule'"
    return f"{line}."


def _send_test(root: Root, month: Month, words: Namespace) -> int:
    trial = send_test(root, month=month, addresses=words.test, by=words.by, now=clock.now())
    if words.json:
        output.print_json(trial)
    else:
        print(f"Sent as a test: {trial.source}")
        for one in trial.replies:
            print(f"  {one.address}: {one.reply.code or 'no answer'} {one.reply.text}")
    return DONE if all(one.is_accepted for one in trial.replies) else FAILED


@contextlib.contextmanager
def _until_told(stop: Event) -> Iterator[None]:
    """Sets `stop` at the first Ctrl-C or SIGTERM; a second Ctrl-C breaks off at once."""

    def hear(_number: int, _frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        print("stopping after the messages in hand", file=sys.stderr)

    earlier = {number: signal.signal(number, hear) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f} a second" if task.speed else "")


@contextlib.contextmanager
def _progress(root: Root, month: Month) -> Iterator[Callable[[Settled], None]]:
    """Shows how many are done, the rate and the time left, while standard error is a terminal."""
    bar = Progress(
        TextColumn("sending"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeLeft(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    with bar:
        task = bar.add_task("", total=None)
        known: list[int] = []

        def advance(_settled: Settled) -> None:
            if not known:
                known.append(_to_do(root, month))
                bar.update(task, total=known[0] or None)
            bar.update(task, advance=1)

        yield (lambda _: None) if bar.disable else advance


def _to_do(root: Root, month: Month) -> int:
    with root.open_deliveries() as deliveries:
        sending = deliveries.find(month)
    open_states = (DeliveryState.WAITING, DeliveryState.IN_HAND)
    return sum(sending.counts.get(state, 0) for state in open_states) if sending else 0


def bounces(words: Namespace) -> int:
    counts = run_bounces(load_root(words.root), now=clock.now())
    if words.json:
        output.print_json(counts)
        return DONE
    print(f"Came back: {counts.hard} for good, {counts.soft} for now; {counts.complaints} complaints.")
    print(f"Unsubscribed by mail: {counts.unsubscribed}; let go as unreachable: {counts.unreachable}.")
    print(f"Probes sent: {counts.probes}; without a mark of ours, left for you to look at: {counts.unknown}.")
    return DONE


VERBS: Mapping[str, Callable[[Namespace], int]] = {"send": send, "bounces": bounces}
