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
from pipeline.stages.check import (
    active,
    content,
    contrast,
    eml,
    headers,
    images,
    language,
    links,
    parity,
    plain,
    privacy,
    replies,
    size,
    structure,
    styles,
)
from pipeline.stages.check.document import Document, parse_document
from pipeline.stages.check.mail import Mail, Part, parse_mail
from pipeline.stages.check.rules import Rule, apply_rules, in_order
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
    "web_links",
]

_DOCUMENT_RULES: tuple[Rule[Document], ...] = (
    *structure.RULES,
    *language.RULES,
    *content.RULES,
    *links.RULES,
    *images.RULES,
    *privacy.RULES,
    *active.RULES,
    *styles.RULES,
    *contrast.RULES,
)

# What a rule looks at differs by group; for a list of codes and sentences that does not matter.
HTML_RULES: tuple[Rule[Any], ...] = (*_DOCUMENT_RULES, *size.RULES)

RULES: tuple[Rule[Any], ...] = (
    *HTML_RULES,
    *plain.ALONE,
    *plain.RULES,
    *parity.RULES,
    *headers.RULES,
    *eml.RULES,
    *replies.RULES,
)


def check_html(html: str, *, path: str, limits: EmailLimits) -> tuple[Finding, ...]:
    """Everything there is to say about an HTML mail; `path` is what the findings name as its file."""
    return in_order(_html_findings(parse_document(html), path, limits))


def check_text(text: str, *, path: str) -> tuple[Finding, ...]:
    """Everything there is to say about a plain text version."""
    return in_order(apply_rules((*plain.ALONE, *plain.RULES), plain.PlainText(text), path))


def check_parity(html: str, text: str, *, path: str) -> tuple[Finding, ...]:
    """What stands in the HTML and not in the text; lines are those of the HTML."""
    return in_order(apply_rules(parity.RULES, parity.Pair(parse_document(html), text), path))


def check_links(html: str, answers: Sequence[LinkAnswer], *, path: str) -> tuple[Finding, ...]:
    """What the links of an HTML mail answered; links without an answer in `answers` are passed over."""
    by_identity = {identity(answer.url): answer for answer in answers}
    return in_order(apply_rules(replies.RULES, replies.Answered(parse_document(html), by_identity), path))


def web_links(html: str) -> tuple[str, ...]:
    """Returns the web addresses an HTML mail links to, each once, in its order: what there is to ask."""
    found = [one for one in links.links_of(parse_document(html)) if links.kind_of(one) is links.Kind.WEB]
    return tuple(dict.fromkeys(links.address_of(one) for one in found))


def check_eml(message: bytes, *, path: str, limits: EmailLimits) -> tuple[Finding, ...]:
    """Everything there is to say about a message; lines are those of the file, as far as they can be told."""
    mail = parse_mail(message)
    return in_order(
        [*apply_rules((*headers.RULES, *eml.RULES), mail, path), *_part_findings(mail, path, limits)]
    )


def _part_findings(mail: Mail, path: str, limits: EmailLimits) -> list[Finding]:
    html, text = mail.body("text/html"), mail.body("text/plain")
    found: list[Finding] = []
    if text is not None:
        found += _in_file(text, apply_rules(plain.RULES, plain.PlainText(text.text), path))
    if html is not None and html.text.strip():
        document = parse_document(html.text)
        found += _in_file(html, _html_findings(document, path, limits))
        if text is not None and text.text.strip():
            found += _in_file(html, apply_rules(parity.RULES, parity.Pair(document, text.text), path))
    return found


def _in_file(part: Part, findings: list[Finding]) -> list[Finding]:
    """The findings with the line of the decoded part turned into the line of the file."""
    return [
        replace(one, line=part.line(one.line), column=one.column if part.keeps_columns else None)
        for one in findings
    ]


def _html_findings(document: Document, path: str, limits: EmailLimits) -> list[Finding]:
    return [
        *apply_rules(_DOCUMENT_RULES, document, path),
        *apply_rules(size.RULES, size.Weighed(document, limits), path),
    ]
