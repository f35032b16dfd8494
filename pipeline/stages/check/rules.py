"""A rule, the places it points at, and how the two become findings.

Every rule stands in a table of its module, whole: what it looks for, what it says, why, by which source,
and an example that fails and one that passes. `docs/checks.md` is made from these tables, and the examples
are tests, so that a new rule is written in one place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Generic, TypeVar, cast

from pipeline.model import Finding, Severity

BLOCKING = Severity.BLOCKING
ADVICE = Severity.ADVICE

EXCERPT_CHARS = 90

Subject = TypeVar("Subject")
Other = TypeVar("Other")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where a rule is broken; line and column count from 1, None where the whole file is meant.

    `detail` fills `{detail}` in the rule's message.
    """

    line: int | None = None
    column: int | None = None
    detail: str = ""
    excerpt: str = ""


class Where(Enum):
    """Where in a good mail an example stands; the value is how the documentation calls it."""

    BODY = "in de tekst"
    HEAD = "in de <head>"
    STYLE = "in <style>"
    TEXT = "in de tekstversie"
    HEADERS = "in de kop van het bericht"
    MESSAGE = "het hele bericht"


@dataclass(frozen=True, slots=True)
class Example:
    """What fails and what passes: where the good mail holds `good`, `bad` takes its place; else it is added.

    "" for `bad` means that `good` is missing. `times` repeats `bad`, for what is only wrong when there is
    much of it.
    """

    bad: str
    good: str
    where: Where = Where.BODY
    times: int = 1


@dataclass(frozen=True, slots=True)
class Rule(Generic[Subject]):
    """One thing a mail must or should have.

    `code` is stable, English and kebab-case; `message`, `hint` and `why` are Dutch and meant for an editor.
    `find` returns every place where the rule is broken, in any order. `source` names who says so: a
    standard with its section, an address, or "eigen proef" for what we saw happen. `example` is None only
    where the fault is outside the mail.
    """

    code: str
    severity: Severity
    message: str
    hint: str
    find: Callable[[Subject], Iterable[Spot]]
    why: str = ""
    source: str = ""
    example: Example | None = None

    def on(self, find: Callable[[Other], Iterable[Spot]]) -> Rule[Other]:
        """The same rule for another kind of subject: one code says one thing wherever it is found."""
        return cast("Rule[Other]", replace(cast("Rule[Any]", self), find=find))

    def finding(self, spot: Spot, path: str) -> Finding:
        return Finding(
            code=self.code,
            severity=self.severity,
            path=path,
            message=self.message.replace("{detail}", spot.detail),
            hint=self.hint,
            line=spot.line,
            column=spot.column,
            excerpt=spot.excerpt,
        )


def apply_rules(rules: Iterable[Rule[Subject]], subject: Subject, path: str) -> list[Finding]:
    return [rule.finding(spot, path) for rule in rules for spot in rule.find(subject)]


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sorted by path, line, column and code, without doubles; what means the whole file comes first."""
    return tuple(sorted(set(findings), key=_place))


def _place(finding: Finding) -> tuple[str, int, int, str, str]:
    return (
        finding.path,
        finding.line or 0,
        finding.column or 0,
        finding.code,
        finding.message + finding.excerpt,
    )


def excerpt_of(text: str) -> str:
    """The text on one line, cut to `EXCERPT_CHARS`."""
    # Cut first: folding a whole document for the sake of its first words costs more than all rules do.
    folded = " ".join(text[: EXCERPT_CHARS * 3].split())
    return folded if len(folded) <= EXCERPT_CHARS else folded[: EXCERPT_CHARS - 1] + "…"
