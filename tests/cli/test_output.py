"""What an editor sees on a terminal."""

from __future__ import annotations

import pytest

from pipeline.cli.output import print_findings
from pipeline.model import Finding, Severity


def findings(severity: Severity, number: int, code: str) -> list[Finding]:
    return [
        Finding(code, severity, "newsletter.eml", f"Bericht {line}.", "Los het op.", line=line)
        for line in range(1, number + 1)
    ]


def test_advice_that_says_the_same_is_one_line_with_its_first_places(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_findings(findings(Severity.ADVICE, 22, "link-http"))

    assert capsys.readouterr().out == (
        "newsletter.eml: 22x Bericht 1. (en meer) [advice: link-http]\n"
        "    at 1 (Bericht 1.), 2 (Bericht 2.), 3 (Bericht 3.) and 19 more\n"
        "    Los het op.\n"
    )


def test_of_advice_in_more_files_each_place_names_its_file(capsys: pytest.CaptureFixture[str]) -> None:
    print_findings(
        [
            Finding("summary-missing", Severity.ADVICE, path, "Er is geen samenvatting.", "Schrijf er een.")
            for path in ("a.toml", "b.toml")
        ]
    )

    assert capsys.readouterr().out == (
        "2x Er is geen samenvatting. [advice: summary-missing]\n    at a.toml, b.toml\n    Schrijf er een.\n"
    )


def test_what_blocks_is_printed_in_full_and_last(capsys: pytest.CaptureFixture[str]) -> None:
    print_findings([*findings(Severity.BLOCKING, 4, "link-dead"), *findings(Severity.ADVICE, 1, "link-http")])

    assert capsys.readouterr().out == (
        "newsletter.eml:1: Bericht 1. [advice: link-http]\n    Los het op.\n"
        + "".join(
            f"newsletter.eml:{line}: Bericht {line}. [blocking: link-dead]\n    Los het op.\n"
            for line in range(1, 5)
        )
    )


def test_a_waived_finding_says_why_and_where(capsys: pytest.CaptureFixture[str]) -> None:
    print_findings(
        [Finding("link-dead", Severity.BLOCKING, "a.html", "Weg.", line=2, column=7, waived="mag even")]
    )

    assert capsys.readouterr().out == "a.html:2:7: Weg. [waived: mag even: link-dead]\n"
