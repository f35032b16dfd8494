"""Names in stories: looks for them with the name library, once over all stories, and keeps where they are."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from pipeline.jobs.root import Root
from pipeline.model import Finding, Severity
from pipeline.shell import names
from pipeline.shell.folder import read_stories
from pipeline.stages.anonymity import prose_of


def find_story_names(root: Root, progress: Callable[[int, int], None] | None = None) -> tuple[Finding, ...]:
    """Looks in every text it has not seen yet; returns advice when the library is not installed.

    A second time costs nothing as long as no text changes, since the library is not even loaded then.
    """
    if not names.is_installed():
        # Nothing is read for what cannot be done; whether there is a story is all that matters here.
        return (_not_checked(root),) if any(root.stories.rglob("*.md")) else ()
    texts = [prose.text for files in read_stories(root.stories) for prose in prose_of(files)]
    if not texts:
        return ()
    known = names.load_found(root.names)
    fresh = [text for text in dict.fromkeys(texts) if names.digest(text) not in known]
    kept = {key: known[key] for key in map(names.digest, texts) if key in known}
    if fresh:
        with tempfile.TemporaryDirectory(prefix="nieuwsbrief-names-") as spare:
            finder = names.NameFinder(names.cache_folder() or Path(spare))
            found = finder.find(fresh, progress)
        kept |= dict(zip(map(names.digest, fresh), found, strict=True))
    if kept != known:
        names.save_found(root.names, kept)
    return ()


def _not_checked(root: Root) -> Finding:
    return Finding(
        "names-not-checked",
        Severity.ADVICE,
        root.relative(root.stories),
        "namen zijn niet gezocht: installeer de extra ‘anonimiteit’",
        "wel bekeken: bekende voornamen, en woorden met een hoofdletter midden in een zin; een onbekende "
        "naam aan het begin van een zin of zonder hoofdletter kan zijn gemist",
    )
