"""Waivers: what an editor lets stand in one edition, with a reason, a role and a day.

A waiver lives in the file of its edition and nowhere else, so that it is gone with the next one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.model import EditionPlan, Finding, Severity
from pipeline.model.finding_codes import OTHER_CODES
from pipeline.stages.check import RULES
from pipeline.text.nearest import nearest

MAIL_CODES = frozenset(rule.code for rule in RULES)


def apply_waivers(
    findings: Iterable[Finding],
    plan: EditionPlan,
    *,
    seen_only: tuple[str, ...] = (),
    is_looked_at: bool = True,
) -> tuple[Finding, ...]:
    """Returns the findings, what `plan` waives marked with its reason, and what is odd about its waivers.

    `seen_only` are the beginnings of codes that only looking in a browser brings; while nobody looked
    (`is_looked_at`) nothing can be said about a waiver for one of them.
    """
    reasons = {waiver.code: f"{waiver.reason} ({waiver.by}, {waiver.on:%d-%m-%Y})" for waiver in plan.waivers}
    marked = [replace(one, waived=reasons[one.code]) if one.code in reasons else one for one in findings]
    found = {one.code for one in marked}
    open_codes = [
        code
        for code in reasons
        if code not in found and (is_looked_at or not code.startswith(seen_only or ("?",)))
    ]
    return (*marked, *_odd(open_codes, found, plan.path, seen_only))


def _odd(codes: Sequence[str], found: set[str], path: str, seen_only: tuple[str, ...]) -> Iterator[Finding]:
    known = MAIL_CODES | OTHER_CODES | found
    for code in codes:
        if code in known or code.startswith(seen_only or ("?",)):
            yield Finding(
                "waiver-unused",
                Severity.ADVICE,
                path,
                f"de ontheffing voor ‘{code}’ is niet nodig: die bevinding is er niet",
                "haal haar weg uit het editiebestand",
            )
        else:
            # What was found comes first: that is what somebody wants to waive.
            near = nearest(code, found) or nearest(code, known)
            yield Finding(
                "waiver-unknown",
                Severity.ADVICE,
                path,
                f"de ontheffing voor ‘{code}’ doet niets: die code bestaat niet",
                f"bedoel je ‘{near}’?" if near else "neem de code over uit het rapport",
            )
