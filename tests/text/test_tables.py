"""TOML read strictly: what is wrong is said with its line and, for a misspelling, the word that was meant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.tables import Table, TableError, parse_toml

TEXT = """\
name = "Bron"
words = ["een", "twee"]
alone = "een"
on = 2026-11-23
at = 2026-11-23T09:00:00
count = 3
share = 0.5
yes = true

[inner]
# a remark
title = "Binnen"

[[part]]
slug = "een"

[[part]]
slug = "twee"
"""


def told(read: Callable[[], object]) -> tuple[str, int | None]:
    with pytest.raises(TableError) as caught:
        read()
    return caught.value.message, caught.value.line


def test_each_kind_of_value_is_read_as_it_stands() -> None:
    table = parse_toml(TEXT)

    assert (table.string("name"), table.strings("words"), table.strings("alone")) == (
        "Bron",
        ("een", "twee"),
        ("een",),
    )
    assert (table.whole("count"), table.number("share"), table.flag("yes", False), table.day("on")) == (
        3,
        0.5,
        True,
        date(2026, 11, 23),
    )
    assert table.child("inner", known={"title"}).string("title") == "Binnen"
    assert [part.string("slug") for part in table.children("part", known={"slug"})] == ["een", "twee"]


def test_what_is_not_there_has_its_default() -> None:
    table = parse_toml("")

    assert (table.string("a", "x"), table.strings("a"), table.whole("a", 1), table.flag("a", True)) == (
        "x",
        (),
        1,
        True,
    )
    assert table.children("a", known=()) == ()


@pytest.mark.parametrize(
    ("read", "message", "line"),
    [
        (lambda table: table.string("count"), "count must be text between quotes", 6),
        (lambda table: table.string("naam"), "naam is missing", None),
        (lambda table: table.strings("count"), "count must be a list of texts", 6),
        (lambda table: table.whole("share"), "share must be a whole number", 7),
        (lambda table: table.number("name"), "name must be a number of 0 or more", 1),
        (lambda table: table.number("yes"), "yes must be a number of 0 or more", 8),
        (lambda table: table.flag("name", False), "name must be true or false", 1),
        (lambda table: table.day("at"), "at must be a date such as 2026-11-23, without quotes", 5),
        (lambda table: table.day("name"), "name must be a date such as 2026-11-23, without quotes", 1),
        (lambda table: table.choice("name", ("bron", "put")), "name is 'Bron'; did you mean 'bron'?", 1),
        (lambda table: table.choice("name", ("x", "y")), "name is 'Bron'; known are: x, y", 1),
        (lambda table: table.child("name", known=()), "name must be a table", 1),
        (lambda table: table.child("inder", known=()), "[inder] is missing", None),
        (lambda table: table.children("inner", known=()), "inner must be written as [[inner]] tables", 10),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_with_its_line(
    read: Callable[[Table], object], message: str, line: int | None
) -> None:
    table = parse_toml(TEXT)

    assert told(lambda: read(table)) == (message, line)


@pytest.mark.parametrize("value", ["-1", "nan", "inf", "-inf"])
def test_a_number_is_one_to_count_with(value: str) -> None:
    table = parse_toml(f"count = {value}")

    assert told(lambda: table.number("count")) == ("count must be a number of 0 or more", 1)


def test_an_empty_text_is_as_good_as_none() -> None:
    assert told(lambda: parse_toml('name = "  "').string("name")) == ("name is empty", 1)


def test_an_unknown_key_names_the_nearest_known_one_and_stands_on_its_own_line() -> None:
    table = parse_toml(TEXT)

    assert told(lambda: table.child("inner", known={"titel"})) == (
        "[inner] unknown key 'title'; did you mean 'titel'?",
        12,
    )
    assert told(lambda: table.children("part", known={"url"})) == (
        "[part] unknown key 'slug'; known are: url",
        15,
    )


@pytest.mark.parametrize("header", ["[[part]]", "[[ part ]]", "  [[part]]  # de tweede"])
def test_of_two_tables_with_one_name_the_one_that_is_wrong_is_named(header: str) -> None:
    table = parse_toml(f'[[part]]\nslug = "een"\n\n{header}\nslug = 2\n')
    second = table.children("part", known={"slug"})[1]

    assert told(lambda: second.string("slug")) == ("[part] slug must be text between quotes", 5)


@pytest.mark.parametrize(
    ("text", "line"),
    [('a = "een\n', 1), ("a = 1\nb = \n", 2), ("a = 1\na = 2\n", 2), ('a = 1\n\nb = """\nopen', 4)],
)
def test_broken_toml_is_told_with_its_line(text: str, line: int) -> None:
    message, at = told(lambda: parse_toml(text))

    assert message.startswith("broken TOML: ")
    assert "line" not in message
    assert at == line


@given(st.text(max_size=60))
def test_any_text_is_a_table_or_a_table_error(text: str) -> None:
    try:
        parse_toml(text)
    except TableError as error:
        assert error.line is None or 0 <= error.line <= max(1, len(text.splitlines()) + 1)
