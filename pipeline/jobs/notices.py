"""Notices: a mail to the editors about what the schedule did, once a run.

The store decides: a notice is claimed before it goes, and one whose process died on the way is not sent
again, since a mail too few is better than the same one twice. One that surely did not go waits for the next
look.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from pipeline.errors import NewsletterError, RelayError
from pipeline.jobs.root import Root
from pipeline.jobs.send.posts import Parcel, post_office
from pipeline.model import Month, Run
from pipeline.model.delivery import Phase, Reply, Sending
from pipeline.model.notices import Notice, NoticeEnvelope
from pipeline.read.draft import parse_draft
from pipeline.shell.files import read_text
from pipeline.shell.store import Store
from pipeline.stages.deliver import Verdict, judge, on_wire
from pipeline.stages.due import (
    FAILED,
    JOBS,
    NOT_SENT,
    SENDING,
    TELL_BUILD,
    TELL_JOBS,
    TELL_SEND,
    DueNotice,
    due_notices,
    month_sent_at,
)
from pipeline.stages.notice import (
    DraftFacts,
    draft_notice,
    failed_draft_notice,
    failures_notice,
    sent_notice,
    unsent_notice,
)
from pipeline.stages.render import write_notice
from pipeline.templating import load_templates

log = logging.getLogger("nieuwsbrief.notices")

FOLDER = "redactie"


def tell_editors(root: Root, store: Store, *, now: datetime) -> tuple[DueNotice, ...]:
    """Mails the editors what there is to tell, and returns what was told; a relay that is down waits."""
    if not root.config.notify:
        return ()
    runs = [run for job in (*JOBS, SENDING) for run in store.load_runs(job, 10)]
    known = [run for job in TELL_JOBS for run in store.load_runs(job, 20)]
    due = due_notices(runs, known, root.config.newsletter.zone, now=now)
    return tuple(one for one in due if _tell(root, store, one, now))


def _tell(root: Root, store: Store, due: DueNotice, now: datetime) -> bool:
    if not store.claim_run(due.job, due.due_at, now):
        return False
    try:
        notice = _notice(root, due)
        outcome = _send(root, due, notice, now) if notice else "nothing to tell any more"
    except RelayError as error:
        # Nothing was handed over: the next look tries again.
        store.release_run(due.job, due.due_at)
        log.error("the editors cannot be told now: %s", error)
        return False
    except NewsletterError as error:
        outcome = f"{FAILED}{error}"
        log.error("the editors cannot be told: %s", error)
    store.finish_run(due.job, due.due_at, now, outcome)
    return not outcome.startswith(FAILED)


def _notice(root: Root, due: DueNotice) -> Notice | None:
    zone = root.config.newsletter.zone
    if due.job == TELL_BUILD:
        local = due.due_at.astimezone(zone)
        return _about_build(root, Month(local.year, local.month), due.runs[0])
    if due.job == TELL_SEND:
        month = month_sent_at(root.config.schedule, zone, due.due_at)
        return _about_sending(root, month, due.runs[0]) if month else None
    return failures_notice(due.runs, zone)


def _about_build(root: Root, month: Month, run: Run) -> Notice:
    folder, zone = root.build(month), root.config.newsletter.zone
    if run.outcome.startswith(FAILED):
        return failed_draft_notice(month, run.outcome)
    draft = parse_draft(
        read_text(folder / "edition.json"), read_text(folder / "findings.json"), root.relative(folder)
    )
    return draft_notice(
        DraftFacts(
            month=month,
            subject=draft.subject,
            findings=draft.findings,
            report=str(folder / "report.html"),
            edition_file=root.relative(root.edition_file(month)),
            zone=zone,
            sent_at=root.config.schedule.send_moment(month, zone),
        )
    )


def _about_sending(root: Root, month: Month, run: Run) -> Notice | None:
    if run.outcome.startswith((FAILED, NOT_SENT)):
        return unsent_notice(month, run.outcome)
    sending = _found(root, month)
    return sent_notice(month, sending) if sending else None


def _found(root: Root, month: Month) -> Sending | None:
    if not root.subscriber_file.is_file():
        return None
    with root.open_deliveries() as deliveries:
        return deliveries.find(month)


def _send(root: Root, due: DueNotice, notice: Notice, now: datetime) -> str:
    """Returns what became of it. Raises RelayError when nobody got it and that may pass."""
    config = root.config
    if config.delivery.backend == "listmonk":
        # That only takes editions: what is for editors goes by the relay, if there is one.
        backend = "smtp" if config.delivery.relays else "files"
        root = replace(root, config=replace(config, delivery=replace(config.delivery, backend=backend)))
    mark = f"{due.job}.{due.due_at.timestamp():.0f}"
    envelope = NoticeEnvelope(config.notify, now.astimezone(config.newsletter.zone), mark)
    message = write_notice(notice, envelope, config.newsletter, load_templates(root.template_folders))
    replies = _hand_over(root, message, config.notify, mark)
    accepted = sum(judge(reply) in (Verdict.ACCEPTED, Verdict.UNCERTAIN) for reply in replies)
    if accepted:
        return f"told {accepted} of {len(replies)} editors"
    if any(judge(reply) is Verdict.LATER for reply in replies):
        raise RelayError(replies[-1].text)
    return f"{FAILED}{replies[-1].code} {replies[-1].text}"


def _hand_over(root: Root, message: bytes, readers: Sequence[str], mark: str) -> list[Reply]:
    office = post_office(root, FOLDER)
    body = on_wire(message) if office.on_wire else message
    replies: list[Reply] = []
    post = office.counters[0]()
    try:
        for number, reader in enumerate(readers, 1):
            if not post.is_open:
                post = office.counters[0]()
            parcel = Parcel(root.config.bounce_address, reader, f"{mark}.{number}", body)
            replies.append(post.deliver(parcel))
    except RelayError as error:
        # Some may have it: then it does not go again.
        if not replies:
            raise
        replies.append(Reply(Phase.CONNECT, 0, str(error)))
    finally:
        post.hang_up()
    return replies
