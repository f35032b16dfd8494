"""Cards as PDF: tagged, in Dutch, with their fonts, two pages, and the same bytes each time."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import ImageFile

from pipeline.model.guides import Card, CardSize
from pipeline.shell.pdf import make_pdf
from pipeline.stages.guide import conversation
from pipeline.stages.render import CARD_FONTS, render_card
from tests.makers import help_line, publishable
from tests.roots import ENVIRONMENT, REPOSITORY
from tests.stages.rendering import TEMPLATES
from tests.stages.talking import methods

pytestmark = pytest.mark.slow

FONTS = {name: (REPOSITORY / "templates" / "fonts" / name).read_bytes() for name in CARD_FONTS}
LONG_QUESTION = (
    "Wat herken je in hoe deze vader over zichzelf praatte, en wat in hoe er door de anderen in huis met hem "
    "werd gepraat, toen en later?"
)


needs_pango = pytest.mark.pango


def card(**changes: str) -> Card:
    questions = ("Wat raakte je?", "Wat herken je?", "Wat neem je mee?")
    whole = {
        "title": "De lege stoel",
        "form_line": "Om te lezen, leestijd 6 minuten",
        "teller_line": "Verteld door een professional",
        "url": "https://nieuwsbrief.example.nl/2026-12/verhaal.html",
        "address": "nieuwsbrief.example.nl/2026-12/verhaal.html",
        "newsletter": "Nieuwsbrief (voorbeeld)",
        "content_notice": "",
        "language": "nl",
    } | changes
    return Card(
        conversation=conversation(publishable(questions=questions), methods()),
        help_lines=(help_line(),) * 4,
        fictional=False,
        **whole,
    )


def full_card() -> Card:
    """As much as a card ever has to hold: a long title, a notice, and five long questions."""
    one = card(
        title="De moeder die altijd zei dat het lukte, tot het op een maandag niet meer lukte",
        content_notice="Dit verhaal gaat over geweld thuis en over zelfdoding.",
    )
    told = publishable(questions=(LONG_QUESTION,) * 5, content_notice=one.content_notice, minutes=40)
    return Card(
        **{name: getattr(one, name) for name in Card.__slots__}
        | {"conversation": conversation(told, methods())}
    )


def pdf(size: CardSize = CardSize.A5, which: Card | None = None) -> bytes:
    return make_pdf(render_card(which or card(), size, TEMPLATES), fonts=FONTS)


def told_by(tool: str, *words: str) -> str:
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not here (apt-get install poppler-utils qpdf)")
    done = subprocess.run((tool, *words), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@needs_pango
@pytest.mark.parametrize(
    ("size", "paper"), [(CardSize.A5, "419.528 x 595.276 pts"), (CardSize.A4, "595.276 x 841.89 pts (A4)")]
)
@pytest.mark.parametrize("which", [card, full_card])
def test_a_card_is_both_sides_of_one_sheet(tmp_path: Path, size: CardSize, paper: str, which: object) -> None:
    assert callable(which)
    (tmp_path / "kaart.pdf").write_bytes(pdf(size, which()))
    facts = told_by("pdfinfo", str(tmp_path / "kaart.pdf"))

    assert re.search(rf"Page size:\s+{re.escape(paper)}", facts)
    assert re.search(r"Pages:\s+2\n", facts)


@needs_pango
def test_a_card_is_tagged_titled_and_dutch_and_says_that_it_is_pdf_ua(tmp_path: Path) -> None:
    (tmp_path / "kaart.pdf").write_bytes(pdf())
    facts = told_by("pdfinfo", str(tmp_path / "kaart.pdf"))
    told_by(
        "qpdf", "--qdf", "--object-streams=disable", str(tmp_path / "kaart.pdf"), str(tmp_path / "open.pdf")
    )
    body = (tmp_path / "open.pdf").read_bytes()

    assert re.search(r"Title:\s+Gesprekskaart bij ‘De lege stoel’\n", facts)
    assert re.search(r"Tagged:\s+yes\n", facts)
    assert b"/Lang (nl)" in body
    assert b"pdfuaid:part" in body
    assert "CreationDate" not in facts


@needs_pango
def test_a_card_has_its_headings_lists_and_the_words_for_its_picture_in_its_tags(tmp_path: Path) -> None:
    (tmp_path / "kaart.pdf").write_bytes(pdf())
    tags = told_by("pdfinfo", "-struct-text", str(tmp_path / "kaart.pdf"))

    for part in ("H1", "H2", "LI", "Figure"):
        assert re.search(rf"^\s*{part}\b", tags, re.MULTILINE), part
    assert "Wat raakte je?" in tags


@needs_pango
def test_the_fonts_of_a_card_are_open_and_inside_it(tmp_path: Path) -> None:
    (tmp_path / "kaart.pdf").write_bytes(pdf())
    fonts = told_by("pdffonts", str(tmp_path / "kaart.pdf")).splitlines()[2:]

    assert len(fonts) == 3
    # Columns: embedded, subset, with a table back to Unicode for who copies or reads aloud.
    assert all(re.search(r"yes yes yes", line) for line in fonts)
    licence = (REPOSITORY / "templates" / "fonts" / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


@needs_pango
def test_qpdf_finds_nothing_wrong(tmp_path: Path) -> None:
    (tmp_path / "kaart.pdf").write_bytes(pdf(CardSize.A4))

    assert "No syntax or stream encoding errors found" in told_by(
        "qpdf", "--check", str(tmp_path / "kaart.pdf")
    )


@needs_pango
def test_the_same_card_gives_the_same_bytes_in_another_process() -> None:
    program = (
        "import hashlib, sys; from tests.shell.test_pdf import pdf; "
        "sys.stdout.write(hashlib.sha256(pdf()).hexdigest())"
    )
    digests = {
        subprocess.run(
            (sys.executable, "-c", program),
            env=ENVIRONMENT | {"PYTHONHASHSEED": seed, "TZ": zone},
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }

    assert len(digests) == 1


@needs_pango
def test_a_card_leaves_pillow_as_strict_as_it_was() -> None:
    pdf()

    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


@needs_pango
def test_a_card_fetches_nothing() -> None:
    with_picture = render_card(card(), CardSize.A5, TEMPLATES).replace(
        "<body", '<link rel="stylesheet" href="file:///etc/hostname"><img src="http://127.0.0.1:9/x"><body', 1
    )

    # What is refused is left out; the rest of the page is made all the same.
    assert make_pdf(with_picture, fonts=FONTS).startswith(b"%PDF-")


def test_where_pango_is_missing_it_says_what_to_install(tmp_path: Path) -> None:
    # A machine without it: the loader of libraries finds nothing.
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "class Missing:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'weasyprint':\n"
        "            raise OSError('cannot load library libpango-1.0-0')\n"
        "sys.meta_path.insert(0, Missing())\n",
        encoding="utf-8",
    )
    program = (
        "from pipeline.shell.pdf import make_pdf\n"
        "from pipeline.errors import PdfError\n"
        "try: make_pdf('<p>', fonts={})\n"
        "except PdfError as error: print(error.lacks_pango, error)\n"
    )
    done = subprocess.run(
        (sys.executable, "-c", program),
        env=ENVIRONMENT | {"PYTHONPATH": f"{tmp_path}:{REPOSITORY}"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == (
        "True Pango is missing, so no card can be printed to PDF; as root, on Debian or Ubuntu: "
        "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0\n"
    )
