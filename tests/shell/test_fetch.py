"""What a fetch gives back, and which status each disappointment gets."""

from __future__ import annotations

import contextlib
import pickle
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import CollectError
from pipeline.model import CollectLimits, Fetched, FetchRequest, Status
from pipeline.shell.fetch import Fetcher
from pipeline.shell.sites import ExampleSites, SiteBehaviour
from tests.shell.raw_server import RawServer, http

LIMITS = CollectLimits(
    user_agent="nieuwsbrief/0 (+https://nieuwsbrief.example.nl)",
    deadline_seconds=5,
    max_bytes=100_000,
    max_redirects=5,
)


def limits_for(server: RawServer, *hosts: str) -> CollectLimits:
    return replace(LIMITS, connect_to=dict.fromkeys(hosts or ("bron.example",), server.address))


def failure(server: RawServer, url: str = "http://bron.example/feed") -> tuple[Status, str]:
    """The status and reason of a fetch that has to fail."""
    with Fetcher(limits_for(server)) as fetcher, pytest.raises(CollectError) as caught:
        fetcher.fetch(FetchRequest(url))
    return caught.value.status, caught.value.reason


def path_of(request: str) -> str:
    return request.split(" ")[1]


def test_a_page_comes_back_with_all_that_a_later_visit_needs() -> None:
    answer = http(
        "200 OK",
        "Content-Type: application/rss+xml",
        'ETag: "a1"',
        "Last-Modified: Tue, 01 Dec 2026 08:00:00 GMT",
        body=b"<rss/>",
    )
    with RawServer(lambda _: answer) as server, Fetcher(limits_for(server)) as fetcher:
        fetched = fetcher.fetch(FetchRequest("http://bron.example/feed"))

    assert fetched == Fetched(
        url="http://bron.example/feed",
        status_code=200,
        body=b"<rss/>",
        content_type="application/rss+xml",
        etag='"a1"',
        last_modified="Tue, 01 Dec 2026 08:00:00 GMT",
    )


def test_a_request_says_who_asks_and_nothing_that_would_follow_us() -> None:
    answer = http("200 OK", "Set-Cookie: spoor=1", body=b"x")
    with RawServer(lambda _: answer) as server, Fetcher(limits_for(server)) as fetcher:
        fetcher.fetch(FetchRequest("http://bron.example/feed"))
        fetcher.fetch(FetchRequest("http://bron.example/feed", '"a1"', "Tue, 01 Dec 2026 08:00:00 GMT"))

    first, second = ([*request.splitlines()[:-1]] for request in server.requests)
    base = [
        "GET /feed HTTP/1.1",
        "Host: bron.example",
        "User-Agent: nieuwsbrief/0 (+https://nieuwsbrief.example.nl)",
        "Accept: */*",
        "Accept-Encoding: gzip, deflate",
    ]
    conditions = ['If-None-Match: "a1"', "If-Modified-Since: Tue, 01 Dec 2026 08:00:00 GMT"]
    assert sorted(first) == sorted(base)
    assert sorted(second) == sorted([*base, *conditions])


def test_what_did_not_change_comes_back_as_304(tmp_path: Path) -> None:
    (tmp_path / "bron.example").mkdir()
    (tmp_path / "bron.example" / "feed.xml").write_text("<rss/>", encoding="utf-8")
    with ExampleSites(tmp_path) as sites:
        with Fetcher(replace(LIMITS, connect_to=sites.connect_to)) as fetcher:
            first = fetcher.fetch(FetchRequest("http://bron.example/feed.xml"))
            second = fetcher.fetch(FetchRequest("http://bron.example/feed.xml", etag=first.etag))

        assert second == Fetched(url="http://bron.example/feed.xml", status_code=304, etag=first.etag)
        assert sites.requests == (
            "GET bron.example /feed.xml 200",
            "GET bron.example /feed.xml 304",
        )


