"""The daily sweep: what may not be public any more comes down, and nothing else changes."""

from __future__ import annotations

import json
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.jobs.approve import run_approve
from pipeline.jobs.root import Root, load_root
from pipeline.jobs.stories import run_stories_withdraw
from pipeline.jobs.story_index import run_stories_index
from pipeline.jobs.sweep import Sweep, run_stories_sweep
from pipeline.model import Month
from tests.roots import CUT_OFF, MONTH, STORY, ZONE, build_edition, bytes_in, make_root, put_story, write

SLUG = "de-lege-stoel"
LAST_DAY = datetime(2028, 10, 2, 23, 59, tzinfo=ZONE)
DAY_AFTER = datetime(2028, 10, 3, 0, 0, tzinfo=ZONE)
OTHER = (
    STORY.replace("De lege stoel", "Het open raam")
    .replace("geldig_tot: 2028-10-02", "geldig_tot: 2030-10-02")
    .replace("Er stond een stoel bij het raam.", "Het raam stond open en niemand zei er iets van.")
    .replace("Een jaar later vroeg ik het wel.", "Toen deed zij het raam dicht en bleef zitten.")
    .replace("Niemand ging erop zitten, en ik vroeg niet waarom.", "Iedereen had het koud, en ik ook.")
    .replace(
        "Een medewerker kwam een jaar later terug bij een gezin en zag wat ze toen had gemist.",
        "Iemand deed een raam niet dicht en leerde daar iets van over een gezin dat zij al jaren kende.",
    )
)
EDITION = """\
inleiding = \"\"\"Deze maand lees je De lege stoel.\"\"\"
verhaal = "de-lege-stoel"

[[item]]
titel = "Een eigen bericht"
url = "https://eigen.example/bericht"
samenvatting = "Dit bericht staat hier omdat een editie zonder berichten niet kan worden goedgekeurd."
rubriek = "nieuws"
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two approved editions: of December, whose story ends, and of January; both are served from public/."""
    stories = {f"{SLUG}.md": STORY, "het-open-raam.md": OTHER}
    root = make_root(tmp_path_factory.mktemp("twee"), stories=stories)
    january = EDITION.replace("De lege stoel", "een verhaal").replace(SLUG, "het-open-raam")
    for month, text in ((MONTH, EDITION), (Month(2027, 1), january)):
        write(root.edition_file(month), text)
        now = root.moment(month)
        build_edition(root, month=month, now=now)
        with root.open_store() as store:
            run_approve(root, store, month=month, by="redactie", now=now)
        shutil.copytree(root.archive(month), root.path / "public" / str(month))
        shutil.rmtree(root.build(month))
    with root.open_store() as store:
        run_stories_index(root, store, now=CUT_OFF, with_cards=False)
    return root.path


@pytest.fixture
def root(served: Path, tmp_path: Path) -> Root:
    """A copy of them for each test."""
    return load_root(shutil.copytree(served, tmp_path, dirs_exist_ok=True))


def sweep(root: Root, now: datetime) -> Sweep:
    with root.open_store() as store:
        return run_stories_sweep(root, store, now=now)


def text(root: Root, name: str) -> str:
    return (root.path / name).read_text(encoding="utf-8")


def renew(root: Root, until: str) -> None:
    put_story(root.path, f"{SLUG}.md", STORY.replace("geldig_tot: 2028-10-02", f"geldig_tot: {until}"))


def test_a_consent_holds_up_to_the_end_of_its_last_day(root: Root) -> None:
    before = bytes_in(root.path)

    assert sweep(root, LAST_DAY) == Sweep()
    assert bytes_in(root.path) == before


def test_the_day_after_its_pages_say_that_it_is_gone_without_a_name_or_a_reason(root: Root) -> None:
    swept = sweep(root, DAY_AFTER)
    page = text(root, "archive/2026-12/verhaal.html")

    [down] = swept.taken_down
    assert (down.slug, down.ended, down.editions) == (SLUG, date(2028, 10, 2), (MONTH,))
    assert (swept.withdrawn, swept.unlisted, swept.unclear) == ((), (SLUG,), ())
    assert "Dit verhaal staat hier niet meer" in page
    assert "noindex" in page
    assert "stoel" not in page
    assert text(root, "public/2026-12/verhaal.html") == page
    assert "archive/2026-12/gesprek.html" in down.removed
    # Who follows a link to the guide is told as well.
    assert text(root, "public/2026-12/gesprek.html") == page


def test_the_mail_in_the_archive_stays_without_the_story_and_so_does_the_one_that_is_served(
    root: Root,
) -> None:
    sweep(root, DAY_AFTER)

    for place in ("archive", "public"):
        mail = text(root, f"{place}/2026-12/newsletter.html")
        assert "Een eigen bericht" in mail
        assert "Dit verhaal staat hier niet meer." in mail
        assert "lege stoel" not in mail


