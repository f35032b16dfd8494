"""Golden files: what a stage should make, kept as files whose diff a person reads."""

import difflib
from dataclasses import dataclass
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"

# A mail that differs everywhere should not bury the first difference.
MOST_DIFF_LINES = 80


@dataclass(frozen=True)
class GoldenFiles:
    """The golden files in `folder`.

    With a list for `rewritten` they are written in place of compared, and the list gets those that changed.
    """

    folder: Path
    rewritten: list[Path] | None = None

    def __call__(self, name: str, made: str | bytes) -> None:
        """Compares `made` (text as UTF-8, line ends as they are) with the file `name`, or writes it there.

        Fails the test with a unified diff when they differ, and when there is no such file yet.
        """
        path = self.folder / name
        new = made.encode() if isinstance(made, str) else made
        old = path.read_bytes() if path.exists() else None
        if old == new:
            return
        if self.rewritten is None:
            pytest.fail(_difference(name, old, new), pytrace=False)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(new)
        self.rewritten.append(path)


def _difference(name: str, old: bytes | None, new: bytes) -> str:
    accept = "If this is how it should be: make golden, and read the diff."
    if old is None:
        return f"There is no golden file {name} yet. To write it: make golden, and read it."
    try:
        lines = _diff_lines(name, old.decode(), new.decode())
    except UnicodeDecodeError:
        return f"{name} differs from byte {_first_difference(old, new)}. {accept}"
    shown = lines[:MOST_DIFF_LINES]
    more = [f"… and {len(lines) - len(shown)} lines more"] if len(lines) > len(shown) else []
    return "\n".join([f"{name} differs. {accept}", *shown, *more])


def _diff_lines(name: str, old: str, new: str) -> list[str]:
    """A unified diff; line ends other than a plain newline are shown, since they too can differ."""
    return list(
        difflib.unified_diff(
            _visible_lines(old),
            _visible_lines(new),
            f"tests/golden/{name}",
            "made now",
            lineterm="",
        )
    )


def _visible_lines(text: str) -> list[str]:
    lines = text.replace("\r", "␍").split("\n")
    return [*lines, "(no newline at the end)"] if lines[-1] else lines[:-1]


def _first_difference(old: bytes, new: bytes) -> int:
    pairs = zip(old, new, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(old), len(new)))
