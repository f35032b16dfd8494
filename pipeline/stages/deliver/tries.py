"""When a delivery is tried again, and when it was tried enough."""

from __future__ import annotations

from datetime import datetime, timedelta

from pipeline.model.delivery import Claimed, DeliveryState, Reply, Settled
from pipeline.stages.deliver.replies import Verdict

SHORTEST, LONGEST, ENOUGH = timedelta(minutes=5), timedelta(hours=12), timedelta(hours=72)
_LONGEST_REPLY = 300
_FINAL = {
    Verdict.ACCEPTED: DeliveryState.ACCEPTED,
    Verdict.NO_SUCH_ADDRESS: DeliveryState.NO_SUCH_ADDRESS,
    Verdict.FULL: DeliveryState.FULL,
    Verdict.REFUSED: DeliveryState.REFUSED,
}


def next_try(attempts: int, first_at: datetime, now: datetime) -> datetime | None:
    """Returns when to try again after so many attempts: in 5 minutes, then twice as long each time, at most
    12 hours; the last time 72 hours after the first. None once that is over."""
    end = first_at + ENOUGH
    if now >= end:
        return None
    # The exponent is bounded, so that a long row of attempts makes no enormous number.
    wait = min(SHORTEST * (1 << min(max(attempts, 1) - 1, 20)), LONGEST)
    return min(now + wait, end)


def settle(claimed: Claimed, verdict: Verdict, reply: Reply, now: datetime) -> Settled:
    """Returns what became of a try that just ended; its attempt is not yet in `claimed.attempts`.

    What was uncertain before and is uncertain again stays so: it was sent once more, and that is enough.
    """
    text = f"{reply.phase.value} {reply.code or '-'} {reply.text}".replace(claimed.address, "<>")
    text = text[:_LONGEST_REPLY]
    first_at = claimed.first_at or now
    state, next_at = _FINAL.get(verdict), None
    if verdict is Verdict.UNCERTAIN:
        state = DeliveryState.UNCERTAIN
        next_at = None if claimed.state is DeliveryState.UNCERTAIN else now + SHORTEST
    elif verdict is Verdict.OURS:
        # Nothing is wrong with the reader: it stands where it stood.
        state, next_at = claimed.state, now
    elif state is None:
        next_at = next_try(claimed.attempts + 1, first_at, now)
        state = _waits_as(claimed) if next_at else DeliveryState.GIVEN_UP
    return Settled(claimed.subscriber, claimed.fence, state, text, now, next_at)


def _waits_as(claimed: Claimed) -> DeliveryState:
    # What may have arrived stays uncertain, whatever a later try came to before its dot.
    return DeliveryState.UNCERTAIN if claimed.state is DeliveryState.UNCERTAIN else DeliveryState.LATER
