"""Files about people, kept outside the repository and readable by their owner alone.

path = data_file(root, "aliassen")       in the person's own data folder, by the XDG rules
save_private(path, {"slug": {"Sanne": "Lotte"}})
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from pipeline.errors import InputFileError, UsageError, WriteError


def data_file(root: Path, name: str) -> Path:
    """Returns where `name` is kept for this root. Raises UsageError for a person without a home folder."""
    base = os.environ.get("XDG_DATA_HOME") or ""
    try:
        data = Path(base) if base.startswith("/") else Path.home() / ".local" / "share"
    except RuntimeError as error:
        raise UsageError("there is no home folder to keep the map in; name a file with --map") from error
    mark = hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:8]
    return data / "nieuwsbrief" / f"{name}-{mark}.json"


def demand_outside(path: Path, *folders: Path) -> Path:
    """Returns `path` whole. Raises UsageError when it lies in one of `folders`, also by a link."""
    resolved = path.expanduser().resolve()
    for folder in folders:
        if resolved.is_relative_to(folder.resolve()):
            raise UsageError(
                f"{path} lies in {folder}, which others can read; choose a place outside it with --map"
            )
    return resolved


def load_private(path: Path) -> Mapping[str, Mapping[str, str]]:
    """Returns what is kept there; empty when there is no file yet. Raises InputFileError for another file."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise InputFileError(path, "is no map of aliases; name another file with --map") from error
    is_map = isinstance(kept, dict) and all(
        isinstance(names, dict) and all(isinstance(one, str) for one in names.values())
        for names in kept.values()
    )
    if not is_map:
        raise InputFileError(path, "is no map of aliases; name another file with --map")
    return dict(kept)


def save_private(path: Path, kept: Mapping[str, Mapping[str, str]]) -> None:
    """Writes the file whole, for its owner alone (0600, in a folder of 0700). Raises WriteError."""
    waiting = path.with_name(f".{secrets.token_hex(8)}.tmp")
    text = json.dumps(kept, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
            opened.write(text)
            os.fsync(opened.fileno())
        waiting.replace(path)
    except OSError as error:
        raise WriteError(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            waiting.unlink(missing_ok=True)
