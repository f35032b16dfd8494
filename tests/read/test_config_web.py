"""[web] and [subscribers] of config.toml: what they are without a word, and what they may not be."""

from __future__ import annotations

import pytest

from pipeline.errors import ConfigError
from pipeline.model.settings import SubscriberRules, WebRules
from pipeline.read.config import parse_config
from tests.roots import CONFIG


def test_a_config_that_says_nothing_has_the_pages_where_the_newsletter_is() -> None:
    config = parse_config(CONFIG, "config.toml")

    assert config.web == WebRules("https://nieuwsbrief.example.nl")
    assert config.subscribers == SubscriberRules()


def test_what_it_says_counts() -> None:
    config = parse_config(
        f"""{CONFIG}
[web]
base_url = "https://www.example.nl/lezers/"
host = "0.0.0.0"
port = 9000
trusted_proxies = 1
requests_per_client = 5
mails_per_hour = 50

[subscribers]
unconfirmed_days = 3
ended_days = 14
delivery_months = 6
import_max_bytes = 1000
""",
        "config.toml",
    )

    assert config.web == WebRules("https://www.example.nl/lezers", "0.0.0.0", 9000, 1, 5, 50)  # noqa: S104
    assert config.web.address("afmelden", "k1.a.b") == "https://www.example.nl/lezers/afmelden/k1.a.b"
    assert config.subscribers == SubscriberRules(3, 14, 6, 1000)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ('[web]\nbase_url = "/lezers"', "base_url must be a whole web address"),
        ("[web]\nport = 0", "port must lie between 1 and 65535"),
        ("[web]\nport = 70000", "port must lie between 1 and 65535"),
        ("[web]\nrequests_per_client = 0", "requests_per_client must lie between 1 and 1000"),
        ("[web]\ntrusted_proxy = 1", "did you mean 'trusted_proxies'?"),
        ("[subscribers]\nunconfirmed_days = 400", "unconfirmed_days must lie between 1 and 30"),
        ("[subscribers]\nended_days = 0", "ended_days must lie between 1 and 90"),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(lines: str, words: str) -> None:
    with pytest.raises(ConfigError) as stop:
        parse_config(f"{CONFIG}\n{lines}\n", "config.toml")

    assert words in str(stop.value)
    assert stop.value.line is not None
