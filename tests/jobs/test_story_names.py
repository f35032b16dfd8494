"""Names and aliases over a whole root: what publishing demands, what is kept, and where."""

from __future__ import annotations

import re
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.jobs.root import Root
from pipeline.jobs.shelf import read_shelf
from pipeline.jobs.stories import check_stories, run_stories_accept
from pipeline.jobs.story_aliases import run_stories_alias
from pipeline.jobs.story_names import find_story_names
from pipeline.model import Found, Identifying
from pipeline.shell import names
from pipeline.shell.folder import read_stories
from pipeline.stages.anonymity import prose_of
from tests.roots import CUT_OFF, STORY, make_root

NAMED = STORY.replace("Niemand ging erop zitten", "Mijn dochter Sanne ging erop zitten")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Root:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return make_root(tmp_path / "root", stories={"de-lege-stoel.md": NAMED})


def identifying(root: Root) -> list[str]:
    findings = check_stories(root, now=CUT_OFF)
    return [one.code for one in findings if one.code.startswith(("identifying-", "review-"))]


def test_a_story_with_an_open_finding_is_not_publishable_and_signed_off_it_is(root: Root) -> None:
    file = root.stories / "de-lege-stoel.md"
    assert identifying(root) == ["identifying-name"]

    [finding] = [one for one in check_stories(root, now=CUT_OFF) if one.code == "identifying-name"]
    digest = re.search(r"alinea: (\w+)", finding.hint)
    assert digest is not None
    review = f"controle:\n  - soort: naam\n    alinea: {digest[1]}\n    reden: verzonnen naam\nfictief: nee"
    assert read_shelf(root, on=CUT_OFF.date()).stock == ()

    file.write_text(NAMED.replace("fictief: nee", review), encoding="utf-8")
    run_stories_accept(root, slug="de-lege-stoel", by="redactie", now=CUT_OFF)
    assert [one.story.slug for one in read_shelf(root, on=CUT_OFF.date()).stock] == ["de-lege-stoel"]


def test_a_sign_off_holds_while_another_key_of_the_header_is_wrong(root: Root) -> None:
    [finding] = [one for one in check_stories(root, now=CUT_OFF) if one.code == "identifying-name"]
    digest = re.search(r"alinea: (\w+)", finding.hint)
    assert digest is not None
    review = f"controle:\n  - soort: naam\n    alinea: {digest[1]}\n    reden: verzonnen\nfictief: misschien"
    (root.stories / "de-lege-stoel.md").write_text(NAMED.replace("fictief: nee", review), encoding="utf-8")

    assert identifying(root) == []


def test_what_the_library_found_earlier_counts_without_the_library(root: Root) -> None:
    file = root.stories / "de-lege-stoel.md"
    text = STORY.replace("Er stond", "Kwikwambi! Er stond")
    file.write_text(text, encoding="utf-8")
    assert identifying(root) == []

    [prose] = prose_of(read_stories(root.stories)[0])
    at = prose.text.index("Kwikwambi")
    names.save_found(root.names, {names.digest(prose.text): [Found(at, at + 9, Identifying.NAAM)]})

    assert identifying(root) == ["identifying-name"]
    assert "Kwikwambi" not in root.names.read_text(encoding="utf-8")


@pytest.mark.skipif(names.is_installed(), reason="deduce is installed")
def test_without_the_library_the_check_says_plainly_that_names_were_not_looked_for(root: Root) -> None:
    [finding] = find_story_names(root)

    assert (finding.code, finding.path, finding.message) == (
        "names-not-checked",
        "stories",
        "namen zijn niet gezocht: installeer de extra ‘anonimiteit’",
    )


def test_an_empty_shelf_needs_no_library(tmp_path: Path) -> None:
    assert find_story_names(make_root(tmp_path, stories={})) == ()


def test_a_broken_file_of_earlier_findings_counts_as_none(root: Root) -> None:
    root.names.parent.mkdir(parents=True, exist_ok=True)
    root.names.write_text('{"form": 1, "texts": []}', encoding="utf-8")

    assert dict(names.load_found(root.names)) == {}


def test_aliases_are_proposed_and_the_story_stays_as_it_was(root: Root) -> None:
    result = run_stories_alias(root, slug="de-lege-stoel")
    [alias] = result.aliases

    assert (alias.original, alias.role, result.written) == ("Sanne", "mijn dochter", ())
    assert (root.stories / "de-lege-stoel.md").read_text(encoding="utf-8") == NAMED
    assert result.map.is_relative_to(root.path.parent / "data")
    assert stat.S_IMODE(result.map.stat().st_mode) == 0o600


def test_the_map_keeps_an_alias_the_same_and_write_puts_it_into_the_story(root: Root) -> None:
    [alias] = run_stories_alias(root, slug="de-lege-stoel").aliases
    result = run_stories_alias(root, slug="de-lege-stoel", write=True)
    text = (root.stories / "de-lege-stoel.md").read_text(encoding="utf-8")

    assert result.aliases == (replace(alias),)
    assert text == NAMED.replace("Sanne", alias.replacement)
    assert run_stories_alias(root, slug="de-lege-stoel").aliases == ()


@pytest.mark.parametrize("place", ["map.json", "stories/map.json", "../root/x.json"])
def test_a_map_inside_the_root_is_refused(root: Root, place: str) -> None:
    with pytest.raises(UsageError, match="choose a place outside it"):
        run_stories_alias(root, slug="de-lege-stoel", map_path=root.path / place)


def test_a_story_that_is_not_there_is_told(root: Root) -> None:
    with pytest.raises(UsageError, match="did you mean 'de-lege-stoel'"):
        run_stories_alias(root, slug="de-lege-stol")