def test_nothing_else_changes(root: Root) -> None:
    before = bytes_in(root.path)
    sweep(root, DAY_AFTER)
    after = bytes_in(root.path)

    changed = {name for name in before | after if before.get(name) != after.get(name)}
    others = {name for name in changed if not name.startswith(("archive/2026-12/", "public/2026-12/"))}
    assert {name for name in others if not name.startswith("build/verhalen/")} == {"var/pipeline.db"}
    assert not any("het-open-raam" in name for name in others)


def test_a_second_sweep_changes_nothing(root: Root) -> None:
    sweep(root, DAY_AFTER)
    before = bytes_in(root.path)

    assert sweep(root, DAY_AFTER + timedelta(days=1)) == Sweep()
    assert bytes_in(root.path) == before


def test_the_index_goes_on_without_it(root: Root) -> None:
    sweep(root, DAY_AFTER)
    page = text(root, "build/verhalen/index.html")

    assert "Het open raam" in page
    assert "De lege stoel" not in page
    assert not (root.path / "build/verhalen" / SLUG).exists()
    assert (root.path / "build/verhalen/het-open-raam/verhaal.html").is_file()


def test_the_journal_tells_when_and_the_store_knows_the_files_as_they_are(root: Root) -> None:
    sweep(root, DAY_AFTER)
    last = json.loads(text(root, "archive/2026-12/journal.jsonl").splitlines()[-1])
    with root.open_store() as store:
        approvals = {approval.month: approval for approval in store.load_approvals()}

    hashes = {
        name: digest for name, digest in bytes_in(root.archive(MONTH)).items() if name != "journal.jsonl"
    }
    assert (last["what"], last["by"], last["valid_until"]) == ("consent-expired", "sweep", "2028-10-02")
    assert last["hashes"] == approvals[MONTH].hashes == hashes
    assert SLUG not in json.dumps(last)
    # It stays spent, so that it does not come back within two years of when it was shown.
    assert approvals[MONTH].story == SLUG


def test_a_consent_that_was_made_longer_in_time_keeps_the_page(root: Root) -> None:
    renew(root, "2029-10-02")

    assert sweep(root, DAY_AFTER).taken_down == ()
    assert "noindex" not in text(root, "archive/2026-12/verhaal.html")


def test_a_consent_that_was_made_shorter_counts(root: Root) -> None:
    renew(root, "2027-06-01")

    assert [one.slug for one in sweep(root, datetime(2027, 6, 2, tzinfo=ZONE)).taken_down] == [SLUG]


def test_a_story_whose_file_is_gone_is_judged_by_what_its_edition_was_built_with(root: Root) -> None:
    (root.stories / f"{SLUG}.md").unlink()

    assert sweep(root, LAST_DAY).taken_down == ()
    assert [one.slug for one in sweep(root, DAY_AFTER).taken_down] == [SLUG]
    assert "stoel" not in text(root, "archive/2026-12/newsletter.html")


def test_a_header_that_somebody_is_just_changing_takes_nothing_down(root: Root) -> None:
    put_story(root.path, f"{SLUG}.md", STORY.replace("toon: spijt", "toon: "))

    assert sweep(root, LAST_DAY).taken_down == ()


def test_of_an_older_edition_without_a_date_or_a_file_a_person_is_told(root: Root) -> None:
    (root.stories / f"{SLUG}.md").unlink()
    manifest = root.archive(MONTH) / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"valid_until": "2028-10-02",', ""), encoding="utf-8")
    swept = sweep(root, DAY_AFTER)

    assert (swept.taken_down, swept.unclear) == ((), (SLUG,))


def test_a_story_whose_file_says_ingetrokken_is_taken_back_in_the_name_of_the_editors(root: Root) -> None:
    put_story(root.path, f"{SLUG}.md", STORY.replace("status: gegeven", "status: ingetrokken"))
    swept = sweep(root, CUT_OFF)
    last = json.loads(text(root, "archive/2026-12/journal.jsonl").splitlines()[-1])

    assert [(removal.slug, removal.left) for removal in swept.withdrawn] == [(SLUG, ())]
    assert (last["what"], last["by"]) == ("withdrawn", "redactie")
    assert "op verzoek weggehaald" in text(root, "archive/2026-12/verhaal.html")
    assert sweep(root, CUT_OFF) == Sweep()


def test_what_came_down_can_still_be_taken_back_for_good(root: Root) -> None:
    sweep(root, DAY_AFTER)
    with root.open_store() as store:
        removal = run_stories_withdraw(root, store, slug=SLUG, by="eindredactie", now=DAY_AFTER)

    assert (removal.editions, removal.left) == ((MONTH,), ())


def test_the_command_says_what_came_down_and_what_to_do(
    root: Root, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--root", str(root.path), "stories", "sweep", "--as-of", "2028-10-03"]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert main(words) == 0

    first = "Weggehaald: de-lege-stoel, want de toestemming liep tot en met 02-10-2028 (2026-12)."
    assert said.splitlines()[0] == first
    assert "Uit het overzicht gehaald: de-lege-stoel;" in said
    assert (
        capsys.readouterr().out == "Niets weggehaald: bij alles wat te zien is, geldt de toestemming nog.\n"
    )
