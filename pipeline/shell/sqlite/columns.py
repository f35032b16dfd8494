"""The types of our columns."""

# ruff: noqa: ARG002 - SQLAlchemy hands every column type a dialect; ours need none.

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import Dialect, String, TypeDecorator


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept as ISO 8601 text in UTC and read back in UTC.

    The text always has microseconds, so that the order of the texts is the order of the moments.
    """

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return moment_to_store(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


def moment_to_store(value: datetime | None) -> str | None:
    """Returns what `Moment` writes; for statements of many rows that go by the driver itself."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError(f"a moment without a zone cannot be stored: {value}")
    return _in_utc(value).isoformat(timespec="microseconds")


def text_to_store(value: str | None) -> str | None:
    """Returns what `Prose` writes, as above."""
    if value is None or value.isascii():
        return value
    return value.encode("utf-8", "replace").decode("utf-8")


def words_to_store(value: tuple[str, ...]) -> str:
    """Returns what `Words` writes, as above."""
    return json.dumps(value) if value else "[]"


def _in_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:
        # Some sites write "no date" as 0001-01-01, which lies before year 1 once it is in UTC.
        return value.replace(tzinfo=UTC)


class Prose(TypeDecorator[str]):
    """Text from elsewhere. It may hold half a character (a lone surrogate, as in JSON's "\\ud83d"), which
    UTF-8 cannot write; that becomes "?", so that one bad title does not lose the whole visit."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return text_to_store(value)


class Words(TypeDecorator[tuple[str, ...]]):
    """A short list of words, as a JSON array."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        return None if value is None else words_to_store(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(json.loads(value))


class Hashes(TypeDecorator[Mapping[str, str]]):
    """The hash of each file of an edition, as a JSON object."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, str] | None, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(dict(value), sort_keys=True)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Mapping[str, str] | None:
        if value is None:
            return None
        hashes: dict[str, str] = json.loads(value)
        return hashes
