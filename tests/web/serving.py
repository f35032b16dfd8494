"""A newsletter's pages on loopback: the real server, a clock to set, and the mail that was posted."""

from __future__ import annotations

import contextlib
import email
import email.policy
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import requests
from waitress import wasyncore  # type: ignore[import-untyped]  # it publishes no types

from pipeline.jobs.root import Root
from pipeline.web.app import Site
from pipeline.web.server import make_server, open_site
from tests.roots import CUT_OFF

NOW = CUT_OFF + timedelta(days=1)


@dataclass(slots=True)
class Served:
    """The pages of `root`. `now` may be set; `mails` holds what was posted, with its address."""

    root: Root
    site: Site
    url: str
    clock: list[datetime]
    mails: list[tuple[bytes, str]] = field(default_factory=list)

    def get(self, path: str, **options: object) -> requests.Response:
        return self.ask("GET", path, **options)

    def post(self, path: str, **options: object) -> requests.Response:
        return self.ask("POST", path, **options)

    def ask(self, method: str, path: str, **options: object) -> requests.Response:
        """A request of somebody who was never here: no cookie of an earlier one."""
        whole = {"allow_redirects": False, "timeout": 10} | options
        answer = requests.request(method, f"{self.url}{path}", **whole)  # type: ignore[arg-type]  # noqa: S113
        # After a HEAD the library keeps the connection open as long as somebody holds the answer.
        answer.close()
        return answer

    def sign_up(self, address: str, **fields: str) -> requests.Response:
        answer = self.post("/aanmelden", data={"adres": address} | fields)
        self.site.asking.wait()
        return answer

    def subscribe(self, address: str) -> str:
        """Signs up and confirms; returns the path of the way out."""
        self.sign_up(address)
        assert self.post(self.link("bevestigen")).status_code == 200
        return self.link("afmelden")

    def link(self, page: str) -> str:
        """The path of a link to `page` in the plain part of the last mail."""
        found = re.search(rf"https://\S+?(/{page}/\S+)", plain_part(self.mails[-1][0]))
        assert found is not None
        return found[1]

    def later(self, **time: int) -> None:
        self.clock[0] += timedelta(**time)

    def states(self) -> dict[str, str]:
        """The state of each address."""
        return {one.address: one.state.value for one in self.site.desk.store.load_all()}

    def dump(self) -> list[str]:
        """All that the database holds."""
        with closing(sqlite3.connect(self.root.subscriber_file)) as connection:
            return list(connection.iterdump())


@contextlib.contextmanager
def serve(root: Root, *, now: datetime = NOW) -> Iterator[Served]:
    mails: list[tuple[bytes, str]] = []
    clock = [now]
    with open_site(root, now=lambda: clock[0], post=lambda body, to: mails.append((body, to))) as site:
        server: Any = make_server(site, port=0)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        try:
            yield Served(root, site, f"http://127.0.0.1:{server.effective_port}", clock, mails)
        finally:
            # The loop may have done what was asked, and closed its end, before it is woken for it.
            with contextlib.suppress(OSError):
                server.trigger.pull_trigger(lambda: _close_all(server))
            thread.join(10)
            assert not thread.is_alive()


def _close_all(server: Any) -> None:
    """In the server's own thread, whose loop ends when nothing is open any more."""
    server.task_dispatcher.shutdown()
    wasyncore.close_all(server._map, ignore_all=True)


def parsed(mail: bytes) -> EmailMessage:
    message = email.message_from_bytes(mail, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def plain_part(mail: bytes) -> str:
    part = parsed(mail).get_body(("plain",))
    assert part is not None
    text: str = part.get_content()
    return text
