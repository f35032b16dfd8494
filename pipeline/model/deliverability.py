"""What receivers look at before they let a mail in: questions to DNS, their answers, and what is missing.

English throughout: this is for whoever runs the mail server.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """`ERROR`: mail will be refused or called spam. `ADVICE`: better, or not certain from here."""

    ERROR = "error"
    ADVICE = "advice"
    GOOD = "good"


@dataclass(frozen=True, slots=True, order=True)
class Question:
    """One question to DNS: a name in small letters without its last dot, and a type such as "TXT"."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What DNS said: `values` as text, of a TXT record its strings joined.

    `exists` is False when there is no such name (NXDOMAIN); `fault` says why there was no answer at all.
    """

    values: tuple[str, ...] = ()
    exists: bool = True
    fault: str = ""


Answers = Mapping[Question, Answer]


@dataclass(frozen=True, slots=True)
class Signature:
    """A DKIM-Signature field; `names` are the fields it covers, in small letters."""

    domain: str
    selector: str
    algorithm: str
    names: tuple[str, ...]
    has_length: bool = False

    @property
    def key_name(self) -> str:
        return f"{self.selector}._domainkey.{self.domain}"


@dataclass(frozen=True, slots=True)
class MailFacts:
    """What of a caught mail matters: how often fields stand in it, where it says it is from, and its form.

    `verified` has for each signature whether it holds, and is empty where nobody could look.
    """

    fields: Mapping[str, int]
    from_domains: tuple[str, ...]
    envelope_domain: str
    signatures: tuple[Signature, ...]
    unsubscribe: str
    unsubscribe_post: str
    longest_line: int
    verified: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: the domain readers see, and that of the envelope, where bounces go."""

    from_domain: str
    envelope_domain: str


@dataclass(frozen=True, slots=True)
class DeliverabilityFinding:
    code: str
    level: Level
    message: str
    hint: str = ""
