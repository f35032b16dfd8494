"""What a database is: its tables, and the revisions that lead to them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import MetaData


@dataclass(frozen=True, slots=True)
class Lineage:
    """The tables as they are now, and every revision this program knows, the oldest first.

    `versions` is the folder of the revisions. The numbers are given as well, so that opening an up-to-date
    file needs no import of Alembic; a test keeps the two equal. `loss` ends the sentence "a new one, which
    …", for whoever lost the file.
    """

    tables: MetaData
    revisions: tuple[str, ...]
    versions: Path
    loss: str

    @property
    def head(self) -> str:
        return self.revisions[-1]
