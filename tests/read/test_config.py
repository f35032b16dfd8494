"""config.toml: every table and key is read, and a mistake is told with file, line and the word meant."""

from __future__ import annotations

import re
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ConfigError
from pipeline.model import (
    ORDINALS,
    WEEKDAYS,
    CollectLimits,
    Config,
    EmailLimits,
    HelpLine,
    Kernelement,
    MonthlyRule,
    Newsletter,
    PublicationType,
    RelevanceRules,
    ScheduleRules,
    SectionRule,
    StoryRules,
    TermGroup,
)
from pipeline.read.config import parse_config
from tests.makers import AMSTERDAM

OURS = Path(__file__).parents[2] / "config.toml"

SMALL = """\
[newsletter]
title = "Nieuws"
sender = "Redactie"
reply_to = "redactie@example.nl"
base_url = "https://nieuwsbrief.example.nl/"

[[section]]
slug = "nieuws"
name = "Nieuws"
max_items = 3
"""

WHOLE = """\
[newsletter]
title = "Nieuws"
sender = "Programma"
from_address = "van@example.nl"
reply_to = "antwoord@example.nl"
contact = "vraag@example.nl"
base_url = "https://brief.example.nl/map/"
list_id = "lijst.example.nl"
signup_url = "https://brief.example.nl/erbij"
share_story_url = "https://brief.example.nl/delen"
language = "fy"
timezone = "Europe/Amsterdam"

[[kernelement]]
slug = "lokale-teams"
name = "Lokale teams"
terms = ["wijkteam", "RVT"]

[[section]]
slug = "programma"
name = "Programma"
kinds = ["nieuws", "pagina"]
sources = ["bron"]
max_items = 2

[[section]]
slug = "rest"
name = "De rest"
max_items = 0

[schedule]
build = "Last Friday 23:59"
collect_hours = 6

[collect]
user_agent = "proef/1 (proef@example.nl)"
deadline_seconds = 2.5
max_bytes = 11
max_redirects = 12
hosts_at_once = 13
pages_per_endpoint = 14
entries_per_document = 15
allow_hosts = ["Intern.example:8080"]

[email]
clip_bytes = 21
advice_bytes = 22
summary_words = 23
own_summary_words = 24
short_summary_words = 25

[stories]
folder = "verhalen"
allow_fictional = true
repeat_after_months = 6

[[help_line]]
name = "Luisterlijn Voorbeeld"
phone = "0800-0000"
url = "https://luisterlijn.example/"
about = "dag en nacht"
checked_on = 2026-11-23

[[kernelement]]
slug = "handelingskader"
name = "Handelingskader"
groups = ["teams"]
strong = ["meldcode"]
weak = ["*gesprek", "=kind"]

[relevance]
threshold = 4

[[relevance_group]]
name = "teams"
weight = 3
terms = ["wijkteam"]

[[relevance_group]]
name = "ander beleid"
weight = -2
supports = true
terms = ["sport"]

[[relevance_group]]
name = "ouders"
weight = 2
people = true
terms = ["=ouder"]
"""


