"""[[export]] of config.toml: programs that send, beside those we know or in place of them."""

from __future__ import annotations

import pytest

from pipeline.errors import ConfigError
from pipeline.model.exports import ENGINES, Engine
from pipeline.read.config import parse_config
from tests.roots import CONFIG


def engines(extra: str) -> dict[str, Engine]:
    return {engine.name: engine for engine in parse_config(f"{CONFIG}\n{extra}", "config.toml").exports}


def test_without_a_table_there_are_the_programs_we_know() -> None:
    assert engines("") == {engine.name: engine for engine in ENGINES}


def test_a_table_adds_a_program() -> None:
    text = '[[export]]\nname = "eigen"\nunsubscribe = "[%weg%]"\nweb_version = "[%web%]"\nopens = "[%"\n'

    found = engines(text)
    assert found["eigen"] == Engine("eigen", "[%weg%]", "[%web%]", "[%", source="config.toml")
    assert set(found) == {engine.name for engine in ENGINES} | {"eigen"}


def test_a_table_of_a_name_we_know_changes_only_what_it_names() -> None:
    found = engines('[[export]]\nname = "listmonk"\nweb_version = ""\n')

    assert found["listmonk"] == Engine("listmonk", "{{ UnsubscribeURL }}", "", "{{", source="config.toml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('name = "eigen"\nopens = "["', "opens is one sign, which stands in ordinary text; give two or more"),
        ('name = "Eigen naam"', "name 'Eigen naam' may hold small letters, digits and hyphens only"),
        ('name = "a"\n[[export]]\nname = "a"', r"\[\[export\]\] 'a' stands there twice"),
        ('name = "a"\nafmelden = "x"', "afmelden"),
        ('opens = "{{"', "name"),
    ],
)
def test_a_table_that_cannot_be_used_is_told_with_its_key(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        engines(f"[[export]]\n{text}\n")
