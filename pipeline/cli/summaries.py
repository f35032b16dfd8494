"""What each verb's outcome looks like on a terminal."""

from __future__ import annotations

from datetime import tzinfo

from pipeline.cli import output
from pipeline.cli.sending import print_sending
from pipeline.jobs.build import BuildResult
from pipeline.jobs.looks import NO_LOOK
from pipeline.jobs.status import StatusReport
from pipeline.jobs.stories import StockRow
from pipeline.jobs.story_writing import WrittenStory
from pipeline.jobs.withdrawal import Removal
from pipeline.model import Measured, Measures


def print_build(result: BuildResult) -> None:
    """Prints what is in the edition, the findings, and where the files are."""
    for removal in result.removals:
        print_removal(removal)
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
    if result.sheet.note and result.sheet != NO_LOOK.sheet:
        print(f"{result.sheet.note}")
    verdict = "nothing blocks it" if not blocking else f"{blocking} findings BLOCK it"
    print(f"The draft of {result.month}: {verdict}, {advice} pieces of advice. Files: {result.folder}")


def print_status(report: StatusReport, zone: tzinfo) -> None:
    """Prints the state of the newsletter in a few lines."""
    print(f"Edition {report.month}: {report.edition_state}; it closes {report.cut_off:%Y-%m-%d %H:%M}.")
    print(f"Stories: {report.stories_ready} of {report.stories_in_all} can be published today.")
    for sending in report.sendings:
        print_sending(sending, zone)
    for run in report.next_runs:
        late = " (late; 'nieuwsbrief schedule' makes it up)" if run.is_late else ""
        print(f"Next {run.job}: {run.due_at:%Y-%m-%d %H:%M}{late}")
    for last in report.last_runs:
        print(f"Last {last.job}: due {last.due_at:%Y-%m-%d %H:%M}, {last.outcome or 'not ended'}")
    for quiet in report.quiet:
        since = f"; it has failed since {quiet.failing_since:%Y-%m-%d}" if quiet.failing_since else ""
        print(f"Needs a look: {quiet.source} {quiet.endpoint} [{quiet.status}] {quiet.why}{since}")
        if quiet.to_do:
            print(f"    {quiet.to_do}")
    for moved in report.moved:
        print(f"Moved: {moved.source} {moved.endpoint}")
        print(f"    {moved.to_do}")


def print_measures(measures: Measures) -> None:
    """Prints the misses first, and below them, in sight, what they come to."""
    for miss in measures.misses:
        print(
            f"line {miss.line}: {miss.what}: {miss.expected or '-'}, found {miss.found or '-'}: {miss.title}"
        )
        if miss.why:
            print(f"    {miss.why}")
    rows = [
        ("relevance", *_shares(measures.relevance)),
        ("kernelementen", *_shares(measures.kernelementen)),
        *((f"  {slug}", *_shares(one)) for slug, one in measures.per_slug),
    ]
    output.print_table(("", "precision", "recall", "F1", "titles"), rows)
    print(f"Type: {measures.accuracy:.3f} of {measures.types} right. {measures.rows} titles in all.")


def _shares(one: Measured) -> tuple[str, ...]:
    return (f"{one.precision:.3f}", f"{one.recall:.3f}", f"{one.f1:.3f}", str(one.support))


STOCK_TITLES = (
    *("verhaal", "vorm", "verteller", "toon", "kernelementen", "toestemming", "maand", "laatst gebruikt"),
    "ontbreekt nog",
)


def stock_cells(row: StockRow) -> tuple[str, ...]:
    """Returns the cells of one story in the stock, under STOCK_TITLES."""
    made_up = " (verzonnen)" if row.fictional else ""
    return (
        row.slug + made_up,
        row.form,
        row.teller,
        row.tone,
        "\n".join(row.kernelementen),
        row.status,
        row.month,
        row.last_used,
        "; ".join(row.missing) or "niets",
    )


def print_written(written: WrittenStory) -> None:
    """Prints where a new story stands, what to look at, and what to do next."""
    print(f"Geschreven: {written.path}")
    for note in written.notes:
        print(f"  Let op: {note}")
    print(
        "De naam van de map wordt een webadres. Staat er een naam van iemand in? Geef de map een andere naam."
    )
    print(f"Vul de kop in. Daarna zegt ‘nieuwsbrief stories check {written.slug}’ wat er nog ontbreekt.")


def print_removal(removal: Removal) -> None:
    """Prints what was taken back, which editions carried it, what cannot be undone, and that we looked."""
    print(
        f"Ingetrokken: {removal.slug}. Het gaat in geen enkele editie meer mee, ook niet als het terugkomt."
    )
    for path in removal.removed:
        print(f"  weg: {path}")
    for path in removal.buried:
        print(f"  zonder het verhaal: {path}")
    if removal.editions:
        print(f"Het stond in de goedgekeurde editie van {', '.join(str(one) for one in removal.editions)}.")
        print(
            "Wat daarvan is verstuurd, geprint of door anderen bewaard, kunnen we niet terughalen: mails in "
            "postvakken, geprinte kaarten en kopieën bij anderen blijven bestaan. Zeg dat eerlijk tegen de "
            "verteller."
        )
    else:
        print("Het stond in geen enkele goedgekeurde editie.")
    if removal.left:
        print(f"Gezocht in {removal.searched} bestanden. HIER STAAT NOG IETS VAN HET VERHAAL:")
        for path in removal.left:
            print(f"  {path}")
        print("Haal het daar zelf weg, en geef dit commando daarna nog eens.")
    else:
        print(
            f"Gezocht in {removal.searched} bestanden van build/, archive/, public/ en var/, naar de titel, "
            "de zinnen en de bestandsnamen: niets meer gevonden."
        )
    for path in removal.sources:
        print(f"Gooi nu zelf weg: {path} (en wat erbij hoort). In git en in reservekopieën blijft het staan.")
