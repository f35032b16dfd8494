"""Word: a document becomes a story's text; what may hold a name that was taken out is refused."""

from __future__ import annotations

import pytest

from pipeline.errors import StoryError
from pipeline.read.word import WordDocument, WordPicture, read_word
from tests.word_files import MACRO_TYPE, W, item, link, paragraph, picture, run, word_file, zip_file

NAME = "Verborgenaam"


def refused(body: bytes) -> str:
    with pytest.raises(StoryError) as stop:
        read_word(body, "verhaal.docx")
    assert NAME not in str(stop.value)
    assert str(stop.value).startswith("verhaal.docx: ")
    return stop.value.message


def text_of(*blocks: str, relations: dict[str, tuple[str, str]] | None = None) -> str:
    return read_word(word_file(*blocks, relations=relations), "verhaal.docx").text


def test_a_document_becomes_a_title_and_markdown() -> None:
    document = read_word(
        word_file(
            paragraph("De lege stoel", style="Titel"),
            paragraph("Er stond een ", run("stoel", "<w:b/>"), " bij het ", run("raam.", "<w:i/>")),
            paragraph("Een jaar later", style="Kop1"),
            item("koffie"),
            item("stilte"),
            paragraph("Meer op ", link("r9", "deze site"), "."),
            relations={"r9": ("hyperlink", "https://voorbeeld.example/a?utm_source=word")},
        ),
        "verhaal.docx",
    )

    assert document == WordDocument(
        title="De lege stoel",
        text=(
            "Er stond een **stoel** bij het *raam.*\n\n"
            "## Een jaar later\n\n"
            "- koffie\n- stilte\n\n"
            "Meer op [deze site](https://voorbeeld.example/a)."
        ),
        pictures=(),
        notes=(),
    )


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("# geen kop", "\\# geen kop"),
        ("- geen lijst", "\\- geen lijst"),
        ("1. geen lijst", "1\\. geen lijst"),
        ("&lt;b&gt; *ster* _streep_ [haak]", "\\<b\\> \\*ster\\* \\_streep\\_ \\[haak\\]"),
        ("---", "\\---"),
    ],
)
def test_what_looks_like_markdown_stays_what_was_typed(typed: str, text: str) -> None:
    assert text_of(paragraph(typed)) == text


@pytest.mark.parametrize(
    "target", ["file:///c:/naam.docx", "javascript:alert(1)", "mailto:iemand@example.nl"]
)
def test_a_link_that_leads_to_a_disk_a_script_or_a_person_becomes_its_words(target: str) -> None:
    assert text_of(paragraph(link("r9", "hier")), relations={"r9": ("hyperlink", target)}) == "hier"


def test_pictures_come_with_the_description_somebody_wrote() -> None:
    body = word_file(
        paragraph("Tekst."),
        paragraph(picture("r8", "Een lege stoel bij een raam")),
        paragraph(picture("r8", "Afbeelding met stoel. Automatisch gegenereerde beschrijving")),
        parts={"word/media/image1.jpeg": b"beeld"},
        relations={"r8": ("image", "media/image1.jpeg")},
    )

    assert read_word(body, "verhaal.docx").pictures == (
        WordPicture(b"beeld", "Een lege stoel bij een raam"),
        WordPicture(b"beeld", ""),
    )


CHANGES = (
    f'<w:p><w:ins w:id="1" w:author="{NAME}">{run(NAME)}</w:ins></w:p>',
    f'<w:p><w:del w:id="1" w:author="{NAME}"><w:r><w:delText>{NAME}</w:delText></w:r></w:del></w:p>',
    f'<w:p><w:moveFrom w:id="1" w:author="{NAME}">{run(NAME)}</w:moveFrom></w:p>',
    f'<w:p><w:pPr><w:rPr><w:del w:id="1" w:author="{NAME}"/></w:rPr></w:pPr>{run("x")}</w:p>',
    f'<w:p><w:r><w:rPr><w:b/><w:rPrChange w:id="1" w:author="{NAME}"/></w:rPr><w:t>x</w:t></w:r></w:p>',
)


@pytest.mark.parametrize("change", CHANGES)
def test_tracked_changes_are_refused_with_what_to_do_in_word(change: str) -> None:
    message = refused(word_file(paragraph("Tekst."), change))

    assert "wijzigingen" in message
    assert "Controleren > Accepteren > Alle wijzigingen accepteren" in message


