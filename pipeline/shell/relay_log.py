"""The log of the relay on this machine, where we may read it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path


def is_readable(path: Path) -> bool:
    return path.is_file() and os.access(path, os.R_OK)


def read_lines(path: Path) -> Iterator[str]:
    """Yields the lines of the log, those of the file before it (`.1`) first; nothing that cannot be read."""
    for one in (path.with_name(f"{path.name}.1"), path):
        if is_readable(one):
            with one.open(encoding="utf-8", errors="replace") as opened:
                yield from opened
