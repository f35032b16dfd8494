"""`evaluate`: any file of labelled titles, measured by the terms of the root's own config.toml."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.roots import REPOSITORY

FILE = "\n".join(
    (
        "title\turl\trelevant\ttype\tkernelementen",
        "Het wijkteam en huiselijk geweld\thttps://a.example/nieuws/x\tja\tnieuws\tlokale-teams|passende-hulp",
        "Afval scheiden\thttps://a.example/nieuws/y\tnee\trapport\t",
    )
)


def evaluated(tmp_path: Path, text: str, *words: str) -> int:
    file = tmp_path / "set.tsv"
    file.write_text(text, encoding="utf-8")
    return main(["--root", str(REPOSITORY), "evaluate", str(file), *words])


def test_json_has_the_documented_shape(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluated(tmp_path, FILE, "--json") == 0

    found = json.loads(capsys.readouterr().out)
    whole = {"precision": 1.0, "recall": 1.0, "f1": 1.0, "support": 1}
    slugs = found["kernelementen"].pop("per_slug")
    assert found == {
        "rows": 2,
        "relevance": whole,
        "type": {"accuracy": 0.5, "support": 2},
        "kernelementen": whole,
        "misses": [
            {
                "line": 3,
                "what": "type",
                "title": "Afval scheiden",
                "expected": "rapport",
                "found": "nieuws",
                "why": "",
            }
        ],
    }
    assert slugs["lokale-teams"] == whole
    assert len(slugs) == 6


def test_a_person_reads_the_misses_and_below_them_what_they_come_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluated(tmp_path, FILE) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "line 3: type: rapport, found nieuws: Afval scheiden"
    assert lines[1].split() == ["precision", "recall", "F1", "titles"]
    assert lines[2].split() == ["relevance", "1.000", "1.000", "1.000", "1"]
    assert lines[-1] == "Type: 0.500 of 2 right. 2 titles in all."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (FILE.replace("\tja", "\tmisschien"), "set.tsv:2: relevant is 'misschien'; write ja or nee"),
        (FILE.replace("\t", ";"), "set.tsv:1: there is no column"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_with_its_line(
    text: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluated(tmp_path, text) == 2
    assert message in capsys.readouterr().err


def test_a_file_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(REPOSITORY), "evaluate", "nergens.tsv"]) == 2
    assert "nergens.tsv: there is no such file" in capsys.readouterr().err
