"""What a check has to say, and what a link answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.model.words import Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check has to say: a stable English code, and a Dutch message and hint for the editor.

    `line` and `column` count from 1, None where the whole file is meant. `excerpt` shows the place and
    stays empty where it could give someone away.
    """

    code: str
    severity: Severity
    path: str
    message: str
    hint: str = ""
    line: int | None = None
    column: int | None = None
    excerpt: str = ""
    waived: str = ""

    @property
    def is_blocking(self) -> bool:
        return self.severity is Severity.BLOCKING and not self.waived


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """What a link said when it was last asked; `status_code` 0 means that nothing answered."""

    url: str
    status_code: int
    moved_to: str
    asked_at: datetime
