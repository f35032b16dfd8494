"""Feeds, pages and JSON recorded from the wild: each is read, or refused with a reason; nothing crashes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from pipeline.jobs.build import BuildResult
from pipeline.jobs.root import Root
from pipeline.model import Publication, Status, Visit
from pipeline.shell.sites import ExampleSites, SiteBehaviour
from tests.roots import CONFIG, CUT_OFF, REPOSITORY, build_edition, collect_from, feed_file, make_root, stored

RECORDED = REPOSITORY.parent / "shared" / "data" / "recorded-feeds"
NEEDS_THEM = pytest.mark.skipif(
    not RECORDED.is_dir(),
    reason="the recorded feeds are not beside this checkout (../shared/data/recorded-feeds)",
)
HOST = "opname.example"
pytestmark = NEEDS_THEM


@dataclass(frozen=True, slots=True)
class Read:
    """What collecting from all files and building from them came to."""

    root: Root
    visits: Mapping[str, Visit]
    publications: Mapping[str, Publication]
    built: BuildResult


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    files = sorted(path for path in RECORDED.rglob("*") if path.is_file())
    feeds = {f"bron-{number:03d}": source_for(file) for number, file in enumerate(files)}
    names = dict(zip(feeds, [file.relative_to(RECORDED).as_posix() for file in files], strict=True))
    folder = tmp_path_factory.mktemp("opnamen")
    (folder / "sites").mkdir()
    (folder / "sites" / HOST).symlink_to(RECORDED)
    # The items link to the real web, where no test goes: their own pages are left for a run that never comes.
    root = make_root(
        folder / "root",
        feeds=feeds,
        config=CONFIG.replace("max_items = 4", "max_items = 40"),
        extra="[collect]\npages_per_endpoint = 0\n",
    )
    behaviour = SiteBehaviour(
        HOST, content_types={".rss": "application/rss+xml", ".rdf": "application/rdf+xml"}
    )
    with ExampleSites(folder / "sites", (behaviour,)) as sites:
        visits = collect_from(root, {HOST: sites.address}, now=CUT_OFF)
    built = build_edition(root, now=CUT_OFF)
    return Read(root, {names[visit.source]: visit for visit in visits}, stored(root), built)


def source_for(file: Path) -> str:
    kind = "sitemap" if "sitemap" in file.name else "feed"
    path = quote(file.relative_to(RECORDED).as_posix())
    return feed_file(f"http://{HOST}/{path}", kind=kind)


def test_every_file_ends_with_a_status_and_a_reason_where_it_was_refused(
    read: Read, say: Callable[[str], None]
) -> None:
    statuses = Counter(visit.status.value for visit in read.visits.values())
    say(
        f"recorded feeds: {len(read.visits)} files, {statuses.total()} visited: "
        + ", ".join(f"{count} {status}" for status, count in sorted(statuses.items()))
        + f"; {len(read.publications)} publications"
    )

    assert len(read.visits) == sum(path.is_file() for path in RECORDED.rglob("*"))
    refused = [visit for visit in read.visits.values() if not visit.status.is_healthy]
    assert [visit for visit in refused if not visit.reason] == []
    assert [visit for visit in read.visits.values() if "please report this" in visit.reason] == []


def test_most_files_are_read(read: Read) -> None:
    healthy = [name for name, visit in read.visits.items() if visit.status is Status.OK]

    assert len(healthy) >= len(read.visits) * 3 // 5, {
        name: f"{visit.status}: {visit.reason}" for name, visit in read.visits.items() if name not in healthy
    }


def test_a_page_is_no_feed(read: Read) -> None:
    pages = {name: visit.status for name, visit in read.visits.items() if name.endswith(".html")}

    assert set(pages.values()) == {Status.NOT_A_FEED}


def test_what_was_read_has_plain_titles_and_web_addresses(read: Read) -> None:
    for publication in read.publications.values():
        assert publication.data.title.strip()
        assert "<" not in publication.data.title or ">" not in publication.data.title
        assert publication.data.url is None or publication.data.url.startswith(("http://", "https://"))


def test_an_edition_is_built_from_all_of_it(read: Read) -> None:
    for name in ("newsletter.html", "newsletter.txt", "newsletter.eml", "edition.json", "report.html"):
        assert (read.built.folder / name).stat().st_size > 1000
