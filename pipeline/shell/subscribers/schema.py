"""The tables of var/subscribers.db, as they are after the last migration (a test compares the two).

Who it is stands in `subscribers.address` and nowhere else: all other tables know a subscriber by its number,
or by a keyed hash `<key id>:<hex>` that nobody can turn back without the key. A number is never given twice,
so that a link to unsubscribe, which holds it, can never mean somebody else.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Column, Index, Integer, MetaData, String, Table, text

from pipeline.shell.sqlite import Lineage
from pipeline.shell.sqlite.columns import Moment, Prose

metadata = MetaData()

subscribers = Table(
    "subscribers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address", String, nullable=False),
    # The address in small letters, hashed under the newest key: two spellings are one subscriber.
    Column("address_key", String, nullable=False),
    Column("state", String, nullable=False),
    Column("round", Integer, nullable=False),
    # The proof: when it was asked, which text was read, when it was confirmed; or on what an import rests.
    Column("requested_at", Moment, nullable=False),
    Column("form", String, nullable=False),
    Column("confirmed_at", Moment),
    Column("basis", Prose, nullable=False),
    Column("ended_at", Moment),
    Index("ix_subscribers_address_key", "address_key", unique=True),
    Index("ix_subscribers_state", "state"),
    sqlite_autoincrement=True,
)

# Addresses that do not come back by an import. It is never emptied; who confirms a new request leaves it.
suppressed = Table(
    "suppressed",
    metadata,
    Column("address_key", String, primary_key=True),
    Column("since", Moment, nullable=False),
    Column("reason", String, nullable=False),
)

# One row for each mail that was sent because somebody filled in the form, kept for 30 days: what bounds how
# many of them one address gets, also when its unconfirmed request is gone.
confirmation_mails = Table(
    "confirmation_mails",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address_key", String, nullable=False),
    Column("sent_at", Moment, nullable=False),
    Index("ix_confirmation_mails_address_key", "address_key", "sent_at"),
    Index("ix_confirmation_mails_sent_at", "sent_at"),
)

# The sending of one edition. `archive` is the hash over the approved files that go out; `note` says in words
# why it stands still, "" while it does not.
sendings = Table(
    "sendings",
    metadata,
    Column("month", String, primary_key=True),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("state", String, nullable=False),
    Column("by", String, nullable=False),
    Column("archive", String, nullable=False),
    Column("note", Prose, nullable=False),
)

# One edition for one subscriber, once. `lease_until` and `fence` say whose hands it is in: who settles it
# must still hold the fence it got when it claimed it. `settled_at` is when nothing more will be tried. No
# foreign key: when an address goes, its rows become counts in the same transaction.
deliveries = Table(
    "deliveries",
    metadata,
    Column("month", String, primary_key=True),
    Column("subscriber_id", Integer, primary_key=True, autoincrement=False),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("first_at", Moment),
    Column("next_at", Moment),
    Column("lease_until", Moment),
    # Which run of a sender has it, as "<machine>:<mark>"; "" when nobody has.
    Column("holder", String, nullable=False, server_default=""),
    Column("fence", Integer, nullable=False, server_default="0"),
    Column("message_id", String, nullable=False, server_default=""),
    Column("settled_at", Moment),
    Column("reply", Prose, nullable=False, server_default=""),
    # What is still to do is always a small part of an edition, or becomes one.
    Index("ix_deliveries_open", "month", "next_at", "subscriber_id", sqlite_where=text("settled_at IS NULL")),
    Index("ix_deliveries_message_id", "message_id"),
    sqlite_with_rowid=False,
)

# What is left of deliveries after twelve months, and of those to addresses that are gone.
delivery_counts = Table(
    "delivery_counts",
    metadata,
    Column("month", String, primary_key=True),
    Column("state", String, primary_key=True),
    Column("n", Integer, nullable=False),
)

# What came back, once for each edition and kind: hard, soft, complaint, probe.
bounces = Table(
    "bounces",
    metadata,
    Column("subscriber_id", Integer, primary_key=True, autoincrement=False),
    Column("month", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("moment", Moment, nullable=False),
    sqlite_with_rowid=False,
)

LINEAGE = Lineage(
    tables=metadata,
    revisions=("0001",),
    versions=Path(__file__).parent / "migrations" / "versions",
    loss="knows no subscribers and not who wants to hear nothing from us any more",
)
