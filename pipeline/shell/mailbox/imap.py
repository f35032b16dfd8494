"""A folder of an IMAP server, always over TLS."""

from __future__ import annotations

import contextlib
import imaplib
import ssl
from collections.abc import Iterable, Iterator

from pipeline.errors import RelayError
from pipeline.model.settings import BounceRules
from pipeline.shell.mailbox.maildir import MOST_BYTES

_TIMEOUT = 60


class ImapFolder:
    """An open folder; made by `open_imap`. All methods raise RelayError."""

    def __init__(self, connection: imaplib.IMAP4, where: str) -> None:
        self._connection = connection
        self._where = where

    def unseen(self) -> Iterator[tuple[str, bytes]]:
        """Yields name and bytes of what nobody looked at yet."""
        for number in self._ask("SEARCH", "UNSEEN")[0].split():
            name = number.decode()
            for part in self._fetch(name):
                if isinstance(part, tuple):
                    yield name, part[1]

    def remove(self, names: Iterable[str]) -> None:
        kept = list(names)
        for name in kept:
            self._ask("STORE", name, "+FLAGS", r"(\Deleted)")
        if kept:
            with self._explained():
                self._connection.expunge()

    def keep(self, names: Iterable[str]) -> None:
        for name in names:
            self._ask("STORE", name, "+FLAGS", r"(\Seen)")

    def close(self) -> None:
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            self._connection.logout()

    def _fetch(self, name: str) -> list[object]:
        return list(self._ask("FETCH", name, f"(BODY.PEEK[]<0.{MOST_BYTES}>)"))

    def _ask(self, command: str, *words: str) -> list[bytes]:
        with self._explained():
            status, answer = self._connection.uid(command, *words)
        if status != "OK":
            raise RelayError(f"{self._where}: {command} was refused ({answer!r})")
        return [part for part in answer if part is not None]

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (OSError, imaplib.IMAP4.error) as error:
            raise RelayError(f"{self._where}: {error}") from error


def open_imap(rules: BounceRules, password: str) -> ImapFolder:
    """Connects, logs in and opens the folder. Raises RelayError."""
    where = f"{rules.host}:{rules.port}"
    context = ssl.create_default_context(cafile=rules.ca_file or None)
    try:
        connection = imaplib.IMAP4_SSL(rules.host, rules.port, ssl_context=context, timeout=_TIMEOUT)
    except (OSError, imaplib.IMAP4.error) as error:
        raise RelayError(f"{where}: no connection ({error})") from error
    folder = ImapFolder(connection, where)
    try:
        connection.login(rules.user, password)
        status, answer = connection.select(f'"{rules.mailbox}"')
    except (OSError, imaplib.IMAP4.error) as error:
        folder.close()
        raise RelayError(f"{where}: the mailbox cannot be opened ({error})") from error
    if status != "OK":
        folder.close()
        raise RelayError(f"{where}: there is no folder {rules.mailbox!r} ({answer!r})", is_ours=True)
    return folder
