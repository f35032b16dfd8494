"""How well our own config.toml understands titles: floors that a change of words may not go below.

`tune.tsv` is what the words are chosen on. `held-out.tsv` is for reporting only: nobody looks at its rows or
its misses, or it holds out nothing any longer. Its rows `by` blind were labelled by somebody who saw no rule
and are the ones that count. A third set lies beside the project.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pipeline.jobs.evaluate import evaluate
from pipeline.jobs.root import load_root
from pipeline.model import Measures
from pipeline.read.labelled import parse_labelled
from tests.roots import REPOSITORY

LABELLED = REPOSITORY / "tests" / "data" / "labelled"
TUNE, HELD_OUT = LABELLED / "tune.tsv", LABELLED / "held-out.tsv"
BESIDE = REPOSITORY.parent / "shared" / "data" / "labelled-links.tsv"
ROOT = load_root(REPOSITORY)
SLUGS = [element.slug for element in ROOT.config.kernelementen]


def demand(measures: Measures, relevance: float, kernelementen: float, types: float) -> None:
    assert measures.relevance.f1 >= relevance
    assert measures.kernelementen.f1 >= kernelementen
    assert measures.accuracy >= types


@pytest.mark.parametrize(
    ("path", "relevance", "kernelementen", "types"),
    [(TUNE, 0.95, 0.90, 0.85), (HELD_OUT, 0.87, 0.73, 0.80), (BESIDE, 0.90, 0.90, 0.90)],
    ids=["tune", "held-out", "beside"],
)
def test_titles_are_understood_as_well_as_they_were(
    path: Path, relevance: float, kernelementen: float, types: float
) -> None:
    if not path.is_file():
        pytest.skip(f"{path.name} lies in ../shared, which is not here")

    demand(evaluate(ROOT, path), relevance, kernelementen, types)


def test_titles_that_somebody_labelled_who_saw_no_rule_are_understood_as_well_as_they_were(
    tmp_path: Path,
) -> None:
    header, *rows = lines_of(HELD_OUT)
    blind = tmp_path / "blind.tsv"
    blind.write_text("\n".join((header, *(row for row in rows if by(row) == "blind"))), encoding="utf-8")

    demand(evaluate(ROOT, blind), 0.86, 0.69, 0.74)


@pytest.mark.parametrize("path", [TUNE, HELD_OUT], ids=["tune", "held-out"])
def test_half_of_each_set_is_not_for_this_newsletter_and_part_of_it_blind(path: Path) -> None:
    rows = parse_labelled(path.read_text(encoding="utf-8"), path.name, kernelementen=SLUGS)
    origins = [by(line) for line in lines_of(path)[1:]]

    assert len(rows) >= 200
    assert 0.4 <= sum(not row.is_relevant for row in rows) / len(rows) <= 0.6
    assert set(origins) == {"blind", "own"}
    assert origins.count("blind") >= 90


def test_the_address_of_a_title_says_in_which_set_it_stands() -> None:
    """So that nobody can move a hard one, and the sets share none."""
    for path, half in ((TUNE, 0), (HELD_OUT, 1)):
        for line in lines_of(path)[1:]:
            digest = hashlib.sha256(line.split("\t")[0].encode()).hexdigest()

            assert int(digest, 16) % 2 == half


def test_the_demo_understands_publications_by_the_same_words() -> None:
    demo = load_root(REPOSITORY / "demo").config

    assert demo.relevance == ROOT.config.relevance
    assert demo.kernelementen == ROOT.config.kernelementen


def test_an_editor_can_hold_the_words() -> None:
    groups = [group.terms for group in ROOT.config.relevance.groups]

    assert sum(len(terms) for terms in groups) <= 520
    assert max(len(terms) for terms in groups) <= 120


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def by(line: str) -> str:
    return line.rsplit("\t", 1)[1]