def changed(*changes: tuple[str, str], text: str = SMALL) -> str:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def told(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        parse_config(text, "config.toml")
    return str(caught.value)


def test_every_table_and_key_is_read() -> None:
    assert parse_config(WHOLE, "config.toml") == Config(
        newsletter=Newsletter(
            title="Nieuws",
            sender="Programma",
            from_address="van@example.nl",
            reply_to="antwoord@example.nl",
            contact="vraag@example.nl",
            base_url="https://brief.example.nl/map",
            list_id="lijst.example.nl",
            signup_url="https://brief.example.nl/erbij",
            share_story_url="https://brief.example.nl/delen",
            language="fy",
            zone=AMSTERDAM,
        ),
        kernelementen=(
            Kernelement("lokale-teams", "Lokale teams", ("wijkteam", "RVT")),
            # The terms of a relevance group that it names are its own too.
            Kernelement(
                "handelingskader",
                "Handelingskader",
                ("wijkteam",),
                strong=("meldcode",),
                weak=("*gesprek", "=kind"),
            ),
        ),
        relevance=RelevanceRules(
            4,
            (
                TermGroup("teams", 3, ("wijkteam",)),
                TermGroup("ander beleid", -2, ("sport",), supports=True),
                TermGroup("ouders", 2, ("=ouder",), people=True),
            ),
        ),
        sections=(
            SectionRule(
                "programma", "Programma", (PublicationType.NIEUWS, PublicationType.PAGINA), ("bron",), 2
            ),
            SectionRule("rest", "De rest", (), (), 0),
        ),
        collect=CollectLimits(
            user_agent="proef/1 (proef@example.nl)",
            deadline_seconds=2.5,
            max_bytes=11,
            max_redirects=12,
            hosts_at_once=13,
            pages_per_endpoint=14,
            entries_per_document=15,
            allow_hosts=("intern.example:8080",),
        ),
        email=EmailLimits(21, 22, 23, 24, 25),
        stories=StoryRules("verhalen", True, 6),
        schedule=ScheduleRules(MonthlyRule("last", "friday", time(23, 59)), 6),
        help_lines=(
            HelpLine(
                "Luisterlijn Voorbeeld",
                "0800-0000",
                "https://luisterlijn.example/",
                "dag en nacht",
                date(2026, 11, 23),
            ),
        ),
    )


def test_what_is_left_out_follows_from_the_rest() -> None:
    assert parse_config(SMALL, "config.toml") == Config(
        newsletter=Newsletter(
            title="Nieuws",
            sender="Redactie",
            from_address="redactie@example.nl",
            reply_to="redactie@example.nl",
            contact="redactie@example.nl",
            base_url="https://nieuwsbrief.example.nl",
            list_id="nieuwsbrief.example.nl",
            signup_url="https://nieuwsbrief.example.nl",
            share_story_url="mailto:redactie@example.nl",
            language="nl",
            zone=AMSTERDAM,
        ),
        kernelementen=(),
        sections=(SectionRule("nieuws", "Nieuws", (), (), 3),),
        collect=CollectLimits(
            user_agent="nieuwsbrief/0.1 (+https://nieuwsbrief.example.nl; redactie@example.nl)"
        ),
        email=EmailLimits(),
        stories=StoryRules(),
        schedule=ScheduleRules(MonthlyRule("first", "thursday", time(9)), 4),
    )


def test_our_own_config_closes_on_the_first_thursday_and_lets_no_made_up_story_out() -> None:
    config = parse_config(OURS.read_text(), "config.toml")

    assert config.schedule == ScheduleRules(MonthlyRule("first", "thursday", time(9)), 4)
    assert config.stories == StoryRules("stories", False, 24)
    assert (config.email, config.newsletter.zone) == (EmailLimits(), AMSTERDAM)
    assert len(config.kernelementen) == 6
    assert [section.slug for section in config.sections] == [
        "programmanieuws",
        "leren-van-ervaringen",
        "nieuws-uit-het-veld",
        "publicaties",
        "agenda",
        "luisteren-en-kijken",
    ]


KEY_LINES = [
    (number, match[1])
    for number, line in enumerate(WHOLE.splitlines(), 1)
    if (match := re.match(r"(\w+) = ", line))
]


@pytest.mark.parametrize(("number", "key"), KEY_LINES)
def test_a_misspelt_key_names_the_one_that_was_meant_on_its_line(number: int, key: str) -> None:
    lines = WHOLE.splitlines()
    lines[number - 1] = lines[number - 1].replace(key, f"{key}x", 1)

    message = told("\n".join(lines))

    assert message.startswith(f"config.toml:{number}: [")
    assert message.endswith(f"] unknown key '{key}x'; did you mean '{key}'?")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[schedule]", "[shedule]", "config.toml:31: unknown key 'shedule'; did you mean 'schedule'?"),
        ("[[section]]", "[[sectie]]", "config.toml:19: unknown key 'sectie'; did you mean 'section'?"),
        ("[email]", "[zzz]", "config.toml:45: unknown key 'zzz'; known are: "),
        ("[collect]", "[[collect]]", "config.toml:35: collect must be a table"),
        (
            "[[help_line]]",
            "[help_line]",
            "config.toml:57: help_line must be written as [[help_line]]",
        ),
        ("max_items = 2", 'max_items = "2"', "config.toml:24: [section] max_items must be a number"),
        ("max_items = 0", "max_items = -1", "config.toml:29: [section] max_items must be a number"),
        (
            '"nieuws", "pagina"',
            '"nieuws", "pagna"',
            "config.toml:22: [section] kinds holds 'pagna'; known are: nieuws, rapport, ",
        ),
        (
            'slug = "rest"',
            'slug = "De rest"',
            "config.toml:27: [section] slug 'De rest' may hold small letters",
        ),
        ('"rest"', '"programma"', "config.toml: [[section]] 'programma' stands there twice"),
        (
            '"https://brief.example.nl/map/"',
            '"brief.example.nl"',
            "config.toml:7: [newsletter] base_url must be a whole web address, beginning with https://",
        ),
        (
            '"https://brief.example.nl/map/"',
            '"https://[brief"',
            "config.toml:7: [newsletter] base_url must be a whole web address, beginning with https://",
        ),
        (
            '"vraag@example.nl"',
            '"Vraag <vraag@example.nl>"',
            "config.toml:6: [newsletter] contact must be an e-mail address and nothing else",
        ),
        (
            '"https://brief.example.nl/delen"',
            '"javascript:alert(1)"',
            "config.toml:10: [newsletter] share_story_url must begin with https:// or mailto:",
        ),
        (
            '"Europe/Amsterdam"',
            '"Europe/Amsterdm"',
            "config.toml:12: [newsletter] timezone 'Europe/Amsterdm' is not known; use a name such as "
            "Europe/Amsterdam",
        ),
        ('"Europe/Amsterdam"', '""', "config.toml:12: [newsletter] timezone '' is not known"),
        ('"Europe/Amsterdam"', '"../etc"', "config.toml:12: [newsletter] timezone '../etc' is not known"),
        (
            "collect_hours = 6",
            "collect_hours = 0",
            "config.toml:33: [schedule] collect_hours must lie between",
        ),
        ("= 2.5", "= nan", "config.toml:37: [collect] deadline_seconds must be a number of 0 or more"),
        (
            '"proef/1 (proef@example.nl)"',
            '"proef/1"',
            "config.toml:36: [collect] user_agent must hold an address where we can be reached",
        ),
        (
            "fictional = true",
            'fictional = "ja"',
            "config.toml:54: [stories] allow_fictional must be true or false",
        ),
        ("2026-11-23", '"2026-11-23"', "config.toml:62: [help_line] checked_on must be a date such as"),
        ('"=kind"', '"= "', "config.toml:69: [kernelement] weak holds '= ', which would be found everywhere"),
        ('"=kind"', '"zorgen + "', "config.toml:69: [kernelement] weak holds 'zorgen + '"),
        (
            'groups = ["teams"]',
            'groups = ["team"]',
            "config.toml:67: [kernelement] groups holds 'team', and no [[relevance_group]] has that name",
        ),
        ("threshold = 4", "threshold = 4.5", "config.toml:72: [relevance] threshold must be a whole number"),
        (
            "weight = 3",
            "weight = 0",
            "config.toml:76: [relevance_group] weight must be a whole number from -10",
        ),
        ("weight = -2", 'weight = "-2"', "config.toml:81: [relevance_group] weight must be a whole number"),
        ('"ander beleid"', '"teams"', "config.toml: [[relevance_group]] 'teams' stands there twice"),
        (
            "[relevance]\nthreshold = 4\n",
            "",
            "config.toml:72: [[relevance_group]] asks for [relevance] with a threshold",
        ),
    ],
)
def test_a_mistake_is_told_with_file_line_and_way_out(old: str, new: str, message: str) -> None:
    assert told(changed((old, new), text=WHOLE)).startswith(message)


