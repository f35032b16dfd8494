"""Checking one mail: apart from the other verbs, whose jobs take longer to load than a mail to check."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping

from pipeline.cli import output
from pipeline.jobs.check import check_file


def check(words: Namespace) -> int:
    findings = check_file(words.file, finished=words.finished)
    return output.show_findings(findings, as_json=words.json)


VERBS: Mapping[str, Callable[[Namespace], int]] = {"check": check}
