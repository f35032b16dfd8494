"""python -m tools.clients [DRAFT] [--only KEY,KEY] [--out DIR]: shows a draft in real mail programs.

DRAFT is the folder of a built edition, or one with such a folder below it; without it a demo is made first.
Exits 1 when a target is missed or a program fails, 0 when all that is installed is content.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from tools.clients.draft import fill_draft, find_draft
from tools.clients.engines import ENGINES
from tools.clients.needs import every_need, install, missing, why_skipped
from tools.clients.nouns import Desk, Draft, Engine, Outcome
from tools.clients.outcome import exit_code, how_to_get, overview, results, table
from tools.clients.processes import ClientError

BUILD = Path(__file__).resolve().parent.parent.parent / "build"
_RESULTS = "results.json"


def main(words: list[str] | None = None) -> int:
    """Runs the engines one after another, so that each has the machine for itself."""
    args = _parser().parse_args(words)
    engines = tuple(engine for engine in ENGINES if not args.only or engine.key in args.only.split(","))
    node = args.node.resolve()
    if (lacking := missing(every_need(engines), node)) and (why := install(lacking, node)):
        print(f"{len(lacking)} things are missing: {why}")
    with tempfile.TemporaryDirectory(prefix="clients-", ignore_cleanup_errors=True) as folder:
        scratch = Path(folder)
        try:
            empty(args.out)
            found = find_draft(args.draft, scratch / "demo")
            draft = fill_draft(found, scratch / "draft", now=datetime.now(UTC))
        except ClientError as error:
            print(error, file=sys.stderr)
            return 2
        outcomes = tuple(_look(engine, draft, args.out.resolve(), scratch, node) for engine in engines)
    lines = how_to_get(outcomes, node)
    name, now = found.name, datetime.now(UTC).astimezone()
    (args.out / _RESULTS).write_text(results(outcomes, draft=name, made_at=now), encoding="utf-8")
    page = overview(outcomes, draft=name, made_at=now, lines=lines, has_images=draft.has_images)
    (args.out / "index.html").write_text(page, encoding="utf-8")
    print(table(outcomes))
    for line in lines:
        print(f"    {line}")
    print(f"\nOpen in a browser: {(args.out / 'index.html').resolve().as_uri()}")
    return exit_code(outcomes)


def empty(out: Path) -> None:
    """Makes an empty folder of `out`; raises ClientError when it holds what is not of an earlier run."""
    if out.exists() and any(out.iterdir()) and not (out / _RESULTS).is_file():
        raise ClientError(f"{out} holds other things; choose an empty folder with --out")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    # At once, so that a run that was broken off can be taken for one of ours.
    (out / _RESULTS).write_text("{}\n", encoding="utf-8")


def _look(engine: Engine, draft: Draft, out: Path, scratch: Path, node: Path) -> Outcome:
    if lacking := missing(engine.needs, node):
        return Outcome(engine, skipped=why_skipped(lacking))
    home = scratch / engine.key
    home.mkdir()
    print(f"{engine.title} …", flush=True)
    begun = time.monotonic()
    try:
        seen = engine.look(draft, Desk(out=out, home=home, node=node))
    except ClientError as error:
        return Outcome(engine, seconds=time.monotonic() - begun, failed=str(error))
    return Outcome(engine, seconds=time.monotonic() - begun, seen=seen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="clients", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("draft", nargs="?", type=Path, help="the folder of a built edition; else a demo")
    parser.add_argument("--only", default="", help=f"of {', '.join(engine.key for engine in ENGINES)}")
    parser.add_argument("--out", type=Path, default=BUILD / "clients", help="takes all that is made")
    parser.add_argument("--node", type=Path, default=BUILD / "clients-node", help="where npm packages are")
    return parser


if __name__ == "__main__":
    # As Ctrl-C, so that what was started is ended here too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())
