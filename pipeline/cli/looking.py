"""What is to be seen of an edition: pictures of it, and the local page that follows every change."""

from __future__ import annotations

import importlib
from argparse import Namespace
from collections.abc import Callable, Mapping

from pipeline.cli import output
from pipeline.cli.moments import moment_of, month_of
from pipeline.jobs.root import load_root
from pipeline.jobs.screenshots import Screenshots, run_screenshots
from pipeline.shell import clock


def screenshots(words: Namespace) -> int:
    made = run_screenshots(
        load_root(words.root),
        month=month_of(words.month),
        other=month_of(words.compare) if words.compare else None,
        out=words.out.resolve() if words.out else None,
    )
    _print_screenshots(made)
    return 1 if any(finding.is_blocking for finding in made.findings) else 0


def _print_screenshots(made: Screenshots) -> None:
    output.print_findings(made.findings)
    for tile in made.sheet.tiles:
        said = "; ".join(tile.remarks) or "niets aan te merken"
        print(f"{tile.title} ({tile.kind}): {said}{f'; {tile.share}' if tile.share else ''}")
    if made.is_kept_outside and made.stories:
        print(
            f"Op deze plaatjes staat een verhaal ({', '.join(made.stories)}). Wordt het ingetrokken, gooi "
            "deze map dan zelf weg: daar komt ‘nieuwsbrief stories withdraw’ niet bij."
        )
    print(f"Open in a browser: {(made.folder / 'contactvel.html').as_uri()}")


def preview(words: Namespace) -> int:
    # Only this verb pays for importing Flask and what watches files.
    run_preview = importlib.import_module("pipeline.preview").run_preview
    root = load_root(words.root)
    moment = moment_of(root, words.as_of) if words.as_of else None
    run_preview(
        words.root,
        month=month_of(words.month) if words.month else None,
        now=(lambda: moment) if moment else clock.now,
        port=words.port,
    )
    return 0


VERBS: Mapping[str, Callable[[Namespace], int]] = {"screenshots": screenshots, "preview": preview}
