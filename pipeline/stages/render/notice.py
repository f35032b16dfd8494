"""A mail to the editors: plain text and simple HTML that leaves colours and sizes to their mail program."""

from __future__ import annotations

from pipeline.model import Newsletter
from pipeline.model.notices import Notice, NoticeEnvelope
from pipeline.stages.render.service import ServiceMail, wrap_plain, write_service_mail
from pipeline.stages.render.words import TemplateTexts


def write_notice(
    notice: Notice, envelope: NoticeEnvelope, newsletter: Newsletter, templates: TemplateTexts
) -> bytes:
    """Returns the whole message, with CRLF line ends. Raises ConfigError, from the templates."""
    facts = {"notice": notice, "newsletter": newsletter}
    domain = newsletter.from_address.rpartition("@")[2]
    mail = ServiceMail(
        readers=envelope.readers,
        subject=notice.subject,
        sent_at=envelope.sent_at,
        message_id=f"<{envelope.mark}@{domain}>",
        text=templates.render("mail/redactie.txt.j2", wrap=wrap_plain, **facts),
        html=templates.render("mail/redactie.html.j2", **facts),
    )
    return write_service_mail(mail, newsletter)
