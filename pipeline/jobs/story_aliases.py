"""Aliases: other names for the people in a story, and where is kept who is who."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.jobs.root import Root
from pipeline.jobs.shelf import public_of
from pipeline.model import Identifying, StoryFiles
from pipeline.shell import names
from pipeline.shell.folder import read_stories, write_files
from pipeline.shell.lock import hold
from pipeline.shell.private import data_file, demand_outside, load_private, save_private
from pipeline.stages.anonymity import Alias, find_in_story, propose_aliases, prose_of, rename_people
from pipeline.text.nearest import did_you_mean


@dataclass(frozen=True, slots=True)
class AliasList:
    """What could stand in a story instead; `written` are the files in which names were replaced."""

    aliases: tuple[Alias, ...]
    map: Path
    written: tuple[Path, ...] = ()


def run_stories_alias(
    root: Root, *, slug: str, map_path: Path | None = None, write: bool = False
) -> AliasList:
    """Proposes aliases and keeps the map of them; with `write` also puts the names into the story.

    Raises UsageError for an unknown slug and for a map inside the root or the stories folder.
    """
    path = demand_outside(map_path or data_file(root.path, "aliassen"), root.path, root.stories)
    with hold(root.lock, "build"):
        files = _files(root, slug)
        kept = load_private(path)
        own = dict(kept.get(files.slug, {}))
        aliases = _propose(root, files, kept, own)
        own |= {
            one.original: one.replacement
            for one in aliases
            if one.kind is Identifying.NAAM and one.replacement
        }
        if own != kept.get(files.slug, {}):
            save_private(path, {**kept, files.slug: own})
        return AliasList(aliases, path, _write(files, own) if write else ())


def _files(root: Root, slug: str) -> StoryFiles:
    by_slug = {files.slug: files for files in read_stories(root.stories)}
    wanted = slug.rstrip("/").removesuffix(".md").rpartition("/")[2]
    if wanted not in by_slug:
        raise UsageError(f"there is no story {slug!r} in {root.stories}{did_you_mean(wanted, by_slug)}")
    return by_slug[wanted]


def _propose(
    root: Root, files: StoryFiles, kept: Mapping[str, Mapping[str, str]], own: Mapping[str, str]
) -> tuple[Alias, ...]:
    proses = prose_of(files)
    named = names.load_found(root.names)
    by_text = {one.text: named.get(names.digest(one.text), ()) for one in proses} if named else {}
    spots = find_in_story(proses, public=public_of(root), names=by_text)
    # What this command put there itself needs no alias again.
    given = set(own.values())
    fresh = [spot for spot in spots if spot.text not in given]
    taken = [word for story in kept.values() for pair in story.items() for word in pair]
    return propose_aliases(fresh, chosen=own, taken=taken)


def _write(files: StoryFiles, aliases: Mapping[str, str]) -> tuple[Path, ...]:
    own = Path(files.path)
    texts = {own: files.text, **{own.parent / name: text for name, text in files.texts.items()}}
    written = []
    for path, text in texts.items():
        renamed = rename_people(text, aliases, has_header=path == own)
        if renamed != text:
            write_files(path.parent, {path.name: renamed.encode()})
            written.append(path)
    return tuple(written)
