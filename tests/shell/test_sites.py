"""The example sites: real HTTP, from a folder of hosts."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline.shell.sites import ExampleSites, SiteBehaviour

Reply = tuple[int, str, bytes]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "bron.example/index.html": "<h1>Bron</h1>",
        "bron.example/nieuws/index.xml": "<rss/>",
        "bron.example/nieuws/een-bericht.html": "<p>Bericht</p>",
        "bron.example/rapport-2.0.html": "<p>Rapport</p>",
        "bron.example/feed": "<rss/>",
        "ander.example/agenda.ics": "BEGIN:VCALENDAR",
        "ander.example/zoek/van=2026-11-01&tot=2026-11-30.json": "{}",
        "ander.example/zoek/index.html": "<p>Zoek</p>",
        "geheim.txt": "geheim",
    }
    for name, text in files.items():
        (tmp_path / "sites" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "sites" / name).write_text(text, encoding="utf-8")
    return tmp_path / "sites"


def ask(
    sites: ExampleSites, host: str, path: str, method: str = "GET", headers: Mapping[str, str] | None = None
) -> Reply:
    connection = http.client.HTTPConnection(sites.address, timeout=5)
    try:
        connection.request(method, path, headers={"Host": host, **(headers or {})})
        response = connection.getresponse()
        return response.status, response.headers.get("Content-Type", ""), response.read()
    finally:
        connection.close()


HTML = "text/html; charset=utf-8"
XML = "application/xml; charset=utf-8"


@pytest.mark.parametrize(
    ("host", "path", "expected"),
    [
        ("bron.example", "/", (200, HTML, b"<h1>Bron</h1>")),
        ("bron.example:80", "/?pagina=2", (200, HTML, b"<h1>Bron</h1>")),
        ("BRON.example", "/nieuws", (200, XML, b"<rss/>")),
        ("bron.example", "/nieuws/", (200, XML, b"<rss/>")),
        ("bron.example", "/nieuws/een-bericht", (200, HTML, b"<p>Bericht</p>")),
        ("bron.example", "/nieuws/een%2Dbericht.html", (200, HTML, b"<p>Bericht</p>")),
        ("bron.example", "/rapport-2.0", (200, HTML, b"<p>Rapport</p>")),
        ("ander.example", "/agenda.ics", (200, "text/calendar; charset=utf-8", b"BEGIN:VCALENDAR")),
    ],
)
def test_a_path_is_a_file_of_its_host(folder: Path, host: str, path: str, expected: Reply) -> None:
    with ExampleSites(folder) as sites:
        assert ask(sites, host, path) == expected


@pytest.mark.parametrize(
    ("host", "path"),
    [
        ("bron.example", "/weg"),
        ("ander.example", "/"),
        ("onbekend.example", "/"),
        ("..", "/geheim.txt"),
        ("bron.example", "/../geheim.txt"),
        ("bron.example", "/%2e%2e/geheim.txt"),
        ("bron.example", "/..%2fgeheim.txt"),
        ("bron.example", "/nieuws/%2e%2e/%2e%2e/geheim.txt"),
        ("bron.example", "/feed%00.html"),
        ("bron.example", "/schakel"),
        ("bron.example", "//etc/passwd"),
    ],
)
def test_what_is_not_there_or_not_theirs_is_a_404(folder: Path, host: str, path: str) -> None:
    (folder / "bron.example" / "schakel").symlink_to(folder / "geheim.txt")
    with ExampleSites(folder) as sites:
        status, content_type, body = ask(sites, host, path)

    assert (status, content_type) == (404, HTML)
    assert "Deze pagina bestaat niet" in body.decode()


def test_head_is_get_without_the_body(folder: Path) -> None:
    with ExampleSites(folder) as sites:
        connection = http.client.HTTPConnection(sites.address, timeout=5)
        answers = []
        for method in ("HEAD", "GET"):
            connection.request(method, "/", headers={"Host": "bron.example"})
            response = connection.getresponse()
            answers.append((response.headers["Content-Length"], response.headers["ETag"], response.read()))
        connection.close()

    (length, etag, nothing), (same_length, same_etag, body) = answers
    assert (length, etag, nothing) == (same_length, same_etag, b"")
    assert len(body) == int(length)


def test_an_etag_follows_the_content_and_answers_304(folder: Path) -> None:
    with ExampleSites(folder) as sites:
        connection = http.client.HTTPConnection(sites.address, timeout=5)

        def visit(known: str) -> tuple[int, str]:
            connection.request("GET", "/feed", headers={"Host": "bron.example", "If-None-Match": known})
            response = connection.getresponse()
            response.read()
            return response.status, response.headers["ETag"]

        first = visit("")
        unchanged = visit(f'"x", W/{first[1]}')
        (folder / "bron.example" / "feed").write_text("<rss>nieuw</rss>", encoding="utf-8")
        changed = visit(first[1])
        connection.close()

    assert (first[0], unchanged, changed[0]) == (200, (304, first[1]), 200)
    assert changed[1] != first[1]


def test_a_content_type_can_be_wrong_on_purpose(folder: Path) -> None:
    types = {"/feed": "text/html", ".html": "text/plain"}
    with ExampleSites(folder, (SiteBehaviour("bron.example", content_types=types),)) as sites:
        answers = [ask(sites, "bron.example", path)[1] for path in ("/feed", "/", "/nieuws/")]

    assert answers == ["text/html", "text/plain", XML]


def test_what_stands_behind_the_question_mark_chooses_a_file_of_that_name(folder: Path) -> None:
    with ExampleSites(folder) as sites:
        replies = [
            ask(sites, "ander.example", path)
            for path in (
                "/zoek?van=2026-11-01&tot=2026-11-30",
                "/zoek?van=2026-11-01%26tot=2026-11-30",
                "/zoek?van=2026-12-01&tot=2026-12-31",
                "/zoek?../../geheim",
            )
        ]

    html = (200, "text/html; charset=utf-8", b"<p>Zoek</p>")
    assert replies == [(200, "application/json", b"{}"), (200, "application/json", b"{}"), html, html]


def test_an_address_can_have_moved_for_good(folder: Path) -> None:
    behaviours = (SiteBehaviour("bron.example", redirects={"/oud": "/nieuws/"}),)
    with ExampleSites(folder, behaviours) as sites:
        connection = http.client.HTTPConnection(sites.address, timeout=5)
        connection.request("GET", "/oud?a=b", headers={"Host": "bron.example"})
        answer = connection.getresponse()
        moved = (answer.status, answer.headers["Location"], answer.read())
        connection.close()

    assert moved == (301, "/nieuws/", b"")


def test_a_slow_host_is_slow_and_no_other(folder: Path) -> None:
    with ExampleSites(folder, (SiteBehaviour("bron.example", delay_seconds=0.2),)) as sites:
        started = time.monotonic()
        ask(sites, "ander.example", "/agenda.ics")
        between = time.monotonic()
        ask(sites, "bron.example", "/")
        ended = time.monotonic()

    assert between - started < 0.15
    assert ended - between >= 0.2


def test_a_host_that_is_down_refuses_connections_and_the_others_do_not(folder: Path) -> None:
    with ExampleSites(folder, (SiteBehaviour("stil.example", down=True),)) as sites:
        connect_to = dict(sites.connect_to)
        host, _, port = connect_to.pop("stil.example").partition(":")

        assert connect_to == {"ander.example": sites.address, "bron.example": sites.address}
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((host, int(port)))


def test_what_was_asked_can_be_read_back(folder: Path) -> None:
    with ExampleSites(folder) as sites:
        ask(sites, "bron.example", "/nieuws?p=1")
        ask(sites, "bron.example", "/weg", "HEAD")

    assert sites.requests == ("GET bron.example /nieuws?p=1 200", "HEAD bron.example /weg 404")


def test_stopping_ends_kept_connections_and_delays_and_leaves_no_thread(folder: Path) -> None:
    before = threading.active_count()
    started = time.monotonic()
    with ExampleSites(folder, (SiteBehaviour("bron.example", delay_seconds=30),)) as sites:
        kept = http.client.HTTPConnection(sites.address, timeout=5)
        kept.request("GET", "/agenda.ics", headers={"Host": "ander.example"})
        kept.getresponse().read()
        waiting = http.client.HTTPConnection(sites.address, timeout=5)
        waiting.request("GET", "/", headers={"Host": "bron.example"})
        while threading.active_count() < before + 3:
            time.sleep(0.01)
    kept.close()
    waiting.close()

    assert threading.active_count() == before
    assert time.monotonic() - started < 3


def test_without_its_folder_there_are_no_sites(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="the example sites should be here"):
        ExampleSites(tmp_path / "weg")
