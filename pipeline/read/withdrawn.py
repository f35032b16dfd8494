"""withdrawn.toml -> what was taken back, and the file again from that."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date

from pipeline.errors import InputFileError
from pipeline.model import Withdrawal, Withdrawals

_HEAD = """\
# Stories that were taken back. Keyed hashes only: no name, title or text can be read from this file.
# Keep it, in git and in every backup: it keeps a story away whose folder is put back.
# Made by 'nieuwsbrief stories withdraw'; the key is in var/secret.key or NIEUWSBRIEF_KEY.
"""


def parse_withdrawn(text: str, path: str) -> Withdrawals:
    """Reads the file. Raises InputFileError: a list of what may not be shown is never skipped."""
    try:
        table = tomllib.loads(text)
        rows = tuple(_withdrawal(row) for row in table.get("story", []))
        key = str(table["key"]) if rows else ""
    except tomllib.TOMLDecodeError as error:
        raise InputFileError(path, f"cannot be read: {error}; put back the last whole version") from error
    except (KeyError, TypeError, AttributeError) as error:
        message = (
            "'key', or the 'on', 'slug' or 'text' of a [[story]], is missing; put back the last whole version"
        )
        raise InputFileError(path, message) from error
    return Withdrawals(key, rows)


def dump_withdrawn(withdrawals: Withdrawals) -> bytes:
    """Returns the file."""
    lines = [_HEAD + f'key = "{withdrawals.key}"']
    for story in withdrawals.stories:
        texts = ", ".join(f'"{text}"' for text in story.texts)
        lines += ["", "[[story]]", f"on = {story.on.isoformat()}", f'slug = "{story.slug}"']
        lines.append(f"text = [{texts}]")
    return ("\n".join(lines) + "\n").encode()


def _withdrawal(row: Mapping[str, object]) -> Withdrawal:
    on, texts = row["on"], row["text"]
    if not isinstance(on, date) or not isinstance(texts, list):
        raise TypeError
    return Withdrawal(on, str(row["slug"]), tuple(str(text) for text in texts))
