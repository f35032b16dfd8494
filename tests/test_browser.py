"""Which Chromium the browser tests take."""

import os
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser

from pipeline.shell.browser import chromium_candidates


def executable(path: Path, text: str = "#!/bin/sh\n") -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


def test_those_on_the_path_are_tried_in_a_fixed_order(tmp_path: Path) -> None:
    chrome = executable(tmp_path / "google-chrome")
    chromium = executable(tmp_path / "chromium")

    assert chromium_candidates({"PATH": str(tmp_path)}) == (chromium, chrome)


def test_one_that_was_named_is_the_only_one(tmp_path: Path) -> None:
    executable(tmp_path / "chromium")

    assert chromium_candidates({"PATH": str(tmp_path), "CHROMIUM": "/my/chromium"}) == (Path("/my/chromium"),)


def test_a_snap_is_left_out(tmp_path: Path) -> None:
    executable(tmp_path / "chromium-browser", "#!/bin/sh\nexec /snap/bin/chromium\n")
    (tmp_path / "chromium").symlink_to(executable(tmp_path / "snap"))

    assert chromium_candidates({"PATH": str(tmp_path)}) == ()


def test_one_that_does_not_exist_is_named_in_the_reason() -> None:
    # In a process of its own: Playwright's driver runs once in a process, and the other tests may have it.
    answer = subprocess.run(
        [sys.executable, "-m", "tests.browser"],
        env=os.environ | {"CHROMIUM": "/nowhere/chromium"},
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (answer.returncode, answer.stdout, answer.stderr) == (1, "", "/nowhere/chromium does not exist\n")


def test_a_page_shows_its_text(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content("<p>Ga het gesprek aan</p>")

    assert page.inner_text("p") == "Ga het gesprek aan"
    page.close()
