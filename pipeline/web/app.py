"""Which address leads to what. A GET or HEAD shows and changes nothing; a POST does what its button says.

There is no cookie, no session and no script, and no parameter that leads elsewhere. A form of ours can be
sent from another site as well as by hand: what it may do is bounded, and what a link may do, its token says.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, NotFound

from pipeline.jobs.public import Library, PublicFile
from pipeline.jobs.subscribing import Desk, confirm, is_address, understand, unsubscribe
from pipeline.model import Month
from pipeline.model.keys import Purpose
from pipeline.web.budget import Budget, client_of
from pipeline.web.desk import AskingDesk
from pipeline.web.show import Show

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger("nieuwsbrief.web")

_MOST_BYTES = 16_384
_WEB_VERSION = "webversie.html"
_WORDS = {
    404: (
        "Deze pagina is er niet",
        "Misschien is het adres niet helemaal goed overgenomen, of is de pagina weggehaald.",
    ),
    429: ("Probeer het later nog eens", "Er kwamen net veel aanmeldingen binnen. Over een uur kan het weer."),
    500: ("Er ging iets mis", "Dat ligt aan ons. Probeer het straks nog eens."),
}
_OTHER = ("Dat kan hier niet", "Ga terug naar het begin en probeer het nog eens.")


@dataclass(frozen=True, slots=True)
class Site:
    """What the pages are made with."""

    desk: Desk
    asking: AskingDesk
    library: Library
    show: Show
    budget: Budget
    now: Callable[[], datetime]


def make_app(site: Site) -> WSGIApplication:
    """Returns the application, for any WSGI server."""
    app = Flask("nieuwsbrief", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = _MOST_BYTES
    # Werkzeug mends slashes by a redirect to the host that was asked for, which anybody can make up.
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    app.url_map.redirect_defaults = False
    _add_signing_up(app, site)
    _add_leaving(app, site)
    _add_reading(app, site)
    app.register_error_handler(Exception, lambda error: _failed(site, error))
    return below(app, site.show.base)


def _add_signing_up(app: Flask, site: Site) -> None:
    @app.get("/")
    @app.get("/aanmelden")
    def form() -> Response:
        return _form(site)

    @app.post("/aanmelden")
    def send_form() -> Response:
        return _take_form(site)

    @app.get("/aanmelden/verstuurd")
    def sent() -> Response:
        return site.show.page("verstuurd")

    @app.get("/bevestigen/<token>")
    def ask_to_confirm(token: str) -> Response:
        if understand(site.desk, Purpose.CONFIRM, token, now=site.now()) is None:
            return _dead_link(site)
        return site.show.page("bevestigen", place=f"/bevestigen/{token}")

    @app.post("/bevestigen/<token>")
    def do_confirm(token: str) -> Response:
        is_in = confirm(site.desk, token, now=site.now())
        return site.show.page("bevestigd") if is_in else _dead_link(site)


def _add_leaving(app: Flask, site: Site) -> None:
    @app.get("/afmelden")
    def how_to_leave() -> Response:
        return site.show.page("afmelden-uitleg")

    @app.get("/afmelden/<token>")
    def ask_to_leave(token: str) -> Response:
        if understand(site.desk, Purpose.UNSUBSCRIBE, token, now=site.now()) is None:
            return _dead_link(site)
        return site.show.page("afmelden", place=f"/afmelden/{token}")

    @app.post("/afmelden/<token>")
    def do_leave(token: str) -> Response:
        """Also what a mail program sends for its own button (RFC 8058); what it says in it is not read."""
        is_ours = unsubscribe(site.desk, token, now=site.now())
        return site.show.page("afgemeld") if is_ours else _dead_link(site)

    @app.get("/privacy")
    def privacy() -> Response:
        return site.show.page("privacy", is_listed=True)


def _add_reading(app: Flask, site: Site) -> None:
    @app.get("/favicon.ico")
    def no_icon() -> Response:
        # Browsers ask for one with every first page.
        return Response(status=204, headers={"Cache-Control": "public, max-age=86400"})

    @app.get("/archief")
    def archive() -> Response:
        return site.show.page("archief", is_listed=True, editions=site.library.editions(now=site.now()))

    @app.get("/feed.xml")
    def feed() -> Response:
        return site.show.feed(editions=site.library.editions(now=site.now())[:20])

    @app.get("/verhalen")
    def to_stories() -> Response:
        # With its last slash, below which the links of the page lie.
        return site.show.redirect("/verhalen/index.html")

    @app.get("/verhalen/<name>")
    def stories(name: str) -> Response:
        return _file(site, site.library.index_page(name, now=site.now()))

    @app.get("/verhalen/<slug>/<name>")
    def story(slug: str, name: str) -> Response:
        return _file(site, site.library.story_file(slug, name, now=site.now()))

    @app.get("/<month>")
    def to_edition(month: str) -> Response:
        return site.show.redirect(f"/{_month(month)}/{_WEB_VERSION}")

    @app.get("/<month>/<name>")
    def edition(month: str, name: str) -> Response:
        wanted, now = _month(month), site.now()
        if name == _WEB_VERSION:
            return _file(site, site.library.edition(wanted, now=now))
        return _file(site, site.library.edition_file(wanted, name, now=now))


def _form(site: Site, status: int = 200, *, typed: str = "") -> Response:
    return site.show.page("aanmelden", status, is_listed=True, typed=typed, is_wrong=status == 422)


def _take_form(site: Site) -> Response:
    typed = request.form.get("adres", "")[:320].strip()
    if not is_address(typed):
        return _form(site, 422, typed=typed)
    # People do not see this field; programs that fill in all of a form do.
    if request.form.get("website"):
        return site.show.redirect("/aanmelden/verstuurd")
    client = client_of(request.remote_addr or "")
    if not (site.budget.take(client, monotonic()) and site.asking.take(typed)):
        return _error(site, 429)
    return site.show.redirect("/aanmelden/verstuurd")


def _dead_link(site: Site) -> Response:
    """One answer to all that is no token of ours, whatever is wrong with it."""
    return site.show.page("link-werkt-niet", 404)


def _file(site: Site, file: PublicFile | None) -> Response:
    if file is None:
        return _error(site, 404)
    answer = site.show.file(file)
    answer.make_conditional(request.environ)
    return answer


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError:
        raise NotFound from None


def _failed(site: Site, error: Exception) -> Response:
    if isinstance(error, HTTPException) and error.code is not None and 400 <= error.code < 500:
        answer = _error(site, error.code)
        # Such as which methods are allowed.
        answer.headers.update({name: value for name, value in error.get_headers() if name == "Allow"})
        return answer
    log.error("a page failed: %s", type(error).__name__, exc_info=error)
    return _error(site, 500)


def _error(site: Site, status: int) -> Response:
    heading, line = _WORDS.get(status, _OTHER)
    answer = site.show.page("fout", status, heading=heading, line=line)
    if status == 429:
        answer.headers["Retry-After"] = "3600"
    return answer


def below(wsgi: WSGIApplication, base: str) -> WSGIApplication:
    """Returns an application that takes addresses with and without `base`: some proxies take it off."""

    def call(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        path = str(environ.get("PATH_INFO", ""))
        if base and (path == base or path.startswith(f"{base}/")):
            environ["PATH_INFO"] = path.removeprefix(base) or "/"
        return wsgi(environ, start)

    return call
