"""The demo, as a newcomer runs it: one command, real HTTP on loopback, a newsletter in its own folder."""

from __future__ import annotations

import json
import subprocess
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import UsageError, WriteError
from pipeline.jobs.demo import prepare_demo
from pipeline.jobs.shelf import read_shelf
from tests.roots import COMMAND, CUT_OFF, ENVIRONMENT, REPOSITORY, bytes_in, write

pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True)
class Ran:
    """One run of the demo: its folder, what it said, how many seconds it took."""

    folder: Path
    process: subprocess.CompletedProcess[str]
    seconds: float

    @property
    def build(self) -> Path:
        return self.folder / "build" / "2026-12"

    @property
    def edition(self) -> dict[str, Any]:
        record: dict[str, Any] = json.loads((self.build / "edition.json").read_text(encoding="utf-8"))
        return record


def run_demo(folder: Path) -> Ran:
    began = time.monotonic()
    words = [*COMMAND, "demo", "--no-screenshots", "--out", str(folder)]
    process = subprocess.run(words, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=60)
    return Ran(folder, process, time.monotonic() - began)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    return run_demo(tmp_path_factory.mktemp("demo") / "nieuwsbrief")


def test_it_ends_well_within_twenty_seconds(demo: Ran) -> None:
    assert demo.process.returncode == 0, demo.process.stderr
    assert demo.process.stderr == ""
    assert demo.seconds < 20


def test_it_says_what_came_in_what_went_in_and_where_to_look(demo: Ran) -> None:
    said = demo.process.stdout
    assert "15 of 16 endpoints answered; 112 new publications." in said
    assert "nothing blocks it" in said
    assert said.rstrip().endswith((demo.build / "report.html").as_uri())


def test_the_edition_has_a_made_up_story_and_at_least_twelve_items(demo: Ran) -> None:
    edition = demo.edition
    items = [item for section in edition["sections"] for item in section["items"]]

    assert edition["story"]["fictional"] is True
    assert len(items) >= 12
    assert len(edition["sections"]) == 6
    assert len({item["provenance"]["source"] for item in items}) >= 6


def test_what_a_general_source_publishes_on_other_things_is_left_out_with_its_points(demo: Ran) -> None:
    left_out = {one["title"]: one for one in demo.edition["omitted"] if one["source"] == "gemeentebond"}

    parking = left_out["Parkeren in de binnenstad: tarieven voor 2027 op een rij"]
    assert (parking["reason"], "punten" in parking["detail"]) == ("not-relevant", True)


def test_every_kind_of_endpoint_brings_what_its_site_has(demo: Ran) -> None:
    words = [*COMMAND, "--root", str(demo.folder), "publications", "--json"]
    listed = subprocess.run(words, env=ENVIRONMENT, capture_output=True, text=True, check=True)
    publications = json.loads(listed.stdout)

    # Two are copies: a page of the programme that two others carry.
    assert len(publications) == 110
    # A JSON Feed, an answer that was cut off, a list of two pages, meetings on pages, an index in gzip.
    counted = Counter(one["source"] for one in publications)
    assert [
        counted[source]
        for source in ("praktijkpost", "opendossier", "wijkacademie", "ontmoetingsplein", "vakbladthuis")
    ] == [4, 8, 9, 4, 5]
    assert [one["title"] for one in publications if not (one["published"] or one["event_start"])] == [
        "Leergang Praten over veiligheid",
        "Werkboek voor begeleiders (alleen voor leden)",
    ]


def test_a_silence_a_new_address_and_a_closed_page_are_said(demo: Ran) -> None:
    said = demo.process.stdout

    assert "Quiet: stillekring http://stillekring.example/feed.xml: nothing new since 2026-05-12" in said
    assert 'in feeds/zorgbrug.toml write url = "http://zorgbrug.example/nieuws/feed.xml"' in said
    assert "robots.txt asks programs not to read 1 item page" in said
    assert "Stille Kring (voorbeeld)" in (demo.build / "report.html").read_text(encoding="utf-8")


def test_what_two_sites_carry_is_one_item_that_names_both(demo: Ran) -> None:
    items = [item for section in demo.edition["sections"] for item in section["items"]]
    carried = [item for item in items if item["also_at"]]

    titles = [item["title"] for item in items]
    assert len(titles) == len(set(titles))
    assert carried
    html = (demo.build / "newsletter.html").read_text(encoding="utf-8")
    for item in carried:
        assert item["also_at"].startswith("Ook bij ")
        assert html.count(item["also_at"]) >= 1


def test_the_site_that_is_down_is_in_the_report_and_not_in_the_way(demo: Ran) -> None:
    report = (demo.build / "report.html").read_text(encoding="utf-8")

    assert "Stilstand (voorbeeld)" in report


@pytest.mark.parametrize("trace", ["\ufffd", "\x92", "Ã©", "â€"])
def test_no_letter_of_the_site_with_a_wrong_declaration_is_damaged(demo: Ran, trace: str) -> None:
    for name in ("newsletter.html", "newsletter.txt", "report.html", "edition.json"):
        assert trace not in (demo.build / name).read_text(encoding="utf-8")


def test_only_stories_that_say_they_are_made_up_come_along(tmp_path: Path) -> None:
    root = prepare_demo(tmp_path / "schoon")
    shelf = read_shelf(root, on=CUT_OFF.date())

    assert len(shelf.copies) >= 6
    assert all(copy.story is not None and copy.story.fictional for copy in shelf.copies)


def test_a_persons_story_is_never_copied_into_a_demo(tmp_path: Path) -> None:
    bundled = tmp_path / "project"
    bundled.mkdir()
    (bundled / "demo").symlink_to(REPOSITORY / "demo")
    made_up = (REPOSITORY / "stories" / "ze-hoorde-het-aan-de-sleutel.md").read_text(encoding="utf-8")
    write(bundled / "stories" / "verzonnen.md", made_up)
    real = made_up.replace("fictief: ja", "fictief: nee").replace("FICTIEF", "T-2026-001")
    write(bundled / "stories" / "echt.md", real)
    write(bundled / "stories" / "kapot.md", "geen koptekst")
    root = prepare_demo(tmp_path / "demo", bundled=bundled)

    assert [copy.slug for copy in read_shelf(root, on=CUT_OFF.date()).copies] == ["verzonnen"]


def test_a_second_demo_in_the_same_folder_gives_the_same_bytes_and_touches_nothing_else(demo: Ran) -> None:
    before, beside = bytes_in(demo.build), state_of_the_checkout()
    again = run_demo(demo.folder)

    assert again.process.returncode == 0, again.process.stderr
    assert bytes_in(again.build) == before
    assert state_of_the_checkout() == beside


def state_of_the_checkout() -> dict[str, dict[str, str]]:
    return {name: bytes_in(REPOSITORY / name) for name in ("var", "build", "archive", "editions")}


@pytest.mark.parametrize("name", ["een-map/brief.txt", "een-map"])
def test_a_folder_that_holds_something_else_is_refused_and_left_alone(tmp_path: Path, name: str) -> None:
    file = write(tmp_path / name, "van iemand anders")

    with pytest.raises(UsageError, match="is no demo; choose an empty folder with --out DIR"):
        prepare_demo(tmp_path / "een-map")
    assert file.read_text(encoding="utf-8") == "van iemand anders"


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    assert prepare_demo(tmp_path).path == tmp_path


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    write(tmp_path / "bestand", "geen map")

    with pytest.raises(WriteError, match="cannot be written"):
        prepare_demo(tmp_path / "bestand" / "demo")
