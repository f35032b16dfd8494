"""How results are printed: tables and a progress bar for people, JSON for programs."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table

from pipeline.model import Finding, Visit
from pipeline.model.finding_groups import FindingGroup, FindingPlace, group_findings
from pipeline.stages.record import dump_json, findings_record

SHOWN_PLACES = 3


def print_json(value: object) -> None:
    """Prints nouns as JSON on standard output."""
    sys.stdout.write(dump_json(value).decode())


def print_table(titles: Sequence[str], rows: Sequence[Sequence[str]], *, wide: str = "") -> None:
    """Prints a plain table; the column titled `wide` takes what room is left and may fold."""
    table = Table(box=None, pad_edge=False, show_edge=False, header_style="bold")
    for title in titles:
        table.add_column(title, overflow="fold", no_wrap=title != wide, ratio=1 if title == wide else None)
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    _console().print(table)


def print_findings(findings: Sequence[Finding], *, show: bool = False) -> None:
    """Prints findings as file:line, message, severity and code, then what to do.

    What blocks stands last, in sight, and in full. Of any other code there is one message, with how often
    it is so and the first three places. With `show`, what blocks is printed with what was found there.
    """
    for group in sorted(group_findings(findings), key=lambda one: one.is_blocking):
        if group.is_blocking:
            for place in group.places:
                _print_finding(place.finding)
                if show and place.finding.excerpt:
                    print(f"    gevonden: {place.finding.excerpt}")
                _print_hint(place.finding.hint)
        else:
            _print_briefly(group)


def show_findings(findings: Sequence[Finding], *, as_json: bool, show: bool = False) -> int:
    """Prints findings and how many there are; the exit code it returns says whether any of them blocks."""
    record = findings_record(findings)
    if as_json:
        print_json(record)
    else:
        print_findings(findings, show=show)
        print(f"{record['blocking']} blocking, {record['advice']} advice.")
    return 1 if any(finding.is_blocking for finding in findings) else 0


def _print_briefly(group: FindingGroup) -> None:
    first = group.places[0].finding
    if len(group.places) == 1:
        _print_finding(first)
    else:
        paths = {place.finding.path for place in group.places}
        start = f"{first.path}: " if len(paths) == 1 else ""
        print(f"{start}{len(group.places)}x {group.message} [{_kind(first)}: {group.code}]")
        shown = [_place_of(place, with_path=len(paths) > 1) for place in group.places[:SHOWN_PLACES]]
        more = len(group.places) - SHOWN_PLACES
        print(f"    at {', '.join(shown)}{f' and {more} more' if more > 0 else ''}")
    _print_hint(group.hint or first.hint)


def _place_of(place: FindingPlace, *, with_path: bool) -> str:
    """Where it is, and what only this one says."""
    parts = (place.finding.path if with_path else "", place.finding.line)
    where = ":".join(str(part) for part in parts if part) or "the whole"
    return f"{where} ({place.detail})" if place.detail else where


def _print_finding(finding: Finding) -> None:
    place = ":".join(str(part) for part in (finding.path, finding.line, finding.column) if part)
    print(f"{place}: {finding.message} [{_kind(finding)}: {finding.code}]")


def _kind(finding: Finding) -> str:
    return f"waived: {finding.waived}" if finding.waived else finding.severity.value


def _print_hint(hint: str) -> None:
    if hint:
        print(f"    {hint}")


@contextlib.contextmanager
def collect_progress() -> Iterator[Callable[[Visit, int], None]]:
    """Shows a progress bar on standard error while it is a terminal; yields what to call after each visit."""
    bar = Progress(
        TextColumn("collecting"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}"),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    with bar:
        task = bar.add_task("", total=None)

        def advance(visit: Visit, total: int) -> None:
            bar.update(task, total=total, advance=1, description=escape(visit.source))

        yield advance


@contextlib.contextmanager
def names_progress() -> Iterator[Callable[[int, int], None]]:
    """Shows a progress bar while names are looked for; yields what to call after each story."""
    bar = Progress(
        TextColumn("looking for names (the first time takes minutes)"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    with bar:
        tasks: list[TaskID] = []

        def advance(done: int, total: int) -> None:
            # No bar at all when there is nothing to look at.
            tasks.extend([] if tasks else [bar.add_task("", total=total)])
            bar.update(tasks[0], completed=done)

        yield advance


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leaves it to `main`, where rich would end the program with 1 as if something had failed."""
        raise BrokenPipeError


def _console() -> Console:
    # Without a terminal there is no width to fit in: cut nothing off in a log or a pipe.
    return _Console() if sys.stdout.isatty() else _Console(width=200)
