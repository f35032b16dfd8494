"""Every word that somebody types stands in the documentation: verbs, options, and the keys of each file."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from pipeline.cli.parser import make_parser
from pipeline.errors import InputFileError
from pipeline.read.config import parse_config
from pipeline.read.edition import plan as edition
from pipeline.read.gesprek import methods, word_list
from pipeline.read.source import parse_source
from pipeline.read.story import parse as story
from tests.roots import CONFIG, REPOSITORY, feed_file

UNKNOWN = "qqqqqqqq"
PATH = "bestand.toml"
PAGES = (REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").rglob("*.md")))


def documentation() -> str:
    return "\n".join(page.read_text(encoding="utf-8") for page in PAGES if page.is_file())


def is_documented(word: str) -> bool:
    """Says whether `word` stands in a page as a whole; `_`, `-` and letters around it make it another."""
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", documentation()) is not None


def missing(words: set[str]) -> list[str]:
    return sorted(word for word in words if not is_documented(word))


def keys_named_by(message: str) -> set[str]:
    """The keys a reader names when it is given one it does not know."""
    assert UNKNOWN in message
    found = re.search(r"known are: (.+)", message)
    assert found is not None, message
    return set(found[1].split(", "))


def config_keys() -> set[str]:
    """Asks the reader of config.toml what it knows, table by table."""
    tables = keys_named_by(complaint_of(partial(parse_config, f"{UNKNOWN} = 1\n{CONFIG}", PATH)))
    return tables.union(*(keys_of_table(table) for table in tables))


def keys_of_table(name: str) -> set[str]:
    without = re.sub(rf"^\[+{name}\]+\n(?:.+\n)*", "", CONFIG, flags=re.MULTILINE)
    # Some tables stand there once and others may be repeated; the reader refuses the wrong brackets.
    texts = (
        f"{without}\n{open_}{name}{close}\n{UNKNOWN} = 1\n" for open_, close in (("[", "]"), ("[[", "]]"))
    )
    complaints = (complaint_of(partial(parse_config, text, PATH)) for text in texts)
    return keys_named_by(next(one for one in complaints if UNKNOWN in one))


def feed_keys() -> set[str]:
    feed = feed_file("http://bron.example/feed")
    listing = feed_file("http://bron.example/nieuws", kind="listing", lines='links = ["/nieuws/*"]')
    answer = feed_file("http://bron.example/zoek", kind="json")
    texts = (
        f"{UNKNOWN} = 1\n{feed}",
        f"{feed}{UNKNOWN} = 1\n",
        f"{listing}select = {{ {UNKNOWN} = 1 }}\n",
        f"{answer}map = {{ {UNKNOWN} = 1 }}\n",
    )
    return set().union(
        *(keys_named_by(complaint_of(partial(parse_source, text, PATH, "bron"))) for text in texts)
    )


def complaint_of(read: Callable[[], object]) -> str:
    with pytest.raises(InputFileError) as stop:
        read()
    return stop.value.message


def parsers(parser: argparse.ArgumentParser, words: tuple[str, ...] = ()) -> Iterator[tuple[str, set[str]]]:
    """Every verb as it is typed, with the options it takes."""
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    options = {one for action in parser._actions for one in action.option_strings if one.startswith("--")}
    yield " ".join(words), options - {"--help"}
    for action in below:
        for name, inner in action.choices.items():
            yield from parsers(inner, (*words, name))


def test_every_verb_and_every_option_is_documented() -> None:
    typed = dict(parsers(make_parser()))
    verbs = {f"nieuwsbrief {words}" for words in typed if words}

    assert missing(verbs) == []
    assert missing({option for options in typed.values() for option in options}) == []


def test_every_key_of_the_config_is_documented() -> None:
    assert missing(config_keys()) == []


def test_every_key_of_a_source_is_documented() -> None:
    assert missing(feed_keys()) == []


def test_every_key_of_a_storys_header_is_documented() -> None:
    assert missing({*story._TOP_KEYS, *story._CONSENT_KEYS, *story._REVIEW_KEYS}) == []


def test_every_key_of_an_editions_file_is_documented() -> None:
    assert missing({*edition._TOP_KEYS, *edition._ITEM_KEYS, *edition._WAIVER_KEYS}) == []


def test_every_key_of_a_method_and_of_the_word_list_is_documented() -> None:
    keys = {*methods.METHOD_KEYS, *methods.STEP_KEYS, *methods.COMMON_KEYS, *methods.PHASE_KEYS}
    keys |= {*methods.NOTE_KEYS, *methods.POINTERS_KEYS, *methods.POINTER_KEYS}
    keys |= {*word_list.WORDS_KEYS, *word_list.JARGON_KEYS, *word_list.ABBREVIATION_KEYS}

    assert missing(keys) == []
