"""Demo: the whole of the main job on the bundled example sites, served over real HTTP on loopback.

The demo makes a root of its own in a folder, with a copy of the example sources and stories, so that it
can be looked at, approved and built again like any other root, and touches nothing outside that folder.
"""

from __future__ import annotations

import contextlib
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline.errors import UsageError, WriteError
from pipeline.jobs.root import BUNDLED, DEMO_MARK, Root, load_root
from pipeline.model import Month
from pipeline.read.story import parse_story
from pipeline.shell.folder import agreement_file, read_stories
from pipeline.shell.sites import ExampleSites, SiteBehaviour

MONTH = Month(2026, 12)
# The demo's clock stands still, so that help lines, consents and the example sites never grow old in it; for
# every command given in its folder, so that an editor may practise there in any year.
NOW = datetime(2026, 12, 3, 9, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))


def prepare_demo(folder: Path, *, bundled: Path = BUNDLED) -> Root:
    """Makes a fresh demo root in `folder`, in place of an earlier demo there.

    Raises UsageError when the folder holds something else, and WriteError when it cannot be written.
    """
    if not _may_be_replaced(folder):
        raise UsageError(f"{folder} is no demo; choose an empty folder with --out DIR")
    try:
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        note = "The demo of the newsletter; 'nieuwsbrief demo' makes it anew. Its clock stands at:"
        (folder / DEMO_MARK).write_text(f"{note}\n{NOW.isoformat()}\n", encoding="utf-8")
        shutil.copy(bundled / "demo" / "config.toml", folder / "config.toml")
        for name in ("feeds", "editions"):
            shutil.copytree(bundled / "demo" / name, folder / name)
        root = load_root(folder)
        _copy_made_up_stories(bundled / "stories", root)
    except OSError as error:
        raise WriteError(folder, error) from error
    return root


def _may_be_replaced(folder: Path) -> bool:
    if not folder.is_dir():
        return not folder.exists()
    return (folder / DEMO_MARK).is_file() or not any(folder.iterdir())


@contextlib.contextmanager
def example_sites(*, bundled: Path = BUNDLED) -> Iterator[Mapping[str, str]]:
    """Serves the example sites meanwhile; yields which loopback address stands in for which host."""
    sites = bundled / "demo" / "sites"
    with ExampleSites(sites, _behaviours(bundled / "demo" / "sites.toml", sites)) as served:
        yield served.connect_to


def _copy_made_up_stories(shelf: Path, root: Root) -> None:
    """Copies the stories that say they are made up, and no other: a person's story stays where it is."""
    root.stories.mkdir()
    slugs = [element.slug for element in root.config.kernelementen]
    for files in read_stories(shelf):
        story = parse_story(files, kernelementen=slugs).story
        if story is None or not story.fictional:
            continue
        file = Path(files.path)
        if file.parent == shelf:
            shutil.copy(file, root.stories / file.name)
        else:
            shutil.copytree(file.parent, root.stories / file.parent.name)
        agreement = agreement_file(shelf, story.slug)
        if agreement.is_file():
            shutil.copy(agreement, root.stories / agreement.name)
        accepted = agreement_file(shelf, files.slug)
        if accepted.is_file():
            shutil.copy(accepted, agreement_file(root.stories, files.slug))


def _behaviours(file: Path, sites: Path) -> tuple[SiteBehaviour, ...]:
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    hosts = table.get("host", {})
    names = {path.name for path in sites.iterdir() if path.is_dir()} | set(hosts)
    return tuple(
        SiteBehaviour(
            host=name,
            delay_seconds=hosts.get(name, {}).get("delay_seconds", 0.0),
            down=hosts.get(name, {}).get("down", False),
            content_types=table.get("content_type", {}),
            redirects=hosts.get(name, {}).get("redirects", {}),
        )
        for name in sorted(names)
    )
