"""Where messages go: a relay over SMTP, or files. Each connection is a `Post`."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline.errors import DeliveryError, InputFileError, WriteError
from pipeline.jobs.root import Root
from pipeline.model.delivery import Phase, Reply
from pipeline.model.settings import Relay
from pipeline.shell.files import read_text
from pipeline.shell.outbox import put_mail

PASSWORD_VARIABLE = "NIEUWSBRIEF_RELAY_PASSWORD"  # noqa: S105 - the name of a variable


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message on its way; `name` is what a file is called that holds it."""

    sender: str
    reader: str
    name: str
    message: bytes


class Post(Protocol):
    """One connection; `deliver` never raises for what the other side does."""

    @property
    def is_open(self) -> bool: ...

    def deliver(self, parcel: Parcel) -> Reply: ...

    def hang_up(self) -> None: ...


@dataclass(frozen=True, slots=True)
class PostOffice:
    """How connections are opened, one entry for each that may be open at once; each may raise RelayError.

    `on_wire` says that messages must come as SMTP wants them.
    """

    counters: tuple[Callable[[], Post], ...]
    on_wire: bool


def post_office(root: Root, folder: str) -> PostOffice:
    """Returns where mail goes by config.toml; files go to var/outbox/<folder>/."""
    rules = root.config.delivery
    if rules.backend == "files":
        return PostOffice((lambda: _Files(root.outbox / folder),), on_wire=False)
    if rules.backend != "smtp":
        raise DeliveryError(f'with backend = "{rules.backend}" no single message is sent from here')
    counters = [_counter(root, relay) for relay in rules.relays for _ in range(relay.connections)]
    return PostOffice(tuple(counters), on_wire=True)


def _counter(root: Root, relay: Relay) -> Callable[[], Post]:
    rules = root.config.delivery
    hello = root.config.newsletter.from_address.rpartition("@")[2]
    password = _password(root, relay) if relay.user else ""

    def connect() -> Post:
        # Only who sends pays for importing smtplib and TLS.
        from pipeline.shell.smtp import open_line  # noqa: PLC0415

        return _Wire(
            open_line(
                relay,
                password=password,
                hello=hello,
                timeout=rules.timeout_seconds,
                dot_timeout=rules.dot_timeout_seconds,
            )
        )

    return connect


def _password(root: Root, relay: Relay) -> str:
    told = os.environ.get(PASSWORD_VARIABLE, "")
    if told:
        return told
    if not relay.password_file:
        message = f"{relay.host} asks for a password: set {PASSWORD_VARIABLE}, or name a password_file"
        raise DeliveryError(message)
    return read_secret(root.path / relay.password_file)


def read_secret(path: Path) -> str:
    """Returns the text of a file that only its owner reads. Raises InputFileError."""
    text = read_text(path).strip()
    if path.stat().st_mode & 0o077:
        raise InputFileError(path, f"others can read this password; type: chmod 600 {path}")
    return text


class _Wire:
    """A relay."""

    def __init__(self, line: _LineLike) -> None:
        self._line = line

    @property
    def is_open(self) -> bool:
        return self._line.is_open

    def deliver(self, parcel: Parcel) -> Reply:
        return self._line.deliver(parcel.sender, parcel.reader, parcel.message)

    def hang_up(self) -> None:
        self._line.hang_up()


class _LineLike(Protocol):
    @property
    def is_open(self) -> bool: ...

    def deliver(self, sender: str, reader: str, message: bytes) -> Reply: ...

    def hang_up(self) -> None: ...


class _Files:
    """A folder: one file a reader, under the same name when it is written again."""

    is_open = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def deliver(self, parcel: Parcel) -> Reply:
        try:
            put_mail(self._folder, parcel.message, parcel.name)
        except WriteError as error:
            # A full disk is no reader's fault.
            return Reply(Phase.CONNECT, 554, str(error))
        return Reply(Phase.DOT, 250, "written")

    def hang_up(self) -> None:
        """Nothing is open."""
