"""The secret keys of a root: from the environment, or from files that only their owner can read.

`load_key` and `make_key` give the one key of the register of withdrawals. `load_keys`, `make_keys` and
`add_key` give the list of keys of the subscribers, `id:hex` a line with the newest first.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
from pathlib import Path

from pipeline.errors import InputFileError, WriteError
from pipeline.model.keys import Key, Keys

VARIABLE = "NIEUWSBRIEF_KEY"
LIST_VARIABLE = "NIEUWSBRIEF_SUBSCRIBER_KEYS"
SHORTEST = 32
_LINE = re.compile(r"([a-z0-9]{1,8}):([0-9a-f]{64,})")


def load_key(path: Path) -> bytes | None:
    """Returns the key in the environment, else that in `path`, else None.

    Raises InputFileError for a key that is too short or a file that others can read.
    """
    told = os.environ.get(VARIABLE, "").strip()
    if told:
        return _long_enough(told, VARIABLE)
    text = _read_own(path)
    return None if text is None else _long_enough(text, str(path))


def make_key(path: Path) -> bytes:
    """Returns the key there is, or makes one in `path` with mode 0600. Raises WriteError."""
    key = load_key(path)
    if key is not None:
        return key
    made = secrets.token_hex(32)
    _write_own(path, f"{made}\n")
    return made.encode()


def load_keys(path: Path) -> Keys | None:
    """Returns the list in the environment (by line or by blank), else that in `path`, else None.

    Raises InputFileError for a list with a wrong line or a file that others can read.
    """
    told = os.environ.get(LIST_VARIABLE, "").split()
    if told:
        return _keys(told, LIST_VARIABLE)
    text = _read_own(path)
    return None if text is None else _keys(text.split(), str(path))


def make_keys(path: Path) -> Keys:
    """Returns the list there is, or begins one in `path` with mode 0600. Raises WriteError."""
    keys = load_keys(path)
    if keys is not None:
        return keys
    line = f"k1:{secrets.token_hex(32)}"
    try:
        _write_own(path, f"{line}\n")
    except WriteError:
        # Two that begin together: the other's is the one that counts.
        keys = load_keys(path)
        if keys is None:
            raise
        return keys
    return _keys([line], str(path))


def add_key(path: Path) -> Keys:
    """Puts a new key before those in `path` and returns them all. Raises WriteError, InputFileError."""
    if os.environ.get(LIST_VARIABLE, "").strip():
        message = "the keys come from the environment; put a new line before the others there"
        raise InputFileError(LIST_VARIABLE, message)
    known = make_keys(path).all
    number = 1 + max((int(key.id[1:]) for key in known if key.id[1:].isdigit()), default=0)
    lines = [f"k{number}:{secrets.token_hex(32)}", *(f"{key.id}:{key.secret.hex()}" for key in known)]
    waiting = path.with_name(f".{secrets.token_hex(8)}.tmp")
    _write_own(waiting, "".join(f"{line}\n" for line in lines))
    try:
        waiting.replace(path)
    except OSError as error:
        raise WriteError(path, error) from error
    return make_keys(path)


def _keys(lines: list[str], place: str) -> Keys:
    found = [_LINE.fullmatch(line) for line in lines]
    for number, (line, match) in enumerate(zip(lines, found, strict=True), start=1):
        if match is None or match[1] in {earlier.partition(":")[0] for earlier in lines[: number - 1]}:
            message = "each key is one line `id:hex`, its id in small letters and digits and used once, "
            raise InputFileError(
                place, f"{message}its hex at least 64 digits ({len(line)} signs here)", line=number
            )
    if not found:
        raise InputFileError(place, "this list of keys is empty; put back your copy of it")
    return Keys(tuple(Key(match[1], bytes.fromhex(match[2])) for match in found if match))


def _read_own(path: Path) -> str | None:
    """Returns the text of a file that only its owner can read, None where there is none."""
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise InputFileError(path, "this key cannot be read; put back your copy of it") from error
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise InputFileError(path, f"others can read this key; type: chmod 600 {path}")
    return text


def _write_own(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
    except OSError as error:
        raise WriteError(path, error) from error


def _long_enough(text: str, place: str) -> bytes:
    if len(text) < SHORTEST:
        raise InputFileError(place, f"this key has fewer than {SHORTEST} signs; put back the right one")
    return text.encode()
