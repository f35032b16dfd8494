"""Which Chromium to drive: the one that was named, else those on PATH, else Playwright's own download."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")

# No sandbox: root has none, and we only show pages of our own. The rest keeps Chromium from calling home.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium_candidates(environment: Mapping[str, str]) -> tuple[Path, ...]:
    """The executables to try, best first; Playwright's own download comes after these.

    `CHROMIUM` in the environment is the only one when it is set. A snap is left out: it cannot read the
    folders that Playwright gives it.
    """
    if chosen := environment.get("CHROMIUM"):
        return (Path(chosen),)
    on_path = (shutil.which(name, path=environment.get("PATH", "")) for name in NAMES)
    return tuple(Path(found) for found in on_path if found and not _is_snap(Path(found)))


def _is_snap(found: Path) -> bool:
    """True for a link to snap, and for Ubuntu's script of a few lines that starts the snap."""
    if found.resolve().name == "snap":
        return True
    with found.open("rb") as file:
        return b"/snap/bin/" in file.read(4096)
