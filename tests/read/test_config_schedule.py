"""When the schedule sends, and whom it tells, as config.toml says it."""

from __future__ import annotations

from datetime import time

import pytest

from pipeline.errors import ConfigError
from pipeline.model import MonthlyRule, ScheduleRules
from pipeline.read.config import parse_config
from tests.roots import CONFIG

BUILD = MonthlyRule("first", "thursday", time(9))


def test_without_more_words_nothing_is_sent_by_itself_and_the_contact_is_told() -> None:
    config = parse_config(CONFIG, "config.toml")

    assert config.schedule == ScheduleRules(BUILD, 4)
    assert config.notify == ("redactie@example.nl",)


def test_sending_and_telling_are_read() -> None:
    text = 'send = "second tuesday 10:00"\nnotify = ["a@example.nl", "b@example.nl", "a@example.nl"]\n'
    config = parse_config(CONFIG + text, "config.toml")

    assert config.schedule == ScheduleRules(
        BUILD, 4, MonthlyRule("second", "tuesday", time(10)), ("a@example.nl", "b@example.nl")
    )


def test_an_empty_list_tells_nobody() -> None:
    assert parse_config(f"{CONFIG}notify = []\n", "config.toml").notify == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('send = "tuesday"', "send is 'tuesday'; write it as"),
        ('send = "first tuesday 10:00"', "comes before the draft in some months and after it in others"),
        ('notify = ["redactie"]', 'notify must hold e-mail addresses, as in ["redactie@example.nl"]'),
        (
            'send = "second tuesday 10:00"\n[approval]\ntwo_people = true',
            "[schedule] send begins a sending without a second person",
        ),
    ],
)
def test_a_mistake_is_told_with_its_way_out(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as stop:
        parse_config(f"{CONFIG}{text}\n", "config.toml")

    assert message in stop.value.message
    assert stop.value.line is not None


@pytest.mark.parametrize("send", ["first thursday 09:01", "last thursday 17:00", "first monday 08:00"])
def test_a_moment_that_is_later_or_earlier_in_every_month_is_a_rule(send: str) -> None:
    build = "last friday 09:00" if send.startswith("first monday") else "first thursday 09:00"
    text = CONFIG.replace("first thursday 09:00", build)

    assert parse_config(f'{text}send = "{send}"\n', "config.toml").schedule.send is not None
