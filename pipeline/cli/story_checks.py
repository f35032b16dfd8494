"""The check on stories and the aliases it leads to.

Beside `verbs`, and not in it: an editor runs it after every sentence, so it imports no more than it needs.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Mapping

from pipeline.cli import output
from pipeline.cli.moments import moment_of
from pipeline.errors import UsageError
from pipeline.jobs.root import load_root
from pipeline.jobs.stories import check_stories
from pipeline.jobs.story_aliases import AliasList, run_stories_alias
from pipeline.jobs.story_names import find_story_names
from pipeline.model import Identifying


def stories_check(words: Namespace) -> int:
    root = load_root(words.root)
    now = moment_of(root, words.as_of)
    show = words.show and not words.json and sys.stdout.isatty()
    if words.show and not show:
        print("--show works on a terminal only; what was found is not printed here.", file=sys.stderr)
    with output.names_progress() as progress:
        not_looked = find_story_names(root, progress)
    findings = (*not_looked, *check_stories(root, now=now, paths=words.paths, show=show))
    return output.show_findings(findings, as_json=words.json, show=show)


def stories_alias(words: Namespace) -> int:
    if not words.write and not sys.stdout.isatty():
        raise UsageError("stories alias shows real names, so it prints on a terminal only; or use --write")
    result = run_stories_alias(load_root(words.root), slug=words.slug, map_path=words.map, write=words.write)
    _print_aliases(result, show=sys.stdout.isatty())
    return 0


def _print_aliases(result: AliasList, *, show: bool) -> None:
    """Prints what could stand in a story instead, and where is kept who is who; names only with `show`."""
    if show:
        for one in result.aliases:
            instead = one.replacement or "(weglaten of zelf herschrijven)"
            role = f"; of: {one.role}" if one.role else ""
            print(f"{one.original}  →  {instead}{role}  [{one.kind.value}, {one.times}×]")
    by_hand = sum(one.kind is not Identifying.NAAM for one in result.aliases)
    count = len(result.aliases)
    print("1 voorstel." if count == 1 else f"{count} voorstellen.")
    print(f"Wie wie is, staat in {result.map}; alleen jij kunt dat lezen, deel het met niemand.")
    for path in result.written:
        print(f"Namen vervangen in {path}; lees het na.")
    if result.written and by_hand:
        print(f"De andere {by_hand} vondsten verander je zelf: daar past geen woord dat altijd klopt.")


VERBS: Mapping[str, Callable[[Namespace], int]] = {
    "stories check": stories_check,
    "stories alias": stories_alias,
}
