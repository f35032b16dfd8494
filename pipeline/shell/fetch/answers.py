"""What an answer, or a failure to get one, is called: a `Fetched` or a `CollectError` with its status."""

from __future__ import annotations

import http.client
import re
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qsl, unquote, urlsplit

import requests
import urllib3

from pipeline.errors import CollectError
from pipeline.model import Fetched, Status

# No source needs longer than a week, and a mistaken Retry-After must not silence one for years.
LONGEST_WAIT = timedelta(days=7)
# And a mistaken max-age must not hide more than a day of news.
LONGEST_FRESH = timedelta(days=1)

PERMANENT = frozenset({301, 308})
REDIRECTS = frozenset({301, 302, 303, 307, 308})

# A whole segment of the path, without its extension, on which sites put their error page.
_ERROR_PAGES = frozenset(
    (
        *("404", "404-not-found", "410", "500", "error", "error404", "error-404", "errors", "errorpage"),
        *("error-page", "notfound", "not-found", "not_found", "pagenotfound", "page-not-found"),
        *("page_not_found", "niet-gevonden", "nietgevonden", "pagina-niet-gevonden"),
        *("paginanietgevonden", "404-pagina-niet-gevonden", "fout", "foutpagina", "foutmelding"),
    )
)
_ERROR_KEYS = frozenset(
    ("error", "err", "errorcode", "error_code", "status", "statuscode", "status_code", "httpstatus")
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a server. `headers` looks names up in any case; `body` is decoded, read for 200 only."""

    status_code: int
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def is_redirect(self) -> bool:
        return self.status_code in REDIRECTS and "location" in self.headers


@dataclass(frozen=True, slots=True)
class Journey:
    """Where a request ended after its redirects.

    `moved_to` is how far the permanent ones led before the first that was not; "" when the first was not.
    """

    asked: str
    url: str
    answer: Answer
    moved_to: str = ""

    @property
    def ended_on_error_page(self) -> bool:
        """Whether a redirect led to a page that says 404 in its address, whatever its status code says."""
        return self.url != self.asked and _is_error_page(self.url) and not _is_error_page(self.asked)


def judge(journey: Journey, *, was_conditional: bool, now: datetime) -> Fetched:
    """Returns what was fetched: a 200 with a body, or a 304; raises CollectError for every other answer."""
    answer = journey.answer
    if answer.status_code == 304:
        if not was_conditional:
            raise CollectError(Status.HTTP_ERROR, "answered 304 although nothing was known of it")
        return _fetched(journey, now)
    if answer.status_code == 410:
        raise CollectError(Status.GONE, "answered 410: gone for good", http_code=410)
    if answer.status_code in (429, 503):
        raise _limited(answer, now)
    if answer.status_code == 204:
        raise CollectError(Status.EMPTY, "answered 204: no content", http_code=204)
    if answer.status_code != 200:
        code = answer.status_code
        raise CollectError(Status.HTTP_ERROR, f"answered {_in_words(code)}", http_code=code)
    if journey.ended_on_error_page:
        raise CollectError(Status.REDIRECTED_TO_ERROR, f"redirected to the error page {journey.url}")
    if not answer.body:
        raise CollectError(Status.EMPTY, "answered 200 with an empty body", http_code=200)
    return _fetched(journey, now)


def explain(error: Exception) -> CollectError:
    """Returns the CollectError for what requests, urllib3 or a socket raised; the cause decides the words."""
    roots = tuple(_roots(error))
    if any(
        isinstance(root, (TimeoutError, requests.Timeout, urllib3.exceptions.TimeoutError)) for root in roots
    ):
        return CollectError(Status.TIMEOUT, "no complete answer before the deadline")
    for kind, words in _WORDS:
        found = next((root for root in roots if isinstance(root, kind)), None)
        if found is not None:
            detail = getattr(found, "verify_message", "") or getattr(found, "reason", "") or str(found)
            return CollectError(Status.HTTP_ERROR, words.format(printable(str(detail))))
    return CollectError(Status.HTTP_ERROR, f"no usable answer: {printable(str(error))}")


def is_hang_up(error: Exception) -> bool:
    """Says whether the server closed or reset the connection before it answered a word."""
    return any(isinstance(root, (ConnectionResetError, BrokenPipeError)) for root in _roots(error))


def printable(text: str) -> str:
    """Returns a server's words as one short line: a log must not obey the escape codes in them."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line if len(line) <= 200 else line[:199] + "…"


def retry_after(header: str, now: datetime) -> int | None:
    """Returns the seconds a Retry-After header asks for: at least 0, at most a week; None when unreadable.

    The header holds seconds or an HTTP date (RFC 9110, 10.2.3).
    """
    text = header.strip()
    longest = int(LONGEST_WAIT.total_seconds())
    seconds = _whole(text)
    if seconds is None and (moment := _moment(text)):
        seconds = int((moment - now).total_seconds())
    return None if seconds is None else min(max(seconds, 0), longest)


def fresh_seconds(headers: Mapping[str, str], now: datetime) -> int:
    """Returns for how many seconds an answer says that it stays good: at least 0, at most a day.

    `max-age` (of RFC 9111, 5.2.2; ours is no shared cache, so `s-maxage` counts only without it) goes before
    `Expires`; `no-cache` and `no-store` mean that it may change at any moment.
    """
    directives = dict(_directive(word) for word in headers.get("cache-control", "").split(","))
    if not directives.keys().isdisjoint({"no-cache", "no-store"}):
        return 0
    given = (_whole(directives[name]) for name in ("max-age", "s-maxage") if name in directives)
    seconds = next((one for one in given if one is not None), None)
    if seconds is not None:
        seconds -= _whole(headers.get("age", "").strip()) or 0
    elif expires := _moment(headers.get("expires", "")):
        seconds = int((expires - (_moment(headers.get("date", "")) or now)).total_seconds())
    return min(max(seconds or 0, 0), int(LONGEST_FRESH.total_seconds()))


_WORDS: tuple[tuple[type[BaseException], str], ...] = (
    (ssl.SSLError, "no safe connection (TLS): {}"),
    (http.client.RemoteDisconnected, "the server hung up without an answer"),
    (ConnectionResetError, "the server reset the connection"),
    (urllib3.exceptions.DecodeError, "the compressed body cannot be read: {}"),
    (urllib3.exceptions.IncompleteRead, "the answer broke off halfway"),
    (http.client.IncompleteRead, "the answer broke off halfway"),
    (http.client.HTTPException, "not a valid HTTP answer: {}"),
    (urllib3.exceptions.InvalidHeader, "not a valid HTTP answer: {}"),
)


def _roots(error: BaseException) -> Iterator[BaseException]:
    """The error and all it wraps: urllib3 and requests keep causes in `args` and `reason` as well."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop(0)
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [*one.args, getattr(one, "reason", None), one.__cause__, one.__context__]


def _directive(word: str) -> tuple[str, str]:
    name, _, value = word.partition("=")
    return name.strip().lower(), value.strip().strip('"')


def _whole(text: str) -> int | None:
    # Python refuses to read numbers of thousands of digits; nine are three decades already.
    return int(text[:9]) if re.fullmatch(r"[0-9]+", text) else None


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _limited(answer: Answer, now: datetime) -> CollectError:
    said = answer.headers.get("retry-after", "")
    seconds = retry_after(said, now) if said else None
    wish = "without saying for how long" if seconds is None else f"and asks to wait {seconds} seconds"
    code = answer.status_code
    reason = f"answered {_in_words(code)} {wish}"
    return CollectError(Status.LIMITED, reason, retry_after=seconds, http_code=code)


def _fetched(journey: Journey, now: datetime) -> Fetched:
    headers = journey.answer.headers
    return Fetched(
        url=journey.url,
        status_code=journey.answer.status_code,
        body=journey.answer.body,
        content_type=headers.get("content-type", ""),
        etag=headers.get("etag", ""),
        last_modified=headers.get("last-modified", ""),
        moved_to=journey.moved_to,
        fresh_seconds=fresh_seconds(headers, now),
    )


def _in_words(status_code: int) -> str:
    phrase = http.client.responses.get(status_code, "")
    return f"{status_code} {phrase}".strip()


def _is_error_page(url: str) -> bool:
    parts = urlsplit(url)
    segments = (unquote(segment).lower().rpartition(".") for segment in parts.path.split("/"))
    if any((stem or tail) in _ERROR_PAGES for stem, _, tail in segments):
        return True
    # ASP.NET hands the address that failed to its error page in "aspxerrorpath".
    return any(
        key == "aspxerrorpath" or (key in _ERROR_KEYS and value in ("404", "410", "500"))
        for key, value in parse_qsl(parts.query.lower(), keep_blank_values=True)
    )
