"""What each verb's outcome looks like on a terminal."""

from __future__ import annotations

from pipeline.cli import output
from pipeline.jobs.build import BuildResult
from pipeline.jobs.sources import Trial
from pipeline.jobs.status import StatusReport
from pipeline.jobs.stories import StockRow

SHOWN_ITEMS = 5


def print_build(result: BuildResult) -> None:
    """Prints what is in the edition, the findings, and where the files are."""
    edition = result.edition
    items = sum(len(section.items) for section in edition.sections)
    print(f"\n{edition.title}, {edition.month_name}: “{edition.subject}”")
    if edition.story:
        print(f"  Ga het gesprek aan: {edition.story.title} ({edition.story.form_line.lower()})")
    for section in edition.sections:
        print(f"  {section.name}: {', '.join(item.title for item in section.items)}")
    undated, omitted = len(result.selection.undated), len(result.selection.omissions)
    print(
        f"{items} items in {len(edition.sections)} sections; {omitted} left out, {undated} without a date.\n"
    )
    output.print_findings(result.findings)
    blocking = len(result.blocking)
    advice = sum(not finding.is_blocking and not finding.waived for finding in result.findings)
    verdict = "nothing blocks it" if not blocking else f"{blocking} findings BLOCK it"
    print(f"The draft of {result.month}: {verdict}, {advice} pieces of advice. Files: {result.folder}")


def print_trial(trial: Trial) -> None:
    """Prints what one endpoint would bring, with the newest of it and their dates."""
    print(f"{trial.source}  {trial.endpoint}")
    if trial.visit is None:
        print(f"    switched off: {trial.switched_off}")
        return
    visit = trial.visit
    moved = f"; moved to {visit.moved_to}, change the address" if visit.moved_to else ""
    reason = f": {visit.reason}" if visit.reason else ""
    print(f"    {visit.status.value}{reason}; {len(trial.found)} publications, {visit.seconds:.1f} s{moved}")
    for data in trial.found[:SHOWN_ITEMS]:
        moment = data.event_start or data.published
        print(f"      {moment.date().isoformat() if moment else 'no date   '}  {data.title}")


def print_status(report: StatusReport) -> None:
    """Prints the state of the newsletter in a few lines."""
    print(f"Edition {report.month}: {report.edition_state}; it closes {report.cut_off:%Y-%m-%d %H:%M}.")
    print(f"Stories: {report.stories_ready} of {report.stories_in_all} can be published today.")
    for run in report.next_runs:
        late = " (late; 'nieuwsbrief schedule' makes it up)" if run.is_late else ""
        print(f"Next {run.job}: {run.due_at:%Y-%m-%d %H:%M}{late}")
    for last in report.last_runs:
        print(f"Last {last.job}: due {last.due_at:%Y-%m-%d %H:%M}, {last.outcome or 'not ended'}")
    for quiet in report.quiet:
        print(f"Needs a look: {quiet.source} {quiet.endpoint} [{quiet.status}] {quiet.why}")


def stock_cells(row: StockRow) -> tuple[str, ...]:
    """Returns the cells of one story in the stock."""
    made_up = " (verzonnen)" if row.fictional else ""
    missing = "; ".join(row.missing) or "niets"
    return (row.slug + made_up, row.form, row.teller, row.tone, row.month, row.last_used, row.status, missing)
