"""What came of it all: the lines on the terminal, `results.json`, the overview page, and the exit code."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from pipeline.templating import load_templates
from tools.clients.needs import apt_line, every_need, missing, npm_line
from tools.clients.nouns import Measure, Outcome

_HERE = Path(__file__).resolve().parent
_PAGES = _HERE.parent.parent / "templates"
_MOST_DETAILS = 8


def table(outcomes: Sequence[Outcome]) -> str:
    """Returns the table for the terminal: a row an engine, then what misses its target."""
    rows: list[tuple[str, ...]] = [("program", "version", "seconds", "saw", "target")]
    rows += [_row(outcome) for outcome in outcomes if not outcome.skipped]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "\n".join([*lines, *_missed(outcomes), *_remarks(outcomes), *_skipped(outcomes)])


def how_to_get(outcomes: Sequence[Outcome], node: Path) -> tuple[str, ...]:
    """Returns the lines to type for what was skipped; none when nothing was."""
    needs = every_need(outcome.engine for outcome in outcomes if outcome.skipped)
    lacking = missing(needs, node)
    return tuple(line for line in (apt_line(lacking), npm_line(lacking, node)) if line)


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """1 when a target is missed or a program that is here failed; what is not installed is no failure."""
    return 0 if all(outcome.is_good for outcome in outcomes) else 1


def results(outcomes: Sequence[Outcome], *, draft: str, made_at: datetime) -> str:
    """Returns `results.json`: a list of engines, each as it was seen, and when."""
    whole = {"draft": draft, "made_at": made_at.isoformat(), "engines": [_noun(one) for one in outcomes]}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def overview(
    outcomes: Sequence[Outcome],
    *,
    draft: str,
    made_at: datetime,
    lines: Sequence[str] = (),
    has_images: bool = False,
) -> str:
    """Returns the page for editors; `lines` say how to get what was skipped."""
    return load_templates([_HERE, _PAGES]).render(
        "overview.html.j2",
        language="nl",
        is_listed=False,
        draft=draft,
        made_at=f"{made_at:%d-%m-%Y %H:%M}",
        shown=[outcome for outcome in outcomes if outcome.seen],
        failed=[outcome for outcome in outcomes if outcome.failed],
        skipped=[outcome for outcome in outcomes if outcome.skipped],
        is_good=not exit_code(outcomes),
        lines=lines,
        has_images=has_images,
        number=number,
    )


def number(value: float) -> str:
    """Returns a number as it is written in Dutch: "0,24", and "3" without decimals."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace(".", ",")


def _row(outcome: Outcome) -> tuple[str, ...]:
    engine, seen = outcome.engine, outcome.seen
    if seen is None:
        return (engine.title, "", f"{outcome.seconds:.1f}", "failed", outcome.failed)
    saw = [f"{len(seen.pictures)} pictures"] if seen.pictures else []
    saw += [f"{len(seen.readings)} texts"] if seen.readings else []
    marks = ", ".join(_mark(measure) for measure in seen.measures)
    return (engine.title, seen.version, f"{outcome.seconds:.1f}", ", ".join(saw), marks)


def _mark(measure: Measure) -> str:
    verdict = "ok" if measure.is_met else "MISSED"
    return f"{measure.value:g} <= {measure.most:g} {verdict}"


def _missed(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        for measure in outcome.seen.measures if outcome.seen else ():
            if not measure.is_met:
                yield f"\n{outcome.engine.title} misses its target:"
                yield from (f"    {detail}" for detail in measure.details[:_MOST_DETAILS])


def _remarks(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        for picture in outcome.seen.pictures if outcome.seen else ():
            if picture.remark:
                yield f"{outcome.engine.title}, {picture.title}: {picture.remark}"


def _skipped(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield from (f"skipped: {one.engine.title} ({one.skipped})" for one in outcomes if one.skipped)


def _noun(outcome: Outcome) -> dict[str, object]:
    engine, seen = outcome.engine, outcome.seen
    return {
        "key": engine.key,
        "title": engine.title,
        "kind": engine.kind.name.lower(),
        "version": seen.version if seen else "",
        "seconds": round(outcome.seconds, 1),
        "skipped": outcome.skipped,
        "failed": outcome.failed,
        "pictures": [
            {"file": one.file, "title": one.title, "remark": one.remark}
            for one in (seen.pictures if seen else ())
        ],
        "texts": [{"file": one.file, "title": one.title} for one in (seen.readings if seen else ())],
        "measures": [
            {
                "what": one.what,
                "value": one.value,
                "most": one.most,
                "is_met": one.is_met,
                "details": list(one.details),
            }
            for one in (seen.measures if seen else ())
        ],
    }
