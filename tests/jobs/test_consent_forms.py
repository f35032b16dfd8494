"""The consent forms: complete, in plain Dutch, tagged for who listens, and two sides of one sheet."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from pipeline.cli import main
from pipeline.errors import ConfigError
from pipeline.jobs.consent_forms import read_form, run_stories_form
from pipeline.jobs.root import Root
from pipeline.jobs.team_texts import read_words
from pipeline.model.consent_form import ConsentForm, Signer
from pipeline.stages.readability.advice import (
    MOST_AVERAGE,
    MOST_LONG,
    MOST_LONG_WORDS,
    MOST_PASSIVE,
    VERY_LONG_SENTENCE,
)
from pipeline.stages.readability.measure import measure, read_sentences
from pipeline.stages.render import render_form_page
from pipeline.templating import load_templates
from tests.roots import make_root, write
from tests.stages.test_accessibility import problems

SIGNERS = list(Signer)
# What a form must say, whoever signs, as words that stand in it.
PROMISES = (
    "In de nieuwsbrief",
    "Ook op de website",
    "voordat anderen",
    "kunnen we niet terughalen",
    "altijd bedenken",
    "redactie@example.nl",
    "‘Dit verhaal is op verzoek weggehaald.’",
    "een laatste dag",
    "alleen op dit papier",
    "Nee zeggen",
    "hulp die",
)


@pytest.fixture
def root(tmp_path: Path) -> Root:
    return make_root(tmp_path / "root", stories={})


def words_of(form: ConsentForm) -> str:
    """All that stands on a form to be read, as paragraphs; what is written on stands apart."""
    parts = (*form.parts, form.signature)
    texts = [*form.introduction]
    for part in parts:
        texts += [f"# {part.heading}", part.text, *part.points, *part.choices]
    return "\n\n".join(text for text in texts if text)


@pytest.mark.parametrize("signer", SIGNERS)
def test_a_form_says_all_that_somebody_must_know_before_signing(root: Root, signer: Signer) -> None:
    form = read_form(root, signer)
    text = words_of(form)

    assert [promise for promise in PROMISES if promise not in text] == []
    assert {"Naam", "Datum", "Handtekening"} <= set(form.signature.fields)
    assert "Kenmerk" in form.office
    assert [len(part.choices) for part in form.parts if part.choices] == [2]
    fields = " ".join(field for part in form.parts for field in part.fields)
    assert "tot en met" in fields
    assert re.search(r"gelezen en vind (?:hem|het) goed", fields)


def test_each_form_speaks_to_the_one_who_signs_it(root: Root) -> None:
    child, parent = (words_of(read_form(root, signer)) for signer in (Signer.KIND, Signer.OUDER))

    assert "tekent ook, op een eigen papier" in child
    assert "Heeft nog iemand gezag over je kind?" in parent
    assert "Ook een jong kind mag nee zeggen." in parent


@pytest.mark.parametrize("signer", SIGNERS)
def test_our_own_signal_for_plain_dutch_has_nothing_to_say_on_it(root: Root, signer: Signer) -> None:
    text = words_of(read_form(root, signer))
    sentences = read_sentences(text)
    found = measure(sentences)

    assert found.words > 250
    assert found.average <= MOST_AVERAGE - 3
    assert found.long_share <= MOST_LONG / 2
    assert found.passive_share <= MOST_PASSIVE / 2
    assert found.long_word_share <= MOST_LONG_WORDS
    assert max(sentence.words for sentence in sentences) < VERY_LONG_SENTENCE
    jargon = [word for one in read_words(root).jargon for word in one.words if not word.endswith("*")]
    assert [word for word in jargon if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.I)] == []


@pytest.mark.slow
@pytest.mark.pango
def test_they_are_written_as_pages_and_as_sheets_to_print(
    root: Root, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(root.path), "stories", "form"]) == 0
    said = capsys.readouterr().out

    folder = root.path / "build" / "toestemming"
    names = [
        f"toestemming-{signer}.{kind}"
        for signer in ("kind", "ouder", "verteller")
        for kind in ("html", "pdf")
    ]
    assert sorted(path.name for path in folder.iterdir()) == sorted(names)
    assert [line for line in said.splitlines() if "toestemming-kind.pdf" in line] == [
        f"Geschreven: {folder / 'toestemming-kind.pdf'}"
    ]
    page = (folder / "toestemming-kind.html").read_text(encoding="utf-8")
    assert 'href="toestemming-kind.pdf"' in page
    assert "noindex" in page


@pytest.mark.slow
@pytest.mark.pango
@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="pdfinfo (poppler-utils) is not installed")
def test_a_sheet_is_tagged_has_a_title_and_fills_both_sides_of_one_a4(root: Root, tmp_path: Path) -> None:
    for path in run_stories_form(root, out=tmp_path / "out").files:
        if path.suffix == ".pdf":
            told = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
            facts = dict(line.split(":", 1) for line in told.splitlines() if ":" in line)
            assert (facts["Tagged"].strip(), facts["Pages"].strip()) == ("yes", "2")
            assert "(A4)" in facts["Page size"]
            assert "Toestemming van " in facts["Title"]


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("signer", SIGNERS)
def test_axe_finds_nothing_on_the_page_of_a_form(
    chromium: Browser, root: Root, signer: Signer, scheme: str
) -> None:
    templates = load_templates(root.template_folders)
    page = render_form_page(read_form(root, signer), root.config.newsletter, templates, pdf="formulier.pdf")

    assert problems(chromium, page, width=375, scheme=scheme) == []


def test_made_twice_they_are_the_same_to_the_byte(root: Root, tmp_path: Path) -> None:
    once, twice = (run_stories_form(root, out=tmp_path / name).files for name in ("een", "twee"))

    assert [path.read_bytes() for path in once] == [path.read_bytes() for path in twice]


def test_the_team_may_write_its_own_in_place_of_ours(root: Root) -> None:
    ours = read_form(root, Signer.VERTELLER)
    text = (Path(__file__).parents[2] / "templates/toestemming/verteller.toml").read_text(encoding="utf-8")
    write(
        root.path / "templates/toestemming/verteller.toml", text.replace("Jouw verhaal in", "Je woorden in")
    )

    theirs = read_form(make_again(root), Signer.VERTELLER)
    assert (ours.title, theirs.title) == ("Jouw verhaal in de nieuwsbrief", "Je woorden in de nieuwsbrief")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('kop = "Eerst lees jij het"', 'kopje = "Eerst"', "unknown key 'kopje'; did you mean 'kop'?"),
        ("via {contact}", "via {kontact}", "{kontact} is not known here; known are: {nieuwsbrief}"),
        ("keuzes = [", "punten = [", "no [[deel]] has keuzes"),
        ("[ondertekening]", "[handtekening]", "unknown key 'handtekening'"),
        ('velden = ["Naam", "Datum", "Handtekening"]', "velden = []", "velden must hold at least one text"),
    ],
)
def test_a_mistake_in_it_is_named_with_its_file_and_line(root: Root, old: str, new: str, told: str) -> None:
    text = (Path(__file__).parents[2] / "templates/toestemming/verteller.toml").read_text(encoding="utf-8")
    assert old in text
    file = write(root.path / "templates/toestemming/verteller.toml", text.replace(old, new))

    with pytest.raises(ConfigError) as stop:
        read_form(make_again(root), Signer.VERTELLER)
    assert told in str(stop.value)
    assert str(file) in str(stop.value)


def make_again(root: Root) -> Root:
    """The same root, read after its own templates were written."""
    return make_root(root.path, stories={})
