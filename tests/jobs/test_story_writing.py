"""A new story: a folder with a header to fill in, from nothing or from a Word document."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import StoryError, UsageError
from pipeline.jobs.root import Root
from pipeline.jobs.stories import check_stories, run_stories_accept
from pipeline.jobs.story_writing import WrittenStory, run_stories_import, run_stories_new
from tests.picture_files import PLANTED, jpeg
from tests.roots import CUT_OFF, bytes_in, make_root
from tests.word_files import paragraph, picture, word_file

FILLED = {
    "verteller:": "verteller: professional",
    "toon:": "toon: spijt",
    "kernelementen: []": "kernelementen: [lokale-teams]",
    "samenvatting:": "samenvatting: Een medewerker kwam een jaar later terug en zag wat ze had gemist.",
    "duur:": "duur: 4 min",
    "betrokkenen:": "betrokkenen: onherkenbaar",
    "vragen:": "vragen:\n  - Wat raakte je?\n  - Wat herken je?\n  - Wat spreken jullie af?",
    "  status: gevraagd": "  status: gegeven",
    "  kenmerk:": "  kenmerk: T-2026-020",
    "  datum:": "  datum: 2026-10-02",
    "  geldig_tot:": "  geldig_tot: 2028-10-02",
    "  gelezen_door_verteller:": "  gelezen_door_verteller: 2026-10-05",
    "geanonimiseerd_door:": "geanonimiseerd_door: redactie",
    "beeldcredit:": "beeldcredit: stockbeeld",
}


def fill_in(file: Path) -> None:
    """Does what an editor does: writes behind what is empty."""
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join(FILLED.get(line, line) for line in lines) + "\n", encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Root:
    return make_root(tmp_path / "root", stories={})


def word_story(folder: Path, *blocks: str) -> Path:
    file = folder / "verhaal van de redactie.docx"
    file.write_bytes(
        word_file(
            paragraph("De volle stoel", style="Titel"),
            paragraph("Er zat iemand bij het raam."),
            *blocks,
            parts={"word/media/image1.jpeg": jpeg(), "word/media/image2.emf": b"\x01\0\0\0"},
            relations={"r8": ("image", "media/image1.jpeg"), "r9": ("image", "media/image2.emf")},
        )
    )
    return file


def test_a_new_story_can_be_read_at_once_and_says_what_is_still_empty(root: Root) -> None:
    written = run_stories_new(root, title="Een avond: ‘bellen’ of niet")

    assert written == WrittenStory("een-avond-bellen-of-niet", root.stories / written.slug / "verhaal.md")
    codes = {finding.code for finding in check_stories(root, now=CUT_OFF)}
    assert codes == {"story-key-missing", "story-body-missing"}


def test_a_word_document_becomes_a_story_that_can_be_published(root: Root, tmp_path: Path) -> None:
    document = word_story(tmp_path, paragraph(picture("r8", "Een stoel bij een raam")))
    written = run_stories_import(root, file=document)

    assert (written.slug, written.notes) == ("de-volle-stoel", ())
    assert sorted(bytes_in(root.stories)) == ["de-volle-stoel/beeld-1.jpg", "de-volle-stoel/verhaal.md"]
    text = written.path.read_text(encoding="utf-8")
    assert 'afbeelding_alt: "Een stoel bij een raam"' in text
    assert text.endswith("---\n\nEr zat iemand bij het raam.\n")
    fill_in(written.path)
    assert [finding.code for finding in check_stories(root, now=CUT_OFF)] == ["consent-not-accepted"]
    run_stories_accept(root, slug=written.slug, by="redactie", now=CUT_OFF)
    assert check_stories(root, now=CUT_OFF) == ()


def test_nothing_of_the_documents_properties_or_its_pictures_places_comes_along(
    root: Root, tmp_path: Path
) -> None:
    run_stories_import(root, file=word_story(tmp_path, paragraph(picture("r8"))))
    written = b"".join(path.read_bytes() for path in root.stories.rglob("*") if path.is_file())

    assert [
        word for word in (*PLANTED, "Schrijver Voorbeeld", "Werkversie") if word.encode() in written
    ] == []


def test_a_picture_of_another_kind_and_more_than_one_picture_are_told(root: Root, tmp_path: Path) -> None:
    blocks = (paragraph(picture("r9")), paragraph(picture("r8")), paragraph(picture("r8")))
    written = run_stories_import(root, file=word_story(tmp_path, *blocks))

    assert written.notes == (
        "Beeld 1 is geen jpg, png of webp, of te groot, en is niet overgenomen.",
        "Er zijn 2 beelden, en een verhaal heeft er één. De kop noemt het eerste; "
        "gooi de andere weg of kies een ander.",
    )


def test_a_story_that_is_there_is_never_overwritten(root: Root, tmp_path: Path) -> None:
    run_stories_new(root, title="De volle stoel")
    before = bytes_in(root.stories)

    with pytest.raises(StoryError, match="dit verhaal is er al"):
        run_stories_import(root, file=word_story(tmp_path))
    with pytest.raises(StoryError, match="dit verhaal is er al"):
        run_stories_new(root, title="De volle stoel")
    assert bytes_in(root.stories) == before


def test_a_document_without_a_title_has_that_of_its_file_or_the_given_one(root: Root, tmp_path: Path) -> None:
    file = tmp_path / "op-de-gang.docx"
    file.write_bytes(word_file(paragraph("Het begon op de gang.")))

    assert run_stories_import(root, file=file).slug == "op-de-gang"
    assert run_stories_import(root, file=file, title="Bij de deur").slug == "bij-de-deur"


def test_a_file_that_is_not_there_and_a_title_without_letters_are_wrong_use(root: Root) -> None:
    with pytest.raises(UsageError, match="there is no file"):
        run_stories_import(root, file=root.path / "weg.docx")
    with pytest.raises(UsageError, match="a title needs letters"):
        run_stories_new(root, title="…")
