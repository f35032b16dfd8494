"""One mail to one address, such as the one that asks somebody to confirm."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import RelayError
from pipeline.jobs.send.single import single_post
from pipeline.stages.deliver import on_wire
from tests.ready import ready_root, relay_table
from tests.relay import Fault, Relay, Taken

MESSAGE = b"To: iemand@lezers.example\r\nSubject: Bevestig\r\n\r\n.begin\r\nDag\r\n"


def test_it_goes_through_the_relay_as_it_is(tmp_path: Path) -> None:
    with Relay() as relay:
        post = single_post(ready_root(tmp_path, readers=0, extra=relay_table(relay.port)))
        assert post is not None
        post(MESSAGE, "iemand@lezers.example")

        assert relay.taken == [Taken("retour@example.nl", "iemand@lezers.example", MESSAGE)]


def test_another_relay_takes_it_when_one_does_not(tmp_path: Path) -> None:
    with Relay() as gone:
        port = gone.port
    with Relay() as relay:
        extra = f'{relay_table(port)}[[relay]]\nhost = "127.0.0.1"\nport = {relay.port}\n'
        post = single_post(ready_root(tmp_path, readers=0, extra=extra))
        assert post is not None
        post(MESSAGE, "iemand@lezers.example")

        assert relay.readers == ["iemand@lezers.example"]


def test_what_no_relay_takes_is_said_without_the_address(tmp_path: Path) -> None:
    with Relay({Fault("rcpt", 1): "550 5.1.1 <iemand@lezers.example> unknown"}) as relay:
        post = single_post(ready_root(tmp_path, readers=0, extra=relay_table(relay.port)))
        assert post is not None
        with pytest.raises(RelayError, match=r"550 5\.1\.1 <<>> unknown"):
            post(MESSAGE, "iemand@lezers.example")


def test_without_a_relay_there_is_nothing_that_sends(tmp_path: Path) -> None:
    assert single_post(ready_root(tmp_path, readers=0)) is None


def test_a_dot_at_the_very_beginning_is_doubled_too() -> None:
    assert on_wire(b".\r\n.x") == b"..\r\n..x\r\n.\r\n"
