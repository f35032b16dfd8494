"""An approved edition with readers, ready to be sent.

    root = ready_root(tmp_path, readers=3, extra=relay_table(relay.port))
    sending = sent(root, now=SENT)

Building one takes a second, so it is built once in a process and copied for each test.
"""

from __future__ import annotations

import functools
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from pipeline.jobs.approve import run_approve
from pipeline.jobs.root import Root, load_root
from pipeline.jobs.send import Edges, continue_sending, run_send
from pipeline.model.delivery import DeliveryState, Sending, Settled
from pipeline.read.address import address_key
from pipeline.shell.secret import make_keys
from tests.roots import (
    CONFIG,
    CUT_OFF,
    MONTH,
    Site,
    build_edition,
    collect_from,
    entry,
    feed_file,
    make_root,
    rss,
    write,
)

APPROVED = CUT_OFF + timedelta(hours=1)
SENT = CUT_OFF + timedelta(hours=2)
# No reader goes ahead, so that a test need not wait.
AT_ONCE = "[delivery]\nfirst = 0\n"


def ready_root(folder: Path, *, readers: int = 3, extra: str = AT_ONCE, story: bool = True) -> Root:
    """A root in `folder` with an approved edition, and readers lezer0@, lezer1@, … .

    Without a `story` it may go out on any day, also on that of a clock that a test does not hold.
    """
    shutil.copytree(_approved(story), folder, dirs_exist_ok=True)
    write(folder / "config.toml", f"{CONFIG}\n{extra}")
    root = load_root(folder)
    add_readers(root, readers)
    return root


def add_readers(root: Root, number: int, *, name: str = "lezer") -> None:
    keys = make_keys(root.subscriber_keys)
    addresses = [address_key(address_of(one, name), keys) for one in range(number)]
    with root.open_subscribers() as store:
        store.add_imported(addresses, basis="hebben zich voor de proef opgegeven", now=APPROVED)


def address_of(number: int, name: str = "lezer") -> str:
    return f"{name}{number}@lezers.example"


def relay_table(port: int, *, connections: int = 1, delivery: str = "first = 0") -> str:
    """The tables of config.toml for a relay on loopback."""
    return (
        f'[delivery]\nbackend = "smtp"\ntimeout_seconds = 0.5\ndot_timeout_seconds = 0.5\n{delivery}\n'
        f'[[relay]]\nhost = "127.0.0.1"\nport = {port}\nconnections = {connections}\n'
    )


def sent(
    root: Root,
    *,
    now: datetime | Callable[[], datetime] = SENT,
    by: str = "redactie",
    stop: threading.Event | None = None,
    progress: Callable[[Settled], None] = lambda _: None,
    reconnect: Sequence[float] = (0.01, 0.01),
) -> Sending:
    with root.open_store() as store:
        return run_send(root, store, month=MONTH, by=by, edges=_edges(now, stop, progress, reconnect))


def gone_on(root: Root, *, now: datetime | Callable[[], datetime]) -> tuple[Sending, ...]:
    return continue_sending(root, _edges(now, None, lambda _: None, (0.01, 0.01)))


def states(root: Root) -> dict[str, DeliveryState]:
    """What became of the edition for each reader, by address."""
    with closing(sqlite3.connect(root.subscriber_file)) as connection:
        rows = connection.execute(
            "SELECT address, deliveries.state FROM deliveries JOIN subscribers ON id = subscriber_id "
            "ORDER BY id"
        )
        return {address: DeliveryState(state) for address, state in rows}


def outbox(root: Root, folder: str = str(MONTH)) -> list[Path]:
    return sorted((root.outbox / folder).glob("*.eml"))


def _edges(
    now: datetime | Callable[[], datetime],
    stop: threading.Event | None,
    progress: Callable[[Settled], None],
    reconnect: Sequence[float],
) -> Edges:
    clock = (lambda: now) if isinstance(now, datetime) else now
    return Edges(clock, stop or threading.Event(), progress, reconnect)


@functools.cache
def _approved(story: bool) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="nieuwsbrief-klaar-"))
    root = make_root(folder, feeds={"bron": feed_file("http://bron.example/feed")})
    with Site() as site:
        site.serve(
            "/feed",
            rss(
                entry("Een wijkteam gaat terug naar een gezin", "/een"), entry("Een tweede bericht", "/twee")
            ),
        )
        collect_from(root, {"bron.example": site})
    plan = 'onderwerp = "Terug naar het gezin, één jaar later"\n'
    plan += "" if story else 'verhaal = "geen"\nverhaal_reden = "deze maand niet"\n'
    write(root.edition_file(MONTH), plan)
    build_edition(root)
    with root.open_store() as store:
        run_approve(root, store, month=MONTH, by="redactie", now=APPROVED)
    return folder
