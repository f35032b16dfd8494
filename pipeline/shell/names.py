"""Names found by deduce, the Dutch de-identification library: an optional extra, heavy and slow to start.

    if is_installed():
        found = NameFinder(folder).find(texts)

The first use builds its lists (one to four minutes, 1.2 GB) and keeps them in `folder`; later it takes 10 to
20 seconds and 1.1 GB to start and some milliseconds a story. So it is started for many texts at once, and
what it found is kept (`load_found`, `save_found`) by the hash of the text, without any of the text.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import logging
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import WriteError
from pipeline.model import Found, Identifying

_KINDS = {
    "persoon": Identifying.NAAM,
    "patient": Identifying.NAAM,
    "locatie": Identifying.PLAATS,
    "ziekenhuis": Identifying.INSTELLING,
    "zorginstelling": Identifying.INSTELLING,
}
_FORM = 1


def is_installed() -> bool:
    return importlib.util.find_spec("deduce") is not None


def cache_folder() -> Path | None:
    """Returns where deduce's lists are kept between runs, by the XDG rules; None without a home."""
    base = os.environ.get("XDG_CACHE_HOME") or ""
    try:
        home = Path(base) if base.startswith("/") else Path.home() / ".cache"
    except RuntimeError:
        return None
    return home / "nieuwsbrief"


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class NameFinder:
    """Loads deduce at the first text, not before."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._deduce: Any = None

    def find(
        self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None
    ) -> tuple[tuple[Found, ...], ...]:
        """Returns what is found in each text; `progress` is told how many are done, of how many."""
        found = []
        for number, text in enumerate(texts, 1):
            found.append(self._find(text))
            if progress:
                progress(number, len(texts))
        return tuple(found)

    def _find(self, text: str) -> tuple[Found, ...]:
        if self._deduce is None:
            self._deduce = self._load()
        document = self._deduce.deidentify(text)
        return tuple(
            sorted(
                Found(one.start_char, one.end_char, _KINDS[one.tag])
                for one in document.annotations
                if one.tag in _KINDS
            )
        )

    def _load(self) -> Any:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WriteError(self._folder, error) from error
        logging.getLogger("deduce").setLevel(logging.WARNING)
        from deduce import Deduce  # noqa: PLC0415 - seconds and a gigabyte, for who asked for it

        return Deduce(cache_path=self._folder)


def load_found(path: Path) -> Mapping[str, tuple[Found, ...]]:
    """Returns what was found earlier, by the digest of the text; empty when there is no usable file."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        if stored["form"] != _FORM:
            return {}
        return {
            key: tuple(Found(start, end, Identifying(kind)) for start, end, kind in spots)
            for key, spots in stored["texts"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def save_found(path: Path, found: Mapping[str, Sequence[Found]]) -> None:
    """Keeps what was found: hashes and places, never text. Raises WriteError."""
    texts = {key: [[one.start, one.end, one.kind.value] for one in found[key]] for key in sorted(found)}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        waiting = path.with_suffix(".tmp")
        waiting.write_text(json.dumps({"form": _FORM, "texts": texts}), encoding="utf-8")
        waiting.replace(path)
    except OSError as error:
        raise WriteError(path, error) from error
