"""The verbs of the subscribers and of their pages; addresses are printed only where they are asked for."""

from __future__ import annotations

import logging
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping

from pipeline.cli import output
from pipeline.jobs import subscribers as job
from pipeline.jobs.root import load_root
from pipeline.jobs.send.single import single_post
from pipeline.model.subscribers import Subscriber
from pipeline.shell import clock

DONE, FAILED = 0, 1
_SHOWN = 20


def subscribers_import(words: Namespace) -> int:
    root = load_root(words.root)
    result = job.import_subscribers(root, words.file, basis=words.basis, now=clock.now())
    if words.json:
        output.print_json(result)
    else:
        shown = result.refused if words.all else result.refused[:_SHOWN]
        for one in shown:
            print(f"{words.file}:{one.line}: {one.address + ': ' if one.address else ''}{one.reason}")
        if len(shown) < len(result.refused):
            print(f"    and {len(result.refused) - len(shown)} more; --all shows them")
        print(f"{result.added} taken in, {len(result.refused)} refused. The basis is recorded with each one.")
        print("An import is no consent: the next edition must tell them where their address came from.")
    return FAILED if result.refused else DONE


def subscribers_export(words: Namespace) -> int:
    sys.stdout.write(job.export_subscribers(load_root(words.root)))
    return DONE


def subscribers_find(words: Namespace) -> int:
    found = job.find_subscriber(load_root(words.root), words.address)
    if words.json:
        output.print_json(found)
    elif found is None:
        print("There is no subscriber with this address.")
    else:
        _print_subscriber(found)
    return DONE if found else FAILED


def subscribers_remove(words: Namespace) -> int:
    erased = job.remove_subscriber(load_root(words.root), words.address, now=clock.now())
    was = "is erased" if erased.was_known else "was not known"
    print(f"{erased.address} {was}; the database was rewritten without it.")
    if erased.mails:
        print(f"{erased.mails} mails to it that lay in var/outbox are gone.")
    print(
        "Left is a keyed hash, which says nothing without the key and keeps an import from bringing it back."
    )
    print("Copies of var/subscribers.db that you made yourself, and logs of the mail server, still hold it.")
    return DONE


def subscribers_stats(words: Namespace) -> int:
    counts = job.count_subscribers(load_root(words.root))
    if words.json:
        output.print_json(counts)
        return DONE
    rows = [(state.value, str(number)) for state, number in counts.states.items()]
    rows += [(f"hash kept: {reason.value}", str(number)) for reason, number in counts.suppressed.items()]
    output.print_table(("state", "addresses"), [*rows, ("rows of deliveries", str(counts.deliveries))])
    return DONE


def subscribers_sweep(words: Namespace) -> int:
    swept = job.sweep_subscribers(load_root(words.root), now=clock.now())
    if words.json:
        output.print_json(swept)
    elif swept.anything:
        print(
            f"Gone: {swept.unconfirmed} requests nobody confirmed, {swept.ended} addresses that had ended. "
            f"{swept.deliveries} rows of deliveries became counts."
        )
    else:
        print("Nothing was kept too long.")
    return DONE


def subscribers_new_key(words: Namespace) -> int:
    keys = job.renew_key(load_root(words.root))
    print(
        f"The newest key is {keys.newest.id}; {len(keys.all) - 1} older ones stay, for links made with them."
    )
    print("Restart 'nieuwsbrief web', and keep a copy of var/subscribers.keys apart from the database.")
    return DONE


def web(words: Namespace) -> int:
    # Only this verb pays for importing Flask.
    from pipeline.web.server import serve  # noqa: PLC0415

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    root = load_root(words.root)
    serve(root, port=words.port, now=clock.now, post=single_post(root))
    return DONE


def _print_subscriber(found: Subscriber) -> None:
    lines = {
        "address": found.address,
        "state": found.state.value,
        "basis": found.basis,
        "requested": f"{found.requested_at:%Y-%m-%d %H:%M} UTC",
        "text that was read": found.form,
        "confirmed": f"{found.confirmed_at:%Y-%m-%d %H:%M} UTC" if found.confirmed_at else "",
        "ended": f"{found.ended_at:%Y-%m-%d %H:%M} UTC" if found.ended_at else "",
    }
    for name, value in lines.items():
        if value:
            print(f"{name + ':':<20} {value}")


VERBS: Mapping[str, Callable[[Namespace], int]] = {
    "subscribers import": subscribers_import,
    "subscribers export": subscribers_export,
    "subscribers find": subscribers_find,
    "subscribers remove": subscribers_remove,
    "subscribers stats": subscribers_stats,
    "subscribers sweep": subscribers_sweep,
    "subscribers new-key": subscribers_new_key,
    "web": web,
}
