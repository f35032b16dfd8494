"""The facts on mail programs come from the source as they are: newest verdict, our programs, same bytes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.jobs.client_support import FACTS
from pipeline.model.client_support import MAIL_CLIENTS
from tools.client_support import VERSION, convert, main

HEADER = "\t".join(["feature", "title", "tested", *(client.slug for client in MAIL_CLIENTS)])


def data(*features: dict[str, Any], api_version: str = "1.0.4") -> dict[str, Any]:
    return {
        "api_version": api_version,
        "last_update_date": "2026-05-13 14:45:41 +0000",
        "data": list(features),
    }


def feature(slug: str, **stats: Any) -> dict[str, Any]:
    return {
        "slug": slug,
        "title": slug.removeprefix("css-"),
        "url": f"https://www.caniemail.com/features/{slug}/",
        "last_test_date": "2024-01-02",
        "stats": stats,
        "notes_by_num": {"1": "Partial. Only\n on cells.", "2": "Nobody asks for this one.", "10": "Last."},
    }


def rows(made: str) -> list[str]:
    return [line for line in made.splitlines() if not line.startswith("#")]


def test_a_feature_becomes_a_row_with_the_notes_it_refers_to() -> None:
    made = convert(
        data(feature("css-b", outlook={"windows": {"2019": "a #10 #1"}}, gmail={"ios": {"2020-01": "y"}})),
        version="9.9.9",
    )

    assert made.splitlines()[:5] == [
        "# What mail programs support. Written by tools/client_support.py; do not edit by hand.",
        "# source\tcaniemail",
        "# version\t9.9.9",
        "# data-date\t2026-05-13",
        "# licence\tMIT",
    ]
    assert rows(made) == [
        HEADER,
        "css-b\tb\t2024-01-02\tu\tu\ty\ta 10,1\tu\tu\tu\tu\tu\tu\tu\tu\tu",
        "\t1\tPartial. Only on cells.",
        "\t10\tLast.",
    ]


def test_the_newest_version_is_the_last_one_written_whatever_it_is_called() -> None:
    versions = {"2019-10": "n", "16.80": "y"}

    (_, row, *_) = rows(convert(data(feature("css-b", outlook={"macos": versions})), version="1"))

    assert row.split("\t")[3:] == ["u", "u", "u", "u", "u", "u", "u", "y", "u", "u", "u", "u", "u"]


def test_programs_we_do_not_name_are_left_out() -> None:
    (_, row, *_) = rows(convert(data(feature("css-b", orange={"ios": {"1": "n"}})), version="1"))

    assert row.split("\t")[3:] == ["u"] * len(MAIL_CLIENTS)


def test_the_order_of_the_source_does_not_matter() -> None:
    one, other = feature("css-a"), feature("css-b")

    assert convert(data(one, other), version="1") == convert(data(other, one), version="1")


def test_a_note_that_the_source_forgot_is_left_out() -> None:
    forgotten = feature("css-b", gmail={"ios": {"1": "a #7"}}) | {"notes_by_num": None}

    assert rows(convert(data(forgotten), version="1"))[1:] == [
        "css-b\tb\t2024-01-02\tu\tu\ta 7\tu\tu\tu\tu\tu\tu\tu\tu\tu\tu"
    ]


@pytest.mark.parametrize(
    "unknown",
    [
        data(api_version="2.0"),
        data(feature("css-b", gmail={"ios": {"1": "perhaps"}})),
        data(feature("css-b") | {"url": "https://elders.example/css-b/"}),
    ],
    ids=["schema", "verdict", "page"],
)
def test_what_we_cannot_read_is_refused(unknown: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"api_version|perhaps|its page"):
        convert(unknown, version="1")


def test_a_file_is_converted_twice_into_the_same_bytes(tmp_path: Path) -> None:
    source = tmp_path / "data.json"
    source.write_text(json.dumps(data(feature("css-b"), feature("css-a"))), encoding="utf-8")
    once, again = tmp_path / "once.tsv", tmp_path / "again.tsv"

    for out in (once, again):
        assert main(["--json", str(source), "--out", str(out)]) == 0

    assert once.read_bytes() == again.read_bytes()


def test_the_table_that_ships_is_of_the_pinned_version_and_names_its_licence() -> None:
    table = (FACTS / "client_support.tsv").read_text(encoding="utf-8")
    notice = (FACTS / "NOTICE").read_text(encoding="utf-8")

    assert f"# version\t{VERSION}\n" in table
    assert "MIT License" in notice
    assert "THE SOFTWARE IS PROVIDED" in notice
