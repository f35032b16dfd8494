"""Measures the anonymity check on made-up stories: python -m tools.evaluate_anonymity

For each half of tests/data/anonymity it prints, per kind and in all, how many of the planted identifiers a
finding overlaps (recall), and how many findings there are on every 1,000 words of the clean stories, whose
names begin with `schoon-`. The blind half was written by somebody who saw no rule, and is not used for
tuning. With the extra `anonimiteit` installed, all is printed with and without it.
"""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.model import Found, Identifying
from pipeline.shell import names
from pipeline.stages.anonymity import scan
from pipeline.text.dutch import words

DATA = Path(__file__).resolve().parent.parent / "tests" / "data" / "anonymity"
HALVES = ("tuning", "blind")
NAMES = frozenset({Identifying.NAAM})


@dataclass(frozen=True, slots=True)
class Planted:
    file: str
    kind: Identifying
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Measured:
    """Of each kind: how many were found, of how many. False findings are of clean stories only."""

    recall: Mapping[Identifying, tuple[int, int]]
    false_findings: int
    clean_words: int

    def share(self, *, without: frozenset[Identifying] = frozenset()) -> float:
        pairs = [pair for kind, pair in self.recall.items() if kind not in without]
        return sum(found for found, _ in pairs) / max(1, sum(planted for _, planted in pairs))

    @property
    def false_per_thousand(self) -> float:
        return 1000 * self.false_findings / max(1, self.clean_words)


def measure(
    folder: Path, look: Callable[[Sequence[str]], Sequence[Sequence[Found]]] | None = None
) -> Measured:
    """Measures one half; `look` finds names with a library, all texts at once."""
    texts = {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.md"))}
    named = look(list(texts.values())) if look else [()] * len(texts)
    found = {name: scan(text, names=more) for (name, text), more in zip(texts.items(), named, strict=True)}
    recall: dict[Identifying, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for one in read_planted(folder, texts):
        hit = any(other.start < one.end and one.start < other.end for other in found[one.file])
        hits, all_of_kind = recall[one.kind]
        recall[one.kind] = (hits + hit, all_of_kind + 1)
    clean = [name for name in texts if name.startswith("schoon-")]
    return Measured(
        dict(sorted(recall.items())),
        sum(len(found[name]) for name in clean),
        sum(words(texts[name]) for name in clean),
    )


def read_planted(folder: Path, texts: Mapping[str, str]) -> list[Planted]:
    """Reads planted.tsv. Raises ValueError for an identifier that is not in its story."""
    planted = []
    for line in (folder / "planted.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        file, kind, text, occurrence = line.split("\t")
        at = -1
        for _ in range(int(occurrence)):
            at = texts[file].find(text, at + 1)
            if at < 0:
                raise ValueError(f"{folder.name}: an identifier of kind {kind} does not stand in {file}")
        planted.append(Planted(file, Identifying(kind), at, at + len(text)))
    return planted


def main() -> int:
    ways: dict[str, Callable[[Sequence[str]], Sequence[Sequence[Found]]] | None] = {"own rules": None}
    with tempfile.TemporaryDirectory(prefix="nieuwsbrief-names-") as folder:
        if names.is_installed():
            ways["with deduce"] = names.NameFinder(names.cache_folder() or Path(folder)).find
        else:
            print("deduce is not installed (extra ‘anonimiteit’): measured without it.\n")
        for half in HALVES:
            for way, look in ways.items():
                _print(f"{half}, {way}", measure(DATA / half, look))
    return 0


def _print(title: str, measured: Measured) -> None:
    print(title)
    for kind, (found, planted) in measured.recall.items():
        print(f"  {kind.value:22}{found:4} of {planted:3}  {found / planted:5.2f}")
    print(f"  {'all kinds':22}{measured.share():20.3f}")
    print(f"  {'all but names':22}{measured.share(without=NAMES):20.3f}")
    print(f"  false on clean stories: {measured.false_findings} in {measured.clean_words} words, ", end="")
    print(f"{measured.false_per_thousand:.1f} per 1,000\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
