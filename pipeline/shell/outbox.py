"""Mail that waits for a relay: one .eml a message, in a folder that only its owner reads.

Stands in for sending until a relay is set, and shows what would have gone out.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from datetime import datetime
from email.parser import BytesHeaderParser
from email.policy import SMTP
from pathlib import Path

from pipeline.errors import WriteError

# What a mail that the sign-up form caused is called there.
SIGNUP_MAIL = "bevestigen"


def write_mail(folder: Path, message: bytes, name: str) -> Path:
    """Writes one message to `<name>-<random>.eml` with mode 0600 and returns its path. Raises WriteError."""
    return put_mail(folder, message, f"{name}-{secrets.token_hex(6)}")


def put_mail(folder: Path, message: bytes, name: str) -> Path:
    """Writes one message to `<name>.eml` with mode 0600, in place of one that is there. Raises WriteError."""
    target, waiting = folder / f"{name}.eml", folder / f".{secrets.token_hex(6)}.tmp"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(message)
            os.fsync(opened.fileno())
        waiting.replace(target)
    except OSError as error:
        raise WriteError(target, error) from error
    return target


def remove_mail_to(folder: Path, address: str) -> int:
    """Removes the messages that name `address` as their reader; returns how many those were."""
    wanted = address.casefold()
    found = [path for path in _messages(folder) if wanted in _readers(path)]
    return _remove(found)


def remove_mail_before(folder: Path, moment: datetime, *, name: str = "") -> int:
    """Removes the messages that were written before `moment`; returns how many those were.

    With `name` only those that were written under that name.
    """
    found = [
        path
        for path in _messages(folder)
        if path.stat().st_mtime < moment.timestamp() and (not name or path.name.startswith(f"{name}-"))
    ]
    return _remove(found)


def _remove(paths: list[Path]) -> int:
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise WriteError(path, error) from error
    return len(paths)


def _messages(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*.eml")) if path.is_file())


def _readers(path: Path) -> list[str]:
    with path.open("rb") as opened:
        head = BytesHeaderParser(policy=SMTP).parse(opened)
    return [one.addr_spec.casefold() for header in head.get_all("To", []) for one in header.addresses]
