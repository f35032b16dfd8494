"""What the person in a story decided, or may decide: taking back, running out, and the form they sign."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping

from pipeline.cli import output, summaries
from pipeline.cli.moments import moment_of
from pipeline.jobs.consent_forms import run_stories_form
from pipeline.jobs.root import load_root
from pipeline.jobs.stories import run_stories_withdraw
from pipeline.jobs.sweep import Sweep, run_stories_sweep


def stories_withdraw(words: Namespace) -> int:
    root = load_root(words.root)
    with root.open_store() as store:
        removal = run_stories_withdraw(root, store, slug=words.slug, by=words.by, now=moment_of(root, None))
    summaries.print_removal(removal)
    return 1 if removal.left else 0


def stories_sweep(words: Namespace) -> int:
    root = load_root(words.root)
    with root.open_store() as store:
        sweep = run_stories_sweep(root, store, now=moment_of(root, words.as_of))
    if words.json:
        output.print_json(sweep)
    else:
        _print_sweep(sweep)
    return 1 if any(removal.left for removal in sweep.withdrawn) else 0


def stories_form(words: Namespace) -> int:
    written = run_stories_form(load_root(words.root), out=words.out)
    for path in written.files:
        print(f"Geschreven: {path}")
    if written.problem:
        print(f"Er is geen pdf gemaakt: {written.problem}")
        print("De pagina’s kun je ook printen, vanuit je browser.")
    print(
        "Bewaar een getekend formulier nooit in de map van de nieuwsbrief; in de kop komt alleen het kenmerk."
    )
    return 0


def _print_sweep(sweep: Sweep) -> None:
    for removal in sweep.withdrawn:
        summaries.print_removal(removal)
    for one in sweep.taken_down:
        months = ", ".join(str(month) for month in one.editions)
        print(f"Weggehaald: {one.slug}, want de toestemming liep tot en met {one.ended:%d-%m-%Y} ({months}).")
        for path in one.removed:
            print(f"  weg: {path}")
        for path in one.buried:
            print(f"  zonder het verhaal: {path}")
    if sweep.taken_down:
        print("Wat is verstuurd, geprint of door anderen bewaard, blijft bestaan.")
        print(
            "Vraag de verteller of het langer mag. Zet een nieuwe datum pas in de kop als het antwoord ja is."
        )
    for slug in sweep.unlisted:
        print(f"Uit het overzicht gehaald: {slug}; ‘nieuwsbrief stories check {slug}’ zegt waarom.")
    for slug in sweep.unclear:
        print(
            f"Kijk zelf: {slug} staat in een goedgekeurde editie, en het bestand van het verhaal is er niet."
        )
    if not (sweep.withdrawn or sweep.taken_down or sweep.unlisted):
        print("Niets weggehaald: bij alles wat te zien is, geldt de toestemming nog.")


VERBS: Mapping[str, Callable[[Namespace], int]] = {
    "stories withdraw": stories_withdraw,
    "stories sweep": stories_sweep,
    "stories form": stories_form,
}
