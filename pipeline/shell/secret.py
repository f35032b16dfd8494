"""The secret key of a root: from the environment, or from a file that only its owner can read."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from pipeline.errors import InputFileError, WriteError

VARIABLE = "NIEUWSBRIEF_KEY"
SHORTEST = 32


def load_key(path: Path) -> bytes | None:
    """Returns the key in the environment, else that in `path`, else None.

    Raises InputFileError for a key that is too short or a file that others can read.
    """
    told = os.environ.get(VARIABLE, "").strip()
    if told:
        return _long_enough(told, VARIABLE)
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise InputFileError(path, "this key cannot be read; put back your copy of it") from error
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise InputFileError(path, f"others can read this key; type: chmod 600 {path}")
    return _long_enough(text, str(path))


def make_key(path: Path) -> bytes:
    """Returns the key there is, or makes one in `path` with mode 0600. Raises WriteError."""
    key = load_key(path)
    if key is not None:
        return key
    made = secrets.token_hex(32)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as opened:
            opened.write(f"{made}\n")
            opened.flush()
            os.fsync(opened.fileno())
    except OSError as error:
        raise WriteError(path, error) from error
    return made.encode()


def _long_enough(text: str, place: str) -> bytes:
    if len(text) < SHORTEST:
        raise InputFileError(place, f"this key has fewer than {SHORTEST} signs; put back the right one")
    return text.encode()
