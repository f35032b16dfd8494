"""Stories that were taken back: remembered by keyed hashes, which tell nothing to who lacks the key."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """One story that was taken back on the day `on`: the mark of its slug, and those of its text."""

    on: date
    slug: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """withdrawn.toml: `key` is the mark of the key the others were made with, "" while there are none."""

    key: str = ""
    stories: tuple[Withdrawal, ...] = ()


def mark(key: bytes, purpose: str, text: str = "") -> str:
    """Returns the keyed hash (HMAC-SHA256, 32 of its 64 hex digits) of `text` for one purpose."""
    return hmac.new(key, f"{purpose}\x1f{text}".encode(), hashlib.sha256).hexdigest()[:32]
