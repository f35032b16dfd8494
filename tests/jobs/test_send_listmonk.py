"""With listmonk the edition becomes a draft there, once; the server here answers as documented."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from pipeline.errors import DeliveryError, RelayError
from pipeline.jobs.root import Root, load_root
from pipeline.jobs.send.posts import read_secret
from pipeline.model.delivery import SendingState
from tests.ready import ready_root, sent
from tests.roots import write


class Listmonk(ThreadingHTTPServer):
    """Answers GET and POST of /api/campaigns."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.campaigns: list[dict[str, Any]] = []
        self.tokens: list[str] = []
        self.status = 200


class Answers(BaseHTTPRequestHandler):
    server: Listmonk

    def do_GET(self) -> None:
        self._say({"data": {"results": self.server.campaigns, "total": len(self.server.campaigns)}})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.campaigns.append(body | {"id": len(self.server.campaigns) + 1, "status": "draft"})
        self._say({"data": self.server.campaigns[-1]})

    def _say(self, answer: object) -> None:
        self.server.tokens.append(self.headers["Authorization"])
        self.send_response(self.server.status)
        self.end_headers()
        refusal = {"message": "not allowed"}
        self.wfile.write(json.dumps(answer if self.server.status == 200 else refusal).encode())

    def log_message(self, format: str, *args: object) -> None:
        """A test's output is not a log."""


@pytest.fixture
def listmonk() -> Iterator[Listmonk]:
    with Listmonk() as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.05,))
        thread.start()
        yield made
        made.shutdown()
        thread.join()


@pytest.fixture
def root(tmp_path: Any, listmonk: Listmonk, monkeypatch: pytest.MonkeyPatch) -> Root:
    monkeypatch.setenv("NIEUWSBRIEF_LISTMONK_TOKEN", "geheim")
    table = (
        f'[delivery]\nbackend = "listmonk"\n[listmonk]\nurl = "http://127.0.0.1:{listmonk.server_port}"\n'
        'user = "nieuwsbrief"\nlists = [3, 4]\ntemplate = 7\n'
    )
    return ready_root(tmp_path, extra=table)


def test_the_edition_becomes_a_draft_campaign(root: Root, listmonk: Listmonk) -> None:
    sending = sent(root)
    (campaign,) = listmonk.campaigns

    assert (sending.state, sending.readers) == (SendingState.HANDED_OVER, 0)
    assert "draft campaign 1" in sending.note
    assert {name: campaign[name] for name in ("subject", "lists", "type", "content_type", "template_id")} == {
        "subject": "Terug naar het gezin, één jaar later",
        "lists": [3, 4],
        "type": "regular",
        "content_type": "html",
        "template_id": 7,
    }
    for part in ("body", "altbody"):
        assert "{{ UnsubscribeURL }}" in campaign[part]
        assert "https://nieuwsbrief.example.nl/2026-12/" in campaign[part]
        assert "%%" not in campaign[part]
    assert set(listmonk.tokens) == {"token nieuwsbrief:geheim"}


def test_a_second_time_makes_no_second_draft(root: Root, listmonk: Listmonk) -> None:
    sent(root)
    sending = sent(root)

    assert len(listmonk.campaigns) == 1
    assert "already" in sending.note


def test_an_edition_goes_one_way_only(root: Root, listmonk: Listmonk) -> None:
    sent(root)
    text = (root.path / "config.toml").read_text(encoding="utf-8")
    write(root.path / "config.toml", text.replace('backend = "listmonk"', 'backend = "files"'))

    with pytest.raises(DeliveryError, match="handed over before"):
        sent(load_root(root.path))
    assert len(listmonk.campaigns) == 1


def test_what_went_out_from_here_is_not_handed_over(root: Root, listmonk: Listmonk) -> None:
    text = (root.path / "config.toml").read_text(encoding="utf-8")
    write(root.path / "config.toml", text.replace('backend = "listmonk"', 'backend = "files"\nfirst = 0'))
    sent(load_root(root.path))

    with pytest.raises(DeliveryError, match="went out from here"):
        sent(root)
    assert listmonk.campaigns == []


def test_what_it_refuses_is_said_and_nothing_is_recorded(root: Root, listmonk: Listmonk) -> None:
    listmonk.status = 403

    with pytest.raises(RelayError, match="403 not allowed"):
        sent(root)
    with root.open_deliveries() as deliveries:
        assert deliveries.load_sendings() == ()


def test_a_token_that_others_can_read_is_not_used(root: Root) -> None:
    path = root.path / "var" / "listmonk.token"
    path.write_text("geheim\n", encoding="utf-8")
    path.chmod(0o644)

    with pytest.raises(Exception, match="chmod 600"):
        read_secret(path)
    path.chmod(0o600)
    assert read_secret(path) == "geheim"
