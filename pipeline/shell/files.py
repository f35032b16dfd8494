"""Reads what people wrote, and removes what is no longer true; each stop names the file."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.errors import InputFileError, WriteError


def read_text(path: Path) -> str:
    """Returns the text of a UTF-8 file, without a byte order mark. Raises InputFileError."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise InputFileError(path, "there is no such file") from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise InputFileError(path, "is not UTF-8; save it again as UTF-8", line=line) from error
    except OSError as error:
        raise InputFileError(path, f"cannot be read: {error.strerror}") from error


def list_files(folder: Path, suffix: str) -> tuple[Path, ...]:
    """Returns the files in `folder` with `suffix`, by name, hidden ones apart; none without the folder."""
    if not folder.is_dir():
        return ()
    found = (path for path in folder.iterdir() if path.suffix == suffix and not path.name.startswith("."))
    return tuple(sorted(path for path in found if path.is_file()))


def remove_file(path: Path) -> None:
    """Removes a file if it is there. Raises WriteError when it cannot be removed."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise WriteError(path, error) from error


def append_line(path: Path, line: str) -> None:
    """Adds one line to a file that is only added to, and waits until it is on disk. Raises WriteError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as handle:
            handle.write(line.rstrip("\n") + "\n")
            handle.flush()
            os.fsync(handle.fileno())
    except OSError as error:
        raise WriteError(path, error) from error
