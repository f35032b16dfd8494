"""A path may hold a date, in any of the forms that sites give it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text.paths import path_date

TODAY = date(2026, 11, 23)

PATHS = {
    "/actueel/nieuws/2025/03/06/slug": date(2025, 3, 6),
    "/actueel/nieuws/2022/7/25/slug": date(2022, 7, 25),
    "/nieuws/2022/011122_eerste-voortgangsrapportage": date(2022, 11, 1),
    "/nieuws/2022/011122_slug-1": date(2022, 11, 1),
    "/nieuws/2021/011122_slug": None,
    "/actueel/180130/bericht": date(2018, 1, 30),
    "/weblog/2024/12/kompas_20062024": date(2024, 6, 20),
    "/sites/default/files/2025-05/20250521-08b-brief.pdf": date(2025, 5, 21),
    "/nieuws/2026-03-06-slug": date(2026, 3, 6),
    "/agenda/06-03-2026": date(2026, 3, 6),
    "/actueel/weblog/2025/06/slug": None,
    "/agenda/2018/slug": None,
    "/documenten/2024/13/45/raar": None,
    "/documenten/28632-slug": None,
    "/documenten/011122-slug": None,
    "/nieuws/2099/01/01/slug": None,
    "/": None,
}


@pytest.mark.parametrize(("path", "expected"), PATHS.items())
def test_the_date_in_a_path_is_read(path: str, expected: date | None) -> None:
    assert path_date(path, near=TODAY) == expected


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.text(), st.from_regex(r"(/[0-9_-]{0,9}[a-z]?){1,4}", fullmatch=True)))
def test_any_path_is_read(path: str) -> None:
    assert isinstance(path_date(path, near=TODAY), date | None)
