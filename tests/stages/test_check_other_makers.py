"""Good mails that others built, each in another way, have nothing that blocks."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.jobs.check import check_file
from tests.roots import REPOSITORY

MAILS = sorted((REPOSITORY / "tests" / "data" / "mails" / "other_makers").iterdir())


@pytest.mark.parametrize("file", MAILS, ids=lambda file: file.name)
def test_a_good_mail_of_another_maker_has_nothing_blocking(file: Path) -> None:
    assert [(one.code, one.line, one.message) for one in check_file(file) if one.is_blocking] == []


def test_there_are_five_ways_of_building() -> None:
    assert len({file.stem for file in MAILS}) == 5
