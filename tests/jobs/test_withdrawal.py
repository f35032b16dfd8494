"""Taking a story back: at once, everywhere, and for good; and the command shows that it looked."""

from __future__ import annotations

import email
import email.policy
import json
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import InputFileError, UsageError
from pipeline.jobs.approve import run_approve
from pipeline.jobs.root import Root, load_root
from pipeline.jobs.shelf import read_shelf
from pipeline.jobs.stories import check_stories, list_stories, run_stories_accept, run_stories_withdraw
from pipeline.jobs.withdrawal import Removal
from pipeline.model import Month
from tests.picture_files import jpeg
from tests.roots import CUT_OFF, MONTH, STORY, build_edition, bytes_in, make_root, write

SLUG = "de-lege-stoel"
TOLD = STORY.replace(
    "duur: 4 min",
    "duur: 4 min\nafbeelding: stoel.jpg\nafbeelding_alt: Een stoel bij een raam, van opzij gezien\n"
    "beeldcredit: stockbeeld",
)
OTHER = (
    STORY.replace("De lege stoel", "Het open raam")
    .replace(
        "Er stond een stoel bij het raam. Niemand ging erop zitten, en ik vroeg niet waarom.",
        "Het raam stond open en iedereen had het koud, maar niemand zei er iets van.",
    )
    .replace("Een jaar later vroeg ik het wel.", "Toen deed zij het raam dicht en bleef zitten.")
    .replace("een jaar later terug bij een gezin", "binnen in een koud huis")
    .replace("zag wat ze toen had gemist", "vroeg niet naar het raam")
)
EDITION = """\
onderwerp = "De lege stoel en ander nieuws"
inleiding = \"\"\"Deze maand lees je De lege stoel.\"\"\"
verhaal = "de-lege-stoel"

[[item]]
titel = "Een eigen bericht"
url = "https://eigen.example/bericht"
samenvatting = "Dit bericht staat hier omdat een editie zonder berichten niet kan worden goedgekeurd."
rubriek = "nieuws"

[[ontheffing]]
code = "summary-missing"
reden = "voor de proef"
door = "redactie"
datum = 2026-12-01
"""
SENTENCES = ("De lege stoel", "Er stond een stoel bij het raam", "zag wat ze toen had gemist", SLUG)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root in which the story stands in an approved edition, in its draft, and in public/, made once."""
    root = make_root(tmp_path_factory.mktemp("verteld"), stories={})
    write(root.stories / SLUG / "verhaal.md", TOLD)
    (root.stories / SLUG / "stoel.jpg").write_bytes(jpeg())
    write(root.stories / "het-open-raam.md", OTHER)
    for slug in (SLUG, "het-open-raam"):
        run_stories_accept(root, slug=slug, by="redactie", now=CUT_OFF)
    write(root.edition_file(MONTH), EDITION)
    build_edition(root)
    with root.open_store() as store:
        run_approve(root, store, month=MONTH, by="redactie", now=CUT_OFF)
    public = root.path / "public" / str(MONTH)
    public.mkdir(parents=True)
    for file in root.archive(MONTH).iterdir():
        if file.name != "journal.jsonl":
            shutil.copy(file, public / file.name)
    return root.path


@pytest.fixture
def root(told: Path, tmp_path: Path) -> Root:
    """A copy of it for each test."""
    return load_root(shutil.copytree(told, tmp_path / "root"))


def withdraw(root: Root, slug: str = SLUG) -> Removal:
    with root.open_store() as store:
        return run_stories_withdraw(root, store, slug=slug, now=CUT_OFF)


def readings(path: Path) -> str:
    """A file as somebody with a text editor, or a mail programme, would read it."""
    body = path.read_bytes()
    texts = [body.decode("utf-8", "replace")]
    if path.suffix == ".eml":
        message = email.message_from_bytes(body, policy=email.policy.default)
        texts.append(str(message["Subject"]))
        texts += [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join(texts)


def holding(root: Root) -> list[str]:
    """The files outside stories/ and editions/ that still hold something of the story."""
    return [
        path.relative_to(root.path).as_posix()
        for path in sorted(root.path.rglob("*"))
        if path.is_file()
        and path.relative_to(root.path).parts[0] not in ("stories", "editions")
        and any(words in readings(path) for words in SENTENCES)
    ]


def archived(root: Root, name: str) -> str:
    return (root.archive(MONTH) / name).read_text(encoding="utf-8")


def test_a_story_that_is_taken_back_is_found_in_no_output_any_more(root: Root) -> None:
    assert len(holding(root)) > 10
    removal = withdraw(root)

    assert holding(root) == []
    assert (removal.slug, removal.editions, removal.left) == (SLUG, (Month(2026, 12),), ())
    assert removal.searched > 5
    assert removal.sources == ("stories/de-lege-stoel/verhaal.md",)
    assert not list(root.path.rglob("beeld-*"))
    assert not (root.stories / "de-lege-stoel.akkoord.toml").exists()


def test_its_page_becomes_a_neutral_one_and_the_mail_stays_without_it(root: Root) -> None:
    withdraw(root)

    page = archived(root, "verhaal.html")
    assert "Dit verhaal is op verzoek weggehaald" in page
    assert "noindex" in page
    assert "Een eigen bericht" in archived(root, "newsletter.html")
    assert "Dit verhaal staat hier niet meer." in archived(root, "newsletter.txt")
    assert (root.path / "public" / str(MONTH) / "verhaal.html").read_text(encoding="utf-8") == page
    record: dict[str, Any] = json.loads(archived(root, "edition.json"))
    assert record["story"]["title"] == "Dit verhaal is op verzoek weggehaald."
    assert [section["items"][0]["title"] for section in record["sections"]] == ["Een eigen bericht"]


def test_the_web_version_stays_without_the_story_in_the_archive_and_where_it_is_served(root: Root) -> None:
    assert "De lege stoel" in archived(root, "webversie.html")
    withdraw(root)

    page = archived(root, "webversie.html")
    assert "Een eigen bericht" in page
    assert "Dit verhaal staat hier niet meer." in page
    assert (root.path / "public" / str(MONTH) / "webversie.html").read_text(encoding="utf-8") == page
    assert not (root.archive(MONTH) / "zonder-verhaal.html").exists()


def test_the_message_stays_whole_also_when_the_editor_named_the_story_in_its_subject(root: Root) -> None:
    withdraw(root)
    body = (root.archive(MONTH) / "newsletter.eml").read_bytes()
    message = email.message_from_bytes(body, policy=email.policy.default)

    assert message["Subject"] == "Veilig Thuis Nieuws (voorbeeld) – december 2026"
    assert b"%%AFMELDEN%%" in body


def test_the_draft_goes_as_a_whole_and_another_story_is_chosen_next(root: Root) -> None:
    assert bytes_in(root.build(MONTH))
    withdraw(root)

    assert bytes_in(root.build(MONTH)) == {}
    write(root.edition_file(MONTH), EDITION.replace('verhaal = "de-lege-stoel"\n', ""))
    story = build_edition(root).edition.story
    assert story is not None
    assert story.slug == "het-open-raam"


def test_the_month_stays_spent_and_the_journal_tells_what_happened(root: Root) -> None:
    withdraw(root)
    with root.open_store() as store:
        [(key, month)] = store.load_spent_stories()
        [approval] = store.load_approvals()

    assert (key.startswith("withdrawn:"), month) == (True, MONTH)
    last = json.loads(archived(root, "journal.jsonl").splitlines()[-1])
    assert (last["what"], last["by"], last["month"]) == ("withdrawn", "redactie", "2026-12")
    assert last["story"] == key
    hashes = {
        name: digest for name, digest in bytes_in(root.archive(MONTH)).items() if name != "journal.jsonl"
    }
    assert last["hashes"] == approval.hashes == hashes


def test_an_old_folder_that_is_put_back_stays_away(root: Root) -> None:
    kept = root.path.parent / "oud"
    shutil.copytree(root.stories, kept)
    withdraw(root)
    shutil.rmtree(root.stories)
    shutil.copytree(kept, root.stories)

    [finding] = [one for one in check_stories(root, now=CUT_OFF) if one.is_blocking]
    assert (finding.code, finding.path) == ("consent-withdrawn", "stories/de-lege-stoel/verhaal.md")
    assert {one.story.slug for one in read_shelf(root, on=CUT_OFF.date()).stock} == {"het-open-raam"}
    with root.open_store() as store:
        statuses = {row.slug: row.status for row in list_stories(root, store, now=CUT_OFF)}
    assert statuses == {SLUG: "ingetrokken", "het-open-raam": "gegeven"}


def test_its_text_under_another_name_stays_away_too(root: Root) -> None:
    withdraw(root)
    again = TOLD.replace("titel: De lege stoel", "titel: Een stoel").replace("afbeelding: stoel.jpg\n", "")
    write(root.stories / "een-stoel.md", again.replace("Een jaar later vroeg ik het wel.", "Later wel."))

    assert [one.code for one in check_stories(root, now=CUT_OFF, paths=[Path("een-stoel")])] == [
        "consent-withdrawn"
    ]


def test_what_is_remembered_can_not_be_read(root: Root) -> None:
    withdraw(root)
    text = root.withdrawn.read_text(encoding="utf-8")

    assert not any(words in text for words in SENTENCES)
    assert stat.S_IMODE(root.key.stat().st_mode) == 0o600


def test_without_the_key_no_story_goes_out(root: Root) -> None:
    withdraw(root)
    root.key.unlink()

    codes = {finding.code for finding in check_stories(root, now=CUT_OFF)}
    assert codes == {"withdrawn-key-missing"}
    assert read_shelf(root, on=CUT_OFF.date()).stock == ()
    with pytest.raises(InputFileError, match="was made with another key"):
        withdraw(root, "het-open-raam")


def test_a_list_that_cannot_be_read_stops_everything(root: Root) -> None:
    withdraw(root)
    write(root.withdrawn, "[[story]]\non = 2026-12-03\n")

    with pytest.raises(InputFileError, match=r"withdrawn\.toml"):
        check_stories(root, now=CUT_OFF)


def test_a_key_that_others_can_read_is_refused(root: Root) -> None:
    withdraw(root)
    root.key.chmod(0o644)

    with pytest.raises(InputFileError, match="chmod 600"):
        check_stories(root, now=CUT_OFF)


def test_the_word_in_its_header_does_the_same_at_the_next_build(root: Root) -> None:
    file = root.stories / SLUG / "verhaal.md"
    file.write_text(TOLD.replace("status: gegeven", "status: ingetrokken"), encoding="utf-8")
    write(root.edition_file(MONTH), EDITION.replace("De lege stoel", "Nieuws"))
    result = build_edition(root)

    assert [removal.slug for removal in result.removals] == [SLUG]
    assert "op verzoek weggehaald" in archived(root, "verhaal.html")
    assert result.edition.story is None
    assert build_edition(root).removals == ()


def test_a_header_that_is_wrong_elsewhere_does_not_stand_in_the_way(root: Root) -> None:
    broken = TOLD.replace("status: gegeven", "status: ingetrokken").replace("toon: spijt", "toon: boos")
    write(root.stories / SLUG / "verhaal.md", broken)
    write(root.edition_file(MONTH), EDITION.replace("De lege stoel", "Nieuws"))

    assert [removal.left for removal in build_edition(root).removals] == [()]


def test_doing_it_again_is_no_fault_also_when_its_file_is_gone(root: Root) -> None:
    withdraw(root)
    shutil.rmtree(root.stories / SLUG)
    again = withdraw(root)

    assert (again.editions, again.left, again.sources) == ((MONTH,), (), ())
    assert root.withdrawn.read_text(encoding="utf-8").count("[[story]]") == 1


def test_an_edition_from_before_it_had_a_message_without_its_story_loses_the_mail(root: Root) -> None:
    for name in ("zonder-verhaal.eml", "manifest.json"):
        (root.archive(MONTH) / name).unlink()
    removal = withdraw(root)

    assert (holding(root), removal.left) == ([], ())
    assert "op verzoek weggehaald" in archived(root, "newsletter.html")


def test_copies_of_the_store_from_before_a_migration_go_when_they_name_it(root: Root) -> None:
    shutil.copy(root.path / "var" / "pipeline.db", root.path / "var" / "pipeline.db.before-0002")
    withdraw(root)

    assert not list((root.path / "var").glob("*.before-*"))
    assert SLUG.encode() not in (root.path / "var" / "pipeline.db").read_bytes()


def test_a_question_that_other_stories_ask_too_takes_nothing_of_theirs_with_it(root: Root) -> None:
    write(root.edition_file(Month(2027, 1)), EDITION.replace(SLUG, "het-open-raam").replace("De lege", "De"))
    build_edition(root, month=Month(2027, 1), now=root.moment(Month(2027, 1)))
    before = bytes_in(root.build(Month(2027, 1)))
    assert "Wat raakte je in dit verhaal?" in (root.build(Month(2027, 1)) / "verhaal.html").read_text()
    removal = withdraw(root)

    assert removal.left == ()
    assert bytes_in(root.build(Month(2027, 1))) == before


def test_a_copy_of_the_story_under_another_name_does_not_hide_it(root: Root) -> None:
    write(root.stories / "een-kopie.md", TOLD.replace("afbeelding: stoel.jpg\n", ""))
    withdraw(root)

    assert holding(root) == []


def test_mails_that_lie_in_files_go_when_they_hold_it(root: Root) -> None:
    outbox = root.path / "var" / "outbox" / "proef"
    outbox.mkdir(parents=True)
    shutil.copy(root.archive(MONTH) / "newsletter.eml", outbox / "1.eml")
    write(outbox / "2.eml", "Subject: Iets anders\n\nNiets.\n")

    assert withdraw(root).left == ()
    assert [path.name for path in outbox.iterdir()] == ["2.eml"]


def test_what_the_search_still_finds_is_named(root: Root) -> None:
    write(root.path / "var" / "aantekening.txt", "Hierin staat De lege stoel.\n")

    assert withdraw(root).left == ("var/aantekening.txt",)


def test_an_unknown_story_is_wrong_use_and_nothing_changes(root: Root) -> None:
    before = bytes_in(root.archive(MONTH))

    with pytest.raises(UsageError, match="did you mean 'de-lege-stoel'"):
        withdraw(root, "de-lege-stoelen")
    assert bytes_in(root.archive(MONTH)) == before
    assert not root.withdrawn.exists()


def test_the_stories_of_another_newsletter_in_build_are_left_alone(root: Root) -> None:
    shutil.copytree(root.archive(MONTH), root.path / "build" / "demo" / "build" / "2026-12")
    write(root.path / "build" / "demo" / "config.toml", "")
    before = bytes_in(root.path / "build" / "demo")

    assert withdraw(root).left == ()
    assert bytes_in(root.path / "build" / "demo") == before


def test_the_key_may_come_from_the_environment(root: Root, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIEUWSBRIEF_KEY", "x" * 40)
    withdraw(root)

    assert not root.key.exists()
    assert {one.code for one in check_stories(load_root(root.path), now=CUT_OFF)} == {"consent-withdrawn"}
