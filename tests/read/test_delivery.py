"""The tables of config.toml about approving and sending."""

from __future__ import annotations

import pytest

from pipeline.errors import ConfigError
from pipeline.model import Config
from pipeline.model.settings import ApprovalRules, BounceRules, DeliveryRules, Listmonk, Relay
from pipeline.read.config import parse_config
from tests.roots import CONFIG


def config(extra: str) -> Config:
    return parse_config(f"{CONFIG}\n{extra}", "config.toml")


def test_without_a_word_mail_becomes_files_and_comes_back_to_our_own_domain() -> None:
    made = config("")

    assert (made.approval, made.delivery, made.bounces) == (ApprovalRules(), DeliveryRules(), BounceRules())
    assert (made.delivery.backend, made.bounce_address) == ("files", "retour@example.nl")
    assert not made.bounces.is_set


def test_every_key_is_read() -> None:
    made = config(
        '[approval]\ntwo_people = true\n[delivery]\nbackend = "smtp"\n'
        'bounce_address = "terug@mail.example.nl"\n'
        "first = 5\nfirst_pause_minutes = 2.5\nper_minute = 600\ntimeout_seconds = 30\n"
        'dot_timeout_seconds = 300\nrelay_log = "/var/log/mail.log"\n'
        '[[relay]]\nhost = "mail.example.nl"\nport = 2525\ntls = "tls"\nuser = "wij"\n'
        'password_file = "var/relay.password"\nca_file = "ca.pem"\nconnections = 4\n'
        '[listmonk]\nurl = "https://lijst.example.nl/"\nuser = "wij"\nlists = [1, 2]\ntemplate = 3\n'
        'token_file = "var/token"\n'
        '[bounces]\nhost = "imap.example.nl"\nport = 994\nuser = "retour"\npassword_file = "var/p"\n'
        'ca_file = "ca.pem"\nmailbox = "Retour"\n'
    )

    assert made.approval == ApprovalRules(two_people=True)
    assert made.delivery == DeliveryRules(
        backend="smtp",
        bounce_address="terug@mail.example.nl",
        first=5,
        first_pause_minutes=2.5,
        per_minute=600,
        timeout_seconds=30.0,
        dot_timeout_seconds=300.0,
        relay_log="/var/log/mail.log",
        relays=(Relay("mail.example.nl", 2525, "tls", "wij", "var/relay.password", "ca.pem", 4),),
        listmonk=Listmonk("https://lijst.example.nl", "wij", (1, 2), 3, "var/token"),
    )
    assert made.bounces == BounceRules("", "imap.example.nl", 994, "retour", "var/p", "ca.pem", "Retour")


@pytest.mark.parametrize(
    ("host", "words", "port", "tls"),
    [
        ("mail.example.nl", "", 587, "starttls"),
        ("mail.example.nl", 'tls = "tls"', 465, "tls"),
        ("127.0.0.1", "", 25, "none"),
        ("localhost", 'tls = "starttls"', 587, "starttls"),
    ],
)
def test_a_port_follows_from_how_a_relay_is_spoken_to(host: str, words: str, port: int, tls: str) -> None:
    (relay,) = config(f'[[relay]]\nhost = "{host}"\n{words}\n').delivery.relays

    assert (relay.port, relay.tls) == (port, tls)


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ('[delivery]\nbackend = "smtp"\n', r"asks for at least one \[\[relay\]\]"),
        ('[delivery]\nbackend = "listmonk"\n', r"asks for \[listmonk\]"),
        ('[delivery]\nbackend = "duif"\n', "backend is 'duif'"),
        ('[delivery]\nbounce_address = "veel-te-lang-ervoor@example.nl"\n', "at most 10 letters"),
        ('[[relay]]\nhost = "mail.example.nl"\ntls = "none"\n', "only goes to this machine"),
        ('[[relay]]\nhost = "mail.example.nl"\nconnections = 0\n', "between 1 and 50"),
        ('[listmonk]\nurl = "http://lijst.example.nl"\nuser = "x"\nlists = [1]\n', "https://"),
        (
            '[listmonk]\nurl = "https://lijst.example.nl"\nuser = "x"\nlists = ["een"]\n',
            "numbers of listmonk",
        ),
        ('[bounces]\nmaildir = "a"\nhost = "b"\n', "not for both"),
        ("[bounces]\nport = 1\n", "not for both"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(extra: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        config(extra)
