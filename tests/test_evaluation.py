"""How well our own config.toml understands titles: floors that a change of words may not go below.

`tuning.tsv` is what the words were chosen on. `blind.tsv` was labelled by somebody who saw no rule, and is
for reporting only: nobody looks at its misses, or it is blind no longer. The third set lies beside the
project.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.jobs.evaluate import evaluate
from pipeline.jobs.root import load_root
from pipeline.read.labelled import parse_labelled
from tests.roots import REPOSITORY

LABELLED = REPOSITORY / "tests" / "data" / "labelled"
BESIDE = REPOSITORY.parent / "shared" / "data" / "labelled-links.tsv"
ROOT = load_root(REPOSITORY)


@pytest.mark.parametrize(
    ("path", "relevance", "kernelementen", "types"),
    [
        (LABELLED / "tuning.tsv", 0.95, 0.90, 0.85),
        (LABELLED / "blind.tsv", 0.87, 0.65, 0.75),
        (BESIDE, 0.90, 0.80, 0.90),
    ],
    ids=lambda value: value.stem if isinstance(value, Path) else None,
)
def test_titles_are_understood_as_well_as_they_were(
    path: Path, relevance: float, kernelementen: float, types: float
) -> None:
    if not path.is_file():
        pytest.skip(f"{path.name} lies in ../shared, which is not here")

    measures = evaluate(ROOT, path)

    assert measures.relevance.f1 >= relevance
    assert measures.kernelementen.f1 >= kernelementen
    assert measures.accuracy >= types


def test_both_halves_hold_enough_titles_and_half_of_them_are_not_for_this_newsletter() -> None:
    slugs = [element.slug for element in ROOT.config.kernelementen]
    for name in ("tuning.tsv", "blind.tsv"):
        text = (LABELLED / name).read_text(encoding="utf-8")
        rows = parse_labelled(text, name, kernelementen=slugs)
        others = sum(not row.is_relevant for row in rows)

        assert len(rows) >= 120
        assert 0.4 <= others / len(rows) <= 0.6


def test_no_title_stands_in_both_halves() -> None:
    tuning, blind = (
        {line.split("\t")[1] for line in (LABELLED / name).read_text(encoding="utf-8").splitlines()[1:]}
        for name in ("tuning.tsv", "blind.tsv")
    )

    assert tuning & blind == set()
