"""Mails that are not the newsletter: what they have in common."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime

from pipeline.stages.render.service import ServiceMail, write_service_mail
from tests import makers


def test_its_subject_keeps_each_blank_however_it_is_broken_over_lines() -> None:
    subject = "In gesprek overéééééé😀😀😀😀 ‘één’"
    mail = ServiceMail(
        readers=("redactie@example.nl",),
        subject=subject,
        sent_at=datetime(2026, 12, 3, 8, tzinfo=UTC),
        message_id="<proef@example.nl>",
        text="Dag",
        html="<p>Dag</p>",
    )

    raw = write_service_mail(mail, makers.config().newsletter)

    assert str(email.message_from_bytes(raw, policy=email.policy.default)["Subject"]) == subject
