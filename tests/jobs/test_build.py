"""Build, from what was really collected to the files of an edition."""

from __future__ import annotations

import json
import resource
import shutil
import signal
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import BusyError, ConfigError, EditionError, SourceError, UsageError, WriteError
from pipeline.jobs.build import BuildResult
from pipeline.jobs.root import Root, load_root
from pipeline.model import Month
from pipeline.shell.lock import hold
from tests.roots import (
    COLLECTED,
    COMMAND,
    CONFIG,
    CUT_OFF,
    ENVIRONMENT,
    MONTH,
    STORY,
    SUMMARY,
    ZONE,
    Site,
    build_edition,
    bytes_in,
    collect_from,
    entry,
    feed_file,
    make_root,
    rss,
    write,
)

FILES = [
    "edition.json",
    "findings.json",
    "gesprek.html",
    "manifest.json",
    "newsletter.eml",
    "newsletter.html",
    "newsletter.txt",
    "report.html",
    "verhaal.html",
    "webversie.html",
    "zonder-verhaal.eml",
    "zonder-verhaal.html",
]
OF_THE_STORY = ("gesprek.html", "manifest.json", "verhaal.html", "zonder-verhaal.eml", "zonder-verhaal.html")
EDITION = """\
onderwerp = "Terug naar het gezin"
voorvertoning = "Drie medewerkers vroegen wat had geholpen."
inleiding = "Deze maand gaat het over teruggaan."
"""
FEED = rss(
    entry("Een wijkteam gaat terug naar een gezin", "/een"),
    entry(
        "Nieuwe handreiking voor het gesprek",
        "/twee",
        day="13 Nov 2026 10:00:00 +0100",
        summary="Met deze handreiking begint een wijkteam het gesprek over veiligheid thuis. Er staan "
        "vragen in voor het begin, het midden en het einde.",
    ),
)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        running.serve("/feed", FEED)
        yield running


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root from which was collected, made once."""
    with Site() as site:
        site.serve("/feed", FEED)
        return filled(tmp_path_factory.mktemp("verzameld"), site).path


@pytest.fixture
def root(collected: Path, tmp_path: Path) -> Root:
    """A copy of it for each test."""
    return load_root(shutil.copytree(collected, tmp_path / "root"))


def filled(folder: Path, site: Site, *, edition: str = EDITION, **parts: Any) -> Root:
    root = make_root(folder, feeds={"bron": feed_file("http://bron.example/feed")}, **parts)
    write(root.edition_file(MONTH), edition)
    collect_from(root, {"bron.example": site})
    return root


def titles(result: BuildResult) -> list[str]:
    return [item.title for section in result.edition.sections for item in section.items]


def codes(result: BuildResult) -> list[str]:
    return sorted({finding.code for finding in result.findings})


def record(result: BuildResult) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((result.folder / "edition.json").read_text(encoding="utf-8"))
    return read


def run(root: Root, *words: str, **more: Any) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, "--root", str(root.path), *words]
    return subprocess.run(
        command, env=ENVIRONMENT | more.pop("env", {}), capture_output=True, text=True, check=False, **more
    )


def test_a_build_writes_all_files_with_what_was_collected_and_the_story(root: Root) -> None:
    result = build_edition(root)

    assert sorted(bytes_in(result.folder)) == FILES
    assert result.folder == root.path / "build" / "2026-12"
    assert titles(result) == ["Nieuwe handreiking voor het gesprek", "Een wijkteam gaat terug naar een gezin"]
    assert result.edition.story is not None
    assert result.edition.story.slug == "de-lege-stoel"
    assert result.blocking == ()
    html = (result.folder / "newsletter.html").read_text(encoding="utf-8")
    assert "Een wijkteam gaat terug naar een gezin" in html
    assert "De lege stoel" in html
    assert "Niemand ging erop zitten" in (result.folder / "verhaal.html").read_text(encoding="utf-8")


def test_the_record_says_where_each_item_came_from_and_why_it_is_there(root: Root) -> None:
    first = record(build_edition(root))["sections"][0]["items"][0]

    assert first["provenance"] | {"content_hash": ""} == {
        "key": "https://bron.example/twee",
        "source": "bron",
        "endpoint": "http://bron.example/feed",
        "published": "2026-11-13T09:00:00+00:00",
        "published_from": first["provenance"]["published_from"],
        "first_seen": "2026-11-20T09:00:00+00:00",
        "content_hash": "",
        "summary_from": "description",
        "why": "gepubliceerd sinds de vorige editie",
        "evidence": [{"kernelement": "lokale-teams", "term": "wijkteam", "where": "summary"}],
        "edited": [],
        "also_at": [],
        "flags": [],
        "changed_at": None,
        "type_from": "‘handreiking’ in de titel",
    }


def test_findings_that_block_give_exit_1_and_the_files_are_written_all_the_same(
    tmp_path: Path, site: Site
) -> None:
    root = filled(tmp_path, site, stories={})
    done = run(root, "build", "2026-12", "--no-screenshots", "--as-of", "2026-12-03T09:00")

    assert done.returncode == 1, done.stderr
    assert "story-missing" in done.stdout
    assert "1 findings BLOCK it" in done.stdout
    assert sorted(bytes_in(root.build(MONTH))) == [name for name in FILES if name not in OF_THE_STORY]
    findings = json.loads((root.build(MONTH) / "findings.json").read_text(encoding="utf-8"))
    assert (findings["blocking"], findings["findings"][0]["code"]) == (1, "story-missing")


def test_the_same_as_of_gives_the_same_bytes_in_another_process_and_another_folder(
    root: Root, tmp_path: Path
) -> None:
    words = ("build", "2026-12", "--no-screenshots", "--as-of", "2026-12-03T09:00")
    assert run(root, *words, env={"PYTHONHASHSEED": "1"}).returncode == 0
    once = bytes_in(root.build(MONTH))
    assert run(root, *words, env={"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C"}).returncode == 0
    again = bytes_in(root.build(MONTH))
    moved = load_root(Path(shutil.move(root.path, tmp_path / "elders" / "nog dieper")))
    shutil.rmtree(moved.build(MONTH))
    build_edition(moved, with_cards=True)

    # Cards are there where Pango is; then they are the same to the byte as well.
    assert [name for name in sorted(once) if not name.endswith(".pdf")] == FILES
    assert again == once
    assert bytes_in(moved.build(MONTH)) == once


def test_no_path_port_or_timing_of_this_machine_is_in_a_build(root: Root, site: Site) -> None:
    result = build_edition(root)
    port = site.address.rpartition(":")[2]

    for file in sorted(result.folder.iterdir()):
        text = file.read_text(encoding="utf-8")
        for trace in (str(root.path), "/tmp", "127.0.0.1", f":{port}", "seconds"):  # noqa: S108 - looked for
            assert trace not in text, f"{trace} in {file.name}"


def test_as_of_hides_what_was_first_seen_later(root: Root, site: Site) -> None:
    before = titles(build_edition(root, now=COLLECTED + timedelta(days=1)))
    late = entry("Een bericht dat later kwam", "/laat", day="19 Nov 2026 10:00:00 +0100")
    site.serve("/feed", FEED.replace("</channel>", f"{late}</channel>"))
    collect_from(root, {"bron.example": site}, now=COLLECTED + timedelta(days=3))

    assert titles(build_edition(root, now=COLLECTED + timedelta(days=1))) == before
    assert "Een bericht dat later kwam" in titles(build_edition(root))


def test_an_edition_that_has_not_begun_is_refused(root: Root) -> None:
    with pytest.raises(UsageError, match="has not begun: it looks back from 2026-12-03 09:00"):
        build_edition(root, month=Month(2027, 1), now=CUT_OFF)


def test_a_build_folder_that_cannot_be_made_is_said_and_nothing_is_lost(root: Root) -> None:
    write(root.path / "build", "een bestand waar een map hoort")

    with pytest.raises(WriteError, match=r"build/2026-12.*cannot be written"):
        build_edition(root)
    assert (root.path / "build").read_text(encoding="utf-8") == "een bestand waar een map hoort"


def test_a_full_disk_leaves_the_older_files_whole(root: Root) -> None:
    build_edition(root)
    older = bytes_in(root.build(MONTH))
    write(root.edition_file(MONTH), f'inleiding = "{"teruggaan " * 10_000}"\n')

    def fill_the_disk() -> None:
        # Writing past this many bytes fails, as on a full disk; the signal that goes with it is ignored.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    done = run(
        root, "build", "2026-12", "--no-screenshots", "--as-of", "2026-12-03T09:00", preexec_fn=fill_the_disk
    )

    assert done.returncode == 1, done.stdout
    assert done.stderr.startswith(f"nieuwsbrief: {root.build(MONTH)}/newsletter.")
    assert "cannot be written" in done.stderr
    assert done.stderr.count("\n") == 1
    assert bytes_in(root.build(MONTH)) == older


def test_a_second_build_at_the_same_time_is_refused(root: Root) -> None:
    with hold(root.lock, "build"):
        with pytest.raises(BusyError, match="another build is running"):
            build_edition(root)
        done = run(root, "build", "2026-12", "--no-screenshots", "--as-of", "2026-12-03T09:00")

    assert done.returncode == 1
    assert "another build is running on this folder" in done.stderr
    assert not root.build(MONTH).exists()


def test_a_story_that_cannot_be_read_hides_no_other(tmp_path: Path, site: Site) -> None:
    root = filled(tmp_path, site, stories={"de-lege-stoel.md": STORY, "kapot.md": "geen koptekst"})
    (root.stories / "bytes.md").write_bytes(b"---\ntitel: \xff\xfe\n")
    result = build_edition(root)

    assert result.edition.story is not None
    assert result.edition.story.slug == "de-lege-stoel"
    assert [one.message for one in result.findings if one.code == "stories-not-ready"] == [
        "2 van de 3 verhalen kunnen nog niet mee"
    ]


def test_a_story_the_editor_chose_that_may_not_go_blocks_with_its_reasons(tmp_path: Path, site: Site) -> None:
    asked = STORY.replace("status: gegeven", "status: gevraagd")
    root = filled(tmp_path, site, stories={"stoel.md": asked}, edition=f'{EDITION}verhaal = "stoel"\n')
    result = build_edition(root)

    assert result.edition.story is None
    assert "story-not-publishable" in {finding.code for finding in result.blocking}
    assert {"stories/stoel.md", "editions/2026-12.toml"} <= {finding.path for finding in result.blocking}


def test_a_made_up_story_goes_only_where_the_config_allows_it(tmp_path: Path, site: Site) -> None:
    made_up = STORY.replace("fictief: nee", "fictief: ja").replace("T-2026-014", "FICTIEF")
    refused = build_edition(filled(tmp_path / "echt", site, stories={"stoel.md": made_up}))
    allowed = build_edition(
        filled(
            tmp_path / "oefening",
            site,
            stories={"stoel.md": made_up},
            extra="[stories]\nallow_fictional = true\n",
        )
    )

    assert refused.edition.story is None
    assert "story-missing" in codes(refused)
    assert allowed.edition.story is not None
    assert allowed.blocking == ()


def test_a_withdrawn_story_is_gone_from_the_next_build_and_so_is_its_page(root: Root) -> None:
    assert build_edition(root).edition.story is not None
    write(root.stories / "de-lege-stoel.md", STORY.replace("status: gegeven", "status: ingetrokken"))
    result = build_edition(root)

    assert result.edition.story is None
    assert sorted(bytes_in(result.folder)) == [name for name in FILES if name not in OF_THE_STORY]
    for file in result.folder.iterdir():
        assert "De lege stoel" not in file.read_text(encoding="utf-8")


def test_a_folder_without_config_is_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as stop:
        load_root(tmp_path)

    assert str(stop.value) == (
        f"{tmp_path / 'config.toml'}: there is no such file; "
        "go to the folder of the newsletter, or name it with --root DIR"
    )


@pytest.mark.parametrize(
    ("config", "where", "words"),
    [
        (
            CONFIG.replace("reply_to", "replyto"),
            "config.toml:4",
            "unknown key 'replyto'; did you mean 'reply_to'?",
        ),
        (CONFIG.replace('"redactie@example.nl"\nbase', '"redactie\nbase'), "config.toml:5", ""),
        (
            CONFIG.replace("first thursday 09:00", "eerste donderdag"),
            "config.toml:26",
            "first thursday 09:00",
        ),
        (CONFIG.replace("[schedule]", "[sjedule]"), "config.toml:25", "did you mean 'schedule'?"),
    ],
)
def test_a_mistake_in_the_config_is_named_with_file_and_line(
    tmp_path: Path, config: str, where: str, words: str
) -> None:
    with pytest.raises(ConfigError) as stop:
        make_root(tmp_path, config=config)

    assert str(stop.value).startswith(f"{tmp_path}/{where}: ")
    assert words in str(stop.value)


@pytest.mark.parametrize(
    ("feed", "line", "words"),
    [
        (feed_file("http://bron.example/feed") + "ritme = 3\n", 9, "unknown key 'ritme'"),
        (feed_file("http://bron.example/feed", kind="fed"), 7, "did you mean 'feed'?"),
        (feed_file("http://bron.example/feed", lines="enabled = false"), 8, "asks for a reason"),
        ('name = "Bron"\norganisation = "Bron"\nhomepage = \n', 3, ""),
    ],
)
def test_a_mistake_in_a_source_is_named_with_file_and_line(
    tmp_path: Path, feed: str, line: int, words: str
) -> None:
    with pytest.raises(SourceError) as stop:
        make_root(tmp_path, feeds={"bron": feed})

    assert str(stop.value).startswith(f"{tmp_path}/feeds/bron.toml:{line}: ")
    assert words in str(stop.value)


@pytest.mark.parametrize(
    ("edition", "line", "words"),
    [
        ('onderwerpje = "x"\n', 1, "onderwerp"),
        ('onderwerp = "x\n', 1, "aanhalingsteken"),
        (
            '[[item]]\ntitel = "Eigen bericht"\nurl = "https://eigen.example/"\nrubriek = "sport"\n',
            4,
            "nieuws",
        ),
    ],
)
def test_a_mistake_in_the_editors_file_is_said_in_dutch_with_its_line(
    root: Root, edition: str, line: int, words: str
) -> None:
    write(root.edition_file(MONTH), edition)
    with pytest.raises(EditionError) as stop:
        build_edition(root)

    assert str(stop.value).startswith(f"editions/2026-12.toml:{line}: ")
    assert words in str(stop.value)


def test_a_waiver_lifts_a_finding_with_its_reason_and_one_for_nothing_is_said(
    tmp_path: Path, site: Site
) -> None:
    waivers = "".join(
        f'[[ontheffing]]\ncode = "{code}"\nreden = "even niet"\ndoor = "redactie"\ndatum = 2026-12-01\n'
        for code in ("story-missing", "image-alt-missing")
    )
    result = build_edition(filled(tmp_path, site, stories={}, edition=EDITION + waivers))

    assert result.blocking == ()
    assert {one.code: one.waived for one in result.findings} == {
        "story-missing": "even niet (redactie, 01-12-2026)",
        "stories-stock-low": "",
        "waiver-unused": "",
    }


def test_links_are_asked_once_and_their_answers_hold_for_a_day(tmp_path: Path, site: Site) -> None:
    root = make_root(tmp_path, feeds={"bron": feed_file("http://bron.example/feed")})
    dead = entry("Een bericht dat verdween", "http://bron.example/weg")
    alive = entry("Een bericht dat er nog is", "http://bron.example/er")
    site.serve("/feed", rss(dead, alive))
    site.serve("/er", "hier")
    sites = {"bron.example": site}
    collect_from(root, sites)

    def asked(now: datetime) -> tuple[list[str], list[str]]:
        before = len(site.asked)
        result = build_edition(root, now=now, sites=sites, ask_links=True)
        return codes(result), sorted(site.asked[before:])

    found, first = asked(CUT_OFF)
    assert "link-dead" in found
    assert first == ["GET /weg", "HEAD /er", "HEAD /weg"]

    found, second = asked(CUT_OFF + timedelta(hours=23))
    assert "link-dead" in found
    assert second == []

    site.serve("/weg", "terug")
    found, third = asked(CUT_OFF + timedelta(hours=25))
    assert "link-dead" not in found
    assert third == ["HEAD /er", "HEAD /weg"]


def test_a_build_without_collecting_asks_nothing_of_the_network(tmp_path: Path) -> None:
    with Site() as site:
        site.serve("/feed", rss(entry("Een bericht", f"http://{site.address}/een")))
        feeds = {"bron": feed_file(f"http://{site.address}/feed")}
        allowed = f'[collect]\nallow_hosts = ["{site.address}"]\n'
        # Without a story there are no cards to draw, which takes longer than all the rest.
        root = make_root(tmp_path, feeds=feeds, stories={}, extra=allowed)
        collect_from(root)
        asked = list(site.asked)
        run(root, "build", "2026-12", "--no-screenshots", "--as-of", "2026-12-03T09:00")
        run(root, "build", "2026-12", "--no-screenshots", "--no-collect")

        assert site.asked == asked


def test_a_content_notice_brings_the_help_lines_and_blocks_without_them(tmp_path: Path, site: Site) -> None:
    heavy = STORY.replace("vragen:", "inhoudswaarschuwing: Dit gaat over geweld thuis.\nvragen:")
    line = (
        '[[help_line]]\nname = "Luisterlijn Voorbeeld"\nphone = "0800-0000"\n'
        'url = "https://luisterlijn.example/"\nabout = "dag en nacht"\nchecked_on = {}\n'
    )
    stories = {"stoel.md": heavy}
    without = build_edition(filled(tmp_path / "zonder", site, stories=stories))
    stale = build_edition(filled(tmp_path / "oud", site, stories=stories, extra=line.format("2026-01-01")))
    fresh = build_edition(filled(tmp_path / "vers", site, stories=stories, extra=line.format("2026-11-23")))

    assert [one.code for one in without.blocking] == ["help-line-missing"]
    assert [one.code for one in stale.blocking] == ["help-line-stale"]
    assert fresh.blocking == ()
    assert "0800-0000" in (fresh.folder / "verhaal.html").read_text(encoding="utf-8")


def test_an_item_of_ones_own_goes_with_its_own_summary(root: Root) -> None:
    own = (
        '[[item]]\nurl = "https://eigen.example/bericht"\ntitel = "Een bericht van onszelf"\n'
        f'samenvatting = "{SUMMARY}"\nrubriek = "nieuws"\nvast = true\n'
    )
    write(root.edition_file(MONTH), f"{EDITION}{own}")

    assert titles(build_edition(root))[0] == "Een bericht van onszelf"


def test_a_root_may_replace_one_template_and_keep_the_rest(root: Root) -> None:
    write(root.path / "templates" / "mail" / "newsletter.txt.j2", "Een eigen tekst.\n")
    result = build_edition(root)

    assert (result.folder / "newsletter.txt").read_text(encoding="utf-8") == "Een eigen tekst.\n"
    assert (result.folder / "newsletter.html").stat().st_size > 10_000


def test_the_window_is_that_of_the_newsletters_own_zone(root: Root) -> None:
    assert record(build_edition(root))["window"] == {
        "start": datetime(2026, 11, 5, 9, tzinfo=ZONE).isoformat(),
        "end": "2026-12-03T09:00:00+01:00",
    }
