"""What somebody who never saw the project reads when they check a mail."""

from __future__ import annotations

import json
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.cli.checking import check
from tests.golden_files import GoldenFiles
from tests.roots import REPOSITORY

MAILS = REPOSITORY / "tests" / "data" / "mails"
BAD = MAILS / "bad_mail.html"


def words(file: Path, *, as_json: bool = False, finished: bool = False) -> Namespace:
    return Namespace(file=file, json=as_json, finished=finished)


def test_a_bad_mail_is_told_what_is_wrong_where_and_how_to_mend_it(
    capsys: pytest.CaptureFixture[str], golden: GoldenFiles
) -> None:
    assert check(words(BAD)) == 1

    golden("check/bad_mail.txt", capsys.readouterr().out.replace(str(BAD), "bad_mail.html"))


def test_as_json_it_has_the_documented_shape(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(words(BAD, as_json=True)) == 1

    record = json.loads(capsys.readouterr().out)
    assert set(record) == {"findings", "blocking", "advice"}
    fields = {"code", "severity", "path", "line", "column", "message", "hint", "excerpt", "waived"}
    assert {frozenset(one) for one in record["findings"]} == {frozenset(fields)}
    assert record["blocking"] + record["advice"] == len(record["findings"])


def test_a_finished_mail_may_have_no_open_place(capsys: pytest.CaptureFixture[str]) -> None:
    good = REPOSITORY / "tests" / "stages" / "good.html"

    assert main(["check", str(good)]) == 0
    assert main(["check", "--finished", str(good)]) == 1
    assert "Deze plek is nog open: %%AFMELDEN%%. [blocking: place-open]" in capsys.readouterr().out


def test_checking_a_mail_waits_for_nothing_it_does_not_need() -> None:
    heavy = "sqlalchemy jinja2 requests weasyprint tomlkit premailer playwright"
    program = (
        f"import sys, pipeline.cli.checking; print([one for one in {heavy.split()!r} if one in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
