"""templates/gesprek/jargon.toml -> WordList: jargon with everyday words, and abbreviations written out."""

from __future__ import annotations

from pipeline.errors import ConfigError
from pipeline.model.readability import Abbreviation, Jargon, WordList
from pipeline.text.tables import Table, TableError, parse_toml

WORD_FILE = "jargon.toml"
WORDS_KEYS = {"jargon", "afkorting"}
JARGON_KEYS = {"woorden", "gewoon"}
ABBREVIATION_KEYS = {"kort", "voluit", "herken"}


def parse_words(text: str, path: str) -> WordList:
    """Reads the text of jargon.toml. Raises ConfigError with file and line."""
    try:
        return _words(parse_toml(text))
    except TableError as error:
        raise ConfigError(path, error.message, line=error.line) from error


def _words(table: Table) -> WordList:
    table.demand_known(WORDS_KEYS)
    return WordList(
        jargon=tuple(
            Jargon(_some(entry, "woorden"), entry.string("gewoon"))
            for entry in table.children("jargon", known=JARGON_KEYS)
        ),
        abbreviations=tuple(
            Abbreviation(_some(entry, "kort"), entry.string("voluit"), _some(entry, "herken"))
            for entry in table.children("afkorting", known=ABBREVIATION_KEYS)
        ),
    )


def _some(entry: Table, key: str) -> tuple[str, ...]:
    texts = entry.strings(key)
    if not texts or not all(text.strip() for text in texts):
        raise entry.error(f"{key} must hold at least one word", key)
    return texts