def test_only_the_permanent_redirects_at_the_start_say_that_a_feed_moved() -> None:
    steps = {
        "/oud": http("301 Moved Permanently", "Location: /nieuw"),
        "/nieuw": http("308 Permanent Redirect", "Location: http://ander.example/rss"),
        "/rss": http("302 Found", "Location: /rss?vandaag"),
        "/rss?vandaag": http("301 Moved Permanently", "Location: /rss/vandaag"),
        "/rss/vandaag": http("200 OK", body=b"<rss/>"),
    }
    with (
        RawServer(lambda request: steps[path_of(request)]) as server,
        Fetcher(limits_for(server, "bron.example", "ander.example")) as fetcher,
    ):
        fetched = fetcher.fetch(FetchRequest("http://bron.example/oud#deel"))
        asked = fetcher.ask("http://bron.example/oud#deel")
        temporary = fetcher.ask("http://ander.example/rss")

    assert fetched == Fetched(
        url="http://ander.example/rss/vandaag#deel",
        status_code=200,
        body=b"<rss/>",
        moved_to="http://ander.example/rss#deel",
    )
    assert asked == (200, "http://ander.example/rss#deel")
    assert temporary == (200, "")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (http("404 Not Found"), (Status.HTTP_ERROR, "answered 404 Not Found")),
        (http("500 Oeps"), (Status.HTTP_ERROR, "answered 500 Internal Server Error")),
        (http("206 Partial", body=b"x"), (Status.HTTP_ERROR, "answered 206 Partial Content")),
        (http("302 Found"), (Status.HTTP_ERROR, "answered 302 Found")),
        (http("410 Gone"), (Status.GONE, "answered 410: gone for good")),
        (http("200 OK"), (Status.EMPTY, "answered 200 with an empty body")),
        (http("204 No Content", "Connection: close"), (Status.EMPTY, "answered 204: no content")),
        (
            http("200 OK", "Content-Encoding: br", body=b"x"),
            (Status.HTTP_ERROR, "sent an encoding that was not asked for: br"),
        ),
        (
            http("200 OK", "Content-Length: 9", body=b"x"),
            (Status.HTTP_ERROR, "the answer broke off halfway"),
        ),
        (
            [b"SSH-2.0 \x1b[2J\r\n"],
            (Status.HTTP_ERROR, "not a valid HTTP answer: SSH-2.0 [2J"),
        ),
        (None, (Status.HTTP_ERROR, "the server hung up without an answer")),
    ],
    ids=lambda value: value[0][:24].decode().split("\r")[0] if isinstance(value, list) else "",
)
def test_each_bad_answer_has_its_status_and_a_plain_reason(
    answer: list[bytes] | None, expected: tuple[Status, str]
) -> None:
    def once(_: str) -> Iterator[bytes]:
        yield from answer or ()
        raise ConnectionResetError

    with RawServer(once if answer else lambda _: None) as server:
        assert failure(server) == expected


@pytest.mark.parametrize(
    "page", ["/404?item=/feed", "/Pages/Error.aspx", "/pagina-niet-gevonden/", "/x?aspxerrorpath=/feed"]
)
def test_a_redirect_to_an_error_page_that_says_200_is_an_error_all_the_same(page: str) -> None:
    steps = {"/feed": http("302 Found", f"Location: {page}"), page: http("200 OK", body=b"Helaas")}
    with RawServer(lambda request: steps[path_of(request)]) as server:
        status, reason = failure(server)
        with Fetcher(limits_for(server)) as fetcher:
            asked = fetcher.ask("http://bron.example/feed")
            itself = fetcher.fetch(FetchRequest(f"http://bron.example{page}")).body

    assert (status, reason) == (
        Status.REDIRECTED_TO_ERROR,
        f"redirected to the error page http://bron.example{page}",
    )
    assert asked == (404, "")
    assert itself == b"Helaas"


def test_a_redirect_to_news_about_errors_is_no_error() -> None:
    steps = {
        "/n": http("301 Moved", "Location: /nieuws/404-gezinnen-geholpen?id=404"),
        "/nieuws/404-gezinnen-geholpen?id=404": http("200 OK", body=b"Nieuws"),
    }
    with (
        RawServer(lambda request: steps[path_of(request)]) as server,
        Fetcher(limits_for(server)) as fetcher,
    ):
        assert fetcher.fetch(FetchRequest("http://bron.example/n")).body == b"Nieuws"


