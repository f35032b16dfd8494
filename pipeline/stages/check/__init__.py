"""Checks a mail, ours or another's, and says what is wrong, where, and how to mend it.

    check_html     an HTML mail                        check_text    a plain text version
    check_eml      a whole message with its parts      check_parity  whether the two tell the same
    check_links    what the links answered             web_links     which links there are to ask

Pure functions of their arguments that take any input and never raise. Findings come sorted by path, line,
column and code, without doubles. Blocking is what makes a mail fail its reader: something is lost, lies,
spies or cannot be read. All else is advice. `RULES` lists every rule, for the documentation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pipeline.model import EmailLimits, Finding, LinkAnswer
from pipeline.model.client_support import ClientSupport
from pipeline.stages.check import (
    active,
    alts,
    blanks,
    contrast,
    dark,
    declarations,
    eml,
    head,
    headers,
    headings,
    images,
    inbox,
    language,
    leftovers,
    letters,
    link_hosts,
    link_names,
    link_targets,
    links,
    outlook,
    parity,
    people,
    plain,
    privacy,
    readable,
    replies,
    size,
    structure,
    styles,
    subject,
    support,
    tables,
    tags,
    writing,
)
from pipeline.stages.check.document import Document, parse_document
from pipeline.stages.check.mail import Mail, Part, PlainText, parse_mail
from pipeline.stages.check.rules import Rule, apply_rules, in_order
from pipeline.stages.check.support import support_table
from pipeline.text.url import identity

__all__ = [
    "HTML_RULES",
    "RULES",
    "Rule",
    "check_eml",
    "check_html",
    "check_links",
    "check_parity",
    "check_text",
    "open_places",
    "support_table",
    "web_links",
]

_DOCUMENT_RULES: tuple[Rule[Document], ...] = (
    *head.RULES,
    *language.RULES,
    *structure.RULES,
    *headings.RULES,
    *tags.RULES,
    *tables.RULES,
    *link_targets.RULES,
    *link_hosts.RULES,
    *link_names.RULES,
    *images.RULES,
    *alts.RULES,
    *inbox.RULES,
    *leftovers.RULES,
    *letters.RULES,
    *writing.RULES,
    *blanks.RULES,
    *readable.RULES,
    *contrast.RULES,
    *dark.RULES,
    *styles.RULES,
    *declarations.RULES,
    *support.BREAKING,
    *outlook.RULES,
    *privacy.RULES,
    *active.RULES,
)

# What a rule looks at differs by group; for a list of codes and sentences that does not matter.
HTML_RULES: tuple[Rule[Any], ...] = (*_DOCUMENT_RULES, *size.RULES, *support.RULES)

_MAIL_RULES: tuple[Rule[Mail], ...] = (*headers.RULES, *subject.RULES, *people.RULES, *eml.RULES)

RULES: tuple[Rule[Any], ...] = (
    *HTML_RULES,
    *plain.ALONE,
    *plain.RULES,
    *parity.RULES,
    *_MAIL_RULES,
    *replies.RULES,
    leftovers.OPEN_PLACE,
)


def check_html(
    html: str, *, path: str, limits: EmailLimits, facts: ClientSupport | None = None
) -> tuple[Finding, ...]:
    """Everything there is to say about an HTML mail; `path` is what the findings name as its file.

    `facts` are what mail programs support; without them nothing is said about single programs.
    """
    return in_order(_html_findings(parse_document(html), path, limits, facts))


def check_text(text: str, *, path: str) -> tuple[Finding, ...]:
    """Everything there is to say about a plain text version."""
    return in_order(apply_rules((*plain.ALONE, *plain.RULES), PlainText(text), path))


def check_parity(html: str, text: str, *, path: str) -> tuple[Finding, ...]:
    """What stands in the HTML and not in the text; lines are those of the HTML."""
    return in_order(apply_rules(parity.RULES, parity.Pair(parse_document(html), text), path))


def check_links(html: str, answers: Sequence[LinkAnswer], *, path: str) -> tuple[Finding, ...]:
    """What the links of an HTML mail answered; links without an answer in `answers` are passed over."""
    by_identity = {identity(answer.url): answer for answer in answers}
    return in_order(apply_rules(replies.RULES, replies.Answered(parse_document(html), by_identity), path))


def open_places(source: str, *, path: str) -> tuple[Finding, ...]:
    """The places that are still open, such as %%AFMELDEN%%; each of them blocks a mail that is to be sent.

    `source` is an HTML mail, a text, or a message whose parts are quoted-printable: such places stand
    unbroken in ours.
    """
    return in_order(apply_rules((leftovers.OPEN_PLACE,), PlainText(source), path))


def web_links(html: str) -> tuple[str, ...]:
    """Returns the web addresses an HTML mail links to, each once, in its order: what there is to ask."""
    found = [one for one in links.links_of(parse_document(html)) if links.kind_of(one) is links.Kind.WEB]
    return tuple(dict.fromkeys(links.address_of(one) for one in found))


def check_eml(
    message: bytes, *, path: str, limits: EmailLimits, facts: ClientSupport | None = None
) -> tuple[Finding, ...]:
    """Everything there is to say about a message; lines are those of the file, as far as they can be told."""
    mail = parse_mail(message)
    return in_order([*apply_rules(_MAIL_RULES, mail, path), *_part_findings(mail, path, limits, facts)])


def _part_findings(mail: Mail, path: str, limits: EmailLimits, facts: ClientSupport | None) -> list[Finding]:
    html, text = mail.body("text/html"), mail.body("text/plain")
    found: list[Finding] = []
    if text is not None:
        found += _in_file(text, apply_rules(plain.RULES, PlainText(text.text), path))
    if html is not None and html.text.strip():
        document = parse_document(html.text)
        found += _in_file(html, _html_findings(document, path, limits, facts))
        if text is not None and text.text.strip():
            found += _in_file(html, apply_rules(parity.RULES, parity.Pair(document, text.text), path))
    return found


def _in_file(part: Part, findings: list[Finding]) -> list[Finding]:
    """The findings with the line of the decoded part turned into the line of the file."""
    return [
        replace(one, line=part.line(one.line), column=one.column if part.keeps_columns else None)
        for one in findings
    ]


def _html_findings(
    document: Document, path: str, limits: EmailLimits, facts: ClientSupport | None
) -> list[Finding]:
    return [
        *apply_rules(_DOCUMENT_RULES, document, path),
        *apply_rules(size.RULES, size.Weighed(document, limits), path),
        *(apply_rules(support.RULES, support.Judged(document, facts), path) if facts else ()),
    ]
