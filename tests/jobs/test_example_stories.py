"""The six example stories, each as the story of an edition: page, guide, and cards that a phone can read."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser

from pipeline.jobs.demo import prepare_demo
from pipeline.jobs.root import Root
from pipeline.jobs.story_index import run_stories_index
from tests.roots import CUT_OFF, MONTH, build_edition, write
from tests.stages.rendering import tree
from tests.stages.test_accessibility import problems

pytestmark = pytest.mark.slow

STORIES = (
    "de-andere-kassa",
    "drie-vellen-papier",
    "elf-stoelen",
    "ik-vroeg-altijd-of-het-lukte",
    "met-potlood-in-de-kantlijn",
    "ze-hoorde-het-aan-de-sleutel",
)
CARDS = ("gesprekskaart-a5.pdf", "gesprekskaart-a4.pdf")
PAGE = "https://nieuwsbrief.example.nl/2026-12/verhaal.html"
# A printer's coarsest and a screen's: a code that only reads when it is sharp is no code for a wall.
DOTS_PER_INCH = 100

needs_poppler = pytest.mark.skipif(
    not (shutil.which("pdftoppm") and shutil.which("pdfinfo")), reason="poppler-utils is not installed"
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Root:
    return prepare_demo(tmp_path_factory.mktemp("voorbeelden") / "nieuwsbrief")


@pytest.fixture(scope="module")
def built(root: Root, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Builds the edition around a story, once each; returns its folder."""
    kept = tmp_path_factory.mktemp("edities")

    def build(slug: str) -> Path:
        if not (kept / slug).exists():
            write(root.edition_file(MONTH), f'verhaal = "{slug}"\n')
            shutil.copytree(build_edition(root, with_cards=True).folder, kept / slug)
        return kept / slug

    return build


@pytest.mark.parametrize("slug", STORIES)
def test_nothing_keeps_an_example_from_its_edition(slug: str, built: Callable[[str], Path]) -> None:
    folder = built(slug)
    findings = json.loads((folder / "findings.json").read_bytes())["findings"]
    manifest = json.loads((folder / "manifest.json").read_bytes())

    # An edition without a single item is blocked for that; nothing is said against the story.
    assert {one["code"] for one in findings if one["severity"] == "blocking"} <= {"edition-empty"}
    assert [one["code"] for one in findings if slug in one["path"]] == []
    assert manifest["story"] == slug
    assert {"verhaal.html", "gesprek.html"} <= set(manifest["files"])


@pytest.mark.pango
@needs_poppler
@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("slug", STORIES)
def test_a_phone_that_scans_the_card_comes_to_the_storys_page(
    slug: str, card: str, built: Callable[[str], Path]
) -> None:
    folder = built(slug)
    mail = tree((folder / "newsletter.html").read_text(encoding="utf-8"))
    [code] = zxingcpp.read_barcodes(picture(folder / card, 1))

    assert code.text == PAGE
    assert code.format == zxingcpp.BarcodeFormat.QRCode
    assert code.text in mail.xpath("//a/@href")


@pytest.mark.pango
@needs_poppler
@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("slug", STORIES)
def test_a_card_is_two_sides_of_one_sheet_and_tagged(
    slug: str, card: str, built: Callable[[str], Path]
) -> None:
    told = subprocess.run(["pdfinfo", built(slug) / card], capture_output=True, text=True, check=True).stdout
    facts = {line.split(":", 1)[0]: line.split(":", 1)[1].strip() for line in told.splitlines()}

    assert (facts["Pages"], facts["Tagged"]) == ("2", "yes")
    assert facts["Title"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["verhaal.html", "gesprek.html"])
@pytest.mark.parametrize("slug", STORIES)
def test_axe_finds_nothing_on_its_pages(
    chromium: Browser, slug: str, name: str, scheme: str, built: Callable[[str], Path]
) -> None:
    html = (built(slug) / name).read_text(encoding="utf-8")

    assert problems(chromium, html, width=375, scheme=scheme) == []
    assert problems(chromium, html, scheme=scheme) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_index_of_those_that_may_be_on_the_website(
    chromium: Browser, scheme: str, root: Root
) -> None:
    with root.open_store() as store:
        written = run_stories_index(root, store, now=CUT_OFF, preview=True, with_cards=False)

    # One of the six is for the newsletter alone.
    assert set(written.stories) == set(STORIES) - {"ze-hoorde-het-aan-de-sleutel"}
    pages = [written.folder / "index.html", *sorted(written.folder.glob("toon-*.html"))]
    assert {
        page.name: problems(chromium, page.read_text(encoding="utf-8"), scheme=scheme) for page in pages
    } == {page.name: [] for page in pages}


def picture(pdf: Path, page: int) -> Image.Image:
    """The page as a printer would see it."""
    words = ["pdftoppm", "-f", str(page), "-l", str(page), "-r", str(DOTS_PER_INCH), "-png", str(pdf)]
    made = subprocess.run(words, capture_output=True, check=True)
    return Image.open(io.BytesIO(made.stdout))
