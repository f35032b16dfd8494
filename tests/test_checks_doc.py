"""docs/checks.md is what the rules say now, and every other code is known too."""

from __future__ import annotations

import re

from pipeline.jobs.draft import SEEN_ONLY
from pipeline.model.finding_codes import OTHER_CODES
from pipeline.stages.check import RULES
from tests.roots import REPOSITORY
from tools.checks_doc import PAGE, page


def test_the_page_is_what_the_rules_say_now() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "type: .venv/bin/python -m tools.checks_doc"


def test_every_rule_has_a_heading_of_its_own() -> None:
    headings = re.findall(r"^### (\S+)$", page(), re.MULTILINE)

    assert sorted(headings) == sorted({rule.code for rule in RULES})


def test_the_codes_that_no_mail_rule_gives_are_those_of_the_reference() -> None:
    reference = (REPOSITORY / "docs" / "reference.md").read_text(encoding="utf-8")
    chapter = reference.partition("## Finding codes")[2].partition("### Mail rules")[0]
    # What only a browser sees has its own beginning, and waivers know it by that.
    documented = set(re.findall(r"^\| `([a-z0-9-]+)` \|", chapter, re.MULTILINE))

    documented = {code for code in documented if not code.startswith(SEEN_ONLY)}
    assert documented == OTHER_CODES, "keep pipeline/model/finding_codes.py and docs/reference.md alike"
