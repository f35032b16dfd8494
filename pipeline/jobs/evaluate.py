"""Evaluate: how well the rules of a root understand titles that a person labelled."""

from __future__ import annotations

from pathlib import Path

from pipeline.jobs.root import Root
from pipeline.model import Measures
from pipeline.read.labelled import parse_labelled
from pipeline.shell.files import read_text
from pipeline.stages.measure import measure


def evaluate(root: Root, path: Path) -> Measures:
    """Measures the terms of config.toml on the labelled titles in `path`. Raises LabelError with its line."""
    slugs = [element.slug for element in root.config.kernelementen]
    rows = parse_labelled(read_text(path), str(path), kernelementen=slugs)
    return measure(rows, rules=root.config.relevance, kernelementen=root.config.kernelementen)
