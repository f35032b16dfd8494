"""What mail programs support: the facts that ship with the package, read when a check first asks for them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pipeline.model.client_support import ClientSupport
from pipeline.read.client_support import parse_client_support

# Not by `jobs.root`, which loads all that reads a newsletter's folder, for checking one file.
FACTS = Path(__file__).resolve().parents[1] / "facts"


@cache
def load_client_support() -> ClientSupport:
    """Returns the facts; read once a run."""
    return parse_client_support(
        (FACTS / "client_support.tsv").read_text(encoding="utf-8"),
        (FACTS / "client_consequences.toml").read_text(encoding="utf-8"),
    )