@pytest.mark.parametrize("part", ["header1.xml", "footer2.xml", "footnotes.xml", "endnotes.xml"])
def test_tracked_changes_are_found_in_every_part_of_a_document(part: str) -> None:
    change = f"<w:hdr {W}>{CHANGES[1]}</w:hdr>"

    assert "Alle wijzigingen accepteren" in refused(
        word_file(paragraph("Tekst."), parts={f"word/{part}": change})
    )


def test_comments_are_refused_and_an_empty_list_of_them_is_not() -> None:
    one = f'<w:comments {W}><w:comment w:id="0" w:author="{NAME}">{paragraph(NAME)}</w:comment></w:comments>'
    message = refused(word_file(paragraph("Tekst."), parts={"word/comments.xml": one}))

    assert "Alle opmerkingen in document verwijderen" in message
    none = word_file(paragraph("Tekst."), parts={"word/comments.xml": f"<w:comments {W}/>"})
    assert read_word(none, "verhaal.docx").text == "Tekst."


@pytest.mark.parametrize("mark", ["<w:vanish/>", '<w:vanish w:val="1"/>', '<w:rStyle w:val="Geheim"/>'])
def test_hidden_text_is_refused(mark: str) -> None:
    assert "Verborgen tekst" in refused(word_file(paragraph("Tekst.", run(NAME, mark))))


def test_text_that_is_said_not_to_be_hidden_is_no_hidden_text() -> None:
    assert text_of(paragraph("Te ", run("zien", '<w:vanish w:val="0"/>'))) == "Te zien"


def test_all_that_is_wrong_is_told_at_once() -> None:
    message = refused(word_file(CHANGES[0], paragraph(run(NAME, "<w:vanish/>"))))

    assert "wijzigingen" in message
    assert "verborgen tekst" in message


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "oude Word (.doc)"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "wachtwoord",
        ),
        (b"gewoon tekst", "geen Word-document"),
        (b"PK\x03\x04 en dan niets", "beschadigd"),
        (word_file(paragraph("x"))[:-60], "beschadigd"),
        (zip_file({"mimetype": "application/vnd.oasis.opendocument.text"}), "LibreOffice"),
        (zip_file({"[Content_Types].xml": "<Types/>"}), "geen Word-document"),
        (word_file(paragraph("x"), kind=MACRO_TYPE), "macro’s"),
        (word_file(paragraph("x"), parts={"word/vbaProject.bin": b"x"}), "macro’s"),
        (word_file(paragraph("x"), parts={"word/media/a.bin": b"\0" * 51_000_000}), "veel te groot|te groot"),
        (word_file(paragraph("x"), parts={f"word/{n}.xml": "<a/>" for n in range(2_001)}), "te groot"),
        (word_file(paragraph("")), "geen tekst"),
        (
            word_file(paragraph("x"), parts={"word/a.xml": f"<!DOCTYPE a [<!ENTITY b '{NAME}'>]><a>&b;</a>"}),
            "beschadigd",
        ),
        (word_file("<w:p><w:onaf></w:p>"), "beschadigd"),
    ],
)
def test_what_is_no_document_we_can_take_is_refused_in_plain_words(body: bytes, words: str) -> None:
    assert any(word in refused(body) for word in words.split("|"))


def test_nothing_outside_the_document_is_asked_for_and_what_stays_behind_is_told() -> None:
    document = read_word(
        word_file(
            paragraph("Tekst."),
            paragraph(picture("r7", how="link")),
            "<w:tbl><w:tr><w:tc>"
            + paragraph("links")
            + "</w:tc><w:tc>"
            + paragraph("rechts")
            + "</w:tc></w:tr></w:tbl>",
            parts={
                "word/header1.xml": f"<w:hdr {W}>{paragraph('Kop met ' + NAME)}</w:hdr>",
                "word/embeddings/blad.xlsx": b"x",
            },
            relations={"r7": ("image", "https://elders.example/beeld.png")},
        ),
        "verhaal.docx",
    )

    assert (document.text, document.pictures) == ("Tekst.\n\nlinks · rechts", ())
    assert document.notes == (
        "De kop- en voettekst van het document zijn niet overgenomen.",
        "Een ingevoegd bestand of object is niet overgenomen.",
        "Van een tabel is elke rij een alinea geworden. Kijk of dat leest.",
        "Een beeld dat niet in het document zelf zit, is niet overgenomen.",
    )