@pytest.mark.parametrize("key", ["title", "sender", "reply_to", "base_url"])
def test_what_no_newsletter_can_do_without_is_asked_for(key: str) -> None:
    text = "\n".join(line for line in SMALL.splitlines() if not line.startswith(key))

    assert told(text) == f"config.toml:1: [newsletter] {key} is missing"


def test_a_newsletter_without_sections_cannot_show_anything() -> None:
    text = SMALL.partition("[[section]]")[0]

    assert told(text) == "config.toml: there is no [[section]]; without one nothing can be shown"


def test_a_file_without_a_newsletter_says_so() -> None:
    text = SMALL[SMALL.index("[[section]]") :]

    assert told(text) == "config.toml: [newsletter] is missing"


def test_broken_toml_is_told_with_file_and_line() -> None:
    assert told(changed(('sender = "Redactie"', 'sender = "Redactie'))).startswith(
        "config.toml:3: broken TOML: "
    )


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("first thursday 09:00", MonthlyRule("first", "thursday", time(9))),
        ("LAST Friday 23:59", MonthlyRule("last", "friday", time(23, 59))),
        ("fourth sunday 00:00", MonthlyRule("fourth", "sunday", time(0))),
    ],
)
def test_the_moment_of_building_is_written_in_three_words(text: str, rule: MonthlyRule) -> None:
    assert parse_config(f'{SMALL}[schedule]\nbuild = "{text}"\n', "c").schedule == ScheduleRules(rule, 4)


@pytest.mark.parametrize(
    "text",
    [
        *("fifth thursday 09:00", "first donderdag 09:00", "first thursday 9:00", "first thursday 24:00"),
        *("first thursday 09:60", "first thursday", "thursday 09:00", "eerste thursday 09:00"),
        *("first  thursday 09:00", "first thursday 09:00 ", "0 9 * * 4"),
    ],
)
def test_any_other_moment_of_building_is_refused_with_an_example(text: str) -> None:
    assert told(f'{SMALL}[schedule]\nbuild = "{text}"\n') == (
        f'config.toml:12: [schedule] build is {text!r}; write it as "first thursday 09:00" '
        f"({', '.join(ORDINALS)}; a weekday; a time)"
    )


@given(st.sampled_from(ORDINALS), st.sampled_from(WEEKDAYS), st.integers(0, 23), st.integers(0, 59))
def test_every_ordinal_weekday_and_time_is_a_rule(ordinal: str, weekday: str, hour: int, minute: int) -> None:
    text = f'{SMALL}[schedule]\nbuild = "{ordinal} {weekday} {hour:02d}:{minute:02d}"\n'

    assert parse_config(text, "c").schedule.build == MonthlyRule(ordinal, weekday, time(hour, minute))


@pytest.mark.parametrize(
    ("lines", "pause"), [("", 1.0), ("pause_seconds = 2.5", 2.5), ("pause_seconds = 0", 0.0)]
)
def test_the_pause_between_two_requests_is_a_second_unless_the_file_says_otherwise(
    lines: str, pause: float
) -> None:
    assert parse_config(f"{SMALL}\n[collect]\n{lines}\n", "config.toml").collect.pause_seconds == pause
