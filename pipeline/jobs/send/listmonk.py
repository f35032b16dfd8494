"""Handing the approved edition to a listmonk, as a draft that somebody starts there.

Its own subscribers get it, with its own way out; those of ours stay out of it.
"""

from __future__ import annotations

import os
from datetime import datetime
from email import message_from_bytes
from email.policy import SMTP
from typing import TYPE_CHECKING

from pipeline.errors import DeliveryError
from pipeline.jobs.frozen import Frozen, write_journal
from pipeline.jobs.root import Root
from pipeline.jobs.send.posts import read_secret
from pipeline.jobs.send.prepare import demand_https
from pipeline.model import Month
from pipeline.model.delivery import Sending, SendingState
from pipeline.model.editions import WAY_OUT, WEB_VERSION
from pipeline.model.settings import Listmonk
from pipeline.shell import listmonk
from pipeline.stages.withdraw import parts_of

if TYPE_CHECKING:
    from pipeline.shell.subscribers.deliveries import Deliveries

TOKEN_VARIABLE = "NIEUWSBRIEF_LISTMONK_TOKEN"  # noqa: S105 - the name of a variable


def hand_over(root: Root, deliveries: Deliveries, frozen: Frozen, *, by: str, now: datetime) -> Sending:
    """Makes the draft, once for what was approved, and returns how it stands.

    Raises RelayError, DeliveryError.
    """
    rules = root.config.delivery.listmonk
    if rules is None:
        raise DeliveryError("there is no [listmonk] in config.toml")
    begun = deliveries.find(frozen.month)
    if begun is not None and begun.state is not SendingState.HANDED_OVER:
        raise DeliveryError(
            f"the edition of {frozen.month} went out from here before; see 'nieuwsbrief status'"
        )
    demand_https(root.config.web.base_url)
    token = os.environ.get(TOKEN_VARIABLE, "") or read_secret(root.path / rules.token_file)
    tag = f"nieuwsbrief-{frozen.month}-{frozen.digest[:12]}"
    if listmonk.has_campaign(rules, token, tag):
        note = f"the draft is in {rules.url} already (tag {tag})"
    else:
        number = listmonk.make_campaign(rules, token, _campaign(root, rules, frozen, tag))
        note = f"draft campaign {number} in {rules.url} (tag {tag}); start it there"
        write_journal(
            root, frozen.month, "handed-over", by=by, now=now, hash=frozen.digest, backend="listmonk"
        )
    return deliveries.hand_over(frozen.month, archive=frozen.digest, by=by, now=now, note=note)


def _campaign(root: Root, rules: Listmonk, frozen: Frozen, tag: str) -> dict[str, object]:
    newsletter = root.config.newsletter
    parts = {name: body.decode("utf-8") for name, body in parts_of(frozen.message).items()}
    subject = str(message_from_bytes(frozen.message, policy=SMTP)["Subject"])
    campaign: dict[str, object] = {
        "name": f"{newsletter.title} {frozen.month}",
        "subject": _as_data(subject),
        "lists": list(rules.lists),
        "from_email": f"{newsletter.sender} <{newsletter.from_address}>",
        "type": "regular",
        "content_type": "html",
        "body": _filled(root, frozen.month, parts["newsletter.html"]),
        "altbody": _filled(root, frozen.month, parts["newsletter.txt"]),
        "messenger": "email",
        "tags": [tag],
        "headers": [{"Reply-To": newsletter.reply_to}],
    }
    if rules.template:
        campaign["template_id"] = rules.template
    return campaign


def _filled(root: Root, month: Month, text: str) -> str:
    text = _as_data(text).replace(WEB_VERSION, root.config.web.address(str(month), ""))
    return text.replace(WAY_OUT, "{{ UnsubscribeURL }}")


def _as_data(text: str) -> str:
    """What reads as a template there is text here."""
    return text.replace("{{", '{{ "{{" }}')
