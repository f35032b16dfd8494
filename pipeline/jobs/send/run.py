"""The run: a few connections, each with one message at a time, until nothing is due or something is wrong.

Each message is marked as in hand just before it goes, in the same transaction that records the one before
it. So a crash leaves at most one message a connection of which we do not know whether it arrived.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pipeline.errors import RelayError
from pipeline.jobs.send.posts import Parcel, Post, PostOffice
from pipeline.jobs.send.prepare import Addressing
from pipeline.model.delivery import Claimed, Phase, Reply, Settled
from pipeline.stages.deliver import Alarm, Letter, Watch, judge, settle

if TYPE_CHECKING:
    from pipeline.shell.smtp import Pace
    from pipeline.shell.subscribers.deliveries import Deliveries, Steps

# Longer than the ten minutes that a relay may take at the dot.
LEASE = timedelta(minutes=20)
_BATCH = 100
_LOOK_AGAIN = 2.0


@dataclass(frozen=True, slots=True)
class Edges:
    """Where a run touches the world: the clock, who may stop it, who watches, and its patience with a relay.

    `reconnect` has the seconds between two tries to reach a relay, which is given up after the last.
    """

    now: Callable[[], datetime]
    stop: threading.Event = field(default_factory=threading.Event)
    progress: Callable[[Settled], None] = lambda _: None
    reconnect: Sequence[float] = (1.0, 5.0, 15.0)


@dataclass(slots=True)
class Ending:
    """Why a run ended; all empty when nothing was due any more.

    `error` is a stop of our own, such as a full disk; `down` names relays that could not be reached.
    """

    alarm: Alarm | None = None
    reply: str = ""
    changed: bool = False
    down: str = ""
    error: BaseException | None = None


@dataclass(frozen=True, slots=True)
class Trip:
    """What one run needs: the letter, who it is for, how it goes, and the edges of the world."""

    letter: Letter
    addressing: Addressing
    deliveries: Deliveries
    office: PostOffice
    pace: Pace
    holder: str
    uncertain: bool
    has_changed: Callable[[], bool]
    edges: Edges


def make_trip(trip: Trip) -> Ending:
    """Sends all that is due, and returns why it ended. Raises nothing: what went wrong is in the ending."""
    crew = _Crew(trip)
    with trip.deliveries.steps(trip.addressing.month) as steps:
        hands = [_Hand(crew, counter, steps) for counter in trip.office.counters]
        threads = [threading.Thread(target=hand.work, daemon=True) for hand in hands]
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive():
                # In pieces, so that Ctrl-C is heard.
                thread.join(0.2)
    crew.give_back()
    return crew.ending


class _Crew:
    """What the threads of one run share: the batch in hand, the watch over all, and why it ends."""

    def __init__(self, trip: Trip) -> None:
        self.trip = trip
        self.ending = Ending()
        self.month = trip.addressing.month
        self.pieces = trip.letter.wire if trip.office.on_wire else trip.letter.plain
        self._claimed: deque[Claimed] = deque()
        self._watch = Watch()
        self._over = threading.Event()
        self._lock = threading.Lock()

    @property
    def must_end(self) -> bool:
        return self._over.is_set() or self.trip.edges.stop.is_set()

    def take(self) -> Claimed | None:
        """Returns the next message, None when none is due at this moment."""
        with self._lock:
            if not self._claimed and not self.must_end:
                if self.trip.has_changed():
                    self.ending.changed = True
                    self._over.set()
                    return None
                self._claimed.extend(self._claim())
            return self._claimed.popleft() if self._claimed else None

    def put_back(self, claimed: Claimed) -> None:
        with self._lock:
            self._claimed.appendleft(claimed)

    def give_back(self) -> None:
        """Lets go of what was claimed and not begun."""
        if self._claimed:
            self.trip.deliveries.release(self.month, self._claimed)

    def wait_for_more(self) -> bool:
        """Waits for those who were never tried and are not due yet; returns False when there are none.

        Later tries are not waited for: those are for the schedule.
        """
        _, untried = self.trip.deliveries.next_due(self.month)
        if untried is None or self.must_end:
            return False
        left = (untried - self.trip.edges.now()).total_seconds()
        # In pieces: the wall clock may be set, and somebody may take the edition back.
        self.trip.edges.stop.wait(min(max(left, 0.01), _LOOK_AGAIN))
        return not self.must_end

    def saw(self, claimed: Claimed, reply: Reply) -> Settled:
        """Returns what became of a try, and ends the run where that says so."""
        verdict = judge(reply)
        settled = settle(claimed, verdict, reply, self.trip.edges.now())
        with self._lock:
            alarm = self._watch.saw(verdict)
        if alarm is not None:
            self.end(alarm=alarm, reply=settled.reply)
        self.trip.edges.progress(settled)
        return settled

    def end(self, *, alarm: Alarm | None = None, reply: str = "", error: BaseException | None = None) -> None:
        with self._lock:
            if not self._over.is_set():
                self.ending.alarm, self.ending.reply, self.ending.error = alarm, reply, error
            self._over.set()

    def is_down(self, problem: str) -> None:
        """Remembers that a relay could not be reached; the other connections go on."""
        with self._lock:
            self.ending.down = problem

    def _claim(self) -> Sequence[Claimed]:
        now = self.trip.edges.now()
        return self.trip.deliveries.claim(
            self.month,
            now=now,
            lease_until=now + LEASE,
            holder=self.trip.holder,
            most=_BATCH,
            uncertain=self.trip.uncertain,
        )


class _Hand:
    """One connection, and the message that is in hand on it."""

    def __init__(self, crew: _Crew, counter: Callable[[], Post], steps: Steps) -> None:
        self._crew = crew
        self._trip = crew.trip
        self._counter = counter
        self._steps = steps
        self._post: Post | None = None
        self._is_used = False
        self._ended: Settled | None = None

    def work(self) -> None:
        """Sends until nothing is due. Raises nothing: a thread must not die unheard."""
        try:
            self._work()
        except Exception as error:
            self._crew.end(error=error)

    def _work(self) -> None:
        try:
            while not self._crew.must_end:
                claimed = self._crew.take()
                if claimed is not None:
                    if not self._do(claimed):
                        self._crew.put_back(claimed)
                        return
                    continue
                self._pause()
                if not self._crew.wait_for_more():
                    return
        finally:
            self._pause()

    def _do(self, claimed: Claimed) -> bool:
        """Sends one message; returns False when it did not begin, and must go back."""
        self._trip.pace.wait()
        if not self._is_connected() or self._crew.must_end:
            return False
        ended, self._ended = self._ended, None
        if self._step(ended, claimed):
            self._ended = self._crew.saw(claimed, self._deliver(self._parcel(claimed)))
        return True

    def _deliver(self, parcel: Parcel) -> Reply:
        is_used = self._is_used
        reply = self._once(parcel)
        was_closed = reply.phase is Phase.MAIL and reply.code in (0, 421)
        # Many relays close a connection after so many messages, or so long: that is no reader's fault.
        if was_closed and is_used and not self._crew.must_end and self._is_connected():
            reply = self._once(parcel)
        return reply

    def _once(self, parcel: Parcel) -> Reply:
        if self._post is None:
            return Reply(Phase.CONNECT, 0, "there is no connection")
        reply = self._post.deliver(parcel)
        self._is_used = True
        return reply

    def _parcel(self, claimed: Claimed) -> Parcel:
        addressing = self._trip.addressing
        reader = addressing.reader(claimed.subscriber, claimed.address, claimed.message_id)
        return Parcel(
            sender=addressing.envelope(claimed.subscriber),
            reader=claimed.address,
            name=claimed.message_id.partition("@")[0],
            message=self._crew.pieces.fill(reader),
        )

    def _step(self, ended: Settled | None, begun: Claimed | None) -> bool:
        now = self._trip.edges.now()
        return self._steps.step(ended, begun, now=now, lease_until=now + LEASE)

    def _pause(self) -> None:
        """Records the last message and hangs up: a relay does not wait long for the next."""
        ended, self._ended = self._ended, None
        if ended is not None:
            self._step(ended, None)
        post, self._post = self._post, None
        if post is not None:
            post.hang_up()

    def _is_connected(self) -> bool:
        """Sees to a connection; False when the relay cannot be reached, or does not want us."""
        if self._post is not None and self._post.is_open:
            return True
        self._pause()
        self._is_used = False
        for wait in (*self._trip.edges.reconnect, None):
            try:
                self._post = self._counter()
            except RelayError as error:
                if error.is_ours:
                    self._crew.end(alarm=Alarm.STOP, reply=str(error))
                    return False
                self._crew.is_down(str(error))
            else:
                return True
            if wait is None or self._trip.edges.stop.wait(wait) or self._crew.must_end:
                break
        return False
