"""Measures what looking costs, and prints medians: python -m tools.bench_look

A whole build of the demo's edition with every state in Chromium, the same without, and how long after saving
a file the preview shows it in a browser. Needs Chromium and Playwright.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import sync_playwright

from pipeline.jobs.demo import MONTH, NOW
from pipeline.preview import PreviewServer
from pipeline.shell.browser import FLAGS, chromium_candidates

ROUNDS = 5
SAVES = 15


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="nieuwsbrief-bench-") as folder:
        root = Path(folder) / "demo"
        _run("demo", "--out", str(root), "--no-screenshots")
        build = ("--root", str(root), "build", str(MONTH), "--as-of", "2026-12-03T09:00")
        plain, looked = [], []
        for _ in range(ROUNDS):
            plain.append(_timed(lambda: _run(*build, "--no-screenshots")))
            looked.append(_timed(lambda: _run(*build)))
        followed = _follow(root)
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, medians (least-most)\n")
    print(f"{'':48}{'seconds':>22}{'target':>20}")
    _print("a build of the demo, nobody looking", plain, "")
    _print("the same with every Chromium state and axe", looked, "< 30 s")
    _print("preview: from saving a file to the screen", followed, "< 0.5 s")
    return 0


def _follow(root: Path) -> list[float]:
    """Saves the edition's file again and again, and waits until a browser shows what was saved."""
    file = root / "editions" / f"{MONTH}.toml"
    text = file.read_text(encoding="utf-8")
    seconds = []
    with PreviewServer(root, month=MONTH, now=lambda: NOW) as server, sync_playwright() as playwright:
        executable = next(iter(chromium_candidates(os.environ)), None)
        browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        page = browser.new_page()
        page.goto(server.address)
        for number in range(SAVES):
            word = f"Proefwoord{number}"
            found = page.frame_locator("#voorbeeld").get_by_text(word)
            file.write_text(text.replace('inleiding = """', f'inleiding = """\n{word}\n'), encoding="utf-8")
            seconds.append(_timed(found.wait_for))
        browser.close()
    return seconds


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _run(*words: str) -> None:
    command = [sys.executable, "-m", "pipeline", *words]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own words


def _print(what: str, seconds: list[float], target: str) -> None:
    spread = f"{statistics.median(seconds):.2f} ({min(seconds):.2f}-{max(seconds):.2f})"
    print(f"{what:48}{spread:>22}{target:>20}")


if __name__ == "__main__":
    raise SystemExit(main())
