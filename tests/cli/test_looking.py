"""What the commands for looking say, on a root without a browser."""

from __future__ import annotations

import re
import signal
import subprocess
import urllib.request
from pathlib import Path

import pytest

from tests.roots import COMMAND, ENVIRONMENT, MONTH, REPOSITORY, make_root


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "--root", str(folder), *words],
        env=ENVIRONMENT,
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("screenshots", "december"), "'december' is no month; write it as 2026-12"),
        (("screenshots", "2026-12", "--compare", "2026-13"), "'2026-13' is no month"),
        (
            ("screenshots", "2026-12"),
            "there is no edition of 2026-12; make it with 'nieuwsbrief build 2026-12'",
        ),
        (("preview", "2026-12", "--port", "99999"), "port 99999 cannot be used"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    make_root(tmp_path)
    done = run(tmp_path, *words)

    assert done.returncode == 2
    assert done.stderr.startswith(f"nieuwsbrief: {said}")
    assert done.stderr.count("\n") == 1


def test_a_preview_says_where_it_is_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    make_root(tmp_path)
    words = ["preview", str(MONTH), "--as-of", "2026-12-03T09:00", "--port", "0"]
    started = subprocess.Popen(
        [*COMMAND, "--root", str(tmp_path), *words],
        env=ENVIRONMENT | {"PYTHONUNBUFFERED": "1"},
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert started.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+/", started.stdout.readline())
        assert found is not None
        with urllib.request.urlopen(found[0], timeout=20) as answer:  # noqa: S310 - loopback
            assert "Veilig Thuis Nieuws (voorbeeld), december 2026" in answer.read().decode()
    finally:
        started.send_signal(signal.SIGINT)
        out, err = started.communicate(timeout=30)

    assert (started.returncode, out, err) == (0, "Stopped.\n", "")
