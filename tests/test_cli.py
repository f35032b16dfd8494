"""The command line: its words, its exit codes, and the JSON that programs read."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import main
from pipeline.cli.parser import make_parser
from pipeline.cli.verbs import VERBS as FUNCTIONS
from pipeline.jobs.root import Root
from tests.roots import (
    COMMAND,
    ENVIRONMENT,
    MONTH,
    STORY,
    SUMMARY,
    Site,
    collect_from,
    entry,
    feed_file,
    make_root,
    rss,
    write,
)

HEAVY = (
    "requests",
    "sqlalchemy",
    "alembic",
    "feedparser",
    "rich",
    "premailer",
    "jinja2",
    "apscheduler",
    "lxml",
)
MOMENT = "2026-12-03T09:00"


def verbs(parser: argparse.ArgumentParser, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every verb the parser knows, and every action below it, as the words to type."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield (*words, name)
                yield from verbs(below, (*words, name))


VERBS = tuple(verbs(make_parser()))


@pytest.fixture
def root(tmp_path: Path) -> Root:
    """A root from which was collected, with a site that is still there only in its addresses."""
    root = make_root(tmp_path, feeds={"bron": feed_file("http://bron.example/feed")})
    with Site() as site:
        site.serve("/feed", rss(entry("Een wijkteam gaat terug naar een gezin", "/een")))
        collect_from(root, {"bron.example": site})
    return root


class Said:
    """What a command printed and how it ended."""

    def __init__(self, root: Root | Path, *words: str) -> None:
        folder = root if isinstance(root, Path) else root.path
        run = subprocess.run(
            [*COMMAND, "--root", str(folder), *words],
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
        self.code, self.out, self.err = run.returncode, run.stdout, run.stderr


def code_of(root: Root | Path, *words: str) -> int:
    folder = root if isinstance(root, Path) else root.path
    try:
        return main(["--root", str(folder), *words])
    except SystemExit as stop:  # how argparse ends
        return int(stop.code or 0)


def answer(capsys: pytest.CaptureFixture[str], root: Root, *words: str) -> Any:
    code_of(root, *words, "--json")
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("words", [(), *VERBS], ids=" ".join)
def test_every_verb_explains_itself(capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    assert code_of(Path(), *words, "--help") == 0
    usage = capsys.readouterr().out.splitlines()[0]
    assert usage.startswith(" ".join(["usage: nieuwsbrief", *words]))


def test_help_loads_none_of_the_heavy_packages() -> None:
    code = (
        "import sys; from pipeline.cli import make_parser; make_parser();"
        f"print(sorted(set({HEAVY!r}) & {{name.partition('.')[0] for name in sys.modules}}))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], env=ENVIRONMENT, capture_output=True, text=True, check=True
    )

    assert run.stdout == "[]\n"


def test_every_verb_has_a_function_and_every_function_a_verb() -> None:
    leaves = {
        " ".join(words)
        for words in VERBS
        if not any(other[: len(words)] == words and other != words for other in VERBS)
    }

    assert leaves == set(FUNCTIONS)


def test_collect_answers_a_line_an_endpoint(tmp_path: Path) -> None:
    with Site() as site:
        site.serve("/feed", rss(entry("Een bericht", f"http://{site.address}/een")))
        feeds = {"bron": feed_file(f"http://{site.address}/feed", f"http://{site.address}/weg")}
        allowed = f'[collect]\nallow_hosts = ["{site.address}"]\n'
        said = Said(make_root(tmp_path, feeds=feeds, extra=allowed), "collect", "--as-of", MOMENT, "--json")

    assert (said.code, said.err) == (0, "")
    works, fails = json.loads(said.out)
    assert isinstance(works.pop("seconds"), float)
    assert isinstance(works.pop("paused_seconds"), float)
    assert works == {
        "source": "bron",
        "endpoint": f"http://{site.address}/feed",
        "status": "ok",
        "reason": "",
        "new": 1,
        "updated": 0,
        "seen": 1,
        "moved_to": "",
        "quiet_since": None,
    }
    assert (fails["status"], fails["reason"]) == ("http-error", "answered 404 Not Found")


def test_publications_answers_what_the_store_holds_with_null_for_unknown(
    root: Root, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(capsys, root, "publications") == [
        {
            "key": "https://bron.example/een",
            "title": "Een wijkteam gaat terug naar een gezin",
            "url": "https://bron.example/een",
            "published": "2026-11-12T10:00:00+01:00",
            "updated": None,
            "event_start": None,
            "event_end": None,
            "type": "nieuws",
            "kernelementen": ["lokale-teams"],
            "relevant": True,
            "why": "",
            "summary": SUMMARY,
            "source": "bron",
            "also_at": [],
            "first_seen": "2026-11-20T10:00:00+01:00",
            "changed_at": None,
            "flags": [],
        }
    ]


def test_publications_can_be_asked_by_day_and_by_source(
    root: Root, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(answer(capsys, root, "publications", "--since", "2026-11-20")) == 1
    assert answer(capsys, root, "publications", "--since", "2026-11-21") == []
    assert len(answer(capsys, root, "publications", "--source", "bron")) == 1
    assert code_of(root, "publications", "--source", "bronn") == 2


FINDING_KEYS = {"code", "severity", "path", "line", "column", "message", "hint"}


def test_check_answers_findings_with_their_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path / "mail.html", '<html><body><img src="https://x.example/a.png"></body></html>')
    code = code_of(Path(), "check", str(file), "--json")
    said = json.loads(capsys.readouterr().out)

    assert code == 1
    assert set(said) == {"findings", "blocking", "advice"}
    assert said["blocking"] == sum(one["severity"] == "blocking" for one in said["findings"]) > 0
    assert said["advice"] == sum(one["severity"] == "advice" for one in said["findings"])
    assert all(set(one) >= FINDING_KEYS for one in said["findings"])
    assert "image-alt-missing" in {one["code"] for one in said["findings"]}


def test_stories_check_answers_the_same_shape(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_root(tmp_path, stories={"stoel.md": STORY.replace("toon: spijt", "toon: boos")})
    code = code_of(root, "stories", "check", "--as-of", MOMENT, "--json")
    said = json.loads(capsys.readouterr().out)

    assert code == 1
    assert said["blocking"] + said["advice"] == len(said["findings"])
    assert set(said["findings"][0]) >= FINDING_KEYS
    places = [(one["path"], one["line"]) for one in said["findings"] if one["severity"] == "blocking"]
    assert places == [("stories/stoel.md", 6)]


def test_what_people_read_has_the_place_first_and_then_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_root(tmp_path, stories={"stoel.md": STORY.replace("toon: spijt", "toon: boos")})
    code_of(root, "stories", "check", "--as-of", MOMENT)

    # What advice there is stands above it: the name library may not be installed.
    *_, place, hint, total = capsys.readouterr().out.splitlines()
    assert (place, hint) == (
        "stories/stoel.md:6: onbekende waarde ‘boos’ bij ‘toon’; kies uit succes, spijt, schaamte of besef "
        "[blocking: story-value-invalid]",
        "    schrijf ‘toon: succes’, ‘spijt’, ‘schaamte’ of ‘besef’",
    )
    assert total.startswith("1 blocking, ")


def test_the_other_verbs_answer_json_too(root: Root, capsys: pytest.CaptureFixture[str]) -> None:
    status = answer(capsys, root, "status")
    stock = answer(capsys, root, "stories", "list", "--as-of", MOMENT)

    assert {"month", "edition_state", "cut_off", "last_runs", "next_runs", "quiet"} <= set(status)
    assert [row["slug"] for row in stock] == ["de-lege-stoel"]


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("stories",),
        ("vertel",),
        ("collect", "--source", "bronn"),
        ("collect", "--as-of", "morgen"),
        ("build", "december"),
        ("build", "2026-13"),
        ("approve", "2026-12"),
        ("approve", "2026-12", "--by", "Jan Jansen"),
        ("check", "mail.docx"),
        ("check", "weg.html"),
        ("stories", "check", "elders.md"),
        ("publications", "--since", "ooit"),
    ],
    ids=" ".join,
)
def test_wrong_words_and_wrong_files_end_with_2_and_one_line(
    root: Root, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert code_of(root, *words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "nieuwsbrief" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "verb", [words for words in VERBS if words[0] in ("collect", "status", "publications")]
)
def test_a_folder_that_is_no_root_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], verb: tuple[str, ...]
) -> None:
    assert code_of(tmp_path, *verb) == 2
    assert "name it with --root DIR" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_stage_that_fails_ends_with_1(root: Root, capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of(root, "approve", "2026-12", "--by", "redactie") == 1
    assert "holds no draft" in capsys.readouterr().err


def test_the_whole_month_goes_through_the_command_line(root: Root) -> None:
    # Without a story: `approve` asks for consent as it is today, whenever today is.
    write(root.edition_file(MONTH), 'verhaal = "geen"\nverhaal_reden = "deze maand niet"\n')
    built = Said(root, "build", "2026-12", "--no-screenshots", "--as-of", MOMENT)
    approved = Said(root, "approve", "2026-12", "--by", "redactie")

    assert built.code == 0, built.err + built.out
    assert "Een wijkteam gaat terug naar een gezin" in built.out
    assert f"Files: {root.path / 'build' / '2026-12'}" in built.out
    assert (approved.code, approved.out) == (
        0,
        f"The edition of 2026-12 is approved by redactie and lies in {root.archive(MONTH)}.\n"
        "Spent: 1 items, and the story (none).\n",
    )


def test_a_build_without_a_month_is_of_the_edition_that_closes_next(root: Root) -> None:
    built = Said(root, "build", "--no-screenshots", "--as-of", "2026-11-25")

    assert built.code == 0, built.err + built.out
    assert (root.path / "build" / "2026-12" / "newsletter.html").is_file()


def test_a_reader_that_stops_reading_is_no_error(root: Root) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    run = subprocess.run(
        [*COMMAND, "--root", str(root.path), "publications"],
        env=ENVIRONMENT,
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)

    assert (run.returncode, run.stderr) == (0, "")


def test_a_dead_source_does_not_change_the_exit_code(tmp_path: Path) -> None:
    said = Said(make_root(tmp_path, feeds={"dood": feed_file("http://127.0.0.1:9/feed")}), "collect")

    assert (said.code, said.err) == (0, "")
    assert "blocked" in said.out
    assert "0 of 1 endpoints answered" in said.out


def test_sources_check_ends_with_1_when_one_does_not_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_root(tmp_path, feeds={"dood": feed_file("http://127.0.0.1:9/feed")})

    assert code_of(root, "sources", "check", "dood") == 1
    assert "blocked: 127.0.0.1 is not an address of the open internet" in capsys.readouterr().out
