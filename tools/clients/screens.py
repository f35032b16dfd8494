"""A screen that nobody sees (Xvfb), and pictures of it once it no longer changes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageChops, ImageGrab

from tools.clients.nouns import Package
from tools.clients.processes import ClientError, environment, run, running, wait_until

SCREEN = (
    Package("Xvfb", apt="xvfb"),
    Package("xdotool", apt="xdotool"),
    Package("dbus-run-session", apt="dbus-x11"),
    Package("/usr/share/fonts/truetype/liberation*/*Sans-Regular.ttf", apt="fonts-liberation"),
)
_MARGIN, _EDGE = 24, 40
_ALIKE = 3


@contextmanager
def screen(home: Path, width: int, height: int, **more: str) -> Iterator[Mapping[str, str]]:
    """Gives the environment of a fresh screen, which lasts as long as the block. `more` is added to it."""
    reads, writes = os.pipe()
    bare = environment(home)
    size = f"{width}x{height}x24"
    words = ["Xvfb", "-displayfd", str(writes), "-screen", "0", size, "-nolisten", "tcp", "-noreset"]
    try:
        with running(words, env=bare, pass_fds=(writes,)):
            os.close(writes)
            os.set_blocking(reads, False)
            number = wait_until(lambda: _read(reads), seconds=15, what="the screen")
            yield environment(home, DISPLAY=f":{number}", GDK_BACKEND="x11", **more)
    finally:
        os.close(reads)


def steady_picture(env: Mapping[str, str], *, seconds: float, least_colours: int = 24) -> Image.Image:
    """Returns the screen once three looks at it are the same and more is on it than a bare window.

    Waiting a fixed time gave half-drawn pictures on a busy machine. Raises ClientError when it never settles.
    """
    seen: list[Image.Image] = []

    def settled() -> Image.Image | None:
        picture = _grab(env)
        if seen and ImageChops.difference(seen[-1], picture).getbbox():
            seen.clear()
        seen.append(picture)
        return picture if len(seen) >= _ALIKE and _colours(picture) >= least_colours else None

    return wait_until(settled, seconds=seconds, what="a steady picture", pause=0.8)


def find_window(env: Mapping[str, str], *names: str, seconds: float) -> str:
    """Returns the id of the first visible window of one of these classes."""

    def ask() -> str:
        for name in names:
            found = run(["xdotool", "search", "--onlyvisible", "--class", name], env=env, seconds=10)
            if found.out.split():
                return found.out.split()[-1]
        return ""

    return wait_until(ask, seconds=seconds, what=f"a window of {names[0]}")


def place_window(env: Mapping[str, str], window: str, width: int, height: int) -> None:
    """Moves a window to the corner and gives it a size in pixels; not every program heeds it."""
    run(["xdotool", "windowmove", window, "0", "0"], env=env, seconds=10)
    run(["xdotool", "windowsize", window, str(width), str(height)], env=env, seconds=10)


def save_trimmed(picture: Image.Image, path: Path) -> None:
    """Writes a picture without the empty space under the last thing on it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = picture.convert("RGB")
    # Beside the middle there may be a scroll bar, and under it the edge of a window.
    middle = whole.crop((whole.width // 8, 0, whole.width - whole.width // 8, whole.height - _EDGE))
    last = middle.crop((0, middle.height - 1, middle.width, middle.height)).resize(middle.size)
    box = ImageChops.difference(middle, last).getbbox()
    bottom = min(whole.height, (box[3] if box else whole.height) + _MARGIN)
    whole.crop((0, 0, whole.width, bottom)).save(path, optimize=True)


def _grab(env: Mapping[str, str]) -> Image.Image:
    # ImageMagick's `import` takes half a minute for a screen this tall; this takes a moment.
    try:
        return ImageGrab.grab(xdisplay=env["DISPLAY"]).convert("RGB")
    except OSError as error:
        raise ClientError(f"no picture of the screen: {error}") from error


def _colours(picture: Image.Image) -> int:
    return len(picture.getcolors(picture.width * picture.height) or ())


def _read(reads: int) -> str:
    try:
        return os.read(reads, 16).decode().strip()
    except BlockingIOError:
        return ""
