"""Reads what people wrote, and removes what is no longer true; each stop names the file."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
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


def remove_empty_folders(top: Path) -> None:
    """Removes the folders below `top` that hold nothing, the deepest first; `top` itself stays."""
    folders = sorted(
        (path for path in top.rglob("*") if path.is_dir() and not path.is_symlink()), reverse=True
    )
    for folder in folders:
        # One that holds something, or that somebody else holds, stays.
        with contextlib.suppress(OSError):
            folder.rmdir()


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


def read_tree(folder: Path, *, without: str = "") -> Iterator[tuple[Path, bytes]]:
    """Yields every file below `folder`, hidden ones too, with its bytes; enters no link.

    A folder that holds a file named `without` is left out. Raises InputFileError for what cannot be read.
    """
    if not folder.is_dir() or folder.is_symlink():
        return
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
        for entry in entries:
            if entry.is_symlink():
                continue
            if entry.is_dir():
                if not (without and (entry / without).exists()):
                    yield from read_tree(entry, without=without)
            elif entry.is_file():
                yield entry, entry.read_bytes()
    except OSError as error:
        raise InputFileError(folder, f"cannot be read: {error.strerror}") from error
