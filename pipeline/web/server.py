"""Waitress before the application, from the config of a root."""

from __future__ import annotations

import contextlib
import logging
import signal
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Protocol

from waitress.server import create_server  # type: ignore[import-untyped]  # it publishes no types

from pipeline.jobs.public import Library
from pipeline.jobs.root import Root
from pipeline.jobs.subscribing import Post, make_desk, post_to_outbox
from pipeline.templating import load_templates
from pipeline.web.app import Site, make_app
from pipeline.web.budget import Budget
from pipeline.web.desk import AskingDesk
from pipeline.web.show import Show

log = logging.getLogger("nieuwsbrief.web")

_THREADS = 8


def serve(root: Root, *, port: int | None, now: Callable[[], datetime], post: Post | None = None) -> None:
    """Serves the pages of `root` until it is told to stop; `post` takes the mail, without it var/outbox."""
    with open_site(root, now=now, post=post or post_to_outbox(root)) as site:
        server = make_server(site, port=port)
        # As a service is told to stop; waitress then ends as after Ctrl-C.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        log.info("the pages are at http://%s:%s", root.config.web.host, server.effective_port)
        try:
            server.run()
        finally:
            server.close()


@contextlib.contextmanager
def open_site(root: Root, *, now: Callable[[], datetime], post: Post) -> Iterator[Site]:
    """Opens what the pages are made with; at the end what was asked is done first."""
    templates = load_templates(root.template_folders)
    web = root.config.web
    with root.open_subscribers() as store:
        desk = make_desk(root, store, templates)
        asking = AskingDesk(desk, post, now)
        try:
            yield Site(
                desk=desk,
                asking=asking,
                library=Library(root, templates),
                show=Show(templates, root.config.newsletter, root.config.subscribers, web),
                budget=Budget(web.requests_per_client, web.mails_per_hour),
                now=now,
            )
        finally:
            asking.close()


class Server(Protocol):
    """What we ask of waitress's server."""

    effective_port: int

    def run(self) -> None: ...

    def close(self) -> None: ...


def make_server(site: Site, *, port: int | None = None) -> Server:
    """Returns the server, bound to its port; call its `run`."""
    web = site.desk.web
    trusted = (
        # Who stands directly before us is trusted when the config says so; what it says of the host is not.
        {
            "trusted_proxy": "*",
            "trusted_proxy_count": web.trusted_proxies,
            "trusted_proxy_headers": {"x-forwarded-for"},
        }
        if web.trusted_proxies
        else {}
    )
    server: Server = create_server(
        make_app(site),
        host=web.host,
        port=web.port if port is None else port,
        threads=_THREADS,
        ident=None,
        max_request_body_size=65_536,
        max_request_header_size=32_768,
        # More than wait on slow phones, and few enough to stay small; idle ones are let go soon.
        connection_limit=400,
        channel_timeout=30,
        cleanup_interval=10,
        clear_untrusted_proxy_headers=True,
        **trusted,
    )
    return server
