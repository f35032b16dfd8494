"""The practice in docs/redactie.md, done to the letter: from a Word file to an approved edition, and back."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.roots import COMMAND, ENVIRONMENT, REPOSITORY, write
from tests.stages.rendering import tree, words
from tests.word_files import paragraph, word_file

pytestmark = pytest.mark.slow

SECTION = "## Oefenen: van Word tot nieuwsbrief, en terug"
GIVEN_AWAY = "Ik kwam elke dinsdag bij mevrouw Jansen in Zutphen."
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Practice:
    """What the section says to type, in its order, and the two pieces of text it says to paste."""

    commands: tuple[str, ...]
    header: str
    choice: str
    told: str


def practice() -> Practice:
    page = (REPOSITORY / "docs" / "redactie.md").read_text(encoding="utf-8")
    told = page.partition(SECTION)[2].partition("\n## ")[0]
    blocks = FENCE.findall(told)
    return Practice(
        commands=tuple(text.strip() for kind, text in blocks if kind == ""),
        header=next(text for kind, text in blocks if kind == "yaml"),
        choice=next(text for kind, text in blocks if kind == "toml"),
        told=told,
    )


def type_in(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    name, *typed = shlex.split(command)
    assert name == "nieuwsbrief"
    return subprocess.run(
        [*COMMAND, *typed],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def succeed(folder: Path, command: str) -> str:
    done = type_in(folder, command)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def page(file: Path) -> str:
    return words(tree(file.read_text(encoding="utf-8")).xpath("//body")[0])


def test_who_follows_the_practice_comes_from_a_word_file_to_an_edition_and_back(tmp_path: Path) -> None:
    told = practice()
    assert GIVEN_AWAY in told.told
    demo, bring, check, accept, build, approve, withdraw = told.commands
    root = tmp_path / "build" / "demo"
    document = word_file(
        paragraph("Bezoek", style="Titel"),
        paragraph(GIVEN_AWAY),
        paragraph(
            "Er stond altijd thee klaar, met een koekje op een schoteltje. Ik dacht dat het goed ging."
        ),
        paragraph("Wat ik later hoorde", style="Kop2"),
        paragraph("Het koekje was het laatste in huis. Dat hoorde ik pas toen ik ernaar vroeg."),
    )
    (tmp_path / "verhaal.docx").write_bytes(document)

    assert "Open in a browser: " in succeed(tmp_path, demo)
    assert "het-koekje-bij-de-thee/verhaal.md" in succeed(tmp_path, bring)

    story = root / "stories" / "het-koekje-bij-de-thee" / "verhaal.md"
    _, _, body = story.read_text(encoding="utf-8").split("---\n", 2)
    write(story, f"---\n{told.header}---\n{body}")
    found = type_in(tmp_path, check)
    assert found.returncode == 1
    assert {"identifying-name", "identifying-place", "consent-not-accepted"} == codes(found.stdout)

    write(
        story,
        story.read_text(encoding="utf-8").replace(
            "bij mevrouw Jansen in Zutphen", "bij een moeder in een dorp"
        ),
    )
    assert codes(type_in(tmp_path, check).stdout) == {"consent-not-accepted"}
    assert succeed(tmp_path, accept).startswith("Geaccepteerd door redactie")

    edition = root / "editions" / "2026-12.toml"
    write(edition, f"{told.choice}{edition.read_text(encoding='utf-8')}")
    assert "nothing blocks it" in succeed(tmp_path, build)
    draft = root / "build" / "2026-12"
    assert "Het koekje was het laatste in huis." in page(draft / "verhaal.html")
    assert "Het koekje bij de thee" in page(draft / "report.html")

    assert "is approved by redactie" in succeed(tmp_path, approve)
    archived = root / "archive" / "2026-12"
    assert "Het koekje bij de thee" in page(archived / "newsletter.html")

    said = succeed(tmp_path, withdraw)
    assert "Het stond in de goedgekeurde editie van 2026-12." in said
    assert "niets meer gevonden." in said
    assert "Dit verhaal is op verzoek weggehaald" in page(archived / "verhaal.html")
    assert "koekje" not in page(archived / "newsletter.html")
    shutil.rmtree(story.parent)
    (tmp_path / "verhaal.docx").unlink()
    assert holding(root, "koekje") == ["editions/2026-12.toml"]


def codes(said: str) -> set[str]:
    """The codes of all that blocks."""
    return set(re.findall(r"\[blocking: ([\w-]+)\]", said))


def holding(root: Path, word: str) -> list[str]:
    """The files in which a person can still read `word`; the one left is the editor's own."""
    return [
        path.relative_to(root).as_posix()
        for path in sorted(root.rglob("*"))
        if path.is_file() and word in path.read_bytes().decode("utf-8", "replace")
    ]
