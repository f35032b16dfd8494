"""Export: only what was approved, only with consent that holds, and whole or not at all."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.errors import ExportError, UsageError, WriteError
from pipeline.jobs.approve import run_approve
from pipeline.jobs.export import Exported, run_export
from pipeline.jobs.root import Root
from pipeline.jobs.stories import run_stories_withdraw
from tests.roots import CUT_OFF, MONTH, STORY, build_edition, bytes_in, make_root, put_story, write

SLUG = "de-lege-stoel"
EDITION = """\
onderwerp = "Terug naar het gezin"
voorvertoning = "Drie medewerkers vroegen een jaar later wat had geholpen."
inleiding = "Deze maand gaat het over teruggaan."

[[item]]
titel = "Een eigen bericht"
url = "https://eigen.example/bericht"
samenvatting = "Dit bericht staat hier omdat een editie zonder berichten niet kan worden goedgekeurd."
rubriek = "nieuws"
"""


@pytest.fixture
def root(tmp_path: Path) -> Root:
    """A root with a draft that can be approved."""
    root = make_root(tmp_path / "root")
    write(root.edition_file(MONTH), EDITION)
    build_edition(root)
    return root


@pytest.fixture
def approved(root: Root) -> Root:
    approve(root)
    return root


def approve(root: Root) -> None:
    with root.open_store() as store:
        run_approve(root, store, month=MONTH, by="redactie", now=CUT_OFF)


def export(
    root: Root, engine: str = "listmonk", *, days: int = 0, out: Path | None = None, draft: bool = False
) -> Exported:
    with root.open_store() as store:
        return run_export(
            root,
            store,
            month=MONTH,
            engine=engine,
            now=CUT_OFF + timedelta(days=days),
            out=out,
            draft=draft,
        )


def test_an_approved_edition_is_written_for_its_engine(approved: Root) -> None:
    made = export(approved)

    folder = approved.build(MONTH) / "export" / "listmonk"
    assert (made.folder, made.is_draft) == (folder, False)
    assert sorted(bytes_in(folder)) == sorted(made.files)
    page = (folder / "nieuwsbrief.html").read_text(encoding="utf-8")
    assert "{{ UnsubscribeURL }}" in page
    assert "Een eigen bericht" in page
    assert "Onderwerp:      Terug naar het gezin" in (folder / "onderwerp.txt").read_text(encoding="utf-8")


def test_the_web_version_of_a_plain_export_is_our_own_page(approved: Root) -> None:
    made = export(approved, "plain")

    url = "https://nieuwsbrief.example.nl/2026-12/"
    assert f"\n{url}\n" in (made.folder / "nieuwsbrief.txt").read_text(encoding="utf-8")
    assert (approved.archive(MONTH) / "webversie.html").is_file()


def test_what_was_approved_goes_out_and_not_a_later_draft(approved: Root) -> None:
    write(approved.edition_file(MONTH), EDITION.replace("Een eigen bericht", "Een later bericht"))
    build_edition(approved)

    assert "Een eigen bericht" in (export(approved).folder / "nieuwsbrief.html").read_text(encoding="utf-8")


def test_without_an_approval_only_a_marked_draft_is_written(root: Root) -> None:
    with pytest.raises(ExportError, match="is not approved; approve it first, or look at it with --draft"):
        export(root)
    assert not (root.build(MONTH) / "export").exists()

    made = export(root, draft=True)
    assert (made.folder.name, made.is_draft) == ("listmonk-proef", True)
    assert "[PROEF]" in (made.folder / "nieuwsbrief.html").read_text(encoding="utf-8")


def test_an_archive_that_somebody_changed_does_not_go_out(approved: Root) -> None:
    page = approved.archive(MONTH) / "newsletter.html"
    page.write_text(page.read_text(encoding="utf-8").replace("bericht", "verhaal"), encoding="utf-8")

    with pytest.raises(ExportError, match=r"newsletter\.html is not the file that was approved"):
        export(approved)


@pytest.mark.parametrize("draft", [False, True])
def test_consent_is_asked_again_of_the_story_as_it_is(approved: Root, draft: bool) -> None:
    put_story(approved.path, f"{SLUG}.md", STORY.replace("geldig_tot: 2028-10-02", "geldig_tot: 2026-12-04"))

    with pytest.raises(ExportError, match=f"the story '{SLUG}' may not be shown any more"):
        export(approved, days=9, draft=draft)


def test_a_story_that_was_taken_back_is_not_in_an_export_before_or_after(approved: Root) -> None:
    earlier = export(approved).folder
    with approved.open_store() as store:
        removal = run_stories_withdraw(approved, store, slug=SLUG, now=CUT_OFF)

    assert removal.left == ()
    assert not earlier.exists()
    page = (export(approved).folder / "nieuwsbrief.html").read_text(encoding="utf-8")
    assert "Een eigen bericht" in page
    assert "De lege stoel" not in page
    assert "Dit verhaal staat hier niet meer." in page


def test_an_unknown_engine_is_answered_with_the_nearest(approved: Root) -> None:
    with pytest.raises(UsageError, match="did you mean 'mailchimp'"):
        export(approved, "mailchip")


def test_an_engine_of_config_is_used(tmp_path: Path) -> None:
    extra = '[[export]]\nname = "eigen"\nunsubscribe = "[%afmelden%]"\nopens = "[%"\n'
    root = make_root(tmp_path, extra=extra)
    write(root.edition_file(MONTH), EDITION)
    build_edition(root)
    approve(root)

    made = export(root, "eigen", out=tmp_path / "uit")
    assert made.folder == tmp_path / "uit"
    assert 'href="[%afmelden%]"' in (made.folder / "nieuwsbrief.html").read_text(encoding="utf-8")


def test_an_export_that_cannot_be_written_leaves_nothing_behind(approved: Root, tmp_path: Path) -> None:
    out = tmp_path / "uit"
    (out / "onderwerp.txt").mkdir(parents=True)

    with pytest.raises(WriteError):
        export(approved, out=out)
    assert [path.name for path in out.iterdir() if path.name.startswith(".")] == []


def test_an_archive_that_lost_a_file_says_which(approved: Root) -> None:
    (approved.archive(MONTH) / "newsletter.txt").unlink()

    with pytest.raises(ExportError, match=r"newsletter\.txt: cannot be read"):
        export(approved)
