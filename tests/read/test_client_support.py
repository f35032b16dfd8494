"""The facts that ship with the package: read whole, and as the source has them."""

from __future__ import annotations

import pytest

from pipeline.jobs.client_support import FACTS, load_client_support
from pipeline.model.client_support import MAIL_CLIENTS, Consequence, Feature, Harm, Judgement, Verdict, named
from pipeline.read.client_support import parse_client_support
from pipeline.stages.check import RULES
from pipeline.stages.check.rules import BLOCKING
from pipeline.stages.check.support import ALL_SLUGS
from pipeline.stages.check.support.gaps import GAPS, Gap

SUPPORT = load_client_support()
Y, N = Judgement(Verdict.YES), Judgement(Verdict.NO)


def names(slug: str, *verdicts: Verdict, note: str = "") -> str:
    return named(SUPPORT.features[slug].clients(*verdicts, note=note))


def test_a_row_is_read_with_its_notes() -> None:
    assert SUPPORT.features["css-display-flex"] == Feature(
        slug="css-display-flex",
        title="display:flex",
        tested="2021-11-02",
        judgements=(
            Y,
            Judgement(Verdict.PARTLY, ("1",)),
            Judgement(Verdict.PARTLY, ("1",)),
            N,
            *[Y] * 7,
            Judgement(Verdict.YES, ("2",)),
            Y,
        ),
        notes=(
            ("1", "Not supported with non Google accounts."),
            ("2", "`display:inline-flex` is not supported."),
        ),
    )


@pytest.mark.parametrize(
    ("slug", "without"),
    [
        ("css-display-flex", "Outlook voor Windows"),
        ("css-border-radius", "Outlook voor Windows"),
        ("css-variables", "Gmail, Outlook en Yahoo in de browser"),
        ("css-at-media", "Outlook voor Windows en Thunderbird"),
        (
            "css-at-media-prefers-color-scheme",
            "Gmail, Outlook voor Windows, Yahoo in de browser en Thunderbird",
        ),
        ("css-position", "Gmail, Outlook voor Windows en Outlook op iPhone"),
        ("css-unit-rem", "Outlook voor Windows en Yahoo in de browser"),
        ("image-webp", "Outlook voor Windows"),
        ("html-anchor-links", "Gmail op iPhone en Samsung E-mail"),
        ("css-background-color", ""),
    ],
)
def test_the_newest_verdicts_are_those_of_the_source(slug: str, without: str) -> None:
    assert names(slug, Verdict.NO) == without


def test_all_of_the_source_is_there() -> None:
    assert (SUPPORT.source, SUPPORT.version, SUPPORT.data_date, SUPPORT.licence) == (
        "caniemail",
        "2.0.2",
        "2026-05-13",
        "MIT",
    )
    assert len(SUPPORT.features) == 307
    assert {len(feature.judgements) for feature in SUPPORT.features.values()} == {len(MAIL_CLIENTS)}


def test_every_feature_that_can_be_found_in_a_mail_is_in_the_data() -> None:
    assert ALL_SLUGS - set(SUPPORT.features) == set()


def test_every_feature_that_does_not_work_everywhere_has_its_consequence() -> None:
    unsaid = {
        slug
        for slug in ALL_SLUGS
        if not SUPPORT.features[slug].works_everywhere and slug not in SUPPORT.consequences
    }

    assert unsaid == set()


def test_no_consequence_is_of_a_feature_that_is_unknown_or_works_everywhere() -> None:
    needless = {
        slug
        for slug in SUPPORT.consequences
        if slug not in SUPPORT.features or SUPPORT.features[slug].works_everywhere
    }

    assert needless == set()


def test_every_consequence_is_a_dutch_sentence_and_names_a_rule_that_is_there() -> None:
    codes = {rule.code for rule in RULES}
    wrong = [
        one
        for one in SUPPORT.consequences.values()
        if not (one.why[0].isupper() and one.why.endswith(".")) or (one.rule and one.rule not in codes)
    ]

    assert wrong == []


def test_what_breaks_a_mail_has_a_rule_that_blocks() -> None:
    blocking = {rule.code for rule in RULES if rule.severity is BLOCKING}
    breaking = [one for one in SUPPORT.consequences.values() if one.harm is Harm.BREAKS]

    assert [one for one in breaking if one.rule not in blocking] == []


@pytest.mark.parametrize("gap", GAPS, ids=lambda gap: gap.what)
def test_a_gap_is_what_the_note_of_the_source_says(gap: Gap) -> None:
    notes = dict(SUPPORT.features[gap.slug].notes)

    assert gap.about in notes[gap.note]
    assert names(gap.slug, Verdict.PARTLY, Verdict.NO, note=gap.note) != ""


@pytest.mark.parametrize(
    ("rule", "slug", "families"),
    [
        ("css-layout", "css-display-flex", ["Outlook voor Windows"]),
        ("css-layout", "css-display-grid", ["Outlook voor Windows"]),
        ("css-position", "css-position", ["Gmail", "Outlook voor Windows"]),
        ("css-variable", "css-variables", ["Gmail", "Outlook"]),
        ("css-background-bare", "css-background-image", ["Outlook voor Windows"]),
    ],
)
def test_what_a_rule_says_of_a_program_is_what_the_data_says(
    rule: str, slug: str, families: list[str]
) -> None:
    sentence = next(one.message + one.why for one in RULES if one.code == rule)

    for family in families:
        assert family in sentence
        assert family in names(slug, Verdict.NO)


def test_gmail_drops_all_style_of_an_element_for_a_colour_without_commas() -> None:
    without_commas = dict(SUPPORT.features["css-rgb"].notes)["3"]

    assert "whole attribute is stripped" in without_commas
    assert names("css-rgb", Verdict.PARTLY, note="3") == "Gmail"


def test_consequences_are_read_with_and_without_a_rule_of_their_own() -> None:
    table = (FACTS / "client_support.tsv").read_text(encoding="utf-8")

    read = parse_client_support(
        table,
        '[none]\ncss-gap = "Niets."\n[breaks]\ncss-position = { rule = "css-position", why = "Weg." }\n',
    )

    assert read.consequences == {
        "css-gap": Consequence("css-gap", Harm.NONE, "Niets."),
        "css-position": Consequence("css-position", Harm.BREAKS, "Weg.", "css-position"),
    }


def test_a_table_of_other_programs_is_refused() -> None:
    table = (FACTS / "client_support.tsv").read_text(encoding="utf-8").replace("gmail.ios", "gmail.watch")

    with pytest.raises(ValueError, match="make it anew"):
        parse_client_support(table, "")


def test_a_whole_family_is_named_by_its_own_name() -> None:
    gmail = [client for client in MAIL_CLIENTS if client.family == "Gmail"]
    windows = next(client for client in MAIL_CLIENTS if client.slug == "outlook.windows")

    assert named(gmail) == "Gmail"
    assert named(gmail[:2]) == "Gmail in de browser en Gmail op Android"
    assert named([*gmail, windows]) == "Gmail en Outlook voor Windows"
    assert named([]) == ""
