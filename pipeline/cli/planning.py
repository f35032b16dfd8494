"""What the calendar of stories and the index look like on a terminal; in Dutch, since editors read them."""

from __future__ import annotations

from pipeline.cli import output
from pipeline.jobs.story_index import WrittenIndex
from pipeline.model.calendar import Calendar, Planning, Trait

BAR_WIDTH = 12

_PLANNING = {
    Planning.APPROVED: "goedgekeurd",
    Planning.CHOSEN: "gekozen",
    Planning.MEANT: "bedoeld",
    Planning.PROPOSED: "voorstel",
    Planning.NONE: "bewust zonder",
    Planning.MISSING: "ONTBREEKT",
}


def print_calendar(calendar: Calendar) -> None:
    """Prints the twelve months, the balance as bars, the stock, what is missing, and last what blocks."""
    rows = [(str(one.month), _PLANNING[one.planning], one.story or "–", one.why) for one in calendar.months]
    output.print_table(("maand", "hoe", "verhaal", "waarom"), rows, wide="waarom")
    print("\nDe balans over deze twaalf edities")
    for trait in calendar.balance:
        _print_trait(trait)
    print(f"\nIn voorraad: {len(calendar.stock)}")
    for item in calendar.stock:
        print(f"  {item.slug}: {item.form}, {item.teller}, {item.tone}; {item.planned or 'nog niet gepland'}")
    for waiting in calendar.waiting:
        print(f"  nog niet: {waiting.slug}: {'; '.join(waiting.missing)}")
    if calendar.lacking:
        print("\nWat je nog zoekt")
        for line in calendar.lacking:
            print(f"  {line}")
    print()
    output.print_findings(calendar.findings)


def _print_trait(trait: Trait) -> None:
    width = max(len(share.label) for share in trait.shares)
    print(f"  {trait.label}")
    for share in trait.shares:
        filled = "█" * min(share.count, BAR_WIDTH)
        print(f"    {share.label:<{width}}  {filled:·<{BAR_WIDTH}} {share.count}")


def print_index(written: WrittenIndex) -> None:
    """Prints where the index lies and what is in it."""
    output.print_findings(written.findings)
    for slug in written.stories:
        print(f"  {slug}")
    print(f"{len(written.stories)} verhalen in het overzicht: {written.folder / 'index.html'}")