def test_an_address_in_a_redirect_may_hold_spaces_and_accents() -> None:
    def answer(request: str) -> list[bytes]:
        moved = http("301 Moved", "Location: /één bericht?q=é#ü")
        return moved if path_of(request) == "/oud" else http("200 OK", body=b"x")

    with RawServer(answer) as server, Fetcher(limits_for(server)) as fetcher:
        fetched = fetcher.fetch(FetchRequest("http://bron.example/oud"))

    url = "http://bron.example/%C3%A9%C3%A9n%20bericht?q=%C3%A9#%C3%BC"
    assert fetched == Fetched(url=url, status_code=200, body=b"x", moved_to=url)


def test_a_host_that_is_down_is_said_to_refuse(tmp_path: Path) -> None:
    down = SiteBehaviour("stil.example", down=True)
    with contextlib.ExitStack() as stack:
        sites = stack.enter_context(ExampleSites(tmp_path, (down,)))
        fetcher = stack.enter_context(Fetcher(replace(LIMITS, connect_to=sites.connect_to)))
        with pytest.raises(CollectError) as caught:
            fetcher.fetch(FetchRequest("http://stil.example/feed"))
        asked = fetcher.ask("http://stil.example/feed")

    assert (caught.value.status, caught.value.reason) == (
        Status.HTTP_ERROR,
        "nothing answers at stil.example: connection refused",
    )
    assert asked == (0, "")


def test_a_name_that_does_not_exist_is_a_dns_error() -> None:
    def resolve(*_: object) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with Fetcher(LIMITS, resolve=resolve) as fetcher, pytest.raises(CollectError) as caught:
        fetcher.fetch(FetchRequest("http://bestaat-niet.example/feed"))

    assert (caught.value.status, caught.value.reason) == (
        Status.DNS,
        "bestaat-niet.example cannot be found: Name or service not known",
    )


def test_a_name_server_that_never_answers_does_not_outlast_the_deadline() -> None:
    release = threading.Event()

    def resolve(*_: object) -> list[str]:
        release.wait(5)
        return []

    started = time.monotonic()
    limits = replace(LIMITS, deadline_seconds=0.2)
    with Fetcher(limits, resolve=resolve) as fetcher, pytest.raises(CollectError) as caught:
        fetcher.fetch(FetchRequest("http://traag.example/feed"))
    release.set()

    assert caught.value.status is Status.TIMEOUT
    assert time.monotonic() - started < 1


def test_a_server_too_busy_to_accept_does_not_outlast_the_deadline() -> None:
    limits = replace(LIMITS, deadline_seconds=0.3, allow_hosts=("127.0.0.1",))
    with closing(socket.socket()) as listener, closing(socket.socket()) as first:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        first.connect(listener.getsockname())
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/feed"
        with Fetcher(limits) as fetcher, pytest.raises(CollectError) as caught:
            fetcher.fetch(FetchRequest(url))

    assert caught.value.status is Status.TIMEOUT


@pytest.mark.parametrize(
    "url",
    [
        "feed",
        "http://",
        "http://bron.example:poort/",
        "http://[::1/",
        "http://①②⑦.0.0.1/",
        "http://127。0。0。1/",
        "http://" + 70 * "x" + ".example/",
    ],
)
def test_an_address_that_is_none_is_an_error_and_never_a_crash(url: str) -> None:
    with Fetcher(LIMITS, resolve=lambda *_: []) as fetcher:
        with pytest.raises(CollectError):
            fetcher.fetch(FetchRequest(url))
        assert fetcher.ask(url) == (0, "")


def test_a_collect_error_keeps_its_wait_across_processes() -> None:
    error = pickle.loads(pickle.dumps(CollectError(Status.LIMITED, "answered 429", retry_after=60)))  # noqa: S301

    assert (error.status, error.reason, error.retry_after) == (Status.LIMITED, "answered 429", 60)


