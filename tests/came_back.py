"""Mail that came back, as mail systems write it; all made up."""

from __future__ import annotations


def dsn(
    to: str,
    *,
    status: str = "5.1.1",
    action: str = "failed",
    diagnostic: str = "smtp; 550 5.1.1 user unknown",
    more: str = "",
) -> bytes:
    """A delivery report (RFC 3464); `more` holds the fields of further recipients."""
    return f"""\
Return-Path: <>
Delivered-To: {to}
From: MAILER-DAEMON@mx.lezers.example (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="grens"

--grens
Content-Type: text/plain

I am sorry to have to inform you that your message could not be delivered.

--grens
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.lezers.example

Final-Recipient: rfc822; lezer@lezers.example
Action: {action}
Status: {status}
Diagnostic-Code: {diagnostic}
{more}
--grens
Content-Type: text/rfc822-headers

Subject: Nieuwsbrief

--grens--
""".encode()


def arf(return_path: str, *, kind: str = "abuse") -> bytes:
    """A complaint (RFC 5965) to our feedback address, about a mail with that envelope."""
    return f"""\
From: fbl@lezers.example
To: klachten@example.nl
Subject: complaint
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="grens"

--grens
Content-Type: text/plain

This is a complaint.

--grens
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: Loop/1.0
Version: 1

--grens
Content-Type: message/rfc822

Return-Path: <{return_path}>
From: redactie@example.nl
To: lezer@lezers.example
Subject: Nieuwsbrief

Dag

--grens--
""".encode()


def odd(to: str, text: str = "") -> bytes:
    """A failure in a form of its own, as qmail writes it."""
    text = text or "<lezer@lezers.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n"
    return f"""\
Return-Path: <>
From: MAILER-DAEMON@mx.lezers.example
To: {to}
Subject: failure notice

Hi. This is the qmail-send program at mx.lezers.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

{text}
--- Below this line is a copy of the message.

Return-Path: <{to}>
Subject: Nieuwsbrief
""".encode()


def letter(to: str, *, headers: str = "") -> bytes:
    """A mail of a person, or of the machine that a button in a mail program is."""
    return f"From: lezer@lezers.example\nTo: {to}\nSubject: afmelden\n{headers}\nafmelden\n".encode()
