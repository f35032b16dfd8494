"""What the tests of the conversation share: the team's own methods, and a small one."""

from __future__ import annotations

from pathlib import Path

from pipeline.model.guides import Methods
from pipeline.read.gesprek import METHOD_FILES, MethodText, parse_methods

FOLDER = Path(__file__).parents[2] / "templates" / "gesprek"


def method_files() -> dict[str, MethodText]:
    """The files of the team, as they are."""
    return {
        name: MethodText(f"gesprek/{name}", (FOLDER / name).read_text(encoding="utf-8"))
        for name in METHOD_FILES
    }


def methods() -> Methods:
    """The methods of the team."""
    return parse_methods(method_files())
