"""Sending from beginning to end: may it, start or take up again, recover, run, and say how it stands."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pipeline.errors import ApprovalError, DeliveryError, NewsletterError
from pipeline.jobs.frozen import Frozen, write_journal
from pipeline.jobs.root import Root, demand_role
from pipeline.jobs.send.listmonk import hand_over
from pipeline.jobs.send.posts import post_office
from pipeline.jobs.send.prepare import Addressing, Guard, addressing, approved, cut
from pipeline.jobs.send.recover import log_path, recover
from pipeline.jobs.send.run import Edges, Ending, Trip, make_trip
from pipeline.model import Month
from pipeline.model.delivery import Sending, SendingState
from pipeline.shell.lock import hold, machine
from pipeline.shell.secret import make_keys
from pipeline.shell.store import Store
from pipeline.stages.deliver import Alarm

if TYPE_CHECKING:
    from pipeline.shell.subscribers.deliveries import Deliveries

EDITORS = "redactie"


def run_send(
    root: Root,
    store: Store,
    *,
    month: Month,
    edges: Edges,
    by: str = EDITORS,
) -> Sending:
    """Sends the approved edition of `month` to every reader who did not get it yet; returns how it stands.

    It ends when nothing is due: later tries are for `continue_sending`. Once told to stop it ends after the
    messages in hand. Raises ApprovalError or DeliveryError when it may not be sent, and BusyError when
    another sending is running; then nothing went out.
    """
    demand_role(by)
    with hold(root.path / "var" / "send.lock", "sending"):
        frozen = approved(root, store, month, by=by, now=edges.now())
        if root.config.delivery.backend == "listmonk":
            with root.open_deliveries() as deliveries:
                return hand_over(root, deliveries, frozen, by=by, now=edges.now())
        return _send(root, frozen, by=by, edges=edges)


def continue_sending(root: Root, edges: Edges) -> tuple[Sending, ...]:
    """Goes on with every sending that has something due; returns how those stand now.

    What waits for a person is left alone. For the schedule: one whose edition may not go out any more is
    paused with the reason, and raises nothing. Raises BusyError while somebody sends by hand.
    """
    if not root.subscriber_file.is_file():
        return ()
    with root.open_deliveries() as deliveries:
        waiting = [one for one in deliveries.load_sendings() if one.state.goes_on]
    due = [one for one in waiting if one.next_at is None or one.next_at <= edges.now()]
    return tuple(_continue(root, one, edges) for one in due)


def _continue(root: Root, sending: Sending, edges: Edges) -> Sending:
    with hold(root.path / "var" / "send.lock", "sending"), root.open_store() as store:
        try:
            # Who started it was asked then; going on is nobody's decision.
            frozen = approved(root, store, sending.month, by="", now=edges.now())
        except (ApprovalError, DeliveryError) as error:
            with root.open_deliveries() as deliveries:
                deliveries.mark(sending.month, SendingState.PAUSED, note=str(error))
                return _found(deliveries, sending.month)
        return _send(root, frozen, by=sending.by, edges=edges)


def _send(root: Root, frozen: Frozen, *, by: str, edges: Edges) -> Sending:
    month, rules, now = frozen.month, root.config.delivery, edges.now
    # Only who sends pays for importing smtplib.
    from pipeline.shell.smtp import Pace  # noqa: PLC0415

    with root.open_deliveries() as deliveries:
        earlier = deliveries.find(month)
        if earlier is not None and earlier.state is SendingState.DONE:
            return earlier
        if earlier is not None and earlier.state is SendingState.HANDED_OVER:
            raise DeliveryError(f"the edition of {month} was handed over before: {earlier.note}")
        mail = addressing(root, make_keys(root.subscriber_keys), month, now=now())
        started_at = earlier.started_at if earlier else now()
        letter = cut(root, month, frozen.message, sent_at=started_at)
        office, guard = post_office(root, str(month)), Guard(root, frozen)
        _start(root, deliveries, frozen, mail, by=by, now=started_at, earlier=earlier)
        recover(root, deliveries, month, now=now, stop=edges.stop)
        ending = make_trip(
            Trip(
                letter=letter,
                addressing=mail,
                deliveries=deliveries,
                office=office,
                pace=Pace(rules.per_minute, edges.stop),
                holder=f"{machine()}:{secrets.token_hex(4)}",
                uncertain=log_path(root) is None,
                has_changed=guard.has_changed,
                edges=edges,
            )
        )
        return _conclude(root, deliveries, month, ending, by=by, now=now(), was_stopped=edges.stop.is_set())


def _start(
    root: Root,
    deliveries: Deliveries,
    frozen: Frozen,
    mail: Addressing,
    *,
    by: str,
    now: datetime,
    earlier: Sending | None,
) -> None:
    from pipeline.shell.subscribers.deliveries import Wave  # noqa: PLC0415

    rules = root.config.delivery
    own = root.config.newsletter.contact.rpartition("@")[2].lower()
    pause = timedelta(minutes=rules.first_pause_minutes) if rules.first else timedelta()
    deliveries.start(
        frozen.month,
        archive=frozen.digest,
        by=by,
        now=now,
        wave=Wave(rules.first, now + pause, lambda address: address.lower().endswith(f"@{own}")),
        message_id=mail.message_id,
    )
    if earlier is None or earlier.archive != frozen.digest:
        started = _found(deliveries, frozen.month)
        write_journal(
            root,
            frozen.month,
            "sending",
            by=by,
            now=mail.day,
            hash=frozen.digest,
            readers=started.readers,
            backend=rules.backend,
        )


def _conclude(
    root: Root,
    deliveries: Deliveries,
    month: Month,
    ending: Ending,
    *,
    by: str,
    now: datetime,
    was_stopped: bool,
) -> Sending:
    state, note = _verdict(month, ending, was_stopped, _found(deliveries, month))
    deliveries.mark(month, state, note=note, ended_at=now if state is SendingState.DONE else None)
    sending = _found(deliveries, month)
    if state is not SendingState.LATER:
        counts = {one.value: number for one, number in sending.counts.items()}
        write_journal(root, month, f"sending-{state.name.lower()}", by=by, now=now, counts=counts)
    if isinstance(ending.error, NewsletterError):
        raise ending.error
    if ending.error is not None:
        raise DeliveryError(
            f"sending broke off: {ending.error!r}; what was sent is recorded"
        ) from ending.error
    return sending


def _verdict(month: Month, ending: Ending, was_stopped: bool, sending: Sending) -> tuple[SendingState, str]:
    again = f"'nieuwsbrief send {month}' goes on"
    state, note = SendingState.PAUSED, ""
    if ending.error is not None:
        note = f"{ending.error}; {again} once that is mended"
    elif ending.alarm is Alarm.STOP:
        state = SendingState.STOPPED
        note = f"the mail server refuses us: {ending.reply}; mend that, then {again}"
    elif ending.alarm is Alarm.PAUSE:
        note = f"too many failures, the last: {ending.reply}; look, then {again}"
    elif ending.changed:
        note = f"the edition changed while it went out; {again} once it is approved again"
    elif sending.next_at is None:
        state = SendingState.DONE
    elif was_stopped:
        note = f"stopped by hand; {again}"
    else:
        state = SendingState.LATER
        note = f"no mail server could be reached: {ending.down}" if ending.down else ""
    return state, note


def _found(deliveries: Deliveries, month: Month) -> Sending:
    found = deliveries.find(month)
    if found is None:
        raise DeliveryError(f"the sending of {month} is gone from the database")
    return found
