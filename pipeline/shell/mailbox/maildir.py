"""A Maildir: one file a mail, in `new` until it was looked at and in `cur` from then on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.errors import InputFileError, WriteError

# Larger mail is read up to here: what came back says what it says at its beginning.
MOST_BYTES = 1_000_000


class Maildir:
    """Raises InputFileError for a folder that is none, and WriteError for one that cannot be changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        if not (path / "new").is_dir():
            raise InputFileError(path, "is no Maildir (it has no folder `new`); see [bounces] in config.toml")

    def unseen(self) -> Iterator[tuple[str, bytes]]:
        """Yields name and bytes of what nobody looked at yet, the oldest first."""
        for path in sorted((self._path / "new").iterdir()):
            if path.is_file() and not path.name.startswith("."):
                with path.open("rb") as opened:
                    yield path.name, opened.read(MOST_BYTES)

    def remove(self, names: Iterable[str]) -> None:
        for name in names:
            self._change(name, None)

    def keep(self, names: Iterable[str]) -> None:
        for name in names:
            self._change(name, self._path / "cur" / f"{name}:2,S")

    def close(self) -> None:
        """Nothing is open."""

    def _change(self, name: str, target: Path | None) -> None:
        path = self._path / "new" / name
        try:
            if target is None:
                path.unlink(missing_ok=True)
            elif path.exists():
                target.parent.mkdir(exist_ok=True)
                path.rename(target)
        except OSError as error:
            raise WriteError(path, error) from error
