"""What SQLite says, in words that tell what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from pipeline.errors import StoreError

BUSY_SECONDS = 5

_PUT_BACK = (
    "put back your last copy of it. Without one, move the file away and the next run makes a new one, which "
    "{loss}"
)
_WAIT = (
    f"another program has been writing to it for more than {BUSY_SECONDS} seconds; nothing was recorded. "
    "Wait for that run to end, then run the command again"
)

# By the start of SQLite's name for the error: its longer names (SQLITE_IOERR_WRITE) refine the short ones.
_EXPLANATIONS = (
    ("SQLITE_BUSY", _WAIT),
    ("SQLITE_LOCKED", _WAIT),
    ("SQLITE_READONLY", "cannot be written; make the file and its folder writable for this user"),
    ("SQLITE_CANTOPEN", "cannot be opened; it must be a file in a folder that this user may write in"),
    ("SQLITE_PERM", "cannot be opened; make the file and its folder writable for this user"),
    ("SQLITE_FULL", "the disk is full; nothing was recorded. Free some space, then run the command again"),
    ("SQLITE_IOERR", "the disk refused to read or write; nothing was recorded. Check the disk and its space"),
    ("SQLITE_NOTADB", f"this is not a database; {_PUT_BACK}"),
    ("SQLITE_CORRUPT", f"the database is damaged; {_PUT_BACK}"),
)


@contextmanager
def explained(path: Path, loss: str) -> Iterator[None]:
    """Turns what the database or the file system raises into StoreError, with `path` and what to do.

    `loss` is what a new file would not know, as in Lineage.

    Mistakes of our own, such as a moment without a zone, pass as they are: no operator can mend those.
    """
    try:
        yield
    except DBAPIError as error:
        raise explain(path, error.orig or error, loss) from error
    except (sqlite3.Error, OSError) as error:
        raise explain(path, error, loss) from error


def explain(path: Path, error: BaseException, loss: str) -> StoreError:
    """Returns the StoreError for an error of sqlite3 or of the file system."""
    if isinstance(error, OSError):
        return StoreError(
            f"{path}: cannot be made or opened ({error.strerror or error}); its folder must be one that this "
            "user may write in"
        )
    name = getattr(error, "sqlite_errorname", "")
    for start, explanation in _EXPLANATIONS:
        if name.startswith(start):
            return StoreError(f"{path}: {explanation.format(loss=loss)} ({error})")
    put_back = _PUT_BACK.format(loss=loss)
    return StoreError(f"{path}: the database does not answer as expected ({error}); {put_back}")
