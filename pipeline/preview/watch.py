"""Watches the files an edition is made of, and says when one changed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from watchfiles import Change, DefaultFilter, watch

from pipeline.jobs.preview import TOP_FILES, WATCHED, Proofs

# A program that saves writes a file in several steps: wait until nothing happens for this long.
_STEP_MS = 15
_DEBOUNCE_MS = 200
# How long it takes at most to notice that the watch is over, or that a folder was filled unseen.
_PATIENCE_MS = 500


class Watcher:
    """Two threads: one for all below the folders of files, one for the few names in the top folder.

    The top is not watched with all below it, for a checkout holds thousands of folders that are no business
    of ours. A folder that appears there is watched from then on.
    """

    def __init__(self, proofs: Proofs) -> None:
        self._proofs = proofs
        self._stop = threading.Event()
        self._again = threading.Event()
        self._threads = [
            threading.Thread(target=work, name=name, daemon=True)
            for name, work in (("watch-top", self._watch_top), ("watch-folders", self._watch_folders))
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._again.set()
        for thread in self._threads:
            thread.join()

    def _watch_top(self) -> None:
        self._watch((self._proofs.top,), self._changed_at_top, self._stop, is_top=True)

    def _watch_folders(self) -> None:
        is_first = True
        while not self._stop.is_set():
            self._again.clear()
            if folders := self._proofs.folders:
                # A folder that has just appeared was filled before anybody watched it.
                self._watch(folders, self._proofs.rebuild, self._again, is_late=not is_first)
            else:
                self._again.wait(_PATIENCE_MS / 1000)
            is_first = False

    def _changed_at_top(self) -> None:
        before = self._proofs.folders
        self._proofs.rebuild()
        if self._proofs.folders != before:
            self._again.set()

    def _watch(
        self,
        paths: tuple[Path, ...],
        changed: Callable[[], object],
        stop: threading.Event,
        *,
        is_top: bool = False,
        is_late: bool = False,
    ) -> None:
        for changes in watch(
            *paths,
            watch_filter=_is_at_top if is_top else DefaultFilter(),
            debounce=_DEBOUNCE_MS,
            step=_STEP_MS,
            stop_event=stop,
            rust_timeout=_PATIENCE_MS,
            yield_on_timeout=True,
            raise_interrupt=False,
            recursive=not is_top,
        ):
            if changes or is_late:
                changed()
            is_late = False
            if self._stop.is_set():
                return


def _is_at_top(_: Change, path: str) -> bool:
    """Says whether a proof is made of it: not a lock or a folder that the program itself writes."""
    return Path(path).name in (*TOP_FILES, *WATCHED)
