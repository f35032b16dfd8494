"""What goes to others' programs, and what one looks at after a change of a template."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping

from pipeline.cli.moments import moment_of, month_of
from pipeline.jobs.export import run_export
from pipeline.jobs.gallery import write_gallery
from pipeline.jobs.root import load_root


def export(words: Namespace) -> int:
    root = load_root(words.root)
    with root.open_store() as store:
        exported = run_export(
            root,
            store,
            month=month_of(words.month),
            engine=words.engine,
            now=moment_of(root, None),
            out=words.out,
            draft=words.draft,
        )
    for name in exported.files:
        print(f"Geschreven: {exported.folder / name}")
    print(f"In {exported.files[-1]} staat wat je waar invult in {exported.engine.name}.")
    if exported.is_draft:
        print("Dit is een proef, en zo staat het er ook in: verstuur hem niet.")
    if exported.engine.unsubscribe and not exported.engine.source:
        print(
            f"De codes van {exported.engine.name} konden we niet nakijken: probeer beide links in een proef."
        )
    return 0


def gallery(words: Namespace) -> int:
    path = write_gallery(load_root(words.root), words.out)
    print(f"Open in a browser: {path.resolve().as_uri()}")
    return 0


VERBS: Mapping[str, Callable[[Namespace], int]] = {"export": export, "gallery": gallery}
