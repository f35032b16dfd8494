"""The sending that the schedule begins at its planned time, when the edition is approved."""

from __future__ import annotations

from datetime import datetime, timedelta

from pipeline.errors import ApprovalError, BusyError, NewsletterError
from pipeline.jobs.root import Root
from pipeline.jobs.send.run import Edges
from pipeline.jobs.send.send import run_send
from pipeline.model import Month
from pipeline.model.delivery import Sending
from pipeline.shell.store import Store
from pipeline.stages.due import FAILED, NOT_SENT

BY = "schedule"
# Who finds out two days later wants to decide anew; so does who has just written `send` in config.toml.
LATEST = timedelta(days=1)


def send_as_planned(root: Root, store: Store, *, month: Month, planned: datetime, edges: Edges) -> str:
    """Sends the edition of `month` if it is approved and nobody began; returns what came of it, in words.

    What is said begins with FAILED or NOT_SENT when it was not sent. Raises BusyError when somebody else is
    sending.
    """
    begun = _found(root, month)
    if begun is not None:
        return f"{month} was begun before, by {begun.by}: {begun.state.value}"
    if edges.now() - planned > LATEST:
        return f"{NOT_SENT}the moment for {month} passed more than a day ago, while no schedule ran"
    try:
        sending = run_send(root, store, month=month, edges=edges, by=BY)
    except BusyError:
        raise
    except ApprovalError as error:
        return f"{NOT_SENT}{error}"
    except NewsletterError as error:
        return f"{FAILED}{error}"
    return f"{month} {sending.state.value}; {sending.accepted} of {sending.readers} accepted"


def _found(root: Root, month: Month) -> Sending | None:
    if not root.subscriber_file.is_file():
        return None
    with root.open_deliveries() as deliveries:
        return deliveries.find(month)
