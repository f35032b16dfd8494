"""The preview's server: what it shows, to whom, and what it keeps to itself."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.errors import ConfigError, UsageError
from pipeline.preview import PreviewServer
from tests.roots import CUT_OFF, MONTH, STORY, bytes_in, make_root, write

EDITION = 'onderwerp = "Terug naar het gezin"\nvoorvertoning = "Drie medewerkers vroegen wat had geholpen."\n'
SOON = 5.0


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str


def ask(server: PreviewServer, path: str, *, host: str = "", method: str = "GET") -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        connection.request(method, path, headers={"Host": host or f"127.0.0.1:{server.port}"})
        answer = connection.getresponse()
        return Answer(answer.status, dict(answer.getheaders()), answer.read().decode())
    finally:
        connection.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_root(tmp_path)
    write(tmp_path / "editions" / f"{MONTH}.toml", EDITION)
    return tmp_path


@pytest.fixture
def server(folder: Path) -> Iterator[PreviewServer]:
    with PreviewServer(folder, month=MONTH, now=lambda: CUT_OFF) as running:
        yield running


def changed(server: PreviewServer, seen: int) -> int:
    """The number of the next proof."""
    number = server.proofs.wait(seen, seconds=SOON).number
    assert number != seen, "nobody noticed the change"
    return number


def test_the_page_shows_the_draft_with_its_findings_beside_it(server: PreviewServer) -> None:
    page = ask(server, "/")

    assert page.status == 200
    assert "Veilig Thuis Nieuws (voorbeeld), december 2026" in page.text
    assert "Onderwerp: <strong>Terug naar het gezin</strong>" in page.text
    assert "1 ding houdt deze editie tegen." in page.text
    assert "De lege stoel" in ask(server, "/deel?wat=mail").text


def test_each_part_can_be_seen_and_one_that_is_not_there_cannot(server: PreviewServer) -> None:
    assert "Er stond een stoel bij het raam." in ask(server, "/deel?wat=verhaal").text
    assert "Drie vragen" in ask(server, "/deel?wat=tekst").text
    assert ask(server, "/deel?wat=gesprek").status == 200
    assert ask(server, "/deel?wat=iets").text == ask(server, "/deel?wat=mail").text
    assert ask(server, "/editions/2026-12.toml").status == 404


def test_nothing_is_written(server: PreviewServer, folder: Path) -> None:
    ask(server, "/")

    assert not (folder / "build").exists()
    assert not (folder / "archive").exists()


@pytest.mark.parametrize(
    "path",
    [
        "/config.toml",
        "/../config.toml",
        "/..%2fconfig.toml",
        "/%2e%2e/config.toml",
        "//etc/passwd",
        "/deel/../../x",
    ],
)
def test_no_file_can_be_read(server: PreviewServer, path: str) -> None:
    assert ask(server, path).status == 404


@pytest.mark.parametrize(
    "host", ["kwaad.example", "127.0.0.1", "127.0.0.1:1", "localhost.kwaad.example:80", "[::1]"]
)
@pytest.mark.parametrize("path", ["/", "/deel", "/stand", "/preview.js"])
def test_who_asks_for_it_under_another_name_gets_nothing(server: PreviewServer, path: str, host: str) -> None:
    answer = ask(server, path, host=host)

    assert answer.status == 421
    assert "stoel" not in answer.text


def test_its_own_names_are_heard(server: PreviewServer) -> None:
    assert ask(server, "/preview.js", host=f"localhost:{server.port}").status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_sent(server: PreviewServer, method: str) -> None:
    assert ask(server, "/", method=method).status == 405


def test_it_listens_on_loopback_only(server: PreviewServer) -> None:
    # All of 127/8 is this machine; a server that listens to everybody would answer there as well.
    with pytest.raises(ConnectionRefusedError):
        http.client.HTTPConnection("127.0.0.2", server.port, timeout=5).connect()


def test_no_answer_may_be_framed_or_read_from_elsewhere(server: PreviewServer) -> None:
    page, part, other = ask(server, "/"), ask(server, "/deel"), ask(server, "/nergens")

    for answer in (page, part, other):
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert "script-src" not in part.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in part.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("editions/2026-12.toml", 'onderwerp = "Een ander onderwerp"\n', "Een ander onderwerp"),
        (
            "stories/de-lege-stoel.md",
            STORY.replace("status: gegeven", "status: ingetrokken"),
            "story-missing",
        ),
        (
            "templates/mail/newsletter.html.j2",
            "<html><head></head><body>{{ edition.title }} in het kort</body></html>",
            "(voorbeeld) in het kort",
        ),
    ],
    ids=["edition", "story", "a folder that was not there"],
)
def test_a_change_is_shown(server: PreviewServer, folder: Path, name: str, text: str, shown: str) -> None:
    write(folder / name, text)
    deadline, number = time.monotonic() + SOON, server.proofs.proof.number
    while shown not in ask(server, "/").text + ask(server, "/deel").text and time.monotonic() < deadline:
        number = server.proofs.wait(number, seconds=0.2).number

    assert shown in ask(server, "/").text + ask(server, "/deel").text


def test_config_is_watched_and_what_the_program_writes_is_not(server: PreviewServer, folder: Path) -> None:
    config = (folder / "config.toml").read_text(encoding="utf-8")
    write(folder / "config.toml", config.replace("Veilig Thuis Nieuws", "Een andere naam"))
    number = changed(server, 1)

    assert "Een andere naam (voorbeeld)" in ask(server, "/").text
    write(folder / "var" / "iets.json", "{}")
    write(folder / "build" / "iets.html", "x")
    assert server.proofs.wait(number, seconds=0.5).number == number


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        (
            "editions/2026-12.toml",
            'onderwerp = "x"\nonderwerpp = "y"\n',
            "editions/2026-12.toml</strong>, regel 2",
        ),
        ("editions/2026-12.toml", "dit is geen toml\n", "editions/2026-12.toml</strong>, regel 1"),
        ("config.toml", "[newsletter\n", "config.toml</strong>, regel 1"),
        (
            "templates/mail/newsletter.html.j2",
            "<p>\n{{ nergens }}\n",
            "templates/mail/newsletter.html.j2</strong>, regel 2",
        ),
        (
            "templates/mail/newsletter.html.j2",
            "<p>\n{% if %}\n",
            "templates/mail/newsletter.html.j2</strong>, regel 2",
        ),
        (
            "templates/mail/newsletter.html.j2",
            "<p>\n\n{{ 1 / 0 }}\n",
            "templates/mail/newsletter.html.j2</strong>, regel 3",
        ),
    ],
)
def test_a_file_that_is_wrong_is_named_and_the_last_good_version_stays(
    folder: Path, name: str, text: str, where: str
) -> None:
    (folder / "templates").mkdir()
    with PreviewServer(folder, month=MONTH, now=lambda: CUT_OFF) as server:
        good = ask(server, "/deel").text
        write(folder / name, text)
        changed(server, 1)
        page = ask(server, "/").text

        assert "Je laatste wijziging is nog niet te zien" in page
        assert where in page
        assert ask(server, "/deel").text == good


def test_when_the_file_is_right_again_the_message_goes(server: PreviewServer, folder: Path) -> None:
    file = folder / "editions" / f"{MONTH}.toml"
    write(file, "kapot\n")
    number = changed(server, 1)
    assert "Je laatste wijziging is nog niet te zien" in ask(server, "/").text

    write(file, EDITION)
    changed(server, number)
    assert "Je laatste wijziging is nog niet te zien" not in ask(server, "/").text


def test_it_starts_with_a_broken_edition_too(folder: Path) -> None:
    write(folder / "editions" / f"{MONTH}.toml", "kapot\n")
    with PreviewServer(folder, month=MONTH, now=lambda: CUT_OFF) as server:
        page = ask(server, "/").text

        assert "Er is nog geen versie die goed was." in page
        assert ask(server, "/deel").status == 404


def test_without_a_month_it_is_the_next_edition(folder: Path) -> None:
    with PreviewServer(folder, month=None, now=lambda: CUT_OFF) as server:
        assert server.proofs.proof.month == "december 2026"


def test_a_folder_that_is_no_newsletter_and_a_port_in_use_are_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    with pytest.raises(ConfigError, match="there is no such file"):
        PreviewServer(tmp_path / "leeg", month=MONTH, now=lambda: CUT_OFF)
    with (
        PreviewServer(folder, month=MONTH, now=lambda: CUT_OFF) as server,
        pytest.raises(UsageError, match=f"port {server.port} cannot be used .* choose another with --port"),
    ):
        PreviewServer(folder, month=MONTH, now=lambda: CUT_OFF, port=server.port)


def test_who_waits_is_answered_at_the_next_change_and_let_go_at_the_end(
    server: PreviewServer, folder: Path
) -> None:
    answers: list[str] = []
    waiting = threading.Thread(target=lambda: answers.append(ask(server, "/stand?na=1").text))
    waiting.start()
    write(folder / "editions" / f"{MONTH}.toml", 'onderwerp = "Nieuw"\n')
    waiting.join(SOON)

    assert json.loads(answers[0])["nummer"] > 1
    late = threading.Thread(target=lambda: ask(server, f"/stand?na={json.loads(answers[0])['nummer']}"))
    late.start()
    server.proofs.close()
    late.join(SOON)
    assert not late.is_alive()


def test_what_is_shown_leaves_the_folder_as_it_was(server: PreviewServer, folder: Path) -> None:
    before = {name: digest for name, digest in bytes_in(folder).items() if not name.startswith("var/")}
    for part in ("mail", "tekst", "verhaal", "gesprek"):
        ask(server, f"/deel?wat={part}&kleuren=donker&plaatjes=uit")

    assert {name: one for name, one in bytes_in(folder).items() if not name.startswith("var/")} == before
