"""What checkers of HTML may say of a mail, each kind with the reason that it stays."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Allowed:
    """A kind of remark that may stay: `pattern` is searched for in the whole line."""

    pattern: str
    reason: str


def sort_remarks(
    remarks: Iterable[str], allowed: Sequence[Allowed]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Returns the remarks to mend, and one line for each reason that others may stay: how many, and why."""
    found, kept = [], Counter[str]()
    for remark in remarks:
        reason = next((one.reason for one in allowed if re.search(one.pattern, remark)), None)
        if reason is None:
            found.append(remark)
        else:
            kept[reason] += 1
    return tuple(found), tuple(f"allowed {count} times: {reason}" for reason, count in kept.items())
