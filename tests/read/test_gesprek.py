"""The methods the team keeps in templates/gesprek/, and what happens to one that does not add up."""

from __future__ import annotations

import pytest

from pipeline.errors import ConfigError
from pipeline.model.guides import Phase, Setting, Telling
from pipeline.model.readability import Abbreviation, Jargon, WordList
from pipeline.read.gesprek import MethodText, parse_methods, parse_words
from tests.stages.talking import FOLDER, method_files, methods


def changed(name: str, old: str, new: str) -> str:
    """Changes one file of the team and returns the complaint."""
    files = method_files()
    text = files[name].text
    assert old in text, f"{old!r} is not in {name}"
    files[name] = MethodText(files[name].path, text.replace(old, new, 1))
    with pytest.raises(ConfigError) as stop:
        parse_methods(files)
    return str(stop.value)


def line_of(name: str, words: str) -> int:
    lines = method_files()[name].text.splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(words))


def test_the_team_keeps_three_settings_of_ten_thirty_and_ninety_minutes() -> None:
    assert [(one.setting, one.least, one.most) for one in methods().methods] == [
        (Setting.VERGADERING, 10, 10),
        (Setting.LUNCH, 20, 30),
        (Setting.BIJEENKOMST, 60, 90),
    ]


@pytest.mark.parametrize("method", methods().methods, ids=lambda method: method.setting.value)
def test_in_each_setting_the_minutes_add_up_and_all_that_is_needed_is_there(method: object) -> None:
    one = next(each for each in methods().methods if each is method or each == method)

    assert sum(step.most for step in one.steps) == one.most
    assert sum(step.least for step in one.steps) == one.least
    assert [step.phase for step in one.steps if step.phase] == list(Phase)
    assert [step.telling for step in one.steps if step.telling] != []
    assert min(len(one.prepare), len(one.leader)) >= 3
    # It begins by making it safe and ends by closing, not by a question.
    assert (one.steps[0].phase, one.steps[-1].phase) == (None, None)


def test_ten_minutes_are_too_short_to_read_together() -> None:
    tellings = {
        one.setting: [step.telling for step in one.steps if step.telling] for one in methods().methods
    }

    assert tellings == {
        Setting.VERGADERING: [Telling.VOORAF],
        Setting.LUNCH: [Telling.SAMEN],
        Setting.BIJEENKOMST: [Telling.SAMEN],
    }


def test_minutes_that_do_not_add_up_are_told_with_file_and_line() -> None:
    assert changed("vergadering.toml", "minuten = 10", "minuten = 12") == (
        f"gesprek/vergadering.toml:{line_of('vergadering.toml', 'minuten = 10')}: "
        "minuten is 12, but the steps add up to 10"
    )
    assert changed("lunch.toml", "minuten_kort = 20", "minuten_kort = 25") == (
        f"gesprek/lunch.toml:{line_of('lunch.toml', 'minuten_kort = 20')}: "
        "minuten_kort is 25, but the steps add up to 20"
    )


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("lunch.toml", "voor_wie", "voor_wei", "unknown key 'voor_wei'; did you mean 'voor_wie'?"),
        ("lunch.toml", 'vragen = "geraakt"', 'vragen = "gerakt"', "did you mean 'geraakt'?"),
        ("lunch.toml", 'vragen = "geraakt"', 'vragen = "anders"', "once each and in this order: geraakt,"),
        ("lunch.toml", "minuten_kort = 2\n", "minuten_kort = 5\n", "must lie between 1 and minuten, 3"),
        ("lunch.toml", 'zeg = "', 'zeg = 3 # "', "zeg must be text between quotes"),
        (
            "algemeen.toml",
            'slug = "schaamte"',
            'slug = "spijt"',
            "[[toon]] with slug = 'schaamte' is missing",
        ),
        ("algemeen.toml", "afspraken = [", "afspraken = []\nx = [", "unknown key 'x'"),
        ("verder.toml", 'url = "https://', 'url = "', "url must be a whole web address"),
        ("verder.toml", 'tonen = ["spijt"', 'tonen = ["spijd"', "tonen holds 'spijd'; known are: succes"),
        ("verder.toml", "hoogstens = 3", "hoogstens = drie", "broken TOML"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_file(name: str, old: str, new: str, words: str) -> None:
    complaint = changed(name, old, new)

    assert complaint.startswith(f"gesprek/{name}:")
    assert words in complaint


def test_the_programmes_own_cards_toolboxes_and_bundle_are_all_there() -> None:
    titles = " ".join(pointer.title for pointer in methods().pointers)

    for words in ("Vertragen en verdragen", "Analyseren", "Veiligheid", "Van mens tot mens", "Lerend werken"):
        assert words in titles
    assert "Inspiratiebundel" in titles
    assert all(pointer.url.startswith("https://") and pointer.when for pointer in methods().pointers)


def test_the_list_of_jargon_is_read_with_its_everyday_words() -> None:
    text = """
[[jargon]]
woorden = ["casus", "casuïstiek*"]
gewoon = "gezin"

[[afkorting]]
kort = ["GI"]
voluit = "gecertificeerde instelling"
herken = ["gecertificeerde instelling"]
"""

    assert parse_words(text, "jargon.toml") == WordList(
        (Jargon(("casus", "casuïstiek*"), "gezin"),),
        (Abbreviation(("GI",), "gecertificeerde instelling", ("gecertificeerde instelling",)),),
    )


def test_the_teams_own_list_can_be_read_and_knows_the_abbreviations_of_the_trade() -> None:
    words = parse_words((FOLDER / "jargon.toml").read_text(encoding="utf-8"), "jargon.toml")

    assert {"RVT", "GI", "VT", "MDA++"} <= {short for one in words.abbreviations for short in one.short}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '[[jargon]]\nwoorden = []\ngewoon = "x"',
            "jargon.toml:2: [jargon] woorden must hold at least one word",
        ),
        ('[[jargon]]\nwoorden = ["x"]', "jargon.toml:1: [jargon] gewoon is missing"),
        ("[[jargn]]", "jargon.toml:1: unknown key 'jargn'; did you mean 'jargon'?"),
    ],
)
def test_a_broken_list_of_jargon_is_told_with_its_line(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as stop:
        parse_words(text, "jargon.toml")

    assert str(stop.value) == message