@pytest.mark.parametrize("refusal", ["405 No", "501 No", "403 No", "400 No", "404 No"])
def test_a_link_whose_server_does_not_know_head_is_asked_with_get(refusal: str) -> None:
    def answer(request: str) -> list[bytes]:
        return http(refusal if request.startswith("HEAD") else "200 OK", "Content-Length: 5", body=b"")

    with RawServer(answer) as server, Fetcher(limits_for(server)) as fetcher:
        assert fetcher.ask("http://bron.example/stuk") == (200, "")

    assert [request.split(" ")[0] for request in server.requests] == ["HEAD", "GET"]


def test_a_dead_link_is_told_by_its_status_code() -> None:
    with RawServer(lambda _: http("410 Gone")) as server, Fetcher(limits_for(server)) as fetcher:
        assert fetcher.ask("http://bron.example/stuk") == (410, "")


def test_visits_one_after_another_share_a_connection() -> None:
    def answer(request: str) -> list[bytes]:
        if "If-None-Match" in request:
            return http("304 Not Modified", "Connection: keep-alive")
        return http("200 OK", "Transfer-Encoding: chunked", body=b"3\r\nabc\r\n0\r\n\r\n")

    with RawServer(answer) as server, Fetcher(limits_for(server)) as fetcher:
        bodies = [fetcher.fetch(FetchRequest("http://bron.example/feed")).body for _ in range(3)]
        fetcher.fetch(FetchRequest("http://bron.example/feed", etag='"a"'))
        fetcher.fetch(FetchRequest("http://bron.example/feed", etag='"a"'))

    assert bodies == [b"abc"] * 3
    assert (len(server.requests), server.connections) == (5, 1)


def test_a_server_that_sends_a_page_after_head_spoils_no_later_answer() -> None:
    with (
        RawServer(lambda _: http("200 OK", body=b"pagina")) as server,
        Fetcher(limits_for(server)) as fetcher,
    ):
        asked = [fetcher.ask("http://bron.example/stuk") for _ in range(2)]
        fetched = fetcher.fetch(FetchRequest("http://bron.example/stuk"))

    assert asked == [(200, ""), (200, "")]
    assert fetched.body == b"pagina"


def test_a_kept_connection_that_died_is_replaced_without_a_word() -> None:
    asked: list[str] = []

    def answer(request: str) -> list[bytes] | None:
        asked.append(request)
        return None if len(asked) == 2 else http("200 OK", body=b"x")

    with RawServer(answer) as server, Fetcher(limits_for(server)) as fetcher:
        bodies = [fetcher.fetch(FetchRequest("http://bron.example/feed")).body for _ in range(2)]

    assert bodies == [b"x", b"x"]
    assert (len(server.requests), server.connections) == (3, 2)


def test_many_threads_see_many_hosts_at_once_but_each_host_one_request_at_a_time() -> None:
    busy: Counter[str] = Counter()
    most: Counter[str] = Counter()
    lock = threading.Lock()

    def answer(request: str) -> Iterator[bytes]:
        host = next(line for line in request.splitlines() if line.startswith("Host: ")).removeprefix("Host: ")
        for name in (host, "all"):
            with lock:
                busy[name] += 1
                most[name] = max(most[name], busy[name])
        time.sleep(0.1)
        with lock:
            busy.subtract((host, "all"))
        yield from http("200 OK", body=host.encode())

    hosts = [f"bron{number}.example" for number in range(2)]
    with RawServer(answer) as server:
        # So short that waiting for one's turn would be too long, if it counted.
        limits = replace(limits_for(server, *hosts), deadline_seconds=0.5)
        with Fetcher(limits) as fetcher, ThreadPoolExecutor(12) as pool:
            urls = [f"http://{host}/{page}" for page in range(6) for host in hosts]
            bodies = [f.body.decode() for f in pool.map(lambda url: fetcher.fetch(FetchRequest(url)), urls)]

    assert bodies == hosts * 6
    assert {name: count for name, count in most.items() if name != "all"} == dict.fromkeys(hosts, 1)
    assert most["all"] > 1
    assert server.connections == len(hosts)
