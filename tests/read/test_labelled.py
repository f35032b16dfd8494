"""Labelled titles: columns by name, and every mistake with its line."""

from __future__ import annotations

import re

import pytest

from pipeline.errors import LabelError
from pipeline.model import LabelledTitle, PublicationData, PublicationType
from pipeline.read.labelled import parse_labelled

SLUGS = ("lokale-teams", "passende-hulp", "handelingskader")
HEADER = "url\ttitle\tsummary\tsource\ttype\trelevant\tkernelementen\tnote"
ROW = "https://a.example/b\tEen titel\tKort.\ta.example\tnieuws\tja\tlokale-teams\t"


def parsed(*lines: str) -> tuple[LabelledTitle, ...]:
    return parse_labelled("\n".join(lines) + "\n", "set.tsv", kernelementen=SLUGS)


def test_a_line_becomes_a_title_with_what_a_person_says_of_it() -> None:
    row = ROW.replace(
        "lokale-teams\t", "lokale-teams|passende-hulp\tambitie; verdedigbaar: handelingskader; moeilijk"
    )

    assert parsed(HEADER, "", row) == (
        LabelledTitle(
            line=3,
            data=PublicationData(title="Een titel", url="https://a.example/b", summary="Kort."),
            type=PublicationType.NIEUWS,
            is_relevant=True,
            kernelementen=("lokale-teams", "passende-hulp"),
            defensible=("handelingskader",),
        ),
    )


def test_columns_stand_in_any_order_others_are_passed_over_and_open_ones_may_be_left_out() -> None:
    (row,) = parsed("\ufeffwho\trelevant\ttitle\turl\r", "ab\tNee\tEen titel\t\r")

    assert row == LabelledTitle(2, PublicationData(title="Een titel", url=None), None, False, ())


@pytest.mark.parametrize("written", ["lokale-teams,passende-hulp", "lokale-teams; passende-hulp"])
def test_several_slugs_are_written_in_the_usual_ways(written: str) -> None:
    (row,) = parsed(HEADER, ROW.replace("lokale-teams", written))

    assert row.kernelementen == ("lokale-teams", "passende-hulp")


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ((), "set.tsv:1: is empty; the first line names the columns: url, title, relevant, …"),
        (
            ("url;title;relevant",),
            "set.tsv:1: there is no column 'url', 'title', 'relevant'; columns are separated by tabs",
        ),
        (("url\ttitle\tnote",), "set.tsv:1: there is no column 'relevant'"),
        (("url\ttitle\trelevant\ttitle",), "set.tsv:1: column 'title' stands there twice"),
        ((HEADER,), "set.tsv: holds no titles, only the names of the columns"),
        ((HEADER, ROW + "\tx"), "set.tsv:2: has 9 cells for 8 columns; a text may hold no tab"),
        ((HEADER, ROW.replace("Een titel", " ")), "set.tsv:2: has no title"),
        ((HEADER, ROW.replace("https:", "file:")), "set.tsv:2: url 'file://a.example/b' is no web address"),
        (
            (HEADER, ROW, ROW.replace("ja", "misschien")),
            "set.tsv:3: relevant is 'misschien'; write ja or nee",
        ),
        ((HEADER, "https://a.example/b\tEen titel"), "set.tsv:2: relevant is ''; write ja or nee"),
        ((HEADER, ROW.replace("nieuws\t", "nieuw\t")), "set.tsv:2: type is 'nieuw'; did you mean 'nieuws'?"),
        (
            (HEADER, ROW.replace("lokale-teams", "lokaleteams")),
            "set.tsv:2: there is no kernelement 'lokaleteams' in config.toml; did you mean 'lokale-teams'?",
        ),
        (
            (HEADER, ROW + "verdedigbaar: passendehulp"),
            "set.tsv:2: there is no kernelement 'passendehulp' in config.toml; did you mean 'passende-hulp'?",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(lines: tuple[str, ...], message: str) -> None:
    with pytest.raises(LabelError, match=f"^{re.escape(message)}$"):
        parsed(*lines)
