"""For how long an answer says that it stays good."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from urllib3 import HTTPHeaderDict

from pipeline.shell.fetch.answers import fresh_seconds

NOW = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"Cache-Control": "max-age=3600"}, 3600),
        ({"Cache-Control": 'public, MAX-AGE="600"'}, 600),
        ({"Cache-Control": "max-age=0, s-maxage=3600"}, 0),
        ({"Cache-Control": "s-maxage=120"}, 120),
        ({"Cache-Control": "max-age=3600, must-revalidate", "Age": "600"}, 3000),
        ({"Cache-Control": "max-age=60", "Age": "600"}, 0),
        ({"Cache-Control": "max-age=99999999999999999999"}, 86400),
        ({"Cache-Control": "max-age=-5"}, 0),
        ({"Cache-Control": "max-age=straks"}, 0),
        ({"Cache-Control": "no-cache, max-age=3600"}, 0),
        ({"Cache-Control": "no-store", "Expires": "Tue, 01 Dec 2026 09:00:00 GMT"}, 0),
        ({"Cache-Control": "max-age=60", "Expires": "Tue, 01 Dec 2026 09:00:00 GMT"}, 60),
        ({"Expires": "Tue, 01 Dec 2026 09:00:00 GMT"}, 3600),
        (
            {"Expires": "Tue, 01 Dec 2026 09:00:00 GMT", "Date": "Tue, 01 Dec 2026 08:30:00 GMT"},
            1800,
        ),
        ({"Expires": "Tue, 01 Dec 2026 07:00:00 GMT"}, 0),
        ({"Expires": "0"}, 0),
        ({"Expires": "Fri, 01 Jan 2100 00:00:00 GMT"}, 86400),
    ],
)
def test_max_age_goes_before_expires_and_neither_counts_for_more_than_a_day(
    headers: dict[str, str], seconds: int
) -> None:
    assert fresh_seconds(HTTPHeaderDict(headers), NOW) == seconds
