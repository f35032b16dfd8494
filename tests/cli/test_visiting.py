"""What collect and sources check print for the person who keeps feeds/."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.cli.visiting import STATUS_WORDS, print_rests, print_trial, print_visits
from pipeline.jobs.sources import Trial
from pipeline.model import Kind, Offer, PublicationData, PublicationType, Rest, RestReason, Status, Visit

FEED = "https://bron.example/feed"
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
Printed = pytest.CaptureFixture[str]


def test_every_status_has_its_words() -> None:
    assert set(STATUS_WORDS) == set(Status)


def test_a_visit_is_a_line_in_words_and_what_asks_for_a_hand_stands_below(capsys: Printed) -> None:
    print_visits(
        [
            Visit("bron", FEED, Status.OK, new=2, updated=1, seen=9, seconds=0.44, paused_seconds=3.0),
            Visit("stil", FEED, Status.UNCHANGED, quiet_since=AT),
            Visit("weg", FEED, Status.GONE, "answered 410: gone for good"),
            Visit("op-reis", FEED, Status.OK, moved_to="https://bron.example/nieuw"),
        ]
    )

    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        "source status new updated seen seconds endpoint, or what went wrong",
        f"bron read 2 1 9 0.4 {FEED}",
        f"stil nothing changed 0 0 0 0.0 {FEED}",
        "weg gone for good [gone] 0 0 0 0.0 answered 410: gone for good",
        f"op-reis read 0 0 0 0.0 {FEED}",
        f"Quiet: stil {FEED}: nothing new since 2026-11-20, longer than is usual.",
        f"Gone: weg {FEED}: remove its [[endpoint]] from feeds/weg.toml, or write enabled = false there with "
        "the reason; 'nieuwsbrief sources check weg' shows what the site offers now",
        f'Moved: op-reis {FEED}: in feeds/op-reis.toml write url = "https://bron.example/nieuw"',
        "3 of 4 endpoints answered; 2 new publications. 3 s went to pauses between requests.",
    ]


def test_what_was_not_asked_is_told_with_the_reason_and_until_when(capsys: Printed) -> None:
    print_visits([])
    print_rests(
        [
            Rest("een", FEED, RestReason.FRESH, AT.replace(hour=12)),
            Rest("twee", FEED, RestReason.FRESH, AT.replace(hour=10)),
            Rest("drie", FEED, RestReason.FAILED, AT.replace(hour=11), "answered 500"),
            Rest("vier", FEED, RestReason.GONE, None, "answered 410: gone for good"),
        ],
        UTC,
    )

    assert capsys.readouterr().out == (
        "No endpoint is due.\n"
        f"Gone: vier {FEED}: answered 410: gone for good\n"
        "    remove its [[endpoint]] from feeds/vier.toml, or write enabled = false there with the reason; "
        "'nieuwsbrief sources check vier' shows what the site offers now\n"
        "Not asked: 2 endpoints, fresh by their own word; due from 2026-11-20 10:00 on.\n"
        "Not asked: 1 endpoint, resting after a failure; due from 2026-11-20 11:00 on.\n"
        "Name a source with --source to ask it now.\n"
    )


def test_a_trial_shows_the_newest_with_dates_and_flags_and_lines_to_paste(capsys: Printed) -> None:
    found = (
        PublicationData("Een rapport", "https://bron.example/1", type=PublicationType.RAPPORT, published=AT),
        *(PublicationData(f"Bericht {number}", None, flags=("no-date", "no-link")) for number in range(5)),
    )
    offer = Offer(Kind.FEED, "https://bron.example/agenda/feed", "Agenda", "<link> in its head")

    print_trial(Trial("bron", FEED, Visit("bron", FEED, Status.OK, seconds=0.2), found, offers=(offer,)))

    assert (
        capsys.readouterr().out
        == f"""\
bron  {FEED}
    read (ok); 6 publications, 0.2 s
      2026-11-20  [rapport] Een rapport
      no date     Bericht 0  (no-date, no-link)
      no date     Bericht 1  (no-date, no-link)
      no date     Bericht 2  (no-date, no-link)
      no date     Bericht 3  (no-date, no-link)
      and 1 more
    The site offers this and no endpoint uses it; paste what you want into feeds/<slug>.toml:

# From <link> in its head, “Agenda”.
[[endpoint]]
url = "https://bron.example/agenda/feed"
kind = "feed"
"""
    )


def test_an_address_that_offers_nothing_says_what_else_will_do(capsys: Printed) -> None:
    url = "https://bron.example/"

    print_trial(Trial("", url, Visit("", url, Status.OK)))

    assert capsys.readouterr().out == (
        f"{url}\n    read (ok), 0.0 s\n"
        '    It names no feed, calendar or sitemap. A page that lists its news will do: kind = "listing".\n'
    )
