"""What the words of config.toml make of labelled titles: `make evaluate`. Shows no title and no miss.

The misses of the set that the words are chosen on: `nieuwsbrief evaluate tests/data/labelled/tune.tsv`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from pipeline.jobs.evaluate import evaluate
from pipeline.jobs.root import Root, load_root
from pipeline.model import Measured

PROJECT = Path(__file__).resolve().parent.parent
LABELLED = PROJECT / "tests" / "data" / "labelled"
# The programme's own links, where they lie beside the project.
BESIDE = PROJECT.parent / "shared" / "data" / "labelled-links.tsv"


def main() -> int:
    root = load_root(PROJECT)
    print(f"{'':24}{'titles':>7}{'relevance':>22}{'kernelementen':>22}{'type':>9}")
    print(f"{'':31}{'prec.   rec.     F1':>22}{'prec.   rec.     F1':>22}{'right':>9}")
    for name in ("tune", "tune-2", "held-out"):
        _print(root, name, (LABELLED / f"{name}.tsv").read_text(encoding="utf-8").splitlines())
    if BESIDE.is_file():
        _print(root, BESIDE.stem, BESIDE.read_text(encoding="utf-8").splitlines())
    return 0


def _print(root: Root, name: str, lines: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "titles.tsv"
        path.write_text("\n".join(lines), encoding="utf-8")
        found = evaluate(root, path)
    figures = f"{_three(found.relevance)}{_three(found.kernelementen)}{found.accuracy:9.3f}"
    print(f"{name:24}{found.rows:7}{figures}")


def _three(measured: Measured) -> str:
    return f"{measured.precision:8.3f}{measured.recall:7.3f}{measured.f1:7.3f}"


if __name__ == "__main__":
    sys.exit(main())
