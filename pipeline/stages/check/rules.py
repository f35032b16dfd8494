"""A rule, the places it points at, and how the two become findings.

Every rule stands in a table of its module, so that the list of codes in the documentation can be made from
the same objects that do the checking.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from pipeline.model import Finding, Severity

BLOCKING = Severity.BLOCKING
ADVICE = Severity.ADVICE

EXCERPT_CHARS = 90

Subject = TypeVar("Subject")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where a rule is broken; line and column count from 1, None where the whole file is meant.

    `detail` fills `{detail}` in the rule's message.
    """

    line: int | None = None
    column: int | None = None
    detail: str = ""
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Rule(Generic[Subject]):
    """One thing a mail must or should have.

    `code` is stable, English and kebab-case; `message` and `hint` are Dutch and meant for an editor.
    `find` returns every place where the rule is broken, in any order.
    """

    code: str
    severity: Severity
    message: str
    hint: str
    find: Callable[[Subject], Iterable[Spot]]

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
